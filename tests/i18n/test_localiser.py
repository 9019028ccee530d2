"""Texts, names and dates in one language."""

import gettext
import io
import locale
from datetime import date

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from tests.builders import ALBANIA
from tests.builders import LIGHTHOUSE
from tests.builders import language

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import PREPARED
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Term
from osce_feeds.normaliser.dates import read_day

DAYS = (date(2025, 5, 1), date(2025, 7, 4))
CATALOG = """
msgid ""
msgstr "Language: ru\\nContent-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; "
"plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "All news"
msgstr "Все новости"

msgid "%(number)d lamp"
msgid_plural "%(number)d lamps"
msgstr[0] "%(number)d лампа"
msgstr[1] "%(number)d лампы"
msgstr[2] "%(number)d ламп"

msgctxt "office"
msgid "Lighthouse Office in Voss"
msgstr "Маячное бюро в Воссе"

msgctxt "topic"
msgid "Youth"
msgstr "Youth"
"""


KNOWN = (*LANGUAGES, *PREPARED)


def date_in(tag: str, day: date) -> str:
    (spoken,) = [known for known in KNOWN if known.tag == tag]
    return Localiser(spoken, gettext.NullTranslations()).date(day)


@pytest.fixture
def russian() -> Localiser:
    """A localiser with a catalog of our own, so that translators may change theirs."""
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.StringIO(CATALOG), locale="ru"))
    compiled.seek(0)
    return Localiser(language("ru"), gettext.GNUTranslations(compiled))


@pytest.mark.parametrize(("tag", "expected"), [("en", "3.2"), ("fr", "3,2")])
def test_number_is_written_as_the_language_does(tag: str, expected: str) -> None:
    assert expected == localiser(language(tag)).decimal(3.2)


def test_text_is_translated(russian: Localiser) -> None:
    assert russian.gettext("All news") == "Все новости"


def test_text_without_a_translation_comes_out_in_english(russian: Localiser) -> None:
    assert russian.gettext("No such text") == "No such text"
    assert russian.ngettext("%(number)d boat", "%(number)d boats", 1) == "1 boat"
    assert russian.ngettext("%(number)d boat", "%(number)d boats", 7) == "7 boats"


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 ламп"), (1, "1 лампа"), (3, "3 лампы"), (11, "11 ламп"), (21, "21 лампа")]
)
def test_number_takes_its_form(russian: Localiser, number: int, text: str) -> None:
    assert text == russian.ngettext("%(number)d lamp", "%(number)d lamps", number)


def test_term_has_a_name_in_the_language_and_says_so(russian: Localiser) -> None:
    assert (russian.name(LIGHTHOUSE), russian.name_language(LIGHTHOUSE)) == ("Маячное бюро в Воссе", "ru")


def test_term_without_a_translation_keeps_its_english_name(russian: Localiser) -> None:
    assert (ALBANIA.label, "en") == (russian.name(ALBANIA), russian.name_language(ALBANIA))


def test_name_of_one_scheme_is_not_borrowed_by_another(russian: Localiser) -> None:
    assert russian.name(Term("topic", "lighthouse", LIGHTHOUSE.label)) == LIGHTHOUSE.label


def test_sentences_that_every_rendition_carries_are_in_english_as_they_stand() -> None:
    speaker = localiser(language("en"))

    assert speaker.unofficial() == "Unofficial republication; the original is authoritative."
    assert speaker.invented() == "Sample: these articles are invented."


def test_english_name_is_english_in_english() -> None:
    speaker = localiser(language("en"))

    assert (ALBANIA.label, "en") == (speaker.name(ALBANIA), speaker.name_language(ALBANIA))


