"""The published vocabulary in NewsML-G2: catalog, one knowledge item a scheme, one concept item a code.

A code's address is its scheme's address and the code; there, a concept item
answers. The catalog is versioned and never changes.
"""

from collections.abc import Iterable
from datetime import datetime

from lxml import etree

from osce_feeds import __version__
from osce_feeds.formats.body import rfc3339
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.formats.newsml_terms import MEMBERS
from osce_feeds.formats.newsml_terms import OUR_CATALOG
from osce_feeds.formats.newsml_terms import RELATION
from osce_feeds.formats.newsml_terms import SERVICE
from osce_feeds.formats.newsml_terms import TRANSLATED
from osce_feeds.formats.newsml_terms import add
from osce_feeds.formats.newsml_terms import add_names
from osce_feeds.formats.newsml_terms import item_root
from osce_feeds.formats.newsml_terms import qcode
from osce_feeds.formats.newsml_terms import root
from osce_feeds.i18n.names import sourced_names
from osce_feeds.i18n.places import geoname
from osce_feeds.model import wire
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import Concept
from osce_feeds.model.vocabulary import Vocabulary

KNOWLEDGE_TYPE = "application/vnd.iptc.g2.knowledgeitem+xml; charset=utf-8"
CONCEPT_TYPE = "application/vnd.iptc.g2.conceptitem+xml; charset=utf-8"

_MATCHES = {"exact": "skos:exactMatch", "close": "skos:closeMatch", "broader": "skos:broadMatch"}
"""SKOS mapping relations by quality of match; any other quality is merely related."""

_NATURES = {OFFICE: "cpnat:organisation", REGION: "cpnat:geoArea"}
IN_REGION = "inRegion"
"""Our own code: an office is no kind of region, so a region is not broader than it."""
DEFINITIONS = {
    SERVICE: {"newsroom": "All that the newsroom publishes."},
    RELATION: {
        TRANSLATED: "The article is a translation of the other one, from the version that is named.",
        IN_REGION: "The office works in the region, as the organisation itself groups its field operations.",
        MEMBERS: "The group holds the articles of a selection; it is empty where the selection is.",
    },
}
"""What the codes mean that no vocabulary file holds, by scheme and code."""

TITLES = {
    "office": "Offices (where we are)",
    "topic": "Topics (what we do)",
    "type": "Content types",
    "region": "Regions",
    SERVICE: "Services",
    RELATION: "Relations between items",
}


def fixed_concepts(scheme: str) -> tuple[Concept, ...]:
    """Return the concepts of the schemes that no vocabulary file holds: services and relations."""
    names = {
        SERVICE: {"newsroom": "Newsroom"},
        RELATION: {TRANSLATED: "translated from", IN_REGION: "in the region", MEMBERS: "members of the selection"},
    }
    return tuple(Concept(scheme=scheme, code=code, name=name) for code, name in names.get(scheme, {}).items())


def concepts(scheme: str, vocabulary: Vocabulary, minted: Iterable[Term]) -> tuple[Concept, ...]:
    """Return all concepts of *scheme*: the vocabulary's, then the *minted* ones, by code."""
    known = vocabulary.concepts.get(scheme, {})
    extra = [Concept(scheme=scheme, code=term.code, name=term.label) for term in minted if term.code not in known]
    return (*known.values(), *sorted(extra, key=lambda concept: concept.code), *fixed_concepts(scheme))


def catalog(addresses: Addresses) -> bytes:
    """Return the catalog that declares our aliases."""
    document = root("catalog", {"url": f"{addresses.base}/{OUR_CATALOG}"})
    for scheme, alias in ALIASES.items():
        add(add(document, "scheme", alias=alias, uri=addresses.scheme(scheme)), "name", TITLES[scheme], lang="en")
    return _document(document)


def knowledge_item(
    scheme: str, found: Iterable[Concept], vocabulary: Vocabulary, addresses: Addresses, created: datetime
) -> bytes:
    """Return the knowledge item of *scheme* with all concepts *found*; *created* is this edition's moment."""
    item = _item("knowledgeItem", addresses.scheme(scheme), "cinat:scheme", TITLES[scheme], addresses, created)
    concept_set = add(item, "conceptSet")
    for concept in found:
        _concept(concept_set, concept, vocabulary)
    about = {"uri": addresses.scheme(scheme), "preferredalias": ALIASES[scheme], "authority": f"{addresses.base}/"}
    meta = add(item, "schemeMeta", **about)
    add(meta, "name", TITLES[scheme], lang="en")
    return _document(item)


def concept_item(concept: Concept, vocabulary: Vocabulary, addresses: Addresses, created: datetime) -> bytes:
    """Return the concept item of one code."""
    address = f"{addresses.scheme(concept.scheme)}{concept.code}"
    item = _item("conceptItem", address, "cinat:concept", concept.name, addresses, created)
    _concept(item, concept, vocabulary)
    return _document(item)


def _item(name: str, guid: str, item_class: str, title: str, addresses: Addresses, created: datetime) -> etree._Element:
    item = item_root(name, guid, int(created.timestamp()), "en", addresses.base)
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode=item_class)
    add(meta, "provider", uri=f"{addresses.base}/")
    add(meta, "versionCreated", rfc3339(created))
    add(meta, "pubStatus", qcode="stat:usable")
    add(meta, "generator", wire.GENERATOR, versioninfo=__version__)
    add(meta, "title", title)
    return item


def _concept(parent: etree._Element, concept: Concept, vocabulary: Vocabulary) -> None:
    element = add(parent, "concept")
    retired = {"retired": concept.retired.isoformat()} if concept.retired else {}
    add(element, "conceptId", qcode=qcode(concept.scheme, concept.code), **retired)
    add(element, "type", qcode=_NATURES.get(concept.scheme, "cpnat:abstract"))
    add_names(element, sourced_names(concept.scheme, concept.name))
    if definition := DEFINITIONS.get(concept.scheme, {}).get(concept.code):
        add(element, "definition", definition, lang="en")
    for old in concept.former:
        add(element, "note", f"Former name: {old.name}{_years(old.since, old.until)}", lang="en")
    if concept.closed:
        add(element, "note", "Closed.", lang="en")
    if concept.wikidata:
        add(element, "sameAs", type="cpnat:abstract", qcode=f"wikidata:{concept.wikidata}")
    parent_concept = vocabulary.get(concept.scheme, concept.parent)
    if parent_concept:
        add(element, "broader", qcode=qcode(concept.scheme, parent_concept.code))
    city = geoname(concept.city) if concept.city else None
    if concept.region:
        add(element, "related", rel=qcode(RELATION, IN_REGION), qcode=qcode(REGION, concept.region))
    if concept.mediatopic:
        relation = _MATCHES.get(concept.mediatopic.match, "skos:relatedMatch")
        add(element, "related", rel=relation, qcode=f"medtop:{concept.mediatopic.code}")
    if city:
        location = add(add(element, "organisationDetails"), "location", type="cpnat:geoArea", uri=city)
        add(location, "name", concept.city, lang="en")


def _years(since: int | None, until: int | None) -> str:
    if since is None and until is None:
        return ""
    return f" ({since or '…'}–{until or '…'})"


def _document(element: etree._Element) -> bytes:
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True) + b"\n"
