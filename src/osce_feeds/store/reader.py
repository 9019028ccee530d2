"""One consistent look at the store."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.selection import Selection
from osce_feeds.store import schema
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import moment

CHANGES = "changes"
EPOCH, EPOCH_SINCE = "epoch", "epoch_since"
"""Facts about the service: its state, and since when it is in it."""
SAMPLE = "sample"
"""Fact about a store whose articles are invented."""
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class TermUse:
    """A term and how many articles of a list have it."""

    term: Term
    count: int


class Reader:
    """Questions to the store, all answered from the same state of it."""

    def __init__(self, connection: sa.Connection) -> None:
        """Ask over *connection*, whose transaction the caller owns."""
        self._connection = connection

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
            article.c.status == Status.USABLE, *_having(selection, article.c.published)
        )
        return self._connection.scalar(query) or 0

    def newest(self, selection: Selection, language: str, limit: int, before: datetime | None = None) -> list[Article]:
        """Return up to *limit* usable articles published earlier than *before*, newest first.

        Each work stands once: in *language* if it has such an edition, else as its
        lead edition.
        """
        query = _list(selection, language).limit(limit)
        if before is not None:
            query = query.where(schema.article.c.published < int(before.timestamp()))
        return [decode_article(record) for record in self._connection.scalars(query)]

    def stream(self, selection: Selection, language: str) -> Iterator[Article]:
        """Yield all that ``newest`` would return, in constant memory."""
        before = None
        while chunk := self.newest(selection, language, _CHUNK, before):
            yield from chunk
            before = chunk[-1].published

    def count(self, selection: Selection, language: str) -> int:
        """Return how many articles ``stream`` would yield."""
        query = sa.select(sa.func.count()).select_from(_list(selection, language).order_by(None).subquery())
        return self._connection.scalar(query) or 0

    def touched(self, selection: Selection) -> datetime | None:
        """Return when an article that is or was in *selection* last changed, or None if none ever was.

        Never goes back, and moves with every change of the selection by a second at least.
        """
        table = schema.selection
        touched = self._connection.scalar(
            sa.select(table.c.touched).where(table.c.office == selection.office, table.c.topic == selection.topic)
        )
        return None if touched is None else moment(touched)

    def term(self, scheme: str, code: str) -> Term | None:
        """Return the term that some article has or had under this code, as it was called first, or None."""
        table = schema.term
        label = self._connection.scalar(sa.select(table.c.label).where(table.c.scheme == scheme, table.c.code == code))
        return None if label is None else Term(scheme, code, label)

    def all_terms(self, scheme: str) -> list[Term]:
        """Return every term of *scheme* that some article has or had, by code."""
        table = schema.term
        query = sa.select(table.c.code, table.c.label).where(table.c.scheme == scheme).order_by(table.c.code)
        return [Term(scheme, code, label) for code, label in self._connection.execute(query)]

    def terms(self, scheme: str, within: Selection, language: str) -> list[TermUse]:
        """Return the terms of *scheme* that the list of *within* in *language* shows, with their number, by code."""
        own, table, article = schema.article_term.alias("own"), schema.term, schema.article
        query = (
            sa.select(table.c.code, table.c.label, sa.func.count())
            .join(own, sa.and_(own.c.scheme == table.c.scheme, own.c.code == table.c.code))
            .join(article, article.c.key == own.c.key)
            .where(table.c.scheme == scheme, *_shown(language), *_having(within, own.c.published))
            .group_by(table.c.code, table.c.label)
            .order_by(table.c.code)
        )
        return [TermUse(Term(scheme, code, label), count) for code, label, count in self._connection.execute(query)]


def _list(selection: Selection, language: str) -> sa.Select[bytes]:
    article = schema.article
    conditions = (*_shown(language), *_having(selection, article.c.published))
    return sa.select(article.c.record).where(*conditions).order_by(article.c.published.desc())


def _shown(language: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield the conditions under which a list in *language* shows an article: each work once."""
    article, other = schema.article, schema.article.alias("other")
    has_edition = sa.exists().where(
        other.c.work == article.c.work, other.c.language == language, other.c.status == Status.USABLE
    )
    yield article.c.status == Status.USABLE
    yield sa.or_(article.c.language == language, sa.and_(article.c.lead, sa.not_(has_edition)))


def _having(selection: Selection, published: sa.ColumnElement[int]) -> Iterator[sa.ColumnElement[bool]]:
    """Yield one condition for each term; ``published`` is unique, so it identifies the article."""
    for number, (scheme, code) in enumerate(selection.codes):
        table = schema.article_term.alias(f"term{number}")
        yield sa.exists().where(table.c.scheme == scheme, table.c.code == code, table.c.published == published)
