"""The door for JSON: only what every reader understands alike."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.json_text import DEPTH_LIMIT
from osce_feeds.sources.json_text import decode_json
from osce_feeds.text import legal


def nested(depth: int, more: str = "") -> str:
    return "[" * depth + more + "]" * depth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"a": [1, -2.5, 1e3, true, false, null, "Øre \\u00d8"]}',
            {"a": [1, -2.5, 1000.0, True, False, None, "Øre Ø"]},
        ),
        ('\ufeff {"a": {}} \n', {"a": {}}),
        ("18446744073709551615", 2**64 - 1),
        ("-9223372036854775808", -(2**63)),
        ('"\\ud83d\\ude00"', "😀"),
        ('{"a": "\\ud800 \\u0007 \\ufffe \\r\\n \\u2028"}', {"a": "   \n \n"}),
        ('["\\ud800", ["\\u0000"]]', ["", [""]]),
        ('"\\udc00"', ""),
        (nested(DEPTH_LIMIT, '"' + "[" * 99 + '"'), json.loads(nested(DEPTH_LIMIT, '"' + "[" * 99 + '"'))),
        ('["\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]', ['"' + "[" * 42]),
        (f"[{'[],' * 50}{{}}]", [*([[]] * 50), {}]),
    ],
)
def test_json_is_read_with_its_strings_legal(text: str, expected: object) -> None:
    assert expected == decode_json(text, "feed.json")


@pytest.mark.parametrize(
    ("text", "detail", "line"),
    [
        ("", r"not JSON: Expecting value \(column 1\)", 7),
        ("{", "not JSON: Expecting property name", 7),
        ('{"a": 1}\n\n{', r"not JSON: Extra data \(column 1\)", 9),
        ('{"a":\n[1,\n}', "not JSON: Expecting value", 9),
        ("{'a': 1}", "not JSON: Expecting property name", 7),
        ('"tab\there"', "not JSON: Invalid control character", 7),
        ("[1,]", "not JSON: ", 7),
        ("01", "not JSON: Extra data", 7),
        ('{"a": 1, "b": 2, "a": 1}', "its JSON has the name 'a' twice in one object", 7),
        ('[{"b": {"a": 1, "\\u0061": 2}}]', "its JSON has the name 'a' twice in one object", 7),
        ("[NaN]", "its JSON holds NaN, which is no number", 7),
        ("[-Infinity]", "its JSON holds -Infinity, which is no number", 7),
        ("1e400", "its JSON holds a number that is too large", 7),
        ("1" * 21, "its JSON holds an integer of more than 20 digits", 7),
        ("-" + "1" * 5_000, "its JSON holds an integer of more than 20 digits", 7),
        ("1" * 5_000 + ".0", "its JSON holds a number that is too large", 7),
        (nested(DEPTH_LIMIT + 1), "its JSON is nested more than 32 deep", 7),
        ("[" * 100_000, "its JSON is nested more than 32 deep", 7),
        ('{"a":' * 100_000, "its JSON is nested more than 32 deep", 7),
        ("]" * 50 + "[" * 33, "not JSON: ", 7),
    ],
)
def test_what_two_readers_understand_differently_is_refused(text: str, detail: str, line: int) -> None:
    with pytest.raises(DocumentRefused) as caught:
        decode_json(text, "feed.json", 7)
    assert re.match(detail, caught.value.detail)
    assert (caught.value.source, caught.value.line) == ("feed.json", line)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=5), children, max_size=4),
    max_leaves=20,
)


def made_legal(value: object) -> object:
    if isinstance(value, str):
        return legal(value)
    if isinstance(value, list):
        return [made_legal(one) for one in value]
    if isinstance(value, dict):
        return {key: made_legal(one) for key, one in value.items()}
    return value


@given(value=values)
def test_any_value_comes_back(value: object) -> None:
    assert made_legal(value) == decode_json(json.dumps(value), "feed.json")
    assert made_legal(value) == decode_json(json.dumps(value, ensure_ascii=False, indent=1), "feed.json")


@given(text=st.text(alphabet='[]{}",:\\ue01-"ab\n', max_size=80))
def test_any_text_is_read_as_python_does_or_refused(text: str) -> None:
    try:
        found = decode_json(text, "feed.json")
    except DocumentRefused:
        return
    assert made_legal(json.loads(text)) == found
