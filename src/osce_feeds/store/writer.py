"""One transaction of changes: everything in it is kept, or nothing."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime

import sqlalchemy as sa

from osce_feeds.errors import AuthorityChanged
from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.store import schema
from osce_feeds.store.dialect import upsert
from osce_feeds.store.indexing import Indexes
from osce_feeds.store.indexing import chunks
from osce_feeds.store.indexing import editions_of
from osce_feeds.store.indexing import touched_by
from osce_feeds.store.pending import Pending
from osce_feeds.store.pending import row_of
from osce_feeds.store.places import Code
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
    """Changes to the store; ``finish`` numbers them as the last step before the commit.

    They are collected, and written together: before the next question that they may
    change the answer to, at the latest at the end.
    """

    def __init__(self, connection: sa.Connection) -> None:
        """Write over *connection*, whose transaction the caller owns."""
        super().__init__(connection)
        self._direct = connection
        self._indexes = Indexes(connection)
        self._pending = Pending()
        self._known: dict[str, Article | None] = {}
        self._changed: dict[str, None] = {}
        self._touched: set[tuple[Code, Code, Code]] = set()

    @property
    def connection(self) -> sa.Connection:
        """The connection, over which everything that was collected can be seen; who asks for it may write."""
        self.flush()
        self._forget()
        return self._direct

    def load(self, keys: Iterable[str]) -> None:
        """Ask for the articles *keys* at once, so that later questions for each of them need no look."""
        table = schema.article
        for some in chunks(set(keys) - self._known.keys()):
            self._known |= dict.fromkeys(some)
            query = sa.select(table.c.key, table.c.record).where(table.c.key.in_(some))
            self._known |= {key: decode_article(record) for key, record in self._direct.execute(query)}

    def article(self, key: str) -> Article | None:
        """Return the current version of an article in whatever status, or None."""
        if key not in self._known:
            self.load([key])
        return self._known[key]

    def fix_authority(self, wanted: str, default: str) -> str:
        """Return the authority of this store's ids, fixed now if it never was.

        Raises:
            AuthorityChanged: when *wanted* is given and another one is fixed.
        """
        fixed = self.fact("authority")
        if fixed is None:
            fixed = wanted or default
            self.connection.execute(schema.meta.insert().values(name="authority", value=fixed))
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

    def seen(self, source: str, form: str, digests: Iterable[str]) -> dict[str, str]:
        """Return the keys of the articles about which *source* said exactly this last in such a document, by digest."""
        table, found = schema.reading, dict[str, str]()
        for some in chunks(set(digests)):
            query = sa.select(table.c.digest, table.c.key).where(
                table.c.source == source, table.c.form == form, table.c.digest.in_(some)
            )
            for digest, key in self.connection.execute(query.order_by(table.c.key)):
                found.setdefault(digest, key)
        return found

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
            for row in self.connection.execute(query)
        ]

    def keep_reading(self, reading: StoredReading) -> None:
        """Remember what a source says now, in the place of what it said before."""
        self._pending.readings[reading.key, reading.source, reading.form] = {
            "key": reading.key,
            "source": reading.source,
            "form": reading.form,
            "digest": reading.digest,
            "entry": encode(reading.entry),
            "evidence": encode(reading.evidence),
            "reading": encode(reading.reading),
        }

    def is_taken(self, key: str) -> bool:
        """Say whether an article has this key."""
        return self.article(key) is not None

    def taken(self, start: datetime, end: datetime) -> set[datetime]:
        """Return the ``published`` moments in use from *start* to *end*, both included."""
        column = schema.article.c.published
        query = sa.select(column, schema.article.c.key).where(column.between(seconds(start), seconds(end)))
        found = {moment(value) for value, key in self._direct.execute(query) if key not in self._pending.articles}
        new = (article.published for article in self._pending.articles.values())
        return found | {published for published in new if start <= published <= end}

    def due(self, today: date) -> list[Article]:
        """Return the withheld articles whose publishing day has come by *today*, oldest first."""
        table = schema.article
        query = (
            sa.select(table.c.record)
            .where(table.c.status == Status.WITHHELD, table.c.date <= today.isoformat())
            .order_by(table.c.date, table.c.published)
        )
        return [decode_article(record) for record in self.connection.scalars(query)]

    def put(self, article: Article, identities: Sequence[str]) -> None:
        """Keep *article* as the current version, new or not, and recognise it by *identities* from now on."""
        before = self.article(article.key)
        self._pending.put(article, before)
        self._known[article.key] = article
        self._pending.identities.update((identity, article.key) for identity in identities)
        if article.status != Status.WITHHELD or (before and before.status != Status.WITHHELD):
            self._changed.pop(article.key, None)
            self._changed[article.key] = None
            self._touched |= touched_by([article] if before is None else [before, article])

    def recognise(self, key: str, identities: Sequence[str]) -> None:
        """Recognise the article *key* by *identities*, too, except those of another one: by them neither would be."""
        for identity in identities:
            if self.find([identity]) in ([], [key]):
                self._pending.identities.add((identity, key))

    def set_lead(self, work: str, key: str) -> None:
        """Make the article *key* the edition of *work* that stands for the others, and no other one."""
        self._pending.leads[work] = key

    def settle_leads(self, works: Iterable[str], lead_of: Callable[[Sequence[Article]], Article]) -> None:
        """Have each of *works* led by the edition that *lead_of* names of all; one without any is left out."""
        for work, editions in editions_of(self.connection, works).items():
            lead = lead_of([edition.article for edition in editions]).key
            if [edition.article.key for edition in editions if edition.lead] != [lead]:
                self.set_lead(work, lead)

    def state_fact(self, name: str, value: str) -> None:
        """Keep a fact about the store; one that is known already is replaced."""
        upsert(self.connection, schema.meta, {"name": name, "value": value})

    def keep_report(
        self, source: str, form: str, document: str, records: int, report: object, now: datetime, digest: str = ""
    ) -> int:
        """Keep what an ingest found, in the same transaction as what it stored, and return its number.

        *records* were taken.

        *digest* is of all by which the document was read, where it would change nothing if it came again.
        """
        values = {
            "received": seconds(now),
            "source": source,
            "form": form,
            "document": document,
            "records": records,
            "digest": digest,
            "report": encode(report),
        }
        (number,) = self.connection.execute(schema.report.insert().values(**values)).inserted_primary_key or (0,)
        return int(number)

    def recent_runs(self, source: str, form: str, number: int) -> list[int]:
        """Return how many records the last *number* runs of a source took from such documents, newest first."""
        table = schema.report
        query = sa.select(table.c.records).where(table.c.source == source, table.c.form == form)
        return list(self.connection.scalars(query.order_by(table.c.id.desc()).limit(number)))

    def flush(self) -> None:
        """Write what was collected, and bring the indexes in step with it."""
        pending, self._pending = self._pending, Pending()
        if pending.is_empty:
            return
        self._forget()
        before = editions_of(self._direct, pending.works)
        self._write(pending)
        after = editions_of(self._direct, pending.works)
        self._indexes.update(before, after)
        # A list shows a work once, so what happens to one edition changes the lists of the others.
        for key, article in pending.articles.items():
            if key in self._changed:
                works = {article.work, *(old.work for old in pending.before(key))}
                self._touched |= touched_by(each.article for work in works for each in after.get(work, ()))

    def finish(self, now: datetime) -> int:
        """Number the changes in the order in which they were made, and return how many there are.

        The counter row stays locked until the commit, so numbers have no gaps and
        follow the order of commits.
        """
        self.flush()
        if not self._changed:
            return 0
        self._touch(now)
        table, counter = schema.article, schema.counter
        last = self._direct.scalar(
            counter.update()
            .where(counter.c.name == CHANGES)
            .values(value=counter.c.value + len(self._changed))
            .returning(counter.c.value)
        )
        assert last is not None  # noqa: S101 - the first migration makes the row
        numbers = enumerate(self._changed, start=last - len(self._changed) + 1)
        self._direct.execute(
            table.update().where(table.c.key == sa.bindparam("of")).values(change=sa.bindparam("number")),
            [{"of": key, "number": number} for number, key in numbers],
        )
        return len(self._changed)

    def _write(self, pending: Pending) -> None:
        table = schema.article
        new = [row_of(article) | {"lead": True} for key, article in pending.articles.items() if pending.is_new(key)]
        if new:
            self._direct.execute(table.insert(), new)
        rows = [row_of(article) for key, article in pending.articles.items() if not pending.is_new(key)]
        if rows:
            values: dict[str, sa.BindParameter[object]] = {
                name: sa.bindparam(f"new_{name}") for name in rows[0] if name != "key"
            }
            statement = table.update().where(table.c.key == sa.bindparam("new_key")).values(values)
            self._direct.execute(statement, [{f"new_{name}": row[name] for name in row} for row in rows])
        if pending.leads:
            led = sa.case((table.c.key == sa.bindparam("first"), True), else_=False)
            statement = table.update().where(table.c.work == sa.bindparam("of")).values(lead=led)
            leads = [{"of": work, "first": key} for work, key in sorted(pending.leads.items())]
            self._direct.execute(statement, leads)
        upsert(self._direct, schema.version, [*pending.versions.values()])
        known = [{"identity": identity, "key": key} for identity, key in sorted(pending.identities)]
        upsert(self._direct, schema.identity, known, update=False)
        upsert(self._direct, schema.reading, [*pending.readings.values()])

    def _latest(self) -> int:
        """Return the latest moment that a Last-Modified field can have shown."""
        touched = self._direct.scalar(sa.select(sa.func.max(schema.selection.c.touched)))
        return max(touched or 0, int(self.fact(EPOCH_SINCE) or 0))

    def _touch(self, now: datetime) -> None:
        table = schema.selection
        # Everything is touched by every change, so its moment is the last of all. The next one is later than that of
        # any list, not only of those it touches: a selection of several terms goes by the latest of theirs.
        everything = (table.c.office == 0, table.c.topic == 0, table.c.type == 0)
        last = self._direct.scalar(sa.select(table.c.touched).where(*everything))
        # A list that nothing has touched yet is dated by the service's state.
        touched = max(seconds(now), int(self.fact(EPOCH_SINCE) or 0) + 1, (last or 0) + 1)
        self._indexes.touch(self._touched, touched)
