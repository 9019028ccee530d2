"""What changed lately in a list: what it lost, what came in or changed below its top, and its last change.

All moments are in seconds since 1970. Of a large list, or one of words, the few
articles that were received lately are looked at; of a small one, after an archive was
fed, its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import counts
from osce_feeds.store import schema
from osce_feeds.store import sought
from osce_feeds.store.asked import ask
from osce_feeds.store.asked import ask_one
from osce_feeds.store.lists import below
from osce_feeds.store.lists import withdrawn
from osce_feeds.store.walks import Walk
from osce_feeds.store.wanted import Wanted

LAST_CHANGES = (100, 10_000)
"""Changes among which the last one of a large list is looked for before all of its articles are asked."""
FEW = 2_000
"""Articles that are looked through however few of them are wanted."""


def last_change(connection: sa.Connection, wanted: Wanted, way: Walk) -> int:
    """Return the number of the last change among the articles that are in what is *wanted* now; 0 for none."""
    table = schema.article
    for number in LAST_CHANGES if way.size > counts.MOST else ():
        last = sa.select(table).where(table.c.change.is_not(None)).order_by(table.c.change.desc()).limit(number)
        found = last.subquery()
        query = sa.select(sa.func.max(found.c.change)).where(
            found.c.status == Status.USABLE,
            *wanted.conditions(found.c.published),
            *(() if wanted.any_content else (found.c.language == _tag(wanted.content),)),
        )
        newest: int | None = connection.scalar(query)
        if newest:
            return newest
    return max((connection.scalar(query) or 0 for query in _all_changes(connection, wanted, way)), default=0)


def _all_changes(connection: sa.Connection, wanted: Wanted, way: Walk) -> Iterator[sa.Select[*tuple[int, ...]]]:
    table, row = schema.article, schema.listing
    if words := wanted.words:
        marks = () if wanted.any_content else ((sought.language(wanted.content),),)
        found = words.table.join(table, table.c.published == words.published)
        conditions = (wanted.found(*marks), *wanted.days(words.published))
        yield sa.select(sa.func.max(table.c.change)).select_from(found).where(*conditions)
        return
    change = sa.select(table.c.change).where(table.c.published == row.c.published).scalar_subquery()
    languages = list(connection.scalars(sa.select(schema.language.c.id))) if wanted.any_content else [wanted.content]
    for edition in languages:
        if edition:
            yield from way.rows(edition, (), [sa.func.max(change)])


@dataclass(frozen=True, slots=True)
class Lately:
    """What changed in the list of what is *wanted* in *language*; without a way nothing is in it now."""

    connection: sa.Connection
    wanted: Wanted
    way: Walk | None
    language: str

    def lost(self, since: int) -> list[int]:
        """Return the moments of articles that were withdrawn at *since* or later, in no order."""
        if self.wanted.words:
            return []  # what was withdrawn has no words any more
        return [row[0] for row in ask(self.connection, _lost, self.wanted, self.language, since)]

    def below(self, since: int, before: int, most: int) -> list[int]:
        """Return the moments of articles published before *before* and received at *since* or later, in no order.

        Of those in their first version, and of those in a later one, *most* each: the last received.
        """
        if self.way is None:
            return []
        if not self._walks_rows(self.way, since, most):
            return [
                row[0] for row in ask(self.connection, _below, self.wanted, self.language, since, before, most=most)
            ]
        return self._met(self.way, since, before, most, later=False) + self._met(
            self.way, since, before, most, later=True
        )

    def _met(self, way: Walk, since: int, before: int, most: int, *, later: bool) -> list[int]:
        """Return what ``below`` does of one kind, along the rows of a walk."""
        row = schema.listing
        kind = row.c.version > 1 if later else row.c.version == 1
        lately = (kind, row.c.received >= since, row.c.published < before)
        found: set[tuple[int, int]] = set()
        for edition, conditions in way.editions():
            for part in way.rows(edition, [*lately, *conditions], [row.c.received, row.c.published]):
                last = part.order_by(row.c.received.desc(), row.c.published.desc()).limit(most)
                found |= {(received, published) for received, published in self.connection.execute(last)}
        return [published for _, published in sorted(found, reverse=True)[:most]]

    def last(self, since: int, until: int, before: int | None) -> int | None:
        """Return when the last article that was lost, or stands below *before*, was received from *since* to *until*.

        *until* itself does not count; where *before* is None nothing stands below it.
        """
        found: list[int | None] = []
        if not self.wanted.words:
            found.append(ask_one(self.connection, _last_lost, self.wanted, self.language, since, until))
        if before is not None and self.way is not None:
            if self._walks_rows(self.way, since, 1):
                row = schema.listing
                spanned = (row.c.received >= since, row.c.received < until, row.c.published < before)
                for edition, conditions in self.way.editions():
                    parts = self.way.rows(edition, [*spanned, *conditions], [sa.func.max(row.c.received)])
                    found.extend(map(self.connection.scalar, parts))
            else:
                found.append(ask_one(self.connection, _last_below, self.wanted, self.language, since, until, before))
        return max((each for each in found if each is not None), default=None)

    def _walks_rows(self, way: Walk, since: int, most: int) -> bool:
        """Say whether to look through all rows of a walk for *most* that were received lately, not through those.

        After an archive was fed nearly everything was received lately.
        """
        if ask_one(self.connection, _received, since) < FEW:
            return False
        total = self.connection.scalar(
            sa.select(schema.selection.c.articles).where(
                schema.selection.c.office == 0, schema.selection.c.topic == 0, schema.selection.c.type == 0
            )
        )
        return way.size * way.size < most * (total or 0)


def _lost(wanted: Wanted, language: str, since: int) -> sa.Select[int]:
    table = schema.article
    return sa.select(table.c.published).where(table.c.received >= since, *withdrawn(wanted, language))


def _below(wanted: Wanted, language: str, since: int, before: int, *, most: int) -> sa.CompoundSelect[int]:
    table = schema.article
    lately = sa.select(table.c.published).where(table.c.received >= since, *below(wanted, language, before))
    last = lately.order_by(table.c.received.desc(), table.c.published.desc()).limit(most)
    kinds = (last.where(table.c.version == 1), last.where(table.c.version > 1))
    return sa.union_all(*(sa.select(kind.subquery()) for kind in kinds))


def _last_lost(wanted: Wanted, language: str, since: int, until: int) -> sa.Select[int]:
    table = schema.article
    span = (table.c.received >= since, table.c.received < until)
    return sa.select(sa.func.max(table.c.received)).where(*span, *withdrawn(wanted, language))


def _last_below(wanted: Wanted, language: str, since: int, until: int, before: int) -> sa.Select[int]:
    table = schema.article
    span = (table.c.received >= since, table.c.received < until)
    found = sa.select(table.c.received).where(*span, *below(wanted, language, before))
    return found.order_by(table.c.received.desc()).limit(1)


def _received(since: int) -> sa.Select[int]:
    """Return the question for how many usable articles were received at *since* or later, ``FEW`` at most."""
    table = schema.article
    lately = sa.select(sa.literal(1)).where(table.c.status == Status.USABLE, table.c.received >= since)
    return sa.select(sa.func.count()).select_from(lately.limit(FEW).subquery())


def _tag(language: int) -> sa.ScalarSelect[str]:
    table = schema.language
    return sa.select(table.c.tag).where(table.c.id == language).scalar_subquery()
