"""Ingests of one document at once, in eight processes."""

from pathlib import Path

from promises.outcome import Outcome
from tests.ingest.test_at_once import AT_ONCE
from tests.ingest.test_at_once import race


def ingests(number: int, folder: Path) -> Outcome:
    """Race *number* times; each race's store is held against that of a single ingest."""
    faults = list[str]()
    for found in range(number):
        place = folder / str(found)
        place.mkdir()
        try:
            race(place, found % 20)
        except AssertionError as error:
            faults.append(f"round {found}: {error}")
    return Outcome(f"{AT_ONCE} processes, {number} rounds: {len(faults)} that differ from one ingest", tuple(faults))
