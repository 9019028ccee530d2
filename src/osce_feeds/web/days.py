"""Which day it is, for whom a day matters: feeds by UTC, publishing by the newsroom's own time."""

from collections.abc import Callable
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


class Days:
    """Tells days apart by *clock*, which answers with aware moments; both kinds of day at once."""

    def __init__(self, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        """Look at the clock when asked."""
        self._clock, self._zone = clock, zone
        self._known = (datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC), (date.min, date.min))

    def today(self) -> tuple[date, date]:
        """Return the day in UTC and the day in the zone."""
        now = self._clock()
        since, until, days = self._known
        if not since <= now < until:
            here = now.astimezone(self._zone)
            days = (now.astimezone(UTC).date(), here.date())
            midnights = zip(days, (UTC, self._zone), strict=True)
            ends = (datetime.combine(day + _DAY, time(), zone).astimezone(UTC) for day, zone in midnights)
            self._known = (now, min(ends), days)
        return days
