"""The language editions of many works at once."""

from collections.abc import Iterable

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.asked import ask
from osce_feeds.store.reader import Reader

Edition = tuple[str, str]
"""Language and key of an article."""


def editions(reader: Reader, works: Iterable[str]) -> dict[str, tuple[Edition, ...]]:
    """Return the usable editions of each of *works*, sorted by language and key; works that have none are not there."""
    wanted = sorted(set(works))
    if not wanted:
        return {}
    wanted += wanted[-1:] * (-len(wanted) % 10)  # asked for in tens: there are fewer questions to keep then
    found: dict[str, list[Edition]] = {}
    for work, language, key in ask(reader.connection, _editions, tuple(wanted)):
        found.setdefault(work, []).append((language, key))
    return {work: tuple(sorted(each)) for work, each in found.items()}


def _editions(works: tuple[str, ...]) -> sa.Select[str, str, str]:
    article = schema.article
    return sa.select(article.c.work, article.c.language, article.c.key).where(
        article.c.work.in_(works), article.c.status == Status.USABLE
    )
