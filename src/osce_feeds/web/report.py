"""The quality of the data as a page that stands in a file of its own, without a service around it."""

from jinja2 import ChoiceLoader
from jinja2 import Environment
from jinja2 import FileSystemLoader
from jinja2 import StrictUndefined

from osce_feeds.deliver import Newsroom
from osce_feeds.deliver.quality import FIELDS
from osce_feeds.deliver.quality import Quality
from osce_feeds.i18n.localiser import Localiser
from osce_feeds.model.article import Term
from osce_feeds.model.vocabulary import OFFICE
from osce_feeds.settings import resources

TEMPLATE = "report.html"


def render_report(newsroom: Newsroom, quality: Quality, localiser: Localiser, limit: int, back: str = "") -> bytes:
    """Return the report as UTF-8; each of its parts names at most *limit* articles, terms or documents.

    *back* is the address of the desk from which it is looked at, if it is.
    """
    folders = [folder for folder in (newsroom.settings.templates, resources("templates")) if folder]
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return (
        environment.get_template(TEMPLATE)
        .render(
            t=localiser,
            _=localiser.gettext,
            ngettext=localiser.ngettext,
            quality=quality,
            fields=tuple(FIELDS),
            limit=limit,
            back=back,
            named_source=str,
            named_office=lambda label: localiser.name(Term(OFFICE, "", label)),
        )
        .encode()
    )
