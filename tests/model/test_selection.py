"""Selections as values, as paths, and as addresses."""

from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.model.addresses import Addresses
from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse_path

ADDRESSES = Addresses("https://feeds.example.org/news", "https://words.example.org")
MOMENT = datetime(2026, 7, 1, 10, 0, 0, tzinfo=UTC)
ARTICLE = Article(
    language="en",
    headline="Voss opens a footbridge",
    date=date(2026, 7, 1),
    key="abc234def567",
    id="tag:feeds.example.org,2026:abc234def567",
    version=1,
    status=Status.USABLE,
    work="abc234def567",
    received=MOMENT,
    published=MOMENT,
    updated=MOMENT,
)

SELECTIONS = [
    (EVERYTHING, "", ()),
    (Selection(office="voss"), "offices/voss", (("office", "voss"),)),
    (Selection(topic="rivers"), "topics/rivers", (("topic", "rivers"),)),
    (Selection("voss", "rivers"), "offices/voss/topics/rivers", (("office", "voss"), ("topic", "rivers"))),
]


@pytest.mark.parametrize(("selection", "path", "codes"), SELECTIONS)
def test_selection_is_a_path_and_codes(selection: Selection, path: str, codes: tuple[tuple[str, str], ...]) -> None:
    assert (path, codes) == (selection.path, selection.codes)


@pytest.mark.parametrize(("selection", "path", "codes"), SELECTIONS)
@pytest.mark.parametrize("shape", ["{}", "/{}", "{}/", "/{}/"])
def test_path_leads_back_to_its_selection(selection: Selection, path: str, codes: object, shape: str) -> None:
    del codes
    assert selection == parse_path(shape.format(path))


@pytest.mark.parametrize(
    "path",
    [
        "offices",
        "offices/",
        "topics/rivers/offices/voss",
        "offices/voss/topics",
        "offices/voss/topics/rivers/more",
        "offices/voss/rivers",
        "Offices/voss",
        "office/voss",
        "voss",
        "offices//topics/rivers",
        "offices/voss//topics/rivers",
        "regions/north",
    ],
)
def test_other_paths_are_no_selection(path: str) -> None:
    assert parse_path(path) is None


@example("offices//topics/rivers")
@example("offices/voss/topics/")
@given(st.lists(st.sampled_from(["offices", "topics", "voss", "", "rivers"]), max_size=6).map("/".join) | st.text())
def test_a_path_that_is_understood_is_the_one_that_would_be_written(path: str) -> None:
    selection = parse_path(path)
    assert selection is None or path.strip("/") == selection.path


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (EVERYTHING, "https://feeds.example.org/news/uk/"),
        (Selection(office="voss"), "https://feeds.example.org/news/uk/offices/voss/"),
        (Selection("voss", "rivers"), "https://feeds.example.org/news/uk/offices/voss/topics/rivers/"),
    ],
)
def test_files_stand_in_the_folder_of_their_page(selection: Selection, expected: str) -> None:
    assert expected == ADDRESSES.page("uk", selection)
    assert f"{expected}feed.atom" == ADDRESSES.file("uk", selection, "feed.atom")


def test_articles_and_schemes_have_addresses_of_their_own() -> None:
    expected = "https://feeds.example.org/news/uk/articles/abc234def567/", "https://words.example.org/vocabulary/topic/"
    assert expected == (ADDRESSES.article("uk", "abc234def567"), ADDRESSES.scheme("topic"))


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        ("https://Feeds.example.org:8443/news", "feeds.example.org,2026"),
        ("http://[::1]:8080", "--1,2026"),
        ("", "localhost,2026"),
    ],
)
def test_authority_is_the_host_and_the_year(base_url: str, expected: str) -> None:
    assert expected == default_authority(base_url, MOMENT)


@pytest.fixture
def channel() -> Channel:
    return Channel(
        id="tag:feeds.example.org,2026:voss",
        language="uk",
        selection=Selection(office="voss"),
        site="Test Newsroom",
        title="Voss",
        subtitle="",
        notice="",
        rights="",
        updated=MOMENT,
        addresses=ADDRESSES,
        self_url="",
        alternates=(),
        articles=(ARTICLE,),
    )


def test_channel_leads_to_the_page_of_its_selection(channel: Channel) -> None:
    expected = "https://feeds.example.org/news/uk/offices/voss/"
    assert expected == channel.page_url


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("", "https://feeds.example.org/news/uk/articles/abc234def567/"),
        ("https://voss.example.org/node/7", "https://voss.example.org/node/7"),
    ],
)
def test_channel_leads_to_an_article_at_its_source_where_that_has_an_address(
    channel: Channel, link: str, expected: str
) -> None:
    assert expected == channel.article_url(replace(ARTICLE, link=link))


def test_terms_of_an_article_are_offices_then_topics_then_the_type() -> None:
    voss, oslo, rivers = Term("office", "voss", "Voss"), Term("office", "oslo", "Oslo"), Term("topic", "r", "Rivers")
    news = Term("type", "news", "News")
    article = replace(ARTICLE, offices=(voss, oslo), topics=(rivers,))
    assert (voss, oslo, rivers) == article.terms
    assert (voss, oslo, rivers, news) == replace(article, genre=news).terms
