"""Disks that fail at the n-th call: one clear line, nothing lost, and the service goes on answering."""

from pathlib import Path

from promises.outcome import Outcome
from tests.cli.test_full_disk import FEEDS
from tests.cli.test_full_disk import check_refusal
from tests.cli.test_full_disk import check_sound
from tests.conftest import ROOT
from tests.faults import end
from tests.faults import failing
from tests.faults import ours
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.servers import free_port
from tests.servers import running

FAULTS = ("pwrite64:error=ENOSPC", "pwrite64:error=EIO", "fdatasync:error=EIO")


def writes(number: int, folder: Path) -> Outcome:
    """Have each of the first *number* writes and syncs of an ingest fail, while the service answers."""
    database, listing = folder / "store.db", folder / "listing.txt"
    env = environment(database)
    sample = ROOT / "tests" / "data" / "newsroom-listing.txt"
    ended = end(ours("ingest", sample), env)
    if ended.returncode:
        return Outcome("nothing was tried", (ended.stderr,))
    refused, taken, faults = 0, 0, list[str]()
    port = free_port()
    with running(ours("serve", "--port", port), port, env, folder / "log") as server:
        for fault in FAULTS:
            for at in range(1, number + 1):
                listing.write_text(make_listing(make_entries(40, f"{fault} {at}")), encoding="utf-8")
                before = rows(database)["article"]
                ended = end(failing(fault, at, ours("ingest", listing)), env)
                try:
                    after = rows(database)["article"]
                    if ended.returncode == 0:
                        taken += 1
                        assert len(after) == len(before) + 40, "acknowledged and not there"
                    else:
                        refused += 1
                        check_refusal(ended, database)
                        assert len(after) in {len(before), len(before) + 40}, "half a document"
                    statuses = {server.get(path).status for path in FEEDS}
                    assert statuses == {200}, f"feeds answered {statuses}"
                    again = end(ours("ingest", listing), env)
                    assert again.returncode == 0, f"the same command failed later: {again.stderr}"
                    assert len(rows(database)["article"]) == len(before) + 40, "not whole after the next command"
                except AssertionError as error:
                    faults.append(f"{fault} at {at}: {error}")
        check_sound(database)
    figure = f"{number} points x {len(FAULTS)} faults: {refused} refused in one line, {taken} past the commit"
    return Outcome(f"{figure}, {len(faults)} wrong", tuple(faults))
