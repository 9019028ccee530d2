"""Which content coding is chosen, after RFC 9110 section 12.5.3."""

import gzip

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osce_feeds.web.coding import chosen
from osce_feeds.web.coding import encoded


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP ; Q=0.5", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("identity;q=0.5, gzip;q=0.4", ""),
        ("identity;q=0, gzip;q=0.4", "gzip"),
        ("deflate, zstd", ""),
        ("identity;q=0", ""),
        ("gzip;q=2", ""),
        ("gzip;q=nan", ""),
        ("gzip;q=x", ""),
        ("gzip;level=9", ""),
        ("x-gzip", ""),
        (",,;;=,gzip", "gzip"),
        ("gzip," * 1000, ""),
    ],
)
def test_coding_is_the_best_that_the_client_takes(accepted: str, coding: str) -> None:
    assert coding == chosen(accepted)


@given(st.text(alphabet="brgzip;q=*,.019 identy-", max_size=60))
def test_no_field_is_a_mistake_of_ours(accepted: str) -> None:
    assert chosen(accepted) in {"br", "gzip", ""}


@given(st.binary(max_size=2000))
def test_bytes_come_back_and_equal_ones_are_coded_alike(body: bytes) -> None:
    assert body == encoded(body, "")
    assert body == gzip.decompress(encoded(body, "gzip"))
    assert body == brotli.decompress(encoded(body, "br"))
    assert encoded(body, "gzip") == encoded(body, "gzip")
