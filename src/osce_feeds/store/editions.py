"""The language editions of many works at once."""

from collections.abc import Iterable

import sqlalchemy as sa

from osce_feeds.model.article import Status
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader

Edition = tuple[str, str]
"""Language and key of an article."""


def editions(reader: Reader, works: Iterable[str]) -> dict[str, tuple[Edition, ...]]:
    """Return the usable editions of each of *works*, sorted by language and key; works that have none are not there."""
    article = schema.article
    query = sa.select(article.c.work, article.c.language, article.c.key).where(
        article.c.work.in_(sorted(set(works))), article.c.status == Status.USABLE
    )
    found: dict[str, list[Edition]] = {}
    for work, language, key in reader.connection.execute(query):
        found.setdefault(work, []).append((language, key))
    return {work: tuple(sorted(each)) for work, each in found.items()}
