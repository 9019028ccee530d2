"""The errors: the tree that is drawn is the tree that grows."""

import inspect
import re

import pytest

from osce_feeds import errors
from osce_feeds.errors import DocumentRefused
from osce_feeds.errors import OsceFeedsError
from osce_feeds.errors import SettingsRefused
from osce_feeds.errors import UnknownTerm

BRANCH = re.compile(r"(?P<depth>(?:    |│   )*(?:├── |└── )?)(?P<name>[A-Z]\w+)")


def drawn() -> dict[str, str]:
    """Return the tree of the module's docstring: each class, and the one it hangs from."""
    _, _, rest = inspect.cleandoc(errors.__doc__ or "").partition("::\n\n")
    tree, _, _ = rest.partition("\n\n")
    parents: dict[str, str] = {}
    above: list[str] = []
    for line in inspect.cleandoc(tree).splitlines():
        branch = BRANCH.match(line)
        assert branch, line
        depth = len(branch["depth"]) // 4
        del above[depth:]
        parents[branch["name"]] = above[-1] if above else "Exception"
        above.append(branch["name"])
    return parents


def grown() -> dict[str, str]:
    """Return the classes of the module, and the one each is made from."""
    classes = inspect.getmembers(errors, inspect.isclass)
    return {name: kind.__bases__[0].__name__ for name, kind in classes if kind.__module__ == errors.__name__}


def test_every_error_is_drawn_where_it_hangs() -> None:
    assert grown() == drawn()


def test_every_error_is_one_of_ours() -> None:
    for name in grown():
        assert issubclass(getattr(errors, name), OsceFeedsError)


def test_every_line_of_the_tree_that_is_a_leaf_says_what_it_means() -> None:
    inner = set(drawn().values())
    tree = inspect.cleandoc(errors.__doc__ or "")

    for name in drawn().keys() - inner:
        assert re.search(rf"── {name} +\S+ \S+", tree), name


def test_settings_keep_every_message() -> None:
    refused = SettingsRefused(["TIMEZONE: wrong", "BASE_URL: wrong"])

    assert refused.messages == ("TIMEZONE: wrong", "BASE_URL: wrong")
    assert str(refused) == "TIMEZONE: wrong; BASE_URL: wrong"


@pytest.mark.parametrize(
    ("line", "text"), [(None, "listing.txt: the file is empty"), (7, "listing.txt, line 7: the file is empty")]
)
def test_document_says_where_and_why(line: int | None, text: str) -> None:
    refused = DocumentRefused("the file is empty", "listing.txt", line)

    assert text == str(refused)
    assert ("the file is empty", "listing.txt", line) == (refused.detail, refused.source, refused.line)


def test_unknown_term_keeps_what_may_have_been_meant() -> None:
    unknown = UnknownTerm("office", "misson-to-skopje", ["mission-to-skopje"])

    assert str(unknown) == "there is no office 'misson-to-skopje'"
    assert (unknown.scheme, unknown.code, unknown.nearest) == ("office", "misson-to-skopje", ("mission-to-skopje",))
