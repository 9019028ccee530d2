"""Which stored article an item is about: what the source itself names decides, then headline, then summary."""

from collections.abc import Iterable
from collections.abc import Sequence

from osce_feeds.model.article import Article
from osce_feeds.model.raw import Problem
from osce_feeds.model.raw import RawEntry
from osce_feeds.normaliser.batch import Item
from osce_feeds.normaliser.identity import identities
from osce_feeds.normaliser.identity import kind
from osce_feeds.normaliser.identity import named
from osce_feeds.normaliser.identity import names
from osce_feeds.normaliser.identity import own_key
from osce_feeds.store import Writer
from osce_feeds.text import fold


class Recognition:
    """Looks up items for one source; ``reminted`` counts known articles that came under another id or address."""

    def __init__(self, writer: Writer, source: str, form: str, authority: str) -> None:
        """Ask *writer* on behalf of *source* and for documents of its *form*; ids of *authority* are ours."""
        self._writer, self._source, self._form, self._authority = writer, source, form, authority
        self._said: dict[str, str] = {}
        self.reminted = 0
        self.problems: list[Problem] = []

    def recognise(self, items: Sequence[Item]) -> dict[int, str]:
        """Return the keys of the items that are stored articles, by the item's place.

        What the source said before wins, then what names the article, then the
        headline, then a mere resemblance; an article belongs to one item at most.
        """
        self._said = self._writer.seen(self._source, self._form, (item.digest for item in items))
        known: dict[int, str] = {}
        claimed: set[str] = set()
        for way in (self._seen, self._named, self._alike, self._resembling):
            for number, item in enumerate(items):
                if number not in known and (key := way(item)) and key not in claimed:
                    known[number] = key
                    claimed.add(key)
        return known

    def is_said_again(self, key: str, item: Item) -> bool:
        """Say whether the source said exactly this about the article *key* when it told of it last."""
        return self._said.get(item.digest) == key

    def retracted(self, entry: RawEntry) -> str | None:
        """Return the key of the article that an entry takes back, or None where it names none that is known."""
        own = own_key(entry.id, self._authority)
        if own:
            return own if self._writer.is_taken(own) else None
        keys = self._writer.find(names(self._source, entry.id, entry.link))
        return keys[0] if len(keys) == 1 else None

    def _seen(self, item: Item) -> str | None:
        return self._said.get(item.digest)

    def _named(self, item: Item) -> str | None:
        """Return the article that the item's id, node or address means."""
        own = own_key(item.entry.id, self._authority)
        if own and self._writer.is_taken(own):
            return own
        keys = self._writer.find(named(item.identities))
        return self._one([key for key in keys if self._may_be(key, item)], item)

    def _alike(self, item: Item) -> str | None:
        return self._by_text(item, set(item.identities) - set(named(item.identities)))

    def _resembling(self, item: Item) -> str | None:
        return self._by_text(item, item.resemblances)

    def _by_text(self, item: Item, keys: Iterable[str]) -> str | None:
        """Return the article with this headline or summary; of several, those that the source names otherwise go."""
        found = self._writer.find(keys)
        otherwise = [key for key in found if self._has_other_name(key, item)]
        self.reminted += len(found) == len(otherwise) == 1
        return self._one([key for key in found if key not in otherwise] if len(found) > 1 else found, item)

    def _may_be(self, key: str, item: Item) -> bool:
        """Say whether an article may be what a name says: an id that means quite another story was taken over."""
        article = self._article(key)
        reading = item.reading
        same_headline = fold(article.headline) == fold(reading.headline)
        if item.entry.language and article.language != reading.language and not same_headline:
            return False  # another edition under the address of the first
        same_link = bool(set(_links(article)) & set(item.identities))
        if same_headline or article.date == reading.date or same_link or not article.headline:
            return True
        detail = (
            f"the source's id of {article.headline!r} ({key}) now stands at {reading.headline!r}, with another date"
            " and another address: kept as a new article"
        )
        self.problems.append(item.entry.problem("identity.taken_over", detail))
        return False

    def _has_other_name(self, key: str, item: Item) -> bool:
        """Say whether this source has told of the article under another id or address than the item's."""
        ours = named(item.identities)
        for stored in self._writer.readings(key) if ours else ():
            if stored.source != self._source:
                continue
            theirs = named(identities(stored.reading, self._source, stored.entry.id))
            if set(map(kind, theirs)) & set(map(kind, ours)) and not set(theirs) & set(ours):
                return True
        return False

    def _one(self, keys: list[str], item: Item) -> str | None:
        if len(keys) > 1:
            detail = f"{item.reading.headline!r} is known as several articles ({', '.join(keys)}): kept as a new one"
            self.problems.append(item.entry.problem("identity.ambiguous", detail))
        return keys[0] if len(keys) == 1 else None

    def _article(self, key: str) -> Article:
        article = self._writer.article(key)
        assert article is not None  # noqa: S101 - identities point to articles
        return article


def _links(article: Article) -> tuple[str, ...]:
    return names("", "", article.link)
