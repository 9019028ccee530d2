"""Articles that may be one and the same: alike in headline or summary, in one language, within a few days.

Pairs are looked for among articles that share a run of words: all of them where it
is rare in those days, else neighbours only, so that a whole archive takes seconds.
"""

import re
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from osce_feeds.model.article import Article
from osce_feeds.text import words

DAYS = 3
"""Days by which two articles about the same may be apart."""
_RARE = 30
"""Articles of neighbouring days that share a run of words, up to which each is compared with each."""
_TEXT = 8
"""Runs of words from which on a summary says something about an article."""
_ALIKE_HEADLINES, _ALIKE_TEXTS = 0.8, 0.6
_OTHER_TEXTS = 0.3
"""Below that, two summaries are about different things, however alike the headlines are."""
_SERIES = 0.9
"""Texts of a series, which differ in the numbers of their headlines, are alike by nature."""
_DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, the earlier one first, and how alike they are, from 0 to 1."""

    first: Article
    second: Article
    likeness: float


@dataclass(frozen=True, slots=True)
class _Print:
    """What of an article is compared, words and runs of words as numbers."""

    article: Article
    day: int
    headline: frozenset[str]
    numbers: frozenset[str]
    text: frozenset[int]
    runs: frozenset[int]


def likely_duplicates(articles: Sequence[Article]) -> list[Pair]:
    """Return the pairs of *articles* that may be one article, the most alike first."""
    blocks: dict[tuple[str, int], list[_Print]] = {}
    for article in articles:
        blocks.setdefault((article.language, article.date.toordinal() // (DAYS + 1)), []).append(_print(article))
    pairs = [
        pair
        for (language, block), prints in blocks.items()
        for pair in _pairs(prints, blocks.get((language, block + 1), []))
    ]
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.first.date, pair.first.key, pair.second.key))


def _pairs(prints: list[_Print], later: list[_Print]) -> Iterator[Pair]:
    """Yield the alike ones of a block of days, each with another of the same block or of the next one."""
    both = prints + later
    sharing: dict[int, list[int]] = {}
    for number, one in enumerate(both):
        for run in one.runs:
            sharing.setdefault(run, []).append(number)
    candidates = {pair for numbers in sharing.values() for pair in _neighbours(numbers) if pair[0] < len(prints)}
    for number, other in sorted(candidates):
        one, two = both[number], both[other]
        if abs(one.day - two.day) <= DAYS and (likeness := _likeness(one, two)):
            first, second = sorted((one.article, two.article), key=lambda article: (article.date, article.published))
            yield Pair(first, second, round(likeness, 2))


def _neighbours(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of *numbers*; of many, only those that follow each other."""
    reach = len(numbers) if len(numbers) <= _RARE else 1
    for place, number in enumerate(numbers):
        for other in numbers[place + 1 : place + 1 + reach]:
            yield number, other


def _likeness(one: _Print, two: _Print) -> float:
    """Return how alike two articles are, 0 where they are hardly the same."""
    series = one.numbers != two.numbers
    headlines = 0.0 if series else len(one.headline & two.headline) / len(one.headline | two.headline)
    shortest = min(len(one.text), len(two.text))
    if shortest < _TEXT:
        return headlines if headlines >= _ALIKE_HEADLINES else 0.0
    texts = len(one.text & two.text) / shortest  # of the shorter one, since sources cut
    if texts >= (_SERIES if series else _ALIKE_TEXTS):
        return texts
    return headlines if headlines >= _ALIKE_HEADLINES and texts >= _OTHER_TEXTS else 0.0


def _print(article: Article) -> _Print:
    headline, summary = words(article.headline), words(article.summary)
    text = frozenset(_runs(summary, 3))
    return _Print(
        article,
        article.date.toordinal(),
        frozenset(headline),
        frozenset(word for word in headline if _DIGIT.search(word)),
        text,
        text | frozenset(_runs(headline, min(2, len(headline)), "headline ")),
    )


def _runs(said: list[str], length: int, kind: str = "") -> Iterator[int]:
    for start in range(len(said) - length + 1):
        yield crc32(f"{kind}{' '.join(said[start : start + length])}".encode())
