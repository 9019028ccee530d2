"""Every code of every export resolves, and what it resolves to is valid."""

import csv
import io
import re
from collections.abc import Callable
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.conftest import SCHEMAS
from tests.conftest import SHARED

from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store.records import decode_article

NAR = "{http://iptc.org/std/nar/2006-10-01/}"
OURS = ("ofoffice", "oftopic", "oftype", "ofregion", "ofservice", "ofrel")
IPTC = {"ninat", "cinat", "stat", "sig", "drol", "cpnat", "irel", "medtop", "why", "skos", "wikidata"}
"""Aliases of the IPTC's catalog that we use; it is declared by reference."""


def get(client: FlaskClient, address: str) -> bytes:
    """Return what an absolute address of the service answers with."""
    answer = client.get(urlsplit(address).path)
    assert answer.status_code == 200, address
    return bytes(answer.data)


def qcodes(document: bytes) -> set[str]:
    names = ("qcode", "role", "rel", "why", "type")
    values = {str(element.get(name)) for element in etree.fromstring(document).iter() for name in names}
    return {value for value in values if ":" in value and not value.startswith("http")}


def aliases(client: FlaskClient) -> dict[str, str]:
    catalog = etree.fromstring(get(client, "/catalog/osce-feeds_1.xml"))
    return {str(scheme.get("alias")): str(scheme.get("uri")) for scheme in catalog.findall(f"{NAR}scheme")}


def test_catalog_declares_our_aliases_and_says_its_own_address(full_client: FlaskClient) -> None:
    assert tuple(aliases(full_client)) == OURS
    catalog = etree.fromstring(get(full_client, "/catalog/osce-feeds_1.xml"))
    assert catalog.get("url") == "https://feeds.example.org/catalog/osce-feeds_1.xml"


def test_items_reference_the_catalog_where_it_answers(full_client: FlaskClient) -> None:
    message = etree.fromstring(get(full_client, "/en/newsml.xml"))
    references = {str(reference.get("href")) for reference in message.iter(f"{NAR}catalogRef")}

    (ours,) = [reference for reference in references if reference.startswith("https://feeds.example.org/")]
    assert get(full_client, ours)


@pytest.mark.parametrize(
    "path", ["/en/newsml.xml", *(f"/vocabulary/{s}/" for s in ("office", "topic", "type", "region"))]
)
def test_every_code_resolves(full_client: FlaskClient, path: str) -> None:
    known = aliases(full_client)
    codes = qcodes(get(full_client, path))

    assert {code.partition(":")[0] for code in codes} <= IPTC | known.keys()
    ours = sorted(code for code in codes if code.partition(":")[0] in known)
    assert ours
    for code in ours:
        alias, _, value = code.partition(":")
        concept = etree.fromstring(get(full_client, f"{known[alias]}{value}"))
        assert [code] == [element.get("qcode") for element in concept.iter(f"{NAR}conceptId")]


def test_every_address_of_a_term_in_ninjs_resolves(full_client: FlaskClient) -> None:
    found = re.findall(r'"uri":"(https://feeds.example.org/vocabulary/[^"]+)"', full_client.get("/fr/ninjs.json").text)

    assert len(set(found)) > 5
    for address in set(found):
        assert get(full_client, address)


def test_office_says_its_city(full_client: FlaskClient) -> None:
    concept = etree.fromstring(get(full_client, "/vocabulary/office/mission-to-skopje"))

    assert [place.get("uri") for place in concept.iter(f"{NAR}location")] == ["https://sws.geonames.org/785842/"]


def test_minted_terms_resolve_too(full_client: FlaskClient) -> None:
    concept = etree.fromstring(get(full_client, "/vocabulary/topic/lighthouse-keeping"))

    assert [name.text for name in concept.iter(f"{NAR}name")] == ["Lighthouse keeping"]


def test_former_names_are_notes_and_never_names(full_client: FlaskClient) -> None:
    concept = etree.fromstring(get(full_client, "/vocabulary/office/chairpersonship"))

    assert "OSCE Chairmanship" not in [name.text for name in concept.iter(f"{NAR}name")]
    assert [note.text for note in concept.iter(f"{NAR}note")] == ["Former name: OSCE Chairmanship (…–2023)"]


@pytest.mark.parametrize(
    "path", ["/vocabulary/nothing/", "/vocabulary/office/nothing", "/vocabulary/office/nothing.html"]
)
def test_unknown_code_is_not_found(full_client: FlaskClient, path: str) -> None:
    assert full_client.get(path).status_code == 404


def test_person_who_opens_a_code_gets_a_page(full_client: FlaskClient) -> None:
    answer = full_client.get("/vocabulary/office/mission-to-skopje", headers={"Sec-Fetch-Dest": "document"})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    page = full_client.get(urlsplit(answer.headers["Location"]).path)

    assert page.status_code == 200
    assert "OSCE Spillover Monitor Mission to Skopje" in page.text
    assert 'href="/en/offices/mission-to-skopje/"' in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/catalog/osce-feeds_1.xml",
        "/vocabulary/office/odihr",
        "/en/newsml.xml",
        *(f"/vocabulary/{scheme}/" for scheme in ("office", "topic", "type", "region", "service", "relation")),
    ],
)
def test_documents_are_valid(full_client: FlaskClient, path: str) -> None:
    schema = SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    if not Path(schema).is_file():
        pytest.skip(f"needs the NewsML-G2 schema {schema}; OSCE_FEEDS_SCHEMAS names another folder")
    validator = etree.XMLSchema(etree.parse(str(schema)))

    assert validator.validate(etree.fromstring(get(full_client, path))), validator.error_log


