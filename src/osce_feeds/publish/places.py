"""Where an address stands in the folder: a name made of what addresses of the service are made of, and nothing else."""

import re

from osce_feeds.model import wire

STATE, LOCK = ".osce-feeds.json", ".osce-feeds.lock"
"""Our own files in the folder; no server gives them away, since their names begin with a dot."""
GONE = "gone.html"
"""The page of what was withdrawn, in the folder of its address; servers answer with it and 410."""
CODINGS = ("gz", "br")
"""What stands behind the name of a file in a content coding."""

_PART = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,119}", re.ASCII)
_WELL_KNOWN = ".well-known"
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE | re.ASCII)
_GONE = 410


def place(path: str, media_type: str, status: int = 200) -> str:
    """Return the name of the file of an address, a path that begins with a slash; "" where it has no safe one.

    Folders have ``index.html``, or ``index.xml`` where they hold a document for programs.
    No part of a name leads upwards, is hidden, or means a device to any system.
    """
    if not path.startswith("/"):
        return ""
    *folders, file = path[1:].split("/")
    if not file:
        file = GONE if status == _GONE else "index.html" if media_type.startswith(wire.HTML[:9]) else "index.xml"
    return "/".join((*folders, file)) if all(map(_is_safe, (*folders, file))) else ""


def _is_safe(part: str) -> bool:
    if part == _WELL_KNOWN:
        return True
    return bool(_PART.fullmatch(part)) and not part.endswith(".") and not _DEVICES.fullmatch(part)
