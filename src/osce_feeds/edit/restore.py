"""Articles that should not have been withdrawn."""

from dataclasses import replace
from datetime import datetime

from osce_feeds.edit.find import find
from osce_feeds.edit.keep import dated
from osce_feeds.edit.keep import keep
from osce_feeds.errors import EditRefused
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.revisions import next_version
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import Writer
from osce_feeds.store.terms import current_terms
from osce_feeds.text import clean


def restore(store: Store, named: str, note: str, settings: Settings, vocabulary: Vocabulary, now: datetime) -> Article:
    """Bring a withdrawn article back, as it was before, and return its new version.

    It stays an edition of the work that it belongs to now, and terms that were
    merged meanwhile are those that they turned out to be. *note* may be empty.

    Raises:
        UnknownArticle: when it does not exist.
        EditRefused: when it is not withdrawn, or its text is not here any longer.
    """
    now = now.replace(microsecond=0)
    with store.write(now) as writer:
        article = find(writer, named)
        last = _last_with_text(writer, article)
        content = {name: getattr(last, name) for name in last.__dataclass_fields__}
        content |= {"work": article.work, "published": article.published, "version": article.version}
        content |= {name: current_terms(writer, vocabulary, getattr(last, name)) for name in ("offices", "topics")}
        content["genre"] = next(iter(current_terms(writer, vocabulary, (last.genre,) if last.genre else ())), None)
        if last.status is Status.WITHHELD:
            content |= dated(writer, article, last.date, now, settings.zone)
        restored = next_version(replace(article, **content), now, {"note": clean(note)})
        keep(writer, article, restored)
    return restored


def _last_with_text(writer: Writer, article: Article) -> Article:
    """Return the version before the withdrawal.

    Raises:
        EditRefused: when there is none to return to.
    """
    if article.status is not Status.CANCELED:
        message = f"{article.key} is not withdrawn: nothing was changed"
        raise EditRefused(message)
    if article.is_erased:
        message = f"{article.key} was erased: its text is not here any longer, so nothing can bring it back"
        raise EditRefused(message)
    versions = [version for version in writer.versions(article.key) if version.status is not Status.CANCELED]
    if not versions:
        message = f"{article.key} came here withdrawn: no version with a text is known"
        raise EditRefused(message)
    return versions[-1]
