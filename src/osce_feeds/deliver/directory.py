"""Every feed of an office and of a topic, as people look for them: offices under their regions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from osce_feeds.deliver.channels import make_channel
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.pages import Discovery
from osce_feeds.deliver.pages import announced
from osce_feeds.deliver.renditions import changed
from osce_feeds.deliver.renditions import last_modified
from osce_feeds.formats import FEEDS
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.counts import TermUse
from osce_feeds.text import digest

FEED_FILES = tuple((form.title, form.file) for form in FEEDS)
"""Title and file of each format of feeds."""


@dataclass(frozen=True, slots=True)
class Group:
    """Offices of a region, by name; ``region`` is None for those of none."""

    region: Term | None
    offices: tuple[TermUse, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The page with every feed; terms without articles are there with 0, minted ones if they were accepted."""

    fingerprint: str
    last_modified: datetime
    url: str
    channel: Channel
    count: int | None
    groups: tuple[Group, ...]
    topics: tuple[TermUse, ...]
    discovery: tuple[Discovery, ...]


def directory(newsroom: Newsroom, store: Store, language: Language) -> Directory:
    """Return what the page in *language* shows."""
    url, t = newsroom.addresses.guide(language.tag, "feeds"), newsroom.localiser(language)
    with store.read(newsroom.regions, newsroom.names) as reader:
        updated = changed(reader, EVERYTHING)
        return Directory(
            fingerprint=digest(newsroom.epoch, url, str(reader.generation())),
            last_modified=last_modified(newsroom, reader),
            url=url,
            channel=make_channel(newsroom, reader, language, EVERYTHING, (), updated, FEEDS[0]),
            count=reader.count(EVERYTHING, language.tag),
            groups=by_region(newsroom, _uses(newsroom, reader, language, OFFICE), t),
            topics=_uses(newsroom, reader, language, TOPIC),
            discovery=announced(newsroom, language, EVERYTHING, newsroom.settings.site_name),
        )


def by_region(newsroom: Newsroom, offices: Iterable[TermUse], localiser: Localiser) -> tuple[Group, ...]:
    """Return *offices* under their regions, in the given order; regions by name, and last the offices of none."""
    known = newsroom.vocabulary.concepts.get(OFFICE, {})
    found: dict[str, list[TermUse]] = {}
    for use in offices:
        concept = known.get(use.term.code)
        found.setdefault(concept.region if concept else "", []).append(use)
    regions = [region.term for region in newsroom.vocabulary.concepts.get(REGION, {}).values() if region.code in found]
    groups = [
        Group(region, tuple(found.pop(region.code)))
        for region in sorted(regions, key=lambda term: localiser.name(term).casefold())
    ]
    rest = tuple(use for uses in found.values() for use in uses)
    return (*groups, Group(None, rest)) if rest else tuple(groups)


def _uses(newsroom: Newsroom, reader: Reader, language: Language, scheme: str) -> tuple[TermUse, ...]:
    """Return all terms of *scheme* that have a feed, by name, with how many articles it is about."""
    concepts, t = newsroom.vocabulary.concepts.get(scheme, {}), newsroom.localiser(language)
    counts = {use.term.code: use.count for use in reader.terms(scheme, EVERYTHING, language.tag)}
    terms = [concept.term for concept in concepts.values()]
    terms += [term for term in reader.accepted_terms(scheme) if term.code not in concepts]
    uses = (TermUse(term, counts.get(term.code, 0)) for term in terms)
    return tuple(sorted(uses, key=lambda use: t.name(use.term).casefold()))
