"""Pages of one article: what is printed, what is only said to machines, what is the text."""

import contextlib
import time
from itertools import cycle
from itertools import islice

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser.html import clean_html
from osce_feeds.sources.html_article import HTML_ARTICLE

TEXT = "<p>The footbridge over the river is open to all who walk, and to those who cycle slowly enough.</p>"
LEAD = "It took the town of Voss forty years to build."
BODY = f"<h1>Voss opens a footbridge</h1><p>Date: 4 July 2025</p>{TEXT}"
JSON_LD = '<script type="application/ld+json">%s</script>'
NEITHER = (
    "the page is neither a listing nor an article whose layout is known: an article has a headline and a publishing"
    " date, in its text (as 'Publishing date:' or 'Date:') or its metadata"
)


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><main>{body}</main><footer>Voss</footer></html>".encode()


def found(data: bytes) -> list[RawEntry | Problem]:
    return list(HTML_ARTICLE.read(data, "article.html"))


def article(body: str = BODY, head: str = "") -> RawEntry:
    assert HTML_ARTICLE.sniff(page(body, head))
    (entry,) = [thing for thing in found(page(body, head)) if isinstance(thing, RawEntry)]
    return entry


def text(entry: RawEntry) -> str:
    return clean_html(entry.content, "")[0]


def test_article_is_what_its_page_prints() -> None:
    entry = article()
    assert (entry.headline, entry.date, entry.summary, entry.id) == ("Voss opens a footbridge", "4 July 2025", "", "")
    assert text(entry) == TEXT


@pytest.mark.parametrize(
    ("head", "body", "headline", "genre"),
    [
        pytest.param("", "<h1>Voss</h1><h2>Oslo</h2>", "Oslo", "Voss", id="a heading of few words above another"),
        pytest.param(
            "", "<h1>Voss opens a footbridge</h1><h2>Rivers</h2>", "Voss opens a footbridge", "", id="a subheading"
        ),
        pytest.param("", "<h1>News Item</h1><h2>Voss</h2>", "Voss", "News Item", id="the type first"),
        pytest.param(
            "", "<h1>Saopštenje za javnost</h1><h1>Voss</h1>", "Voss", "Saopštenje za javnost", id="unknown type"
        ),
        pytest.param("", "<p>Press release</p><h1>Voss</h1>", "Voss", "Press release", id="the type as a line above"),
        pytest.param("", "<h1>Voss</h1><p>Press release</p>", "Voss", "Press release", id="the type as a line below"),
        pytest.param("", "<h1>Voss<br>opens</h1>", "Voss opens", "", id="in two lines"),
        pytest.param(
            "<title>Voss opens a bridge | Newsroom of Oslo</title>",
            "<h1>Newsroom of Oslo</h1><h2>Voss opens a bridge</h2>",
            "Voss opens a bridge",
            "",
            id="the one that the title repeats",
        ),
        pytest.param(
            "<meta property=og:title content='VOSS opens a bridge'><title>Newsroom</title>",
            "<h1>Newsroom</h1><h2>Voss opens a bridge</h2>",
            "Voss opens a bridge",
            "",
            id="the one that Open Graph repeats, however it is written",
        ),
    ],
)
def test_headline_and_type_are_told_apart(head: str, body: str, headline: str, genre: str) -> None:
    entry = article(f"{body}<p>Date: 4 July 2025</p>{TEXT}", head)
    assert (entry.headline, entry.genre) == (headline, genre)
    assert text(entry).replace("<h2>Rivers</h2>", "") == TEXT


@pytest.mark.parametrize(
    ("head", "dates", "expected"),
    [
        ("", "<p>Date: 4 July 2025</p>", "4 July 2025"),
        ("", "<span class=date-display-single content=2025>4 July 2025</span>", "4 July 2025"),
        ("", "<p>Date: 3 July 2025</p><span class=date-display-single>4 July 2025</span>", "4 July 2025"),
        ("", "<time datetime=2025-07-03>4 July 2025</time>", "4 July 2025"),
        ("", "<time datetime=2025-07-04></time>", "2025-07-04"),
        ("<meta property=article:published_time content=2025-07-04>", "<time>1</time><time>2</time>", "2025-07-04"),
        ("<meta property=article:published_time content=2025-07-03>", "<p>Date: 4 July 2025</p>", "4 July 2025"),
        (JSON_LD % '{"@type": "Article", "datePublished": "2025-07-04"}', "", "2025-07-04"),
        (
            "<meta property=article:published_time content=2025-07-03>"
            + JSON_LD % '{"@type": "Article", "datePublished": "2025-07-04"}',
            "",
            "2025-07-04",
        ),
    ],
)
def test_day_that_is_printed_goes_before_what_machines_are_told(head: str, dates: str, expected: str) -> None:
    assert expected == article(f"<h1>Voss opens a footbridge</h1>{dates}{TEXT}", head).date


