"""What every answer carries."""

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.i18n.languages import LANGUAGES

pytestmark = pytest.mark.usefixtures("layer")

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
FRESH = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400"
PATHS = ["/en/", "/ru/offices/odihr/", *(f"/en/{form.file}" for form in FORMATS)]
ANY_PATH = pytest.mark.parametrize("path", PATHS)


@ANY_PATH
def test_answer_may_be_kept_for_five_minutes_and_used_for_a_day_when_we_fail(
    full_client: FlaskClient, path: str
) -> None:
    assert full_client.get(path).headers["Cache-Control"] == FRESH


@ANY_PATH
def test_policy_is_that_of_a_page_or_of_a_file_with_304_too(full_client: FlaskClient, path: str) -> None:
    expected = PAGE_POLICY if path.endswith("/") else FILE_POLICY
    for fields in ({}, {"If-None-Match": "*"}):
        assert expected == full_client.get(path, headers=fields).headers["Content-Security-Policy"]


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
        for tag in (language.tag for language in LANGUAGES if language.tag != "fr")
    ]
    expected += [f'<{base}/fr/{folder}/>; rel="alternate"; type="text/html"; hreflang="fr"']
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
