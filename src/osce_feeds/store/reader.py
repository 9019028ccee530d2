"""One consistent look at the store."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import Selection
from osce_feeds.model.term_names import TermNames
from osce_feeds.store import counts
from osce_feeds.store import schema
from osce_feeds.store.asked import ask
from osce_feeds.store.asked import ask_one
from osce_feeds.store.by_month import by_month
from osce_feeds.store.counts import TermUse
from osce_feeds.store.lately import Lately
from osce_feeds.store.lately import last_change
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import moment
from osce_feeds.store.records import seconds
from osce_feeds.store.walks import Walk
from osce_feeds.store.walks import walk
from osce_feeds.store.wanted import Group
from osce_feeds.store.wanted import Regions
from osce_feeds.store.wanted import Wanted
from osce_feeds.store.wanted import spell_out

CHANGES = "changes"
EPOCH, EPOCH_SINCE = "epoch", "epoch_since"
"""Facts about the service: its state, and since when it is in it."""
SAMPLE = "sample"
"""Fact about a store whose articles are invented."""
_CHUNK = 500


class Reader:
    """Questions to the store, all answered from the same state of it."""

    def __init__(
        self, connection: sa.Connection, regions: Regions = MappingProxyType({}), names: TermNames | None = None
    ) -> None:
        """Ask over *connection*, whose transaction the caller owns.

        Selections may name any of *regions*, and search for terms by their *names*.
        """
        self._connection = connection
        self._regions = regions
        self._names = names or TermNames()
        self._wanteds: dict[tuple[Selection, str], Wanted] = {}
        self._walks: dict[Wanted, Walk | None] = {}
        self._sizes: dict[Wanted, int] = {}
        self._moments: dict[Wanted, datetime | None] = {}
        self._facts: dict[str, str] | None = None

    @property
    def connection(self) -> sa.Connection:
        """The connection, for the store's other modules."""
        return self._connection

    @property
    def known_regions(self) -> Regions:
        """The offices of each region that selections may name."""
        return self._regions

    @property
    def names(self) -> TermNames:
        """What terms are called, for those who search."""
        return self._names

    def fact(self, name: str) -> str | None:
        """Return a fact about the store (``authority``, ``created``), or None before it is known."""
        if self._facts is None:
            self._facts = {row[0]: row[1] for row in ask(self.connection, _all_facts)}
        return self._facts.get(name)

    def created(self) -> datetime:
        """Return when the store was made."""
        return moment(int(self.fact("created") or 0))

    def generation(self) -> int:
        """Return the number of the last public change; 0 before the first."""
        query = sa.select(schema.counter.c.value).where(schema.counter.c.name == CHANGES)
        return self.connection.scalar(query) or 0

    def epoch_since(self, epoch: str) -> datetime | None:
        """Return since when the service is in this state of program and settings, or None where it is in another."""
        return moment(int(self.fact(EPOCH_SINCE) or 0)) if self.fact(EPOCH) == epoch else None

    def next_due(self) -> date | None:
        """Return the earliest publishing day among withheld articles, or None."""
        day = ask_one(self.connection, _first_withheld)
        return None if day is None else date.fromisoformat(day)

    def last_report(self, source: str, form: str) -> tuple[str, bytes] | None:
        """Return the digest and the report of the last document that a source gave, or None."""
        table = schema.report
        query = sa.select(table.c.digest, table.c.report).where(table.c.source == source, table.c.form == form)
        found = self.connection.execute(query.order_by(table.c.id.desc()).limit(1)).first()
        return None if found is None else (found.digest, found.report)

    def article(self, key: str) -> Article | None:
        """Return the current version of an article in whatever status, or None."""
        record = self.connection.scalar(sa.select(schema.article.c.record).where(schema.article.c.key == key))
        return None if record is None else decode_article(record)

    def is_erased(self, key: str) -> bool:
        """Say whether the text of this article was removed for good, so that none of it may be stored again."""
        article = self.article(key)
        return article is not None and article.is_erased

    def versions(self, key: str) -> list[Article]:
        """Return every version of an article, oldest first."""
        query = sa.select(schema.version.c.record).where(schema.version.c.key == key).order_by(schema.version.c.version)
        earlier = [decode_article(record) for record in self.connection.scalars(query)]
        article = self.article(key)
        return earlier if article is None else [*earlier, article]

    def editions(self, work: str) -> list[Article]:
        """Return the language editions of a work in whatever status, the first received first."""
        table = schema.article
        query = sa.select(table.c.record).where(table.c.work == work)
        found = [decode_article(record) for record in self.connection.scalars(query)]
        return sorted(found, key=lambda article: (article.published, article.key))

    def find(self, identities: Iterable[str]) -> list[str]:
        """Return the keys of the articles known under any of *identities*, sorted."""
        table = schema.identity
        query = sa.select(table.c.key).where(table.c.identity.in_(list(identities))).distinct()
        return sorted(self.connection.scalars(query))

    def last_change(self, selection: Selection) -> int:
        """Return the number of the last change among the articles that are in *selection* now; 0 for none."""
        wanted, way = self._way(selection)
        return 0 if way is None else last_change(self.connection, wanted, way)

    def newest(
        self, selection: Selection, language: str, limit: int, before: datetime | None = None, skip: int = 0
    ) -> list[Article]:
        """Return up to *limit* usable articles published earlier than *before*, newest first, without the first *skip*.

        Each work stands once: in *language* if it has such an edition, else as its
        lead edition. Those that are skipped are walked, but not read.
        """
        way = self._walk(self._wanted(selection, language))
        if way is None:
            return []
        found = way.newest(self.connection, skip + limit, None if before is None else seconds(before))
        return self._at(found[skip:])

    def stream(self, selection: Selection, language: str) -> Iterator[Article]:
        """Yield all that ``newest`` would return, in constant memory."""
        before = None
        while chunk := self.newest(selection, language, _CHUNK, before):
            yield from chunk
            before = chunk[-1].published

    def recent(
        self, selection: Selection, language: str, since: datetime, before: datetime | None, most: int
    ) -> list[Article]:
        """Return what the list lost, and what it gained or changed below its top, newest first.

        Articles whose current version was received at *since* or later: withdrawn
        ones wherever they stood, usable ones published earlier than *before* (none of
        them where it is None). Of first versions and of later ones at most *most* each,
        last received first; withdrawn articles all.
        """
        lately = Lately(self.connection, *self._way(selection, language), language)
        moments = lately.lost(seconds(since))
        if before is not None:
            # Moments alone are sorted: after an archive was fed, or read anew, there are very many.
            moments += lately.below(seconds(since), seconds(before), most)
        return self._at(sorted(moments, reverse=True))

    def last_received(
        self, selection: Selection, language: str, since: datetime, until: datetime, before: datetime | None
    ) -> datetime | None:
        """Return when the last article such as ``recent`` returns was received from *since* to before *until*."""
        lately = Lately(self.connection, *self._way(selection, language), language)
        last = lately.last(seconds(since), seconds(until), None if before is None else seconds(before))
        return None if last is None else moment(last)

    def count(self, selection: Selection, language: str) -> int | None:
        """Return how many articles ``stream`` would yield, or None where it would take long to find out."""
        return counts.count(self.connection, *self._way(selection, language))

    def by_month(self, selection: Selection, language: str, first: date, last: date) -> dict[str, int] | None:
        """Return how many articles of the list came out from the day *first* to *last*, by month (``2026-07``).

        Months without any are left out; None where it would take long to find out.
        """
        return by_month(self.connection, *self._way(selection, language), first, last)

    def touched(self, selection: Selection) -> datetime | None:
        """Return when an article that is or was in *selection* last changed, or None if none ever was.

        Never goes back, and moves with every change of the selection by a second at
        least. It looks at offices, topics and types only: by other filters, and by words, a
        selection is no smaller here.
        """
        wanted = self._wanted(replace(selection, words=""), "")
        if wanted not in self._moments:
            self._moments[wanted] = self._last_touch(wanted)
        return self._moments[wanted]

    def term(self, scheme: str, code: str) -> Term | None:
        """Return the term that some article has or had under this code, as it was called first, or None."""
        table = schema.term
        label = self.connection.scalar(sa.select(table.c.label).where(table.c.scheme == scheme, table.c.code == code))
        return None if label is None else Term(scheme, code, label)

    def merged(self, scheme: str, code: str) -> str | None:
        """Return the code of the term that this one turned out to be, in the end; None where it stands for itself."""
        table = schema.term
        seen = [code]
        query = sa.select(table.c.merged_into).where(table.c.scheme == scheme)
        while target := self.connection.scalar(query.where(table.c.code == seen[-1])):
            if target in seen:
                return None
            seen.append(target)
        return seen[-1] if len(seen) > 1 else None

    def accepted_terms(self, scheme: str) -> list[Term]:
        """Return the minted terms of *scheme* that a person accepted, by code."""
        table = schema.term
        query = sa.select(table.c.code, table.c.label).where(
            table.c.scheme == scheme, table.c.accepted, table.c.merged_into.is_(None)
        )
        return [Term(scheme, code, label) for code, label in self.connection.execute(query.order_by(table.c.code))]

    def terms(self, scheme: str, within: Selection, language: str) -> list[TermUse]:
        """Return the terms of *scheme* that the list of *within* in *language* shows, with their number, by code."""
        return counts.uses(self.connection, scheme, *self._way(within, language))

    def languages(self) -> list[str]:
        """Return the tags of the languages that articles are, or were, written in, sorted."""
        return sorted(self.connection.scalars(sa.select(schema.language.c.tag)))

    def regions(self, within: Selection, language: str) -> dict[str, int | None]:
        """Return the regions that the list of *within* in *language* shows, with the number of articles in each.

        It is None where it would take long to find out.
        """
        regions = {code: offices for code, offices in self._regions.items() if offices}
        return counts.regions(self.connection, regions, *self._way(within, language))

    def _last_touch(self, wanted: Wanted) -> datetime | None:
        if not all(wanted.groups):
            return None
        topics, types = (groups[0] if groups else (0,) for groups in (wanted.topics, wanted.types))
        # An article of an office and of a region was in lists of both, and the less recent ones say more.
        moments = [ask_one(self.connection, _last_touched, group, topics, types) for group in wanted.offices or [(0,)]]
        return None if None in moments else moment(min(each for each in moments if each is not None))

    def _way(self, selection: Selection, language: str = "") -> tuple[Wanted, Walk | None]:
        """Return what is wanted and the walk to it, sized by what its words find, too; None where nothing is there."""
        wanted = self._wanted(selection, language)
        way = self._walk(wanted)
        if way is None or wanted.words is None:
            return wanted, way
        if wanted not in self._sizes:
            some = sa.select(wanted.words.published).select_from(wanted.words.table).where(wanted.found())
            counted = sa.select(sa.func.count()).select_from(some.limit(counts.MOST + 1).subquery())
            self._sizes[wanted] = self.connection.scalar(counted) or 0
        size = min(way.size, self._sizes[wanted])
        return wanted, replace(way, size=size) if size else None

    def _wanted(self, selection: Selection, language: str) -> Wanted:
        """Return what is looked for, which is the same all the time that nothing is written."""
        asked = (selection, language)
        if asked not in self._wanteds:
            self._wanteds[asked] = spell_out(self.connection, selection, self._regions, language, self._names)
        return self._wanteds[asked]

    def _walk(self, wanted: Wanted) -> Walk | None:
        if wanted not in self._walks:
            self._walks[wanted] = walk(self.connection, wanted)
        return self._walks[wanted]

    def _forget(self) -> None:
        """Look everything up anew from now on."""
        for known in (self._wanteds, self._walks, self._sizes, self._moments):
            known.clear()
        self._facts = None

    def _at(self, published: list[int]) -> list[Article]:
        """Return the articles at these moments, in their order."""
        found: dict[int, bytes] = {}
        for start in range(0, len(published), _CHUNK):
            some = published[start : start + _CHUNK]
            # Asked for in tens: there are fewer questions to keep then, and what is asked for twice comes once.
            some += some[-1:] * (-len(some) % 10)
            found |= {row[0]: row[1] for row in ask(self.connection, _records, tuple(some))}
        return [decode_article(found[each]) for each in published]


def _all_facts() -> sa.Select[str, str]:
    return sa.select(schema.meta.c.name, schema.meta.c.value)


def _first_withheld() -> sa.Select[str]:
    return sa.select(sa.func.min(schema.article.c.date)).where(schema.article.c.status == Status.WITHHELD)


def _last_touched(offices: Group, topics: Group, types: Group) -> sa.Select[int]:
    table = schema.selection
    return sa.select(sa.func.max(table.c.touched)).where(
        table.c.topic.in_(topics), table.c.type.in_(types), table.c.office.in_(offices)
    )


def _records(published: tuple[int, ...]) -> sa.Select[int, bytes]:
    table = schema.article
    return sa.select(table.c.published, table.c.record).where(table.c.published.in_(published))
