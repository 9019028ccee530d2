"""Where the text of an article is on its page, and that text as HTML.

The old site put it into a pane; elsewhere it is where most text stands outside
of links, below the headline, with what precedes it there (a lead) and what goes
on in elements like it.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from html import escape

from lxml import etree

from osce_feeds.sources.page_fields import find_label
from osce_feeds.sources.page_fields import value_below
from osce_feeds.sources.page_lines import Line
from osce_feeds.text import legal

PANE = "pane-content"
_PARTS = frozenset(
    {"p", "li", "ul", "ol", "blockquote", "dd", "dt", "dl", "td", "th", "tr", "tbody", "table", "pre", "figure"}
)
"""Elements that are parts of a text; what holds them holds the text."""
_ASIDE = frozenset({"aside", "nav", "footer", "form", "header"})
_LEAD = 40
"""Characters from which on a line is of a text, and not of what stands around it."""


def find_body(lines: Sequence[Line], headline: int | None) -> list[etree._Element]:
    """Return the elements that hold the text below the line with number *headline* (or anywhere, if None), in order."""
    scores: dict[etree._Element, int] = {}
    for number, line in enumerate(lines):
        if (headline is not None and number <= headline) or line.heading or find_label(line) or _is_aside(line.element):
            continue
        holder = _holder(line.element)
        scores[holder] = scores.get(holder, 0) + length_of(line)
    if not any(scores.values()):
        return []
    best = max(scores, key=scores.__getitem__)
    pane = next((around for around in _upward(best) if _is_pane(around)), None)
    if pane is not None and (headline is None or pane not in lines[headline].element.iterancestors()):
        return [pane]
    order = list(scores)
    before = [holder for holder in order[: order.index(best)] if scores[holder] >= _LEAD]
    after = [holder for holder in order[order.index(best) + 1 :] if scores[holder] and _alike(holder, best)]
    return _outermost([*before, best, *after])


def length_of(line: Line) -> int:
    """Return how many characters of *line* are in no link."""
    return sum(len(text.strip()) for text, link in line.pieces if link is None)


def lines_inside(lines: Sequence[Line], holders: Iterable[etree._Element]) -> list[int]:
    """Return the numbers of the *lines* inside *holders*."""
    wanted = set(holders)
    return [
        number
        for number, line in enumerate(lines)
        if not wanted.isdisjoint((line.element, *line.element.iterancestors()))
    ]


def labels_around(lines: Sequence[Line], inside: Sequence[int]) -> tuple[set[int], list[int]]:
    """Return which lines of a text are labels above or below it, with their values, and which labels stand within.

    Above are those before the first long line. Below a text only a label that is no
    common word is one: "Source: ..." may be its last sentence.
    """
    labels = {number: found for number in inside if (found := find_label(lines[number]))}
    groups = {
        number: {number} if lines[number].values(start) else {number, *value_below(lines, number)}
        for number, (_, start) in labels.items()
    }
    taken: set[int] = set()
    for number in inside:
        if number not in taken and number not in groups and length_of(lines[number]) >= _LEAD:
            break
        taken |= groups.get(number, set())
    end = inside[-1] + 1 if inside else 0
    for number in sorted(groups.keys() - taken, reverse=True):
        if labels[number][0].common or max(groups[number]) + 1 != end:
            break
        taken |= groups[number]
        end = number
    return taken, [number for number, (label, _) in labels.items() if number not in taken and not label.common]


def write_body(lines: Sequence[Line], holders: Sequence[etree._Element], text: Iterable[int]) -> str:
    """Return the HTML of *holders* with only those lines that are *text*; the others are taken out of the tree."""
    kept = {around for number in text for around in (lines[number].element, *lines[number].element.iterancestors())}
    found = dict.fromkeys(lines[number].element for number in lines_inside(lines, holders))
    for element in found:
        if element not in kept:
            _take_out(element)
    return "".join(etree.tostring(holder, encoding="unicode", method="html", with_tail=False) for holder in holders)


def paragraphs(text: str) -> str:
    """Return plain *text* as HTML, a paragraph for each block of lines."""
    blocks = text.replace("\r\n", "\n").split("\n\n")
    return "".join(f"<p>{escape(block.strip(), quote=False)}</p>" for block in blocks if block.strip())


def _holder(element: etree._Element) -> etree._Element:
    return next(around for around in _upward(element) if around.tag not in _PARTS)


def _upward(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _is_aside(element: etree._Element) -> bool:
    return any(around.tag in _ASIDE for around in _upward(element))


def _is_pane(element: etree._Element) -> bool:
    return PANE in element.get("class", "").split()


def _alike(holder: etree._Element, best: etree._Element) -> bool:
    """Say whether *holder* goes on with the text in *best*: it is of the same class, or beside it and of none."""
    names = holder.get("class", "")
    if holder.tag != best.tag or names != best.get("class", ""):
        return False
    return bool(names) or holder.getparent() is best.getparent()


def _outermost(holders: list[etree._Element]) -> list[etree._Element]:
    known = set(holders)
    return [holder for holder in holders if known.isdisjoint(holder.iterancestors())]


def _take_out(element: etree._Element) -> None:
    """Remove *element*; the text after it stays, but for characters that lxml returns and does not take."""
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - the root holds the text, and text stays
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = legal(f"{parent.text or ''}{element.tail}")
        else:
            before.tail = legal(f"{before.tail or ''}{element.tail}")
    parent.remove(element)
