"""Selections as values, as paths, and as addresses."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume
from hypothesis import example
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.errors import BadParameter
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Channel
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import FILTERS
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import only
from osce_feeds.model.selection import parse
from osce_feeds.model.selection import parse_limit
from osce_feeds.model.selection import parse_page
from osce_feeds.model.selection import path_pairs
from osce_feeds.model.selection import scheme_of

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

DAY = date(2026, 7, 1)
VOSS_RIVERS = Selection(offices=("voss",), topics=("rivers",))

ADDRESSED = [
    (EVERYTHING, "", ""),
    (only("office", "voss"), "offices/voss", ""),
    (only("topic", "rivers"), "topics/rivers", ""),
    (VOSS_RIVERS, "offices/voss/topics/rivers", ""),
    (only("type", "news"), "", "type=news"),
    (only("region", "fjords"), "", "region=fjords"),
    (Selection(offices=("voss", "oslo")), "", "office=oslo&office=voss"),
    (Selection(offices=("voss", "oslo"), topics=("rivers",)), "topics/rivers", "office=oslo&office=voss"),
    (Selection(offices=("voss",), topics=("rivers", "ferries")), "offices/voss", "topic=ferries&topic=rivers"),
    (Selection(offices=("voss",), not_offices=("oslo",)), "offices/voss", "not-office=oslo"),
    (Selection(not_offices=("voss",)), "", "not-office=voss"),
    (Selection(since=DAY, until=DAY), "", "since=2026-07-01&until=2026-07-01"),
    (
        Selection(topics=("rivers",), types=("news",), not_topics=("a", "b"), regions=("fjords",), content="sr-Latn"),
        "topics/rivers",
        "content=sr-Latn&not-topic=a&not-topic=b&region=fjords&type=news",
    ),
    (only("office", "a/b ?&#%ж"), "offices/a%2Fb%20%3F%26%23%25%D0%B6", ""),
    (Selection(types=("a&b=c",)), "", "type=a%26b%3Dc"),
]


def read(address: str) -> Selection:
    """Return the selection that a path and a query mean."""
    path, _, query = address.partition("?")
    folders = path_pairs(path)
    assert folders is not None
    return parse([*folders, *parse_qsl(query, keep_blank_values=True)])


@pytest.mark.parametrize(("selection", "path", "query"), ADDRESSED)
def test_selection_has_one_address(selection: Selection, path: str, query: str) -> None:
    assert (path, query) == (selection.path, selection.query)
    assert selection.address == f"{path}?{query}".removesuffix("?")


@pytest.mark.parametrize(("selection", "path", "query"), ADDRESSED)
@pytest.mark.parametrize("shape", ["{}", "/{}", "{}/", "/{}/"])
def test_address_leads_back_to_its_selection(selection: Selection, path: str, query: str, shape: str) -> None:
    assert selection == read(f"{shape.format(path)}?{query}")


def test_codes_are_kept_in_order_and_once() -> None:
    selection = Selection(offices=("voss", "oslo", "voss"))

    assert selection.offices == ("oslo", "voss")
    assert selection == Selection(offices=("oslo", "voss"))
    assert hash(selection) == hash(Selection(offices=("oslo", "oslo", "voss")))


def test_included_and_excluded_codes_stand_by_scheme() -> None:
    selection = Selection(
        offices=("voss",),
        topics=("b", "a"),
        types=("news",),
        regions=("fjords",),
        not_offices=("oslo",),
        not_types=("x",),
    )

    assert selection.included == (
        ("office", ("voss",)),
        ("topic", ("a", "b")),
        ("type", ("news",)),
        ("region", ("fjords",)),
    )
    assert selection.excluded == (("office", ("oslo",)), ("type", ("x",)))
    assert (EVERYTHING.included, EVERYTHING.excluded, EVERYTHING.pairs) == ((), (), ())


def test_selection_is_changed_one_filter_at_a_time() -> None:
    selection = Selection(offices=("oslo", "voss"), not_topics=("rivers",), since=DAY)

    assert replace(selection, offices=("bergen",)) == selection.narrowed("office", "bergen")
    assert replace(selection, offices=()) == selection.any_of("office")
    assert replace(selection, offices=("voss",)) == selection.without("office", "oslo")
    assert replace(selection, not_topics=()) == selection.without("not-topic", "rivers")
    assert replace(selection, since=None) == selection.without("since", "2026-07-01")
    assert selection == selection.without("topic", "rivers")


def test_parameters_take_codes_of_a_scheme_or_something_else() -> None:
    schemes = {name: scheme_of(name) for name in FILTERS}

    assert {name: scheme for name, scheme in schemes.items() if scheme} == {
        "office": "office",
        "topic": "topic",
        "type": "type",
        "region": "region",
        "not-office": "office",
        "not-topic": "topic",
        "not-type": "type",
    }
    assert scheme_of("nothing") is None
    assert {"after", "limit"} == PARAMETERS - FILTERS


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("office=voss&office=voss", "offices/voss"),
        ("topic=rivers&office=voss", "offices/voss/topics/rivers"),
        ("office=&topic=%20&since=&content=&until=%20", ""),
        ("office=%20voss%20", "offices/voss"),
        ("utm_source=x&OFFICE=voss&Type=news&offices=voss&word=q&after=3", ""),
        ("limit=10&type=news", "?type=news"),
        ("since=2026-07-01&since=2026-07-01", "?since=2026-07-01"),
        ("since=2024-02-29", "?since=2024-02-29"),
        ("until=2026-07-01&since=2026-07-01", "?since=2026-07-01&until=2026-07-01"),
        ("content=FR", "?content=FR"),
    ],
)
def test_parameters_mean_the_same_however_they_are_given(query: str, expected: str) -> None:
    assert expected == read(f"?{query}").address


def test_path_and_query_are_united_first() -> None:
    assert read("offices/voss?office=voss").address == "offices/voss"
    assert read("offices/voss?office=oslo").address == "?office=oslo&office=voss"
    assert read("offices/voss/topics/a?topic=b").address == "offices/voss?topic=a&topic=b"


BAD_DAYS = [
    "2026-13-01",
    "2026-02-30",
    "2026-7-1",
    "20260701",
    "2026-07-01T00:00",
    "01.07.2026",
    "yesterday",
    "0000-01-01",
    "-2026-07-01",
    "2026-W27-1",
    "2026-182",
    "٢٠٢٦-٠٧-٠١",
    "２０２６-07-01",
    "2026-07-0१",
]


@pytest.mark.parametrize("name", ["since", "until"])
@pytest.mark.parametrize("day", BAD_DAYS)
def test_only_iso_days_are_days(name: str, day: str) -> None:
    with pytest.raises(BadParameter, match=f"{name} takes a day such as 2026-07-01") as bad:
        parse([(name, day)])
    assert bad.value.parameter == name


@pytest.mark.parametrize(
    ("query", "parameter", "detail"),
    [
        ("since=2026-07-01&since=2026-07-02", "since", "since can be given once"),
        ("content=fr&content=de", "content", "content can be given once"),
        ("since=2026-07-02&until=2026-07-01", "until", "2026-07-01 is before 2026-07-02"),
        ("content=f", "content", "takes the tag of a language"),
        ("content=fr_FR", "content", "takes the tag of a language"),
        ("content='%20OR%201=1", "content", "takes the tag of a language"),
        ("content=русский", "content", "takes the tag of a language"),
        ("&".join(f"topic={number}" for number in range(21)), "topic", "at most 20 filter values"),
        (
            "since=2026-07-01&until=2026-07-01&" + "&".join(f"not-office={number}" for number in range(19)),
            "not-office",
            "at most 20 filter values",
        ),
    ],
)
def test_parameter_with_a_value_that_it_does_not_take_is_named(query: str, parameter: str, detail: str) -> None:
    with pytest.raises(BadParameter, match=detail) as bad:
        read(f"?{query}")
    assert bad.value.parameter == parameter


def test_twenty_values_can_be_combined_and_repetitions_do_not_count() -> None:
    pairs = [("topic", str(number)) for number in range(19)] + [("content", "fr")]

    assert len(parse(pairs * 3).pairs) == 20


@pytest.mark.parametrize(
    ("values", "usual", "expected"),
    [
        ([], 50, None),
        ([""], 50, None),
        (["10"], 50, 10),
        (["50"], 50, None),
        (["50"], None, 50),
        (["0010"], 50, 10),
        (["1"], 50, 1),
        (["500"], 50, 500),
        ([" 7 ", "7"], 50, 7),
    ],
)
def test_limit_is_a_number_from_1_to_500(values: list[str], usual: int | None, expected: int | None) -> None:
    assert expected == parse_limit([("office", "voss"), *(("limit", value) for value in values)], usual)


@pytest.mark.parametrize(
    "values",
    [["0"], ["501"], ["9999"], ["00010"], ["-1"], ["+5"], ["1.0"], ["1e2"], ["ten"], ["٥"], ["５"], ["5", "6"]],
)
def test_other_limits_are_refused(values: list[str]) -> None:
    with pytest.raises(BadParameter) as bad:
        parse_limit([("limit", value) for value in values], 50)
    assert bad.value.parameter == "limit"


def test_limit_stands_among_the_filters_in_a_query() -> None:
    selection = Selection(types=("news",), content="fr")

    assert selection.query_with(7) == "content=fr&limit=7&type=news"
    assert EVERYTHING.query_with(7) == "limit=7"


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
        "types/news",
    ],
)
def test_other_paths_are_no_selection(path: str) -> None:
    assert path_pairs(path) is None


@example("offices//topics/rivers")
@example("offices/voss/topics/")
@given(st.lists(st.sampled_from(["offices", "topics", "voss", "", "rivers"]), max_size=6).map("/".join))
def test_a_path_that_is_understood_is_the_one_that_would_be_written(path: str) -> None:
    pairs = path_pairs(path)
    assert pairs is None or path.strip("/") == parse(pairs).path


values = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8).map(str.strip).filter(bool)
codes = st.lists(values, max_size=3).map(tuple)
days = st.none() | st.dates()


@st.composite
def selections(draw: st.DrawFn) -> Selection:
    since, until = draw(days), draw(days)
    if since and until:
        since, until = min(since, until), max(since, until)
    return Selection(
        offices=draw(codes),
        topics=draw(codes),
        types=draw(codes),
        regions=draw(codes),
        not_offices=draw(codes),
        not_topics=draw(st.just(()) | codes),
        not_types=draw(st.just(())),
        since=since,
        until=until,
        content=draw(st.sampled_from(["", "fr", "sr-Latn"])),
    )


@given(selections())
def test_any_selection_is_read_back_from_its_address(selection: Selection) -> None:
    assume(len(selection.pairs) <= 20)
    again = read(selection.address)

    assert selection == again
    assert selection.address == again.address
    assert selection == parse(selection.pairs)


@given(selections(), st.data())
def test_order_and_repetition_of_parameters_give_one_address(selection: Selection, data: st.DataObject) -> None:
    assume(len(selection.pairs) <= 20)
    pairs = list(selection.pairs)
    noise = [("utm_source", "x"), ("office", ""), ("limit", "3")]
    given_so = data.draw(st.permutations([*pairs, *data.draw(st.lists(st.sampled_from(pairs or noise))), *noise]))

    assert selection.address == parse(given_so).address


@given(st.lists(st.tuples(st.sampled_from(sorted(PARAMETERS)) | st.text(), st.text(max_size=12)), max_size=25))
def test_any_parameters_are_a_selection_or_are_refused_in_words(pairs: list[tuple[str, str]]) -> None:
    with suppress(BadParameter):
        assert parse(pairs) == parse(parse(pairs).pairs)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (EVERYTHING, "https://feeds.example.org/news/uk/"),
        (Selection(offices=("voss",)), "https://feeds.example.org/news/uk/offices/voss/"),
        (
            Selection(offices=("voss",), topics=("rivers",)),
            "https://feeds.example.org/news/uk/offices/voss/topics/rivers/",
        ),
    ],
)
def test_files_stand_in_the_folder_of_their_page(selection: Selection, expected: str) -> None:
    assert expected == ADDRESSES.page("uk", selection)
    assert f"{expected}feed.atom" == ADDRESSES.file("uk", selection, "feed.atom")


def test_address_of_a_refined_selection_has_a_query() -> None:
    selection = Selection(offices=("voss",), types=("news",))

    assert ADDRESSES.page("uk", selection) == "https://feeds.example.org/news/uk/offices/voss/?type=news"
    assert (
        ADDRESSES.file("uk", selection, "feed.atom", 7)
        == "https://feeds.example.org/news/uk/offices/voss/feed.atom?limit=7&type=news"
    )


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
        selection=Selection(offices=("voss",)),
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


@pytest.mark.parametrize(
    ("values", "expected"), [([], 1), ([""], 1), (["1"], 1), ([" 7 "], 7), (["07"], 7), (["50"], 50)]
)
def test_page_is_a_number_from_one(values: list[str], expected: int) -> None:
    assert expected == parse_page([("office", "voss"), *(("page", value) for value in values)], 50)


@pytest.mark.parametrize("values", [["0"], ["51"], ["-1"], ["two"], ["1.5"], ["2", "3"], ["99999"]])
def test_page_that_there_cannot_be_is_refused(values: list[str]) -> None:
    with pytest.raises(BadParameter) as caught:
        parse_page([("page", value) for value in values], 50)

    assert caught.value.parameter == "page"
