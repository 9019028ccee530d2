"""One cached feed as the service gives it, against the same bytes as files of nginx, and Django's page cache.

Each has one core.

Run as ``python benchmarks/serving.py``; it needs ``nginx`` and ``wrk``, and ends with 1
where a goal is missed. With ``REQUESTS=1000000`` it also says how much the worker
grows over so many requests. The server that is measured has the last core, wrk the first.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import ExitStack
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from socket import socket
from statistics import median
from tempfile import TemporaryDirectory

from newsroom import build
from timing import Result
from timing import main

PATH = "/en/feed.atom"
SECONDS = 2
ROUNDS = 5
TOOLS = {"nginx": "nginx-light", "wrk": "wrk"}
REQUESTS = int(os.environ.get("REQUESTS", "20000"))
"""Requests over which the worker's memory is watched."""
_CORES = sorted(os.sched_getaffinity(0))
_PATIENCE = 30
_NGINX = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    types {{ application/atom+xml atom; }}
    client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
    uwsgi_temp_path {folder}; scgi_temp_path {folder};
    keepalive_requests 1000000000;
    open_file_cache max=100;
    sendfile on;
    tcp_nopush on;
    server {{
        listen 127.0.0.1:{port};
        root {folder}/www;
        gzip_static on;
        add_header Cache-Control "public, max-age=300";
    }}
}}
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What wrk saw: answers a second, the slowest of a hundred in milliseconds, and answers that failed."""

    rate: float
    slowest: float
    errors: int


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its port, the field by which it answers 304, and its worker."""

    port: int
    tag: str
    process: subprocess.Popen[bytes]

    def load(self, connections: int, *, fields: Sequence[str] = (), seconds: float = SECONDS) -> Load:
        """Ask for the feed over so many connections."""
        options = [part for field in ("Accept-Encoding: gzip", *fields) for part in ("-H", field)]
        command = ["wrk", "--latency", "-t1", f"-c{connections}", f"-d{seconds:g}s", *options]
        printed = _run([*_on(_CORES[0]), *command, f"http://127.0.0.1:{self.port}{PATH}"])
        errors = [int(number) for number in re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", printed)]
        rate = re.search(r"Requests/sec:\s+([\d.]+)", printed)
        slowest = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", printed)
        if not rate or not slowest:
            message = f"wrk printed {printed!r}"
            raise RuntimeError(message)
        unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slowest[2]]
        return Load(float(rate[1]), float(slowest[1]) * unit, sum(errors))

    def unchanged(self, connections: int) -> Load:
        """Ask likewise, as somebody who has the feed."""
        return self.load(connections, fields=[f"If-None-Match: {self.tag}"])

    def memory(self) -> float:
        """Return the proportional size of its worker processes in MiB."""
        return max(_size(number) for number in _family(self.process.pid)) / 1024


def run() -> Iterator[Result]:
    """Measure, and yield each ratio beside its goal."""
    missing = [package for tool, package in TOOLS.items() if not _which(tool)]
    if missing:
        message = f"this benchmark needs nginx and wrk: sudo apt-get install {' '.join(missing)}"
        raise SystemExit(message)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        folder.chmod(0o755)  # nginx's worker is another user
        ours = stack.enter_context(_ours(folder))
        files = stack.enter_context(_nginx(folder, ours.port))
        yield from _compared(ours, files)
        yield from _beside_django(ours, stack.enter_context(_django(folder)))
        yield from _memory(ours)


def _compared(ours: Server, files: Server) -> Iterator[Result]:
    pairs = {
        connections: [(ours.load(connections), files.load(connections)) for _ in range(ROUNDS)]
        for connections in (64, 1, 8)
    }
    known = [(ours.unchanged(64), files.unchanged(64)) for _ in range(ROUNDS)]
    many = ours.load(256)
    rate = median(theirs.rate for _, theirs in pairs[64])
    print(f"nginx gives {rate:,.0f} answers a second over 64 connections", file=sys.stderr)
    for name, found, goal in (
        ("gzip over 64 connections", pairs[64], 0.33),
        ("gzip over one connection", pairs[1], 0.55),
        ("304 over 64 connections", known, 0.40),
    ):
        yield Result(f"cached feed, {name}, of nginx", median(us.rate / they.rate for us, they in found), goal)
    slowest = median(us.slowest / they.slowest for us, they in pairs[8])
    yield Result("slowest of 100 over 8 connections, of nginx's", slowest, 6, at_most=True)
    yield Result("errors over 256 connections", many.errors, 0, at_most=True)


