"""What codes resolve to: catalog, schemes, concepts."""

from flask import Blueprint
from flask import Response
from flask import abort
from flask import request

from osce_feeds.deliver import vocabularies
from osce_feeds.formats.newsml_terms import OUR_CATALOG
from osce_feeds.i18n.names import sourced_names
from osce_feeds.model import wire
from osce_feeds.web.conditional import Validators
from osce_feeds.web.html import render
from osce_feeds.web.responses import NEVER
from osce_feeds.web.responses import Answer
from osce_feeds.web.responses import build
from osce_feeds.web.responses import document
from osce_feeds.web.responses import redirect
from osce_feeds.web.service import service

bp = Blueprint("vocabulary", __name__)


@bp.get(f"/{OUR_CATALOG}")
def catalog() -> Response:
    """Return our NewsML-G2 catalog."""
    asked = service()
    return document(vocabularies.catalog(asked.newsroom, asked.store))


@bp.get("/vocabulary/<scheme>/")
def scheme(scheme: str) -> Response:
    """Return the knowledge item of a scheme."""
    asked = service()
    return document(vocabularies.scheme_document(asked.newsroom, asked.store, scheme))


@bp.get("/vocabulary/<scheme>/<code>")
def concept(scheme: str, code: str) -> Response:
    """Return the concept item of a code; a person who opens the address gets the page about it."""
    asked = service()
    if target := vocabularies.merged_into(asked.newsroom, asked.store, scheme, code):
        return redirect(f"/vocabulary/{scheme}/{target}")
    found = vocabularies.concept_document(asked.newsroom, asked.store, scheme, code)
    if found and request.headers.get("Sec-Fetch-Dest") == "document":
        return redirect(f"/vocabulary/{scheme}/{code}.html", 303, NEVER)
    return document(found)


@bp.get("/vocabulary/<scheme>/<code>.html")
def concept_page(scheme: str, code: str) -> Response:
    """Return the page about a code, in the service's first language."""
    asked = service()
    if target := vocabularies.merged_into(asked.newsroom, asked.store, scheme, code):
        return redirect(f"/vocabulary/{scheme}/{target}.html")
    found = vocabularies.concept_facts(asked.newsroom, asked.store, scheme, code)
    if found is None:
        abort(404, description=f"there is no {scheme} {code!r}")
    concept, shown = found
    t = asked.newsroom.localiser(asked.newsroom.languages[0])
    names = sourced_names(concept.scheme, concept.name)
    return build(
        Answer(
            media_type=wire.HTML,
            body=lambda: iter([render("concept.html", t, concept=concept, names=names)]),
            coded=True,
            validators=Validators(shown.fingerprint, shown.last_modified),
        )
    )
