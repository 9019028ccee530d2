"""NewsML-G2: our own items read back without loss, and what is not to be published left out."""

import pytest
from hypothesis import given
from hypothesis import settings
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import ROOT
from tests.sources import golden
from tests.sources.articles import VOCABULARY
from tests.sources.articles import printable

from osce_feeds.formats.newsml_g2 import NEWSML_G2 as FORMAT
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.sources.newsml_g2 import NEWSML_G2

NAMESPACE = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
COMPARED = (
    "headline",
    "date",
    "language",
    "dateline",
    "summary",
    "summary_cut",
    "content",
    "genre",
    "offices",
    "topics",
    "link",
    "byline",
)


def message(*items: str) -> str:
    return f"<newsMessage {NAMESPACE}><header/><itemSet>{''.join(items)}</itemSet></newsMessage>"


def item(head: str = "", meta: str = "", more: str = "", guid: str = "urn:1") -> str:
    return (
        f'<newsItem {NAMESPACE} guid="{guid}" version="1" xml:lang="en-GB"><itemMeta>{head}</itemMeta><contentMeta>'
        f"<contentCreated>2025-07-04</contentCreated>{meta}</contentMeta>{more}</newsItem>"
    )


def inline(document: str) -> str:
    return f"<contentSet><inlineXML>{document}</inlineXML></contentSet>"


def take(head: str = "", meta: str = "", more: str = "") -> RawEntry:
    return golden.only(NEWSML_G2, item(head, meta, more))


def test_golden_message_gives_back_its_articles() -> None:
    data = (ROOT / "tests" / "golden" / "common" / "en" / "newsml.xml").read_bytes()
    assert NEWSML_G2.sniff(data)
    found = golden.entries(NEWSML_G2, data)
    readings = [normalise(entry, VOCABULARY, Evidence()).reading for entry in found]
    corrected, full, french = CHANNELS["common"].articles
    assert [entry.id for entry in found] == [corrected.id, full.id, french.id]
    for article, reading in zip((corrected, full), readings, strict=False):
        for name in COMPARED:
            assert getattr(article, name) == getattr(reading, name), name
    assert found[0].note == "The number of piers was corrected."
    assert found[0].rights == corrected.rights
    # A place alone is a dateline only where somebody knows that it is one.
    assert found[2].summary == f"ÉVIAN – {french.summary}"


@settings(deadline=None)
@given(article=printable())
def test_any_article_comes_back(article: Article) -> None:
    entry = golden.only(NEWSML_G2, item_document(article, make_channel((article,))))
    reading = normalise(entry, VOCABULARY, Evidence()).reading
    assert entry.id == article.id
    for name in COMPARED:
        assert getattr(article, name) == getattr(reading, name), name


def test_withdrawn_articles_take_back() -> None:
    article = make_article(status=Status.CANCELED, version=2, note="Published by mistake")
    entry = golden.only(NEWSML_G2, rendered(FORMAT, make_channel((article,))))
    assert (entry.id, entry.status, entry.note) == (article.id, "canceled", "Published by mistake")


def test_notes_to_editors_about_the_service_are_no_notes_on_the_article() -> None:
    article = make_article(version=2, note="It was wrong.", summary="Half", summary_cut=True)
    entry = golden.only(NEWSML_G2, rendered(FORMAT, make_channel((article,), sample=True)))
    assert (entry.note, entry.summary) == ("It was wrong.", "Half ...")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        ("<newsMessage/>", "this is no NewsML-G2: its root element is 'newsMessage' in another namespace"),
        (f"<packageItem {NAMESPACE}/>", "this is no NewsML-G2"),
        (message(), "the message holds no news item"),
        (message("<packageItem/>"), "the message holds no news item"),
        (f"<!DOCTYPE newsItem>{item()}", "it has a document type (DOCTYPE)"),
    ],
)
def test_document_without_news_is_refused(data: str, detail: str) -> None:
    assert golden.refusal(NEWSML_G2, data).detail.startswith(detail)


