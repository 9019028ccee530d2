"""What every kind of document promises, whatever it is given."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources import SOURCES
from osce_feeds.sources.base import Source

every_source = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)

PIECES = (
    "Voss",
    "Publishing date: 4 July 2025",
    "Publishing date:",
    "Дата публікації: 12 жовтня 2020",
    "Content type: News",
    "Where we are:",
    "What we do: A, B",
    "Collections",
    "\n",
    "\r\n",
    "\u2028",
    "\ufeff",
    "<html>",
    "<div class=search-result-news>",
    "<h3 class=search-title><a href=/1>",
    "<h1>Voss</h1>",
    "<p>Date:",
    "<dt>Source<dd>",
    "<br>",
    "</div>",
    "</html>",
    "{",
    "\x1b",
    "\ufffe",
)
lines = st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=30)
texts = (lines.map("\n".join) | lines.map("".join) | st.text()).map(str.encode)
documents = texts | st.binary() | st.builds(bytes.__add__, texts, st.binary(max_size=4))


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


@pytest.mark.parametrize("prefix", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"])
def test_the_sample_is_recognised_by_exactly_one_source(sample: bytes, prefix: bytes) -> None:
    expected = ["text-listing"]
    assert expected == [source.name for source in SOURCES if source.sniff(prefix + sample)]
