"""The catalogs: complete, current, well-formed, and honest about where names come from."""

import io
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from tests.builders import language
from tests.conftest import ROOT

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.vocabulary import Vocabulary
from translations import brought_up_to_date

LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
TAGS = [known.tag for known in LANGUAGES]
TRANSLATED = [tag for tag in TAGS if tag != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
MARKUP = re.compile(r"<[^>]*>|&\w+;")


def messages(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def catalog(tag: str) -> Catalog:
    return messages(LOCALES / tag / "LC_MESSAGES" / "messages.po", tag.replace("-", "_"))


def entries(found: Catalog) -> dict[tuple[str | None, str], Message]:
    """Return messages by context and (singular) English text; the header is none."""
    return {(m.context, m.id if isinstance(m.id, str) else m.id[0]): m for m in found if m.id}


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_every_language_has_a_catalog_and_no_other_is_there() -> None:
    assert sorted(TAGS) == sorted(path.name for path in LOCALES.iterdir() if path.is_dir())


def test_template_is_what_extraction_finds_today(tmp_path: Path) -> None:
    fresh = tmp_path / "messages.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "babel.cfg"]
    command += ["-k", "pgettext:1c,2", "--sort-by-file", "--add-location=file", "--omit-header", "--width=100"]
    subprocess.run([*command, "-o", str(fresh), "."], cwd=ROOT, check=True)

    assert TEMPLATE.read_text() == fresh.read_text(), "run `make catalogs`"


def test_template_holds_every_name_of_the_vocabulary(vocabulary: Vocabulary) -> None:
    names = {(scheme, c.name) for scheme, concepts in vocabulary.concepts.items() for c in concepts.values()}

    assert names == {key for key in entries(messages(TEMPLATE)) if key[0]}


@pytest.mark.parametrize("tag", TAGS)
def test_catalog_translates_exactly_the_template(tag: str) -> None:
    assert entries(messages(TEMPLATE)).keys() == entries(catalog(tag)).keys(), "run `make catalogs`"


@pytest.mark.parametrize("tag", TAGS)
def test_catalog_leaves_nothing_empty_fuzzy_or_obsolete(tag: str) -> None:
    found = catalog(tag)

    assert [key for key, message in entries(found).items() if not all(texts(message)) or message.fuzzy] == []
    assert not found.obsolete


@pytest.mark.parametrize("tag", TAGS)
def test_catalog_has_all_plural_forms_of_its_language(tag: str) -> None:
    plurals = [message for message in entries(catalog(tag)).values() if not isinstance(message.id, str)]
    speaker = localiser(language(tag)).catalog
    chosen = {number: speaker.ngettext("%(number)d article", "", number) for number in range(201)}
    kinds = {number: Locale.parse(tag, sep="-").plural_form(number) for number in chosen}

    assert {len(set(kinds.values()))} == {len(texts(message)) for message in plurals}
    for kind in set(kinds.values()):
        assert len({form for number, form in chosen.items() if kinds[number] == kind}) == 1, kind


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, MARKUP], ids=["placeholders", "markup"])
def test_catalog_keeps_placeholders_and_markup(tag: str, pattern: re.Pattern[str]) -> None:
    for (_, text), message in entries(catalog(tag)).items():
        for translation in texts(message):
            assert Counter(pattern.findall(text)) == Counter(pattern.findall(translation)), text


@pytest.mark.parametrize("tag", TAGS)
def test_catalog_has_no_stray_space_and_ends_sentences_alike(tag: str) -> None:
    for (_, text), message in entries(catalog(tag)).items():
        for translation in texts(message):
            assert translation.strip() == translation
            assert (text[-1] in ".:") == (translation[-1] in ".:"), text


@pytest.mark.parametrize("tag", TRANSLATED)
def test_translation_says_where_it_comes_from(tag: str) -> None:
    """A name somebody read has its source; anything else waits for a speaker, and says so."""
    for key, message in entries(catalog(tag)).items():
        comments = " ".join(message.user_comments)
        assert comments.startswith(("source: https://", "unreviewed")), key


@pytest.mark.parametrize("tag", TRANSLATED)
def test_translated_name_is_no_former_name(tag: str, vocabulary: Vocabulary) -> None:
    former = {old.name for concepts in vocabulary.concepts.values() for c in concepts.values() for old in c.former}

    assert not former & {text for message in entries(catalog(tag)).values() for text in texts(message)}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_translated_name_is_no_former_translation(tag: str, vocabulary_facts: dict[str, Any]) -> None:
    catalog_of_tag = entries(catalog(tag))
    for office in vocabulary_facts["offices"]:
        translation = office["translations"].get(tag, {})
        if translation.get("former_name"):
            assert [translation["name"]] != texts(catalog_of_tag["office", office["canonical_name"]])


