"""Documents that ``check`` fetches: of limited size, and from the web alone."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Thread

import pytest
from tests.builders import CHANNELS
from tests.builders import rendered
from tests.cli.conftest import Command

from osce_feeds.formats.newsml_g2 import NEWSML_G2

MESSAGE = rendered(NEWSML_G2, CHANNELS["common"])


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        elif self.path == "/newsml.xml":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(MESSAGE)
        else:
            self.send_error(404)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_document_at_an_address_is_checked(command: Command, site: str) -> None:
    assert command("check", f"{site}/newsml.xml")[0] == 0


@pytest.mark.parametrize("path", ["/nothing", "/file"])
def test_what_cannot_be_had_is_said(command: Command, site: str, path: str) -> None:
    code, _, err = command("check", f"{site}{path}")

    assert code == 2
    assert f"cannot fetch '{site}{path}'" in err


def test_what_is_too_large_is_not_taken(command: Command, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osce_feeds.cli.check.MOST_BYTES", 1000)
    code, _, err = command("check", f"{site}/newsml.xml")

    assert code == 2
    assert "has more than" in err
