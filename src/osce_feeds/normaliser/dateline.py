"""Datelines: where and when a summary says it was written, split off its start.

Every shape is places, a separator, a date, an end. The parts are tables, so a
further shape is a further row. What merely resembles a dateline ("On 22 July
2022, an event", "Oslo, Norway. The mission") must stay in the text: places are
capitalised words without prepositions, a separator stands between them and the
date, and after the date comes an end mark or, below all-capital places, a
capital letter.
"""

import re
from datetime import date

from osce_feeds.model.article import Dateline
from osce_feeds.normaliser.dates import DAY
from osce_feeds.normaliser.dates import MONTH_WORD
from osce_feeds.normaliser.dates import YEAR
from osce_feeds.normaliser.dates import make_day
from osce_feeds.normaliser.dates import month_number

_REACH = 160
"""Characters from the start within which a dateline ends; the longest known one has 71."""
_PLACE_WORDS = 6
_DASH = "-‐‑‒–—―"
_DATE = re.compile(
    rf"(?P<places>[^0-9]{{2,100}}?)(?P<separator>\s*[,|{_DASH}]\s*)"
    rf"(?P<date>{DAY}(?:\.|er|º)?\s+(?:de\s+)?(?P<month>{MONTH_WORD})\.?(?:,?\s+(?:del?\s+)?{YEAR}\b)?)"
    r"(?P<era>\.?\s+(?:г|р|года|року|godine|године)\b\.?)?"
    r"(?P<agency>\s*\(OSCE\))?"
)
_END = re.compile(rf"\s*(?:[{_DASH}]+|[.:|](?=\s|$))\s*")
_FURTHER_DAY = re.compile(rf"{DAY}\.?\s+(?:de\s+)?(?P<month>{MONTH_WORD})")
_NO_END = re.compile(r"\s+(?=[^\W\d_])")

_PLACE_SEPARATOR = re.compile(r"\s*/\s*")
_NOT_IN_PLACES = re.compile(r"[.!?:;\"“”()]\s|[!?:;\"“”()\[\]@#]")
# fmt: off
_PARTICLES = frozenset((
    "of", "the", "and", "de", "la", "le", "di", "da", "del", "des", "do", "du", "am", "an", "der", "im", "in", "on",
    "sur", "upon", "pri", "na", "nad", "pod", "kod",
))
"""Words inside the name of a place that are not capitalised."""
_PREPOSITIONS = frozenset((
    "on", "in", "at", "from", "by", "since", "until", "after", "before", "during", "between", "today", "yesterday",
    "tomorrow", "du", "au", "dès", "am", "im", "ab", "vom", "seit", "dal", "nel", "desde", "en", "в", "на", "с", "со",
    "от", "до", "у", "з", "від", "din", "pe", "u", "od", "do", "na",
))
"""Words that begin a sentence with a date in it, and no place."""
# fmt: on


def split_dateline(summary: str, published: date) -> tuple[Dateline | None, str]:
    """Return the dateline at the start of *summary*, or None, and the text after it.

    A missing year is the one that brings the date closest to *published*.
    """
    found = _DATE.match(summary[:_REACH])
    if not found:
        return None, summary
    end = _end(summary, found)
    places = _places(found["places"])
    day = _day(found, published)
    if end is None or not places or day is None:
        return None, summary
    return Dateline(summary[: found.end()].strip(), places, day), summary[end:].strip()


def _end(summary: str, found: re.Match[str]) -> int | None:
    """Return where the text after the dateline starts, or None where the date does not end one."""
    if end := _END.match(summary, found.end()):
        further = _FURTHER_DAY.match(summary, end.end())
        ranged = further is not None and month_number(further["month"]) is not None
        return None if ranged or end.end() == len(summary) else end.end()
    end = _NO_END.match(summary, found.end())
    if end and found["year"] and found["places"].isupper() and summary[end.end()].isupper():
        return end.end()
    return None


def _places(text: str) -> tuple[str, ...]:
    """Return the places as printed, or none where the words are not places.

    After a comma, all capitals mean a further place, other words the country of
    the one before.
    """
    if _NOT_IN_PLACES.search(text) or not all(_is_place(part) for part in re.split("[/,]", text)):
        return ()
    places: list[str] = []
    for group in _PLACE_SEPARATOR.split(text.strip()):
        first, *others = (part.strip() for part in group.split(","))
        places.append(first)
        for part in others:
            if part.isupper():
                places.append(part)
            else:
                places[-1] = f"{places[-1]}, {part}"
    return tuple(places)


def _is_place(text: str) -> bool:
    words = text.replace("-", " ").replace("–", " ").split()
    if not 1 <= len(words) <= _PLACE_WORDS or words[0].casefold() in _PREPOSITIONS or "OSCE" in words:
        return False
    return all(word[0].isupper() or word.casefold() in _PARTICLES for word in words)


def _day(found: re.Match[str], published: date) -> date | None:
    month = month_number(found["month"])
    if month is None:
        return None
    day = int(found["day"])
    if found["year"]:
        return make_day(int(found["year"]), month, day)
    years = (published.year - 1, published.year, published.year + 1)
    days = [candidate for year in years if (candidate := make_day(year, month, day))]
    return min(days, key=lambda candidate: abs(candidate - published), default=None)
