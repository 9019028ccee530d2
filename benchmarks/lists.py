"""Lists and searches over archives of different sizes, and against the design that a list could be found by instead.

Run as ``python benchmarks/lists.py``: ten thousand articles against a hundred
thousand, or against ``SIZE=1000000``. It shares its archives with ``store.py``, and ends
with 1 where a goal is missed.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import ExitStack
from contextlib import closing

from archives import NEWEST
from archives import PATIENCE
from archives import SIZES
from archives import Archive
from archives import archive
from metadata import FREQUENT_OFFICE
from metadata import FREQUENT_TOPIC
from newsroom import RARE_LANGUAGE
from osce_feeds.model.selection import Selection
from questions import QUESTIONS
from questions import SEARCHES
from questions import Question
from timing import Result
from timing import cost
from timing import main

_LIST, _SEARCH, _GROWTH, _DESIGN = 20, 50, 5, 0.1
_IN_RARE = Question(
    "office, topic and rare language",
    Selection(offices=(FREQUENT_OFFICE,), topics=(FREQUENT_TOPIC,), content=RARE_LANGUAGE),
)
_JUNCTION = (
    "CREATE TABLE junction (term INTEGER, published INTEGER, PRIMARY KEY (term, published)) WITHOUT ROWID",
    "INSERT INTO junction SELECT term, published FROM archive.article_term ORDER BY term, published",
    """INSERT INTO junction SELECT -language.id, published FROM archive.article
    JOIN archive.language ON language.tag = article.language WHERE status = 'usable' ORDER BY 1, 2""",
)
"""One row for each term of an article, its language among them: the design that looks all but the rarest up."""
_PROBE = "AND EXISTS (SELECT 1 FROM junction k WHERE k.term = ? AND k.published = j.published)"
_DESIGNED = "SELECT published FROM junction j WHERE term = ? {probe} {probe} ORDER BY published DESC LIMIT 50"


def run(sizes: tuple[int, int] = SIZES, repeat: int = 7) -> list[Result]:
    """Measure, and return each ratio beside its goal."""
    with ExitStack() as stack:
        small, large = (stack.enter_context(closing(archive(size))) for size in sizes)
        results = [*_reading(small, repeat), *_reading(large, repeat), *_growing(small, large, repeat)]
        return [*results, _designed(large, repeat)]


def _reading(there: Archive, repeat: int) -> Iterator[Result]:
    """Compare lists with what is the least for any of them: reading as many articles by their keys."""
    with closing(sqlite3.connect(there.database)) as connection:
        # Keys are hashes: neighbours lie far apart in the archive.
        keys = connection.execute("SELECT key FROM article ORDER BY key LIMIT ?", (NEWEST,)).fetchall()

        def by_key() -> list[bytes]:
            return [connection.execute("SELECT record FROM article WHERE key = ?", key).fetchone() for key in keys]

        for questions, most in ((QUESTIONS, _LIST), (SEARCHES, _SEARCH)):
            for question in questions:
                what = f"{question.name}, {there.name}, of {NEWEST} by key"
                yield _compared(what, there.newest(question), by_key, most, repeat)


def _growing(small: Archive, large: Archive, repeat: int) -> Iterator[Result]:
    """Compare lists of the large archive with those of the small one that can be read at all."""
    for question in (*QUESTIONS, *SEARCHES):
        if before := small.newest(question):
            what = f"{question.name}, {large.name}, of {small.size:,}"
            yield _compared(what, large.newest(question), before, _GROWTH, repeat)


def _compared(
    what: str, ours: Callable[[], object] | None, theirs: Callable[[], object], most: float, repeat: int
) -> Result:
    """Return how many times as long as *theirs* *ours* takes; where it was given up, how many it takes at least."""
    if ours is None:
        return Result(f"{what} (given up)", cost(lambda: time.sleep(PATIENCE), theirs, 1), most, at_most=True)
    return Result(what, cost(ours, theirs, repeat), most, at_most=True)


def _designed(there: Archive, repeat: int) -> Result:
    """Compare how a list of an office, a topic and a language is found with how a junction alone would find it."""
    statements = there.statements(_IN_RARE)
    with closing(sqlite3.connect("")) as connection, closing(sqlite3.connect(there.database)) as own:
        connection.execute("ATTACH ? AS archive", (str(there.database),))
        for statement in _JUNCTION:
            connection.execute(statement)
        parts = "SELECT id FROM archive.term WHERE code IN (?, ?) UNION SELECT -id FROM archive.language WHERE tag = ?"
        terms = [row[0] for row in connection.execute(parts, (FREQUENT_OFFICE, FREQUENT_TOPIC, RARE_LANGUAGE))]
        count = "SELECT count(*) FROM junction WHERE term = ?"
        terms.sort(key=lambda term: connection.execute(count, (term,)).fetchone())
        query = _DESIGNED.format(probe=_PROBE)

        def theirs() -> list[int]:
            return connection.execute(query, terms).fetchall()

        def ours() -> list[int]:
            return [row for statement, values in statements for row in own.execute(statement, values)]

        if theirs() != ours():
            message = "the two designs find different articles"
            raise RuntimeError(message)
        what = f"{_IN_RARE.name}, {there.name}, of a junction alone"
        return Result(what, cost(ours, theirs, repeat), _DESIGN, at_most=True)


if __name__ == "__main__":
    sys.exit(main(run))