def _beside_django(ours: Server, theirs: Server) -> Iterator[Result]:
    """Compare with a feed of Django's syndication framework from its page cache, on the same server program."""
    pairs = [(ours.load(64), theirs.load(64)) for _ in range(ROUNDS)]
    yield Result("cached feed, gzip over 64 connections, of Django's", median(a.rate / b.rate for a, b in pairs), 4)


def _memory(ours: Server) -> Iterator[Result]:
    """Yield the worker's size, and how it grows over many requests once it is warm."""
    before = ours.memory()
    print(f"worker's proportional size: {before:.1f} MiB at first", file=sys.stderr)
    done, tenth = 0.0, True
    while done < REQUESTS:
        done += ours.load(64).rate * SECONDS
        if tenth and done >= REQUESTS / 10:
            tenth = False
            print(f"{ours.memory():.1f} MiB after {done:,.0f} requests more", file=sys.stderr)
    after = ours.memory()
    print(f"{after:.1f} MiB after {done:,.0f}", file=sys.stderr)
    yield Result("worker's proportional size, MiB", after, 100, at_most=True)
    yield Result(f"worker's size after {done:,.0f} requests more, of before", after / before, 1.05, at_most=True)


@contextmanager
def _ours(folder: Path) -> Iterator[Server]:
    build(folder / "store.db", 400)
    env = {**os.environ, "OSCE_FEEDS_DATABASE": str(folder / "store.db")}
    port = _free_port()
    command = [sys.executable, "-m", "osce_feeds", "serve", "--port", str(port)]
    with _running([*_on(_CORES[-1]), *command], port, folder / "ours.log", env) as process:
        yield Server(port, _ask(port)[1], process)


@contextmanager
def _django(folder: Path) -> Iterator[Server]:
    port = _free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--blocking-threads", "4", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *options, "django_feeds:application"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    with _running([*_on(_CORES[-1]), *command], port, folder / "django.log", env) as process:
        yield Server(port, _ask(port)[1], process)


@contextmanager
def _nginx(folder: Path, source: int) -> Iterator[Server]:
    """Serve what the service at port *source* gives as files."""
    file = folder / "www" / PATH.strip("/")
    file.parent.mkdir(parents=True)
    file.with_name(f"{file.name}.gz").write_bytes(_ask(source)[0])
    file.write_bytes(_ask(source, coding="identity")[0])
    port = _free_port()
    config = folder / "nginx.conf"
    config.write_text(_NGINX.format(folder=folder, port=port), encoding="utf-8")
    command = [*_on(_CORES[-1]), _which("nginx"), "-c", str(config), "-p", str(folder)]
    with _running(command, port, folder / "nginx.log", dict(os.environ)) as process:
        yield Server(port, _ask(port)[1], process)


@contextmanager
def _running(command: Sequence[str], port: int, log: Path, env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=output, env=env) as process:
        try:
            end = time.monotonic() + _PATIENCE
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > end:
                    message = f"{command[-1]} does not answer: {log.read_text(encoding='utf-8')}"
                    raise RuntimeError(message)
                time.sleep(0.05)
            yield process
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        _ask(port)  # it listens before it can answer
    except OSError:
        return False
    return True


def _ask(port: int, coding: str = "gzip") -> tuple[bytes, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    connection.request("GET", PATH, headers={"Accept-Encoding": coding})
    response = connection.getresponse()
    body, tag = response.read(), response.headers["ETag"]
    connection.close()
    return body, tag


def _family(process: int) -> list[int]:
    """Return the processes that *process* has started, or it alone."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    return [int(number) for number in found] or [process]


def _size(process: int) -> int:
    """Return the proportional set size of a process in KiB."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _on(core: int) -> list[str]:
    return ["taskset", "-c", str(core)]


def _which(tool: str) -> str:
    return shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _run(command: Sequence[str]) -> str:
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def _free_port() -> int:
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(run))
