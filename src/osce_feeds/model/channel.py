"""A selection ready for a format: what stands around the articles, and the articles."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime

from osce_feeds.model.addresses import Addresses
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import Selection

Make = Callable[[Article], bytes]
"""Makes the bytes by which a document of some format shows an article."""


def no_versions(_key: str) -> Sequence[Article]:
    """Know no version of any article."""
    return ()


def no_article(_key: str) -> Article | None:
    """Know no article."""
    return None


def no_translations(_article: Article) -> "Sequence[Translation]":
    """Know no other edition of any article."""
    return ()


def keep_nothing(articles: Iterable[Article], make: Make) -> Iterable[bytes]:
    """Make the bytes of each article anew."""
    return map(make, articles)


def frame_nothing(_channel: "Channel", _gone: Iterable[Article], make: Callable[[], bytes]) -> bytes:
    """Make the bytes around articles anew."""
    return make()


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another rendition of the same selection."""

    url: str
    media_type: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class ArchiveLink:
    """A link between a feed and the documents of its archive: a relation of RFC 5005, and an address."""

    relation: str
    url: str


@dataclass(frozen=True, slots=True)
class Translation:
    """Another language edition of an article, and the page that shows it."""

    language: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One selection in one language, as a format receives it.

    ``id`` is permanent (a tag URI). ``updated``, aware and UTC, is the last change of
    the selection and never goes back. ``notice`` says that a republication is
    unofficial and is empty for the newsroom's own service. ``articles`` come newest
    first and may be a stream that can be walked only once; those of a feed may be
    withdrawn. ``kept`` takes articles and what makes the bytes of one, and gives the
    bytes of each, in that order: made now, or kept from another time when this format
    showed the very same in this language. ``framed`` does so with what stands around
    them: it takes the channel, the articles that it names as gone, and what makes the
    bytes. ``versions`` gives all versions of an article by its key, oldest first,
    as long as the channel is being rendered; ``published_article`` likewise the current
    version of one that readers may know of. ``change`` is the number of the last
    change among the articles, 0 for none. ``sample`` marks invented articles.
    ``media_topics`` gives IPTC codes by topic code. ``hubs`` tell subscribers of changes
    (WebSub); ``license`` is the address of one, or empty. ``translations`` gives the other
    editions of an article, one a language, sorted by it. ``archives`` lead to older and newer
    documents of the feed; ``is_archive`` marks one of those (RFC 5005). ``left`` are the keys of
    articles that were in the selection and are in it no longer: only a channel of changes has any.
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
    versions: Callable[[str], Sequence[Article]] = no_versions
    published_article: Callable[[str], Article | None] = no_article
    left: frozenset[str] = frozenset()
    hubs: tuple[str, ...] = ()
    license: str = ""
    archives: tuple[ArchiveLink, ...] = ()
    is_archive: bool = False
    translations: Callable[[Article], Sequence[Translation]] = no_translations
    kept: Callable[[Iterable[Article], Make], Iterable[bytes]] = keep_nothing
    framed: Callable[["Channel", Iterable[Article], Callable[[], bytes]], bytes] = frame_nothing

    @property
    def page_url(self) -> str:
        """The page that shows the same selection to people."""
        return self.addresses.page(self.language, self.selection)

    def article_url(self, article: Article) -> str:
        """Return where a reader finds *article*: at its source when that gave an address, else here.

        What happened to a withdrawn article is only told here.
        """
        here = self.addresses.article(self.language, article.key)
        return here if article.status is Status.CANCELED else article.link or here

    def is_restored(self, article: Article) -> bool:
        """Say whether *article* was withdrawn in the version before this one."""
        if article.version == 1 or article.status is Status.CANCELED:
            return False
        before = [version for version in self.versions(article.key) if version.version < article.version]
        return bool(before) and before[-1].status is Status.CANCELED

    def original_of(self, article: Article) -> Article | None:
        """Return the version of the work's own edition that *article* translates, or None where it is no translation.

        That is the version readers had when this one was made, so a translation says for
        ever what it was made from, and a stale one can be told.
        """
        if article.work == article.key:
            return None
        original = self.published_article(article.work)
        if original is None or original.version == 1 or original.received <= article.received:
            return original
        earlier = self.versions(original.key)
        return next((version for version in reversed(earlier) if version.received <= article.received), earlier[0])
