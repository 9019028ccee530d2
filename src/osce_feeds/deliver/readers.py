"""Programs that subscribe to a feed when an address of theirs is opened, and the shape of that address."""

from dataclasses import dataclass
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class FeedReader:
    """A reader, and the address that subscribes to a feed there; its path alone where everybody has their own host."""

    name: str
    url: str


_EVERYWHERE = (
    ("Feedly", "https://feedly.com/i/subscription/feed/{}"),
    ("Inoreader", "https://www.inoreader.com/?add_feed={}"),
    ("Feedbin", "https://feedbin.com/?subscribe={}"),
    ("The Old Reader", "https://theoldreader.com/feeds/subscribe?url={}"),
    ("NewsBlur", "https://www.newsblur.com/?url={}"),
)
_OWN_HOSTS = (
    ("FreshRSS", "/i/?c=feed&a=add&url_rss={}"),
    ("Miniflux", "/bookmarklet?uri={}"),
    ("Nextcloud News", "/index.php/apps/news/?subscribe_to={}"),
)


def readers(feed: str) -> tuple[FeedReader, ...]:
    """Return the readers that everybody finds at one address, and how each subscribes to *feed*."""
    return _filled(_EVERYWHERE, feed)


def own_readers(feed: str) -> tuple[FeedReader, ...]:
    """Return readers that run on people's own hosts; the path to *feed* goes behind the host."""
    return _filled(_OWN_HOSTS, feed)


def _filled(shapes: tuple[tuple[str, str], ...], feed: str) -> tuple[FeedReader, ...]:
    return tuple(FeedReader(name, shape.format(quote(feed, safe=""))) for name, shape in shapes)
