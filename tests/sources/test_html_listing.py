"""Listing pages in HTML: where entries are, and what is theirs."""

import contextlib
import time
from itertools import cycle
from itertools import islice

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.sources.html_listing import HTML_LISTING

UNKNOWN = (
    "the layout of this listing is not known: no result of the known layout and no headline with a date label below"
    " was found; nothing was taken from it"
)


def result(inside: str, number: int = 1) -> str:
    return (
        f'<div class="search-result-news"><h3 class="search-title"><a href="/node/{number}">Voss {number}</a></h3>'
        f'<div class="publishing-date">Publishing date: {number} July 2025</div>{inside}</div>'
    )


def card(number: int = 1, inside: str = "") -> str:
    return f"<div><h3><a href=/node/{number}>Voss {number}</a></h3><p>Date: {number} July 2025</p>{inside}</div>"


def page(body: str) -> bytes:
    return f"<!doctype html><html lang=en><body><main>{body}</main></body></html>".encode()


def found(data: bytes) -> list[RawEntry | Problem]:
    return list(HTML_LISTING.read(data, "listing.html"))


def entries(body: str) -> list[RawEntry]:
    return [thing for thing in found(page(body)) if isinstance(thing, RawEntry)]


def only(body: str) -> RawEntry:
    (entry,) = entries(body)
    return entry


def briefly(body: str) -> list[tuple[str, str, str, str]]:
    return [(entry.headline, entry.date, entry.link, entry.summary) for entry in entries(body)]


@pytest.mark.parametrize(
    "field",
    [
        "<p>Where we are: Voss, Oslo</p>",
        "<p><b>Where we are:</b> Voss, Oslo</p>",
        "<p><b>Where we are</b>: Voss, Oslo</p>",
        "<p><b>Where we are</b> Voss, Oslo</p>",
        "<p>Where we are:<br>Voss, Oslo</p>",
        "<div><div>Where we are:</div><div>Voss, Oslo</div></div>",
        "<div><span class='field-label'>Where we are: </span><span>Voss, Oslo</span></div>",
        "<div><div class='field-label'>Where we are</div><div>Voss, Oslo</div></div>",
        "<dl><dt>Where we are</dt><dd>Voss, Oslo</dd><dt>Weather</dt><dd>Rain</dd></dl>",
        "<table><tr><th>Where we are<td>Voss, Oslo</table>",
        "<h4>Where we are:</h4><p>Voss, Oslo</p><p>Rain.</p>",
        "WHERE WE ARE : Voss, Oslo",
        "Content type: News <b>Where we are:</b> Voss, Oslo",
    ],
)
def test_label_and_value_stand_in_many_ways(field: str) -> None:
    assert only(result(field)).offices == "Voss, Oslo"


@pytest.mark.parametrize(
    "field",
    [
        "<p>Where we are: <a>Voss</a>, <a>Oslo</a></p>",
        "<p>Where we are: <a>Voss</a> and <a><i>Os</i>lo</a><a> </a></p>",
        "<p>Where we are: <a>Voss</a><a>Oslo</a></p>",
        "<dl><dt>Where we are<dd>Voss<dd>Oslo</dl>",
        "<div><div>Where we are:</div><ul><li>Voss<li>Oslo</ul></div>",
        "<div><div>Where we are:</div><div><div>Voss</div><div>Oslo</div></div></div><div>Rain</div>",
        "<table><tr><td>Where we are:<td><a>Voss</a><td><a>Oslo</a></table>",
    ],
)
def test_values_that_stand_apart_are_one_a_line(field: str) -> None:
    assert only(result(field)).offices == "Voss\nOslo"


def test_link_inside_a_longer_value_does_not_cut_it() -> None:
    assert only(result("<p>Where we are: Voss and all the valleys around <a>Oslo</a></p>")).offices == (
        "Voss and all the valleys around Oslo"
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Where we are:</p>",
        "<p>Where we are:</p><p>Content type: News</p>",
        "<p>Where we are:</p><h4>Voss</h4>",
        f"<p>Where we are:</p><p>{'Voss ' * 500}</p>",
        '<p>Where we are:</p><div class="search-snippet">Voss</div>',
        "<p>Where we all are: Voss</p>",
        f"<dl><dt>{'Where we are ' * 20}<dd>Voss</dl>",
        "<dl><dt>Weather<dd>Voss</dl>",
        "<p><b>Source</b> Voss</p>",
        "<p><b> </b> Voss</p>",
    ],
)
def test_what_is_no_value_of_a_label_is_not_taken_for_one(inside: str) -> None:
    assert only(result(inside)).offices == ""


