"""The items of one document on their way into one transaction: recognised, revised, added."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from datetime import datetime
from itertools import count
from itertools import groupby

import msgspec

from osce_feeds.model.addresses import default_authority
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.moments import is_due
from osce_feeds.model.moments import moments
from osce_feeds.model.moments import span
from osce_feeds.model.raw import Problem
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import Item
from osce_feeds.normaliser.identity import mint_key
from osce_feeds.normaliser.merge import changes
from osce_feeds.settings import Settings
from osce_feeds.store import Writer
from osce_feeds.store.writer import StoredReading


class Intake:
    """Takes items and counts what became of them; the numbers are those of ``Report``."""

    def __init__(
        self, writer: Writer, vocabulary: Vocabulary, source: str, form: str, settings: Settings, now: datetime
    ) -> None:
        """Work inside *writer*'s transaction, as of *now*, on behalf of *source* and for documents of its *form*.

        Raises:
            AuthorityChanged: when AUTHORITY is not the one of this store.
        """
        self._writer, self._vocabulary, self._source, self._form = writer, vocabulary, source, form
        self._now = now.replace(microsecond=0)
        self._zone = settings.zone
        self._authority = writer.fix_authority(
            settings.authority, default_authority(settings.base_url, writer.created())
        )
        self.new = self.changed = self.unchanged = self.withheld = 0
        self.problems: list[Problem] = []

    def take(self, items: Sequence[Item]) -> None:
        """Store what is new in *items*, which are in the order of the document, newest first."""
        known = self._recognise(items)
        for number, key in known.items():
            self._revise(key, items[number])
        # Moments are given from the oldest on, which a listing prints last.
        new = [item for number, item in reversed([*enumerate(items)]) if number not in known]
        new.sort(key=_day)
        for day, of_day in groupby(new, key=_day):
            self._add(day, list(of_day))

    def _recognise(self, items: Sequence[Item]) -> dict[int, str]:
        """Return the keys of the items that are stored articles, by the item's place.

        What the source said before wins, then a strong identity, then a mere
        resemblance; an article belongs to one item at most.
        """
        known: dict[int, str] = {}
        claimed: set[str] = set()
        ways: tuple[Callable[[Item], str | None], ...] = (
            lambda item: self._writer.seen(self._source, self._form, item.digest),
            lambda item: self._find(item, item.identities),
            lambda item: self._find(item, item.resemblances),
        )
        for way in ways:
            for number, item in enumerate(items):
                if number not in known and (key := way(item)) and key not in claimed:
                    known[number] = key
                    claimed.add(key)
        return known

    def _find(self, item: Item, identities: Iterable[str]) -> str | None:
        keys = self._writer.find(identities)
        if len(keys) > 1:
            detail = f"{item.reading.headline!r} is known as several articles ({', '.join(keys)}): kept as a new one"
            self.problems.append(item.entry.problem("identity.ambiguous", detail))
        return keys[0] if len(keys) == 1 else None

    def _revise(self, key: str, item: Item) -> None:
        stored = self._writer.reading(key, self._source, self._form)
        if stored and stored.digest == item.digest:
            self.unchanged += 1
            return
        article = self._writer.article(key)
        assert article is not None  # noqa: S101 - identities and readings point to articles
        before = normalise(stored.entry, self._vocabulary, stored.evidence).reading if stored else None
        differences = changes(article, before, item.reading)
        if article.status is Status.CANCELED or not differences.keys() - {"provenance"}:
            if article.status is not Status.CANCELED and differences:
                # No reader sees the difference, so it is no version.
                self._writer.put(replace(article, **differences), ())  # type: ignore[arg-type]
            elif differences:
                detail = f"{article.headline!r} was withdrawn and stays so; `osce-feeds restore {key}` brings it back"
                self.problems.append(item.entry.problem("article.withdrawn", detail))
            self.unchanged += 1
        else:
            self._writer.put(self._next_version(article, differences), item.all_identities)
            self.changed += 1
        self._keep_reading(key, item)

    def _next_version(self, article: Article, differences: dict[str, object]) -> Article:
        differences = dict(differences)
        if "date" in differences:
            day = msgspec.convert(differences["date"], date)
            differences["published"] = self._moments(day, 1)[0]
            differences["status"] = self._status(day)
        return replace(article, **differences, version=article.version + 1, received=self._now, updated=self._now)  # type: ignore[arg-type]

    def _add(self, day: date, items: list[Item]) -> None:
        for item, moment in zip(items, self._moments(day, len(items)), strict=True):
            key = self._mint(item.identities[0])
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
            self._writer.put(article, item.all_identities)
            self._keep_reading(key, item)
            self.new += 1
            self.withheld += article.status is Status.WITHHELD

    def _mint(self, identity: str) -> str:
        return next(key for attempt in count(1) if not self._writer.is_taken(key := mint_key(identity, attempt)))

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
