"""Questions that are kept by their shape: the same answers as if each were put together for its own values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa
from tests.conftest import NOW
from tests.listings import FERRY
from tests.listings import PUBLISHED
from tests.listings import YOUTH
from tests.listings import make_article

from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.store import asked
from osce_feeds.store import schema
from osce_feeds.store.asked import ask

TABLE = schema.article


@dataclass(frozen=True, slots=True)
class Group:
    languages: tuple[str, ...]
    least: int = 0
    since: date | None = None


SELECTIONS = (
    EVERYTHING,
    Selection(offices=(FERRY.code,)),
    Selection(offices=(FERRY.code, "nowhere"), topics=(YOUTH.code,)),
    Selection(topics=(YOUTH.code,), offices=(FERRY.code,)),
    Selection(not_topics=(YOUTH.code,)),
    Selection(content="fr"),
    Selection(since=date(2026, 1, 1)),
)


@pytest.fixture
def connection(store: Store) -> Iterator[sa.Connection]:
    with store.write(NOW) as writer:
        for number in range(1, 9):
            terms = {"offices": (FERRY,) * (number > 2), "topics": (YOUTH,) * (number % 3 == 0)}
            writer.put(make_article(number, language="en" if number % 2 else "fr", version=number, **terms), ())
    with store.read() as reader:
        yield reader.connection


def versions(group: Group, most: int | None, *, newest: bool = False) -> sa.Select[int]:
    query = sa.select(TABLE.c.version).where(TABLE.c.language.in_(group.languages))
    if group.least:
        query = query.where(TABLE.c.version >= group.least)
    if most is not None:
        query = query.where(TABLE.c.version <= most)
    if group.since:
        query = query.where(TABLE.c.date >= group.since.isoformat())
    return query.order_by(TABLE.c.version.desc() if newest else TABLE.c.version)


CASES: list[tuple[Group, int | None, list[int]]] = [
    (Group(("en",)), None, [1, 3, 5, 7]),
    (Group(("fr",)), None, [2, 4, 6, 8]),
    (Group(("en", "fr")), 3, [1, 2, 3]),
    (Group(("fr", "en")), 2, [1, 2]),
    (Group(("en",), least=3), None, [3, 5, 7]),
    (Group(("en",), least=5), 5, [5]),
    (Group(("fr",), least=1), 0, []),
    (Group(("en",), since=date(2030, 1, 1)), None, []),
    (Group(("en",), since=date(1999, 1, 1)), None, [1, 3, 5, 7]),
]


def test_answer_is_that_of_the_values(connection: sa.Connection) -> None:
    for group, most, expected in CASES * 2:
        assert expected == [row[0] for row in ask(connection, versions, group, most)]
        assert expected[::-1] == [row[0] for row in ask(connection, versions, group, most, newest=True)]


def test_question_is_put_together_once_for_a_shape(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_questions", {})
    made: list[Group] = []

    def counted(group: Group) -> sa.Select[int]:
        made.append(group)
        return versions(group, None)

    answers = [
        [row[0] for row in ask(connection, counted, Group((tag,), least))] for tag in ("en", "fr") for least in (3, 4)
    ]

    assert answers == [[3, 5, 7], [5, 7], [4, 6, 8], [4, 6, 8]]
    assert len(made) == 1
    ask(connection, counted, Group(("en", "fr"), 3))
    ask(connection, counted, Group(("en",)))
    assert len(made) == 3


def test_questions_are_bounded(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_questions", {})
    monkeypatch.setattr(asked, "_MOST", 3)
    for number in range(1, 10):
        found = [row[0] for row in ask(connection, versions, Group(("en",) * number), None)]
        assert found == [1, 3, 5, 7]
        assert len(asked._questions) <= 3


@pytest.mark.usefixtures("connection")
def test_list_is_the_same_by_kept_questions_and_by_new_ones(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def lists() -> list[object]:
        found: list[object] = []
        for selection, tag in product(SELECTIONS, ("en", "fr", "de")):
            with store.read() as reader:
                found += [reader.newest(selection, tag, 3), reader.recent(selection, tag, PUBLISHED, NOW, 5)]
                found += [reader.last_received(selection, tag, PUBLISHED, NOW, NOW), reader.touched(selection)]
        return found

    kept = [lists(), lists()]
    monkeypatch.setattr(asked, "_shaped", lambda _value: None)

    assert kept == [lists()] * 2
