"""CSV: what a spreadsheet and a script read."""

import csv
import io

import pytest
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered

from osce_feeds.formats.csv_table import COLUMNS
from osce_feeds.formats.csv_table import CSV
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.csv_table import guarded


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_table_begins_with_the_mark_by_which_excel_knows_utf8() -> None:
    assert rendered(CSV, CHANNELS["common"]).startswith(b'\xef\xbb\xbf"key",')
    assert rendered(RAW_CSV, CHANNELS["common"]).startswith(b'"key",')


def test_every_line_has_every_column_and_ends_as_the_standard_says() -> None:
    data = rendered(CSV, CHANNELS["hostile"])

    assert data.endswith(b"\r\n")
    assert [tuple(row) for row in rows(data)] == [COLUMNS]
    assert all(None not in row.values() for row in rows(data))


def test_dates_are_for_machines_and_for_people() -> None:
    (row, *_) = rows(rendered(CSV, CHANNELS["common"], "ru"))

    assert (row["date"], row["date_text"]) == ("2025-07-04", "4 июля 2025\u202fг.")
    assert row["offices"] == "Миссия ОБСЕ в Скопье; Присутствие ОБСЕ в Албании"
    assert row["office_codes"] == "mission-to-skopje; presence-in-albania"


def test_numbers_stay_numbers() -> None:
    assert b'",1,"usable"' in rendered(CSV, CHANNELS["minimal"])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\0x", ' "=1', "＝1", "＋1", "－1", "＠x", "“=1", "\u00a0@x"]
)
def test_formula_is_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    if text.isprintable():
        (row,) = rows(rendered(CSV, make_channel((make_article(headline=text),))))
        assert row["headline"] == f"'{text}"
        (row,) = rows(rendered(RAW_CSV, make_channel((make_article(headline=text),))))
        assert row["headline"] == text


@pytest.mark.parametrize("cell", ["", "Ferry", "a=b", "'quoted'", "1-2", 7, -1])
def test_other_cells_are_as_they_are(cell: str | int) -> None:
    assert guarded(cell) == cell


def test_article_that_left_says_so() -> None:
    channel = make_channel((make_article(),), left=frozenset({"voss2345abcd"}))

    assert [row["status"] for row in rows(rendered(CSV, channel))] == ["left"]
