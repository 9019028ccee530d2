"""How many articles of a list came out in each month: along the rows that lists are walked by."""

from datetime import date

import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.counts import MOST
from osce_feeds.store.walks import Walk
from osce_feeds.store.wanted import Wanted
from osce_feeds.store.wanted import near

_MONTH = len("2026-07")


def by_month(
    connection: sa.Connection, wanted: Wanted, walk: Walk | None, first: date, last: date
) -> dict[str, int] | None:
    """Return how many articles the list shows whose publishing day is from *first* to *last*, by month (``2026-07``).

    Months without any are left out. None where it would take long to find out: where more than
    an office, a topic and a type at most is asked for, and the walk is a long one. Else
    only the rows between the two days are met.
    """
    if walk is None:
        return {}
    if not wanted.is_simple and walk.size > MOST:
        return None
    article = schema.article
    shown = _between(walk, first, last).subquery()
    month = sa.func.substr(article.c.date, 1, _MONTH)
    query = (
        sa.select(month, sa.func.count())
        .select_from(sa.join(shown, article, article.c.published == shown.c.published))
        .where(article.c.date >= first.isoformat(), article.c.date <= last.isoformat())
        .group_by(month)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _between(walk: Walk, first: date, last: date) -> sa.SelectBase:
    """Return the question for the moments of what the list shows in these days and a little around, each once."""
    words, published = walk.wanted.words, schema.listing.c.published
    if words:
        return walk.searched(words).where(*near(words.published, first, last))
    bounds: list[sa.ColumnElement[bool]] = [*near(published, first, last)]
    parts = [
        part
        for edition, conditions in walk.editions()
        for part in walk.rows(edition, [*conditions, *bounds], [published])
    ]
    return sa.union(*parts, sa.select(sa.literal(0).label("published")).where(sa.false()))
