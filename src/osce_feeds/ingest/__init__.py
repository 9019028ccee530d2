"""Ingest: documents in, articles stored, a report of every problem out.

One transaction for each document: acknowledged after the commit, or as if it
had never been. Feeding a document again changes nothing.
"""

from osce_feeds.ingest.documents import Document
from osce_feeds.ingest.documents import Order
from osce_feeds.ingest.documents import Report
from osce_feeds.ingest.documents import ingest

__all__ = ["Document", "Order", "Report", "ingest"]
