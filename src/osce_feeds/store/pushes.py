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
from osce_feeds.model.selection import only
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
    table, term = schema.selection, schema.term
    one = table.c.office + table.c.topic  # one of them is 0: any
    query = (
        sa.select(term.c.scheme, term.c.code, table.c.touched)
        .select_from(table.outerjoin(term, term.c.id == one))
        .where(table.c.touched > moment, table.c.type == 0, sa.or_(table.c.office == 0, table.c.topic == 0))
        .where(term.c.merged_into.is_(None))
        .order_by(one != 0, term.c.scheme, term.c.code)
    )
    rows = reader.connection.execute(query).all()
    lists = [only(row.scheme, row.code) if row.code else EVERYTHING for row in rows]
    return Touched(lists, max((row.touched for row in rows), default=moment))


def _name(hub: str) -> str:
    return f"hub {digest(hub)[:16]}"
