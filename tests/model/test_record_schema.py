"""The schema of records: true of all that is exported, and false of what would not be taken."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.builders import make_article
from tests.conftest import ROOT

from osce_feeds.model.article import Article
from osce_feeds.model.record_schema import MEANINGS
from osce_feeds.model.record_schema import PlainRecord
from osce_feeds.model.record_schema import record_schema
from osce_feeds.store.records import encode

ADDRESS = "https://feeds.example.org/schema/article.json"
SCHEMA = record_schema(ADDRESS)
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*/*/articles.jsonl"))
WHOLE: dict[str, Any] = json.loads(encode(make_article()))
PLAIN: dict[str, Any] = {"headline": "Ferry school opens in Voss", "date": "4 July 2025"}


def errors(record: object) -> list[str]:
    validator = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return [error.message for error in validator.iter_errors(record)]


def test_schema_is_one_itself_and_says_its_address() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == ADDRESS
    assert record_schema(ADDRESS) == SCHEMA


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.parent.parent.name + "-" + path.parent.name)
def test_golden_records_are_valid(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert errors(json.loads(line)) == []


def test_there_are_golden_records() -> None:
    assert sum(path.read_bytes().count(b"\n") for path in GOLDEN) > 5


@pytest.mark.parametrize("name", Article.__dataclass_fields__)
def test_every_field_of_a_record_is_described(name: str) -> None:
    described = SCHEMA["$defs"]["Article"]["properties"][name]["description"]
    assert described == MEANINGS[name]


@pytest.mark.parametrize("name", SCHEMA["$defs"]["PlainRecord"]["properties"])
def test_every_field_of_a_plain_record_is_described(name: str) -> None:
    assert name in PlainRecord.__struct_fields__
    assert SCHEMA["$defs"]["PlainRecord"]["properties"][name]["description"]


@pytest.mark.parametrize("kind", SCHEMA["$defs"])
def test_every_field_of_a_part_is_described(kind: str) -> None:
    properties = SCHEMA["$defs"][kind].get("properties", {})
    assert [name for name, field in properties.items() if not field.get("description")] == []


def test_descriptions_are_sentences_without_the_markup_of_docstrings() -> None:
    described = [component["description"] for component in SCHEMA["$defs"].values()]
    assert [text for text in described if "`" in text or "\n" in text or "  " in text] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("version", "1"),
        ("version", 0),
        ("version", 1.5),
        ("headline", None),
        ("date", 20250704),
        ("date", "4 July 2025"),
        ("status", "lost"),
        ("genre", "News"),
        ("offices", {"scheme": "office", "code": "voss", "label": "Voss"}),
        ("offices", [{"scheme": "office", "code": "voss"}]),
        ("dateline", "OSLO"),
        ("summary_cut", "no"),
        ("provenance", ["topics"]),
    ],
)
def test_broken_record_is_not_valid(name: str, value: object) -> None:
    assert errors(WHOLE) == []
    assert errors({**WHOLE, name: value}) != []


@pytest.mark.parametrize("name", ["language", "headline", "date", "version", "status", "work", "received", "published"])
def test_record_without_what_it_needs_is_not_valid(name: str) -> None:
    assert errors({key: value for key, value in WHOLE.items() if key != name}) != []


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"id": "press-1"},
        {
            "genre": "News",
            "offices": ["Voss", {"label": "Oslo", "code": "o"}],
            "topics": [],
            "collections": ["Ferries"],
        },
        {"genre": None, "enclosures": [{"url": "https://news.example.org/a.pdf", "media_type": "application/pdf"}]},
        {"colour": "blue"},
    ],
)
def test_plain_record_is_valid(more: dict[str, object]) -> None:
    assert errors({**PLAIN, **more}) == []


@pytest.mark.parametrize(
    "record", [{}, {"headline": "Voss"}, {**PLAIN, "offices": "Voss"}, {**PLAIN, "date": 1}, [], "x"]
)
def test_broken_plain_record_is_not_valid(record: object) -> None:
    assert errors(record) != []
