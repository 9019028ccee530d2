import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.crawler import fetch

from osce_feeds.model.vocabulary import Vocabulary

NAR = "{http://iptc.org/std/nar/2006-10-01/}"


@pytest.mark.parametrize(
    ("path", "root"),
    [
        ("/catalog/osce-feeds_1.xml", "catalog"),
        ("/vocabulary/office/", "knowledgeItem"),
        ("/vocabulary/topic/", "knowledgeItem"),
        ("/vocabulary/office/odihr", "conceptItem"),
        ("/vocabulary/topic/elections", "conceptItem"),
    ],
)
def test_codes_resolve_to_documents(client: FlaskClient, path: str, root: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert etree.fromstring(response.data).tag == f"{NAR}{root}"
    assert client.get(path, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/vocabulary/",
        "/vocabulary/colour/",
        "/vocabulary/office/nobody",
        "/vocabulary/office/nobody.html",
        "/vocabulary/colour/odihr",
        "/vocabulary/office/elections",
        "/catalog/osce-feeds_2.xml",
    ],
)
def test_what_is_no_code_is_404(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(path, headers={"Sec-Fetch-Dest": "document"}).status_code == 404


def test_person_who_opens_a_code_is_led_to_a_page(client: FlaskClient) -> None:
    response = client.get("/vocabulary/office/odihr", headers={"Sec-Fetch-Dest": "document"})

    assert response.status_code == 303
    assert response.headers["Location"] == "https://feeds.example.org/vocabulary/office/odihr.html"
    assert response.headers["Cache-Control"] == "no-store"


def test_every_code_has_its_page(client: FlaskClient, vocabulary: Vocabulary) -> None:
    for scheme in ("office", "topic", "type", "region"):
        for concept in vocabulary.concepts[scheme].values():
            page = fetch(client, f"/vocabulary/{scheme}/{concept.code}.html")
            assert page.status == 200
            assert page.texts("//h1/text()") == [concept.name]


def test_minted_code_resolves_like_any_other(client: FlaskClient, feed: Feed) -> None:
    feed(make_listing([Entry(offices="Lighthouse Office in Voss")]))
    response = client.get("/vocabulary/office/lighthouse-office-in-voss")

    assert response.status_code == 200
    assert b"Lighthouse Office in Voss" in response.data
    page = fetch(client, "/vocabulary/office/lighthouse-office-in-voss.html")
    assert page.texts("//h1/text()") == ["Lighthouse Office in Voss"]
