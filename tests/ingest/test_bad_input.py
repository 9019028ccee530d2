"""Documents that nobody can use: one clear line, the right exit code, and a store that is as it was."""

import io
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import environment
from tests.listings import make_entries
from tests.listings import make_listing
from tests.listings import rows

from osce_feeds.cli import main
from osce_feeds.errors import DocumentRefused
from osce_feeds.settings import PREFIX
from osce_feeds.sources.base import SIZE_LIMIT

pytestmark = pytest.mark.sqlite

NO_PAGE = (
    "the page is neither a listing nor an article whose layout is known: an article has a headline and a publishing"
    " date, in its text (as 'Publishing date:' or 'Date:') or its metadata"
)
NO_ENTRY = 'no entry found: a listing has a "Publishing date:" line below each headline'
TOO_LARGE = "larger than 20 MiB, which no listing is: split the file"
LISTING = make_listing(make_entries(3)).encode()

UNUSABLE = {
    "empty": (b"", None, "the file is empty"),
    "blank": (b"\xef\xbb\xbf \n\t\r\n \n", None, "the file is empty"),
    "binary": (
        b"\x89PNG\r\n\x1a\n\x00\x00" + LISTING,
        None,
        "this is a binary file (byte 0 at offset 8), not text; save the listing page as text",
    ),
    "no records": (b"Newsroom\nNews and press releases\nNothing today.\n", None, NO_ENTRY),
    "web page": (b"<!doctype html>\n<title>Newsroom</title>\n<h1>News</h1>\n", None, NO_PAGE),
    "Latin 1": (
        LISTING.replace(b"harps", "hàrps".encode("latin-1")),
        9,
        "not UTF-8: byte 0xE0 at offset 241; save the file again with the encoding UTF-8",
    ),
    "UTF-16": (
        LISTING.decode().encode("utf-16"),
        None,
        "this is a binary file (byte 0 at offset 3), not text; save the listing page as text",
    ),
    "without dates": (
        make_listing(Entry(headline=f"Ferry {number}", date="") for number in (1, 2)).encode(),
        4,
        "no record can be used; the first: 'Ferry 1' has no publishing date and was refused",
    ),
    "impossible dates": (
        make_listing([Entry(date="30 February 2025")]).encode(),
        5,
        (
            "no record can be used; the first: 'Ferry school opens in Voss' was refused:"
            " '30 February 2025' is not a date such as '4 July 2025'"
        ),
    ),
    "without headlines": (
        b"Publishing date: 4 July 2025\nContent type: News\n",
        1,
        "no record can be used; the first: an entry without a headline was refused",
    ),
    "cut in its only entry": (
        make_listing([Entry()]).encode().partition(b"o: Youth")[0],
        4,
        (
            "no record can be used; the first: the document ends inside an entry, which was left out:"
            " 'Ferry school opens in Voss'"
        ),
    ),
}