def test_day_above_the_headline_counts_if_there_is_none_below() -> None:
    above = "<span class=date-display-single>4 July 2025</span>"
    assert article(f"{above}<h1>Voss opens</h1>{TEXT}").date == "4 July 2025"
    below = "<span class=date-display-single>5 July 2025</span>"
    assert article(f"{above}<h1>Voss opens</h1>{below}{TEXT}").date == "5 July 2025"


LD = """{"@context": "https://schema.org", "@type": "https://schema.org/NewsArticle", "headline": "Machine",
 "inLanguage": %s, "datePublished": "2025-07-01", "description": "For machines.", "author": %s, "url": "https://voss.example.org/node/12"}"""


@pytest.mark.parametrize(
    ("language", "author", "expected"),
    [
        ('"uk-UA"', '"Kari Vik"', ("uk", "Kari Vik")),
        ('{"@type": "Language", "alternateName": "ro"}', '{"@type": "Person", "name": " Ola "}', ("ro", "Ola")),
        ('{"name": "de"}', '[{"name": "Ola"}, {"@type": "schema:Organization", "name": "Voss"}, 7]', ("de", "Ola")),
        ("7", "null", ("", "")),
        ("[]", "{}", ("", "")),
    ],
)
def test_json_ld_fills_what_is_not_printed(language: str, author: str, expected: tuple[str, str]) -> None:
    entry = article(head=JSON_LD % (LD % (language, author)))
    assert expected == (entry.language, entry.byline)
    assert (entry.headline, entry.date) == ("Voss opens a footbridge", "4 July 2025")
    assert (entry.summary, entry.link, entry.base) == (
        "For machines.",
        "https://voss.example.org/node/12",
        "https://voss.example.org/node/12",
    )


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "NewsArticle", "description": "Rain."}',
        '[{"@type": "WebSite"}, 7, null, {"@type": ["Thing", "Article"], "description": "Rain."}]',
        '{"@graph": [{"@type": "WebPage"}, {"@graph": [{"@type": "BlogArticle", "description": "Rain."}]}]}',
    ],
)
def test_article_is_found_wherever_json_ld_keeps_it(json: str) -> None:
    assert article(head=JSON_LD % json).summary == "Rain."


@pytest.mark.parametrize(
    "json",
    [
        '{"@type": "WebPage", "description": "Rain."}',
        '[[[[[[{"@type": "NewsArticle", "description": "Rain."}]]]]]]',
        '"NewsArticle"',
        "[]",
        '{"@type": 7, "description": "Rain."}',
        '{"@type": "NewsArticle", "description": ["Rain."]}',
    ],
)
def test_json_ld_of_something_else_says_nothing(json: str) -> None:
    assert article(head=JSON_LD % json).summary == ""


@pytest.mark.parametrize(
    ("json", "why"),
    [
        ('{"@type": "NewsArticle",', "not JSON: Expecting property name enclosed in double quotes (column 25)"),
        ("", "not JSON: Expecting value (column 1)"),
        ('{"a": NaN}', "its JSON holds NaN, which is no number"),
        ('{"a": 1, "a": 2}', "its JSON has the name 'a' twice in one object"),
        ("[" * 100_000, "its JSON is nested more than 32 deep"),
    ],
)
def test_broken_json_ld_is_a_problem_and_no_more(json: str, why: str) -> None:
    problem, entry = found(page(BODY, "\n" + JSON_LD % json + "<script>{</script>"))
    assert isinstance(problem, Problem)
    detail = f"a block of JSON-LD was ignored: {why}"
    assert (problem.code, problem.line, problem.detail) == ("page.broken_json_ld", 2, detail)
    assert isinstance(entry, RawEntry)
    assert entry.headline == "Voss opens a footbridge"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", ""),
        ("<meta name=description content=' Plain. '>", "Plain."),
        ("<meta name=description content=Plain.><meta property=og:description content=Graph.>", "Graph."),
        ("<meta name=description content=''><meta content=Nothing.><meta name=description content=Later.>", "Later."),
    ],
)
def test_summary_is_what_the_page_calls_its_description(head: str, expected: str) -> None:
    assert expected == article(head=head).summary


