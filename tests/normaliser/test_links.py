"""Addresses: which are usable, how they become absolute, and which are the same."""

import time

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from osce_feeds.normaliser.links import absolute
from osce_feeds.normaliser.links import node_id
from osce_feeds.normaliser.links import normal_url

BASE = "https://voss.example.org/news/listing?page=1#top"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://oslo.example.org", "https://oslo.example.org"),
        (" \n HTTPS://Oslo.Example.org:8080/A?b=c&d#e\t", "https://oslo.example.org:8080/A?b=c&d#e"),
        ("/node/12", "https://voss.example.org/node/12"),
        ("12", "https://voss.example.org/news/12"),
        ("../12", "https://voss.example.org/12"),
        ("?page=2", "https://voss.example.org/news/listing?page=2"),
        ("//oslo.example.org/a", "https://oslo.example.org/a"),
        ("https://bodø.example.org/bodø?ø=[1]", "https://xn--bod-2na.example.org/bod%C3%B8?%C3%B8=%5B1%5D"),
        ("/50%/a%2Fb", "https://voss.example.org/50%25/a%2Fb"),
        ('/a"<>\\b', "https://voss.example.org/a%22%3C%3E%5Cb"),
        ("http://[2001:DB8::1]:80/a", "http://[2001:db8::1]:80/a"),
        ("http://192.0.2.1/", "http://192.0.2.1/"),
        ("http://oslo_1.example.org./", "http://oslo_1.example.org./"),
    ],
)
def test_usable_address_is_made_absolute(url: str, expected: str) -> None:
    assert expected == absolute(url, BASE)
    assert expected == absolute(expected)


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "mailto:a@voss.example.org",
        "file:///etc/passwd",
        "https:",
        "https://",
        "https:///voss.example.org",
        "https:node/12",
        "https://press@oslo.example.org/",
        "https://press:word@oslo.example.org/",
        "https://oslo.example.org\\@bergen.example.org",
        "https://oslo.example.org:port/",
        "https://oslo.example.org:99999/",
        "https://oslo..example.org/",
        "https://-oslo.example.org/",
        "https://oslo%20.example.org/",
        "https://oslo.example.org\u3002\u3002/",
        "https://[::1",
        "https://[::g]/",
        "https://[fe80::1%25eth0]/",
        "https://" + "ø" * 64 + ".example.org/",
        "https://" + "a." * 130 + "org/",
        "https://oslo.example.org/" + "a" * 2048,
        "https://oslo.example.org/" + "ø" * 700,
        "https://oslo.example.org/a b",
        "https://oslo.example.org/a\u00a0b",
        "/a\nb",
        "/a\x00b",
        "/a\x85b",
        "/a\ufffe",
        "/a\ud800",
    ],
)
def test_address_that_cannot_be_followed_is_none(url: str) -> None:
    assert absolute(url, "https://voss.example.org/" if url.startswith("/") else "") == ""
    assert normal_url(url) == ""


def test_relative_address_stays_unusable_without_a_usable_base() -> None:
    assert [absolute("/node/12", base) for base in ("", "news", "javascript:x", "http://[")] == [""] * 4


SAME = "https://voss.example.org/A/b?page=2&type=x"


@pytest.mark.parametrize(
    "url",
    [
        "https://voss.example.org/A/b?page=2&type=x",
        "http://voss.example.org/A/b?page=2&type=x",
        "HTTP://WWW.Voss.example.ORG:80/A/b/?page=2&type=x#top",
        "https://voss.example.org.:443/A/./c/../b?page=2&&type=x",
        "https://voss.example.org/%41/b?utm_source=mail&page=2&UTM_Medium=x&type=x&fbclid=1&gclid",
        "https://www.www.voss.example.org/A/b//?page=%32&type=x&",
    ],
)
def test_addresses_of_one_page_are_equal_in_normal_form(url: str) -> None:
    assert normal_url(url) == SAME


