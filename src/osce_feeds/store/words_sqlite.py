"""The index of words on SQLite: an FTS5 table whose rows are found by the moments of articles.

Words come taken apart already, so its tokeniser only splits at spaces: to that one every
character beyond ASCII belongs to a word.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence

import sqlalchemy as sa

from osce_feeds.model.search import Phrase
from osce_feeds.store.sought import Clause

CREATE = (
    """CREATE VIRTUAL TABLE words
    USING fts5(text, tokenize = "ascii tokenchars '_'", prefix = '1 2 3 4', columnsize = 0)""",
)
REBUILD = "INSERT INTO words(words) VALUES ('rebuild')"
"""Writes the index anew from the texts: nothing of deleted ones is left in it."""

PUBLISHED: sa.ColumnElement[int] = sa.literal_column("words.rowid", sa.BigInteger)
TABLE = sa.table("words")


def matches(clauses: Sequence[Clause], excluded: Clause) -> sa.ColumnElement[bool]:
    """Return the condition that a row has one phrase of each of *clauses*, and none of *excluded*."""
    wanted = " AND ".join(_any_of(clause) for clause in clauses)
    expression = f"({wanted}) NOT {_any_of(excluded)}" if excluded else wanted
    # The table itself is no value to SQLAlchemy, though it is one to FTS5.
    return sa.literal_column("words").op("MATCH", is_comparison=True)(expression)


def holds(clauses: Sequence[Clause]) -> sa.ColumnElement[bool]:
    """Return the condition that a row which was found already has one phrase of each of *clauses*.

    FTS5 would look through its whole index for each row.
    """
    text = sa.literal(" ").concat(sa.literal_column("words.text", sa.String)).concat(" ")
    return sa.and_(*(sa.or_(*(sa.func.instr(text, _written(each)) > 0 for each in clause)) for clause in clauses))


def insert(connection: sa.Connection, rows: Iterable[tuple[int, str]]) -> None:
    """Add rows of moment and text; none of these moments may be there."""
    connection.execute(
        sa.text("INSERT INTO words(rowid, text) VALUES (:published, :text)"),
        [{"published": published, "text": text} for published, text in rows],
    )


def delete(connection: sa.Connection, moments: Iterable[int]) -> None:
    """Remove the rows of *moments*."""
    statement = sa.text("DELETE FROM words WHERE rowid = :published")
    connection.execute(statement, [{"published": published} for published in moments])


def differing(connection: sa.Connection, texts: Mapping[int, str]) -> list[int]:
    """Return the moments of those of *texts* that the index does not hold as they are."""
    query = sa.text("SELECT rowid, text FROM words WHERE rowid BETWEEN :first AND :last")
    rows = connection.execute(query, {"first": min(texts, default=0), "last": max(texts, default=0)})
    found = {row.rowid: row.text for row in rows}
    return [published for published, text in texts.items() if found.get(published) != text]


def _any_of(clause: Clause) -> str:
    return f"({' OR '.join(map(_spelt, clause))})"


def _written(phrase: Phrase) -> str:
    text = f" {' '.join(phrase.tokens)}"
    return text if phrase.prefix else f"{text} "


def _spelt(phrase: Phrase) -> str:
    text = f'"{" ".join(phrase.tokens)}"'
    return f"{text} *" if phrase.prefix else text
