"""Complete years: what the manifest says is what is downloaded, whole or in parts."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing

from osce_feeds import edit
from osce_feeds.cli.main import commands
from osce_feeds.store import Store


@pytest.fixture
def town(feed: Feed, client: FlaskClient) -> FlaskClient:
    """A service with three articles of 2025 and one of this year, which is not complete."""
    days = ["3 June 2026", "4 July 2025", "3 July 2025", "2 July 2025"]
    feed(make_listing([Entry(headline=f"Lamp {number} lit", date=day) for number, day in enumerate(days)]))
    return client


def entry(client: FlaskClient) -> dict[str, object]:
    answer = client.get("/archive/manifest.json")
    assert answer.json is not None
    (found,) = answer.json["archives"]
    return dict(found)


def test_manifest_names_complete_years_and_says_what_they_are(town: FlaskClient) -> None:
    found, data = entry(town), town.get("/archive/2025.jsonl.gz").data

    assert found == {
        "name": "2025.jsonl.gz",
        "url": "https://feeds.example.org/archive/2025.jsonl.gz",
        "year": 2025,
        "count": 3,
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "first_change": 1,
        "last_change": 3,
    }
    assert [json.loads(line)["date"] for line in gzip.decompress(data).splitlines()] == [
        "2025-07-02",
        "2025-07-03",
        "2025-07-04",
    ]


@pytest.mark.parametrize("file", ["2026.jsonl.gz", "2024.jsonl.gz", "nothing"])
def test_other_years_are_not_there(town: FlaskClient, file: str) -> None:
    assert town.get(f"/archive/{file}").status_code == 404


def test_part_of_an_archive_is_that_part(town: FlaskClient) -> None:
    whole = town.get("/archive/2025.jsonl.gz")
    part = town.get("/archive/2025.jsonl.gz", headers={"Range": "bytes=20-", "If-Range": whole.headers["ETag"]})

    assert (part.status_code, part.data) == (206, whole.data[20:])
    assert part.headers["Content-Range"] == f"bytes 20-{len(whole.data) - 1}/{len(whole.data)}"
    assert town.get("/archive/2025.jsonl.gz", headers={"Range": "bytes=999999-"}).status_code == 416


def test_withdrawal_makes_another_archive(town: FlaskClient, store: Store) -> None:
    before = entry(town)
    whole = town.get("/archive/2025.jsonl.gz")
    key = json.loads(gzip.decompress(whole.data).splitlines()[0])["key"]
    edit.withdraw(store, key, "It is dark.", NOW)

    assert (before["count"], entry(town)["count"]) == (3, 2)
    assert key.encode() not in gzip.decompress(town.get("/archive/2025.jsonl.gz").data)


def test_verify_finds_what_is_not_as_the_manifest_says(town: FlaskClient, tmp_path: Path) -> None:
    archive, manifest = tmp_path / "2025.jsonl.gz", tmp_path / "manifest.json"
    data, listed = town.get("/archive/2025.jsonl.gz").data, town.get("/archive/manifest.json").data
    manifest.write_bytes(listed)

    for content, says, code in (
        (None, "it cannot be read", 1),
        (data[:-1], "bytes instead of", 1),
        (data[:30] + b"\0" + data[31:], "SHA-256", 1),
        (data, "as the manifest says", 0),
    ):
        if content is not None:
            archive.write_bytes(content)
        result = CliRunner().invoke(commands, ["verify", str(tmp_path)])
        assert says in result.output
        assert result.exit_code == code
    manifest.write_bytes(listed.replace(b'"count": 3', b'"count": 4'))
    assert "3 articles instead of 4" in CliRunner().invoke(commands, ["verify", str(manifest)]).output
    assert json.loads(CliRunner().invoke(commands, ["verify", str(manifest), "--json"]).output)[0]["problem"]
    assert CliRunner().invoke(commands, ["verify", str(archive)]).exit_code == 2
