"""OAI-PMH 2.0: valid answers, every error, and a harvest that misses nothing."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import etree
from sickle import Sickle
from tests.conftest import NOW
from tests.conftest import SCHEMAS
from tests.conftest import Feed
from tests.listings import Entry
from tests.listings import make_listing
from werkzeug.test import TestResponse

from osce_feeds import edit
from osce_feeds.deliver import oai
from osce_feeds.store import Store

NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "n": "http://iptc.org/std/nar/2006-10-01/",
}
RECORDS = "verb=ListRecords&metadataPrefix=oai_dc"


def ask(client: FlaskClient, query: str) -> etree._Element:
    answer = client.get(f"/oai?{query}")
    assert (answer.status_code, answer.content_type) == (200, "text/xml; charset=utf-8")
    return etree.fromstring(answer.data)


def texts(element: etree._Element, path: str) -> list[str]:
    return [str(text) for text in element.xpath(path, namespaces=NS)]  # type: ignore[union-attr]


def harvest(client: FlaskClient, query: str) -> list[str]:
    """Return the identifiers of a whole harvest, deleted ones with a mark, page after page."""
    found: list[str] = []
    while True:
        page = ask(client, query)
        for header in page.iter(f"{{{NS['o']}}}header"):
            mark = "-" if header.get("status") == "deleted" else ""
            found.append(mark + str(header.findtext("o:identifier", namespaces=NS)))
        token = "".join(texts(page, "//o:resumptionToken/text()"))
        if not token:
            return found
        query = f"{query.partition('&')[0]}&resumptionToken={token}"


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oai, "PAGE", 5)


@pytest.mark.usefixtures("small_pages")
@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("prefix", ["oai_dc", "newsml_g2"])
def test_harvest_holds_every_article_once(full_client: FlaskClient, verb: str, prefix: str) -> None:
    found = harvest(full_client, f"verb={verb}&metadataPrefix={prefix}")

    assert len(found) == len(set(found)) == 24


@pytest.mark.usefixtures("small_pages")
def test_harvest_interrupted_by_a_withdrawal_hears_of_it(client: FlaskClient, feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline=f"Lamp {number} lit") for number in range(7)]))
    first = ask(client, RECORDS)
    identifiers = texts(first, "//o:identifier/text()")
    edit.withdraw(store, identifiers[0], "It is dark.", NOW)
    (token,) = texts(first, "//o:resumptionToken/text()")
    rest = harvest(client, f"verb=ListRecords&resumptionToken={token}")

    assert len(rest) == 3
    assert rest[-1] == f"-{identifiers[0]}"
    assert len({*identifiers, *rest}) == 8


def test_withdrawn_article_is_a_deleted_record_without_metadata(client: FlaskClient, feed: Feed, store: Store) -> None:
    feed(make_listing([Entry(headline="Lamp lit", offices="OSCE Mission to Skopje", topics="")]))
    (identifier,) = harvest(client, RECORDS)
    edit.withdraw(store, identifier, "It is dark.", NOW)
    record = ask(client, f"verb=GetRecord&metadataPrefix=oai_dc&identifier={identifier}")

    assert texts(record, "//o:header/@status") == ["deleted"]
    assert texts(record, "//o:setSpec/text()") == ["office.mission-to-skopje"]
    assert texts(record, "//o:metadata") == []


def test_record_in_dublin_core_and_in_newsml(client: FlaskClient, feed: Feed) -> None:
    feed(make_listing([Entry(headline="Lamp lit", date="4 July 2025")]))
    (identifier,) = harvest(client, RECORDS)
    query = f"verb=GetRecord&identifier={identifier}&metadataPrefix="

    assert texts(ask(client, f"{query}oai_dc"), "//dc:title/text()") == ["Lamp lit"]
    assert texts(ask(client, f"{query}oai_dc"), "//dc:date/text()") == ["2025-07-04"]
    assert texts(ask(client, f"{query}newsml_g2"), "//n:newsItem/@guid") == [identifier]


def test_set_holds_its_articles(full_client: FlaskClient) -> None:
    sets = ask(full_client, "verb=ListSets")
    found = texts(sets, "//o:setSpec/text()")
    assert {"office.odihr", "topic.elections"} <= set(found)
    assert len(found) == len(set(found))
    records = ask(full_client, f"{RECORDS}&set=topic.elections")

    assert texts(records, "//o:record")
    assert all(
        "topic.elections" in texts(record, ".//o:setSpec/text()") for record in records.iter(f"{{{NS['o']}}}record")
    )


def test_moments_limit_a_harvest(full_client: FlaskClient) -> None:
    day, moment = NOW.date().isoformat(), NOW.strftime("%Y-%m-%dT%H:%M:%SZ")

    for limits in (f"from={day}", f"until={day}", f"from={day}&until={day}", f"from={moment}&until={moment}"):
        assert len(harvest(full_client, f"{RECORDS}&{limits}")) == 24


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Nothing", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
        (f"{RECORDS}&set=a&set=b", "badArgument"),
        (f"{RECORDS}&set=office.nobody", "badArgument"),
        (f"{RECORDS}&from=yesterday", "badArgument"),
        (f"{RECORDS}&from=2026-13-01", "badArgument"),
        (f"{RECORDS}&from=2026-01-01&until=2026-01-01T00:00:00Z", "badArgument"),
        (f"{RECORDS}&from=2026-01-02&until=2026-01-01", "badArgument"),
        (f"{RECORDS}&resumptionToken=1/oai_dc///", "badArgument"),
        ("verb=ListRecords&resumptionToken=nothing", "badResumptionToken"),
        ("verb=ListRecords&resumptionToken=1/marc///", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=1/oai_dc///", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        (f"{RECORDS}&from=2030-01-01", "noRecordsMatch"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=tag:x:y", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=tag:x:y", "idDoesNotExist"),
    ],
)
def test_error_is_an_answer_with_its_code(full_client: FlaskClient, query: str, code: str) -> None:
    answer = ask(full_client, query)

    assert texts(answer, "o:error/@code") == [code]
    assert bool(texts(answer, "o:request/@verb")) is (code not in {"badVerb", "badArgument"})


def test_post_is_answered_like_get(full_client: FlaskClient) -> None:
    form: Mapping[str, str] = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}

    assert full_client.post("/oai", data=form).data == full_client.get("/oai", query_string=form).data


@pytest.mark.parametrize(
    "query",
    [
        *("verb=Identify", "verb=ListSets", "verb=ListMetadataFormats", "verb=Nothing", RECORDS),
        *("verb=ListIdentifiers&metadataPrefix=oai_dc", "verb=ListRecords&metadataPrefix=newsml_g2"),
    ],
)
def test_answer_is_valid(full_client: FlaskClient, query: str) -> None:
    schema = SCHEMAS / "oai-pmh" / "OAI-PMH.xsd"
    if not Path(schema).is_file():
        pytest.skip(f"needs the OAI-PMH schema {schema}; OSCE_FEEDS_SCHEMAS names another folder")
    validator = etree.XMLSchema(etree.parse(str(schema)))

    assert validator.validate(ask(full_client, query)), validator.error_log


def test_dublin_core_is_valid(full_client: FlaskClient) -> None:
    schema = SCHEMAS / "oai-pmh" / "oai_dc-own.xsd"
    if not Path(schema).is_file():
        pytest.skip(f"needs the schema {schema}; OSCE_FEEDS_SCHEMAS names another folder")
    validator = etree.XMLSchema(etree.parse(str(schema)))
    (first, *_) = ask(full_client, RECORDS).iter("{http://www.openarchives.org/OAI/2.0/oai_dc/}dc")

    assert validator.validate(etree.fromstring(etree.tostring(first))), validator.error_log


def test_harvester_of_another_gets_everything(
    full_client: FlaskClient, monkeypatch: pytest.MonkeyPatch, small_pages: None
) -> None:
    """Sickle asks over requests; here it asks the service at once."""
    del small_pages

    class Answer:
        def __init__(self, response: TestResponse) -> None:
            self.content, self.text, self.encoding = response.data, response.text, "utf-8"
            self.status_code, self.headers = response.status_code, response.headers

        def raise_for_status(self) -> None:
            assert self.status_code == 200

    def get(_url: str, params: Mapping[str, str], **_options: object) -> Answer:
        return Answer(full_client.get("/oai", query_string=params))

    monkeypatch.setattr("requests.get", get)
    harvester = Sickle("https://feeds.example.org/oai", encoding="utf-8")
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))

    assert len({record.header.identifier for record in records}) == 24
    assert all(record.metadata["title"] for record in records)
    assert harvester.Identify().deletedRecord == "persistent"
    assert [form.metadataPrefix for form in harvester.ListMetadataFormats()] == ["oai_dc", "newsml_g2"]
    assert len(list(harvester.ListSets())) > 50
