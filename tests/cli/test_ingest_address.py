"""Documents that ``ingest`` fetches: from hosts that are allowed, and as if they were files."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from tests.cli.conftest import Command
from tests.listings import Entry
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.settings import PREFIX

LISTING = make_listing([Entry()]).encode()


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/listing.txt" else 404)
        self.end_headers()
        self.wfile.write(LISTING)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_document_at_an_allowed_address_is_taken(
    command: Command, site: str, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}FETCH_HOSTS", urlsplit(site).netloc)
    code, out, _ = command("ingest", f"{site}/listing.txt")

    assert (code, out) == (0, f"{site}/listing.txt: 1 new, 0 changed, 0 unchanged, 0 refused\n")
    assert len(rows(database)["article"]) == 1


def test_address_that_is_not_allowed_is_not_asked(command: Command, site: str) -> None:
    code, _, err = command("ingest", f"{site}/listing.txt")

    assert code == 2
    assert "the host 127.0.0.1 is not allowed; OSCE_FEEDS_FETCH_HOSTS names those that are" in err


def test_what_is_not_there_is_2(command: Command, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}FETCH_HOSTS", urlsplit(site).netloc)
    code, _, err = command("ingest", f"{site}/nothing")

    assert code == 2
    assert f"cannot fetch '{site}/nothing': it answered 404" in err
