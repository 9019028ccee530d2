"""Every sample in every format, byte for byte as it was last looked at.

A difference is either a mistake or a change that subscribers will see. Where it
is meant, ``UPDATE_GOLDEN=1 pytest tests/formats/test_golden.py`` writes the
files anew; the difference then belongs into the same commit.
"""

import os
from pathlib import Path

import pytest
from tests.builders import CHANNELS
from tests.builders import rendered
from tests.conftest import ROOT

from osce_feeds.formats import FORMATS
from osce_feeds.formats import Format

GOLDEN = ROOT / "tests" / "golden"
TAGS = ("en", "ru")


def golden_file(sample_name: str, tag: str, form: Format) -> Path:
    return GOLDEN / sample_name / tag / form.file


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("form", FORMATS, ids=[form.name for form in FORMATS])
@pytest.mark.parametrize("sample_name", CHANNELS)
def test_rendition_is_byte_for_byte_the_golden_one(sample_name: str, form: Format, tag: str) -> None:
    path = golden_file(sample_name, tag, form)
    actual = rendered(form, CHANNELS[sample_name], tag)
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual)

    assert path.read_bytes() == actual


def test_no_golden_file_is_left_over() -> None:
    expected = {golden_file(name, tag, form) for name in CHANNELS for form in FORMATS for tag in TAGS}
    found = {path for path in GOLDEN.rglob("*") if path.is_file()}

    assert sorted(found - expected) == []
