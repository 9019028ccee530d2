"""Deliver: a selection or an article out, with the fingerprint of what it shows.

The web and the command line both ask here, so a rendition has the same bytes
whichever way it leaves.
"""

from osce_feeds.deliver.articles import article_newsml
from osce_feeds.deliver.articles import article_ninjs
from osce_feeds.deliver.articles import article_xml
from osce_feeds.deliver.history import VersionPage
from osce_feeds.deliver.history import version_page
from osce_feeds.deliver.newsroom import Newsroom
from osce_feeds.deliver.pages import ArticlePage
from osce_feeds.deliver.pages import SelectionPage
from osce_feeds.deliver.pages import article_page
from osce_feeds.deliver.pages import selection_page
from osce_feeds.deliver.renditions import Document
from osce_feeds.deliver.renditions import Rendition
from osce_feeds.deliver.renditions import deliver
from osce_feeds.deliver.selections import canonical

__all__ = [
    "ArticlePage",
    "Document",
    "Newsroom",
    "Rendition",
    "SelectionPage",
    "VersionPage",
    "article_newsml",
    "article_ninjs",
    "article_page",
    "article_xml",
    "canonical",
    "deliver",
    "selection_page",
    "version_page",
]
