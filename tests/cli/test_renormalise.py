"""``osce-feeds renormalise``."""

import io
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cli.conftest import Command
from tests.conftest import NOW
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.cli import renormalise as module
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store


@pytest.fixture
def key(command: Command, tmp_path: Path, store: Store) -> str:
    """An article of which older rules have read the dateline and the offices in another way."""
    path = tmp_path / "one.txt"
    path.write_text(make_listing([Entry(summary="OSLO, 4 July 2025 – It opened.")]), encoding="utf-8")
    command("ingest", path)
    with store.read() as reader:
        (article,) = reader.stream(EVERYTHING, "en")
    old = {"dateline": None, "summary": "OSLO, 4 July 2025 – It opened.", "offices": (), "summary_cut": True}
    with store.write(NOW) as writer:
        writer.put(replace(article, **old), ())  # type: ignore[arg-type]
        (stored,) = writer.readings(article.key)
        writer.keep_reading(replace(stored, reading=replace(stored.reading, **old)))  # type: ignore[arg-type]
    return article.key


def test_changes_are_told_and_made_once(command: Command, key: str) -> None:
    code, out, err = command("renormalise")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{key}  Ferry school opens in Voss",
        "  dateline",
        "    was  (nothing)",
        "    now  OSLO, 4 July 2025",
        "  summary",
        "    was  OSLO, 4 July 2025 – It opened.",
        "    now  It opened.",
        "  summary_cut",
        "    was  yes",
        "    now  no",
        "  offices",
        "    was  (nothing)",
        "    now  mission-to-skopje",
        "1 articles read again, 1 changed, 1 read differently",
    ]
    assert command("renormalise") == (0, "1 articles read again, 0 changed, 0 read differently\n", "")


@pytest.mark.usefixtures("key")
def test_dry_run_stores_nothing(command: Command, database: Path) -> None:
    before = rows(database)
    code, out, _ = command("renormalise", "--dry-run")

    assert code == 0
    assert out.endswith("1 articles read again, 1 changed, 1 read differently (dry run: nothing stored)\n")
    assert before == rows(database)


def test_changes_are_told_as_json(command: Command, key: str) -> None:
    code, out, _ = command("renormalise", "--dry-run", "--json")
    told = json.loads(out)

    assert code == 0
    assert told["differences"][0] == {
        "key": key,
        "headline": "Ferry school opens in Voss",
        "field": "dateline",
        "was": "",
        "now": "OSLO, 4 July 2025",
    }
    assert {name: told[name] for name in ("articles", "changed", "readings", "refused", "dry_run")} == {
        "articles": 1,
        "changed": 1,
        "readings": 1,
        "refused": [],
        "dry_run": True,
    }


def test_reading_that_would_be_refused_today_is_told(command: Command, key: str, store: Store) -> None:
    with store.write(NOW) as writer:
        (stored,) = writer.readings(key)
        writer.keep_reading(replace(stored, entry=replace(stored.entry, date="Soon")))

    first = command("renormalise")[1].splitlines()[0]
    assert first.startswith(f"left as it is: {key}, as text-listing has it: 'Ferry school opens in Voss' was refused")


def test_long_work_shows_how_far_it_is(command: Command, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(module, "_LONG", 1)
    monkeypatch.setattr(sys, "stderr", screen)
    assert key in command("renormalise")[1]
    assert "Reading" in screen.getvalue()
