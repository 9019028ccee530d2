"""What hubs have still to be told: lists that changed since each of them was told last.

There is no queue. Every change notes in its own transaction when it touched which lists,
and no two transactions have the same moment, so one moment a hub is all that must be
remembered: nothing is lost, and ten changes of a list are told at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.store import schema
from osce_feeds.store.reader import Reader
from osce_feeds.store.writer import Writer
from osce_feeds.text import digest


class HubState(msgspec.Struct, frozen=True, kw_only=True):
    """Where we are with a hub: it knows of all changes up to ``told``; all in seconds since 1970.

    ``failures`` in a row, and ``again``, before which it is left alone.
    """

    hub: str
    told: int
    failures: int = 0
    again: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """Lists that changed, of all news, one office or one topic each, and the moment of the last change."""

    lists: Sequence[Selection]
    last: int


def hub_state(reader: Reader, hub: str) -> HubState | None:
    """Return where we are with *hub*, or None where we never met."""
    found = reader.fact(_name(hub))
    return msgspec.json.decode(found, type=HubState) if found else None


def keep_hub_state(writer: Writer, state: HubState) -> None:
    """Remember where we are with a hub."""
    writer.state_fact(_name(state.hub), msgspec.json.encode(state).decode())


def last_touched(reader: Reader) -> int:
    """Return the moment of the last change of all, 0 before the first."""
    return reader.connection.scalar(sa.select(sa.func.max(schema.selection.c.touched))) or 0


def touched_since(reader: Reader, moment: int) -> Touched:
    """Return what changed after *moment*, all news first; terms that were merged have no list any more."""
    table = schema.selection
    query = sa.select(table.c.office, table.c.topic, table.c.touched).where(
        table.c.touched > moment, sa.or_(table.c.office == "", table.c.topic == "")
    )
    rows = reader.connection.execute(query.order_by(table.c.office, table.c.topic)).all()
    lists = [_list(office, topic) for office, topic, _ in rows if not _is_merged(reader, office, topic)]
    return Touched(lists, max((row.touched for row in rows), default=moment))


def _list(office: str, topic: str) -> Selection:
    found = EVERYTHING.narrowed(OFFICE, office) if office else EVERYTHING
    return found.narrowed(TOPIC, topic) if topic else found


def _is_merged(reader: Reader, office: str, topic: str) -> bool:
    return any(code and reader.merged(scheme, code) for scheme, code in ((OFFICE, office), (TOPIC, topic)))


def _name(hub: str) -> str:
    return f"hub {digest(hub)[:16]}"
