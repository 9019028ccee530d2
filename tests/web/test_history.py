"""The versions of an article: which there are, and what each says differently."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.builders import ALBANIA
from tests.builders import ELECTIONS
from tests.builders import LIGHTHOUSE
from tests.builders import PRESS_RELEASE
from tests.builders import REPRESENTATIVES
from tests.builders import SKOPJE
from tests.builders import make_article
from tests.conftest import NOW
from tests.web.crawler import Answer
from tests.web.crawler import fetch
from tests.web.test_crawl import defects

from osce_feeds import edit
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

pytestmark = pytest.mark.usefixtures("layer")

HOUR = timedelta(hours=1)
FIRST = make_article(
    summary="Forty piers have a lantern <now>.",
    content="<p>One.</p><p>Two.</p>",
    offices=(SKOPJE, LIGHTHOUSE),
    received=NOW - 9 * HOUR,
)
SECOND = replace(
    FIRST,
    version=2,
    received=NOW - 8 * HOUR,
    headline="Ferry school closes in Voss",
    summary="Fifty piers have a lantern <now>.",
    note="The number of <piers> was wrong.",
)

Put = Callable[..., None]


@pytest.fixture
def put(store: Store) -> Put:
    def put(*versions: Article) -> None:
        for version in versions:
            with store.write(version.received) as writer:
                writer.put(version, ())

    return put


def version(client: FlaskClient, number: object, tag: str = "en") -> Answer:
    return fetch(client, f"/{tag}/articles/{FIRST.key}/versions/{number}/")


def changes(page: Answer) -> list[str]:
    """Return what the list of changes says, words for those who do not see included."""
    return page.said("//section[@class='changes part']//dt | //section[@class='changes part']//dd")


def test_article_of_one_version_has_no_history(client: FlaskClient, put: Put) -> None:
    put(FIRST)
    page = fetch(client, f"/en/articles/{FIRST.key}/")

    assert page.elements("//section[@class='history part']") == []
    assert version(client, 1).said("//section[@class='history part']//li") == ["Version 1 1 July 2026, 03:00 UTC"]


def test_article_lists_its_versions_newest_first(client: FlaskClient, put: Put) -> None:
    put(FIRST, SECOND)
    page = fetch(client, f"/en/articles/{FIRST.key}/")

    assert page.said("//section[@class='history part']//li") == [
        "Version 2 1 July 2026, 04:00 UTC · The number of <piers> was wrong.",
        "Version 1 1 July 2026, 03:00 UTC",
    ]
    assert page.texts("//section[@class='history part']//a/@href") == [
        f"/en/articles/{FIRST.key}/versions/{number}/" for number in (2, 1)
    ]
    assert page.texts("//section[@class='history part']//time/@datetime") == [
        "2026-07-01T04:00:00Z",
        "2026-07-01T03:00:00Z",
    ]


def test_version_shows_what_was_removed_and_added_word_by_word(client: FlaskClient, put: Put) -> None:
    put(FIRST, SECOND)
    page = version(client, 2)

    assert page.status == 200
    assert page.texts("//h1/text()") == ["Ferry school closes in Voss"]
    assert page.said("//h2[@id='changes']") == ["Changes since version 1"]
    assert changes(page) == [
        "Headline",
        "Ferry school removed: opens added: closes in Voss",
        "Summary",
        "removed: Forty added: Fifty piers have a lantern <now>.",
    ]
    assert page.texts("//del/text()") == ["opens", "Forty"]
    assert page.texts("//ins/text()") == ["closes", "Fifty"]
    assert set(page.texts("//del/span/@class | //ins/span/@class")) == {"unseen"}
    assert page.said("//p[@class='note']") == ["Correction: 1 July 2026 · The number of <piers> was wrong."]


def test_first_version_has_nothing_to_differ_from(client: FlaskClient, put: Put) -> None:
    put(FIRST, SECOND)
    page = version(client, 1)

    assert page.texts("//h1/text()") == ["Ferry school opens in Voss"]
    assert page.said("//p[@class='summary']") == ["Forty piers have a lantern <now>."]
    assert page.elements("//section[@class='changes part'] | //p[@class='note'] | //ins | //del") == []


def test_other_fields_are_told_as_they_were_and_as_they_are(client: FlaskClient, put: Put) -> None:
    put(
        FIRST,
        replace(
            FIRST,
            version=2,
            date=FIRST.date.replace(day=5),
            genre=PRESS_RELEASE,
            offices=(ALBANIA,),
            topics=(ELECTIONS,),
            byline="The <desk>",
            link="https://news.example.org/?a&b",
        ),
    )

    assert changes(version(client, 2)) == [
        *("Publishing date", "Was: 4 July 2025", "Now: 5 July 2025"),
        *("Content type", "Was: not given", "Now: Press release"),
        *("Where we are", "Was: OSCE Mission to Skopje, Lighthouse Office in Voss", "Now: OSCE Presence in Albania"),
        *("What we do", "Was: not given", "Now: Elections"),
        *("Author", "Was: not given", "Now: The <desk>"),
        *("Address of the original", "Was: not given", "Now: https://news.example.org/?a&b"),
    ]


def test_full_text_is_compared_line_by_line(client: FlaskClient, put: Put) -> None:
    put(FIRST, replace(FIRST, version=2, content="<p>One.</p><p>Two and <b>three</b>.</p><p>Four.</p>"))

    assert changes(version(client, 2)) == ["Text", "One.", "Two added: and three.", "added: Four."]


def test_version_that_differs_in_nothing_shown_says_so(client: FlaskClient, put: Put) -> None:
    put(FIRST, replace(FIRST, version=2, rights="Free to reprint"))

    assert version(client, 2).said("//section[@class='changes part']/p") == ["Nothing that is shown here has changed."]


def test_labels_are_in_the_language_of_the_page_and_texts_are_marked(client: FlaskClient, put: Put) -> None:
    put(FIRST, SECOND)
    page = version(client, 2, "ru")

    assert page.said("//h2[@id='changes']") == ["Изменения по сравнению с версией 1"]
    assert changes(page)[0:2] == ["Заголовок", "Ferry school удалено: opens добавлено: closes in Voss"]
    assert page.texts("//section[@class='changes part']//dd/@lang") == ["en", "en"]
    assert set(page.texts("//ins/span/@lang | //del/span/@lang")) == {"ru"}
    assert page.texts("//p[@class='note']/span/@lang") == ["en"]


def test_article_that_came_back_is_compared_with_what_it_was_before(client: FlaskClient, put: Put) -> None:
    put(
        FIRST,
        replace(
            FIRST, version=2, status=Status.CANCELED, summary="", content="", note="Doubtful.", received=NOW - HOUR
        ),
        replace(FIRST, version=3, note="True after all.", received=NOW, headline="Ferry school reopens in Voss"),
    )
    gone, back = version(client, 2), version(client, 3)

    assert (gone.status, back.status) == (200, 200)
    assert gone.said("//p[@class='gone']") == ["This article was withdrawn. 1 July 2026 · Doubtful."]
    assert gone.elements("//section[@class='changes part']") == []
    assert back.said("//p[@class='note']") == ["Restored: 1 July 2026 · True after all."]
    assert back.said("//h2[@id='changes']") == ["Changes since version 1"]
    assert changes(back) == ["Headline", "Ferry school removed: opens added: reopens in Voss"]
    assert back.said("//section[@class='history part']//li")[1] == (
        "Version 2 1 July 2026, 11:00 UTC · This article was withdrawn. Doubtful."
    )
    article = fetch(client, f"/en/articles/{FIRST.key}/")
    assert article.said("//p[@class='note']") == ["Restored: 1 July 2026 · True after all."]


def test_versions_of_a_withdrawn_article_are_gone(client: FlaskClient, put: Put, store: Store) -> None:
    put(FIRST, SECOND)
    edit.withdraw(store, FIRST.key, "Why.", NOW)

    for number in (1, 2, 3):
        page = version(client, number)
        assert page.status == 410
        assert b"Forty" not in page.body
        assert page.said("//p[@class='gone']") == ["This article was withdrawn. 1 July 2026 · Why."]
        assert "ETag" not in page.fields
    assert version(client, 4).status == 404
    assert fetch(client, f"/en/articles/{FIRST.key}/").elements("//section[@class='history part']") == []


def test_version_that_was_held_back_is_none(client: FlaskClient, put: Put) -> None:
    put(FIRST, replace(SECOND, status=Status.WITHHELD), replace(SECOND, version=3))

    assert version(client, 2).status == 404
    assert version(client, 3).said("//section[@class='history part']//li/a | //h2[@id='changes']") == [
        "Changes since version 1",
        "Version 1",
    ]


@pytest.mark.parametrize("number", ["0", "3", "01", "-1", "+1", "1.0", "x", "٢", "1e0", "9" * 9, "9" * 400, " 1"])
def test_number_that_is_no_version_is_404(client: FlaskClient, put: Put, number: str) -> None:
    put(FIRST, SECOND)
    page = version(client, number)

    assert page.status == 404
    assert page.texts("//meta[@name='robots']/@content") == ["noindex"]


def test_version_of_no_article_is_404(client: FlaskClient) -> None:
    assert version(client, 1).status == 404
    assert version(client, 1, "xx").status == 404


def test_version_without_its_slash_leads_to_the_page(client: FlaskClient, put: Put) -> None:
    put(FIRST)
    response = client.get(f"/en/articles/{FIRST.key}/versions/1")

    assert response.status_code == 301
    assert response.headers["Location"] == f"https://feeds.example.org/en/articles/{FIRST.key}/versions/1/"


def test_version_has_validators_that_move_with_changes(settings: Settings, put: Put) -> None:
    now = NOW
    client = create_app(settings, clock=lambda: now).test_client()
    put(FIRST, SECOND)
    now += HOUR
    before = [version(client, number) for number in (1, 2)]
    unchanged = client.get(f"/en/articles/{FIRST.key}/versions/2/", headers={"If-None-Match": before[1].fields["ETag"]})
    put(replace(SECOND, version=3, received=NOW - HOUR))
    after = [version(client, number) for number in (1, 2)]

    assert unchanged.status_code == 304
    assert len({page.fields["ETag"] for page in (*before, *after)}) == 4
    assert before[0].fields["Last-Modified"] != after[0].fields["Last-Modified"]


def test_versions_are_not_to_be_indexed(client: FlaskClient, put: Put) -> None:
    put(FIRST)

    assert version(client, 1).texts("//meta[@name='robots']/@content") == ["noindex"]


@pytest.mark.parametrize("tag", REPRESENTATIVES)
@pytest.mark.parametrize("number", [1, 2])
def test_page_of_a_version_is_sound_html(client: FlaskClient, put: Put, tag: str, number: int) -> None:
    put(FIRST, replace(SECOND, content="<p>Other.</p>", byline="Desk"))
    page = version(client, number, tag)

    assert defects(page.body) == []
    assert page.texts("/html/@lang") == [tag]
    assert len(page.elements("//h1")) == 1
    identifiers = page.texts("//@id")
    assert sorted(set(identifiers)) == sorted(identifiers)
    assert page.texts("//nav[@class='languages']//a/@href") == [
        f"/{other.tag}/articles/{FIRST.key}/versions/{number}/" for other in LANGUAGES if other.tag != tag
    ]
    assert page.elements("//script[not(@src)]") == []
    assert all(fetch(client, link).status == 200 for link in page.texts("//main//a/@href"))


def overridden(**fields: Any) -> Article:
    return replace(SECOND, **fields)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_text_in_another_language_and_direction_is_marked(client: FlaskClient, put: Put, language: str) -> None:
    put(replace(FIRST, language=language), overridden(language=language))
    page = version(client, 2)

    direction = "rtl" if language == "ar" else "ltr"
    assert page.texts("//section[@class='changes part']//dd/@lang") == [language] * 2
    assert page.texts("//section[@class='changes part']//dd/@dir") == [direction] * 2
    assert set(page.texts("//ins/span/@dir | //del/span/@dir")) == {"ltr"}
