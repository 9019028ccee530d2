"""JSON lines: the records themselves, without loss."""

import json

import msgspec
import pytest
from tests.builders import CHANNELS
from tests.builders import REPRESENTATIVES
from tests.builders import rendered

from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.model.article import Article


@pytest.mark.parametrize("sample_name", CHANNELS)
def test_each_line_decodes_to_the_identical_article(sample_name: str) -> None:
    lines = rendered(JSON_LINES, CHANNELS[sample_name]).splitlines()

    assert list(CHANNELS[sample_name].articles) == [msgspec.json.decode(line, type=Article) for line in lines]


def test_each_line_ends() -> None:
    data = rendered(JSON_LINES, CHANNELS["common"])

    assert data.count(b"\n") == 3
    assert data.endswith(b"}\n")


def test_empty_selection_is_an_empty_document() -> None:
    assert rendered(JSON_LINES, CHANNELS["empty"]) == b""


def test_every_field_of_the_record_is_present_even_when_empty() -> None:
    (line,) = rendered(JSON_LINES, CHANNELS["minimal"]).splitlines()

    assert set(Article.__dataclass_fields__) == set(json.loads(line))


def test_days_and_moments_are_as_iso_8601_writes_them() -> None:
    (line, *_) = rendered(JSON_LINES, CHANNELS["common"]).splitlines()
    record = json.loads(line)

    assert record["date"] == "2025-07-04"
    assert record["published"] == "2025-07-04T10:00:01Z"
    assert record["updated"] == "2025-07-05T08:15:00Z"
    assert record["dateline"]["date"] == "2025-07-03"


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_records_are_the_same_under_every_language(tag: str) -> None:
    assert rendered(JSON_LINES, CHANNELS["common"]) == rendered(JSON_LINES, CHANNELS["common"], tag)
