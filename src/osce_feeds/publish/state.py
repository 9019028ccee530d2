"""What was published, kept beside it: so that the next run writes what changed, and removes what is no more."""

import msgspec

from osce_feeds.errors import PublishFailed
from osce_feeds.publish.base import Target
from osce_feeds.publish.places import STATE

_FORM = 1


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """An address as it was published: under which mark, with which bytes (SHA-256), as which file.

    ``file`` is empty where the service had nothing there.
    """

    mark: str
    digest: str
    file: str


class State(msgspec.Struct):
    """Entries by address, and files to be removed; not ``complete`` while a run lasts, or after it was ended."""

    form: int = _FORM
    complete: bool = True
    entries: dict[str, Entry] = {}
    leftovers: list[str] = []


def read_state(target: Target) -> State:
    """Return the state of a target; of one that was never published to, an empty one.

    Raises:
        PublishFailed: when it cannot be read.
    """
    data = target.read(STATE)
    if data is None:
        return State()
    try:
        state = msgspec.json.decode(data, type=State)
    except msgspec.DecodeError as error:
        message = f"{target.address}: {STATE} is damaged ({error}); empty the place, and publish everything again"
        raise PublishFailed(message) from error
    if state.form != _FORM:
        message = f"{target.address} was published to by a newer program"
        raise PublishFailed(message)
    return state


def keep_state(target: Target, state: State) -> None:
    """Write the state down."""
    target.write_state(msgspec.json.encode(state))
