"""Minted terms: at work at once, in directories when accepted, and gone to another when merged."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.conftest import NOW
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from tests.web.crawler import fetch

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver import deliver
from osce_feeds.errors import SelectionMoved
from osce_feeds.formats import FORMATS
from osce_feeds.formats.atom import ATOM
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.model.article import Term
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.store import Store
from osce_feeds.store import schema

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
OFFICE = "lighthouse-office-in-voss"
TOPIC = "lamps"
CODES = [("office", OFFICE), ("topic", TOPIC)]

each_code = pytest.mark.parametrize(("scheme", "code"), CODES)


@pytest.fixture
def town(feed: Feed, client: FlaskClient) -> FlaskClient:
    """A service with an article of an office and a topic that the vocabulary does not know."""
    feed(make_listing([Entry(offices="Lighthouse Office in Voss, OSCE Mission to Skopje", topics="Lamps, Youth")]))
    return client


def say(store: Store, scheme: str, code: str, **values: object) -> None:
    """Say something about a term, as a person does with a command."""
    table = schema.term
    with store.write(NOW) as writer:
        writer._connection.execute(
            table.update().where(table.c.scheme == scheme, table.c.code == code).values(**values)
        )


def directory(client: FlaskClient) -> list[str]:
    return fetch(client, "/en/").texts("//nav[@class='directory']//a/@href")


def concepts(client: FlaskClient, scheme: str) -> list[str]:
    item = etree.fromstring(client.get(f"/vocabulary/{scheme}/").data)
    return [str(element.get("qcode")).partition(":")[2] for element in item.iter(f"{NAR}conceptId")]


@each_code
def test_minted_term_works_at_once(town: FlaskClient, scheme: str, code: str) -> None:
    for file in ("", *(form.file for form in FORMATS)):
        assert town.get(f"/en/{scheme}s/{code}/{file}").status_code == 200
    assert town.get(f"/vocabulary/{scheme}/{code}").status_code == 200
    assert town.get(f"/vocabulary/{scheme}/{code}.html").status_code == 200
    assert len(fetch(town, f"/en/{scheme}s/{code}/").elements("//article")) == 1


@each_code
def test_minted_term_is_listed_when_it_is_accepted(town: FlaskClient, store: Store, scheme: str, code: str) -> None:
    before = town.get("/en/").headers["ETag"]
    assert directory(town) == [
        "/en/offices/mission-to-skopje/",
        "/en/topics/youth/",
        "/en/?type=news",
        "/en/?region=south-eastern-europe",
    ]
    assert code not in concepts(town, scheme)
    say(store, scheme, code, accepted=True)

    assert f"/en/{scheme}s/{code}/" in directory(town)
    assert code in concepts(town, scheme)
    assert before != town.get("/en/").headers["ETag"]


def test_term_of_the_vocabulary_needs_nobody_to_accept_it(town: FlaskClient) -> None:
    assert "mission-to-skopje" in concepts(town, "office")


@each_code
@pytest.mark.parametrize("file", ["", *(form.file for form in FORMATS)])
def test_merged_term_leads_to_what_it_is(town: FlaskClient, store: Store, scheme: str, code: str, file: str) -> None:
    target = {"office": "odihr", "topic": "elections"}[scheme]
    say(store, scheme, code, merged_into=target)
    response = town.get(f"/ru/{scheme}s/{code}/{file}?utm_source=x")

    assert response.status_code == 301
    assert response.headers["Location"] == f"https://feeds.example.org/ru/{scheme}s/{target}/{file}"
    assert town.get(urlsplit(response.headers["Location"]).path).status_code == 200


def test_two_merged_terms_are_one_step(town: FlaskClient, store: Store) -> None:
    say(store, "office", OFFICE, merged_into="odihr")
    say(store, "topic", TOPIC, merged_into="elections")
    response = town.get(f"/en/offices/{OFFICE}/topics/{TOPIC}/feed.json")

    assert response.headers["Location"] == "https://feeds.example.org/en/offices/odihr/topics/elections/feed.json"


def test_page_of_a_merged_term_without_its_slash_leads_there_as_well(town: FlaskClient, store: Store) -> None:
    say(store, "office", OFFICE, merged_into="odihr")
    first = town.get(f"/en/offices/{OFFICE}")
    second = town.get(urlsplit(first.headers["Location"]).path)

    assert [first.status_code, second.status_code] == [301, 301]
    assert second.headers["Location"] == "https://feeds.example.org/en/offices/odihr/"


@each_code
@pytest.mark.parametrize("ending", ["", ".html"])
def test_merged_code_resolves_to_the_concept_that_it_is(
    town: FlaskClient, store: Store, scheme: str, code: str, ending: str
) -> None:
    target = {"office": "odihr", "topic": "elections"}[scheme]
    say(store, scheme, code, accepted=True, merged_into=target)
    response = town.get(f"/vocabulary/{scheme}/{code}{ending}", headers={"Sec-Fetch-Dest": "document"})

    assert response.status_code == 301
    assert response.headers["Location"] == f"https://feeds.example.org/vocabulary/{scheme}/{target}{ending}"
    assert code not in concepts(town, scheme)
    assert f"/en/{scheme}s/{code}/" not in directory(town)


@pytest.mark.usefixtures("town")
def test_merged_term_is_refused_elsewhere_with_the_one_that_it_is(newsroom: Newsroom, store: Store) -> None:
    say(store, "office", OFFICE, merged_into="odihr")
    with pytest.raises(SelectionMoved, match="this selection is now offices/odihr/topics/youth") as moved:
        deliver(newsroom, store, LANGUAGES[0], Selection(offices=(OFFICE,), topics=("youth",)), ATOM, NOW)

    assert moved.value.pairs == (("office", "odihr"), ("topic", "youth"))


def test_term_that_the_vocabulary_has_is_never_another(town: FlaskClient, store: Store) -> None:
    say(store, "topic", "youth", merged_into="elections")

    assert town.get("/en/topics/youth/").status_code == 200
    assert town.get("/vocabulary/topic/youth").status_code == 200


def test_codes_of_exports_resolve_after_a_merger(town: FlaskClient, store: Store) -> None:
    """Articles that were not told yet keep the old code; whoever follows it comes to the new concept."""
    say(store, "office", OFFICE, accepted=True, merged_into="odihr")
    say(store, "topic", TOPIC, accepted=True)
    message = etree.fromstring(town.get("/en/newsml.xml").data)
    codes = {str(element.get("qcode")) for element in message.iter() if str(element.get("qcode")).startswith("of")}

    assert {f"ofoffice:{OFFICE}", f"oftopic:{TOPIC}"} <= codes
    for code in codes:
        alias, _, value = code.partition(":")
        answer = town.get(f"/vocabulary/{alias.removeprefix('of')}/{value}")
        if answer.status_code == 301:
            answer = town.get(urlsplit(answer.headers["Location"]).path)
        assert answer.status_code == 200, code


def test_article_in_terms_of_its_own_words_is_found_under_the_new_one(town: FlaskClient, store: Store) -> None:
    """What a merger does to an article: it has the other term from then on."""
    with store.write(NOW + timedelta(hours=1)) as writer:
        (article,) = writer.newest(EVERYTHING, "en", 2)
        odihr = Term("office", "odihr", "OSCE Office for Democratic Institutions and Human Rights")
        writer.put(replace(article, version=2, offices=(odihr,)), ())
    say(store, "office", OFFICE, merged_into="odihr")

    assert len(fetch(town, "/en/offices/odihr/").elements("//article")) == 1
