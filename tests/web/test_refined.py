"""Selections by several filters: one address each, whatever was asked, and nothing echoed that means nothing."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_entries
from tests.listings import make_listing
from tests.web.crawler import LINK
from tests.web.crawler import fetch
from werkzeug.test import TestResponse

from osce_feeds.formats import FORMATS
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.ingest import Order
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.normaliser import Evidence

pytestmark = pytest.mark.usefixtures("layer")

BASE = "https://feeds.example.org"
TOWN = [
    Entry(headline="skopje-youth", offices="OSCE Mission to Skopje", topics="Youth", date="4 July 2025"),
    Entry(headline="skopje-elections", offices="OSCE Mission to Skopje", topics="Elections", date="3 July 2025"),
    Entry(headline="albania-youth", offices="OSCE Presence in Albania", topics="Youth", date="2 July 2025"),
    Entry(
        headline="bishkek-policing",
        offices="OSCE Programme Office in Bishkek",
        topics="Policing",
        genre="Press release",
        date="1 July 2025",
    ),
    Entry(headline="astana-both", offices="OSCE Programme Office in Astana", topics="Policing, Elections"),
    Entry(headline="voss-lamps", offices="Lighthouse Office in Voss", topics="Lamps", genre="Ballad"),
    Entry(headline="nothing", offices="", topics="", genre=""),
]


class Whole(FlaskClient):
    """A client that takes every answer to its end, so that none keeps the store open."""

    def open(self, *args: Any, **arguments: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **arguments})


@pytest.fixture
def town(feed: Feed, app: Flask) -> FlaskClient:
    """A service with articles of four known offices and an unknown one, on two continents, in two languages."""
    feed(make_listing([Entry(**{**entry.__dict__, "summary": f"{entry.headline} said."}) for entry in TOWN]))
    french = Entry(
        headline="paris", offices="OSCE Mission to Skopje", topics="Policing", date="30 June 2025", summary=""
    )
    feed(make_listing([french]), Order(Evidence("fr")))
    app.test_client_class = Whole
    return app.test_client()


def headlines(client: FlaskClient, path: str) -> set[str]:
    """Return the headlines of the page at *path*, which its feed and its export agree with."""
    page = fetch(client, path)
    assert page.status == 200, path
    folder, _, query = path.partition("?")
    feed = etree.fromstring(client.get(f"{folder}feed.atom?{query}").data)
    lines = client.get(f"{folder}articles.jsonl?{query}").text.splitlines()
    found = page.texts("//article/h3/a/text()")
    assert found == [entry.findtext("{*}title") for entry in feed.iterfind("{*}entry")]
    assert found == [json.loads(line)["headline"] for line in lines]
    return set(found)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("?office=mission-to-skopje&office=presence-in-albania", "skopje-youth skopje-elections albania-youth paris"),
        ("topics/youth/?office=mission-to-skopje&office=presence-in-albania", "skopje-youth albania-youth"),
        ("?topic=elections&topic=policing", "skopje-elections bishkek-policing astana-both paris"),
        ("?region=central-asia", "bishkek-policing astana-both"),
        ("topics/elections/?region=central-asia", "astana-both"),
        ("?region=central-asia&region=south-eastern-europe&topic=policing&topic=youth",
         "bishkek-policing astana-both skopje-youth albania-youth paris"),
        ("offices/mission-to-skopje/?region=central-asia", ""),
        ("?not-topic=elections&region=central-asia", "bishkek-policing"),
        ("offices/mission-to-skopje/?not-topic=elections", "skopje-youth paris"),
        ("?not-office=mission-to-skopje&not-type=news", "bishkek-policing voss-lamps nothing"),
        ("?type=press-release", "bishkek-policing"),
        ("?type=ballad", "voss-lamps"),
        ("?type=news&type=press-release&until=2025-07-01", "bishkek-policing paris"),
        ("?since=2025-07-02&until=2025-07-03", "skopje-elections albania-youth"),
        ("?content=fr", "paris"),
        ("?content=uk", ""),
        ("topics/policing/?content=fr", "paris"),
    ],
)  # fmt: skip
def test_list_holds_what_meets_all_filters(town: FlaskClient, path: str, expected: str) -> None:
    assert set(expected.split()) == headlines(town, f"/en/{path}")


SPELLINGS = [
    # order and repetition
    ("?type=news&region=central-asia", "?region=central-asia&type=news"),
    ("?topic=youth&topic=elections", "?topic=elections&topic=youth"),
    ("?topic=elections&topic=youth&topic=elections", "?topic=elections&topic=youth"),
    ("?type=news&type=news", "?type=news"),
    ("?since=2025-07-01&since=2025-07-01", "?since=2025-07-01"),
    ("?until=2025-07-02&since=2025-07-01", "?since=2025-07-01&until=2025-07-02"),
    ("?not-type=news&not-office=odihr", "?not-office=odihr&not-type=news"),
    # where it stands
    ("?office=odihr", "offices/odihr/"),
    ("?topic=youth", "topics/youth/"),
    ("?topic=youth&office=odihr", "offices/odihr/topics/youth/"),
    ("offices/odihr/?topic=youth", "offices/odihr/topics/youth/"),
    ("topics/youth/?office=odihr", "offices/odihr/topics/youth/"),
    ("offices/odihr/?office=odihr", "offices/odihr/"),
    ("offices/odihr/?office=mission-to-skopje", "?office=mission-to-skopje&office=odihr"),
    ("offices/odihr/topics/youth/?topic=elections", "offices/odihr/?topic=elections&topic=youth"),
    ("offices/odihr/topics/youth/?office=mission-to-skopje", "topics/youth/?office=mission-to-skopje&office=odihr"),
    ("?office=odihr&type=news", "offices/odihr/?type=news"),
    ("?not-topic=youth&topic=elections", "topics/elections/?not-topic=youth"),
    # defaults and empty values
    ("?office=&topic=", ""),
    ("?type=news&since=&until=", "?type=news"),
    ("?office", ""),
    ("?limit=", ""),
    ("?limit=007", "?limit=7"),
    ("?type=news&limit=7", "?limit=7&type=news"),
    # case
    ("offices/ODIHR/", "offices/odihr/"),
    ("topics/Youth/", "topics/youth/"),
    ("offices/Odihr/topics/YOUTH/", "offices/odihr/topics/youth/"),
    ("?type=NEWS", "?type=news"),
    ("?region=Central-Asia", "?region=central-asia"),
    ("?not-topic=Youth", "?not-topic=youth"),
    ("?content=FR", "?content=fr"),
    ("?content=fr-CH", "?content=fr"),
    # aliases and names
    ("offices/OSCE%20Mission%20to%20Skopje/", "offices/mission-to-skopje/"),
    ("offices/POiB/", "offices/programme-office-in-bishkek/"),
    ("offices/OSCE%20Centre%20in%20Bishkek/", "offices/programme-office-in-bishkek/"),
    ("offices/Lighthouse%20Office%20in%20Voss/", "offices/lighthouse-office-in-voss/"),
    ("offices/Lighthouse-Office-In-Voss/", "offices/lighthouse-office-in-voss/"),
    ("topics/%D0%92%D1%8B%D0%B1%D0%BE%D1%80%D1%8B/", "topics/elections/"),
    ("?topic=Border+management", "topics/border-management/"),
    ("?type=News%20Item", "?type=news"),
    ("?type=Ballad", "?type=ballad"),
    ("?region=Central%20Asia", "?region=central-asia"),
    ("?not-office=ODIHR&office=osce%20mission%20to%20skopje", "offices/mission-to-skopje/?not-office=odihr"),
    ("?office=ODIHR&office=odihr", "offices/odihr/"),
    # bytes
    ("?type=%6Eews", "?type=news"),
    ("?%74ype=news", "?type=news"),
    ("?region=central%2Dasia", "?region=central-asia"),
    ("?type=+news+", "?type=news"),
    # and what means nothing goes
    ("?utm_source=x&type=NEWS&fbclid=y", "?type=news"),
    ("offices/ODIHR/?utm_campaign=z", "offices/odihr/"),
    ("?Type=news&office=odihr&word=x", "offices/odihr/"),
]


@pytest.mark.parametrize(("asked", "there"), SPELLINGS)
@pytest.mark.parametrize("file", ["", "feed.atom"])
def test_other_spelling_leads_to_the_one_address_in_one_step(
    town: FlaskClient, asked: str, there: str, file: str
) -> None:
    def at(address: str) -> str:
        folder, mark, query = address.partition("?")
        return f"/ru/{folder}{file}{mark}{query}"

    answer = town.get(at(asked))

    assert answer.status_code == 301
    assert f"{BASE}{at(there)}" == answer.headers["Location"]
    assert answer.text == f"{BASE}{at(there)}\n"
    assert town.get(at(there)).status_code == 200


@pytest.mark.parametrize(("file", "usual"), [("", 20), ("feed.atom", 50)])
def test_limit_that_is_usual_is_left_out(town: FlaskClient, file: str, usual: int) -> None:
    for limit in (f"{usual}", f"0{usual}"):
        assert town.get(f"/ru/{file}?limit={limit}").headers["Location"] == f"{BASE}/ru/{file}"


@pytest.mark.parametrize(("asked", "there"), [("?limit=50", "?limit=50"), ("?limit=0050", "?limit=50")])
def test_limit_that_is_usual_for_feeds_is_none_for_exports(town: FlaskClient, asked: str, there: str) -> None:
    assert town.get(f"/en/feed.rss{asked}").headers["Location"] == f"{BASE}/en/feed.rss"
    answer = town.get(f"/en/articles.jsonl{asked}")

    assert answer.status_code == (200 if asked == there else 301)
    assert asked == there or answer.headers["Location"] == f"{BASE}/en/articles.jsonl{there}"


def test_folder_without_its_slash_keeps_what_was_asked_for(town: FlaskClient) -> None:
    answer = town.get("/en/offices/odihr?type=news&utm_source=x&limit=7")

    assert answer.headers["Location"] == f"{BASE}/en/offices/odihr/?limit=7&type=news"


@pytest.mark.parametrize("address", ["?type=news", "offices/odihr/?not-topic=youth&since=2025-01-01", "?limit=3"])
def test_the_one_address_of_a_selection_is_answered_there(town: FlaskClient, address: str) -> None:
    for file in ("", *(form.file for form in FORMATS)):
        folder, _, query = address.partition("?")
        assert town.get(f"/en/{folder}{file}?{query}").status_code == 200


PROBLEMS = [
    ("offices/odir/{}", 404, "office", "there is no office 'odir'", "odihr"),
    ("offices/odir/{}?type=news", 404, "office", "there is no office 'odir'", "odihr"),
    ("offices/odihr/topics/yuoth/{}?office=mission-to-skopje", 404, "topic", "there is no topic 'yuoth'", "youth"),
    ("{}?office=odir", 400, "office", "there is no office 'odir'", "odihr"),
    ("{}?topic=youth&topic=election", 400, "topic", "there is no topic 'election'", "elections"),
    ("{}?type=newz", 400, "type", "there is no type 'newz'", "news"),
    ("{}?region=central-asi", 400, "region", "there is no region 'central-asi'", "central-asia"),
    ("{}?not-office=odir", 400, "not-office", "there is no office 'odir'", "odihr"),
    ("offices/odihr/{}?not-topic=election", 400, "not-topic", "there is no topic 'election'", "elections"),
    ("{}?since=yesterday", 400, "since", "since takes a day such as 2026-07-01", ""),
    ("{}?until=2025-02-30", 400, "until", "until takes a day such as 2026-07-01", ""),
    ("{}?since=%D9%A2%D9%A0%D9%A2%D9%A5-07-01", 400, "since", "since takes a day such as 2026-07-01", ""),
    ("{}?since=2025-07-01&since=2025-07-02", 400, "since", "since can be given once", ""),
    ("{}?since=2025-07-02&until=2025-07-01", 400, "until", "2025-07-01 is before 2025-07-02", ""),
    ("{}?content=xyz", 400, "content", "there is no language 'xyz'", ""),
    ("{}?content=%3Cb%3E", 400, "content", "content takes the tag of a language", ""),
    ("{}?limit=0", 400, "limit", "limit takes a whole number from 1 to 500", ""),
    ("{}?limit=501", 400, "limit", "limit takes a whole number from 1 to 500", ""),
    ("{}?limit=00001", 400, "limit", "limit takes a whole number from 1 to 500", ""),
    ("{}?limit=%D9%A5", 400, "limit", "limit takes a whole number from 1 to 500", ""),
    ("{}?limit=999999999999999999999", 400, "limit", "limit takes a whole number from 1 to 500", ""),
    ("{}?" + "&".join(f"topic=t{number}" for number in range(21)), 400, "topic", "at most 20 filter values", ""),
]


@pytest.mark.parametrize(("path", "status", "parameter", "detail", "nearest"), PROBLEMS)
@pytest.mark.parametrize("file", ["feed.rss", "articles.jsonl"])
def test_problem_names_the_parameter_and_the_nearest_terms(
    town: FlaskClient, path: str, status: int, parameter: str, detail: str, nearest: str, file: str
) -> None:
    answer = town.get(f"/fr/{path.format(file)}")
    problem = json.loads(answer.data)

    assert (status, "application/problem+json") == (answer.status_code, answer.headers["Content-Type"])
    assert (status, parameter) == (problem["status"], problem["parameter"])
    assert problem["detail"].startswith(detail)
    assert problem.get("nearest", [""])[0] == nearest
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("path", "status", "parameter", "detail", "nearest"), PROBLEMS)
def test_problem_of_a_page_is_told_on_a_page(
    town: FlaskClient, path: str, status: int, parameter: str, detail: str, nearest: str
) -> None:
    page = fetch(town, f"/en/{path.format('')}")

    assert (status, "text/html") == (page.status, page.media_type)
    assert page.said("//h1") == ["This page does not exist." if status == 404 else "This address cannot be understood."]
    assert detail in page.said("//p[@class='facts']")[0]
    assert bool(nearest) == bool(page.texts("//main//li/a/@href"))
    del parameter


def test_page_offers_the_same_list_with_what_may_be_meant(town: FlaskClient) -> None:
    page = fetch(town, "/en/offices/odihr/?not-topic=election&type=news")
    (link,) = [link for link in page.texts("//main//li/a/@href") if "not-topic=elections" in link]

    assert link == "/en/offices/odihr/?not-topic=elections&type=news"
    assert town.get(link).status_code == 200


ADDRESSES = [
    "/en/",
    "/en/?type=news",
    "/ru/offices/mission-to-skopje/",
    "/fr/offices/mission-to-skopje/?not-topic=youth",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    "noise", ["utm_source=x", "fbclid=%00", "paged=2&raw=1", "x=%ff&=&&y", "word=%27+OR+1%3D1", "OFFICE=z"]
)
def test_parameters_that_mean_nothing_are_no_second_entry_of_a_cache(
    town: FlaskClient, address: str, noise: str
) -> None:
    for file in ("", *(form.file for form in FORMATS)):
        folder, _, query = address.partition("?")
        path = f"{folder}{file}"
        plain = town.get(f"{path}?{query}")
        for other in (f"{query}&{noise}", f"{noise}&{query}"):
            asked = town.get(f"{path}?{other.strip('&')}")
            assert (plain.status_code, plain.data) == (asked.status_code, asked.data)
            assert list(plain.headers) == list(asked.headers)
            unchanged = town.get(f"{path}?{other.strip('&')}", headers={"If-None-Match": plain.headers["ETag"]})
            assert unchanged.status_code == 304


PIECES = (
    "type=news type=NEWS office=odihr office=OSCE+Mission+to+Skopje office= topic=youth topic=elections"
    " not-topic=policing region=Central%20Asia since=2025-01-01 content=en limit=9 utm_source=x"
)
pieces = st.sampled_from(PIECES.split())


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=7), st.sampled_from(["", "offices/odihr/", "topics/Youth/"]))
def test_any_spelling_is_the_address_or_one_step_away_from_it(town: FlaskClient, query: list[str], folder: str) -> None:
    first = town.get(f"/en/{folder}feed.json?{'&'.join(query)}")
    assert first.status_code in {200, 301}
    if first.status_code == 301:
        where = urlsplit(first.headers["Location"])
        first = town.get(f"{where.path}?{where.query}")
    assert first.status_code == 200
    names = [piece.partition("=")[0] for piece in urlsplit(json.loads(first.data)["feed_url"]).query.split("&")]
    assert names == sorted(names)
    assert set(names) - {""} <= PARAMETERS
    again = town.get(json.loads(first.data)["feed_url"].removeprefix(BASE))
    assert (again.status_code, again.headers["ETag"]) == (200, first.headers["ETag"])


def test_no_two_selections_share_a_tag_or_a_file_name(town: FlaskClient) -> None:
    addresses = [
        "",
        "?type=news",
        "?not-type=news",
        "?region=central-asia",
        "?limit=3",
        "?office=mission-to-serbia&office=odihr",
    ]
    addresses += ["?since=2025-07-01", "?until=2025-07-01", "?content=en", "?topic=elections&topic=youth"]
    answers = [
        answer
        for answer in (town.get(f"/en/feed.rss{address}", follow_redirects=True) for address in addresses)
        if answer.status_code == 200
    ]

    assert len(answers) == len(addresses)
    assert len({answer.headers["ETag"] for answer in answers}) == len(addresses)
    assert len({answer.headers["Content-Disposition"] for answer in answers}) == len(addresses) - 1  # limit is none


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("articles.xml?region=central-asia", "region-central-asia-en-articles.xml"),
        ("offices/odihr/articles.xml?not-topic=youth", "odihr-not-topic-youth-en-articles.xml"),
        ("articles.xml?since=2025-07-01&type=news", "since-2025-07-01-type-news-en-articles.xml"),
        ("offices/odihr/articles.xml?limit=3", "odihr-en-articles.xml"),
    ],
)
def test_file_of_a_refined_selection_has_a_name_to_save_it_under(town: FlaskClient, address: str, name: str) -> None:
    assert town.get(f"/en/{address}").headers["Content-Disposition"] == f'inline; filename="{name}"'


def test_name_of_a_file_never_grows_beyond_measure(town: FlaskClient) -> None:
    offices = ["mission-to-skopje", "mission-to-serbia", "presence-in-albania", "programme-office-in-bishkek"]
    names = set()
    for number in (3, 4):
        query = "&".join(f"office={office}" for office in sorted(offices[:number]))
        disposition = town.get(f"/en/feed.atom?{query}").headers["Content-Disposition"]
        names.add(disposition)
        assert re.fullmatch(r'inline; filename="[a-z0-9-]{1,120}-feed\.atom"', disposition)

    assert len(names) == 2


REFINED = "offices/mission-to-skopje/?not-topic=elections&type=news"


def test_page_of_a_refined_selection_links_to_itself_in_every_form(town: FlaskClient) -> None:
    page = fetch(town, f"/en/{REFINED}")
    folder, _, query = REFINED.partition("?")

    assert page.texts("//link[@rel='canonical']/@href") == [f"{BASE}/en/{REFINED}"]
    assert page.texts("//link[@hreflang]/@href") == [f"{BASE}/{language.tag}/{REFINED}" for language in LANGUAGES]
    assert page.texts("//nav[@class='languages']//a/@href") == [
        f"/{language.tag}/{REFINED}" for language in LANGUAGES if language.tag != "en"
    ]
    files = page.texts("//section[@id='subscribe']//ul[@class='files']//a/@href")
    assert files == [f"/en/{folder}{form.file}?{query}" for form in FORMATS]
    assert page.texts("//link[@rel='alternate'][@type]/@href")[0] == f"{BASE}/en/{folder}feed.atom?{query}"
    assert (f"{BASE}/en/{REFINED}", "self") in LINK.findall(page.fields["Link"])
    assert page.texts("//title/text()") == ["OSCE Mission to Skopje, News, without Elections - Test Newsroom"]
    assert page.said("//h1") == ["OSCE Mission to Skopje, News, without Elections"]


def test_feed_of_a_refined_selection_names_itself(town: FlaskClient) -> None:
    folder, _, query = REFINED.partition("?")
    answer = town.get(f"/en/{folder}feed.atom?limit=7&{query}")
    feed = etree.fromstring(answer.data)
    links = {
        (str(link.get("rel")), str(link.get("hreflang") or ""), str(link.get("type"))): str(link.get("href"))
        for link in feed.iterfind("{*}link")
    }

    assert feed.findtext("{*}id") == f"tag:feeds.example.org,2026:en/offices/mission-to-skopje?{query}"
    assert feed.findtext("{*}title") == "OSCE Mission to Skopje, News, without Elections - Test Newsroom"
    assert "without Elections" in str(feed.findtext("{*}subtitle"))
    assert links["self", "", "application/atom+xml"] == f"{BASE}/en/{folder}feed.atom?limit=7&{query}"
    assert links["alternate", "en", "text/html"] == f"{BASE}/en/{REFINED}"
    assert links["alternate", "de", "application/atom+xml"] == f"{BASE}/de/{folder}feed.atom?{query}"
    assert (links["self", "", "application/atom+xml"], "self") in LINK.findall(answer.headers["Link"])


def test_limit_bounds_pages_feeds_and_files(feed: Feed, client: FlaskClient) -> None:
    feed(make_listing(make_entries(9)))

    assert len(fetch(client, "/en/?limit=4").elements("//article")) == 4
    assert client.get("/en/feed.rss?limit=4").data.count(b"<item>") == 4
    assert client.get("/en/articles.jsonl?limit=4").data.count(b"\n") == 4
    assert client.get("/en/articles.jsonl?limit=500").data.count(b"\n") == 9


def test_page_shows_the_filters_that_are_on_each_with_a_way_to_take_it_off(town: FlaskClient) -> None:
    page = fetch(town, f"/en/{REFINED}&until=2025-07-04".replace("type=news", "region=central-asia&type=news"))

    assert page.said("//section[@class='filters']//li") == [
        "OSCE Mission to Skopje remove",
        "News remove",
        "Central Asia remove",
        "without Elections remove",
        "until 4 July 2025 remove",
    ]
    assert page.texts("//section[@class='filters']//a/@href")[0] == (
        "/en/?not-topic=elections&region=central-asia&type=news&until=2025-07-04"
    )
    for link in page.texts("//section[@class='filters']//a/@href"):
        assert town.get(link).status_code == 200
    names = {str(element.get("id")) for element in page.elements("//*[@id]")}
    for labels in page.texts("//section[@class='filters']//a/@aria-labelledby"):
        assert set(labels.split()) <= names


def test_page_without_filters_has_no_list_of_them(town: FlaskClient) -> None:
    page = fetch(town, "/en/")

    assert page.elements("//section[@class='filters']") == []
    assert page.texts("//meta[@name='robots']/@content") == []


def test_robots_are_kept_from_lists_without_end(town: FlaskClient) -> None:
    page = fetch(town, f"/en/{REFINED}")

    assert page.texts("//meta[@name='robots']/@content") == ["noindex, follow"]
    for link in page.elements("//main//a"):
        assert ("?" in str(link.get("href"))) == (link.get("rel") == "nofollow") or link.get("type"), link.get("href")


def test_terms_beside_a_list_keep_its_other_filters(town: FlaskClient) -> None:
    page = fetch(town, "/en/?not-topic=elections&region=central-asia")

    assert page.texts("//nav[@class='directory']//a/@href") == [
        "/en/offices/programme-office-in-bishkek/?not-topic=elections&region=central-asia",
        "/en/topics/policing/?not-topic=elections&region=central-asia",
        "/en/?not-topic=elections&region=central-asia&type=press-release",
        "/en/?not-topic=elections&region=central-asia",
        "/en/?not-topic=elections&region=south-eastern-europe",
    ]
    assert page.texts("//nav[@class='directory']//a[@aria-current]/text()") == ["Central Asia"]
    for link, count in zip(
        page.texts("//nav[@class='directory']//a/@href"),
        page.texts("//nav[@class='directory']//span[@class='count']/text()"),
        strict=True,
    ):
        assert len(fetch(town, link).elements("//article")) == int(count)


HOSTILE = [
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%0d%0aSet-Cookie:%20x=y",
    "{{7*1191}}",
    "%25s%25n",
    "%22%27%5C",
    "//evil.test",
    "%00",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", sorted(PARAMETERS))
def test_hostile_values_are_refused_or_left_out_and_do_no_harm(town: FlaskClient, name: str, value: str) -> None:
    for path in ("/en/", "/en/feed.atom", "/en/articles.jsonl", "/en/offices/odihr"):
        answer = town.get(f"{path}?{name}={value}&type=NEWS")
        assert answer.status_code in {301, 400}
        assert "Set-Cookie" not in answer.headers
        assert b"<script>" not in answer.data or answer.mimetype == "application/problem+json"
        assert b"8337" not in answer.data
        location = answer.headers.get("Location", BASE)
        assert location.startswith(BASE)
        assert location.isascii()
