"""What a running service knows before any request, and how it keeps up with the day."""

from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from pathlib import Path
from shutil import copytree

import pytest
from tests.builders import make_entry
from tests.builders import make_listing
from tests.conftest import NOW
from tests.conftest import ROOT
from tests.conftest import Feed

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.newsroom import keep_current
from osce_feeds.errors import SettingsRefused
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.settings import Settings
from osce_feeds.store import Store

TOMORROW = make_listing(
    make_entry("Harbour opens", "2 July 2026", office="OSCE Mission to Skopje"),
    make_entry("Pier painted", "1 July 2026", office="OSCE Mission to Skopje"),
)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("base_url", "https://news.example.net"),
        ("contact", "mailto:desk@example.org"),
        ("languages", ("ru", "en")),
        ("official", True),
        ("rights", "Free to reprint"),
        ("site_name", "Harbour Newsroom"),
        ("timezone", "Asia/Almaty"),
        ("vocabulary_base", "https://terms.example.org"),
    ],
)
def test_epoch_changes_with_a_setting_that_is_printed(
    newsroom: Newsroom, settings: Settings, name: str, value: object
) -> None:
    assert newsroom.epoch != Newsroom.open(replace(settings, **{name: value})).epoch  # type: ignore[arg-type]


def test_epoch_does_not_change_with_where_the_store_is(newsroom: Newsroom, settings: Settings) -> None:
    """Two workers on two copies of one store must agree."""
    assert newsroom.epoch == Newsroom.open(replace(settings, database="/somewhere/else.db")).epoch


def test_epoch_is_the_same_at_every_start(newsroom: Newsroom, settings: Settings) -> None:
    assert newsroom.epoch == Newsroom.open(settings).epoch
    assert len(newsroom.epoch) == 16


def test_epoch_changes_with_the_vocabulary(newsroom: Newsroom, settings: Settings, tmp_path: Path) -> None:
    folder = copytree(ROOT / "src" / "osce_feeds" / "vocabulary", tmp_path / "vocabulary")
    copied = Newsroom.open(replace(settings, vocabulary=folder))
    other = copytree(folder, tmp_path / "other")
    with (other / "offices.toml").open("a", encoding="utf-8") as file:
        file.write('\n[concept.pier]\nname = "Pier"\n')

    assert newsroom.epoch == copied.epoch
    assert newsroom.epoch != Newsroom.open(replace(settings, vocabulary=other)).epoch


def test_epoch_changes_with_a_template(newsroom: Newsroom, settings: Settings, tmp_path: Path) -> None:
    ours = replace(settings, templates=tmp_path)
    empty = Newsroom.open(ours).epoch
    (tmp_path / "base.html").write_text("<p>Ours</p>", encoding="utf-8")
    first = Newsroom.open(ours).epoch
    (tmp_path / "base.html").write_text("<p>Ours, changed</p>", encoding="utf-8")

    assert newsroom.epoch == empty
    assert len({empty, first, Newsroom.open(ours).epoch}) == 3


def test_languages_are_those_of_the_settings_in_their_order(settings: Settings) -> None:
    newsroom = Newsroom.open(replace(settings, languages=("ru", "en")))

    assert [language.tag for language in newsroom.languages] == ["ru", "en"]
    assert newsroom.language("fr") is None
    assert newsroom.languages[0] is newsroom.language("ru")
    assert localiser(newsroom.languages[0]) is newsroom.localiser(newsroom.languages[0])


def test_language_that_nobody_speaks_here_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsRefused, match="LANGUAGES: 'tlh' is not one of"):
        Newsroom.open(replace(settings, languages=("en", "tlh")))


def test_vocabulary_that_cannot_be_used_is_refused(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="VOCABULARY: "):
        Newsroom.open(replace(settings, vocabulary=tmp_path))


def test_addresses_begin_as_the_settings_say(settings: Settings) -> None:
    ours = Newsroom.open(settings).addresses
    theirs = Newsroom.open(replace(settings, vocabulary_base="https://terms.example.org")).addresses

    assert (ours.base, ours.vocabulary_base) == ("https://feeds.example.org", "https://feeds.example.org")
    assert (theirs.base, theirs.vocabulary_base) == ("https://feeds.example.org", "https://terms.example.org")


def shown(store: Store) -> list[str]:
    with store.read() as reader:
        return [article.headline for article in reader.newest(EVERYTHING, "en", 10)]


def test_withheld_article_is_released_when_its_day_begins_in_the_time_zone(
    newsroom: Newsroom, store: Store, feed: Feed
) -> None:
    feed(TOMORROW)
    keep_current(newsroom, store, datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC))
    evening = shown(store)
    keep_current(newsroom, store, datetime(2026, 7, 1, 22, 0, 0, tzinfo=UTC))

    assert evening == ["Pier painted"]
    assert shown(store) == ["Harbour opens", "Pier painted"]


def test_day_begins_earlier_in_the_east(settings: Settings, store: Store, feed: Feed) -> None:
    feed(TOMORROW)
    eastern = Newsroom.open(replace(settings, timezone="Asia/Almaty"))
    keep_current(eastern, store, datetime(2026, 7, 1, 19, 0, 0, tzinfo=UTC))

    assert shown(store) == ["Harbour opens", "Pier painted"]


def test_release_is_a_change_like_any_other_and_happens_once(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(TOMORROW)
    released = datetime(2026, 7, 2, 6, 30, 0, tzinfo=UTC)
    with store.read() as reader:
        before = reader.generation()
    keep_current(newsroom, store, released)
    keep_current(newsroom, store, datetime(2026, 7, 2, 9, 0, 0, tzinfo=UTC))

    with store.read() as reader:
        (article, _) = reader.newest(EVERYTHING, "en", 10)
        assert before + 1 == reader.generation()
        assert released == reader.touched(EVERYTHING)
        assert reader.next_due() is None
    assert (released, released, 1, date(2026, 7, 2)) == (
        article.published,
        article.updated,
        article.version,
        article.date,
    )


def test_store_that_cannot_be_written_to_is_left_as_it_is(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    """Readers are served on; SQLite's own mark makes the file one that may only be read."""
    feed(TOMORROW)
    store.close()
    path = Path(newsroom.settings.database)
    data = bytearray(path.read_bytes())
    data[18] = 3  # the write version: of a format newer than this SQLite knows
    path.write_bytes(data)

    keep_current(newsroom, store, datetime(2026, 7, 2, 12, 0, 0, tzinfo=UTC))

    assert shown(store) == ["Pier painted"]


def test_store_without_withheld_articles_is_not_written_to(newsroom: Newsroom, store: Store, feed: Feed) -> None:
    feed(make_listing(make_entry("Pier painted", "1 July 2026")))
    with store.read() as reader:
        before = reader.generation()
    keep_current(newsroom, store, datetime(2027, 1, 1, tzinfo=UTC))

    with store.read() as reader:
        assert before == reader.generation()
        assert reader.touched(EVERYTHING) == NOW
