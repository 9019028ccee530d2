"""Whether the lists, and the counts of what is in them, are those that the articles make."""

from collections.abc import Iterable
from collections.abc import Iterator
from itertools import groupby

import msgspec
import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.article_checks import Violation
from osce_feeds.store.places import ANY
from osce_feeds.store.places import LEADS
from osce_feeds.store.places import Code
from osce_feeds.store.places import Edition
from osce_feeds.store.places import Tally
from osce_feeds.store.places import places
from osce_feeds.store.places import tally
from osce_feeds.store.records import decode_article

Row = tuple[int, ...]
_MOST = 20
"""Rows that are named; more say no more."""
_WORD = 2**64
_UNKNOWN = -1


class _Numbers:
    """The numbers by which lists know terms and languages, and what to call them."""

    def __init__(self, connection: sa.Connection) -> None:
        term, language = schema.term, schema.language
        self._terms: dict[Code, int] = {ANY: 0} | {
            (row.scheme, row.code): row.id for row in connection.execute(sa.select(term))
        }
        self._languages: dict[str, int] = {LEADS: 0} | {
            row.tag: row.id for row in connection.execute(sa.select(language))
        }
        self._codes = {number: code for code, number in self._terms.items()}
        self._tags = {number: tag for tag, number in self._languages.items()}

    def term(self, code: Code) -> int:
        """Return the number of a term, or one that none has."""
        return self._terms.get(code, _UNKNOWN)

    def language(self, tag: str) -> int:
        """Return the number of a language, or one that none has."""
        return self._languages.get(tag, _UNKNOWN)

    def name(self, terms: Iterable[int], language: int) -> str:
        """Return what to call the list of *terms* in a *language*, 0 for any."""
        codes = [self._codes.get(number, ("term", f"number {number}")) for number in terms if number]
        named = [f"{scheme} {code!r}" for scheme, code in codes] or ["everything"]
        return " and ".join(named) + (f" in {self._tags.get(language, language)}" if language else "")


def wrong_lists(connection: sa.Connection) -> Iterator[Violation]:
    """Yield where lists hold what they should not, or lack what they should hold, and counts that are wrong.

    Nothing is said where a record cannot be read: that is another rule.
    """
    numbers, counts = _Numbers(connection), tally()
    try:
        expected, found = _sum(_expected(connection, numbers, counts)), _sum(_found(connection))
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return
    if expected != found:
        yield from _named(set(_expected(connection, numbers, tally())), set(_found(connection)), numbers)
    yield from _counts(connection, numbers, counts)
    yield from _differences(connection, numbers, counts)


def _sum(rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many rows there are, and a number that tells them from others in whatever order."""
    number = total = 0
    for row in rows:
        number += 1
        total = (total + hash(row)) % _WORD
    return number, total


def _expected(connection: sa.Connection, numbers: _Numbers, counts: Tally) -> Iterator[Row]:
    """Yield the rows that the articles make, and count them."""
    table = schema.article
    query = sa.select(table.c.work, table.c.lead, table.c.record).order_by(table.c.work)
    rows = connection.execution_options(yield_per=500).execute(query)
    for _, of_work in groupby(rows, key=lambda row: row.work):
        editions = [Edition(decode_article(row.record), row.lead) for row in of_work]
        counts.take(editions)
        for place in places(editions):
            yield (
                *(numbers.term(place.term), numbers.term(place.topic)),
                *(numbers.language(place.edition), place.published),
                *(numbers.language(place.language), int(place.alone), place.received, place.version),
            )


def _found(connection: sa.Connection) -> Iterator[Row]:
    rows = connection.execution_options(yield_per=500).execute(sa.select(schema.listing))
    return (tuple(map(int, row)) for row in rows)


def _named(expected: set[Row], found: set[Row], numbers: _Numbers) -> Iterator[Violation]:
    for rows, what in ((expected - found, "lacks"), (found - expected, "has, but should not have,")):
        for term, topic, edition, published, *_ in sorted(rows)[:_MOST]:
            said = f"the list of {numbers.name((term, topic), edition)} {what} the row of the article at {published}"
            yield Violation("list", "", said)
        if len(rows) > _MOST:
            yield Violation("list", "", f"so it is with {len(rows) - _MOST} more rows of lists")


def _counts(connection: sa.Connection, numbers: _Numbers, counts: Tally) -> Iterator[Violation]:
    nothing = (0, 0)
    expected = {
        tuple(map(numbers.term, selection)): (number, counts.works[selection])
        for selection, number in counts.articles.items()
    }
    rows = connection.execute(sa.select(schema.selection))
    found: dict[Row, tuple[int, int]] = {(row.office, row.topic, row.type): (row.articles, row.works) for row in rows}
    for place in sorted(expected.keys() | found.keys()):
        kept, made = found.get(place, nothing), expected.get(place, nothing)
        if kept != made:
            said = f"{kept[0]} articles and {kept[1]} works are counted, there are {made[0]} and {made[1]}"
            yield Violation("count", "", f"of {numbers.name(place, 0)} {said}")


def _differences(connection: sa.Connection, numbers: _Numbers, counts: Tally) -> Iterator[Violation]:
    expected: dict[Row, int] = {
        (*map(numbers.term, selection), numbers.language(language)): number
        for (*selection, language), number in counts.differences.items()
    }
    found: dict[Row, int] = {tuple(row[:4]): row.works for row in connection.execute(sa.select(schema.difference))}
    for place in sorted(expected.keys() | found.keys()):
        kept, made = found.get(place, 0), expected.get(place, 0)
        if kept != made:
            said = f"{kept} works more than leads are counted, there are {made}"
            yield Violation("count", "", f"of {numbers.name(place[:3], place[3])} {said}")
