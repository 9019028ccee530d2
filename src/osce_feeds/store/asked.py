"""Questions that are put together once for all values of the same shape, since that takes far longer than asking.

A question is what a function makes of its arguments. Here it makes one of stand-ins for the
numbers and texts among them, whose text is kept; after that only the values change. The shape is all
else that can decide how a question looks, such as how many terms a group has, and what is 0 or empty.
"""

from collections.abc import Callable
from collections.abc import Hashable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import fields
from dataclasses import is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from typing import Any
from typing import cast

import sqlalchemy as sa

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Value = int | str
Statement = sa.Select[*tuple[Any, ...]] | sa.CompoundSelect[*tuple[Any, ...]]
Builder = Callable[..., Statement]
Answer = Sequence[sa.Row[*tuple[Any, ...]]]
Shaped = tuple[Hashable, tuple[Value, ...]]
"""A shape, and the numbers and texts that fill it."""

_MOST = 1_000
"""Questions that are kept, and dataclasses whose shapes are."""
_FIRST = 10**15
"""What the first stand-in for a number is: no number that a question may have of its own."""


class _Number(int):
    """Stands for a number that is not 0."""


class _Text(str):
    """Stands for a text that is not empty: the number of its place."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """A question as the driver takes it; each value has a name, and a place among those given or a value of its own."""

    text: str
    values: tuple[tuple[str, int | None, object], ...]
    by_name: bool

    def filled(self, given: tuple[Value, ...]) -> dict[str, object] | tuple[object, ...]:
        """Return the values of the question, *given* ones in their places."""
        if self.by_name:
            return {name: own if place is None else given[place] for name, place, own in self.values}
        return tuple([own if place is None else given[place] for _, place, own in self.values])


_questions: dict[Hashable, _Question] = {}


def ask(connection: sa.Connection, build: Builder, *arguments: object, **fixed: Hashable) -> Answer:
    """Return the rows that answer ``build(*arguments, **fixed)``, with columns as the driver gives them.

    Arguments are numbers, texts, None, or tuples and frozen dataclasses of those. What *build*
    returns must depend on nothing else, and it may do no more with their numbers and texts
    than compare them with columns, and ask whether they are 0 or empty. With other arguments,
    such as days, the question is put together each time.
    """
    shaped = _shaped(arguments)
    if shaped is None:
        return connection.execute(build(*arguments, **fixed)).all()
    shape, given = shaped
    key = (connection.dialect.name, build, shape, *fixed.items())
    question = _questions.get(key)
    if question is None:
        if len(_questions) >= _MOST:
            _questions.clear()
        question = _questions[key] = _put(build(*_standing_in(arguments, iter(range(len(given)))), **fixed), connection)
    return connection.exec_driver_sql(question.text, question.filled(given)).all()


def ask_one(connection: sa.Connection, build: Builder, *arguments: object) -> Any:  # noqa: ANN401 - whatever was asked for
    """Return the first column of the first row that answers, like ``ask``, or None where there is none."""
    rows = ask(connection, build, *arguments)
    return rows[0][0] if rows else None


def _put(statement: Statement, connection: sa.Connection) -> _Question:
    compiled = statement.compile(connection, compile_kwargs={"render_postcompile": True})
    names = compiled.positiontup if compiled.positional else list(compiled.params)
    values = tuple((name, *_place(compiled.params[name])) for name in names or ())
    return _Question(str(compiled), values, by_name=not compiled.positional)


def _place(value: object) -> tuple[int | None, object]:
    """Return the place that *value* stands for, or none and itself."""
    if isinstance(value, _Number):
        return value - _FIRST, None
    return (int(value), None) if isinstance(value, _Text) else (None, value)


def _shaped(value: object) -> Shaped | None:
    """Return the shape of an argument, and what fills it; None where it has something of unknown effect."""
    if value is None or isinstance(value, bool):
        return value, ()
    if isinstance(value, int | str):
        return (type(value).__name__, (value,)) if value else (value, ())
    if not isinstance(value, tuple):
        return _shape_of(value) if is_dataclass(value) and isinstance(value, Hashable) else None
    kinds = {type(each) for each in value}
    if kinds in ({int}, {str}) and all(value):  # as nearly all are, and these may be long
        return (kinds.pop().__name__, len(value)), value
    parts = [_shaped(each) for each in value]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return tuple([shape for shape, _ in known]), tuple([each for _, given in known for each in given])


@lru_cache(maxsize=_MOST)
def _shape_of(value: Hashable) -> Shaped | None:
    shaped = _shaped(tuple(getattr(value, field.name) for field in fields(cast("DataclassInstance", value))))
    return None if shaped is None else ((type(value), shaped[0]), shaped[1])


def _standing_in(value: Any, places: Iterator[int]) -> Any:  # noqa: ANN401 - the same type again
    """Return *value* with the stand-ins for *places* where it has numbers and texts, in the order of its shape."""
    if isinstance(value, tuple):
        return tuple(_standing_in(each, places) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: _standing_in(getattr(value, field.name), places) for field in fields(value)})
    if not value or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _Text(next(places))
    return _Number(_FIRST + next(places))
