"""The web service. ``create_app`` is the only composer; each blueprint is one family of addresses."""

from osce_feeds.web.app import create_app

__all__ = ["create_app"]
