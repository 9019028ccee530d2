"""What feeds show of an article, in HTML, and its moments as feeds write them.

Every value is escaped here, exactly once; the format that carries the HTML
escapes it again for its own layer.
"""

from collections.abc import Iterator
from datetime import datetime
from html import escape

from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Article
from osce_feeds.model.article import Status
from osce_feeds.model.channel import Channel

CUT_MARK = " […]"
NOTE_LANGUAGE = "en"
"""The language in which operators are taken to write their notes: nothing asks them for another."""


def rfc3339(moment: datetime) -> str:
    """Return an aware UTC moment as RFC 3339 writes it, to the second, with ``Z``."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def item_title(article: Article, localiser: Localiser) -> str:
    """Return what an item is called: its headline, and that it was withdrawn; one that was erased has no headline."""
    if article.status is not Status.CANCELED:
        return article.headline
    if not article.headline:
        return localiser.gettext("Withdrawn article")
    return localiser.gettext("%(headline)s - withdrawn") % {"headline": article.headline}


def note_html(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return an HTML paragraph saying that and why a version was made, by day; empty where there is nothing to say.

    A withdrawal is always told, a correction where a note says what it was.
    """
    if article.status is Status.CANCELED:
        label = localiser.gettext("Withdrawn:")
    elif article.version == 1 or not article.note:
        return ""
    else:
        label = localiser.gettext("Restored:") if channel.is_restored(article) else localiser.gettext("Correction:")
    day, note = localiser.date(article.received.date()), escape(article.note)
    if note and localiser.language.tag != NOTE_LANGUAGE:
        note = f'<span lang="{NOTE_LANGUAGE}">{note}</span>'
    return f"<p>{escape(f'{label} {day}')}{f' · {note}' if note else ''}</p>"


def item_html(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return the HTML of an item beside its full text: the note and ``summary_html``; of a withdrawn one the note."""
    if article.status is Status.CANCELED:
        return note_html(article, channel, localiser)
    note, summary = note_html(article, channel, localiser), summary_html(article, localiser)
    return f"{note}\n{summary}" if note else summary


def content_html(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return the note and the full text; empty where there is no full text, or none any longer."""
    if not article.content or article.status is Status.CANCELED:
        return ""
    note = note_html(article, channel, localiser)
    return f"{note}\n{article.content}" if note else article.content


def summary_text(article: Article) -> str:
    """Return dateline and summary in one line of plain text, marked where the source cut it; empty without summary."""
    if not article.summary:
        return ""
    start = f"{article.dateline.text} – " if article.dateline else ""
    return f"{start}{article.summary}{CUT_MARK if article.summary_cut else ''}"


def summary_html(article: Article, localiser: Localiser) -> str:
    """Return HTML paragraphs: the summary; date, type, offices and topics in the feed's language; the origin."""
    facts = escape(" · ".join(_facts(article, localiser)))
    text = f"<p{_language(article, localiser)}>{escape(summary_text(article))}</p>\n" if article.summary else ""
    return f"{text}<p>{facts}</p>\n<p>{_origin(article, localiser)}</p>"


def _origin(article: Article, localiser: Localiser) -> str:
    """Return where the article comes from, or that its source does not say."""
    if article.link:
        return f'<a href="{escape(article.link)}">{escape(localiser.gettext("Read the original"))}</a>'
    label, source = escape(localiser.gettext("Source:")), article.source
    if source.url:
        return f'{label} <a href="{escape(source.url)}">{escape(source.name or source.url)}</a>'
    if source.name:
        return f"{label} {escape(source.name)}"
    return escape(localiser.gettext("The source gave no address for this article."))


def _language(article: Article, localiser: Localiser) -> str:
    if article.language == localiser.language.tag:
        return ""
    return f' lang="{escape(article.language)}" dir="{localiser.direction(article.language)}"'


def _facts(article: Article, localiser: Localiser) -> Iterator[str]:
    yield localiser.date(article.date)
    if article.genre:
        yield localiser.name(article.genre)
    for terms in (article.offices, article.topics):
        if terms:
            yield ", ".join([localiser.name(term) for term in terms])
