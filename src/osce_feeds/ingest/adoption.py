"""Our own records, as they come back from a file: identity, history and moments included.

An archive that this service wrote fills an empty store with the very articles it
was written from. A record of another authority is a reading like any other.
"""

from collections.abc import Container
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from datetime import timedelta

from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.normaliser.identity import is_key
from osce_feeds.normaliser.identity import own_key
from osce_feeds.text import clean

_SECOND = timedelta(seconds=1)


def own_record(record: Article | None, authority: str) -> Article | None:
    """Return *record* where it is one of ours: its id is made of *authority* and its key."""
    return record if record and own_key(record.id, authority) == record.key else None


def adopted(record: Article, reading: Reading, status: Status, taken: Container[datetime]) -> Article:
    """Return the article that *record* says, with the normalised fields of *reading*.

    ``published`` is passed on upwards where a moment is *taken* by another article. What only
    this service can know of itself is put right: *status* says whether its day has come,
    unless it was withdrawn; a work that is no key is its own.
    """
    fields = {name: getattr(reading, name) for name in reading.__dataclass_fields__}
    published = _second(record.published)
    while published in taken:
        published += _SECOND
    return replace(
        record,
        **fields,
        status=record.status if record.status is Status.CANCELED else status,
        work=record.work if is_key(record.work) else record.key,
        note=clean(record.note),
        published=published,
        updated=published if record.updated == record.published else _second(record.updated),
        received=_second(record.received),
    )


def _second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
