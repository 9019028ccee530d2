"""Publish: put what the service answers into a folder or a bucket, as files that any web server can give away."""

from osce_feeds.publish.base import Render
from osce_feeds.publish.base import Rendered
from osce_feeds.publish.base import Target
from osce_feeds.publish.folder import Folder
from osce_feeds.publish.plan import Job
from osce_feeds.publish.plan import Scope
from osce_feeds.publish.plan import plan
from osce_feeds.publish.run import Published
from osce_feeds.publish.run import publish

__all__ = ["Folder", "Job", "Published", "Render", "Rendered", "Scope", "Target", "plan", "publish"]
