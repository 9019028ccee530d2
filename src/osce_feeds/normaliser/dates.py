"""Publishing days as sources give them: in words, in numbers, or as a moment.

A moment counts with its offset only; without one, the day is what is written.
Numbers mean a day only where they can mean no other: 2025-07-04 (ISO 8601), and
04.07.2025, which every language that dates with stops reads day first.
04/07/2025 means two different days and is refused.
"""

import re
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import timezone as Offset  # noqa: N812 - the zone that is asked for has a better claim to the name
from functools import lru_cache
from zoneinfo import ZoneInfo

from osce_feeds.normaliser.written_days import read_written

YEARS = range(1990, 2101)
"""Years in which anything can have been published."""

_LONGEST = 100
"""Characters of the longest date that is looked at."""
_REMEMBERED = 4096
"""Dates kept read: those of a listing repeat."""

_ISO = re.compile(r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}[T ][0-9]{2}:?[0-9]{2}[0-9:.,]{0,16}(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_LEAP_SECOND = re.compile(r"(?<=[0-9]{2}):60(?![0-9:])")
_TIME = re.compile(
    r"(?<![0-9.:])(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?![0-9:])"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?"
)
_ZONE = re.compile(r" ?\(?(?:(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})|(?P<name>[a-z]{1,4}))\b\)?")
_TIME_WITH_A_STOP = re.compile(r"(?<![0-9.])[0-9]{1,2}\.[0-9]{2}(?= ?(?:uhr|h)\b)")

# fmt: off
_ZONES = {
    # RFC 822 section 5.1.
    "ut": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    # What newsrooms in Europe write.
    "utc": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3,
}
# fmt: on


def read_day(text: str, timezone: str = "UTC", language: str = "") -> date | None:
    """Return the day that the whole of *text* names, or None where it names none, or more than one.

    A moment (RFC 3339, RFC 822) means the day that it falls on in *timezone*
    (IANA); midnight sharp means the day that is written, since it stands for a day
    without a time. *language* is the page's (BCP 47). Years outside ``YEARS`` are
    refused.
    """
    return _read(text, timezone, language) if len(text) <= _LONGEST else None


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, timezone: str, language: str) -> date | None:
    plain = " ".join(text.split())
    iso = re.sub(" (?=[Z+-])", "", plain.upper())
    day = _read_iso(iso, timezone) if _ISO.fullmatch(iso) else _read_words(plain.casefold(), timezone, language)
    return day if day and day.year in YEARS else None


def _read_iso(text: str, timezone: str) -> date | None:
    try:
        return _day_of(datetime.fromisoformat(_LEAP_SECOND.sub(":59", text)), timezone)
    except ValueError:
        return None


def _read_words(text: str, timezone: str, language: str) -> date | None:
    found = _TIME.search(text)
    if not found:
        untimed, count = _TIME_WITH_A_STOP.subn(" ", text)
        return read_written(untimed, language, timed=count > 0)
    zone = _ZONE.match(text, found.end())
    offset = _offset(zone) if zone else None
    end = zone.end() if zone and offset else found.end()
    day = read_written(f"{text[: found.start()]} {text[end:]}", language, timed=True, short=offset is not None)
    clock = _clock(found)
    if day is None or clock is None:
        return None
    return _day_of(datetime.combine(day, clock, offset), timezone)


def _clock(found: re.Match[str]) -> time | None:
    """Return the time of day, or None where the clock has no such time; a leap second counts as the one before."""
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    try:
        return time(hour, int(found["minute"]), min(int(found["second"] or 0), 59))
    except ValueError:
        return None


def _offset(zone: re.Match[str]) -> Offset | None:
    """Return the offset that *zone* names, or None where it is no zone."""
    if zone["name"]:
        hours = _ZONES.get(zone["name"])
        return None if hours is None else Offset(timedelta(hours=hours))
    size = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"]))
    return Offset(-size if zone["sign"] == "-" else size) if size < timedelta(hours=24) else None


def _day_of(moment: datetime, timezone: str) -> date:
    if moment.tzinfo is None or moment.time() == time.min or moment.year not in YEARS:
        return moment.date()
    return moment.astimezone(ZoneInfo(timezone)).date()
