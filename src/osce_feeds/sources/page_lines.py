"""A part of a page as the lines that a reader sees, each with what it consists of.

What a label introduces is found by reading, not by classes that the next
redesign changes: a label and its value stand in one line, or in two that follow
each other, whatever elements make them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from osce_feeds.html_tree import BLOCKS
from osce_feeds.html_tree import CELLS
from osce_feeds.html_tree import UNSEEN
from osce_feeds.sources.labels import split_label

_SPACES = re.compile(r"[ \t\n\r\f]+")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCK, _BREAK, _LINK, _UNSEEN = "block", "break", "link", "unseen"
_KINDS = {**dict.fromkeys(BLOCKS | CELLS, _BLOCK), "br": _BREAK, "a": _LINK, **dict.fromkeys(UNSEEN, _UNSEEN)}
_AROUND = 5
"""Letters that may stand around links that are the values of a label: commas, bars, "and"."""


@dataclass(slots=True)
class Line:
    """A line: the block that holds it, its text with single spaces, and what that was put together from.

    ``zone`` names the part of the page; ``heading`` is the tag of the heading around
    it, or empty. ``pieces`` are texts as found, each with the link (``a``) around it or
    None; ``link`` is the first of these.
    """

    element: etree._Element
    zone: str
    heading: str
    pieces: list[tuple[str, etree._Element | None]]
    text: str = ""
    link: etree._Element | None = None

    def values(self, start: int = 0) -> list[str]:
        """Return the values in the line after its first *start* characters: each link is one, or else all of it."""
        text = self.text[start:].strip() if start else self.text
        if self.link is None:
            return [text] if text else []
        links: dict[etree._Element, str] = {}
        for piece, link in self.pieces:
            if link is not None:
                links[link] = links[link] + piece if link in links else piece
        linked = [value for piece in links.values() if (value := one_line(piece))]
        if len(text) - len("".join(linked)) <= _AROUND * len(linked):
            return linked
        return [text] if text else []


def one_line(text: str) -> str:
    """Return *text* as browsers show it: white space, other than no-break spaces, is one space or nothing."""
    return " ".join(text.split()) if text.isascii() else _SPACES.sub(" ", text).strip()


def read_lines(element: etree._Element, zones: Mapping[str, str]) -> list[Line]:
    """Return the lines inside *element*; *zones* are the names of the parts of the page that a class begins."""
    reader = _Reader(zones)
    reader.read(element, (element, "", "", None))
    reader.end()
    return reader.lines


_Place = tuple["etree._Element", str, str, "etree._Element | None"]  # noqa: SLF001 - the class has no other name
"""The block, zone, heading and link around a text."""


class _Reader:
    def __init__(self, zones: Mapping[str, str]) -> None:
        self.lines: list[Line] = []
        self._zones = zones
        self._known: dict[str, str] = {}
        self._line: Line | None = None

    def read(self, element: etree._Element, place: _Place) -> None:
        """Read *element*, which stands at *place*, without its tail; recursion is as deep as the tree may be."""
        kind = _KINDS.get(element.tag, "")
        if kind is _UNSEEN:
            return
        names = element.get("class")
        zone = self._zone(names) if names else ""
        ends = zone or kind is _BLOCK or kind is _BREAK
        if ends and self._line is not None:
            self.end()
        if ends or kind is _LINK:
            place = self._inside(element, kind, zone, place)
        if (text := element.text) and (self._line is not None or not text.isspace()):
            self._add(text, place)
        for child in element if len(element) else ():  # most have none, and asking is cheaper than iterating
            self.read(child, place)
            if (text := child.tail) and (self._line is not None or not text.isspace()):
                self._add(text, place)
        if ends and self._line is not None:
            self.end()

    def _inside(self, element: etree._Element, kind: str, zone: str, place: _Place) -> _Place:
        block, outer, heading, link = place
        if kind is _LINK:
            link = element
        if kind is _BLOCK or zone:
            block = element
            heading = element.tag if element.tag in HEADINGS else heading
        return block, zone or outer, heading, link

    def end(self) -> None:
        """End the line, if one was begun; white space alone begins none."""
        line, self._line = self._line, None
        if line is not None:
            pieces = line.pieces
            line.text = one_line("".join([piece[0] for piece in pieces]) if len(pieces) > 1 else pieces[0][0])
            self.lines.append(line)

    def _add(self, text: str, place: _Place) -> None:
        line = self._line
        if line is not None and ":" in text and text.rstrip().endswith(":") and split_label(text.strip()):
            self.end()  # "Date: ... Source: ..." in one line
            line = None
        element, zone, heading, link = place
        if line is None:
            self._line = Line(element, zone, heading, [(text, link)], link=link)
            return
        if line.link is None:
            line.link = link
        line.pieces.append((text, link))

    def _zone(self, names: str) -> str:
        zone = self._known.get(names)
        if zone is None:
            zone = next((self._zones[name] for name in names.split() if name in self._zones), "")
            self._known[names] = zone
        return zone
