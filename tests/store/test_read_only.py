"""Stores that may only be read, and what is said of those that may not even be."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Feed
from tests.faults import end
from tests.faults import ours
from tests.faults import powerless
from tests.listings import environment
from tests.servers import free_port
from tests.servers import running

from osce_feeds.formats import FORMATS
from osce_feeds.settings import Settings
from osce_feeds.store import Store

pytestmark = pytest.mark.sqlite

LISTING = "Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that may be closed; it is opened again at the end, to be removed."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    yield folder
    folder.chmod(0o755)


@pytest.fixture
def backup(store: Store, feed: Feed, sample: bytes, folder: Path) -> Path:
    """A backup of the sample in a folder that may not be written to."""
    feed(sample)
    store.back_up(folder / "store.db")
    (folder / "store.db").chmod(0o444)
    folder.chmod(0o555)
    return folder / "store.db"


@pytest.fixture
def closed(store: Store, feed: Feed, sample: bytes, folder: Path) -> Path:
    """A store as it was in use, moved to a folder that may not be written to."""
    feed(sample)
    store.close()
    moved = Path(str(store.address).removeprefix("sqlite:///")).rename(folder / "store.db")
    folder.chmod(0o555)
    return moved


def test_backup_is_served_from_where_nothing_can_be_written(backup: Path, tmp_path: Path) -> None:
    port = free_port()
    command = powerless([sys.executable, "-m", "osce_feeds", "serve", "--port", str(port)])
    with running(command, port, environment(backup), tmp_path / "log") as server:
        for form in FORMATS:
            reply = server.get(f"/en/{form.file}")
            assert reply.status == 200
            assert server.get(f"/en/{form.file}", If_None_Match=reply.headers["ETag"]).status == 304
        assert server.get("/en/").status == 200
        assert "Traceback" not in server.output

    assert [path.name for path in backup.parent.iterdir()] == ["store.db"]


@pytest.mark.parametrize("command", [["export", "--format", "rss"], ["db", "check"], ["db", "upgrade"]])
def test_backup_is_read_where_nothing_can_be_written(command: list[str], backup: Path) -> None:
    assert end(powerless(ours(*command)), environment(backup)).returncode == 0


def test_store_that_may_not_be_written_to_refuses_an_ingest_in_one_line(backup: Path, tmp_path: Path) -> None:
    listing = tmp_path / "listing.txt"
    listing.write_text(LISTING, encoding="utf-8")
    before = backup.read_bytes()
    ended = end(powerless(ours("ingest", listing)), environment(backup))

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr.startswith(
        f"osce-feeds: the store sqlite:///{backup} cannot be used now: attempt to write a readonly database"
    )
    assert ended.stderr.count("\n") == 1
    assert backup.read_bytes() == before


@pytest.mark.parametrize(
    "command", [["serve"], ["export", "--format", "rss"], ["ingest", "/dev/null"], ["db", "upgrade"], ["db", "check"]]
)
def test_store_in_use_says_why_it_cannot_be_read_where_nothing_can_be_written(command: list[str], closed: Path) -> None:
    ended = end(powerless(ours(*command)), environment(closed))

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"osce-feeds: the store sqlite:///{closed} cannot be used now: attempt to write a readonly database (its folder"
        " may not be written to, which a store in use needs; what `osce-feeds db backup` makes can be read there)\n"
    )


@pytest.mark.parametrize("command", [["serve"], ["export", "--format", "rss"], ["db", "upgrade"], ["db", "check"]])
def test_store_that_may_not_be_read_says_so(command: list[str], store: Store, settings: Settings) -> None:
    store.close()
    Path(settings.database).chmod(0)
    ended = end(powerless(ours(*command)), environment(settings.database))

    assert (ended.returncode, ended.stdout) == (3, "")
    assert ended.stderr == (
        f"osce-feeds: the store sqlite:///{settings.database} cannot be used now: unable to open database file (no"
        " permission to read it)\n"
    )


def test_new_store_may_be_read_as_the_folder_and_the_mask_say(tmp_path: Path) -> None:
    command = ["sh", "-c", 'umask 027; exec "$0" -m osce_feeds db upgrade', sys.executable]
    ended = end(command, environment(tmp_path / "s.db"))

    assert ended.returncode == 0
    assert stat.S_IMODE((tmp_path / "s.db").stat().st_mode) == 0o640
