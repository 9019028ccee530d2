"""Publishing days as people write them, in the languages of the newsroom.

Month names come from CLDR, as used inside dates and alone, long and short, so a
further language is one entry in ``LANGUAGES``.
"""

import re
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names

from osce_feeds.text import fold_label

LANGUAGES = ("en", "fr", "de", "it", "ru", "es", "uk", "ro", "bs", "bs_Cyrl", "sr", "sr_Latn", "hr", "mk", "sq")
"""Locales whose month names are understood; where two share a spelling they agree on the month."""

DAY = r"(?P<day>[0-9]{1,2})"
YEAR = r"(?P<year>[12][0-9]{3})"
MONTH_WORD = r"[^\W\d_]{3,12}"

_NUMERIC = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
# "4 July 2025", "4. Juli 2025", "4 de julio de 2025", "4 липня 2025 р.", "26. novembar 2025. godine"
_WRITTEN = re.compile(
    rf"{DAY}(?:\.|º|er)?\s+(?:de\s+)?(?P<month>{MONTH_WORD})\.?\s+(?:del?\s+)?{YEAR}\.?"
    r"(?:\s+(?:г|р|года|року|godine|године)\.?)?"
)


def read_day(text: str) -> date | None:
    """Return the day that the whole of *text* names, or None where it names none.

    Written with the month as a word, or as ISO 8601. Numbers such as 04/07/2025
    are refused, since they mean two different days.
    """
    plain = " ".join(text.split()).casefold()
    found = _NUMERIC.fullmatch(plain)
    month = int(found["month"]) if found else 0
    if not found and (found := _WRITTEN.fullmatch(plain)):
        month = month_number(found["month"]) or 0
    return make_day(int(found["year"]), month, int(found["day"])) if found else None


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_number(word: str) -> int | None:
    """Return the month (1 to 12) that *word* names in any known language, or None."""
    return _months().get(_bare(word))


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    return {
        _bare(name): number
        for language in LANGUAGES
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in get_month_names(width, context, language).items()
    } | {"sept": 9}


def _bare(word: str) -> str:
    return fold_label(word).rstrip(".")
