"""One state of the store in a file of its own."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import NOW
from tests.conftest import Feed
from tests.faults import end
from tests.faults import failing
from tests.faults import ours
from tests.faults import powerless
from tests.listings import environment
from tests.listings import make_article
from tests.listings import rows
from tests.listings import unmeasured
from tests.renditions import renditions

from osce_feeds.errors import BackupFailed
from osce_feeds.errors import StoreError
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.backup import Holding

pytestmark = pytest.mark.sqlite


@pytest.fixture
def full(store: Store, feed: Feed, sample: bytes) -> Store:
    """A store that holds the sample."""
    feed(sample)
    return store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup goes: a folder in which nothing else is."""
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "backup.db"


def test_backup_holds_what_the_store_holds(full: Store, file: Path, settings: Settings) -> None:
    holding = full.back_up(file)

    assert holding == Holding(file.stat().st_size, "0001", 24, 24)
    assert rows(file) == rows(settings.database)
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]


def test_backup_is_a_store(full: Store, file: Path, settings: Settings) -> None:
    full.back_up(file)
    with closing(Store(str(file))) as other:
        other.prepare(NOW)
        assert renditions(other, settings) == renditions(full, settings)
        assert list(other.check()) == []


def test_backup_has_no_log_that_could_be_lost(full: Store, file: Path) -> None:
    full.back_up(file)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_backup_is_the_state_before_a_change_that_is_not_committed(full: Store, file: Path) -> None:
    with full.write(NOW) as writer:
        writer.put(make_article(), ())
        assert full.back_up(file).articles == 24

    assert full.back_up(file, force=True).articles == 25


def test_backup_holds_what_only_the_log_has_yet(full: Store, file: Path, settings: Settings) -> None:
    """A plain copy of the store's file would not."""
    assert Path(f"{settings.database}-wal").stat().st_size > 0
    copy = file.with_name("copy.db")
    copy.write_bytes(Path(settings.database).read_bytes())

    assert full.back_up(file).articles == 24
    assert len(rows(copy).get("article", [])) < 24