@pytest.mark.parametrize(
    "date",
    [
        "<div class='publishing-date'>Publishing date: 4 July 2025</div>",
        "<div class='x publishing-date y'>Publishing date <span class='date-display-single'>4 July 2025</span></div>",
        "<span class='publishing-date'><b>Publishing date:</b> 4 July 2025</span>",
        "<span class='publishing-date'>4 July 2025</span>",
        "<span class='date-display-single'>4 July 2025</span>",
        "Дата публікації: 4 July 2025",
    ],
)
def test_known_layout_prints_its_date_with_and_without_a_label(date: str) -> None:
    entry = only(f'<div class=search-result-news><h3 class="search-title"><a href=/1>Voss</a></h3>{date}<p>Rain.</div>')
    assert (entry.headline, entry.date, entry.summary, entry.link) == ("Voss", "4 July 2025", "Rain.", "/1")


def test_language_of_the_label_counts_where_the_page_has_none() -> None:
    html = "<div class=search-result-news>Voss<p>Дата публікації: 4 липня 2025</p></div>"
    entry, *_ = found(html.encode())
    assert isinstance(entry, RawEntry)
    assert entry.language == "uk"


def test_labels_in_a_snippet_are_its_text() -> None:
    snippet = '<div class="search-snippet">Publishing date: 9 July 2025<br>Where we are: everywhere</div>'
    entry = only(result(snippet))
    assert (entry.date, entry.offices) == ("1 July 2025", "")
    assert entry.summary == "Publishing date: 9 July 2025\nWhere we are: everywhere"


def test_title_that_looks_like_a_label_is_the_headline() -> None:
    html = result("").replace("Voss 1", "What we do: an open day")
    assert [(entry.headline, entry.topics) for entry in entries(html)] == [("What we do: an open day", "")]
    flat = "<div><h3><a href=/1>What we do: an open day</a></h3><p>Date: 1 July 2025</p></div>" + card(2)
    assert [(entry.headline, entry.topics) for entry in entries(flat)] == [
        ("What we do: an open day", ""),
        ("Voss 2", ""),
    ]


def test_result_without_a_known_title_has_its_first_heading_or_link() -> None:
    html = "<div class=search-result-news><p><a href=/1>Voss</a></p><p>Date: 4 July</p><p><a href=/2>More</a></div>"
    assert briefly(html) == [("Voss", "4 July", "/1", "")]
    html = "<div class=search-result-news><h4>News</h4><h4>Voss</h4><p>Date: 4 July</p></div>"
    entry = only(html)
    assert (entry.headline, entry.genre, entry.link) == ("Voss", "News", "")


def test_result_inside_a_result_is_part_of_it_and_an_empty_one_is_none() -> None:
    html = result(result("", 2)) + "<div class='search-result-news'> </div>" + result("", 3)
    assert [entry.headline for entry in entries(html)] == ["Voss 1", "Voss 3"]
    other = "<div class=not-search-result-news>Bergen</div><div class=search-result-newsletter>Bergen</div>"
    assert [entry.headline for entry in entries(other + result(""))] == ["Voss 1"]


TWO = [("Voss 1", "1 July 2025", "/node/1", ""), ("Voss 2", "2 July 2025", "/node/2", "")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(card(1) + card(2), id="elements of their own"),
        pytest.param(f"<h1>News</h1><p>All of it.</p>{card(1)}{card(2)}<p>1 2 3</p>", id="with a heading and a pager"),
        pytest.param(
            f"<div><section>{card(1)}</section></div><section>{card(2)}</section>", id="in elements of their own"
        ),
        pytest.param(
            f"<div>{card(1)}{card(2)}</div>".replace("<div><h3>", "<h3>").replace("</p></div>", "</p>") + "1 2 3",
            id="no elements of their own",
        ),
        pytest.param(
            "<ul><li><p>Date: 1 July 2025</p><h3><a href=/node/1>Voss 1</a></h3>"
            "<li><p>Date: 2 July 2025</p><h3><a href=/node/2>Voss 2</a></h3></ul>",
            id="the date first",
        ),
        pytest.param((card(1) + card(2)).replace("Date:", "Issued on:"), id="another label"),
        pytest.param(
            (card(1, "<p>Issued on: 1 July 2025</p>") + card(2, "<p>Issued on: 2 July 2025</p>")), id="two labels"
        ),
        pytest.param(
            (card(1) + card(2)).replace("<h3><a", "<a").replace("</a></h3>", "</a>"), id="links without headings"
        ),
    ],
)
def test_entries_are_found_by_their_date_labels(body: str) -> None:
    assert briefly(body) == TWO
    assert HTML_LISTING.sniff(page(body))


def test_entry_alone_on_its_page_is_found_if_it_is_linked() -> None:
    assert briefly(f"<h1>News</h1>{card(1)}") == TWO[:1]
    assert not HTML_LISTING.sniff(page("<div><h3>Voss</h3><p>Date: 1 July 2025</p></div>" + "<h1>News</h1>"))


