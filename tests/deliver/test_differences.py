"""Differences between versions: true to both texts, readable, and quick whatever the texts are."""

import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import ALBANIA
from tests.builders import NEWS
from tests.builders import YOUTH
from tests.builders import make_article

from osce_feeds.deliver.differences import FIELDS
from osce_feeds.deliver.differences import Kind
from osce_feeds.deliver.differences import Piece
from osce_feeds.deliver.differences import compare
from osce_feeds.deliver.differences import compare_lines
from osce_feeds.deliver.differences import differences
from osce_feeds.deliver.differences import text_lines
from osce_feeds.model.article import Dateline
from osce_feeds.text import clean

TEXT = st.text(st.sampled_from("ab cd.,;\u00a0é😀\u05d0"), max_size=40) | st.text(max_size=40)
LINES = st.lists(TEXT.filter(bool), max_size=8)

SAME, REMOVED, ADDED = Kind.SAME, Kind.REMOVED, Kind.ADDED


def without(kind: Kind, pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind is not kind)


@given(before=TEXT, after=TEXT)
def test_pieces_give_both_texts_back(before: str, after: str) -> None:
    pieces = compare(before, after)

    assert before == without(ADDED, pieces)
    assert after == without(REMOVED, pieces)
    assert all(piece.text for piece in pieces)
    assert (before == after) == all(piece.kind is SAME for piece in pieces)


@given(before=TEXT, after=TEXT)
def test_pieces_give_both_texts_back_where_there_are_too_many_words(before: str, after: str) -> None:
    pieces = compare(before, after, limit=0)

    assert before == without(ADDED, pieces)
    assert after == without(REMOVED, pieces)


@given(before=LINES, after=LINES)
def test_lines_give_both_texts_back(before: list[str], after: list[str]) -> None:
    lines = compare_lines(before, after)

    assert before == [without(ADDED, line) for line in lines if any(piece.kind is not ADDED for piece in line)]
    assert after == [without(REMOVED, line) for line in lines if any(piece.kind is not REMOVED for piece in line)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", []),
        ("", "All new", [(ADDED, "All new")]),
        ("All gone", "", [(REMOVED, "All gone")]),
        ("Forty piers", "Forty piers", [(SAME, "Forty piers")]),
        (
            "Forty piers have a lantern now.",
            "Fifty piers have a lamp now.",
            [
                (REMOVED, "Forty"),
                (ADDED, "Fifty"),
                (SAME, " piers have a"),
                (REMOVED, " lantern"),
                (ADDED, " lamp"),
                (SAME, " now."),
            ],
        ),
        (
            "It opened today, and all came.",
            "It opened today.",
            [(SAME, "It opened today"), (REMOVED, ", and all came"), (SAME, ".")],
        ),
        # A comma alone does not break a phrase in two.
        (
            "x one, two y",
            "x three, four y",
            [(SAME, "x"), (REMOVED, " one, two"), (ADDED, " three, four"), (SAME, " y")],
        ),
    ],
)
def test_difference_is_told_in_words_and_phrases(before: str, after: str, expected: list[tuple[Kind, str]]) -> None:
    assert expected == [(piece.kind, piece.text) for piece in compare(before, after)]


WORDS = 4000
WORST = {
    "one word": ("x " + "a " * WORDS, "z " + "a " * WORDS + "y"),
    "two words": ("a b " * (WORDS // 2), "b a " * (WORDS // 2) + "c"),
    "signs": ("a" + ".," * WORDS, "b" + ",." * WORDS + "c"),
    "every other word": (
        "a " + " ".join(f"a x{number}" for number in range(170)),
        "b " + " ".join(f"a y{number}" for number in range(170)) + " c",
    ),
    "spaces": (" " * WORDS + "a", "\u00a0" * WORDS + "b"),
}


@pytest.mark.parametrize("name", WORST)
def test_worst_texts_take_less_than_a_second(name: str) -> None:
    before, after = WORST[name]
    start = time.process_time()
    compare(before, after)
    compare_lines([before] * 50, [after] * 51)
    compare_lines(before.split(" "), after.split(" "))

    assert time.process_time() - start < 2


def test_equal_articles_do_not_differ() -> None:
    article = make_article(summary="Told.", content="<p>All.</p>", offices=(ALBANIA,))

    assert not differences(article, replace(article, version=2, note="Nothing."))


def test_texts_are_compared_as_people_read_them() -> None:
    before = make_article(summary="Piers have a lantern.", content="<p>One.</p><p>Two &amp; three.</p>")
    after = replace(
        before,
        headline="Ferry school closes in Voss",
        dateline=Dateline("VOSS, 3 July 2025", ("VOSS",), None),
        summary_cut=True,
        content="<p>One.</p>\n<p>Two <b>&amp; four</b>.</p><ul><li>Five</li></ul>",
    )
    found = differences(before, after)

    assert without(REMOVED, found.headline) == "Ferry school closes in Voss"
    assert found.summary == (
        Piece(ADDED, "VOSS, 3 July 2025 – "),
        Piece(SAME, "Piers have a lantern."),
        Piece(ADDED, " […]"),
    )
    assert [without(REMOVED, line) for line in found.content] == ["One.", "Two & four.", "Five"]
    assert [piece.kind for piece in found.content[0]] == [SAME]
    assert found.fields == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("date", make_article().date.replace(day=5)),
        ("genre", NEWS),
        ("offices", (ALBANIA,)),
        ("topics", (YOUTH,)),
        ("byline", "Press desk"),
        ("link", "https://news.example.org/1"),
    ],
)
def test_field_that_differs_is_named(name: str, value: object) -> None:
    before = make_article()
    found = differences(before, replace(before, **{name: value}))  # type: ignore[arg-type]

    assert found.fields == (name,)
    assert (found.headline, found.summary, found.content) == ((), (), ())


def test_every_field_is_one_of_the_record() -> None:
    assert set(FIELDS) <= set(make_article().__dataclass_fields__)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", []),
        ("Bare text", ["Bare text"]),
        ("<p>One <b>bold</b> word,\n two</p><p> </p><p>Three</p>", ["One bold word, two", "Three"]),
        ("<ul><li>One</li><li>Two</li></ul>after", ["One", "Two", "after"]),
        ("<p>One<br>two<!-- hidden -->three</p>", ["One", "twothree"]),
        ('<p>See <a href="https://x.example/">here</a>.</p><hr>', ["See here."]),
        ("<table><tr><td>A</td><td>B</td></tr></table>", ["A", "B"]),
    ],
)
def test_html_is_read_as_lines_of_text(content: str, expected: list[str]) -> None:
    assert expected == text_lines(content)
    assert all(clean(line) == line for line in expected)


@pytest.mark.parametrize(
    "text", [" .\u00a0," * 50_000, "word " * 200_000, "<p>" * 300 + "x"], ids=["signs", "words", "deep"]
)
def test_endless_texts_take_less_than_a_second_and_stay_whole(text: str) -> None:
    start = time.process_time()
    pieces = compare(text + "one", text + "two")
    text_lines(text)

    assert time.process_time() - start < 2
    assert (without(ADDED, pieces), without(REMOVED, pieces)) == (text + "one", text + "two")
