"""Ingest: documents in, articles stored, a report of every problem out.

One transaction for each document, or for each part of one that has an entry a
line: acknowledged after the commit, or as if it had never been. Feeding a
document again changes nothing.
"""

from osce_feeds.ingest.documents import ingest
from osce_feeds.ingest.documents import ingest_stream
from osce_feeds.ingest.order import Order
from osce_feeds.ingest.parts import Document
from osce_feeds.ingest.report import Report

__all__ = ["Document", "Order", "Report", "ingest", "ingest_stream"]