def test_full_text_of_json_ld_counts_where_the_page_has_none() -> None:
    body = '"articleBody": "A < b.\\r\\n\\r\\n\\n\\nC"'
    json = f'{{"@type": "Article", "headline": "Voss", "datePublished": "2025-07-04", {body}}}'
    entry = article("", JSON_LD % json)
    assert (entry.headline, entry.content, entry.line) == ("Voss", "<p>A &lt; b.</p><p>C</p>", None)
    assert text(article(BODY, JSON_LD % json)) == TEXT


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(f"<div class=pane-content>{TEXT}<p>A</p></div><p>B</p>", f"{TEXT}<p>A</p>", id="a pane"),
        pytest.param(
            f"<div class=pane-content>A</div><div class=pane-content><div>{TEXT}</div>B</div>",
            f"{TEXT}<p>B</p>",
            id="panes",
        ),
        pytest.param(f"<div><b>{LEAD}</b></div><div>{TEXT}</div>", f"<p><b>{LEAD}</b></p>{TEXT}", id="a lead"),
        pytest.param(f"<div>{TEXT}</div><div><p>A</p></div>", f"{TEXT}<p>A</p>", id="text that goes on beside"),
        pytest.param(
            f"<div><div class=t>{TEXT}</div></div><div><div class=t>A</div></div>", f"{TEXT}<p>A</p>", id="of one class"
        ),
        pytest.param(f"<div>{TEXT}</div><section>A</section><div class=x>B</div>", TEXT, id="other elements"),
        pytest.param(f"<aside>{TEXT * 2}</aside><div>{TEXT}</div>", TEXT, id="an aside"),
        pytest.param(f"<div>{TEXT}<ul><li>A<li>B</ul></div>", f"{TEXT}<ul><li>A</li><li>B</li></ul>", id="a list"),
        pytest.param(f"<div>{TEXT}<h3>A</h3><p>B</p></div>", f"{TEXT}<h3>A</h3><p>B</p>", id="headings"),
        pytest.param(f"<div>{TEXT}<div><p>{'A' * 50}</p></div></div>", f"{TEXT}<p>{'A' * 50}</p>", id="in each other"),
        pytest.param("A<br>B", "<p>A<br/>B</p>", id="no elements"),
        pytest.param("<a>A</a>", "", id="nothing but links"),
    ],
)
def test_text_is_found_without_classes(body: str, expected: str) -> None:
    content = text(article(f"<h1>Voss opens a footbridge</h1><p>Date: 4 July 2025</p>{body}"))
    assert expected == content.replace("strong>", "b>")


@pytest.mark.parametrize(
    "labels",
    [
        "<p>Source: Voss</p><p>Fields of work: Rivers</p>",
        "<p>Source:</p><p>Voss</p><p>Fields of work:<br>Rivers</p>",
        "<div><p>Source: Voss<p>Fields of work: Rivers</div>",
        "<dl><dt>Source<dd>Voss<dt>Fields of work<dd>Rivers</dl>",
    ],
)
def test_labels_above_the_text_are_taken_out_of_it(labels: str) -> None:
    entry = article(f"<h1>Voss opens a footbridge</h1><p>Date: 4 July 2025</p>{labels}{TEXT}<p>Rain.</p>")
    assert (entry.offices, entry.topics, text(entry)) == ("Voss", "Rivers", f"{TEXT}<p>Rain.</p>")


def test_labels_below_the_text_are_taken_out_of_it_unless_they_are_common_words() -> None:
    entry = article(f"{BODY}<p>Issued by: Voss</p><p>Fields of work:</p><p>Rivers</p>")
    assert (entry.offices, entry.topics, text(entry)) == ("Voss", "Rivers", TEXT)
    entry = article(f"{BODY}<p>Source: the ferryman</p>")
    assert (entry.offices, text(entry)) == ("", f"{TEXT}<p>Source: the ferryman</p>")


