"""Lists in one language around articles in several: what is preferred, what falls back, and how that is said."""

from contextlib import closing
from typing import Any

import pytest
from lxml import etree
from lxml import html
from tests.conftest import NOW
from tests.conftest import Feed

from osce_feeds import edit
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.formats.article_xml import ARTICLE_XML
from osce_feeds.formats.atom import ATOM
from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.rss import RSS
from osce_feeds.ingest import Order
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.normaliser import Evidence
from osce_feeds.store import Store

EDITIONS = {
    "en": "The pier is open\nPublishing date: 1 June 2026\nWhat we do: Youth\nWalk on it.\n",
    "ar": "افتتاح الرصيف\nPublishing date: 1 June 2026\nتعالوا للتنزه.\n",
    "sr": "Пристаниште је отворено\nPublishing date: 1 June 2026\nДођите у шетњу.\n",
    "hr": "Gat je otvoren\nPublishing date: 1 June 2026\nDođite u šetnju.\n",
}
OTHER = "The lamp is lit\nPublishing date: 2 June 2026\nWhat we do: Lamps of Voss\nLook at it.\n"
ALONE = "Svjetionik opet radi\nPublishing date: 3 June 2026\nVidi se iz daljine.\n"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def store_of_many(feed: Feed, store: Store) -> Store:
    """A story in four languages, one in English and one in Croatian alone."""
    for language, text in EDITIONS.items():
        feed(text, Order(Evidence(language), source=language))
    with store.read() as reader:
        keys = [article.key for article in reader.newest(EVERYTHING, "en", 10)]
    edit.link(store, keys, NOW)
    feed(OTHER, Order(Evidence("en"), source="lamps"))
    feed(ALONE, Order(Evidence("hr"), source="lights"))
    return store


def rendered(newsroom: Newsroom, store: Store, tag: str, form: Format, selection: Selection = EVERYTHING) -> bytes:
    language = newsroom.language(tag)
    assert language
    with closing(deliver(newsroom, store, language, selection, form, NOW)) as rendition:
        return b"".join(rendition.body())


def shown(document: bytes) -> list[tuple[str, str]]:
    """Return language and title of each entry of an Atom feed."""
    entries = etree.fromstring(document).findall("{*}entry")
    return [(str(entry.get(XML_LANG)), entry.findtext("{*}title", "")) for entry in entries]


@pytest.mark.parametrize(
    ("tag", "first"),
    [
        ("ar", ("ar", "افتتاح الرصيف")),
        ("sr-Cyrl", ("sr-Cyrl", "Пристаниште је отворено")),
        ("en", ("en", "The pier is open")),
        # Neither the other script nor the neighbour's language stands in: the lead edition does, and says so.
        ("sr-Latn", ("en", "The pier is open")),
        ("bs", ("en", "The pier is open")),
        ("uk", ("en", "The pier is open")),
    ],
)
def test_list_shows_each_story_once_in_its_own_language_or_as_the_lead_says_it(
    tag: str, first: tuple[str, str], newsroom: Newsroom, store_of_many: Store
) -> None:
    found = shown(rendered(newsroom, store_of_many, tag, ATOM))

    assert found == [("hr", "Svjetionik opet radi"), ("en", "The lamp is lit"), first]


@pytest.mark.parametrize("content", ["ar", "hr", "sr-Cyrl"])
def test_list_of_texts_in_one_language_holds_no_others(content: str, newsroom: Newsroom, store_of_many: Store) -> None:
    found = shown(rendered(newsroom, store_of_many, "bs", ATOM, Selection(content=content)))

    assert {content} == {language for language, _ in found}


@pytest.mark.parametrize("form", FEEDS, ids=[form.name for form in FEEDS])
@pytest.mark.parametrize(
    ("tag", "content", "said"),
    [
        ("ar", "", "لغات المقالات: العربية، الإنجليزية، الكرواتية"),
        ("sr-Cyrl", "", "Језици чланака: српски (ћирилица), енглески, хрватски"),
        ("bs", "", "Jezici članaka: engleski, hrvatski"),
        ("bs", "hr", "Jezici članaka: hrvatski"),
        ("ar", "ar", ""),
    ],
)
def test_feed_says_in_words_which_languages_it_mixes(
    tag: str, content: str, said: str, form: Format, newsroom: Newsroom, store_of_many: Store
) -> None:
    document = rendered(newsroom, store_of_many, tag, form, Selection(content=content)).decode()
    language = newsroom.language(tag)
    assert language
    label = newsroom.localiser(language).gettext("Languages of the articles:")

    assert said in document
    assert (label in document) is bool(said)


@pytest.mark.parametrize("form", [ATOM, RSS], ids=["atom", "rss"])
def test_item_keeps_texts_of_two_directions_apart(form: Format, newsroom: Newsroom, store_of_many: Store) -> None:
    document: Any = etree.fromstring(rendered(newsroom, store_of_many, "ar", form))
    texts = document.xpath("//*[local-name()='summary' or local-name()='description'][starts-with(., '<p')]/text()")
    items: list[Any] = [html.fromstring(f"<div>{text}</div>").findall("p") for text in texts]
    croatian, english, arabic = items

    assert [(p.get("lang"), p.get("dir")) for p in arabic] == [(None, "rtl")] * 3
    assert [(p.get("lang"), p.get("dir")) for p in english] == [("en", "ltr"), (None, "rtl"), (None, "rtl")]
    assert english[1].text_content().startswith("2 يونيو 2026 · الإنجليزية · ")
    # A name that nobody translated is marked like any other text.
    assert [(one.text, one.get("lang"), one.get("dir")) for one in english[1]] == [("Lamps of Voss", "en", "ltr")]
    assert croatian[0].get("lang") == "hr"


@pytest.mark.parametrize("form", [RSS, JSON_FEED], ids=["rss", "json"])
def test_withdrawn_headline_is_isolated_from_words_of_the_other_direction(
    form: Format, newsroom: Newsroom, store_of_many: Store
) -> None:
    with store_of_many.read() as reader:
        (key,) = [one.key for one in reader.newest(EVERYTHING, "en", 10) if one.headline == "The lamp is lit"]
    edit.withdraw(store_of_many, key, "", NOW)

    assert "\u2068The lamp is lit\u2069 - مسحوب" in rendered(newsroom, store_of_many, "ar", form).decode()
    assert "The lamp is lit - povučeno" in rendered(newsroom, store_of_many, "bs", form).decode()


def test_export_marks_what_is_in_another_language(newsroom: Newsroom, store_of_many: Store) -> None:
    articles = etree.fromstring(rendered(newsroom, store_of_many, "ar", ARTICLE_XML)).findall("article")
    (lamp,) = [one for one in articles if one.findtext("headline") == "The lamp is lit"]

    assert lamp.get(XML_LANG) == "en"
    assert [(one.text, one.get(XML_LANG)) for one in lamp.findall("date")] == [("2 يونيو 2026", "ar")]
    assert [(one.text, one.get(XML_LANG)) for one in lamp.findall("topic")] == [("Lamps of Voss", None)]
