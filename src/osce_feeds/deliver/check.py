"""Documents held against what they should be: renditions of ours, or of anybody else."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from osce_feeds.errors import DocumentRefused
from osce_feeds.formats.newsml_rules import breaches
from osce_feeds.model.article import Article
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import Severity
from osce_feeds.model.record_schema import PlainRecord
from osce_feeds.model.wire import NAR_NS
from osce_feeds.sources.xml import line_of
from osce_feeds.sources.xml import name as name_of
from osce_feeds.sources.xml import parse

_ARTICLES = Path(__file__).parents[1] / "formats" / "articles.xsd"
_XML = (
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">'
    '<xs:attribute name="lang" type="xs:language"/></xs:schema>'
)
"""As much of the schema of XML's own attributes as ours needs: nothing is fetched."""
MOST_BYTES = 256 << 20
"""Bytes, unpacked, of what is looked at: a document is held in memory whole."""
_MOST = 200
"""Problems after which nobody reads on."""


class _Ninjs(msgspec.Struct):
    """What an object of ninjs 3 must have for a receiver to go by."""

    uri: str
    standard: dict[str, str]
    version: str
    versionCreated: str  # noqa: N815 - the standard's name
    pubStatus: str  # noqa: N815
    language: str


class _JsonFeed(msgspec.Struct):
    """What a JSON Feed must have."""

    version: str
    title: str
    items: list[dict[str, Any]]


class _Local(etree.Resolver):
    def resolve(self, system_url: str, _public_id: str | None, context: Any) -> Any:  # type: ignore[override] # noqa: ANN401
        ours = system_url.endswith("/2001/xml.xsd")
        return self.resolve_string(_XML, context) if ours else None  # type: ignore[call-arg] # the stubs are of an older lxml


def check(data: bytes, document: str, schema: Path | None = None) -> list[Problem]:
    """Return what is wrong with a document, in its order; nothing where it is as it should be.

    Packed or not. XML is held against *schema*, an XML Schema, if one is given.

    Raises:
        DocumentRefused: when it cannot be read at all, or *schema* cannot be used for it.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, document)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found = _xml(parse(data, document), document, schema)
    elif schema is not None:
        detail = "--schema takes an XML Schema, and this document is no XML"
        raise DocumentRefused(detail, document)
    else:
        found = _json(data, document)
    return [problem for _, problem in zip(range(_MOST), found, strict=False)]


def _unpacked(data: bytes, document: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            unpacked = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        detail = f"it is no gzip, or not whole: {error}"
        raise DocumentRefused(detail, document) from error
    if len(unpacked) > MOST_BYTES:
        detail = f"it unpacks to more than {MOST_BYTES >> 20} MiB: check it in parts"
        raise DocumentRefused(detail, document)
    return unpacked


def articles_schema() -> etree.XMLSchema:
    """Return the schema of ``articles.xml``, without fetching anything."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.fromstring(_ARTICLES.read_bytes(), parser, base_url="memory:/articles.xsd"))


def _xml(root: etree._Element, document: str, schema: Path | None) -> Iterator[Problem]:
    if schema is not None:
        yield from _valid(root, _schema(schema, document), document)
    if etree.QName(root).namespace == NAR_NS:
        for breach in breaches(root):
            detail = f"{name_of(breach.element)}: {breach.rule.demand}"
            yield Problem(f"newsml.{breach.rule.name}", detail, document, line_of(breach.element), Severity.ERROR)
    elif root.tag in {"articles", "article"} and schema is None:
        yield from _valid(root, articles_schema(), document)


def _schema(path: Path, document: str) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
    except (OSError, etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
        detail = f"the schema {path} cannot be used: {error}"
        raise DocumentRefused(detail, document) from error


def _valid(root: etree._Element, schema: etree.XMLSchema, document: str) -> Iterator[Problem]:
    if not schema.validate(root):
        for error in schema.error_log:  # type: ignore[attr-defined]
            yield Problem("schema.invalid", str(error.message), document, error.line, Severity.ERROR)


def _json(data: bytes, document: str) -> Iterator[Problem]:
    """Yield what is wrong with JSON lines, ninjs or JSON Feed, whichever it is."""
    try:
        value = msgspec.json.decode(data)
    except msgspec.DecodeError:
        yield from _lines(data, document)
        return
    if isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/"):
        yield from _converted(value, _JsonFeed, "json-feed", document)
    elif isinstance(value, list) or (isinstance(value, dict) and "standard" in value):
        for each in value if isinstance(value, list) else [value]:
            yield from _converted(each, _Ninjs, "ninjs", document)
    else:
        yield from _lines(data, document)


def _lines(data: bytes, document: str) -> Iterator[Problem]:
    for number, line in enumerate(data.splitlines(), 1):
        try:
            found = msgspec.json.decode(line)
            whole = isinstance(found, dict) and "key" in found and "id" in found
            msgspec.convert(found, Article if whole else PlainRecord)
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            yield Problem("record.invalid", f"this line is no record: {error}", document, number, Severity.ERROR)


def _converted(value: object, kind: type, area: str, document: str) -> Iterator[Problem]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield Problem(f"{area}.invalid", f"this is no {area}: {error}", document, None, Severity.ERROR)
