"""The entries of one document together: twins made one, problems in the order of lines."""

from dataclasses import replace

import pytest
from tests.builders import make_article

from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import entry_digest
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import resemblances

SUMMARY = "The footbridge is open, and everybody who came walked across it twice, once in the rain."
ENTRY = RawEntry(
    document="listing.txt",
    line=1,
    headline="Voss opens a footbridge",
    date="4 July 2025",
    genre="News",
    offices="OSCE Mission to Skopje",
    summary=SUMMARY,
    lines={"date": 2, "genre": 3, "offices": 4, "summary": 5},
)
OTHER = replace(ENTRY, line=11, headline="Oslo counts its benches", lines={"date": 12})


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, int | None]]:
    return [(problem.code, problem.line) for problem in problems]


def test_items_hold_what_was_found_and_how_it_is_recognised(vocabulary: Vocabulary) -> None:
    evidence = Evidence(language="ru")
    batch = make_batch([ENTRY, OTHER], vocabulary, evidence)
    first, second = batch.items
    reading = normalise(ENTRY, vocabulary, evidence).reading
    assert reading
    assert (ENTRY, evidence, reading, entry_digest(ENTRY, evidence)) == (
        first.entry,
        first.evidence,
        first.reading,
        first.digest,
    )
    assert (identities(reading), resemblances(reading)) == (first.identities, first.resemblances)
    assert (*identities(reading), *resemblances(reading)) == first.all_identities
    assert (second.entry, batch.problems) == (OTHER, ())


def test_nothing_found_is_an_empty_batch(vocabulary: Vocabulary) -> None:
    batch = make_batch([], vocabulary, Evidence())
    assert (batch.items, batch.problems) == ((), ())


def test_refused_entries_leave_only_problems(vocabulary: Vocabulary) -> None:
    batch = make_batch([replace(ENTRY, date="soon"), OTHER, replace(OTHER, headline="")], vocabulary, Evidence())
    kept = [OTHER]
    assert kept == [item.entry for item in batch.items]
    expected = [("date.unreadable", 2), ("headline.missing", 11)]
    assert expected == codes(batch.problems)


def test_problems_come_in_the_order_of_lines_and_those_without_one_first(vocabulary: Vocabulary) -> None:
    late, nowhere = Problem("listing.late", "late", "listing.txt", 99), Problem("listing.nowhere", "?", "listing.txt")
    found: list[RawEntry | Problem] = [late, replace(OTHER, genre=""), nowhere, replace(ENTRY, genre="")]
    expected = [("listing.nowhere", None), ("metadata.missing", 1), ("metadata.missing", 11), ("listing.late", 99)]
    assert expected == codes(make_batch(found, vocabulary, Evidence()).problems)


def test_twins_become_one_item_completed_and_reported_once_each(vocabulary: Vocabulary) -> None:
    twin = replace(
        ENTRY,
        line=21,
        headline="VOSS opens a  footbridge",
        date="4. Juli 2025",
        offices="OSCE Mission to Serbia, Lamp Office",
        topics="Youth",
        summary="Short.",
        lines={"date": 22},
    )
    batch = make_batch([ENTRY, OTHER, twin, twin], vocabulary, Evidence())
    headlines = ["Voss opens a footbridge", "Oslo counts its benches"]
    assert headlines == [item.reading.headline for item in batch.items]
    reading = batch.items[0].reading
    offices = ["mission-to-skopje", "mission-to-serbia", "lamp-office"]
    assert offices == [term.code for term in reading.offices]
    topics = ["youth"]
    assert (topics, SUMMARY) == ([term.code for term in reading.topics], reading.summary)
    expected = [("term.unknown", 4), ("entry.twin", 21), ("entry.twin", 21)]
    assert expected == codes(batch.problems)
    twin_problem = batch.problems[1]
    detail = "'VOSS opens a footbridge' stands twice on one day: taken as one article"
    assert (detail, Severity.WARNING) == (twin_problem.detail, twin_problem.severity)


def test_problems_of_twins_are_those_of_the_article_they_make(vocabulary: Vocabulary) -> None:
    cut = replace(ENTRY, summary="It is", genre="")
    batch = make_batch([replace(cut, summary=""), cut, ENTRY], vocabulary, Evidence())
    assert codes(batch.problems) == [("entry.twin", 1), ("entry.twin", 1)]
    (item,) = batch.items
    assert (item.reading.summary_cut, item.reading.summary) == (False, ENTRY.summary)


def test_twins_are_the_same_article_in_whatever_order_they_stand(vocabulary: Vocabulary) -> None:
    other = replace(ENTRY, headline=ENTRY.headline.upper(), summary="A footbridge.", genre="Press release")
    items = [make_batch(twins, vocabulary, Evidence()).items for twins in ([ENTRY, other], [other, ENTRY])]
    assert items[0] == items[1]


def test_entries_of_one_headline_with_ids_of_their_own_are_two_articles(vocabulary: Vocabulary) -> None:
    batch = make_batch([replace(ENTRY, id=number) for number in "12"], vocabulary, Evidence(), "harbour")
    assert len(batch.items) == 2
    assert not batch.problems


