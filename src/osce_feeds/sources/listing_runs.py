"""The label lines of a text listing, and which of them follow one another.

Nearly every line is dealt with by the loop of ``find_runs``, which does no more
than it must. A run with anything unusual in it is marked as odd, to be looked at
once more, label by label, with ``labels_of``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from osce_feeds.sources.labels import LISTING_FIELDS
from osce_feeds.sources.labels import REACH
from osce_feeds.sources.labels import Label
from osce_feeds.sources.labels import split_label

_DAY_LENGTH = 40
"""Characters of the longest line that is taken for the date of a label above it."""
_GAP = 3
"""Lines below a label within which its value stands."""


class Found(NamedTuple):
    """A label line: its index, which label it is, and what it says."""

    at: int
    label: Label
    value: str


@dataclass(slots=True)
class Block:
    """A run of label lines, and once it is settled, the entry they belong to.

    All lines are given by index, from 0; only those of ``places`` by number, from 1.
    ``end`` is the index after the last label; ``values`` and ``places`` are by field.
    ``odd`` means that these do not say it all, or that the first one is not the date;
    where a label stands twice, the run is longer than they are. ``rebuilt`` says that
    there are labels of 2025. ``repeated`` are labels that were there before,
    ``in_text`` lines of the body that look like labels.
    """

    start: int
    end: int
    values: dict[str, str]
    places: dict[str, int]
    odd: bool
    headline: int | None = None
    language: str = ""
    rebuilt: bool = False
    body: Sequence[int] = ()
    repeated: Sequence[int] = ()
    in_text: Sequence[int] = ()

    @property
    def first(self) -> int:
        """The index of the entry's first line."""
        return self.start if self.headline is None else self.headline


def find_runs(lines: Sequence[str]) -> tuple[list[Block], bool]:
    """Return every run of label lines, and whether there are labels without a value.

    Blank lines do not interrupt a run.
    """
    runs: list[Block] = []
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    expected = -1  # the index at which a further label would continue the run
    odd = hollow = False
    for index, line in enumerate(lines):
        head, colon, rest = line.partition(":")
        if colon and (name := LISTING_FIELDS.get(head)):
            value = rest.strip()
        elif ((colon and len(head) < REACH) or "：" in line[:REACH]) and (split := split_label(line)):
            name, value, odd = split[0].field, split[1], True
        else:
            continue
        if index != expected and not _blank(lines, expected, index):
            if runs:
                runs[-1].end = expected
            values, places = {}, {}
            runs.append(Block(index, index, values, places, odd=name != "date"))
        values[name] = value
        places[name] = expected = index + 1
        if odd or not value:
            runs[-1].odd, odd, hollow = True, False, hollow or not value
    if runs:
        runs[-1].end = expected
    return runs, hollow


def labels_of(lines: Sequence[str], run: Block) -> list[Found]:
    """Return every label of *run*."""
    split = ((index, split_label(lines[index])) for index in range(run.start, run.end))
    return [Found(index, *found) for index, found in split if found]


def unwrap(lines: Sequence[str]) -> list[str]:
    """Return *lines* with every value beside its label, where they stand on lines of their own below it.

    Saved from some pages, they do. A date below its label says so of the whole
    document. The lines that the values stood on are left blank.
    """
    hollow = [(index, split[0]) for index, line in enumerate(lines) if (split := split_label(line)) and not split[1]]
    below = {index: _line_below(lines, index) for index, _ in hollow}
    days = (lines[below[index]].strip() for index, label in hollow if label.field == "date" and below[index])
    joined = list(lines)
    if any(len(day) <= _DAY_LENGTH and any(map(str.isdigit, day)) for day in days):
        for index, value in below.items():
            if value:
                joined[index] = f"{lines[index].rstrip()} {lines[value].strip()}"
                joined[value] = ""
    return joined


def _line_below(lines: Sequence[str], index: int) -> int:
    """Return the index of the line that may be the value of the label at *index*, or 0."""
    for below in range(index + 1, min(index + 1 + _GAP, len(lines))):
        if lines[below].strip():
            return 0 if split_label(lines[below]) else below
    return 0


def _blank(lines: Sequence[str], start: int, end: int) -> bool:
    if start < 0 or lines[start].strip():
        return False
    return not any(lines[index].strip() for index in range(start, end))
