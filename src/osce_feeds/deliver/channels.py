"""Selections as channels: what stands around the articles, in one language."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from types import MappingProxyType

from osce_feeds.deliver.descriptions import describe
from osce_feeds.deliver.descriptions import text_of
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Alternate
from osce_feeds.model.channel import Channel
from osce_feeds.model.channel import Make
from osce_feeds.model.channel import Translation
from osce_feeds.model.channel import frame_nothing
from osce_feeds.model.channel import keep_nothing
from osce_feeds.model.channel import no_translations
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader
from osce_feeds.store.editions import Edition
from osce_feeds.store.reader import SAMPLE
from osce_feeds.text import digest

NEWEST = 50
"""Articles in a feed and on a page."""


def make_channel(
    newsroom: Newsroom,
    reader: Reader,
    language: Language,
    selection: Selection,
    articles: Iterable[Article],
    updated: datetime,
    form: Format,
    limit: int | None = None,
    editions: Mapping[str, tuple[Edition, ...]] = MappingProxyType({}),
    after: int | None = None,
) -> Channel:
    """Return the channel of *selection* in *language* for *form*, around *articles*, *limit* of them at most.

    With *after*, it is one of changes after the one of that number. *editions* are those
    of the works of the articles.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when it has another address.
    """
    settings, t = newsroom.settings, newsroom.localiser(language)
    words = text_of(describe(selection, known_terms(newsroom, reader, selection), t))
    news = t.gettext("News and press releases")
    mixed = _mixture(articles, t) if form.feed and isinstance(articles, Sequence) else ""
    authority = reader.fact("authority") or settings.authority or default_authority(settings.base_url, reader.created())
    sample = reader.fact(SAMPLE) is not None
    site = f"{settings.site_name} (sample)" if sample else settings.site_name
    notices = [t.invented()] if sample else []
    notices += [] if settings.official else [t.unofficial()]
    notice = " ".join(notices)
    context = digest(newsroom.epoch, form.name, language.tag, authority, site, notice)
    in_any_language = digest(newsroom.epoch, form.name, authority, site, str(sample))
    return Channel(
        id=f"tag:{authority}:{language.tag}/{selection.address}",
        language=language.tag,
        selection=selection,
        site=site,
        title=f"{words} - {site}" if words else site,
        subtitle=" · ".join(part for part in (f"{news} - {words}" if words else news, mixed) if part),
        notice=notice,
        rights=settings.rights,
        updated=updated,
        addresses=newsroom.addresses,
        self_url=newsroom.addresses.file(language.tag, selection, form.file, limit, after),
        alternates=_alternates(newsroom, language, selection, form),
        articles=articles,
        change=0 if form.feed or after is not None else reader.last_change(selection),
        sample=sample,
        media_topics=newsroom.media_topics,
        versions=reader.versions,
        published_article=lambda key: published_article(reader, key),
        hubs=settings.hubs if form.feed and limit is None and is_announced(selection) else (),
        license=settings.license,
        translations=partial(_translations, newsroom, language, editions) if editions else no_translations,
        kept=_keeper(newsroom, reader, form, context if form.feed else in_any_language, editions),
        framed=partial(newsroom.kept.frame, context) if form.feed else frame_nothing,
    )


def _mixture(articles: Iterable[Article], localiser: Localiser) -> str:
    """Return in words which languages *articles* are in, or "" where that is the language around them alone."""
    own = localiser.language.tag
    found = {article.language for article in articles}
    if found <= {own}:
        return ""
    label = localiser.gettext("Languages of the articles:")
    names = (localiser.language_name(tag) for tag in sorted(found, key=lambda tag: (tag != own, tag)))
    return f"{label} {localiser.comma.join(names)}"


def is_announced(selection: Selection) -> bool:
    """Say whether hubs are told of changes of *selection*: all news, a single office, a single topic."""
    return not selection.query and selection.path.count("/") <= 1


def _translations(
    newsroom: Newsroom, language: Language, editions: Mapping[str, tuple[Edition, ...]], article: Article
) -> tuple[Translation, ...]:
    """Return the other editions of *article*, each with its page, in its own language where that is served."""
    others = dict([edition for edition in editions.get(article.work, ()) if edition[0] != article.language])
    if not others:
        return ()
    return tuple(
        Translation(tag, newsroom.addresses.article(tag if newsroom.language(tag) else language.tag, key))
        for tag, key in others.items()
    )


def published_article(reader: Reader, key: str) -> Article | None:
    """Return the current version of an article, or None where readers never saw one.

    That is an article that does not exist, is held back, or was withdrawn before its day came.
    """
    article = reader.article(key)
    if article is None or article.status is Status.WITHHELD:
        return None
    unseen = article.status is Status.CANCELED and article.received < article.published
    return None if unseen else article


def _alternates(newsroom: Newsroom, language: Language, selection: Selection, form: Format) -> tuple[Alternate, ...]:
    """Return the other feed formats in this language, then this format in the other languages."""
    others = [(language, other) for other in FEEDS if other is not form]
    others += [(other, form) for other in newsroom.languages if other is not language]
    return tuple(
        Alternate(
            newsroom.addresses.file(spoken.tag, selection, other.file),
            other.media_type.partition(";")[0],
            spoken.tag,
            other.title,
        )
        for spoken, other in others
    )


def _keeper(
    newsroom: Newsroom, reader: Reader, form: Format, context: str, editions: Mapping[str, tuple[Edition, ...]]
) -> Callable[[Iterable[Article], Make], Iterable[bytes]]:
    """Return what keeps the items of *form*: all of feeds, and those of the one export that takes long to make."""
    if form.feed:
        return partial(newsroom.kept.items, context, others=editions)
    return partial(newsroom.kept_exports.each, context, reader.generation()) if form is NEWSML_G2 else keep_nothing
