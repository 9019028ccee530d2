"""A selection ready for a format: what stands around the articles, and the articles."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime

from osce_feeds.model.addresses import Addresses
from osce_feeds.model.article import Article
from osce_feeds.model.selection import Selection


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another rendition of the same selection."""

    url: str
    media_type: str
    language: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One selection in one language, as a format receives it.

    ``id`` is permanent (a tag URI). ``updated``, aware and UTC, is the newest
    ``updated`` of a feed's articles, and an export's last change. ``notice`` says
    that a republication is unofficial and is empty for the newsroom's own service.
    ``articles`` come newest first and may be a stream that can be walked only once.
    ``change`` is the number of the last change among them, 0 for none. ``sample``
    marks invented articles. ``media_topics`` gives IPTC codes by topic code.
    """

    id: str
    language: str
    selection: Selection
    site: str
    title: str
    subtitle: str
    notice: str
    rights: str
    updated: datetime
    addresses: Addresses
    self_url: str
    alternates: tuple[Alternate, ...]
    articles: Iterable[Article]
    change: int = 0
    sample: bool = False
    media_topics: Mapping[str, str] = field(default_factory=dict)

    @property
    def page_url(self) -> str:
        """The page that shows the same selection to people."""
        return self.addresses.page(self.language, self.selection)

    def article_url(self, article: Article) -> str:
        """Return where a reader finds *article*: at its source when that gave an address, else here."""
        return article.link or self.addresses.article(self.language, article.key)
