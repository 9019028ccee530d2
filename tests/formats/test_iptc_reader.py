"""The reader that the IPTC itself publishes reads what we deliver, and its catalog declares what we rely on."""

from collections.abc import Iterator
from pathlib import Path

import NewsMLG2
import pytest
from lxml import etree
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered

from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.formats.newsml_rules import IPTC_ALIASES
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.formats.newsml_terms import IPTC_CATALOG
from osce_feeds.model.article import Status

NAR = "{http://iptc.org/std/nar/2006-10-01/}"


def read(document: bytes) -> NewsMLG2.AnyItem:
    return NewsMLG2.NewsMLG2Document(document).get_item()


def items(name: str) -> Iterator[etree._Element]:
    yield from etree.fromstring(rendered(NEWSML_G2, CHANNELS[name])).iterfind(f"{NAR}itemSet/*")


@pytest.mark.parametrize("name", CHANNELS)
def test_message_is_read(name: str) -> None:
    header = read(rendered(NEWSML_G2, CHANNELS[name])).header

    assert (str(header.transmitid), str(header.priority)) == (str(CHANNELS[name].change), "5")
    assert str(header.sent).endswith("Z")


@pytest.mark.parametrize("name", CHANNELS)
def test_items_of_a_message_are_read_with_every_alias_resolved(name: str) -> None:
    for element in items(name):
        item = read(etree.tostring(element, with_tail=False))
        codes = [str(each.get(name, "")) for each in element.iter() for name in ("qcode", "rel", "role", "why", "type")]
        aliases = {code.partition(":")[0] for code in codes if code} - {*ALIASES.values()}

        assert (item.guid, item.version) == (element.get("guid"), element.get("version"))
        assert item.itemmeta.pubstatus.qcode in {"stat:usable", "stat:canceled"}
        for alias in aliases:
            assert str(NewsMLG2.CATALOG_STORE.get_scheme_for_alias(alias).uri).startswith("http")


def test_what_an_item_says_is_read_as_it_is_meant() -> None:
    withdrawn = make_article(version=2, status=Status.CANCELED, note="By mistake.", headline="Ferry sails")
    item = read(item_document(withdrawn, make_channel()))

    assert [str(note) for note in item.itemmeta.ednote] == ["By mistake."]
    assert [str(headline) for headline in item.contentmeta.headline] == ["Ferry sails"]
    assert str(item.contentmeta.contentcreated) == "2025-07-04"
    assert item.itemmeta.pubstatus.qcode == "stat:canceled"


def test_known_aliases_are_those_of_the_catalog_that_items_name() -> None:
    file = Path(NewsMLG2.__file__).parent / "catalogs" / IPTC_CATALOG.rpartition("/")[2]
    declared = {str(scheme.get("alias")) for scheme in etree.parse(file).iter(f"{NAR}scheme")}

    assert declared == IPTC_ALIASES
