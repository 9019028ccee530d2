"""The server's processes, listening on one socket that their parent holds.

Left to itself, granian gives each worker a socket of its own (SO_REUSEPORT), and the kernel deals
connections out to them. When a worker ends for another one to take its place, those that wait at
its socket are reset, though nobody has seen them. At one that outlives it they wait for the next.
"""

import socket
from typing import Any

import click
from granian.net import SocketHolder
from granian.server.mp import MPServer

BACKLOG = 1024
"""Connections that may wait to be seen."""
_IS_FILE = False
"""Whether the socket is one of a file system."""


class Server(MPServer):
    """granian with its workers on the socket that it is given."""

    listener: socket.socket

    def _init_shared_socket(self) -> None:
        build: Any = SocketHolder  # which takes more than its stub says
        held: Any = build(self.listener.fileno(), _IS_FILE, BACKLOG)
        self._shd, self._sfd, self._ssp, self._sso = held, held.get_fd(), None, self.listener


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
    listener.set_inheritable(True)
    listener.settimeout(0)  # which is what the server expects: never to wait in a call
    return listener
