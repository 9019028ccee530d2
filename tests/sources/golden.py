"""Documents beside what is to be read from them: ``feeds/NAME`` and ``feeds/NAME.expected.json``."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.base import Source

FEEDS = Path(__file__).parent / "feeds"


def read(source: Source, data: bytes | str) -> list[RawEntry | Problem]:
    return list(source.read(data.encode() if isinstance(data, str) else data, "document"))


def entries(source: Source, data: bytes | str) -> list[RawEntry]:
    return [thing for thing in read(source, data) if isinstance(thing, RawEntry)]


def only(source: Source, data: bytes | str) -> RawEntry:
    (entry,) = read(source, data)
    assert isinstance(entry, RawEntry)
    return entry


def refusal(source: Source, data: bytes | str) -> DocumentRefused:
    """Return why *data* is refused; a document that is not is a failure."""
    try:
        read(source, data)
    except DocumentRefused as refused:
        return refused
    message = "the document was read"
    raise AssertionError(message)


def shown(things: Iterable[RawEntry | Problem]) -> list[dict[str, Any]]:
    """Return *things* as the expected files have them: without what is empty, and problems by code and line."""
    return [
        {"problem": thing.code, "line": thing.line}
        if isinstance(thing, Problem)
        else {
            name: value
            for name, value in json.loads(msgspec.json.encode(thing)).items()
            if value and name != "document"
        }
        for thing in things
    ]


def expected(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FEEDS / f"{name}.expected.json").read_text(encoding="utf-8"))
    return found


def given(name: str) -> bytes:
    return (FEEDS / name).read_bytes()
