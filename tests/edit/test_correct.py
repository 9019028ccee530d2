"""Corrections by a person: a version that says what it corrects, and which its source does not undo."""

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Feed
from tests.edit.conftest import LATER
from tests.edit.conftest import LISTING
from tests.edit.conftest import Look
from tests.ingest.results import counts

from osce_feeds import edit
from osce_feeds.edit import Corrected
from osce_feeds.edit import Correction
from osce_feeds.errors import EditRefused
from osce_feeds.errors import UnknownArticle
from osce_feeds.ingest import Order
from osce_feeds.model.article import Status
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.settings import Settings
from osce_feeds.store import Store

HOW = "corrected: by the operator"
EVEN_LATER = LATER + timedelta(hours=1)


class Editor:
    """Corrects articles of one store."""

    def __init__(self, store: Store, settings: Settings, vocabulary: Vocabulary) -> None:
        self._store, self._settings, self._vocabulary = store, settings, vocabulary

    def correct(self, key: str, note: str = "Mended.", **fields: Any) -> Corrected:
        correction = Correction(**fields)
        return edit.correct(self._store, key, correction, note, self._settings, self._vocabulary, LATER)


@pytest.fixture
def editor(store: Store, settings: Settings, vocabulary: Vocabulary) -> Editor:
    return Editor(store, settings, vocabulary)


def test_correction_is_a_version_with_a_note(editor: Editor, store: Store, key: str, look: Look) -> None:
    before = look(key)
    corrected = editor.correct(key, "  The pier has a name.\x07 ", headline=" The  Voss pier\u202e is open")
    after = look(key)

    assert (after, ("headline",)) == (corrected.article, corrected.fields)
    assert (after.headline, after.note, after.version) == ("The Voss pier is open", "The pier has a name.", 2)
    assert (after.received, after.updated, after.published) == (LATER, LATER, before.published)
    assert after.provenance == {"headline": HOW}
    with store.read() as reader:
        assert [before, after] == reader.versions(key)
        assert [after] == reader.newest(EVERYTHING, "en", 10)


def test_every_field_can_be_corrected(editor: Editor, key: str, look: Look) -> None:
    corrected = editor.correct(
        key,
        summary="OSLO, 31 May 2026 – Walk on it if you can",
        byline="A. Ferryman",
        genre="News Item",
        offices=("OSCE Mission to Serbia", "odihr", "odihr"),
        topics=("Youth",),
        link="https://news.example.org/pier",
        rights="Free",
        language="fr",
    )
    article = look(key)

    assert article.dateline
    assert (article.dateline.text, article.summary, article.summary_cut) == (
        "OSLO, 31 May 2026",
        "Walk on it if you can",
        False,
    )
    assert (article.byline, article.link, article.rights, article.language) == (
        "A. Ferryman",
        "https://news.example.org/pier",
        "Free",
        "fr",
    )
    assert [term.code for term in article.terms] == ["mission-to-serbia", "odihr", "youth", "news"]
    assert set(corrected.fields) == set(article.provenance)
    assert {HOW} == set(article.provenance.values())


def test_content_is_cleaned_html(editor: Editor, key: str, look: Look) -> None:
    editor.correct(key, content='<p onclick="x()">Walk <b>on</b> it.</p><script>alert(1)</script>')

    assert look(key).content == "<p>Walk <strong>on</strong> it.</p>"


def test_empty_values_empty_fields(editor: Editor, key: str, look: Look) -> None:
    editor.correct(key, summary="", offices=("",))

    assert (look(key).summary, look(key).offices) == ("", ())


def test_dots_at_the_end_of_a_summary_mean_a_cut(editor: Editor, key: str, look: Look) -> None:
    editor.correct(key, summary="Walk on it while ...")

    assert (look(key).summary, look(key).summary_cut) == ("Walk on it while", True)


def test_source_that_repeats_itself_undoes_nothing(editor: Editor, key: str, feed: Feed, look: Look) -> None:
    editor.correct(key, headline="The Voss pier is open", summary="", offices=("odihr",), date="2 June 2026")
    corrected = look(key)
    for hours, order in ((1, Order()), (2, Order(source="other")), (3, Order(Evidence(offices=("youth",))))):
        report = feed(LISTING, order, LATER + timedelta(hours=hours))
        assert counts(report) == (0, 0, 1, 0)
        assert corrected == look(key)


def test_source_that_brings_the_corrected_headline_means_this_article(
    editor: Editor, key: str, feed: Feed, look: Look
) -> None:
    editor.correct(key, headline="The Voss pier is open")
    report = feed(LISTING.replace("The pier", "The Voss pier"), Order(source="other"), EVEN_LATER)

    assert counts(report) == (0, 0, 1, 0)
    assert look(key).version == 2


def test_source_that_changes_its_mind_about_a_field_changes_that(
    editor: Editor, key: str, feed: Feed, look: Look
) -> None:
    editor.correct(key, headline="The Voss pier is open", summary="Run on it.", offices=("odihr",))
    feed(LISTING.replace("Walk on it.", "Walk or run on it."), now=EVEN_LATER)
    article = look(key)

    assert (article.headline, article.summary) == ("The Voss pier is open", "Walk or run on it.")
    assert [term.code for term in article.offices] == ["odihr"]
    assert article.provenance == {"headline": HOW, "offices": HOW}


