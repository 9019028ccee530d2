"""NewsML-G2: valid against the standard's own schema, and saying what the record says."""

import hashlib
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import etree
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import SCHEMAS

from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Status

NS = {"n": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    path = SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    if not Path(path).is_file():
        pytest.skip(f"needs the NewsML-G2 schema {path}; OSCE_FEEDS_SCHEMAS names another folder")
    return etree.XMLSchema(etree.parse(str(path)))


def item(article: Article, **about: object) -> etree._Element:
    return etree.fromstring(item_document(article, make_channel((), **about)))


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(text) for text in element.xpath(path, namespaces=NS)]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", CHANNELS)
def test_message_is_valid(schema: etree.XMLSchema, name: str) -> None:
    document = etree.fromstring(rendered(NEWSML_G2, CHANNELS[name]))

    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize(
    "article",
    [
        make_article(),
        make_article(version=2, note="The number was wrong."),
        make_article(version=3, status=Status.CANCELED, note="Published by mistake."),
        *(article for channel in CHANNELS.values() for article in channel.articles),
    ],
)
def test_item_is_valid(schema: etree.XMLSchema, article: Article) -> None:
    assert schema.validate(item(article)), schema.error_log


def test_schema_would_notice_a_defect(schema: etree.XMLSchema) -> None:
    document = item(make_article())
    document.remove(document.xpath("n:itemMeta", namespaces=NS)[0])  # type: ignore[index, arg-type]

    assert not schema.validate(document)


def test_message_is_the_same_in_every_language() -> None:
    channel = CHANNELS["common"]

    assert rendered(NEWSML_G2, channel, "en") == rendered(NEWSML_G2, channel, "ru")


def test_item_stands_in_a_message_as_it_stands_alone() -> None:
    channel = CHANNELS["common"]
    (first, *_) = etree.fromstring(rendered(NEWSML_G2, channel)).findall("n:itemSet/n:newsItem", NS)
    alone = item_document(next(iter(channel.articles)), channel)

    assert alone.partition(b"\n")[2].rstrip() == etree.tostring(first, encoding="UTF-8", with_tail=False)


def test_header_is_that_of_the_last_change() -> None:
    channel = replace(make_channel((make_article(),)), change=17)
    message = etree.fromstring(rendered(NEWSML_G2, channel))

    assert texts(message, "n:header/n:transmitId/text()") == ["17"]
    assert texts(message, "n:header/n:sent/text()") == [channel.updated.strftime("%Y-%m-%dT%H:%M:%SZ")]


def test_first_version_has_no_signal_a_later_one_says_what_it_is() -> None:
    assert texts(item(make_article()), "//n:signal/@qcode") == []
    assert texts(item(make_article(version=2)), "//n:signal/@qcode") == ["sig:update"]
    corrected = item(make_article(version=2, note="The number was wrong."))
    assert texts(corrected, "//n:signal/@qcode") == ["sig:correction"]
    assert "The number was wrong." in texts(corrected, "//n:edNote/text()")


def test_item_that_is_back_again_is_an_update_whatever_its_note_says() -> None:
    withdrawn = make_article(version=2, status=Status.CANCELED)
    restored = make_article(version=3, note="It was right after all.")
    document = item(restored, versions=lambda _key: (make_article(), withdrawn, restored))

    assert texts(document, "//n:signal/@qcode") == ["sig:update"]
    assert texts(document, "//n:edNote/text()") == ["It was right after all."]


def test_first_creation_is_the_same_in_all_versions() -> None:
    first = make_article()
    second = make_article(version=2, received=first.received + timedelta(days=1))
    items = [item(article, versions=lambda _key: (first, second)) for article in (first, second)]

    assert [texts(document, "//n:firstCreated/text()") for document in items] == [["2025-07-04T12:30:00Z"]] * 2
    assert texts(items[1], "//n:versionCreated/text()") == ["2025-07-05T12:30:00Z"]
    assert texts(item(second), "//n:firstCreated/text()") == []


