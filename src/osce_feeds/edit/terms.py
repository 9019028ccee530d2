"""Terms that sources brought and the vocabulary does not know: what a person says they are."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from osce_feeds.errors import EditRefused
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.article import once
from osce_feeds.model.revisions import next_version
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.terms import TermState
from osce_feeds.store.terms import accept_term
from osce_feeds.store.terms import articles_with
from osce_feeds.store.terms import extended
from osce_feeds.store.terms import merge_term
from osce_feeds.store.terms import term_states

_BATCH = 200
"""Articles in a transaction: others may write in between."""


def accept(store: Store, vocabulary: Vocabulary, scheme: str, code: str, now: datetime) -> Term:
    """Say that a minted term is a term of its own, and return it: it is reported no longer and enters directories.

    Accepting again changes nothing. No version is made, since no article says
    anything else than before.

    Raises:
        EditRefused: when there is no such term, the vocabulary knows it, or it was merged.
    """
    with store.write(now) as writer:
        state = _state(writer, vocabulary, scheme, code)
        if state.merged_into:
            message = f"{scheme} {code!r} was merged into {state.merged_into!r}: nothing was changed"
            raise EditRefused(message)
        if not state.accepted:
            accept_term(writer, scheme, code)
            for article in articles_with(writer, scheme, code, 1):
                writer.put(article, ())  # a change that everybody may see: directories name the term now
    return state.term


def merge(store: Store, vocabulary: Vocabulary, scheme: str, code: str, into: str, now: datetime) -> int:
    """Say that a minted term is another one, and return how many articles got a version that has the other.

    Its label means the other term from now on, and its code leads there. Merging
    again goes on where an interruption ended it.

    Raises:
        EditRefused: when one of them does not exist, the vocabulary knows the first or
            nobody accepted the second, they are the same, or it was merged elsewhere.
    """
    now = now.replace(microsecond=0)
    with store.write(now) as writer:
        state = _state(writer, vocabulary, scheme, code)
        target = _target(writer, vocabulary, scheme, code, into)
        if state.merged_into not in (None, target.code):
            message = f"{scheme} {code!r} was merged into {state.merged_into!r} before: nothing was changed"
            raise EditRefused(message)
        if state.merged_into is None:
            merge_term(writer, scheme, code, target.code)
    changed = 0
    while True:
        with store.write(now) as writer:
            articles = articles_with(writer, scheme, code, _BATCH)
            for article in articles:
                writer.put(_with(article, state.term, target, now), ())
        changed += len(articles)
        if len(articles) < _BATCH:
            return changed


def _state(reader: Reader, vocabulary: Vocabulary, scheme: str, code: str) -> TermState:
    if vocabulary.get(scheme, code):
        message = f"{scheme} {code!r} is a term of the vocabulary already"
        raise EditRefused(message)
    states = [state for state in term_states(reader) if state.term.scheme == scheme]
    found = next((state for state in states if state.term.code == code), None)
    if found is None:
        raise EditRefused(_unknown(scheme, code, vocabulary, [state.term.code for state in states]))
    return found


def _target(reader: Reader, vocabulary: Vocabulary, scheme: str, code: str, into: str) -> Term:
    words = extended(reader, vocabulary)
    ends = {(state.term.scheme, state.term.code): state.merged_into for state in term_states(reader)}
    end = ends.get((scheme, into)) or into
    concept = words.get(scheme, end)
    if concept and end != code:
        return concept.term
    if end == code:
        message = f"{scheme} {code!r} cannot be merged into itself"
    elif (scheme, into) in ends:
        message = f"nobody has accepted {scheme} {into!r} yet: `osce-feeds terms accept {scheme} {into}` does"
    else:
        message = _unknown(scheme, into, words, [])
    raise EditRefused(message)


def _unknown(scheme: str, code: str, words: Vocabulary, others: Iterable[str]) -> str:
    nearest = ", ".join(words.nearest(scheme, code, others))
    return f"there is no {scheme} {code!r}{f'; nearest: {nearest}' if nearest else ''}"


def _with(article: Article, term: Term, target: Term, now: datetime) -> Article:
    """Return the version of *article* that has *target* in the place of *term*; the reason of a withdrawal stays."""
    changed: dict[str, Any] = {"note": article.note if article.status is Status.CANCELED else ""}
    for name in ("offices", "topics"):
        changed[name] = once(target if _same(one, term) else one for one in getattr(article, name))
    if article.genre and _same(article.genre, term):
        changed["genre"] = target
    return next_version(article, now, changed)


def _same(one: Term, other: Term) -> bool:
    return (one.scheme, one.code) == (other.scheme, other.code)
