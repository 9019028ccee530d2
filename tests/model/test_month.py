from datetime import date

import pytest

from osce_feeds.model.month import Month


@pytest.mark.parametrize("text", ["2026-07", "0001-01", "9999-12"])
def test_month_is_written_as_it_is_read(text: str) -> None:
    assert str(Month.read(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2026-7", "2026-13", "2026-00", "0000-01", "26-07", "2026-07-01", "٢٠٢٦-٠٧", "2026-07\n"]
)
def test_anything_else_is_no_month(text: str) -> None:
    assert Month.read(text) is None


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        (Month(2026, 7), date(2026, 7, 1), date(2026, 7, 31)),
        (Month(2024, 2), date(2024, 2, 1), date(2024, 2, 29)),
        (Month(9999, 12), date(9999, 12, 1), date.max),
    ],
)
def test_month_has_its_days(month: Month, first: date, last: date) -> None:
    assert (month.first, month.last) == (first, last)
    assert Month.of(last) == month


@pytest.mark.parametrize(("count", "expected"), [(0, Month(2025, 11)), (1, Month(2025, 12)), (14, Month(2027, 1))])
def test_months_are_counted(count: int, expected: Month) -> None:
    assert Month(2025, 11).after(count) == expected
    assert Month(2025, 11).until(expected) == count


def test_months_compare_by_time() -> None:
    assert sorted([Month(2026, 1), Month(2025, 12), Month(2025, 2)]) == [
        Month(2025, 2),
        Month(2025, 12),
        Month(2026, 1),
    ]
