"""What NewsML-G2 must mean, beyond what its schema can say: rules for receivers' and our own items.

A rule is a name, a sentence, and an XPath that finds what breaks it, asked of every
item; those of a message are asked of its root. A few need more than XPath.
"""

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import cast

from lxml import etree

from osce_feeds.formats.newsml_g2 import checksum
from osce_feeds.formats.newsml_terms import ALIASES
from osce_feeds.formats.newsml_terms import OUR_CATALOG
from osce_feeds.model.wire import NAR_NS

_NAMES = {"n": NAR_NS, "h": "http://www.w3.org/1999/xhtml"}
IPTC_ALIASES = frozenset(
    """
    a1312cat a1312prio a1312svc a1312vers acdc altidrole aoprop app aspfacet aspfacetvalue authoritystatus bcp47
    catinat chprop cinat ciprol colin colsp conf cpnat cpprole cptdefrole cptnoterole crel ctech ctrol cusip
    cwarn dbpedia digsrctype dimensionunit drol dummy ecirol edconf ednoterole encd entityprop eocstat eorol
    eprol eregrol erol figi fisymtype freebase frmt gen genre geonames geonameshttps gics googletopicsv1
    googletopicsv2 hashscope hashtype hatarget hopaction howextr howpr iabadproduct10 iabadproduct20
    iabaudience10 iabcontent20 iabcontent21 iabcontent22 iabcontent30 ikos imgregrole imgregtype impt irel irep
    isin iso3166-1a2 iso3166-1a3 iso3166-2 iso4217a iso4217n isrol ivqu lbtyp loctyp loutorient lrol mb-artist
    mb-label mb-recording mb-release mb-releasegroup mb-work medtop medtype mic mtyp ncostat ninat nityp nmsig
    not nprod nprov nprt nrol oito parasport pgrmod plinat plus prio prodgenre prop prov pst1 rcalctype rel
    riaspect rightsprop riscope rnd role1 rscaleunit rtype scn secst sedol sev sig skos sov squ stat subj ticker
    tidm timeunit tone tpctyp trustindicator urgy useracttype valfmt vcdc videodef why wikidata wldreg
    """.split()  # noqa: SIM905 - a line each would say no more
)
"""Aliases that catalog 41 of the IPTC declares. Its ``ednoterole`` resolves to nothing, and a rule says so."""
_IPTC_CATALOGS = ("www.iptc.org/std/catalog/", "iptc.org/std/catalog/", "cv.iptc.org/newscodes/catalog/")
_QCODES = ("qcode", "rel", "role", "why", "how", "type")

