"""Streams as documents: gzip unpacked and held to a measure, long documents of lines in parts."""

import gzip
import io
import json

import pytest
from tests.conftest import NOW
from tests.listings import make_entries
from tests.listings import make_listing

from osce_feeds.errors import DocumentRefused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest_stream
from osce_feeds.ingest import parts
from osce_feeds.ingest.parts import split
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store

LISTING = make_listing(make_entries(3)).encode()
JSON_LINES = "json-lines"


def take(data: bytes, form: str = "") -> list[Document]:
    return list(split(io.BytesIO(data), "d", form))


def test_document_is_one_part() -> None:
    assert [Document("d", LISTING)] == take(LISTING)


def test_packed_document_is_unpacked() -> None:
    assert [Document("d", LISTING)] == take(gzip.compress(LISTING))


def test_members_of_a_packed_document_follow_each_other() -> None:
    assert [Document("d", LISTING)] == take(gzip.compress(LISTING[:99]) + gzip.compress(LISTING[99:]))


@pytest.mark.parametrize("data", [gzip.compress(LISTING)[:-9], b"\x1f\x8bVoss", gzip.compress(LISTING)[:-5] + b"12345"])
def test_damaged_gzip_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(DocumentRefused, match=r"d: the gzip file is damaged or cut off .*: pack or fetch it again"):
        take(data)


def test_document_of_lines_comes_in_parts_with_the_number_of_their_first_line() -> None:
    lines = [json.dumps({"headline": str(number)}).encode() + b"\n" for number in range(2500)]
    found = take(b"".join(lines), JSON_LINES)
    assert [(part.first_line, part.data.count(b"\n")) for part in found] == [(1, 1000), (1001, 1000), (2001, 500)]
    assert b"".join(lines) == b"".join(part.data for part in found)


def test_part_ends_before_it_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART_BYTES", 100)
    line = b'{"headline": "Voss opens a footbridge"}\n'
    assert [part.data.count(b"\n") for part in take(line * 7, JSON_LINES)] == [3, 3, 1]


def test_line_without_end_is_refused_with_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_PART_BYTES", 100)
    with pytest.raises(DocumentRefused, match="d, line 2: a line of more than"):
        take(b"{}\n" + b"x" * 200, JSON_LINES)


def test_bomb_is_refused_before_it_has_gone_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "_UNPACKED", 1_000_000)
    with pytest.raises(DocumentRefused, match="unpacks to more than 100 times its size"):
        take(gzip.compress(b"\n" * 20_000_000), JSON_LINES)


def test_packed_listing_beyond_the_limit_is_read_no_further() -> None:
    (document,) = take(gzip.compress(b"x" * 30_000_000))
    assert len(document.data) == 20 * 2**20 + 1


def test_empty_stream_is_an_empty_document() -> None:
    assert [Document("d", b"")] == take(b"")
    assert [Document("d", b"")] == take(b"", JSON_LINES)


@pytest.fixture
def lines() -> bytes:
    """Two thousand records that somebody's script wrote, one of them without a date."""
    records = [
        {"headline": f"Ferry {number} leaves Voss", "date": f"2025-0{number % 9 + 1}-11", "language": "en"}
        for number in range(2000)
    ]
    del records[1500]["date"]
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def test_parts_make_one_report_with_lines_of_the_whole(
    store: Store, settings: Settings, vocabulary: Vocabulary, lines: bytes
) -> None:
    sizes: list[int] = []
    report = ingest_stream(
        io.BytesIO(lines), "d.jsonl", store, settings, vocabulary, Order(), lambda: NOW, sizes.append
    )
    assert (1999, 1, len(lines)) == (report.new, report.refused, sum(sizes))
    assert [problem.line for problem in report.problems if problem.severity == "error"] == [1501]
    with store.write(NOW) as writer:
        assert writer.recent_runs("json-lines", "json-lines", 5) == [999, 1000]


def test_strict_run_says_what_was_stored_before_the_bad_part(
    store: Store, settings: Settings, vocabulary: Vocabulary, lines: bytes
) -> None:
    order = Order(strict=True)
    with pytest.raises(DocumentRefused, match=r"line 1501: .*; 1000 records before it are stored"):
        ingest_stream(io.BytesIO(lines), "d.jsonl", store, settings, vocabulary, order, lambda: NOW)
