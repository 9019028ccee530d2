"""What the last ingest of each document found."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import replace

from osce_feeds.model.raw import Problem
from osce_feeds.sources import SOURCES
from osce_feeds.store.survey import Run

_IN_PARTS = frozenset(source.name for source in SOURCES if source.by_line)


def last_runs(runs: Iterable[Run]) -> list[Run]:
    """Return the last one of *runs* of each document, in their order: the last one first.

    A document that was taken in parts has a run for each: they are united.
    """
    found: dict[tuple[str, str, str], Run] = {}
    complete: set[tuple[str, str, str]] = set()
    for run in runs:
        place = (run.source, run.form, run.document)
        later = found.get(place)
        if later is None:
            found[place] = run
        elif run.form in _IN_PARTS and place not in complete and _is_before(run.problems, later.problems):
            found[place] = replace(later, problems=(*run.problems, *later.problems))
        else:
            complete.add(place)
    return list(found.values())


def _is_before(earlier: tuple[Problem, ...], later: tuple[Problem, ...]) -> bool:
    """Say whether the lines of *earlier* stand above those of *later*, as those of an earlier part do."""
    return max(_lines(earlier), default=0) < min(_lines(later), default=1)


def _lines(problems: tuple[Problem, ...]) -> Iterator[int]:
    return (problem.line for problem in problems if problem.line is not None)
