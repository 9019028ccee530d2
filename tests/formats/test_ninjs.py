"""ninjs: valid against the IPTC's schema, and saying what the NewsML-G2 of the same version says."""

import json
from itertools import chain
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry
from referencing import Resource
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import SCHEMAS
from tests.formats.reading import NAMESPACES

from osce_feeds.formats import ninjs
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.formats.ninjs import NINJS
from osce_feeds.model.article import Status

N = {"n": "http://iptc.org/std/nar/2006-10-01/", **NAMESPACES}
ALL = [(name, number) for name, channel in CHANNELS.items() for number in range(len(list(channel.articles)))]


@pytest.fixture(scope="module")
def validator() -> Any:
    folder = SCHEMAS / "ninjs"
    if not folder.is_dir():
        pytest.skip(f"needs the ninjs schema in {folder}; OSCE_FEEDS_SCHEMAS names another folder")
    schema, geo = (json.loads((folder / name).read_text()) for name in ("ninjs-schema_3.1.json", "GeoJSON-schema.json"))
    registry: Any = Registry().with_resources(
        [("https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo))]
    )
    return Draft202012Validator(schema, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("name", CHANNELS)
def test_every_object_is_valid(validator: Any, name: str) -> None:
    for value in json.loads(rendered(NINJS, CHANNELS[name])):
        assert [error.message for error in validator.iter_errors(value)] == []


@pytest.mark.parametrize(("name", "number"), ALL)
def test_it_agrees_with_newsml(name: str, number: int) -> None:
    channel = CHANNELS[name]
    article = list(channel.articles)[number]
    value = json.loads(ninjs.item_document(article, channel))
    item = etree.fromstring(item_document(article, channel))

    def texts(path: str) -> list[str]:
        return [str(text) for text in item.xpath(path, namespaces=N)]  # type: ignore[union-attr]

    def addresses(name: str, path: str) -> list[str]:
        """Return the addresses that the codes at *path* resolve to."""
        schemes = {"ofoffice": "office", "oftopic": "topic", "oftype": "type"}
        found = []
        for code in texts(path):
            alias, _, rest = code.partition(":")
            base = f"https://feeds.example.org/vocabulary/{schemes[alias]}/" if alias in schemes else ""
            found.append(f"{base or 'http://cv.iptc.org/newscodes/mediatopic/'}{rest}")
        assert found == [each["uri"] for each in value.get(name, []) if _is_code(each.get("uri", ""))]
        return found

    assert [value["uri"]] == texts("@guid")
    assert [value["version"]] == texts("@version")
    assert [value["language"]] == texts("@xml:lang")
    assert [value["versionCreated"]] == texts("n:itemMeta/n:versionCreated/text()")
    assert value.get("firstCreated", "") == "".join(texts("n:itemMeta/n:firstCreated/text()"))
    assert [f"stat:{value['pubStatus']}"] == texts("n:itemMeta/n:pubStatus/@qcode")
    assert value["title"] == texts("n:itemMeta/n:title/text()")[0]
    assert value.get("edNote", "") == " ".join(texts("n:itemMeta/n:edNote/text()"))
    assert value.get("copyrightHolder", "") == "".join(texts("n:rightsInfo/n:copyrightHolder/n:name/text()"))
    assert value.get("copyrightNotice", "") == "".join(texts("n:rightsInfo/n:copyrightNotice/text()"))
    assert value.get("by", "") == "".join(texts("n:contentMeta/n:by/text()"))
    assert [each["value"] for each in value.get("headlines", [])] == texts("n:contentMeta/n:headline/text()")
    told = {each["role"]: each["value"] for each in value.get("descriptions", [])}
    assert told.get("summary", "") == "".join(texts("n:contentMeta/n:description/text()"))
    if article.status is Status.USABLE:
        assert told.get("dateline", "") == "".join(texts("n:contentMeta/n:dateline[not(@xml:lang)]/text()"))
    assert [each["uri"] for each in value.get("places", [])] == texts("n:contentMeta/n:located/@uri")
    assert addresses("subjects", "n:contentMeta/n:subject/@qcode") is not None
    assert addresses("infoSources", "n:contentMeta/n:infoSource/@qcode") is not None
    assert addresses("genres", "n:contentMeta/n:genre/@qcode") is not None
    words = [str(body["wordCount"]) for body in value.get("bodies", [])]
    assert words == texts("n:contentSet/n:inlineXML/@wordcount")
    links = {f"{each['uri']} {each['version']}" for each in value.get("associations", [])}
    assert links == {
        f"{link.get('residref')} {link.get('version')}" for link in item.iterfind(".//n:link[@residref]", N)
    }


def _is_code(address: str) -> bool:
    return "/vocabulary/" in address or "iptc.org" in address


def test_samples_are_held_against_each_other() -> None:
    assert len(ALL) == len(list(chain.from_iterable(channel.articles for channel in CHANNELS.values()))) > 5


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"summary": "Half of", "summary_cut": True}, "partial"),
        ({"summary": "Half of", "summary_cut": True, "content": "<p>All of it.</p>"}, "full"),
        ({"summary": "All of it."}, "full"),
    ],
)
def test_cut_summary_is_a_partial_representation(fields: dict[str, Any], expected: str) -> None:
    value = json.loads(ninjs.item_document(make_article(**fields), make_channel()))

    assert value["representationType"] == expected


def test_withdrawn_object_has_no_text() -> None:
    article = make_article(version=2, status=Status.CANCELED, summary="Told.", content="<p>All.</p>")
    value = json.loads(ninjs.item_document(article, make_channel()))

    assert value["pubStatus"] == "canceled"
    assert value["edNote"] == "Withdrawn; no reason was given."
    assert {"bodies", "descriptions"} & value.keys() == set()


def test_translation_names_the_version_of_its_original() -> None:
    original = make_article(key="oslo2345abcd")
    translation = make_article(work="oslo2345abcd", language="fr")
    value = json.loads(ninjs.item_document(translation, make_channel(published_article=lambda _key: original)))

    assert value["associations"] == [{"rel": "translatedFrom", "uri": original.id, "version": "1", "type": "text"}]
