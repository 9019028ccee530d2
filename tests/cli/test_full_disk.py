"""Disks that are full or fail at the n-th call: one line, nothing lost, and the service goes on answering."""

import resource
import subprocess
import sys
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import Feed
from tests.faults import end
from tests.faults import failing
from tests.faults import ours
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows
from tests.listings import unmeasured
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.formats import FORMATS
from osce_feeds.settings import Settings
from osce_feeds.store import Store

FEEDS = [f"/en/{form.file}" for form in FORMATS]


@pytest.fixture
def database(settings: Settings) -> Path:
    return Path(settings.database)


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    """A document that is not in the store yet."""
    path = tmp_path / "listing.txt"
    path.write_text(make_listing(make_entries(40)), encoding="utf-8")
    return path


@pytest.fixture
def env(feed: Feed, sample: bytes, database: Path) -> dict[str, str]:
    """The environment of commands on a store that holds the sample."""
    feed(sample)
    return environment(database)


@pytest.fixture
def server(env: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """The service, which has answered already."""
    port = free_port()
    with running(ours("serve", "--port", port), port, env, tmp_path / "log") as server:
        yield server


def answers(server: Server) -> dict[str, tuple[int, bytes]]:
    replies = {path: server.get(path) for path in FEEDS}
    return {path: (reply.status, reply.body) for path, reply in replies.items()}


def check_refusal(ended: subprocess.CompletedProcess[str], database: Path) -> None:
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.startswith(f"osce-feeds: the store sqlite:///{database} cannot be used now: ")
    assert ended.stderr.count("\n") == 1


def check_sound(database: Path) -> None:
    with closing(Store(str(database))) as store:
        assert list(store.check()) == []


def test_write_that_fails_ends_the_ingest_and_nothing_else(
    server: Server, env: dict[str, str], database: Path, listing: Path
) -> None:
    before, served = rows(database), answers(server)
    assert {status for status, _ in served.values()} == {200}
    for number in (1, 2, 3, 5, 8, 13, 20):
        ended = end(failing("pwrite64:error=ENOSPC", number, ours("ingest", listing)), env)
        check_refusal(ended, database)
        assert rows(database) == before
        assert answers(server) == served
    check_sound(database)
    assert end(ours("ingest", listing), env).returncode == 0
    assert len(rows(database)["article"]) == 64
    assert {status for status, _ in answers(server).values()} == {200}
    check_sound(database)


@pytest.mark.parametrize("fault", ["fdatasync:error=EIO", "pwrite64:error=EIO", "ftruncate:error=ENOSPC"])
@pytest.mark.parametrize("number", [1, 3])
def test_failing_disk_leaves_a_document_whole_or_not_at_all(
    fault: str, number: int, env: dict[str, str], database: Path, listing: Path
) -> None:
    """What fails after the commit does not undo it: the command is acknowledged then."""
    before = rows(database)
    ended = end(failing(fault, number, ours("ingest", listing)), env)
    count = len(rows(database)["article"])

    if ended.returncode == 0:
        assert count == 64
    else:
        check_refusal(ended, database)
        assert rows(database) == before or count == 64
    check_sound(database)
    assert end(ours("ingest", listing), env).returncode == 0
    assert len(rows(database)["article"]) == 64


@pytest.mark.parametrize(
    "command",
    [["db", "upgrade"], ["ingest", "{listing}"], ["export", "--format", "rss"], ["serve", "--port", "{port}"]],
)
@pytest.mark.parametrize("number", [1, 9])
def test_new_store_on_a_full_disk_is_refused_in_one_line(
    command: list[str], number: int, tmp_path: Path, listing: Path
) -> None:
    database = tmp_path / "new.db"
    given = [part.format(listing=listing, port=free_port()) for part in command]
    check_refusal(end(failing("pwrite64:error=ENOSPC", f"{number}+", ours(*given)), environment(database)), database)

    assert end(ours("db", "upgrade"), environment(database)).returncode == 0
    check_sound(database)


@pytest.mark.parametrize("command", [["link", "{0}", "{1}"], ["withdraw", "{0}", "--note", "Wrong."]])
def test_decision_that_cannot_be_written_is_not_made(command: list[str], env: dict[str, str], database: Path) -> None:
    before = rows(database)
    keys = [row[0] for row in before["article"]]
    given = [part.format(*keys) for part in command]
    for number in (1, 4):
        ended = end(failing("pwrite64:error=ENOSPC", number, ours(*given)), env)
        assert ended.returncode == 3
        assert ended.stderr.count("\n") == 1
        assert rows(database) == before


def limited(files: int) -> Callable[[], None]:
    """Return what lets a process write files of so many bytes only, which stands for the end of the disk."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (files, files))


def test_service_that_can_write_nothing_answers(env: dict[str, str], tmp_path: Path, database: Path) -> None:
    """It begins to serve, and notes its state when there is space again."""
    served: dict[str, tuple[int, bytes]] = {}
    before = rows(database)
    port = free_port()
    start = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000));"
    command = [sys.executable, "-c", f"{start} from osce_feeds.cli import main; main(['serve', '--port', '{port}'])"]
    with running(command, port, env, tmp_path / "log") as server:
        served = answers(server)
        assert {status for status, _ in served.values()} == {200}
        assert "Traceback" not in server.output

    assert {name: found for name, found in rows(database).items() if name != "meta"} == {
        name: found for name, found in before.items() if name != "meta"
    }
    check_sound(database)


def test_ingest_goes_on_where_space_ended(env: dict[str, str], database: Path, listing: Path) -> None:
    ended = subprocess.run(
        ours("ingest", listing),
        env=unmeasured(env),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limited(40_000),
    )
    check_refusal(ended, database)
    check_sound(database)
    assert end(ours("ingest", listing), env).returncode == 0
