"""By which keys an entry is recognised when it comes again."""

import base64
import hashlib
from dataclasses import replace
from datetime import date

import pytest

from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import is_key
from osce_feeds.normaliser.identity import mint_key
from osce_feeds.normaliser.identity import own_authority
from osce_feeds.normaliser.identity import own_key
from osce_feeds.normaliser.identity import resemblances
from osce_feeds.text import digest

LONG = "The footbridge is open, and everybody who came walked across it twice, once in the rain."
READING = Reading(language="en", headline="Voss opens “a” footbridge", date=date(2025, 7, 4), summary=LONG)


def test_identity_is_of_language_day_and_folded_headline() -> None:
    hashed = digest("en", "2025-07-04", 'voss opens "a" footbridge')
    assert (f"headline:{hashed}",) == identities(READING)


@pytest.mark.parametrize("headline", ['VOSS opens "a"  footbridge', "Vоss opens «a» foot\u00adbridge"])
def test_identity_survives_other_spellings_of_the_headline(headline: str) -> None:
    assert identities(READING) == identities(replace(READING, headline=headline))


def test_identity_does_not_depend_on_anything_else() -> None:
    other = replace(READING, summary="", summary_cut=True, offices=(Term("office", "voss", "Voss"),))
    assert identities(READING) == identities(other)


@pytest.mark.parametrize(
    "other",
    [
        replace(READING, language="uk"),
        replace(READING, date=date(2025, 7, 5)),
        replace(READING, headline="Voss opens a footbridge"),
    ],
)
def test_identity_differs_by_language_day_and_headline(other: Reading) -> None:
    assert identities(READING) != identities(other)


def test_resemblance_is_of_language_day_and_folded_summary() -> None:
    expected = (f"summary:{digest('en', '2025-07-04', LONG.casefold())}",)
    assert expected == resemblances(READING)
    assert expected == resemblances(replace(READING, headline="Another", summary=LONG.upper()))


@pytest.mark.parametrize(
    ("length", "expected"), [(0, 0), (79, 0), (80, 1)], ids=["no summary", "too short", "long enough"]
)
def test_short_summaries_resemble_nothing(length: int, expected: int) -> None:
    assert expected == len(resemblances(replace(READING, summary=LONG[:length])))


def test_summary_that_repeats_the_headline_resembles_nothing() -> None:
    assert resemblances(replace(READING, headline=LONG.upper())) == ()


def test_key_is_the_start_of_a_hash_of_the_identity() -> None:
    expected = base64.b32encode(hashlib.sha256(b"headline:voss").digest()).decode().lower()[:12]
    assert expected == mint_key("headline:voss")


@pytest.mark.parametrize(("attempt", "suffix"), [(1, ""), (2, "-2"), (17, "-17")])
def test_key_counts_collisions(attempt: int, suffix: str) -> None:
    assert f"{mint_key('headline:voss')}{suffix}" == mint_key("headline:voss", attempt)


OURS = "tag:feeds.example.org,2026:voss2345abcd"


@pytest.mark.parametrize(
    ("source_id", "authority", "expected"),
    [
        (OURS, "", "voss2345abcd"),
        (OURS, "feeds.example.org,2026", "voss2345abcd"),
        (OURS, "feeds.example.org,2025", ""),
        (f"{OURS}-17", "feeds.example.org,2026", "voss2345abcd-17"),
        ("tag:desk@feeds.example.org,2026-07-04:voss2345abcd", "desk@feeds.example.org,2026-07-04", "voss2345abcd"),
        (f"{OURS}-{'1' * 10}", "", ""),
        (f"{OURS} ", "", ""),
        ("tag:feeds.example.org,2026:VOSS2345ABCD", "", ""),
        ("tag:feeds.example.org,2026:en/", "", ""),
        ("tag:feeds.example.org,2026,x:voss2345abcd", "", ""),
        ("tag:feeds example.org,2026:voss2345abcd", "", ""),
        ("tag:feeds.example.org:voss2345abcd", "", ""),
        ("voss2345abcd", "", ""),
        ("", "", ""),
    ],
)
def test_id_of_ours_says_its_key(source_id: str, authority: str, expected: str) -> None:
    assert expected == own_key(source_id, authority)
    assert bool(own_key(source_id)) == bool(own_authority(source_id))


def test_id_of_ours_says_its_authority() -> None:
    assert own_authority(OURS) == "feeds.example.org,2026"


def test_id_of_another_service_names_its_article_there() -> None:
    keys = identities(READING, "mirror", OURS)
    assert keys[0] == f"id:{digest('mirror', OURS)}"
    assert keys[0] != identities(READING, "other mirror", OURS)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("voss2345abcd", True),
        ("voss2345abcd-2", True),
        ("voss2345abc", False),
        ("voss2345abc1", False),
        ("../x", False),
    ],
)
def test_key_has_a_shape(text: str, expected: object) -> None:
    assert expected == is_key(text)


def test_key_of_an_article_never_changes() -> None:
    """Published addresses hang on it: a failure here means that every address would move."""
    expected = "i7577ksl3245"
    assert expected == mint_key(identities(READING)[0])
