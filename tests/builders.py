"""Articles, channels and listings to test with: plain by default, and samples that every format must bear."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

from osce_feeds.formats import FEEDS
from osce_feeds.formats import Format
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.languages import Language
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.article import Article
from osce_feeds.model.article import Dateline
from osce_feeds.model.article import Enclosure
from osce_feeds.model.article import Origin
from osce_feeds.model.article import Status
from osce_feeds.model.article import Term
from osce_feeds.model.channel import Alternate
from osce_feeds.model.channel import Channel
from osce_feeds.model.channel import Translation
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import Selection

BASE = "https://feeds.example.org"
AUTHORITY = "feeds.example.org,2026"

SKOPJE = Term("office", "mission-to-skopje", "OSCE Mission to Skopje")
ALBANIA = Term("office", "presence-in-albania", "OSCE Presence in Albania")
LIGHTHOUSE = Term("office", "lighthouse-office-in-voss", "Lighthouse Office in Voss")
"""An office that the vocabulary does not know: it has no name in any other language."""
ELECTIONS = Term("topic", "elections", "Elections")
YOUTH = Term("topic", "youth", "Youth")
NEWS = Term("type", "news", "News")
PRESS_RELEASE = Term("type", "press-release", "Press release")

HOSTILE = "A <b>bold</b> & \"double\" 'single' ]]> &amp; <script>alert(1)</script> %(x)s {y} 😀𝔘 \u202fשלום العربية"
"""Clean text that hurts whoever forgets to escape it, or does so twice."""


REPRESENTATIVES = ("en", "ru", "sr-Latn", "ar")
"""Languages that stand for all others: the default, another script, a tag of two parts, another direction."""


def language(tag: str) -> Language:
    return next(known for known in LANGUAGES if known.tag == tag)


def make_article(**overrides: Any) -> Article:
    """Return an article with a headline and a day, and what *overrides* say; id and work follow the key."""
    key = overrides.get("key", "voss2345abcd")
    published = overrides.get("published", datetime(2025, 7, 4, 10, 0, 0, tzinfo=UTC))
    fields: dict[str, Any] = {
        "key": key,
        "id": f"tag:{AUTHORITY}:{key}",
        "version": 1,
        "status": Status.USABLE,
        "work": key,
        "language": "en",
        "headline": "Ferry school opens in Voss",
        "date": date(2025, 7, 4),
        "received": datetime(2025, 7, 4, 12, 30, 0, tzinfo=UTC),
        "published": published,
        "updated": published,
    }
    return Article(**(fields | overrides))


def make_channel(articles: Iterable[Article] = (), **overrides: Any) -> Channel:
    """Return an English channel of all news around *articles*, changed as *overrides* say."""
    fields: dict[str, Any] = {
        "id": f"tag:{AUTHORITY}:en/",
        "language": "en",
        "selection": EVERYTHING,
        "site": "Test Newsroom",
        "title": "Test Newsroom",
        "subtitle": "News from invented places",
        "notice": "",
        "rights": "",
        "updated": datetime(2025, 7, 4, 10, 0, 0, tzinfo=UTC),
        "addresses": Addresses(BASE, BASE),
        "self_url": f"{BASE}/en/feed.atom",
        "alternates": (),
        "articles": articles,
    }
    return Channel(**(fields | overrides))


def in_language(channel: Channel, tag: str, form: Format) -> Channel:
    """Return *channel* as it would be delivered in another language and format, alternates included."""
    others = [(tag, other) for other in FEEDS if other is not form]
    others += [(known.tag, form) for known in LANGUAGES if known.tag != tag]
    return replace(
        channel,
        id=f"tag:{AUTHORITY}:{tag}/{channel.selection.path}",
        language=tag,
        self_url=channel.addresses.file(tag, channel.selection, form.file),
        alternates=tuple(
            Alternate(
                channel.addresses.file(spoken, channel.selection, other.file),
                other.media_type.partition(";")[0],
                spoken,
                other.title,
            )
            for spoken, other in others
        ),
    )


def rendered(form: Format, channel: Channel, tag: str = "en") -> bytes:
    """Return the bytes of *channel* in *form* and in a language."""
    return b"".join(form.render(in_language(channel, tag, form), localiser(language(tag))))


def make_entry(headline: str, day: str, *, office: str = "", topic: str = "", summary: str = "") -> str:
    """Return one entry of a newsroom's listing; the summary is a whole sentence unless another one is given."""
    labels = [f"Publishing date: {day}", "Content type: News"]
    labels += [f"Where we are: {office}"] if office else []
    labels += [f"What we do: {topic}"] if topic else []
    return "\n".join([headline, *labels, summary or f"{headline}, said the ferryman.", ""])


