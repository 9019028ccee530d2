"""One document: what kind it is, whether it is taken, what is reported."""

from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO

from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import UnusualRun
from osce_feeds.ingest.guard import RUNS
from osce_feeds.ingest.guard import Run
from osce_feeds.ingest.guard import suspicion
from osce_feeds.ingest.intake import Intake
from osce_feeds.ingest.order import Order
from osce_feeds.ingest.parts import Document
from osce_feeds.ingest.parts import find_source
from osce_feeds.ingest.parts import split
from osce_feeds.ingest.repeats import fingerprint
from osce_feeds.ingest.repeats import repeated
from osce_feeds.ingest.report import Report
from osce_feeds.ingest.report import decoded
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser.batch import Batch
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.normaliser.links import absolute
from osce_feeds.settings import Settings
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.sources.base import Source
from osce_feeds.sources.html_article import HTML_ARTICLE
from osce_feeds.store import Store
from osce_feeds.store import Writer
from osce_feeds.store.erasure import redacted
from osce_feeds.store.release import release_due
from osce_feeds.store.requests import answer_to
from osce_feeds.store.requests import remember
from osce_feeds.store.terms import extended


def ingest_stream(
    stream: BinaryIO,
    name: str,
    store: Store,
    settings: Settings,
    vocabulary: Vocabulary,
    order: Order,
    clock: Callable[[], datetime],
    progress: Callable[[int], None] = lambda _size: None,
) -> Report:
    """Take the document in *stream* into the store and return its report.

    A document with an entry a line is taken in parts, each in a transaction of its
    own, so that its size does not matter; any other is one. *clock* answers with
    aware moments. *progress* is told the bytes of each part that was taken.

    Raises:
        DocumentRefused: when nothing in it can be used, or *order* is strict and a record cannot.
        StoreError: when the store cannot take it.
    """
    total: Report | None = None
    for part in split(stream, name, order.form):
        try:
            report = ingest(part, store, settings, vocabulary, order, clock())
        except DocumentRefused as refused:
            if total is None:
                raise
            detail = f"{refused.detail}; {total.taken} records before it are stored"
            raise DocumentRefused(detail, refused.source, refused.line) from refused
        total = report if total is None else total.joined(report)
        progress(len(part.data))
    assert total is not None  # noqa: S101 - even an empty document has a part
    return total


def ingest(
    document: Document, store: Store, settings: Settings, vocabulary: Vocabulary, order: Order, now: datetime
) -> Report:
    """Take one document into the store in one transaction and return its report, which is stored with it.

    *now* is aware. Withheld articles whose day has come are published first.

    Raises:
        DocumentRefused: when nothing in it can be used, or *order* is strict and a record cannot.
        KeyReused: when another document came under the key of the order's request.
        StoreError: when the store cannot take it; nothing was stored then.
    """
    if len(document.data) > SIZE_LIMIT:
        detail = f"larger than {SIZE_LIMIT // 2**20} MiB, which no listing is: split the file"
        raise DocumentRefused(detail, document.name)
    source = find_source(document.data, order.form)
    if source is None:
        kinds = ", ".join(source.name for source in SOURCES)
        detail = f"none of the kinds of documents that can be read: {kinds}; --format names one"
        raise DocumentRefused(detail, document.name)
    publisher = order.source or source.name
    with store.read() as reader:
        if known := answer_to(reader, order.request, now):
            return decoded(known)
        vocabulary = extended(reader, vocabulary)
        digest = fingerprint(document, source.name, order, vocabulary)
        is_repeated = repeated(reader, publisher, document, source.name, digest) is not None
    if is_repeated and (report := _take_again(source, document, digest, store, settings, order, now)):
        return report
    batch = make_batch(_read(source, document), vocabulary, order.evidence, publisher)
    _check(batch, document, order)
    with store.write(now, keep=not order.dry_run) as writer:
        if known := answer_to(writer, order.request, now):  # it came twice at once
            return decoded(known)
        return _take(batch, source, document, digest, writer, settings, vocabulary, order, now)


