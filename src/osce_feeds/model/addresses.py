"""Every absolute address the service prints, made from BASE_URL and never from a request."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from urllib.parse import urlencode
from urllib.parse import urlsplit

from osce_feeds.model.look import USUAL
from osce_feeds.model.look import Look
from osce_feeds.model.month import Month
from osce_feeds.model.selection import Selection

EMBED, FRAGMENT = "embed.html", "fragment.html"
"""Names of the files of a selection that other sites show."""
SNIPPET, IFRAME = "snippet", "iframe"
"""The parameter that says which code the builder of embeds shows, and what it is usually."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses below ``base``, which has no slash at its end; ``vocabulary_base`` likewise."""

    base: str
    vocabulary_base: str

    def page(self, language: str, selection: Selection, number: int = 1, limit: int | None = None) -> str:
        """Return the page of a selection, or its *number*-th one; its files stand in the same folder."""
        return self._below(language, selection, "", selection.query_with(limit, None, number))

    def file(
        self, language: str, selection: Selection, name: str, limit: int | None = None, after: int | None = None
    ) -> str:
        """Return the address of a file of a selection, such as ``feed.atom``, of at most *limit* articles.

        With *after*, of those that changed after the change of that number.
        """
        return self._below(language, selection, name, selection.query_with(limit, after))

    def embed(self, language: str, selection: Selection, name: str, look: Look = USUAL) -> str:
        """Return the address of a selection to be embedded: ``embed.html`` or ``fragment.html``."""
        query = urlencode(sorted((*selection.parameters, *look.pairs)), quote_via=quote)
        address = self.file(language, selection, name).partition("?")[0]
        return f"{address}?{query}" if query else address

    def embedded_article(self, language: str, key: str, look: Look = USUAL) -> str:
        """Return the address of an article to be embedded."""
        query = urlencode(look.pairs, quote_via=quote)
        return f"{self.article(language, key)}{EMBED}{f'?{query}' if query else ''}"

    def builder(self, language: str, selection: Selection, look: Look = USUAL, kind: str = IFRAME) -> str:
        """Return the page that makes embeds, with a choice; ``kind`` is the snippet that it shows."""
        pairs = [*selection.pairs, *look.pairs, *([(SNIPPET, kind)] if kind != IFRAME else ())]
        query = urlencode(sorted(pairs), quote_via=quote)
        return f"{self.base}/{language}/embed/{f'?{query}' if query else ''}"

    def oembed(self, page: str, form: str) -> str:
        """Return what oEmbed says about a page of ours, as ``json`` or ``xml``."""
        return f"{self.base}/oembed?{urlencode({'format': form, 'url': page}, quote_via=quote)}"

    @property
    def component(self) -> str:
        """The newest build of the web component."""
        return f"{self.base}/embed/v1/feed.js"

    def component_build(self, mark: str) -> str:
        """Return the build of the web component that has this hash."""
        return f"{self.base}/embed/v1/{mark}/feed.js"

    def archive(self, language: str, selection: Selection, month: Month, name: str) -> str:
        """Return the address of the archive document of a month (RFC 5005), such as ``archive/2026-07/feed.atom``."""
        return self.file(language, selection, f"archive/{month}/{name}")

    def outlines(self, language: str) -> str:
        """Return the list of all feeds (OPML)."""
        return f"{self.base}/{language}/feeds.opml"

    def subscribe(self, language: str, selection: Selection, file: str = "") -> str:
        """Return the page on which *selection* is chosen to be subscribed to, or a *file* below it."""
        query = selection.whole_query
        return f"{self.base}/{language}/subscribe/{file}{f'?{query}' if query else ''}"

    def article(self, language: str, key: str) -> str:
        """Return the page of an article."""
        return f"{self.base}/{language}/articles/{key}/"

    def version(self, language: str, key: str, number: int) -> str:
        """Return the page of one version of an article."""
        return f"{self.article(language, key)}versions/{number}/"

    def guide(self, language: str, name: str) -> str:
        """Return a page about the service: ``feeds``, ``about`` or ``status``."""
        return f"{self.base}/{language}/{name}/"

    def exports(self, language: str, file: str = "") -> str:
        """Return the page for agencies, libraries and archives, or a *file* below it."""
        return f"{self.base}/{language}/exports/{file}"

    def it(self, language: str) -> str:
        """Return the page for the IT department of those who embed or fetch."""
        return f"{self.base}/{language}/about/it/"

    def api(self, language: str) -> str:
        """Return the page that says what programs can ask for."""
        return f"{self.base}/{language}/api/"

    @property
    def icon(self) -> str:
        """The icon of the service."""
        return f"{self.base}/icon.svg"

    def schema(self, name: str) -> str:
        """Return the JSON Schema of a kind of document, such as ``article``."""
        return f"{self.base}/schema/{name}.json"

    def xml_schema(self, name: str) -> str:
        """Return the XML Schema of a kind of document, such as ``articles``."""
        return f"{self.base}/schema/{name}.xsd"

    def scheme(self, scheme: str) -> str:
        """Return the address that identifies a vocabulary scheme."""
        return f"{self.vocabulary_base}/vocabulary/{scheme}/"

    def _below(self, language: str, selection: Selection, name: str, query: str) -> str:
        folder = f"{selection.path}/" if selection.path else ""
        return f"{self.base}/{language}/{folder}{name}{f'?{query}' if query else ''}"


def default_authority(base_url: str, created: datetime) -> str:
    """Return the authority of tag URIs (RFC 4151) where none was set: the host of BASE_URL and a store's first year."""
    host = urlsplit(base_url).hostname or "localhost"
    return f"{host.replace(':', '-')},{created.year}"
