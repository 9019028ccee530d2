"""Errors as people and programs get them."""

import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask import Response
from flask.testing import FlaskClient
from lxml import etree
from tests.builders import REPRESENTATIVES
from tests.builders import language as language_of
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from werkzeug.test import TestResponse

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import localiser
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

NOT_FOUND = (
    "The requested URL was not found on the server. If you entered the URL manually please check your spelling and try"
    " again."
)


def check_problem(response: TestResponse, **expected: object) -> None:
    """Hold a problem document (RFC 9457) against its members."""
    status = expected["status"]
    assert status == response.status_code
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers
    assert expected == response.get_json()


def text_of(response: TestResponse, path: str) -> list[str]:
    """Return the texts at an XPath of an error page."""
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    found = etree.fromstring(response.data, etree.HTMLParser(encoding="utf-8")).xpath(path)
    assert isinstance(found, list)
    return [str(text).strip() for text in found]


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("/nothing", "there is no language 'nothing' here"),
        ("/xx/feed.atom", "there is no language 'xx' here"),
        ("/EN/feed.atom", "there is no language 'EN' here"),
        ("/humans.txt", "there is no language 'humans.txt' here"),
        ("/static/0123456789ab/site.css", "there is no such file"),
        ("/en/articles", NOT_FOUND),
        ("/en/feed.pdf", NOT_FOUND),
        ("/en/../feed.atom", NOT_FOUND),
        ("/en/topics/youth/offices/odihr/feed.atom", NOT_FOUND),
    ],
)
def test_missing_file_is_a_problem_document(full_client: FlaskClient, path: str, detail: str) -> None:
    response = full_client.get(path)

    check_problem(response, title="Not Found", status=404, detail=detail)


@pytest.mark.parametrize(
    ("path", "scheme", "code", "nearest"),
    [
        ("/en/offices/odir/feed.rss", "office", "odir", "odihr"),
        ("/fr/topics/election/articles.xml", "topic", "election", "elections"),
        ("/en/offices/odihr/topics/yout/feed.json", "topic", "yout", "youth"),
    ],
)
def test_unknown_term_is_named_with_the_nearest_ones(
    full_client: FlaskClient, path: str, scheme: str, code: str, nearest: str
) -> None:
    response = full_client.get(path)

    found = response.get_json()["nearest"]
    assert found[0] == nearest
    assert len(found) <= 3
    detail = f"there is no {scheme} {code!r}"
    check_problem(response, title="Not Found", status=404, detail=detail, parameter=scheme, nearest=found)


