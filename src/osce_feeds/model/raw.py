"""What sources hand over: entries as found, and problems as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import StrEnum


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
    from 1 and is None where the source has no lines.
    """

    code: str
    detail: str
    source: str
    line: int | None = None
    severity: Severity = Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry of a source: strings as found, nothing interpreted.

    A missing field is empty. Values of several terms stay one string, since only
    the vocabulary knows where to split. ``lines`` gives the line of each field
    found; the entry itself begins at ``line``. ``document`` names what was read.
    """

    document: str
    line: int | None = None
    headline: str = ""
    date: str = ""
    genre: str = ""
    offices: str = ""
    topics: str = ""
    collections: str = ""
    summary: str = ""
    language: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)

    def problem(self, code: str, detail: str, name: str = "", severity: Severity = Severity.WARNING) -> Problem:
        """Return a problem of this entry, placed at the line of field *name* when that is known."""
        return Problem(code, detail, self.document, self.lines.get(name, self.line), severity)
