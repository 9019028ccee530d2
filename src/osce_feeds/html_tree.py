"""HTML into a tree, within limits. Pure.

HTML has no errors, only parsers that give up: libxml2 stops at 256 levels or in
a text of ten megabytes and returns what it has, as if that were all. So what
it gave up on is refused here, and so is what would take it long.
"""

import re
from dataclasses import dataclass

from lxml import etree

DEPTH_LIMIT = 100
"""Levels of elements below the root; a newsroom's page has about forty."""
ELEMENT_LIMIT = 100_000
ATTRIBUTE_LIMIT = 256
"""Attributes of one element; libxml2 takes quadratic time over them."""

# fmt: off
BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
))
"""Elements whose text begins and ends a line."""
UNSEEN = frozenset((
    "audio", "button", "canvas", "embed", "head", "iframe", "input", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video",
))
"""Elements whose text is not the page's."""
# fmt: on
CELLS = frozenset({"td", "th"})

_START = re.compile(rb"<[A-Za-z]")
# libxml2 keeps what follows these out of the tree; browsers show it.
_PAGE_END = re.compile(rb"</(?:body|html)\b[^<>]*>", re.IGNORECASE)
# A tag with too many attributes is long, or hides its end from the first pattern in a quoted value.
_LONG_TAG = re.compile(rb"<[A-Za-z][^>]{1024}")
_QUOTED_END = re.compile(rb"""=\s*(?:"[^">]*>|'[^'>]*>)""")
_too_deep = etree.XPath(f"boolean({'/*' * (DEPTH_LIMIT + 2)})")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no tree: ``deep`` says that nesting is the reason; ``detail`` is a sentence without its end."""

    detail: str
    deep: bool = False


def parse_html(data: bytes) -> etree._Element | Unreadable | None:
    """Return the root of UTF-8 *data* read as HTML, None where it holds no element or text, or why it was not read.

    Comments and processing instructions are left out; nothing is fetched.
    ``sourceline`` counts from 1.
    """
    if data.count(b"<") > ELEMENT_LIMIT and sum(1 for _ in _START.finditer(data)) > ELEMENT_LIMIT:
        return Unreadable(f"it has more than {ELEMENT_LIMIT:,} elements")
    if (_LONG_TAG.search(data) or _QUOTED_END.search(data)) and _most_attributes(data) > ATTRIBUTE_LIMIT:
        return Unreadable(f"an element in it has more than {ATTRIBUTE_LIMIT} attributes")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_PAGE_END.sub(b" ", data), parser)
    if root is None:
        return None
    if _too_deep(root):
        return Unreadable(f"its elements are nested more than {DEPTH_LIMIT} deep", deep=True)
    last = parser.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL:
        return Unreadable("a text in it is longer than 10 MB")
    return root


def _most_attributes(data: bytes) -> int:
    counter = _Counter()
    parser = etree.HTMLParser(target=counter, encoding="utf-8")  # type: ignore[arg-type] # it may leave events out
    etree.fromstring(data, parser)
    return counter.most


class _Counter:
    """A parser's target, told of every element as the tree would be, without making it."""

    def __init__(self) -> None:
        self.most = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - lxml gives the signature
        self.most = max(self.most, len(attributes))

    def close(self) -> None:
        """Return nothing: the count is what matters."""
