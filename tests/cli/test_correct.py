"""``osce-feeds correct``."""

import io
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.cli.conftest import LISTING
from tests.cli.conftest import Command
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.model.selection import EVERYTHING
from osce_feeds.store import Store


@pytest.fixture
def key(command: Command, tmp_path: Path, store: Store) -> str:
    path = tmp_path / "one.txt"
    path.write_text(make_listing([Entry()]), encoding="utf-8")
    command("ingest", path)
    with store.read() as reader:
        (article,) = reader.stream(EVERYTHING, "en")
    return article.key


def test_correction_is_told_to_everybody(command: Command, key: str, client: FlaskClient) -> None:
    said = command("correct", key, "--note", "It has a name.", "--headline", "The Voss ferry school opens")

    assert said == (0, f"{key} is corrected (version 2): headline\n", "")
    page = client.get(f"/en/articles/{key}/").text
    assert "The Voss ferry school opens" in page
    assert "It has a name." in page


def test_every_field_has_its_option(command: Command, key: str, tmp_path: Path, store: Store) -> None:
    text = tmp_path / "text.html"
    text.write_text("<h2>Ferry</h2><p>Text &amp; more.</p>", encoding="utf-8")
    fields = {
        "headline": "Ferry",
        "summary": "Text.",
        "byline": "A. Ferryman",
        "date": "5 July 2025",
        "type": "Press release",
        "link": "https://news.example.org/1",
        "rights": "Free",
        "content": str(text),
        "language": "fr",
    }
    options = [part for name, value in fields.items() for part in (f"--{name}", value)]
    code, out, err = command(
        *("correct", key, "--note", "x", *options, "--office", "odihr", "--office", "Troika", "--topic", "Elections")
    )

    assert (code, err) == (0, "")
    expected = {*fields, "offices", "topics", "genre"} - {"type"}
    assert expected == set(out.partition(": ")[2].strip().split(", "))
    with store.read() as reader:
        article = reader.article(key)
    assert article
    assert article.content == "<h2>Ferry</h2><p>Text &amp; more.</p>"
    assert [term.code for term in article.terms] == ["odihr", "troika", "elections", "press-release"]


def test_text_is_read_from_standard_input(
    command: Command, key: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>Text.</p>")))
    assert command("correct", key, "--note", "x", "--content", "-")[0] == 0
    with store.read() as reader:
        article = reader.article(key)
    assert article
    assert article.content == "<p>Text.</p>"


def test_article_of_a_day_to_come_is_told_to_be_held_back(command: Command, key: str) -> None:
    expected = f"{key} is corrected (version 2): date; held back until 2098-07-04\n"
    assert command("correct", key, "--note", "x", "--date", "4 July 2098") == (0, expected, "")


@pytest.mark.parametrize(
    ("arguments", "code", "detail"),
    [
        ([], 2, "Missing option '--note'."),
        (["--note", "x"], 2, "nothing to correct: give at least one field, such as --headline"),
        (["--note", "x", "--content", "missing.html"], 2, "cannot read missing.html: No such file or directory"),
        (["--note", "", "--headline", "x"], 3, "a note is needed, which says what changed or why"),
        (["--note", "x", "--office", "odirh"], 3, "there is no office 'odirh'; nearest: odihr"),
        (["--note", "x", "--topic", "Youth"], 3, "says all of this already: nothing was changed"),
    ],
)
def test_correction_that_cannot_be_made_changes_nothing(
    command: Command, key: str, database: Path, arguments: list[str], code: int, detail: str
) -> None:
    before = rows(database)
    ended, out, err = command("correct", key, *arguments)

    assert (ended, out) == (code, "")
    assert detail in err.splitlines()[-1]
    assert before == rows(database)


def test_file_that_is_no_text_is_refused(command: Command, key: str, tmp_path: Path) -> None:
    binary = tmp_path / "text.html"
    binary.write_bytes(b"<p>\xff</p>")
    code, out, err = command("correct", key, "--note", "x", "--content", binary)

    assert (code, out) == (3, "")
    assert err.startswith(f"osce-feeds: {binary}, line 1: not UTF-8")


def test_listing_fed_again_leaves_the_correction(command: Command, key: str, tmp_path: Path) -> None:
    command("correct", key, "--note", "x", "--headline", "The Voss ferry school opens")
    path = tmp_path / "both.txt"
    path.write_text(LISTING, encoding="utf-8")

    assert command("ingest", path)[1] == f"{path}: 1 new, 0 changed, 1 unchanged, 0 refused\n"
