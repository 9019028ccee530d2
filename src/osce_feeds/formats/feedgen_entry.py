"""Entries as feedgen holds them, filled without its checks, which take longer than writing the entry does.

feedgen's own methods look twice at every key of every category and link that they are given.
What is given here is right by construction, so it is put where they would put it.
"""

from feedgen.entry import FeedEntry

from osce_feeds.formats.feedgen_news import NewsEntry
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.channel import Channel
from osce_feeds.model.wire import MEDIA_TOPICS

_PRIVATE = "_FeedEntry__"
_EMPTY = {**vars(FeedEntry()), f"{_PRIVATE}atom_updated": None}
_NAMES = {name.removeprefix(_PRIVATE): name for name in _EMPTY}

Category = tuple[str, str, str]
"""Term, scheme, and label, which may be empty."""


def filled(news: NewsEntry, **fields: object) -> FeedEntry:
    """Return an entry with *fields* of feedgen's own (``atom_id``, ``rss_guid``), which *news* extends."""
    entry = FeedEntry.__new__(FeedEntry)
    own = vars(entry)
    own.update(_EMPTY)
    for name, value in fields.items():
        own[_NAMES[name]] = value
    own[_NAMES["extensions"]] = {"news": {"inst": news, "atom": True, "rss": True}}
    own["news"] = news
    return entry


def categories(article: Article, channel: Channel, localiser: Localiser) -> list[Category]:
    """Return the categories of *article*: its terms under their names, and the IPTC Media Topics of its topics."""
    scheme, name, media_topics = channel.addresses.scheme, localiser.name, channel.media_topics
    found = [(term.code, scheme(term.scheme), name(term)) for term in article.terms]
    found += [(media_topics[topic.code], MEDIA_TOPICS, "") for topic in article.topics if topic.code in media_topics]
    return found
