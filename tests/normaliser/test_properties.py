"""What holds for any text at all."""

import re
import unicodedata
from dataclasses import astuple
from dataclasses import replace
from datetime import date
from typing import Any
from typing import Literal

from hypothesis import example
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from osce_feeds.i18n import packaged
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.normaliser.batch import entry_digest
from osce_feeds.normaliser.batch import make_batch
from osce_feeds.normaliser.dateline import split_dateline
from osce_feeds.normaliser.dates import YEARS
from osce_feeds.normaliser.dates import read_day
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.normaliser.merge import changes
from osce_feeds.normaliser.summary import tidy_summary
from osce_feeds.text import clean
from osce_feeds.text import fold
from osce_feeds.text import fold_label
from osce_feeds.text import legal
from osce_feeds.text import shorten
from osce_feeds.text import slug
from osce_feeds.text import words

XML_CHARACTERS = re.compile("[\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""Char of XML 1.0, section 2.2."""

PIECES = (
    *"\t\n\r\v\f\x00\x1b\x85\u2028 ,:;.-–(){}/|…“”'´aeКС7ßıﬁΐ",
    *("\u0301", "\u0323", "\u200b", "\u200e", "\u202e", "\u00a0", "\ufeff", "\ufdd0", "\ufffe", "\ud800", "\U0001ffff"),
    *(
        "...",
        "[...]",
        "....",
        "Summary: ",
        "July 3, ",
        "3.5.2020",
        "2020-05-03",
        ";",
        "Summary ",
        "Summary\n",
        "Youth",
        "OSCE Mission to Skopje",
        " (closed)",
        ", ",
        " and ",
    ),
    *("OSLO", "Voss", " / ", "On ", "30 June", "3 May 2020", "29 February", " - ", " godine", " (OSCE)"),
)
texts = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=3), max_size=12).map("".join)
entries = st.builds(
    RawEntry,
    document=st.just("listing.txt"),
    headline=texts,
    date=st.just("4 July 2025") | texts,
    genre=texts,
    offices=texts,
    topics=texts,
    collections=texts,
    summary=texts,
    language=st.sampled_from(["", "uk"]),
    lines=st.dictionaries(st.sampled_from(["date", "summary", "topics"]), st.integers(1, 9)),
)
FORMS: tuple[Literal["NFC", "NFD"], ...] = ("NFC", "NFD")
VOCABULARY = packaged.vocabulary()
"""No fixture: as an argument, it would be printed whole with every example that fails."""
any_text = settings(deadline=None)


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, (tuple, list)):
        return [text for part in value for text in strings(part)]
    if isinstance(value, dict):
        return strings(list(value.items()))
    return []


@any_text
@given(entry=entries)
def test_any_entry_becomes_a_reading_or_problems_of_legal_characters(entry: RawEntry) -> None:
    found = normalise(entry, VOCABULARY, Evidence())
    assert found.reading or found.problems
    spoken = strings([astuple(problem) for problem in found.problems])
    if found.reading:
        spoken += strings(astuple(found.reading))
        assert clean(found.reading.headline) == found.reading.headline
        assert clean(found.reading.summary) == found.reading.summary
    assert [text for text in spoken if not XML_CHARACTERS.fullmatch(text)] == []


@any_text
@example(entry=RawEntry(document="listing.txt", headline="Voss", date="4 July 2025", genre="\u00a0", topics="(closed)"))
@given(entry=entries)
def test_terms_of_any_entry_have_a_code_and_a_name(entry: RawEntry) -> None:
    reading = normalise(entry, VOCABULARY, Evidence()).reading
    terms = [*reading.offices, *reading.topics, *([reading.genre] if reading.genre else [])] if reading else []
    assert all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", term.code) and term.label for term in terms)


@any_text
@given(found=st.lists(entries, max_size=3))
def test_any_entries_become_a_batch_in_their_order(found: list[RawEntry]) -> None:
    batch = make_batch([replace(entry, line=line) for line, entry in enumerate(found)], VOCABULARY, Evidence())
    lines = [item.entry.line or 0 for item in batch.items]
    assert sorted(lines) == lines
    keys = [item.identities for item in batch.items]
    assert len(keys) == len(set(keys))


@any_text
@given(text=texts)
@example(text="e\u200e\u0301")
def test_clean_text_is_clean(text: str) -> None:
    tidy = clean(text)
    assert tidy == clean(tidy)
    assert unicodedata.is_normalized("NFC", tidy)