@pytest.fixture(autouse=True)
def database(tmp_path: Path, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store that holds two articles, and is the one that commands use."""
    feed(make_listing(make_entries(2, "Hamar")))
    database = tmp_path / "store.db"
    for name, value in environment(database).items():
        if name.startswith(PREFIX):
            monkeypatch.setenv(name, value)
    return database


Ingest = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ingest(capsys: pytest.CaptureFixture[str]) -> Ingest:
    """Run ``osce-feeds ingest``; return exit code, output and error output."""

    def ingest(*arguments: str | Path) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["ingest", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return ingest


@pytest.mark.parametrize("kind", UNUSABLE)
def test_unusable_file_is_refused_in_one_line(kind: str, ingest: Ingest, database: Path, tmp_path: Path) -> None:
    data, line, detail = UNUSABLE[kind]
    listing = tmp_path / "listing.txt"
    listing.write_bytes(data)
    before = rows(database)
    where = str(listing) if line is None else f"{listing}, line {line}"

    assert (3, "", f"refused: {where}: {detail}\n") == ingest(listing)
    assert before == rows(database)
    assert data == listing.read_bytes()


@pytest.mark.parametrize("kind", UNUSABLE)
def test_unusable_standard_input_is_refused_in_one_line(
    kind: str, ingest: Ingest, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, line, detail = UNUSABLE[kind]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    before = rows(database)
    where = "standard input" if line is None else f"standard input, line {line}"

    assert (3, "", f"refused: {where}: {detail}\n") == ingest("-")
    assert before == rows(database)


def test_huge_file_is_refused_after_reading_no_more_than_the_limit(
    ingest: Ingest, database: Path, tmp_path: Path
) -> None:
    listing = tmp_path / "listing.txt"
    with listing.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    before = rows(database)
    tracemalloc.start()
    try:
        ended = ingest(listing)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert (3, "", f"refused: {listing}: {TOO_LARGE}\n") == ended
    assert peak < 2 * SIZE_LIMIT + 4 * 1024 * 1024
    assert before == rows(database)


def test_document_of_exactly_the_limit_is_read(feed: Feed) -> None:
    entry = f"\n{Entry()}".encode()
    assert feed(b"x" * (SIZE_LIMIT - len(entry)) + entry).new == 1
    with pytest.raises(DocumentRefused, match=TOO_LARGE):
        feed(b"x" * (SIZE_LIMIT - len(entry) + 1) + entry)


@pytest.mark.parametrize("share", [0.35, 0.6, 0.95])
def test_cut_file_gives_its_whole_entries_and_reports_the_rest(share: float, ingest: Ingest, tmp_path: Path) -> None:
    """Cut inside a label line: what precedes it is whole, what follows its headline is not."""
    text = make_listing(make_entries(20))
    starts = [position for position in range(len(text)) if text.startswith("What we do", position)]
    whole = int(len(starts) * share)
    listing = tmp_path / "cut.txt"
    listing.write_text(text[: starts[whole] + len("What we d")], encoding="utf-8")
    line = 4 + 6 * whole
    code, out, err = ingest(listing)

    assert (code, err) == (1, "")
    assert out.splitlines() == [
        f"{listing}: {whole} new, 0 changed, 0 unchanged, 1 refused",
        (
            f"  error: line {line}: the document ends inside an entry, which was left out:"
            f" 'Ferry {whole} of 20 leaves Voss' [listing.cut_off]"
        ),
    ]

    listing.write_text(text, encoding="utf-8")
    assert (0, f"{listing}: {20 - whole} new, 0 changed, {whole} unchanged, 0 refused\n", "") == ingest(listing)


def test_bad_document_among_good_ones_is_refused_alone(ingest: Ingest, tmp_path: Path) -> None:
    names = ("a.txt", "b.txt", "c.txt")
    for name, data in zip(names, (LISTING, b"\0", make_listing([Entry()]).encode()), strict=True):
        (tmp_path / name).write_bytes(data)
    first, bad, last = (tmp_path / name for name in names)
    code, out, err = ingest(first, bad, last)

    assert code == 3
    assert (
        f"{first}: 3 new, 0 changed, 0 unchanged, 0 refused\n{last}: 1 new, 0 changed, 0 unchanged, 0 refused\n" == out
    )
    detail = "this is a binary file (byte 0 at offset 0), not text; save the listing page as text"
    assert f"refused: {bad}: {detail}\n" == err


def test_hostile_text_stays_text(ingest: Ingest, tmp_path: Path, database: Path) -> None:
    """Controls, lone escapes and markup of the terminal reach neither the store nor the report as such."""
    headline = "\x1b[31mFerry\x07 {{7*7}} %s '; DROP TABLE article; -- <script>alert(1)</script>\u202e"
    listing = tmp_path / "listing.txt"
    listing.write_text(make_listing([Entry(headline=headline, genre="")]), encoding="utf-8")
    code, out, err = ingest(listing)

    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert "\x07" not in out
    stored = [row for row in rows(database)["article"] if b"DROP TABLE" in row[-1]]
    assert len(stored) == 1
    assert len(rows(database)["article"]) == 3
