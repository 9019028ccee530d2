"""A selection as the store looks for it."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.store import schema

Regions = Mapping[str, Sequence[str]]
"""The codes of the offices of each region."""

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_SPREAD = 2
"""Days by which the moment of an article may lie off the beginning of its publishing day, at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A selection with its regions spelt out: groups of codes, each with its scheme.

    An article must have one code of each *included* group, and none of the *excluded* ones.
    """

    included: tuple[tuple[str, tuple[str, ...]], ...]
    excluded: tuple[tuple[str, tuple[str, ...]], ...]
    since: date | None
    until: date | None
    content: str

    def conditions(self, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions under which an article is in the selection, whatever its status and edition.

        *published* is unique, so it identifies the article among its terms.
        """
        for number, (scheme, codes) in enumerate(self.included):
            yield _has(scheme, codes, published, f"term{number}")
        for number, (scheme, codes) in enumerate(self.excluded):
            yield sa.not_(_has(scheme, codes, published, f"no{number}"))
        article = schema.article
        # The day alone would be looked for in every article: moments are indexed.
        if self.since:
            yield published >= _seconds(self.since, -_SPREAD)
            yield article.c.date >= self.since.isoformat()
        if self.until:
            yield published < _seconds(self.until, _SPREAD + 1)
            yield article.c.date <= self.until.isoformat()
        if self.content:
            yield article.c.language == self.content

    def offices(self) -> list[tuple[str, ...]]:
        """Return the groups of offices that must be met, one that stands for any where there is none."""
        return [codes for scheme, codes in self.included if scheme == OFFICE] or [("",)]


def spell_out(selection: Selection, regions: Regions) -> Wanted:
    """Return *selection* as the store looks for it; every region that it names must be one of *regions*."""
    included = tuple(
        (OFFICE, tuple(sorted({office for code in codes for office in regions[code]})))
        if scheme == REGION
        else (scheme, codes)
        for scheme, codes in selection.included
    )
    return Wanted(included, selection.excluded, selection.since, selection.until, selection.content)


def _has(scheme: str, codes: tuple[str, ...], published: sa.ColumnElement[int], name: str) -> sa.ColumnElement[bool]:
    table = schema.article_term.alias(name)
    same = table.c.code == codes[0] if len(codes) == 1 else table.c.code.in_(codes)
    return sa.exists().where(table.c.scheme == scheme, same, table.c.published == published)


def _seconds(day: date, days: int) -> int:
    """Return the beginning of a day in UTC, some days later, as seconds since 1970; never out of range."""
    return (day.toordinal() - _EPOCH + days) * _DAY
