"""Starts with wrong settings: everything that is wrong is said at once, and nothing is written."""

import resource
from pathlib import Path

from promises.outcome import Outcome
from tests.faults import end
from tests.faults import ours
from tests.listings import environment

WRONG = {
    "BASE_URL": "nowhere",
    "TIMEZONE": "Nowhere/City",
    "LANGUAGES": ",",
    "OFFICIAL": "maybe",
    "AUTHORITY": "Example",
    "TEMPLATES": "/no/such/folder",
    "PROXIES": "many",
    "RATE": "fast",
    "COLOUR": "blue",
}
"""Settings that no command can work with."""
COMMANDS = (("serve",), ("ingest", "-"), ("export", "--format", "rss"), ("db", "upgrade"), ("watch",))
_USAGE = 2
_SECONDS = 1.0


def _seconds() -> float:
    """Return how long processes that have ended have had a core so far: seconds on a clock are others' as well."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def wrong_settings(number: int, folder: Path) -> Outcome:
    """Start every command with wrong settings, all at once, and one with each alone, *number* times."""
    slowest, starts, faults = 0.0, 0, list[str]()
    alone = [(COMMANDS[0], {name: text}) for name, text in WRONG.items()]
    for command, given in [*((command, WRONG) for command in COMMANDS), *alone]:
        env = environment(folder / "store.db", **given)
        taken = []
        for _ in range(number):
            start = _seconds()
            ended = end(ours(*command), env)
            taken.append(_seconds() - start)
            starts += 1
            said = {name for name in given if f"OSCE_FEEDS_{name}: " in ended.stderr}
            if ended.returncode != _USAGE or said != set(given) or "Traceback" in ended.stderr:
                faults.append(f"{command} with {list(given)}: {ended.returncode}, said {ended.stderr[-200:]}")
            if any(folder.iterdir()):
                faults.append(f"{command} with {list(given)}: something was written")
        slowest = max(slowest, min(taken))
    if slowest > _SECONDS:
        faults.append(f"the slowest took {slowest:.2f} s of a core, more than {_SECONDS} s")
    figure = f"{starts} starts with wrong settings: {len(faults)} not refused as promised, nothing written"
    return Outcome(f"{figure}, slowest {slowest:.2f} s of a core", tuple(faults))
