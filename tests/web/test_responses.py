"""What every answer carries, and what conditional requests get (RFC 9110 section 13)."""

from datetime import UTC
from datetime import datetime
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from werkzeug.test import TestResponse

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
FRESH = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400"
PATHS = ["/en/", "/ru/offices/odihr/", *(f"/en/{form.file}" for form in FORMATS)]
ANY_PATH = pytest.mark.parametrize("path", PATHS)
OF_BODY = {"Content-Type", "Content-Length", "Last-Modified"}
"""What 304 leaves out: the tag says it all (RFC 9110 section 15.4.5)."""


def is_unchanged(client: FlaskClient, path: str = "/en/feed.atom", **fields: str) -> bool:
    """Ask with header *fields* (``If_None_Match``) and say whether the answer is 304; it must be that or 200."""
    response = client.get(path, headers={name.replace("_", "-"): value for name, value in fields.items()})
    assert response.status_code in {200, 304}
    return response.status_code == 304


def tag_of(client: FlaskClient, path: str = "/en/feed.atom") -> str:
    return client.get(path).headers["ETag"]


@ANY_PATH
def test_answer_has_strong_validators(full_client: FlaskClient, path: str) -> None:
    response = full_client.get(path)

    tag, weak = response.get_etag()
    assert tag
    assert weak is False
    assert response.last_modified == NOW


@ANY_PATH
def test_answer_may_be_kept_for_five_minutes_and_used_for_a_day_when_we_fail(
    full_client: FlaskClient, path: str
) -> None:
    assert full_client.get(path).headers["Cache-Control"] == FRESH


@ANY_PATH
def test_head_is_get_without_its_body(full_client: FlaskClient, path: str) -> None:
    whole, head = full_client.get(path), full_client.head(path)

    assert whole.data
    assert head.data == b""
    assert dict(whole.headers) == dict(head.headers)


@ANY_PATH
def test_304_is_the_answer_without_body_and_what_describes_it(full_client: FlaskClient, path: str) -> None:
    whole = full_client.get(path)
    unchanged = full_client.get(path, headers={"If-None-Match": whole.headers["ETag"]})

    assert unchanged.status_code == 304
    assert unchanged.data == b""
    assert {name: value for name, value in whole.headers if name not in OF_BODY} == dict(unchanged.headers)


@ANY_PATH
def test_policy_is_that_of_a_page_or_of_a_file_with_304_too(full_client: FlaskClient, path: str) -> None:
    expected = PAGE_POLICY if path.endswith("/") else FILE_POLICY
    for fields in ({}, {"If-None-Match": "*"}):
        assert expected == full_client.get(path, headers=fields).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("field", "matches"),
    [
        ("{tag}", True),
        ("W/{tag}", True),
        ('"other", {tag}', True),
        ('W/"other" , W/{tag},"third"', True),
        ("*", True),
        ('"other"', False),
        ('W/"other"', False),
        ("", False),
        ("unquoted", False),
        (",,,", False),
        ('"{tag}', False),
        (",".join(f'"{number}"' for number in range(2000)), False),
    ],
)
def test_if_none_match_takes_lists_weak_tags_and_a_star(full_client: FlaskClient, field: str, matches: bool) -> None:
    tag = tag_of(full_client)

    assert matches == is_unchanged(full_client, If_None_Match=field.replace("{tag}", tag))


@pytest.mark.parametrize(
    ("seconds", "unchanged"), [(0, True), (1, True), (86_400 * 400, True), (-1, False), (-86_400, False)]
)
def test_if_modified_since_compares_whole_seconds(full_client: FlaskClient, seconds: int, unchanged: bool) -> None:
    moment = NOW + timedelta(seconds=seconds)

    assert unchanged == is_unchanged(full_client, If_Modified_Since=f"{moment:%a, %d %b %Y %H:%M:%S} GMT")


@pytest.mark.parametrize(
    ("date", "unchanged"),
    [
        ("Wednesday, 01-Jul-26 12:00:00 GMT", True),  # the two obsolete forms, section 5.6.7
        ("Wed Jul  1 12:00:00 2026", True),
        ("Wed Jul  1 11:59:59 2026", False),
        ("Wed, 01 Jul 2026 14:00:00 +0200", True),
        ("Wed, 01 Jul 2026 13:59:59 +0200", False),
        ("Wed, 01 Jul 2026 12:00:00 -0000", True),
    ],
)
def test_if_modified_since_takes_every_form_of_a_date(full_client: FlaskClient, date: str, unchanged: bool) -> None:
    assert unchanged == is_unchanged(full_client, If_Modified_Since=date)


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Fri, 04 Jul 99999999999 00:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2359",
        "Mon, 01 Jan 0001 00:00:00 +2359",
        "Fri, 99 Jul 2026 99:99:99 GMT",
        "Fri, 04 Jul 2026 00:00:00 +99999999999999",
        "2026-07-04T00:00:00Z",
        "1782907200",
        "\x01\xff",
        "Fri, 04 Jul 2026 " + "0" * 5000,
    ],
)
def test_what_is_no_date_is_ignored(full_client: FlaskClient, date: str) -> None:
    assert not is_unchanged(full_client, If_Modified_Since=date)


