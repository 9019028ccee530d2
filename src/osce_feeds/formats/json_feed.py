"""JSON Feed 1.1."""

from collections.abc import Iterator

import msgspec

from osce_feeds.formats.base import Format
from osce_feeds.formats.body import change_text
from osce_feeds.formats.body import content_html
from osce_feeds.formats.body import item_html
from osce_feeds.formats.body import item_title
from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.body import summary_text
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel

VERSION = "https://jsonfeed.org/version/1.1"


def render(channel: Channel, localiser: Localiser) -> Iterator[bytes]:
    """Yield the JSON Feed document, UTF-8, with a line end.

    The format demands content, so an item without full text repeats its summary
    there. What has no name in JSON Feed stands in ``_osce_feeds``. The format knows
    no deletion, so a withdrawn article keeps its item, which says so and nothing else.
    """

    def make(article: Article) -> bytes:
        return msgspec.json.encode(_item(article, channel, localiser))

    items = list(map(msgspec.Raw, channel.kept(channel.articles, make)))
    feed = wire.JsonFeed(
        version=VERSION,
        title=channel.title,
        home_page_url=channel.page_url,
        feed_url=channel.self_url,
        description=" · ".join(part for part in (channel.subtitle, channel.notice, channel.rights) if part),
        language=channel.language,
        favicon=channel.addresses.icon,
        authors=[wire.JsonAuthor(channel.site)],
        hubs=[wire.JsonHub(hub) for hub in channel.hubs],
        osce_feeds=wire.JsonFeedExtension(
            generator=wire.GENERATOR,
            notice=channel.notice,
            rights=channel.rights,
            license=channel.license,
            direction=_direction(channel.language, localiser),
            empty="" if items else localiser.gettext("There are no articles here yet."),
        ),
        items=items,
    )
    yield msgspec.json.encode(feed)
    yield b"\n"


def _item(article: Article, channel: Channel, localiser: Localiser) -> wire.JsonItem:
    gone = article.status is Status.CANCELED
    return wire.JsonItem(
        id=article.id,
        url=channel.article_url(article),
        title=item_title(article, localiser),
        content_html=content_html(article, channel, localiser) or item_html(article, channel, localiser),
        summary="" if gone else summary_text(article),
        date_published=rfc3339(article.published),
        date_modified=rfc3339(article.updated),
        authors=[wire.JsonAuthor(article.byline)] if article.byline and not gone else [],
        tags=[localiser.name(term) for term in article.terms],
        language=article.language,
        attachments=[]
        if gone
        else [wire.JsonAttachment(file.url, file.media_type, file.title, file.length) for file in article.enclosures],
        osce_feeds=_extension(article, channel, localiser),
    )


def _extension(article: Article, channel: Channel, localiser: Localiser) -> wire.JsonItemExtension:
    return wire.JsonItemExtension(
        key=article.key,
        version=article.version,
        date=article.date.isoformat(),
        date_text=localiser.date(article.date),
        status=article.status.value if article.status is Status.CANCELED else "",
        type=_term(article.genre, localiser) if article.genre else None,
        offices=[_term(term, localiser) for term in article.offices],
        topics=[_term(term, localiser) for term in article.topics],
        dateline=_dateline(article),
        summary_cut=article.summary_cut,
        note=article.note,
        change=change_text(article, channel, localiser),
        direction=_direction(article.language, localiser),
        media_topics=[
            channel.media_topics[topic.code] for topic in article.topics if topic.code in channel.media_topics
        ],
        translations=[wire.JsonTranslation(other.language, other.url) for other in channel.translations(article)],
        rights=article.rights,
    )


def _term(term: Term, localiser: Localiser) -> wire.JsonTerm:
    return wire.JsonTerm(term.scheme, term.code, localiser.name(term))


def _direction(language: str, localiser: Localiser) -> str:
    """Return the direction of text in *language* where it is not the usual one."""
    direction = localiser.direction(language)
    return "" if direction == "ltr" else direction


def _dateline(article: Article) -> wire.JsonDateline | None:
    if not article.dateline:
        return None
    day = article.dateline.date
    return wire.JsonDateline(article.dateline.text, article.dateline.places, day.isoformat() if day else "")


JSON_FEED = Format("json", "JSON Feed", "feed.json", wire.JSON_FEED, feed=True, render=render)
