"""The configuration of nginx over a published folder, run for real beside the service that it was published from."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.faults import ours
from tests.listings import environment
from tests.publish.conftest import Site
from tests.servers import Server
from tests.servers import free_port
from tests.servers import running

from osce_feeds.model.look import LOOK_PARAMETERS
from osce_feeds.model.selection import PAGE
from osce_feeds.model.selection import PARAMETERS
from osce_feeds.publish import Folder
from osce_feeds.publish.state import read_state
from osce_feeds.settings import PREFIX
from osce_feeds.web.guesses import GUESSES

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
CONFIGURATION = (ROOT / "deploy" / "nginx-static.conf").read_text(encoding="utf-8")
HELD = (
    *("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"),
    *("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Vary"),
)
"""Fields that are the same, whoever answers."""
SOME = 9
"""Of the addresses, every so many are compared."""


@pytest.fixture(scope="module")
def live(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port, place = free_port(), tmp_path_factory.mktemp("live")
    names = ("base_url", "site_name", "contact")
    env = environment(site.settings.database, LANGUAGES="en,fr")
    env |= {f"{PREFIX}{name.upper()}": str(getattr(site.settings, name)) for name in names}
    with running(ours("serve", "--port", port), port, env, place / "log") as server:
        yield server


@contextmanager
def nginx(site: Site, service: int, place: Path) -> Iterator[Server]:
    """Run nginx with the file as it is, but for places: where it listens, where the folder and the service are."""
    if not NGINX:
        pytest.skip("needs nginx: apt-get install nginx-light")
    port = free_port()
    (place / "srv" / "site").mkdir(parents=True)
    (place / "srv" / "site" / "index.html").write_text('<p><!--#include virtual="/en/fragment.html" --></p>')
    user = "user root; " if os.geteuid() == 0 else ""
    text = CONFIGURATION
    for there, here in (
        ("include mime.types;", "types { text/html html; }"),
        ("pid /tmp/nginx.pid;", f"pid {place}/nginx.pid; daemon off; {user}"),
        ("/dev/stdout", str(place / "access.log")),
        ("listen 8000;", f"listen 127.0.0.1:{port};"),
        ("root /srv/feeds;", f"root {site.folder};"),
        ("root /srv;", f"root {place}/srv;"),
        ("server 127.0.0.1:8080;", f"server 127.0.0.1:{service};"),
    ):
        assert there in text
        text = text.replace(there, here)
    for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = text.replace(
            "    server_tokens off;", f"    {kind}_temp_path {place}/{kind};\n    server_tokens off;", 1
        )
    (place / "nginx.conf").write_text(text, encoding="utf-8")
    command = [NGINX, "-p", str(place), "-e", "stderr", "-c", str(place / "nginx.conf")]
    with running(command, port, dict(os.environ), place / "log") as server:
        yield server


@pytest.fixture(scope="module")
def static(site: Site, live: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with nginx(site, live.port, tmp_path_factory.mktemp("nginx")) as server:
        yield server


def held(site: Site) -> list[str]:
    entries = read_state(Folder(site.folder)).entries
    found = [path for path, entry in entries.items() if path != "/" and not path.endswith("/status/")]
    each = {re.sub("/(offices|topics|articles|vocabulary|archive)/[^/]+", r"/\1/x", path): path for path in found}
    return sorted({*found[::SOME], *each.values(), f"/en/articles/{site.withdrawn}/"})


def test_folder_and_service_give_the_same_bytes_statuses_and_fields(site: Site, static: Server, live: Server) -> None:
    compared = held(site)
    assert len(compared) > 80
    for path in compared:
        for coding in ("identity", "gzip"):
            here = static.get(path, Accept_Encoding=coding)
            there = live.get(path, Accept_Encoding=coding)
            assert (path, here.status, here.body) == (path, there.status, there.body)
            fields = [(path, name, here.headers[name]) for name in HELD]
            assert fields == [(path, name, there.headers[name]) for name in HELD]
            if here.status == 200:
                assert here.headers["Content-Encoding"] == there.headers["Content-Encoding"], path
            if "archive" not in path:
                assert here.headers["Cache-Control"] == there.headers["Cache-Control"], path
            if re.search(r"/(feed\.|articles\.|articles-raw|ninjs|sitemap)", path) and "/articles/" not in path:
                here_saved = here.headers["Content-Disposition"]
                assert "archive" in path or "sample" in path or here_saved == there.headers["Content-Disposition"]
    assert static.get("/en/feed.atom").headers["X-From"] is None


def test_readers_that_come_back_get_304_with_the_fields_that_caches_need(static: Server) -> None:
    first = static.get("/en/feed.atom")
    again = static.get("/en/feed.atom", If_None_Match=first.headers["ETag"])

    assert again.status == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert static.get("/en/feed.atom", If_Modified_Since=first.headers["Last-Modified"]).status == 304


def test_person_who_opens_a_feed_is_sent_to_its_page(static: Server, live: Server) -> None:
    office = "/en/offices/odihr/"
    for path in ("/en/feed.atom", f"{office}feed.rss", "/en/feed.json", "/vocabulary/topic/elections"):
        sent = static.get(path, Sec_Fetch_Dest="document")
        there = live.get(path, Sec_Fetch_Dest="document").headers["Location"]
        assert (sent.status, sent.headers["Location"]) == (303, there.removeprefix("https://feeds.example.org"))
        assert sent.headers["Cache-Control"] == "no-store"
    assert static.get("/en/feed.atom?raw=1", Sec_Fetch_Dest="document").status == 200


def test_addresses_that_people_guess_lead_to_the_feed(static: Server, live: Server) -> None:
    guesses = [f"/{guess}" for guess in GUESSES] + ["/feed/", "/fr/rss", "/fr/atom.xml", "/feed.atom", "/fr/news/feed/"]
    for path in guesses:
        there = live.get(path).headers["Location"].removeprefix("https://feeds.example.org")
        answer = static.get(path)
        assert (path, answer.status, answer.headers["Location"]) == (path, 301, there)
    assert static.get("/en/offices/odihr").headers["Location"] == "/en/offices/odihr/"


def test_parameters_that_mean_something_go_to_the_service_and_others_mean_nothing(static: Server) -> None:
    for name in (*PARAMETERS, *LOOK_PARAMETERS, PAGE, "raw"):
        assert static.get(f"/en/feed.atom?x=1&{name}=1").headers["X-From"] == "live", name
    plain = static.get("/en/feed.atom?utm_source=x&officer=1")
    assert (plain.status, plain.headers["X-From"]) == (200, None)
    assert static.get("/en/feed.atom?type=news-item").headers["X-From"] == "live"
    assert static.get("/oai?verb=Identify").status == 200


def test_what_is_not_for_readers_is_not_given_away(static: Server) -> None:
    for path in ("/.osce-feeds.json", "/.osce-feeds.lock", "/en/feed.atom.gz", "/en/feed.atom.br", "/metrics"):
        assert static.get(path).status == 404
    assert static.get("/en/articles/x/gone.html").status == 404


def test_server_of_a_site_includes_a_fragment(static: Server, site: Site) -> None:
    fragment = (site.folder / "en" / "fragment.html").read_bytes()

    assert static.get("/site/").body == b"<p>" + fragment + b"</p>"


def test_folder_is_enough_while_the_service_is_away(site: Site, tmp_path: Path) -> None:
    with nginx(site, free_port(), tmp_path) as static:
        assert static.get("/en/feed.atom").status == 200
        assert static.get("/en/feed.atom?office=odihr").status == 404
        assert static.get("/en/nothing/").status == 404
        assert static.get(f"/en/articles/{site.withdrawn}/").status == 410
        elsewhere = static.get(f"/fr/articles/{site.corrected}/")
        assert (elsewhere.status, elsewhere.headers["Location"]) == (302, f"/en/articles/{site.corrected}/")
        assert static.get("/").status == 200
