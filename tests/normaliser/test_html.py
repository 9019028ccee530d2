"""What becomes of a source's HTML."""

import time
from html.parser import HTMLParser
from itertools import cycle
from itertools import islice

import nh3
import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree

from osce_feeds.normaliser.html import SIZE_LIMIT
from osce_feeds.normaliser.html import TAGS
from osce_feeds.normaliser.html import Loss
from osce_feeds.normaliser.html import clean_html

BASE = "https://voss.example.org/news/"


def cleaned(html: str) -> str:
    content, loss = clean_html(html, BASE)
    assert loss is None
    return content


def text_of(content: str) -> str:
    return "".join(map(str, etree.fromstring(f"<div>{content}</div>").itertext()))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("<p> </p><br><!-- x --><h2><b></b></h2><ul><li></ul>", "", id="nothing to read"),
        pytest.param("Rain & <i>sun</i>", "<p>Rain &amp; <em>sun</em></p>", id="bare text"),
        pytest.param("<p>One</p>\n<P class=x>Two", "<p>One</p><p>Two</p>", id="paragraphs"),
        pytest.param("<div>One<div>Two</div>Three</div>", "<p>One</p><p>Two</p><p>Three</p>", id="divisions"),
        pytest.param(
            "<h1>A</h1><h2>B</h2><h3>C</h3><h6>D</h6>", "<h2>A</h2><h2>B</h2><h3>C</h3><h3>D</h3>", id="headings"
        ),
        pytest.param("<h2><div>A</div></h2>", "<h2>A</h2>", id="a division in a heading"),
        pytest.param("<b>A</b><strong>B</strong>", "<p><strong>AB</strong></p>", id="bold"),
        pytest.param("<i>A</i> <em>B</em> <cite>C</cite>", "<p><em>A B C</em></p>", id="italics"),
        pytest.param("<b><strong>A</strong><i>B</i></b>", "<p><strong>A<em>B</em></strong></p>", id="marks in marks"),
        pytest.param("A<b> B </b>C", "<p>A <strong>B</strong> C</p>", id="white space stands outside"),
        pytest.param("<p>A<br>\n B<br/><br>C<br></p>", "<p>A<br/>B<br/><br/>C</p>", id="line breaks"),
        pytest.param("<b>A<br></b>B", "<p><strong>A</strong><br/>B</p>", id="a marked line break"),
        pytest.param("<p>&nbsp;</p><p>\u00a0A\u00a0%</p>", "<p>A\u00a0%</p>", id="no-break spaces"),
        pytest.param("<ul>\n<li>A<li>B</ul>", "<ul><li>A</li><li>B</li></ul>", id="a list"),
        pytest.param(
            "<ol><li>A<ul><li>B</ul>C</ol>", "<ol><li>A<ul><li>B</li></ul>C</li></ol>", id="a list in an item"
        ),
        pytest.param(
            "<ul><li>A</li><ul><li>B</ul></ul>", "<ul><li>A</li><li><ul><li>B</li></ul></li></ul>", id="in a list"
        ),
        pytest.param("<ul>A<li>B</ul>", "<ul><li><p>A</p></li><li>B</li></ul>", id="text in a list"),
        pytest.param("<li>A<li>B", "<p>A</p><p>B</p>", id="items of no list"),
        pytest.param(
            "<ul><li><p>A</p>B<hr>C</ul>", "<ul><li><p>A</p>B<p>C</p></li></ul>", id="texts in an item stay apart"
        ),
        pytest.param("<h3><ul><li>A</ul></h3>", "<ul><li><h3>A</h3></li></ul>", id="a list in a heading"),
        pytest.param("<blockquote>A<p>B</blockquote>", "<blockquote><p>A</p><p>B</p></blockquote>", id="a quotation"),
        pytest.param("<table><tr><th>A<td>B<tr><td>C</table>", "<p>A B</p><p>C</p>", id="a table"),
        pytest.param("<font>A</font><o:p>B</o:p><span>C</span>", "<p>ABC</p>", id="other markup"),
        pytest.param("</div>A</body>B</html>C", "<p>A B C</p>", id="ends of nothing"),
        pytest.param(
            "A\u202eB\u0007\ufffe\u0085C&#x1b;&#xfdd0;D&zwnj;", "<p>AB CD\u200c</p>", id="letters nobody means"
        ),
        pytest.param("e<i>\u200f</i><u>\u0301</u>", "<p>é</p>", id="letters come together"),
        pytest.param("1 < 2 &lt;b&gt; &amp;amp;", "<p>1 &lt; 2 &lt;b&gt; &amp;amp;</p>", id="signs"),
    ],
)
def test_html_becomes_a_few_elements(html: str, expected: str) -> None:
    assert expected == cleaned(html)
    assert expected == cleaned(expected)


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://oslo.example.org/a?b=1&amp;c=2#d", "https://oslo.example.org/a?b=1&amp;c=2#d"),
        ("/a", "https://voss.example.org/a"),
        ("a b.pdf", "https://voss.example.org/news/a%20b.pdf"),
        ("//oslo.example.org", "https://oslo.example.org"),
        ("#note", "https://voss.example.org/news/#note"),
        ("mailto:press@voss.example.org", "mailto:press@voss.example.org"),
        ("MAILTO:a@b.example?subject=Voss%20opens&quot;", "mailto:a@b.example?subject=Voss%20opens%22"),
    ],
)
def test_links_become_absolute(href: str, expected: str) -> None:
    assert f'<p><a href="{expected}">Voss</a></p>' == cleaned(f'<a href="{href}" target=_blank onclick=x>Voss</a>')


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java&#9;script:alert(1)",
        "java\nscript:alert(1)",
        "&#x6A;avascript&colon;alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://oslo.example.org",
        "tel:+47",
        "mailto:",
        "mailto:a b@c.example",
        "https://press:word@oslo.example.org",
        "https://",
        "",
    ],
)
def test_links_that_may_not_be_followed_keep_their_text_only(href: str) -> None:
    assert cleaned(f'<a href="{href}">Voss</a>') == "<p>Voss</p>"


