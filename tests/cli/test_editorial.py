"""``osce-feeds link`` and ``osce-feeds withdraw``."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.cli.conftest import Command
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store


@pytest.fixture
def editions(feed: Feed, store: Store) -> dict[str, Article]:
    """One story in two languages, as two sources bring it, by language."""
    feed(make_listing([Entry(headline="Ferry school opens in Voss", summary="")]))
    feed(make_listing([Entry(headline="Une école du bac ouvre à Voss", summary="")]), Order(Evidence("fr")))
    with store.read() as reader:
        return {article.language: article for article in reader.stream(EVERYTHING, "en")}


def test_linked_articles_are_listed_as_one(command: Command, editions: dict[str, Article], client: FlaskClient) -> None:
    english, french = editions["en"], editions["fr"]
    address = f"https://feeds.example.org/ru/articles/{french.key}/"

    assert command("link", english.key, address) == (0, f"2 articles are editions of {english.key}\n", "")
    for tag, shown in (("en", english), ("fr", french), ("de", english)):
        assert client.get(f"/{tag}/articles.jsonl").data.count(b"\n") == 1
        assert shown.key in client.get(f"/{tag}/").text


def test_articles_in_one_language_cannot_be_linked(command: Command, feed: Feed, store: Store, database: Path) -> None:
    feed(make_listing([Entry(headline="One", summary=""), Entry(headline="Two", summary="")]))
    with store.read() as reader:
        keys = [article.key for article in reader.stream(EVERYTHING, "en")]
    before = rows(database)
    code, out, err = command("link", *keys)

    assert (code, out) == (3, "")
    assert err.startswith("osce-feeds: a work has one edition in a language, but these are all in en: ")
    assert before == rows(database)


def test_withdrawn_article_leaves_the_lists_and_says_why(
    command: Command, editions: dict[str, Article], client: FlaskClient
) -> None:
    key = editions["en"].key

    assert command("withdraw", key, "--note", "Sent too early") == (0, f"{key} is withdrawn (version 2)\n", "")
    page = client.get(f"/en/articles/{key}/")
    assert page.status_code == 410
    assert "Sent too early" in page.text
    assert key not in client.get("/en/").text


def test_withdrawal_needs_a_note(command: Command, editions: dict[str, Article], database: Path) -> None:
    before = rows(database)
    code, _, err = command("withdraw", editions["en"].key)

    assert code == 2
    assert err.splitlines()[-1] == "Error: Missing option '--note'."
    assert before == rows(database)


@pytest.mark.parametrize("named", ["voss2345abcd", "x", "https://voss.example/", ""])
@pytest.mark.parametrize("arguments", [["link"], ["withdraw", "--note", "x"]])
@pytest.mark.usefixtures("editions")
def test_article_that_does_not_exist_is_3(command: Command, database: Path, arguments: list[str], named: str) -> None:
    before = rows(database)

    expected = (
        f"osce-feeds: there is no article {named!r}: give its key, its id, or its address here or at its source\n"
    )
    assert command(*arguments, named) == (3, "", expected)
    assert before == rows(database)
