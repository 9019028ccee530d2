"""What programs look for under fixed names, and the page for IT departments."""

from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from urllib.robotparser import RobotFileParser

import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW

from osce_feeds.settings import Settings
from osce_feeds.web import create_app

BASE = "https://feeds.example.org"
SECURITY = "/.well-known/security.txt"


def client_of(settings: Settings, **changes: object) -> FlaskClient:
    return create_app(replace(settings, **changes), clock=lambda: NOW).test_client()  # type: ignore[arg-type]


@pytest.mark.usefixtures("layer")
def test_security_contact_is_named_as_the_standard_has_it(settings: Settings) -> None:
    client = client_of(settings, contact="mailto:press@feeds.example.org")
    response = client.get(SECURITY)
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())

    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert fields["Contact"] == "mailto:press@feeds.example.org"
    assert fields["Canonical"] == f"{BASE}{SECURITY}"
    assert fields["Preferred-Languages"].startswith("en, ")
    left = datetime.fromisoformat(fields["Expires"]) - NOW
    assert timedelta(days=90) < left < timedelta(days=365)
    again = client.get(SECURITY, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, response.headers["Cache-Control"])


@pytest.mark.parametrize("contact", ["", "http://feeds.example.org/contact"])
def test_contact_that_cannot_be_named_is_a_problem_that_says_so(settings: Settings, contact: str) -> None:
    response = client_of(settings, contact=contact).get(SECURITY)

    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert "CONTACT" in response.text


def test_address_without_encryption_is_not_called_canonical(settings: Settings) -> None:
    contact = "https://feeds.example.org/contact"
    response = client_of(settings, contact=contact, base_url="http://127.0.0.1:8080").get(SECURITY)

    assert f"Contact: {contact}" in response.text
    assert "Canonical" not in response.text


@pytest.mark.usefixtures("layer")
def test_robots_may_go_everywhere_but_into_lists_without_end(settings: Settings) -> None:
    response = client_of(settings, base_url=f"{BASE}/news").get("/robots.txt")
    lines = response.text.splitlines()

    assert (response.status_code, response.content_type) == (200, "text/plain; charset=utf-8")
    assert "Disallow: /news/*/?*topic=" in lines
    assert f"Sitemap: {BASE}/news/fr/sitemap.xml" in lines
    assert not [line for line in lines if "sitemap-news" in line]
    parser = RobotFileParser()
    parser.parse(lines)
    assert parser.can_fetch("robot", f"{BASE}/news/en/offices/odihr/")
    assert len(parser.site_maps() or ()) == len(settings.languages)


def test_newsroom_that_runs_the_service_itself_has_a_sitemap_of_news(settings: Settings) -> None:
    client = client_of(settings, official=True)

    assert f"Sitemap: {BASE}/en/sitemap-news.xml" in client.get("/robots.txt").text
    assert client.get("/en/sitemap-news.xml").status_code == 200


@pytest.mark.usefixtures("layer")
def test_page_for_it_departments_says_what_is_sent(full_client: FlaskClient) -> None:
    page = full_client.get("/en/about/it/")
    shown = page.text.replace("&#39;", "'")

    for path in ("/en/", "/en/feed.atom", "/en/embed.html", "/embed/v1/feed.js", "/healthz"):
        response = full_client.get(path)
        assert response.headers["Content-Security-Policy"] in shown, path
        assert response.headers["Cache-Control"] in shown, path
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Access-Control-Allow-Origin"):
            assert f"{name}: {response.headers[name]}" in shown
    assert f"script-src {BASE}/embed/v1/; connect-src {BASE}" in shown.replace("</code><br><code>", " ")
    assert f"frame-src {BASE}" in shown
    assert "security.txt" not in shown
    assert full_client.get("/en/about/it").headers["Location"] == f"{BASE}/en/about/it/"
    assert full_client.get("/en/about/it/", headers={"If-None-Match": page.headers["ETag"]}).status_code == 304


def test_page_for_it_departments_names_the_contact(settings: Settings) -> None:
    page = client_of(settings, contact="mailto:press@feeds.example.org").get("/de/about/it/").text

    assert 'href="mailto:press@feeds.example.org"' in page
    assert 'href="/.well-known/security.txt"' in page
