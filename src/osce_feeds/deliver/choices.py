"""What a form that makes a selection offers: every filter that can be chosen, with what it would find."""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass

from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.selections import Terms
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Term
from osce_feeds.model.selection import CONTENT
from osce_feeds.model.selection import WORDS
from osce_feeds.model.selection import Pair
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.vocabulary import TOPIC
from osce_feeds.model.vocabulary import TYPE
from osce_feeds.store import Reader

OFFERED = (OFFICE, TOPIC, TYPE, REGION)
"""The schemes of which a form offers terms, in its order."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A term that can be chosen; ``count`` articles have it that meet all other filters, None where that is unknown."""

    term: Term
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that texts are in, by its tag, and what it is called."""

    tag: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The contents of the form.

    ``terms`` are all that there are of each scheme, by scheme, chosen ones first, then by
    name; ``languages`` those of texts, by name. ``kept`` are the filters that the form does
    not offer: they go on as they are.
    """

    terms: Mapping[str, tuple[Choice, ...]]
    languages: tuple[Spoken, ...]
    words: str
    kept: tuple[Pair, ...]


def choices(newsroom: Newsroom, reader: Reader, language: Language, selection: Selection, known: Terms) -> Choices:
    """Return what a form in *language* offers to whoever has chosen *selection*, whose terms are *known*.

    Terms that no article has are offered, too: somebody may wait for the first one. Minted
    terms are there where a person accepted them, or where they are chosen already.
    """
    t = newsroom.localiser(language)
    return Choices(
        terms={
            scheme: tuple(
                sorted(
                    _terms(newsroom, reader, language, selection, known, scheme),
                    key=lambda choice: (not choice.chosen, t.name(choice.term).casefold()),
                )
            )
            for scheme in OFFERED
        },
        languages=_languages(reader, t, selection.content),
        words=selection.words,
        kept=tuple(pair for pair in selection.pairs if pair[0] not in {*OFFERED, CONTENT, WORDS}),
    )


def _terms(
    newsroom: Newsroom, reader: Reader, language: Language, selection: Selection, known: Terms, scheme: str
) -> Iterator[Choice]:
    within, chosen = selection.any_of(scheme), selection.codes(scheme)
    concepts = newsroom.vocabulary.concepts.get(scheme, {})
    offered = {code: concept.term for code, concept in concepts.items()}
    counts: dict[str, int | None]
    if scheme == REGION:
        counts = dict(reader.regions(within, language.tag))
    else:
        uses = reader.terms(scheme, within, language.tag)
        counts = {use.term.code: use.count for use in uses}
        offered |= {use.term.code: use.term for use in uses if use.accepted and use.term.code not in concepts}
    offered |= {code: known[scheme, code] for code in chosen}
    for code, term in offered.items():
        yield Choice(term, counts.get(code, 0), code in chosen)


def _languages(reader: Reader, t: Localiser, chosen: str) -> tuple[Spoken, ...]:
    tags = {*reader.languages(), chosen} - {""}
    found = (Spoken(tag, t.language_name(tag), tag == chosen) for tag in tags)
    return tuple(sorted(found, key=lambda spoken: spoken.name.casefold()))
