"""What feeds announce beside themselves, and where a browser is sent that opens one."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.formats.reading import xpath

from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.settings import Settings
from osce_feeds.settings import load
from osce_feeds.web import create_app

pytestmark = pytest.mark.usefixtures("layer")

BASE = "https://feeds.example.org"
HUB, LICENSE = "https://hub.example.org/", "https://license.example.org/by"
NAVIGATION = {"Sec-Fetch-Dest": "document"}

every_feed = pytest.mark.parametrize("form", FEEDS, ids=lambda form: form.name)


@pytest.fixture
def announcing(settings: Settings, feed: Feed, sample: bytes) -> FlaskClient:
    """A client of a service that has a hub and a license."""
    feed(sample)
    return create_app(replace(settings, hubs=(HUB,), license=LICENSE), clock=lambda: NOW).test_client()


def links(client: FlaskClient, path: str) -> list[str]:
    return client.get(path).headers["Link"].split(", ")


@every_feed
@pytest.mark.parametrize("folder", ["", "offices/odihr/", "topics/youth/"])
def test_hub_is_named_in_body_and_header_of_what_can_be_pushed(
    announcing: FlaskClient, folder: str, form: Format
) -> None:
    path = f"/en/{folder}{form.file}"

    assert f'<{HUB}>; rel="hub"' in links(announcing, path)
    assert HUB.encode() in announcing.get(path).data


@every_feed
@pytest.mark.parametrize(
    "address",
    ["offices/odihr/topics/elections/{file}", "{file}?type=news", "{file}?limit=5", "topics/youth/{file}?limit=5"],
)
def test_no_hub_is_named_for_other_lists(announcing: FlaskClient, address: str, form: Format) -> None:
    response = announcing.get(f"/en/{address.format(file=form.file)}")

    assert response.status_code == 200
    assert 'rel="hub"' not in response.headers["Link"]
    assert HUB.encode() not in response.data


@every_feed
def test_license_is_named_in_body_and_header_of_every_list(announcing: FlaskClient, form: Format) -> None:
    path = f"/en/{form.file}?type=news"

    assert f'<{LICENSE}>; rel="license"' in links(announcing, path)
    assert LICENSE.encode() in announcing.get(path).data


def test_service_without_hubs_and_license_names_none(full_client: FlaskClient) -> None:
    assert [
        link for link in links(full_client, "/en/feed.atom") if 'rel="hub"' in link or 'rel="license"' in link
    ] == []


def test_hubs_are_set_with_commas_between_them() -> None:
    settings = load({"OSCE_FEEDS_HUBS": f"{HUB}, https://other.example.org"})

    assert settings.hubs == (HUB, "https://other.example.org")


@every_feed
def test_browser_that_opens_a_feed_is_sent_to_its_page_and_nobody_keeps_that(
    full_client: FlaskClient, form: Format
) -> None:
    response = full_client.get(f"/fr/topics/youth/{form.file}?type=news&utm_source=x", headers=NAVIGATION)

    assert response.status_code == 303
    assert response.headers["Location"] == f"{BASE}/fr/topics/youth/?type=news#subscribe"
    assert response.headers["Cache-Control"] == "no-store"


@every_feed
def test_raw_gives_a_browser_the_feed_itself(full_client: FlaskClient, form: Format) -> None:
    response = full_client.get(f"/fr/{form.file}?raw=1", headers=NAVIGATION)

    assert response.status_code == 200
    assert full_client.get(f"/fr/{form.file}").data == response.data


@pytest.mark.parametrize(
    "fields", [{"Sec-Fetch-Dest": "empty"}, {"Accept": "text/html"}, {"User-Agent": "Mozilla/5.0"}]
)
def test_nothing_else_of_a_request_decides_between_feed_and_page(
    full_client: FlaskClient, fields: dict[str, str]
) -> None:
    assert full_client.get("/en/feed.atom", headers=fields).mimetype == "application/atom+xml"


@pytest.mark.parametrize("file", ["articles.xml", "newsml.xml", "articles.jsonl"])
def test_browser_that_opens_an_export_gets_it(full_client: FlaskClient, file: str) -> None:
    assert full_client.get(f"/en/{file}", headers=NAVIGATION).status_code == 200


def test_icon_is_where_feeds_say(full_client: FlaskClient) -> None:
    (address,) = xpath(full_client.get("/en/feed.atom").data, "/atom:feed/atom:icon/text()")
    response = full_client.get(address.removeprefix(BASE))

    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")
