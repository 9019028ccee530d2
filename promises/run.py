"""Tries what the program promises, and prints each figure: ``python -m promises.run [NAME...]``.

It ends with 1 where a promise is broken. ``N=1000`` tries each a thousand times, ``N=full``
as often as in a night.
"""

import argparse
import os
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from promises import clocks
from promises import failures
from promises import kills
from promises import loads
from promises import races
from promises import reloads
from promises import repeats
from promises import sequences
from promises import starts
from promises import suites
from promises import tokens
from promises import unreachable
from promises.outcome import Outcome
from promises.outcome import Promise

PROMISES = (
    Promise("P1", kills.ingests, 300, 1000),
    Promise("P2", failures.writes, 6, 200),
    Promise("P3", unreachable.store, 1000, 1000),
    Promise("P4", races.ingests, 60, 200),
    Promise("P5", sequences.redesigns, 1000, 5000),
    Promise("P6", repeats.same, 100, 1000),
    Promise("P7", suites.identity, 1, 1),
    Promise("P8", clocks.steps, 200, 1000),
    Promise("P9", reloads.reloads, 10, 20),
    Promise("P10", suites.backups, 10, 50),
    Promise("P11", kills.migrations, 40, 400),
    Promise("P12", loads.soak, 3, 30),
    Promise("P13", loads.slow_clients, 250, 250),
    Promise("P14", loads.spike, 20, 60),
    Promise("P15", suites.hostile_documents, 1000, 10_000),
    Promise("P16", suites.hostile_requests, 8000, 8000),
    Promise("P19", starts.wrong_settings, 1, 20),
    Promise("T16", tokens.wrong, 10_000, 10_000),
)


def attempt(promise: Promise, number: int) -> Outcome:
    """Try *promise* in a folder of its own; what is raised breaks it."""
    with TemporaryDirectory(prefix=f"{promise.name}-") as folder:
        try:
            return promise.attempt(number, Path(folder))
        except Exception as error:  # noqa: BLE001 - the others are tried all the same
            traceback.print_exc()
            return Outcome(f"ended early, of {number}", (repr(error),))


def main() -> int:
    """Try the promises that are named, or all, and return the exit status."""
    names = [promise.name for promise in PROMISES]
    parser = argparse.ArgumentParser(description="Try what the program promises.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    wanted = parser.parse_args().names or names
    if unknown := sorted(set(wanted) - set(names)):
        parser.error(f"no such promise: {', '.join(unknown)}; there are {', '.join(names)}")
    given, broken = os.environ.get("N", ""), False
    for promise in PROMISES:
        if promise.name in wanted:
            number = {"": promise.usual, "full": promise.full}.get(given) or int(given)
            start = monotonic()
            outcome = attempt(promise, number)
            print(f"{promise.name}: {outcome} ({monotonic() - start:.0f} s)", flush=True)
            broken = broken or bool(outcome.faults)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
