"""Editions of one story name each other in feeds, from the moment they are linked until one is withdrawn."""

import re
from contextlib import closing
from datetime import datetime
from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.ingest import Order
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store
from osce_feeds.store.editions import editions

ENGLISH = "The pier is open\nPublishing date: 1 June 2026\nWhere we are: OSCE Mission to Skopje\nWalk on it.\n"
FRENCH = "La jetée est ouverte\nPublishing date: 2 juin 2026\nVenez vous y promener.\n"
CROATIAN = "Gat je otvoren\nPublishing date: 3 June 2026\nDođite u šetnju.\n"
LATER = NOW + timedelta(hours=1)
PAGE = re.compile(rb"https://feeds\.example\.org/(\w\w)/articles/([a-z2-7]{12})/")


@pytest.fixture
def keys(feed: Feed, store: Store) -> dict[str, str]:
    """The key of each of three articles, which nobody has linked, by language; one of them is not served."""
    for language, text in (("en", ENGLISH), ("fr", FRENCH), ("hr", CROATIAN)):
        feed(text, Order(Evidence(language), source=language))
    with store.read() as reader:
        return {article.language: article.key for article in reader.newest(EVERYTHING, "en", 10)}


def shown(newsroom: Newsroom, store: Store, form: Format, tag: str, now: datetime = LATER) -> tuple[str, bytes]:
    """Return fingerprint and bytes of all news in a language."""
    language = newsroom.language(tag)
    assert language
    with closing(deliver(newsroom, store, language, EVERYTHING, form, now)) as rendition:
        return rendition.fingerprint, b"".join(rendition.body())


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
def test_linked_editions_are_named_and_withdrawn_ones_no_longer(
    form: Format, newsroom: Newsroom, store: Store, keys: dict[str, str]
) -> None:
    """With one newsroom throughout, so that bytes which it keeps would be seen."""
    alone, before = shown(newsroom, store, form, "en")
    edit.link(store, list(keys.values()), LATER)
    linked, named = shown(newsroom, store, form, "en")
    edit.withdraw(store, keys["fr"], "", LATER)
    withdrawn, after = shown(newsroom, store, form, "en")

    assert len({alone, linked, withdrawn}) == 3
    assert pages(before) == {("en", key) for key in keys.values()}
    # There is no page in Croatian: the edition is shown on one in the language of the feed.
    assert pages(named) == {("en", keys["en"]), ("fr", keys["fr"]), ("en", keys["hr"])}
    assert ("fr", keys["fr"]) not in pages(after)
    assert ("en", keys["hr"]) in pages(after)


def pages(body: bytes) -> set[tuple[str, str]]:
    """Return language and key of every article's page that a feed names."""
    return {(language.decode(), key.decode()) for language, key in PAGE.findall(body)}


def test_editions_of_many_works_are_asked_for_at_once(store: Store, keys: dict[str, str]) -> None:
    work = edit.link(store, [keys["en"], keys["fr"]], LATER)
    with store.read() as reader:
        found = editions(reader, [work, keys["hr"], "nothing22222"])

    assert found == {work: (("en", keys["en"]), ("fr", keys["fr"])), keys["hr"]: (("hr", keys["hr"]),)}
