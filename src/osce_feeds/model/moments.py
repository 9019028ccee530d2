"""Moments for publishing days: the listing has days only, feeds demand moments."""

from collections.abc import Container
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import tzinfo

MIDDAY = time(10, 0, tzinfo=UTC)
"""Ten o'clock UTC is the same calendar day from Hawaii to Kamchatka."""

_SECOND = timedelta(seconds=1)


def is_due(day: date, now: datetime, zone: tzinfo) -> bool:
    """Say whether *day* has begun in the newsroom's time zone."""
    return day <= now.astimezone(zone).date()


def moments(day: date, count: int, now: datetime, zone: tzinfo, taken: Container[datetime]) -> list[datetime]:
    """Return *count* different moments for articles first seen together, oldest first, whole seconds, UTC.

    The last ones up to *now* where *day* is today in *zone*, else from ten o'clock
    UTC of the day. *taken* moments are passed over upwards. Never later than *now*,
    except for a day that has not begun; where the seconds run out, earlier ones serve.
    """
    now = now.astimezone(UTC).replace(microsecond=0)
    today = now.astimezone(zone).date()
    start = now - (count - 1) * _SECOND if day == today else datetime.combine(day, MIDDAY)
    found: list[datetime] = []
    moment = start
    while len(found) < count and (day > today or moment <= now):
        if moment not in taken:
            found.append(moment)
        moment += _SECOND
    moment = start - _SECOND
    while len(found) < count:
        if moment not in taken:
            found.append(moment)
        moment -= _SECOND
    return sorted(found)


def span(day: date) -> tuple[datetime, datetime]:
    """Return the first and the last moment that ``moments`` can give for *day*, whatever the zone and the ties."""
    midday = datetime.combine(day, MIDDAY)
    return midday - timedelta(days=2), midday + timedelta(days=2)
