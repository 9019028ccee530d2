"""Whether an article, in a version, is what a selection asks for."""

from collections.abc import Mapping
from collections.abc import Sequence

from osce_feeds.model.article import Article
from osce_feeds.model.search import Phrase
from osce_feeds.model.selection import Selection
from osce_feeds.model.term_names import TermNames
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.model.vocabulary import REGION
from osce_feeds.model.words import tokens


def meets(article: Article, selection: Selection, regions: Mapping[str, Sequence[str]], names: TermNames) -> bool:
    """Say whether *article* has the terms, the day, the language and the words that *selection* asks for.

    *regions* gives the offices of each region, *names* what terms are called. Status and
    other editions are not looked at.
    """
    codes = {(term.scheme, term.code) for term in article.terms}
    offices = {code for scheme, code in codes if scheme == OFFICE}
    for scheme, wanted in selection.included:
        if scheme == REGION:
            met = any(office in offices for region in wanted for office in regions[region])
        else:
            met = any((scheme, code) in codes for code in wanted)
        if not met:
            return False
    return (
        not any((scheme, code) in codes for scheme, unwanted in selection.excluded for code in unwanted)
        and (selection.since is None or selection.since <= article.date)
        and (selection.until is None or article.date <= selection.until)
        and selection.content in {"", article.language}
        and all(_says(article, phrase, names) for phrase in selection.phrases)
    )


def _says(article: Article, phrase: Phrase, names: TermNames) -> bool:
    """Say whether a text of *article* has *phrase*, or the name of one of its terms."""
    dateline = article.dateline.text if article.dateline else ""
    texts = (article.headline, dateline, article.summary, *(term.label for term in article.terms))
    meant = names.meant_by(phrase)
    return any((term.scheme, term.code) in meant for term in article.terms) or any(
        phrase.stands_in(tuple(tokens(text))) for text in texts
    )
