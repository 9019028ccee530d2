"""The page on which somebody makes an embed: everything in its address, and the code to copy."""

import gzip
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from osce_feeds.deliver.snippets import SNIPPETS
from osce_feeds.web.embeds import COMPONENT
from osce_feeds.web.embeds import COMPONENT_INTEGRITY
from osce_feeds.web.embeds import COMPONENT_MARK
from osce_feeds.web.root import FILES

BASE = "https://feeds.example.org"


def code(client: FlaskClient, query: str) -> str:
    found = re.search('<textarea id="code"[^>]*>(.*?)</textarea>', client.get(f"/en/embed/{query}").text, re.DOTALL)
    assert found
    return unescape(found[1])


def test_page_is_there_in_every_language_and_is_not_sent_again(full_app: Flask, full_client: FlaskClient) -> None:
    for language in full_app.extensions["osce_feeds"].newsroom.languages:
        path = f"/{language.tag}/embed/"
        whole = full_client.get(path)

        assert whole.status_code == 200
        assert whole.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'; frame-src 'self'")
        assert full_client.get(path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/en/embed", "/en/embed/"),
        ("/en/embed/?office=&q=&count=5&heading=2&theme=auto&snippet=iframe", "/en/embed/"),
        ("/en/embed/?topic=Elections&office=odihr&snippet=ssi", "/en/embed/?office=odihr&snippet=ssi&topic=elections"),
        ("/en/embed/?limit=3", "/en/embed/?count=3"),
        ("/en/embed/?snippet=other", "/en/embed/"),
    ],
)
def test_choice_has_one_address(full_client: FlaskClient, path: str, canonical: str) -> None:
    response = full_client.get(path)

    assert (response.status_code, response.headers["Location"]) == (301, f"{BASE}{canonical}")
    assert full_client.get(canonical).status_code == 200


@pytest.mark.parametrize("query", ["?office=odhir", "?count=99", "?theme=blue", "?until=x"])
def test_what_cannot_be_chosen_is_a_page_that_says_so(full_client: FlaskClient, query: str) -> None:
    response = full_client.get(f"/en/embed/{query}")

    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert ("/en/embed/?office=odihr" in response.text) == ("odhir" in query)


@pytest.mark.parametrize("kind", SNIPPETS)
def test_addresses_in_the_code_are_those_of_the_choice_and_answer(full_client: FlaskClient, kind: str) -> None:
    shown = code(full_client, f"?content=en&count=2&office=odihr{'' if kind == 'iframe' else f'&snippet={kind}'}")
    addresses = [unescape(found) for found in re.findall(rf"""(?:{BASE}|/osce-feeds)(/[^"'\s]+)""", shown)]

    assert addresses
    for address in addresses:
        assert full_client.get(address).status_code == 200, address
    assert any("content=en" in address and re.search("(count|limit)=2", address) for address in addresses)


def test_pinned_code_names_the_build_and_its_hash(full_client: FlaskClient) -> None:
    shown = code(full_client, "?snippet=pinned")

    assert f"{BASE}/embed/v1/{COMPONENT_MARK}/feed.js" in shown
    assert f'integrity="{COMPONENT_INTEGRITY}" crossorigin="anonymous"' in shown


@pytest.mark.parametrize("kind", ["iframe", "component", "ssi", "json"])
def test_weight_is_that_of_the_bytes(full_client: FlaskClient, kind: str) -> None:
    def fetched(path: str) -> int:
        return len(full_client.get(path, headers={"Accept-Encoding": "gzip"}).data)

    frame = fetched("/en/embed.html?count=3") + sum(
        len(gzip.compress(FILES[f"embed.{end}"], 6)) for end in ("css", "js")
    )
    feed = fetched("/en/feed.json?limit=3")
    weights = {
        "iframe": frame,
        "component": feed + len(gzip.compress(COMPONENT, 6)),
        "ssi": fetched("/en/fragment.html?count=3"),
        "json": feed,
    }
    page = full_client.get(f"/en/embed/?count=3{'' if kind == 'iframe' else f'&snippet={kind}'}").text

    assert f"Weight, compressed: {round(weights[kind] / 1000, 1):g} kB" in page
