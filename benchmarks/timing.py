"""How two ways of doing the same thing compare in time, and whether that is enough.

Seconds say little: they depend on the machine and on whatever else runs on it.
So what is measured here is always a ratio, of two ways that took turns in one run.
"""

import gc
import sys
import time
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import msgspec

Clock = Callable[[], float]
"""Gives seconds since some moment."""
JSON = "--json"
"""Asks a benchmark for its results as JSON lines."""
_LEAST = 0.01
"""Seconds that a measurement lasts; work that takes less is called often enough.

In a tenth of that, what takes a tenth of a millisecond would be measured with what the other
way left in the caches of the processor.
"""
_HEADINGS = ("what", "reached", "goal", "")


@dataclass(frozen=True, slots=True)
class Result:
    """A ratio that was measured beside its goal, which is the least allowed or, if ``at_most``, the most."""

    what: str
    reached: float
    goal: float
    at_most: bool = False

    @property
    def passed(self) -> bool:
        """Whether the goal is reached."""
        return self.reached <= self.goal if self.at_most else self.reached >= self.goal


def ratio(
    ours: Callable[[], object], theirs: Callable[[], object], repeat: int = 7, clock: Clock | None = None
) -> float:
    """Return how many times as fast as *theirs* *ours* is: 2.0 where ours takes half the time.

    The two are measured in turns, in *repeat* rounds, and each goes first in half of
    them. The result is the median of the rounds' own ratios. What disturbs a whole
    round slows both down and leaves its ratio as it was; a round that is disturbed in
    part is an outlier, which a median passes over. The best time of each, on a
    machine where others work, is often that of a lucky moment for one of the two: its
    ratio was seen to spread three times as far.

    Each is called once before, and then as often in a round as ten milliseconds take;
    so work that cannot be done twice has to bring new material every time. Work that waits for
    nothing may be measured by the *clock* of the process's own time, which others do not disturb.
    """
    clock = clock or time.perf_counter
    works = (ours, theirs)
    calls = [_calls(work, clock) for work in works]
    ratios: list[float] = []
    for number in range(repeat):
        seconds = [0.0, 0.0]
        for place in (0, 1) if number % 2 else (1, 0):
            seconds[place] = _seconds(works[place], calls[place], clock)
        ratios.append(seconds[1] / seconds[0])
    return median(ratios)


def cost(ours: Callable[[], object], theirs: Callable[[], object], repeat: int = 7) -> float:
    """Return how many times as long as *theirs* *ours* takes, measured like ``ratio``."""
    return 1 / ratio(ours, theirs, repeat)


def table(results: Sequence[Result]) -> list[str]:
    """Return *results* as the lines of a table, with PASS or FAIL at the end of each."""
    rows = [_HEADINGS, *map(_row, results)]
    wide, narrow, middle = (max(len(row[column]) for row in rows) for column in range(3))
    lines = (f"{what:{wide}}  {reached:>{narrow}}  {goal:{middle}}  {end}" for what, reached, goal, end in rows)
    return [line.rstrip() for line in lines]


def report(results: Sequence[Result]) -> None:
    """Print *results* as a table."""
    print("\n".join(table(results)))


def main(run: Callable[[], Iterable[Result]]) -> int:
    """Run a benchmark as a program: print its results, and return 1 if one of them is not good enough, else 0."""
    results = list(run())
    if JSON in sys.argv[1:]:
        for result in results:
            print(msgspec.json.encode(result).decode())
    else:
        report(results)
    return 0 if all(result.passed for result in results) else 1


def _calls(work: Callable[[], object], clock: Clock) -> int:
    """Call *work* once and return how many calls make a measurement."""
    seconds = _seconds(work, 1, clock)
    return 1 if seconds >= _LEAST else int(_LEAST / max(seconds, 1e-7)) + 1


def _seconds(work: Callable[[], object], calls: int, clock: Clock) -> float:
    """Return the seconds that one of *calls* calls of *work* takes on average, garbage collection put off."""
    gc.collect()
    gc.disable()
    try:
        start = clock()
        for _ in range(calls):
            work()
        return (clock() - start) / calls
    finally:
        gc.enable()


def _row(result: Result) -> tuple[str, str, str, str]:
    bound = "at most" if result.at_most else "at least"
    return result.what, _figure(result.reached), f"{bound} {result.goal:g}", "PASS" if result.passed else "FAIL"


def _figure(value: float) -> str:
    """Return a ratio with the digits that mean something."""
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"
