"""Pages from templates, in a language that is passed in, never a current one."""

from flask import render_template

from osce_feeds.i18n.localiser import Localiser
from osce_feeds.web.service import service


def render(template: str, localiser: Localiser, **context: object) -> bytes:
    """Return *template* as UTF-8, with the texts of *localiser* as ``_`` and ``ngettext``."""
    return render_template(
        template,
        t=localiser,
        _=localiser.gettext,
        ngettext=localiser.ngettext,
        newsroom=service().newsroom,
        **context,
    ).encode()
