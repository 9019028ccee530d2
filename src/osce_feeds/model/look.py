"""How an embedded list looks: how many articles, under a heading of which level, light or dark."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from osce_feeds.errors import BadParameter
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import parse_limit

COUNT, HEADING, THEME = "count", "heading", "theme"
LOOK_PARAMETERS = frozenset({COUNT, HEADING, THEME})
"""Names of the parameters that embeds know beside those of lists."""
COUNTS = range(1, 21)
HEADINGS = range(1, 7)
"""Levels of headings in HTML."""
THEMES = ("auto", "light", "dark")

_NUMBER = re.compile("[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Look:
    """The newest ``count`` articles under a heading of level ``heading``; ``theme`` is one of ``THEMES``."""

    count: int = 5
    heading: int = 2
    theme: str = THEMES[0]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """What is not as usual, as parameters, sorted by name."""
        mine = ((COUNT, str(self.count)), (HEADING, str(self.heading)), (THEME, self.theme))
        usual = ((COUNT, str(USUAL.count)), (HEADING, str(USUAL.heading)), (THEME, USUAL.theme))
        return tuple(pair for pair, other in zip(mine, usual, strict=True) if pair != other)


USUAL = Look()


def parse_look(pairs: Iterable[Pair]) -> Look:
    """Return the look that parameters ask for; empty values and other names are left out.

    A ``limit`` means what it means everywhere, at most so many articles: where there is no
    ``count`` it is one, as far as an embed can be long.

    Raises:
        BadParameter: where a value is none that the parameter takes, or there are two.
    """
    pairs = tuple(pairs)
    limit = parse_limit(pairs, None)
    count = _number(pairs, COUNT, COUNTS) or min(limit or USUAL.count, COUNTS[-1])
    theme = _single(pairs, THEME) or USUAL.theme
    if theme not in THEMES:
        raise BadParameter(THEME, f"theme takes one of {', '.join(THEMES)}")
    return Look(min(count, limit or count), _number(pairs, HEADING, HEADINGS) or USUAL.heading, theme)


def _number(pairs: Iterable[Pair], name: str, allowed: range) -> int | None:
    text = _single(pairs, name)
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or int(text) not in allowed:
        raise BadParameter(name, f"{name} takes a whole number from {allowed[0]} to {allowed[-1]}")
    return int(text)


def _single(pairs: Iterable[Pair], name: str) -> str:
    found = {value.strip() for other, value in pairs if other == name and value.strip()}
    if len(found) > 1:
        raise BadParameter(name, f"{name} can be given once")
    return next(iter(found), "")
