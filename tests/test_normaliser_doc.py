"""The page about the normaliser, held to what the normaliser does."""

import json
import re
from datetime import date

import msgspec
import pytest
from tests.conftest import ROOT

from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.normaliser.dateline import split_dateline
from osce_feeds.sources import SOURCES
from osce_feeds.sources.text_listing import TEXT_LISTING

DOC = (ROOT / "docs" / "normaliser.md").read_text(encoding="utf-8")
_CODE = re.compile(
    r'(?:problem|Problem|Loss)\(\s*"([a-z]+\.[a-z_]+)"|code = "([a-z]+\.[a-z_]+)"|"((?:record|content)\.[a-z_]+)"'
)
SHAPES = re.findall(r"^\| `(.+)` \| (dateline|no dateline) \|$", DOC, re.MULTILINE)


def example(which: str) -> str:
    found = re.search(rf"<!-- {which} -->\n```\w*\n(.*?)```", DOC, re.DOTALL)
    assert found
    return found[1]


def codes_of_the_program() -> set[str]:
    folder = ROOT / "src" / "osce_feeds"
    text = "".join(
        path.read_text() for name in ("sources", "normaliser", "ingest") for path in (folder / name).rglob("*.py")
    )
    return {code for found in _CODE.findall(text) for code in found if code}


def test_example_is_what_the_normaliser_makes(vocabulary: Vocabulary) -> None:
    entries = TEXT_LISTING.read(example("before").encode(), "listing.txt")
    (item,) = make_batch(entries, vocabulary, Evidence()).items
    shown = {name: value for name, value in msgspec.to_builtins(item.reading).items() if value and name != "source"}
    assert json.loads(example("after")) == json.loads(msgspec.json.encode(shown))


def test_every_problem_is_in_the_table_and_no_other() -> None:
    table = DOC.partition("## Problems")[2]
    told = {
        code
        for row in re.findall(r"^\| (`.+?) \|", table, re.MULTILINE)
        for code in re.findall(r"`([a-z]+\.[a-z_]+)`", row)
    }
    assert codes_of_the_program() == told


def test_every_kind_of_document_is_named() -> None:
    assert [source.name for source in SOURCES if f"`{source.name}`" not in DOC] == []


def test_there_are_shapes_of_both_kinds() -> None:
    assert {"dateline", "no dateline"} == {kind for _, kind in SHAPES}


@pytest.mark.parametrize(("summary", "kind"), SHAPES)
def test_dateline_is_split_off_or_not_as_the_table_says(summary: str, kind: str) -> None:
    summary = summary.replace(r"\|", "|")
    dateline, rest = split_dateline(summary, date(2020, 7, 1))
    assert (kind == "dateline") == (dateline is not None)
    assert (rest == summary) == (dateline is None)
