"""Which article a person means."""

import re
from urllib.parse import urlsplit

from osce_feeds.errors import UnknownArticle
from osce_feeds.model.article import Article
from osce_feeds.store import Writer

_KEY = re.compile(r"[a-z2-7]{12}(?:-[0-9]+)?")


def find(writer: Writer, named: str) -> Article:
    """Return the article that *named*, a key or the address of a page of ours, means.

    Raises:
        UnknownArticle: when there is none.
    """
    last = [part for part in urlsplit(named).path.split("/") if part][-1:]
    article = writer.article(last[0]) if last and _KEY.fullmatch(last[0]) else None
    if article is None:
        message = f"there is no article {named!r}: give its key or the address of its page"
        raise UnknownArticle(message)
    return article
