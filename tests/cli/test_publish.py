"""``osce-feeds publish``: a few addresses of the sample newsroom, as a person calls it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.conftest import Feed

from osce_feeds.cli.main import commands
from osce_feeds.errors import PublishFailed
from osce_feeds.publish import Job
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings


@pytest.fixture(autouse=True)
def few(feed: Feed, sample: bytes, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of all that there is to publish, four addresses."""
    feed(sample)
    monkeypatch.setenv(f"{PREFIX}DATABASE", settings.database)
    monkeypatch.setenv(f"{PREFIX}AUTHORITY", settings.authority)
    paths = ("/", "/robots.txt", "/en/feed.atom", "/en/")
    monkeypatch.setattr("osce_feeds.cli.publish.plan", lambda *_: [Job(path, "1") for path in paths])


def test_command_publishes_and_then_only_what_changed(tmp_path: Path) -> None:
    site = tmp_path / "site"
    first = CliRunner().invoke(commands, ["publish", str(site)])
    again = CliRunner().invoke(commands, ["publish", str(site), "--json"])

    assert first.exit_code == 0
    assert f"{site}: 4 of 4 addresses written" in first.output
    assert (site / "en" / "feed.atom").read_bytes().startswith(b"<?xml")
    assert b'hreflang="fr"' in (site / "index.html").read_bytes()
    report = json.loads(again.output)
    assert (report["addresses"], report["rendered"], report["written"]) == (4, 0, 0)


def test_dry_run_prints_files_and_bytes_and_writes_nothing(tmp_path: Path) -> None:
    site = tmp_path / "site"
    ended = CliRunner().invoke(commands, ["publish", str(site), "--dry-run"])

    assert [line.split()[:2] for line in ended.output.splitlines()[:4]] == [
        ["write", "index.html"],
        ["write", "robots.txt"],
        ["write", "en/feed.atom"],
        ["write", "en/index.html"],
    ]
    assert "4 of 4 addresses would be written" in ended.output
    assert not site.exists()


def test_address_without_a_safe_name_is_left_out_with_exit_code_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("osce_feeds.cli.publish.plan", lambda *_: [Job("/robots.txt", "1")])
    monkeypatch.setattr("osce_feeds.publish.run.place", lambda *_: "")
    ended = CliRunner().invoke(commands, ["publish", str(tmp_path / "site")])

    assert ended.exit_code == 1
    assert "/robots.txt has no safe name" in ended.output


def test_language_that_is_not_served_is_wrong_usage(tmp_path: Path) -> None:
    ended = CliRunner().invoke(commands, ["publish", str(tmp_path / "site"), "--languages", "en,xx"])

    assert ended.exit_code == 2
    assert "'xx' is not among the languages served" in ended.output


def test_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    ended = CliRunner().invoke(commands, ["publish", str(tmp_path)])

    assert isinstance(ended.exception, PublishFailed)
