"""``osce-feeds ingest``: which files are meant, what they are packed in, and what a person has to say."""

import gzip
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import LISTING
from tests.cli.conftest import Command
from tests.listings import Entry
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Saved pages of two years, and a picture that a browser saved beside them."""
    archive = tmp_path / "archive"
    for year in ("2024", "2025"):
        (archive / year).mkdir(parents=True)
        for month in ("01", "02"):
            text = make_listing([Entry(headline=f"Ferry of {month}/{year}", date=f"4 July {year}", summary="")])
            (archive / year / f"{month}.txt").write_text(text, encoding="utf-8")
    return archive


def fed(out: str) -> list[str]:
    return [line.partition(":")[0] for line in out.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("2024/*.txt", ["2024/01.txt", "2024/02.txt"]),
        ("20??/01.txt", ["2024/01.txt", "2025/01.txt"]),
        ("**/*.txt", ["2024/01.txt", "2024/02.txt", "2025/01.txt", "2025/02.txt"]),
    ],
)
def test_pattern_means_the_files_that_fit_by_name(
    command: Command, archive: Path, pattern: str, names: list[str]
) -> None:
    code, out, err = command("ingest", archive / pattern)
    assert (code, err) == (0, "")
    assert [str(archive / name) for name in names] == fed(out)


def test_pattern_that_fits_nothing_is_wrong_usage(command: Command, archive: Path) -> None:
    code, out, err = command("ingest", archive / "*.html")
    assert (code, out) == (2, "")
    assert f"there is no file for the pattern '{archive}/*.html'" in err


def test_file_whose_name_looks_like_a_pattern_is_that_file(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "listing [1].txt"
    path.write_text(LISTING, encoding="utf-8")
    assert command("ingest", path)[0] == 0


def test_packed_file_is_unpacked(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "listing.txt.gz"
    path.write_bytes(gzip.compress(LISTING.encode()))
    assert command("ingest", path) == (0, f"{path}: 2 new, 0 changed, 0 unchanged, 0 refused\n", "")


def test_note_goes_to_what_changes_and_not_to_what_is_new(command: Command, tmp_path: Path, database: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text(make_listing([Entry(summary="Nine piers have a lantern.")]), encoding="utf-8")
    entries = [Entry(summary="Ten piers have a lantern."), Entry(headline="Heron reads aloud", summary="It did.")]
    second.write_text(make_listing(entries), encoding="utf-8")
    command("ingest", first)
    assert command("ingest", "--note", "There are ten piers.", second)[0] == 0
    records = [row[-1] for row in rows(database)["article"]]
    assert [record.count(b"There are ten piers.") for record in records if b"There are" in record] == [1]


def test_shrunk_run_of_a_named_source_is_3_until_a_person_says_that_it_is_right(
    command: Command, tmp_path: Path
) -> None:
    path = tmp_path / "listing.txt"
    path.write_text(make_listing(make_entries(10)), encoding="utf-8")
    command("ingest", "--source", "harbour", path)
    path.write_text(make_listing(make_entries(10)[:2]), encoding="utf-8")

    code, out, err = command("ingest", "--source", "harbour", path)
    assert (code, out) == (3, "")
    assert err.startswith(f"refused: {path}: this does not look like the usual harbour: 2 records, ")
    assert command("ingest", "--source", "harbour", "--accept-shrink", path)[0] == 0


def test_long_work_on_a_terminal_shows_how_far_it_is(tmp_path: Path, database: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(make_listing([Entry()]) + "It rained. " * 300_000, encoding="utf-8")
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "osce_feeds", "ingest", str(path)]
    ended = subprocess.run(
        command, env=environment(database), stdout=subprocess.DEVNULL, stderr=follower, timeout=60, check=False
    )
    os.close(follower)
    shown = os.read(leader, 100_000)
    os.close(leader)
    assert ended.returncode == 0
    assert b"Reading" in shown
    assert b"100%" in shown
