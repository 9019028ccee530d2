"""The many names of an article."""

import pytest
from tests.ingest.entries import NODE
from tests.ingest.entries import PAGE
from tests.ingest.entries import Desk
from tests.ingest.entries import make_raw
from tests.ingest.results import only
from tests.ingest.results import stored

from osce_feeds.edit.find import find
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.settings import Settings
from osce_feeds.store import Store


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(store, settings)


@pytest.mark.parametrize(
    "name",
    [
        "{key}",
        "{id}",
        "https://feeds.example.org/ru/articles/{key}/",
        "/en/articles/{key}/?page=2#top",
        PAGE,
        f"{PAGE}?utm_source=letter#end",
        PAGE.replace("https://", "http://www."),
    ],
)
def test_article_is_found_by_everything_that_names_it(desk: Desk, store: Store, name: str) -> None:
    desk.take(make_raw(link=PAGE))
    article = only(store)
    with store.read() as reader:
        assert article == find(reader, name.format(key=article.key, id=article.id))


def test_article_is_found_by_its_node_however_the_address_is_written(desk: Desk, store: Store) -> None:
    desk.take(make_raw(link=NODE))
    with store.read() as reader:
        assert only(store) == find(reader, "http://osce.org/de/node/47110")


@pytest.mark.parametrize(
    "name",
    ["", "/", "aaaaaaaaaaaa", "tag:other.example,2026:{key}", "https://news.example.org/other", "http://[", NODE],
)
def test_what_names_no_article_is_refused_by_name(desk: Desk, store: Store, name: str) -> None:
    desk.take(make_raw(link=PAGE))
    named = name.format(key=only(store).key)
    with store.read() as reader, pytest.raises(UnknownArticle) as refused:
        find(reader, named)
    expected = f"there is no article {named!r}: give its key, its id, or its address here or at its source"
    assert expected == str(refused.value)


def test_address_of_several_articles_is_refused_with_their_keys(desk: Desk, store: Store) -> None:
    """A page shows its language editions under one address."""
    desk.take(make_raw(link=PAGE))
    desk.take(make_raw(link=PAGE, headline="L’école du bac ouvre", language="fr", summary="Venez."), source="page")
    keys = sorted(article.key for article in stored(store))
    with store.read() as reader, pytest.raises(EditRefused) as refused:
        find(reader, PAGE)

    expected = f"{PAGE!r} is the address of several articles ({', '.join(keys)}): give the key of one"
    assert expected == str(refused.value)