def test_erased_item_has_a_title_in_every_language_and_no_headline() -> None:
    document = item(make_article(version=2, status=Status.CANCELED, headline=""))

    titles = document.findall("n:itemMeta/n:title", NS)
    assert [(each.get(LANG), each.text) for each in titles[:2]] == [
        ("en", "Withdrawn article"),
        ("fr", "Article retiré"),
    ]
    assert len(titles) == len(LANGUAGES)
    assert texts(document, "//n:headline") == []


def test_canceled_item_has_a_headline_and_a_reason_but_no_text() -> None:
    killed = item(
        make_article(version=2, status=Status.CANCELED, note="By mistake.", summary="Told.", content="<p>All.</p>")
    )

    assert texts(killed, "//n:pubStatus/@qcode") == ["stat:canceled"]
    assert texts(killed, "//n:edNote/text()") == ["By mistake."]
    assert texts(killed, "//n:signal | //n:description | //n:inlineXML") == []
    assert len(texts(killed, "//n:headline/text()")) == 1


def test_content_set_stands_even_where_it_is_empty() -> None:
    """Without it some receivers refuse the whole message."""
    article = make_article(content="")

    assert texts(item(article), "n:contentSet/@id") == [f"text-{article.key}"]


def test_full_text_is_xhtml_with_its_words_counted() -> None:
    document = item(make_article(content="<p>One &amp; two<br>three</p>"))

    assert texts(document, "//n:inlineXML/@wordcount") == ["4"]
    assert texts(document, "//h:body/h:p/text()") == ["One & two", "three"]


def test_publishing_day_is_a_day_and_stands_in_words_of_every_language() -> None:
    document = item(make_article())

    assert texts(document, "//n:contentCreated/text()") == ["2025-07-04"]
    expected = {
        "en": "4 July 2025",
        "fr": "4 juillet 2025",
        "de": "4. Juli 2025",
        "it": "4 luglio 2025",
        "ru": "4 июля 2025\u202fг.",
        "es": "4 de julio de 2025",
        "uk": "4 липня 2025\u202fр.",
        "sq": "4 korrik 2025",
        "sr-Cyrl": "4. јул 2025.",
        "sr-Latn": "4. jul 2025.",
        "bs": "4. juli 2025.",
        "mk": "4 јули 2025\u202fг.",
        "ro": "4 iulie 2025",
        "ar": "4 يوليو 2025",
    }
    datelines = document.findall("n:contentMeta/n:dateline", NS)
    assert expected == {str(line.get(LANG)): line.text for line in datelines if line.get(LANG)}


def test_names_are_english_and_those_with_a_source() -> None:
    """A translation that waits for review stands on pages, and in no export."""
    (common, *_) = CHANNELS["common"].articles
    document = item(common)
    names = document.findall("n:contentMeta/n:genre/n:name", NS)

    assert [(name.get(LANG), name.text) for name in names] == [("en", "Press release")]
    albania = document.findall("n:contentMeta/n:infoSource[@qcode='ofoffice:presence-in-albania']/n:name", NS)
    assert ("de", "Präsenz in Albanien") in [(name.get(LANG), name.text) for name in albania]
    assert "fr" not in {name.get(LANG) for name in albania}


def test_topic_is_followed_by_its_media_topic_as_inferred() -> None:
    (common, *_) = CHANNELS["common"].articles
    document = item(common, media_topics={"elections": "20000574"})

    assert texts(document, "//n:subject/@qcode") == ["oftopic:elections", "medtop:20000574", "oftopic:youth"]
    assert texts(document, "//n:subject[@why]/@why") == ["why:inferred"]


def test_sample_says_so_to_editors() -> None:
    assert texts(item(make_article(), sample=True), "//n:edNote/text()")[0] == "Sample: an invented article, not news."