def test_entries_of_one_address_are_one_article_whatever_their_headlines(vocabulary: Vocabulary) -> None:
    link = "https://news.example.org/footbridge"
    entries = [replace(ENTRY, link=link), replace(ENTRY, headline="Voss opens its footbridge", link=link)]
    batch = make_batch(entries, vocabulary, Evidence())
    assert codes(batch.problems) == [("entry.twin", 1)]


def test_entry_that_takes_an_article_back_is_no_item(vocabulary: Vocabulary) -> None:
    tombstone = RawEntry(document="feed", id="7", status="canceled", note="Never happened")
    batch = make_batch([ENTRY, tombstone], vocabulary, Evidence())
    assert ((tombstone,), 1) == (batch.retractions, len(batch.items))


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, date="5 July 2025"),
        replace(ENTRY, language="uk"),
        replace(ENTRY, headline="Voss opens a footbridge again"),
    ],
)
def test_entries_of_other_days_languages_or_headlines_are_no_twins(vocabulary: Vocabulary, other: RawEntry) -> None:
    batch = make_batch([ENTRY, other], vocabulary, Evidence())
    assert [ENTRY, other] == [item.entry for item in batch.items]


@pytest.mark.parametrize(
    "other",
    [
        replace(ENTRY, document="other.txt", line=None, lines={}),
        replace(ENTRY, headline=" Voss  opens\ta footbridge\r\n"),
        replace(ENTRY, summary=SUMMARY.replace(" ", "\u202e \x00")),
    ],
)
def test_digest_is_of_what_is_said_and_not_of_how_it_was_saved(other: RawEntry) -> None:
    assert entry_digest(ENTRY, Evidence()) == entry_digest(other, Evidence())


def test_digest_does_not_depend_on_where_the_evidence_comes_from() -> None:
    assert entry_digest(ENTRY, Evidence()) == entry_digest(ENTRY, Evidence(origin=Origin("Voss", "https://x.example")))


@pytest.mark.parametrize(
    "name", ["headline", "date", "genre", "offices", "topics", "collections", "summary", "language"]
)
def test_digest_differs_with_every_field(name: str) -> None:
    other = replace(ENTRY, **{name: "B"})  # type: ignore[arg-type]
    assert entry_digest(ENTRY, Evidence()) != entry_digest(other, Evidence())


def test_digest_differs_with_the_evidence() -> None:
    evidences = [
        Evidence(),
        Evidence(language="uk"),
        Evidence(offices=("a",)),
        Evidence(topics=("a",)),
        Evidence(offices=("a", "b")),
        Evidence(offices=("a",), topics=("b",)),
        Evidence(topics=("a", "b")),
    ]
    assert len(evidences) == len({entry_digest(ENTRY, evidence) for evidence in evidences})


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", ["headline", "summary", "offices", "topics", "genre", "collections"])
@pytest.mark.parametrize("piece", ["A", " ", ",", "7", "A, ", "\u00a0", "\u0301", "("])
def test_endless_fields_are_taken(vocabulary: Vocabulary, name: str, piece: str) -> None:
    entry = replace(ENTRY, **{name: f"x{piece * 7_000}x"})  # type: ignore[arg-type]
    expected = 1
    assert expected == len(make_batch([entry], vocabulary, Evidence()).items)


def test_hundreds_of_twins_are_taken(vocabulary: Vocabulary) -> None:
    twins = [replace(ENTRY, line=line, offices=f"Lamp Office {line}") for line in range(1, 301)]
    batch = make_batch(twins, vocabulary, Evidence())
    expected = [f"lamp-office-{line}" for line in range(1, 301)]
    assert expected == [term.code for term in batch.items[0].reading.offices]


def test_records_of_two_articles_with_one_headline_stay_two(vocabulary: Vocabulary) -> None:
    records = [make_article(key=key, headline=ENTRY.headline) for key in ("voss2345aaaa", "voss2345bbbb")]
    entries = [replace(ENTRY, id=record.id, record=record) for record in records]
    batch = make_batch(entries, vocabulary, Evidence())
    assert [item.entry for item in batch.items] == entries
    assert codes(batch.problems) == []


def test_records_of_one_article_are_its_latest_version(vocabulary: Vocabulary) -> None:
    records = [make_article(version=version, headline=f"Voss {version}") for version in (1, 3, 2)]
    entries = [replace(ENTRY, id=record.id, headline=record.headline, record=record) for record in records]
    batch = make_batch(entries, vocabulary, Evidence())
    assert [item.reading.headline for item in batch.items] == ["Voss 3"]
    assert {code for code, _ in codes(batch.problems)} == {"entry.twin"}


def test_withdrawn_entries_are_retractions_and_so_are_records_without_a_headline(vocabulary: Vocabulary) -> None:
    record = make_article(status=Status.CANCELED)
    gone = replace(ENTRY, status="canceled")
    erased = replace(ENTRY, headline="", status="canceled", record=record)
    withdrawn = replace(ENTRY, status="canceled", record=record)
    batch = make_batch([gone, erased, withdrawn], vocabulary, Evidence())
    assert batch.retractions == (gone, erased)
    assert [item.entry for item in batch.items] == [withdrawn]
