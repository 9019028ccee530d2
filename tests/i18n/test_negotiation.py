"""Accept-Language: look-up as RFC 4647 section 3.4 describes it, weights as RFC 9110 section 12.5.4 does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.i18n.negotiation import negotiate

SIX = ("en", "fr", "de", "it", "ru", "es")
ALL = (*SIX, "uk", "sq", "sr-Cyrl", "sr-Latn", "bs", "mk", "ro", "ar")
REGIONAL = ("en", "pt-BR", "zh-Hant", "zh-Hant-TW")


@pytest.mark.parametrize(
    ("accept", "served", "expected"),
    [
        ("fre", SIX, "fr"),
        ("ger-AT", SIX, "de"),
        ("mo, de;q=0.5", ("en", "ro", "de"), "ro"),
        ("sr", ("en", "sr-Cyrl", "sr-Latn"), "sr-Cyrl"),
        ("sh-BA", ("en", "sr-Cyrl", "sr-Latn"), "sr-Latn"),
        ("sr-ME", ("en", "sr-Cyrl", "cnr"), "cnr"),
        ("hr-BA", ("en", "bs", "hr"), "hr"),
        ("hr", ("en", "bs", "sr-Latn"), "en"),
        ("sr-ME", ("en", "sr-Cyrl", "sr-Latn"), "sr-Latn"),
        ("sr-ME", ("en", "sr-Cyrl"), "sr-Cyrl"),
        ("cnr", ("en", "sr-Latn", "cnr"), "cnr"),
        ("nb-NO", ("en", "no"), "no"),
        ("no", ("en", "nb"), "nb"),
        ("nn", ("en", "nb"), "en"),
    ],
)
def test_alias_means_another_tag_and_kin_is_no_alias(accept: str, served: tuple[str, ...], expected: str) -> None:
    assert expected == negotiate(accept, served)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        # Serbian in its two scripts; a range that names one gets no other.
        ("sr", "sr-Cyrl"),
        ("sr-RS", "sr-Cyrl"),
        ("sr-BA", "sr-Cyrl"),
        ("sr-Latn-RS, sr;q=0.9", "sr-Latn"),
        ("sr-Latn-ME", "sr-Latn"),
        ("sr-Cyrl-ME", "sr-Cyrl"),
        ("sr-ME", "sr-Latn"),
        ("SR-LATN", "sr-Latn"),
        ("sh", "sr-Latn"),
        ("srp", "sr-Cyrl"),
        # Bosnian is served; Croatian and Montenegrin are not, and nobody stands in for them.
        ("bs-Cyrl-BA", "bs"),
        ("bos", "bs"),
        ("hr-BA", "en"),
        ("hr, bs;q=0.5", "bs"),
        ("hr, de;q=0.5", "de"),
        ("cnr", "en"),
        ("cnr-Latn-ME, fr;q=0.1", "fr"),
        ("hbs", "en"),
        ("sl", "en"),
        ("bg", "en"),
        # Neighbours are no substitutes, whoever speaks them.
        ("uk", "uk"),
        ("uk-UA, ru;q=0.5", "uk"),
        ("ua, fr;q=0.1", "fr"),
        ("be", "en"),
        ("be, ru;q=0.8", "ru"),
        ("kk", "en"),
        ("ky-KG, ru;q=0.5", "ru"),
        ("hy", "en"),
        ("az, tr", "en"),
        ("rue", "en"),
        ("aln", "en"),
        # Moldova and Romania, Arabic of any country, Albanian of any.
        ("mo", "ro"),
        ("mo-MD", "ro"),
        ("ro-MD", "ro"),
        ("ro-RO", "ro"),
        ("ar-EG", "ar"),
        ("ar-001", "ar"),
        ("sq-XK", "sq"),
        ("mk-MK", "mk"),
        ("fa", "en"),
        ("he-IL", "en"),
        # Others.
        ("zh", "en"),
        ("zh-Hans-CN, zh;q=0.9", "en"),
        ("pt-BR, pt;q=0.9, es;q=0.8", "es"),
        ("nb, no;q=0.9, nn;q=0.8", "en"),
        ("ja;q=1.0, *;q=0.5", "en"),
        ("en-150", "en"),
        # What is refused is not chosen while there is another.
        ("en;q=0", "fr"),
        ("en;q=0, *;q=0.5", "fr"),
        ("en;q=0, fr;q=0, de;q=0", "it"),
        ("fr-CH, fr;q=0", "en"),
        ("fr-CH;q=0, it", "it"),
        ("fr-CH;q=0, fr", "fr"),
        ("sr, sr-Cyrl;q=0", "en"),
        ("*;q=0", "en"),
    ],
)
def test_no_language_stands_in_for_another(accept: str, expected: str) -> None:
    assert expected == negotiate(accept, ALL)


def test_everything_refused_leaves_the_first_language() -> None:
    assert negotiate(", ".join(f"{tag};q=0" for tag in SIX), SIX) == "en"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CH", "fr"),
        ("de-CH-1996", "de"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("en-US,en;q=0.5", "en"),
        ("en;q=0.5, ru", "ru"),
        ("de;q=0.2, it;q=0.30, es;q=0.299", "it"),
        ("it, es", "it"),
        ("es, it", "es"),
        ("fr;q=1.000, de", "fr"),
        ("fr ; q=0.4 ,\tde;q=0.7", "de"),
        ("pt, es;q=0.1", "es"),
        ("*, ru;q=0.1", "ru"),
        ("x-klingon, fr;q=0.1", "fr"),
        ("fr-x-private1-private2", "fr"),
        ("fr-a-bb-cc", "fr"),
    ],
)
def test_visitor_is_sent_to_the_language_that_fits_best(accept: str, expected: str) -> None:
    assert expected == negotiate(accept, SIX)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("pt-BR", "pt-BR"),
        ("pt-br", "pt-BR"),
        ("pt-BR-x-old", "pt-BR"),
        ("pt", "en"),
        ("pt-PT", "en"),
        ("zh-Hant-CN-x-private1-private2", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("zh-TW", "en"),
    ],
)
def test_range_is_cut_from_the_right_and_never_lengthened(accept: str, expected: str) -> None:
    assert expected == negotiate(accept, REGIONAL)


def test_single_letter_falls_with_the_subtag_after_it() -> None:
    assert negotiate("de-x-old", ("en", "de-x", "de")) == "de"


@pytest.mark.parametrize(
    "accept",
    [
        "",
        " ",
        ",",
        ",,;;",
        "*",
        "*;q=0.5",
        "pt",
        "fr;q=0",
        "fr;q=0.000, de;q=0.",
        "i-klingon",
        "q=1",
        "en_GB",
        "fr--CH",
    ],
)
def test_visitor_whom_nothing_fits_gets_the_first_language(accept: str) -> None:
    assert negotiate(accept, SIX) == "en"
    assert negotiate(accept, ("ru", "en")) == "ru"


@pytest.mark.parametrize(
    "accept",
    [
        "fr;q=nonsense, de;q=0.1",
        "fr;q=-1, de;q=0.1",
        "fr;q=2, de;q=0.1",
        "fr;q=1.5, de;q=0.1",
        "fr;q=0.1234, de;q=0.1",
        "fr;q=inf, de;q=0.1",
        "fr;q=١, de;q=0.1",
        "fr;level=1, de;q=0.1",
        "französisch, de;q=0.1",
        "fr-toolongforasubtag, de;q=0.1",
        "fr de, de;q=0.1",
    ],
)
def test_range_that_is_none_is_left_out(accept: str) -> None:
    assert negotiate(accept, SIX) == "de"


def test_ten_ranges_are_looked_at_and_no_more() -> None:
    assert negotiate(", ".join([*["pt"] * 9, "fr"]), SIX) == "fr"
    assert negotiate(", ".join([*["pt"] * 10, "fr"]), SIX) == "en"


@given(st.text() | st.text(alphabet="enfrdx-*,;q=01. \t\x00\u0130", max_size=200))
def test_garbage_never_raises(accept: str) -> None:
    assert negotiate(accept, SIX) in SIX


@given(st.dictionaries(st.sampled_from(SIX), st.integers(1, 999), min_size=1), st.permutations(SIX))
def test_heaviest_language_wins_in_whatever_order_they_stand(weights: dict[str, int], order: list[str]) -> None:
    accept = ",".join(f"{tag};q=0.{weights[tag]:03}" for tag in order if tag in weights)

    assert max(weights.values()) == weights[negotiate(accept, SIX)]
