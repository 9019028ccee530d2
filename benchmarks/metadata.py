"""Types, offices and topics as a newsroom hands them out: a few often, many seldom, some only for a time."""

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from osce_feeds.i18n import packaged
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE

FREQUENT_OFFICE, FREQUENT_TOPIC = "mission-to-bosnia-and-herzegovina", "human-rights"
"""About one article in eight has each of them."""
CLOSED_OFFICE, CLOSED_AFTER = "mission-to-georgia", 2009
LATE_TOPIC, LATE_SINCE = "cyber-ict-security", 2021
"""No article has both: the office was gone before anybody wrote on the topic."""

_FIRST, _DECLINE = 0.15, 0.9
"""The share of the most frequent term, and how much rarer each further one is than the one before."""
_BARE, _TYPE_ONLY, _NO_OFFICE, _NO_TOPIC = 0.17, 0.03, 0.07, 0.25
"""How many articles lack all metadata; all but the type; offices alone; topics alone."""
_TWO_OFFICES, _MORE_TOPICS = 0.12, (0.6, 0.88)
_INFERRED = 0.03
_TYPES = (0.45, 0.8, 0.88, 0.94, 0.98, 1.0)
"""Types in the order of the vocabulary, each up to its number."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What an article is filed under; offices are ``inferred`` where the listing's filter alone says them."""

    genre: Term | None = None
    offices: tuple[Term, ...] = ()
    topics: tuple[Term, ...] = ()
    inferred: bool = False


class Skew:
    """Terms of which the first is the most frequent, and each further one a little rarer."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Weigh *terms*, which are sorted by frequency."""
        self._terms = tuple(terms)
        others = [_DECLINE**rank for rank in range(len(self._terms) - 1)]
        rest = (1 - _FIRST) / sum(others)
        self._sums = list(accumulate([_FIRST, *(weight * rest for weight in others)]))

    def pick(self, dice: Random, number: int) -> tuple[Term, ...]:
        """Return up to *number* different terms, at least one."""
        last = len(self._terms) - 1
        places = (min(bisect(self._sums, dice.random()), last) for _ in range(number))
        return tuple(dict.fromkeys(self._terms[place] for place in places))


def file(dice: Random, day: date) -> Metadata:
    """Return what an article of *day* is filed under."""
    kind = dice.random()
    if kind < _BARE:
        return Metadata()
    genre = _GENRES[bisect(_TYPES, dice.random())]
    if kind < _BARE + _TYPE_ONLY:
        return Metadata(genre)
    topics = _topics(dice, day)
    if kind < _BARE + _TYPE_ONLY + _NO_OFFICE:
        return Metadata(genre, (), topics)
    offices = _OFFICES[day.year <= CLOSED_AFTER].pick(dice, 1 + (dice.random() < _TWO_OFFICES))
    inferred = dice.random() < _INFERRED
    if kind < _BARE + _TYPE_ONLY + _NO_OFFICE + _NO_TOPIC:
        return Metadata(genre, offices, (), inferred)
    return Metadata(genre, offices, topics, inferred)


def _topics(dice: Random, day: date) -> tuple[Term, ...]:
    return _TOPICS[day.year >= LATE_SINCE].pick(dice, 1 + bisect(_MORE_TOPICS, dice.random()))


def _sorted(scheme: str, *first: str, without: str = "") -> list[Term]:
    """Return the terms of *scheme*, the *first* ones before the others, which keep the order of the vocabulary."""
    concepts = packaged.vocabulary().concepts[scheme]
    codes = dict.fromkeys((*first, *concepts))
    return [concepts[code].term for code in codes if code != without]


_GENRES = _sorted(TYPE)
_OFFICES = {
    True: Skew(_sorted(OFFICE, FREQUENT_OFFICE, CLOSED_OFFICE)),
    False: Skew(_sorted(OFFICE, FREQUENT_OFFICE, without=CLOSED_OFFICE)),
}
_TOPICS = {
    True: Skew(_sorted(TOPIC, FREQUENT_TOPIC, LATE_TOPIC)),
    False: Skew(_sorted(TOPIC, FREQUENT_TOPIC, without=LATE_TOPIC)),
}
