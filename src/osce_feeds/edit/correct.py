"""Corrections: what an article should have said, whatever its source says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from typing import Any

from osce_feeds.edit.find import find
from osce_feeds.edit.keep import dated
from osce_feeds.edit.keep import keep
from osce_feeds.edit.keep import reason
from osce_feeds.errors import EditRefused
from osce_feeds.model.article import CORRECTED
from osce_feeds.model.article import Article
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.article import once
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.raw import Severity
from osce_feeds.model.revisions import next_version
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store import Writer
from osce_feeds.store.terms import extended
from osce_feeds.store.terms import term_states

_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
_HOW = f"{CORRECTED}by the operator"
_TEXTS = ("headline", "summary", "byline", "link", "rights", "content")
_NEEDED = ("headline", "date", "language")
"""Fields that no article is without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Fields as a person writes them; None leaves one as it is, and what is empty empties it.

    ``content`` is HTML; ``genre``, ``offices`` and ``topics`` are names or codes;
    ``date`` is a day in words or in numbers. A dateline may stand in ``summary``.
    """

    headline: str | None = None
    summary: str | None = None
    byline: str | None = None
    date: str | None = None
    genre: str | None = None
    offices: tuple[str, ...] | None = None
    topics: tuple[str, ...] | None = None
    link: str | None = None
    rights: str | None = None
    content: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Corrected:
    """The new version, and the names of the fields in which it differs."""

    article: Article
    fields: tuple[str, ...]


def correct(
    store: Store,
    named: str,
    correction: Correction,
    note: str,
    settings: Settings,
    vocabulary: Vocabulary,
    now: datetime,
) -> Corrected:
    """Make a version of an article that says what *correction* does, with *note*, and return it.

    Texts are cleaned as those of sources are. A source that repeats itself does not
    undo it; one that changes its mind about a field does.

    Raises:
        UnknownArticle: when it does not exist.
        EditRefused: when it is withdrawn, a value cannot be used, or nothing would change.
    """
    now, note = now.replace(microsecond=0), reason(note)
    with store.write(now) as writer:
        article = find(writer, named)
        if article.status is Status.CANCELED:
            message = f"{article.key} is withdrawn: `osce-feeds restore` it first"
            raise EditRefused(message)
        differences = dict(_differences(writer, article, correction, extended(writer, vocabulary)))
        if not differences:
            message = f"{article.key} says all of this already: nothing was changed"
            raise EditRefused(message)
        provenance = {**article.provenance, **dict.fromkeys(differences, _HOW)}
        moved = dated(writer, article, differences["date"], now, settings.zone) if "date" in differences else {}
        made = next_version(article, now, {**differences, **moved, "provenance": provenance, "note": note})
        keep(writer, article, made)
    return Corrected(made, tuple(differences))


def _differences(
    writer: Writer, article: Article, correction: Correction, words: Vocabulary
) -> Iterator[tuple[str, Any]]:
    """Yield the fields that change, and their new values."""
    read = _read(article, correction, words)
    found: dict[str, Any] = {name: getattr(read, name) for name in _given(correction, (*_TEXTS, "date", "language"))}
    if correction.summary is not None:
        # Not what ends without a full stop: a person leaves nothing out but knowingly.
        found["summary_cut"] = correction.summary.rstrip().endswith(("..", "…"))
        if read.dateline or not read.summary:
            found["dateline"] = read.dateline
    for name, scheme in (("offices", OFFICE), ("topics", TOPIC)):
        if (labels := getattr(correction, name)) is not None:
            found[name] = once(_term(writer, scheme, label, words) for label in labels if label.strip())
    if correction.genre is not None:
        found["genre"] = _term(writer, TYPE, correction.genre, words) if correction.genre.strip() else None
    if correction.language is not None:
        _check_language(writer, article, correction.language.strip())
    yield from ((name, value) for name, value in found.items() if value != getattr(article, name))


def _read(article: Article, correction: Correction, words: Vocabulary) -> Reading:
    """Return what the normaliser makes of the texts of *correction*."""
    for name in _given(correction, _NEEDED):
        if not getattr(correction, name).strip():
            message = f"no article is without a {name}: give one, or leave --{name} away"
            raise EditRefused(message)
    entry = RawEntry(
        document="the correction",
        headline=article.headline,
        date=article.date.isoformat(),
        language=article.language,
    )
    given = {name: getattr(correction, name) for name in _given(correction, (*_TEXTS, "date", "language"))}
    normalised = normalise(replace(entry, **given), words, Evidence())
    refusals = [problem.detail for problem in normalised.problems if problem.severity is Severity.ERROR]
    if normalised.reading is None:
        raise EditRefused(refusals[0])
    for name in _given(correction, ("link", "content")):
        if getattr(correction, name).strip() and not getattr(normalised.reading, name):
            why = next((problem.detail for problem in normalised.problems if problem.code.startswith(name)), "")
            message = why or f"this {name} cannot be published: {getattr(correction, name)[:60]!r}"
            raise EditRefused(message)
    return normalised.reading


def _given(correction: Correction, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if getattr(correction, name) is not None]


def _term(writer: Writer, scheme: str, label: str, words: Vocabulary) -> Term:
    """Return the term that a name or code means: one that is known, or one that articles have already."""
    concept = words.get(scheme, label) or words.find(scheme, label)
    term = concept.term if concept else writer.term(scheme, label)
    if term is None:
        others = [state.term.code for state in term_states(writer) if state.term.scheme == scheme]
        nearest = ", ".join(words.nearest(scheme, label, others))
        message = f"there is no {scheme} {label!r}{f'; nearest: {nearest}' if nearest else ''}"
        raise EditRefused(message)
    return term


def _check_language(writer: Writer, article: Article, language: str) -> None:
    if not _TAG.fullmatch(language):
        message = f"{language!r} is not a language tag such as en, uk or sr-Latn"
        raise EditRefused(message)
    for edition in writer.editions(article.work):
        if edition.key != article.key and edition.language == language:
            message = f"a work has one edition in a language, and {edition.key} is its edition in {language}"
            raise EditRefused(message)
