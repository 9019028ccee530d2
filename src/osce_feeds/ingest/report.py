"""What became of a document, as it is printed, sent, stored and asked for again."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace

import msgspec

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.raw import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one document.

    ``withheld`` counts those of the new articles whose day is to come; ``refused``
    the records that could not be used; ``problems`` are in the order of lines.
    """

    document: str
    form: str
    source: str
    new: int
    changed: int
    unchanged: int
    withheld: int
    refused: int
    dry_run: bool
    problems: tuple[Problem, ...]

    @property
    def taken(self) -> int:
        """How many records were good, new or not."""
        return self.new + self.changed + self.unchanged

    def joined(self, other: "Report") -> "Report":
        """Return the report of this part of a document and the next one together."""
        numbers = ("new", "changed", "unchanged", "withheld", "refused")
        sums = {name: getattr(self, name) + getattr(other, name) for name in numbers}
        return replace(self, **sums, problems=self.problems + other.problems)


def encoded(outcomes: Iterable[Report | DocumentRefused]) -> bytes:
    """Return what became of documents as JSON, an array with an object for each, for people to read as well."""
    return msgspec.json.format(msgspec.json.encode([_plain(outcome) for outcome in outcomes]), indent=2)


def decoded(data: bytes) -> Report:
    """Return a report as the store keeps it."""
    return msgspec.json.decode(data, type=Report)


def _plain(outcome: Report | DocumentRefused) -> object:
    if isinstance(outcome, DocumentRefused):
        return {"document": outcome.source, "line": outcome.line, "refused_whole": outcome.detail}
    return msgspec.to_builtins(outcome)