def make_listing(*entries: str) -> str:
    """Return a newsroom's listing of entries, newest first."""
    return "".join(["Newsroom\nNews and press releases\n", *entries])


_CORRECTED = make_article(
    key="oslo2345abcd",
    version=2,
    headline="Lanterns for every village pier",
    byline="The press desk of Port Sample",
    dateline=Dateline("OSLO, 3 July 2025", ("OSLO",), date(2025, 7, 3)),
    summary="Forty piers have a lantern now, and the last of them was lit by a pupil who",
    summary_cut=True,
    genre=PRESS_RELEASE,
    offices=(SKOPJE, ALBANIA),
    topics=(ELECTIONS, YOUTH),
    link="https://news.example.org/node/4711",
    source=Origin("Harbour listing", "https://news.example.org/press-releases"),
    rights="Free to reprint with the name of the harbour",
    note="The number of piers was corrected.",
    published=datetime(2025, 7, 4, 10, 0, 1, tzinfo=UTC),
    received=datetime(2025, 7, 5, 8, 15, 0, tzinfo=UTC),
    updated=datetime(2025, 7, 5, 8, 15, 0, tzinfo=UTC),
    provenance={"topics": "inferred: the listing was filtered by it"},
)
_FULL = make_article(
    key="voss2345full",
    headline="Ferry school opens in Voss: lessons last as long as the crossing",
    summary="Lessons last as long as the crossing.",
    content='<p>Lessons last as long as the <a href="https://news.example.org/way">way</a> &amp; no longer.</p>',
    genre=NEWS,
    offices=(LIGHTHOUSE,),
    topics=(YOUTH,),
    enclosures=(
        Enclosure("https://news.example.org/ferry.jpg", "image/jpeg", 20480, "The ferry"),
        Enclosure("https://news.example.org/timetable.pdf", "application/pdf"),
    ),
    collections=("Ferry schools", "Sample summer schools"),
)
_FRENCH = make_article(
    key="evian234fren",
    language="fr",
    headline="L’école du bac ouvre à Évian",
    dateline=Dateline("ÉVIAN", ("ÉVIAN",), None),
    summary="Les leçons durent le temps d’une traversée.",
    date=date(2025, 3, 1),
    published=datetime(2025, 3, 1, 10, 0, 0, tzinfo=UTC),
    source=Origin("Liste du port"),
    offices=(ALBANIA,),
)
_HOSTILE = make_article(
    key="hostile2abcd",
    language="ar",
    headline=HOSTILE,
    byline=HOSTILE,
    dateline=Dateline(HOSTILE, (HOSTILE, HOSTILE), date(2025, 7, 4)),
    summary=HOSTILE,
    summary_cut=True,
    content=f"<p>]]&gt; &amp;amp; <b title='\"'>{HOSTILE.replace('<', '&lt;')}</b></p>",
    genre=Term("type", "hostile", HOSTILE),
    offices=(Term("office", "hostile", HOSTILE),),
    topics=(Term("topic", "hostile", HOSTILE),),
    link="https://news.example.org/?q=%22&x=<b>\"'&amp;",
    enclosures=(Enclosure("https://news.example.org/?a=1&b=\"<'", "image/jpeg", 1, HOSTILE),),
    collections=(HOSTILE,),
    source=Origin(HOSTILE, "https://news.example.org/?a=1&b=\"<'"),
    rights=HOSTILE,
    note=HOSTILE,
    provenance={"topics": HOSTILE},
)

