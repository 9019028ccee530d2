"""Refuses a run of a named source that looks like a redesign of its pages rather than like news.

Whoever names a source says that its documents are alike, so their sizes can be
compared. What is refused leaves the store as it was; a person who has looked may
say that the run is right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

RUNS = 5
"""Earlier runs that a run is compared with."""
_LEAST = 0.5
"""Part of the median of the earlier runs that a run may not fall below."""
_REMINTED = 0.2
"""Part of the known articles that may come under other ids or addresses."""
_RETRACTED = 0.02
"""Part of a run that may be retractions."""
_FEW_REMINTED, _FEW_RETRACTED = 2, 1
"""Numbers that no part of a short run makes suspicious."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did: records taken, articles known before, those of them under other names, retractions."""

    taken: int
    known: int
    reminted: int
    retracted: int


def suspicion(run: Run, earlier: Sequence[int]) -> str:
    """Return why *run* should not be taken without a person's word, or "" where nothing speaks against it.

    *earlier* are the records that the source's last runs took.
    """
    usual = median(earlier) if earlier else 0
    if run.taken < _LEAST * usual:
        return f"{run.taken} records, where the last {len(earlier)} runs had {usual:g} in the middle"
    if run.reminted > _FEW_REMINTED and run.reminted > _REMINTED * run.known:
        return f"{run.reminted} of {run.known} known articles come under other ids or addresses"
    if run.retracted > _FEW_RETRACTED and run.retracted > _RETRACTED * run.taken:
        return f"{run.retracted} of {run.taken} records are retractions"
    return ""
