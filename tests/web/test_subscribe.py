"""The page on which somebody chooses what to subscribe to, asked over HTTP."""

import re
from datetime import timedelta
from email.utils import format_datetime

import pytest
from flask.testing import FlaskClient
from lxml import etree
from lxml import html
from tests.builders import LIGHTHOUSE
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds.settings import Settings
from osce_feeds.web import create_app

BASE = "https://feeds.example.org"
SKOPJE, ALBANIA = "mission-to-skopje", "presence-in-albania"


def tree(client: FlaskClient, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8"), path
    return html.fromstring(response.data)


def addresses(page: html.HtmlElement) -> list[str]:
    return [field.get("value", "") for field in page.xpath("//div[@id='result']/div[@class='address']/input")]


@pytest.mark.usefixtures("layer")
def test_page_is_answered_like_any_other(full_client: FlaskClient) -> None:
    first = full_client.get("/en/subscribe/?topic=youth")
    again = full_client.get("/en/subscribe/?topic=youth", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"].startswith("public, max-age=300")
    assert f'<{BASE}/en/subscribe/?topic=youth>; rel="self"' in first.headers["Link"]
    assert f"<{BASE}/en/topics/youth/feed.atom>" in first.headers["Link"]
    assert full_client.head("/en/subscribe/").data == b""
    assert full_client.post("/en/subscribe/").status_code == 405


@pytest.mark.usefixtures("layer")
@pytest.mark.parametrize(
    ("asked", "address"),
    [
        ("/en/subscribe", "/en/subscribe/"),
        ("/en/subscribe/?office=&topic=youth&q=&content=", "/en/subscribe/?topic=youth"),
        ("/en/subscribe/?topic=youth&office=mission-to-skopje", "/en/subscribe/?office=mission-to-skopje&topic=youth"),
        ("/en/subscribe/?topic=Youth", "/en/subscribe/?topic=youth"),
        ("/en/subscribe/?q=Ferry++school", "/en/subscribe/?q=ferry%20school"),
        ("/en/subscribe/feeds.opml?topic=YOUTH", "/en/subscribe/feeds.opml?topic=youth"),
    ],
)
def test_what_a_browser_makes_of_the_form_is_sent_to_the_one_address(
    full_client: FlaskClient, asked: str, address: str
) -> None:
    response = full_client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, f"{BASE}{address}")
    assert full_client.get(address).status_code == 200


def test_parameters_that_mean_nothing_are_passed_over(full_client: FlaskClient) -> None:
    plain = full_client.get("/en/subscribe/?topic=youth")

    assert full_client.get("/en/subscribe/?utm_source=x&topic=youth&limit=5").data == plain.data


def test_choice_is_kept_in_the_form_and_given_as_an_address_for_each_format(full_client: FlaskClient) -> None:
    page = tree(full_client, f"/en/subscribe/?content=en&office={SKOPJE}&office={ALBANIA}&q=ferry&since=2025-01-01")
    checked = {(box.get("name"), box.get("value")) for box in page.xpath("//input[@type='checkbox'][@checked]")}
    query = f"?content=en&office={SKOPJE}&office={ALBANIA}&q=ferry&since=2025-01-01"

    assert checked == {("office", SKOPJE), ("office", ALBANIA)}
    assert page.xpath("//*[@id='filter-words']")[0].get("value") == "ferry"
    assert page.xpath("//*[@id='filter-content']/option[@selected]")[0].get("value") == "en"
    assert page.xpath("//form[@data-live]//input[@type='hidden'][@name='since']")[0].get("value") == "2025-01-01"
    assert addresses(page) == [f"{BASE}/en/feed.{form}{query}" for form in ("atom", "rss", "json")]


def test_terms_come_with_what_they_would_find_and_chosen_ones_come_first(full_client: FlaskClient) -> None:
    page = tree(full_client, "/en/subscribe/?topic=youth")
    topics = page.xpath("//input[@name='topic']")
    count = int(page.xpath("//*[@id='count-topic-elections']")[0].text or "")
    elections = tree(full_client, "/en/subscribe/?topic=elections")

    assert topics[0].get("value") == "youth"
    assert {box.get("value") for box in page.xpath("//input[@name='region']")} >= {"central-asia", "eastern-europe"}
    assert elections.xpath("//*[@id='status']")[0].text_content().split()[0] == str(count)
    assert len(elections.xpath("//*[@class='preview']/li")) == min(count, 5)


def test_address_is_offered_to_readers_escaped(full_client: FlaskClient) -> None:
    page = tree(full_client, "/en/subscribe/?topic=elections&topic=youth&type=news")
    links = [link.get("href", "") for link in page.xpath("//*[@class='ways']//a[@class='button']")]
    quoted = "https%3A%2F%2Ffeeds.example.org%2Fen%2Ffeed.atom%3Ftopic%3Delections%26topic%3Dyouth%26type%3Dnews"

    assert links[0] == f"feed:{BASE}/en/feed.atom?topic=elections&topic=youth&type=news"
    assert f"https://feedly.com/i/subscription/feed/{quoted}" in links
    assert all(quoted in link for link in links[1:])
    own = [field.get("value") for field in page.xpath("//details/div[@class='address']/input")]
    assert own[0] == f"/i/?c=feed&a=add&url_rss={quoted}"
    assert [script.get("src", "").rpartition("/")[2] for script in page.xpath("//script")] == ["site.js", "choose.js"]


def test_code_for_cameras_says_what_it_is_and_has_its_quiet_zone(full_client: FlaskClient) -> None:
    (figure,) = tree(full_client, "/ru/subscribe/").xpath("//*[@class='qr']")
    (drawing,) = figure.xpath(".//svg")

    assert figure.xpath(".//*[@role='img']")[0].get("aria-label") == "QR-код адреса ленты"
    assert drawing.xpath(".//title")[0].text == "QR-код адреса ленты"
    assert drawing.xpath(".//path")[1].get("d", "").startswith("M4 4.5")
    assert drawing.get("width") is None


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("topic=yuoth", "/en/subscribe/?topic=youth"), ("office=mission-to-skopie", f"/en/subscribe/?office={SKOPJE}")],
)
def test_unknown_term_is_a_mistake_and_the_nearest_is_offered(
    full_client: FlaskClient, wrong: str, nearest: str
) -> None:
    response = full_client.get(f"/en/subscribe/?{wrong}")

    assert response.status_code == 400
    assert f'href="{nearest}"' in response.text
    assert full_client.get(f"/en/subscribe/feeds.opml?{wrong}").content_type == "application/problem+json"
    assert full_client.get("/xx/subscribe/").status_code == 404
    assert full_client.get("/en/subscribe/?since=yesterday").status_code == 400