@any_text
@given(text=texts)
def test_legal_keeps_every_legal_character_and_only_those(text: str) -> None:
    """Beside what ends a line, and what XML allows but nobody means: C1 controls and non-characters."""
    kept = legal(text)
    assert XML_CHARACTERS.fullmatch(kept)
    assert kept == legal(kept)
    changed = re.compile("[\r\v\f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef]")
    sane = "".join(
        character
        for character in text
        if XML_CHARACTERS.fullmatch(character) and not changed.match(character) and ord(character) & 0xFFFE != 0xFFFE
    )
    assert sane.replace("\n", "") == kept.replace("\n", "")


@any_text
@given(text=texts, limit=st.integers(1, 90))
def test_slug_is_words_and_hyphens_within_its_limit(text: str, limit: int) -> None:
    made = slug(text, limit)
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", made)
    assert len(made) <= limit
    assert made == slug(made, limit)
    assert slug(text, 10_000).startswith(made)


@any_text
@given(text=texts)
def test_folding_does_not_depend_on_the_unicode_form(text: str) -> None:
    for form in FORMS:
        other = unicodedata.normalize(form, text)
        assert (fold(text), fold_label(text), words(text)) == (fold(other), fold_label(other), words(other))
        assert slug(text) == slug(other)


@any_text
@given(text=texts, limit=st.integers(1, 40))
def test_shortened_text_fits_and_begins_alike(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…"))


@any_text
@given(entry=entries, form=st.sampled_from(FORMS))
def test_digest_is_the_same_however_a_document_was_saved(entry: RawEntry, form: Literal["NFC", "NFD"]) -> None:
    names = ("headline", "date", "genre", "offices", "topics", "collections", "summary")
    saved: dict[str, Any] = {
        name: " \t" + unicodedata.normalize(form, getattr(entry, name)).replace("\n", "\r\n").replace(" ", " \n ")
        for name in names
    }
    lines = dict(reversed(list(entry.lines.items())))
    other = replace(entry, **saved, line=7, lines=lines, document="other.txt")
    assert entry_digest(entry, Evidence()) == entry_digest(other, Evidence())


published = st.dates(date(1000, 1, 1), date(2999, 12, 31))


@any_text
@given(text=texts.map(clean), day=published)
@example(text="OSLO, 3 May 2020 - Voss", day=date(2020, 5, 3))
def test_splitting_a_dateline_loses_no_text(text: str, day: date) -> None:
    dateline, rest = split_dateline(text, day)
    if dateline is None:
        assert text == rest
        return
    assert text.startswith(dateline.text)
    assert text.endswith(rest)
    between = text[len(dateline.text) : len(text) - len(rest)]
    assert re.fullmatch(r"[-‐‑‒–—―−.,:;|\s]+", between)
    assert rest
    assert dateline.places
    assert all(place and place == place.strip() for place in dateline.places)
    assert all(part in dateline.text for place in dateline.places for part in re.split(", ", place))


LATIN, OTHERS = "aceopxyh", "асеорхуһ"
"""Letters, and those of the Cyrillic script that look the same."""
VARIANTS = {" ": (" ", "  ", "\t", "\n", "\r\n", "\u2028"), "'": "'’‘´", '"': '"“”„«', "-": "-–—‑"}
"""What else may stand for a character when a text is written or saved once more."""
phrases = st.lists(
    st.sampled_from(["Voss", "Čačak", "é", "Дзвін", "peace", " ", "'", '"', "-", ":", "2025"]), min_size=1, max_size=12
).map("".join)


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, str]:
    """Return a text, and the same as others write or save it."""
    text = draw(phrases)
    other = "".join(draw(st.sampled_from(VARIANTS.get(letter, (letter,)))) for letter in text)
    other = unicodedata.normalize(draw(st.sampled_from(FORMS)), other)
    return text, draw(st.sampled_from(["", " ", "\u200b", "\ufeff"])) + other + draw(st.sampled_from(["", "\n"]))


