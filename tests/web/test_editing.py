"""``POST /edit/...``: decisions over HTTP, held to the token's scope and source."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.operators import bearer
from tests.web.operators import check_private
from tests.web.operators import make_token
from werkzeug.test import TestResponse

from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope

OFFICE = "Office of Ferries"

REFUSED: list[tuple[str, dict[str, Any], int, str]] = [
    ("withdraw", {"article": "{}", "note": " "}, 422, "a note is needed"),
    ("withdraw", {"article": "{}"}, 422, "a note is needed"),
    ("correct", {"article": "{}", "headline": "New"}, 422, "a note is needed"),
    ("correct", {"article": "{}", "note": "n", "headline": ""}, 422, "no article is without a headline"),
    ("correct", {"article": "{}", "note": "n", "offices": ["Odir\0"]}, 422, "there is no office 'Odir'"),
    ("correct", {"article": "{}", "note": "n"}, 422, "says all of this already"),
    ("restore", {"article": "{}"}, 422, "is not withdrawn"),
    ("withdraw", {"article": "aaaaaaaaaaaa", "note": "n"}, 404, "there is no article"),
    ("withdraw", {"article": "https://news.example/\0x", "note": "n"}, 404, "there is no article"),
    ("withdraw", {"article": 7, "note": "n"}, 422, "Expected `str`"),
    ("withdraw", {"artikel": "x"}, 422, "unknown field `artikel`"),
    ("terms/accept", {"scheme": "office", "code": "nothing"}, 422, "there is no office 'nothing'"),
]


@pytest.fixture
def article(feed: Feed, store: Store) -> Article:
    """An article of one source, with an office that nobody knows."""
    feed(make_listing([Entry(headline="Ferry school opens", offices=OFFICE)]), Order(source="Wire"))
    with store.read() as reader:
        return next(iter(reader.stream(EVERYTHING, "en")))


@pytest.fixture
def token(store: Store) -> str:
    return make_token(store, Scope.EDITORIAL)[0]


def post(client: FlaskClient, token: str, action: str, **body: Any) -> TestResponse:
    response = client.post(f"/edit/{action}", json=body, headers=bearer(token))
    check_private(response)
    return response


def refused(response: TestResponse, status: int) -> str:
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    return str(response.get_json()["detail"])


def test_article_is_corrected_withdrawn_and_restored(client: FlaskClient, token: str, article: Article) -> None:
    page = f"/en/articles/{article.key}/"
    corrected = post(
        client,
        token,
        "correct",
        article=page,
        note="It is a quay.",
        headline="Quay opens",
        topics=["Elections"],
        type="",
    )
    assert corrected.get_json() == {
        "key": article.key,
        "id": article.id,
        "version": 2,
        "status": "usable",
        "fields": ["headline", "topics", "genre"],
    }
    assert "Quay opens" in client.get(page).text

    withdrawn = post(client, token, "withdraw", article=article.id, note="It sank.")
    assert (withdrawn.get_json()["version"], withdrawn.get_json()["status"]) == (3, "canceled")
    assert client.get(page).status_code == 410

    restored = post(client, token, "restore", article=article.key, note="It floats.")
    assert (restored.get_json()["version"], restored.get_json()["status"]) == (4, "usable")
    assert client.get(page).status_code == 200


def test_editions_are_linked(client: FlaskClient, token: str, feed: Feed, store: Store, article: Article) -> None:
    feed(make_listing([Entry(headline="Une école", summary="")]), Order(Evidence("fr"), source="Wire"))
    with store.read() as reader:
        keys = [each.key for each in reader.stream(EVERYTHING, "en")]

    assert post(client, token, "link", articles=keys).get_json() == {"work": article.key}
    assert "two articles" in refused(post(client, token, "link", articles=keys[:1]), 422)


def test_terms_are_accepted_and_merged(client: FlaskClient, token: str, feed: Feed, article: Article) -> None:
    feed(make_listing([Entry(headline="Two", offices="Office of Boats")]))
    (office,) = article.offices

    accepted = post(client, token, "terms/accept", scheme="office", code=office.code)
    assert accepted.get_json()["label"] == OFFICE
    merged = post(client, token, "terms/merge", scheme="office", code="office-of-boats", into=office.code)
    assert merged.get_json() == {"into": office.code, "articles": 1}
    assert "cannot be merged" in refused(
        post(client, token, "terms/merge", scheme="office", code=office.code, into=office.code), 422
    )


def test_decision_that_cannot_be_taken_says_why_and_changes_nothing(
    client: FlaskClient, token: str, article: Article
) -> None:
    for action, body, status, said in REFUSED:
        named = {"article": article.key} if body.get("article") == "{}" else {}

        assert said in refused(post(client, token, action, **{**body, **named}), status)
    assert client.get("/en/articles.jsonl").text.count('"version":1') == 1


def test_body_must_be_a_json_object_of_a_sensible_size(client: FlaskClient, token: str) -> None:
    def send(data: bytes, mimetype: str = "application/json", **fields: str) -> TestResponse:
        headers = {**bearer(token), **{name.replace("_", "-"): value for name, value in fields.items()}}
        return client.post("/edit/withdraw", data=data, content_type=mimetype, headers=headers)

    refused(send(b"article=x", "application/x-www-form-urlencoded"), 415)
    refused(send(b"{}", Content_Encoding="gzip"), 415)
    refused(send(b" " * (2**20 + 1)), 413)
    for data in (b"{", b"[" * 100_000, b"\xff", b'{"article": "\\ud800"}', b"null"):
        refused(send(data), 422)


def test_token_decides_about_what_its_source_alone_tells_of(
    client: FlaskClient, store: Store, feed: Feed, article: Article
) -> None:
    wire, _ = make_token(store, Scope.EDITORIAL, source="Wire", name="wire")
    other, _ = make_token(store, Scope.EDITORIAL, source="Other", name="other")
    feeder, _ = make_token(store, Scope.INGEST, name="feeder")

    def withdraw(token: str) -> TestResponse:
        return post(client, token, "withdraw", article=article.key, note="n")

    refused(withdraw(feeder), 403)
    refused(withdraw(other), 403)
    assert refused(post(client, wire, "terms/accept", scheme="office", code=article.offices[0].code), 403)
    feed(make_listing([Entry(headline="Ferry school opens", offices=OFFICE)]), Order(source="Other"))
    refused(withdraw(other), 403)
    refused(withdraw(wire), 403)
    everybody, _ = make_token(store, Scope.EDITORIAL, name="all")
    assert withdraw(everybody).status_code == 200


def test_without_a_token_nothing_is_decided(client: FlaskClient, article: Article) -> None:
    response = client.post("/edit/withdraw", json={"article": article.key, "note": "n"})

    refused(response, 401)
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="OSCE Feeds"'