def test_headings_without_links_are_titles_where_there_are_several() -> None:
    html = "<div><h3>Voss</h3><p>Date: 1 July 2025</p></div><div><h3>Oslo</h3><p>Date: 2 July 2025</p><p>Rain.</div>"
    assert briefly(html) == [("Voss", "1 July 2025", "", ""), ("Oslo", "2 July 2025", "", "Rain.")]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h2><a>Voss</a></h2>" * 3, id="headlines without dates"),
        pytest.param("<div class=search-result-news><p>Voss</p></div>", id="results without headlines"),
        pytest.param("<h2><a>Voss</a></h2>" * 3 + "<p>Date: 1 July 2025</p>" * 2, id="dates without headlines"),
    ],
)
def test_listing_that_gives_nothing_is_refused_since_its_layout_is_unknown(body: str) -> None:
    assert HTML_LISTING.sniff(page(body))
    with pytest.raises(DocumentRefused) as caught:
        found(page(body))
    assert (caught.value.detail, caught.value.source) == (UNKNOWN, "listing.html")


@pytest.mark.parametrize(
    "data",
    [
        page("<h1>Who we are</h1><p>Forty people and a goat."),
        page("<p>Date: 1 July 2025</p><h2>Voss</h2>"),
        page("Date: 1 July 2025<br>Date: 2 July 2025"),
        page(card(1) + card(2)).replace(b"<body>", b"<meta property=og:type content=article><body>"),
        page(card(1) + card(2)).replace(b"<body>", b"<meta charset=latin-1><body>"),
        b"<!doctype html>",
        b"Voss\nPublishing date: 4 July 2025\n",
    ],
)
def test_other_pages_are_not_recognised(data: bytes) -> None:
    assert not HTML_LISTING.sniff(data)
    with pytest.raises(DocumentRefused):
        found(data)


CUT = "<!doctype html><html><body><main>"


def test_entry_in_which_the_page_was_cut_off_is_left_out() -> None:
    whole = CUT + result("", 1) + result("", 2)
    for html in (whole[:-30], whole, whole + "<div class=search-result-news><h3 class=search-title>Vo"):
        *kept, last = found(html.encode())
        assert isinstance(last, Problem)
        assert (last.code, last.severity, last.line) == ("listing.cut_off", Severity.ERROR, 1)
        assert all(isinstance(each, RawEntry) for each in kept)
        assert last.detail.startswith("the page ends inside an entry, which was left out: 'Vo")


def test_entry_that_is_whole_stays_where_the_page_was_cut_off_below() -> None:
    assert len(found((CUT + result("") + "<p>1 2 3").encode())) == 1
    assert len(found((CUT + result("") + "</main>1 2 3").encode())) == 1
    assert len(found((CUT + result("") + "</html>").encode())) == 1


def test_second_line_with_one_label_is_reported_where_it_says_something_else() -> None:
    again = "<p>Content type: News</p>\n<p>Content type: News</p>\n<p>Content type: Statement</p>"
    first, second = found(page(result(again)))
    assert isinstance(first, Problem)
    assert (first.code, first.line) == ("listing.repeated_label", 3)
    assert first.detail == "a second line with this label in one entry was ignored: 'Content type: Statement'"
    assert isinstance(second, RawEntry)
    assert second.genre == "News"


def test_text_keeps_its_characters_and_loses_its_markup() -> None:
    html = result('<div class="search-snippet">A\u00a0%<b>b</b>c &amp;lt;\n d<script>e</script><br>f<br> <br>g</div>')
    assert only(html).summary == "A\u00a0%bc &lt; d\nf\ng"


@pytest.mark.parametrize(
    "piece",
    [
        card(),
        result(""),
        "<h3><a href=x>y</a></h3><p>Date: 4 July</p>",
        "<p>Date: 4 July</p>",
        "<p>Where we are:</p>",
        "<dt>Where we are</dt><dd>x</dd>",
        "<dd>x</dd>",
        "<h3 class=search-title>x</h3>",
        "<a href=x>y</a>, ",
        "x<br>",
        "<h1>x</h1>",
        "<span>Date:</span>",
        "<div class=label>Date</div>",
        "<p lang=en>x</p>",
        "x: ",
    ],
)
def test_worst_pages_take_a_moment(piece: str) -> None:
    for start in ("", "<div>" * 90, "<dl><dt>Where we are</dt>", "<div class=search-result-news>"):
        data = page("<h1>News</h1><p>Date: 4 July</p>" + start + "".join(islice(cycle(piece), 20_000)))
        begin = time.process_time()
        HTML_LISTING.sniff(data)
        with contextlib.suppress(DocumentRefused):
            found(data)
        assert time.process_time() - begin < 2