Find = Callable[["etree._Element"], Iterable["etree._Element"]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A demand, with what finds the elements that do not meet it."""

    name: str
    demand: str
    find: Find


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that *element* breaks."""

    rule: Rule
    element: etree._Element


def breaches(root: etree._Element) -> Iterator[Breach]:
    """Yield what is wrong with a message or a single item, item by item."""
    is_message = root.tag == f"{{{NAR_NS}}}newsMessage"
    rules = MESSAGE_RULES if is_message else ()
    yield from (Breach(rule, element) for rule in rules for element in rule.find(root))
    for item in root.iterfind(f"{{{NAR_NS}}}itemSet/*") if is_message else (root,):
        yield from (Breach(rule, element) for rule in RULES for element in rule.find(item))
        if item.tag == f"{{{NAR_NS}}}newsItem":
            yield from (Breach(rule, element) for rule in NEWS_RULES for element in rule.find(item))


def _xpath(expression: str) -> Find:
    return partial(_find, etree.XPath(expression, namespaces=_NAMES))


def _find(path: etree.XPath, item: etree._Element) -> list[etree._Element]:
    return cast("list[etree._Element]", path(item))


def _rule(name: str, demand: str, expression: str) -> Rule:
    return Rule(name, demand, _xpath(expression))


def _undeclared(item: etree._Element) -> Iterator[etree._Element]:
    """Yield elements with a code whose alias no catalog declares that the item has or names.

    Where it names a catalog of somebody else, that one may declare any.
    """
    declared = {str(scheme.get("alias")) for scheme in item.iterfind(".//n:scheme", _NAMES)}
    for reference in item.iterfind("n:catalogRef", _NAMES):
        address = str(reference.get("href"))
        if address.partition("://")[2].startswith(_IPTC_CATALOGS):
            declared |= IPTC_ALIASES
        elif address.endswith(OUR_CATALOG):
            declared |= {*ALIASES.values()}
        else:
            return
    for element in item.iter(f"{{{NAR_NS}}}*"):
        codes = (str(element.get(name, "")).partition(":") for name in _QCODES)
        if any(colon and not rest.startswith("//") and alias not in declared for alias, colon, rest in codes):
            yield element


def _unsplit(item: etree._Element) -> Iterator[etree._Element]:
    """Yield elements whose qcode is not an alias and a code with one colon between."""
    for element in item.iter(f"{{{NAR_NS}}}*"):
        alias, _, code = str(element.get("qcode", "a:b")).partition(":")
        if not alias or not code or ":" in code or " " in code:
            yield element


def _wrong_hash(item: etree._Element) -> Iterator[etree._Element]:
    content = item.find("n:contentSet", _NAMES)
    for element in item.iterfind("n:itemMeta/n:hash", _NAMES):
        ours = str(element.get("hashtypeuri", "")).endswith("xmlenc#sha256")
        if ours and (content is None or checksum(content) != (element.text or "").strip()):
            yield element


def _wrong_count(item: etree._Element) -> Iterator[etree._Element]:
    for inline in item.iterfind("n:contentSet/n:inlineXML[@wordcount]", _NAMES):
        body = inline.find("h:html/h:body", _NAMES)
        words = len(" ".join(map(str, body.itertext())).split()) if body is not None else None
        if words is not None and str(inline.get("wordcount")) != str(words):
            yield inline


def _repeated(message: etree._Element) -> Iterator[etree._Element]:
    seen: set[str] = set()
    for item in message.iterfind("n:itemSet/*", _NAMES):
        mark = hashlib.sha256(f"{item.get('guid')} {item.get('version')}".encode()).hexdigest()
        if mark in seen:
            yield item
        seen.add(mark)


def _backwards(item: etree._Element) -> Iterator[etree._Element]:
    first = item.findtext("n:itemMeta/n:firstCreated", "", _NAMES)
    made = item.find("n:itemMeta/n:versionCreated", _NAMES)
    if first and made is not None and first.endswith("Z") and str(made.text).endswith("Z") and str(made.text) < first:
        yield made


_ZONE = "not(contains(., 'T') and (contains(., 'Z') or contains(substring-after(., 'T'), '+') or contains(substring-after(., 'T'), '-')))"
_CANCELED = "self::*[n:itemMeta/n:pubStatus/@qcode = 'stat:canceled']"
_USABLE = "self::*[n:itemMeta/n:pubStatus/@qcode = 'stat:usable']"

MESSAGE_RULES: tuple[Rule, ...] = (
    _rule("header", "a message has a header", "self::*[not(n:header)]"),
    _rule("sent", "the header says when it was sent", "n:header[not(n:sent)]"),
    _rule("sent-zone", "sent is a moment with a zone", f"n:header/n:sent[{_ZONE}]"),
    _rule("transmit-id", "the header has a transmitId", "n:header[not(normalize-space(n:transmitId))]"),
    _rule("priority", "the header has a priority from 1 to 9", "n:header[not(n:priority >= 1 and n:priority <= 9)]"),
    _rule("item-set", "a message holds items", "self::*[not(n:itemSet/*)]"),
    Rule("repeated", "a version of an item stands once in a message", _repeated),
)
RULES: tuple[Rule, ...] = (
    _rule("guid", "an item has a guid", "self::*[not(normalize-space(@guid))]"),
    _rule("guid-uri", "a guid is a URI", "self::*[@guid and not(contains(@guid, ':'))]"),
    _rule("version", "an item has a version from 1", "self::*[not(@version >= 1)]"),
    _rule("standard", "the standard is NewsML-G2", "self::*[not(@standard = 'NewsML-G2')]"),
    _rule("standard-version", "the standard's version is named", "self::*[not(@standardversion)]"),
    _rule("conformance", "conformance is power: core ended with 2.24", "self::*[not(@conformance = 'power')]"),
    _rule("language", "an item says its language", "self::*[not(@xml:lang)]"),
    _rule("catalog", "an item names the catalogs of its codes", "self::*[not(n:catalogRef or n:catalog)]"),
    _rule("catalog-version", "the IPTC's catalog is named with a version", "n:catalogRef[contains(@href, 'iptc.org') and not(contains(@href, '_'))]"),
    Rule("alias", "every code's alias is declared", _undeclared),
    Rule("code", "a code is an alias, one colon, and a value", _unsplit),
    _rule("cptype", "cptype is in no catalog: cpnat says what a concept is", "descendant::*[starts-with(@type, 'cptype:')]"),
    _rule("isrol", "the scheme isrol is retired", "descendant::*[starts-with(@role, 'isrol:')]"),
    _rule("ednoterole", "codes of ednoterole do not resolve", "descendant::n:edNote[starts-with(@role, 'ednoterole:')]"),
    _rule("item-class", "itemMeta says what the item is", "self::*[not(n:itemMeta/n:itemClass/@qcode)]"),
    _rule("provider", "the provider is identified", "self::*[not(n:itemMeta/n:provider[@uri or @qcode])]"),
    _rule("version-created", "versionCreated is a moment with a zone", f"self::*[not(n:itemMeta/n:versionCreated)] | n:itemMeta/n:versionCreated[{_ZONE}]"),
    _rule("first-created", "firstCreated is a moment with a zone", f"n:itemMeta/n:firstCreated[{_ZONE}]"),
    Rule("backwards", "no version is older than the first", _backwards),
    _rule("midnight", "a day is a day, and no midnight", "descendant::*[self::n:contentCreated or self::n:versionCreated or self::n:firstCreated][contains(., 'T00:00:00')]"),
    _rule("status", "pubStatus is usable, withheld or canceled", "self::*[not(n:itemMeta/n:pubStatus[@qcode = 'stat:usable' or @qcode = 'stat:withheld' or @qcode = 'stat:canceled'])]"),
    _rule("empty", "no element is empty", "descendant::n:*[not(@*) and not(*) and not(normalize-space(.))]"),
    _rule("name-language", "each language has one name", "descendant::n:name[@xml:lang and @xml:lang = preceding-sibling::n:name/@xml:lang]"),
    _rule("link-target", "a link leads somewhere", "n:itemMeta/n:link[not(@href or @residref)]"),
    _rule("link-relation", "a link says how it is related", "n:itemMeta/n:link[not(@rel)]"),
    _rule("generator", "the generator says its version", "n:itemMeta/n:generator[not(@versioninfo)]"),
    _rule("profile", "the profile says its version", "n:itemMeta/n:profile[not(@versioninfo)]"),
)  # fmt: skip
NEWS_RULES: tuple[Rule, ...] = (
    _rule("text", "a text is ninat:text", "n:itemMeta/n:itemClass[not(starts-with(@qcode, 'ninat:'))]"),
    _rule("title", "an item has a title", "self::*[not(normalize-space(n:itemMeta/n:title))]"),
    _rule("headline", "a usable item has a headline", f"{_USABLE}[not(normalize-space(n:contentMeta/n:headline))]"),
    _rule("headline-title", "title and headline are equal", "n:contentMeta/n:headline[not(. = ancestor::n:newsItem/n:itemMeta/n:title)]"),
    _rule("first-signal", "a first version has no signal", "self::*[@version = 1]/n:itemMeta/n:signal"),
    _rule("signal", "a later usable version says what kind of change it is", f"{_USABLE}[@version > 1 and not(n:itemMeta/n:signal)]"),
    _rule("correction", "a correction says what was corrected", "self::*[n:itemMeta/n:signal/@qcode = 'sig:correction' and not(n:itemMeta/n:edNote)]"),
    _rule("canceled-note", "a canceled item says why", f"{_CANCELED}[not(n:itemMeta/n:edNote)]"),
    _rule("canceled-text", "a canceled item has no text", f"{_CANCELED}/n:contentSet/* | {_CANCELED}/n:contentMeta/n:description"),
    _rule("canceled-signal", "a canceled item has no signal beside its status", f"{_CANCELED}/n:itemMeta/n:signal"),
    _rule("canceled-version", "a canceled item is not a first version", f"{_CANCELED}[@version = 1]"),
    _rule("withheld-text", "a withheld item has no text", "self::*[n:itemMeta/n:pubStatus/@qcode = 'stat:withheld']/n:contentSet/*"),
    _rule("embargo-note", "an open embargo says until when", "self::*[n:itemMeta/n:embargoed[not(text())] and not(n:itemMeta/n:edNote)]"),
    _rule("content-set", "a contentSet stands, since some receivers refuse a message without one", "self::*[not(n:contentSet)]"),
    _rule("content-id", "an empty contentSet has an id", "n:contentSet[not(*) and not(@id)]"),
    Rule("hash", "the SHA-256 is that of the canonical contentSet", _wrong_hash),
    Rule("word-count", "wordcount counts the words of the body", _wrong_count),
    _rule("content-type", "inlineXML says its media type", "n:contentSet/n:inlineXML[not(@contenttype)]"),
    _rule("content-root", "inlineXML holds one element", "n:contentSet/n:inlineXML[count(*) != 1]"),
    _rule("content-namespace", "XHTML and NITF stand in their own namespaces", "n:contentSet/n:inlineXML/n:*"),
    _rule("content-language", "text, item and metadata are in one language", "n:contentSet/n:inlineXML[@xml:lang and @xml:lang != ancestor::n:newsItem/@xml:lang]"),
    _rule("language-tag", "contentMeta names the language of the item", "self::*[not(n:contentMeta/n:language/@tag = @xml:lang)]"),
    _rule("content-created", "the publishing day is told", f"{_USABLE}[not(n:contentMeta/n:contentCreated)]"),
    _rule("urgency", "an urgency that never changes says nothing", "n:contentMeta/n:urgency"),
    _rule("located", "a place is identified", "n:contentMeta/n:located[not(@uri or @qcode)]"),
    _rule("geonames", "an address of GeoNames ends in a slash", "descendant::*[starts-with(@uri, 'https://sws.geonames.org/') and substring(@uri, string-length(@uri)) != '/']"),
    _rule("info-source", "a source has a name", "n:contentMeta/n:infoSource[not(n:name)]"),
    _rule("subject", "a subject has a code and a type", "n:contentMeta/n:subject[not(@qcode or @uri) or not(@type)]"),
    _rule("media-topic", "a Media Topic of ours is marked as inferred", "n:contentMeta/n:subject[starts-with(@qcode, 'medtop:') and not(@why)]"),
    _rule("genre", "a genre has a code", "n:contentMeta/n:genre[not(@qcode or @uri)]"),
    _rule("creator", "a creator is a person with a name", "n:contentMeta/n:creator[not(n:name)]"),
    _rule("file-name", "fileName is a name and no path", "n:itemMeta/n:fileName[contains(., '/')]"),
    _rule("see-also", "a web page is linked by an absolute address", "n:itemMeta/n:link[@rel = 'irel:seeAlso' and not(starts-with(@href, 'http'))]"),
    _rule("translation", "a translation names the version of its source", "n:itemMeta/n:link[@residref and not(@version)]"),
    _rule("itself", "no item is derived from itself", "n:itemMeta/n:link[@residref = ancestor::n:newsItem/@guid]"),
)  # fmt: skip