def _take_again(
    source: Source, document: Document, digest: str, store: Store, settings: Settings, order: Order, now: datetime
) -> Report | None:
    """Return the report of a *document* that came before, or None where it must be read after all."""
    publisher = order.source or source.name
    with store.write(now, keep=not order.dry_run) as writer:
        if known := answer_to(writer, order.request, now):
            return decoded(known)
        writer.fix_authority(settings.authority, "")
        release_due(writer, now, settings.zone)
        report = repeated(writer, publisher, document, source.name, digest)
        if report is None:
            return None
        report = replace(report, dry_run=order.dry_run)
        _refuse_unusual(Run(report.taken, report.taken, 0, 0), source, document, writer, order)
        kept = writer.keep_report(publisher, source.name, document.name, report.taken, report, now, digest)
        remember(writer, order.request, kept, now)
        return report


def _take(
    batch: Batch,
    source: Source,
    document: Document,
    digest: str,
    writer: Writer,
    settings: Settings,
    vocabulary: Vocabulary,
    order: Order,
    now: datetime,
) -> Report:
    publisher = order.source or source.name
    intake = Intake(writer, vocabulary, publisher, source.name, settings, now, order.note)
    release_due(writer, now, settings.zone)
    intake.take(batch)
    report = Report(
        document=document.name,
        form=source.name,
        source=publisher,
        new=intake.new,
        changed=intake.changed,
        unchanged=intake.unchanged,
        withheld=intake.withheld,
        refused=len(_refusals(batch)),
        dry_run=order.dry_run,
        problems=tuple(sorted((*batch.problems, *intake.problems), key=lambda problem: problem.line or 0)),
    )
    run = Run(report.taken, intake.known, intake.reminted, intake.retracted)
    _refuse_unusual(run, source, document, writer, order)
    # What is kept must not quote what was erased; who feeds it again may read it.
    kept = replace(report, problems=redacted(report.problems, intake.erased)) if intake.erased else report
    # What is to be said or taken back each time must be looked for each time.
    lasting = "" if intake.problems or intake.takes_back else digest
    number = writer.keep_report(publisher, source.name, document.name, report.taken, kept, now, lasting)
    remember(writer, order.request, number, now)
    return report


def _refuse_unusual(run: Run, source: Source, document: Document, writer: Writer, order: Order) -> None:
    if not order.source or order.accept_shrink or source.by_line:
        return
    if reason := suspicion(run, writer.recent_runs(order.source, source.name, RUNS)):
        detail = (
            f"this does not look like the usual {order.source}: {reason}. If it is right all the same,"
            " say so with --accept-shrink; nothing was stored"
        )
        raise UnusualRun(detail, document.name)


def _read(source: Source, document: Document) -> Iterator[RawEntry | Problem]:
    """Yield what *source* finds, with lines counted in the whole of a document that came in parts.

    The page of an article that does not name its address has the one at which it was fetched.
    """
    before = document.first_line - 1
    address = absolute(document.name) if source is HTML_ARTICLE else ""
    try:
        for thing in source.read(document.data, document.name):
            if isinstance(thing, RawEntry) and address and not thing.link:
                yield replace(thing, link=address)
            elif not before or thing.line is None:
                yield thing
            elif isinstance(thing, Problem):
                yield replace(thing, line=thing.line + before)
            else:
                lines = {name: line + before for name, line in thing.lines.items()}
                yield replace(thing, line=thing.line + before, lines=lines)
    except DocumentRefused as refused:
        line = refused.line + before if refused.line else document.first_line if before else None
        raise DocumentRefused(refused.detail, refused.source, line) from refused


def _check(batch: Batch, document: Document, order: Order) -> None:
    refusals = _refusals(batch)
    if refusals and (order.strict or not (batch.items or batch.retractions)):
        number = len(refusals)
        why = f"{number} of {number + len(batch.items)} records cannot be used (--strict)"
        detail = f"{why if batch.items else 'no record can be used'}; the first: {refusals[0].detail}"
        raise DocumentRefused(detail, document.name, refusals[0].line)


def _refusals(batch: Batch) -> list[Problem]:
    return [problem for problem in batch.problems if problem.severity is Severity.ERROR]
