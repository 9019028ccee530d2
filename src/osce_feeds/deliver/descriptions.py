"""Selections in words: "Border management or Policing, without Elections - Central Asia".

Names stand beside words and never inside a sentence, since no language lets a name
stand in any sentence as it is.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from osce_feeds.deliver.selections import Terms
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.selection import CONTENT
from osce_feeds.model.selection import NOT
from osce_feeds.model.selection import SINCE
from osce_feeds.model.selection import UNTIL
from osce_feeds.model.selection import WORDS
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import REGION


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of a description and the language that it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a selection: the word before its name, if any, the name, and the selection without it."""

    word: str
    name: Phrase
    without: Selection


def describe(selection: Selection, terms: Terms, localiser: Localiser) -> tuple[Phrase, ...]:
    """Return *selection* in words, in pieces that make one text when they are joined; nothing for everything.

    Terms, then those excluded, then days, language and words in quotes, all between commas; regions
    last, after a dash. *terms* are those that the selection names.
    """
    without = localiser.gettext("without")
    parts = [
        _either(_names(scheme, codes, terms, localiser), localiser)
        for scheme, codes in selection.included
        if scheme != REGION
    ]
    excluded = [name for scheme, codes in selection.excluded for name in _names(scheme, codes, terms, localiser)]
    if excluded:
        parts.append([_word(f"{without} ", localiser), *_either(excluded, localiser)])
    parts += [
        [_word(f"{one.word} ", localiser), one.name] if one.word else [one.name]
        for one in _values(selection, localiser)
    ]
    words = _joined(parts, _word(localiser.comma, localiser))
    regions = _either(_names(REGION, selection.regions, terms, localiser), localiser)
    return tuple(_joined([part for part in (words, regions) if part], _word(" - ", localiser)))


def text_of(description: Iterable[Phrase]) -> str:
    """Return a description as one text."""
    return "".join(phrase.text for phrase in description)


def filters(selection: Selection, terms: Terms, localiser: Localiser) -> tuple[Filter, ...]:
    """Return the filters that are on, included terms first, each with the way to take it off."""
    found: list[Filter] = []
    excluded = (NOT, localiser.gettext("without"), selection.excluded)
    for prefix, word, groups in (("", "", selection.included), excluded):
        for scheme, codes in groups:
            found += (
                Filter(word, _name(scheme, code, terms, localiser), selection.without(f"{prefix}{scheme}", code))
                for code in codes
            )
    return (*found, *_values(selection, localiser))


def _values(selection: Selection, localiser: Localiser) -> Iterator[Filter]:
    """Yield the filters that are no terms."""
    days = (
        (SINCE, localiser.gettext("since"), selection.since),
        (UNTIL, localiser.gettext("until"), selection.until),
    )
    for name, word, day in days:
        if day:
            yield Filter(word, _word(localiser.date(day), localiser), selection.without(name, day.isoformat()))
    if selection.content:
        name = localiser.language_name(selection.content)
        without = selection.without(CONTENT, selection.content)
        yield Filter(localiser.gettext("language of the text:"), _word(name, localiser), without)
    for phrase in map(str, selection.phrases):
        quoted = phrase if phrase.startswith('"') else f'"{phrase}"'
        yield Filter("", _word(quoted, localiser), selection.without(WORDS, phrase))


def _names(scheme: str, codes: Sequence[str], terms: Terms, localiser: Localiser) -> list[Phrase]:
    return [_name(scheme, code, terms, localiser) for code in codes]


def _name(scheme: str, code: str, terms: Terms, localiser: Localiser) -> Phrase:
    term = terms[scheme, code]
    return Phrase(localiser.name(term), localiser.name_language(term))


def _either(names: Sequence[Phrase], localiser: Localiser) -> list[Phrase]:
    word = localiser.gettext("or")
    return _joined([[name] for name in names], _word(f" {word} ", localiser))


def _joined(parts: Iterable[Sequence[Phrase]], separator: Phrase) -> list[Phrase]:
    found: list[Phrase] = []
    for part in parts:
        found += [separator, *part] if found else part
    return found


def _word(text: str, localiser: Localiser) -> Phrase:
    return Phrase(text, localiser.language.tag)
