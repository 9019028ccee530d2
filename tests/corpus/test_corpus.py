"""Every record of the corpus, read as a run reads it, against what a person expects of it."""

from functools import cache

import pytest
from tests.conftest import Feed
from tests.corpus.corpus import FOLDER
from tests.corpus.corpus import Expected
from tests.corpus.corpus import ExpectedDateline
from tests.corpus.corpus import Listing
from tests.corpus.corpus import listings
from tests.corpus.corpus import rows

from osce_feeds.i18n import packaged
from osce_feeds.ingest import Order
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import Severity
from osce_feeds.normaliser.batch import Batch
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.sources.text_listing import TEXT_LISTING

LISTINGS = listings()
VOCABULARY = packaged.vocabulary()
RECORDS = [
    pytest.param(listing, number, id=f"{listing.name}-{number + 1}-{record.covers[0]}")
    for listing in LISTINGS
    for number, record in enumerate(listing.records)
]
by_listing = pytest.mark.parametrize("listing", [pytest.param(listing, id=listing.name) for listing in LISTINGS])


@cache
def batch(name: str) -> Batch:
    listing = next(listing for listing in LISTINGS if listing.name == name)
    return make_batch(TEXT_LISTING.read(listing.data, f"{name}.txt"), VOCABULARY, listing.evidence)


def brief(term: Term) -> str:
    if VOCABULARY.get(term.scheme, term.code):
        return term.code
    return f"{'like' if VOCABULARY.look_alike(term.scheme, term.label) else 'new'}:{term.label}"


def as_expected(reading: Reading, like: Expected) -> Expected:
    """Return *reading* in the words of the corpus, its summary given as that of *like* is."""
    dateline, summary = reading.dateline, reading.summary
    parted = bool(like.summary_starts or like.summary_ends)
    return Expected(
        covers=like.covers,
        headline=reading.headline,
        date=reading.date,
        language=reading.language,
        genre=brief(reading.genre) if reading.genre else "",
        offices=tuple(map(brief, reading.offices)),
        topics=tuple(map(brief, reading.topics)),
        collections=reading.collections,
        dateline=ExpectedDateline(dateline.text, dateline.places, dateline.date)
        if dateline and dateline.date
        else None,
        summary="" if parted else summary,
        summary_starts=summary[: len(like.summary_starts)],
        summary_ends=summary[len(summary) - len(like.summary_ends) :],
        summary_cut=reading.summary_cut,
        inferred=dict(reading.provenance),
    )


@pytest.mark.parametrize(("listing", "number"), RECORDS)
def test_record_is_read_as_expected(listing: Listing, number: int) -> None:
    expected = listing.records[number]
    assert expected == as_expected(batch(listing.name).items[number].reading, expected)


@by_listing
def test_listing_has_exactly_its_records_and_none_is_refused(listing: Listing) -> None:
    found = batch(listing.name)
    assert TEXT_LISTING.sniff(listing.data)
    assert len(listing.records) == len(found.items)
    assert [problem for problem in found.problems if problem.severity is Severity.ERROR] == []


@by_listing
def test_listing_reports_each_unknown_term_cut_summary_and_other_date(listing: Listing) -> None:
    """Each is counted once for each record that the corpus says has it."""
    codes = [problem.code for problem in batch(listing.name).problems]
    terms = [[*record.offices, *record.topics, record.genre] for record in listing.records]
    expected = {
        "term.unknown": sum(term.startswith("new:") for record in terms for term in record),
        "term.look_alike": sum(term.startswith("like:") for record in terms for term in record),
        "summary.cut": sum(record.summary_cut for record in listing.records),
        "dateline.differs": sum(one.dateline.date != one.date for one in listing.records if one.dateline),
    }
    assert expected == {code: codes.count(code) for code in expected}


@by_listing
def test_listing_fed_twice_changes_nothing(listing: Listing, feed: Feed) -> None:
    order, name = Order(evidence=listing.evidence), f"{listing.name}.txt"
    first, again = (feed(listing.data, order, name=name) for _ in range(2))
    count = len(listing.records)
    assert (count, 0, 0, 0) == (first.new, first.changed, first.unchanged, first.refused)
    assert (0, 0, count, 0) == (again.new, again.changed, again.unchanged, again.refused)


def test_corpus_covers_every_row_and_nothing_else() -> None:
    assert set(rows()) == {row for listing in LISTINGS for record in listing.records for row in record.covers}


def test_corpus_is_large_and_its_files_are_paired() -> None:
    assert sum(len(listing.records) for listing in LISTINGS) >= 150
    assert {path.stem for path in FOLDER.glob("*.toml")} == {"rows", *(listing.name for listing in LISTINGS)}
