"""``osce-feeds export``: the very bytes that are served, whole or not at all."""

import os
import resource
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.cli.conftest import Command
from tests.conftest import NOW
from tests.listings import run

from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.ingest import Document
from osce_feeds.ingest import Order
from osce_feeds.ingest import ingest
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

SELECTIONS = (
    "",
    "offices/odihr",
    "topics/youth",
    "offices/odihr/topics/elections",
    "?not-topic=elections&region=south-eastern-europe",
    "topics/youth?limit=2&type=news",
)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Settings:
    """The settings of a service whose store holds the sample."""
    database = str(tmp_path_factory.mktemp("full") / "store.db")
    settings = Settings(database=database, base_url="https://feeds.example.org", site_name="Test Newsroom")
    with closing(Store(database)) as store:
        store.prepare(NOW)
        ingest(Document("sample.txt", sample), store, settings, vocabulary, Order(), NOW)
    return settings


@pytest.fixture(autouse=True)
def served(full: Settings, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A client of the service, under whose settings commands run."""
    monkeypatch.delenv(f"{PREFIX}AUTHORITY")
    for name in ("database", "base_url", "site_name"):
        monkeypatch.setenv(f"{PREFIX}{name.upper()}", getattr(full, name))
    return create_app(full, clock=lambda: NOW).test_client()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("selection", SELECTIONS)
def test_exported_file_has_the_bytes_that_are_served(
    command: Command, served: FlaskClient, form: Format, selection: str, tmp_path: Path
) -> None:
    output = tmp_path / form.file
    code, out, err = command("export", selection, "--format", form.name, "--language", "ru", "-o", output)

    assert (code, out, err) == (0, "", "")
    path, _, query = selection.partition("?")
    folder = f"{path}/" if path else ""
    answer = served.get(f"/ru/{folder}{form.file}?{query}")
    assert answer.status_code == 200
    assert output.read_bytes() == answer.data


@pytest.mark.parametrize(
    ("selection", "address"),
    [
        ("offices/ODIHR", "offices/odihr/feed.atom"),
        ("?topic=Youth", "topics/youth/feed.atom"),
        ("offices/odihr?type=News&topic=youth&office=odihr", "offices/odihr/topics/youth/feed.atom?type=news"),
        ("?region=Central%20Asia&limit=50", "feed.atom?region=central-asia"),
        ("?content=en-GB", "feed.atom?content=en"),
    ],
)
def test_other_spelling_of_a_selection_means_the_same(
    command: Command, served: FlaskClient, selection: str, address: str
) -> None:
    answer = served.get(f"/en/{address}")

    assert answer.status_code == 200
    assert command("export", selection, "--format", "atom") == (0, answer.text, "")


@pytest.mark.parametrize("selection", ["offices/odihr/", "/offices/odihr", "/"])
def test_slashes_at_the_ends_of_a_selection_do_not_matter(
    command: Command, served: FlaskClient, selection: str
) -> None:
    folder = f"{selection.strip('/')}/".lstrip("/")

    assert command("export", selection, "--format", "atom") == (0, served.get(f"/en/{folder}feed.atom").text, "")


def test_standard_output_gets_the_bytes_and_nothing_else(served: FlaskClient) -> None:
    ended = run("export", "--format", "rss", env=dict(os.environ))

    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout == served.get("/en/feed.rss").data


def test_first_language_is_the_one_of_exports(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}LANGUAGES", "fr,en")

    assert 'xml:lang="fr"' in command("export", "--format", "xml")[1]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--format", "rss", "--language", "xx"], 2, "'xx' is not among the languages served: en, fr, de, it, ru, es"),
        (["odihr", "--format", "rss"], 2, "'odihr' is not a selection: give offices/CODE, topics/CODE or "),
        (["topics/youth/offices/odihr", "--format", "rss"], 2, "'topics/youth/offices/odihr' is not a selection"),
        (["--format", "pdf"], 2, "'pdf' is not one of 'atom', 'rss', 'json'"),
        (["offices/odir", "--format", "rss"], 2, "Error: there is no office 'odir'; nearest: odihr"),
        (["?not-topic=election", "--format", "rss"], 2, "Error: there is no topic 'election'; nearest: elections"),
        (["?region=asia", "--format", "rss"], 2, "Error: there is no region 'asia'"),
        (["?since=1.7.2026", "--format", "rss"], 2, "Error: since takes a day such as 2026-07-01"),
        (["?content=xyz", "--format", "rss"], 2, "Error: there is no language 'xyz'"),
        (["?limit=501", "--format", "rss"], 2, "Error: limit takes a whole number from 1 to 500"),
        (
            ["?tpye=news", "--format", "rss"],
            2,
            "'tpye' is not a parameter of selections: after, content, limit, ",
        ),
    ],
)
def test_impossible_export_is_refused_and_leaves_the_file_as_it_is(
    command: Command, arguments: list[str], code: int, message: str, tmp_path: Path
) -> None:
    output = tmp_path / "feed.rss"
    output.write_bytes(b"as it was")
    ended, out, err = command("export", *arguments, "-o", output)

    assert (ended, out) == (code, "")
    assert message in err.splitlines()[-1]
    assert output.read_bytes() == b"as it was"
    assert sorted(path.name for path in tmp_path.iterdir() if "store" not in path.name) == ["feed.rss"]


def test_export_replaces_a_file_in_one_step(command: Command, served: FlaskClient, tmp_path: Path) -> None:
    """Whoever has the old one open goes on reading it."""
    output = tmp_path / "feed.atom"
    output.write_bytes(b"old")
    with output.open("rb") as reader:
        assert command("export", "--format", "atom", "-o", output)[0] == 0
        assert reader.read() == b"old"

    assert output.read_bytes() == served.get("/en/feed.atom").data
    assert output.stat().st_mode & 0o777 == 0o644


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file can grow beyond a page: a limit on file sizes stands for the end of the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_export_that_fails_half_way_leaves_the_old_file_and_nothing_else(
    command: Command, served: FlaskClient, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    assert len(served.get("/en/articles.jsonl").data) > 2 * 4096
    folder = tmp_path / "folder"
    folder.mkdir()
    output = folder / "articles.jsonl"
    output.write_bytes(b"as it was")
    request.getfixturevalue("small_disk")

    expected = f"osce-feeds: cannot write {output}: File too large\n"
    assert command("export", "--format", "jsonl", "-o", output) == (3, "", expected)
    assert [path.name for path in folder.iterdir()] == ["articles.jsonl"]
    assert output.read_bytes() == b"as it was"


def test_folder_is_no_file_to_export_to(command: Command, tmp_path: Path) -> None:
    code, _, err = command("export", "--format", "jsonl", "-o", tmp_path)

    assert code == 2
    assert err.splitlines()[-1] == f"Error: Invalid value for '-o' / '--output': File '{tmp_path}' is a directory."


def test_export_into_a_folder_that_is_not_there_is_refused_in_words(command: Command, tmp_path: Path) -> None:
    output = tmp_path / "nowhere" / "feed.rss"
    code, out, err = command("export", "--format", "rss", "-o", output)

    assert (code, out) == (2, "")
    assert str(output) in err.splitlines()[-1]
    assert not output.parent.exists()
