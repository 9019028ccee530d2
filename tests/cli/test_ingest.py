"""``osce-feeds ingest``: sources, options, reports."""

import io
import json
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import LISTING
from tests.cli.conftest import Command
from tests.listings import SKOPJE
from tests.listings import Entry
from tests.listings import environment
from tests.listings import make_listing
from tests.listings import rows
from tests.listings import run

from osce_feeds.settings import PREFIX

BAD = make_listing([Entry(date="32 July 2025"), Entry(headline="Good", summary="It is.")])


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def test_ingest_counts_and_says_it_again(command: Command, listing: Path) -> None:
    assert command("ingest", listing) == (0, f"{listing}: 2 new, 0 changed, 0 unchanged, 0 refused\n", "")
    assert command("ingest", listing) == (0, f"{listing}: 0 new, 0 changed, 2 unchanged, 0 refused\n", "")


def test_ingest_takes_several_files_and_folders_in_the_order_of_names(command: Command, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    for name in ("b.txt", "a.txt", ".hidden"):
        (folder / name).write_text(make_listing([Entry(headline=name, summary="")]), encoding="utf-8")
    alone = tmp_path / "alone.txt"
    alone.write_text(LISTING, encoding="utf-8")
    code, out, err = command("ingest", alone, folder)

    assert (code, err) == (0, "")
    assert [line.partition(":")[0] for line in out.splitlines()] == [str(alone), f"{folder}/a.txt", f"{folder}/b.txt"]


def test_ingest_reads_standard_input(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(LISTING.encode())))

    assert command("ingest", "-") == (0, "standard input: 2 new, 0 changed, 0 unchanged, 0 refused\n", "")


def test_ingest_with_bad_records_is_1_and_names_their_lines(command: Command, bad: Path) -> None:
    code, out, err = command("ingest", bad)

    assert (code, err) == (1, "")
    assert out.splitlines() == [
        f"{bad}: 1 new, 0 changed, 0 unchanged, 1 refused",
        (
            "  error: line 5: 'Ferry school opens in Voss' was refused:"
            " '32 July 2025' is not a date such as '4 July 2025' [date.unreadable]"
        ),
    ]


def test_strict_ingest_of_bad_records_is_3(command: Command, bad: Path, database: Path) -> None:
    command("db", "upgrade")
    before = rows(database)
    code, out, err = command("ingest", "--strict", bad)

    assert (code, out) == (3, "")
    assert err.startswith(f"refused: {bad}, line 5: 1 of 2 records cannot be used (--strict); the first: ")
    assert before == rows(database)


def test_dry_run_reports_and_stores_nothing(command: Command, listing: Path, database: Path) -> None:
    command("db", "upgrade")
    before = rows(database)
    expected = f"{listing}: 2 new, 0 changed, 0 unchanged, 0 refused (dry run: nothing stored)\n"

    assert command("ingest", "--dry-run", listing) == (0, expected, "")
    assert before == rows(database)


def test_ingest_says_what_is_held_back(command: Command, tmp_path: Path) -> None:
    listing = tmp_path / "future.txt"
    listing.write_text(make_listing([Entry(date="4 July 2099")]), encoding="utf-8")

    expected = f"{listing}: 1 new, 0 changed, 0 unchanged, 0 refused, 1 held back until their day\n"
    assert command("ingest", listing) == (0, expected, "")