def test_article_is_the_same_item_under_every_language(full_client: FlaskClient) -> None:
    message = etree.fromstring(get(full_client, "/en/newsml.xml"))
    (first, *_) = message.iter(f"{NAR}newsItem")
    key = str(first.get("guid")).rpartition(":")[2]

    assert get(full_client, f"/en/articles/{key}/newsml.xml") == get(full_client, f"/ru/articles/{key}/newsml.xml")
    assert full_client.get("/en/articles/aaaaaaaaaaaa/newsml.xml").status_code == 404


def test_concept_says_what_is_known_of_it(full_client: FlaskClient) -> None:
    """Its day of closing, its region, and what means the very same elsewhere."""
    office = etree.fromstring(get(full_client, "/vocabulary/office/office-in-yerevan"))
    topic = etree.fromstring(get(full_client, "/vocabulary/topic/elections"))

    assert [concept.get("retired") for concept in office.iter(f"{NAR}conceptId")] == ["2017-08-31"]
    assert [(each.get("rel"), each.get("qcode")) for each in office.iter(f"{NAR}related")] == [
        ("ofrel:inRegion", "ofregion:south-caucasus")
    ]
    assert [each.get("qcode") for each in topic.iter(f"{NAR}sameAs")] == ["wikidata:Q40231"]
    assert [each.get("qcode") for each in topic.iter(f"{NAR}related")] == ["medtop:20000574"]


def test_every_relation_of_ours_is_defined(full_client: FlaskClient) -> None:
    relations = etree.fromstring(get(full_client, "/vocabulary/relation/"))

    assert all(concept.findtext(f"{NAR}definition") for concept in relations.iter(f"{NAR}concept"))


@pytest.mark.parametrize("tag", ["en", "ru"])
def test_article_as_xml_is_the_article_of_its_list(full_client: FlaskClient, tag: str) -> None:
    listed = etree.fromstring(get(full_client, f"/{tag}/articles.xml")).find("article")
    assert listed is not None
    alone = etree.fromstring(get(full_client, f"/{tag}/articles/{listed.get('key')}/article.xml"))

    assert [(each.tag, each.text) for each in alone.iter()] == [(each.tag, each.text) for each in listed.iter()]


Codes = set[tuple[str, str]]
"""Schemes and codes."""


def codes_in_lines(data: bytes) -> Codes:
    return {(term.scheme, term.code) for line in data.splitlines() for term in decode_article(line).terms}


def codes_in_xml(data: bytes) -> Codes:
    elements = etree.fromstring(data).iterfind("article/*[@code]")
    return {(element.tag, str(element.get("code"))) for element in elements}


def codes_in_table(data: bytes) -> Codes:
    columns = {"type": "type_code", "office": "office_codes", "topic": "topic_codes"}
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    return {
        (scheme, code) for row in rows for scheme, name in columns.items() for code in row[name].split("; ") if code
    }


def codes_in_addresses(data: bytes) -> Codes:
    found = re.findall('https://feeds.example.org/vocabulary/([a-z]+)/([^"]+)', data.decode())
    return {(scheme, code) for scheme, code in found}


def codes_in_categories(data: bytes) -> Codes:
    found = re.findall('term="([^"]+)" scheme="https://feeds.example.org/vocabulary/([a-z]+)/"', data.decode())
    return {(scheme, code) for code, scheme in found}


def codes_in_sets(data: bytes) -> Codes:
    specs = re.findall("<setSpec>([a-z]+)[.]([^<]+)</setSpec>", data.decode())
    return {(scheme, code) for scheme, code in specs}


@pytest.mark.parametrize(
    ("path", "find"),
    [
        ("/en/articles.jsonl", codes_in_lines),
        ("/fr/articles.xml", codes_in_xml),
        ("/ru/articles.csv", codes_in_table),
        ("/en/articles-raw.csv", codes_in_table),
        ("/de/ninjs.json", codes_in_addresses),
        ("/en/feed.atom", codes_in_categories),
        ("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", codes_in_sets),
        ("/oai?verb=ListSets", codes_in_sets),
    ],
)
def test_every_code_of_every_other_format_resolves(
    full_client: FlaskClient, path: str, find: Callable[[bytes], Codes]
) -> None:
    found = find(full_client.get(path).data)

    assert len(found) > 10
    assert {code: full_client.get(f"/vocabulary/{code[0]}/{code[1]}").status_code for code in found} == dict.fromkeys(
        found, 200
    )


@pytest.fixture(scope="module")
def media_topics() -> Mapping[str, str]:
    """Codes of Media Topics that are in use, each with the Wikidata item that the IPTC gives for it, or nothing."""
    path = SHARED / "iptc" / "mediatopics.csv"
    if not path.is_file():
        pytest.skip(f"needs the Media Topics {path}; OSCE_FEEDS_SHARED names another folder")
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["retired"]]
    return {row["qcode"].partition(":")[2]: row["wikidata"].rpartition("/")[2] for row in rows}


def test_every_code_of_the_iptc_exists(vocabulary: Vocabulary, media_topics: Mapping[str, str]) -> None:
    ours = {concept.mediatopic.code for concept in vocabulary.concepts["topic"].values() if concept.mediatopic}

    assert ours <= media_topics.keys()
    for concept in vocabulary.concepts["topic"].values():
        if concept.wikidata and concept.mediatopic:
            assert (concept.mediatopic.match, media_topics[concept.mediatopic.code]) == ("exact", concept.wikidata)
