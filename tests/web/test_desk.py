"""``/desk/``: who comes in, forms that others send, listings rehearsed and taken, articles and terms decided about."""

import gzip
import io
import json
import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from typing import Any

import pytest
from flask import Flask
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows
from tests.web.operators import Fields
from tests.web.operators import basic
from tests.web.operators import bearer
from tests.web.operators import check_private
from tests.web.operators import make_token
from werkzeug.test import TestResponse

from osce_feeds.ingest import Order
from osce_feeds.model.article import Article
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.web import create_app
from osce_feeds.web.desk import forms

LISTING = make_listing([Entry(headline="Ferry <b>school</b> opens", offices="Office of Ferries")])
HERE = {"Sec-Fetch-Site": "same-origin"}
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


class Desk:
    """A press officer: a client with a token, who fills in forms on pages of the service."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client, self.token = app.test_client(), token

    def get(self, path: str = "", **fields: str) -> TestResponse:
        response = self.client.get(f"/desk/{path}", headers={**basic(self.token), **_named(fields)})
        check_private(response)
        return response

    def post(self, path: str, headers: Any = None, **data: Any) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in data.items()}
        fields = {**basic(self.token), **(HERE if headers is None else headers)}
        response = self.client.post(f"/desk/{path}", data=sent, headers=fields)
        check_private(response)
        return response

    def rehearse(self, **data: Any) -> Fields:
        """Return the form that a rehearsal offers to confirm with."""
        response = self.post("rehearsal/", **data)
        assert response.status_code == 200
        return hidden(response)

    def confirm(self, form: Fields) -> TestResponse:
        return self.post("intake/", **form)


def _named(fields: Fields) -> Fields:
    return {name.replace("_", "-"): value for name, value in fields.items()}


def hidden(response: TestResponse) -> Fields:
    return {name: unescape(value) for name, value in _HIDDEN.findall(response.text)}


@pytest.fixture
def desk(app: Flask, store: Store) -> Desk:
    return Desk(app, make_token(store)[0])


@pytest.fixture
def article(feed: Feed, store: Store) -> Article:
    feed(LISTING, Order(source="Wire"))
    with store.read() as reader:
        return next(iter(reader.stream(EVERYTHING, "en")))


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk at which nothing is stored."""
    settings = Settings(
        database=str(tmp_path_factory.mktemp("desk") / "store.db"), base_url="https://feeds.example.org"
    )
    app = create_app(settings, clock=lambda: NOW)
    with closing(Store(settings.database)) as store:
        yield Desk(app, make_token(store)[0])


def test_nobody_comes_in_without_a_token_as_the_password(idle: Desk) -> None:
    headers: list[Fields] = [{}, bearer(idle.token), basic("wrong.token")]
    for fields in headers:
        response = idle.client.get("/desk/", headers=fields)
        check_private(response)
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith('Basic realm="OSCE Feeds"')
        assert "give it as the password" in response.text

    assert idle.get().status_code == 200
    assert idle.client.get("/desk/", headers=basic(idle.token, "anybody")).status_code == 200
    assert idle.client.get("/desk").headers["Location"] == "https://feeds.example.org/desk/"