def test_ingest_prints_its_report_as_json(command: Command, bad: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    code, out, err = command("ingest", "--json", bad, empty)

    assert (code, err) == (3, "")
    report, refusal = json.loads(out)
    problems = report.pop("problems")
    assert report == {
        "document": str(bad),
        "form": "text-listing",
        "source": "text-listing",
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "withheld": 0,
        "refused": 1,
        "dry_run": False,
    }
    assert [(problem["code"], problem["line"], problem["severity"]) for problem in problems] == [
        ("date.unreadable", 5, "error")
    ]
    assert refusal == {"document": str(empty), "line": None, "refused_whole": "the file is empty"}


def test_ingest_writes_its_report_to_a_file(command: Command, bad: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    assert command("ingest", bad, "--report", report)[0] == 1

    assert [one["document"] for one in json.loads(report.read_bytes())] == [str(bad)]
    command("ingest", bad, "--json")
    assert report.read_bytes().endswith(b"]\n")


def test_report_that_cannot_be_written_is_refused_before_anything_is_stored(
    command: Command, listing: Path, database: Path, tmp_path: Path
) -> None:
    command("db", "upgrade")
    before = rows(database)
    code, _, err = command("ingest", listing, "--report", tmp_path / "nowhere" / "report.json")

    assert code == 2
    assert str(tmp_path / "nowhere" / "report.json") in err
    assert before == rows(database)


def record(database: Path) -> dict[str, object]:
    """Return the record of the article on the ferry school."""
    found = [json.loads(row[-1]) for row in rows(database)["article"]]
    (one,) = [article for article in found if article["headline"] == Entry().headline]
    assert isinstance(one, dict)
    return one


def test_operator_can_say_what_a_listing_does_not(command: Command, tmp_path: Path, database: Path) -> None:
    listing = tmp_path / "listing.txt"
    listing.write_text(make_listing([Entry(offices="", topics="")]), encoding="utf-8")
    options = ["--source", "Voss Gazette", "--source-url", "https://voss.example/news", "--language", "sr-Latn"]
    options += ["--office", SKOPJE, "--office", "odihr", "--topic", "Youth", "--format", "text-listing"]
    assert command("ingest", listing, *options)[0] == 0

    article = record(database)
    assert article["language"] == "sr-Latn"
    assert article["source"] == {"name": "Voss Gazette", "url": "https://voss.example/news"}
    assert [one["code"] for one in article["offices"]] == ["mission-to-skopje", "odihr"]  # type: ignore[attr-defined]
    assert [one["code"] for one in article["topics"]] == ["youth"]  # type: ignore[attr-defined]
    assert rows(database)["report"][0][2] == "Voss Gazette"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["{listing}", "missing.txt"], "there is no file 'missing.txt'"),
        (["{listing}", "{empty}"], "the folder '{empty}' holds no files"),
        (
            ["{listing}", "https://voss.example/news"],
            "cannot fetch 'https://voss.example/news': the host voss.example is not allowed; OSCE_FEEDS_FETCH",
        ),
        (["{listing}", "--office", "ODIR"], "there is no office 'ODIR'; nearest: odihr"),
        (["{listing}", "--topic", "zzzzzz"], "there is no topic 'zzzzzz'"),
        (
            ["{listing}", "--language", "english"],
            "Invalid value for '--language': 'english' is not a language tag such as en, uk or sr-Latn",
        ),
        (["{listing}", "--format", "pdf"], "Invalid value for '--format': 'pdf' is not one of "),
    ],
)
def test_impossible_wish_is_2_before_anything_is_stored(
    command: Command, arguments: list[str], message: str, listing: Path, tmp_path: Path, database: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, out, err = command("ingest", *(text.format(listing=listing, empty=empty) for text in arguments))

    assert (code, out) == (2, "")
    assert message.format(empty=empty) in err.splitlines()[-1]
    assert not database.exists() or rows(database)["article"] == []


def test_file_that_cannot_be_read_is_named(command: Command, listing: Path) -> None:
    code, _, err = command("ingest", listing, "/proc/self/mem")

    assert code == 2
    assert err.splitlines()[-1] == "Error: cannot read /proc/self/mem: Input/output error"


def test_documents_before_an_unreadable_one_are_reported_as_well(command: Command, listing: Path) -> None:
    """They are stored, so whoever reads the report must know."""
    out = command("ingest", "--json", listing, "/proc/self/mem")[1]

    assert [report["new"] for report in json.loads(out)] == [2]


def test_first_ingest_under_a_loopback_host_is_warned_about_once(
    command: Command, listing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(f"{PREFIX}AUTHORITY")
    note = (
        "note: article ids will be made under 127.0.0.1; for a public service set OSCE_FEEDS_BASE_URL or"
        " OSCE_FEEDS_AUTHORITY before the first ingest\n"
    )
    assert command("ingest", "--dry-run", listing)[2] == note
    assert command("ingest", listing)[2] == note
    assert command("ingest", listing)[2] == ""


def test_ingest_under_another_authority_is_3(
    command: Command, listing: Path, monkeypatch: pytest.MonkeyPatch, database: Path
) -> None:
    command("ingest", listing)
    before = rows(database)
    monkeypatch.setenv(f"{PREFIX}AUTHORITY", "oslo.example,2027")

    assert command("ingest", listing) == (
        3,
        "",
        (
            "osce-feeds: AUTHORITY is 'oslo.example,2027', but the ids in this store were made under"
            " 'feeds.example.org,2026'; set it back\n"
        ),
    )
    assert before == rows(database)


def test_process_reads_standard_input_and_reports_in_utf_8(database: Path) -> None:
    data = make_listing([Entry(headline="Čardak", genre="", offices="")]).encode()
    env = environment(database) | {"LC_ALL": "C", "PYTHONUTF8": "1"}
    ended = run("ingest", "-", env=env, stdin=data)

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.decode().splitlines() == [
        "standard input: 1 new, 0 changed, 0 unchanged, 0 refused",
        "  warning: line 4: 'Čardak' has no content type and no office [metadata.missing]",
    ]
