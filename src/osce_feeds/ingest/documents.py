"""One document: what kind it is, whether it is taken, what is reported."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime

from osce_feeds.errors import DocumentRefused
from osce_feeds.ingest.intake import Intake
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.batch import Batch
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.settings import Settings
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import SIZE_LIMIT
from osce_feeds.sources.base import Source
from osce_feeds.store import Store
from osce_feeds.store.release import release_due


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with the name that reports give them (a path, or "standard input")."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Order:
    """How the operator wants documents taken.

    ``form`` names the kind of document (empty: found out by looking), ``source``
    the publisher (empty: the kind's name); a source's readings replace its earlier
    ones. ``strict`` refuses a document for one bad record; ``dry_run`` stores nothing.
    """

    evidence: Evidence = field(default_factory=Evidence)
    form: str = ""
    source: str = ""
    strict: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one document.

    ``withheld`` counts those of the new articles whose day is to come; ``refused``
    the records that could not be used; ``problems`` are in the order of lines.
    """

    document: str
    form: str
    source: str
    new: int
    changed: int
    unchanged: int
    withheld: int
    refused: int
    dry_run: bool
    problems: tuple[Problem, ...]


def ingest(
    document: Document, store: Store, settings: Settings, vocabulary: Vocabulary, order: Order, now: datetime
) -> Report:
    """Take one document into the store and return its report, which is stored with it.

    *now* is aware. Withheld articles whose day has come are published first.

    Raises:
        DocumentRefused: when nothing in it can be used, or *order* is strict and a record cannot.
        StoreError: when the store cannot take it; nothing was stored then.
    """
    if len(document.data) > SIZE_LIMIT:
        detail = f"larger than {SIZE_LIMIT // 2**20} MiB, which no listing is: split the file"
        raise DocumentRefused(detail, document.name)
    source = _source(document, order.form)
    batch = make_batch(source.read(document.data, document.name), vocabulary, order.evidence)
    _check(batch, document, order)
    publisher = order.source or source.name
    with store.write(now, keep=not order.dry_run) as writer:
        intake = Intake(writer, vocabulary, publisher, source.name, settings, now)
        release_due(writer, now, settings.zone)
        intake.take(batch.items)
        problems = (*batch.problems, *intake.problems)
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
            problems=tuple(sorted(problems, key=lambda problem: problem.line or 0)),
        )
        taken = report.new + report.changed + report.unchanged
        writer.keep_report(publisher, source.name, document.name, taken, report, now)
    return report


def _source(document: Document, form: str) -> Source:
    if form:
        return next(source for source in SOURCES if source.name == form)
    return next((source for source in SOURCES if source.sniff(document.data)), SOURCES[-1])


def _check(batch: Batch, document: Document, order: Order) -> None:
    refusals = _refusals(batch)
    if refusals and (order.strict or not batch.items):
        number = len(refusals)
        why = f"{number} of {number + len(batch.items)} records cannot be used (--strict)"
        detail = f"{why if batch.items else 'no record can be used'}; the first: {refusals[0].detail}"
        raise DocumentRefused(detail, document.name, refusals[0].line)


def _refusals(batch: Batch) -> list[Problem]:
    return [problem for problem in batch.problems if problem.severity is Severity.ERROR]
