"""Datelines: where and when a summary says it was written, split off its start.

Every shape is places, a separator, a date, an end. The first digit of a summary
is where the date is; what stands before it must be places, what stands after it
must end. The less a shape is marked, the more is asked of it: without a
separator or without an end mark, places are in capitals and the year is there.

What merely resembles a dateline ("On 22 July 2022, an event", "Oslo, Norway. The
mission") stays in the text, and so does a range of days, which says when
something took place, not when a text was written.
"""

import re
from datetime import date
from typing import NamedTuple

from osce_feeds.model.article import Dateline
from osce_feeds.normaliser.dates import YEARS
from osce_feeds.normaliser.months import month_number
from osce_feeds.normaliser.places import read_places
from osce_feeds.normaliser.written_days import make_day

_REACH = 160
"""Characters from the start within which a dateline ends; the longest known one has 71."""
_DASH = "-‐‑‒–—―−"
_SEPARATORS = f" \u00a0,|{_DASH}"
_STOPS = ".:;"

_WORD = r"[^\W\d_]{3,12}"
_YEAR = r"[12][0-9]{3}(?!\w)"
_DATES = (
    re.compile(
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th|er|re|º|°|\.|-?го)?\s*(?:(?:de|of)\s+)?(?P<month>{_WORD})\.?"
        rf"(?:,?\s*(?:(?:del?|of)\s+)?(?P<year>{_YEAR}))?"
    ),
    re.compile(rf"(?P<day>[0-9]{{1,2}})\.\s?(?P<number>[0-9]{{1,2}})\.\s?(?P<year>{_YEAR})"),
    re.compile(r"(?P<year>[12][0-9]{3})-(?P<number>[0-9]{2})-(?P<day>[0-9]{2})(?!\w)"),
)
_MONTH_BEFORE = re.compile(rf"(?P<month>{_WORD})\.?\s+\Z")
_ARTICLE_BEFORE = re.compile(r"(?<=[\s,])(?:le|am|den|il|el|dana)\s+\Z")
_DAY_AFTER_MONTH = re.compile(rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{_YEAR})")
_OF_THE_YEAR = re.compile(
    r"\.?\s*(?:(?:года|год|г|року|рік|р|godine|godina|године|година)(?!\w)\.?|(?:god|g)\.)", re.IGNORECASE
)
_AGENCY = re.compile(r"\s*\((?:[A-ZА-ЯЁЄІЇ]{2,10}/?){1,2}\)")
_END = re.compile(rf"\s{{0,2}}[{_STOPS},]?\s{{0,2}}[{_DASH}][{_DASH}\s]*|\s{{0,2}}[.:|]\s+")
_FAINT_END = re.compile(r"\s{0,2},\s+|\s+")


class _Date(NamedTuple):
    """A date in a summary: where it starts and ends, its day, and whether the year is written."""

    start: int
    end: int
    day: date
    has_year: bool


def split_dateline(summary: str, published: date, language: str = "") -> tuple[Dateline | None, str]:
    """Return the dateline at the start of *summary*, or None, and the text after it.

    A missing year is the one that brings the date closest to *published*.
    *language* is the page's (BCP 47).
    """
    start = summary[:_REACH]
    digit = next((index for index, letter in enumerate(start) if letter.isdecimal()), 0)
    found = _find_date(start, digit, published, language) if digit else None
    if found is None:
        return None, summary
    before = start[: found.start].rstrip(_SEPARATORS)
    separated = any(mark in _SEPARATORS.strip() for mark in start[len(before) : found.start])
    places = read_places(_AGENCY.sub("", before.rstrip(_STOPS) if not separated else before))
    sure = before.isupper() and found.has_year
    end = _end(summary, found, language, sure=sure)
    if not places or end is None or end == len(summary) or not (separated or sure):
        return None, summary
    return Dateline(summary[: found.end].strip(), places, found.day), summary[end:].strip()


def _find_date(text: str, digit: int, published: date, language: str) -> _Date | None:
    """Return the date that the first digit of *text* belongs to, with all that is read as part of it."""
    before = _MONTH_BEFORE.search(text, max(0, digit - 16), digit)
    month = month_number(before["month"], language) if before else None
    found = _DAY_AFTER_MONTH.match(text, digit) if month else None
    article = _ARTICLE_BEFORE.search(text, max(0, digit - 8), digit)
    start = before.start() if before and found else article.start() if article else digit
    for shape in () if found else _DATES:
        if found := shape.match(text, digit):
            parts = found.groupdict()
            month = int(parts["number"]) if "number" in parts else month_number(parts["month"], language)
            break
    day = _day(int(found["day"]), month, found["year"], published) if found and month else None
    if found is None or day is None:
        return None
    end = found.end()
    if found["year"] and (further := _OF_THE_YEAR.match(text, end)):
        end = further.end()
    if agency := _AGENCY.match(text, end):
        end = agency.end()
    return _Date(start, end, day, bool(found["year"]))


def _day(day: int, month: int, year: str | None, published: date) -> date | None:
    if year:
        return make_day(int(year), month, day) if int(year) in YEARS else None
    years = (published.year - 1, published.year, published.year + 1)
    days = [candidate for near in years if (candidate := make_day(near, month, day))]
    return min(days, key=lambda candidate: abs(candidate - published), default=None)


def _end(summary: str, found: _Date, language: str, *, sure: bool) -> int | None:
    """Return where the text after the dateline starts, or None where the date does not end one."""
    if end := _END.match(summary, found.end):
        further = _DATES[0].match(summary, end.end())
        ranged = further is not None and month_number(further["month"], language) is not None
        return None if ranged else end.end()
    end = _FAINT_END.match(summary, found.end) if sure else None
    return end.end() if end and summary[end.end() : end.end() + 1].isupper() else None
