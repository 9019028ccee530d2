"""Conditional requests, after RFC 9110 section 13."""

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

from osce_feeds.formats import FORMATS
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

pytestmark = pytest.mark.usefixtures("layer")

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