def test_labels_within_the_text_are_text_and_reported() -> None:
    problem, entry = found(page(f"{BODY}\n<p>Where we are: everywhere</p><p>Date: never</p>{TEXT}"))
    assert isinstance(problem, Problem)
    assert isinstance(entry, RawEntry)
    detail = "a label inside the text was taken as text: 'Where we are: everywhere'"
    assert (problem.code, problem.line, problem.detail) == ("page.label_in_text", 2, detail)
    assert (entry.offices, entry.date) == ("", "4 July 2025")
    assert "everywhere" in text(entry)


def test_labels_of_other_articles_below_are_theirs() -> None:
    more = "".join(
        f"<div class=more><h3><a href=/{n}>Oslo {n}</a></h3><p>Date: {n} July</p><p>Where we are: Oslo</div>"
        for n in "123"
    )
    entry = article(f"{BODY}{TEXT}{TEXT}<h2>More</h2>{more}")
    assert (entry.headline, entry.date, entry.offices) == ("Voss opens a footbridge", "4 July 2025", "")


def test_text_after_what_is_taken_out_stays() -> None:
    html = f"<h1>Voss opens a footbridge</h1><div>A<p>Date: 4 July 2025</p>B{TEXT}</div>"
    assert text(article(html)) == f"<p>AB</p>{TEXT}"
    html = f"<div><h1>Voss opens a footbridge</h1><p>Date: 4 July 2025</p>B{TEXT}</div>"
    assert text(article(html)) == f"<p>B</p>{TEXT}"
    html = f"<div><h1>Voss opens a footbridge</h1><b></b><p>Date: 4 July 2025</p>B{TEXT}</div>"
    assert text(article(html)) == f"<p>B</p>{TEXT}"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Who we are</h1><p>Forty people and a goat.</p>",
        "<p>Date: 4 July 2025</p><p>Rain.</p>",
        "<h2>Voss</h2><time>4 July 2025</time><time>5 July 2025</time>",
        "",
    ],
)
def test_page_that_is_neither_listing_nor_article_is_refused_in_words(body: str) -> None:
    assert HTML_ARTICLE.sniff(page(body))
    with pytest.raises(DocumentRefused) as caught:
        found(page(body))
    assert (caught.value.detail, caught.value.source) == (NEITHER, "article.html")


def test_listing_is_refused_with_the_name_of_its_source() -> None:
    listing = page("<h2><a href=/1>Voss</a></h2><p>Date: 4 July 2025</p>" * 3)
    assert not HTML_ARTICLE.sniff(listing)
    with pytest.raises(DocumentRefused, match="the page is a listing, not an article"):
        found(listing)


@pytest.mark.parametrize("end", ["", "</main>", "</main><footer>Voss</footer", "<p>And"])
def test_page_that_was_cut_off_is_refused(end: str) -> None:
    with pytest.raises(DocumentRefused, match=r"^article.html: the page was cut off: it has no end"):
        found(f"<!doctype html><html><body><main>{BODY}{end}".encode())
    assert len(found(f"<main>{BODY}{end}".encode())) == 1


@pytest.mark.parametrize(
    "piece",
    [
        TEXT,
        "<p>Where we are:</p>",
        "<p>Issued on: x</p>",
        "<h2>abcdefgh</h2>",
        "<h1>x<br>",
        "<div>x</div>",
        "<td>Date:<td>x",
        "<time>x</time>",
        "<meta name=x content=y>",
        JSON_LD % '{"@type":"Article"}',
        JSON_LD % "[[[[[[[[",
        "<span class=date-display-single>x</span>",
        "<div class=pane-content>",
    ],
)
def test_worst_pages_take_a_moment(piece: str) -> None:
    for start in ("", "<div>" * 90, "<dl><dt>Where we are</dt>", f"<title>{'abcdefgh ' * 2000}</title>"):
        data = page(BODY + start + "".join(islice(cycle(piece), 20_000)))
        begin = time.process_time()
        HTML_ARTICLE.sniff(data)
        with contextlib.suppress(DocumentRefused):
            found(data)
        assert time.process_time() - begin < 2
