"""What became of a document, as it is printed, stored and asked for again."""

from dataclasses import dataclass
from dataclasses import replace

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
