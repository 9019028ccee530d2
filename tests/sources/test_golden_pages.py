"""Pages of invented news beside what is to be read in them."""

import json
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources import SOURCES

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def said(entry: RawEntry) -> dict[str, object]:
    found = {each.name: getattr(entry, each.name) for each in fields(entry)}
    return {name: value for name, value in found.items() if value and name != "document"}


def test_there_are_pages() -> None:
    assert len(PAGES) >= 10


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page_is_read_by_its_source_as_expected(page: Path) -> None:
    data, expected = page.read_bytes(), json.loads(page.with_suffix(".json").read_bytes())
    source, *others = [source for source in SOURCES if source.sniff(data) and source.name.startswith("html-")]
    assert (expected["source"], []) == (source.name, others)
    assert source is next(each for each in SOURCES if each.sniff(data))
    if refused := expected.get("refused"):
        with pytest.raises(DocumentRefused) as caught:
            list(source.read(data, page.name))
        assert refused == caught.value.detail
        return
    found = list(source.read(data, page.name))
    problems = [thing for thing in found if isinstance(thing, Problem)]
    assert expected["entries"] == [said(thing) for thing in found if isinstance(thing, RawEntry)]
    assert expected["problems"] == [[each.code, each.line, each.severity, each.detail] for each in problems]


@pytest.mark.parametrize("name", ["listing-old", "article-old", "article-2025"])
def test_page_cut_off_anywhere_gives_whole_entries_or_none(name: str) -> None:
    data = (Path(__file__).parent / "pages" / f"{name}.html").read_bytes()
    source = next(each for each in SOURCES if each.sniff(data))
    whole = [said(thing) for thing in source.read(data, name) if isinstance(thing, RawEntry)]
    for end in range(0, data.rindex(b"</body"), 7):
        with suppress(DocumentRefused):
            assert all(
                said(thing) in whole for thing in source.read(data[:end], name) if isinstance(thing, RawEntry)
            ), end