@pytest.mark.parametrize(
    ("tag", "first", "fourth"),
    [
        ("en", "1 May 2025", "4 July 2025"),
        ("fr", "1 mai 2025", "4 juillet 2025"),
        ("de", "1. Mai 2025", "4. Juli 2025"),
        ("it", "1 maggio 2025", "4 luglio 2025"),
        ("ru", "1 мая 2025 г.", "4 июля 2025 г."),
        ("es", "1 de mayo de 2025", "4 de julio de 2025"),
        ("uk", "1 травня 2025 р.", "4 липня 2025 р."),
        ("sq", "1 maj 2025", "4 korrik 2025"),
        ("sr-Cyrl", "1. мај 2025.", "4. јул 2025."),
        ("sr-Latn", "1. maj 2025.", "4. jul 2025."),
        ("bs", "1. maj 2025.", "4. juli 2025."),
        ("mk", "1 мај 2025 г.", "4 јули 2025 г."),
        ("ro", "1 mai 2025", "4 iulie 2025"),
        ("ar", "1 مايو 2025", "4 يوليو 2025"),
        ("hr", "1. svibnja 2025.", "4. srpnja 2025."),
        ("cnr", "1. maj 2025.", "4. jul 2025."),
        ("hy", "01 մայիսի, 2025 թ.", "04 հուլիսի, 2025 թ."),
        ("az", "1 may 2025", "4 iyul 2025"),
        ("ka", "1 მაისი, 2025", "4 ივლისი, 2025"),
        ("kk", "2025 ж. 1 мамыр", "2025 ж. 4 шілде"),
        ("ky", "2025-ж., 1-май", "2025-ж., 4-июль"),
        ("tg", "1 майи соли 2025", "4 июли соли 2025"),
        ("tk", "1 maý 2025", "4 iýul 2025"),
        ("uz", "1-may, 2025", "4-iyul, 2025"),
        ("be", "1 мая 2025 г.", "4 ліпеня 2025 г."),
        ("tr", "1 Mayıs 2025", "4 Temmuz 2025"),
        ("mn", "2025 оны тавдугаар сарын 1", "2025 оны долоодугаар сарын 4"),
    ],
)
def test_day_is_written_in_the_long_form_of_the_language(tag: str, first: str, fourth: str) -> None:
    written = [date_in(tag, day).replace("\u202f", " ").replace("\xa0", " ") for day in DAYS]

    assert [first, fourth] == written


@pytest.mark.parametrize(("tag", "expected"), [("tg", "июли соли 2025"), ("az", "iyul 2025"), ("mk", "јули 2025 г.")])
def test_month_is_written_with_its_year(tag: str, expected: str) -> None:
    (spoken,) = [known for known in KNOWN if known.tag == tag]
    written = Localiser(spoken, gettext.NullTranslations()).month(DAYS[1])

    assert expected == written.replace("\u202f", " ")


@pytest.mark.parametrize("tag", [known.tag for known in KNOWN])
def test_day_that_is_written_can_be_read(tag: str) -> None:
    """What we print in any language is a date that our own sources understand, on a page without a language too."""
    for month in range(1, 13):
        for day in (date(2025, month, 1), date(1999, month, 28)):
            assert [day, day] == [read_day(date_in(tag, day), language=page) for page in (tag, "")]


def test_process_locale_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """CLDR answers from its tables; environment and locale of the process are nobody's language."""
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    monkeypatch.setenv("LANGUAGE", "de")
    before = locale.setlocale(locale.LC_ALL)

    assert localiser(language("en")).date(date(1999, 12, 31)) == "31 December 1999"
    assert before == locale.setlocale(locale.LC_ALL)


@pytest.mark.parametrize(("tag", "expected"), [("ar", "، "), ("ru", ", ")])
def test_comma_of_lists_is_that_of_the_script(tag: str, expected: str) -> None:
    assert expected == localiser(language(tag)).comma


@pytest.mark.parametrize(("tag", "expected"), [("ar", "rtl"), ("fr", "ltr")])
def test_any_text_has_its_direction(tag: str, expected: str) -> None:
    assert expected == localiser(language("en")).direction(tag)


@pytest.mark.parametrize(
    ("tag", "spoken", "expected"),
    [
        ("cnr", "en", "Montenegrin"),
        ("cnr", "fr", "monténégrin"),
        ("cnr", "sr-Cyrl", "црногорски"),
        ("cnr-Cyrl", "de", "Montenegrinisch (Kyrillisch)"),
        ("hr", "bs", "hrvatski"),
        ("sr-Latn", "uk", "сербська (латиниця)"),
        ("uk", "ar", "الأوكرانية"),
        ("hbs", "en", "hbs"),
    ],
)
def test_language_has_a_name_in_another(tag: str, spoken: str, expected: str) -> None:
    assert expected == localiser(language(spoken)).language_name(tag)


@pytest.mark.parametrize("tag", [known.tag for known in LANGUAGES])
def test_montenegrin_has_its_name_everywhere_though_cldr_gives_none(tag: str) -> None:
    assert localiser(language(tag)).language_name("cnr") != "cnr"


def test_localiser_is_made_once() -> None:
    assert localiser(language("fr")) is localiser(language("fr"))


@pytest.mark.parametrize(
    ("tag", "expected"), [("en", "July 2025"), ("ru", "июль 2025\u202fг."), ("es", "julio de 2025")]
)
def test_month_stands_on_its_own(tag: str, expected: str) -> None:
    assert expected == localiser(language(tag)).month(date(2025, 7, 31))
