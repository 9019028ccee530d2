"""Clean text that people read, folded text that only compares, and what is made of them."""

import hashlib
import unicodedata

import pytest

from osce_feeds.text import clean
from osce_feeds.text import digest
from osce_feeds.text import fold
from osce_feeds.text import fold_label
from osce_feeds.text import legal
from osce_feeds.text import shorten
from osce_feeds.text import slug
from osce_feeds.text import words


def test_legal_drops_from_all_of_unicode_what_no_document_means() -> None:
    controls = {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\t", "\n"}
    surrogates = {chr(code) for code in range(0xD800, 0xE000)}
    non_characters = {chr(code) for code in range(0xFDD0, 0xFDF0)}
    plane_ends = {chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)}
    everything = {chr(code) for code in range(0x110000)}
    kept = set(legal("".join(sorted(everything))))
    expected = controls | surrogates | non_characters | plane_ends | {"\u2028", "\u2029"}
    assert expected == everything - kept


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\v", "\f"])
def test_legal_ends_every_line_with_lf(end: str) -> None:
    expected = "one\ntwo"
    assert expected == legal(f"one{end}two")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Voss \t opens\r\n a   bridge\n", "Voss opens a bridge"),
        ("Voss\u00a0: open", "Voss\u00a0: open"),
        ("Cafe\u0301", "Café"),
        ("\u202eVoss\u202c \u200eopens\u200f \u2066a\u2069 bridge\u061c", "Voss opens a bridge"),
        ("Vo\x00ss\x1b[1m \ud800opens\ufffe", "Voss[1m opens"),
        ("ab\u200bc\u00adfd", "ab\u200bc\u00adfd"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_clean_text_is_one_tidy_line(text: str, expected: str) -> None:
    assert expected == clean(text)


def test_clean_text_is_composed_where_a_direction_mark_stood_between_letter_and_accent() -> None:
    expected = "é"
    assert expected == clean("e\u200e\u0301")


@pytest.mark.parametrize("marks", [1, 8, 9])
def test_clean_text_is_the_same_from_either_unicode_form(marks: int) -> None:
    text = "é" + marks * "\u0311"
    assert clean(text) == clean(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(("marks", "kept"), [(1, 1), (8, 8), (9, 8), (500, 8)])
def test_clean_text_has_at_most_eight_combining_marks_in_a_row(marks: int, kept: int) -> None:
    expected = "q" + kept * "\u0311" + "z"
    assert expected == clean("q" + marks * "\u0311" + "z")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSCE  Office\tin\nVoss", "osce office in voss"),
        ("Co‑ordinator – Voss—", "co-ordinator - voss-"),
        ("l’‘ecole‛", "l''ecole'"),
        ("′`", "''"),
        ("l´ecole", "l'ecole"),
        ("7″", '7"'),
        ("“Voss” «Bergen» „Oslo‟", '"voss" "bergen" "oslo"'),
        ("Ｖｏｓｓ ﬁeld №", "voss field no"),
        ("Straße", "strasse"),
        ("Vo\u00adss\u200b \ufeffopen", "voss open"),
        ("Cafe\u0301", "café"),
        ("\u00a0Voss\u00a0hall\u00a0", "voss hall"),
        ("С", "с"),
    ],
)
def test_folded_labels_differ_only_where_the_words_do(text: str, expected: str) -> None:
    assert expected == fold_label(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сonference in Voss", "conference in voss"),  # the first letter is Cyrillic
        ("Ορen hall", "open hall"),
        ("Vоss", "voss"),
        ("Café", "café"),
    ],
)
def test_fold_makes_look_alike_letters_latin(text: str, expected: str) -> None:
    assert expected == fold(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Director: “election day”, 19:30", ["director", "election", "day", "19", "30"]),
        ("Co-operation", ["co", "operation"]),
        ("Дім у Voss", ["дim", "y", "voss"]),
        ("--", []),
    ],
)
def test_words_are_folded_and_without_punctuation(text: str, expected: list[str]) -> None:
    assert expected == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OSCE Presence in Voss", "osce-presence-in-voss"),
        ("  Cyber/ICT -- Security! ", "cyber-ict-security"),
        ("Ägypten, São Tomé, Čačak", "agypten-sao-tome-cacak"),
        ("2030", "2030"),
        ("Ѕpring", "spring"),
        ("日本", ""),
        ("…", ""),
        ("", ""),
    ],
)
def test_slug_is_latin_words_joined_by_hyphens(text: str, expected: str) -> None:
    assert expected == slug(text)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(4, "voss"), (3, "vos"), (8, "voss"), (9, "voss-hall"), (13, "voss-hall"), (14, "voss-hall-open")],
)
def test_slug_is_cut_between_words_and_only_the_first_word_inside(limit: int, expected: str) -> None:
    assert expected == slug("Voss hall open", limit)


def test_slug_is_at_most_eighty_characters_unless_told_otherwise() -> None:
    expected = "a" * 80
    assert expected == slug("a" * 81)


@pytest.mark.parametrize(
    ("limit", "expected"), [(9, "Voss hall"), (10, "Voss hall"), (8, "Voss ha…"), (6, "Voss…"), (1, "…")]
)
def test_shorten_marks_what_was_left_out(limit: int, expected: str) -> None:
    assert expected == shorten("Voss hall", limit)


def test_digest_is_sha_256_of_delimited_parts() -> None:
    expected = hashlib.sha256(b"V\xc3\xb8ss\x1fhall").hexdigest()
    assert expected == digest("Vøss", "hall")


def test_digest_tells_where_parts_end() -> None:
    assert digest("ab", "c") != digest("a", "bc")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("piece", ["A", " ", ",", "7", ".", "\u00a0", "\u0301", "\u0301\u0323", "\n", "С", "\ufdfa"])
def test_endless_text_is_handled_in_one_go(piece: str) -> None:
    """A quadratic search would run into the time limit of a test."""
    tidy = clean(f"x{piece * 200_000}x")
    assert unicodedata.is_normalized("NFC", tidy)
    assert tidy[0] + tidy[-1] == "xx"
    assert fold(tidy)[0] == "x"
    assert slug(tidy)[:1] == "x"
    assert words(tidy)[0][0] == "x"
