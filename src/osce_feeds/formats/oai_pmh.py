"""OAI-PMH 2.0: its envelope, its answers and errors, and records in Dublin Core and NewsML-G2."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lxml import etree

from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.newsml_g2 import news_item
from osce_feeds.model import wire
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC

OAI_NS = "http://www.openarchives.org/OAI/2.0/"
OAI_DC_NS = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOCATION = f"{{{_XSI}}}schemaLocation"
_SET_SCHEMES = (OFFICE, TOPIC)


class Code(StrEnum):
    """Errors of the protocol (section 3.6) that can happen here."""

    BAD_VERB = "badVerb"
    BAD_ARGUMENT = "badArgument"
    BAD_PLACE = "badResumptionToken"
    NO_RECORDS = "noRecordsMatch"
    NO_FORMAT = "cannotDisseminateFormat"
    NO_ID = "idDoesNotExist"


@dataclass(frozen=True, slots=True)
class Prefix:
    """A metadata format: its schema and namespace, and the element that it makes of an article."""

    schema: str
    namespace: str
    element: Callable[[Article, Channel], etree._Element]


@dataclass(frozen=True, slots=True)
class Record:
    """An article in a harvest: ``deleted`` where it was withdrawn, or left the set that is harvested."""

    article: Article
    deleted: bool


def datestamp(article: Article) -> datetime:
    """Return when the current version was made, or released to readers where it was held back."""
    return max(article.received, article.published)


def set_spec(scheme: str, code: str) -> str:
    """Return the set of a term. The sets are flat: nothing in the protocol asks for more."""
    return f"{scheme}.{code}"


def envelope(now: datetime, base: str, arguments: Mapping[str, str], parts: Iterable[etree._Element]) -> bytes:
    """Return the answer that holds *parts*; *arguments* are repeated, none where they were wrong (section 3.6)."""
    root = etree.Element(f"{{{OAI_NS}}}OAI-PMH", nsmap={None: OAI_NS, "xsi": _XSI})  # type: ignore[dict-item]
    root.set(_LOCATION, f"{OAI_NS} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
    _add(root, "responseDate", rfc3339(now))
    _add(root, "request", base, **arguments)
    root.extend(parts)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def error(code: Code, detail: str) -> etree._Element:
    """Return an error with one of the protocol's codes."""
    return _element("error", detail, code=code)


def identify(name: str, base: str, email: str, earliest: datetime) -> etree._Element:
    """Return what the repository is: deletions are kept for ever, moments are seconds."""
    element = _element("Identify")
    for tag, text in (
        ("repositoryName", name),
        ("baseURL", base),
        ("protocolVersion", "2.0"),
        ("adminEmail", email),
        ("earliestDatestamp", rfc3339(earliest)),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ):
        _add(element, tag, text)
    return element


def metadata_formats() -> etree._Element:
    """Return the metadata formats, which every record has."""
    element = _element("ListMetadataFormats")
    for name, prefix in PREFIXES.items():
        form = _add(element, "metadataFormat")
        _add(form, "metadataPrefix", name)
        _add(form, "schema", prefix.schema)
        _add(form, "metadataNamespace", prefix.namespace)
    return element


def sets(found: Iterable[tuple[str, str]]) -> etree._Element:
    """Return the list of sets, each with its name."""
    element = _element("ListSets")
    for spec, name in found:
        each = _add(element, "set")
        _add(each, "setSpec", spec)
        _add(each, "setName", name)
    return element


def header(record: Record) -> etree._Element:
    """Return the header of a record; that of a deleted one is all that there is of it."""
    article = record.article
    element = _element("header", **({"status": "deleted"} if record.deleted else {}))
    _add(element, "identifier", article.id)
    _add(element, "datestamp", rfc3339(datestamp(article)))
    for term in article.terms:
        if term.scheme in _SET_SCHEMES:
            _add(element, "setSpec", set_spec(term.scheme, term.code))
    return element


def full_record(record: Record, prefix: str, channel: Channel) -> etree._Element:
    """Return a record with its metadata."""
    element = _element("record")
    element.append(header(record))
    if not record.deleted:
        _add(element, "metadata").append(PREFIXES[prefix].element(record.article, channel))
    return element


def listing(verb: str, parts: Iterable[etree._Element], token: str | None) -> etree._Element:
    """Return the answer to *verb*: records or headers, and the token to go on with, empty at the end, None for none."""
    element = _element(verb)
    element.extend(parts)
    if token is not None:
        _add(element, "resumptionToken", token)
    return element


def dublin_core(article: Article, channel: Channel) -> etree._Element:
    """Return an article in unqualified Dublin Core; the date is its publishing day."""
    names = {"oai_dc": OAI_DC_NS, "dc": wire.DC_NS, "xsi": _XSI}
    element = etree.Element(f"{{{OAI_DC_NS}}}dc", nsmap=names)
    element.set(_LOCATION, f"{OAI_DC_NS} {PREFIXES['oai_dc'].schema}")
    original = channel.original_of(article)
    for name, text in (
        ("title", article.headline),
        ("creator", article.byline),
        *(("subject", topic.label) for topic in article.topics),
        ("description", article.summary),
        ("publisher", article.source.name or channel.site),
        *(("contributor", office.label) for office in article.offices),
        ("date", article.date.isoformat()),
        ("type", "Text"),
        ("type", article.genre.label if article.genre else ""),
        ("identifier", article.id),
        ("identifier", channel.addresses.article(channel.language, article.key)),
        ("source", article.link),
        ("language", article.language),
        ("relation", original.id if original else ""),
        ("rights", article.rights or channel.rights),
    ):
        if text:
            etree.SubElement(element, f"{{{wire.DC_NS}}}{name}").text = text
    return element


def is_deleted(article: Article) -> bool:
    """Say whether *article* is a deleted record wherever it is asked for."""
    return article.status is Status.CANCELED


def _element(name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.Element(f"{{{OAI_NS}}}{name}", attributes, nsmap={None: OAI_NS})  # type: ignore[dict-item]
    element.text = text or None
    return element


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{OAI_NS}}}{name}", attributes)
    element.text = text or None
    return element


PREFIXES: Mapping[str, Prefix] = {
    "oai_dc": Prefix("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", OAI_DC_NS, dublin_core),
    "newsml_g2": Prefix(
        "http://www.iptc.org/std/NewsML-G2/2.35/specification/NewsML-G2_2.35-spec-All-Power.xsd",
        wire.NAR_NS,
        news_item,
    ),
}
"""The metadata formats by prefix; the protocol demands the first one."""
