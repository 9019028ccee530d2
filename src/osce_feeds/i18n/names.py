"""Names of terms that somebody read in a language, as opposed to names that we made.

Pages and feeds show both. Exports and the published vocabulary carry the former
only, since a partner may print them as the organisation's own.
"""

from functools import cache

from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.packaged import messages

SOURCE = "source:"
"""How a translator comment begins that says where a name was read."""


def sourced_names(scheme: str, name: str) -> dict[str, str]:
    """Return the names of the concept that is called *name* in English, by language tag, English first."""
    names = {"en": name}
    for language in LANGUAGES:
        if found := _sourced(language.tag).get((scheme, name)):
            names.setdefault(language.tag, found)
    return names


@cache
def _sourced(language: str) -> dict[tuple[str, str], str]:
    return {
        (message.context, str(message.id)): str(message.string)
        for message in messages(language)
        if message.context and any(comment.startswith(SOURCE) for comment in message.user_comments)
    }
