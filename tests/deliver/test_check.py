"""Documents held against rules: ours break none, and every rule is broken by something."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree
from tests.builders import CHANNELS
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.conftest import SCHEMAS

from osce_feeds.cli.main import commands
from osce_feeds.deliver.check import check
from osce_feeds.errors import DocumentRefused
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.article_xml import item_document as article_xml
from osce_feeds.formats.newsml_g2 import NEWSML_G2
from osce_feeds.formats.newsml_g2 import item_document
from osce_feeds.formats.newsml_rules import MESSAGE_RULES
from osce_feeds.formats.newsml_rules import NEWS_RULES
from osce_feeds.formats.newsml_rules import RULES
from osce_feeds.formats.ninjs import NINJS
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Status

CHECKED = [form for form in FORMATS if form.name != "csv"]
NS = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
CORRECTED = make_article(version=2, note="It was another pier.", content="<p>Two words</p>")
WITHDRAWN = make_article(version=2, status=Status.CANCELED, note="By mistake.")


def codes(data: bytes) -> set[str]:
    return {problem.code for problem in check(data, "x")}


@pytest.mark.parametrize("form", CHECKED, ids=lambda form: form.name)
@pytest.mark.parametrize("name", CHANNELS)
def test_nothing_is_wrong_with_our_renditions(form: Format, name: str) -> None:
    assert check(rendered(form, CHANNELS[name]), "x") == []


def test_no_two_rules_are_called_alike() -> None:
    names = [rule.name for rule in (*MESSAGE_RULES, *RULES, *NEWS_RULES)]

    assert sorted(set(names)) == sorted(names)
    assert len(names) >= 60


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('guid="tag:feeds.example.org,2026:voss2345abcd"', 'guid="voss"', "guid-uri"),
        ('guid="tag:feeds.example.org,2026:voss2345abcd"', "", "guid"),
        ('version="2"', 'version="0"', "version"),
        ('standard="NewsML-G2"', "", "standard"),
        ("<pubStatus", "<firstCreated>2026-01-01T12:00:00Z</firstCreated><pubStatus", "backwards"),
        ('standardversion="2.35"', "", "standard-version"),
        ('conformance="power"', 'conformance="core"', "conformance"),
        ('conformance="power" xml:lang="en"', 'conformance="power"', "language"),
        ("_41.xml", ".xml", "catalog-version"),
        ("ofservice:", "unknown:", "alias"),
        ("ofservice:newsroom", "ofservice:a:b", "code"),
        ("<contentCreated>2025-07-04", "<contentCreated>2025-07-04T00:00:00Z", "midnight"),
        ("12:30:00Z</versionCreated>", "12:30:00</versionCreated>", "version-created"),
        ("stat:usable", "stat:embargoed", "status"),
        ("<fileName>", "<fileName/><fileName>", "empty"),
        ("<fileName>", "<fileName>a/", "file-name"),
        (' versioninfo="1"', "", "profile"),
        ("<headline>Ferry", "<headline>Fairy", "headline-title"),
        ('<signal qcode="sig:correction"/>', "", "signal"),
        ('<edNote xml:lang="en">It was another pier.</edNote>', "", "correction"),
        ("Two words", "Three words here", "hash"),
        ('wordcount="2"', 'wordcount="3"', "word-count"),
        ('contenttype="application/xhtml+xml"', "", "content-type"),
        ('<language tag="en"/>', '<language tag="fr"/>', "language-tag"),
        ("<contentCreated>", "<urgency>5</urgency><contentCreated>", "urgency"),
        ("stat:usable", "stat:withheld", "withheld-text"),
        ("stat:usable", "stat:canceled", "canceled-text"),
        ("</itemMeta>", '<link rel="irel:derivedFrom" residref="x"/></itemMeta>', "translation"),
        ("</itemMeta>", "<link/></itemMeta>", "link-target"),
    ],
)
def test_rule_finds_what_breaks_it(old: str, new: str, code: str) -> None:
    document = item_document(CORRECTED, make_channel()).decode()
    assert old in document

    assert f"newsml.{code}" in codes(document.replace(old, new).encode())


def test_code_is_declared_by_a_catalog_that_is_named() -> None:
    """Most often the publisher's own catalog is forgotten; what somebody else's declares, nobody knows."""
    document = item_document(CORRECTED, make_channel()).decode()
    ours = '<catalogRef href="https://feeds.example.org/catalog/osce-feeds_1.xml"/>'

    assert codes(document.replace(ours, "").encode()) == {"newsml.alias"}
    theirs = '<catalogRef href="https://agency.example/catalog.xml"/>'
    assert codes(document.replace(ours, theirs).replace("ofservice:", "theirs:").encode()) == set()
    inline = '<catalog><scheme alias="of" uri="https://voss.example/"/></catalog>'
    assert (
        codes(document.replace(ours, inline).replace("ofservice:", "of:").replace("oftype:", "of:").encode()) == set()
    )


def test_packed_document_is_unpacked_within_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(rendered(NINJS, CHANNELS["common"]))
    assert codes(data) == set()
    with pytest.raises(DocumentRefused, match="no gzip, or not whole"):
        check(data[:-20], "x")
    monkeypatch.setattr("osce_feeds.deliver.check.MOST_BYTES", 100)
    with pytest.raises(DocumentRefused, match="unpacks to more than"):
        check(data, "x")


def test_withdrawal_without_a_reason_is_found() -> None:
    document = item_document(WITHDRAWN, make_channel()).decode()

    assert codes(document.encode()) == set()
    assert "newsml.canceled-note" in codes(document.replace('<edNote xml:lang="en">By mistake.</edNote>', "").encode())
    assert "newsml.content-set" in codes(document.replace('<contentSet id="text-voss2345abcd"/>', "").encode())
    assert "newsml.content-id" in codes(document.replace(' id="text-voss2345abcd"', "").encode())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<sent>2025-07-04T10:00:00Z</sent>", "", "sent"),
        ("10:00:00Z</sent>", "10:00:00</sent>", "sent-zone"),
        ("<priority>5", "<priority>10", "priority"),
        ("<transmitId>0</transmitId>", "", "transmit-id"),
    ],
)
def test_message_without_its_header_is_found(old: str, new: str, code: str) -> None:
    document = rendered(NEWSML_G2, CHANNELS["minimal"]).decode()
    assert old in document

    assert f"newsml.{code}" in codes(document.replace(old, new).encode())


def test_item_that_stands_twice_is_found_with_its_line() -> None:
    article = make_article()
    data = rendered(NEWSML_G2, make_channel((article, article)))
    (problem,) = check(data, "message.xml")

    assert (problem.code, problem.line, problem.source) == ("newsml.repeated", 3, "message.xml")


def test_bad_line_is_found_by_its_number() -> None:
    good = b'{"headline": "Ferry", "date": "2025-07-04"}\n'
    (problem,) = check(gzip.compress(good + b'{"headline": "Ferry"}\n' + good), "x.gz")

    assert (problem.code, problem.line) == ("record.invalid", 2)


def test_other_kinds_are_held_against_what_they_must_have() -> None:
    assert codes(b'{"version": "https://jsonfeed.org/version/1.1", "title": "x"}') == {"json-feed.invalid"}
    assert codes(b'[{"uri": "x"}]') == {"ninjs.invalid"}
    assert codes(rendered(NINJS, CHANNELS["common"])) == set()
    assert codes(b"<articles><title/></articles>") == {"schema.invalid"}
    assert codes(b"<article/>") == {"schema.invalid"}
    assert codes(article_xml(CORRECTED, make_channel(), localiser(LANGUAGES[1]))) == set()
    assert codes(b"[]") == set()


def test_standard_s_own_schema_can_be_asked_too() -> None:
    schema = SCHEMAS / "newsml-g2" / "NewsML-G2_2.35-spec-All-Power.xsd"
    if not schema.is_file():
        pytest.skip(f"needs the NewsML-G2 schema {schema}; OSCE_FEEDS_SCHEMAS names another folder")

    assert check(rendered(NEWSML_G2, CHANNELS["common"]), "x", schema) == []
    assert "schema.invalid" in {p.code for p in check(f"<newsItem {NS}/>".encode(), "x", schema)}


def test_what_is_no_schema_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xsd"
    bad.write_text("<no-schema/>")

    with pytest.raises(DocumentRefused, match="cannot be used"):
        check(b"<x/>", "x", bad)
    with pytest.raises(DocumentRefused, match="no XML"):
        check(b"{}", "x", bad)


def test_command_prints_the_line_and_ends_with_1(tmp_path: Path) -> None:
    file = tmp_path / "message.xml"
    file.write_bytes(rendered(NEWSML_G2, CHANNELS["common"]))
    assert CliRunner().invoke(commands, ["check", str(file)]).exit_code == 0
    file.write_bytes(etree.tostring(etree.Element("{http://iptc.org/std/nar/2006-10-01/}newsMessage")))
    result = CliRunner().invoke(commands, ["check", str(file)])

    assert result.exit_code == 1
    assert f"{file}:1: newsml.header: newsMessage: a message has a header" in result.output
    assert '"newsml.header"' in CliRunner().invoke(commands, ["check", "--json", str(file)]).output
