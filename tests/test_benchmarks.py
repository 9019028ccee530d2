import gc
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import chain
from itertools import repeat
from pathlib import Path

import msgspec
import pytest
from tests.builders import make_channel
from tests.conftest import ROOT
from tests.listings import rows

import archives
import feeds
import lists
import serving
import store as store_benchmark
import timing
from metadata import CLOSED_OFFICE
from metadata import FREQUENT_OFFICE
from metadata import LATE_TOPIC
from newsroom import LAST
from newsroom import NOW
from newsroom import RARE_LANGUAGE
from newsroom import articles
from newsroom import build
from newsroom import listing
from newsroom import main as write_newsroom
from osce_feeds.formats.json_lines import render
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.raw import RawEntry
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.normaliser import Evidence
from osce_feeds.normaliser import normalise
from osce_feeds.sources.text_listing import TEXT_LISTING
from osce_feeds.store import Store
from osce_feeds.text import clean
from questions import QUESTIONS
from questions import SEARCHES
from questions import Question
from rows import Rows
from run import BENCHMARKS
from run import run
from timing import Result
from timing import cost
from timing import ratio
from timing import table

COUNT = 3_000
SCRIPT = "import sys\nfrom timing import Result, main\nsys.exit(main(lambda: {results}))\n"


@pytest.fixture(autouse=True)
def swift(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the garbage where it is: what other tests keep is much, and nothing here is about seconds."""
    monkeypatch.setattr("gc.collect", lambda: 0)


@pytest.fixture(scope="module")
def archive() -> list[Article]:
    return list(articles(COUNT))


class Clock:
    """A clock that only work moves on."""

    def __init__(self) -> None:
        self.now = 0.0

    def perf_counter(self) -> float:
        return self.now

    def work(self, *seconds: float) -> Callable[[], None]:
        """Return work that lasts so many seconds, call for call, and at last always the same."""
        lasting = chain(seconds, repeat(seconds[-1]))

        def work() -> None:
            self.now += next(lasting)

        return work


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timing, "time", clock)
    monkeypatch.setattr(gc, "collect", lambda: 0)
    return clock


@pytest.mark.parametrize("ours", [0.00001, 0.0004, 1, 60])
@pytest.mark.parametrize("times", [0.1, 1, 4])
def test_ratio_says_how_many_times_as_fast_ours_is(clock: Clock, ours: float, times: float) -> None:
    assert ratio(clock.work(ours), clock.work(times * ours)) == pytest.approx(times)
    assert cost(clock.work(ours), clock.work(times * ours)) == pytest.approx(1 / times)


def test_ratio_passes_over_rounds_that_were_disturbed(clock: Clock) -> None:
    """Here the first call, which is none of the rounds, and the rounds 2 and 5 of seven."""
    assert ratio(clock.work(9, 1, 9, 1, 1, 9, 1), clock.work(2)) == pytest.approx(2)


def test_ratio_of_rounds_that_are_slow_as_a_whole_is_that_of_the_others(clock: Clock) -> None:
    slower = (1, 5, 1, 7, 6, 8, 1, 9)
    assert ratio(clock.work(*slower), clock.work(*(3 * second for second in slower))) == pytest.approx(3)


def test_ratio_lets_each_of_the_two_begin_in_turn(clock: Clock) -> None:
    begun: list[str] = []

    def work(name: str) -> None:
        begun.append(name)
        clock.now += 1

    ratio(lambda: work("ours"), lambda: work("theirs"), repeat=3)

    assert begun[:2] == ["ours", "theirs"]
    assert begun[2:] == ["theirs", "ours", "ours", "theirs", "theirs", "ours"]


def test_table_says_which_goals_are_reached() -> None:
    results = [Result("speed", 2.04, 3), Result("speed of another", 3, 3), Result("growth", 0.5, 0.5, at_most=True)]

    assert table([*results, Result("cost", 21, 20, at_most=True)]) == [
        "what              reached  goal",
        "speed                 2.0  at least 3   FAIL",
        "speed of another      3.0  at least 3   PASS",
        "growth              0.500  at most 0.5  PASS",
        "cost                 21.0  at most 20   FAIL",
    ]


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for benchmarks, which find ``timing``."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "benchmarks"))
    return tmp_path


def test_runner_prints_the_results_of_all_benchmarks_as_one_table(
    scripts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fast, slow = scripts / "fast.py", scripts / "slow.py"
    fast.write_text(SCRIPT.format(results="[Result('lists', 2, 1)]"))
    slow.write_text(SCRIPT.format(results="[Result('pages', 0.5, 1), Result('feeds', 1, 1)]"))

    assert run([fast])
    capsys.readouterr()
    assert not run([fast, slow])
    assert capsys.readouterr().out.splitlines() == [
        "what         reached  goal",
        "fast: lists      2.0  at least 1  PASS",
        "slow: pages    0.500  at least 1  FAIL",
        "slow: feeds      1.0  at least 1  PASS",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("raise SystemExit(3)", "FAIL: lame ended with 3 and 0 results"),
        ("raise ValueError", "FAIL: lame ended with 1 and 0 results"),
        ("print('fast!')", "FAIL: lame printed something else than results: 'fast!'"),
        (SCRIPT.format(results="[]"), "FAIL: lame ended with 0 and 0 results"),
    ],
)
def test_runner_fails_for_a_benchmark_without_results_and_goes_on(
    scripts: Path, capfd: pytest.CaptureFixture[str], content: str, expected: str
) -> None:
    lame, fast = scripts / "lame.py", scripts / "fast.py"
    lame.write_text(content)
    fast.write_text(SCRIPT.format(results="[Result('lists', 2, 1)]"))

    assert not run([lame, fast])
    out = capfd.readouterr().out
    assert "fast: lists" in out
    assert expected in out.splitlines()


def test_every_benchmark_is_run_and_documented() -> None:
    scripts = (ROOT / "benchmarks").glob("*.py")
    documented = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    found = {script.stem for script in scripts if script.read_text(encoding="utf-8").endswith("sys.exit(main(run))\n")}

    assert found == set(BENCHMARKS)
    assert [name for name in found if f"benchmarks/{name}.py" not in documented] == []


def test_newsroom_is_the_same_for_the_same_seed_and_count(archive: list[Article]) -> None:
    assert archive == list(articles(COUNT))
    assert listing(50) == listing(50)
    others = {article.key for article in articles(COUNT, seed=2)}
    assert others.isdisjoint(article.key for article in archive)


def test_articles_are_valid(archive: list[Article], vocabulary: Vocabulary) -> None:
    moments = [article.published for article in archive]

    assert sorted(set(moments)) == moments
    for article in archive:
        assert article.headline
        assert article.published.date() == article.date <= LAST
        assert article.published <= article.received <= NOW
        assert article.updated == (article.published if article.version == 1 else article.received)
        assert 200 <= len(article.summary) <= 600 or article.status is Status.CANCELED
        for text in (article.headline, article.summary, article.dateline.text if article.dateline else ""):
            assert clean(text) == text
        for term in article.terms:
            concept = vocabulary.get(term.scheme, term.code)
            assert concept
            assert concept.term == term
        assert len(article.offices) <= 2
        assert len(article.topics) <= 3


def test_archive_has_the_skew_and_the_gaps_of_a_real_one(archive: list[Article]) -> None:
    def share(number: int) -> float:
        return number / COUNT

    codes = Counter(term.code for article in archive for term in article.terms)
    languages = Counter(article.language for article in archive)
    versions = Counter(article.version for article in archive)
    editions = Counter(article.work for article in archive)

    assert share(codes[FREQUENT_OFFICE]) == pytest.approx(0.12, abs=0.03)
    assert codes[FREQUENT_OFFICE] > 100 * codes["osce-main-website"]
    assert codes[CLOSED_OFFICE] > 20
    assert codes[LATE_TOPIC] > 20
    assert not [article for article in archive if {CLOSED_OFFICE, LATE_TOPIC} <= {term.code for term in article.terms}]
    assert share(sum(not article.terms for article in archive)) == pytest.approx(0.17, abs=0.03)
    assert len(languages) == 8
    assert share(languages["en"]) == pytest.approx(0.7, abs=0.03)
    assert min(languages, key=lambda language: languages[language]) == RARE_LANGUAGE
    assert set(versions) == {1, 2, 3}
    assert share(sum(number > 1 for number in editions.values())) == pytest.approx(0.03, abs=0.015)
    assert 0 < sum(article.status is Status.CANCELED for article in archive) < COUNT / 100
    assert {article.date.year for article in archive} == set(range(1999, 2027))
    assert {article.key for article in archive} >= set(editions)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_newsroom_can_be_as_small_as_one_likes(count: int) -> None:
    assert len(list(articles(count))) == count


def test_listing_is_read_as_it_was_meant(vocabulary: Vocabulary) -> None:
    """Every entry is found, and the normaliser takes it apart at the places where it was put together."""
    entries = list(TEXT_LISTING.read(listing(COUNT).encode(), "listing.txt"))

    assert len(entries) == COUNT
    readings = []
    for entry in entries:
        assert isinstance(entry, RawEntry)
        normalised = normalise(entry, vocabulary, Evidence())
        assert {problem.code for problem in normalised.problems} <= {
            "metadata.missing",
            "summary.cut",
            "dateline.differs",
        }
        assert normalised.reading
        readings.append(normalised.reading)
    assert sorted((reading.date for reading in readings), reverse=True) == [reading.date for reading in readings]
    assert sum(reading.summary_cut for reading in readings) / COUNT == pytest.approx(0.75, abs=0.05)
    assert sum(reading.dateline is not None for reading in readings) / COUNT == pytest.approx(0.7, abs=0.05)


def run_newsroom(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> None:
    monkeypatch.setattr(sys, "argv", ["newsroom.py", *map(str, arguments)])
    write_newsroom()


def test_newsroom_is_written_in_the_format_that_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_newsroom(monkeypatch, "40", "-o", tmp_path / "n.jsonl", "--seed", "7")
    written = (tmp_path / "n.jsonl").read_bytes()

    assert b"".join(render(make_channel(articles(40, 7)), localiser(LANGUAGES[0]))) == written
    assert [msgspec.json.decode(line, type=Article) for line in written.splitlines()] == list(articles(40, 7))


def test_newsroom_is_written_as_a_listing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_newsroom(monkeypatch, "40", "-o", tmp_path / "n.txt", "--as", "listing")

    assert (tmp_path / "n.txt").read_text(encoding="utf-8") == listing(40)


def test_store_is_filled_with_a_newsroom(tmp_path: Path) -> None:
    build(tmp_path / "n.db", 200)
    expected = list(articles(200))
    store = Store(str(tmp_path / "n.db"))
    with store.read() as reader:
        assert [reader.article(article.key) for article in expected] == expected
        frequent = [article.key for article in expected if FREQUENT_OFFICE in [term.code for term in article.offices]]
        shown = reader.newest(Selection(offices=(FREQUENT_OFFICE,)), "en", 200)
        assert {article.key for article in shown} <= set(frequent)
        works = {article.work for article in expected if article.status is Status.USABLE}
        assert reader.count(EVERYTHING, "en") == len(works)
    store.close()


def test_rows_are_written_as_they_were(tmp_path: Path) -> None:
    build(tmp_path / "n.db", 30)
    Rows(tmp_path / "n.db", 4).write(tmp_path / "copy.db")

    ours, theirs = rows(tmp_path / "n.db"), rows(tmp_path / "copy.db")
    for part in ("words_data", "words_idx"):  # as they happen to have been merged
        assert bool(ours.pop(part)) == bool(theirs.pop(part))
    assert ours == theirs


def test_store_is_measured_at_two_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (archives, store_benchmark):
        monkeypatch.setattr(module, "CACHE", tmp_path)
    assert len({result.what for result in store_benchmark.run((150, 300), filled=50, repeat=1)}) == 4
    assert len(list(tmp_path.glob("newsroom-*.db"))) == 2


def test_lists_are_measured_at_two_sizes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In archives so small nobody writes from a rare office, nor of a late topic."""
    monkeypatch.setattr(archives, "CACHE", tmp_path)
    monkeypatch.setattr(lists, "QUESTIONS", QUESTIONS[:3])
    monkeypatch.setattr(lists, "SEARCHES", SEARCHES[1:2])
    in_english = replace(lists._IN_RARE.selection, content="en")
    monkeypatch.setattr(lists, "_IN_RARE", replace(lists._IN_RARE, selection=in_english))
    monkeypatch.setattr(lists, "RARE_LANGUAGE", "en")

    assert len({result.what for result in lists.run((150, 300), repeat=1)}) == 3 * 4 + 1


def test_list_that_outlasts_patience_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CACHE", tmp_path)
    with closing(archives.archive(300)) as archive:
        assert archive.newest(QUESTIONS[0])
        for name, value in (("PATIENCE", -1), ("_STEPS", 1)):
            monkeypatch.setattr(archives, name, value)
        assert archive.newest(QUESTIONS[0]) is None


def test_list_that_is_empty_against_expectation_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CACHE", tmp_path)
    question = Question("nothing", Selection(offices=("nowhere",)))
    with (
        closing(archives.archive(20)) as archive,
        pytest.raises(RuntimeError, match="nothing, 20 articles: 0 found"),
    ):
        archive.newest(question)


def test_feeds_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "WARM", {3: 0.0})
    results = list(feeds.run((3,), repeat=1))

    assert len({result.what for result in results}) == 2 * 2 + 2 * 2
    assert all(result.reached > 0 for result in results)


def test_serving_names_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_which", lambda _tool: "")

    with pytest.raises(SystemExit, match="sudo apt-get install nginx-light wrk"):
        list(serving.run())