def keys_of(headline: str, summary: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    entry = RawEntry(document="d", headline=headline, date="4 July 2025", summary=summary)
    reading = normalise(entry, VOCABULARY, Evidence()).reading
    return None if reading is None else (identities(reading), resemblances(reading))


@any_text
@given(headline=rewritten(), summary=rewritten())
def test_identity_is_the_same_however_a_text_was_written_and_saved(
    headline: tuple[str, str], summary: tuple[str, str]
) -> None:
    """The summaries are long enough to be keys, too."""
    one, other = (keys_of(headline[index], f"{'Long ' * 20}{summary[index]}") for index in (0, 1))
    assert one == other


@any_text
@given(headline=phrases, data=st.data())
def test_look_alike_letters_are_the_same_in_keys_and_stay_as_they_are_in_texts(
    headline: str, data: st.DataObject
) -> None:
    pairs = {letter: (letter, other) for letter, other in zip(LATIN, OTHERS, strict=True)}
    mixed = "".join(data.draw(st.sampled_from(pairs.get(letter, (letter,)))) for letter in headline)
    assert keys_of(headline, "") == keys_of(mixed, "")
    reading = normalise(RawEntry(document="d", headline=mixed, date="4 July 2025"), VOCABULARY, Evidence()).reading
    assert reading is None or reading.headline == clean(mixed)


@any_text
@given(text=texts.map(clean), day=published)
@example(text="OSLO, 3 May 2020-Voss", day=date(2020, 5, 3))
@example(text="OSLO, 3 May 2020The", day=date(2020, 5, 3))
def test_a_dateline_never_ends_inside_a_word(text: str, day: date) -> None:
    dateline, rest = split_dateline(text, day)
    if dateline:
        assert not re.search(r"\w\w", text[len(dateline.text) - 1 : len(dateline.text) + 1])
        assert not re.search(r"\w\w", text[len(text) - len(rest) - 1 : len(text) - len(rest) + 1])


@any_text
@given(text=texts)
@example(text="2025-07-04T22:30:00Z")
@example(text="4 July 2025")
def test_any_text_is_a_day_of_the_newsroom_or_none(text: str) -> None:
    day = read_day(clean(text), "Europe/Vienna", "uk")
    assert day is None or day.year in YEARS


@any_text
@given(text=texts, headline=texts)
def test_tidying_a_summary_loses_no_text_but_the_heading_and_the_mark(text: str, headline: str) -> None:
    tidy, cut = tidy_summary(text, headline)
    assert clean(tidy) == tidy
    assert clean(text).rstrip(".…[]() \u00a0").endswith(tidy.rstrip(".…[]() \u00a0"))
    assert cut or clean(text).endswith(tidy)


@any_text
@given(value=texts.map(clean))
def test_splitting_labels_loses_none(value: str) -> None:
    def letters(text: str) -> str:
        return re.sub(r"[\s,]", "", text)

    labels = VOCABULARY.split(OFFICE, value)
    assert letters(value) == letters("".join(labels))
    assert all(label.strip() for label in labels)


OFFICES = [Term(OFFICE, name.lower(), name) for name in ("Voss", "Oslo", "Bodo")]
sayings = st.sampled_from(["", "It", "It is", "It is open.", "It was"])
some_terms = st.lists(st.sampled_from(OFFICES), max_size=3, unique=True).map(tuple)
readings = st.builds(
    replace,
    st.just(Reading(language="en", headline="Voss", date=date(2025, 7, 4))),
    headline=st.sampled_from(["Voss", "Oslo"]),
    link=sayings,
    summary=sayings,
    summary_cut=st.booleans(),
    genre=st.sampled_from([None, Term("type", "news", "News"), Term("type", "report", "Report")]),
    offices=some_terms,
    provenance=st.sampled_from([{}, {"offices": "inferred: by the weather"}]),
)


def apply(current: Reading, before: Reading | None, after: Reading) -> Reading:
    return replace(current, **changes(current, before, after))


@any_text
@given(current=readings, before=st.none() | readings, after=readings)
def test_a_reading_that_was_applied_changes_nothing_more(
    current: Reading, before: Reading | None, after: Reading
) -> None:
    applied = apply(current, before, after)
    assert changes(applied, after, after) == {}
    assert before is not None or changes(applied, None, after) == {}


@any_text
@given(current=readings, after=readings)
def test_another_source_never_removes_what_was_read(current: Reading, after: Reading) -> None:
    applied = apply(current, None, after)
    assert (current.headline, current.link or after.link) == (applied.headline, applied.link)
    assert current.summary == applied.summary[: len(current.summary)]
    assert "offices" in current.provenance or set(current.offices) <= set(applied.offices)
    assert (current.genre or after.genre) == applied.genre
