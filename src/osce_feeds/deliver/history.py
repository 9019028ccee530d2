"""The versions of an article that readers may see, and what each says differently."""

from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.channels import published_article
from osce_feeds.deliver.differences import Differences
from osce_feeds.deliver.differences import differences
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import FEEDS
from osce_feeds.i18n.languages import Language
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionPage:
    """The page of one version of an article.

    ``versions`` are all that readers saw, newest first; ``before`` is the last one
    with a text before this one, and ``changes`` what differs from it, both None where
    there is none. ``restored`` says that this version brought the article back.
    ``channel`` is that of all news.
    """

    fingerprint: str
    last_modified: datetime
    article: Article
    version: Article
    restored: bool
    before: Article | None
    changes: Differences | None
    versions: tuple[Article, ...]
    channel: Channel


def public_versions(reader: Reader, article: Article) -> tuple[Article, ...]:
    """Return the versions of *article* that readers saw, newest first; of a withdrawn one there are none to see."""
    if article.status is Status.CANCELED:
        return ()
    if article.version == 1:
        return (article,)
    return tuple(version for version in reversed(reader.versions(article.key)) if version.status is not Status.WITHHELD)


def version_page(
    newsroom: Newsroom, store: Store, language: Language, key: str, number: int, now: datetime
) -> VersionPage | None:
    """Return the page of version *number* of a usable article in *language*, or None where there is no such version."""
    keep_current(newsroom, store, now)
    with store.read() as reader:
        article = published_article(reader, key)
        versions = public_versions(reader, article) if article else ()
        version = next((version for version in versions if version.version == number), None)
        if article is None or version is None:
            return None
        before = _before(version, versions)
        channel = make_channel(newsroom, reader, language, EVERYTHING, (), article.updated, FEEDS[0])
        address = newsroom.addresses.version(language.tag, key, number)
        return VersionPage(
            fingerprint=digest(newsroom.epoch, address, str(reader.generation())),
            last_modified=last_modified(newsroom, reader),
            article=article,
            version=version,
            restored=channel.is_restored(version),
            before=before,
            changes=differences(before, version) if before else None,
            versions=versions,
            channel=channel,
        )


def _before(version: Article, versions: tuple[Article, ...]) -> Article | None:
    if version.status is Status.CANCELED:
        return None
    earlier = (other for other in versions if other.version < version.version and other.status is Status.USABLE)
    return next(earlier, None)
