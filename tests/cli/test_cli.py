"""The command as a whole: help, settings, stores, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.cli.conftest import Command
from tests.conftest import Feed
from tests.listings import environment

from osce_feeds import __version__
from osce_feeds.cli.main import commands
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings
from osce_feeds.settings import describe
from osce_feeds.store.revision import REVISION


def test_version_is_printed(command: Command) -> None:
    assert command("--version") == (0, f"osce-feeds, version {__version__}\n", "")


def test_help_explains_every_command_and_option(command: Command) -> None:
    assert "0 done" in command("--help")[1]
    for name, one in commands.commands.items():
        code, out, err = command(name, "-h")
        assert (code, err) == (0, "")
        for parameter in one.params:
            assert parameter.opts[0] in out or parameter.param_type_name == "argument"
        assert one.help
        assert all(one.help for one in one.params if isinstance(one, click.Option))


@pytest.mark.parametrize(
    "arguments",
    [["nothing"], ["ingest"], ["ingest", "--nothing", "-"], ["export"], ["serve", "--port", "0"], ["db", "x"]],
)
def test_wrong_usage_is_2_and_stores_nothing(command: Command, database: Path, arguments: list[str]) -> None:
    code, out, err = command(*arguments)

    assert (code, out) == (2, "")
    assert err.startswith("Usage: osce-feeds ")
    assert not database.exists()


def test_settings_are_shown_with_their_meaning(command: Command, database: Path) -> None:
    code, out, err = command("settings")

    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == f"OSCE_FEEDS_DATABASE={database}"
    assert f"OSCE_FEEDS_LANGUAGES={','.join(Settings().languages)}" in lines
    assert "OSCE_FEEDS_TEMPLATES=" in lines
    assert [line.strip() for line in lines[1::2]] == [*describe().values()]


def test_settings_are_shown_as_json(
    command: Command, database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(f"{PREFIX}TEMPLATES", str(tmp_path))
    code, out, _ = command("settings", "--json")

    shown = json.loads(out)
    assert code == 0
    assert [name.upper() for name in shown] == [*describe()]
    assert shown["database"] == str(database)
    assert shown["languages"] == [*Settings().languages]
    assert shown["templates"] == str(tmp_path)
    assert shown["vocabulary"] is None
    assert shown["official"] is False


@pytest.mark.parametrize(
    "arguments", [["settings"], ["ingest", "-"], ["export", "--format", "rss"], ["serve"], ["demo"]]
)
def test_wrong_settings_are_2_all_at_once(
    command: Command, arguments: list[str], monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    monkeypatch.setenv(f"{PREFIX}TIMEZONE", "Voss")
    monkeypatch.setenv(f"{PREFIX}COLOUR", "green")
    code, out, err = command(*arguments)

    assert (code, out) == (2, "")
    assert sorted(err.splitlines()) == [
        "osce-feeds: OSCE_FEEDS_COLOUR: there is no such setting; `osce-feeds settings` lists them all",
        "osce-feeds: OSCE_FEEDS_TIMEZONE: 'Voss' is not a time zone such as Europe/Vienna",
    ]
    assert not database.exists()


@pytest.mark.parametrize(
    "arguments", [["ingest", "{listing}"], ["export", "--format", "rss"], ["db", "upgrade"], ["serve"]]
)
def test_store_that_cannot_be_used_is_3_in_one_line(
    command: Command, arguments: list[str], database: Path, listing: Path
) -> None:
    database.write_bytes(b"This is no database.\n" * 100)
    code, out, err = command(*(text.format(listing=listing) for text in arguments))

    assert (code, out) == (3, "")
    assert err == f"osce-feeds: the store sqlite:///{database} cannot be used now: file is not a database\n"


def test_upgrade_makes_a_store_and_says_when_there_is_nothing_to_do(command: Command, database: Path) -> None:
    assert command("db", "upgrade") == (0, f"sqlite:///{database}: empty -> {REVISION}\n", "")
    assert command("db", "upgrade") == (0, f"sqlite:///{database} is at {REVISION} already\n", "")


@pytest.mark.parametrize("arguments", [["-m", "osce_feeds"], [str(Path(sys.executable).parent / "osce-feeds")]])
def test_command_is_there_under_its_name_and_as_a_module(arguments: list[str]) -> None:
    command = [sys.executable, *arguments] if arguments[0] == "-m" else arguments
    ended = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60, check=True)

    assert ended.stdout == f"osce-feeds, version {__version__}\n"


def test_output_that_nobody_reads_any_longer_ends_quietly(feed: Feed, sample: bytes, database: Path) -> None:
    feed(sample)
    with subprocess.Popen(
        [sys.executable, "-m", "osce_feeds", "export", "--format", "jsonl"],
        env=environment(database),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert process.wait(timeout=60) == 3
    assert errors == b""
