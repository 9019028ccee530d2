"""What CLDR lacks about languages, or has thinly: ``locales/overrides.toml``, read once."""

import tomllib
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from functools import cache

from osce_feeds.settings import resources


@dataclass(frozen=True, slots=True)
class Overrides:
    """What is said instead of CLDR about one language.

    ``long_date`` has the places ``{day}`` (first), ``{month}`` and ``{year}``, ``months`` the twelve names for
    it; both are empty where CLDR's date is good. ``names`` are those of the language itself, by the
    tag of the language that they are in.
    """

    long_date: str = ""
    months: tuple[str, ...] = ()
    names: dict[str, str] = field(default_factory=dict)

    def write_date(self, day: date) -> str:
        """Return *day* in the long form, or "" where CLDR's is good."""
        return (
            self.long_date.format(day=day.day, month=self.months[day.month - 1], year=day.year) if self.months else ""
        )

    def write_month(self, day: date) -> str:
        """Return the month of *day* with its year, or "" where CLDR's is good."""
        if not self.months:
            return ""
        return self.long_date.replace("{day} ", "").format(month=self.months[day.month - 1], year=day.year)


def overrides(tag: str) -> Overrides:
    """Return what is said instead of CLDR about the language *tag*: mostly nothing."""
    return _all().get(tag, _NONE)


@cache
def _all() -> dict[str, Overrides]:
    found = tomllib.loads((resources("locales") / "overrides.toml").read_text(encoding="utf-8"))
    return {
        tag: Overrides(one.get("long_date", ""), tuple(one.get("months", ())), one.get("names", {}))
        for tag, one in found.items()
    }


_NONE = Overrides()
