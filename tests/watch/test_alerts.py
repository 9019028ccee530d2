"""What a person is told, when, and how often."""

import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from typing import Any

import msgspec
import pytest
from tests.watch.conftest import Site
from tests.watch.conftest import Watch

from osce_feeds.watch.alerts import Message
from osce_feeds.watch.messages import sender


def subjects(watch: Watch) -> list[str]:
    found = [message.subject for message in watch.sent]
    watch.sent.clear()
    return found


def test_person_is_told_once_when_a_source_is_refused_and_once_when_it_is_well(watch: Watch, site: Site) -> None:
    site.listing(*range(1, 11))
    watch.look()
    site.listing(1)
    watch.look(3, minutes=20)
    assert subjects(watch) == ["voss: refused"]
    site.listing(*range(1, 12))
    watch.look(3, minutes=20)

    assert subjects(watch) == ["voss: no longer refused"]


def test_message_says_what_happened_and_what_to_do(watch: Watch, site: Site) -> None:
    site.put("/news", "<!doctype html><html><body><p>We are rebuilding.</p></body></html>")
    watch.look()
    (message,) = watch.sent

    assert f"The source voss ({site.base}/news): {site.base}/news" in message.text
    assert "nothing is lost" in message.text
    assert f"osce-feeds ingest {site.base}/news --source voss --accept-shrink" in message.text


def test_person_is_told_after_five_failures_in_a_row(watch: Watch, site: Site) -> None:
    site.put("/news", status=500)
    watch.look(4, minutes=7 * 60)
    assert subjects(watch) == []
    watch.look(2, minutes=7 * 60)
    assert subjects(watch) == ["voss: unreachable"]
    site.listing(1)
    watch.look(2, minutes=7 * 60)
    assert subjects(watch) == ["voss: no longer unreachable"]


def test_person_is_told_of_silence_and_reminded_after_a_week(watch: Watch, site: Site) -> None:
    site.listing(1)
    watch.look()
    watch.look(6, minutes=24 * 60)
    assert subjects(watch) == []
    watch.look(2, minutes=24 * 60)
    assert subjects(watch) == ["voss: silent"]
    watch.look(7, minutes=24 * 60)
    assert subjects(watch) == ["voss: silent"]
    site.listing(1, 2)
    watch.look(minutes=24 * 60)
    assert subjects(watch) == ["voss: no longer silent"]


def test_source_that_never_brought_anything_is_silent_as_well(watch: Watch, site: Site) -> None:
    site.put("/news", status=404)
    watch.look(10, minutes=24 * 60)

    assert "voss: silent" in subjects(watch)


def test_person_is_told_of_many_unknown_terms(watch: Watch, site: Site) -> None:
    site.listing(1)
    _, body, _ = site.pages["/news"]
    names = ", ".join(f"Lighthouse Office {letter}" for letter in "ABCDEF")
    site.put("/news", body.decode().replace("</div></div>", f"</div><div>Where we are: {names}</div></div>"))
    watch.look()

    assert subjects(watch) == ["voss: unknown terms"]


def test_what_could_not_be_sent_is_sent_later(watch: Watch, site: Site) -> None:
    site.put("/news", "<!doctype html><html><body><p>We are rebuilding.</p></body></html>")
    watch.deaf = True
    watch.look(2, minutes=20)
    watch.deaf = False
    watch.restart()
    watch.look(2, minutes=20)

    assert subjects(watch) == ["voss: refused"]


MESSAGE = Message("voss: refused", "Nothing is lost – look.")


@pytest.fixture
def webhook() -> Iterator[list[Any]]:
    """A webhook: its address, then what it was sent."""
    taken: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["Content-Type"], msgspec.json.decode(body)))
            self.send_response(500 if self.path == "/broken" else 204)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        taken.append(f"http://127.0.0.1:{server.server_port}")
        yield taken
        server.shutdown()
        thread.join()


@pytest.fixture
def mailbox() -> Iterator[list[Any]]:
    """A mail server without TLS (RFC 5321): its port, then the messages it took."""
    taken: list[Any] = []

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 mail.example.org")
            lines: list[bytes] = []
            in_data = False
            for line in self.rfile:
                if in_data:
                    if line == b".\r\n":
                        taken.append(b"".join(lines).decode())
                        in_data = False
                        self.say("250 taken")
                    else:
                        lines.append(line)
                elif line.upper().startswith(b"DATA"):
                    in_data = True
                    self.say("354 go on")
                elif line.upper().startswith(b"QUIT"):
                    self.say("221 bye")
                    return
                else:
                    lines.append(line)
                    self.say("250 well")

        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        taken.append(server.server_address[1])
        yield taken
        server.shutdown()
        thread.join()


def test_webhook_takes_text(webhook: list[Any]) -> None:
    log: list[str] = []
    assert sender([f"{webhook[0]}/hook?key=secret"], log.append)(MESSAGE)

    assert webhook[1:] == [("application/json", {"text": "voss: refused\nNothing is lost – look."})]
    assert log == ["voss: refused: Nothing is lost – look."]


def test_webhook_that_fails_is_told_again_and_nobody_is_as_good_as_the_log(webhook: list[Any]) -> None:
    log: list[str] = []
    assert not sender([f"{webhook[0]}/broken"], log.append)(MESSAGE)
    assert log[-1] == f"{webhook[0]}/broken: answered 500"
    assert not sender(["http://127.0.0.1:9/"], log.append)(MESSAGE)
    assert sender([], log.append)(MESSAGE)
    assert sender(["http://127.0.0.1:9/", f"{webhook[0]}/"], log.append)(MESSAGE)


def test_mail_goes_out_from_and_to_whom_the_address_names(mailbox: list[Any]) -> None:
    address = f"smtp://127.0.0.1:{mailbox[0]}/?from=feeds@example.org&to=press@example.org&to=desk@example.org"
    assert sender([address], lambda _line: None)(MESSAGE)
    (_, mail) = mailbox

    assert "MAIL FROM:<feeds@example.org>" in mail.replace("mail FROM", "MAIL FROM")
    assert "To: press@example.org, desk@example.org" in mail
    assert "Subject: voss: refused" in mail
    assert "Auto-Submitted: auto-generated" in mail


def test_password_is_not_sent_to_a_server_without_tls_nor_into_the_log(mailbox: list[Any]) -> None:
    log: list[str] = []
    address = f"smtp://voss:secret@127.0.0.1:{mailbox[0]}/?from=feeds@example.org"
    assert not sender([address], log.append)(MESSAGE)

    assert len(mailbox) == 1
    assert "secret" not in "".join(log)
