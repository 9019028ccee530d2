"""Every format, kind of list and language by the rules that validators publish: no error and no warning."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from flask.testing import FlaskClient
from tests.builders import REPRESENTATIVES
from tests.conftest import NOW
from tests.rules.json_feeds import json_faults
from tests.rules.xml_feeds import atom_faults
from tests.rules.xml_feeds import opml_faults
from tests.rules.xml_feeds import rss_faults

from osce_feeds.cli.sample import fill
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

BASE = "https://feeds.example.org"
TAGS = REPRESENTATIVES
FAULTS: dict[str, Callable[..., list[str]]] = {
    "feed.atom": atom_faults,
    "feed.rss": rss_faults,
    "feed.json": json_faults,
}
LISTS = (
    "{file}",
    "offices/odihr/{file}",
    "topics/elections/{file}",
    "offices/odihr/topics/elections/{file}",
    "{file}?type=news",
    "{file}?not-topic=elections&region=central-asia&since=2020-01-01",
    "{file}?content=fr",
    "{file}?limit=500",
    "offices/special-monitoring-mission-to-ukraine/{file}",
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The bundled sample newsroom, with everything that feeds can announce."""
    settings = Settings(
        database=str(tmp_path_factory.mktemp("rules") / "store.db"),
        base_url=BASE,
        authority="feeds.example.org,2026",
        rights="Free to reprint with the name of the newsroom",
    )
    store = Store(settings.database)
    store.prepare(NOW)
    fill(store, settings, NOW)
    store.close()
    announcing = replace(settings, hubs=("https://hub.example.org/",), license="https://license.example.org/by")
    return create_app(announcing, clock=lambda: NOW).test_client()


def faults(service: FlaskClient, path: str) -> list[str]:
    response = service.get(path)
    assert response.status_code == 200, path
    return FAULTS[path.partition("?")[0].rpartition("/")[2]](response.data, f"{BASE}{path}", NOW)


@pytest.mark.parametrize("file", FAULTS)
@pytest.mark.parametrize("tag", TAGS)
def test_feeds_break_no_rule(service: FlaskClient, tag: str, file: str) -> None:
    found = {path: faults(service, path) for path in (f"/{tag}/{each.format(file=file)}" for each in LISTS)}

    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("file", ["feed.atom", "feed.rss"])
def test_archives_break_no_rule(service: FlaskClient, file: str) -> None:
    months = [
        f"/en/{folder}archive/2026-{month:02d}/{file}" for folder, month in product(("", "offices/odihr/"), range(1, 7))
    ]
    there = [path for path in months if service.get(path).status_code == 200]

    assert there
    assert {path: each for path in there if (each := faults(service, path))} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_list_of_feeds_breaks_no_rule(service: FlaskClient, tag: str) -> None:
    assert opml_faults(service.get(f"/{tag}/feeds.opml").data) == []


@pytest.mark.parametrize(
    ("file", "there", "planted", "message"),
    [
        ("feed.atom", ' rel="self"', ' rel="via"', "MissingSelf"),
        ("feed.atom", "/en/feed.atom", "/en/other.atom", "SelfDoesntMatchLocation"),
        ("feed.atom", "+00:00</updated>", "</updated>", "InvalidRFC3339Date"),
        ("feed.atom", "<updated>2", "<updated>3", "ImplausibleDate"),
        ("feed.atom", 'type="html">', ">", "ContainsUndeclaredHTML"),
        ("feed.atom", "&lt;/p&gt;", "", "NotHtml"),
        ("feed.atom", 'href="https://', 'href="', "InvalidURI"),
        ("feed.atom", 'hreflang="fr"', 'hreflang="de"', "DuplicateAtomLink"),
        ("feed.atom", "<id>tag:feeds.example.org,2026:", "<id>tag:feeds.example.org:", "InvalidFullLink"),
        ("feed.atom", "<icon>", "<logo/><logo/><icon>", "DuplicateElement"),
        ("feed.atom", "<icon>", "<ikon/><icon>", "UndefinedElement"),
        ("feed.atom", 'xml:lang="en"', 'xml:lang="english"', "InvalidLanguage"),
        ("feed.atom", 'rel="license"', 'rel="licence"', "UnregisteredAtomLinkRel"),
        ("feed.rss", ' rel="self"', ' rel="via"', "MissingAtomSelfLink"),
        ("feed.rss", "GMT", "CEST", "InvalidRFC2822Date"),
        ("feed.rss", " 2026 ", " 26 ", "InvalidRFC2822Date"),
        ("feed.rss", 'isPermaLink="false"', "", "InvalidHttpGUID"),
        ("feed.rss", "<title>", "<title>&lt;b&gt;", "ContainsHTML"),
        ("feed.rss", "<description>", "<description>&lt;script&gt;&lt;/script&gt;", "SecurityRisk"),
        ("feed.rss", "<description>", '<description>&lt;a href="/x"&gt;x&lt;/a&gt;', "ContainsRelRef"),
        ("feed.rss", "<language>en", "<language>EN", "InvalidLanguage"),
        ("feed.rss", "<item>", "<item><pubDate/>", "DuplicateElement"),
        ("feed.json", '"feed_url"', '"feed_uri"', "unknown"),
        ("feed.json", '"id":"', '"id":"","x":"', "id"),
        ("feed.json", "content_html", "content", "content"),
        ("feed.json", '"_osce_feeds"', '"_osce.feeds"', "extension"),
        ("feed.json", 'Z"', '"', "date_published"),
    ],
)
def test_planted_fault_is_found(service: FlaskClient, file: str, there: str, planted: str, message: str) -> None:
    path = f"/en/{file}"
    document = service.get(path).text
    assert there in document
    found = FAULTS[file](document.replace(there, planted).encode(), f"{BASE}{path}", NOW)

    assert [fault for fault in found if fault.startswith(message)]


@pytest.mark.parametrize(
    ("there", "planted", "message"),
    [
        (' title="', ' titel="', "MissingAttribute"),
        ('type="rss"', 'type="atom"', "InvalidOutlineType"),
        (" GMT</dateModified>", "</dateModified>", "InvalidRFC2822Date"),
        ('category="/', 'category="', "InvalidCategory"),
        ('xmlUrl="https://', 'xmlUrl="', "InvalidURI"),
    ],
)
def test_planted_fault_of_a_list_of_feeds_is_found(
    service: FlaskClient, there: str, planted: str, message: str
) -> None:
    document = service.get("/en/feeds.opml").text
    found = opml_faults(document.replace(there, planted).encode())

    assert [fault for fault in found if fault.startswith(message)]
