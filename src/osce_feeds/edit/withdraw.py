"""Articles that should not have been published."""

from datetime import datetime

from osce_feeds.edit.find import find
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.revisions import lead_of
from osce_feeds.model.revisions import withdrawn
from osce_feeds.store import Store


def withdraw(store: Store, named: str, note: str, now: datetime) -> Article:
    """Withdraw an article, saying why, and return its new version, which has no text.

    It leaves every list, its page says that it is gone, and no ingest brings it
    back. Withdrawing again changes nothing.

    Raises:
        UnknownArticle: when it does not exist.
    """
    now = now.replace(microsecond=0)
    with store.write(now) as writer:
        article = find(writer, named)
        if article.status is Status.CANCELED:
            return article
        taken_back = withdrawn(article, note, now)
        writer.put(taken_back, ())
        writer.set_lead(article.work, lead_of(writer.editions(article.work)).key)
    return taken_back
