"""HTML as text: entities decoded once, blocks as lines, nothing visible lost."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.html_tree import DEPTH_LIMIT
from osce_feeds.sources.markup import to_text
from osce_feeds.text import clean


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("  Voss  ", "Voss"),
        ("Voss &amp; Oslo", "Voss & Oslo"),
        ("Voss &amp;amp; Oslo", "Voss &amp; Oslo"),
        ("AT&T", "AT&T"),
        ("5 &lt; 6", "5 < 6"),
        ("5 &#60; 6 &#x3C; 7", "5 < 6 < 7"),
        ("a < b & c", "a < b & c"),
        ("<", "<"),
        ("1<2", "1<2"),
        ("<p>Voss</p><p>Oslo</p>", "Voss\nOslo"),
        ("<div><p>Voss</p> <div>Oslo<br>Bergen</div></div>", "Voss\nOslo\nBergen"),
        ("<p>Voss\n  and\tOslo</p>", "Voss and Oslo"),
        ("Voss <b>and</b><i>Oslo</i>", "Voss andOslo"),
        ("<p>Les leçons\u00a0: <b>« bac »</b></p>", "Les leçons\u00a0: « bac »"),
        ("Les leçons&nbsp;: « bac »", "Les leçons\u00a0: « bac »"),
        ("<p>&nbsp;</p><p>Voss</p>", "Voss"),
        ("<table><tr><td>Voss</td><td>Oslo</td></tr></table>", "Voss Oslo"),
        ("<script>run()</script><style>p {}</style>Voss", "Voss"),
        ("<!-- Oslo -->", ""),
        ("<img src='x' alt='Oslo'>Voss", "Voss"),
        ("<p>&lt;b&gt;Voss&lt;/b&gt;</p>", "<b>Voss</b>"),
        ("&#0;&#x110000;&#xD800; &#128;", "\ufffd\ufffd\ufffd €"),
        (f"&#{'1' * 5_000};", "\ufffd"),
        ("<p>Voss", "Voss"),
        ("Vo\x00ss\x1b <b>\x07</b>", "Voss"),
    ],
)
def test_html_becomes_the_text_that_it_shows(html: str, expected: str) -> None:
    assert expected == to_text(html)


@pytest.mark.parametrize(
    "html", ["<b>" * (DEPTH_LIMIT + 9) + "Voss", f"<b {' '.join(f'a{n}' for n in range(300))}>Voss</b>"]
)
def test_html_that_cannot_be_read_stays_as_it_is(html: str) -> None:
    assert html == to_text(html)


@given(text=st.text())
def test_escaped_text_comes_back(text: str) -> None:
    assert clean(text) == clean(to_text(escape(text)))
    assert clean(text) == clean(to_text(f"<p>{escape(text)}</p>"))


@given(html=st.text(alphabet="<>&;#x0p/b! -\"'=\n\u00a0a", max_size=60))
def test_any_html_becomes_text_without_fail(html: str) -> None:
    assert to_text(html) == to_text(html).strip()
