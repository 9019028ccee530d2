"""One raw entry into one reading, and everything a person should know about it."""

from dataclasses import replace
from datetime import date

import pytest

from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise

SKOPJE = Term("office", "mission-to-skopje", "OSCE Mission to Skopje")
YEREVAN = Term("office", "office-in-yerevan", "OSCE Office in Yerevan")
YOUTH = Term("topic", "youth", "Youth")
FILTERED = "inferred: the listing was filtered by it"
LINES = {"date": 2, "genre": 3, "offices": 4, "topics": 5, "summary": 6}
ENTRY = RawEntry(
    document="listing.txt",
    line=1,
    headline="Voss opens  a “footbridge”",
    date="4 July 2025",
    genre="News Item",
    offices="OSCE Office in Yerevan (closed), OSCE Skopje Mission",
    topics="youth",
    collections="River days, Bridge days",
    summary="VOSS, 3 July 2025 - It is\nopen.",
    lines=LINES,
)
READING = Reading(
    language="en",
    headline="Voss opens a “footbridge”",
    date=date(2025, 7, 4),
    dateline=Dateline("VOSS, 3 July 2025", ("VOSS",), date(2025, 7, 3)),
    summary="It is open.",
    genre=Term("type", "news", "News"),
    offices=(YEREVAN, SKOPJE),
    topics=(YOUTH,),
    collections=("River days", "Bridge days"),
)
DIFFERS = Problem(
    "dateline.differs",
    "the dateline 'VOSS, 3 July 2025' differs from the publishing date 2025-07-04",
    "listing.txt",
    6,
    Severity.WARNING,
)


def test_entry_becomes_a_reading_in_the_vocabularys_words(vocabulary: Vocabulary) -> None:
    found = normalise(ENTRY, vocabulary, Evidence())
    assert (found.reading, found.problems) == (READING, (DIFFERS,))


def test_equal_dates_are_no_problem(vocabulary: Vocabulary) -> None:
    entry = replace(ENTRY, summary=ENTRY.summary.replace("3 July", "4 July"))
    assert normalise(entry, vocabulary, Evidence()).problems == ()


@pytest.mark.parametrize(
    ("own", "evidence", "expected"), [("", "en", "en"), ("", "ru", "ru"), ("uk", "en", "uk"), ("uk", "ru", "uk")]
)
def test_language_of_the_entry_goes_before_that_of_the_evidence(
    vocabulary: Vocabulary, own: str, evidence: str, expected: str
) -> None:
    reading = normalise(replace(ENTRY, language=own), vocabulary, Evidence(language=evidence)).reading
    assert reading
    assert expected == reading.language


def test_origin_is_that_of_the_evidence(vocabulary: Vocabulary) -> None:
    origin = Origin("Voss Gazette", "https://voss.example.org/listing")
    reading = normalise(ENTRY, vocabulary, Evidence(origin=origin)).reading
    assert replace(READING, source=origin) == reading


@pytest.mark.parametrize(
    ("missing", "evidence", "provenance"),
    [
        ((), Evidence(offices=("odihr",), topics=("elections",)), {}),
        (
            ("offices",),
            Evidence(offices=("OSCE Office in Yerevan (closed)", "mission-to-skopje", "OSCE Skopje Mission")),
            {"offices": FILTERED},
        ),
        (("topics",), Evidence(topics=("youth",)), {"topics": FILTERED}),
        (
            ("offices", "topics"),
            Evidence(offices=("OSCE Yerevan Office", "mission-to-skopje"), topics=("YOUTH",)),
            {"offices": FILTERED, "topics": FILTERED},
        ),
    ],
)
def test_evidence_fills_what_the_entry_leaves_open_and_is_recorded(
    vocabulary: Vocabulary, missing: tuple[str, ...], evidence: Evidence, provenance: dict[str, str]
) -> None:
    entry = replace(ENTRY, **dict.fromkeys(missing, ""))  # type: ignore[arg-type]
    assert replace(READING, provenance=provenance) == normalise(entry, vocabulary, evidence).reading


def test_unknown_evidence_is_no_evidence(vocabulary: Vocabulary) -> None:
    entry = replace(ENTRY, offices="")
    reading = normalise(entry, vocabulary, Evidence(offices=("Nowhere",))).reading
    assert replace(READING, offices=()) == reading


