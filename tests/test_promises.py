"""What tries the promises: that it tries them, and that it says so where one is broken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from promises import kills
from promises import repeats
from promises import run
from promises import sequences
from promises import tokens
from promises.outcome import Outcome
from promises.outcome import Promise


@pytest.mark.parametrize(
    ("attempt", "number", "figure"),
    [
        (kills.ingests, 4, "4 kills"),
        (sequences.redesigns, 25, "25 listings"),
        (repeats.same, 10, "10 repetitions"),
    ],
)
def test_promise_is_kept_a_few_times(
    attempt: Callable[[int, Path], Outcome], number: int, figure: str, tmp_path: Path
) -> None:
    outcome = attempt(number, tmp_path)

    assert outcome.faults == ()
    assert outcome.figure.startswith(figure)


def test_broken_promise_is_said_with_what_broke_it() -> None:
    assert str(Outcome("4 kills", ("kill 2: lost",))) == "4 kills: BROKEN\n    kill 2: lost"
    assert str(Outcome("4 kills")) == "4 kills: kept"


def test_what_is_raised_breaks_a_promise(capsys: pytest.CaptureFixture[str]) -> None:
    def attempt(_number: int, _folder: Path) -> Outcome:
        message = "no store"
        raise ValueError(message)

    outcome = run.attempt(Promise("P0", attempt, 1, 1), 3)
    assert outcome.faults == ("ValueError('no store')",)
    assert "no store" in capsys.readouterr().err


def test_times_of_one_kind_are_told_from_times_of_another() -> None:
    """Those that were interrupted count for nothing."""
    one, other = [1.0, 1.1, 1.2, 1.1] * 50, [1.3, 1.4, 1.5, 1.4] * 50

    assert tokens.welch(one, [*one, 900.0]) == pytest.approx(0, abs=1.5)
    assert abs(tokens.welch(one, other)) > 4.5
    assert tokens.welch([1.0] * 40, [1.0] * 40) == 0
