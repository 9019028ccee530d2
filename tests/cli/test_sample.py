"""The sample newsroom: large, marked as invented, and with everything that real listings have."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from tests.conftest import NOW

from osce_feeds.cli.sample import documents
from osce_feeds.cli.sample import fill
from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import selection_page
from osce_feeds.i18n.packaged import vocabulary
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.settings import Settings
from osce_feeds.sources.text_listing import TEXT_LISTING
from osce_feeds.store import Store
from osce_feeds.web import create_app


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Settings]]:
    settings = Settings(database=str(tmp_path_factory.mktemp("sample") / "store.db"), base_url="https://f.example.org")
    store = Store(settings.database)
    store.prepare(NOW)
    fill(store, settings, NOW)
    yield store, settings
    store.close()


def every(store: Store) -> list[Article]:
    """Return every edition: a list in each language shows a work once."""
    found: dict[str, Article] = {}
    for language in ("en", "fr", "de", "it", "ru", "es", "uk"):
        with store.read() as reader:
            found |= {article.key: article for article in reader.stream(EVERYTHING, language)}
    return list(found.values())


def test_sample_has_two_hundred_articles_of_two_years_in_seven_languages(filled: tuple[Store, Settings]) -> None:
    articles = every(filled[0])
    months = {article.date.strftime("%Y-%m") for article in articles if article.date >= date(2024, 7, 1)}

    assert len(articles) >= 200
    assert len(months) >= 24
    assert Counter(article.language for article in articles).keys() == {"en", "fr", "de", "it", "ru", "es", "uk"}


def test_translations_are_linked_corrections_made_and_one_article_withdrawn(filled: tuple[Store, Settings]) -> None:
    articles = every(filled[0])
    works = Counter(article.work for article in articles)

    assert sum(count > 1 for count in works.values()) >= 10
    assert sum(article.version > 1 for article in articles) >= 3
    with filled[0].read() as reader:
        statuses = Counter(article.status for work in works for article in reader.editions(work))
        withdrawn = reader.generation() - (reader.count(EVERYTHING, "en") or 0)
    assert statuses[Status.USABLE] >= 200
    assert withdrawn > 0


def test_sample_has_the_irregularities_of_real_records() -> None:
    words = vocabulary()
    codes: Counter[str] = Counter()
    readings = []
    for language, document in documents():
        batch = make_batch(TEXT_LISTING.read(document.data, document.name), words, Evidence(language))
        codes.update(problem.code for problem in batch.problems)
        readings += [item.reading for item in batch.items]

    assert {"metadata.missing", "summary.cut", "dateline.differs", "term.unknown", "entry.twin"} == codes.keys()
    assert max(len(reading.offices) for reading in readings) == 18
    assert max(len(reading.topics) for reading in readings) == 14
    assert words.concepts[TOPIC].keys() <= {term.code for reading in readings for term in reading.topics}
    assert len({term.code for reading in readings for term in reading.offices} & words.concepts[OFFICE].keys()) >= 30
    assert sum(reading.dateline is not None for reading in readings) > len(readings) / 2
    assert any(reading.summary == reading.headline for reading in readings)


def test_sample_says_everywhere_that_it_is_invented(filled: tuple[Store, Settings]) -> None:
    client = create_app(filled[1], clock=lambda: NOW).test_client()

    assert "<title>OSCE Feeds (sample)</title>" in client.get("/en/feed.rss").text
    assert "Sample: these articles are invented." in client.get("/en/feed.atom").text
    assert "Beispiel: Diese Artikel sind erfunden." in client.get("/de/").text
    assert "Образец: эти статьи вымышлены." in client.get("/ru/offices/odihr/").text
    newsml = client.get("/en/newsml.xml").text
    assert newsml.count("<newsItem ") == newsml.count(">Sample: an invented article, not news.<")


def test_page_of_another_language_prefers_its_edition(filled: tuple[Store, Settings]) -> None:
    newsroom = Newsroom.open(filled[1])
    french = newsroom.language("fr")
    assert french
    shown = selection_page(newsroom, filled[0], french, EVERYTHING, NOW, 50)
    assert shown is not None

    assert shown is not None
    assert {"fr", "en"} <= {article.language for article in shown.articles}
    works = [article.work for article in shown.articles]
    assert len(works) == len(set(works))
