"""The page for agencies, libraries and archives, and the events that they rehearse with."""

import json
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.builders import REPRESENTATIVES
from tests.conftest import SCHEMAS
from tests.web.crawler import Answer

from osce_feeds.deliver.check import check
from osce_feeds.deliver.partner_pack import EXPORTS
from osce_feeds.deliver.rehearsal import EVENTS
from osce_feeds.deliver.rehearsal import FORMATS

NS = {"n": "http://iptc.org/std/nar/2006-10-01/"}
FILES = [form.file for form in FORMATS]


def told(document: bytes) -> list[str]:
    """Return what a NewsML-G2 document says about identity, state, signals, notes and relations."""
    paths = ["//n:newsItem/@guid", "//n:newsItem/@version", "//@qcode[starts-with(., 'stat:')]"]
    paths += ["//n:signal/@qcode", "//n:edNote/text()", "//n:link[@residref]/@version"]
    root = etree.fromstring(document)
    return [str(each) for path in paths for each in root.xpath(path, namespaces=NS)]  # type: ignore[union-attr]


def follow(client: FlaskClient, path: str) -> tuple[bytes, str]:
    """Return an answer's body, and the path that it calls next."""
    answer = client.get(path)
    assert answer.status_code == 200
    (url,) = re.findall(r'<([^>]+)>; rel="next"', answer.headers["Link"])
    return answer.data, f"{urlsplit(url).path}?{urlsplit(url).query}"


@pytest.mark.parametrize("tag", REPRESENTATIVES)
def test_page_offers_every_export_to_download_under_a_name_of_its_own(full_client: FlaskClient, tag: str) -> None:
    response = full_client.get(f"/{tag}/exports/")
    page = Answer(response.status_code, tuple(response.headers), response.data)
    files = page.texts("//a[@download]/@href")

    assert [f"/{tag}/{form.file}" for form in EXPORTS] == files
    names = [full_client.get(file).headers["Content-Disposition"] for file in files]
    assert [f'filename="{tag}-{form.file}"' in name for form, name in zip(EXPORTS, names, strict=True)] == [True] * 7
    assert "https://feeds.example.org/oai" in page.said("//a/code")


def test_page_without_its_slash_leads_to_the_page(full_client: FlaskClient) -> None:
    assert full_client.get("/en/exports").headers["Location"] == "https://feeds.example.org/en/exports/"


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("file", FILES)
def test_sample_keeps_every_rule_and_is_the_same_in_every_language(
    full_client: FlaskClient, event: str, file: str
) -> None:
    answer = full_client.get(f"/en/exports/samples/{event}/{file}")
    schema = SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"

    assert check(answer.data, file, schema if schema.is_file() and file == "newsml.xml" else None) == []
    assert "invented" in answer.text
    assert full_client.get(f"/ru/exports/samples/{event}/{file}").data == answer.data


def test_events_are_those_of_an_article_s_life(full_client: FlaskClient) -> None:
    said = {event: told(full_client.get(f"/en/exports/samples/{event}/newsml.xml").data) for event in EVENTS}
    first, translated = said["first"][0], said["translation"][0]
    note = "Sample: an invented article, not news."

    assert first != translated
    assert said["first"] == [first, "1", "stat:usable", note]
    assert said["correction"] == [
        *(first, "2", "stat:usable", "sig:correction", note, "The ferry sails at seven, not at six.")
    ]
    assert said["translation"] == [translated, "1", "stat:usable", note, "2", "2"]
    assert said["withdrawal"] == [first, "3", "stat:canceled", note, "The school does not exist."]


@pytest.mark.parametrize("path", ["first/feed.atom", "nothing/newsml.xml"])
def test_there_are_no_other_samples(full_client: FlaskClient, path: str) -> None:
    assert full_client.get(f"/en/exports/samples/{path}").status_code == 404


def test_test_feed_brings_one_event_at_a_time_and_then_nothing(full_client: FlaskClient) -> None:
    path = before = "/en/exports/test/newsml.xml?after=0"
    versions = []
    for _ in range(len(EVENTS) + 1):
        body, following = follow(full_client, path)
        root = etree.fromstring(body)
        versions.append([item.get("version") for item in root.iterfind("n:itemSet/n:newsItem", NS)])
        path, before = following, path

    assert versions == [["1"], ["2"], ["1"], ["3"], []]
    assert path == before
    tag = full_client.get(path).headers["ETag"]
    assert full_client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_test_feed_in_ninjs_says_the_same(full_client: FlaskClient) -> None:
    bodies = [full_client.get(f"/de/exports/test/ninjs.json?after={number}").data for number in range(5)]
    states = [[(each["version"], each["pubStatus"]) for each in json.loads(body)] for body in bodies]

    assert states == [[("1", "usable")], [("2", "usable")], [("1", "usable")], [("3", "canceled")], []]
    assert full_client.get("/de/exports/test/ninjs.json").data == bodies[0]


@pytest.mark.parametrize(("path", "status"), [("newsml.xml?after=x", 400), ("feed.atom", 404)])
def test_test_feed_refuses_what_it_does_not_know(full_client: FlaskClient, path: str, status: int) -> None:
    assert full_client.get(f"/en/exports/test/{path}").status_code == status