@pytest.mark.parametrize(
    ("missing", "evidence", "detail"),
    [
        (("genre",), Evidence(), "has no content type"),
        (("offices",), Evidence(), "has no office"),
        (("genre", "offices"), Evidence(), "has no content type and no office"),
        (("genre", "offices"), Evidence(offices=("odihr",)), "has no content type"),
        (("topics",), Evidence(), ""),
    ],
)
def test_missing_metadata_is_remarked_at_the_entry(
    vocabulary: Vocabulary, missing: tuple[str, ...], evidence: Evidence, detail: str
) -> None:
    entry = replace(ENTRY, **dict.fromkeys(missing, ""))  # type: ignore[arg-type]
    text = f"'Voss opens a “footbridge”' {detail}"
    expected = (Problem("metadata.missing", text, "listing.txt", 1), DIFFERS) if detail else (DIFFERS,)
    assert expected == normalise(entry, vocabulary, evidence).problems


def test_cut_summary_is_remarked_at_its_line(vocabulary: Vocabulary) -> None:
    found = normalise(replace(ENTRY, summary="It is open..."), vocabulary, Evidence())
    problem = Problem(
        "summary.cut", "the summary of 'Voss opens a “footbridge”' was cut by the source", "listing.txt", 6
    )
    assert (replace(READING, dateline=None, summary="It is open", summary_cut=True), (problem,)) == (
        found.reading,
        found.problems,
    )


def test_unknown_terms_are_kept_and_reported_before_other_remarks(vocabulary: Vocabulary) -> None:
    entry = replace(ENTRY, genre="Riddle", offices="Lamp Office", topics="Lamps, Youth")
    found = normalise(entry, vocabulary, Evidence(offices=("odihr",)))
    assert found.reading
    expected = [("term.unknown", 3), ("term.unknown", 4), ("term.unknown", 5), ("dateline.differs", 6)]
    assert expected == [(problem.code, problem.line) for problem in found.problems]
    terms = (Term("office", "lamp-office", "Lamp Office"), Term("topic", "lamps", "Lamps"), YOUTH)
    assert (*terms, Term("type", "riddle", "Riddle")) == (
        *found.reading.offices,
        *found.reading.topics,
        found.reading.genre,
    )


HEADLESS = ("headline.missing", "an entry without a headline was refused", 1)
LONG = "Voss " * 20
UNREADABLE = "is not a date such as '4 July 2025'"


@pytest.mark.parametrize(
    ("headline", "day", "expected"),
    [
        ("", "4 July 2025", [HEADLESS]),
        (" \u202e\x00", "4 July 2025", [HEADLESS]),
        ("\u200b\ufeff\u00ad", "4 July 2025", [HEADLESS]),
        ("Voss", "", [("date.missing", "'Voss' has no publishing date and was refused", 1)]),
        ("Voss", "04/07/2025", [("date.unreadable", f"'Voss' was refused: '04/07/2025' {UNREADABLE}", 2)]),
        ("Voss", " \x00", [("date.unreadable", f"'Voss' was refused: '' {UNREADABLE}", 2)]),
        (LONG, LONG, [("date.unreadable", f"'{LONG[:59]}…' was refused: '{LONG[:59]}…' {UNREADABLE}", 2)]),
        ("", "", [HEADLESS, ("date.missing", "'' has no publishing date and was refused", 1)]),
        ("", "soon", [HEADLESS, ("date.unreadable", f"'' was refused: 'soon' {UNREADABLE}", 2)]),
    ],
)
def test_entry_without_headline_or_day_is_refused_with_every_reason(
    vocabulary: Vocabulary, headline: str, day: str, expected: list[tuple[str, str, int]]
) -> None:
    found = normalise(replace(ENTRY, headline=headline, date=day), vocabulary, Evidence())
    assert found.reading is None
    assert expected == [(problem.code, problem.detail, problem.line) for problem in found.problems]
    assert {Severity.ERROR} == {problem.severity for problem in found.problems}


@pytest.mark.parametrize("day", ["4. Ma\u0308rz 2025", "\u200e4 March\r\n2025\u200f"])
def test_day_is_read_from_clean_text(vocabulary: Vocabulary, day: str) -> None:
    reading = normalise(replace(ENTRY, date=day), vocabulary, Evidence()).reading
    assert reading
    assert date(2025, 3, 4) == reading.date
