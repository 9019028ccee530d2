"""Selections as channels: what stands around the articles, in one language."""

from collections.abc import Iterable
from datetime import datetime

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.i18n.languages import Language
from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Alternate
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import Selection
from osce_feeds.store import Reader
from osce_feeds.store.reader import SAMPLE

NEWEST = 50
"""Articles in a feed and on a page."""


def known_terms(newsroom: Newsroom, reader: Reader, selection: Selection) -> tuple[Term, ...]:
    """Return the terms that *selection* names, from the vocabulary or, minted ones, from the store.

    Raises:
        UnknownTerm: for the first code that neither knows.
        SelectionMoved: where a term was merged into another.
    """
    canonical = Selection(
        **{scheme: merged(newsroom, reader, scheme, code) or code for scheme, code in selection.codes}
    )
    if canonical != selection:
        raise SelectionMoved(canonical.office, canonical.topic)
    terms: list[Term] = []
    for scheme, code in selection.codes:
        concept = newsroom.vocabulary.get(scheme, code)
        term = concept.term if concept else reader.term(scheme, code)
        if term is None:
            raise UnknownTerm(scheme, code, newsroom.vocabulary.nearest(scheme, code))
        terms.append(term)
    return tuple(terms)


def merged(newsroom: Newsroom, reader: Reader, scheme: str, code: str) -> str | None:
    """Return the code of the term that a minted one was merged into, or None; what the vocabulary has stays."""
    return None if newsroom.vocabulary.get(scheme, code) else reader.merged(scheme, code)


def make_channel(
    newsroom: Newsroom,
    reader: Reader,
    language: Language,
    selection: Selection,
    articles: Iterable[Article],
    updated: datetime,
    form: Format,
) -> Channel:
    """Return the channel of *selection* in *language* for *form*, around *articles*.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        SelectionMoved: when it names one that was merged into another.
    """
    settings, t = newsroom.settings, newsroom.localiser(language)
    names = [t.name(term) for term in known_terms(newsroom, reader, selection)]
    authority = reader.fact("authority") or settings.authority or default_authority(settings.base_url, reader.created())
    sample = reader.fact(SAMPLE) is not None
    site = f"{settings.site_name} (sample)" if sample else settings.site_name
    notices = [t.invented()] if sample else []
    notices += [] if settings.official else [t.unofficial()]
    return Channel(
        id=f"tag:{authority}:{language.tag}/{selection.path}",
        language=language.tag,
        selection=selection,
        site=site,
        title=" - ".join((", ".join(names), site)) if names else site,
        subtitle=t.gettext("News and press releases"),
        notice=" ".join(notices),
        rights=settings.rights,
        updated=updated,
        addresses=newsroom.addresses,
        self_url=newsroom.addresses.file(language.tag, selection, form.file),
        alternates=_alternates(newsroom, language, selection, form),
        articles=articles,
        change=0 if form.feed else reader.last_change(selection),
        sample=sample,
        media_topics=newsroom.media_topics,
        versions=reader.versions,
    )


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
