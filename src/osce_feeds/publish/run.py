"""The run: renders what may have changed, writes what did, and removes what is no more."""

import hashlib
import time
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field

import msgspec

from osce_feeds.errors import PublishFailed
from osce_feeds.publish.base import Render
from osce_feeds.publish.base import Rendered
from osce_feeds.publish.base import Target
from osce_feeds.publish.places import GONE
from osce_feeds.publish.places import place
from osce_feeds.publish.plan import Job
from osce_feeds.publish.state import Entry
from osce_feeds.publish.state import State
from osce_feeds.publish.state import keep_state
from osce_feeds.publish.state import read_state

CHECKPOINT = 10.0
"""Seconds of work that an ended run loses at most."""
_THERE = {200, 410}
_NOTHING = {301, 308, 404}
"""Nothing is published where the service has nothing, or sends readers elsewhere."""


class Published(msgspec.Struct):
    """What a run did: addresses that there are, answers that were rendered, files written and removed.

    ``bytes`` are those written, codings included. ``refused`` are addresses that have no
    safe name. ``files`` names what was, or would be, written (with its bytes) and removed
    (with None), in that order; it is kept by dry runs alone.
    """

    destination: str
    dry_run: bool
    addresses: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    bytes: int = 0
    refused: list[str] = []
    files: list[tuple[str, int | None]] = []


def publish(
    jobs: Sequence[Job],
    render: Render,
    target: Target,
    *,
    dry_run: bool = False,
    progress: Callable[[float], None] = lambda _done: None,
) -> Published:
    """Bring *target* to what *render* answers at the addresses of *jobs*, in their order; what is no more goes last.

    Whenever it ends, also in the middle, no list there names a page that is not, if lists come after
    pages in *jobs*; the next run does the rest. A dry run changes nothing.

    Raises:
        PublishFailed: when the service does not answer, or the target takes nothing.
    """
    report = Published(target.address, dry_run)
    if dry_run:
        _Run(jobs, render, target, report, read_state(target)).go(progress)
        return report
    with target.locked():
        _Run(jobs, render, target, report, read_state(target)).go(progress)
    return report


@dataclass
class _Run:
    jobs: Sequence[Job]
    render: Render
    target: Target
    report: Published
    state: State
    kept: float = field(default_factory=time.monotonic)

    def go(self, progress: Callable[[float], None]) -> None:
        wanted = {job.path for job in self.jobs}
        stale = [job for job in self.jobs if not self._is_current(job)]
        gone = [path for path in self.state.entries if path not in wanted]
        self.report.addresses = len(self.jobs)
        was_complete = self.state.complete
        if stale or gone or self.state.leftovers or not was_complete:
            self.state.complete = False
            self._keep()
            for number, job in enumerate(stale):
                self._publish(job)
                progress((number + 1) / len(stale))
                if time.monotonic() - self.kept > CHECKPOINT:
                    self._keep()
            self._remove(gone, sweep=not was_complete)
            self.state.complete = True
            self._keep()

    def _is_current(self, job: Job) -> bool:
        entry = self.state.entries.get(job.path)
        return bool(job.mark) and entry is not None and entry.mark == job.mark

    def _publish(self, job: Job) -> None:
        rendered, before = self.render(job.path), self.state.entries.get(job.path)
        self.report.rendered += 1
        if rendered.status in _NOTHING:
            self._note(job, "", "", before)
            return
        if rendered.status not in _THERE:
            message = f"the service answers {rendered.status} at {job.path}: nothing more was published"
            raise PublishFailed(message)
        name = place(job.path, rendered.media_type, rendered.status)
        if not name:
            self.report.refused.append(job.path)
            self._note(job, "", "", before)
            return
        digest = hashlib.sha256(rendered.body).hexdigest()[:32]
        if before is None or (before.file, before.digest) != (name, digest):
            self._write(name, rendered)
        if name.endswith(f"/{GONE}"):  # a page that an ended run wrote may be in no state
            self._leave(f"{name.removesuffix(GONE)}index.html")
        self._note(job, name, digest, before)

    def _note(self, job: Job, name: str, digest: str, before: Entry | None) -> None:
        if before and before.file and before.file != name:
            self._leave(before.file)
        self.state.entries[job.path] = Entry(job.mark, digest, name)

    def _leave(self, name: str) -> None:
        if name not in self.state.leftovers:
            self.state.leftovers.append(name)

    def _write(self, name: str, rendered: Rendered) -> None:
        size = len(rendered.body) + sum(map(len, rendered.codings.values()))
        self.report.written += 1
        self.report.bytes += size
        if self.report.dry_run:
            self.report.files.append((name, size))
        else:
            self.target.write(name, rendered)

    def _remove(self, gone: Sequence[str], *, sweep: bool) -> None:
        """Remove what is no more; after a run that was ended also what is in no state."""
        for path in gone:
            entry = self.state.entries.pop(path)
            if entry.file:
                self._leave(entry.file)
        there = {entry.file for entry in self.state.entries.values()}
        names = {*self.state.leftovers, *(self.target.names() if sweep else ())} - there
        for name in sorted(names):
            if self.target.read(name) is None:
                continue
            self.report.removed += 1
            if self.report.dry_run:
                self.report.files.append((name, None))
            else:
                self.target.remove(name)
        self.state.leftovers.clear()

    def _keep(self) -> None:
        if not self.report.dry_run:
            keep_state(self.target, self.state)
        self.kept = time.monotonic()
