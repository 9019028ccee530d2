"""Newer rules for older entries: what sources said is read again, as it would be read today."""

from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import datetime
from typing import Any

from osce_feeds.edit.keep import dated
from osce_feeds.edit.keep import keep
from osce_feeds.edit.reread import differences
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.revisions import next_version
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import Writer
from osce_feeds.store.survey import keys_with_readings
from osce_feeds.store.terms import extended
from osce_feeds.store.writer import StoredReading

_BATCH = 100
"""Articles in a transaction: others may write in between."""
_SHOWN: dict[type, str] = {Term: "code", Dateline: "text", Enclosure: "url"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an article that newer rules read differently, as text."""

    key: str
    headline: str
    field: str
    was: str
    now: str


@dataclass(slots=True)
class Renormalised:
    """What became of it.

    ``articles`` were looked at and ``changed`` got a version; ``readings`` are read
    differently today. ``refused`` says which readings the rules of today would not
    take, and which language an article cannot have; there, all stays as it was.
    """

    articles: int = 0
    changed: int = 0
    readings: int = 0
    differences: list[Difference] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def renormalisable(store: Store) -> list[str]:
    """Return the keys of the articles of which a source's entry is kept."""
    with store.read() as reader:
        return keys_with_readings(reader)


def renormalise(
    store: Store,
    keys: Sequence[str],
    settings: Settings,
    vocabulary: Vocabulary,
    clock: Callable[[], datetime],
    *,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda _number: None,
) -> Renormalised:
    """Read the stored entries of the articles *keys* again, and return what differs.

    An article gets a version, without a note, where its value is the one that the
    older rules had read: what a person corrected or another source said stays. The
    second run changes nothing. *progress* is told how many articles are done.

    Raises:
        StoreError: when the store cannot take it; batches before that are stored.
    """
    result = Renormalised()
    for start in range(0, len(keys), _BATCH):
        batch, now = keys[start : start + _BATCH], clock().replace(microsecond=0)
        with store.write(now, keep=not dry_run) as writer:
            work = _Batch(writer, settings, extended(writer, vocabulary), now, result)
            for key in batch:
                work.take(key)
        progress(len(batch))
    return result


class _Batch:
    """The articles of one transaction."""

    def __init__(
        self, writer: Writer, settings: Settings, words: Vocabulary, now: datetime, result: Renormalised
    ) -> None:
        self._writer, self._settings, self._words, self._now, self._result = writer, settings, words, now, result

    def take(self, key: str) -> None:
        """Read again what every source said last about an article."""
        self._result.articles += 1
        article = self._writer.article(key)
        assert article is not None  # noqa: S101 - readings point to articles
        after: Article = article
        pairs = list(self._reread(article))
        for stored, reread in pairs:
            if reread.reading == stored.reading:
                continue
            others = [other.reading for _, other in pairs if other is not reread]
            after = replace(after, **differences(after, stored.reading, reread.reading, others))
            self._result.readings += 1
            self._writer.keep_reading(reread)
            said = (*identities(reread.reading, stored.source, stored.entry.id), *resemblances(reread.reading))
            self._writer.recognise(key, said)
        if article.status is not Status.CANCELED and after != article:
            self._keep(article, after)

    def _reread(self, article: Article) -> Iterator[tuple[StoredReading, StoredReading]]:
        """Yield what is stored of each source, and the same as it is read today."""
        for stored in self._writer.readings(article.key):
            normalised = normalise(stored.entry, self._words, stored.evidence)
            if normalised.reading is None:
                why = "; ".join(problem.detail for problem in normalised.problems)
                self._result.refused.append(f"{article.key}, as {stored.source} has it: {why}")
            yield stored, replace(stored, reading=normalised.reading or stored.reading)

    def _keep(self, article: Article, after: Article) -> None:
        editions = (edition for edition in self._writer.editions(article.work) if edition.key != article.key)
        if after.language != article.language and any(edition.language == after.language for edition in editions):
            why = f"{article.key} would be in {after.language}, in which its work has an edition"
            self._result.refused.append(why)
            after = replace(after, language=article.language)
        names = [name for name in article.__dataclass_fields__ if getattr(after, name) != getattr(article, name)]
        if visible := [name for name in names if name != "provenance"]:
            changed: dict[str, Any] = {name: getattr(after, name) for name in names}
            if "date" in changed:
                changed |= dated(self._writer, article, changed["date"], self._now, self._settings.zone)
            keep(self._writer, article, next_version(article, self._now, changed))
            self._result.changed += 1
            self._result.differences += [
                Difference(
                    article.key, article.headline, name, _text(getattr(article, name)), _text(getattr(after, name))
                )
                for name in visible
            ]
        elif names:
            self._writer.put(after, ())  # no reader sees the difference: no version


def _text(value: Any) -> str:  # noqa: ANN401 - any field of a record
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    shown = next((getattr(value, name) for kind, name in _SHOWN.items() if isinstance(value, kind)), value)
    return "" if shown is None else str(shown)
