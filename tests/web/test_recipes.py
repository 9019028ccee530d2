"""The recipes of docs/embedding.md, run as they stand there, and held against what the builder says."""

import gzip
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.servers import free_port
from tests.servers import running
from tests.web.embedded import make_service
from tests.web.partner import free_server
from tests.web.partner import served
from werkzeug.serving import BaseWSGIServer

from osce_feeds.deliver.snippets import SNIPPETS
from osce_feeds.deliver.snippets import Placed
from osce_feeds.deliver.snippets import reserve
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.look import USUAL
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import Vocabulary

BASE = "https://feeds.example.org"
DOC = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
BLOCKS: list[tuple[str, str]] = re.findall(r"^```([a-z]*)\n(.*?)^```$", DOC, re.DOTALL | re.MULTILINE)
PLACED = Placed(
    addresses=Addresses(BASE, BASE),
    language="en",
    selection=only("office", "odihr"),
    look=USUAL,
    title="OSCE Office for Democratic Institutions and Human Rights - OSCE Feeds",
    mark="{hash}",
    integrity="sha384-...",
)
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CURL = shutil.which("curl")


def block(kind: str, beginning: str) -> str:
    """Return the one example of a language that begins so."""
    (found,) = (text for language, text in BLOCKS if language == kind and text.startswith(beginning))
    return found


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary
) -> Iterator[BaseWSGIServer]:
    server = free_server()
    folder = tmp_path_factory.mktemp("recipes")
    server.app = make_service(folder, sample, vocabulary, f"http://127.0.0.1:{server.server_port}")
    with served(server):
        yield server


@pytest.mark.parametrize("name", SNIPPETS)
def test_example_is_what_the_builder_makes(name: str) -> None:
    assert SNIPPETS[name](PLACED) in [text for _, text in BLOCKS]


def test_rules_that_keep_room_are_what_the_builder_makes() -> None:
    assert reserve(PLACED) == block("css", "osce-feed")


def run_cron(base: str, file: Path) -> subprocess.CompletedProcess[bytes]:
    script = block("sh", "#!/bin/sh").replace(BASE, base).replace("--max-time 30", "--max-time 5")
    return subprocess.run(["sh", "-c", script, "sh", str(file)], capture_output=True, check=False, timeout=30)  # noqa: S607


@pytest.mark.skipif(not CURL, reason="needs curl: apt-get install curl")
def test_file_kept_by_cron_is_replaced_when_all_of_it_has_come(service: BaseWSGIServer, tmp_path: Path) -> None:
    file = tmp_path / "osce-feeds.html"
    first = run_cron(f"http://127.0.0.1:{service.server_port}", file)

    assert (first.returncode, first.stderr) == (0, b"")
    assert file.read_bytes().startswith(b'<section class="osce-feed"')
    assert file.stat().st_mode & 0o777 == 0o644
    assert [file] == list(tmp_path.iterdir())


FAILURES = {
    "refused": b"",
    "missing": b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno",
    "broken": b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 2\r\n\r\nno",
    "empty": b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    "cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n<section",
}
"""What a server answers before it hangs up."""
FAILING = """
import socket, sys
listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    connection, _ = listener.accept()
    connection.settimeout(0.2)
    try:
        connection.recv(4096)
    except OSError:
        pass
    connection.sendall(bytes.fromhex(sys.argv[2]))
    connection.close()
"""


@pytest.mark.skipif(not CURL, reason="needs curl: apt-get install curl")
@pytest.mark.parametrize("failure", FAILURES)
def test_file_kept_by_cron_stays_as_it_was_when_something_is_wrong(failure: str, tmp_path: Path) -> None:
    folder = tmp_path / "includes"
    folder.mkdir()
    file, port = folder / "osce-feeds.html", free_port()
    file.write_bytes(b"old")
    if failure == "refused":
        ended = run_cron(f"http://127.0.0.1:{port}", file)
    else:
        command = [sys.executable, "-c", FAILING, str(port), FAILURES[failure].hex()]
        with running(command, port, dict(os.environ), tmp_path / "log"):
            ended = run_cron(f"http://127.0.0.1:{port}", file)

    assert ended.returncode != 0
    assert file.read_bytes() == b"old"
    assert [file] == list(folder.iterdir())


@pytest.mark.skipif(not NGINX, reason="needs nginx: apt-get install nginx-light")
def test_nginx_includes_the_fragment_and_something_else_when_nothing_comes(
    service: BaseWSGIServer, tmp_path: Path
) -> None:
    page = block("html", "<!--# block")
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "index.html").write_text(f"<main>{page}</main>", encoding="utf-8")
    (tmp_path / "html" / "none.html").write_text(f"<main>{page.replace('/odihr/', '/odhir/')}</main>", encoding="utf-8")
    port = free_port()
    upstream = f"http://127.0.0.1:{service.server_port}"
    config = (
        block("nginx", "proxy_cache_path")
        .replace(BASE, upstream)
        .replace("/var/cache/nginx", str(tmp_path / "cache"))
        .replace("/var/www/html", str(tmp_path / "html"))
        .replace("server {", f"server {{\n    listen 127.0.0.1:{port};")
    )
    kinds = "client_body_temp_path fastcgi_temp_path uwsgi_temp_path scgi_temp_path proxy_temp_path"
    temporary = "\n".join(f"{kind} {tmp_path}/{kind};" for kind in kinds.split())
    (tmp_path / "cache").mkdir()
    (tmp_path / "nginx.conf").write_text(
        f"user root; pid {tmp_path}/pid; error_log stderr; worker_processes 1; daemon off;\n"
        f"events {{}}\nhttp {{\naccess_log off;\ntypes {{ text/html html; }}\n{temporary}\n{config}\n}}\n",
        encoding="utf-8",
    )
    assert NGINX
    command = [NGINX, "-p", str(tmp_path), "-c", "nginx.conf"]
    with running(command, port, dict(os.environ), tmp_path / "log") as server:
        shown = server.get("/index.html", Accept_Encoding="gzip", Cookie="secret=1")
        missing = server.get("/none.html")
        direct = server.get("/osce-feeds/en/feed.atom")

    text = gzip.decompress(shown.body) if shown.headers["Content-Encoding"] == "gzip" else shown.body
    assert text.count(b'<section class="osce-feed"') == 1
    assert b"osce-feed-item" in text
    assert text.endswith(b"</main>")
    assert "Set-Cookie" not in shown.headers
    assert missing.status == 200
    assert missing.body.count(b'<a href="https://feeds.example.org/en/offices/odhir/">') == 1
    assert b"problem" not in missing.body
    assert b"osce-feed" not in missing.body
    assert (direct.status, direct.body) == (204, b"")
