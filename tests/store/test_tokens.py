"""Tokens: shown once, kept as hashes, for a purpose, a source and a time."""

from datetime import timedelta

import pytest
from tests.conftest import NOW
from tests.listings import rows

from osce_feeds.errors import StoreError
from osce_feeds.settings import Settings
from osce_feeds.store import Store
from osce_feeds.store.tokens import Scope
from osce_feeds.store.tokens import Token
from osce_feeds.store.tokens import create
from osce_feeds.store.tokens import recognise
from osce_feeds.store.tokens import revoke
from osce_feeds.store.tokens import tokens

YEAR = timedelta(days=365)


def made(store: Store, name: str = "desk", source: str = "", *scopes: Scope) -> tuple[str, Token]:
    with store.write(NOW) as writer:
        return create(writer, name, scopes or (Scope.INGEST,), source, NOW, YEAR)


def known(store: Store, given: str, scope: Scope = Scope.INGEST, source: str = "wire", days: int = 1) -> Token | None:
    with store.read() as reader:
        token = recognise(reader, given, NOW + timedelta(days=days))
    return token if token and token.allows(scope, source) else None


def test_token_is_recognised_and_stands_nowhere(store: Store, settings: Settings) -> None:
    given, token = made(store)

    assert known(store, given) == token
    assert given.startswith(f"{token.prefix}.")
    assert given.partition(".")[2] not in repr(rows(settings.database))
    with store.read() as reader:
        assert tokens(reader) == [token]


@pytest.mark.parametrize("change", ["", ".", "x", "{}x", "x{}", "{}\0", "é{}"])
def test_anything_else_is_not_recognised(store: Store, change: str) -> None:
    given, _ = made(store)

    assert known(store, change.format(given)) is None


def test_token_without_its_secret_and_another_ones_secret_are_not_recognised(store: Store) -> None:
    (first, one), (second, _) = made(store), made(store, "other")

    assert known(store, one.prefix) is None
    assert known(store, f"{one.prefix}.{second.partition('.')[2]}") is None
    assert known(store, first) == one


def test_token_allows_what_it_was_made_for_alone(store: Store) -> None:
    given, token = made(store, "desk", "wire", Scope.EDITORIAL)

    assert known(store, given, Scope.EDITORIAL, "wire") == token
    assert known(store, given, Scope.EDITORIAL, "mirror") is None
    assert known(store, given, Scope.INGEST, "wire") is None


def test_token_is_over_after_its_time(store: Store) -> None:
    given, _ = made(store)

    assert known(store, given, days=364)
    assert known(store, given, days=365) is None


def test_revoked_token_is_over_at_once_and_stays_in_the_list(store: Store) -> None:
    given, token = made(store)
    with store.write(NOW) as writer:
        revoked = revoke(writer, token.prefix, NOW)
    assert revoked.revoked == NOW
    assert known(store, given) is None

    with store.write(NOW) as writer:
        assert revoke(writer, token.prefix, NOW + YEAR) == revoked
        assert tokens(writer) == [revoked]


def test_token_that_is_not_there_cannot_be_revoked(store: Store) -> None:
    with store.write(NOW) as writer, pytest.raises(StoreError, match="there is no token 'abc'"):
        revoke(writer, "abc", NOW)


def test_two_of_a_name_are_valid_at_once_so_that_one_takes_the_place_of_the_other(store: Store) -> None:
    (first, old), (second, _) = made(store), made(store)
    assert known(store, first)
    assert known(store, second)
    with pytest.raises(StoreError, match="'desk' has 2 valid tokens"):
        made(store)

    with store.write(NOW) as writer:
        revoke(writer, old.prefix, NOW)
    made(store)
    made(store, "other")