def test_page_is_in_the_language_that_is_asked_for_or_the_browsers(idle: Desk) -> None:
    assert '<html lang="de"' in idle.get(Accept_Language="de-AT, en").text
    asked = idle.get("?lang=fr", Accept_Language="de").text

    assert '<html lang="fr"' in asked
    assert 'action="/desk/rehearsal/?lang=fr"' in asked
    assert '<html lang="en"' in idle.get("?lang=xx").text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://other.example"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://feeds.example.org"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "https://feeds.example.org"}, 200),
        ({"Origin": "https://feeds.example.org:443"}, 200),
        ({"Origin": "http://feeds.example.org"}, 403),
        ({"Origin": "https://feeds.example.org.evil.example"}, 403),
        ({"Origin": "https://feeds.example.org:x"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_form_of_another_site_is_refused(idle: Desk, headers: Fields, status: int) -> None:
    assert idle.post("rehearsal/", headers, text=LISTING).status_code == status


def test_listing_is_taken_as_it_was_looked_at_and_once(desk: Desk, settings: Settings) -> None:
    before = rows(settings.database)
    form = desk.rehearse(
        text=LISTING.replace("\n", "\r\n"), source="Wire", language="fr", source_url="https://news.example/"
    )
    assert before == rows(settings.database)

    done, stored = desk.confirm(form), rows(settings.database)
    assert done.status_code == 200
    assert "<dt>New</dt><dd>1</dd>" in done.text
    assert "unknown office &#39;Office of Ferries&#39;" in done.text
    again = desk.confirm(form)
    assert "<dt>New</dt><dd>1</dd>" in again.text
    assert stored == rows(settings.database)
    article = json.loads(desk.client.get("/en/articles.jsonl").text)
    assert (article["language"], article["source"]["url"]) == ("fr", "https://news.example/")


def test_file_is_carried_as_its_exact_bytes(desk: Desk, sample: bytes) -> None:
    file = (io.BytesIO(b"\xef\xbb\xbf" + sample), 'listing "of" <July>.txt')
    form = desk.rehearse(file=file, text="")

    assert "<dt>New</dt><dd>24</dd>" in desk.confirm(form).text


@pytest.mark.parametrize(
    "change",
    [{"body": "RmVycnk="}, {"body": "?"}, {"digest": "0"}, {"language": "de"}, {"office": "odihr"}, {"body": None}],
)
def test_what_was_not_looked_at_is_not_taken(idle: Desk, change: dict[str, str | None]) -> None:
    form = idle.rehearse(text=LISTING)
    changed = {name: value for name, value in {**form, **change}.items() if value is not None}
    response = idle.post("intake/", **changed)

    assert response.status_code == 422
    assert "in this form is damaged" in response.text or "look at it again" in response.text
    assert idle.client.get("/en/articles.jsonl").data == b""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": ""}, "the file is empty"),
        ({"text": LISTING, "source-url": "javascript:alert(1)"}, "source-url: an address"),
        ({"text": LISTING, "language": "<x>"}, "language: &#39;&lt;x&gt;&#39; is not a language tag"),
        ({"text": "Ferry\0"}, "binary file"),
        ({"file": (io.BytesIO(b"\x1f\x8bnothing"), "x.gz")}, "damaged"),
    ],
)
def test_listing_that_cannot_be_used_says_why(idle: Desk, data: dict[str, object], said: str) -> None:
    response = idle.post("rehearsal/", **data)

    assert response.status_code == 422
    assert said in response.text
    assert "javascript:" not in response.text.replace('value="javascript:alert(1)"', "")


