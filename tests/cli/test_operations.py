"""``osce-feeds db``: what is printed, and how it ends."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.conftest import Feed
from tests.faults import ours
from tests.listings import environment
from tests.servers import free_port
from tests.servers import running
from tests.test_docs import tree

from osce_feeds.cli.main import commands
from osce_feeds.store.revision import REVISION


@pytest.fixture
def full(feed: Feed, sample: bytes, database: Path) -> str:
    """The address of a store that holds the sample."""
    feed(sample)
    return f"sqlite:///{database}"


@pytest.fixture
def backup(full: str, command: Command, tmp_path: Path) -> Path:
    assert full
    file = tmp_path / "backup.db"
    assert command("db", "backup", file)[0] == 0
    return file


def change_revision(database: Path, revision: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])


def test_backup_says_what_it_holds(full: str, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    code, out, err = command("db", "backup", file)

    assert (code, err) == (0, "")
    size = file.stat().st_size // 1024
    assert out == f"{file}: {size} KiB, 24 articles, generation 24, schema {REVISION}\n"
    assert command("db", "backup", file, "--force", "--json")[0] == 0
    assert full


def test_backup_prints_facts_as_json(full: str, command: Command, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    code, out, err = command("db", "backup", file, "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "store": full,
        "file": str(file),
        "size": file.stat().st_size,
        "revision": REVISION,
        "articles": 24,
        "generation": 24,
    }


def test_large_backup_is_measured_in_mebibytes(command: Command, tmp_path: Path) -> None:
    assert command("db", "upgrade")[0] == 0
    with closing(sqlite3.connect(tmp_path / "store.db")) as connection, connection:
        connection.execute("INSERT INTO meta VALUES ('large', ?)", ["x" * 2**21])
    _, out, _ = command("db", "backup", tmp_path / "backup.db")

    assert out.startswith(f"{tmp_path}/backup.db: 2.2 MiB, 0 articles, generation 0")


def test_backup_that_is_there_is_not_replaced(backup: Path, command: Command) -> None:
    code, out, err = command("db", "backup", backup)

    assert (code, out) == (3, "")
    assert err == f"osce-feeds: {backup} is there already: name another file, or say --force to replace it\n"


def test_restore_says_what_came_back(backup: Path, full: str, command: Command) -> None:
    code, out, err = command("db", "restore", backup, "--force")

    assert (code, err) == (0, "")
    assert out == f"{full}: 24 articles, generation 24, schema {REVISION}, from {backup}\n"


def test_restore_prints_facts_as_json(backup: Path, full: str, command: Command) -> None:
    code, out, err = command("db", "restore", backup, "--force", "--json")

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "store": full,
        "file": str(backup),
        "size": backup.stat().st_size,
        "revision": REVISION,
        "articles": 24,
        "generation": 24,
    }


def test_restore_refuses_to_replace_articles(backup: Path, full: str, command: Command) -> None:
    code, out, err = command("db", "restore", backup)

    assert (code, out) == (3, "")
    assert err.startswith(f"osce-feeds: {full} holds 24 articles")
    assert err.endswith(": say --force to replace everything in it\n")


def test_restore_of_an_older_schema_says_what_to_do_next(backup: Path, command: Command) -> None:
    change_revision(backup, "0000")
    code, _, err = command("db", "restore", backup, "--force")

    assert (code, err) == (0, f"note: run `osce-feeds db upgrade` to bring it to {REVISION}\n")


def test_service_shows_what_was_restored_under_its_feet(
    backup: Path, feed: Feed, command: Command, database: Path, tmp_path: Path
) -> None:
    feed("Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n")
    port = free_port()
    with running(ours("serve", "--port", port), port, environment(database), tmp_path / "log") as server:
        assert server.get("/en/articles.jsonl").body.count(b"\n") == 25
        code, _, err = command("db", "restore", backup)
        assert code == 3
        assert "is in use" in err

        assert command("db", "restore", backup, "--force")[0] == 0
        assert server.get("/en/articles.jsonl").body.count(b"\n") == 24
        feed("Pier\nPublishing date: 5 June 2026\nContent type: News\nOpen.\n")
        assert server.get("/en/articles.jsonl").body.count(b"\n") == 25


def test_check_of_a_sound_store_is_0(full: str, command: Command) -> None:
    assert command("db", "check") == (0, f"{full} is sound\n", "")
    assert json.loads(command("db", "check", "--json")[1]) == {"store": full, "violations": []}


def test_check_names_what_is_wrong_and_is_3(full: str, command: Command, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM meta WHERE name = 'created'")
        (key,) = connection.execute("SELECT max(key) FROM article").fetchone()
        connection.execute("UPDATE article SET change = NULL WHERE key = ?", [key])
    made = "the moment at which the store was made is None"
    change = "it is public, but its publication has no number"

    assert command("db", "check") == (
        3,
        f"created: {made} [meta]\n{key}: {change} [change]\n{full}: 2 things wrong\n",
        "",
    )
    code, out, err = command("db", "check", "--json")
    assert (code, err) == (3, "")
    assert json.loads(out)["violations"] == [
        {"rule": "meta", "key": "created", "detail": made},
        {"rule": "change", "key": key, "detail": change},
    ]


def test_check_calls_what_has_no_key_the_store(full: str, command: Command, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("DELETE FROM counter")
    code, out, _ = command("db", "check")

    assert code == 3
    assert out == f"the store: the counter of changes is not there [change]\n{full}: 1 thing wrong\n"


def test_downgrade_says_what_would_be_lost(full: str, command: Command) -> None:
    code, out, err = command("db", "downgrade", "base")

    assert (code, out) == (3, "")
    assert err == (
        f"osce-feeds: going from {REVISION} back to base loses every article with its versions, everything that sources"
        " said, and all reports. Make a backup with `osce-feeds db backup`, then say --force\n"
    )
    assert command("db", "check")[1] == f"{full} is sound\n"


def test_downgrade_by_force_says_what_was_lost(full: str, command: Command) -> None:
    lost = "every article with its versions, everything that sources said, and all reports"

    assert command("db", "downgrade", "base", "--force") == (0, f"{full}: {REVISION} -> base; lost: {lost}\n", "")
    assert json.loads(command("db", "upgrade", "--json")[1]) == {"store": full, "from": None, "to": REVISION}
    code, out, _ = command("db", "downgrade", "base", "--force", "--json")
    assert code == 0
    assert json.loads(out) == {"store": full, "from": REVISION, "to": "base", "lost": [lost]}


@pytest.mark.parametrize(
    "arguments", [["db", "check"], ["db", "backup", "{folder}/b.db"], ["db", "downgrade", "base", "--force"]]
)
def test_store_that_is_not_there_is_not_made(
    arguments: list[str], command: Command, database: Path, tmp_path: Path
) -> None:
    code, out, err = command(*(part.format(folder=tmp_path) for part in arguments))

    assert (code, out, err) == (3, "", f"osce-feeds: there is no store sqlite:///{database}\n")
    assert not database.exists()


NOTE = ["--note", "Wrong."]
EVERYTHING = [
    ["ingest", "{listing}"],
    ["export", "--format", "rss"],
    ["serve"],
    ["demo", "--keep", "{database}"],
    ["link", "vossoooooooo", "vossooooooob"],
    ["correct", "vossoooooooo", "--headline", "Right", *NOTE],
    ["withdraw", "vossoooooooo", *NOTE],
    ["restore", "vossoooooooo", *NOTE],
    ["erase", "vossoooooooo", "--yes", *NOTE],
    ["terms"],
    ["terms", "accept", "office", "lamp"],
    ["terms", "merge", "office", "lamp", "odihr"],
    ["renormalise"],
    ["report"],
    ["watch", "--once"],
    ["publish", "{folder}/site"],
    ["token", "create", "voss"],
    ["token", "list"],
    ["token", "revoke", "vossoooo"],
    ["db", "upgrade"],
    ["db", "downgrade", "base", "--force"],
    ["db", "backup", "{folder}/b.db"],
    ["db", "check"],
]
"""Every command that writes to a store or reads it, but the one that replaces it."""


def test_every_command_is_among_those_that_are_tried() -> None:
    named = {" ".join(arguments[: 2 if arguments[0] in {"db", "terms", "token"} else 1]) for arguments in EVERYTHING}

    assert {*tree(commands), "terms"} - {"settings", "check", "verify", "db restore"} == named


@pytest.mark.parametrize("arguments", EVERYTHING)
def test_every_command_refuses_a_newer_schema_in_words(
    arguments: list[str], full: str, command: Command, database: Path, listing: Path, tmp_path: Path
) -> None:
    change_revision(database, "9999")
    code, out, err = command(*(part.format(listing=listing, folder=tmp_path, database=database) for part in arguments))

    assert (code, out) == (3, "")
    assert err == (f"osce-feeds: {full} is at schema 9999, this program knows {REVISION}: install the newer program\n")


@pytest.mark.parametrize("arguments", [*EVERYTHING, ["db", "restore", "{backup}", "--force"]])
def test_every_command_refuses_a_database_of_another_program(
    arguments: list[str], backup: Path, command: Command, database: Path, listing: Path, tmp_path: Path
) -> None:
    database.unlink()
    for suffix in ("-wal", "-shm"):
        Path(f"{database}{suffix}").unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE bookmark (url)")
    code, out, err = command(
        *(part.format(listing=listing, folder=tmp_path, backup=backup, database=database) for part in arguments)
    )

    assert (code, out) == (3, "")
    assert err == f"osce-feeds: sqlite:///{database} is a database of another program: it holds bookmark\n"


WITHOUT_FILE = [arguments for arguments in EVERYTHING if "--keep" not in arguments]


@pytest.mark.parametrize("arguments", [*WITHOUT_FILE, ["db", "restore", "{backup}", "--force"]])
def test_every_command_refuses_a_folder(
    arguments: list[str],
    backup: Path,
    command: Command,
    listing: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OSCE_FEEDS_DATABASE", str(tmp_path))
    code, out, err = command(*(part.format(listing=listing, folder=tmp_path, backup=backup) for part in arguments))

    reason = "unable to open database file (it is a folder)"
    assert (code, out) == (3, "")
    assert err == f"osce-feeds: the store sqlite:///{tmp_path} cannot be used now: {reason}\n"


def test_running_service_says_when_a_newer_program_has_changed_its_store(
    full: str, database: Path, tmp_path: Path
) -> None:
    port = free_port()
    with running(ours("serve", "--port", port), port, environment(database), tmp_path / "log") as server:
        assert server.get("/en/feed.atom").status == 200
        change_revision(database, "9999")
        kept, reply = server.get("/en/feed.atom"), server.get("/fr/feed.atom")

        assert kept.status == 200
        assert kept.headers["X-OSCE-Feeds-Stale"]
        assert reply.status == 503
        assert reply.headers["Retry-After"] == "5"
        assert f"{full} is at schema 9999, this program knows {REVISION}: install the newer program" in server.output
