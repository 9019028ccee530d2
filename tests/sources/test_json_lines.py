"""JSON lines: whole records without loss, plain ones as scripts write them, and lines that are neither."""

import json
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.sources import golden
from tests.sources.articles import VOCABULARY
from tests.sources.articles import articles

from osce_feeds.formats.json_lines import JSON_LINES as FORMAT
from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.sources.json_lines import JSON_LINES

WHOLE: dict[str, Any] = json.loads(rendered(FORMAT, make_channel((make_article(),))))
PLAIN: dict[str, Any] = {"headline": "Ferry school opens in Voss", "date": "4 July 2025"}


def line(record: object) -> str:
    return json.dumps(record) + "\n"


def problem(data: bytes | str) -> Problem:
    (found,) = golden.read(JSON_LINES, data)
    assert isinstance(found, Problem)
    return found


def test_records_of_scripts_are_read_as_expected() -> None:
    data = golden.given("shed.jsonl")
    assert JSON_LINES.sniff(data)
    assert golden.expected("shed.jsonl") == golden.shown(golden.read(JSON_LINES, data))


@pytest.mark.parametrize("ends", [b"\r\n", b"\n\n", b" \n"])
def test_records_with_other_line_ends_say_the_same(ends: bytes) -> None:
    data = golden.given("shed.jsonl").replace(b"\n", ends)
    found = golden.shown(golden.read(JSON_LINES, data))
    assert [one.get("headline") for one in golden.expected("shed.jsonl")] == [one.get("headline") for one in found]


@settings(deadline=None)
@given(written=st.lists(articles(), min_size=1, max_size=3))
def test_any_article_comes_back_equal(written: list[Article]) -> None:
    found = golden.entries(JSON_LINES, rendered(FORMAT, make_channel(written)))
    assert written == [entry.record for entry in found]
    for article, entry in zip(written, found, strict=True):
        normalised = normalise(entry, VOCABULARY, Evidence())
        assert normalised.problems == ()
        assert normalised.reading is not None
        for name in Reading.__dataclass_fields__:
            assert getattr(article, name) == getattr(normalised.reading, name), name


@pytest.mark.parametrize("name", CHANNELS)
def test_golden_records_come_back_equal(name: str) -> None:
    written = list(CHANNELS[name].articles)
    data = rendered(FORMAT, make_channel(written))
    assert bool(written) == JSON_LINES.sniff(data)
    if written:
        assert written == [entry.record for entry in golden.entries(JSON_LINES, data)]
        assert [number for number, _ in enumerate(written, 1)] == [
            entry.line for entry in golden.entries(JSON_LINES, data)
        ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (line(PLAIN), True),
        (f"\ufeff\n\n  {line(WHOLE)}", True),
        (json.dumps(PLAIN), True),
        (line(PLAIN)[:50], True),
        ('{"date": "2025-07-04", "title": "Voss"}', False),
        ('{"headline": "Voss"}\n{"date": "2025-07-04"}', False),
        ('{"version": "https://jsonfeed.org/version/1", "headline": 1, "date": 1}', False),
        ('[{"headline": "Voss", "date": "2025-07-04"}]', False),
        ('"headline" "date"', False),
    ],
)
def test_records_are_recognised_by_their_first_line(data: str, expected: object) -> None:
    assert expected == JSON_LINES.sniff(data.encode())


@pytest.mark.parametrize("data", ["", " \n\n", "[]\n", '"{"\n', "Voss\n"])
def test_document_without_a_record_is_refused(data: str) -> None:
    assert golden.refusal(JSON_LINES, data).detail in {"the file is empty", "no line of it is a JSON object"}


@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({"version": "1"}, "the line is no record: Expected `int`, got `str` - at `$.version`"),
        ({"version": 0}, "the line is no record: its version is 0; versions count from 1"),
        ({"version": 2**63}, f"the line is no record: its version is {2**63}"),
        ({"headline": None}, "the line is no record: Expected `str`, got `null` - at `$.headline`"),
        ({"date": "2025-02-30"}, "the line is no record: Invalid RFC3339 encoded date - at `$.date`"),
        ({"date": "4 July 2025"}, "the line is no record: Invalid RFC3339 encoded date - at `$.date`"),
        ({"status": "lost"}, "the line is no record: Invalid enum value 'lost' - at `$.status`"),
        ({"offices": ["Voss"]}, "the line is no record: Expected `object`, got `str` - at `$.offices[0]`"),
        (
            {"received": "2025-07-04T10:00:00"},
            "the line is no record: 'received' is 2025-07-04T10:00:00, and has to be",
        ),
        ({"updated": "0001-01-01T10:00:00Z"}, "the line is no record: 'updated' is 0001-01-01T10:00:00+00:00"),
        ({"published": "9999-12-31T23:00:00Z"}, "the line is no record: 'published' is 9999-"),
        (
            {"published": "2025-07-06T10:00:00Z"},
            "the line is no record: 'published' is 2025-07-06T10:00:00+00:00, which is not",
        ),
    ],
)
def test_record_that_cannot_be_one_of_ours_is_a_problem(change: dict[str, object], detail: str) -> None:
    found = problem(line({**WHOLE, **change}))
    assert (found.code, found.severity, found.line) == ("record.unreadable", "error", 1)
    assert found.detail.startswith(detail)


@pytest.mark.parametrize("published", ["2025-07-03T00:00:00Z", "2025-07-05T23:59:59Z", "2025-07-04T10:00:00.5+02:00"])
def test_moment_may_be_a_day_off_its_day_in_utc(published: str) -> None:
    assert golden.only(JSON_LINES, line({**WHOLE, "published": published})).record


