"""Parameters of embeds: what they take, and their one spelling."""

import pytest

from osce_feeds.errors import BadParameter
from osce_feeds.model.look import USUAL
from osce_feeds.model.look import Look
from osce_feeds.model.look import parse_look


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], USUAL),
        ([("count", " "), ("heading", ""), ("other", "x")], USUAL),
        ([("count", "20"), ("heading", "1"), ("theme", " dark ")], Look(20, 1, "dark")),
        ([("count", "3"), ("count", "3")], Look(3)),
        ([("limit", "3")], Look(3)),
        ([("limit", "500")], Look(20)),
        ([("limit", "3"), ("count", "9")], Look(3)),
        ([("limit", "9"), ("count", "3")], Look(3)),
    ],
)
def test_look_is_what_parameters_ask_for(pairs: list[tuple[str, str]], expected: Look) -> None:
    assert expected == parse_look(pairs)


@pytest.mark.parametrize(
    ("name", "value"),
    [("count", "0"), ("count", "21"), ("count", "1.5"), ("heading", "7"), ("theme", "blue"), ("limit", "0")],
)
def test_value_that_a_parameter_does_not_take_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as refused:
        parse_look([(name, value)])

    assert refused.value.parameter == name


def test_two_values_are_refused() -> None:
    with pytest.raises(BadParameter):
        parse_look([("theme", "light"), ("theme", "dark")])


def test_only_what_is_not_as_usual_is_spelt_out() -> None:
    assert USUAL.pairs == ()
    assert Look(3, 4, "light").pairs == (("count", "3"), ("heading", "4"), ("theme", "light"))
