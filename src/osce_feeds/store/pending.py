"""What an open transaction collected and has not written yet."""

from osce_feeds.model.article import Article
from osce_feeds.store.records import encode
from osce_feeds.store.records import seconds


class Pending:
    """Articles, versions, identities, readings and leads, the last word on each."""

    def __init__(self) -> None:
        """Collect nothing so far."""
        self.articles: dict[str, Article] = {}
        self.versions: dict[tuple[str, int], dict[str, object]] = {}
        self.identities: set[tuple[str, str]] = set()
        self.readings: dict[tuple[str, str, str], dict[str, object]] = {}
        self.leads: dict[str, str] = {}
        self._before: dict[str, Article | None] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nothing was collected."""
        return not (self.articles or self.versions or self.identities or self.readings or self.leads)

    @property
    def works(self) -> set[str]:
        """The works whose editions, or whose lead, may be others afterwards."""
        befores = {before.work for before in self._before.values() if before}
        return {article.work for article in self.articles.values()} | befores | self.leads.keys()

    def put(self, article: Article, before: Article | None) -> None:
        """Collect *article*, which comes in the place of *before*; a newer version leaves that one behind."""
        if before and before.version != article.version:
            row = {"key": before.key, "version": before.version, "record": encode(before)}
            self.versions[before.key, before.version] = row
        self._before.setdefault(article.key, before)
        self.articles[article.key] = article

    def is_new(self, key: str) -> bool:
        """Say whether a collected article was not in the store before."""
        return self._before[key] is None

    def before(self, key: str) -> list[Article]:
        """Return what the store has of a collected article: one record, or none."""
        before = self._before[key]
        return [] if before is None else [before]


def row_of(article: Article) -> dict[str, object]:
    """Return what stands in the columns of *article*."""
    return {
        "published": seconds(article.published),
        "key": article.key,
        "work": article.work,
        "language": article.language,
        "status": article.status,
        "version": article.version,
        "date": article.date.isoformat(),
        "received": seconds(article.received),
        "record": encode(article),
    }
