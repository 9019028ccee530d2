"""Language tags as sources write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.model.language_tags import tidy_tag
from osce_feeds.model.language_tags import with_script


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"),
        (" EN ", "en"),
        ("en-GB", "en"),
        ("en_US", "en"),
        ("de-CH-1996", "de"),
        ("ca-valencia", "ca"),
        ("es-419", "es"),
        ("sr-latn", "sr-Latn"),
        ("sr_Cyrl_RS", "sr-Cyrl"),
        ("hbs", "bs"),
        ("hbs-Cyrl", "bs-Cyrl"),
        ("sh", "sr-Latn"),
        ("sh-Cyrl", "sr-Cyrl"),
        ("mo", "ro"),
        ("rus", "ru"),
        ("ger", "de"),
        ("rom", "rom"),
        ("", ""),
        ("und", ""),
        ("mul", ""),
        ("English", ""),
        ("e", ""),
        ("en-", ""),
        ("en--GB", ""),
        ("en GB", ""),
        ("<en>", ""),
        ("x-klingon", ""),
    ],
)
def test_tag_is_language_and_script_or_nothing(tag: str, expected: str) -> None:
    assert expected == tidy_tag(tag)


@given(tag=st.text() | st.text(alphabet="enLatnRS-_419 ", max_size=20))
def test_tidy_tag_stays_as_it_is(tag: str) -> None:
    assert tidy_tag(tag) == tidy_tag(tidy_tag(tag))
    assert tidy_tag(tag).isascii()


@pytest.mark.parametrize(
    ("tag", "text", "expected"),
    [
        ("sr", "Састанак у Осли", "sr-Cyrl"),
        ("sr", "Sastanak u Oslu", "sr-Latn"),
        ("sr", "Чланак о OSCE у Осли", "sr-Cyrl"),
        ("sr", "2025", "sr"),
        ("sr-Latn", "Састанак", "sr-Latn"),
        ("bs", "Састанак", "bs"),
        ("ru", "Meeting", "ru"),
    ],
)
def test_serbian_without_a_script_has_that_of_its_text(tag: str, text: str, expected: str) -> None:
    assert expected == with_script(tag, text)
