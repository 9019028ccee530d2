"""Language editions of one story."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from osce_feeds.edit.find import find
from osce_feeds.errors import EditRefused
from osce_feeds.model.revisions import lead_of
from osce_feeds.store import Store


def link(store: Store, named: Sequence[str], now: datetime) -> str:
    """Make the articles *named* editions of one work, and return the work's key.

    The work is that of its lead edition: the English one if there is one, else the
    first received. Lists then show the work once. No version is made, since no
    edition says anything else than before.

    Raises:
        UnknownArticle: when one of them does not exist.
        EditRefused: when two of them are in the same language.
    """
    with store.write(now) as writer:
        works = dict.fromkeys(find(writer, name).work for name in named)
        editions = [edition for work in works for edition in writer.editions(work)]
        languages = [edition.language for edition in editions]
        if twice := next((language for language in languages if languages.count(language) > 1), None):
            keys = ", ".join(edition.key for edition in editions if edition.language == twice)
            message = f"a work has one edition in a language, but these are all in {twice}: {keys}"
            raise EditRefused(message)
        lead = lead_of(editions)
        for edition in editions:
            if edition.work != lead.key:
                writer.put(replace(edition, work=lead.key), ())
        writer.set_lead(lead.key, lead.key)
    return lead.key
