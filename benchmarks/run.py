"""Runs benchmarks, each in a process of its own, and prints what all of them reached as one table.

Run as ``python benchmarks/run.py [NAME...]``; it ends with 1 where a goal is missed.
A benchmark is a script that ends in ``sys.exit(main(run))`` with ``timing.main``.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import msgspec

from timing import JSON
from timing import Result
from timing import report

BENCHMARKS = ("text_input", "html_input", "feed_input", "feeds", "exports", "serving", "lists", "store", "publish")
"""What runs when nothing is named."""
_FOLDER = Path(__file__).parent
_SCHEMA = msgspec.json.Decoder(Result)


class Failed(Exception):
    """A benchmark came to no results; the message says what it said last."""


def measure(script: Path) -> list[Result]:
    """Run a benchmark and return its results; what it prints about its progress goes to standard error.

    Raises:
        Failed: when it ends before it has results.
    """
    ended = subprocess.run([sys.executable, script, JSON], stdout=subprocess.PIPE, text=True, check=False)
    try:
        results = [_SCHEMA.decode(line) for line in ended.stdout.splitlines()]
    except msgspec.DecodeError as error:
        message = f"{script.stem} printed something else than results: {ended.stdout.splitlines()[0]!r}"
        raise Failed(message) from error
    if ended.returncode not in {0, 1} or not results:
        message = f"{script.stem} ended with {ended.returncode} and {len(results)} results"
        raise Failed(message)
    return results


def run(scripts: Iterable[Path]) -> bool:
    """Run *scripts*, print one table of their results, and say whether every goal was reached by every one of them."""
    results: list[Result] = []
    failures: list[str] = []
    for script in scripts:
        print(f"{script.stem} ...", file=sys.stderr)
        try:
            results += [replace(result, what=f"{script.stem}: {result.what}") for result in measure(script)]
        except Failed as failed:
            failures.append(str(failed))
    report(results)
    for failure in failures:
        print(f"FAIL: {failure}")
    return not failures and all(result.passed for result in results)


def main() -> int:
    """Run the benchmarks that are named, or the usual ones, and return the exit status."""
    parser = argparse.ArgumentParser(description="Measure, and hold every ratio to its goal.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or BENCHMARKS
    if unknown := sorted(set(names) - set(BENCHMARKS)):
        parser.error(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    return 0 if run([_FOLDER / f"{name}.py" for name in names]) else 1


if __name__ == "__main__":
    sys.exit(main())
