"""The files for deploying: as far as they can be tried without a container engine, they are tried for real."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.conftest import ROOT
from tests.conftest import Feed
from tests.faults import ours
from tests.listings import environment
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.cli.main import commands
from osce_feeds.settings import PREFIX
from osce_feeds.settings import Settings
from osce_feeds.settings import load

DEPLOY = ROOT / "deploy"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
SYSTEMD = shutil.which("systemd-analyze")
UNITS = sorted((DEPLOY / "systemd").iterdir())
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
BROWSER = {"Sec_Fetch_Dest": "document"}


def parsed(arguments: list[str]) -> None:
    """Hold a command line against the commands that there are, without running it."""
    name, *rest = arguments
    with commands.make_context("osce-feeds", [*arguments]) as context:  # it knows what helps, and commands remember it
        commands.commands[name].make_context(name, rest, parent=context)


@pytest.mark.parametrize("name", ["web-1", "web-2", "worker"])
def test_services_of_the_composition_run_commands_that_there_are(name: str) -> None:
    parsed(COMPOSE["services"][name]["command"])


def test_composition_has_two_services_a_worker_a_database_and_a_proxy_and_waits_for_whom_it_names() -> None:
    services = COMPOSE["services"]

    assert {"web-1", "web-2", "worker", "postgres", "nginx"} == services.keys()
    for name, service in services.items():
        assert set(service.get("depends_on", {})) <= services.keys() - {name}
    assert {volume.split(":")[0] for volume in services["postgres"]["volumes"]} <= COMPOSE["volumes"].keys()


def test_settings_of_the_composition_are_settings() -> None:
    lines = (DEPLOY / "feeds.env.example").read_text(encoding="utf-8").splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    given |= {name: value for name, value in COMPOSE["services"]["web-1"]["environment"].items() if "$" not in value}

    assert load(given).proxies == 1
    assert load(given).sources[0].name == "example"


def test_container_takes_files_that_there_are_and_runs_a_command_that_there_is() -> None:
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    copied = [
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    ]
    (command,) = (line.removeprefix("CMD ") for line in lines if line.startswith("CMD "))

    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    parsed(yaml.safe_load(command))
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".venv", ".git", ".run"} <= set(ignored)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_run_commands_that_there_are(unit: Path) -> None:
    starts = re.findall(r"^ExecStart=(.+)$", unit.read_text(encoding="utf-8"), re.MULTILINE)
    for start in starts:
        line = start.partition("exec ")[2].rstrip("'") if "exec " in start else start
        program, *arguments = shlex.split(line)
        assert program == "/opt/osce-feeds/bin/osce-feeds"
        parsed(arguments)
    assert starts or unit.suffix == ".timer"


@pytest.mark.skipif(not SYSTEMD, reason="needs systemd-analyze: apt-get install systemd")
def test_units_are_sound(tmp_path: Path) -> None:
    """With a program at the place of ours, since systemd looks for it."""
    assert SYSTEMD
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/osce-feeds/bin/osce-feeds", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [SYSTEMD, "verify", *map(str, tmp_path.iterdir())], capture_output=True, text=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.fixture
def service(feed: Feed, sample: bytes, settings: Settings, tmp_path: Path) -> Iterator[Server]:
    feed(sample)
    port = free_port()
    env = environment(Path(settings.database)) | {f"{PREFIX}BASE_URL": "http://feeds.example.org"}
    with running(ours("serve", "--port", port), port, env, tmp_path / "service.log") as server:
        yield server


@pytest.fixture
def proxy(service: Server, tmp_path: Path) -> Iterator[Server]:
    """nginx with the file as it is, but for places: where it listens and stores, and where the service is."""
    if not NGINX:
        pytest.skip("needs nginx: apt-get install nginx-light")
    port = free_port()
    (tmp_path / "cache").mkdir()
    user = "user root; " if os.geteuid() == 0 else ""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for there, here in (
        ("include mime.types;", "types { }"),
        ("pid /tmp/nginx.pid;", f"pid {tmp_path}/nginx.pid; daemon off; {user}"),
        ("/var/cache/nginx", str(tmp_path / "cache")),
        ("/dev/stdout", str(tmp_path / "access.log")),
        ("listen 8080;", f"listen 127.0.0.1:{port};"),
        ("server web-1:8080", f"server 127.0.0.1:{service.port}"),
        ("server web-2:8080", f"server localhost:{service.port}"),
    ):
        assert there in text
        text = text.replace(there, here)
    for place in ("body", "proxy", "fastcgi", "uwsgi", "scgi"):
        kind = "client_body" if place == "body" else place
        text = text.replace(
            "    server_tokens off;", f"    {kind}_temp_path {tmp_path}/{place};\n    server_tokens off;"
        )
    (tmp_path / "nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-p", str(tmp_path), "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    with running(command, port, dict(os.environ), tmp_path / "nginx.log") as server:
        yield server


def test_proxy_gives_the_service_s_answers_and_keeps_them(proxy: Server, service: Server) -> None:
    for path in ("/en/feed.atom", "/ru/feed.rss", "/en/", "/en/articles.jsonl", "/en/nothing/"):
        assert proxy.get(path).body == service.get(path).body
    kept = proxy.get("/en/feed.atom")
    assert kept.headers["X-Cache"] == "HIT"
    assert proxy.get("/en/feed.atom", If_None_Match=kept.headers["ETag"]).status == 304
    assert proxy.get("/en/feed.atom", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert proxy.get("/en/feed.atom").body == kept.body


def test_person_who_opens_a_feed_gets_a_page_and_readers_still_get_the_feed(proxy: Server) -> None:
    for _ in range(2):
        assert proxy.get("/en/feed.atom").status == 200
        assert proxy.get("/en/feed.atom", **BROWSER).status == 303


def test_proxy_goes_on_with_what_it_has_while_the_service_is_away(proxy: Server, service: Server) -> None:
    before = proxy.get("/en/feed.atom")
    service.stop(signal.SIGTERM)
    after = proxy.get("/en/feed.atom")

    assert (after.status, after.body) == (200, before.body)
    assert proxy.get("/en/offices/odihr/feed.atom").status in (502, 504)


def test_what_the_operator_sees_is_not_shown_to_everybody(proxy: Server) -> None:
    assert proxy.get("/metrics").status == 404
