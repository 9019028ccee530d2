"""A newsroom's listing page saved as text.

After a few lines of heading, each entry is a headline, its label lines, and a
summary. Nothing marks where an entry begins but a label line below its
headline, so the reader walks the lines with that one rule: *the line directly
above a block of labels is a headline*. Blank lines mean nothing.

A document that was cut off must not feed half an entry into the store, nor the
next headline into the last summary: see ``_cut_tail``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.sources.base import Source
from osce_feeds.sources.base import decode
from osce_feeds.sources.labels import Label
from osce_feeds.sources.labels import begins_label
from osce_feeds.sources.labels import split_label
from osce_feeds.text import legal
from osce_feeds.text import shorten

_SNIFFED = 256 * 1024
_TELLING = 5
"""Letters from which on a whole line says that it was to become a label."""
_ENOUGH = 3
"""Entries from which on their shape says something about the last one."""


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    label: Label | None = None
    value: str = ""


@dataclass(slots=True)
class _Block:
    """One entry while it is being read: its headline, its labels, the lines below them."""

    headline: _Line | None
    labels: dict[str, _Line] = field(default_factory=dict)
    repeated: list[_Line] = field(default_factory=list)
    body: list[_Line] = field(default_factory=list)

    @property
    def first(self) -> _Line:
        return self.headline or next(iter(self.labels.values()))


def sniff(data: bytes) -> bool:
    """Say whether *data* begins like a listing: text with a date label in it."""
    start = data[:_SNIFFED].decode("utf-8-sig", "ignore")
    return any(line.label and line.label.field == "date" for line in _lines(start))


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the entries of a listing in its order, and what stood in the wrong place.

    An entry without a date label is yielded like any other: refusing it is the
    normaliser's decision.

    Raises:
        DocumentRefused: when the document is empty, not UTF-8 text, or has no entry.
    """
    text = decode(data, document)
    if not text.strip():
        detail = "the file is empty"
        raise DocumentRefused(detail, document)
    blocks = _blocks(list(_lines(text)))
    if not blocks:
        detail = 'no entry found: a listing has a "Publishing date:" line below each headline'
        raise DocumentRefused(detail, document)
    cut = _cut_tail(blocks, ends_with_line=text.endswith(("\n", "\r")))
    for block in blocks:
        yield from _problems(block, document)
        yield _entry(block, document)
    if cut:
        detail = f"the document ends inside an entry, which was left out: {shorten(cut.text, 80)!r}"
        yield Problem("listing.cut_off", detail, document, cut.number, Severity.ERROR)


def _cut_tail(blocks: list[_Block], *, ends_with_line: bool) -> _Line | None:
    """Take an unfinished last entry out of *blocks* and return its first line, or None if there is none.

    Three signs: the last line begins a label; the text stops in a label line
    without ending it; or every summary is one line, but the last has more.
    """
    last = blocks[-1]
    count = len(last.body)
    if count and begins_label(last.body[-1].text, least=_TELLING if ends_with_line else 1):
        kept = count - 2
    elif count > 1 and len(blocks) >= _ENOUGH and all(len(block.body) <= 1 for block in blocks[:-1]):
        kept = 1
    elif count or ends_with_line:
        return None
    else:
        kept = -1
    if kept < 0:
        del blocks[-1]
        return last.first
    cut = last.body[kept]
    del last.body[kept:]
    return cut


def _lines(text: str) -> Iterator[_Line]:
    for number, raw in enumerate(legal(text).split("\n"), start=1):
        if line := raw.strip():
            found = split_label(line)
            yield _Line(number, line, *found) if found else _Line(number, line)


def _blocks(lines: list[_Line]) -> list[_Block]:
    blocks: list[_Block] = []
    body: list[_Line] = []  # what precedes the first entry is the page's heading, and dropped
    labels = False
    for line, following in zip(lines, [*lines[1:], _Line(0, "")], strict=False):
        if line.label is None or (not labels and _is_headline(line, following)):
            body.append(line)
            labels = False
        elif labels:
            _add_label(blocks[-1], line)
        else:
            headline = body.pop() if body else None
            blocks.append(_Block(headline, {line.label.field: line}))
            body = blocks[-1].body
            labels = True
    return blocks


def _is_headline(line: _Line, following: _Line) -> bool:
    """Say whether a line that looks like a label is a headline: the first label of an entry is its date."""
    return bool(line.label and line.label.field != "date" and following.label and following.label.field == "date")


def _add_label(block: _Block, line: _Line) -> None:
    assert line.label is not None  # noqa: S101 - the caller has looked
    if line.label.field in block.labels:
        block.repeated.append(line)
    else:
        block.labels[line.label.field] = line


def _problems(block: _Block, document: str) -> Iterator[Problem]:
    for line in block.repeated:
        detail = f"a second line with this label in one entry was ignored: {shorten(line.text, 80)!r}"
        yield Problem("listing.repeated_label", detail, document, line.number)


def _entry(block: _Block, document: str) -> RawEntry:
    lines = {name: line.number for name, line in block.labels.items()}
    if block.body:
        lines["summary"] = block.body[0].number
    values: dict[str, Any] = {name: line.value for name, line in block.labels.items()}
    languages = {line.label.language for line in block.labels.values() if line.label and line.label.language}
    return RawEntry(
        document=document,
        line=block.first.number,
        headline=block.headline.text if block.headline else "",
        language=min(languages, default=""),
        summary="\n".join(line.text for line in block.body),
        lines=lines,
        **values,
    )


TEXT_LISTING = Source("text-listing", sniff, read)