def test_relative_links_need_a_base() -> None:
    assert clean_html("<a href='/a'>Voss</a>", "") == ("<p>Voss</p>", None)
    assert clean_html("<a href='a'>Voss</a>", "javascript:x") == ("<p>Voss</p>", None)


def test_of_two_links_the_inner_one_counts() -> None:
    html = "<a href=a>Voss <span><object></object><u><a href=b>Oslo</a></u></span></a>"
    expected = f'<p><a href="{BASE}a">Voss</a> <a href="{BASE}b">Oslo</a></p>'
    assert expected == cleaned(html)


@pytest.mark.parametrize(
    "html",
    [
        "<script>Oslo</script>",
        "<SCRIPT/x>Oslo</script >",
        "<style>Oslo</style>",
        "<iframe srcdoc='<script>Oslo</script>'>Oslo</iframe>",
        "<svg><script>Oslo</script><text>Oslo</text></svg>",
        "<template>Oslo</template>",
        "<noscript>Oslo</noscript>",
        "<head><title>Oslo</title></head>",
        "<textarea>Oslo</textarea>",
        "<select><option>Oslo</select>",
        "<img src=x onerror=alert(1) alt=Oslo>",
        "<!-- Oslo -->",
    ],
)
def test_what_is_no_text_of_the_article_goes(html: str) -> None:
    assert cleaned(f"<p>Voss {html}</p>Bergen") == "<p>Voss</p><p>Bergen</p>"


