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
from osce_feeds.model.article import Term
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
    headline = localiser.isolated(article.headline, article.language)
    return localiser.gettext("%(headline)s - withdrawn") % {"headline": headline}


def change_text(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return what a version is and of which day, such as "Correction: 5 July 2025"; empty where nothing is to be said.

    A withdrawal is always told, a correction where a note says what it was.
    """
    if article.status is Status.CANCELED:
        label = localiser.gettext("Withdrawn:")
    elif article.version == 1 or not article.note:
        return ""
    else:
        label = localiser.gettext("Restored:") if channel.is_restored(article) else localiser.gettext("Correction:")
    return f"{label} {localiser.date(article.received.date())}"


def note_html(article: Article, channel: Channel, localiser: Localiser) -> str:
    """Return an HTML paragraph of ``change_text`` and the note; empty where there is nothing to say."""
    change, note = change_text(article, channel, localiser), escape(article.note)
    if not change:
        return ""
    if note and (marks := localiser.marks(NOTE_LANGUAGE)):
        note = f"<span{marks}>{note}</span>"
    return _said(f"{escape(change)}{f' · {note}' if note else ''}", localiser)


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
    """Return HTML paragraphs: the summary; date, type, offices and topics in the feed's language; the origin.

    An article in another language says so in words, since readers show no attributes.
    """
    facts = " · ".join(_facts(article, localiser))
    marks = localiser.marks(article.language) or _direction(localiser)
    text = f"<p{marks}>{escape(summary_text(article))}</p>\n" if article.summary else ""
    return f"{text}{_said(facts, localiser)}\n{_said(_origin(article, localiser), localiser)}"


def _said(content: str, localiser: Localiser) -> str:
    """Return a paragraph in the feed's own language."""
    return f"<p{_direction(localiser)}>{content}</p>"


def _direction(localiser: Localiser) -> str:
    """Return the attribute without which whoever shows the text would write it from left to right."""
    return ' dir="rtl"' if localiser.language.direction == "rtl" else ""


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


def _facts(article: Article, localiser: Localiser) -> Iterator[str]:
    yield escape(localiser.date(article.date))
    if article.language != localiser.language.tag:
        yield escape(localiser.language_name(article.language))
    if article.genre:
        yield _name(article.genre, localiser)
    for terms in (article.offices, article.topics):
        if terms:
            yield localiser.comma.join(_name(term, localiser) for term in terms)


def _name(term: Term, localiser: Localiser) -> str:
    """Return the name of a term, marked where it is in another language."""
    name, marks = escape(localiser.name(term)), localiser.marks(localiser.name_language(term))
    return f"<span{marks}>{name}</span>" if marks else name