def test_backup_replaces_a_file_only_by_force(full: Store, file: Path) -> None:
    file.write_bytes(b"An older backup.")
    with pytest.raises(BackupFailed) as refused:
        full.back_up(file)

    assert str(refused.value) == f"{file} is there already: name another file, or say --force to replace it"
    assert file.read_bytes() == b"An older backup."
    assert full.back_up(file, force=True).articles == 24
    assert len(rows(file)["article"]) == 24


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
def test_backup_never_replaces_the_store(suffix: str, full: Store, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(f"{settings.database}{suffix}")
    before = rows(settings.database)
    for file in (Path(f"{settings.database}{suffix}"), tmp_path / "link"):
        with pytest.raises(BackupFailed, match="belongs to the store itself: name another file"):
            full.back_up(file, force=True)

    assert rows(settings.database) == before


def test_backup_never_replaces_what_is_no_file(full: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed, match="is no file that can be replaced: name another one"):
        full.back_up(tmp_path, force=True)


def test_backup_says_when_its_folder_is_not_there(full: Store, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed) as refused:
        full.back_up(tmp_path / "nothing" / "backup.db")

    assert str(refused.value) == f"cannot write {tmp_path}/nothing/backup.db: No such file or directory"


def test_backup_makes_no_store(file: Path, tmp_path: Path) -> None:
    with closing(Store(str(tmp_path / "nothing.db"))) as store, pytest.raises(StoreError, match="there is no store"):
        store.back_up(file)

    assert not (tmp_path / "nothing.db").exists()
    assert not file.exists()


def test_backup_of_an_empty_database_is_refused(file: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with closing(Store(str(tmp_path / "empty.db"))) as store, pytest.raises(StoreError, match="is at schema base"):
        store.back_up(file)

    assert not file.exists()


def test_backup_of_a_damaged_store_is_none(full: Store, file: Path, settings: Settings) -> None:
    """The older backup stays: it may be the last good one."""
    full.back_up(file)
    before = file.read_bytes()
    full.close()
    size = Path(settings.database).stat().st_size
    with Path(settings.database).open("r+b") as store:
        store.seek(size // 2)
        store.write(b"\xa5" * (size // 3))
    with pytest.raises(BackupFailed, match=r"was made: the store is damaged \(.*\); see `osce-feeds db check`"):
        full.back_up(file, force=True)

    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_backup_may_be_read_by_whoever_may_read_the_store(
    mode: int, full: Store, file: Path, settings: Settings
) -> None:
    Path(settings.database).chmod(mode)
    full.back_up(file)

    assert file.stat().st_mode & 0o777 == mode


@pytest.fixture
def large(store: Store) -> Store:
    """A store that takes SQLite a while."""
    with store.write(NOW) as writer:
        for number in range(3000):
            writer.put(make_article(number, summary="Long. " * 40), ())
    return store


def test_backup_tells_how_far_it_is(large: Store, file: Path) -> None:
    told: list[float] = []
    large.back_up(file, progress=told.append)

    assert len(told) > 4
    assert sorted(told) == told
    assert (told[0], told[-1]) == (0, 1)


def test_interrupted_backup_leaves_nothing(large: Store, file: Path) -> None:
    def interrupt(done: float) -> None:
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        large.back_up(file, progress=interrupt)

    assert list(file.parent.iterdir()) == []
    with large.write(NOW) as writer:
        assert writer.generation() == 3000


@pytest.mark.parametrize("number", range(1, 11))
@pytest.mark.parametrize(
    ("fault", "always"),
    [("pwrite64:error=ENOSPC", True), ("fsync:error=EIO", False), ("rename:error=EACCES", False)],
)
def test_backup_that_cannot_be_written_leaves_the_one_before(
    fault: str, always: bool, number: int, full: Store, file: Path, settings: Settings
) -> None:
    """Where the call is not made so often, the backup is there."""
    full.back_up(file)
    before = file.read_bytes()
    with full.write(NOW) as writer:
        writer.put(make_article(), ())
    ended = end(failing(fault, number, ours("db", "backup", file, "--force")), environment(settings.database))

    if always or ended.returncode:
        assert (ended.returncode, ended.stdout) == (3, "")
        assert ended.stderr.startswith("osce-feeds: ")
        assert ended.stderr.count("\n") == 1
    if always or number == 1:
        assert ended.returncode == 3
    if ended.returncode and not fault.startswith("fsync"):
        assert file.read_bytes() == before
    assert len(rows(file)["article"]) in {24, 25}
    assert [path.name for path in file.parent.iterdir()] == ["backup.db"]
    assert full.back_up(file, force=True).articles == 25


@pytest.mark.parametrize("number", [1, 5, 20, 60])
def test_killed_backup_leaves_the_one_before(number: int, full: Store, file: Path, settings: Settings) -> None:
    full.back_up(file)
    before = file.read_bytes()
    command = failing("pwrite64:signal=KILL", number, ours("db", "backup", file, "--force"))
    ended = end(command, unmeasured(environment(settings.database)))

    assert ended.returncode != 0
    assert file.read_bytes() == before
    assert full.back_up(file, force=True).articles == 24


def test_backup_is_on_the_disk_before_it_has_its_name(
    full: Store, file: Path, settings: Settings, tmp_path: Path
) -> None:
    """Else a power cut could leave the name without the content, in the place of the backup before."""
    full.close()
    calls = tmp_path / "calls"
    traced = failing("fsync,rename:delay_enter=0", 1, ours("db", "backup", file), calls)
    assert end(traced, environment(settings.database)).returncode == 0
    lines = [line.split(" ", 1)[1].strip() for line in calls.read_text().splitlines() if str(file.parent) in line]

    assert [line.partition("(")[0] for line in lines] == ["fsync", "rename", "fsync"]
    assert ".part>" in lines[0]
    assert f"<{file.parent}>" in lines[2]


def test_store_that_may_only_be_read_is_backed_up(full: Store, file: Path, settings: Settings) -> None:
    full.close()
    Path(settings.database).chmod(0o444)
    ended = end(powerless(ours("db", "backup", file)), environment(settings.database))

    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(rows(file)["article"]) == 24