FIELD = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60)


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FIELD, FIELD)
def test_no_conditional_field_is_a_mistake_of_ours(client: FlaskClient, tags: str, date: str) -> None:
    is_unchanged(client, If_None_Match=tags)
    is_unchanged(client, If_Modified_Since=date)


def test_if_none_match_comes_before_if_modified_since(full_client: FlaskClient) -> None:
    later, tag = "Sat, 01 Aug 2026 00:00:00 GMT", tag_of(full_client)

    assert not is_unchanged(full_client, If_None_Match='"other"', If_Modified_Since=later)
    assert is_unchanged(full_client, If_None_Match=tag, If_Modified_Since="Sat, 01 Aug 2020 00:00:00 GMT")


def test_last_modified_is_never_in_the_future(feed: Feed, settings: Settings, store: Store) -> None:
    """Two changes in one second leave the second one dated ahead (RFC 9110 section 8.8.2.1)."""
    now = NOW
    client = create_app(settings, clock=lambda: now).test_client()
    for headline in ("One", "Two"):
        feed(make_listing([Entry(headline=headline, summary="")]))
    with store.read() as reader:
        assert NOW + timedelta(seconds=1) == reader.touched(EVERYTHING)
    early = client.get("/en/feed.atom")
    now += timedelta(seconds=2)
    late = client.get("/en/feed.atom")

    assert "Last-Modified" not in early.headers
    assert early.headers["ETag"] == late.headers["ETag"]
    assert late.last_modified == datetime(2026, 7, 1, 12, 0, 1, tzinfo=UTC)


@ANY_PATH
def test_anybody_may_fetch_and_nobody_may_sniff_or_frame(full_client: FlaskClient, path: str) -> None:
    for response in (full_client.get(path), full_client.get(path, headers={"If-None-Match": "*"})):
        check_common_fields(response)


def check_common_fields(response: TestResponse) -> None:
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 303),
        ("GET", "/en", 301),
        ("GET", "/healthz", 200),
        ("GET", "/nothing", 404),
        ("GET", "/nothing/", 404),
        ("POST", "/en/", 405),
        ("OPTIONS", "/en/feed.atom", 200),
    ],
)
def test_answers_of_all_kinds_carry_the_common_fields(
    full_client: FlaskClient, method: str, path: str, status: int
) -> None:
    response = full_client.open(path, method=method)

    assert status == response.status_code
    check_common_fields(response)
    assert response.headers["Cache-Control"]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_file_links_to_itself_and_to_its_siblings(full_client: FlaskClient, form: Format) -> None:
    name, kind = form.file, form.media_type.partition(";")[0]
    base = "https://feeds.example.org"
    folder = "topics/youth"
    links = full_client.get(f"/fr/{folder}/{name}").headers["Link"].split(", ")

    assert links[0] == f'<{base}/fr/{folder}/{name}>; rel="self"; type="{kind}"; hreflang="fr"'
    others = [(other.file, other.media_type.partition(";")[0]) for other in FEEDS if other is not form]
    expected = [
        f'<{base}/fr/{folder}/{file}>; rel="alternate"; type="{other}"; hreflang="fr"' for file, other in others
    ]
    expected += [
        f'<{base}/{tag}/{folder}/{name}>; rel="alternate"; type="{kind}"; hreflang="{tag}"'
        for tag in ("en", "de", "it", "ru", "es")
    ]
    assert expected == links[1:]


def test_page_links_to_itself_and_announces_its_feeds(full_client: FlaskClient) -> None:
    links = full_client.get("/en/offices/odihr/").headers["Link"].split(", ")

    base = "https://feeds.example.org/en"
    assert links[0] == f'<{base}/offices/odihr/>; rel="self"; type="text/html"; hreflang="en"'
    expected = [
        f'<{folder}/{form.file}>; rel="alternate"; type="{form.media_type.partition(";")[0]}"; hreflang="en"'
        for folder in (f"{base}/offices/odihr", base)
        for form in FEEDS
    ]
    assert expected == links[1:]


HOSTILE = {
    "Host": "evil.test",
    "X-Forwarded-Host": "evil.test",
    "X-Forwarded-Proto": "gopher",
    "X-Forwarded-Prefix": "/evil.test",
    "Forwarded": "host=evil.test;proto=gopher",
    "X-Original-URL": "/evil.test",
    "Referer": "https://evil.test/",
    "Origin": "https://evil.test",
    "User-Agent": "evil.test",
}


@pytest.mark.parametrize(
    "path", [*PATHS, "/", "/en", "/en/offices/odihr", "/nothing", "/nothing/", "/en/topics/x/", "/healthz"]
)
def test_request_never_decides_what_our_host_is_called(full_client: FlaskClient, path: str) -> None:
    plain, hostile = full_client.get(path), full_client.get(path, headers=HOSTILE)

    assert b"evil.test" not in hostile.data
    assert "evil.test" not in str(hostile.headers)
    assert plain.data == hostile.data
    assert list(plain.headers) == list(hostile.headers)


@pytest.mark.parametrize("host", ["", "a b", "evil.test/path", "[::1", '"><script>', "x" * 5000, "127.0.0.1:99999999"])
def test_impossible_host_is_no_mistake_of_ours(full_client: FlaskClient, host: str) -> None:
    for path in ("/en/feed.atom", "/", "/en"):
        assert full_client.get(path, headers={"Host": host}).status_code in {200, 301, 303, 400}
