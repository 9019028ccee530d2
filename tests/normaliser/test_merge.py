"""What of a new reading reaches an article, and how twins become one entry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from tests.builders import make_article

from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser.merge import changes
from osce_feeds.normaliser.merge import join_twins

VOSS, OSLO, BODO = (Term("office", name.lower(), name) for name in ("Voss", "Oslo", "Bodo"))
RIVERS = Term("topic", "rivers", "Rivers")
NEWS, REPORT = Term("type", "news", "News"), Term("type", "report", "Report")
INFERRED = {"offices": "inferred: the listing was filtered by it"}

BARE = Reading(language="en", headline="Voss opens a bridge", date=date(2025, 7, 4))
FULL = replace(
    BARE,
    byline="A. Lamp",
    dateline=Dateline("VOSS, 4 July 2025", ("VOSS",), date(2025, 7, 4)),
    summary="It is open, and it is blue.",
    content="<p>Open.</p>",
    genre=NEWS,
    offices=(VOSS, OSLO),
    topics=(RIVERS,),
    link="https://voss.example.org/1",
    enclosures=(Enclosure("https://voss.example.org/1.pdf", "application/pdf"),),
    collections=("River days",),
    rights="Free",
)
NEW_VALUES: Mapping[str, object] = {
    "headline": "Voss opens a blue bridge",
    "date": date(2025, 7, 5),
    "byline": "B. Lamp",
    "dateline": Dateline("OSLO, 4 July 2025", ("OSLO",), date(2025, 7, 4)),
    "content": "<p>Shut.</p>",
    "genre": REPORT,
    "link": "https://voss.example.org/2",
    "enclosures": (Enclosure("https://voss.example.org/2.pdf", "application/pdf"),),
    "collections": ("Bridge days",),
    "rights": "None",
    "summary": "It is shut.",
    "offices": (VOSS, BODO),
    "topics": (Term("topic", "bridges", "Bridges"),),
}


def make(base: Reading, values: Mapping[str, object]) -> Reading:
    return replace(base, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("before", [None, BARE, FULL])
@pytest.mark.parametrize("reading", [BARE, FULL])
def test_the_same_reading_changes_nothing(reading: Reading, before: Reading | None) -> None:
    assert changes(reading, before, reading) == {}


@pytest.mark.parametrize("before", [None, FULL])
def test_absent_fields_remove_nothing(before: Reading | None) -> None:
    assert changes(FULL, before, BARE) == {}


@pytest.mark.parametrize("before", [None, BARE])
@pytest.mark.parametrize("name", sorted(set(NEW_VALUES) - {"headline", "date"}))
def test_what_the_article_lacks_is_added_whoever_says_it(name: str, before: Reading | None) -> None:
    found = changes(BARE, before, make(BARE, {name: getattr(FULL, name)}))
    assert getattr(FULL, name) == found.pop(name)
    assert found in ({}, {"summary_cut": False})


@pytest.mark.parametrize("name", sorted(set(NEW_VALUES) - {"offices", "topics"}))
def test_another_source_replaces_nothing(name: str) -> None:
    assert changes(FULL, None, make(BARE, {name: NEW_VALUES[name]})) == {}


@pytest.mark.parametrize("name", sorted(set(NEW_VALUES) - {"offices", "topics"}))
def test_a_source_that_changes_its_mind_changes_that_alone(name: str) -> None:
    found = changes(FULL, FULL, make(FULL, {name: NEW_VALUES[name]}))
    assert NEW_VALUES[name] == found.pop(name)
    assert found in ({}, {"summary_cut": False})


@pytest.mark.parametrize("name", sorted(NEW_VALUES))
def test_a_source_that_repeats_itself_leaves_what_another_changed(name: str) -> None:
    """The article has been corrected since; the source still says what it said before."""
    corrected = make(FULL, {name: NEW_VALUES[name]})
    assert changes(corrected, FULL, FULL) == {}


@pytest.mark.parametrize(
    ("current", "before", "after", "expected"),
    [
        pytest.param("It is", "It is", "It is open.", "It is open.", id="the rest of a cut one"),
        pytest.param("It is", None, "It is open.", "It is open.", id="the rest from another source"),
        pytest.param("It is open.", None, "It is", None, id="a cut one from another source"),
        pytest.param("It is open.", "It is open.", "It is", None, id="the same source more briefly"),
        pytest.param("It is", "It is", "It was", "It was", id="the same source otherwise"),
        pytest.param("It is", None, "It was", None, id="another source otherwise"),
        pytest.param("It is open.", "It is", "It is open", None, id="a longer beginning of what is known"),
    ],
)
def test_summary_grows_and_follows_its_source(
    current: str, before: str | None, after: str, expected: str | None
) -> None:
    readings = [
        replace(BARE, summary=text or "", summary_cut=not (text or ".").endswith("."))
        for text in (current, before, after)
    ]
    found = changes(readings[0], None if before is None else readings[1], readings[2])
    assert found == ({} if expected is None else {"summary": expected, "summary_cut": not expected.endswith(".")})


def test_summary_turns_out_to_be_whole() -> None:
    cut = replace(BARE, summary="It is open", summary_cut=True)
    expected = {"summary": "It is open", "summary_cut": False}
    assert expected == changes(cut, cut, replace(cut, summary_cut=False))
    assert changes(replace(cut, summary_cut=False), cut, cut) == {}


@pytest.mark.parametrize(
    ("current", "before", "after", "expected"),
    [
        pytest.param((VOSS,), None, (OSLO,), (VOSS, OSLO), id="another source adds"),
        pytest.param((VOSS,), None, (OSLO, VOSS), (VOSS, OSLO), id="another source adds at the end"),
        pytest.param((VOSS, OSLO), None, (OSLO,), None, id="another source knows fewer"),
        pytest.param((VOSS,), (VOSS,), (VOSS, OSLO), (VOSS, OSLO), id="the source adds"),
        pytest.param((VOSS,), (VOSS,), (OSLO,), (OSLO,), id="the source replaces"),
        pytest.param((VOSS, OSLO), (VOSS, OSLO), (OSLO, VOSS), None, id="the source reorders"),
        pytest.param((VOSS, OSLO), (VOSS, OSLO), (OSLO,), None, id="the source says fewer"),
        pytest.param((VOSS, OSLO), (VOSS, OSLO), (BODO,), (VOSS, OSLO, BODO), id="the source says fewer, but another"),
        pytest.param((VOSS, OSLO), (VOSS, OSLO), (VOSS, BODO), (VOSS, BODO), id="the source replaces one"),
        pytest.param((VOSS, BODO), (VOSS,), (OSLO,), (BODO, OSLO), id="what another source said stays"),
        pytest.param((BODO,), (VOSS,), (VOSS,), None, id="the source repeats what was taken out"),
    ],
)
def test_terms_follow_the_difference_between_two_readings(
    current: tuple[Term, ...],
    before: tuple[Term, ...] | None,
    after: tuple[Term, ...],
    expected: tuple[Term, ...] | None,
) -> None:
    earlier = None if before is None else replace(BARE, offices=before)
    found = changes(replace(BARE, offices=current), earlier, replace(BARE, offices=after))
    assert found == ({} if expected is None else {"offices": expected})


def test_inferred_terms_fill_what_is_empty_and_are_marked() -> None:
    inferred = replace(BARE, offices=(VOSS,), provenance=INFERRED)
    expected = {"offices": (VOSS,), "provenance": INFERRED}
    assert expected == changes(BARE, None, inferred)


@pytest.mark.parametrize("before", [None, FULL])
@pytest.mark.parametrize("provenance", [{}, INFERRED])
def test_inferred_terms_never_change_what_is_there(before: Reading | None, provenance: Mapping[str, str]) -> None:
    inferred = replace(BARE, offices=(BODO,), provenance=INFERRED)
    assert changes(replace(FULL, provenance=provenance), before, inferred) == {}


def test_terms_that_were_read_replace_inferred_ones_and_their_mark() -> None:
    inferred = replace(BARE, offices=(VOSS, OSLO), provenance={**INFERRED, "topics": "inferred"})
    expected = {"offices": (BODO,), "provenance": {"topics": "inferred"}}
    assert expected == changes(inferred, inferred, replace(BARE, offices=(BODO,)))


def test_inferred_terms_that_turn_out_right_are_kept_like_any_that_were_read() -> None:
    inferred = replace(BARE, offices=(VOSS,), provenance=INFERRED)
    read = make(inferred, changes(inferred, inferred, replace(BARE, offices=(VOSS,))))
    expected = (VOSS, OSLO)
    assert expected == changes(read, None, replace(BARE, offices=(OSLO,)))["offices"]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_sources_can_alternate_for_ever(order: tuple[int, int]) -> None:
    listing = replace(BARE, summary="It is open, and", summary_cut=True, offices=(VOSS,))
    page = replace(FULL, offices=(OSLO, VOSS), summary="It is open, and it is blue.")
    readings = [(listing, page)[number] for number in order]
    article = make(readings[0], changes(readings[0], None, readings[1]))
    expected = (page.summary, {VOSS, OSLO})
    assert expected == (article.summary, set(article.offices))
    for reading in readings * 2:
        assert changes(article, reading, reading) == {}
        assert changes(article, None, reading) == {}


def test_twins_are_joined_into_the_fuller_values_of_both() -> None:
    first = RawEntry(
        document="d",
        line=1,
        headline="Voss",
        date="4 July 2025",
        offices="A",
        genre="News",
        lines={"date": 2, "offices": 3},
    )
    second = RawEntry(
        document="d",
        line=9,
        headline="VOSS",
        date="4. Juli 2025",
        offices="B",
        topics="C",
        genre="Report",
        summary="Open.",
        collections="Days",
        language="uk",
        lines={"date": 10, "offices": 11, "topics": 12, "summary": 13},
    )
    expected = replace(
        first,
        date="4. Juli 2025",
        genre="Report",
        offices="A, B",
        topics="C",
        summary="Open.",
        collections="Days",
        language="uk",
        lines={"date": 2, "offices": 3, "topics": 12, "summary": 13},
    )
    assert expected == join_twins(first, second)


def test_twins_that_are_alike_stay_as_they_are() -> None:
    entry = RawEntry(document="d", line=1, headline="Voss", date="4 July 2025", offices="A, B", lines={"date": 2})
    assert entry == join_twins(entry, entry)


@pytest.mark.parametrize(
    ("name", "value"), [("byline", "A. Lamp"), ("summary", "It is open."), ("offices", (VOSS,)), ("genre", NEWS)]
)
def test_what_a_person_decided_is_not_filled_again(name: str, value: object) -> None:
    decided = replace(BARE, provenance={name: "corrected: by the operator"})
    said = replace(BARE, **{name: value})  # type: ignore[arg-type]

    assert changes(decided, None, said) == {}
    assert changes(decided, said, replace(said, rights="Free")) == {"rights": "Free"}
    assert changes(decided, BARE, said)[name] == value


def test_code_that_comes_under_two_labels_stands_once() -> None:
    other = Term("office", VOSS.code, "VOSS")

    assert changes(replace(BARE, offices=(VOSS,)), None, replace(BARE, offices=(other, OSLO))) == {
        "offices": (VOSS, OSLO)
    }


def test_of_two_records_the_later_version_says_all() -> None:
    old = RawEntry(document="d", headline="Voss opens a footbridge", topics="A\n", record=make_article(version=1))
    new = RawEntry(document="d", headline="Voss", summary="", record=make_article(version=2))
    listed = RawEntry(document="d", headline="Voss", summary="A long summary.", topics="B")
    assert new == join_twins(old, new) == join_twins(new, old)
    assert old == join_twins(old, listed) == join_twins(listed, old)
