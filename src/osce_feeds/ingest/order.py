"""What the operator says about the documents of one run."""

from dataclasses import dataclass
from dataclasses import field

from osce_feeds.normaliser import Evidence


@dataclass(frozen=True, slots=True)
class Order:
    """How the operator wants documents taken.

    ``form`` names the kind of document (empty: found out by looking), ``source``
    the publisher (empty: the kind's name); a source's readings replace its earlier
    ones. ``strict`` refuses a document for one bad record; ``dry_run`` stores nothing.
    ``accept_shrink`` is a person's word that a run of a named source is right although
    it looks like a redesign. ``note`` says what the changes in the documents correct.
    """

    evidence: Evidence = field(default_factory=Evidence)
    form: str = ""
    source: str = ""
    strict: bool = False
    dry_run: bool = False
    accept_shrink: bool = False
    note: str = ""
