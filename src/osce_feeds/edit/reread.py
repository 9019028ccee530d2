"""What of a reading made by newer rules reaches an article. Pure."""

from collections.abc import Iterable
from typing import Any

from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.article import once

_GROUPS = (
    ("language",),
    ("headline",),
    ("date",),
    ("byline",),
    ("dateline", "summary", "summary_cut"),
    ("content",),
    ("genre",),
    ("link",),
    ("enclosures",),
    ("collections",),
    ("rights",),
)
"""Fields that are read together change together: a dateline is cut off a summary."""
_TERMS = ("offices", "topics")


def differences(article: Article, before: Reading, after: Reading, others: Iterable[Reading] = ()) -> dict[str, Any]:
    """Return the fields of *article* to replace, and by what.

    *before* and *after* are one entry, read by older and by newer rules; *others* are
    what other sources say. A field changes where the article has what was read
    *before* and no person has decided; terms change one by one, since articles unite
    those of all sources.
    """
    others = tuple(others)
    found: dict[str, Any] = {}
    for names in _GROUPS:
        old, new = ([getattr(reading, name) for name in names] for reading in (before, after))
        decided = any(article.is_corrected(name) for name in names)
        if old != new and old == [getattr(article, name) for name in names] and not decided:
            found |= dict(zip(names, new, strict=True))
    for name in _TERMS:
        if not article.is_corrected(name):
            said = {term for other in others for term in getattr(other, name)}
            terms = _replaced(getattr(article, name), getattr(before, name), getattr(after, name), said)
            found |= {} if terms == getattr(article, name) else {name: terms}
    provenance = _provenance(article, before, after, found)
    return found if provenance == article.provenance else {**found, "provenance": provenance}


def _replaced(
    have: tuple[Term, ...], old: tuple[Term, ...], new: tuple[Term, ...], said: set[Term]
) -> tuple[Term, ...]:
    """Return *have* with what *new* has in the place of what only *old* had; what others *said* stays."""
    gone = {term for term in old if term not in new}
    if have == old and not gone & said:
        return new
    added = [term for term in new if term not in old]
    place = next((number for number, term in enumerate(have) if term in gone), len(have))
    united = (*have[:place], *added, *have[place:])
    return once(term for term in united if term not in gone - said)


def _provenance(article: Article, before: Reading, after: Reading, found: dict[str, Any]) -> dict[str, str]:
    """Return how each field came about now: as *after* has it, where the article had it from *before*."""
    provenance = dict(article.provenance)
    for name in (*(name for names in _GROUPS for name in names), *_TERMS):
        now = getattr(after, name)
        same_origin = article.provenance.get(name) == before.provenance.get(name)
        if name in found or (same_origin and now == getattr(article, name)):
            provenance.pop(name, None)
            if how := after.provenance.get(name):
                provenance[name] = how
    return provenance
