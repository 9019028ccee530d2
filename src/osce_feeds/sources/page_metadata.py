"""What a page says about its article to machines: JSON-LD (schema.org), Open Graph, and plain meta elements."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from osce_feeds.errors import DocumentRefused
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.raw import Problem
from osce_feeds.sources.json_text import decode_json
from osce_feeds.sources.pages import Page
from osce_feeds.sources.pages import line_of

_PREFIXES = ("https://schema.org/", "http://schema.org/", "schema:")
_GRAPH = "@graph"
_LEVELS = 4
"""Lists and graphs around an article in JSON-LD."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article, each empty where nothing says it.

    ``declared`` says whether the page calls itself an article. ``text`` is the full
    text without markup.
    """

    declared: bool
    headline: str
    date: str
    summary: str
    byline: str
    language: str
    address: str
    text: str
    problems: list[Problem] = field(default_factory=list)


def read_metadata(page: Page) -> Metadata:
    """Return what *page* says to machines: JSON-LD before Open Graph before other meta elements."""
    problems: list[Problem] = []
    things = list(_things(page, problems))
    article = next((thing for thing in things if _is_article(thing)), {})
    metas = page.metas
    language = article.get("inLanguage")
    summary = _text(article.get("description")) or metas.get("og:description", "") or metas.get("description", "")
    page_of = article.get("mainEntityOfPage")
    return Metadata(
        declared=bool(article) or metas.get("og:type", "").lower() == "article",
        headline=_text(article.get("headline")) or metas.get("og:title", "") or _text(article.get("name")),
        date=_text(article.get("datePublished")) or metas.get("article:published_time", ""),
        summary=summary,
        byline=_people(article.get("author")) or metas.get("author", ""),
        language=tidy_tag(_text(language, "alternateName") or _text(language, "name")),
        address=_text(article.get("url")) or _text(page_of, "@id"),
        text=_text(article.get("articleBody")),
        problems=problems,
    )


def declares_article(page: Page) -> bool:
    """Say whether *page* calls itself an article."""
    return read_metadata(page).declared


def _things(page: Page, problems: list[Problem]) -> Iterator[dict[str, object]]:
    """Yield the objects in the JSON-LD blocks of *page*; a block that cannot be read becomes one of *problems*."""
    for script in page.root.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            try:
                yield from _objects(decode_json(script.text or "", page.document), _LEVELS)
            except DocumentRefused as refused:
                detail = f"a block of JSON-LD was ignored: {refused.detail}"
                problems.append(Problem("page.broken_json_ld", detail, page.document, line_of(script)))


def _objects(value: object, levels: int) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        value = value.get(_GRAPH)
    if isinstance(value, list) and levels:
        for each in value:
            yield from _objects(each, levels - 1)


def _is_article(thing: dict[str, object]) -> bool:
    kinds = thing.get("@type")
    return any(_kind(kind).endswith("Article") for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _kind(value: object) -> str:
    text = value if isinstance(value, str) else ""
    for prefix in _PREFIXES:
        text = text.removeprefix(prefix)
    return text


def _text(value: object, key: str = "") -> str:
    """Return *value* if it is a string, or the string that it holds under *key*; else empty."""
    if isinstance(value, dict) and key:
        value = value.get(key)
    return value.strip() if isinstance(value, str) else ""


def _people(value: object) -> str:
    """Return the names of authors; an organisation is no byline."""
    people = value if isinstance(value, list) else [value]
    persons = [
        one for one in people if not (isinstance(one, dict) and _kind(one.get("@type")).endswith("Organization"))
    ]
    return ", ".join(filter(None, (_text(one, "name") for one in persons)))
