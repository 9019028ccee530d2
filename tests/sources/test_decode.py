"""Bytes become text when they are UTF-8, and are refused with their place when they are not."""

import pytest

from osce_feeds.errors import DocumentRefused
from osce_feeds.sources.base import decode


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ""),
        (b"Voss\r\nOslo\n", "Voss\r\nOslo\n"),
        ("Bodø — 桟橋 🜨".encode(), "Bodø — 桟橋 🜨"),
        (b"\xef\xbb\xbfVoss", "Voss"),
        (b"\xef\xbb\xbf", ""),
        (b"\xef\xbb\xbf\xef\xbb\xbfVoss", "\ufeffVoss"),
        (b"Vo\x1b\x7fss\xef\xbf\xbe", "Vo\x1b\x7fss\ufffe"),
    ],
)
def test_utf_8_is_text_as_it_stands(data: bytes, expected: str) -> None:
    assert expected == decode(data, "listing.txt")


@pytest.mark.parametrize(
    ("data", "byte", "offset", "line"),
    [
        pytest.param(b"Bod\xf8", "F8", 3, 1, id="latin-1"),
        pytest.param(b"Voss\nOslo\nBod\xf8 and H\xf8nefoss\n", "F8", 13, 3, id="the first of two"),
        pytest.param(b"Voss\r\n\r\n\x96 Oslo", "96", 8, 3, id="windows-1252"),
        pytest.param(b"Voss \xe2\x80", "E2", 5, 1, id="cut inside a character"),
        pytest.param(b"\xed\xa0\x80", "ED", 0, 1, id="surrogate"),
        pytest.param(b"\xc0\xaf", "C0", 0, 1, id="overlong"),
        pytest.param(b"\xff\xfeV", "FF", 0, 1, id="UTF-16 mark"),
        pytest.param(b"\xef\xbb\xbfVoss\n\xf8", "F8", 8, 2, id="after a byte order mark"),
        pytest.param(b"\xef\xbb\xbf\xf8", "F8", 3, 1, id="directly after a byte order mark"),
    ],
)
def test_other_encodings_are_refused_with_the_first_wrong_byte_and_its_line(
    data: bytes, byte: str, offset: int, line: int
) -> None:
    with pytest.raises(DocumentRefused) as caught:
        decode(data, "listing.txt")
    detail = f"not UTF-8: byte 0x{byte} at offset {offset}; save the file again with the encoding UTF-8"
    assert (detail, "listing.txt", line) == (caught.value.detail, caught.value.source, caught.value.line)
    assert f"listing.txt, line {line}: {detail}" == str(caught.value)


@pytest.mark.parametrize(
    ("data", "offset"), [(b"\0", 0), (b"PK\x03\x04\x00\xff\x00", 4), ("Voss".encode("utf-16-le"), 1), (b"\xff\0", 1)]
)
def test_binary_files_are_refused_with_their_first_nul(data: bytes, offset: int) -> None:
    with pytest.raises(DocumentRefused) as caught:
        decode(data, "listing.txt")
    detail = f"this is a binary file (byte 0 at offset {offset}), not text; save the listing page as text"
    assert (detail, "listing.txt", None) == (caught.value.detail, caught.value.source, caught.value.line)
