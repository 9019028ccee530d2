"""What may be asked: names that are allowed, at addresses that are on the open internet."""

import pytest

from osce_feeds.errors import FetchRefused
from osce_feeds.http_client.guard import Guard
from osce_feeds.http_client.guard import is_public
from osce_feeds.http_client.guard import place

PUBLIC = "93.184.216.34"
PUBLIC_6 = "2606:2800:220:1::1"


def guard(*hosts: str, ips: tuple[str, ...] = (PUBLIC,), anywhere: bool = False) -> Guard:
    return Guard(hosts, anywhere=anywhere, resolve=lambda _host, _port: ips)


@pytest.mark.parametrize("ip", [PUBLIC, PUBLIC_6, "::ffff:93.184.216.34", "64:ff9b::5db8:d822", "2002:5db8:d822::1"])
def test_addresses_of_the_open_internet_are_public(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254"),  # noqa: S104
        *("100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "ff0e::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
        *("2002:7f00:1::", "2002:a00:1::1", "2001:0:5db8:d822::80ff:fffe", "::ffff:224.0.0.1"),
        *("", "localhost", "2130706433", "0177.0.0.1", "127.1"),
    ],
)
def test_other_addresses_are_not_whatever_they_are_wrapped_in(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    ("hosts", "address"),
    [
        (("www.example.org",), "https://www.example.org/news?page=1"),
        (("www.example.org",), "HTTPS://WWW.EXAMPLE.ORG./news"),
        (("WWW.example.org.",), "http://www.example.org:80/"),
        ((".example.org",), "https://example.org/"),
        ((".example.org",), "https://voss.mission.example.org/"),
    ],
)
def test_allowed_hosts_are_asked_at_the_address_that_was_looked_at(hosts: tuple[str, ...], address: str) -> None:
    assert guard(*hosts).target(address).ips == (PUBLIC,)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org.evil.test/",
        "https://evilexample.org/",
        "https://example.orgg/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://localhost/",
    ],
)
def test_hosts_that_only_look_like_an_allowed_one_are_refused(address: str) -> None:
    with pytest.raises(FetchRefused, match="FETCH_HOSTS"):
        guard(".example.org").target(address)


@pytest.mark.parametrize(
    "address",
    [
        *("", "example.org", "//example.org/", "/etc/passwd", "file:///etc/passwd", "gopher://example.org/"),
        *("ftp://example.org/", "https://", "https:///x", "https://exa mple.org/", "https://example.org/\r\nX: y"),
        *("https://example.org/\x00", "https://example.org:99999/", "https://example.org:x/", "https://[::1/"),
        *("data:text/html,x", "https://éxample.org/", f"https://example.org/{'a' * 2000}"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(FetchRefused, match="no address of the web"):
        guard("example.org", anywhere=True).target(address)


@pytest.mark.parametrize("address", ["https://voss:secret@example.org/", "https://voss@example.org/"])
def test_passwords_in_addresses_are_refused(address: str) -> None:
    with pytest.raises(FetchRefused, match="password"):
        guard("example.org").target(address)


def test_unusual_port_must_be_named() -> None:
    with pytest.raises(FetchRefused, match=r"may name example\.org:8080"):
        guard("example.org").target("http://example.org:8080/")
    assert guard("example.org:8080").target("http://example.org:8080/").netloc == "example.org:8080"


@pytest.mark.parametrize("ips", [("127.0.0.1",), (PUBLIC, "10.0.0.1"), ("10.0.0.1", PUBLIC), (PUBLIC_6, "::1")])
@pytest.mark.parametrize("anywhere", [False, True])
def test_host_with_one_inner_address_is_refused_whole(ips: tuple[str, ...], anywhere: bool) -> None:
    with pytest.raises(FetchRefused, match="not on the open internet"):
        guard("example.org", ips=ips, anywhere=anywhere).target("https://example.org/")


def test_operator_may_name_an_inner_place_and_no_more_than_that() -> None:
    inner = guard("127.0.0.1:8081", ips=("127.0.0.1",), anywhere=True)
    assert inner.target("http://127.0.0.1:8081/x").ips == ("127.0.0.1",)
    for address in ("http://127.0.0.1:8082/x", "http://127.0.0.1/x"):
        with pytest.raises(FetchRefused):
            inner.target(address)


def test_host_is_resolved_once() -> None:
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    assert Guard(["example.org"], resolve=resolve).target("https://example.org/").ips == (PUBLIC,)
    assert asked == ["example.org"]


def test_place_is_host_and_port() -> None:
    assert place("http://127.0.0.1:8081/x") == "127.0.0.1:8081"
    assert place("https://Example.org/x") == "example.org:443"
    assert place("http://[::1]:81/") == "::1:81"
    assert guard(place("http://[::1]:81/"), ips=("::1",)).target("http://[::1]:81/a?b").address == "http://[::1]:81/a?b"
    with pytest.raises(FetchRefused):
        place("mailto:press@example.org")
