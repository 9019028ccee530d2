"""Articles whose text must be gone for good."""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from osce_feeds.edit.find import find
from osce_feeds.edit.keep import reason
from osce_feeds.model.article import Article
from osce_feeds.model.revisions import lead_of
from osce_feeds.model.revisions import withdrawn
from osce_feeds.store import Store
from osce_feeds.store.erasure import forget


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left, and where a person may have to look further.

    ``article`` is the tombstone; ``addresses`` are those of the article and of its
    listing at the source; ``editions`` the other language editions, which stay;
    ``remarks`` counts those in stored reports that lost their text. Where the
    database was in use, ``scrubbed`` is False: its files may hold remains, which
    erasing again removes.
    """

    article: Article
    addresses: tuple[str, ...]
    editions: tuple[Article, ...]
    remarks: int
    scrubbed: bool


def look_up(store: Store, named: str) -> Article:
    """Return the article that would be erased.

    Raises:
        UnknownArticle: when it does not exist.
    """
    with store.read() as reader:
        return find(reader, named)


def erase(store: Store, named: str, note: str, now: datetime) -> Erased:
    """Remove the text of an article wherever it is stored, and return what is left of it.

    A tombstone stays: key, id, language, day and terms, so that everybody who has
    the article learns of it, and no ingest brings it back. It cannot be restored.

    Raises:
        UnknownArticle: when it does not exist.
        EditRefused: when *note* is empty.
    """
    now, note = now.replace(microsecond=0), reason(note)
    remarks = 0
    with store.write(now) as writer:
        article = find(writer, named)
        tombstone = article
        if not article.is_erased:
            tombstone = _tombstone(article, note, now)
            remarks = forget(writer, tombstone)
            writer.set_lead(article.work, lead_of(writer.editions(article.work)).key)
        editions = tuple(edition for edition in writer.editions(article.work) if edition.key != article.key)
    addresses = tuple(address for address in dict.fromkeys((article.link, article.source.url)) if address)
    return Erased(tombstone, addresses, editions, remarks, store.scrub())


def _tombstone(article: Article, note: str, now: datetime) -> Article:
    bare = replace(article, headline="", byline="", link="", collections=(), rights="", provenance={})
    return withdrawn(bare, note, now)