@pytest.mark.parametrize("name", ["language", "date", "version", "received"])
def test_half_a_record_is_no_plain_one(name: str) -> None:
    found = problem(line({key: value for key, value in WHOLE.items() if key != name}))
    assert found.detail == f"the line is no record: Object missing required field `{name}`"


def test_withdrawn_record_takes_back() -> None:
    (entry,) = golden.entries(JSON_LINES, line({**WHOLE, "status": Status.CANCELED, "note": "By mistake"}))
    assert (entry.status, entry.note) == ("canceled", "By mistake")


def test_unknown_fields_are_named_and_left_out() -> None:
    found, entry = golden.read(JSON_LINES, line({**WHOLE, "a" * 99: 1, "b": 2, "c": 3, "d": 4, "e": 5, "f": 6}))
    assert isinstance(found, Problem)
    assert (found.code, found.severity) == ("record.unknown_field", "warning")
    assert found.detail == f"fields that no record has were left out: '{'a' * 40}', 'b', 'c', 'd', 'e'"
    assert isinstance(entry, RawEntry)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({**PLAIN, "offices": ["Voss", {"label": "Bergen", "since": 1999}]}, "offices.since"),
        ({**PLAIN, "genre": {"label": "News", "mood": "calm"}}, "genre.mood"),
        ({**PLAIN, "enclosures": [{"url": "https://a.example/", "media_type": "", "sum": ""}] * 2}, "enclosures.sum"),
        ({**WHOLE, "source": {"name": "", "url": "", "logo": ""}}, "source.logo"),
        ({**WHOLE, "dateline": {"text": "OSLO", "places": ["OSLO"], "date": None, "zone": ""}}, "dateline.zone"),
    ],
)
def test_unknown_fields_inside_a_field_are_named_once(fields: dict[str, Any], name: str) -> None:
    found, entry = golden.read(JSON_LINES, line(fields))
    assert isinstance(found, Problem)
    assert found.detail == f"fields that no record has were left out: {name!r}"
    assert isinstance(entry, RawEntry)


@pytest.mark.parametrize("end", range(1, len(json.dumps(WHOLE))))
def test_record_that_ends_anywhere_is_said_to_be_cut_off(end: int) -> None:
    """Also where its last brace is that of a part."""
    _, second = golden.read(JSON_LINES, line(PLAIN) + json.dumps(WHOLE)[:end])
    assert isinstance(second, Problem)
    assert second.code == "record.cut_off"


@pytest.mark.parametrize(
    ("last", "code"),
    [
        ('{"headline": "Voss", "da', "record.cut_off"),
        ('{"headline": "Voss", "date": "2025', "record.cut_off"),
        ('{"headline": "Voss", "da\n', "record.unreadable"),
        ('{"headline": "Voss"}', "record.unreadable"),
        ('{"headline": "Voss", "date": "2025-07-04"}', ""),
    ],
)
def test_line_that_ends_inside_a_record_is_said_to_be_cut_off(last: str, code: str) -> None:
    first, second = golden.read(JSON_LINES, line(PLAIN) + last)
    assert isinstance(first, RawEntry)
    assert code == (second.code if isinstance(second, Problem) else "")
    assert second.line == 2


def test_line_beyond_a_mebibyte_is_no_record() -> None:
    long = {**PLAIN, "summary": "x" * 1024 * 1024}
    assert problem(line(long)).detail == "the line is no record: it has more than 1024 KiB"


@pytest.mark.parametrize("letter", ["x", "ш", "😀"])
def test_mebibyte_of_a_line_is_one_of_bytes(letter: str) -> None:
    size = len(letter.encode())
    room = 1024 * 1024 - len(json.dumps({**PLAIN, "summary": ""}))
    most = json.dumps({**PLAIN, "summary": letter * (room // size)}, ensure_ascii=False)
    more = json.dumps({**PLAIN, "summary": letter * (room // size + 1)}, ensure_ascii=False)
    assert isinstance(golden.read(JSON_LINES, f"{most}\n")[0], RawEntry)
    assert problem(f"{more}\n").detail == "the line is no record: it has more than 1024 KiB"


@pytest.mark.parametrize(
    ("written", "expected"), [("en-GB", "en"), ("sr_latn_RS", "sr-Latn"), ("English", ""), ("<x>", ""), ("", "")]
)
def test_language_of_a_plain_record_is_a_tag_or_none(written: str, expected: str) -> None:
    assert expected == golden.only(JSON_LINES, line({**PLAIN, "language": written})).language


def test_terms_of_a_plain_record_are_names_or_have_one() -> None:
    record = {**PLAIN, "genre": {"label": "News"}, "offices": ["Voss, Oslo"], "topics": [{"label": "A"}, "B", "A"]}
    entry = golden.only(JSON_LINES, line(record))
    assert (entry.genre, entry.offices, entry.topics) == ("News\n", "Voss, Oslo\n", "A\nB\n")


@given(
    data=st.lists(
        st.sampled_from([line(PLAIN), line(WHOLE), "{\n", "[]\n", "\n", "\r\n", "{}", '{"a":', "\u2028"]), max_size=9
    )
)
def test_lines_are_counted_as_editors_do(data: list[str]) -> None:
    text = "".join(data)
    rows = text.split("\n")
    assume(any(row.lstrip().startswith("{") for row in rows))
    lines = [thing.line for thing in golden.read(JSON_LINES, text)]
    assert [number for number, row in enumerate(rows, start=1) if row.strip()] == lines
