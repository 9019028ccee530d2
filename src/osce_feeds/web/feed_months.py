"""Archives of feeds by month (RFC 5005), for whole newsrooms, offices, topics, and both at once."""

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver.feed_months import feed_month
from osce_feeds.deliver.feed_months import within
from osce_feeds.errors import BadParameter
from osce_feeds.errors import SelectionMoved
from osce_feeds.errors import UnknownTerm
from osce_feeds.formats import FEEDS
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.month import Month
from osce_feeds.model.selection import FILTERS
from osce_feeds.model.selection import Selection
from osce_feeds.model.selection import parse
from osce_feeds.web.conditional import Validators
from osce_feeds.web.problems import problem
from osce_feeds.web.responses import FRESH
from osce_feeds.web.responses import LONG
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import Link
from osce_feeds.web.responses import build
from osce_feeds.web.responses import redirect
from osce_feeds.web.selections import FOLDERS
from osce_feeds.web.service import language_or_404
from osce_feeds.web.service import service

bp = Blueprint("feed_months", __name__)

_FORMATS = {form.file: form for form in FEEDS if form.archived}
_FILES = ", ".join(f'"{name}"' for name in _FORMATS)
_PATHS = Addresses("", "")


def document(language: str, month: str, name: str, **folders: str) -> Response:
    """Return the articles of a month as a feed; caches keep it for a day, unless the month still runs."""
    spoken, serving, wanted = language_or_404(language), service(), Month.read(month)
    if refined := sorted(FILTERS & set(request.args)):
        raise BadParameter(refined[0], "archives are of offices and topics in the path, without other filters")
    selection, form, now = parse(folders.items()), _FORMATS[name], serving.clock()
    if wanted and request.headers.get("Sec-Fetch-Dest") == "document" and "raw" not in request.args:
        return redirect(_PATHS.page(language, within(selection, wanted.first, wanted.last)), 303, NEVER)
    made = wanted and feed_month(serving.newsroom, serving.store, spoken, selection, wanted, form, now)
    if not wanted or not made:
        abort(404, description="there are no articles of that month here")
    over = wanted.last < now.astimezone(serving.newsroom.settings.zone).date()
    return build(
        Answer(
            media_type=made.media_type,
            body=made.body,
            coded=True,
            cache=LONG if over else FRESH,
            validators=Validators(made.fingerprint, made.last_modified),
            links=(
                Link(made.self_url, "self", form.media_type.partition(";")[0], spoken.tag),
                *(Link(other.url, other.relation) for other in made.archives),
                *((Link(made.license, "license"),) if made.license else ()),
            ),
            close=made.close,
        )
    )


@bp.errorhandler(SelectionMoved)
def moved(error: SelectionMoved) -> Response:
    """Send whoever asks under another code to the one that there is."""
    return redirect(_path(parse(error.pairs)))


@bp.errorhandler(UnknownTerm)
def unknown(error: UnknownTerm) -> Response:
    """Say that a term does not exist, and name the nearest ones."""
    return problem(404, str(error), parameter=error.parameter, nearest=error.nearest)


def _path(selection: Selection) -> str:
    given = request.view_args or {}
    month = Month.read(given["month"])
    assert month is not None  # noqa: S101 - terms are looked up for months only
    return _PATHS.archive(given["language"], selection, month, given["name"])


for folder in FOLDERS:
    rule = f"/<language>/{folder}archive/<month>/<any({_FILES}):name>"
    bp.add_url_rule(rule, f"archive {folder}", document, methods=["GET"])
