"""Lists of feeds in one language: all there are, and those that make up a selection."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.descriptions import describe
from osce_feeds.deliver.descriptions import text_of
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.deliver.selections import known_terms
from osce_feeds.formats import FEEDS
from osce_feeds.formats import opml
from osce_feeds.formats.opml import Outline
from osce_feeds.i18n.languages import Language
from osce_feeds.model import wire
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.text import digest
from osce_feeds.text import slug

_FORM = FEEDS[0]
_NAME = 60
"""Characters of a file's name that say which selection it is."""


def outlines(newsroom: Newsroom, store: Store, language: Language) -> Document:
    """Return the OPML document of *language*: every office, closed ones too, every topic, and every language.

    Minted terms are in it where a person accepted them.
    """
    with store.read() as reader:
        t = newsroom.localiser(language)
        channel = make_channel(newsroom, reader, language, EVERYTHING, (), changed(reader, EVERYTHING), _FORM)
        everything = t.gettext("News and press releases")
        lists = (
            _feed(newsroom, language, everything, channel.site),
            Outline(t.gettext("Where we are"), members=tuple(_offices(newsroom, reader, language, channel.site))),
            Outline(t.gettext("What we do"), members=tuple(_topics(newsroom, reader, language, channel.site))),
            Outline(
                t.gettext("Languages"),
                members=tuple(_feed(newsroom, each, each.autonym, channel.site) for each in newsroom.languages),
            ),
        )
        return _document(newsroom, reader, channel, lists)


def outlines_of(newsroom: Newsroom, store: Store, language: Language, selection: Selection) -> Document:
    """Return the OPML document of the single feeds that make *selection* up.

    Of several offices, or of a region, there is a feed for each office; else of several
    topics one for each topic; all other filters stay. Anything else is one feed.

    Raises:
        UnknownTerm: when the selection names a term that does not exist.
        BadParameter: when it names a language that does not exist.
        SelectionMoved: when something in it has another code.
    """
    with store.read(newsroom.regions, newsroom.names) as reader:
        t = newsroom.localiser(language)
        channel = make_channel(newsroom, reader, language, selection, (), changed(reader, EVERYTHING), _FORM)
        members: list[Outline] = []
        for part in parts(newsroom, selection):
            words = text_of(describe(part, known_terms(newsroom, reader, part), t))
            members.append(
                _outline(newsroom, language, words or t.gettext("News and press releases"), channel.site, part)
            )
        found = tuple(sorted(members, key=lambda member: member.text.casefold()))
        file = "-".join([*(slug(part, _NAME) for part in [selection.address] if part), language.tag])
        return replace(_document(newsroom, reader, channel, found), file=f"{file}.opml")


def parts(newsroom: Newsroom, selection: Selection) -> list[Selection]:
    """Return the selections that make up *selection*, each of one office or topic where there are several."""
    offices = selection.offices or tuple(
        office for region in selection.regions for office in newsroom.regions.get(region, ())
    )
    if offices:
        # Offices that are named stay in the region that is asked for; those of a region are in it anyway.
        within = selection if selection.offices else selection.any_of(REGION)
        return [within.narrowed(OFFICE, office) for office in offices]
    return [selection.narrowed(TOPIC, topic) for topic in selection.topics] or [selection]


def _document(newsroom: Newsroom, reader: Reader, channel: Channel, lists: Iterable[Outline]) -> Document:
    contact, modified = newsroom.settings.contact, last_modified(newsroom, reader)
    body = opml.render(
        " · ".join(part for part in (channel.title, channel.notice) if part),
        modified,
        channel.site,
        contact if contact.startswith("http") else "",
        lists,
    )
    return Document(wire.OPML, digest(newsroom.epoch, body.decode()), modified, body)


def _offices(newsroom: Newsroom, reader: Reader, language: Language, site: str) -> Iterator[Outline]:
    """Yield regions with their offices, by name, and then the offices of none."""
    t, concepts = newsroom.localiser(language), newsroom.vocabulary.concepts.get(OFFICE, {})
    found: dict[str, list[Term]] = {}
    for term in _terms(newsroom, reader, OFFICE):
        concept = concepts.get(term.code)
        found.setdefault(concept.region if concept else "", []).append(term)
    regions = [region.term for region in newsroom.vocabulary.concepts.get(REGION, {}).values() if region.code in found]
    for region in sorted(regions, key=lambda term: t.name(term).casefold()):
        members = _members(newsroom, language, site, found.pop(region.code), f"/offices/{region.code}")
        yield Outline(t.name(region), members=members)
    yield from _members(newsroom, language, site, [term for terms in found.values() for term in terms], "/offices")


def _topics(newsroom: Newsroom, reader: Reader, language: Language, site: str) -> tuple[Outline, ...]:
    return _members(newsroom, language, site, _terms(newsroom, reader, TOPIC), "/topics")


def _terms(newsroom: Newsroom, reader: Reader, scheme: str) -> list[Term]:
    concepts = newsroom.vocabulary.concepts.get(scheme, {})
    accepted = (term for term in reader.accepted_terms(scheme) if term.code not in concepts)
    return [*(concept.term for concept in concepts.values()), *accepted]


def _members(
    newsroom: Newsroom, language: Language, site: str, terms: Iterable[Term], category: str
) -> tuple[Outline, ...]:
    t = newsroom.localiser(language)
    return tuple(
        _feed(newsroom, language, t.name(term), site, term, category)
        for term in sorted(terms, key=lambda term: t.name(term).casefold())
    )


def _feed(
    newsroom: Newsroom, language: Language, text: str, site: str, term: Term | None = None, category: str = ""
) -> Outline:
    selection = only(term.scheme, term.code) if term else EVERYTHING
    return _outline(newsroom, language, text, site, selection, category)


def _outline(
    newsroom: Newsroom, language: Language, text: str, site: str, selection: Selection, category: str = ""
) -> Outline:
    return Outline(
        text,
        site if selection == EVERYTHING else f"{text} - {site}",
        newsroom.addresses.file(language.tag, selection, _FORM.file),
        newsroom.addresses.page(language.tag, selection),
        language.tag,
        category,
    )
