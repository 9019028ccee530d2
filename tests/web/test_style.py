"""The style sheet, as far as its text can be held to something."""

import re

import pytest
from tests.conftest import ROOT

STYLE = (ROOT / "src" / "osce_feeds" / "web" / "static" / "site.css").read_text(encoding="utf-8")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)(?:-[a-z]+)?|left|right"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:float|clear|text-align)\s*:\s*(?:left|right)"
)
"""Properties and values that name a side, so that pages written from right to left would not mirror them."""
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:\s*([^;}]+)")


def test_no_rule_names_left_or_right() -> None:
    assert PHYSICAL.findall(STYLE) == []


def test_no_shorthand_gives_its_two_sides_different_widths() -> None:
    four = [value.split() for value in FOUR.findall(STYLE) if "(" not in value]

    assert [sides for sides in four if len(sides) == 4 and sides[1] != sides[3]] == []


@pytest.mark.parametrize(
    "rule", ["a { margin-left: 0; }", "a{left:0}", "a { text-align: right; }", "a { border-right-width: 1px }"]
)
def test_rule_that_names_a_side_would_be_noticed(rule: str) -> None:
    assert PHYSICAL.search(rule)


@pytest.mark.parametrize(
    "rule", ["a { margin-inline-start: 0; }", "a { text-align: start; }", "a { --left: 1; }", "a { border-top: 0 }"]
)
def test_rule_that_names_none_passes(rule: str) -> None:
    assert not PHYSICAL.search(rule)
