"""What a format is."""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass

from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.channel import Channel


@dataclass(frozen=True, slots=True)
class Format:
    """A way to encode a selection.

    ``name`` is what commands call it, ``title`` what people call it, ``file`` its
    name in a selection's folder. ``feed`` formats carry the newest articles only;
    the others carry all of them and stream. ``archived`` ones have documents of months,
    too (RFC 5005). ``render`` yields the document in order, and walks the channel's articles
    once.
    """

    name: str
    title: str
    file: str
    media_type: str
    feed: bool
    render: Callable[[Channel, Localiser], Iterable[bytes]]
    archived: bool = False
