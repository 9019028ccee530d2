"""What is published is what the service answers; then only what changed."""

import gzip
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

import brotli
import pytest
from tests.publish.conftest import FED
from tests.publish.conftest import Site

from osce_feeds import edit
from osce_feeds.errors import PublishFailed
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.publish import Folder
from osce_feeds.publish import Rendered
from osce_feeds.publish.places import CODINGS
from osce_feeds.publish.places import place
from osce_feeds.publish.state import read_state

SOME = 12
"""Of the addresses, every so many are compared with the service."""
LINK = re.compile(rb'(?:href="|<(?:link|id|guid[^>]*)>)(?:https://feeds\.example\.org)?(/[a-z]{2}/articles/[^"<#?]+)')


def files(folder: Path) -> dict[str, bytes]:
    """Return all files but the state, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }


def test_files_are_what_the_service_answers_in_each_coding(site: Site) -> None:
    client, entries = site.app.test_client(), read_state(Folder(site.folder)).entries
    compared = [(path, entry) for path, entry in entries.items() if entry.file and path != "/"][::SOME]

    assert len(compared) > 40
    for path, entry in compared:
        answer = client.get(path)
        there = site.folder / entry.file
        assert there.read_bytes() == answer.data, path
        coded = "Accept-Encoding" in answer.headers.get("Vary", "")
        assert (site.folder / f"{entry.file}.gz").exists() == coded, path
        if coded:
            packed = client.get(path, headers={"Accept-Encoding": "gzip"}).data
            assert (site.folder / f"{entry.file}.gz").read_bytes() == packed
        if (tight := site.folder / f"{entry.file}.br").exists():
            assert tight.read_bytes() == client.get(path, headers={"Accept-Encoding": "br"}).data
        if "Last-Modified" in answer.headers:
            assert there.stat().st_mtime == parsedate_to_datetime(answer.headers["Last-Modified"]).timestamp()


def test_published_site_has_every_kind_of_address(site: Site) -> None:
    for path in (
        *("en/index.html", "en/feed.atom", "en/feed.rss", "en/feed.json", "en/embed.html", "en/fragment.html"),
        *("en/newsml.xml", "en/articles.csv", "en/sitemap.xml", "en/feeds/index.html", "en/feeds.opml"),
        *("en/subscribe/index.html", "en/embed/index.html", "en/exports/index.html", "en/status/index.html"),
        *("en/about/it/index.html", f"en/articles/{site.corrected}/index.html", "archive/manifest.json"),
        *(f"en/articles/{site.corrected}/versions/1/index.html", f"en/articles/{site.corrected}/newsml.xml"),
        *("vocabulary/topic/index.xml", "vocabulary/topic/elections", "vocabulary/topic/elections.html"),
        *("catalog/osce-feeds_1.xml", "robots.txt", ".well-known/security.txt", "embed/v1/feed.js", "index.html"),
    ):
        assert (site.folder / path).is_file(), path
    assert list(site.folder.glob("en/offices/*/topics/*/feed.atom"))
    assert list(site.folder.glob("en/archive/*/feed.atom"))
    assert b'href="/fr/"' in (site.folder / "index.html").read_bytes()


def test_files_in_codings_hold_the_same(site: Site) -> None:
    plain = (site.folder / "en/feed.atom").read_bytes()

    assert gzip.decompress((site.folder / "en/feed.atom.gz").read_bytes()) == plain
    assert brotli.decompress((site.folder / "en/feed.atom.br").read_bytes()) == plain


def test_withdrawn_article_has_the_page_of_what_is_gone(site: Site) -> None:
    folder = site.folder / "en/articles" / site.withdrawn

    assert (folder / "gone.html").read_bytes() == site.app.test_client().get(f"/en/articles/{site.withdrawn}/").data
    assert not (folder / "index.html").exists()


def test_second_run_renders_what_always_changes_and_writes_nothing(site: Site, tmp_path: Path) -> None:
    copy = site.moved(tmp_path)
    before = files(copy.folder)
    report = copy.publish()

    assert (report.rendered, report.written, report.removed) == (1, 0, 0)
    assert files(copy.folder) == before


def test_change_touches_only_its_article_and_lists_and_a_withdrawal_leaves_no_text(
    site: Site, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    copy = site.moved(tmp_path)
    before = files(copy.folder)
    correction = edit.Correction(summary="A wholly different sentence about seventeen cormorants and a lighthouse.")
    edit.correct(
        copy.store, copy.corrected, correction, "The birds.", copy.settings, vocabulary, FED + timedelta(minutes=9)
    )
    copy.publish()
    after = files(copy.folder)
    changed = {name for name in after if after[name] != before.get(name)}
    article = site.app.test_client().get(f"/en/articles/{copy.corrected}/").get_data(as_text=True)
    lists = {f"en/{kind}/{code}" for kind, code in re.findall(r"/en/(offices|topics)/([a-z0-9-]+)/", article)}

    assert f"en/articles/{copy.corrected}/index.html" in changed
    assert f"en/articles/{copy.corrected}/versions/2/index.html" in changed
    touched = {"/".join(name.split("/")[:3]) for name in changed if name.startswith(("en/offices/", "en/topics/"))}
    assert touched
    assert touched <= lists
    others = {name for name in changed if name.startswith("en/articles/") and copy.corrected not in name}
    assert others == set()

    edit.withdraw(copy.store, copy.corrected, "Why.", FED + timedelta(minutes=10))
    report = copy.publish()

    assert report.removed >= 2
    here = copy.folder / "en/articles" / copy.corrected
    assert (here / "gone.html").is_file()
    assert not (here / "index.html").exists()
    assert [name for name, body in files(copy.folder).items() if b"seventeen cormorants" in body] == []
    answers, entries = copy.app.test_client(), read_state(Folder(copy.folder)).entries
    for path in (f"/en/articles/{copy.corrected}/newsml.xml", "/en/feed.atom", "/en/", "/en/articles.jsonl"):
        assert (copy.folder / entries[path].file).read_bytes() == answers.get(path).data


class Killed(Exception):
    """The process ended."""


class Dying(Folder):
    """A folder whose publisher ends at the n-th write."""

    def __init__(self, root: Path, last: int) -> None:
        super().__init__(root)
        self.left = last

    def write(self, name: str, rendered: Rendered) -> None:
        self.left -= 1
        if self.left < 0:
            raise Killed
        super().write(name, rendered)


def missing(folder: Path) -> set[str]:
    """Return the articles that some list names, and that have no page."""
    named: set[str] = set()
    for path in (*folder.rglob("index.html"), *folder.rglob("feed.atom")):
        here = f"/{path.relative_to(folder).as_posix()}"
        named |= {urljoin(here, found.decode()) for found in LINK.findall(path.read_bytes())}
    pages = {address for address in named if address.endswith("/") and address.startswith("/en/")}
    return {
        page for page in pages if not any((folder / page[1:] / file).exists() for file in ("index.html", "gone.html"))
    }


def test_ended_run_names_no_page_that_is_not_there_and_the_next_one_does_the_rest(site: Site, tmp_path: Path) -> None:
    jobs = [job for job in site.jobs() if "articles" in job.path or job.path in {"/en/", "/en/feed.atom"}]
    jobs = [job for job in jobs if not job.path.endswith(("sv", "xml", "json", "jsonl"))]
    folder = tmp_path / "site"
    for last in (0, 1, 7, 20, len(jobs) - 1):
        with pytest.raises(Killed):
            site.publish(Dying(folder, last), jobs)
        assert missing(folder) == set()
    written = site.publish(Folder(folder), jobs)
    whole = site.publish(Folder(tmp_path / "again"), jobs)

    assert files(folder) == files(tmp_path / "again")
    assert written.written <= whole.written
    assert missing(folder) == set()
    assert len(files(folder)) > 20


def test_what_an_ended_run_left_behind_goes(tmp_path: Path, site: Site) -> None:
    jobs = [job for job in site.jobs() if job.path.startswith(("/robots", "/icon", "/schema"))]
    folder = tmp_path / "site"
    with pytest.raises(Killed):
        site.publish(Dying(folder, 1), jobs)
    (folder / "en").mkdir()
    (folder / "en" / "index.html").write_text("in no state")
    report = site.publish(Folder(folder), jobs)

    assert report.removed == 1
    assert not (folder / "en").exists()


def test_links_in_the_folder_are_not_followed(tmp_path: Path, site: Site) -> None:
    jobs = [job for job in site.jobs() if job.path.startswith(("/schema", "/robots"))]
    folder, outside = tmp_path / "site", tmp_path / "outside"
    outside.mkdir()
    site.publish(Folder(folder), [job for job in jobs if "robots" in job.path])
    (folder / "schema").symlink_to(outside)
    with pytest.raises(PublishFailed, match="symbolic link"):
        site.publish(Folder(folder), jobs)
    assert list(outside.iterdir()) == []

    (folder / "schema").unlink()
    (outside / "kept").write_text("kept")
    (folder / "robots.txt").unlink()
    (folder / "robots.txt").symlink_to(outside / "kept")
    with pytest.raises(PublishFailed, match="symbolic link"):
        Folder(folder).write("robots.txt", Rendered(200, "text/plain", b"other"))
    assert (outside / "kept").read_text() == "kept"


def test_folder_of_somebody_else_is_refused(tmp_path: Path, site: Site) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(PublishFailed, match="give an empty folder"):
        site.publish(Folder(tmp_path), [])


def test_only_one_publisher_is_let_in(tmp_path: Path) -> None:
    with Folder(tmp_path).locked(), pytest.raises(PublishFailed, match="another process"), Folder(tmp_path).locked():
        pass


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/sr-Latn/offices/odihr/", "sr-Latn/offices/odihr/index.html"),
        ("/.well-known/security.txt", ".well-known/security.txt"),
        ("/vocabulary/topic/elections", "vocabulary/topic/elections"),
        ("/../etc/passwd", ""),
        ("/en//x/", ""),
        ("/en/offices/con/", ""),
        ("/en/offices/.hidden/", ""),
        ("/en/offices/a%2fb/", ""),
        ("/en/offices/ä/", ""),
        ("en/", ""),
        (f"/en/offices/{'a' * 200}/", ""),
    ],
)
def test_names_are_made_of_what_addresses_are_made_of(path: str, name: str) -> None:
    assert place(path, "text/html; charset=utf-8") == name


def test_folder_of_a_document_for_programs_and_of_what_is_gone() -> None:
    assert place("/vocabulary/topic/", "application/xml") == "vocabulary/topic/index.xml"
    assert place("/en/articles/x/", "text/html", 410) == "en/articles/x/gone.html"
    assert len(CODINGS) == 2
