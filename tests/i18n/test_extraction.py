"""Names of the vocabulary as translatable messages."""

import io

from osce_feeds.i18n.extraction import extract_names

VOCABULARY = b"""scheme = "office"
suffixes = []

[concept.office-in-voss]
name = "Office in Voss"
aliases = ["Voss Office"]
former = [{ name = "Pier Office in Voss" }]

[concept.office-in-oslo]
name = "Office in Oslo"
closed = true
"""


def test_each_name_is_found_with_its_scheme_at_its_line() -> None:
    assert list(extract_names(io.BytesIO(VOCABULARY), (), (), {})) == [
        (4, "pgettext", ("office", "Office in Voss"), []),
        (9, "pgettext", ("office", "Office in Oslo"), ["a closed office"]),
    ]
