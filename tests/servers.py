"""Real servers as processes of their own, on a free port of this machine."""

import http.client
import signal
import socket
import subprocess
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from time import monotonic

HEARS_INTERRUPTS = ("env", "--default-signal=INT")
"""Tests that run in the background of a shell inherit deafness to interrupts; servers must not."""
PATIENCE = 40
"""Seconds until a server that does not answer has failed."""


@dataclass(frozen=True)
class Reply:
    """A whole HTTP response; ``headers`` do not mind the case of their names."""

    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Server:
    """A process that answers at ``base``."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def output(self) -> str:
        """What it has printed so far, errors included."""
        return self.log.read_text(encoding="utf-8")

    def get(self, path: str, method: str = "GET", **fields: str) -> Reply:
        """Ask with header *fields* (``If_None_Match``)."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in fields.items()})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it and return its exit code."""
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str], port: int, env: dict[str, str], log: Path, folder: Path | None = None
) -> Iterator[Server]:
    """Run *command*, which listens on *port*, until the end of the block; it answers from the beginning."""
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*HEARS_INTERRUPTS, *command], env=env, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        ) as process,
    ):
        server = Server(process, port, log)
        try:
            _wait(server)
            yield server
        finally:
            if process.poll() is None:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=10)
                process.kill()


def _wait(server: Server) -> None:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            server.get("/healthz")  # it listens before it can answer
        except http.client.HTTPException:
            return  # an answer, if a bad one
        except OSError:
            pass
        else:
            return
        with suppress(subprocess.TimeoutExpired):
            code = server.process.wait(timeout=0.05)
            message = f"the server ended with {code}: {server.output}"
            raise AssertionError(message)
    message = f"the server does not answer: {server.output}"
    raise AssertionError(message)
