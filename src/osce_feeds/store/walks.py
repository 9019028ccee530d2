"""How lists are walked: along the rows of the listing that hold the fewest articles, newest first.

Rows of an office, a topic or both stand together in the order of lists, so the newest
of them are found at once, however large the archive is. Of what a selection asks for,
the rows that hold the fewest articles are walked, and the rest is looked up for
each article that is met.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store import sought
from osce_feeds.store.asked import ask
from osce_feeds.store.wanted import Group
from osce_feeds.store.wanted import Wanted
from osce_feeds.store.wanted import has
from osce_feeds.store.words import WordIndex

Pair = tuple[int, int]
"""An office or a type, and a topic: numbers of terms, 0 for any."""

_MOST_PAIRS = 40
"""Rows of so many pairs are walked side by side; where there are more, some are looked up instead."""
_ALL_LEADS = 0
"""The edition of rows that are leads of works."""


@dataclass(frozen=True, slots=True)
class Walk:
    """The pairs whose rows are walked, the groups that are looked up, and how many articles the rows hold."""

    wanted: Wanted
    pairs: tuple[Pair, ...]
    groups: tuple[Group, ...]
    size: int

    def newest(self, connection: sa.Connection, limit: int | None, before: int | None = None) -> list[int]:
        """Return the moments of up to *limit* articles published before *before*, newest first.

        All are in seconds since 1970. Each work stands once: by its edition in the list's
        language, else by its lead; where the language of the text was asked for, by
        that edition.
        """
        if self.wanted.words:
            query = self.searched(self.wanted.words)
            if before is not None:
                query = query.where(self.wanted.words.published < before)
            return list(connection.scalars(query.order_by(self.wanted.words.published.desc()).limit(limit)))
        found: list[int] = []
        if edition := self.wanted.language if self.wanted.any_content else self.wanted.content:
            found += [row[0] for row in ask(connection, _newest, self, edition, before, None, limit=limit)]
        if not self.wanted.any_content:
            return found
        # What is older than a full list has no place.
        after = found[-1] if len(found) == limit else None
        found += [row[0] for row in ask(connection, _newest, self, _ALL_LEADS, before, after, limit=limit)]
        return sorted(found, reverse=True)[:limit]

    def searched(self, words: WordIndex) -> sa.Select[int]:
        """Return the question for the moments of all that the list shows, in no order.

        It goes through the index of *words*, which knows terms and languages by their
        marks, and looks each row up in the list. Nearly every article stands in every
        list, itself or as a lead, so few are met in vain.
        """
        own, led = schema.listing.alias("own"), schema.listing.alias("leading")
        table: sa.FromClause = words.table
        if self.wanted.any_content:
            table = table.outerjoin(own, self._place(own, self.wanted.language, words.published))
            table = table.outerjoin(led, self._place(led, _ALL_LEADS, words.published))
            shown = sa.or_(own.c.published.is_not(None), sa.and_(led.c.published.is_not(None), *self.lacking(led)))
            conditions = [self.wanted.found(), shown]
        else:
            conditions = [self.wanted.found((sought.language(self.wanted.content),))]
        found = sa.select(words.published.label("published")).select_from(table)
        return found.where(*conditions, *self.wanted.days(words.published))

    def lacking(self, row: sa.FromClause = schema.listing) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions under which a row of a lead's work has no edition in the list's language."""
        if not self.wanted.language:
            return
        article, other = schema.article.alias("led"), schema.article.alias("other")
        tag = sa.select(schema.language.c.tag).where(schema.language.c.id == self.wanted.language).scalar_subquery()
        translated = sa.exists().where(
            article.c.published == row.c.published,
            other.c.work == article.c.work,
            other.c.language == tag,
            other.c.status == Status.USABLE,
        )
        yield row.c.language != self.wanted.language
        yield sa.or_(row.c.alone, sa.not_(translated))

    def editions(self) -> list[tuple[int, list[sa.ColumnElement[bool]]]]:
        """Return which editions are walked, each with its own conditions."""
        if not self.wanted.any_content:
            return [(self.wanted.content, [])] if self.wanted.content else []
        own: list[tuple[int, list[sa.ColumnElement[bool]]]] = [(self.wanted.language, [])]
        return own * bool(self.wanted.language) + [(_ALL_LEADS, [*self.lacking()])]

    def rows(
        self, edition: int, conditions: Sequence[sa.ColumnElement[bool]], columns: Sequence[sa.ColumnElement[int]]
    ) -> Iterator[sa.Select[*tuple[int, ...]]]:
        """Yield for each pair the question for *columns* of its rows, in no order."""
        row = schema.listing
        rest = [*(has(group, row.c.published) for group in self.groups), *self.wanted.limits(row.c.published)]
        if words := self.wanted.words:
            rest.append(row.c.published.in_(words.found(self.wanted.clauses)))
        for term, topic in self.pairs:
            place = (row.c.term == term, row.c.topic == topic, row.c.edition == edition)
            yield sa.select(*columns).where(*place, *conditions, *rest)

    @staticmethod
    def _place(row: sa.FromClause, edition: int, published: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        return sa.and_(row.c.term == 0, row.c.topic == 0, row.c.edition == edition, row.c.published == published)


def _newest(
    way: Walk, edition: int, before: int | None, after: int | None, *, limit: int | None
) -> sa.Select[*tuple[int, ...]]:
    """Return the question for the moments of *limit* rows between *after* and *before*, newest first."""
    published = schema.listing.c.published
    conditions = [] if before is None else [published < before]
    if after is not None:
        conditions.append(published > after)
    if not edition:
        conditions += way.lacking()
    parts = [part.order_by(published.desc()).limit(limit) for part in way.rows(edition, conditions, [published])]
    if len(parts) == 1:
        return parts[0]
    union = sa.union_all(*(sa.select(part.subquery()) for part in parts)).subquery()
    return sa.select(union.c.published).distinct().order_by(union.c.published.desc()).limit(limit)


def walk(connection: sa.Connection, wanted: Wanted) -> Walk | None:
    """Return the shortest walk to what is *wanted*, or None where nothing is there."""
    if not all(wanted.groups):
        return None
    counted = _counted(connection, wanted)
    ways = [(pairs, sum(counted.get(pair, 0) for pair in pairs), used) for pairs, used in _ways(wanted)]
    pairs, size, used = min(ways, key=lambda way: (way[1], len(way[0])))
    if not size:
        return None
    rest = list(wanted.groups)
    for group in used:
        rest.remove(group)
    return Walk(wanted, tuple(pair for pair in pairs if pair in counted), tuple(rest), size)


def _ways(wanted: Wanted) -> Iterator[tuple[list[Pair], list[Group]]]:
    """Yield the pairs that can be walked, each with the groups that are met by that alone."""
    topics = wanted.topics[0] if wanted.topics else (0,)
    for offices in wanted.offices:
        if len(offices) * len(topics) <= _MOST_PAIRS:
            yield [*product(offices, topics)], [offices, *wanted.topics]
        if wanted.topics:
            yield [(office, 0) for office in offices], [offices]
        elif len(offices) > _MOST_PAIRS:
            yield [(0, 0)], []
    if wanted.topics:
        yield [(0, topic) for topic in topics], [topics]
    for types in wanted.types:
        yield [(genre, 0) for genre in types], [types]
    if not wanted.groups:
        yield [(0, 0)], []


def _counted(connection: sa.Connection, wanted: Wanted) -> dict[Pair, int]:
    """Return how many articles can be shown that have the terms of pairs, for all that may be walked."""
    offices = tuple(sorted({0, *(office for group in wanted.offices for office in group)}))
    topics = tuple(sorted({0, *(topic for group in wanted.topics for topic in group)}))
    types = tuple(genre for group in wanted.types for genre in group)
    found = {(office, topic): articles for office, topic, articles in ask(connection, _pairs_counted, offices, topics)}
    if types:
        found |= {(genre, 0): articles for genre, articles in ask(connection, _types_counted, types)}
    return found


def _pairs_counted(offices: Group, topics: Group) -> sa.Select[int, int, int]:
    table = schema.selection
    return sa.select(table.c.office, table.c.topic, table.c.articles).where(
        table.c.office.in_(offices), table.c.topic.in_(topics), table.c.type == 0
    )


def _types_counted(types: Group) -> sa.Select[int, int]:
    table = schema.selection
    return sa.select(table.c.type, table.c.articles).where(
        table.c.office == 0, table.c.topic == 0, table.c.type.in_(types)
    )
