import hashlib
import re

import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import ROOT

from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

STATIC = ROOT / "src" / "osce_feeds" / "web" / "static"


@pytest.mark.parametrize(
    ("accept", "tag"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-CH, de;q=0.9", "fr"),
        ("ja, ru;q=0.4, it;q=0.5", "it"),
        ("de;q=0, es;q=0.1", "es"),
        ("zh, uk", "uk"),
        ("*", "en"),
        ("\x00;;q=x,,=", "en"),
        (",".join(["xx"] * 20_000), "en"),
    ],
)
def test_entrance_leads_to_the_language_of_the_browser(client: FlaskClient, accept: str, tag: str) -> None:
    response = client.get("/", headers={"Accept-Language": accept})

    assert response.status_code == 303
    assert response.headers["Location"] == f"https://feeds.example.org/{tag}/"
    assert response.headers["Vary"] == "Accept-Language"
    assert response.text == f"https://feeds.example.org/{tag}/\n"


def test_entrance_leads_to_the_first_language_that_is_served(settings: Settings) -> None:
    russian = Settings(database=settings.database, base_url="https://feeds.example.org/news/", languages=("ru", "en"))
    client = create_app(russian, clock=lambda: NOW).test_client()

    assert client.get("/").headers["Location"].endswith("/ru/")
    assert client.get("/", headers={"Accept-Language": "en-GB"}).headers["Location"].endswith("/en/")
    assert client.get("/fr/").status_code == 404


def test_pulse_answers_without_the_store(client: FlaskClient) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.data == b'{"status":"ok"}\n'


@pytest.mark.parametrize(
    ("name", "media_type"), [("site.css", "text/css; charset=utf-8"), ("icon.svg", "image/svg+xml")]
)
def test_page_names_files_that_may_be_kept_for_ever(client: FlaskClient, name: str, media_type: str) -> None:
    (path,) = re.findall(rf'href="(/static/[0-9a-f]{{12}}/{name})"', client.get("/en/").text)
    response = client.get(path)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.data == (STATIC / name).read_bytes()


def test_address_of_static_files_changes_with_their_bytes(client: FlaskClient) -> None:
    files = b"".join(path.read_bytes() for path in sorted(STATIC.iterdir()))

    assert f"/static/{hashlib.sha256(files).hexdigest()[:12]}/" in client.get("/en/").text


@pytest.mark.parametrize("name", ["other.css", "..%2f..%2fapp.py", "%2e%2e/app.py", "", "site.css/"])
def test_only_static_files_are_static_files(client: FlaskClient, name: str) -> None:
    (folder,) = set(re.findall(r'href="(/static/[0-9a-f]{12})/', client.get("/en/").text))

    assert client.get(f"{folder}/{name}").status_code == 404


@pytest.mark.parametrize("mark", ["0" * 12, "", "x"])
def test_old_addresses_of_static_files_are_gone(client: FlaskClient, mark: str) -> None:
    """Rather than new bytes under an address that caches keep for ever."""
    assert client.get(f"/static/{mark}/site.css").status_code == 404


@pytest.mark.usefixtures("app")
def test_service_starts_while_another_process_writes(settings: Settings, store: Store) -> None:
    """A second worker has nothing to write down, so it need not wait for a long ingest."""
    with store.write(NOW):
        client = create_app(settings, clock=lambda: NOW).test_client()

    assert client.get("/en/").status_code == 200


def test_service_below_a_path_links_below_it(settings: Settings) -> None:
    below = Settings(database=settings.database, base_url="https://example.org/osce/news")
    client = create_app(below, clock=lambda: NOW).test_client()
    page = client.get("/en/").text

    assert client.get("/").headers["Location"] == "https://example.org/osce/news/en/"
    assert client.get("/en").headers["Location"] == "https://example.org/osce/news/en/"
    local = [path for path in re.findall(r'(?:href|src)="(/[^"]*)"', page) if not path.startswith("/osce/news/")]
    assert local == []
