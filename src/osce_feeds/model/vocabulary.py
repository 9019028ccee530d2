"""Offices, topics, types and regions: how they are recognised, and what they are called.

Facts come from ``src/osce_feeds/vocabulary/*.toml``; here they are only looked
up. Names in other languages are the business of the catalogs.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

import msgspec

from osce_feeds.model.article import Term
from osce_feeds.model.names import Names
from osce_feeds.model.names import find_names
from osce_feeds.text import fold
from osce_feeds.text import fold_label
from osce_feeds.text import slug

OFFICE, TOPIC, TYPE, REGION = "office", "topic", "type", "region"
SCHEMES = (OFFICE, TOPIC, TYPE, REGION)

_SEPARATOR = ", "
_OTHER_SEPARATORS = re.compile("[,;|]")
_MINTED = 60
"""Characters that a minted code takes from its label."""
_OURS = frozenset({"LATIN", "DIGIT"})


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name of the past, with the years of its use where they are known."""

    name: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """The IPTC Media Topic nearest to a topic; ``match`` as in SKOS: exact, close, broader, partial."""

    code: str
    match: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One entry of a scheme (NewsML-G2 ``concept``).

    ``name`` is English and current. ``aliases``, ``former`` and ``labels`` (by
    language) are what sources print for it. ``site`` are the parts of the newsroom's
    own addresses that mean it: ids of terms, paths, sub-domains. ``closed`` offices
    keep their feeds; ``retired`` is the day, where it is known. ``wikidata`` is the item
    (Q...) that means the very same.
    """

    scheme: str
    code: str
    name: str
    kind: str = ""
    closed: bool = False
    retired: date | None = None
    city: str = ""
    timezone: str = ""
    region: str = ""
    parent: str = ""
    aliases: tuple[str, ...] = ()
    former: tuple[FormerName, ...] = ()
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site: tuple[str, ...] = ()
    mediatopic: MediaTopic | None = None
    wikidata: str = ""

    @property
    def term(self) -> Term:
        """The concept as it stands in a record."""
        return Term(self.scheme, self.code, self.name)

    def spellings(self) -> Iterator[str]:
        """Yield everything a source may print for this concept."""
        yield self.name
        yield from self.aliases
        yield from (old.name for old in self.former)
        for labels in self.labels.values():
            yield from labels


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All concepts by scheme and code, in the order of the files; make one with ``vocabulary_files.build``."""

    concepts: Mapping[str, Mapping[str, Concept]]
    edition: str
    _codes: Mapping[tuple[str, str], str]
    _look_alikes: Mapping[tuple[str, str], str]
    _sites: Mapping[tuple[str, str], str]
    _names: Mapping[str, Names]
    _suffixes: Mapping[str, frozenset[str]]
    _longest: int
    _decided: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Minted codes about which a person decided, and the codes of their concepts."""

    def get(self, scheme: str, code: str) -> Concept | None:
        """Return the concept with exactly this code, or None."""
        return self.concepts.get(scheme, {}).get(code)

    def find(self, scheme: str, label: str) -> Concept | None:
        """Return the concept that a source means by *label*, or None.

        Case, dashes, quotes and status suffixes such as "(closed)" do not matter;
        look-alike letters of another script do.
        """
        code = self._codes.get((scheme, fold_label(self.bare(scheme, label))))
        if code is None and self._decided:
            code = self._decided.get((scheme, self.mint(scheme, label).code))
        return None if code is None else self.concepts[scheme][code]

    def look_alike(self, scheme: str, label: str) -> Concept | None:
        """Return the concept that *label*, which means none, looks like to the eye: letters of another script in it."""
        code = self._look_alikes.get((scheme, fold(self.bare(scheme, label))))
        return None if code is None or self.find(scheme, label) else self.concepts[scheme][code]

    def at_site(self, scheme: str, part: str) -> Concept | None:
        """Return the concept that the newsroom's site means by *part* of an address, or None."""
        code = self._sites.get((scheme, part))
        return None if code is None else self.concepts[scheme][code]

    def named_in(self, scheme: str, text: str) -> tuple[Concept, ...]:
        """Return the concepts whose full names, or distinctive other names, stand in *text*, in its order."""
        return tuple(self.concepts[scheme][code] for code in find_names(text, self._names.get(scheme, {})))

    def bare(self, scheme: str, label: str) -> str:
        """Return *label* without a status suffix that the scheme knows."""
        head, bracket, tail = label.rpartition("(")
        if head.strip() and fold_label(bracket + tail) in self._suffixes.get(scheme, frozenset()):
            return head.strip()
        return label.strip()

    def split(self, scheme: str, value: str) -> list[str]:
        """Return the labels in a line of several, in order.

        Known labels first, the longest that fits; what is left is cut at ", ",
        never at " and ", which many names contain. Other separators count only
        between known labels.
        """
        pieces = [piece for piece in value.replace("\u00a0", " ").split(_SEPARATOR) if piece.strip()]
        labels: list[str] = []
        start = 0
        while start < len(pieces):
            ends = range(min(start + self._longest, len(pieces)), start + 1, -1)
            joined = (_SEPARATOR.join(pieces[start:end]) for end in ends)
            label = next((label for label in joined if self.find(scheme, label)), pieces[start])
            labels += self._parts(scheme, label.strip())
            start += label.count(_SEPARATOR) + 1
        return labels

    def _parts(self, scheme: str, label: str) -> list[str]:
        if self.find(scheme, label):
            return [label]
        parts = [part.strip() for part in _OTHER_SEPARATORS.split(label) if part.strip()]
        return parts if parts and all(self.find(scheme, part) for part in parts) else [label]

    def mint(self, scheme: str, label: str) -> Term:
        """Return a term for a label that nothing knows; the same label gives the same code anywhere.

        A code that does not say all of the label, or is another term's, ends in the
        start of a hash; one of a label in another script is a hash altogether.
        """
        label = self.bare(scheme, label)
        folded = unicodedata.normalize("NFKD", fold_label(label))
        foreign = {unicodedata.name(letter, "").partition(" ")[0] for letter in folded if letter.isalnum()} - _OURS
        code = "" if foreign else slug(label, limit=_MINTED)
        whole = code == slug(label, limit=len(folded)) and all(map(str.isascii, filter(str.isalnum, folded)))
        if not (code and whole) or (self.get(scheme, code) and (scheme, code) not in self._decided):
            mark = hashlib.sha256(fold_label(label).encode()).hexdigest()[:8]
            code = f"{code or scheme}-{mark}"
        return Term(scheme, code, label)

    def extended(self, accepted: Iterable[Term], merged: Iterable[tuple[Term, str]]) -> "Vocabulary":
        """Return this vocabulary with what a person decided about minted terms.

        *accepted* ones are concepts. A *merged* one comes with the code of a concept of
        its scheme, and its label is an alias of that. Whatever is known here already
        stands, and a merger into nothing known is passed over.
        """
        concepts = {scheme: dict(known) for scheme, known in self.concepts.items()}
        codes, decided = dict(self._codes), dict(self._decided)
        additions: list[tuple[Term, str]] = []
        for term in accepted:
            if not (self.get(term.scheme, term.code) or self.find(term.scheme, term.label)):
                concept = Concept(scheme=term.scheme, code=term.code, name=term.label)
                concepts.setdefault(term.scheme, {})[term.code] = concept
                additions.append((term, term.code))
        additions += [(term, code) for term, code in merged if code in concepts.get(term.scheme, {})]
        for term, code in additions:
            codes.setdefault((term.scheme, fold_label(term.label)), code)
            decided[term.scheme, term.code] = code
        edition = hashlib.sha256(msgspec.json.encode([self.edition, *additions])).hexdigest()[:16]
        return replace(
            self,
            concepts=concepts,
            edition=edition if additions else self.edition,
            _codes=codes,
            _longest=longest_label(codes),
            _decided=decided,
        )

    def nearest(self, scheme: str, code: str, others: Iterable[str] = ()) -> tuple[str, ...]:
        """Return up to three codes of the scheme, or of *others*, that resemble *code*, best first."""
        by_name = {slug(concept.name): concept.code for concept in self.concepts.get(scheme, {}).values()}
        candidates = {**by_name, **{known: known for known in (*self.concepts.get(scheme, {}), *others)}}
        close = get_close_matches(slug(code), sorted(candidates), n=6, cutoff=0.5)
        return tuple(dict.fromkeys(candidates[name] for name in close))[:3]


def longest_label(codes: Iterable[tuple[str, str]]) -> int:
    """Return how many pieces the label with the most separators has."""
    return max((label.count(_SEPARATOR) + 1 for _, label in codes), default=1)
