"""Moments for publishing days: different, in order, and not in the future."""

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from osce_feeds.model.moments import is_due
from osce_feeds.model.moments import moments
from osce_feeds.model.moments import span

VIENNA = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 7, 1, 12, 0, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 7, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "now", "expected"),
    [
        (date(2026, 7, 1), NOON, True),
        (date(2026, 6, 30), NOON, True),
        (date(2026, 7, 2), NOON, False),
        (date(2026, 7, 2), at(1, 21, 59, 59), False),
        (date(2026, 7, 2), at(1, 22), True),
    ],
)
def test_a_day_is_due_when_it_begins_in_the_newsrooms_zone(day: date, now: datetime, expected: bool) -> None:
    assert expected == is_due(day, now, VIENNA)


@pytest.mark.parametrize(
    ("day", "count", "taken", "expected"),
    [
        pytest.param(date(2026, 7, 1), 1, set(), [NOON], id="today is now"),
        pytest.param(
            date(2026, 7, 1), 3, set(), [at(1, 11, 59, 58), at(1, 11, 59, 59), NOON], id="today ends at the moment"
        ),
        pytest.param(date(2026, 7, 1), 1, {NOON}, [at(1, 11, 59, 59)], id="today has no later moment than now"),
        pytest.param(
            date(2026, 7, 1),
            3,
            {at(1, 11, 59, 59), at(1, 11, 59, 57)},
            [at(1, 11, 59, 56), at(1, 11, 59, 58), NOON],
            id="today passes over what is taken on both sides",
        ),
        pytest.param(
            date(2026, 6, 30),
            2,
            set(),
            [datetime(2026, 6, 30, 10, 0, 0, tzinfo=UTC), datetime(2026, 6, 30, 10, 0, 1, tzinfo=UTC)],
            id="an earlier day begins at ten",
        ),
        pytest.param(
            date(2026, 6, 30),
            2,
            {datetime(2026, 6, 30, 10, 0, 1, tzinfo=UTC)},
            [datetime(2026, 6, 30, 10, 0, 0, tzinfo=UTC), datetime(2026, 6, 30, 10, 0, 2, tzinfo=UTC)],
            id="an earlier day passes over what is taken upwards",
        ),
        pytest.param(date(2026, 7, 3), 2, set(), [at(3, 10), at(3, 10, 0, 1)], id="a day to come begins at ten"),
        pytest.param(date(2026, 7, 3), 0, set(), [], id="none for none"),
    ],
)
def test_moments_of_a_day(day: date, count: int, taken: set[datetime], expected: list[datetime]) -> None:
    assert expected == moments(day, count, NOON, VIENNA, taken)


def test_moments_are_whole_seconds_in_utc_whatever_the_clock_says() -> None:
    now = datetime(2026, 7, 1, 14, 0, 0, 999_999, tzinfo=VIENNA)
    found = moments(date(2026, 7, 1), 1, now, VIENNA, set())
    expected = [(NOON, UTC)]
    assert expected == [(moment, moment.tzinfo) for moment in found]


def test_an_earlier_day_that_is_still_on_elsewhere_stops_at_now() -> None:
    """In Auckland 2 July has begun, yet ten o'clock UTC of 1 July is to come."""
    now = datetime(2026, 7, 1, 12, 0, 30, tzinfo=UTC)
    taken = {datetime(2026, 7, 1, 10, 0, 0, tzinfo=UTC) + timedelta(seconds=n) for n in range(2 * 3600 + 31)}
    expected = [at(1, 9, 59, 58), at(1, 9, 59, 59)]
    assert expected == moments(date(2026, 7, 1), 2, now, ZoneInfo("Pacific/Auckland"), taken)


@settings(deadline=None)
@given(
    day=st.dates(date(2026, 6, 27), date(2026, 7, 5)),
    count=st.integers(0, 40),
    now=st.datetimes(datetime(2026, 6, 30), datetime(2026, 7, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants them naive
    zone=st.sampled_from(["UTC", "Europe/Vienna", "Pacific/Kiritimati", "Pacific/Pago_Pago"]).map(ZoneInfo),
    offsets=st.sets(st.integers(-60, 60)),
)
def test_moments_are_different_free_past_and_inside_the_span(
    day: date, count: int, now: datetime, zone: ZoneInfo, offsets: set[int]
) -> None:
    starts = (now.replace(microsecond=0), datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
    taken = {start + timedelta(seconds=offset) for start in starts for offset in offsets}
    found = moments(day, count, now, zone, taken)
    first, last = span(day)
    assert count == len(set(found) - taken)
    assert sorted(found) == found
    assert all(first <= moment <= last for moment in found)
    assert all(moment <= now for moment in found) or not is_due(day, now, zone)


def test_span_reaches_two_days_to_either_side() -> None:
    expected = (datetime(2026, 6, 29, 10, tzinfo=UTC), datetime(2026, 7, 3, 10, tzinfo=UTC))
    assert expected == span(date(2026, 7, 1))
