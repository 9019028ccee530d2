"""Any clean text survives every format: it comes back equal after parsing."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import HOSTILE
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.formats.reading import paragraphs
from tests.formats.reading import texts

from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.csv_table import CSV
from osce_feeds.formats.csv_table import RAW_CSV
from osce_feeds.formats.json_lines import JSON_LINES
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.model.article import Article
from osce_feeds.text import clean

MARKUP = st.text(alphabet="<>&;\"'/!-[]#xabp0 ={}%\\\u00a0\u2028😀ш\u05d0\u0301", max_size=60)
CLEAN = (st.text(max_size=80) | MARKUP).map(clean).filter(bool)

TELLING = [RAW_CSV if form is CSV else form for form in FORMATS if form is not SITEMAP]
"""Formats that say what an article says, in its own words."""
every_format = pytest.mark.parametrize("form", TELLING, ids=[form.name for form in TELLING])


def test_samples_hurt_with_clean_text() -> None:
    assert clean(HOSTILE) == HOSTILE


@every_format
@given(headline=CLEAN)
def test_headline_comes_back_equal(form: Format, headline: str) -> None:
    data = rendered(form, make_channel((make_article(headline=headline),)))

    assert headline in texts(form, data)


@every_format
@given(summary=CLEAN)
def test_summary_comes_back_equal_as_text_or_as_a_paragraph(form: Format, summary: str) -> None:
    found = texts(form, rendered(form, make_channel((make_article(summary=summary),))))
    html = [text for text in found if text.startswith("<p>") and "</p>\n<p>4 July 2025</p>\n" in text]

    assert summary in found or ({}, summary) in paragraphs("".join(html))


@given(headline=CLEAN, summary=CLEAN, content=CLEAN, note=CLEAN)
def test_record_comes_back_equal(headline: str, summary: str, content: str, note: str) -> None:
    article = make_article(headline=headline, summary=summary, content=content, note=note)
    data = rendered(JSON_LINES, make_channel((article,)))

    assert article == msgspec.json.decode(data, type=Article)