@pytest.mark.parametrize(
    ("html", "code", "detail"),
    [
        ("Bodø " * (SIZE_LIMIT // 6 + 1), "content.too_large", "it is larger than 256 KiB"),
        ("&" * (SIZE_LIMIT // 4), "content.too_large", "it is larger than 256 KiB"),
        ("<b>" * 101 + "Voss", "content.too_deep", "its elements are nested more than 100 deep"),
        ("<b>" * 85_000 + "Voss", "content.too_deep", "its elements are nested more than 100 deep"),
        (
            "<b " + " ".join(f"a{n}" for n in range(300)) + ">Voss",
            "content.too_large",
            "an element in it has more than 256 attributes",
        ),
    ],
)
def test_content_over_a_limit_is_left_out_whole(html: str, code: str, detail: str) -> None:
    assert clean_html(html, BASE) == ("", Loss(code, detail))


def test_content_of_just_the_limit_stays() -> None:
    text = "x" * (SIZE_LIMIT - len("<p></p>"))
    assert f"<p>{text}</p>" == cleaned(text)


def test_what_was_nested_as_deep_as_may_be_can_be_cleaned_again() -> None:
    html = "<ul>" * 49 + "<blockquote>" * 40 + "<h2><b><i>Voss" + "</i></b></h2>" + "</blockquote>" * 40 + "</ul>" * 49
    once = cleaned(html)
    assert "Voss" in once
    assert once == cleaned(once)


@pytest.mark.parametrize(
    "piece",
    ["<p>x", "<b>x</b>", "<ul><li>", "<a href=x>", "<i><b></i>x</b>", "&", "<", "x<br>", "\u0301", "<div>", " <b> "],
)
def test_worst_content_takes_a_moment(piece: str) -> None:
    html = "".join(islice(cycle(piece), 20_000))
    start = time.process_time()
    clean_html(html, BASE)
    clean_html("<div>" * 90 + html, BASE)
    assert time.process_time() - start < 2


STARTS = "p div b i em strong h1 h2 h5 ul ol li blockquote table tr td span br hr pre font"
ENDS = "p div b i h1 h2 ul ol li blockquote table td span body html"
WRAPS = "p div b i h1 h4 ul li blockquote table td span a font center section"
MARKUP = (
    *(f"<{tag}>" for tag in STARTS.split()),
    *(f"</{tag}>" for tag in ENDS.split()),
    *("<script>", "</script>", "<style>", "<svg>", "</svg>", "<noscript>", "<template>", "<textarea>", "<title>"),
    *(
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "<",
        ">",
        '"',
        "'",
        "&",
        "&lt;",
        "&#x3c;script&#62;",
        "&nbsp;",
        "&#8238;",
    ),
    *("<a href=/x>", "<a href='javascript:alert(1)'>", '<a href=" java&#10;script:x">', "<a href=//evil.test>", "</a>"),
    *("<img src=x onerror=alert(1)>", "<p onclick=alert(1) style='x'>", "<a href='data:text/html,<b>' onfocus=x>"),
    *(
        "Voss",
        " ",
        "\n",
        "\t",
        "\u00a0",
        "e",
        "\u0301",
        "\u202e",
        "\u200b",
        "\x00",
        "\x1b",
        "\ufffe",
        "\ud800",
        "<math>",
    ),
)
markup = st.lists(st.sampled_from(MARKUP) | st.text(st.characters(), max_size=3), max_size=30).map("".join)


class _Audit(HTMLParser):
    """What another parser sees in a result."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs


@settings(deadline=None, max_examples=300)
@given(markup)
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    once = cleaned(html)
    assert once == cleaned(once)
    assert once == clean_html(once, "")[0]


@settings(deadline=None, max_examples=300)
@given(markup)
def test_result_is_well_formed_and_holds_nothing_that_acts(html: str) -> None:
    content = cleaned(html)
    etree.fromstring(f"<div>{content}</div>")
    audit = _Audit()
    audit.feed(content)
    audit.close()
    assert audit.tags <= TAGS
    assert {name for name, _ in audit.attributes} <= {"href"}
    assert all(value and value.startswith(("https://", "mailto:")) for _, value in audit.attributes)
    assert nh3.clean_text(content).count("\x00") == 0


@settings(deadline=None)
@given(markup.filter(lambda html: "<" not in html.replace("<p>", "")), st.sampled_from(["b", "div", "span", "td"]))
@example("Voss  \u00a0 Oslo", "b")
def test_text_stays_the_same(text: str, tag: str) -> None:
    plain, wrapped = cleaned(text), cleaned(f"<{tag}>{text}</{tag}>")
    read = [text_of(content) for content in (plain, wrapped)]
    assert read[0].split() == read[1].split()


words = st.lists(st.sampled_from(["Voss", "Oslo", "æøå", "3 & 4", "a<b", "“x”", "\u00a0"]), min_size=1, max_size=4)
wraps = st.sampled_from(WRAPS.split())


@settings(deadline=None)
@given(st.recursive(words.map(" ".join), lambda inner: st.tuples(wraps, st.lists(inner, max_size=4)), max_leaves=12))
def test_all_text_is_kept_in_its_order(tree: object) -> None:
    html, text = _written(tree)
    assert "".join(text.split()) == "".join(text_of(cleaned(html)).split())


def _written(tree: object) -> tuple[str, str]:
    if isinstance(tree, str):
        return tree.replace("&", "&amp;").replace("<", "&lt;"), tree
    assert isinstance(tree, tuple)
    tag, inner = tree
    parts = [_written(each) for each in inner]
    return f"<{tag}>{''.join(html for html, _ in parts)}</{tag}>", "".join(text for _, text in parts)
