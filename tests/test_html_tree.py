"""HTML becomes a tree, or it is said why not; it never becomes part of one."""

import time
from itertools import cycle
from itertools import islice

import pytest
from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree

from osce_feeds.html_tree import ATTRIBUTE_LIMIT
from osce_feeds.html_tree import DEPTH_LIMIT
from osce_feeds.html_tree import ELEMENT_LIMIT
from osce_feeds.html_tree import Unreadable
from osce_feeds.html_tree import parse_html

TOO_DEEP = Unreadable("its elements are nested more than 100 deep", deep=True)
TOO_MANY = Unreadable("it has more than 100,000 elements")
TOO_LONG = Unreadable("a text in it is longer than 10 MB")
TOO_RICH = Unreadable("an element in it has more than 256 attributes")


def text(data: bytes) -> str:
    root = parse_html(data)
    assert isinstance(root, etree._Element)
    return "".join(str(part) for part in root.itertext())


@pytest.mark.parametrize("data", [b"", b" \n", b"<!-- Voss -->", b"<!doctype html>", b"</p>", b"<?php voss ?>"])
def test_document_of_nothing_has_no_tree(data: bytes) -> None:
    assert parse_html(data) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"Voss &amp;lt; Oslo &#x2014; Bod&oslash;", "Voss &lt; Oslo — Bodø", id="entities are decoded once"
        ),
        pytest.param(b"<p>Voss<!-- Oslo --><?pi x?></p>", "Voss", id="comments and instructions are no text"),
        pytest.param(b"<p>Voss</p></body> Oslo<p>Bergen", "Voss  OsloBergen", id="text after the body stays"),
        pytest.param(b"<html>Voss</html\n>Oslo<b>Bergen</b>", "Voss OsloBergen", id="text after the page stays"),
        pytest.param("<p>Bodø 桟橋</p>".encode(), "Bodø 桟橋", id="UTF-8"),
        pytest.param(b"<meta charset='latin-1'>Bod\xc3\xb8", "Bodø", id="whatever a meta element says"),
    ],
)
def test_tree_holds_the_text_that_readers_see(data: bytes, expected: str) -> None:
    assert expected == text(data)


def test_elements_know_their_lines() -> None:
    root = parse_html(b"<html>\n<body>\n\n<p>Voss\n<b>Oslo</b>")
    assert isinstance(root, etree._Element)
    expected = "html 1, body 2, p 4, b 5"
    assert expected == ", ".join(f"{each.tag} {each.sourceline}" for each in root.iter())


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"<div>" * (DEPTH_LIMIT + 1), TOO_DEEP, id="a level too many"),
        pytest.param(b"<div>" * 300 + b"Voss", TOO_DEEP, id="more than the parser takes"),
        pytest.param(b"<b>" * 400_000, TOO_MANY, id="deep and many"),
        pytest.param(b"<p>" * (ELEMENT_LIMIT + 1), TOO_MANY, id="many"),
        pytest.param(b"<p>" + b"x" * 10_500_000 + b"</p><p>Voss", TOO_LONG, id="more text than the parser takes"),
        pytest.param(
            b"<p title='" + b"x" * 10_500_000 + b"'>Voss", TOO_LONG, id="a longer value than the parser takes"
        ),
        pytest.param(
            b"<p " + b" ".join(b"a%d" % n for n in range(ATTRIBUTE_LIMIT + 1)) + b">", TOO_RICH, id="attributes"
        ),
        pytest.param(
            b"<p " + b" ".join(b"a%d='>'" % n for n in range(ATTRIBUTE_LIMIT + 1)) + b">", TOO_RICH, id="with ends"
        ),
    ],
)
def test_document_over_a_limit_is_refused_in_words(data: bytes, expected: Unreadable) -> None:
    assert expected == parse_html(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<div>" * (DEPTH_LIMIT - 2) + b"Voss", id="levels"),
        pytest.param(b"<p>" * (ELEMENT_LIMIT - 2) + b"Voss", id="elements"),
        pytest.param(b"<" * (2 * ELEMENT_LIMIT) + b" Voss", id="no elements at all"),
        pytest.param(
            b"<p " + b" ".join(b"a%d" % n for n in range(ATTRIBUTE_LIMIT)) + b">Voss", id="attributes of one element"
        ),
        pytest.param(b"<p title='" + b"x" * 100_000 + b"'>Voss", id="a long value"),
        pytest.param(b"<script>a='<b>'</script>Voss", id="an end in quotes"),
    ],
)
def test_document_at_its_limits_is_read(data: bytes) -> None:
    assert text(data).endswith("Voss")


@pytest.mark.parametrize("size", [20_000, 200_000])
@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        "<a b='",
        "='",
        "= ",
        "=\"'>",
        "&",
        "&#",
        "<!--",
        "<p>x",
        "</div>",
        "<b><i></b></i>",
        "</body",
        "a1 ",
    ],
)
def test_worst_documents_are_read_or_refused_in_a_moment(piece: str, size: int) -> None:
    data = "".join(islice(cycle(piece), size)).encode()
    start = time.process_time()
    parse_html(data)
    parse_html(b"<a " + b" ".join(b"a%d" % n for n in range(size // 8)))
    parse_html(b"<a " + b" ".join(b"a%d='>'" % n for n in range(size // 16)) + b">")
    assert time.process_time() - start < 2


PIECES = (
    "< > </ <p <a <!-- --> <! <? ?> ]]> <![CDATA[ <script> </script> <html> </html> </body> <head> <frameset> <svg>"
)
pieces = st.sampled_from([*PIECES.split(), *"&;='\"/ \n\0x", "&#", "\ufffe", "<plaintext>"]) | st.text(max_size=3)


@settings(deadline=None)
@example(b"<!--<a " + b"x" * 1100)
@given(st.lists(pieces, max_size=20).map("".join).map(str.encode) | st.binary())
def test_any_bytes_are_a_tree_or_nothing(data: bytes) -> None:
    assert isinstance(parse_html(data), etree._Element | None)
