"""A newsroom with one office whose news tries embeds: hostile, corrected, withdrawn, and written from right to left."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import timedelta
from pathlib import Path

from flask import Flask
from tests.builders import LIGHTHOUSE
from tests.builders import make_article
from tests.conftest import NOW
from tests.hostile.payloads import SCRIPTS
from tests.web.conftest import feed_sample

from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.web import create_app

OFFICE = f"offices/{LIGHTHOUSE.code}"
HEADLINES = tuple(f"{number} {text}" for number, text in enumerate(SCRIPTS[:10]))
"""What must come out as text; the number makes each another article."""
LATER = NOW + timedelta(hours=1)
"""When the service is asked, by its clock."""
NOTE = "The lamp was <i>blue</i>."


def articles() -> list[Article]:
    """Return the office's articles, newest first: one of each kind, then the hostile ones."""
    kinds = [
        make_article(key="arab2345abcd", language="ar", headline="افتتاح منارة في فوس <b>الجديدة</b>"),
        make_article(key="corr2345abcd", version=2, headline="Lamp is lit in Voss", note=NOTE),
        make_article(
            key="gone2345abcd", version=2, status=Status.CANCELED, headline="Lamp is out in Voss", note="It was not."
        ),
        make_article(key="link2345abcd", headline="Lamp with a link", link="javascript:pwned()"),
        make_article(key="news2345abcd", headline="Lamp at its source", link="https://news.example.org/lamp?a=1&b=2"),
    ]
    kinds += [
        make_article(key=f"host2345{chr(97 + number)}bcd", headline=headline)
        for number, headline in enumerate(HEADLINES)
    ]
    return [_dated(article, NOW - timedelta(hours=2, minutes=number)) for number, article in enumerate(kinds)]


def make_service(folder: Path, sample: bytes, vocabulary: Vocabulary, base: str) -> Flask:
    """Return the newsroom's service, whose addresses begin with *base*."""
    settings = Settings(
        database=str(folder / "store.db"),
        base_url=base,
        site_name="Test Newsroom",
        authority="feeds.example.org,2026",
        rights="Free to reprint & to read",
    )
    with closing(Store(settings.database)) as store:
        store.prepare(NOW)
        feed_sample(settings, sample, vocabulary)
        with store.write(NOW) as writer:
            for article in articles():
                writer.put(article, ())
    return create_app(settings, clock=lambda: LATER)


def _dated(article: Article, moment: datetime) -> Article:
    later = moment + timedelta(hours=1)
    received = moment if article.version == 1 else later
    return replace(
        article,
        date=date(2026, 7, 1),
        published=moment,
        received=received,
        updated=received,
        offices=(LIGHTHOUSE,),
    )
