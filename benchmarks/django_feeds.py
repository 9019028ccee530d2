"""The same articles as feeds of Django's syndication framework, made anew and behind its page cache.

``application`` is a WSGI service for a server to load: ``/en/feed.atom``, kept for five
minutes, packed, and answered with 304 where the client has it. Its items say less than
ours: what the framework has words for.
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime

import django
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from django.urls import path
from django.utils.feedgenerator import Atom1Feed
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.cache import cache_page

from newsroom import articles
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status

HOST = "127.0.0.1"
_MIDDLEWARE = ("django.middleware.gzip.GZipMiddleware", "django.middleware.http.ConditionalGetMiddleware")

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=[HOST, "testserver"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=list(_MIDDLEWARE),
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        DEFAULT_CHARSET="utf-8",
        USE_TZ=True,
    )
    django.setup()


class _News(Feed):  # type: ignore[misc]
    """A list of articles."""

    title, link, description = "News and press releases", "/en/", "Everything"
    language = "en"

    def __init__(self, shown: Sequence[Article]) -> None:
        self._shown = shown

    def get_object(self, *_arguments: object, **_named: object) -> None:
        """Mean the one list that there is."""

    def items(self) -> Sequence[Article]:
        return self._shown

    def item_title(self, item: Article) -> str:
        return item.headline

    def item_description(self, item: Article) -> str:
        return item.summary

    def item_link(self, item: Article) -> str:
        return item.link or f"/en/articles/{item.key}/"

    def item_guid(self, item: Article) -> str:
        return item.id

    def item_pubdate(self, item: Article) -> datetime:
        return item.published

    def item_updateddate(self, item: Article) -> datetime:
        return item.updated

    def item_categories(self, item: Article) -> list[str]:
        return [term.label for term in (*item.offices, *item.topics)]

    def item_author_name(self, item: Article) -> str:
        return item.byline


class _Atom(_News):
    feed_type = Atom1Feed
    subtitle = "Everything"


class _Rss(_News):
    feed_type = Rss201rev2Feed


def made_anew(kind: str, shown: Sequence[Article]) -> Callable[[], bytes]:
    """Return what makes a feed of *shown*, "atom" or "rss", each time it is called."""
    view = {"atom": _Atom, "rss": _Rss}[kind](shown)
    request = RequestFactory().get(f"/en/feed.{kind}")
    return lambda: bytes(view(request).content)


_LISTED = tuple(article for article in articles(400) if article.status is Status.USABLE)[:50]
urlpatterns = [path("en/feed.atom", cache_page(300)(_Atom(_LISTED)))]
application: WSGIHandler = get_wsgi_application()
