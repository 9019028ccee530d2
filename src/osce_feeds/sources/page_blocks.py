"""Where the entries of a listing are, on a page whose classes say nothing."""

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from lxml import etree

from osce_feeds.sources.labels import is_type_heading
from osce_feeds.sources.page_fields import find_label
from osce_feeds.sources.page_fields import read_fields
from osce_feeds.sources.page_lines import Line

DAY = "date-display-single"
"""The class of a day that the old site printed."""
_TEXT = 200
"""Characters that make an article's text and are more than what introduces a listing."""
_WHOLE = frozenset({"html", "body", "main"})
"""Elements that are never one entry."""


def blocks_by_date(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of each entry of the page with these *lines*; none where it is no listing.

    There are as many entries as lines with the most frequent date label. The
    largest element around one of them alone is an entry where each of these has a
    title; otherwise an entry begins at the line above its block of labels. A title is
    linked or a heading. Where the page's own heading is such a line, the page is an
    article.
    """
    labels = {number: found[0] for number, line in enumerate(lines) if (found := find_label(line))}
    counts = Counter(label.text for label in labels.values() if label.field == "date")
    if not counts:
        return []
    often = max(counts, key=counts.__getitem__)
    dates = [number for number, label in labels.items() if label.text == often]
    wrapped = _wrapped(lines, dates)
    if wrapped and all(_is_title(block, find_title(block), linked=len(dates) == 1) for block in wrapped):
        return wrapped
    return _flat(lines, dates)


def begins_as_article(lines: Sequence[Line]) -> bool:
    """Say whether the page's heading is followed by a day and a text before there is any linked heading."""
    headings = [number for number, line in enumerate(lines) if line.heading]
    start = next((number for number in headings if lines[number].heading == "h1"), len(lines))
    end = next((number for number in headings if number > start and lines[number].link is not None), len(lines))
    dated, length = False, 0
    for line in lines[start + 1 : end]:
        label = find_label(line)
        if line.zone == DAY or (label is not None and label[0].field == "date"):
            dated = True
        elif label is None and not line.heading:
            length += sum(len(text.strip()) for text, link in line.pieces if link is None)
    return dated and length >= _TEXT


def find_title(lines: Sequence[Line]) -> int | None:
    """Return the number of the line that is an entry's title, or None.

    A heading with a link, a heading, a link before the labels, whichever there is.
    """
    labelled = [bool(find_label(line)) for line in lines]
    first = labelled.index(True) if True in labelled else len(lines)
    free = [(number, line) for number, line in enumerate(lines) if not labelled[number]]
    choices = (
        [number for number, line in free if line.heading and line.link is not None],
        [number for number, line in free if line.heading and not is_type_heading(line.text)],
        [number for number, line in free if line.link is not None and number < first],
    )
    return next((numbers[0] for numbers in choices if numbers), None)


def _is_title(lines: Sequence[Line], number: int | None, *, linked: bool) -> bool:
    return number is not None and (lines[number].link is not None or (bool(lines[number].heading) and not linked))


def _wrapped(lines: Sequence[Line], dates: Sequence[int]) -> list[list[Line]]:
    """Return the lines inside the largest element around each of *dates* that holds no other and no ``h1``.

    There are none where two of them stand in one element.
    """
    holders: Counter[etree._Element] = Counter()
    for number in dates:
        holders.update(_upward(lines[number]))
    titled = {around for line in lines if line.heading == "h1" for around in line.element.iterancestors()}
    blocks: dict[etree._Element, list[Line]] = {}
    for number in dates:
        block = lines[number].element
        if holders[block] > 1:
            return []
        alone = takewhile(
            lambda around: holders[around] == 1 and around not in titled and around.tag not in _WHOLE,
            block.iterancestors(),
        )
        blocks[[block, *alone][-1]] = []
    known: dict[etree._Element, list[Line] | None] = {}
    for line in lines:
        if (inside := _inside(line.element, blocks, known)) is not None:
            inside.append(line)
    return list(blocks.values())


def _inside(
    element: etree._Element,
    blocks: dict[etree._Element, list[Line]],
    known: dict[etree._Element, list[Line] | None],
) -> list[Line] | None:
    """Return the block around *element*, or None, as *known* from elements before."""
    passed: list[etree._Element] = []
    found: list[Line] | None = None
    for around in (element, *element.iterancestors()):
        if around in known or around in blocks:
            found = known[around] if around in known else blocks[around]
            break
        passed.append(around)
    known.update(dict.fromkeys(passed, found))
    return found


def _flat(lines: Sequence[Line], dates: Sequence[int]) -> list[list[Line]]:
    """Return the lines from each title to the next, inside the smallest element around all *dates*."""
    taken = read_fields(lines, range(len(lines))).taken
    starts: list[int] = []
    for number in dates:
        start = number - 1
        while start in taken:
            start -= 1
        if start <= (starts[-1] if starts else -1) or not _is_title(lines, start, linked=len(dates) == 1):
            return []
        starts.append(start)
    headings = {line.element for line in lines if line.heading == "h1"}
    if len(headings) == 1 and any(lines[start].element in headings for start in starts):
        return []
    ends = [*starts[1:], len(lines)]
    around = set.intersection(*({*_upward(lines[number])} for number in dates))
    nearest = max(around, key=lambda element: sum(1 for _ in element.iterancestors()))
    last = [line for line in lines[starts[-1] :] if nearest in _upward(line)]
    return [*(list(lines[start:end]) for start, end in zip(starts[:-1], ends, strict=False)), last]


def _upward(line: Line) -> tuple[etree._Element, ...]:
    return (line.element, *line.element.iterancestors())
