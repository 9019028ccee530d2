"""A selection as the store looks for it."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from osce_feeds.model.selection import Selection
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store import schema
from osce_feeds.store import sought
from osce_feeds.store.asked import ask
from osce_feeds.store.sought import Clause
from osce_feeds.store.words import WordIndex

Regions = Mapping[str, Sequence[str]]
"""The codes of the offices of each region."""
Group = tuple[int, ...]
"""Terms by their numbers, of which an article must have one; one that no article has or had is left out."""

_DAY = 86_400
_EPOCH = date(1970, 1, 1).toordinal()
_SPREAD = 2
"""Days by which the moment of an article may lie off the beginning of its publishing day, at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A selection with its regions spelt out and its terms by their numbers.

    An article must have one term of each group, and none of the *excluded* ones. An
    empty group means terms that no article has: nothing is in the selection then.
    ``content`` and ``language`` are numbers of languages: of the text, where it was
    asked for, and of the list; 0 where no article is in it. ``clauses`` say what must
    be found in the index of *words*; without any nothing is looked for there.
    """

    offices: tuple[Group, ...]
    topics: tuple[Group, ...]
    types: tuple[Group, ...]
    excluded: Group
    since: date | None
    until: date | None
    any_content: bool
    content: int
    language: int
    words: WordIndex | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def groups(self) -> tuple[Group, ...]:
        """All groups that must be met."""
        return (*self.offices, *self.topics, *self.types)

    @property
    def is_simple(self) -> bool:
        """Whether it is an office, a topic and a type at most: those are counted."""
        shapes = (self.offices, self.topics, self.types)
        one = all(len(groups) <= 1 and all(len(group) <= 1 for group in groups) for groups in shapes)
        return one and not (self.excluded or self.since or self.until or self.words) and self.any_content

    @property
    def selection(self) -> tuple[int, int, int]:
        """Office, topic and type of a simple one, 0 for any."""
        office, topic, genre = (groups[0][0] if groups else 0 for groups in (self.offices, self.topics, self.types))
        return office, topic, genre

    def days(self, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions of the publishing days for the article at *published*."""
        article = schema.article.alias("dated")
        # The day alone would be looked for in every article: moments are in order.
        yield from near(published, self.since, self.until)
        days = [article.c.date >= self.since.isoformat()] if self.since else []
        days += [article.c.date <= self.until.isoformat()] if self.until else []
        if days:
            yield sa.exists().where(article.c.published == published, *days)

    def conditions(self, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions under which the article at *published* is in the selection, whatever its edition."""
        for group in self.groups:
            yield has(group, published)
        yield from self.limits(published)
        if self.words:
            yield self.words.holds(self.clauses, published)

    def limits(self, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions that no group of terms says."""
        if self.excluded:
            yield sa.not_(has(self.excluded, published))
        yield from self.days(published)

    def found(self, *more: Clause, excluded: Clause = ()) -> sa.ColumnElement[bool]:
        """Return the condition that a row of the index of words is in the selection, and has *more*, by its marks."""
        assert self.words  # noqa: S101 - only asked where words are looked for
        marks = [tuple(map(sought.term, group)) for group in self.groups]
        without = (*map(sought.term, self.excluded), *excluded)
        return self.words.matches((*self.clauses, *marks, *more), without)


def near(published: sa.ColumnElement[int], first: date | None, last: date | None) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that the article at *published* meets if its publishing day is from *first* to *last*.

    A few others around meet them, too. None is no end.
    """
    if first:
        yield published >= _seconds(first, -_SPREAD)
    if last:
        yield published < _seconds(last, _SPREAD + 1)


def spell_out(
    connection: sa.Connection, selection: Selection, regions: Regions, tag: str = "", names: TermNames | None = None
) -> Wanted:
    """Return *selection* as the store looks for it in lists of the language *tag*.

    Every region that it names must be one of *regions*; words also mean the terms that
    have *names* with them.
    """
    groups = [
        (OFFICE, [office for code in codes for office in regions[code]]) if scheme == REGION else (scheme, codes)
        for scheme, codes in selection.included
    ]
    numbers = _numbers(connection, (*groups, *selection.excluded))

    def of(kind: str) -> tuple[Group, ...]:
        return tuple(_known(numbers, scheme, codes) for scheme, codes in groups if scheme == kind)

    excluded = [number for scheme, codes in selection.excluded for number in _known(numbers, scheme, codes)]
    languages = _languages(connection, selection.content, tag)
    words = WordIndex(connection) if selection.words else None
    return Wanted(
        offices=of(OFFICE),
        topics=of(TOPIC),
        types=of(TYPE),
        excluded=tuple(sorted(excluded)),
        since=selection.since,
        until=selection.until,
        any_content=not selection.content,
        content=languages.get(selection.content, 0),
        language=languages.get(tag, 0),
        words=words,
        clauses=words.clauses(selection.phrases, names or TermNames()) if words else (),
    )


def has(terms: Group, published: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    """Return the condition that the article at *published* has one of *terms*."""
    table = schema.article_term.alias()
    same = table.c.term == terms[0] if len(terms) == 1 else table.c.term.in_(terms)
    return sa.exists().where(same, table.c.published == published)


def _numbers(connection: sa.Connection, groups: Sequence[tuple[str, Sequence[str]]]) -> Mapping[tuple[str, str], int]:
    wanted = sorted({(scheme, code) for scheme, codes in groups for code in codes})
    if not wanted:
        return {}
    by_scheme = tuple(
        (scheme, tuple(code for of, code in wanted if of == scheme)) for scheme in sorted({of for of, _ in wanted})
    )
    return {(scheme, code): number for scheme, code, number in ask(connection, _coded, by_scheme)}


def _coded(by_scheme: tuple[tuple[str, tuple[str, ...]], ...]) -> sa.Select[str, str, int]:
    table = schema.term
    each = (sa.and_(table.c.scheme == scheme, table.c.code.in_(codes)) for scheme, codes in by_scheme)
    return sa.select(table.c.scheme, table.c.code, table.c.id).where(sa.or_(*each))


def _known(numbers: Mapping[tuple[str, str], int], scheme: str, codes: Sequence[str]) -> Group:
    return tuple(sorted({numbers[scheme, code] for code in codes if (scheme, code) in numbers}))


def _languages(connection: sa.Connection, *tags: str) -> dict[str, int]:
    wanted = [tag for tag in tags if tag]
    if not wanted:
        return {}
    return {row[0]: row[1] for row in ask(connection, _tagged, tuple(wanted))}


def _tagged(tags: tuple[str, ...]) -> sa.Select[str, int]:
    table = schema.language
    return sa.select(table.c.tag, table.c.id).where(table.c.tag.in_(tags))


def _seconds(day: date, days: int) -> int:
    """Return the beginning of a day in UTC, some days later, as seconds since 1970; never out of range."""
    return (day.toordinal() - _EPOCH + days) * _DAY