@pytest.mark.parametrize("language", [*map(language_of, REPRESENTATIVES)], ids=REPRESENTATIVES)
def test_missing_page_says_so_in_its_language_and_offers_the_nearest(
    full_client: FlaskClient, language: Language
) -> None:
    response = full_client.get(f"/{language.tag}/topics/election/")

    assert response.status_code == 404
    assert text_of(response, "/html/@lang") == [language.tag]
    assert text_of(response, "//h1/text()") == [localiser(language).gettext("This page does not exist.")]
    assert f"/{language.tag}/topics/elections/" in text_of(response, "//main//a/@href")
    assert text_of(response, "//p[@class='facts']/text()") == ["404 Not Found: there is no topic 'election'"]
    assert text_of(response, "//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("path", ["/ru/topics/election/", "/ru/?topic=election", "/ru/embed/?not-topic=election"])
def test_terms_that_may_be_meant_are_called_by_their_names(full_client: FlaskClient, path: str) -> None:
    response = full_client.get(path)

    assert text_of(response, "//main//ul/li/a/text()")[0] == "Выборы"


@pytest.mark.parametrize("path", ["/xx/", "/nothing/at/all/", "/en/articles/voss2345abcd/", "/ru//"])
def test_missing_page_is_a_page(full_client: FlaskClient, path: str) -> None:
    response = full_client.get(path)

    assert response.status_code == 404
    assert text_of(response, "/html/@lang") == ["ru" if path.startswith("/ru") else "en"]


def test_problem_page_escapes_what_was_asked_for(full_client: FlaskClient) -> None:
    response = full_client.get("/en/offices/<script>alert(1)<%2Fscript>{{7*1191}}/")

    assert response.status_code == 404
    assert b"<script>" not in response.data
    assert b"8337" not in response.data
    assert text_of(response, "//p[@class='facts']/text()")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/en/feed.atom", "/healthz", "/en/offices/odihr/articles.xml"])
def test_other_methods_are_refused_naming_those_allowed(full_client: FlaskClient, method: str, path: str) -> None:
    response = full_client.open(path, method=method)

    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    detail = "The method is not allowed for the requested URL."
    check_problem(response, title="Method Not Allowed", status=405, detail=detail)


def test_other_methods_are_refused_on_pages_with_a_page(full_client: FlaskClient) -> None:
    response = full_client.post("/de/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert text_of(response, "/html/@lang") == ["de"]


def test_options_names_the_methods(full_client: FlaskClient) -> None:
    response = full_client.options("/en/feed.atom")

    assert response.status_code == 200
    assert sorted(response.allow) == ["GET", "HEAD", "OPTIONS"]


def remove(path: Path) -> None:
    for file in path.parent.glob("store.db*"):
        file.rmdir() if file.is_dir() else file.unlink()


def break_store(path: Path, how: str) -> None:
    remove(path)
    match how:
        case "no database":
            path.write_bytes(b"This was a database once.\n" * 100)
        case "a folder":
            path.mkdir()
        case "empty":
            path.touch()


@pytest.fixture
def own_client(feed: Feed, app: Flask) -> FlaskClient:
    """A client of a service whose store may be broken."""
    feed(make_listing([Entry()]))
    return app.test_client()


@pytest.mark.parametrize("how", ["gone", "empty", "no database", "a folder"])
def test_store_that_is_gone_is_503_and_comes_back(
    own_client: FlaskClient, settings: Settings, how: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    path = Path(settings.database)
    with closing(sqlite3.connect(path)) as database, closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        database.backup(copy)
    break_store(path, how)

    response = own_client.get("/en/feed.atom")
    assert response.headers["Retry-After"] == "5"
    detail = "the store does not answer now; please try again"
    check_problem(response, title="Service Unavailable", status=503, detail=detail)
    assert str(path) not in response.text
    assert "cannot be used now" in caplog.text

    page = own_client.get("/ru/")
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
    russian = next(language for language in LANGUAGES if language.tag == "ru")
    busy = localiser(russian).gettext("The service is busy. Please try again in a moment.")
    assert text_of(page, "//h1/text()") == [busy]
    assert own_client.get("/healthz").status_code == 200

    remove(path)
    (tmp_path / "copy.db").rename(path)
    assert own_client.get("/en/feed.atom").status_code == 200


@pytest.mark.usefixtures("impatient")
def test_locked_store_is_503(own_client: FlaskClient, settings: Settings, store: Store) -> None:
    store.close()
    with closing(sqlite3.connect(settings.database, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        response = own_client.get("/en/feed.json")
        other.execute("COMMIT")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert own_client.get("/en/feed.json").status_code == 200


@pytest.fixture
def defective(settings: Settings) -> FlaskClient:
    """A service with a mistake of ours in two views."""
    app: Flask = create_app(settings, clock=lambda: NOW)

    def fail() -> Response:
        message = "secret /path/to/something"
        raise KeyError(message)

    app.add_url_rule("/fr/mistake/", "page", fail)
    app.add_url_rule("/mistake", "file", fail)
    return app.test_client()


def test_mistake_is_logged_and_not_shown(defective: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    response = defective.get("/mistake")

    detail = "a mistake on our side, which has been logged"
    check_problem(response, title="Internal Server Error", status=500, detail=detail)
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.exc_info is not None
    assert "secret /path/to/something" in caplog.text


def test_mistake_on_a_page_is_a_page_without_a_trace(defective: FlaskClient) -> None:
    response = defective.get("/fr/mistake/")

    assert response.status_code == 500
    french = next(language for language in LANGUAGES if language.tag == "fr")
    assert text_of(response, "//h1/text()") == [localiser(french).gettext("Something went wrong.")]
    for word in ("secret", "Traceback", "KeyError", "File"):
        assert word not in response.text


def test_problem_document_is_json_on_one_line(full_client: FlaskClient) -> None:
    body = full_client.get("/nothing").data

    assert body.endswith(b"}\n")
    assert body.count(b"\n") == 1
    assert json.loads(body)["status"] == 404
