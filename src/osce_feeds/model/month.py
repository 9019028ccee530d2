"""Calendar months, by which feeds are archived."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile("([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of publishing days; months compare by time."""

    year: int
    number: int

    def __str__(self) -> str:
        """Return the month as addresses write it (ISO 8601): ``2026-07``."""
        return f"{self.year:04d}-{self.number:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that *day* is in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Return the month that *text* writes, or None where it writes none."""
        found = _WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found and int(found[1]) else None

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """The last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def after(self, count: int) -> "Month":
        """Return the month that comes *count* months later."""
        months = self.year * 12 + self.number - 1 + count
        return Month(months // 12, months % 12 + 1)

    def until(self, later: "Month") -> int:
        """Return how many months after this one *later* is."""
        return (later.year - self.year) * 12 + later.number - self.number
