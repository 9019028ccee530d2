"""The ``osce-feeds`` command: one module for each family of commands."""

from osce_feeds.cli.main import main

__all__ = ["main"]
