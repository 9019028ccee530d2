from lxml import etree

from osce_feeds.formats.qr_code import qr_code

ADDRESS = "https://feeds.example.org/en/offices/odihr/feed.atom"


def test_address_is_drawn_with_a_title_that_cannot_break_out() -> None:
    drawing = etree.fromstring(qr_code(ADDRESS, "</title><script>&"))

    assert drawing.findtext("title") == "</title><script>&"
    assert [path.get("fill") or path.get("stroke") for path in drawing.findall("path")] == ["#fff", "#000"]


def test_code_has_a_quiet_zone_of_four_modules() -> None:
    drawing = etree.fromstring(qr_code(ADDRESS, "Code"))
    side = int((drawing.get("viewBox") or "").split()[2])

    assert (side - 8 - 17) % 4 == 0


def test_address_that_no_camera_could_read_is_not_drawn() -> None:
    assert qr_code(f"{ADDRESS}?q={'x' * 900}", "Code") == ""
    assert qr_code(f"{ADDRESS}?q={'x' * 9000}", "Code") == ""
