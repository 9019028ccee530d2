"""HTML of a source into HTML that may stand anywhere: a few elements, safe links, clean text.

The parser's tree is read as blocks of text and written anew from those
(``html_writer``), so nothing of a source's markup is passed on. nh3 has the last
word nevertheless: what it does not know is not published.
"""

from dataclasses import dataclass
from dataclasses import replace
from urllib.parse import quote

import nh3
from lxml import etree

from osce_feeds.html_tree import BLOCKS
from osce_feeds.html_tree import CELLS
from osce_feeds.html_tree import UNSEEN
from osce_feeds.html_tree import Unreadable
from osce_feeds.html_tree import parse_html
from osce_feeds.normaliser.html_writer import BREAK
from osce_feeds.normaliser.html_writer import Block
from osce_feeds.normaliser.html_writer import Container
from osce_feeds.normaliser.html_writer import Mark
from osce_feeds.normaliser.html_writer import write
from osce_feeds.normaliser.links import absolute
from osce_feeds.text import clean
from osce_feeds.text import legal

SIZE_LIMIT = 256 * 1024
"""Bytes of HTML, as found and as cleaned."""
TAGS = frozenset({"a", "p", "br", "ul", "ol", "li", "em", "strong", "blockquote", "h2", "h3"})
_NESTED = 80
"""Lists, items and quotations around a text in the result: what was cleaned is not too deep to be cleaned again."""

_MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em"}
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_LISTS = frozenset({"ul", "ol"})
_CONTAINERS = _LISTS | {"blockquote"}
_ONE_LINE = str.maketrans("\t\n", "  ")


@dataclass(frozen=True, slots=True)
class Loss:
    """Why content was left out: the code of the problem, and the reason as the end of a sentence."""

    code: str
    detail: str


_TOO_LARGE = Loss("content.too_large", f"it is larger than {SIZE_LIMIT // 1024} KiB")


def clean_html(html: str, base: str) -> tuple[str, Loss | None]:
    """Return *html* as a well-formed fragment of ``TAGS``, or empty and why it was left out.

    Links are made absolute against *base* (an address, or empty); those that are
    not http, https or mailto then lose their address and keep their text. Other
    markup goes and leaves its text, as paragraphs where it was a block. White space
    is as browsers show it. Cleaning what is clean changes nothing.
    """
    data = legal(html).encode()
    if len(data) > SIZE_LIMIT:
        return "", _TOO_LARGE
    root = parse_html(data)
    if isinstance(root, Unreadable):
        return "", Loss("content.too_deep" if root.deep else "content.too_large", root.detail)
    if root is None:
        return "", None
    reader = _Reader(absolute(base))
    reader.read(root, _Place())
    written = write(reader.blocks)
    schemes = {"http", "https", "mailto"}
    safe = nh3.clean(written, tags=set(TAGS), attributes={"a": {"href"}}, url_schemes=schemes, link_rel=None)
    fragment = safe.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    # Escaping makes longer; what is published must be short enough to be read again.
    return ("", _TOO_LARGE) if len(fragment.encode()) > SIZE_LIMIT else (fragment, None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a text belongs: in which containers, in what kind of block (empty: directly in a list item), how marked."""

    path: tuple[Container, ...] = ()
    kind: str = "p"
    marks: tuple[Mark, ...] = ()

    @property
    def in_list(self) -> bool:
        return bool(self.path) and self.path[-1].tag in _LISTS

    def takes(self, tag: str) -> bool:
        """Say whether *tag* may be a container here: it is one, and there is room for it and its items."""
        if tag == "li":
            return self.in_list
        room = 1 + self.in_list + (tag in _LISTS)
        return tag in _CONTAINERS and len(self.path) + room <= _NESTED

    def in_block(self, tag: str) -> "_Place":
        return replace(self, kind=_HEADINGS.get(tag) or self.kind or "p")

    def in_container(self, tag: str) -> "_Place":
        """Return the place inside a new container; directly inside a list it gets an item of its own."""
        item = (Container("li"),) if self.in_list and tag != "li" else ()
        bare = "" if tag == "li" else "p"
        kind = self.kind if self.kind in _HEADINGS else bare
        return replace(self, path=(*self.path, *item, Container(tag)), kind=kind)

    def in_mark(self, mark: Mark) -> "_Place":
        """Return the place inside *mark*; of two links the inner one counts."""
        kept = tuple(other for other in self.marks if other.tag != mark.tag or other == mark)
        return self if mark in kept else replace(self, marks=(*kept, mark))


class _Reader:
    """Reads a tree into ``blocks``."""

    def __init__(self, base: str) -> None:
        self.blocks: list[Block] = []
        self._base = base
        self._open = False

    def read(self, element: etree._Element, place: _Place) -> None:
        """Read *element*, which stands at *place*, without its tail; recursion is as deep as the tree may be."""
        tag = str(element.tag)
        if tag in UNSEEN:
            return
        if tag == "br":
            self._add(place, BREAK)
        elif tag in CELLS:
            self._add(place, " ")
        inner = self._inside(element, tag, place)
        block = tag in BLOCKS
        self._open &= not block
        self._take(inner, element.text)
        for child in element:
            self.read(child, inner)
            self._take(inner, child.tail)
        self._open &= not block

    def _inside(self, element: etree._Element, tag: str, place: _Place) -> _Place:
        if tag in _MARKS:
            return place.in_mark(Mark(_MARKS[tag]))
        if tag == "a":
            href = _href(element.get("href", ""), self._base)
            return place.in_mark(Mark("a", href)) if href else place
        if place.takes(tag):
            return place.in_container(tag)
        return place.in_block(tag) if tag in BLOCKS else place

    def _take(self, place: _Place, text: str | None) -> None:
        plain = legal(text or "").translate(_ONE_LINE)
        # A text of nothing visible must not keep its neighbours apart.
        if plain and (plain.isascii() or clean(f".{plain}.") != ".."):
            self._add(place, plain)

    def _add(self, place: _Place, text: str) -> None:
        if not self._open:
            path = (*place.path, Container("li")) if place.in_list else place.path
            self.blocks.append(Block(path, place.kind, []))
            self._open = True
        self.blocks[-1].add(place.marks, text)


def _href(value: str, base: str) -> str:
    """Return the address of a link, or empty where it may not be followed."""
    text = value.strip(" \t\n\f\r")
    if text[:7].casefold() == "mailto:" and legal(text) == text and not any(map(str.isspace, text)):
        return f"mailto:{quote(text[7:], safe='%@?&=+,;:.!$*-_~')}" if text[7:] else ""
    return absolute(text.replace(" ", "%20"), base)
