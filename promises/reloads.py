"""Reloads of the service while readers ask."""

import signal
import time
from pathlib import Path

from promises.outcome import Outcome
from tests.conftest import ROOT
from tests.faults import end
from tests.faults import ours
from tests.listings import environment
from tests.servers import free_port
from tests.servers import running
from tests.web.test_reload import Readers
from tests.web.test_reload import workers

_PATIENCE = 30
_END = 10
"""Seconds in which running requests are finished at the end."""


def reloads(number: int, folder: Path) -> Outcome:
    """Reload *number* times under as much load as four readers make, and end under load."""
    env, port, faults = environment(folder / "store.db"), free_port(), list[str]()
    end(ours("ingest", ROOT / "tests" / "data" / "newsroom-listing.txt"), env)
    with running(ours("serve", "--port", port), port, env, folder / "log") as server:
        server.get("/en/feed.atom")
        start = time.monotonic()
        with Readers(server) as readers:
            for reload in range(number):
                before = workers(server)
                server.process.send_signal(signal.SIGHUP)
                until = time.monotonic() + _PATIENCE
                while workers(server) & before and time.monotonic() < until:
                    time.sleep(0.05)
                if workers(server) & before:
                    faults.append(f"reload {reload}: old workers after {_PATIENCE} s")
                readers.wait_for(20)
            rate = readers.answers / (time.monotonic() - start)
        with Readers(server) as last:
            asked = time.monotonic()
            server.process.terminate()
            server.process.wait(_PATIENCE)
            lasting = time.monotonic() - asked
    failures = [*readers.failures, *last.failures]
    faults += failures
    if readers.closed:
        faults.append(f"{readers.closed} connections were closed unread at a reload")
    if lasting > _END:
        faults.append(f"the end took {lasting:.1f} s")
    figure = (
        f"{number} reloads under {rate:.0f} requests/s, {readers.answers:,} answers: {len(readers.failures)} failed"
    )
    figure += f", {readers.closed} reset; end under load in {lasting:.1f} s, {len(last.failures)} failed"
    return Outcome(figure, tuple(faults))
