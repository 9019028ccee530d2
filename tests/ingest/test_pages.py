"""A listing page, its filtered copy and the page of an article are one article, in whatever order they come."""

from itertools import permutations

import pytest
from tests.conftest import Feed
from tests.ingest.results import codes
from tests.ingest.results import counts
from tests.ingest.results import only
from tests.ingest.results import versions

from osce_feeds.model.article import Status
from osce_feeds.store import Store

LINK = "https://www.osce.org/mission-to-skopje/512345"
RESULT = """
<div class="search-result-news">
<h3 class="search-title"><a href="/mission-to-skopje/512345">Voss opens a footbridge</a></h3>
<div class="publishing-date">Publishing date: 4 July 2025</div>
%s<div class="search-snippet">The footbridge over the river is open.</div></div>
"""
PAGE = '<!doctype html>\n<html lang="en"><head>%s</head><body><main>%s</main></body></html>\n'
LISTING = PAGE % (
    '<base href="https://www.osce.org/">',
    RESULT % "<p>Content type: News</p><p>Where we are: OSCE Mission to Skopje</p><p>What we do: Youth</p>",
)
FILTERED = PAGE % ('<base href="https://www.osce.org/">', RESULT % "")
TEXT = '<p>The footbridge over the river is <a href="%s">open</a>, and all may walk on it.</p>'
PRINTED = """<h1>Voss opens a footbridge</h1><p>Publishing date: 4 July 2025</p><p>Content type: News</p>
<p>Where we are: OSCE Mission to Skopje</p><div>%s</div>"""
ARTICLE = PAGE % (f'<link rel="canonical" href="{LINK}">', PRINTED % (TEXT % "/rivers"))
FORMS = {LISTING: "html-listing", FILTERED: "html-listing", ARTICLE: "html-article"}


@pytest.mark.parametrize("order", [*permutations(FORMS)], ids=lambda order: "-".join(FORMS[each][5:] for each in order))
def test_one_article_comes_of_three_pages(order: tuple[str, ...], feed: Feed, store: Store) -> None:
    first, *later = [feed(page.encode()) for page in order]
    assert counts(first) == (1, 0, 0, 0)
    assert [report.form for report in (first, *later)] == [FORMS[page] for page in order]
    assert [report.new for report in later] == [0, 0]
    article = only(store)
    assert (article.link, article.status, article.language) == (LINK, Status.USABLE, "en")
    assert [term.label for term in article.terms] == ["OSCE Mission to Skopje", "Youth", "News"]
    assert article.content == TEXT % "https://www.osce.org/rivers"


def test_pages_that_alternate_make_no_further_versions(feed: Feed, store: Store) -> None:
    for page in FORMS:
        feed(page.encode())
    known = versions(store, only(store).key)
    reports = [feed(page.encode()) for _ in range(3) for page in FORMS]
    assert {counts(report) for report in reports} == {(0, 0, 1, 0)}
    assert known == versions(store, only(store).key)


def test_link_that_cannot_be_followed_is_reported_and_left_out(feed: Feed, store: Store) -> None:
    page = LISTING.replace("/mission-to-skopje/512345", "javascript:alert(1)").replace("<base", "<base target=_top")
    assert codes(feed(page.encode())) == ["link.unusable"]
    assert only(store).link == ""
