"""Headlines and summaries as a newsroom prints them: datelines, cut ends, many scripts. Dice decide."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from functools import cache
from random import Random

from babel.dates import get_month_names

from osce_feeds.model.article import Dateline
from phrases import PHRASES
from phrases import Phrases

SHORTEST, LONGEST = 200, 600
"""Characters of a summary."""
MARKED_UNTIL = 2019
"""Year from which on a cut summary stops in mid-sentence; before, dots mark the cut."""
_DATELINES, _SECOND_PLACE, _OTHER_DAY, _CUT, _COLON = 0.7, 0.1, 0.03, 0.75, 0.05
"""How many of all summaries have a dateline, of those with one two places or another day, and so on."""
_EARLIEST, _LATEST = 71, 3
"""Days before and after the publishing day that a dateline may name."""
_MOST = 99
_WORD = 30
"""Characters by which a cut may shorten a text."""
_LOOSE = " .,:–“„«"
"""What does not stand at the end of a text that was cut after a word."""


@dataclass(frozen=True, slots=True)
class Prose:
    """What people read of an article."""

    headline: str
    dateline: Dateline | None
    summary: str
    cut: bool


def tell(dice: Random, language: str, day: date, mark: str) -> Prose:
    """Return what an article published on *day* says; *mark* makes its headline differ from all others."""
    phrases = PHRASES[language]
    dateline = _dateline(dice, phrases, day) if dice.random() < _DATELINES else None
    summary, cut = _summary(dice, phrases)
    return Prose(_headline(dice, phrases, mark), dateline, summary, cut)


def say_day(language: str, day: date) -> str:
    """Return *day* as the newsroom writes it in *language*: "4 July 2025"."""
    return _written(PHRASES[language], day)


def pick(dice: Random, things: tuple[str, ...]) -> str:
    """Return one of *things*."""
    return things[int(dice.random() * len(things))]


def _headline(dice: Random, phrases: Phrases, mark: str) -> str:
    told = f"{pick(dice, phrases.subjects)} {pick(dice, phrases.acts)}".format(number=_number(dice))
    headline = f"{told} {phrases.pier.format(number=mark)}"
    return f"{pick(dice, phrases.places)}: {headline}" if dice.random() < _COLON else headline


def _dateline(dice: Random, phrases: Phrases, day: date) -> Dateline:
    places = [pick(dice, phrases.places).upper()]
    if dice.random() < _SECOND_PLACE and (second := pick(dice, phrases.places).upper()) not in places:
        places.append(second)
    if dice.random() < _OTHER_DAY:
        day += timedelta(days=int(dice.random() * (_EARLIEST + _LATEST + 1)) - _EARLIEST)
    return Dateline(f"{'/'.join(places)}, {_written(phrases, day)}", tuple(places), day)


def _summary(dice: Random, phrases: Phrases) -> tuple[str, bool]:
    wanted = SHORTEST + _WORD + int(dice.random() * (LONGEST - SHORTEST - _WORD))
    text = _sentence(dice, phrases)
    while len(text) < wanted:
        longer = f"{text} {_sentence(dice, phrases)}"
        if len(longer) > LONGEST:
            break
        text = longer
    if dice.random() < _CUT:
        return text[:wanted].rpartition(" ")[0].rstrip(_LOOSE), True
    return text, False


def _sentence(dice: Random, phrases: Phrases) -> str:
    parts = f"{pick(dice, phrases.subjects)} {pick(dice, phrases.acts)} {pick(dice, phrases.tails)}."
    return parts.format(number=_number(dice), place=pick(dice, phrases.places))


def _number(dice: Random) -> int:
    return 2 + int(dice.random() * _MOST)


def _written(phrases: Phrases, day: date) -> str:
    return phrases.day.format(day=day.day, month=_months(phrases.locale)[day.month], year=day.year)


@cache
def _months(locale: str) -> dict[int, str]:
    return dict(get_month_names("wide", "format", locale))
