"""HTML as text, for headlines and summaries that a source writes in HTML."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree

from osce_feeds.html_tree import BLOCKS
from osce_feeds.html_tree import CELLS
from osce_feeds.html_tree import UNSEEN
from osce_feeds.html_tree import Unreadable
from osce_feeds.html_tree import parse_html
from osce_feeds.text import legal

_SPACES = re.compile("[ \t\n]+")
"""No-break spaces are meant, and stay."""
_EDGE = "\x00"
"""Where a line ends; text has no such character."""


def to_text(html: str) -> str:
    """Return the text that *html* shows, a line for each block; what cannot be read as HTML stays as it is.

    Scripts and styles go, entities become characters once. Never raises.
    """
    text = legal(html)
    if "<" not in text and "&#" not in text:  # Python falls over numbers of thousands of digits
        return unescape(text).strip()
    root = parse_html(text.encode())
    if root is None:
        return ""
    if isinstance(root, Unreadable):
        return text.strip()
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(_pieces(root)).split(_EDGE))
    return "\n".join(filter(None, lines))


def _pieces(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in UNSEEN:
        return
    edge = _EDGE if tag in BLOCKS or tag == "br" else " " if tag in CELLS else ""
    yield edge
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield edge
