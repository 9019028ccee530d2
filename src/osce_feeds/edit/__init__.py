"""Edit: what a person decides about articles, beside what sources say."""

from osce_feeds.edit.correct import Corrected
from osce_feeds.edit.correct import Correction
from osce_feeds.edit.correct import correct
from osce_feeds.edit.erase import Erased
from osce_feeds.edit.erase import erase
from osce_feeds.edit.erase import look_up
from osce_feeds.edit.keep import reason
from osce_feeds.edit.link import link
from osce_feeds.edit.renormalise import Renormalised
from osce_feeds.edit.renormalise import renormalisable
from osce_feeds.edit.renormalise import renormalise
from osce_feeds.edit.restore import restore
from osce_feeds.edit.terms import accept
from osce_feeds.edit.terms import merge
from osce_feeds.edit.withdraw import withdraw

__all__ = [
    "Corrected",
    "Correction",
    "Erased",
    "Renormalised",
    "accept",
    "correct",
    "erase",
    "link",
    "look_up",
    "merge",
    "reason",
    "renormalisable",
    "renormalise",
    "restore",
    "withdraw",
]
