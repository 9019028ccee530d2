"""One raw entry into one reading, with everything a person should know about it."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date as Date  # noqa: N812 - entries have a field of that name

from osce_feeds.model.article import INFERRED
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.language_tags import with_script
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
from osce_feeds.normaliser.evidence import from_article_address
from osce_feeds.normaliser.evidence import from_listing_address
from osce_feeds.normaliser.material import read_material
from osce_feeds.normaliser.record import read_record
from osce_feeds.normaliser.summary import tidy_summary
from osce_feeds.normaliser.terms import known_terms
from osce_feeds.normaliser.terms import read_collections
from osce_feeds.normaliser.terms import read_terms
from osce_feeds.text import clean
from osce_feeds.text import fold
from osce_feeds.text import shorten

_FILTERED = "the listing was filtered by it"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the operator knows about a document that the document does not say.

    ``language`` holds where an entry shows none. ``offices`` and ``topics`` (names
    or codes) are the listing's own filter: they fill what an entry leaves open and
    never override what it says. So do the filters in the address of ``origin`` where
    they are not given (``complete``). ``timezone`` (IANA) says on which day a moment falls.
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
    language = with_script(tidy_tag(entry.language) or tidy_tag(evidence.language) or evidence.language, headline)
    date = read_day(clean(entry.date), evidence.timezone, language)
    if not headline or date is None:
        return Normalised(None, tuple(_refusals(entry, headline, date)))
    material = read_material(entry, headline, evidence.origin.url)
    if entry.record:
        return Normalised(read_record(entry.record, material, vocabulary, evidence.language), material.problems)
    summary, cut = tidy_summary(entry.summary, headline)
    dateline, summary = split_dateline(summary, date, language)
    genres, unknown_genres = read_terms(entry, TYPE, vocabulary)
    offices, unknown_offices = read_terms(entry, OFFICE, vocabulary)
    topics, unknown_topics = read_terms(entry, TOPIC, vocabulary)
    provenance: dict[str, str] = {}
    if not offices:
        offices = _infer("offices", _office_evidence(material.link, headline, evidence, vocabulary), provenance)
    if not topics:
        topics = _infer("topics", {_FILTERED: known_terms(evidence.topics, TOPIC, vocabulary)}, provenance)
    reading = Reading(
        language=language,
        headline=headline,
        date=date,
        byline=clean(entry.byline),
        dateline=dateline,
        summary=summary,
        summary_cut=cut,
        content=material.content,
        genre=genres[0] if genres else None,
        offices=offices,
        topics=topics,
        link=material.link,
        enclosures=material.enclosures,
        collections=read_collections(entry, vocabulary),
        source=evidence.origin,
        rights=clean(entry.rights),
        provenance=provenance,
    )
    unknown = (*unknown_genres, *unknown_offices, *unknown_topics)
    return Normalised(reading, (*unknown, *material.problems, *_remarks(entry, reading)))


def complete(evidence: Evidence, vocabulary: Vocabulary) -> Evidence:
    """Return *evidence* with the filters of the listing's own address, where none were given."""
    offices, topics = from_listing_address(evidence.origin.url, vocabulary)
    return replace(
        evidence,
        offices=evidence.offices or tuple(term.code for term in offices),
        topics=evidence.topics or tuple(term.code for term in topics),
    )


def _office_evidence(
    link: str, headline: str, evidence: Evidence, vocabulary: Vocabulary
) -> Mapping[str, Iterable[Term]]:
    """Return the offices that an entry with this *link* may be about, by where they were found, what says most first.

    Topics have no such evidence: an entry without one has none, while one without
    an office comes from some office all the same.
    """
    return {
        _FILTERED: known_terms(evidence.offices, OFFICE, vocabulary),
        "the article's address begins with it": from_article_address(link, vocabulary),
        "named in the headline": (concept.term for concept in vocabulary.named_in(OFFICE, headline)),
    }


def _infer(name: str, evidence: Mapping[str, Iterable[Term]], provenance: dict[str, str]) -> tuple[Term, ...]:
    for found_in, terms in evidence.items():
        if found := tuple(dict.fromkeys(terms)):
            provenance[name] = f"{INFERRED}{found_in}"
            return found
    return ()


def _refusals(entry: RawEntry, headline: str, date: Date | None) -> Iterator[Problem]:
    about = shorten(headline, 60)
    if not headline:
        yield entry.problem("headline.missing", "an entry without a headline was refused", severity=Severity.ERROR)
    if not entry.date:
        detail = f"{about!r} has no publishing date and was refused"
        yield entry.problem("date.missing", detail, severity=Severity.ERROR)
    elif date is None:
        written = shorten(clean(entry.date), 60)
        detail = f"{about!r} was refused: {written!r} is not a date such as '4 July 2025'"
        yield entry.problem("date.unreadable", detail, "date", Severity.ERROR)


def _remarks(entry: RawEntry, reading: Reading) -> Iterator[Problem]:
    about = shorten(reading.headline, 60)
    if missing := list(_missing(reading)):
        yield entry.problem("metadata.missing", f"{about!r} has no {' and no '.join(missing)}")
    if entry.language and not tidy_tag(entry.language):
        detail = (
            f"{about!r} names no language but {shorten(clean(entry.language), 20)!r}: taken as {reading.language!r}"
        )
        yield entry.problem("language.unreadable", detail)
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
