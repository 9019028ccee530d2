"""Documents that were fetched, on their way into the store."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import msgspec

from osce_feeds.deliver import Newsroom
from osce_feeds.edit.link import link
from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import EditRefused
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import Report
from osce_feeds.ingest import ingest
from osce_feeds.ingest.parts import find_source
from osce_feeds.model.article import Origin
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.identity import names
from osce_feeds.normaliser.links import absolute
from osce_feeds.settings import PolledSource
from osce_feeds.sources.html_article import HTML_ARTICLE
from osce_feeds.sources.pages import read_page
from osce_feeds.store import Store
from osce_feeds.store.polls import PollState
from osce_feeds.store.polls import keep_poll_state
from osce_feeds.store.polls import poll_state
from osce_feeds.store.polls import told_by
from osce_feeds.text import digest

MOST_WAITING = 1000
"""Pages that wait to be read; further ones are found again at a later poll."""
MOST_GIVEN_UP = 1000


@dataclass(frozen=True, slots=True)
class Harvester:
    """Reads documents of one source into a store."""

    newsroom: Newsroom
    store: Store
    clock: Callable[[], datetime]

    def state(self, name: str) -> PollState:
        """Return where we are with what is remembered under *name*.

        Raises:
            StoreError: when the store cannot be used.
        """
        with self.store.read() as reader:
            return poll_state(reader, name)

    def keep(self, state: PollState, **changes: object) -> PollState:
        """Remember *state* with its *changes*, and return it."""
        changed = msgspec.structs.replace(state, **changes)
        if changed != state:
            with self.store.write(self.clock()) as writer:
                keep_poll_state(writer, changed)
        return changed

    def take(
        self, source: PolledSource, data: bytes, address: str, form: str = "", *, language: str = "", whole: bool = True
    ) -> Report:
        """Take a document of *source* into the store; where not *whole*, its size says nothing about the source.

        Raises:
            DocumentRefused: when it cannot be used, or does not look like the source's usual ones.
            StoreError: when the store cannot take it.
        """
        settings = self.newsroom.settings
        is_page = form == HTML_ARTICLE.name
        evidence = Evidence(
            language or source.language,
            Origin(source.name, source.url),
            () if is_page else source.offices,
            () if is_page else source.topics,
            settings.timezone,
        )
        order = Order(evidence, form or source.format, source.name, accept_shrink=not whole)
        vocabulary = self.newsroom.vocabulary
        return ingest(Document(address, data), self.store, settings, vocabulary, order, self.clock())

    def unread(self, source: PolledSource, data: bytes, address: str, given_up: tuple[str, ...]) -> list[str]:
        """Return the pages of articles in a document of *source* that it was not read from yet, in its order."""
        pages = dict.fromkeys(_links(source, data, address))
        with self.store.read() as reader:
            keys = {page: reader.find(names(source.name, "", page)) for page in pages}
            read = told_by(reader, source.name, HTML_ARTICLE.name, {key for found in keys.values() for key in found})
        lost = set(given_up)
        return [page for page in pages if not read & set(keys[page]) and page_digest(page) not in lost]

    def editions(self, data: bytes, address: str) -> list[tuple[str, str]]:
        """Return language and address of the other editions that a page names (``rel=alternate hreflang``)."""
        page = read_page(data, address)
        found: dict[str, str] = {}
        for element in page.root.iter("link"):
            tag, rels = tidy_tag(element.get("hreflang", "")), element.get("rel", "").lower().split()
            place = absolute(element.get("href", ""), page.base or address)
            if tag and place and "alternate" in rels and "html" in element.get("type", "text/html"):
                found.setdefault(tag, place)
        own = tidy_tag(page.language)
        return [(tag, place) for tag, place in found.items() if tag != own and place != address]

    def join(self, first: str, second: str) -> bool:
        """Make the articles at two addresses editions of one work, and say whether both are known.

        Two in one language stay apart: a person may know better.
        """
        with self.store.read() as reader:
            found = [reader.find(names("", "", place)) for place in (first, second)]
            articles = [reader.article(keys[0]) for keys in found if len(keys) == 1]
        known = [article for article in articles if article]
        if len(known) < len(found):
            return False
        if known[0].work != known[1].work:
            with suppress(EditRefused):
                link(self.store, [article.key for article in known], self.clock())
        return True


def page_digest(page: str) -> str:
    """Return what stands for a page that is not asked for any more."""
    return digest(page)[:16]


def _links(source: PolledSource, data: bytes, address: str) -> Iterator[str]:
    kind = find_source(data, source.format)
    if kind is None or kind is HTML_ARTICLE:
        return
    try:
        for thing in kind.read(data, address):
            if isinstance(thing, RawEntry) and (page := absolute(thing.link, thing.base or address)):
                yield page
    except DocumentRefused:
        return
