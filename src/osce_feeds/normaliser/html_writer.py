"""Blocks of marked text into HTML that is well-formed XML, too, in one form only.

Nothing is opened before there is text for it, white space stands outside of
marks and never at the edge of a block, and equal marks side by side are one.
So what was written is read and written as itself.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from html import escape
from itertools import takewhile

from osce_feeds.text import clean

BREAK = "\n"
"""A line break inside a block (``br``); a text has no other."""
_GAP = " \n"


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of a run of text: ``em``, ``strong``, or ``a`` with its address."""

    tag: str
    href: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """A list, an item of one, or a quotation; each is itself and equals no other."""

    tag: str


@dataclass(slots=True)
class Block:
    """A paragraph or heading (``kind`` is its tag), or text directly in a list item (empty), inside its containers."""

    path: tuple[Container, ...]
    kind: str
    runs: list[tuple[tuple[Mark, ...], list[str]]] = field(default_factory=list)

    def add(self, marks: tuple[Mark, ...], text: str) -> None:
        """Add *text*, which has no line end but ``BREAK``."""
        if self.runs and self.runs[-1][0] == marks:
            self.runs[-1][1].append(text)
        else:
            self.runs.append((marks, [text]))


def write(blocks: Iterable[Block]) -> str:
    """Return *blocks* in their order as one fragment; blocks without text leave nothing."""
    parts: list[str] = []
    path: tuple[Container, ...] = ()
    bare = False  # whether the last thing written is text directly in an item
    for block in blocks:
        text = "".join(_inline(block))
        if not text:
            continue
        same = _common(path, block.path)
        bare = bare and same == len(path) == len(block.path)
        parts += [f"</{container.tag}>" for container in reversed(path[same:])]
        parts += [f"<{container.tag}>" for container in block.path[same:]]
        # Two such texts would run together.
        kind = block.kind or ("p" if bare else "")
        parts.append(f"<{kind}>{text}</{kind}>" if kind else text)
        path, bare = block.path, not kind
    parts += [f"</{container.tag}>" for container in reversed(path)]
    return "".join(parts)


def _inline(block: Block) -> Iterator[str]:
    """Yield the text of *block* with its marks."""
    runs = _trimmed([(marks, _tidy("".join(texts))) for marks, texts in block.runs])
    opened: tuple[Mark, ...] = ()
    gap = ""
    for marks, text in runs:
        body = text.strip(_GAP)
        gap = _joined(gap, text[: len(text) - len(text.lstrip(_GAP))])
        if not body:
            continue
        same = _common(opened, marks)
        yield from (f"</{mark.tag}>" for mark in reversed(opened[same:]))
        yield _text(gap)
        yield from (_opening(mark) for mark in marks[same:])
        yield _text(body)
        opened, gap = marks, text[len(text.rstrip(_GAP)) :]
    yield from (f"</{mark.tag}>" for mark in reversed(opened))


def _trimmed(runs: list[tuple[tuple[Mark, ...], str]]) -> list[tuple[tuple[Mark, ...], str]]:
    """Return *runs* without white space, no-break spaces included, before the first and after the last word."""
    filled = [number for number, (_, text) in enumerate(runs) if text.strip()]
    if not filled:
        return []
    kept = runs[filled[0] : filled[-1] + 1]
    kept[0] = (kept[0][0], kept[0][1].lstrip())
    kept[-1] = (kept[-1][0], kept[-1][1].rstrip())
    return kept


def _tidy(text: str) -> str:
    """Return *text* clean in every line; a space at either end stays one."""
    return BREAK.join(clean(f".{line}.")[1:-1] for line in text.split(BREAK))


def _joined(gap: str, more: str) -> str:
    """Return the white space that two gaps make together: line breaks, or else one space."""
    both = gap + more
    return BREAK * both.count(BREAK) or both[:1]


def _text(text: str) -> str:
    lines = [line.strip(" ") for line in text.split(BREAK)] if BREAK in text else [text]
    return "<br/>".join(escape(line, quote=False) for line in lines)


def _opening(mark: Mark) -> str:
    return f'<a href="{escape(mark.href)}">' if mark.href else f"<{mark.tag}>"


def _common(first: Sequence[object], second: Sequence[object]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
