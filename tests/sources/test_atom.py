"""Atom of other publishers, with its tombstones, and our own read back."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import ROOT
from tests.sources import golden

from osce_feeds.formats.atom import ATOM as FORMAT
from osce_feeds.model.article import Enclosure
from osce_feeds.model.raw import RawEntry
from osce_feeds.sources.atom import ATOM
from osce_feeds.text import clean
from osce_feeds.text import legal

NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
ENTRY = "<id>urn:1</id><title>Ferry school opens in Voss</title><updated>2025-07-04T10:00:00Z</updated>"
XML_TEXT = st.text().map(legal).map(str.strip)


def feed(*entries: str, about: str = "", root: str = "") -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f"<feed {NAMESPACES} {root}>{about}{inner}</feed>"


def take(entry: str, about: str = "", root: str = "") -> RawEntry:
    return golden.only(ATOM, feed(ENTRY + entry, about=about, root=root))


def test_feed_is_read_as_expected() -> None:
    data = golden.given("lantern.atom")
    assert ATOM.sniff(data)
    assert golden.expected("lantern.atom") == golden.shown(golden.read(ATOM, data))


def test_entry_document_is_a_feed_of_one() -> None:
    entry = golden.only(ATOM, f"<entry {NAMESPACES} xml:lang='fr'>{ENTRY}<rights>Libre</rights></entry>")
    assert (entry.id, entry.language, entry.rights) == ("urn:1", "fr", "Libre")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("<feed/>", "this is no Atom 1.0: its root element is 'feed' in another namespace"),
        ('<feed xmlns="http://purl.org/atom/ns#"><entry/></feed>', "this is no Atom 1.0"),
        (f"<feed {NAMESPACES}/>", "the feed has no entries"),
        (f"<!DOCTYPE feed><feed {NAMESPACES}/>", "it has a document type (DOCTYPE)"),
    ],
)
def test_document_without_entries_is_refused(data: str, detail: str) -> None:
    assert golden.refusal(ATOM, data).detail.startswith(detail)


@pytest.mark.parametrize(
    ("construct", "text"),
    [
        ("<rights>5 &lt; 6 &amp;amp; 7</rights>", "5 < 6 &amp; 7"),
        ("<rights type='text'>&lt;b>Free&lt;/b></rights>", "<b>Free</b>"),
        ("<rights type='html'>&lt;b>Free&lt;/b> &amp;amp; &amp;amp;amp;</rights>", "Free & &amp;"),
        ("<rights type=' HTML '>&lt;b>Free&lt;/b></rights>", "Free"),
        (
            "<rights type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>Free</b> &amp; open</div></rights>",
            "Free & open",
        ),
        (
            "<rights type='xhtml'><x:div xmlns:x='http://www.w3.org/1999/xhtml'><x:p>a</x:p><x:p>b</x:p></x:div></rights>",
            "a\nb",
        ),
        ("<rights/>", ""),
    ],
)
def test_text_constructs_are_decoded_once(construct: str, text: str) -> None:
    assert text == take(construct).rights


@pytest.mark.parametrize(
    ("construct", "html"),
    [
        ("<content>One &lt; two.\n\n\n\nThree.</content>", "<p>One &lt; two.</p><p>Three.</p>"),
        ("<content type='text/plain'>One</content>", "<p>One</p>"),
        ("<content type='html'>&lt;p>One &amp;amp; two&lt;/p></content>", "<p>One &amp; two</p>"),
        ("<content type='text/html; charset=utf-8'><![CDATA[<p>One</p>]]></content>", "<p>One</p>"),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One<br/>&lt;</div></content>",
            "<div>One<br>&lt;</div>",
        ),
        ("<content type='application/xhtml+xml'><x:p xmlns:x='urn:x'>One</x:p></content>", "<p>One</p>"),
        ("<content type='image/svg+xml'><svg xmlns='urn:x'>One</svg></content>", ""),
        ("<content type='application/octet-stream'>T25l</content>", ""),
        ("<content type='html' src='https://a.example.org/1'/>", ""),
        ("", ""),
    ],
)
def test_content_is_html(construct: str, html: str) -> None:
    assert html == take(construct).content


@pytest.mark.parametrize(
    ("links", "link"),
    [
        ("<link href='https://a.example.org/1'/>", "https://a.example.org/1"),
        ("<link rel='alternate' href=' https://a.example.org/1 '/>", "https://a.example.org/1"),
        ("<link rel='via' href='https://a.example.org/1'/>", ""),
        ("<link type='application/pdf' href='https://a.example.org/1'/><link type='text/html' href='/2'/>", "/2"),
        ("<link type='application/pdf' href='https://a.example.org/1'/>", "https://a.example.org/1"),
        ("<link href=''/><link/>", ""),
        ("<link href='https://[x'/>", "https://[x"),
    ],
)
def test_link_is_the_alternate_and_a_page_before_others(links: str, link: str) -> None:
    assert link == take(links).link


@pytest.mark.parametrize(
    ("about", "root", "entry", "content", "expected"),
    [
        ("", "", "", "", ("1", "")),
        (
            "<link rel='self' href='https://s.example.org/f/'/>",
            "",
            "",
            "",
            ("https://s.example.org/f/1", "https://s.example.org/f/"),
        ),
        (
            "<link rel='self' href='https://s.example.org/f/'/>",
            "xml:base='https://a.example.org/b/'",
            "",
            "",
            ("https://a.example.org/b/1", "https://a.example.org/b/"),
        ),
        (
            "",
            "xml:base='https://a.example.org/b/'",
            "xml:base='c/'",
            "",
            ("https://a.example.org/b/c/1", "https://a.example.org/b/c/"),
        ),
        (
            "",
            "xml:base='https://a.example.org/b/'",
            "xml:base='c/'",
            "xml:base='/d/'",
            ("https://a.example.org/b/c/1", "https://a.example.org/d/"),
        ),
    ],
)
def test_bases_are_a_chain(about: str, root: str, entry: str, content: str, expected: tuple[str, str]) -> None:
    inner = f"<entry {entry}>{ENTRY}<link href='1'/><content type='html' {content}>x</content></entry>"
    found = golden.only(ATOM, f"<feed {NAMESPACES} {root}>{about}{inner}</feed>")
    assert expected == (found.link, found.base)


@pytest.mark.parametrize(
    ("root", "entry", "title", "language"),
    [
        ("", "", "", ""),
        ("xml:lang='fr-FR'", "", "", "fr"),
        ("xml:lang='fr-FR'", "xml:lang='nb'", "", "nb"),
        ("xml:lang='fr-FR'", "xml:lang='nb'", "xml:lang='uk'", "uk"),
        ("xml:lang='fr-FR'", "xml:lang=''", "", "fr"),
    ],
)
def test_language_is_that_of_the_nearest_element(root: str, entry: str, title: str, language: str) -> None:
    data = f"<feed {NAMESPACES} {root}><entry {entry}><id>urn:1</id><title {title}>Voss</title></entry></feed>"
    assert language == golden.only(ATOM, data).language


def test_files_and_authors_are_listed() -> None:
    entry = take(
        "<author><name>Pupil</name></author><author><name/></author><author><name>Teacher</name></author>"
        "<link rel='enclosure' href='https://a.example.org/a.pdf' type='text/pdf' length='1' title=' The  map '/>"
        "<link rel='enclosure' href='https://a.example.org/b.pdf' length='1e3'/><link rel='enclosure'/>"
    )
    assert entry.byline == "Pupil, Teacher"
    assert entry.enclosures == (
        Enclosure("https://a.example.org/a.pdf", "text/pdf", 1, "The map"),
        Enclosure("https://a.example.org/b.pdf", ""),
    )


def test_day_is_that_of_publishing_and_of_the_update_only_without_it() -> None:
    assert take("").date == "2025-07-04T10:00:00Z"
    assert take("<published>2025-07-01T10:00:00Z</published>").date == "2025-07-01T10:00:00Z"


@pytest.mark.parametrize(
    ("when", "updated", "gone"),
    [
        ("2025-07-04T10:00:01Z", "2025-07-04T10:00:00Z", True),
        ("2025-07-04T10:00:00Z", "2025-07-04T10:00:00Z", True),
        ("2025-07-04T09:59:59Z", "2025-07-04T10:00:00Z", False),
        ("2025-07-04t11:30:00+02:00", "2025-07-04t10:00:00z", False),
        ("2025-07-04", "2025-07-05", True),
        ("yesterday", "today", True),
        ("", "", True),
    ],
)
def test_entry_that_came_back_is_not_taken_back(when: str, updated: str, gone: object) -> None:
    data = (
        f"<feed {NAMESPACES}><at:deleted-entry ref='urn:1' when='{when}'/>"
        f"<entry><id>urn:1</id><title>Voss</title><updated>{updated}</updated></entry></feed>"
    )
    assert gone == ("canceled" in [entry.status for entry in golden.entries(ATOM, data)])


def test_feed_of_tombstones_alone_is_one() -> None:
    tombstone = (
        "<at:deleted-entry ref=' urn:1 ' when='2025-07-04T10:00:00Z'><at:comment>No</at:comment></at:deleted-entry>"
    )
    data = f"<feed {NAMESPACES}>{tombstone}</feed>"
    entry = golden.only(ATOM, data)
    assert (entry.id, entry.status, entry.note, entry.headline) == ("urn:1", "canceled", "No", "")


@given(headline=XML_TEXT, summary=XML_TEXT)
def test_any_title_and_summary_come_back(headline: str, summary: str) -> None:
    inner = f"<id/><title>{escape(headline)}</title><summary type='html'>{escape(escape(summary))}</summary>"
    entry = golden.only(ATOM, feed(inner))
    assert clean(headline) == clean(entry.headline)
    assert clean(summary) == clean(entry.summary)


def test_our_own_feed_gives_back_what_it_was_made_from() -> None:
    data = (ROOT / "tests" / "golden" / "common" / "en" / "feed.atom").read_bytes()
    found = golden.entries(ATOM, data)
    articles = list(CHANNELS["common"].articles)
    assert len(found) == 3
    for name in ("id", "headline", "language", "link", "byline", "content", "rights"):
        assert [getattr(article, name) for article in articles] == [getattr(entry, name) for entry in found]
    assert found[0].summary == f"OSLO, 3 July 2025 – {articles[0].summary} […]"
    assert (found[0].genre, found[0].topics) == ("Press release\n", "Elections\nYouth\n")
    assert (found[0].note, found[1].offices) == ("The number of piers was corrected.", "Lighthouse Office in Voss\n")


@pytest.mark.parametrize("tag", ["en", "fr", "ru"])
def test_our_own_terms_come_back_by_what_is_the_same_in_every_language(tag: str) -> None:
    found = golden.entries(ATOM, rendered(FORMAT, make_channel(CHANNELS["common"].articles), tag))
    assert found[0].offices.splitlines() == ["mission-to-skopje", "presence-in-albania"]
    assert found[1].offices.splitlines() == ["Lighthouse Office in Voss"]
    assert found[0].genre.strip() in {"press-release", "Press release"}
    assert [entry.categories for entry in found] == ["", "", ""]


def test_our_own_withdrawals_are_tombstones_and_corrections_are_no_text() -> None:
    data = (ROOT / "tests" / "golden" / "changed" / "en" / "feed.atom").read_bytes()
    restored, corrected, gone, erased = golden.entries(ATOM, data)
    assert [restored.status, corrected.status, gone.status, erased.status] == ["", "", "canceled", "canceled"]
    assert (restored.summary, restored.note) == ("", "It is lit after all.")
    assert restored.content == "<p>Le phare d’Oslo reste allumé toute l’année.</p>"
    assert (corrected.summary, corrected.note) == ("Lessons last as long as the crossing.", "Lessons are longer.")
    assert (gone.id, gone.note) == (
        "tag:feeds.example.org,2026:voss2345gone",
        "Published by mistake: there is no <nowhere>.",
    )


CLEAN = st.text(max_size=80).map(clean).filter(bool)


@given(headline=CLEAN, summary=CLEAN)
def test_any_text_survives_our_own_feed(headline: str, summary: str) -> None:
    data = rendered(FORMAT, make_channel((make_article(headline=headline, summary=summary),)))
    entry = golden.only(ATOM, data)
    assert (headline, summary) == (clean(entry.headline), clean(entry.summary))
