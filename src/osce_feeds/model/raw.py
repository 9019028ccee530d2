"""What sources hand over: entries as found, and problems as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from dataclasses import make_dataclass
from enum import StrEnum
from typing import Any

from osce_feeds.model.article import Article
from osce_feeds.model.article import Enclosure


class Severity(StrEnum):
    """What a problem means for its record."""

    ERROR = "error"
    """The record was refused."""
    WARNING = "warning"
    """The record was kept; a person may want to look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a source that a person should know about.

    ``code`` is ``area.name`` and stable; ``detail`` is a sentence; ``line`` counts
    from 1 and is None where the source has no lines; ``url`` is the entry's page,
    empty where the source gave none.
    """

    code: str
    detail: str
    source: str
    line: int | None = None
    severity: Severity = Severity.WARNING
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry of a source: strings as found, nothing interpreted.

    A missing field is empty. ``genre``, ``offices``, ``topics`` and ``collections``
    hold one value a line, with a line end even after a single one, where the source
    keeps values apart; text without a line end stays as it is, since only the
    vocabulary knows where to split it. ``categories`` are labels, one a line, of which the source does not say whether
    they are offices, topics, types or anything else.
    ``date`` is a day in words or in numbers, or a moment (RFC 3339, RFC 822).
    ``summary`` is plain text, ``content`` HTML as found. ``id`` is the source's own
    identifier. ``link`` is the article's page, possibly relative to ``base``, the
    address that the document gives as its own. ``status`` is "canceled" where the
    source took the entry back, and ``note`` says why, or what was corrected.
    ``record`` is the whole record where the document is one of our own.
    ``lines`` gives the line of each field found; the entry itself begins at
    ``line``. ``document`` names what was read.
    """

    document: str
    line: int | None = None
    id: str = ""
    headline: str = ""
    byline: str = ""
    date: str = ""
    genre: str = ""
    offices: str = ""
    topics: str = ""
    categories: str = ""
    collections: str = ""
    summary: str = ""
    content: str = ""
    language: str = ""
    link: str = ""
    base: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    rights: str = ""
    status: str = ""
    note: str = ""
    record: Article | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, code: str, detail: str, name: str = "", severity: Severity = Severity.WARNING) -> Problem:
        """Return a problem of this entry, placed at the line of field *name* when that is known."""
        url = self.link if self.link.startswith(("http://", "https://")) else ""
        return Problem(code, detail, self.document, self.lines.get(name, self.line), severity, url)


_Draft = make_dataclass(
    "_Draft",
    [(one.name, Any, field(default=one.default, default_factory=one.default_factory)) for one in fields(RawEntry)],
    slots=True,
    kw_only=True,
)


def make_entry(**values: Any) -> RawEntry:  # noqa: ANN401 - the fields differ in type
    """Return ``RawEntry(**values)`` in a third of the time, for sources with tens of thousands of entries.

    A frozen dataclass sets each field through a guard. The draft has the same
    fields and no guard, and becomes an entry once it is filled.
    """
    entry: Any = _Draft(**values)
    entry.__class__ = RawEntry
    return entry  # type: ignore[no-any-return]
