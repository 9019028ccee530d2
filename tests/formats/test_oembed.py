"""oEmbed documents as bytes."""

from osce_feeds.formats.oembed import OEmbed
from osce_feeds.formats.oembed import encode_json
from osce_feeds.formats.oembed import encode_xml
from osce_feeds.formats.oembed import frame
from osce_feeds.formats.oembed import height_of

HTML = '<iframe src="x"></iframe>'
DOCUMENT = OEmbed(title="A & B", provider_name="News", provider_url="https://a.example/", html=HTML, width=1, height=2)


def test_json_has_the_fields_in_their_order() -> None:
    assert encode_json(DOCUMENT) == (
        b'{"version":"1.0","type":"rich","title":"A & B","provider_name":"News","provider_url":"https://a.example/",'
        b'"cache_age":86400,"html":"<iframe src=\\"x\\"></iframe>","width":1,"height":2}\n'
    )


def test_xml_has_the_same() -> None:
    assert encode_xml(DOCUMENT) == (
        b"<?xml version='1.0' encoding='utf-8'?>\n"
        b"<oembed><version>1.0</version><type>rich</type><title>A &amp; B</title><provider_name>News</provider_name>"
        b"<provider_url>https://a.example/</provider_url><cache_age>86400</cache_age>"
        b'<html>&lt;iframe src="x"&gt;&lt;/iframe&gt;</html><width>1</width><height>2</height></oembed>\n'
    )


def test_frame_is_a_quotation_and_an_iframe_with_every_value_escaped_once() -> None:
    assert frame("/p?a=1&b", "/e?a=1&b", 'A "<b>"', "Not & ours", 300, 200) == (
        '<blockquote><a href="/p?a=1&amp;b">A &quot;&lt;b&gt;&quot;</a> Not &amp; ours</blockquote>'
        '<iframe src="/e?a=1&amp;b" width="300" height="200" title="A &quot;&lt;b&gt;&quot;"></iframe>'
    )
    assert frame("/p", "/e", "A", "", 1, 2).startswith('<blockquote><a href="/p">A</a></blockquote>')


def test_height_grows_with_articles_and_has_a_least() -> None:
    assert [height_of(count) for count in (0, 1, 5)] == [200, 208, 520]
