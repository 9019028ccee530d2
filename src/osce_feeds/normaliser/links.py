"""Addresses: made absolute, refused where they cannot be meant, and brought into the form in which they compare."""

import re
from ipaddress import IPv6Address
from urllib.parse import quote
from urllib.parse import unquote
from urllib.parse import urljoin
from urllib.parse import urlsplit

from osce_feeds.text import legal

SITES = ("osce.org",)
"""Hosts whose node ids are one namespace together with those of their sub-domains."""

_LONGEST = 2048
"""Characters; browsers and feed readers cut or refuse longer addresses."""
_AROUND = "".join(map(chr, range(0x21)))
"""What HTML strips around an address: C0 controls and the space."""
_INSIDE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]*:")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9_](?:[a-z0-9_-]{0,62})\.?")
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile("%[0-9A-Fa-f]{2}")
_SAFE = "%/?:@!$&'()*+,;=~"
"""RFC 3986 sections 2.2 and 3.3, and what is encoded already."""
_UNRESERVED = re.compile("[A-Za-z0-9._~-]")
_DEFAULT_PORTS = (None, 80, 443)
_TRACKING = re.compile("(?:utm_[a-z_]{1,20}|fbclid|gclid)(?:=|$)", re.IGNORECASE)

_NODE = re.compile(r"(?:/[a-z]{2,3}(?:-[a-z]{2,4})?)?/node/0{0,9}([0-9]{1,10})")
_OFFICE_NODE = re.compile(r"(?:/[^/]{1,100}){1,6}/([1-9][0-9]{4,9})")
_NOT_OFFICES = ("/taxonomy/", "/user/", "/users/", "/comment/")


def absolute(url: str, base: str = "") -> str:
    """Return *url* as an http or https address (RFC 3986), resolved against *base*; empty where it cannot be one.

    It is empty for other schemes, for addresses with credentials or with white
    space or controls inside, and for what stays relative. Letters beyond ASCII
    are encoded.
    """
    text = url.strip(_AROUND)
    if not text or len(text) > _LONGEST or _INSIDE.search(text) or legal(text) != text:
        return ""
    try:
        parts = urlsplit(text if _SCHEME.match(text) else urljoin(base, text))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:  # brackets, numbers and letters that no host has
        return ""
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return ""
    place = f"{host}:{port}" if port is not None else host
    query = f"?{_quoted(parts.query)}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    result = f"{parts.scheme}://{place}{_quoted(parts.path)}{query}{fragment}"
    return result if len(result) <= _LONGEST else ""


def normal_url(url: str) -> str:
    """Return the form in which addresses compare, itself an address; empty for what is none.

    http is https, ``www.`` and default ports mean nothing, nor do a fragment,
    tracking parameters, a slash at the end, or how a character is encoded. Paths
    are case-sensitive.
    """
    parts = urlsplit(absolute(url))
    if not parts.hostname:
        return ""
    host = _bare_host(parts.hostname)
    host = f"[{host}]" if ":" in host else host
    place = host if parts.port in _DEFAULT_PORTS else f"{host}:{parts.port}"
    fields = [_plain(field) for field in parts.query.split("&") if field]
    query = "&".join(field for field in fields if not _TRACKING.match(field))
    path = _straight(_plain(parts.path)).rstrip("/")
    return f"https://{place}{path}{f'?{query}' if query else ''}"


def node_id(url: str) -> str:
    """Return the node that an address of a known site means, as ``site:number``; empty for every other address.

    A number that follows an office's path has five digits or more, since four
    may be a year.
    """
    parts = urlsplit(normal_url(url))
    host = parts.hostname or ""
    site = next((site for site in SITES if host == site or host.endswith(f".{site}")), "")
    found = _NODE.fullmatch(parts.path)
    if found is None and not parts.path.startswith(_NOT_OFFICES):
        found = _OFFICE_NODE.fullmatch(parts.path)
    return f"{site}:{found[1]}" if site and found else ""


def _host(name: str) -> str:
    """Return a host as addresses write it, in ASCII; empty where it is none."""
    if ":" in name:
        return f"[{IPv6Address(name).compressed}]" if "%" not in name else ""  # a zone means something on one host only
    if len(name) > 253:  # noqa: PLR2004 - RFC 1035 section 2.3.4
        return ""
    ascii_name = name if name.isascii() else name.encode("idna").decode()
    return ascii_name if _HOST.fullmatch(ascii_name) else ""


def _bare_host(host: str) -> str:
    bare = host.rstrip(".")
    while bare.startswith("www.") and bare.count(".") > 1:
        bare = bare.removeprefix("www.")
    return bare


def _quoted(text: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", text), safe=_SAFE)


def _plain(text: str) -> str:
    """Return *text* with each character encoded that must be, and no other (RFC 3986 section 6.2.2)."""
    return _ENCODED.sub(lambda found: _decoded(found[0]), text)


def _decoded(code: str) -> str:
    character = unquote(code, errors="replace")
    return character if _UNRESERVED.fullmatch(character) else code.upper()


def _straight(path: str) -> str:
    """Return *path* without dot segments (RFC 3986 section 5.2.4)."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)
