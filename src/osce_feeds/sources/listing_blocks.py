"""Which lines of a text listing make which entry.

A run of label lines with a date in it is the block of labels of an entry, so
there are never more articles than dates. Two questions stay open, and the
document as a whole answers them:

- *Is the first label of a run the headline?* Headlines may look like labels
  ("What we do: an open day"). In a listing whose runs begin with the date, a
  single label line above the date is a headline; in one whose runs begin with
  something else, it is a label.
- *Is a run without a date an entry?* One line that looks like a label is text.
  Several are an entry that has lost its date: it will be refused, and must not
  end up in the summary above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from osce_feeds.sources.labels import is_type_heading
from osce_feeds.sources.listing_runs import Block
from osce_feeds.sources.listing_runs import Found
from osce_feeds.sources.listing_runs import find_runs
from osce_feeds.sources.listing_runs import labels_of
from osce_feeds.sources.listing_runs import unwrap
from osce_feeds.text import clean
from osce_feeds.text import fold_label


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the entries of a document have in common.

    ``date_first``: their labels begin with the date. ``older``: there are labels of
    the layout before 2025, beside which a common word before a colon is no label.
    """

    date_first: bool
    older: bool


def find_blocks(lines: Sequence[str]) -> tuple[Sequence[str], list[Block]]:
    """Return the entries that *lines* hold, in their order, and the lines that they are given by."""
    runs, hollow = find_runs(lines)
    if hollow:
        lines = unwrap(lines)
        runs, _ = find_runs(lines)
    habits: _Habits | None = None
    blocks: list[Block] = []
    in_text: list[int] = []
    floor = 0  # the first line that belongs to no block of labels
    for run in runs:
        run.headline = above = _above(lines, run.start, floor)
        if run.odd or len(run.values) < run.end - run.start:
            habits = habits or _habits(lines, runs)
            block, text = _odd_block(labels_of(lines, run), above, habits)
            in_text += text
            if block is None:
                continue
            above = _take_heading(block, lines, floor) if block.rebuilt else block.headline
        else:
            block = run
        if blocks:
            _fill(blocks[-1], lines, run.start if above is None else above, in_text)
        in_text = []
        blocks.append(block)
        floor = run.end
    if blocks:
        _fill(blocks[-1], lines, len(lines), in_text)
    return lines, blocks


def _habits(lines: Sequence[str], runs: Sequence[Block]) -> _Habits:
    dated = [run for run in runs if "date" in run.values]
    first = sum(next(iter(run.values)) == "date" for run in dated)
    older = any(not (run.odd and any(one.label.rebuilt for one in labels_of(lines, run))) for run in dated)
    return _Habits(date_first=first * 2 >= len(dated), older=older)


def _odd_block(found: list[Found], above: int | None, habits: _Habits) -> tuple[Block | None, list[int]]:
    """Return the block that the labels of a run make below the line *above*, or None, and those that are text."""
    start = _block_start([one.label.field for one in found], above is None, habits)
    if start is None or (habits.older and len(found) == 1 and found[0].label.common):
        return None, [one.at for one in found]
    labels: dict[str, Found] = {}
    repeated = [one.at for one in found[start:] if labels.setdefault(one.label.field, one) is not one]
    block = Block(
        found[start].at,
        found[-1].at + 1,
        {name: one.value for name, one in labels.items()},
        {name: one.at + 1 for name, one in labels.items()},
        odd=True,
        headline=found[start - 1].at if start else above,
        language=next((one.label.language for one in labels.values() if one.label.language), ""),
        rebuilt=any(one.label.rebuilt for one in labels.values()),
        repeated=repeated,
    )
    return block, [one.at for one in found[: max(start - 1, 0)]]


def _block_start(fields: list[str], topmost: bool, habits: _Habits) -> int | None:
    """Return which label of a run is the first of its block, or None where the run is no block.

    Where it is not the first one, the one before is the headline.
    """
    if "date" not in fields:
        return 0 if len(set(fields)) > 1 else None
    date = fields.index("date")
    if topmost or set(fields[:date]) & set(fields[date:]) or (date == 1 and habits.date_first):
        return date
    return 0


def _take_heading(block: Block, lines: Sequence[str], floor: int) -> int:
    """Return where *block* begins; a content type in a line above the headline is its own."""
    above = _above(lines, block.first, floor)
    if above is None or "genre" in block.values or not is_type_heading(lines[above]):
        return block.first
    block.values["genre"] = lines[above].strip()
    block.places["genre"] = above + 1
    return above


def _above(lines: Sequence[str], index: int, floor: int) -> int | None:
    """Return the nearest line above *index* that shows anything, not above *floor*; None if there is none."""
    if index > floor and (line := lines[index - 1]) and line.isprintable() and not line.isspace():
        return index - 1
    for above in range(index - 1, floor - 1, -1):
        line = lines[above].strip()
        if line and (line.isprintable() or fold_label(clean(line))):
            return above
    return None


def _fill(block: Block, lines: Sequence[str], end: int, in_text: list[int]) -> None:
    start = block.end
    if start == end - 1 and lines[start]:
        block.body = (start,)
    else:
        block.body = [index for index in range(start, end) if lines[index].strip()]
    block.in_text = in_text