def test_corrected_day_moves_the_article_to_it(editor: Editor, key: str, look: Look) -> None:
    editor.correct(key, date="2 June 2026")
    article = look(key)

    assert (article.date, article.published.date()) == (date(2026, 6, 2), date(2026, 6, 2))
    assert article.status is Status.USABLE


def test_article_of_a_day_to_come_is_withheld_until_then(editor: Editor, key: str, look: Look, store: Store) -> None:
    editor.correct(key, date="2026-07-09")

    assert look(key).status is Status.WITHHELD
    with store.read() as reader:
        assert reader.newest(EVERYTHING, "en", 10) == []
        assert reader.next_due() == date(2026, 7, 9)


def test_lists_that_had_or_have_the_article_move(editor: Editor, key: str, store: Store) -> None:
    editor.correct(key, offices=("odihr",))
    with store.read() as reader:
        for office in ("mission-to-skopje", "odihr"):
            assert reader.touched(Selection(offices=(office,))) == LATER
        assert reader.newest(Selection(offices=("mission-to-skopje",)), "en", 10) == []


def test_edition_that_becomes_english_leads(editor: Editor, key: str, feed: Feed, store: Store) -> None:
    feed("Der Steg\nPublishing date: 1. Juni 2026\nKommen Sie.\n", Order(Evidence("de"), source="de"))
    with store.read() as reader:
        (german,) = [article for article in reader.newest(EVERYTHING, "de", 10) if article.language == "de"]
    editor.correct(key, language="it")
    edit.link(store, [key, german.key], LATER)
    editor.correct(german.key, language="en")
    with store.read() as reader:
        assert [german.key] == [article.key for article in reader.newest(EVERYTHING, "ru", 10)]


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"headline": "The pier is open"}, "{key} says all of this already: nothing was changed"),
        ({"headline": " "}, "no article is without a headline: give one, or leave --headline away"),
        ({"headline": "\u2060\u200b"}, "an entry without a headline was refused"),
        ({"date": ""}, "no article is without a date: give one, or leave --date away"),
        ({"date": "32 July"}, "'The pier is open' was refused: '32 July' is not a date such as '4 July 2025'"),
        ({"language": ""}, "no article is without a language: give one, or leave --language away"),
        ({"language": "English"}, "'English' is not a language tag such as en, uk or sr-Latn"),
        ({"offices": ("mission-to-skopia",)}, "there is no office 'mission-to-skopia'; nearest: mission-to-skopje"),
        ({"topics": ("Юность",)}, "there is no topic 'Юность'"),
        ({"genre": "Pres release"}, "there is no type 'Pres release'; nearest: press-release"),
    ],
)
def test_correction_that_cannot_be_made_is_refused_in_words(
    editor: Editor, key: str, look: Look, fields: dict[str, Any], detail: str
) -> None:
    before = look(key)
    with pytest.raises(EditRefused) as refused:
        editor.correct(key, **fields)

    assert str(refused.value).startswith(detail.format(key=key))
    assert before == look(key)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://news.example.org/pier", "pier"])
def test_link_that_is_no_address_is_refused(editor: Editor, key: str, look: Look, link: str) -> None:
    with pytest.raises(EditRefused, match=r"link|address"):
        editor.correct(key, link=link)
    assert look(key).version == 1


def test_note_is_needed(editor: Editor, key: str) -> None:
    with pytest.raises(EditRefused, match="a note is needed"):
        editor.correct(key, "\u200e ", headline="The Voss pier is open")


def test_withdrawn_article_is_restored_first(editor: Editor, key: str, store: Store) -> None:
    edit.withdraw(store, key, "Why.", LATER)
    with pytest.raises(EditRefused) as refused:
        editor.correct(key, headline="The Voss pier is open")
    assert f"{key} is withdrawn: `osce-feeds restore` it first" == str(refused.value)


def test_second_edition_in_a_language_is_refused(editor: Editor, key: str, feed: Feed, store: Store) -> None:
    feed("Der Steg\nPublishing date: 1. Juni 2026\nKommen Sie.\n", Order(Evidence("de"), source="de"))
    with store.read() as reader:
        (german,) = [article for article in reader.newest(EVERYTHING, "de", 10) if article.language == "de"]
    edit.link(store, [key, german.key], LATER)
    with pytest.raises(EditRefused) as refused:
        editor.correct(key, language="de")
    assert f"a work has one edition in a language, and {german.key} is its edition in de" == str(refused.value)


def test_minted_term_that_articles_have_can_be_given(editor: Editor, key: str, feed: Feed, look: Look) -> None:
    feed("Lamp lit\nPublishing date: 2 June 2026\nWhere we are: Lighthouse Office in Voss\nIt shines.\n")
    editor.correct(key, offices=("lighthouse-office-in-voss",))

    assert [term.label for term in look(key).offices] == ["Lighthouse Office in Voss"]


def test_corrected_headline_of_another_article_does_not_make_both_unknown(
    editor: Editor, key: str, feed: Feed, look: Look
) -> None:
    other = LISTING.replace("The pier", "The other pier").replace("Walk", "Swim")
    feed(other)
    editor.correct(key, headline="The other pier is open")
    report = feed(other.replace("Swim", "Dive"), now=EVEN_LATER)

    assert counts(report) == (0, 1, 0, 0)
    assert look(key).summary == "Walk on it."


def test_article_that_is_none_is_refused(editor: Editor) -> None:
    with pytest.raises(UnknownArticle):
        editor.correct("aaaaaaaaaaaa", headline="x")
