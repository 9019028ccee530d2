"""OSCE Feeds: a newsroom's listings, republished as feeds and exports.

Read the pipeline off the folders: ``sources`` find entries in documents,
``normaliser`` turns them into canonical records, ``store`` keeps every version,
``formats`` encode them, ``web`` and ``cli`` are the two ways in.
"""

from importlib.metadata import version

__version__ = version("osce-feeds")
