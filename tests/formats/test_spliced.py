"""Feeds put together from bytes of entries are, byte for byte, what feedgen itself writes."""

from collections.abc import Callable

import pytest
from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import REPRESENTATIVES
from tests.builders import in_language
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel

from osce_feeds.formats import Format
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.atom import entry_of
from osce_feeds.formats.atom import feed_of
from osce_feeds.formats.feedgen_news import introduced
from osce_feeds.formats.rss import RSS
from osce_feeds.formats.rss import channel_of
from osce_feeds.formats.rss import item_of
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

ENDS = ("</channel></rss>", "</feed>", "</item>", "<entry>", "]]>", "<!-- </channel> -->", HOSTILE)


def rss(channel: Channel, t: Localiser) -> bytes:
    """Return what feedgen makes of a channel with its items in it."""
    feed = channel_of(channel)
    for article in channel.articles:
        feed.add_entry(item_of(article, channel, t), order="append")
    return introduced(feed.rss_str(), channel, t)


def atom(channel: Channel, t: Localiser) -> bytes:
    articles = list(channel.articles)
    feed = feed_of(channel, [article for article in articles if article.status is Status.CANCELED], t)
    for article in articles:
        if article.status is not Status.CANCELED:
            feed.add_entry(entry_of(article, channel, t), order="append")
    return introduced(feed.atom_str(), channel, t)


every_format = pytest.mark.parametrize(("form", "feedgens"), [(RSS, rss), (ATOM, atom)], ids=["rss", "atom"])


@every_format
@pytest.mark.parametrize("tag", REPRESENTATIVES)
@pytest.mark.parametrize("sample_name", CHANNELS)
def test_spliced_feed_is_what_feedgen_writes(
    form: Format, feedgens: Callable[[Channel, Localiser], bytes], sample_name: str, tag: str
) -> None:
    channel, t = in_language(CHANNELS[sample_name], tag, form), localiser(language(tag))

    assert feedgens(channel, t) == b"".join(form.render(channel, t))


@every_format
@pytest.mark.parametrize("text", ENDS)
def test_text_that_looks_like_an_end_is_no_end(
    form: Format, feedgens: Callable[[Channel, Localiser], bytes], text: str
) -> None:
    article = make_article(headline=text, summary=text, byline=text, rights=text)
    channel = make_channel((article, article), title=text, subtitle=text, site=text, rights=text)
    t = localiser(language("en"))

    assert feedgens(channel, t) == b"".join(form.render(channel, t))
