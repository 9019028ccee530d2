"""What a webmaster copies: the code that shows a list on another site, in eight ways."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from osce_feeds.formats.json_feed import JSON_FEED
from osce_feeds.formats.oembed import WIDTH
from osce_feeds.formats.oembed import height_of
from osce_feeds.model.addresses import EMBED
from osce_feeds.model.addresses import FRAGMENT
from osce_feeds.model.addresses import IFRAME
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.look import USUAL
from osce_feeds.model.look import Look
from osce_feeds.model.selection import Selection

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
"""What the frame may do: say how high it is, and lead a reader who clicks elsewhere. It reads nothing of the page."""
PLACE = "/osce-feeds"
"""Where the recipes for servers put our addresses on the partner's site."""
_ROOM, _ROOM_EACH = 8, 5
"""Rem that the component takes around articles, and for each of them, in a column of a phone's width."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What is shown: a selection in a language, how it looks, and the build of the component that shows it."""

    addresses: Addresses
    language: str
    selection: Selection
    look: Look
    title: str
    mark: str
    integrity: str

    @property
    def page(self) -> str:
        """The page of the selection, with as many articles where that says how many an embed has (oEmbed)."""
        limit = None if self.look.count == USUAL.count else self.look.count
        return self.addresses.file(self.language, self.selection, "", limit)

    @property
    def frame(self) -> str:
        """The page for an iframe."""
        return self.addresses.embed(self.language, self.selection, EMBED, self.look)

    @property
    def fragment(self) -> str:
        """The part of a page, which has no colours to choose."""
        return self.addresses.embed(
            self.language, self.selection, FRAGMENT, Look(self.look.count, heading=self.look.heading)
        )

    @property
    def feed(self) -> str:
        """The JSON Feed of as many articles."""
        return self.addresses.file(self.language, self.selection, JSON_FEED.file, self.look.count)

    @property
    def local_fragment(self) -> str:
        """The fragment's address on the partner's own site."""
        return f"{PLACE}{self.fragment.removeprefix(self.addresses.base)}"


def iframe(placed: Placed) -> str:
    """Return an iframe that works without scripts."""
    return (
        f'<iframe src="{escape(placed.frame)}" title="{escape(placed.title)}"\n'
        f'  width="{WIDTH}" height="{height_of(placed.look.count)}" loading="lazy"\n'
        f'  sandbox="{SANDBOX}"\n'
        '  referrerpolicy="strict-origin-when-cross-origin"></iframe>\n'
    )


def component(placed: Placed) -> str:
    """Return the web component in its newest build, with what is shown without it."""
    return _component(placed, f'<script src="{escape(placed.addresses.component)}" defer></script>')


def pinned(placed: Placed) -> str:
    """Return the web component in one build, which the browser checks (Subresource Integrity)."""
    return _component(
        placed,
        f'<script src="{escape(placed.addresses.component_build(placed.mark))}"\n'
        f'  integrity="{placed.integrity}" crossorigin="anonymous" defer></script>',
    )


def reserve(placed: Placed) -> str:
    """Return the rules that keep room for the component, so that nothing on the page moves when it comes."""
    room = _ROOM + _ROOM_EACH * placed.look.count
    return (
        f"osce-feed:not(:defined) {{ display: block; min-height: {room}rem; }}\n"
        f"osce-feed {{ --osce-feed-min-height: {room}rem; }}\n"
    )


def wordpress(placed: Placed) -> str:
    """Return the address that WordPress makes an embed of (oEmbed)."""
    return f"{placed.page}\n"


def ssi(placed: Placed) -> str:
    """Return an include of nginx, with what it shows when nothing comes."""
    return (
        f'<!--# block name="osce-feeds" --><a href="{escape(placed.page)}">{escape(placed.title)}</a>'
        "<!--# endblock -->\n"
        f'<!--# include virtual="{placed.local_fragment}" stub="osce-feeds" -->\n'
    )


def esi(placed: Placed) -> str:
    """Return an include of Varnish."""
    return f'<esi:include src="{escape(placed.local_fragment)}" onerror="continue"/>\n'


def cron(placed: Placed) -> str:
    """Return a script that keeps a file for includes of any kind, the last good one when nothing comes."""
    return (
        "#!/bin/sh\n"
        f"url='{placed.fragment}'\n"
        'file="${1:-/var/www/includes/osce-feeds.html}"\n'
        'new=$(mktemp "$file.XXXXXX") || exit 1\n'
        "trap 'rm -f \"$new\"' EXIT\n"
        'curl --fail --silent --show-error --location --max-time 30 --output "$new" "$url" &&\n'
        '  test -s "$new" && chmod 644 "$new" && mv "$new" "$file"\n'
    )


def json(placed: Placed) -> str:
    """Return the address of the JSON Feed."""
    return f"{placed.feed}\n"


SNIPPETS: dict[str, Callable[[Placed], str]] = {
    IFRAME: iframe,
    "component": component,
    "pinned": pinned,
    "wordpress": wordpress,
    "ssi": ssi,
    "esi": esi,
    "cron": cron,
    "json": json,
}
"""By the name that the builder's address has for them, the plainest first."""


def _component(placed: Placed, script: str) -> str:
    look = placed.look
    theme = f' theme="{look.theme}"' if look.theme != USUAL.theme else ""
    link = f'<a href="{escape(placed.page)}">{escape(placed.title)}</a>'
    return (
        f'<osce-feed src="{escape(placed.feed)}" count="{look.count}" heading="{look.heading}"{theme}>\n'
        f"  {link}\n"
        "</osce-feed>\n"
        f"<noscript>{iframe(placed).strip()}</noscript>\n"
        f"{script}\n"
    )
