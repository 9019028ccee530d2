"""Lists and articles as other sites show them: what the iframe, the fragment and the component have in common."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from urllib.parse import urlsplit

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.channels import published_article
from osce_feeds.deliver.feeds import feed_list
from osce_feeds.deliver.kept import shown_as
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats.body import NOTE_LANGUAGE
from osce_feeds.formats.body import change_text
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import summary_text
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.model.look import Look
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.text import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbedItem:
    """An article in an embed.

    ``url`` is where its title leads, empty where that is no address of the web; ``here``
    its page of ours. ``change`` says that it was corrected or withdrawn, and ``note`` why.
    """

    title: str
    url: str
    here: str
    language: str
    day: date
    change: str
    note: str
    summary: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Embed:
    """A list, or one article, with what stands around it; ``mark`` tells its elements from those of others."""

    fingerprint: str
    last_modified: datetime
    url: str
    mark: str
    channel: Channel
    look: Look
    items: tuple[EmbedItem, ...]
    note_language: str = NOTE_LANGUAGE


def embed(
    newsroom: Newsroom, store: Store, language: Language, selection: Selection, name: str, look: Look, now: datetime
) -> Embed:
    """Return what the file *name* shows of *selection* in *language*, as of *now*: the top of its feed.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when it has another address.
    """
    keep_current(newsroom, store, now)
    url = newsroom.addresses.embed(language.tag, selection, name, look)
    with store.read(newsroom.regions, newsroom.names) as reader:
        known_terms(newsroom, reader, selection)  # before articles are looked for: an unknown region has no offices
        feed = feed_list(reader, selection, language, now, look.count)
        channel = make_channel(newsroom, reader, language, selection, (), changed(reader, selection), JSON_FEED)
        modified = last_modified(newsroom, reader, selection)
        return _embed(
            newsroom.localiser(language),
            channel,
            feed.articles,
            look,
            url,
            max(modified, feed.left) if feed.left else modified,
            (newsroom.epoch, str(reader.touched(selection))),
        )


def article_embed(
    newsroom: Newsroom, store: Store, language: Language, key: str, look: Look, now: datetime
) -> Embed | None:
    """Return what is shown of one article, its summary included, or None where readers never saw one under *key*."""
    keep_current(newsroom, store, now)
    with store.read() as reader:
        article = published_article(reader, key)
        if article is None:
            return None
        channel = make_channel(newsroom, reader, language, EVERYTHING, (), article.updated, JSON_FEED)
        url = newsroom.addresses.embedded_article(language.tag, key, look)
        modified = last_modified(newsroom, reader)
        return _embed(
            newsroom.localiser(language), channel, (article,), look, url, modified, (newsroom.epoch,), summaries=True
        )


def _embed(
    t: Localiser,
    channel: Channel,
    articles: Iterable[Article],
    look: Look,
    url: str,
    modified: datetime,
    state: tuple[str, ...],
    *,
    summaries: bool = False,
) -> Embed:
    articles = tuple(articles)
    shown = [".".join(map(str, shown_as(article))) for article in articles]
    return Embed(
        fingerprint=digest(url, channel.id, channel.title, channel.notice, *state, *shown),
        last_modified=modified,
        url=url,
        mark=f"osce-feed-{digest(url)[:8]}",
        channel=channel,
        look=look,
        items=tuple(_item(article, channel, t, summary=summaries) for article in articles),
    )


def _item(article: Article, channel: Channel, t: Localiser, *, summary: bool) -> EmbedItem:
    gone = article.status is Status.CANCELED
    url = channel.article_url(article)
    return EmbedItem(
        title=item_title(article, t),
        url=url if urlsplit(url).scheme in {"http", "https"} else "",
        here=channel.addresses.article(channel.language, article.key),
        language=article.language,
        day=article.date,
        change=change_text(article, channel, t),
        note=article.note,
        summary=summary_text(article) if summary and not gone else "",
        gone=gone,
    )
