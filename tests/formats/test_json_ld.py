"""schema.org descriptions: what they say, and that nothing in them ends the element around them."""

import json

from tests.builders import CHANNELS
from tests.builders import HOSTILE
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel

from osce_feeds.formats.json_ld import news_article
from osce_feeds.i18n.localiser import localiser

ENGLISH = localiser(language("en"))


def test_description_says_what_the_record_says() -> None:
    (article, *_) = CHANNELS["common"].articles
    value = json.loads(news_article(article, CHANNELS["common"], ENGLISH))

    assert (value["@type"], value["headline"]) == ("NewsArticle", article.headline)
    assert (value["datePublished"], value["dateModified"]) == ("2025-07-04", "2025-07-05T08:15:00Z")
    assert value["mainEntityOfPage"] == article.link
    assert value["correction"] == "The number of piers was corrected."
    assert value["keywords"] == ["Elections", "Youth"]
    assert value["publisher"]["name"] == "Harbour listing"
    assert value["locationCreated"] == [{"@type": "Place", "name": "OSLO"}]


def test_nothing_in_it_ends_a_script() -> None:
    (article,) = CHANNELS["hostile"].articles
    text = news_article(article, CHANNELS["hostile"], ENGLISH)

    assert set("<>&\u2028\u2029") & set(text) == set()
    assert json.loads(text)["headline"] == HOSTILE


def test_translation_names_its_original() -> None:
    original = make_article(key="oslo2345abcd")
    channel = make_channel(published_article=lambda _key: original)
    value = json.loads(news_article(make_article(work="oslo2345abcd", language="fr"), channel, ENGLISH))

    assert value["translationOfWork"] == {"@id": "https://feeds.example.org/en/articles/oslo2345abcd/"}
