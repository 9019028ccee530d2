"""NewsML-G2: valid against the standard's own schema, and saying what the record says."""

from dataclasses import replace
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
