"""A document that comes again unchanged: most of what is fetched from a listing that has nothing new.

What it does is known without reading it once more. Each of its records is what its
source said last, and that is unchanged whatever became of the article since: a
person's correction stands, and so does a withdrawal. Not so where the document takes
articles back, where something was said about an article of it, and after an erasure.
"""

import hashlib
from dataclasses import replace

import msgspec

from osce_feeds import __version__
from osce_feeds.ingest.order import Order
from osce_feeds.ingest.parts import Document
from osce_feeds.ingest.report import Report
from osce_feeds.ingest.report import decoded
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Reader


def fingerprint(document: Document, form: str, order: Order, vocabulary: Vocabulary) -> str:
    """Return a digest of all by which *document*, of the kind *form*, is read: bytes, order, vocabulary and program."""
    reading = [form, document.first_line, order.evidence, order.strict, vocabulary.edition, __version__]
    return hashlib.sha256(msgspec.json.encode(reading) + document.data).hexdigest()


def repeated(reader: Reader, publisher: str, document: Document, form: str, digest: str) -> Report | None:
    """Return the report of *document* where it is the last that *publisher* gave, and changes nothing; else None."""
    found = reader.last_report(publisher, form)
    if found is None or found[0] != digest:
        return None
    report = decoded(found[1])
    return replace(report, document=document.name, new=0, changed=0, unchanged=report.taken, withheld=0)