@pytest.mark.parametrize(
    "url",
    [
        "https://voss.example.org/a/b?page=2&type=x",
        "https://oslo.example.org/A/b?page=2&type=x",
        "https://voss.example.org:8080/A/b?page=2&type=x",
        "https://voss.example.org/A/b?page=3&type=x",
        "https://voss.example.org/A/b?page=2&type=x&utmost=1",
        "https://voss.example.org/A%2Fb?page=2&type=x",
        "https://voss.example.org/A/b",
    ],
)
def test_addresses_of_other_pages_differ_in_normal_form(url: str) -> None:
    assert normal_url(url) not in {SAME, ""}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://voss.example.org/", "https://voss.example.org"),
        ("http://www.com/", "https://www.com"),
        ("http://[2001:DB8::1]:80/a/", "https://[2001:db8::1]/a"),
        ("http://[2001:DB8::1]:81/a/", "https://[2001:db8::1]:81/a"),
        ("https://voss.example.org/../../a", "https://voss.example.org/a"),
        ("https://voss.example.org/%c3%b8%7e?%E2%82%AC", "https://voss.example.org/%C3%B8~?%E2%82%AC"),
    ],
)
def test_normal_form_is_an_address_itself(url: str, expected: str) -> None:
    assert expected == normal_url(url)


PIECES = (
    "http",
    "https",
    ":",
    "//",
    "/",
    "www.",
    "Voss",
    ".",
    "org",
    "..",
    "%",
    "%41",
    "%2f",
    "?",
    "&",
    "=",
    "#",
    "@",
    "[",
    "]",
)
urls = st.lists(
    st.sampled_from([*PIECES, "ø", "80", "443", "utm_a=1", " ", "\\"]) | st.text(max_size=2), max_size=12
).map("".join)


@settings(deadline=None)
@given(urls | urls.map("https://voss.example.org/".__add__))
def test_what_was_made_absolute_or_normal_is_so(url: str) -> None:
    for form in (absolute(url, BASE), absolute(url)):
        assert form == absolute(form, "https://oslo.example.org/")
        assert not form or form.startswith(("http://", "https://"))
        assert form.isascii()
    assert normal_url(url) == normal_url(normal_url(url))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.osce.org/node/512345",
        "http://osce.org/node/512345/",
        "https://www.osce.org/uk/node/512345?fbclid=abc",
        "https://www.osce.org/pt-br/node/0512345#top",
        "https://oslo.osce.org/node/512345",
        "https://www.oslo.osce.org/hbs/node/512345",
        "https://www.osce.org/mission-to-voss/512345",
        "https://www.osce.org/uk/mission-to-voss/bridges/512345?download=true",
    ],
)
def test_all_addresses_of_a_node_mean_that_node(url: str) -> None:
    assert node_id(url) == "osce.org:512345"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/node/512345",
        "https://voss.example.org/node/512345",
        "https://notosce.org/node/512345",
        "https://osce.org.example.org/node/512345",
        "https://www.osce.org/512345",
        "https://www.osce.org/press-releases/2025",
        "https://www.osce.org/node/512345/edit",
        "https://www.osce.org/node/51234a",
        "https://www.osce.org/node/٥",
        "https://www.osce.org/taxonomy/term/512345",
        "https://www.osce.org/voss/12345678901",
        "https://www.osce.org/press-releases?page=512345",
    ],
)
def test_other_addresses_mean_no_node(url: str) -> None:
    assert node_id(url) == ""


@pytest.mark.parametrize("piece", ["/", ".", "../", "%", "%41", "&", "a.", "/a", "ø", "utm_", "[", ":"])
def test_worst_addresses_take_a_moment(piece: str) -> None:
    start = time.process_time()
    for size in (600, 20_000):
        for url in (
            f"https://{piece * size}",
            f"https://www.osce.org/{piece * size}",
            f"https://osce.org/?{piece * size}",
        ):
            node_id(url)
            absolute(url, url)
    assert time.process_time() - start < 2