def test_silence_is_told(feed: Feed, settings: Settings) -> None:
    feed(make_listing(make_entry("Ferry school opens in Voss", "4 July 2025", office="OSCE Mission to Skopje")))
    now = [NOW]
    client = create_app(settings, clock=lambda: now[0]).test_client()

    silent = tree(client, f"/en/subscribe/?office={ALBANIA}").xpath("//*[@id='result']/*[@class='note']")
    assert "no article here yet" in silent[0].text_content()
    path = f"/en/subscribe/?office={SKOPJE}"
    lively = client.get(path)
    assert b"more than a year old" not in lively.data
    now[0] += timedelta(days=30)
    then = format_datetime(NOW + timedelta(seconds=5), usegmt=True)
    later = client.get(path, headers={"If-Modified-Since": then})
    assert later.status_code == 200
    assert b"more than a year old" in later.data
    assert later.headers["ETag"] != lively.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?topic=elections&topic=youth&type=news", ["Elections, News", "Youth, News"]),
        (
            f"?office={SKOPJE}&office={ALBANIA}&topic=youth",
            ["OSCE Mission to Skopje, Youth", "OSCE Presence in Albania, Youth"],
        ),
        ("?topic=youth", ["Youth"]),
        ("", ["News and press releases"]),
    ],
)
def test_list_of_single_feeds_has_one_for_each_office_or_topic(
    full_client: FlaskClient, query: str, titles: list[str]
) -> None:
    response = full_client.get(f"/en/subscribe/feeds.opml{query}")
    outlines = etree.fromstring(response.data).findall("body/outline")

    assert (response.status_code, response.mimetype) == (200, "text/x-opml")
    assert [outline.get("text") for outline in outlines] == titles
    for outline in outlines:
        path = (outline.get("xmlUrl") or "").removeprefix(BASE)
        assert full_client.get(path).mimetype == "application/atom+xml"


def test_region_is_a_list_of_all_its_offices(full_client: FlaskClient) -> None:
    response = full_client.get("/en/subscribe/feeds.opml?region=central-asia")
    urls = [outline.get("xmlUrl") for outline in etree.fromstring(response.data).findall("body/outline")]

    assert f"{BASE}/en/offices/centre-in-ashgabat/feed.atom" in urls
    assert len(urls) > 3
    assert response.headers["Content-Disposition"] == 'inline; filename="region-central-asia-en.opml"'
    assert b"?region=central-asia" in full_client.get("/en/subscribe/?region=central-asia").data


def test_everything_that_can_be_chosen_can_be_subscribed_to_however_long_its_address(full_client: FlaskClient) -> None:
    topics = sorted(re.findall(r'name="topic" value="([^"]+)"', full_client.get("/en/subscribe/").text))[:19]
    words = "%20".join(f"word{number:02}{'x' * 40}" for number in range(16))
    page = tree(full_client, f"/en/subscribe/?q={words}&{'&'.join(f'topic={topic}' for topic in topics)}")

    assert len(addresses(page)) == 3
    assert page.xpath("//*[@class='qr']") == []


@pytest.mark.parametrize("path", ["/en/", "/en/topics/youth/"])
def test_page_of_a_list_has_the_part_that_browsers_are_sent_to(full_client: FlaskClient, path: str) -> None:
    page = tree(full_client, path)
    (section,) = page.xpath("//*[@id='subscribe']")
    chosen = "?topic=youth" if "youth" in path else ""

    assert section.xpath(".//*[@class='opened']")[0].text_content().strip().startswith("You opened a feed")
    assert [link.get("href") for link in section.xpath(".//a") if "/subscribe/" in link.get("href", "")] == [
        f"/en/subscribe/{chosen}"
    ]


def test_hostile_headline_stands_as_it_was_written(feed: Feed, settings: Settings) -> None:
    headline = 'A <img src=x onerror=alert(1)> & "quoted" {{ 7 * 7 }} </script> headline'
    feed(make_listing(make_entry(headline, "4 July 2025")))
    page = tree(create_app(settings, clock=lambda: NOW).test_client(), "/en/subscribe/")

    assert page.xpath("//*[@class='preview']//a")[0].text_content() == headline
    assert page.xpath("//img") == []


def test_office_that_nobody_has_accepted_is_offered_to_whoever_has_chosen_it(feed: Feed, settings: Settings) -> None:
    feed(make_listing(make_entry("Ferry school opens in Voss", "4 July 2025", office=LIGHTHOUSE.label)))
    client = create_app(settings, clock=lambda: NOW).test_client()
    box = f"//input[@value='{LIGHTHOUSE.code}']"

    assert tree(client, "/en/subscribe/").xpath(box) == []
    assert tree(client, f"/en/subscribe/?office={LIGHTHOUSE.code}").xpath(f"{box}/@checked") == ["checked"]
