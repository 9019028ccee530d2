"""Days written with the month as a word, or in numbers that can mean no other day.

The month may stand anywhere beside one day and one year; weekdays, ordinal
endings and words for "year" are read over, and anything else refuses the whole.
"""

import re
from collections.abc import Iterable
from datetime import date

from osce_feeds.normaliser.months import bare
from osce_feeds.normaliser.months import is_weekday
from osce_feeds.normaliser.months import month_number

# fmt: off
_READ_OVER = frozenset(map(bare, (
    # ordinal endings
    "st", "nd", "rd", "th", "er", "re", "e", "o", "a", "го", "nji", "njy", "ci",
    # what joins the parts
    "of", "the", "de", "del", "di", "la", "le", "el", "il", "den", "der", "am", "on",
    # "year", and "of the year"
    "г", "год", "года", "р", "рік", "року", "g", "godine", "godina", "године", "година", "годину", "anul", "anului",
    "թ", "թվականի", "წ", "წელი", "წლის", "ж", "жыл", "жылғы", "жылдын", "жылы", "yil", "yili", "yilning", "йил", "йили",
    "ýyl", "ýylyň", "il", "ili", "ilin", "соли", "оны", "gada", "aasta", "viti",
    # "month", and what a weekday is
    "сар", "сарын", "гараг",
)))
_BESIDE_A_TIME = frozenset(map(bare, (
    "at", "um", "uhr", "h", "hrs", "hours", "à", "alle", "ore", "las", "в", "о", "об", "u", "kl", "time", "local",
)))
# fmt: on
_PUNCTUATION = frozenset(",.-()|،°")

_PART = re.compile(r"[0-9]+|[٠-٩]+|[^\W\d_]+|\S")
_MONTH_IN_NUMBERS = re.compile("([0-9]{1,2})-р сар(?:ын)?")  # Mongolian
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})(?P<mark>[.-])(?P<month>[0-9]{2})(?P=mark)(?P<day>[0-9]{2})")


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_written(text: str, language: str = "", *, timed: bool = False, short: bool = False) -> date | None:
    """Return the day that the whole of *text* names, or None.

    Beside a time of day, which is not in *text* (*timed*), further words are read
    over. *short* years have two digits (RFC 822 section 5.1).
    """
    parts = _PART.findall(_MONTH_IN_NUMBERS.sub(_english, bare(text)))
    numbers = [part for part in parts if part.isdecimal()]
    words = [part for part in parts if part[0].isalpha()]
    if len(numbers) + len(words) < len([part for part in parts if part not in _PUNCTUATION]):
        return None
    if timed:
        words = [word for word in words if word not in _BESIDE_A_TIME]
    months = _months([word for word in words if word not in _READ_OVER], language)
    if months is None or not all(_readable(number, months, language) for number in numbers):
        return None
    if not months:
        return _read_numbers("".join(part for part in parts if part.isdecimal() or part in {".", "-"}).strip(".-"))
    return _read_numbers_beside(numbers, set(months.values()), short=short)


def _english(found: re.Match[str]) -> str:
    number = int(found[1])
    return f" {_ENGLISH[number - 1]} " if 1 <= number <= len(_ENGLISH) else found[0]


def _months(words: list[str], language: str) -> dict[str, int] | None:
    """Return the months among *words*, or None where some word is neither a month nor a weekday.

    A word that may be either ("mar" in Italian) is a weekday if there is another month.
    """
    months: dict[str, int] = {}
    index = 0
    while index < len(words):
        pair = " ".join(words[index : index + 2])
        if number := month_number(pair, language):
            months[pair] = number
            index += 2
            continue
        word = words[index]
        if number := month_number(word, language):
            months[word] = number
        elif not is_weekday(word):
            return None
        index += 1
    sure = {word: number for word, number in months.items() if not is_weekday(word)} if len(months) > 1 else {}
    return sure or months


def _readable(number: str, months: Iterable[str], language: str) -> bool:
    """Say whether the digits are those of the language: Arabic ones stand beside Arabic words only."""
    if number.isascii():
        return True
    arabic = any("\u0600" <= month <= "\u06ff" for month in months) or language.partition("-")[0] == "ar"
    return arabic and all("٠" <= digit <= "٩" for digit in number)


def _read_numbers(text: str) -> date | None:
    found = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    return make_day(int(found["year"]), int(found["month"]), int(found["day"])) if found else None


def _read_numbers_beside(numbers: list[str], months: set[int], *, short: bool) -> date | None:
    if len(numbers) != 2 or len(months) != 1:  # noqa: PLR2004 - a day and a year
        return None
    day, year = sorted(numbers, key=len)
    if len(year) == 2 and short:  # noqa: PLR2004
        day, year = numbers[0], f"{20 if numbers[1] < '50' else 19}{numbers[1]}"
    return make_day(int(year), months.pop(), int(day)) if len(day) <= 2 and len(year) == 4 else None  # noqa: PLR2004
