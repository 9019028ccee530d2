"""The line of a feed item that says where the article comes from."""

import pytest
from tests.builders import language
from tests.builders import make_article

from osce_feeds.formats.body import summary_html
from osce_feeds.i18n.localiser import localiser
from osce_feeds.model.article import Origin


@pytest.mark.parametrize(
    ("link", "source", "expected"),
    [
        ("https://news.example.org/1", Origin(), '<a href="https://news.example.org/1">Read the original</a>'),
        ("", Origin("Port", "https://x.example/?a&b"), 'Source: <a href="https://x.example/?a&amp;b">Port</a>'),
        ("", Origin("", "https://x.example/"), 'Source: <a href="https://x.example/">https://x.example/</a>'),
        ("", Origin("Port <1>"), "Source: Port &lt;1&gt;"),
        ("", Origin(), "The source gave no address for this article."),
    ],
)
def test_item_names_its_origin(link: str, source: Origin, expected: str) -> None:
    html = summary_html(make_article(link=link, source=source), localiser(language("en")))

    assert f"<p>{expected}</p>" == html.splitlines()[-1]
