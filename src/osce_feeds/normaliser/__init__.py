"""Raw entries into canonical readings. Pure: equal input gives equal output.

``normalise`` is the door; each other module knows one thing: days, datelines,
summaries, terms, identity.
"""

from osce_feeds.normaliser.normalise import Evidence
from osce_feeds.normaliser.normalise import Normalised
from osce_feeds.normaliser.normalise import normalise

__all__ = ["Evidence", "Normalised", "normalise"]
