"""What an operator can set: ``OSCE_FEEDS_*`` variables, or a TOML file named by ``OSCE_FEEDS_CONFIG``.

A variable wins over the file. All mistakes are reported at once, before
anything is opened or served.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import fields
from pathlib import Path
from typing import Annotated
from typing import Any
from typing import get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec
import platformdirs
from msgspec import Meta

from osce_feeds.errors import SettingsRefused

PREFIX = "OSCE_FEEDS_"
CONFIG = f"{PREFIX}CONFIG"

_PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*$"
_HTTP_ADDRESS = r"^https?://[^\s/?#]+(/[^\s?#]*)?$"
_HOST = r"^\.?[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*\.?(:[0-9]{1,5})?$"
_ALERT = r"^https?://[^\s/?#]+(/\S*)?$|^smtps?://[^\s/?#]+/?\?\S*from=\S*$"
_TAG_AUTHORITY = r"^$|^([a-z0-9._-]+@)?[a-z0-9]+([.-][a-z0-9]+)*,[0-9]{4}(-[0-9]{2}){0,2}$"


_HINTS = {
    "base_url": "an address such as https://feeds.example.org is needed",
    "vocabulary_base": "an address such as https://feeds.example.org is needed, or nothing",
    "authority": 'a host and a year such as "example.org,2026" are needed, or nothing',
    "contact": "an address such as mailto:press@example.org or https://example.org is needed, or nothing",
    "site_name": "a name on one line is needed",
    "rights": "a statement on one line is needed, or nothing",
    "license": "an address such as https://creativecommons.org/licenses/by/4.0/ is needed, or nothing",
    "hubs": "addresses such as https://hub.example.org/ are needed, or nothing",
    "official": "true or false is needed",
    "rate": "a number of requests from 0 to 1000000 is needed",
    "proxies": "a number from 0 to 10 is needed",
    "fetch_hosts": "hosts such as www.example.org, .example.org or 127.0.0.1:8081 are needed, or nothing",
    "alerts": "addresses such as https://chat.example.org/hook or"
    " smtp://name:password@mail.example.org:587/?from=a@example.org&to=b@example.org are needed, or nothing",
}
"""What to say where a value cannot be used and its type says too little."""


def _default_database() -> str:
    return str(Path(platformdirs.user_data_dir("osce-feeds", appauthor=False)) / "store.db")


class PolledSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A listing or feed that ``osce-feeds watch`` polls.

    ``name`` is the publisher, whose new readings replace its old ones. ``format`` is a kind
    of document (empty: found out by looking), ``language`` that of the text where a document
    shows none; ``offices`` and ``topics`` are what the listing was filtered by. It is asked
    every so many minutes (``every``). ``follow``: the page of each article is read, too, for
    its text and editions. After ``silent`` days without a new article a person is told; 0: never.
    ``pages`` is the parameter that numbers the pages of its archive from 0, for ``--backfill``.
    """

    name: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    url: Annotated[str, Meta(pattern=r"^https?://[^\s/?#]+(/[^\s#]*)?$")]
    format: str = ""
    language: Annotated[str, Meta(pattern="^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$")] = "en"
    offices: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    every: Annotated[int, Meta(ge=1, le=10_080)] = 15
    follow: bool = True
    silent: Annotated[int, Meta(ge=0, le=3650)] = 14
    pages: Annotated[str, Meta(pattern="^[a-zA-Z0-9_-]{0,40}$")] = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One checked value for each setting; the description of each is part of its type."""

    database: Annotated[
        str, Meta(min_length=1, description="the store: path of a SQLite file, or postgresql://user:password@host/name")
    ] = field(default_factory=_default_database)
    base_url: Annotated[
        str, Meta(pattern=_HTTP_ADDRESS, description="public address of the service; absolute links begin with it")
    ] = "http://127.0.0.1:8080"
    site_name: Annotated[str, Meta(min_length=1, pattern=_PRINTABLE, description="name of the newsroom in titles")] = (
        "OSCE Feeds"
    )
    official: Annotated[bool, Meta(description="true only where the newsroom itself runs the service")] = False
    authority: Annotated[
        str,
        Meta(
            pattern=_TAG_AUTHORITY,
            description='authority of tag URIs (RFC 4151), such as "example.org,2026"; empty: the host of BASE_URL and'
            " the year in which the store was made; fixed at the first ingest",
        ),
    ] = ""
    timezone: Annotated[str, Meta(description="IANA time zone of the newsroom's publishing days")] = "Europe/Vienna"
    languages: Annotated[
        tuple[str, ...], Meta(min_length=1, description="language tags to serve, first the default one")
    ] = ("en", "fr", "de", "it", "ru", "es", "uk", "sq", "sr-Cyrl", "sr-Latn", "bs", "mk", "ro", "ar")
    contact: Annotated[
        str, Meta(pattern=r"^$|^(https?://|mailto:)\S+$", description="address of the operator, https: or mailto:")
    ] = ""
    rights: Annotated[str, Meta(pattern=_PRINTABLE, description="rights statement repeated in every feed")] = ""
    license: Annotated[
        str, Meta(pattern=f"^$|{_HTTP_ADDRESS}", description="address of the license under which feeds may be used")
    ] = ""
    hubs: Annotated[
        tuple[Annotated[str, Meta(pattern=_HTTP_ADDRESS)], ...],
        Meta(description="addresses of WebSub hubs that feeds announce, with commas between them"),
    ] = ()
    sources: Annotated[
        tuple[PolledSource, ...],
        Meta(description="listings and feeds to poll: tables of the TOML file, or a JSON array of objects"),
    ] = ()
    fetch_hosts: Annotated[
        tuple[Annotated[str, Meta(pattern=_HOST)], ...],
        Meta(description="hosts that documents are fetched from beside those of SOURCES; .example.org: all below it"),
    ] = ()
    alerts: Annotated[
        tuple[Annotated[str, Meta(pattern=_ALERT)], ...],
        Meta(description="where a person is told of trouble with sources: addresses of webhooks or smtp:// servers"),
    ] = ()
    rate: Annotated[
        int, Meta(ge=0, le=1_000_000, description="requests a minute that one client may make of a worker; 0: no limit")
    ] = 0
    proxies: Annotated[
        int,
        Meta(ge=0, le=10, description="how many proxies of ours stand in front and name the client (X-Forwarded-For)"),
    ] = 0
    vocabulary: Annotated[
        Path | None,
        Meta(description="folder with offices.toml, topics.toml, types.toml, regions.toml to use instead of ours"),
    ] = None
    vocabulary_base: Annotated[
        str, Meta(pattern=f"^$|{_HTTP_ADDRESS}", description="address that codes resolve under; empty: BASE_URL")
    ] = ""
    templates: Annotated[Path | None, Meta(description="folder whose templates are used before the shipped ones")] = (
        None
    )

    @property
    def fetched_hosts(self) -> tuple[str, ...]:
        """The hosts that documents may be fetched from: FETCH_HOSTS, and those of SOURCES with their ports."""
        return (*self.fetch_hosts, *(urlsplit(source.url).netloc for source in self.sources))

    @property
    def zone(self) -> ZoneInfo:
        """TIMEZONE, ready for use."""
        return ZoneInfo(self.timezone)


def describe() -> dict[str, str]:
    """Return what each setting means, by name in capitals, in the order of the class."""
    hints = get_type_hints(Settings, include_extras=True)
    return {item.name.upper(): hints[item.name].__metadata__[0].description for item in fields(Settings)}


def without_password(address: str) -> str:
    """Return *address* as it may be shown: name and password in it are left out."""
    parts = urlsplit(address)
    _, at, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"...@{host}").geturl() if at else address


def load(environ: Mapping[str, str]) -> Settings:
    """Return the settings that *environ* and the file it may name ask for.

    Raises:
        SettingsRefused: with one message for every value that cannot be used.
    """
    messages: list[str] = []
    given = _from_file(environ.get(CONFIG, ""), messages)
    for name in environ:
        if name.startswith(PREFIX) and name != CONFIG:
            given[name.removeprefix(PREFIX).lower()] = (name, environ[name])
    hints = get_type_hints(Settings, include_extras=True)
    values: dict[str, Any] = {}
    for key, (where, value) in given.items():
        if key not in hints:
            messages.append(f"{where}: there is no such setting; `osce-feeds settings` lists them all")
            continue
        try:
            values[key] = _convert(key, value, hints[key])
        except (ValueError, OSError) as error:
            messages.append(f"{where}: {error}")
    if messages:
        raise SettingsRefused(messages)
    return Settings(**values)


def _from_file(name: str, messages: list[str]) -> dict[str, tuple[str, object]]:
    if not name:
        return {}
    try:
        table = tomllib.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        messages.append(f"{CONFIG}: cannot read {name}: {error}")
        return {}
    return {key.lower(): (f"{name}, {key}", value) for key, value in table.items()}


def _convert(key: str, value: object, kind: Any) -> Any:
    if key in ("languages", "hubs", "fetch_hosts", "alerts") and isinstance(value, str):
        value = [tag.strip() for tag in value.split(",") if tag.strip()]
    if key == "sources":
        return _sources(value)
    if isinstance(value, str):
        value = value.strip()
    if key in ("vocabulary", "templates"):
        return _folder(str(value))
    try:
        converted = msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(_HINTS.get(key, str(error))) from error
    if key == "timezone":
        _check_zone(converted)
    if key in ("base_url", "vocabulary_base"):
        urlsplit(converted)  # finds what the pattern cannot, such as half an IPv6 address
        return converted.rstrip("/")
    return converted


def _sources(value: object) -> tuple[PolledSource, ...]:
    try:
        tables = msgspec.json.decode(value or "[]") if isinstance(value, str) else value
        sources = msgspec.convert(tables, tuple[PolledSource, ...])
    except msgspec.DecodeError as error:
        message = f'{error}; tables such as name = "osce", url = "https://www.example.org/news" are needed'
        raise ValueError(message) from error
    names = [source.name for source in sources]
    if twice := next((name for name in names if names.count(name) > 1), None):
        message = f"two sources have the name {twice!r}"
        raise ValueError(message)
    return sources


def _folder(name: str) -> Path | None:
    if not name:
        return None
    folder = Path(name)
    if not folder.is_dir():
        message = f"there is no folder {name!r}"
        raise ValueError(message)
    return folder


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        message = f"{name!r} is not a time zone such as Europe/Vienna"
        raise ValueError(message) from error


def resources(name: str) -> Path:
    """Return the folder *name* (``templates`` or ``locales``): in the package when installed, else in the clone."""
    package = Path(__file__).parent
    shipped = package / name
    return shipped if shipped.is_dir() else package.parents[1] / name