def test_form_or_document_of_more_than_was_agreed_is_413(idle: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    form = b"text=" + b"x" * forms.FORM_LIMIT
    headers, kind = {**basic(idle.token), **HERE}, "application/x-www-form-urlencoded"
    assert idle.client.post("/desk/rehearsal/", data=form, content_type=kind, headers=headers).status_code == 413
    monkeypatch.setattr(forms, "LIMIT", 1000)
    for data in (b" " * 1001, gzip.compress(b" " * 1001)):
        assert idle.post("rehearsal/", file=(io.BytesIO(data), "x")).status_code == 413


def test_run_that_looks_like_a_redesign_wants_a_persons_word(desk: Desk, feed: Feed) -> None:
    many = make_listing([Entry(headline=f"Number {number}", summary="") for number in range(9)])
    feed(many, Order(source="Wire"))
    refused = desk.post("rehearsal/", text=LISTING, source="Wire")
    assert refused.status_code == 422
    assert 'name="accept-shrink"' in refused.text

    form = desk.rehearse(**hidden(refused), accept_shrink="1")
    assert "<dt>New</dt><dd>1</dd>" in desk.confirm(form).text


def test_article_is_found_by_words_key_and_address(desk: Desk, article: Article) -> None:
    place = f"/desk/articles/{article.key}/"
    assert place in desk.get("articles/?q=ferry+school").text
    for named in (article.key, f"https://feeds.example.org/fr/articles/{article.key}/", article.id):
        assert desk.get("articles/").status_code == 200
        assert (
            desk.client.get("/desk/articles/", query_string={"q": named}, headers=basic(desk.token)).headers["Location"]
            == place
        )
    assert place not in desk.get("articles/?q=nothing+of+the+kind").text
    assert desk.get("articles/?q=%22%27%29%20OR%20*%00").status_code == 200


def test_article_is_corrected_withdrawn_and_restored(desk: Desk, article: Article) -> None:
    page, place = f"/en/articles/{article.key}/", f"articles/{article.key}/"
    form = desk.get(place).text
    assert "Ferry &lt;b&gt;school&lt;/b&gt; opens" in form
    corrected = desk.post(
        f"{place}correct/?lang=fr", version="1", note="A quay.", headline="Quay opens", topics="Youth\r\nElections"
    )
    assert (corrected.status_code, corrected.headers["Location"]) == (303, f"/desk/{place}?lang=fr")
    shown = desk.client.get(page).text
    assert all(text in shown for text in ("Quay opens", "A quay.", "Elections", "Youth"))

    assert desk.post(f"{place}withdraw/", note="It sank.").status_code == 303
    assert desk.client.get(page).status_code == 410
    assert f"/desk/{place}" in desk.get("articles/").text
    assert desk.post(f"{place}restore/", note="It floats.").status_code == 303
    assert desk.client.get(page).status_code == 200


def test_decision_that_cannot_be_taken_says_why_and_changes_nothing(desk: Desk, article: Article) -> None:
    place = f"articles/{article.key}/"
    same = hidden(desk.get(place)) | {"headline": article.headline, "note": "n"}
    for path, data, said in (
        ("correct/", {"version": "1", "headline": "New", "note": " "}, "a note is needed"),
        ("correct/", {"version": "0", "headline": "New", "note": "n"}, "has changed since"),
        ("correct/", {"version": "1", "genre": "nothing", "note": "n"}, "there is no type"),
        ("correct/", same, "nothing differs"),
        ("withdraw/", {}, "a note is needed"),
        ("restore/", {"note": "n"}, "is not withdrawn"),
    ):
        response = desk.post(f"{place}{path}", **data)
        assert (response.status_code, said in response.text) == (422, True), said

    assert 'value="New"' in desk.post(f"{place}correct/", version="1", headline="New", note="").text
    missing = desk.post("articles/aaaaaaaaaaaa/withdraw/", note="n")
    assert (missing.status_code, missing.text.count("404 Not Found: ")) == (404, 1)
    assert json.loads(desk.client.get("/en/articles.jsonl").text)["version"] == 1


def test_every_field_of_a_form_that_nobody_touched_stays(desk: Desk, feed: Feed, sample: bytes, store: Store) -> None:
    feed(sample)
    with store.read() as reader:
        every = list(reader.stream(EVERYTHING, "en"))
    articles = [article for article in every if article.summary_cut or len(article.offices) > 1]
    assert articles
    for article in articles[:3]:
        text = desk.get(f"articles/{article.key}/").text
        fields = {name: unescape(value) for name, value in re.findall(r'<input id="(\w+)"[^>]* value="([^"]*)"', text)}
        areas = dict(re.findall(r'<textarea id="(\w+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL))
        given = fields | {name: unescape(value).replace("\n", "\r\n") for name, value in areas.items()}
        genre = re.search(r'<option value="([^"]*)" selected>', text)
        given |= {"genre": genre[1] if genre else "", "note": "n", "version": str(article.version)}
        response = desk.post(f"articles/{article.key}/correct/", **given)
        assert "nothing differs" in response.text


@pytest.mark.usefixtures("article")
def test_unknown_terms_are_accepted_and_merged(desk: Desk, feed: Feed) -> None:
    feed(make_listing([Entry(headline="Two", offices="Office of Boats")]))
    shown = desk.get("terms/").text
    assert all(code in shown for code in ("office office-of-ferries", "office office-of-boats"))

    assert desk.post("terms/accept/", scheme="office", code="office-of-ferries").status_code == 303
    assert '<option value="office-of-ferries">' in desk.get("terms/").text
    merged = desk.post("terms/merge/", scheme="office", code="office-of-boats", into="office-of-ferries")
    assert merged.status_code == 303
    assert "<code>office " not in desk.get("terms/").text
    again = desk.post("terms/merge/", scheme="office", code="nothing", into="odihr")
    assert (again.status_code, "there is no office" in again.text) == (422, True)


@pytest.mark.usefixtures("article")
def test_quality_report_has_its_style_and_nothing_else(desk: Desk) -> None:
    response = desk.get("quality/?lang=de")

    assert '<html lang="de"' in response.text
    assert 'href="/desk/?lang=de"' in response.text
    assert "style-src 'sha256-" in response.headers["Content-Security-Policy"]


def test_desk_shows_and_allows_what_the_token_allows(app: Flask, store: Store, article: Article) -> None:
    place = f"articles/{article.key}/"
    feeder = Desk(app, make_token(store, Scope.INGEST, source="Wire", name="feeder")[0])
    editor = Desk(app, make_token(store, Scope.EDITORIAL, source="Other", name="editor")[0])

    assert "/desk/articles/" not in feeder.get().text
    assert 'name="source"' not in feeder.get().text
    assert feeder.get("articles/").status_code == 403
    assert [feeder.get(path).status_code for path in (place, "terms/", "quality/")] == [403] * 3
    assert feeder.post("rehearsal/", text=LISTING, source="Other").status_code == 403
    assert "<form" not in editor.get().text
    assert editor.post("rehearsal/", text=LISTING).status_code == 403
    assert [editor.get(path).status_code for path in (place, "terms/", "quality/")] == [403] * 3
    assert editor.post(f"{place}withdraw/", note="n").status_code == 403
