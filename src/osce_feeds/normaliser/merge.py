"""What of a new reading reaches an article.

A source that says the same again changes nothing. One that changes its mind
changes just that. What a reading leaves out, infers, or says more briefly never
removes what was read before, so a listing, its filtered copy and the article's
page can alternate for ever.
"""

from dataclasses import replace
from typing import Any

from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.article import once
from osce_feeds.model.raw import RawEntry

_PLAIN = ("headline", "date", "byline", "dateline", "content", "genre", "link", "enclosures", "collections", "rights")
_TERMS = ("offices", "topics")
_FULLER = (
    "id",
    "headline",
    "byline",
    "date",
    "genre",
    "summary",
    "content",
    "collections",
    "language",
    "link",
    "enclosures",
    "rights",
    "note",
)
"""Fields of an entry of which the fuller value of two twins is taken."""


def changes(current: Reading, before: Reading | None, after: Reading) -> dict[str, Any]:
    """Return the fields of *current* to replace, and by what; empty when nothing changes.

    *before* and *after* are the readings of one source. Without *before*, the
    source speaks about this article for the first time: it only adds, and nothing
    where a person decided. Where a source confirms what was inferred, only
    ``provenance`` changes.
    """
    found: dict[str, Any] = {}
    for name in _PLAIN:
        new = getattr(after, name)
        if not new or new == getattr(current, name):
            continue
        is_open = not (getattr(current, name) or current.is_corrected(name))
        if is_open or (before is not None and new != getattr(before, name)):
            found[name] = new
    if _summary_changes(current, before, after):
        found |= {"summary": after.summary, "summary_cut": after.summary_cut}
    for name in _TERMS:
        found |= _term_changes(name, current, before, after)
    provenance = _provenance(current, after, found)
    return found if provenance == current.provenance else {**found, "provenance": provenance}


def join_twins(first: RawEntry, second: RawEntry) -> RawEntry:
    """Return one entry for two of the same article in one document: all their terms, and the fuller of other values.

    A whole record says all there is, and of two of them the later version does. Which
    of them stands first decides about nothing but the order of terms, so a document with
    its entries in another order says the same.
    """
    if first.record or second.record:
        return max(first, second, key=_version)
    joined: dict[str, Any] = {name: max(getattr(first, name), getattr(second, name), key=_fullness) for name in _FULLER}
    for name in _TERMS:
        parts = dict.fromkeys(part for part in (getattr(first, name), getattr(second, name)) if part)
        # One value a line, where a value of several would hide them.
        joined[name] = ("\n" if any("\n" in part for part in parts) else ", ").join(parts)
    return replace(first, **joined, lines={**second.lines, **first.lines})


def _version(entry: RawEntry) -> int:
    return entry.record.version if entry.record else 0


def _fullness(value: str | tuple[object, ...]) -> tuple[int, str]:
    if isinstance(value, str):
        value = " ".join(value.split())
    return len(value), str(value)


def _provenance(current: Reading, after: Reading, found: dict[str, object]) -> dict[str, str]:
    """Return what is still inferred: not what was replaced by something read, nor what a source now says itself."""
    kept = {
        name: how
        for name, how in current.provenance.items()
        if name not in found and not (current.is_inferred(name) and _confirms(after, name))
    }
    return kept | {name: how for name, how in after.provenance.items() if name in found}


def _confirms(after: Reading, name: str) -> bool:
    return bool(getattr(after, name)) and not after.is_inferred(name)


def _summary_changes(current: Reading, before: Reading | None, after: Reading) -> bool:
    if not after.summary or (after.summary, after.summary_cut) == (current.summary, current.summary_cut):
        return False
    if current.is_corrected("summary"):
        return before is not None and after.summary != before.summary
    if not current.summary:
        return True
    if current.summary.startswith(after.summary) and after.summary_cut:
        return False
    if after.summary.startswith(current.summary) and current.summary_cut:
        return True
    return before is not None and after.summary != before.summary


def _term_changes(name: str, current: Reading, before: Reading | None, after: Reading) -> dict[str, Any]:
    have: tuple[Term, ...] = getattr(current, name)
    new: tuple[Term, ...] = getattr(after, name)
    old: tuple[Term, ...] = getattr(before, name) if before else ()
    inferred = after.is_inferred(name)
    if not new or (inferred and have) or (before is None and current.is_corrected(name)):
        return {}
    if current.is_inferred(name) and not inferred:
        result = new
    else:
        # A term is its code; what sources print for it may differ.
        said, codes = {term.code for term in old}, {term.code for term in new}
        removed = said - codes if len(new) >= len(old) else set()
        added = [term for term in new if term.code not in said]
        result = once([*(term for term in have if term.code not in removed), *added])
    return {} if result == have else {name: result}
