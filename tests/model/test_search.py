"""What a person types, as a search: words as they compare, phrases, beginnings, and one spelling."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.model.search import MOST_WORDS
from osce_feeds.model.search import Phrase
from osce_feeds.model.search import phrases
from osce_feeds.model.search import spelt
from osce_feeds.model.selection import WORDS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.words import LONGEST
from osce_feeds.model.words import tokens

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ferry SCHOOL, Voss!", "ferry school voss"),
        ("Zürich Łódź Đà Nẵng Ørsta", "zurich lodz da nang orsta"),
        ("straße œuvre æon þing", "strasse oeuvre aeon thing"),
        ("İstanbul IĞDIR ılık", "istanbul igdir ilik"),
        ("йод Ёлка Україна ґанок", "иод елка украіна ганок"),
        ("Қазақстан", "казакстан"),
        ("O'Brien O’Brien", "o brien o brien"),
        ("прем’єр премʼєр", "прем єр прем єр"),
        ("co-operation co‑operation", "co operation co operation"),
        ("中国 สวัส", "中 国 ส ว ั ส"),
        ("한국어", "한국어"),
        ("٣٤ ²", "34 2"),
        ("1️⃣ ☀️ 😀 a_b\x00c\ud800", "1 a b c"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("а a", "а a"),
    ],
)
def test_words_are_taken_apart_and_folded(text: str, expected: str) -> None:
    assert expected.split() == tokens(text)


@given(ANY_TEXT)
def test_folding_words_again_changes_nothing(text: str) -> None:
    found = tokens(text)

    assert found == tokens(" ".join(found))
    assert all(0 < len(word) <= LONGEST and "_" not in word and not word.isspace() for word in found)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("  *  \"' -()^:", ""),
        ("ferry Voss ferry", "ferry voss"),
        ("voss FERRY", "ferry voss"),
        ('"Ferry School"', '"ferry school"'),
        ("“ferry school” «voss»", '"ferry school" voss'),
        ("ferr* scho＊", "ferr* scho*"),
        ('"ferry scho*" "the co"*', '"ferry scho*" "the co*"'),
        ('"open ferry', "ferry open"),
        ("co-operation O'Brien", '"co operation" "o brien"'),
        ("oslo,voss;bergen", "bergen oslo voss"),
        ("a AND NOT -b OR (c) NEAR ^d", "a and b c d near not or"),
        ("title:ferry", '"title ferry"'),
        ("中国人民", "中国人民"),
        ("{{7*1191}}", '"7 1191"'),
    ],
)
def test_search_has_one_spelling(typed: str, expected: str) -> None:
    assert expected == spelt(typed)


@given(ANY_TEXT)
def test_spelling_is_what_it_is_read_as(typed: str) -> None:
    assert spelt(typed) == spelt(spelt(typed))
    assert phrases(typed) == phrases(spelt(typed))


def test_what_is_too_much_is_left_out() -> None:
    numbers = [f"w{number:02}" for number in range(40)]

    assert " ".join(numbers[:MOST_WORDS]) == spelt(" ".join(numbers))
    assert (Phrase(tuple(numbers[:MOST_WORDS])),) == phrases(f'"{" ".join(numbers)}*"')
    assert spelt("a" * 10_000) == ("a" * LONGEST)
    assert len(spelt("中" * 1_000)) == MOST_WORDS * 4


@pytest.mark.parametrize("piece", ["e\u0301\u0323", "\u05b0\u0e38", '"', '" ', "a ", "*", "中", "\u00ad", "ﷺ"])
def test_long_text_is_read_in_linear_time(piece: str) -> None:
    started = time.process_time()
    phrases(piece * 20_000)

    assert time.process_time() - started < 2


def test_phrase_stands_in_words() -> None:
    words = ("ferry", "school", "opens", "in", "voss")

    assert Phrase(("school", "opens")).stands_in(words)
    assert Phrase(("school", "op"), prefix=True).stands_in(words)
    assert not Phrase(("school", "op")).stands_in(words)
    assert not Phrase(("opens", "school")).stands_in(words)
    assert not Phrase(("of", "ferry")).stands_in(words)


def test_terms_are_meant_by_the_words_of_their_names() -> None:
    oslo, voss = ("office", "oslo"), ("office", "voss")
    names = TermNames([(oslo, "Mission to Oslo"), (oslo, "Миссия в Осло"), (voss, "Mission to Voss")])

    assert {oslo, voss} == names.meant_by(Phrase(("mission",)))
    assert {oslo} == names.meant_by(Phrase(("миссия", "в", "осло")))
    assert {voss} == names.meant_by(Phrase(("to", "v"), prefix=True))
    assert {oslo, voss} == names.meant_by(Phrase(("mi",), prefix=True))
    assert not names.meant_by(Phrase(("oslo", "mission")))
    assert not names.meant_by(Phrase(("nothing",)))
    assert not TermNames().meant_by(Phrase(("mission",)))


def test_words_are_a_filter_of_a_selection() -> None:
    selection = parse([("q", "Voss FERRY"), ("office", "oslo"), ("q", '"Ferry school"')])

    assert selection == Selection(offices=("oslo",), words='voss "ferry school" ferry')
    assert (selection.path, selection.query) == ("offices/oslo", "q=ferry%20%22ferry%20school%22%20voss")
    assert Selection(offices=("oslo",), words="ferry voss") == selection.without(WORDS, '"ferry school"')
    assert Selection() == parse([("q", " *\x00 ")])


@given(ANY_TEXT)
def test_any_text_is_a_search_and_no_error(typed: str) -> None:
    selection = parse([("q", typed)])

    assert selection == parse(selection.pairs)
    assert selection.words == selection.words.encode().decode()
