"""How many articles lists show, and under which terms: read where counts are kept, counted where it is quick."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store import schema
from osce_feeds.store.walks import Walk
from osce_feeds.store.wanted import Wanted

MOST = 20_000
"""Articles that are counted one by one; a walk that meets more is not counted."""
_AXES = {OFFICE: 0, TOPIC: 1, TYPE: 2}


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term, and how many articles of a list have it, None where that would take long to find out.

    ``accepted`` where a person said that a minted term is one.
    """

    term: Term
    count: int | None
    accepted: bool = False


def count(connection: sa.Connection, wanted: Wanted, walk: Walk | None) -> int | None:
    """Return how many articles the list of what is *wanted* shows, or None where that would take long to find out."""
    if walk is None:
        return 0
    if wanted.is_simple:
        table, more = schema.selection, schema.difference
        office, topic, genre = wanted.selection
        place = (table.c.office == office, table.c.topic == topic, table.c.type == genre)
        same = (more.c.office == office, more.c.topic == topic, more.c.type == genre)
        works = connection.scalar(sa.select(table.c.works).where(*place)) or 0
        language = more.c.language == wanted.language
        return works + (connection.scalar(sa.select(more.c.works).where(*same, language)) or 0)
    if walk.size > MOST:
        return None
    return connection.scalar(sa.select(sa.func.count()).select_from(_shown(walk).subquery()))


def uses(connection: sa.Connection, scheme: str, within: Wanted, walk: Walk | None) -> list[TermUse]:
    """Return the terms of *scheme* that articles in the list of what is wanted *within* have, by code.

    Where counting would take long, they are those of a wider selection, without numbers.
    """
    if walk is None:
        return []
    # An article may have several offices and topics: those beside the one that was asked for are not kept count of.
    if within.is_simple and (scheme == TYPE or not within.selection[_AXES[scheme]]):
        return _kept(connection, scheme, within)
    if walk.size > MOST:
        wider = _simple(within, scheme)
        return [TermUse(use.term, None, use.accepted) for use in _kept(connection, scheme, wider)]
    table, number = schema.term, schema.article_term.c.term + 0
    counted = sa.select(number, sa.func.count()).select_from(_filed(walk)).group_by(number)
    found: dict[int, int] = {row[0]: row[1] for row in connection.execute(counted)}
    query = sa.select(table).where(table.c.scheme == scheme, table.c.merged_into.is_(None)).order_by(table.c.code)
    return [
        TermUse(Term(scheme, row.code, row.label), found[row.id], row.accepted)
        for row in connection.execute(query)
        if row.id in found
    ]


def regions(
    connection: sa.Connection, offices: Mapping[str, Sequence[str]], within: Wanted, walk: Walk | None
) -> dict[str, int | None]:
    """Return the regions whose *offices* have articles in the list, with their number, like ``uses``.

    An article of two offices of a region counts once.
    """
    found: dict[str, int | None] = {}
    if walk is None:
        return found
    if walk.size > MOST:
        there = {use.term.code for use in uses(connection, OFFICE, within, walk) if use.count != 0}
        return {region: None for region, codes in offices.items() if there.intersection(codes)}
    table, own = schema.term, schema.article_term
    query = sa.select(table.c.id, table.c.code).where(table.c.scheme == OFFICE)
    numbers = {row.code: row.id for row in connection.execute(query)}
    with_office: defaultdict[int, set[int]] = defaultdict(set)
    filed = sa.select(own.c.published, own.c.term).select_from(_filed(walk))
    for published, number in connection.execute(filed.where((own.c.term + 0).in_(list(numbers.values())))):
        with_office[number].add(published)
    for region, codes in offices.items():
        if articles := set().union(*(with_office[numbers[code]] for code in codes if code in numbers)):
            found[region] = len(articles)
    return found


def _kept(connection: sa.Connection, scheme: str, within: Wanted) -> list[TermUse]:
    table, kept, more = schema.term, schema.selection, schema.difference
    axes = (kept.c.office, kept.c.topic, kept.c.type)
    axis = _AXES[scheme]
    fixed = [column == number for place, (column, number) in enumerate(zip(axes, within.selection, strict=True))]
    if not within.selection[axis]:
        fixed.pop(axis)
    same = (more.c.office == kept.c.office, more.c.topic == kept.c.topic, more.c.type == kept.c.type)
    works = kept.c.works + sa.func.coalesce(more.c.works, 0)
    query = (
        sa.select(table.c.code, table.c.label, table.c.accepted, works)
        .join(kept, axes[axis] == table.c.id)
        .join(more, sa.and_(*same, more.c.language == within.language), isouter=True)
        .where(table.c.scheme == scheme, table.c.merged_into.is_(None), *fixed, works > 0)
        .order_by(table.c.code)
    )
    return [TermUse(Term(scheme, row[0], row[1]), row[3], row[2]) for row in connection.execute(query)]


def _simple(wanted: Wanted, without: str) -> Wanted:
    """Return the narrowest selection around what is *wanted* that is counted, and names no term of *without*."""
    offices, topics, types = (
        tuple(group for group in groups if len(group) == 1)[: scheme != without]
        for scheme, groups in ((OFFICE, wanted.offices), (TOPIC, wanted.topics), (TYPE, wanted.types))
    )
    return Wanted(
        offices=offices,
        topics=topics,
        types=types,
        excluded=(),
        since=None,
        until=None,
        any_content=True,
        content=0,
        language=wanted.language if wanted.any_content else wanted.content,
    )


def _filed(walk: Walk) -> sa.Join:
    """Return the terms of all articles that a list shows.

    Who asks for some of these terms adds 0 to their numbers: SQLite would begin with the
    terms, of which there are few, and look each up for every article.
    """
    own, shown = schema.article_term, _shown(walk).subquery()
    return sa.join(shown, own, own.c.published == shown.c.published)


def _shown(walk: Walk) -> sa.CompoundSelect[*tuple[int, ...]] | sa.Select[int]:
    """Return the question for the moments of all that a list shows, each once."""
    if walk.wanted.words:
        return walk.searched(walk.wanted.words)
    published = schema.listing.c.published
    parts = [part for edition, conditions in walk.editions() for part in walk.rows(edition, conditions, [published])]
    return sa.union(*parts, sa.select(sa.literal(0).label("published")).where(sa.false()))