def test_empty_selection_of_ours_is_refused_in_words() -> None:
    assert golden.refusal(NEWSML_G2, rendered(FORMAT, make_channel())).detail == "the message holds no news item"


def test_withheld_item_is_left_out_and_reported() -> None:
    data = message(item('<pubStatus qcode="stat:withheld"/>'), item('<pubStatus qcode="stat:usable"/>', guid="urn:2"))
    problem, entry = golden.read(NEWSML_G2, data)
    assert not isinstance(problem, RawEntry)
    assert (problem.code, problem.severity, problem.line) == ("entry.withheld", "warning", 1)
    assert isinstance(entry, RawEntry)
    assert entry.id == "urn:2"


def test_item_without_anything_is_an_entry_without_anything() -> None:
    entry = golden.only(NEWSML_G2, f"<newsItem {NAMESPACE}/>")
    assert golden.shown([entry]) == [{"line": 1}]


@pytest.mark.parametrize(
    ("head", "meta", "name", "expected"),
    [
        ("<title>Voss</title>", "", "headline", "Voss"),
        ("<title>Voss</title>", "<headline>Oslo <b/> &amp; &lt;Bergen&gt;</headline>", "headline", "Oslo  & <Bergen>"),
        ("<versionCreated>2025-07-05T10:00:00Z</versionCreated>", "", "date", "2025-07-04"),
        ("", "<language tag='nb-NO'/>", "language", "nb"),
        ("", "<language/>", "language", "en"),
        ("", "<description>Other</description><description role='drol:summary'>This</description>", "summary", "This"),
        (
            "",
            "<description role='drol:caption'>First</description><description>Second</description>",
            "summary",
            "First",
        ),
        ("", "<description/><dateline>OSLO</dateline>", "summary", ""),
        ("", "<dateline>OSLO</dateline><description>Text.</description>", "summary", "OSLO – Text."),
        ("", "<dateline xml:lang='en'>4 July</dateline><description>Text.</description>", "summary", "Text."),
        ("<link rel='irel:other' href='/1'/><link rel='irel:seeAlso' href=' /2 '/>", "", "link", "/2"),
        ("", "<genre qcode='oftype:news'><name>News</name></genre>", "genre", "News\n"),
        ("", "<genre qcode='oftype:news'/><genre><name>News</name></genre>", "genre", ""),
        ("", "<subject qcode='oftopic:a'><name>A, b</name></subject>", "topics", "A, b\n"),
        ("", "<subject qcode='medtop:1'><name>Sport</name></subject>", "topics", ""),
    ],
)
def test_fields_of_an_item(head: str, meta: str, name: str, expected: str) -> None:
    assert expected == getattr(take(head, meta), name)


def test_day_of_the_version_serves_without_one_of_the_content() -> None:
    data = item("<versionCreated>2025-07-05T10:00:00Z</versionCreated>").replace("contentCreated", "contentModified")
    assert golden.only(NEWSML_G2, data).date == "2025-07-05T10:00:00Z"


@pytest.mark.parametrize(
    ("more", "html"),
    [
        ("<contentSet/>", ""),
        ("<contentSet><inlineData>Voss</inlineData></contentSet>", ""),
        (inline("<nitf xmlns='urn:x'><body>Voss</body></nitf>"), ""),
        (
            inline("<html xmlns='urn:h'><body>5 &lt; 6</body></html>"),
            "5 &lt; 6",
        ),
        (
            inline("<h:html xmlns:h='urn:h'><h:body><h:p>a<h:br/>b</h:p>c</h:body></h:html>"),
            "<p>a<br>b</p>c",
        ),
    ],
)
def test_text_of_an_item_is_the_body_of_its_xhtml(more: str, html: str) -> None:
    assert html == take(more=more).content


def test_id_that_stands_twice_is_the_first_one_s() -> None:
    problem = golden.read(NEWSML_G2, message(item(), item()))[1]
    assert not isinstance(problem, RawEntry)
    assert problem.code == "entry.repeated_id"
