"""Which article a person means."""

import re

from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.model.article import Article
from osce_feeds.normaliser.identity import names
from osce_feeds.normaliser.identity import own_key
from osce_feeds.store import Reader

_KEY = re.compile(r"[a-z2-7]{12}(?:-[0-9]+)?")


def find(reader: Reader, named: str) -> Article:
    """Return the article that *named* means: a key, an id (tag URI), a page of ours, or the article at its source.

    Raises:
        UnknownArticle: when there is none.
        EditRefused: when several articles have this address.
    """
    article = _own(reader, named) or _by_link(reader, named)
    if article is None:
        message = f"there is no article {named!r}: give its key, its id, or its address here or at its source"
        raise UnknownArticle(message)
    return article


def _own(reader: Reader, named: str) -> Article | None:
    """Return the article whose key, id or page this is, or None."""
    if key := own_key(named):
        article = reader.article(key)
        return article if article and article.id == named else None
    path = named.partition("#")[0].partition("?")[0]
    last = [part for part in path.split("/") if part][-1:]
    return reader.article(last[0]) if last and _KEY.fullmatch(last[0]) else None


def _by_link(reader: Reader, named: str) -> Article | None:
    """Return the article that has this address at its source, however it is written, or None."""
    keys = reader.find(names("", "", named)) if named.startswith(("http://", "https://")) else []
    if len(keys) > 1:
        message = f"{named!r} is the address of several articles ({', '.join(keys)}): give the key of one"
        raise EditRefused(message)
    return reader.article(keys[0]) if keys else None
