"""Names that somebody read in a language, told from names that we made."""

from osce_feeds.i18n import names
from osce_feeds.i18n import packaged
from osce_feeds.i18n.languages import LANGUAGES
from osce_feeds.i18n.names import sourced_names
from osce_feeds.model.vocabulary import Vocabulary


def test_english_name_stands_first_whether_anybody_translated_it_or_not() -> None:
    assert sourced_names("office", "Lighthouse Office in Voss") == {"en": "Lighthouse Office in Voss"}


def test_name_of_one_scheme_is_not_borrowed_by_another() -> None:
    assert sourced_names("topic", "OSCE Presence in Albania") == {"en": "OSCE Presence in Albania"}


def test_name_in_a_language_is_the_one_that_a_source_vouches_for(vocabulary: Vocabulary) -> None:
    vouched = 0
    for scheme, concepts in vocabulary.concepts.items():
        for concept in concepts.values():
            found = sourced_names(scheme, concept.name)
            assert next(iter(found.items())) == ("en", concept.name)
            for language in LANGUAGES[1:]:
                message = packaged.messages(language.tag).get(concept.name, context=scheme)
                assert message is not None
                sourced = any(comment.startswith(names.SOURCE) for comment in message.user_comments)
                assert found.get(language.tag) == (message.string if sourced else None)
                vouched += sourced

    assert vouched > 0
