"""The bundled sample newsroom: invented articles with everything that real listings have."""

import tomllib
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import count

import msgspec

from osce_feeds import edit
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.identity import identities
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.reader import SAMPLE

PUBLISHER = "Sample newsroom"


class Edition(msgspec.Struct):
    """An article of the sample, as a person would name it."""

    language: str
    date: date
    headline: str


class Work(msgspec.Struct):
    """The language editions of one story."""

    editions: list[Edition]


class Withdrawal(Edition):
    """An article to withdraw, and why."""

    note: str


class Links(msgspec.Struct):
    """What ``links.toml`` says."""

    work: list[Work]
    withdrawal: list[Withdrawal]


def fill(store: Store, settings: Settings, now: datetime) -> int:
    """Feed the sample to an empty store, mark the store as one of invented articles, and return how many are new.

    Listings first, then the corrections to them, then translations are linked and
    one article is withdrawn: a second apart and ending before *now*, since lists
    date their changes to the second.
    """
    moments = (now - timedelta(minutes=2) + number * timedelta(seconds=1) for number in count())
    with store.write(next(moments)) as writer:
        writer.state_fact(SAMPLE, "true")
    words = vocabulary(settings.vocabulary)
    new = 0
    for language, document in documents():
        order = Order(Evidence(language, Origin(PUBLISHER)), source=PUBLISHER, accept_shrink=True)
        new += ingest(document, store, settings, words, order, next(moments)).new
    links = msgspec.convert(tomllib.loads((_folder() / "links.toml").read_text("utf-8")), Links)
    for work in links.work:
        edit.link(store, [_key(store, edition) for edition in work.editions], next(moments))
    for withdrawal in links.withdrawal:
        edit.withdraw(store, _key(store, withdrawal), withdrawal.note, next(moments))
    return new


def documents() -> Iterator[tuple[str, Document]]:
    """Yield language and document of each listing: ``listing.*`` by name, then ``corrections.*``."""
    listings = sorted((file for file in _folder().iterdir() if file.name.endswith(".txt")), key=_listings_first)
    for file in listings:
        yield file.name.split(".")[1], Document(file.name, file.read_bytes())


def _folder() -> Traversable:
    return files("osce_feeds") / "sample"


def _listings_first(file: Traversable) -> tuple[bool, str]:
    return not file.name.startswith("listing."), file.name


def _key(store: Store, edition: Edition) -> str:
    reading = Reading(language=edition.language, headline=edition.headline, date=edition.date)
    with store.read() as reader:
        (key,) = reader.find(identities(reading))
    return key
