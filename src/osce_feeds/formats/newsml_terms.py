"""NewsML-G2's own words: the namespace, our aliases and schemes, terms with their names.

Aliases are declared in our catalog; with them every code of an export resolves
to an address below the vocabulary.
"""

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from osce_feeds.i18n.names import sourced_names
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.wire import NAR_NS
from osce_feeds.model.wire import XML_LANG

STANDARD_VERSION = "2.35"
IPTC_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
OUR_CATALOG = "catalog/osce-feeds_1.xml"
"""Below BASE_URL. A catalog never changes once published; a change is a new number."""

_G2 = f"{{{NAR_NS}}}"
SERVICE, RELATION = "service", "relation"
TRANSLATED = "translatedFrom"
"""Our own code: the vocabulary of the IPTC has none for what a text was translated from."""
MEMBERS = "members"
"""Our own code for the role of a group."""
ALIASES = {
    OFFICE: "ofoffice",
    TOPIC: "oftopic",
    TYPE: "oftype",
    REGION: "ofregion",
    SERVICE: "ofservice",
    RELATION: "ofrel",
}
"""Our alias for each scheme; NCNames without a colon, so that any reader can split a code."""


def qcode(scheme: str, code: str) -> str:
    """Return the code with our alias for its scheme."""
    return f"{ALIASES[scheme]}:{code}"


def root(name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    """Return a document's root element, in the namespace of NewsML-G2 without a prefix."""
    return etree.Element(f"{{{NAR_NS}}}{name}", attributes, nsmap={None: NAR_NS})  # type: ignore[dict-item] # the stubs know no default namespace


def item_root(name: str, guid: str, version: int, language: str, catalog_base: str) -> etree._Element:
    """Return the root of an item with what every item begins with: identity, conformance, catalogs."""
    item = root(
        name,
        {
            "guid": guid,
            "version": str(version),
            "standard": "NewsML-G2",
            "standardversion": STANDARD_VERSION,
            "conformance": "power",
            XML_LANG: language,
        },
    )
    add(item, "catalogRef", href=IPTC_CATALOG)
    add(item, "catalogRef", href=f"{catalog_base}/{OUR_CATALOG}")
    return item


def add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """Append an element of NewsML-G2; ``lang`` stands for ``xml:lang``."""
    if "lang" in attributes:
        attributes[XML_LANG] = attributes.pop("lang")
    element = etree.SubElement(parent, _G2 + name, attributes)
    if text:
        element.text = text
    return element


def add_names(parent: etree._Element, names: Mapping[str, str]) -> None:
    """Append a ``name`` for each language."""
    for language, name in names.items():
        add(parent, "name", name, lang=language)


def add_term(parent: etree._Element, name: str, term: Term, **attributes: str) -> etree._Element:
    """Append an element that stands for *term*, with its English name and those that have a source."""
    element = add(parent, name, qcode=qcode(term.scheme, term.code), **attributes)
    add_names(element, _names(term.scheme, term.label))
    return element


@lru_cache(maxsize=4096)
def _names(scheme: str, label: str) -> Mapping[str, str]:
    return sourced_names(scheme, label)
