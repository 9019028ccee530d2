"""What is known of polled sources between two looks: when each is due, what it said last, what is still to be read."""

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.writer import Writer


class PollState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where we are with a source; moments are seconds since 1970, 0 for never.

    It is left alone before ``again``, after ``failures`` in a row. ``etag`` and ``modified``
    are the validators of its last answer (RFC 9110, 8.8). ``met`` is when it was polled first,
    ``answered`` when last with success, ``news`` when it last had an article that was new.
    ``waiting`` are pages of articles that are still to be read, in order, not before ``stalled``
    after ``stumbles`` in a row; ``given_up`` are digests of those that cannot be. ``troubles``
    says since when a person knows of each. ``page`` is the next page of its archive to read.
    """

    source: str
    again: int = 0
    failures: int = 0
    etag: str = ""
    modified: str = ""
    met: int = 0
    answered: int = 0
    news: int = 0
    waiting: tuple[str, ...] = ()
    stalled: int = 0
    stumbles: int = 0
    given_up: tuple[str, ...] = ()
    troubles: dict[str, int] = {}
    page: int = 0


def poll_state(reader: Reader, source: str) -> PollState:
    """Return where we are with *source*, at the beginning where we never met."""
    found = reader.fact(_name(source))
    return msgspec.json.decode(found, type=PollState) if found else PollState(source=source)


def keep_poll_state(writer: Writer, state: PollState) -> None:
    """Remember where we are with a source."""
    writer.state_fact(_name(state.source), msgspec.json.encode(state).decode())


def told_by(reader: Reader, source: str, form: str, keys: Iterable[str]) -> set[str]:
    """Return those of *keys* about whose articles *source* has told in a document of this *form*."""
    table = schema.reading
    query = sa.select(table.c.key).where(table.c.source == source, table.c.form == form, table.c.key.in_(list(keys)))
    return set(reader.connection.scalars(query))


def _name(source: str) -> str:
    return f"source {source}"
