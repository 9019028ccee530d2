"""``osce-feeds token``."""

import json

from tests.cli.conftest import Command

from osce_feeds.store import Store
from osce_feeds.store.tokens import tokens


def test_token_is_printed_once_and_listed_without_its_secret(command: Command, store: Store) -> None:
    code, out, err = command("token", "create", "press", "--scope", "ingest", "--scope", "editorial", "--days", "30")
    given = out.strip()
    prefix, _, secret = given.partition(".")

    assert code == 0
    assert len(secret) == 43
    assert err.startswith(f"{prefix}  press: editorial and ingest for any source, valid until ")
    assert err.endswith("; it is not shown again\n")
    _, listed, _ = command("token", "list")
    assert listed.startswith(f"{prefix}  press: ")
    assert secret not in listed + err
    with store.read() as reader:
        (kept,) = tokens(reader)
    assert (kept.expires - kept.created).days == 30


def test_token_of_a_source_feeds_for_a_year(command: Command) -> None:
    _, out, _ = command("token", "create", "wire", "--source", "Wire", "--json")
    made = json.loads(out)
    _, listed, _ = command("token", "list", "--json")

    assert (made["scopes"], made["source"], made["token"].partition(".")[0]) == (["ingest"], "Wire", made["prefix"])
    assert [{key: value for key, value in made.items() if key != "token"}] == json.loads(listed)


def test_revoked_token_stays_in_the_list(command: Command) -> None:
    assert command("token", "list")[1].startswith("there are no tokens")
    _, out, _ = command("token", "create", "press")
    code, said, _ = command("token", "revoke", out.strip())

    assert code == 0
    assert "press: ingest for any source, revoked " in said
    assert said == command("token", "list")[1]
    assert command("token", "revoke", "abc") == (3, "", "osce-feeds: there is no token 'abc'\n")


def test_third_token_of_a_name_and_one_without_a_name_are_refused(command: Command) -> None:
    for _ in range(2):
        command("token", "create", "press")
    code, out, err = command("token", "create", "press")

    assert (code, out) == (3, "")
    assert "'press' has 2 valid tokens" in err
    assert command("token", "create", " ")[0] == 2
    assert command("token", "create", "press", "--scope", "admin")[0] == 2
