"""The server's processes, listening on one socket that their parent holds.

Left to itself, granian gives each worker a socket of its own (SO_REUSEPORT), and the kernel deals
connections out to them. When a worker ends for another one to take its place, those that wait at
its socket are reset, though nobody has seen them. At one that outlives it they wait for the next.

A worker that is to end also closes connections whose request it has not read yet. So it is told
to take no further ones first, and has a moment in which those that it took can ask.
"""

import os
import signal
import socket
import time
from typing import TYPE_CHECKING
from typing import Any

import click
from granian._granian import SocketHolder
from granian.server.mp import MPServer

from osce_feeds.web import create_app

if TYPE_CHECKING:
    from flask import Flask

BACKLOG = 1024
"""Connections that may wait to be seen."""
PAUSE = 0.3
"""Seconds between the last connection that a worker takes and its end."""
_IS_FILE = False
"""Whether the socket is one of a file system."""
_SOCKETS = "/proc/self/fd"


class Server(MPServer):
    """granian with its workers on the socket that it is given."""

    listener: socket.socket

    def _init_shared_socket(self) -> None:
        build: Any = SocketHolder  # which takes more than its stub says
        held: Any = build(self.listener.fileno(), _IS_FILE, BACKLOG)
        self._shd, self._sfd, self._ssp, self._sso = held, held.get_fd(), None, self.listener

    def _spawn_worker(self, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - granian's own
        worker: Any = super()._spawn_worker(*arguments, **named)
        end = worker.terminate

        def terminate() -> None:
            worker.interrupt_by_parent = True
            if worker.is_alive():
                os.kill(worker.inner.pid, signal.SIGUSR1)
                time.sleep(PAUSE)
            end()

        worker.terminate = terminate
        return worker


def make_app() -> "Flask":
    """Return the application of a worker, which takes no further connections from SIGUSR1 on."""
    signal.signal(signal.SIGUSR1, _take_no_more)
    return create_app()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there, and that child processes inherit.

    Raises:
        UsageError: when the address is taken, or none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as error:
        message = f"cannot listen on {host}, port {port}: {error.strerror}"
        raise click.UsageError(message) from error
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # or answers wait for the client's next word
    listener.set_inheritable(True)
    listener.settimeout(0)  # which is what the server expects: never to wait in a call
    return listener


def _take_no_more(*_: object) -> None:
    """Put a socket at which nobody ever comes in the place of each that this process listens on."""
    if not os.path.isdir(_SOCKETS):  # noqa: PTH112 - where this is missing, connections may be closed unread
        return
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind("")  # a name that nobody knows
        silent.listen()
        silent.settimeout(0)
        for number in map(int, os.listdir(_SOCKETS)):  # noqa: PTH208
            if number != silent.fileno() and _is_listening(number):
                os.dup2(silent.fileno(), number, inheritable=False)


def _is_listening(number: int) -> bool:
    try:
        with socket.socket(fileno=os.dup(number)) as copy:
            return bool(copy.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:
        return False