@pytest.mark.parametrize("tag", TAGS)
def test_names_stay_apart_within_a_scheme(tag: str, vocabulary: Vocabulary) -> None:
    """Two offices with one name could not be told apart on any page."""
    speaker = localiser(language(tag))
    for concepts in vocabulary.concepts.values():
        names = [speaker.name(concept.term) for concept in concepts.values()]
        assert len(set(names)) == len(names)


NUMBERS = (0, 1, 2, 3, 5, 11, 21, 100)


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("ru", "статей статья статьи статьи статей статей статья статей"),
        ("uk", "статей стаття статті статті статей статей стаття статей"),
        ("sq", "artikuj artikull artikuj artikuj artikuj artikuj artikuj artikuj"),
        ("sr-Cyrl", "чланака чланак чланка чланка чланака чланака чланак чланака"),
        ("sr-Latn", "članaka članak članka članka članaka članaka članak članaka"),
        ("bs", "članaka članak članka članka članaka članaka članak članaka"),
        ("mk", "написи напис написи написи написи написи напис написи"),
        ("ro", "articole articol articole articole articole articole de_articole de_articole"),
        ("ar", "مقال مقال مقالان مقالات مقالات مقالًا مقالًا مقال"),
    ],
)
def test_articles_are_counted_in_the_forms_of_the_language(tag: str, forms: str) -> None:
    speaker = localiser(language(tag))
    counted = [speaker.ngettext("%(number)d article", "%(number)d articles", number) for number in NUMBERS]

    expected = [form.replace("_", " ") for form in forms.split()]
    assert [f"{number} {form}" for number, form in zip(NUMBERS, expected, strict=True)] == counted


def test_planted_defects_are_found() -> None:
    """The patterns above would notice what translators really get wrong."""
    defective = 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "%(number)d <b>x</b>"\nmsgstr "%(nombre)d <i>x</i>"\n'
    (message,) = entries(read_po(io.BytesIO(defective.encode()), locale="fr")).values()

    assert PLACEHOLDER.findall(str(message.id)) != PLACEHOLDER.findall(texts(message)[0])
    assert MARKUP.findall(str(message.id)) != MARKUP.findall(texts(message)[0])


@pytest.mark.parametrize("tag", TAGS)
def test_catalog_quotes_as_its_language_does(tag: str) -> None:
    """Straight quotes stand in addresses and queries only."""
    quoted = [text for message in entries(catalog(tag)).values() for text in texts(message) if '"' in text]

    assert quoted == []


LETTERS = (
    "а a б b в v г g д d ђ đ е e ж ž з z и i ј j к k л l љ lj м m н n њ nj о o п p р r с s т t ћ ć у u ф f х h ц c ч č"
)
PAIRS = f"{LETTERS} џ dž ш š".split()
CYRILLIC = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))


def in_latin(text: str) -> str:
    """Return Serbian in its other script."""
    letters: list[str] = []
    for letter, following in zip(text, f"{text[1:]} ", strict=True):
        latin = CYRILLIC.get(letter.lower(), letter)
        capital = latin.upper() if following.isupper() else latin.capitalize()
        letters.append(capital if letter.isupper() and letter.lower() in CYRILLIC else latin)
    return "".join(letters)


def test_serbian_says_the_same_in_both_scripts() -> None:
    cyrillic, latin = entries(catalog("sr-Cyrl")), entries(catalog("sr-Latn"))
    different = {
        key: (expected, actual)
        for key, message in cyrillic.items()
        if (expected := [in_latin(text) for text in texts(message)]) != (actual := texts(latin[key]))
    }

    assert different == {}


NAMED = {"headline", "office", "topic", "name", "term", "source", "site"}
"""Placeholders that stand for names."""
PARTED = re.compile(r"(?:^|[-–—:·,;(/] )%\((\w+)\)s(?=$| [-–—:·(/]|[,;:)])")


def built_around_a_name(text: str) -> bool:
    """Say whether a name stands in a sentence, where most languages would have to inflect it."""
    names = [name for name in re.findall(r"%\((\w+)\)s", text) if name in NAMED]
    return any(name not in PARTED.findall(text) for name in names)


def test_no_sentence_is_built_around_a_name() -> None:
    found = [key[1] for tag in TAGS for key in entries(catalog(tag)) if built_around_a_name(key[1])]
    translated = [
        text
        for tag in TAGS
        for message in entries(catalog(tag)).values()
        for text in texts(message)
        if built_around_a_name(text)
    ]

    assert (found, translated) == ([], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("News from %(office)s", True),
        ("%(topic)s in short", True),
        ("%(headline)s - withdrawn", False),
        ("Office: %(office)s", False),
        ("%(office)s, %(topic)s", False),
        ("%(number)d articles", False),
    ],
)
def test_sentence_around_a_name_would_be_noticed(text: str, expected: bool) -> None:
    assert expected is built_around_a_name(text)


def test_progress_in_the_readme_is_that_of_today() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")

    assert page == brought_up_to_date(page), "run `make catalogs`"
