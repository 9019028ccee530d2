"""Promises that tests try as they are, more often: the tests take their number from the environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

from promises.outcome import Outcome

_ROOT = Path(__file__).parents[1]


def _tests(what: str, paths: list[str], folder: Path, **numbers: int) -> Outcome:
    """Run the tests at *paths* with *numbers* in their environment."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={folder / 'tests'}"]
    env = os.environ | {name: str(number) for name, number in numbers.items()}
    ended = subprocess.run([*command, *paths], cwd=_ROOT, env=env, capture_output=True, text=True, check=False)
    passed, failed, skipped = (_count(word, ended.stdout) for word in ("passed", "failed", "skipped"))
    faults = tuple(line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR")))
    if ended.returncode and not faults:
        faults = (f"pytest ended with {ended.returncode}: {ended.stdout[-300:]}{ended.stderr[-300:]}",)
    return Outcome(f"{what}: {passed} tests passed, {failed} failed, {skipped} skipped", faults)


def _count(word: str, printed: str) -> int:
    found = re.findall(rf"(\d+) {word}\b", printed)
    return int(found[-1]) if found else 0


def identity(_number: int, folder: Path) -> Outcome:
    """Try every kind of change that an article meets, once however often is asked for."""
    paths = [f"tests/ingest/test_{name}.py" for name in ("recognition", "revisions", "retraction", "repeats")]
    changes = ["tests/edit", "tests/normaliser/test_identity.py", "tests/web/test_changes.py"]
    return _tests("every kind of change", [*paths, *changes], folder)


def backups(number: int, folder: Path) -> Outcome:
    """Make *number* backups while one writes and one reads, and restore each."""
    return _tests(
        f"{number} backups under load, each restored to the byte", ["tests/store/test_drill.py"], folder, BACKUPS=number
    )


def hostile_documents(number: int, folder: Path) -> Outcome:
    """Feed *number* hostile documents, and look at what came of them in every format and in a browser."""
    return _tests(f"{number:,} hostile documents", ["tests/hostile"], folder, HOSTILE=number)


def hostile_requests(number: int, folder: Path) -> Outcome:
    """Send *number* hostile requests, with the fast layer and without, and watch the memory."""
    return _tests(f"{number:,} hostile requests, twice", ["tests/web/test_hostile_requests.py"], folder, HOSTILE=number)
