"""Whatever can be reached by links answers, and is what it says it is."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from lxml import etree
from tests.conftest import NOW
from tests.web.conftest import SITE_LANGUAGES
from tests.web.conftest import Site
from tests.web.crawler import LINK
from tests.web.crawler import Answer
from tests.web.crawler import crawl

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.settings import Settings
from osce_feeds.web import create_app
from osce_feeds.web.selections import EMBEDS


def pages(site: Site) -> dict[str, Answer]:
    """Return the pages for people: what other sites show is a part of theirs."""
    html = {path: answer for path, answer in site.answers.items() if answer.media_type == "text/html"}
    return {path: answer for path, answer in html.items() if not path.partition("?")[0].endswith(EMBEDS)}


def defects(body: bytes) -> list[str]:
    """Return what an HTML parser finds wrong, apart from elements that it is too old for."""
    parser = etree.HTMLParser(encoding="utf-8")
    etree.fromstring(body, parser)
    return [f"{error.line}: {error.message}" for error in parser.error_log if error.type_name != "HTML_UNKNOWN_TAG"]


def test_every_link_leads_to_an_answer(site: Site) -> None:
    assert dict.fromkeys(site.answers, 200) == {path: answer.status for path, answer in site.answers.items()}


def test_links_lead_to_every_page_and_file_in_every_language(site: Site) -> None:
    folders = Counter(path.rpartition("/")[0] for path in site.answers if path.endswith("/feed.atom"))
    selections = {folder.partition("/")[2].partition("/")[2] for folder in folders}
    articles = {path.split("/")[3] for path in site.answers if "/articles/" in path and path.endswith("/")}

    assert len(articles) == 12
    assert {"", "offices/odihr", "topics/elections", "offices/odihr/topics/elections"} <= selections
    files = ["", *(form.file for form in FORMATS)]
    expected = {
        f"/{tag}/{f'{selection}/' if selection else ''}{file}"
        for tag, selection, file in product(SITE_LANGUAGES, selections, files)
    }
    expected |= {f"/{tag}/articles/{key}/" for tag, key in product(SITE_LANGUAGES, articles)}
    assert expected <= site.answers.keys()


def test_pages_are_sound_html(site: Site) -> None:
    assert {path: found for path, answer in pages(site).items() if (found := defects(answer.body))} == {}


@pytest.mark.parametrize("defect", ["<p><b>bold</p></b>", "<p></article>", "</section>", "<ul><li>x</b></li></ul>"])
def test_planted_defect_of_html_is_found(defect: str) -> None:
    page = "<!doctype html>\n<html lang=en><head><title>x</title></head><body><main>%s</main></body></html>"
    assert defects((page % "<p>fine</p>").encode()) == []
    assert defects((page % defect).encode())


def test_pages_name_their_language_and_have_one_heading(site: Site) -> None:
    for path, answer in pages(site).items():
        tag = path.split("/")[1]
        assert [tag] == answer.texts("/html/@lang"), path
        assert len(answer.elements("//h1")) == 1, path
        assert "".join(answer.texts("//title/text()")).strip(), path
        identifiers = answer.texts("//@id")
        assert len(set(identifiers)) == len(identifiers), path


def test_language_switch_keeps_the_selection(site: Site) -> None:
    for path, answer in pages(site).items():
        tag, rest = path[1:].split("/", 1)
        expected = [f"/news/{other}/{rest}" for other in SITE_LANGUAGES if other != tag]
        assert expected == answer.texts("//nav[@class='languages']//a/@href"), path


def test_pages_announce_feeds_that_are_of_the_type_they_say(site: Site) -> None:
    for path, answer in pages(site).items():
        links = answer.elements("//link[@rel='alternate'][@type][not(contains(@type, '+oembed'))]")
        assert len(links) >= len(FEEDS), path
        for link in links:
            target = site.answers[str(link.attrib["href"]).removeprefix(site.settings.base_url)]
            assert link.get("type") == target.media_type, path
            assert link.get("title"), path


def test_files_are_well_formed(site: Site) -> None:
    kinds: Counter[str] = Counter()
    for path, answer in site.answers.items():
        kind = re.split(r"[/+]", answer.media_type)[-1]
        kinds[kind] += 1
        match kind:
            case "xml" | "x-opml":
                etree.fromstring(answer.body)
            case "json":
                json.loads(answer.body)
            case "jsonl":
                assert all(json.loads(line) for line in answer.body.splitlines()), path
            case "csv":
                assert len({len(row) for row in csv.reader(io.StringIO(answer.body.decode()))}) == 1, path
    assert {"xml", "json", "jsonl", "csv", "html", "css", "javascript", "plain", "x-opml"} == kinds.keys()


def test_every_answer_names_itself_as_it_was_asked_for(site: Site) -> None:
    for path, answer in site.answers.items():
        for target, relation in LINK.findall(answer.fields.get("Link", "")):
            if relation == "self":
                assert f"{site.settings.base_url}{path}" == target


def test_nothing_on_a_page_comes_from_elsewhere(site: Site) -> None:
    for path, answer in pages(site).items():
        loaded = answer.texts("//link[@rel='stylesheet' or @rel='icon']/@href | //*[not(self::iframe)]/@src")
        assert {True} == {address.startswith("/news/static/") for address in loaded}, path
        assert answer.elements("//script[not(@type='application/ld+json' or @src)] | //style | //*[@style]") == [], path


def test_empty_newsroom_can_be_walked_through_as_well(settings: Settings) -> None:
    answers = crawl(create_app(replace(settings, languages=("en",)), clock=lambda: NOW), settings.base_url)

    files = {f"/en/{form.file}" for form in FORMATS}
    assert {200} == {answer.status for answer in answers.values()}
    assert files <= answers.keys()
