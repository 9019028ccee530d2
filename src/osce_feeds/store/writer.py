"""One transaction of changes: everything in it is kept, or nothing."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from itertools import product

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from osce_feeds.errors import AuthorityChanged
from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.store import schema
from osce_feeds.store.reader import CHANGES
from osce_feeds.store.reader import EPOCH
from osce_feeds.store.reader import EPOCH_SINCE
from osce_feeds.store.reader import Reader
from osce_feeds.store.records import decode_article
from osce_feeds.store.records import decode_entry
from osce_feeds.store.records import decode_evidence
from osce_feeds.store.records import decode_reading
from osce_feeds.store.records import encode
from osce_feeds.store.records import moment
from osce_feeds.store.records import seconds


@dataclass(frozen=True, slots=True)
class StoredReading:
    """What a source said last about an article in one kind of document.

    ``entry`` is as found, ``evidence`` what it came with, ``reading`` what the rules
    of that day made of both.
    """

    key: str
    source: str
    form: str
    digest: str
    entry: RawEntry
    evidence: Evidence
    reading: Reading


class Writer(Reader):
    """Changes to the store; ``finish`` numbers them as the last step before the commit."""

    def __init__(self, connection: sa.Connection) -> None:
        """Write over *connection*, whose transaction the caller owns."""
        super().__init__(connection)
        self._changed: list[str] = []
        self._touched: set[tuple[str, str]] = set()

    def fix_authority(self, wanted: str, default: str) -> str:
        """Return the authority of this store's ids, fixed now if it never was.

        Raises:
            AuthorityChanged: when *wanted* is given and another one is fixed.
        """
        fixed = self.fact("authority")
        if fixed is None:
            fixed = wanted or default
            self._connection.execute(schema.meta.insert().values(name="authority", value=fixed))
        if wanted and wanted != fixed:
            message = f"AUTHORITY is {wanted!r}, but the ids in this store were made under {fixed!r}; set it back"
            raise AuthorityChanged(message)
        return fixed

    def note_epoch(self, epoch: str, now: datetime) -> None:
        """Remember that the service is in this state of program and settings, and since when.

        Coming back to an earlier state is a change like any other: the moment is
        later than that of everything that was shown before.
        """
        if self.fact(EPOCH) != epoch:
            # Where nothing was shown yet, a second earlier: so a change in this very second is later.
            latest = self._latest()
            since = max(seconds(now), latest + 1) if latest else seconds(now) - 1
            self.state_fact(EPOCH_SINCE, str(since))
            self.state_fact(EPOCH, epoch)

    def seen(self, source: str, form: str, digest: str) -> str | None:
        """Return the key of the article about which *source* said exactly this last in such a document, or None."""
        table = schema.reading
        query = sa.select(table.c.key).where(table.c.source == source, table.c.form == form, table.c.digest == digest)
        return self._connection.scalars(query.order_by(table.c.key)).first()

    def reading(self, key: str, source: str, form: str) -> StoredReading | None:
        """Return what *source* said last about an article in such a document, or None where it never did."""
        return next((found for found in self.readings(key) if (found.source, found.form) == (source, form)), None)

    def readings(self, key: str) -> list[StoredReading]:
        """Return what every source said last about an article, by source and kind of document."""
        table = schema.reading
        query = sa.select(table).where(table.c.key == key).order_by(table.c.source, table.c.form)
        return [
            StoredReading(
                row.key,
                row.source,
                row.form,
                row.digest,
                decode_entry(row.entry),
                decode_evidence(row.evidence),
                decode_reading(row.reading),
            )
            for row in self._connection.execute(query)
        ]

    def keep_reading(self, reading: StoredReading) -> None:
        """Remember what a source says now, in the place of what it said before."""
        values = {
            "key": reading.key,
            "source": reading.source,
            "form": reading.form,
            "digest": reading.digest,
            "entry": encode(reading.entry),
            "evidence": encode(reading.evidence),
            "reading": encode(reading.reading),
        }
        self._upsert(schema.reading, values)

    def is_taken(self, key: str) -> bool:
        """Say whether an article has this key."""
        return bool(self._connection.scalar(sa.select(sa.exists().where(schema.article.c.key == key))))

    def taken(self, start: datetime, end: datetime) -> set[datetime]:
        """Return the ``published`` moments in use from *start* to *end*, both included."""
        column = schema.article.c.published
        query = sa.select(column).where(column.between(seconds(start), seconds(end)))
        return {moment(value) for value in self._connection.scalars(query)}

    def due(self, today: date) -> list[Article]:
        """Return the withheld articles whose publishing day has come by *today*, oldest first."""
        table = schema.article
        query = (
            sa.select(table.c.record)
            .where(table.c.status == Status.WITHHELD, table.c.date <= today.isoformat())
            .order_by(table.c.date, table.c.published)
        )
        return [decode_article(record) for record in self._connection.scalars(query)]

    def put(self, article: Article, identities: Sequence[str]) -> None:
        """Keep *article* as the current version, new or not, and recognise it by *identities* from now on."""
        before = self.article(article.key)
        values = {
            "key": article.key,
            "work": article.work,
            "language": article.language,
            "status": article.status,
            "version": article.version,
            "date": article.date.isoformat(),
            "published": seconds(article.published),
            "received": seconds(article.received),
            "record": encode(article),
        }
        if before is None:
            self._connection.execute(schema.article.insert().values(lead=True, **values))
        else:
            table = schema.article
            self._connection.execute(table.update().where(table.c.key == article.key).values(**values))
        version = {"key": article.key, "version": article.version, "record": values["record"]}
        self._upsert(schema.version, version)
        for identity in identities:
            self._upsert(schema.identity, {"identity": identity, "key": article.key}, update=False)
        self._index(article)
        if article.status != Status.WITHHELD or (before and before.status != Status.WITHHELD):
            self._note_change(article, before)

    def recognise(self, key: str, identities: Sequence[str]) -> None:
        """Recognise the article *key* by *identities*, too, except those of another one: by them neither would be."""
        for identity in identities:
            if self.find([identity]) in ([], [key]):
                self._upsert(schema.identity, {"identity": identity, "key": key}, update=False)

    def set_lead(self, work: str, key: str) -> None:
        """Make the article *key* the edition of *work* that stands for the others, and no other one."""
        table = schema.article
        self._connection.execute(
            table.update().where(table.c.work == work).values(lead=sa.case((table.c.key == key, True), else_=False))
        )

    def state_fact(self, name: str, value: str) -> None:
        """Keep a fact about the store; one that is known already is replaced."""
        self._upsert(schema.meta, {"name": name, "value": value})

    def keep_report(self, source: str, form: str, document: str, records: int, report: object, now: datetime) -> None:
        """Keep what an ingest found, in the same transaction as what it stored; *records* were taken."""
        values = {
            "received": seconds(now),
            "source": source,
            "form": form,
            "document": document,
            "records": records,
            "report": encode(report),
        }
        self._connection.execute(schema.report.insert().values(**values))

    def recent_runs(self, source: str, form: str, number: int) -> list[int]:
        """Return how many records the last *number* runs of a source took from such documents, newest first."""
        table = schema.report
        query = sa.select(table.c.records).where(table.c.source == source, table.c.form == form)
        return list(self._connection.scalars(query.order_by(table.c.id.desc()).limit(number)))

    def finish(self, now: datetime) -> int:
        """Number the changes in the order in which they were made, and return how many there are.

        The counter row stays locked until the commit, so numbers have no gaps and
        follow the order of commits.
        """
        if not self._changed:
            return 0
        self._touch(now)
        table = schema.counter
        last = self._connection.scalar(
            table.update()
            .where(table.c.name == CHANGES)
            .values(value=table.c.value + len(self._changed))
            .returning(table.c.value)
        )
        assert last is not None  # noqa: S101 - the first migration makes the row
        for number, key in enumerate(self._changed, start=last - len(self._changed) + 1):
            self._connection.execute(schema.article.update().where(schema.article.c.key == key).values(change=number))
        return len(self._changed)

    def _latest(self) -> int:
        """Return the latest moment that a Last-Modified field can have shown."""
        touched = self._connection.scalar(sa.select(sa.func.max(schema.selection.c.touched)))
        return max(touched or 0, int(self.fact(EPOCH_SINCE) or 0))

    def _index(self, article: Article) -> None:
        table = schema.article_term
        self._connection.execute(table.delete().where(table.c.key == article.key))
        if article.status != Status.WITHHELD and article.terms:
            published = seconds(article.published)
            self._connection.execute(
                table.insert(),
                [
                    {"scheme": term.scheme, "code": term.code, "published": published, "key": article.key}
                    for term in article.terms
                ],
            )

    def _note_change(self, article: Article, before: Article | None) -> None:
        if article.key in self._changed:
            self._changed.remove(article.key)
        self._changed.append(article.key)
        # A list shows a work once, so what happens to one edition changes the lists of the others.
        works = {article.work, before.work} if before else {article.work}
        editions = [edition for work in works for edition in self.editions(work)]
        for edition in (*([before] if before else []), article, *editions):
            offices = ["", *(term.code for term in edition.offices)]
            topics = ["", *(term.code for term in edition.topics)]
            self._touched.update(product(offices, topics))
        for term in article.terms:
            values = {"scheme": term.scheme, "code": term.code, "label": term.label, "accepted": False}
            self._upsert(schema.term, values, update=False)

    def _touch(self, now: datetime) -> None:
        table = schema.selection
        # Everything is touched by every change, so its moment is the last of all. The next one is later than that of
        # any list, not only of those it touches: a selection of several terms goes by the latest of theirs.
        last = self._connection.scalar(sa.select(table.c.touched).where(table.c.office == "", table.c.topic == ""))
        # A list that nothing has touched yet is dated by the service's state.
        touched = max(seconds(now), int(self.fact(EPOCH_SINCE) or 0) + 1, (last or 0) + 1)
        statement = insert(table)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["office", "topic"], set_={"touched": touched}),
            [{"office": office, "topic": topic, "touched": touched} for office, topic in sorted(self._touched)],
        )

    def _upsert(self, table: sa.Table, values: Mapping[str, object], *, update: bool = True) -> None:
        statement = insert(table).values(**values)
        keys = [column.name for column in table.primary_key]
        rest = {name: value for name, value in values.items() if name not in keys}
        if update and rest:
            statement = statement.on_conflict_do_update(index_elements=keys, set_=rest)
        else:
            statement = statement.on_conflict_do_nothing(index_elements=keys)
        self._connection.execute(statement)
