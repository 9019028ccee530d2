"""Articles of every kind that a store can hold, for Hypothesis."""

from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta

from hypothesis import strategies as st
from tests.builders import AUTHORITY

from osce_feeds.i18n import packaged
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.text import clean

VOCABULARY = packaged.vocabulary()
LINE = st.text(max_size=40).map(clean)
SAID = LINE.filter(lambda text: any(map(str.isalnum, text)))
KEYS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=12, max_size=12)
LINKS = st.sampled_from(["", "https://news.example.org/1", "https://news.example.org/%C3%98?a=1&b=%3C"])
CONTENTS = st.sampled_from(
    ["", "<p>Voss &amp; Oslo</p>", '<ul><li><a href="https://news.example.org/">1</a></li></ul>']
)


def terms(scheme: str) -> st.SearchStrategy[Term]:
    known = st.sampled_from([concept.term for concept in VOCABULARY.concepts[scheme].values()])
    return known | SAID.map(lambda label: VOCABULARY.mint(scheme, label)).filter(lambda term: clean(term.label) != "")


def some(scheme: str) -> st.SearchStrategy[tuple[Term, ...]]:
    return st.lists(terms(scheme), max_size=3, unique_by=lambda term: term.code).map(tuple)


def moment_on(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """Return a strategy for articles as this service makes them: clean, with terms as the vocabulary has them."""
    day = draw(st.dates(date(1995, 1, 1), date(2026, 6, 30)))
    key, version = draw(KEYS), draw(st.integers(1, 5))
    published = moment_on(day) + timedelta(seconds=draw(st.integers(0, 3600)))
    received = published + timedelta(days=draw(st.integers(0, 999)))
    places = draw(st.lists(SAID, min_size=1, max_size=2).map(tuple))
    return Article(
        key=key,
        id=f"tag:{AUTHORITY}:{key}",
        version=version,
        status=Status.USABLE,
        work=draw(st.just(key) | KEYS),
        language=draw(st.sampled_from(["en", "ru", "sr-Latn", "ar"])),
        headline=draw(SAID),
        date=day,
        byline=draw(LINE),
        dateline=draw(
            st.none() | SAID.map(lambda text: Dateline(text, places, day)) | st.just(Dateline("OSLO", ("OSLO",), None))
        ),
        summary=draw(LINE),
        summary_cut=draw(st.booleans()),
        content=draw(CONTENTS),
        genre=draw(st.none() | terms("type")),
        offices=draw(some("office")),
        topics=draw(some("topic")),
        link=draw(LINKS),
        enclosures=draw(
            st.lists(st.builds(Enclosure, LINKS.filter(bool), LINE, st.integers(0, 9), LINE), max_size=2).map(tuple)
        ),
        collections=draw(st.lists(SAID, max_size=2, unique=True).map(tuple)),
        source=draw(st.builds(Origin, LINE, LINKS)),
        rights=draw(LINE),
        provenance=draw(st.dictionaries(st.sampled_from(["offices", "topics"]), SAID, max_size=2)),
        received=received,
        published=published,
        updated=published if version == 1 else received,
        note=draw(LINE),
    )


def printable() -> st.SearchStrategy[Article]:
    """Return a strategy for articles whose texts the rules for listings leave as they are."""
    sentences = st.lists(
        st.sampled_from(("Voss", "Oslo", "&", "<", ">", '"', "'", "é", "ш", "漢", "\u00a0", "7")),
        min_size=1,
        max_size=6,
    )
    spoken = sentences.map(lambda words: clean(" ".join(["The", *words]))).map(lambda text: f"{text}.")
    datelines = st.none() | st.just(Dateline("OSLO, 3 July 2025", ("OSLO",), date(2025, 7, 3)))
    return st.builds(
        lambda article, summary, cut, dateline: replace(
            article,
            summary=summary,
            summary_cut=cut and bool(summary),
            dateline=dateline if summary else None,
            date=date(2025, 7, 4),
        ),
        articles(),
        st.just("") | spoken,
        st.booleans(),
        datelines,
    )
