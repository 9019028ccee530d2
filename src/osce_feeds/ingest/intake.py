"""The items of one document on their way into one transaction: revised, taken back, added."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import count
from itertools import groupby
from typing import Any

from osce_feeds.ingest.adoption import adopted
from osce_feeds.ingest.adoption import own_record
from osce_feeds.ingest.recognition import Recognition
from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.moments import is_due
from osce_feeds.model.moments import moments
from osce_feeds.model.moments import span
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.revisions import lead_of
from osce_feeds.model.revisions import next_version
from osce_feeds.model.revisions import withdrawn
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import Batch
from osce_feeds.normaliser.batch import Item
from osce_feeds.normaliser.identity import mint_key
from osce_feeds.normaliser.identity import own_authority
from osce_feeds.normaliser.identity import own_key
from osce_feeds.normaliser.merge import changes
from osce_feeds.settings import Settings
from osce_feeds.store import Writer
from osce_feeds.store.writer import StoredReading
from osce_feeds.text import clean


class Intake:
    """Takes items and counts what became of them; the numbers are those of ``Report``."""

    def __init__(
        self,
        writer: Writer,
        vocabulary: Vocabulary,
        source: str,
        form: str,
        settings: Settings,
        now: datetime,
        note: str = "",
    ) -> None:
        """Work inside *writer*'s transaction, as of *now*, on behalf of *source* and for documents of its *form*.

        *note* says what the changes in this document correct.
        """
        self._writer, self._vocabulary, self._source, self._form = writer, vocabulary, source, form
        self._settings, self._note = settings, note
        self._now = now.replace(microsecond=0)
        self._zone = settings.zone
        self._works: set[str] = set()
        self.new = self.changed = self.unchanged = self.withheld = self.retracted = self.known = self.reminted = 0
        self.takes_back = False
        self.problems: list[Problem] = []
        self.erased: list[RawEntry] = []
        """Entries of articles whose text may not be stored again."""

    def take(self, batch: Batch) -> None:
        """Store what is new in *batch*, whose items are in the order of the document, newest first.

        Raises:
            AuthorityChanged: when AUTHORITY is not the one of this store.
        """
        self._authority = self._fix_authority(batch.items)
        items = [item for item in batch.items if not self._takes_back(item)]
        recognition = Recognition(self._writer, self._source, self._form, self._authority)
        known = recognition.recognise(items)
        for number, key in known.items():
            if recognition.is_said_again(key, items[number]):
                self.unchanged += 1
            else:
                self._meet(key, items[number])
        # Moments are given from the oldest on, which a listing prints last.
        new = [item for number, item in reversed([*enumerate(items)]) if number not in known]
        self._writer.load({*known.values(), *(mint_key(item.identities[0]) for item in new)})
        for item in new:
            if record := self._record(item):
                self._adopt(record, item)
        others = sorted((item for item in new if not self._record(item)), key=_day)
        for day, of_day in groupby(others, key=_day):
            self._add(day, list(of_day))
        retractions = (*batch.retractions, *(item.entry for item in batch.items if self._takes_back(item)))
        self.takes_back = bool(retractions)
        for entry in retractions:
            self._retract(entry, recognition.retracted(entry))
        self._writer.settle_leads(self._works, lead_of)
        self.known, self.reminted = len(known), recognition.reminted
        self.problems += recognition.problems

    def _fix_authority(self, items: Sequence[Item]) -> str:
        """Return the authority of the store's ids, fixed now if it never was.

        Where nobody has set one, a store that is filled from our own archive takes
        over the authority that the archive was made under, if its host is ours.
        """
        default = default_authority(self._settings.base_url, self._writer.created())
        host = default.partition(",")[0]
        archived = (own_authority(item.entry.id) for item in items if item.entry.record)
        ours = (authority for authority in archived if authority.partition(",")[0] == host)
        return self._writer.fix_authority(self._settings.authority, next(ours, default))

    def _record(self, item: Item) -> Article | None:
        return own_record(item.entry.record, self._authority)

    def _takes_back(self, item: Item) -> bool:
        """Say whether *item* is the record of another service that was withdrawn there: a retraction like any other."""
        return item.entry.status == Status.CANCELED and not self._record(item)

    def _meet(self, key: str, item: Item) -> None:
        """Compare what a source says with the article it means, and keep what is new."""
        stored = self._writer.reading(key, self._source, self._form)
        article = self._writer.article(key)
        assert article is not None  # noqa: S101 - identities and readings point to articles
        record = self._record(item)
        if article.status is Status.CANCELED:
            self._meet_withdrawn(article, item)
        elif record and record.version > article.version:
            newer = self._adopted(record, item, article)
            self._put(newer, item)
            self._works |= {article.work, newer.work}
            self.changed += 1
        elif record and record.version < article.version:
            self.unchanged += 1  # what it has and the article has no longer was taken out since
        else:
            self._revise(article, item, stored)

    def _meet_withdrawn(self, article: Article, item: Item) -> None:
        self.unchanged += 1
        if article.is_erased:
            detail = f"article {article.key} was erased: nothing of it was stored"
            self.problems.append(item.entry.problem("article.erased", detail))
            self.erased.append(item.entry)
            return
        if item.entry.status != Status.CANCELED:
            name = f"{article.headline!r} was withdrawn and stays so"
            detail = f"{name}; `osce-feeds restore {article.key}` brings it back"
            self.problems.append(item.entry.problem("article.withdrawn", detail))
        self._keep_reading(article.key, item)

    def _revise(self, article: Article, item: Item, stored: StoredReading | None) -> None:
        before = normalise(stored.entry, self._vocabulary, stored.evidence).reading if stored else None
        differences = changes(article, before, item.reading)
        if differences.keys() - {"provenance"}:
            self._put(self._next_version(article, differences), item)
            self.changed += 1
            return
        # Whoever names the article by our id has its terms from us: that confirms nothing.
        if differences and not own_key(item.entry.id, self._authority):
            self._writer.put(replace(article, **differences), ())  # no reader sees the difference: no version
        self._keep_reading(article.key, item)
        self.unchanged += 1

    def _retract(self, entry: RawEntry, key: str | None) -> None:
        """Take an article back where a source of it does; nobody else can."""
        article = self._writer.article(key) if key else None
        name = entry.headline or entry.id or entry.link
        if article is None:
            detail = f"{name!r} was taken back by its source, and is not known here"
            self.problems.append(entry.problem("article.unknown", detail))
        elif not (own_key(entry.id, self._authority) or self._has_told(article)):
            detail = f"{article.headline!r} never came from this source, which takes it back: left as it is"
            self.problems.append(entry.problem("article.retracted_by_other", detail))
        elif article.status is not Status.CANCELED:
            self._writer.put(withdrawn(article, clean(entry.note), self._now), ())
            self._works.add(article.work)
            self.retracted += 1
            self.changed += 1
            return
        self.unchanged += 1

    def _has_told(self, article: Article) -> bool:
        return any(stored.source == self._source for stored in self._writer.readings(article.key))

    def _next_version(self, article: Article, differences: dict[str, Any]) -> Article:
        differences = {**differences, "note": self._note}
        if "date" in differences:
            day = differences["date"]
            differences["published"] = self._moments(day, 1)[0]
            differences["status"] = self._status(day)
        return next_version(article, self._now, differences)

    def _add(self, day: date, items: list[Item]) -> None:
        for item, moment in zip(items, self._moments(day, len(items)), strict=True):
            key = self._mint(item)
            fields = {name: getattr(item.reading, name) for name in item.reading.__dataclass_fields__}
            article = Article(
                **fields,
                key=key,
                id=f"tag:{self._authority}:{key}",
                version=1,
                status=self._status(day),
                work=key,
                received=self._now,
                published=moment,
                updated=moment,
            )
            self._put(article, item)
            self.new += 1
            self.withheld += article.status is Status.WITHHELD

    def _adopt(self, record: Article, item: Item) -> None:
        article = self._adopted(record, item)
        self._put(article, item)
        self._works.add(article.work)
        self.new += 1
        self.withheld += article.status is Status.WITHHELD

    def _adopted(self, record: Article, item: Item, before: Article | None = None) -> Article:
        taken = self._taken(record.published, before)
        return adopted(record, item.reading, self._status(item.reading.date), taken)

    def _put(self, article: Article, item: Item) -> None:
        self._writer.put(article, item.all_identities)
        self._keep_reading(article.key, item)

    def _mint(self, item: Item) -> str:
        own = own_key(item.entry.id, self._authority)
        if own and not self._writer.is_taken(own):
            return own
        identity = item.identities[0]
        return next(key for attempt in count(1) if not self._writer.is_taken(key := mint_key(identity, attempt)))

    def _taken(self, moment: datetime, article: Article | None = None) -> set[datetime]:
        return self._writer.taken(*span(moment.date())) - ({article.published} if article else set())

    def _moments(self, day: date, number: int) -> list[datetime]:
        return moments(day, number, self._now, self._zone, self._writer.taken(*span(day)))

    def _status(self, day: date) -> Status:
        return Status.USABLE if is_due(day, self._now, self._zone) else Status.WITHHELD

    def _keep_reading(self, key: str, item: Item) -> None:
        self._writer.keep_reading(
            StoredReading(key, self._source, self._form, item.digest, item.entry, item.evidence, item.reading)
        )


def _day(item: Item) -> date:
    return item.reading.date
