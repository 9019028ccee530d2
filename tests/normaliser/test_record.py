"""Whole records, read back: cleaned, not read anew."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import CHANNELS
from tests.builders import make_article

from osce_feeds.i18n import packaged
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Reading
from osce_feeds.model.article import Term
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import Normalised
from osce_feeds.normaliser import normalise

VOCABULARY = packaged.vocabulary()


def normalised(record: Article) -> Normalised:
    entry = RawEntry(
        document="articles.jsonl",
        id=record.id,
        headline=record.headline,
        date=record.date.isoformat(),
        link=record.link,
        enclosures=record.enclosures,
        content=record.content,
        record=record,
    )
    return normalise(entry, VOCABULARY, Evidence("fr", Origin("The operator", "https://operator.example.org/")))


def read(**fields: Any) -> Reading:
    reading = normalised(make_article(**fields)).reading
    assert reading
    return reading


@pytest.mark.parametrize("record", CHANNELS["common"].articles, ids=lambda record: record.key)
def test_record_of_ours_comes_back_unchanged(record: Article) -> None:
    found = normalised(record)
    assert found.problems == ()
    assert {name: getattr(record, name) for name in Reading.__dataclass_fields__} == {
        name: getattr(found.reading, name) for name in Reading.__dataclass_fields__
    }


def test_what_was_split_and_inferred_is_not_read_anew() -> None:
    reading = read(summary="OSLO, 3 July 2025 – Half a sentence", summary_cut=False, dateline=None)
    assert (reading.summary, reading.summary_cut, reading.dateline) == (
        "OSLO, 3 July 2025 – Half a sentence",
        False,
        None,
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("en", "en"),
        ("sr-Latn", "sr-Latn"),
        ("rom", "rom"),
        ("pt-BR", "pt-BR"),
        ("English", "fr"),
        ("", "fr"),
        ("<x>", "fr"),
    ],
)
def test_language_that_is_no_tag_is_the_operator_s(written: str, expected: str) -> None:
    assert expected == read(language=written).language


@pytest.mark.parametrize("name", ["headline", "byline", "summary", "rights"])
def test_texts_are_clean(name: str) -> None:
    assert getattr(read(**{name: "Voss \u202eand\x07\n Oslo\u0085"}), name) == "Voss and Oslo"


def test_lists_and_names_are_clean_and_without_empty_ones() -> None:
    reading = read(
        collections=("Ferries\u200e", " ", "Piers"),
        source=Origin("The\nharbour", "javascript:run()"),
        provenance={"topics\u200e": "inferred:\nby name"},
        dateline=Dateline("OSLO\n", ("OSLO", "\u200e"), date(2025, 7, 3)),
    )
    assert reading.collections == ("Ferries", "Piers")
    assert reading.source == Origin("The harbour", "")
    assert reading.provenance == {"topics": "inferred: by name"}
    assert reading.dateline == Dateline("OSLO", ("OSLO",), date(2025, 7, 3))


def test_dateline_without_a_text_is_none() -> None:
    assert read(dateline=Dateline("\u200e", (), None)).dateline is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (Term("topic", "youth", "Jeunesse"), Term("topic", "youth", "Youth")),
        (Term("office", "youth", "Youth"), Term("topic", "youth", "Youth")),
        (Term("topic", "ferry-schools", "Ferry schools"), Term("topic", "ferry-schools", "Ferry schools")),
        (Term("topic", "topic-5bb8e8ef", "Маяки"), Term("topic", "topic-5bb8e8ef", "Маяки")),
        (Term("topic", "../youth", "Elections"), Term("topic", "elections", "Elections")),
        (Term("topic", "Not a code", "Ferry schools"), Term("topic", "ferry-schools", "Ferry schools")),
        (Term("topic", "a" * 81, "Ferry schools"), Term("topic", "ferry-schools", "Ferry schools")),
    ],
)
def test_term_is_as_the_vocabulary_has_it_and_its_code_is_one(written: Term, expected: Term) -> None:
    assert read(topics=(written, written)).topics == (expected,)


def test_term_with_two_names_is_one() -> None:
    twice = (Term("topic", "ferry-schools", "Ferry schools"), Term("topic", "ferry-schools", "Ferry Schools"))
    assert read(topics=twice).topics == twice[:1]


def test_term_without_a_name_is_none() -> None:
    assert read(topics=(Term("topic", "x", "\u200e"),), genre=Term("type", "x", " ")).topics == ()
    assert read(genre=Term("type", "x", " ")).genre is None


def test_html_links_and_files_are_cleaned_and_reported() -> None:
    record = make_article(
        content="<p onclick='run()'>Voss<script>run()</script></p>",
        link="javascript:run()",
        enclosures=(
            Enclosure("ftp://news.example.org/a", "text/plain"),
            Enclosure("https://news.example.org/b", "x", -5),
        ),
    )
    found = normalised(record)
    assert found.reading
    assert (found.reading.content, found.reading.link) == ("<p>Voss</p>", "")
    assert found.reading.enclosures == (Enclosure("https://news.example.org/b", "x", 0),)
    assert [problem.code for problem in found.problems] == ["link.unusable", "enclosure.unusable"]


def test_record_without_headline_or_of_an_impossible_day_is_refused() -> None:
    assert [problem.code for problem in normalised(make_article(headline="\u200b")).problems] == ["headline.missing"]
    found = normalised(replace(make_article(), date=date(1066, 10, 14)))
    assert [problem.code for problem in found.problems] == ["date.unreadable"]
