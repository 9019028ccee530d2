"""HTML as text, for headlines and summaries that a source writes in HTML."""

from collections.abc import Iterator
from html import unescape

from lxml import etree

from osce_feeds.html_tree import BLOCKS
from osce_feeds.html_tree import CELLS
from osce_feeds.html_tree import UNSEEN
from osce_feeds.html_tree import Unreadable
from osce_feeds.html_tree import parse_html
from osce_feeds.text import legal


def to_text(html: str) -> str:
    """Return the text that *html* shows, a line for each block; what cannot be read as HTML stays as it is.

    Scripts and styles go, entities become characters once. Never raises.
    """
    text = legal(html)
    if "<" not in text:
        return unescape(text).strip()
    root = parse_html(text.encode())
    if root is None:
        return ""
    if isinstance(root, Unreadable):
        return text.strip()
    lines = (" ".join(line.split()) for line in "".join(_pieces(root)).split("\n"))
    return "\n".join(line for line in lines if line)


def _pieces(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in UNSEEN:
        return
    edge = "\n" if tag in BLOCKS or tag == "br" else " " if tag in CELLS else ""
    yield edge
    yield _flat(element.text)
    for child in element:
        yield from _pieces(child)
        yield _flat(child.tail)
    yield edge


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")