_WITHDRAWN = make_article(
    key="voss2345gone",
    version=2,
    status=Status.CANCELED,
    headline="Ferry to nowhere leaves Voss",
    byline="The press desk of Port Sample",
    genre=NEWS,
    offices=(ALBANIA,),
    link="https://news.example.org/node/4712",
    note="Published by mistake: there is no <nowhere>.",
    published=datetime(2025, 7, 4, 10, 0, 3, tzinfo=UTC),
    received=datetime(2025, 7, 6, 9, 30, 0, tzinfo=UTC),
    updated=datetime(2025, 7, 6, 9, 30, 0, tzinfo=UTC),
)
_RESTORED = make_article(
    key="oslo2345back",
    version=3,
    language="fr",
    headline="Le phare d’Oslo reste allumé",
    content="<p>Le phare d’Oslo reste allumé toute l’année.</p>",
    offices=(ALBANIA,),
    note="It is lit after all.",
    published=datetime(2025, 7, 4, 10, 0, 2, tzinfo=UTC),
    received=datetime(2025, 7, 7, 9, 0, 0, tzinfo=UTC),
    updated=datetime(2025, 7, 7, 9, 0, 0, tzinfo=UTC),
)
_ERASED = make_article(
    key="bergen2erase",
    version=2,
    status=Status.CANCELED,
    headline="",
    published=datetime(2025, 7, 4, 10, 0, 1, tzinfo=UTC),
    received=datetime(2025, 7, 6, 9, 0, 0, tzinfo=UTC),
    updated=datetime(2025, 7, 6, 9, 0, 0, tzinfo=UTC),
)


def _versions(key: str) -> Sequence[Article]:
    """Return the versions of the samples that have several: one was withdrawn and came back, one was corrected."""
    if key == _RESTORED.key:
        first = replace(_RESTORED, version=1, note="", received=datetime(2025, 7, 4, 12, 30, 0, tzinfo=UTC))
        return (first, replace(first, version=2, status=Status.CANCELED, content=""), _RESTORED)
    if key == _CORRECTED.key:
        first = replace(_CORRECTED, version=1, note="", received=datetime(2025, 7, 4, 12, 30, 0, tzinfo=UTC))
        return (first, _CORRECTED)
    return ()


CHANNELS: Mapping[str, Channel] = {
    "common": make_channel(
        (_CORRECTED, _FULL, _FRENCH),
        selection=Selection(offices=(ALBANIA.code,)),
        notice="Unofficial republication; the original is authoritative.",
        rights="Text & pictures free to reprint",
        updated=_CORRECTED.updated,
        change=7,
        media_topics={ELECTIONS.code: "20000574"},
        versions=_versions,
    ),
    "changed": make_channel(
        (
            _WITHDRAWN,
            _RESTORED,
            _ERASED,
            replace(_FULL, version=2, note="Lessons are longer.", updated=_RESTORED.updated),
        ),
        updated=_RESTORED.updated,
        versions=_versions,
    ),
    "minimal": make_channel((make_article(),)),
    "empty": make_channel(),
    "hostile": make_channel((_HOSTILE,), site=HOSTILE, title=HOSTILE, subtitle=HOSTILE, notice=HOSTILE, rights=HOSTILE),
}
"""Sample channels by name; their articles can be walked again and again."""

TRANSLATED_CHANNEL = make_channel(
    (make_article(),), translations=lambda _article: (Translation("fr", f"{BASE}/fr/articles/voss2345fren/"),)
)
"""One article that has a French edition."""
