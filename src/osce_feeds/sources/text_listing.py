"""A newsroom's listing page saved as text.

After a few lines of heading, each entry is a headline, its label lines, and a
summary. Nothing marks where an entry begins but a label line below its
headline, so the reader collects the label lines and goes by that one rule: *the
line directly above a block of labels is a headline*. What a block is decides
``listing_blocks``. Blank lines mean nothing.

A document that was cut off must not feed half an entry into the store, nor the
next headline into the last summary: see ``_cut_tail``.
"""

from collections.abc import Iterator
from collections.abc import Sequence

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.raw import make_entry
from osce_feeds.sources.base import Source
from osce_feeds.sources.base import decode
from osce_feeds.sources.labels import begins_label
from osce_feeds.sources.listing_blocks import find_blocks
from osce_feeds.sources.listing_runs import Block
from osce_feeds.sources.listing_runs import find_runs
from osce_feeds.text import clean
from osce_feeds.text import shorten

_SNIFFED = 256 * 1024
_TELLING = 5
"""Letters from which on a whole line says that it was to become a label."""
_ENOUGH = 3
"""Entries from which on their shape says something about the last one."""


def sniff(data: bytes) -> bool:
    """Say whether *data* begins like a listing: text, not markup, with a date label in it."""
    start = data[:_SNIFFED].decode("utf-8-sig", "ignore").lstrip()
    if start.startswith(("<", "{", "[")):
        return False
    runs, _ = find_runs(start.splitlines())
    return any("date" in run.values for run in runs)


def read(data: bytes, document: str) -> Iterator[RawEntry | Problem]:
    """Yield the entries of a listing in its order, and what stood in the wrong place.

    An entry that has labels but no date is yielded like any other: refusing it is
    the normaliser's decision.

    Raises:
        DocumentRefused: when the document is empty, not UTF-8 text, or has no entry.
    """
    text = decode(data, document)
    if not text or text.isspace():
        detail = "the file is empty"
        raise DocumentRefused(detail, document)
    lines, blocks = find_blocks(text.splitlines())
    if not blocks:
        detail = 'no entry found: a listing has a "Publishing date:" line below each headline'
        raise DocumentRefused(detail, document)
    cut = _cut_tail(lines, blocks, ends_with_line=text.endswith(("\n", "\r")))
    for block in blocks:
        if block.repeated or block.in_text:
            yield from _problems(lines, block, document)
        yield _entry(lines, block, document)
    if cut is not None:
        detail = f"the document ends inside an entry, which was left out: {_quoted(lines[cut])}"
        yield Problem("listing.cut_off", detail, document, cut + 1, Severity.ERROR)


def _cut_tail(lines: Sequence[str], blocks: list[Block], *, ends_with_line: bool) -> int | None:
    """Take an unfinished last entry out of *blocks* and return the index of its first line, or None if there is none.

    Three signs: the last line begins a label; the text stops in a label line
    without ending it; or every summary is one line, but the last has more.
    """
    last = blocks[-1]
    count = len(last.body)
    if count and begins_label(lines[last.body[-1]].strip(), least=_TELLING if ends_with_line else 1):
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
    last.body = last.body[:kept]
    return cut


def _problems(lines: Sequence[str], block: Block, document: str) -> Iterator[Problem]:
    for index in block.repeated:
        detail = f"a second line with this label in one entry was ignored: {_quoted(lines[index])}"
        yield Problem("listing.repeated_label", detail, document, index + 1)
    for index in block.in_text:
        detail = f"this looks like a label but is in no block of labels, and was taken as text: {_quoted(lines[index])}"
        yield Problem("listing.label_in_text", detail, document, index + 1)


def _quoted(line: str) -> str:
    return repr(shorten(clean(line), 80))


def _entry(lines: Sequence[str], block: Block, document: str) -> RawEntry:
    body, places = block.body, block.places
    summary = ""
    if body:
        summary = lines[body[0]].strip() if len(body) == 1 else "\n".join(lines[index].strip() for index in body)
        places["summary"] = body[0] + 1
    return make_entry(
        document=document,
        line=block.first + 1,
        headline="" if block.headline is None else lines[block.headline].strip(),
        language=block.language,
        summary=summary,
        lines=places,
        **block.values,
    )


TEXT_LISTING = Source("text-listing", sniff, read)