def test_cut_summary_is_told_to_editors() -> None:
    document = item(make_article(summary="Half of", summary_cut=True))

    assert texts(document, "//n:edNote/text()") == ["The summary was cut by the source."]


def test_translation_names_the_version_that_it_was_made_from() -> None:
    first = make_article(key="oslo2345abcd")
    second = make_article(key="oslo2345abcd", version=2, received=first.received + timedelta(days=2))
    translation = make_article(work="oslo2345abcd", language="fr", received=first.received + timedelta(days=1))
    about = {"published_article": lambda _key: second, "versions": lambda _key: (first, second)}

    for article, version in (
        (translation, "1"),
        (replace(translation, received=second.received), "2"),
        (replace(translation, received=first.received - timedelta(days=1)), "1"),
    ):
        links = item(article, **about).findall("n:itemMeta/n:link", NS)
        assert [(link.get("rel"), link.get("residref"), link.get("version")) for link in links] == [
            ("irel:derivedFrom", second.id, version),
            ("ofrel:translatedFrom", second.id, version),
        ]
    assert texts(item(first, **about), "//n:link") == []
    assert texts(item(translation), "//n:link") == []


def test_hash_is_that_of_the_canonical_content() -> None:
    document = item(make_article(content="<p>One &amp; two</p>"))
    content = document.find("n:contentSet", NS)
    assert content is not None
    canonical = etree.tostring(content, method="c14n", exclusive=True, with_tail=False)

    assert texts(document, "//n:hash/text()") == [hashlib.sha256(canonical).hexdigest()]
    assert texts(document, "//n:hash/@hashtypeuri") == ["http://www.w3.org/2001/04/xmlenc#sha256"]


def test_places_that_geonames_knows_are_named_once_and_others_left_out() -> None:
    dateline = Dateline("OSLO/PORT SAMPLE/Oslo/VIENNA", ("OSLO", "PORT SAMPLE", "Oslo", "VIENNA"), None)
    document = item(make_article(dateline=dateline))

    assert texts(document, "//n:located/@uri") == [
        "https://sws.geonames.org/3143244/",
        "https://sws.geonames.org/2761369/",
    ]
    assert texts(document, "//n:located/n:name/text()") == ["OSLO", "VIENNA"]


def test_operator_provides_and_source_is_named_as_source_and_holder() -> None:
    (common, *_) = CHANNELS["common"].articles
    document = item(common)

    assert texts(document, "//n:provider/@uri") == ["https://feeds.example.org/"]
    assert texts(document, "//n:copyrightHolder/@uri") == ["https://news.example.org/press-releases"]
    assert texts(document, "//n:infoSource[not(@qcode)]/@uri") == ["https://news.example.org/press-releases"]


@pytest.mark.parametrize("name", CHANNELS)
def test_stock_parser_of_superdesk_finds_what_it_cannot_do_without(name: str) -> None:
    """The header says sent, transmitId and priority, and every item has a contentSet."""
    message = etree.fromstring(rendered(NEWSML_G2, CHANNELS[name]))
    header = message.find("n:header", NS)
    assert message.tag == f"{{{NS['n']}}}newsMessage"
    assert header is not None
    datetime.strptime(str(header.findtext("n:sent", namespaces=NS)), "%Y-%m-%dT%H:%M:%S%z")
    assert header.findtext("n:transmitId", namespaces=NS)
    assert 1 <= int(str(header.findtext("n:priority", namespaces=NS))) <= 9
    for each in message.iterfind("n:itemSet/n:newsItem", NS):
        meta, content = each.find("n:contentMeta", NS), each.find("n:contentSet", NS)
        assert meta is not None
        assert content is not None
        assert len(content) or content.attrib
        assert each.get("guid")
        assert each.get("version")
        for path in ("itemClass", "provider", "versionCreated", "pubStatus"):
            assert each.find(f"n:itemMeta/n:{path}", NS) is not None
        assert all(":" in str(subject.get("qcode")) for subject in meta.iterfind("n:subject", NS))
