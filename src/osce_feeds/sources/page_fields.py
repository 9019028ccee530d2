"""Labels and what they introduce, in the lines of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from osce_feeds.sources.labels import REACH
from osce_feeds.sources.labels import Label
from osce_feeds.sources.labels import split_label
from osce_feeds.sources.page_lines import Line
from osce_feeds.sources.page_lines import one_line
from osce_feeds.sources.pages import line_of

_LONGEST = 2_000
"""Characters of a value that stands below its label; more is the text of the page."""
_LABELLING = frozenset({"dt", "th"})
_FURTHER = frozenset({"dd", "td"})
"""Elements of which several may follow one label."""


class Field(NamedTuple):
    """A label, where it stands, and its values."""

    label: Label
    line: Line
    values: list[str]


@dataclass(slots=True)
class Fields:
    """What labels say: the first of each field, those that say otherwise later, the numbers of all lines it takes."""

    first: dict[str, Field] = field(default_factory=dict)
    repeated: list[Field] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def __getitem__(self, name: str) -> str:
        """Return the values of a field, one a line; empty where no label names it."""
        return "\n".join(self.first[name].values) if name in self.first else ""

    @property
    def numbers(self) -> dict[str, int]:
        """The line of each field, where the parser knows it."""
        return {name: number for name, found in self.first.items() if (number := line_of(found.line.element))}

    @property
    def language(self) -> str:
        """The language that a label proves, or empty."""
        return min((found.label.language for found in self.first.values() if found.label.language), default="")


def find_label(line: Line) -> tuple[Label, int] | None:
    """Return the label that *line* begins with, and where in its text the value begins, or None.

    A linked heading is none. A label without its colon is one where the element says so
    (``dt``, ``th``, a class with "label" in it), where it is all that a line of a named
    zone holds, or where it is an element of its own in a line that goes on.
    """
    if line.heading and line.link is not None:
        return None
    text = line.text
    colon = text.find(":", 0, REACH) + 1
    if colon and (label := _label(text[:colon])):
        return label, colon
    if line.zone or line.element.tag in _LABELLING or "label" in line.element.get("class", ""):
        label = _label(f"{text}:") if len(text) < REACH else None
        return (label, len(text)) if label else None
    if len(line.pieces) > 1 and len(line.pieces[0][0]) < REACH:
        head = one_line(line.pieces[0][0])
        label = _label(f"{head}:") if text.startswith(head) else None
        return (label, len(head)) if label and not label.common else None
    return None


@lru_cache(maxsize=4096)
def _label(text: str) -> Label | None:
    found = split_label(text)
    return found[0] if found else None


def read_fields(lines: Sequence[Line], numbers: Sequence[int]) -> Fields:
    """Return the fields in those *lines* that have these *numbers*, in their order; no other line is label or value."""
    fields = Fields()
    free = set(numbers)
    for number in numbers:
        line = lines[number]
        if number in fields.taken or not (found := find_label(line)):
            continue
        label, start = found
        fields.taken.add(number)
        values = line.values(start)
        if not values:
            below = [each for each in value_below(lines, number) if each in free]
            fields.taken.update(below)
            values = [value for each in below for value in lines[each].values()]
        known = fields.first.setdefault(label.field, Field(label, line, values))
        if known.line is not line and known.values != values:
            fields.repeated.append(Field(label, line, values))
    return fields


def value_below(lines: Sequence[Line], number: int) -> list[int]:
    """Return the numbers of the lines that are the value of the label which fills line *number*.

    They are those of the one element that follows, or of all ``dd`` or ``td`` that do.
    """
    label = lines[number].element
    around = {label, *label.iterancestors()}
    group: etree._Element | None = None
    found: list[int] = []
    length = 0
    for below in range(number + 1, len(lines)):
        line = lines[below]
        if line.heading or find_label(line):
            break
        branch = _branch(line.element, around)
        if found and not _same_value(group, branch):
            break
        found.append(below)
        group = branch
        length += len(line.text)
        if length > _LONGEST:
            return []
    return found


def _same_value(group: etree._Element | None, branch: etree._Element | None) -> bool:
    """Say whether *branch* goes on with the value in *group*; None is the element of the label itself."""
    if group is None or branch is None:
        return False
    return branch is group or (branch.tag in _FURTHER and branch.getprevious() is group)


def _branch(element: etree._Element, around: set[etree._Element]) -> etree._Element | None:
    """Return the ancestor of *element*, or itself, that is a child of one of *around*; None where it is one of them."""
    path = [element, *element.iterancestors()]
    place = next(place for place, each in enumerate(path) if each in around)
    return path[place - 1] if place else None
