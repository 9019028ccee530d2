"""``osce-feeds link``, ``withdraw``, ``restore`` and ``erase``."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.cli.conftest import Command
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.article import Origin
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
@pytest.mark.parametrize(
    "arguments",
    [
        ["link"],
        ["withdraw", "--note", "x"],
        ["restore"],
        ["erase", "--note", "x"],
        ["correct", "--note", "x", "--headline", "x"],
    ],
)
@pytest.mark.usefixtures("editions")
def test_article_that_does_not_exist_is_3(command: Command, database: Path, arguments: list[str], named: str) -> None:
    before = rows(database)

    expected = (
        f"osce-feeds: there is no article {named!r}: give its key, its id, or its address here or at its source\n"
    )
    assert command(*arguments, named) == (3, "", expected)
    assert before == rows(database)


def test_restored_article_is_listed_again(command: Command, editions: dict[str, Article], client: FlaskClient) -> None:
    key = editions["en"].key
    command("withdraw", key, "--note", "Sent too early")

    assert command("restore", editions["en"].id) == (0, f"{key} is back (version 3)\n", "")
    assert client.get(f"/en/articles/{key}/").status_code == 200
    assert key in client.get("/en/").text


def test_restored_article_of_a_day_to_come_is_held_back(command: Command, feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(date="4 July 2098")]))
    with store.write(NOW) as writer:
        ((key, day),) = [(article.key, article.date) for article in writer.due(date(2099, 1, 1))]
    command("withdraw", key, "--note", "Sent too early")

    assert command("restore", key) == (0, f"{key} is back (version 3), held back until {day}\n", "")


def test_article_that_is_not_withdrawn_cannot_be_restored(command: Command, editions: dict[str, Article]) -> None:
    key = editions["en"].key

    assert command("restore", key) == (3, "", f"osce-feeds: {key} is not withdrawn: nothing was changed\n")


def test_erased_article_leaves_a_tombstone_and_hints(
    command: Command, editions: dict[str, Article], client: FlaskClient
) -> None:
    english, french = editions["en"], editions["fr"]
    command("link", english.key, french.key)
    code, out, err = command("erase", english.key, "--note", "It named a child", "--yes")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{english.key} is erased (version 2)",
        "The text may still be in:",
        "  the source",
        f"  another language edition: {french.key} (fr)",
        "  backups of the store made before now",
        "  files that were exported or published, and the documents that were ingested",
        "  caches, feed readers and partners that have it: feeds and exports tell them of the withdrawal",
    ]
    page = client.get(f"/en/articles/{english.key}/")
    assert page.status_code == 410
    assert english.headline not in page.text
    for name in ("feed.atom", "feed.rss", "feed.json", "newsml.xml", "articles.xml", "articles.jsonl"):
        answer = client.get(f"/en/{name}")
        assert answer.status_code == 200
        assert english.headline not in answer.text


def test_erasure_tells_what_it_took_from_reports_and_where_the_source_is(
    command: Command, feed: Feed, store: Store
) -> None:
    feed(make_listing([Entry(genre="", offices="")]), Order(Evidence(origin=Origin("x", "https://news.example.org/"))))
    with store.read() as reader:
        (article,) = reader.stream(EVERYTHING, "en")
    command("correct", article.key, "--note", "x", "--link", "https://news.example.org/1")
    _, out, _ = command("erase", "https://news.example.org/1", "--note", "It named a child", "--yes")

    assert out.splitlines()[1:5] == [
        "its text is gone from 1 remark in stored reports, too",
        "The text may still be in:",
        "  the source: https://news.example.org/1",
        "  the source: https://news.example.org/",
    ]


@pytest.mark.parametrize(("said", "code"), [("y\n", 0), ("n\n", 3), ("\n", 3), ("", 3)])
def test_erasure_asks_first(
    command: Command,
    editions: dict[str, Article],
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: str,
    code: int,
) -> None:
    key, before = editions["en"].key, rows(database)
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    ended, out, err = command("erase", key, "--note", "Why")

    assert ended == code
    assert err.startswith(f"Erase {key}, 'Ferry school opens in Voss', for good? [y/N]: ")
    if code:
        assert err.endswith(f"osce-feeds: {key} was not erased; --yes says that it is meant\n")
        assert (out, rows(database)) == ("", before)


def test_store_in_use_is_told_after_an_erasure(
    command: Command, editions: dict[str, Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "scrub", lambda _store: False)
    code, _, err = command("erase", editions["en"].key, "--note", "Why", "--yes")

    expected = "the store is in use: its files may still hold remains of the text; erase again to remove them"
    assert (code, err) == (1, f"osce-feeds: {expected}\n")
