"""One raw entry into one reading, with everything a person should know about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from osce_feeds.model.article import INFERRED
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser.categories import sort_out
from osce_feeds.normaliser.dateline import split_dateline
from osce_feeds.normaliser.dates import read_day
from osce_feeds.normaliser.material import read_material
from osce_feeds.normaliser.record import read_record
from osce_feeds.normaliser.summary import tidy_summary
from osce_feeds.normaliser.terms import known_terms
from osce_feeds.normaliser.terms import read_collections
from osce_feeds.normaliser.terms import read_terms
from osce_feeds.text import clean
from osce_feeds.text import fold
from osce_feeds.text import shorten


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the operator knows about a document that the document does not say.

    ``language`` holds where an entry shows none. ``offices`` and ``topics`` (names
    or codes) are the listing's own filter: they fill what an entry leaves open and
    never override what it says. ``timezone`` (IANA) says on which day a moment falls.
    """

    language: str = "en"
    origin: Origin = field(default_factory=Origin)
    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Normalised:
    """The reading, or None where the entry had to be refused, and the problems found on the way."""

    reading: Reading | None
    problems: tuple[Problem, ...]


def normalise(entry: RawEntry, vocabulary: Vocabulary, evidence: Evidence) -> Normalised:
    """Return what *entry* says as a canonical reading. Never raises for what an entry may hold.

    Refused, with a problem of severity error, are entries without a headline or
    without a day that can be read.
    """
    entry = sort_out(entry, vocabulary)
    headline = clean(entry.headline)
    headline = headline if fold(headline) else ""  # nothing but invisible letters is no headline
    date = read_day(clean(entry.date), evidence.timezone, entry.language or evidence.language)
    if not headline or date is None:
        return Normalised(None, tuple(_refusals(entry, headline)))
    material = read_material(entry, headline, evidence.origin.url)
    if entry.record:
        return Normalised(read_record(entry.record, material, vocabulary, evidence.language), material.problems)
    summary, cut = tidy_summary(entry.summary, headline)
    dateline, summary = split_dateline(summary, date, entry.language or evidence.language)
    genres, unknown_genres = read_terms(entry, TYPE, vocabulary)
    offices, unknown_offices = read_terms(entry, OFFICE, vocabulary)
    topics, unknown_topics = read_terms(entry, TOPIC, vocabulary)
    provenance: dict[str, str] = {}
    reading = Reading(
        language=entry.language or evidence.language,
        headline=headline,
        date=date,
        byline=clean(entry.byline),
        dateline=dateline,
        summary=summary,
        summary_cut=cut,
        content=material.content,
        genre=genres[0] if genres else None,
        offices=offices or _inferred(evidence.offices, OFFICE, "offices", vocabulary, provenance),
        topics=topics or _inferred(evidence.topics, TOPIC, "topics", vocabulary, provenance),
        link=material.link,
        enclosures=material.enclosures,
        collections=read_collections(entry, vocabulary),
        source=evidence.origin,
        rights=clean(entry.rights),
        provenance=provenance,
    )
    unknown = (*unknown_genres, *unknown_offices, *unknown_topics)
    return Normalised(reading, (*unknown, *material.problems, *_remarks(entry, reading)))


def _inferred(
    labels: tuple[str, ...], scheme: str, name: str, vocabulary: Vocabulary, provenance: dict[str, str]
) -> tuple[Term, ...]:
    terms = tuple(dict.fromkeys(known_terms(labels, scheme, vocabulary)))
    if terms:
        provenance[name] = f"{INFERRED}the listing was filtered by it"
    return terms


def _refusals(entry: RawEntry, headline: str) -> Iterator[Problem]:
    about = shorten(headline, 60)
    if not headline:
        yield entry.problem("headline.missing", "an entry without a headline was refused", severity=Severity.ERROR)
    if not entry.date:
        detail = f"{about!r} has no publishing date and was refused"
        yield entry.problem("date.missing", detail, severity=Severity.ERROR)
    elif read_day(clean(entry.date)) is None:
        written = shorten(clean(entry.date), 60)
        detail = f"{about!r} was refused: {written!r} is not a date such as '4 July 2025'"
        yield entry.problem("date.unreadable", detail, "date", Severity.ERROR)


def _remarks(entry: RawEntry, reading: Reading) -> Iterator[Problem]:
    about = shorten(reading.headline, 60)
    if missing := list(_missing(reading)):
        yield entry.problem("metadata.missing", f"{about!r} has no {' and no '.join(missing)}")
    if reading.summary_cut:
        yield entry.problem("summary.cut", f"the summary of {about!r} was cut by the source", "summary")
    if _differs(reading.dateline, reading):
        assert reading.dateline  # noqa: S101 - a missing one does not differ
        detail = f"the dateline {reading.dateline.text!r} differs from the publishing date {reading.date.isoformat()}"
        yield entry.problem("dateline.differs", detail, "summary")


def _missing(reading: Reading) -> Iterator[str]:
    if reading.genre is None:
        yield "content type"
    if not reading.offices:
        yield "office"


def _differs(dateline: Dateline | None, reading: Reading) -> bool:
    return dateline is not None and dateline.date is not None and dateline.date != reading.date
