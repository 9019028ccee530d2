"""Full text, page and files of an entry: what is kept, and what is said about the rest."""

from dataclasses import replace

import pytest

from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import entry_digest

LISTING = "https://voss.example.org/press-releases?page=2"
ENTRY = RawEntry(
    document="article.html",
    line=9,
    headline="Voss opens a footbridge",
    date="4 July 2025",
    genre="News",
    offices="OSCE Secretariat",
    content="<p>It is <a href='/bridges'>open</a>.",
    link="/node/12",
    base="https://voss.example.org/",
    enclosures=(Enclosure("map\u202e.pdf", "application/pdf\n", 9, " The  map"), Enclosure("plan.pdf", "")),
    lines={"content": 20, "link": 10},
)


def problems(entry: RawEntry, vocabulary: Vocabulary, url: str = "") -> list[tuple[str, str, int | None]]:
    found = normalise(entry, vocabulary, Evidence(origin=Origin("", url)))
    assert found.reading
    return [(problem.code, problem.detail, problem.line) for problem in found.problems]


def test_full_text_page_and_files_reach_the_reading(vocabulary: Vocabulary) -> None:
    found = normalise(ENTRY, vocabulary, Evidence())
    assert found.reading
    assert found.reading.content == '<p>It is <a href="https://voss.example.org/bridges">open</a>.</p>'
    assert found.reading.link == "https://voss.example.org/node/12"
    assert found.reading.enclosures == (
        Enclosure("https://voss.example.org/map%E2%80%AE.pdf", "application/pdf", 9, "The map"),
        Enclosure("https://voss.example.org/plan.pdf", ""),
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("", "https://voss.example.org/node/12"),
        ("/en/", "https://voss.example.org/node/12"),
        ("javascript:x", "https://voss.example.org/node/12"),
        ("https://oslo.example.org/", "https://oslo.example.org/node/12"),
    ],
)
def test_entries_own_base_goes_before_the_listings_address(vocabulary: Vocabulary, base: str, expected: str) -> None:
    reading = normalise(replace(ENTRY, base=base), vocabulary, Evidence(origin=Origin("", LISTING))).reading
    assert reading
    assert expected == reading.link


def test_unusable_link_is_left_out_and_reported(vocabulary: Vocabulary) -> None:
    detail = (
        "the link of 'Voss opens a footbridge' was left out: 'javascript:alert(1)' is not an address that can be"
        " followed (http or https, no white space, no password)"
    )
    assert problems(replace(ENTRY, link="javascript:alert(1)"), vocabulary) == [("link.unusable", detail, 10)]


def test_relative_link_without_a_base_says_what_is_missing(vocabulary: Vocabulary) -> None:
    detail = (
        "the link of 'Voss opens a footbridge' was left out: '/node/12' is relative, and the document's own address"
        " is not known (--source-url gives it)"
    )
    assert problems(replace(ENTRY, base="", enclosures=()), vocabulary) == [("link.unusable", detail, 10)]
    assert problems(replace(ENTRY, base=""), vocabulary, LISTING) == []


def test_unusable_file_is_left_out_and_reported_alone(vocabulary: Vocabulary) -> None:
    entry = replace(ENTRY, enclosures=(Enclosure("ftp://voss.example.org/a", ""), *ENTRY.enclosures[1:]))
    detail = (
        "a file of 'Voss opens a footbridge' was left out: 'ftp://voss.example.org/a' is not an address that can be"
        " followed (http or https, no white space, no password)"
    )
    assert problems(entry, vocabulary) == [("enclosure.unusable", detail, 9)]
    reading = normalise(entry, vocabulary, Evidence()).reading
    assert reading
    assert len(reading.enclosures) == 1


@pytest.mark.parametrize(
    ("content", "code", "why"),
    [
        ("x" * 262_145, "content.too_large", "it is larger than 256 KiB"),
        ("<b>" * 101, "content.too_deep", "its elements are nested more than 100 deep"),
    ],
)
def test_content_over_a_limit_is_left_out_and_reported(
    vocabulary: Vocabulary, content: str, code: str, why: str
) -> None:
    entry = replace(ENTRY, content=content)
    assert problems(entry, vocabulary) == [
        (code, f"the full text of 'Voss opens a footbridge' was left out: {why}", 20)
    ]
    reading = normalise(entry, vocabulary, Evidence()).reading
    assert reading
    assert reading.content == ""


def test_other_files_are_another_digest() -> None:
    digests = {
        entry_digest(replace(ENTRY, enclosures=files), Evidence()) for files in (ENTRY.enclosures, ENTRY.enclosures[:1])
    }
    assert len(digests) == 2
    assert entry_digest(ENTRY, Evidence()) in digests
