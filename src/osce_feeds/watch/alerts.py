"""What a person is told: once when trouble begins, again when it lasts, and once when it is over."""

from collections.abc import Callable
from collections.abc import Mapping
from dataclasses import dataclass

from osce_feeds.settings import PolledSource
from osce_feeds.store.polls import PollState
from osce_feeds.watch.poll import REFUSED
from osce_feeds.watch.poll import UNKNOWN
from osce_feeds.watch.poll import UNREACHABLE

SILENT = "silent"
_DAY = 86_400
_AGAIN = 7 * _DAY
"""Seconds after which a person is told once more of trouble that lasts."""

_ADVICE = {
    REFUSED: "Nothing was stored and nothing is lost. Look at the page: if it is right, take it once with"
    " `osce-feeds ingest {url} --source {name} --accept-shrink`; if its layout changed, the program must learn it.",
    UNREACHABLE: "It is asked again by itself. If it has moved, change its url in SOURCES.",
    UNKNOWN: "They work at once; `osce-feeds terms accept` or `osce-feeds terms merge` settles each.",
    SILENT: "Look whether the newsroom is silent or its page has moved; `silent` in SOURCES sets the days.",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What a person is told, in plain English: a line, and what to do."""

    subject: str
    text: str


Send = Callable[[Message], bool]
"""Tells a person, and says whether that went well."""


def silence(source: PolledSource, state: PollState, now: int) -> dict[str, str]:
    """Return the trouble of a source that has brought nothing new for too long, if it has."""
    since = max(state.news, state.met)
    if not source.silent or not since or now - since < source.silent * _DAY:
        return {}
    return {SILENT: f"nothing new for {(now - since) // _DAY} days"}


def tell(
    source: PolledSource, known: Mapping[str, int], troubles: Mapping[str, str], send: Send, now: int
) -> dict[str, int]:
    """Tell a person what of *troubles* is not *known* or lasts, and what is over; return what is known then.

    What could not be sent is not known: it is tried again at the next look.
    """
    told: dict[str, int] = {}
    for kind, detail in troubles.items():
        last = known.get(kind, 0)
        is_due = not last or now - last >= _AGAIN
        if not is_due or send(_message(source, kind, detail)):
            told[kind] = now if is_due else last
    for kind in known.keys() - troubles.keys():
        over = Message(f"{source.name}: no longer {kind}", f"The source {source.name} ({source.url}) is well again.")
        if not send(over):
            told[kind] = known[kind]
    return told


def _message(source: PolledSource, kind: str, detail: str) -> Message:
    advice = _ADVICE[kind].format(name=source.name, url=source.url)
    return Message(f"{source.name}: {kind}", f"The source {source.name} ({source.url}): {detail}.\n\n{advice}")
