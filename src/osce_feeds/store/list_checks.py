"""Whether the lists, and the counts of what is in them, are those that the articles make."""

from collections import Counter
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


def wrong_lists(connection: sa.Connection) -> Iterator[Violation]:
    """Yield where lists hold what they should not, or lack what they should hold, and counts that are wrong.

    Nothing is said where a record cannot be read: that is another rule.
    """
    try:
        counts = tally()
        expected, found = _sum(_expected(connection, counts)), _sum(_found(connection))
        if expected != found:
            yield from _named(set(_expected(connection, tally())), set(_found(connection)))
        yield from _counts(connection, counts)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return


def _sum(rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many rows there are, and a number that tells them from others in whatever order."""
    number = total = 0
    for row in rows:
        number += 1
        total = (total + hash(row)) % _WORD
    return number, total


def _expected(connection: sa.Connection, counts: Tally) -> Iterator[Row]:
    """Yield the rows that the articles make, and count them."""
    terms, languages = _terms(connection), _languages(connection)
    table = schema.article
    query = sa.select(table.c.work, table.c.lead, table.c.record).order_by(table.c.work)
    rows = connection.execution_options(yield_per=500).execute(query)
    for _, of_work in groupby(rows, key=lambda row: row.work):
        editions = [Edition(decode_article(row.record), row.lead) for row in of_work]
        counts.take(editions)
        for place in places(editions):
            edition = 0 if place.edition == LEADS else languages.get(place.edition, -1)
            yield (
                *(terms.get(place.term, -1), terms.get(place.topic, -1), edition, place.published),
                *(languages.get(place.language, -1), int(place.alone), place.received, place.version),
            )


def _found(connection: sa.Connection) -> Iterator[Row]:
    rows = connection.execution_options(yield_per=500).execute(sa.select(schema.listing))
    return (tuple(map(int, row)) for row in rows)


def _named(expected: set[Row], found: set[Row]) -> Iterator[Violation]:
    for rows, what in ((expected - found, "lacks"), (found - expected, "has, but should not have,")):
        for term, topic, edition, published, *_ in sorted(rows)[:_MOST]:
            where = f"the list of term {term}, topic {topic} and edition {edition}"
            yield Violation("list", "", f"{where} {what} the row of the article at {published}")
        if len(rows) > _MOST:
            yield Violation("list", "", f"so it is with {len(rows) - _MOST} more rows of lists")


def _counts(connection: sa.Connection, counts: Tally) -> Iterator[Violation]:
    terms, languages = _terms(connection), _languages(connection)
    table, more = schema.selection, schema.difference
    expected = {
        tuple(terms.get(code, -1) for code in selection): (number, counts.works[selection])
        for selection, number in counts.articles.items()
    }
    found = {(row.office, row.topic, row.type): (row.articles, row.works) for row in connection.execute(sa.select(table))}
    for place in sorted(expected.keys() | found.keys()):
        if expected.get(place, (0, 0)) != found.get(place, (0, 0)):
            said = f"{found.get(place, (0, 0))} articles and works, there are {expected.get(place, (0, 0))}"
            yield Violation("count", "", f"the selection of office, topic and type {place} counts {said}")
    differences = Counter(
        {
            (*(terms.get(code, -1) for code in selection), languages.get(language, -1)): number
            for (*selection, language), number in counts.differences.items()
        }
    )
    kept = Counter({tuple(row[:4]): row.works for row in connection.execute(sa.select(more))})
    for place in sorted(differences.keys() | kept.keys()):
        if differences[place] != kept[place]:
            detail = f"{place} counts {kept[place]} works more than leads, there are {differences[place]}"
            yield Violation("count", "", f"the selection and language {detail}")


def _terms(connection: sa.Connection) -> dict[Code, int]:
    table = schema.term
    return {ANY: 0} | {(row.scheme, row.code): row.id for row in connection.execute(sa.select(table))}


def _languages(connection: sa.Connection) -> dict[str, int]:
    return {row.tag: row.id for row in connection.execute(sa.select(schema.language))}
