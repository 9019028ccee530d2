"""What every format must do, whichever it is; a new one is tested here by being registered."""

import locale
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from datetime import datetime
from itertools import chain

import pytest
import time_machine
from tests.builders import CHANNELS
from tests.builders import REPRESENTATIVES
from tests.builders import language
from tests.builders import make_article
from tests.builders import make_channel
from tests.builders import rendered
from tests.formats.reading import texts

from osce_feeds.formats import FEEDS
from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format
from osce_feeds.formats.csv_table import CSV
from osce_feeds.formats.sitemap import SITEMAP
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status

TAGS = REPRESENTATIVES

every_format = pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
every_sample = pytest.mark.parametrize("sample_name", CHANNELS)
every_language = pytest.mark.parametrize("tag", TAGS)


def test_there_are_formats() -> None:
    assert FORMATS
    assert FEEDS


@pytest.mark.parametrize("field", ["name", "title", "file"])
def test_no_two_formats_are_called_alike(field: str) -> None:
    values = [getattr(form, field) for form in FORMATS]

    assert sorted(set(values)) == sorted(values)


def test_feeds_are_the_formats_that_readers_subscribe_to() -> None:
    assert tuple(form for form in FORMATS if form.feed) == FEEDS


@every_format
def test_file_name_is_a_plain_word_with_an_ending(form: Format) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z]+", form.file)


@every_format
def test_format_name_is_a_plain_word(form: Format) -> None:
    assert re.fullmatch(r"[a-z]+", form.name)


@every_format
def test_media_type_names_no_encoding_but_utf8(form: Format) -> None:
    """JSON types have no such parameter (RFC 8259 section 11); text types need it."""
    essence, _, parameter = form.media_type.partition("; ")

    assert re.fullmatch(r"[a-z]+/[a-z0-9.-]+(\+[a-z]+)?", essence)
    assert parameter in {"", "charset=utf-8"}
    assert not (parameter and "json" in essence)
    assert parameter or not essence.startswith("text/")


@every_language
@every_sample
@every_format
def test_every_sample_is_well_formed_in_every_language(form: Format, sample_name: str, tag: str) -> None:
    data = rendered(form, CHANNELS[sample_name], tag)

    assert bool(data.strip(b"[]\n")) == bool(texts(form, data))


@every_sample
@every_format
def test_equal_channels_give_equal_bytes(form: Format, sample_name: str) -> None:
    assert rendered(form, CHANNELS[sample_name]) == rendered(form, replace(CHANNELS[sample_name]))


@every_sample
@every_format
def test_bytes_do_not_depend_on_the_moment(form: Format, sample_name: str) -> None:
    with time_machine.travel(datetime(2025, 7, 4, 12, 0, tzinfo=UTC), tick=False):
        then = rendered(form, CHANNELS[sample_name])
    with time_machine.travel(datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC), tick=False):
        later = rendered(form, CHANNELS[sample_name])

    assert then == later


@every_format
def test_process_locale_is_left_alone(form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        message = "a format must not switch the locale of the whole process"
        raise AssertionError(message)

    monkeypatch.setattr(locale, "setlocale", refuse)

    assert rendered(form, CHANNELS["common"], "ru")


@every_sample
@every_format
def test_articles_are_walked_once_so_that_they_may_be_a_stream(form: Format, sample_name: str) -> None:
    channel = CHANNELS[sample_name]

    assert rendered(form, channel) == rendered(form, replace(channel, articles=iter(channel.articles)))


@pytest.mark.parametrize("form", [form for form in FORMATS if not form.feed], ids=lambda form: form.name)
def test_export_writes_an_article_before_it_asks_for_the_next(form: Format) -> None:
    asked: list[str] = []

    def articles() -> Iterator[Article]:
        for number in range(3):
            asked.append(f"voss{number}")
            yield make_article(key=f"voss{number}")

    written = b""
    chunks = iter(form.render(make_channel(articles()), localiser(language("en"))))
    while b"voss0" not in written:
        written += next(chunks)

    assert asked == ["voss0"]
    assert b"voss2" in written + b"".join(chunks)


@every_sample
@every_format
def test_articles_stand_in_the_order_given(form: Format, sample_name: str) -> None:
    """Tombstones are a list of their own where a format has them."""
    channel = CHANNELS[sample_name]
    data = rendered(form, channel)
    for status in Status:
        places = [data.find(article.key.encode()) for article in channel.articles if article.status is status]
        assert sorted(places) == places


@every_format
def test_id_of_an_article_is_the_same_in_every_language(form: Format) -> None:
    """A sitemap has no ids: it is a list of addresses."""
    ids = {article.id for article in CHANNELS["common"].articles} if form is not SITEMAP else set()
    found = [
        {match.decode() for match in re.findall(rb"tag:[a-z0-9.,]+:[a-z0-9]{12}", data)} for data in renditions(form)
    ]

    assert [ids] * len(TAGS) == found


def renditions(form: Format) -> list[bytes]:
    return [rendered(form, CHANNELS["common"], tag) for tag in TAGS]


@every_sample
@every_format
def test_nothing_but_legal_text_in_utf8_comes_out(form: Format, sample_name: str) -> None:
    text = rendered(form, CHANNELS[sample_name]).decode("utf-8")
    if form is CSV:  # RFC 4180 section 2: lines end in CR and LF
        text = text.replace("\r\n", "\n")

    assert re.search(r"[\x00-\x08\x0b\x0c\r\x0e-\x1f\x7f-\x9f\ufffd]", text) is None


def test_samples_fill_every_field_of_the_record() -> None:
    """A field that no sample has would be tested by nothing."""
    articles = list(chain.from_iterable(channel.articles for channel in CHANNELS.values()))

    for name in Article.__dataclass_fields__:
        assert any(getattr(article, name) for article in articles), name
