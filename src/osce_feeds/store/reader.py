"""One consistent look at the store."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from types import MappingProxyType

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.store import schema
from osce_feeds.store.lists import below
from osce_feeds.store.lists import listed
from osce_feeds.store.lists import shown
from osce_feeds.store.lists import withdrawn
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import moment
from osce_feeds.store.records import seconds
from osce_feeds.store.wanted import Regions
from osce_feeds.store.wanted import spell_out

CHANGES = "changes"
EPOCH, EPOCH_SINCE = "epoch", "epoch_since"
"""Facts about the service: its state, and since when it is in it."""
SAMPLE = "sample"
"""Fact about a store whose articles are invented."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term and how many articles of a list have it; ``accepted`` where a person said that a minted term is one."""

    term: Term
    count: int
    accepted: bool = False


class Reader:
    """Questions to the store, all answered from the same state of it."""

    def __init__(self, connection: sa.Connection, regions: Regions = MappingProxyType({})) -> None:
        """Ask over *connection*, whose transaction the caller owns; selections may name any of *regions*."""
        self._connection = connection
        self._regions = regions

    @property
    def connection(self) -> sa.Connection:
        """The connection, for the store's other modules."""
        return self._connection

    def fact(self, name: str) -> str | None:
        """Return a fact about the store (``authority``, ``created``), or None before it is known."""
        return self._connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name))

    def created(self) -> datetime:
        """Return when the store was made."""
        return moment(int(self.fact("created") or 0))

    def generation(self) -> int:
        """Return the number of the last public change; 0 before the first."""
        query = sa.select(schema.counter.c.value).where(schema.counter.c.name == CHANGES)
        return self._connection.scalar(query) or 0

    def epoch_since(self, epoch: str) -> datetime | None:
        """Return since when the service is in this state of program and settings, or None where it is in another."""
        return moment(int(self.fact(EPOCH_SINCE) or 0)) if self.fact(EPOCH) == epoch else None

    def next_due(self) -> date | None:
        """Return the earliest publishing day among withheld articles, or None."""
        query = sa.select(sa.func.min(schema.article.c.date)).where(schema.article.c.status == Status.WITHHELD)
        day = self._connection.scalar(query)
        return None if day is None else date.fromisoformat(day)

    def article(self, key: str) -> Article | None:
        """Return the current version of an article in whatever status, or None."""
        record = self._connection.scalar(sa.select(schema.article.c.record).where(schema.article.c.key == key))
        return None if record is None else decode_article(record)

    def is_erased(self, key: str) -> bool:
        """Say whether the text of this article was removed for good, so that none of it may be stored again."""
        article = self.article(key)
        return article is not None and article.is_erased

    def versions(self, key: str) -> list[Article]:
        """Return every version of an article, oldest first."""
        query = sa.select(schema.version.c.record).where(schema.version.c.key == key).order_by(schema.version.c.version)
        return [decode_article(record) for record in self._connection.scalars(query)]

    def editions(self, work: str) -> list[Article]:
        """Return the language editions of a work in whatever status, the first received first."""
        table = schema.article
        query = sa.select(table.c.record).where(table.c.work == work)
        found = [decode_article(record) for record in self._connection.scalars(query)]
        return sorted(found, key=lambda article: (article.published, article.key))

    def find(self, identities: Iterable[str]) -> list[str]:
        """Return the keys of the articles known under any of *identities*, sorted."""
        table = schema.identity
        query = sa.select(table.c.key).where(table.c.identity.in_(list(identities))).distinct()
        return sorted(self._connection.scalars(query))

    def last_change(self, selection: Selection) -> int:
        """Return the number of the last change among the articles that are in *selection* now; 0 for none."""
        article = schema.article
        query = sa.select(sa.func.max(article.c.change)).where(
            article.c.status == Status.USABLE, *spell_out(selection, self._regions).conditions(article.c.published)
        )
        return self._connection.scalar(query) or 0

    def newest(self, selection: Selection, language: str, limit: int, before: datetime | None = None) -> list[Article]:
        """Return up to *limit* usable articles published earlier than *before*, newest first.

        Each work stands once: in *language* if it has such an edition, else as its
        lead edition.
        """
        query = listed(spell_out(selection, self._regions), language).limit(limit)
        if before is not None:
            query = query.where(schema.article.c.published < seconds(before))
        return [decode_article(record) for record in self._connection.scalars(query)]

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
        table, wanted = schema.article, spell_out(selection, self._regions)
        received = table.c.received >= seconds(since)
        query = sa.select(table.c.record).where(received)
        queries = [query.where(*withdrawn(wanted, language))]
        if before is not None:
            lower = (received, *below(wanted, language, before))
            # Moments alone are sorted: after an archive was fed, or read anew, there are very many.
            for kind in (table.c.version == 1, table.c.version > 1):
                some = sa.select(table.c.published).where(kind, *lower)
                some = some.order_by(table.c.received.desc(), table.c.published.desc()).limit(most)
                queries.append(sa.select(table.c.record).where(table.c.published.in_(some)))
        found = [decode_article(record) for each in queries for record in self._connection.scalars(each)]
        return sorted(found, key=lambda article: article.published, reverse=True)

    def last_received(
        self, selection: Selection, language: str, since: datetime, until: datetime, before: datetime | None
    ) -> datetime | None:
        """Return when the last article such as ``recent`` returns was received from *since* to before *until*."""
        table, wanted = schema.article, spell_out(selection, self._regions)
        query = sa.select(table.c.received).where(table.c.received >= seconds(since), table.c.received < seconds(until))
        queries = [query.where(*withdrawn(wanted, language))]
        queries += [query.where(*below(wanted, language, before))] if before is not None else []
        found = [self._connection.scalar(each.order_by(table.c.received.desc()).limit(1)) for each in queries]
        last = max((received for received in found if received is not None), default=None)
        return None if last is None else moment(last)

    def count(self, selection: Selection, language: str) -> int:
        """Return how many articles ``stream`` would yield."""
        query = sa.select(sa.func.count()).select_from(
            listed(spell_out(selection, self._regions), language).order_by(None).subquery()
        )
        return self._connection.scalar(query) or 0

    def touched(self, selection: Selection) -> datetime | None:
        """Return when an article that is or was in *selection* last changed, or None if none ever was.

        Never goes back, and moves with every change of the selection by a second at
        least. It looks at offices and topics only: by other filters a selection is no
        smaller here.
        """
        table = schema.selection
        topics = selection.topics or ("",)
        # An article of an office and of a region was in lists of both, and the less recent ones say more.
        moments = [
            self._connection.scalar(
                sa.select(sa.func.max(table.c.touched)).where(table.c.office.in_(offices), table.c.topic.in_(topics))
            )
            for offices in spell_out(selection, self._regions).offices()
        ]
        return None if None in moments else moment(min(each for each in moments if each is not None))

    def term(self, scheme: str, code: str) -> Term | None:
        """Return the term that some article has or had under this code, as it was called first, or None."""
        table = schema.term
        label = self._connection.scalar(sa.select(table.c.label).where(table.c.scheme == scheme, table.c.code == code))
        return None if label is None else Term(scheme, code, label)

    def merged(self, scheme: str, code: str) -> str | None:
        """Return the code of the term that this one turned out to be, in the end; None where it stands for itself."""
        table = schema.term
        seen = [code]
        query = sa.select(table.c.merged_into).where(table.c.scheme == scheme)
        while target := self._connection.scalar(query.where(table.c.code == seen[-1])):
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
        return [Term(scheme, code, label) for code, label in self._connection.execute(query.order_by(table.c.code))]

    def terms(self, scheme: str, within: Selection, language: str) -> list[TermUse]:
        """Return the terms of *scheme* that the list of *within* in *language* shows, with their number, by code."""
        own, table, article = schema.article_term.alias("own"), schema.term, schema.article
        wanted = spell_out(within, self._regions)
        query = (
            sa.select(table.c.code, table.c.label, table.c.accepted, sa.func.count())
            .join(own, sa.and_(own.c.scheme == table.c.scheme, own.c.code == table.c.code))
            .join(article, article.c.key == own.c.key)
            .where(table.c.scheme == scheme, table.c.merged_into.is_(None))
            .where(*shown(wanted, language), *wanted.conditions(own.c.published))
            .group_by(table.c.code, table.c.label, table.c.accepted)
            .order_by(table.c.code)
        )
        return [
            TermUse(Term(scheme, code, label), count, accepted)
            for code, label, accepted, count in self._connection.execute(query)
        ]

    def regions(self, within: Selection, language: str) -> dict[str, int]:
        """Return how many articles the list of *within* in *language* has in each region that it has any in."""
        regions = {code: offices for code, offices in self._regions.items() if offices}
        if not regions:
            return {}
        own, article = schema.article_term.alias("own"), schema.article
        wanted = spell_out(within, self._regions)
        region = sa.case(*((own.c.code.in_(offices), code) for code, offices in regions.items()), else_="")
        query = (
            sa.select(region, sa.func.count(own.c.published.distinct()))
            .join(article, article.c.key == own.c.key)
            .where(own.c.scheme == OFFICE, own.c.code.in_([code for codes in regions.values() for code in codes]))
            .where(*shown(wanted, language), *wanted.conditions(own.c.published))
            .group_by(region)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}
