"""What the words of an address mean: terms, languages, and the one address of a selection."""

from collections.abc import Iterator
from collections.abc import Mapping

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.errors import BadParameter
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.i18n.languages import ENGLISH
from osce_feeds.i18n.languages import language_name
from osce_feeds.model.article import Term
from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.selection import CONTENT
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.model.selection import scheme_of
from osce_feeds.model.vocabulary import REGION
from osce_feeds.store import Reader
from osce_feeds.store import Store
from osce_feeds.store.terms import extended
from osce_feeds.text import fold_label

Terms = Mapping[tuple[str, str], Term]
"""Terms by scheme and code."""

_LONGEST = 200
"""Characters beyond which no text is looked at as the name of a term."""


def known_terms(newsroom: Newsroom, reader: Reader, selection: Selection) -> Terms:
    """Return the terms that *selection* names, from the vocabulary or, minted ones, from the store.

    Raises:
        UnknownTerm: for the first one that neither knows.
        BadParameter: where the language of the text is none.
        SelectionMoved: where something has another code: a term that was merged, named
            otherwise or written in another case.
    """
    terms: dict[tuple[str, str], Term] = {}
    pairs: list[Pair] = []
    for name, value in selection.pairs:
        scheme = scheme_of(name)
        if scheme is None:
            pairs.append((name, _language(value) if name == CONTENT else value))
            continue
        term = _term(newsroom, reader, scheme, value)
        if term is None:
            nearest = extended(reader, newsroom.vocabulary).nearest(scheme, value[:_LONGEST])
            raise UnknownTerm(scheme, value, nearest, name)
        pairs.append((name, term.code))
        terms[scheme, term.code] = term
    canonical = parse(pairs)
    if canonical != selection:
        raise SelectionMoved(canonical.pairs, canonical.address)
    return terms


def canonical(newsroom: Newsroom, store: Store, selection: Selection) -> Selection:
    """Return the selection that *selection* means, under the codes that its terms have.

    Raises:
        UnknownTerm: for a term that does not exist.
        BadParameter: where the language of the text is none.
    """
    with store.read() as reader:
        try:
            known_terms(newsroom, reader, selection)
        except SelectionMoved as moved:
            return parse(moved.pairs)
    return selection


def merged(newsroom: Newsroom, reader: Reader, scheme: str, code: str) -> str | None:
    """Return the code of the term that a minted one was merged into, or None; what the vocabulary has stays."""
    return None if newsroom.vocabulary.get(scheme, code) else reader.merged(scheme, code)


def _term(newsroom: Newsroom, reader: Reader, scheme: str, text: str) -> Term | None:
    """Return the term that *text* means: the one with this code, else the one that is called so."""
    if len(text) > _LONGEST:
        return None
    if concept := newsroom.vocabulary.get(scheme, text):
        return concept.term
    return next((term for term in _candidates(newsroom, reader, scheme, text) if term), None)


def _candidates(newsroom: Newsroom, reader: Reader, scheme: str, text: str) -> Iterator[Term | None]:
    """Yield what *text* may mean, most likely first: codes before names, ours before those of sources."""
    vocabulary, lower = newsroom.vocabulary, text.lower()
    yield _stored(newsroom, reader, scheme, text)
    for concept in (vocabulary.get(scheme, lower), vocabulary.find(scheme, text)):
        yield concept.term if concept else None
    folded = fold_label(text)
    for concept in vocabulary.concepts.get(scheme, {}).values():
        names = (newsroom.localiser(language).name(concept.term) for language in newsroom.languages)
        yield concept.term if folded in map(fold_label, names) else None
    yield _stored(newsroom, reader, scheme, lower)
    yield _stored(newsroom, reader, scheme, vocabulary.mint(scheme, text).code)


def _stored(newsroom: Newsroom, reader: Reader, scheme: str, code: str) -> Term | None:
    """Return the term that an article has or had under *code*, or the one that it was merged into."""
    if scheme == REGION:
        return None
    code = merged(newsroom, reader, scheme, code) or code
    concept = newsroom.vocabulary.get(scheme, code)
    return concept.term if concept else reader.term(scheme, code)


def _language(tag: str) -> str:
    """Return the tag under which articles in a language are kept."""
    tidy = tidy_tag(tag)
    if not language_name(tidy, ENGLISH):
        raise BadParameter(CONTENT, f"there is no language {tag!r}")
    return tidy
