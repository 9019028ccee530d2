"""What every kind of document promises, whatever it is given."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.conftest import ROOT

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import Source

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)

SAMPLES: dict[str, tuple[str, ...]] = {
    "text-listing": ("tests/data/newsroom-listing.txt",),
    "html-listing": ("tests/sources/pages/listing-old.html", "tests/sources/pages/listing-2025.html"),
    "html-article": ("tests/sources/pages/article-old.html", "tests/sources/pages/article-json-ld.html"),
    "rss": ("tests/sources/feeds/harbour.rss", "tests/sources/feeds/pier.rdf", "tests/golden/common/en/feed.rss"),
    "atom": ("tests/sources/feeds/lantern.atom", "tests/golden/changed/en/feed.atom"),
    "json-feed": ("tests/sources/feeds/quay.json", "tests/golden/changed/en/feed.json"),
    "json-lines": ("tests/sources/feeds/shed.jsonl", "tests/golden/common/en/articles.jsonl"),
    "newsml-g2": ("tests/golden/common/ru/newsml.xml",),
}
"""Documents of each kind, which are read as they are and then in pieces."""

# fmt: off
PIECES = (
    "Voss", "Publishing date: 4 July 2025", "Publishing date:", "Дата публікації: 12 жовтня 2020", "Content type: News",
    "Where we are:", "What we do: A, B", "Collections", "\n", "\r\n", "\u2028", "\ufeff", "\x1b", "\ufffe",
    "<html>", "<!doctype html>", "<h1>", "<p>", '<a href="x">', '<div class="search-result-news">', "<!--", "-->",
    "</html>", "<h1>Voss</h1>", '<h3 class="search-title"><a href="/1">', "<p>Date:", "<dt>Source<dd>", "<br>",
    "</div>",
    '<?xml version="1.0"?>', "<!DOCTYPE rss>", "<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>",
    '<feed xmlns="http://www.w3.org/2005/Atom">', "<entry>", "</entry>", '<content type="xhtml">', "</feed>", "&amp;",
    '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">', "<itemMeta>", "<contentMeta/>", "<![CDATA[", "]]>",
    "</p>", "</rss>", "&", "<a:b/>", "{", "}", "[", "]", ",", ":", '"', "\\", "\\ud800", "1e999", "NaN", "null", "-1",
    '"headline"', '"date"', '"items"',
    '{"headline": "Voss", "date": "2025-07-04"}', '"version": "https://jsonfeed.org/version/1.1"', '{"id": 1}',
)
# fmt: on
lines = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30)
texts = (lines.map("\n".join) | lines.map("".join) | st.text()).map(str.encode)
wholes = st.sampled_from([(ROOT / path).read_bytes() for paths in SAMPLES.values() for path in paths])


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    """Return a strategy for samples with some of their bytes replaced by pieces."""
    data = draw(wholes)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 200)) | st.just(len(data)))
        data = data[:start] + draw(st.sampled_from(PIECES)).encode() + data[end:]
    return data


documents = broken() | texts | st.binary() | st.builds(bytes.__add__, texts, st.binary(max_size=4))


def test_there_are_sources_and_each_has_a_name_of_its_own() -> None:
    names = [source.name for source in SOURCES]
    assert names
    assert sorted(set(names)) == sorted(names)
    assert all(names)


def take(source: Source, data: bytes) -> Iterable[object]:
    try:
        return list(source.read(data, "document"))
    except DocumentRefused as refused:
        return [refused]


@every_source
@settings(deadline=None)
@given(data=documents)
def test_sniffing_answers_whatever_the_bytes(source: Source, data: bytes) -> None:
    assert source.sniff(data) in {True, False}


@every_source
@settings(deadline=None)
@given(data=documents)
def test_reading_yields_entries_and_problems_or_refuses(source: Source, data: bytes) -> None:
    for thing in take(source, data):
        if isinstance(thing, RawEntry):
            assert thing.document == "document"
            assert all(line > 0 for line in (thing.line or 1, *thing.lines.values()))
        else:
            assert isinstance(thing, (Problem, DocumentRefused))
            assert thing.source == "document"
            assert thing.detail
            assert thing.line is None or thing.line > 0


@every_source
@settings(deadline=None)
@given(data=documents)
def test_reading_twice_gives_the_same(source: Source, data: bytes) -> None:
    first, second = ([thing for thing in take(source, data) if isinstance(thing, RawEntry)] for _ in range(2))
    assert first == second


@every_source
@pytest.mark.parametrize("data", [b"", b"\n", b"\0", b"\xff", b"Voss"], ids=repr)
def test_bytes_that_are_no_document_are_not_recognised_and_are_refused(source: Source, data: bytes) -> None:
    assert source.sniff(data) is False
    with pytest.raises(DocumentRefused):
        list(source.read(data, "document"))


@every_source
def test_samples_of_every_kind_are_recognised_by_exactly_one_source_and_read(source: Source) -> None:
    for path in SAMPLES[source.name]:
        data = (ROOT / path).read_bytes()
        for prefix in (b"", b"\xef\xbb\xbf", b"\r\n\r\n"):
            assert [source.name] == [other.name for other in SOURCES if other.sniff(prefix + data)], path
            assert any(isinstance(thing, RawEntry) for thing in source.read(prefix + data, "document")), path
