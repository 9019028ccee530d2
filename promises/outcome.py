"""What a promise is, and what became of it when it was put to the test."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done and counted, in words and figures, and what broke the promise, one line each."""

    figure: str
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the line that is printed, the first faults below it."""
        end = "kept" if not self.faults else "BROKEN"
        more = [f"    {fault}" for fault in self.faults[:10]]
        return "\n".join([f"{self.figure}: {end}", *more])


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise by its number: how it is tried, how many times usually, and how many in a night.

    ``attempt`` is called with the number of times and an empty folder of its own.
    """

    name: str
    attempt: Callable[[int, Path], Outcome]
    usual: int
    full: int
