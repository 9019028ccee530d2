"""What two versions of an article say differently, for people to read. Pure."""

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from lxml import etree
from lxml import html
from lxml.html import defs

from osce_feeds.formats.body import summary_text
from osce_feeds.model.article import Article
from osce_feeds.text import clean

LIMIT = 60_000
"""Pairs of words and signs that are compared at most, since time grows with them."""
BUDGET = 4 * LIMIT
"""The same, for all lines of a long text together."""
FIELDS = ("date", "genre", "offices", "topics", "byline", "link")
"""Fields that are told as they were and as they are, not word by word."""

_LONG = 25_000
"""Letters of a text from which on it is not taken apart."""

_Chunk = tuple[bool, str, str]
"""Whether two texts are the same in a part, and what each says there."""
_Run = tuple[bool, slice, slice]
"""Whether two sequences are the same in a run, and where it stands in each."""

_WORDS = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")
_INLINE = (defs.phrase_tags | defs.special_inline_tags | defs.font_style_tags | {"mark", "time"}) - {"br"}
"""Elements that do not end a line."""


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; all but the added pieces, joined, are the old text, all but the removed ones the new."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What a version says differently than another: pieces of text, line by line, and the names of other fields.

    A text that did not change has no pieces.
    """

    headline: tuple[Piece, ...]
    summary: tuple[Piece, ...]
    content: tuple[tuple[Piece, ...], ...]
    fields: tuple[str, ...]

    def __bool__(self) -> bool:
        """Say whether there is any difference."""
        return bool(self.headline or self.summary or self.content or self.fields)


def differences(before: Article, after: Article) -> Differences:
    """Return what *after* says differently than *before*."""
    texts = [(before.headline, after.headline), (summary_text(before), summary_text(after))]
    headline, summary = (compare(old, new) if old != new else () for old, new in texts)
    old_lines, new_lines = text_lines(before.content), text_lines(after.content)
    return Differences(
        headline=headline,
        summary=summary,
        content=compare_lines(old_lines, new_lines) if old_lines != new_lines else (),
        fields=tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name)),
    )


def compare(before: str, after: str, limit: int = LIMIT) -> tuple[Piece, ...]:
    """Return both texts as one: word by word, or what lies between equal ends as a whole where *limit* is exceeded."""
    return _compare(_words(before), _words(after), limit)


def compare_lines(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Return the lines of both texts in order: equal ones whole, those that replace each other word by word."""
    lines: list[tuple[Piece, ...]] = []
    left = BUDGET
    for same, gone, come in _runs(before, after, LIMIT):
        if same:
            lines += [(Piece(Kind.SAME, line),) for line in before[gone]]
            continue
        for mine, theirs in zip_longest(before[gone], after[come], fillvalue=""):
            old, new = _words(mine), _words(theirs)
            lines.append(_compare(old, new, min(left, LIMIT)))
            left = max(0, left - min(len(old) * len(new), LIMIT))
    return tuple(lines)


def text_lines(content: str) -> list[str]:
    """Return the text of HTML, a line for each paragraph, item or cell; what is not text is left out."""
    if not content:
        return []
    root = html.fragment_fromstring(content, create_parent="div")
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if isinstance(element.tag, str) and element.tag not in _INLINE:
            parts.append("\n")
        text = element.text if event == "start" else element.tail
        parts.append((text or "").replace("\n", " "))
    return [line for part in "".join(parts).split("\n") if (line := clean(part))]


def _chunks(old: Sequence[str], new: Sequence[str], limit: int) -> Iterator[_Chunk]:
    """Yield what is the same in two lists of words and what is not; a space before a word does not make it another."""
    for same, gone, come in _runs([word.strip() for word in old], [word.strip() for word in new], limit):
        if not same:
            yield False, "".join(old[gone]), "".join(new[come])
            continue
        for mine, theirs in zip(old[gone], new[come], strict=True):
            word = mine.strip()
            if mine != theirs:
                yield False, mine.removesuffix(word), theirs.removesuffix(word)
            if shared := mine if mine == theirs else word:
                yield True, shared, shared


def _phrases(chunks: Iterable[_Chunk]) -> list[_Chunk]:
    """Return *chunks* joined with their like, and what only signs keep apart: phrases are easier to read than words."""
    found: list[_Chunk] = []
    for same, gone, come in chunks:
        if found and found[-1][0] == same:
            found[-1] = (same, found[-1][1] + gone, found[-1][2] + come)
        else:
            found.append((same, gone, come))
        if not same and len(found) > 2 and not any(map(str.isalnum, found[-2][1])):  # noqa: PLR2004
            _, olds, news = zip(*found[-3:], strict=True)
            found[-3:] = [(False, "".join(olds), "".join(news))]
    return found


def _words(text: str) -> list[str]:
    return _WORDS.findall(text) if len(text) < _LONG else [text]


def _compare(old: Sequence[str], new: Sequence[str], limit: int) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for same, gone, come in _phrases(_chunks(old, new, limit)):
        if same:
            pieces.append(Piece(Kind.SAME, gone))
        else:
            pieces += [Piece(Kind.REMOVED, gone)] if gone else []
            pieces += [Piece(Kind.ADDED, come)] if come else []
    return tuple(pieces)


def _runs(old: Sequence[str], new: Sequence[str], limit: int) -> Iterator[_Run]:
    """Yield the runs of *old* and *new* that are the same, and those between them."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    stop, halt = len(old) - end, len(new) - end
    if start:
        yield True, slice(0, start), slice(0, start)
    if (stop - start) * (halt - start) > limit:
        yield False, slice(start, stop), slice(start, halt)
    else:
        matcher = SequenceMatcher(None, old[start:stop], new[start:halt], autojunk=False)
        for operation, *at in matcher.get_opcodes():
            old_start, old_stop, new_start, new_stop = (place + start for place in at)
            yield operation == "equal", slice(old_start, old_stop), slice(new_start, new_stop)
    if end:
        yield True, slice(stop, len(old)), slice(halt, len(new))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many members both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
