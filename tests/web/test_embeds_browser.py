"""Embeds on a partner's site in a real browser: two origins, the strictest policy, and what goes wrong on the way."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from time import monotonic
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree
from playwright.sync_api import Browser
from playwright.sync_api import Page
from playwright.sync_api import Route
from playwright.sync_api import sync_playwright
from tests.web.embedded import HEADLINES
from tests.web.embedded import OFFICE
from tests.web.embedded import make_service
from tests.web.partner import Partner
from tests.web.partner import free_server
from tests.web.partner import partner_of
from tests.web.partner import served

from osce_feeds.deliver.snippets import Placed
from osce_feeds.deliver.snippets import component
from osce_feeds.deliver.snippets import iframe
from osce_feeds.deliver.snippets import pinned
from osce_feeds.model.addresses import Addresses
from osce_feeds.model.look import Look
from osce_feeds.model.selection import EVERYTHING
from osce_feeds.model.selection import only
from osce_feeds.model.vocabulary import Vocabulary
from osce_feeds.web.embeds import COMPONENT_INTEGRITY
from osce_feeds.web.embeds import COMPONENT_MARK

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs chromium: apt-get install chromium"),
]

WATCH = """
addEventListener("osce-feed:load", (event) => { (window.told ??= []).push(["load", event.detail.items]); });
addEventListener("osce-feed:error", (event) => { (window.told ??= []).push(["error", event.target.id]); });
addEventListener("message", (event) => { (window.messages ??= []).push(event.data); });
window.moved = 0;
new PerformanceObserver((list) => { for (const each of list.getEntries()) window.moved += each.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
"""What a page notes from its beginning; the browser brings it, so that no policy is in its way."""
OUTLINE = """
element => {
  const walk = (node) => [node.localName, node.className, node.getAttribute("lang"), node.getAttribute("dir"),
    node.getAttribute("href"), node.getAttribute("datetime"), [...node.children].map(walk),
    node.children.length ? "" : node.textContent];
  return walk(element);
}
"""
"""Elements, classes, languages, addresses and texts, whatever the rest."""


@dataclass
class Site:
    """The service, its partner, and a browser."""

    base: str
    partner: Partner
    browser: Browser

    def placed(self, count: int = 5, *, office: bool = True, theme: str = "auto", language: str = "en") -> Placed:
        return Placed(
            addresses=Addresses(self.base, self.base),
            language=language,
            selection=only("office", OFFICE.rpartition("/")[2]) if office else EVERYTHING,
            look=Look(count, 3, theme),
            title="News of the lighthouse",
            mark=COMPONENT_MARK,
            integrity=COMPONENT_INTEGRITY,
        )

    @contextmanager
    def visit(self, address: str = "", **options: Any) -> Iterator["Visit"]:
        """Open a page in a browser that has never been anywhere."""
        context = self.browser.new_context(**({"viewport": {"width": 900, "height": 2400}} | options))
        context.add_init_script(WATCH)
        visit = Visit(context.new_page())
        if address:
            visit.page.goto(address)
        yield visit
        context.close()


@dataclass
class Visit:
    """A page, what it asked for, and what its console said."""

    page: Page
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))

    def until(self, condition: str) -> None:
        """Wait until the page says so; asked from outside, since the policy lets nothing be evaluated within."""
        end = monotonic() + 10
        while not self.page.evaluate(condition):
            assert monotonic() < end, condition
            self.page.wait_for_timeout(20)

    def wait(self, count: int = 1) -> list[list[Any]]:
        """Return what the components told, *count* things at least."""
        self.until(f"(window.told ?? []).length >= {count}")
        told: list[list[Any]] = self.page.evaluate("window.told")
        return told


def violations(page: Page) -> list[tuple[str, Any]]:
    """Return the rules of axe that a page breaks, and where."""
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


def _hold(held: list[Route], route: Route) -> None:
    held.append(route)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sample: bytes, vocabulary: Vocabulary) -> Iterator[Site]:
    server = free_server()
    base = f"http://127.0.0.1:{server.server_port}"
    server.app = make_service(tmp_path_factory.mktemp("partner"), sample, vocabulary, base)
    arguments = ["--no-sandbox", "--disable-background-networking"]
    with served(server), partner_of(base) as partner, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield Site(base, partner, browser)
        browser.close()


@pytest.fixture(scope="module")
def shown(site: Site) -> Iterator[Visit]:
    """A partner's page with the list in all three ways."""
    placed = site.placed(20)
    with site.visit() as visit:
        fragment = visit.page.request.get(placed.fragment).text()
        body = pinned(placed) + iframe(placed) + fragment
        visit.page.goto(site.partner.put("/all", body))
        visit.wait()
        visit.until("(window.messages ?? []).length > 0")
        yield visit


def test_strictest_policy_has_nothing_to_say(shown: Visit) -> None:
    assert shown.said == []
    assert shown.page.evaluate("window.told") == [["load", 15]]


def test_nobody_else_is_asked_and_nothing_is_kept(site: Site, shown: Visit) -> None:
    hosts = {url.split("/")[2] for url in shown.asked}
    assert hosts == {address.split("/")[2] for address in (site.base, site.partner.base)}
    assert shown.page.context.cookies() == []
    for frame in shown.page.frames[:1]:
        assert frame.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_all_ways_show_the_same(shown: Visit) -> None:
    def outline(page: Any, selector: str) -> Any:
        return page.locator(selector).evaluate(OUTLINE)

    component_box = outline(shown.page, "osce-feed .osce-feed")
    assert outline(shown.page, "main > .osce-feed") == component_box
    assert outline(shown.page.frames[1], "main > .osce-feed") == component_box


def test_every_element_of_the_component_is_a_part_by_its_class(shown: Visit) -> None:
    pairs = shown.page.evaluate(
        """[...document.querySelector("osce-feed").shadowRoot.querySelectorAll("[class]")]
             .map((each) => [each.className, each.getAttribute("part")])"""
    )
    found = {tuple(pair) for pair in pairs}

    assert found == {
        ("osce-feed", "box"),
        ("osce-feed-item osce-feed-gone", "item gone"),
        *((f"osce-feed-{part}", part) for part in ("heading", "heading-link", "list", "item", "link", "date", "note")),
        *((f"osce-feed-{part}", part) for part in ("notice", "rights")),
    }


def test_hostile_headlines_are_text(shown: Visit) -> None:
    titles = shown.page.locator("osce-feed .osce-feed-link").all_text_contents()

    assert tuple(titles[-len(HEADLINES) :]) == HEADLINES
    assert [each for frame in shown.page.frames for each in frame.query_selector_all("script:not([src])")] == []


def test_address_that_is_no_page_of_the_web_is_no_link(shown: Visit) -> None:
    for frame, root in ((shown.page.frames[0], "osce-feed"), (shown.page.frames[1], "body")):
        links = frame.locator(f"{root} .osce-feed-item a").evaluate_all("links => links.map((link) => link.href)")
        assert len(links) == 14
        assert {link.partition(":")[0] for link in links} == {"http", "https"}


def test_targets_are_large_enough(shown: Visit) -> None:
    for frame, root in ((shown.page.frames[0], "osce-feed"), (shown.page.frames[1], "body")):
        heights = frame.locator(f"{root} .osce-feed a").evaluate_all(
            "links => links.map((link) => link.getBoundingClientRect().height)"
        )
        assert min(heights) >= 24


def test_frame_says_how_high_it_is_and_where_it_should_lead(shown: Visit) -> None:
    heights = [message["height"] for message in shown.page.evaluate("window.messages")]
    body = shown.page.frames[1].evaluate("document.body.getBoundingClientRect().height")

    assert heights[-1] == -(-body // 1)


def test_print_shows_addresses(shown: Visit) -> None:
    shown.page.emulate_media(media="print")
    content = shown.page.locator("osce-feed a.osce-feed-link").last.evaluate(
        "a => getComputedStyle(a, '::after').content"
    )
    shown.page.emulate_media(media="screen")

    assert "/articles/" in content


LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 320, "height": 1600}},
    "forced colours": {"forced_colors": "active"},
}


@pytest.mark.parametrize("look", LOOKS)
def test_partner_page_is_accessible_in_every_look(site: Site, look: str) -> None:
    placed = site.placed(15)
    with site.visit(bypass_csp=True, **LOOKS[look]) as visit:
        fragment = visit.page.request.get(site.placed(3, office=False).fragment).text()
        visit.page.goto(site.partner.put("/accessible", f"<h2>News</h2>{component(placed)}{fragment}"))
        visit.wait()
        assert violations(visit.page) == []
        assert visit.page.locator("osce-feed").evaluate("each => each.scrollWidth - each.clientWidth") == 0
        visit.page.goto(placed.frame.replace("heading=3", "heading=1"))
        assert violations(visit.page) == []
        widths = visit.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1]


def test_theme_decides_against_the_page_and_none_takes_its_colours(site: Site) -> None:
    boxes = "".join(component(site.placed(1, theme=theme)) for theme in ("auto", "light", "dark"))
    with site.visit(site.partner.put("/themes", boxes), color_scheme="dark") as visit:
        visit.wait(3)
        colours = visit.page.locator("osce-feed").evaluate_all(
            "all => all.map((each) => [getComputedStyle(each).color, getComputedStyle(each).backgroundColor])"
        )

    assert colours == [
        ["rgb(221, 221, 221)", "rgba(0, 0, 0, 0)"],
        ["rgb(29, 28, 26)", "rgb(255, 255, 255)"],
        ["rgb(233, 230, 223)", "rgb(21, 23, 26)"],
    ]


def test_nothing_moves_where_room_was_kept(site: Site) -> None:
    """And something does where it was not, so that the measure is one."""

    def later(route: Route) -> None:
        visit.page.wait_for_timeout(100)
        route.continue_()

    moved = []
    for style in ("", "osce-feed { --osce-feed-min-height: 0 !important } osce-feed:not(:defined) { min-height: 0 }"):
        site.partner.pages["/more.css"] = ("text/css", style.encode())
        body = f'<link rel="stylesheet" href="/more.css">{component(site.placed(5))}'
        with site.visit(viewport={"width": 900, "height": 900}) as visit:
            visit.page.route("**/feed.json*", later)
            visit.page.goto(site.partner.put("/still", body))
            visit.wait()
            visit.page.wait_for_timeout(100)
            moved.append(visit.page.evaluate("window.moved"))

    assert moved[0] == 0
    assert moved[1] > 0


def test_other_bytes_than_those_that_were_pinned_do_not_run(site: Site) -> None:
    body = pinned(site.placed()).replace(COMPONENT_INTEGRITY, f"sha384-{'A' * 64}")
    with site.visit(site.partner.put("/wrong", body)) as visit:
        visit.page.wait_for_load_state("load")

        assert visit.page.evaluate("customElements.get('osce-feed') === undefined")
        assert visit.page.locator("osce-feed a").is_visible()
        assert "integrity" in " ".join(visit.said)


def test_link_stays_where_nothing_comes(site: Site) -> None:
    placed = site.placed()
    wrong = {
        "missing": f"{site.base}/en/nothing.json",
        "other": placed.feed.replace("feed.json", "feed.atom"),
        "gone": f"{site.base}/offline.json",
        "none": "",
    }
    body = "".join(
        f'<osce-feed id="{name}" src="{src}"><a href="/{name}">News</a></osce-feed>' for name, src in wrong.items()
    )
    with site.visit() as visit:
        visit.page.route("**/offline.json", lambda route: route.abort("internetdisconnected"))
        visit.page.goto(
            site.partner.put(
                "/failing", body, script=component(placed).rpartition("\n<script")[2].join(["<script", ""])
            )
        )
        told = visit.wait(4)

        assert sorted(told) == sorted(["error", name] for name in wrong)
        assert visit.page.locator("osce-feed a").evaluate_all("all => all.every((each) => each.checkVisibility())")
        assert visit.page.locator("osce-feed[aria-busy]").count() == 0


def test_without_scripts_there_is_the_link_and_the_frame(site: Site) -> None:
    with site.visit(site.partner.put("/plain", component(site.placed())), java_script_enabled=False) as visit:
        assert visit.page.locator("osce-feed a").is_visible()
        assert visit.page.locator("iframe").is_visible()
        assert visit.page.frames[1].locator(".osce-feed-item").count() == 5


def test_feed_is_asked_for_when_it_comes_near_and_once(site: Site) -> None:
    site.partner.pages["/far.css"] = ("text/css", b"#far { height: 5000px }")
    body = f'<link rel="stylesheet" href="/far.css"><div id="far"></div>{component(site.placed())}'
    with site.visit(site.partner.put("/lazy", body), viewport={"width": 900, "height": 600}) as visit:
        visit.until("!!customElements.get('osce-feed')")
        visit.page.wait_for_timeout(150)
        before = [url for url in visit.asked if "feed.json" in url]
        visit.page.evaluate("document.querySelector('osce-feed').scrollIntoView()")
        visit.wait()
        visit.page.evaluate("scrollTo(0, 0)")
        visit.page.evaluate("document.querySelector('osce-feed').scrollIntoView()")
        visit.page.wait_for_timeout(50)

        assert before == []
        assert len([url for url in visit.asked if "feed.json" in url]) == 1


def test_component_that_is_taken_away_asks_no_more_and_says_nothing(site: Site) -> None:
    held: list[Route] = []
    with site.visit() as visit:
        visit.page.route("**/feed.json*", lambda route: _hold(held, route))
        with visit.page.expect_request("**/feed.json*"):
            visit.page.goto(site.partner.put("/away", component(site.placed())))
        assert visit.page.locator("osce-feed").get_attribute("aria-busy") == "true"
        with visit.page.expect_event("requestfailed"):
            visit.page.evaluate("window.kept = document.querySelector('osce-feed'); window.kept.remove()")
        assert visit.page.evaluate("[window.told ?? [], window.kept.hasAttribute('aria-busy')]") == [[], False]
        visit.page.unroute("**/feed.json*")
        visit.page.evaluate("document.querySelector('main').prepend(window.kept)")
        assert visit.wait() == [["load", 5]]


def test_keyboard_goes_on_where_it_was(site: Site) -> None:
    with site.visit() as visit:
        held: list[Route] = []
        visit.page.route("**/feed.json*", lambda route: _hold(held, route))
        with visit.page.expect_request("**/feed.json*"):
            visit.page.goto(site.partner.put("/keys", component(site.placed())))
        visit.page.keyboard.press("Tab")
        assert visit.page.evaluate("document.activeElement.textContent") == "News of the lighthouse"
        held[0].continue_()
        visit.wait()
        visit.page.keyboard.press("Tab")
        inside = "document.querySelector('osce-feed').shadowRoot.activeElement"
        assert visit.page.evaluate(f"{inside}.className") == "osce-feed-link"
        assert visit.page.evaluate(f"getComputedStyle({inside}).outlineWidth") == "3px"


def test_attributes_count_when_they_change(site: Site) -> None:
    with site.visit(site.partner.put("/change", component(site.placed(5)))) as visit:
        visit.wait()
        box = visit.page.locator("osce-feed")
        box.evaluate("each => { each.setAttribute('count', 2); each.setAttribute('heading', 4); }")
        assert (box.locator("li").count(), box.locator("h4").count()) == (2, 1)
        box.evaluate(
            "(each, src) => { each.src = src; each.setAttribute('src', src); }", site.placed(1, office=False).feed
        )
        assert visit.wait(2)[-1] == ["load", 1]


def test_box_is_written_from_right_to_left_where_the_feed_says_so(site: Site) -> None:
    rtl = {"direction": "rtl"}
    items = [
        {"title": "منارة", "language": "ar", "url": "https://a.example/1", "_osce_feeds": rtl},
        {"title": "Phare", "language": "fr", "url": "https://a.example/2", "date_published": "2026-07-01T10:00:00Z"},
    ]
    feed = {
        "title": "أخبار",
        "language": "ar",
        "_osce_feeds": rtl,
        "home_page_url": "https://a.example/",
        "items": items,
    }
    with site.visit(bypass_csp=True) as visit:
        visit.page.route(
            "**/feed.json*", lambda route: route.fulfill(json=feed, headers={"Access-Control-Allow-Origin": "*"})
        )
        visit.page.goto(site.partner.put("/rtl", "<h2>News</h2>" + component(site.placed()), lang="en"))
        visit.wait()
        assert violations(visit.page) == []
        said = visit.page.locator("osce-feed [lang]").evaluate_all(
            "all => all.map((each) => [each.localName, each.lang, each.dir])"
        )
        right = visit.page.locator("osce-feed li").evaluate_all(
            """all => all.map((each) => {
                 const right = (element) => element.getBoundingClientRect().right;
                 return right(each) - right(each.querySelector("a")) < 2;
               })"""
        )

    assert said == [["section", "ar", "rtl"], ["li", "ar", "rtl"], ["li", "fr", "ltr"], ["time", "ar", "rtl"]]
    assert right == [True, False]


def test_wordpress_frame_is_told_its_height_and_where_to_lead(site: Site) -> None:
    """In the sandbox that WordPress makes, with the secret that it puts behind the address."""
    src = f"{site.base}/en/{OFFICE}/embed.html#?secret=Ab1"
    frame = f'<iframe sandbox="allow-scripts" security="restricted" src="{src}"></iframe>'
    with site.visit(site.partner.put("/wordpress", frame)) as visit:
        visit.until("(window.messages ?? []).some((each) => each.message === 'height')")
        visit.page.frames[1].locator(".osce-feed-link").last.click()
        visit.until("window.messages.some((each) => each.message === 'link')")
        messages = visit.page.evaluate("window.messages")
        visit.page.frames[1].evaluate("0")
        visit.page.evaluate("frames[0].postMessage({ message: 'ready', secret: 'Cd2' }, '*')")
        visit.until("window.messages.some((each) => each.secret === 'Cd2')")

        assert {"message": "link", "value": f"{site.base}/en/articles/news2345abcd/", "secret": "Ab1"} in messages
        (height,) = {each["value"] for each in messages if each.get("message") == "height"}
        assert height > 200
        assert visit.said == []
        assert visit.page.url.endswith("/wordpress")


def test_link_in_a_frame_opens_the_page_in_place_of_the_partners(site: Site) -> None:
    with site.visit(site.partner.put("/frame", iframe(site.placed(1, office=False)))) as visit:
        link = visit.page.frames[1].locator(".osce-feed-heading-link")
        link.click()
        visit.page.wait_for_url(f"{site.base}/en/")


def test_builder_follows_the_form_and_shows_what_it_makes(site: Site) -> None:
    with site.visit(f"{site.base}/en/embed/") as visit:
        page = visit.page
        page.locator("#count").select_option("3")
        page.wait_for_url(f"{site.base}/en/embed/?count=3")
        assert 'embed.html?count=3"' in page.locator("#code").input_value()
        visit.until("document.querySelector('iframe.preview').src.endsWith('/en/embed.html?count=3')")
        page.get_by_role("link", name="SRI").click()
        page.wait_for_url("**snippet=pinned**")
        assert COMPONENT_INTEGRITY in page.locator("#code").input_value()
        code = etree.fromstring(f"<body>{page.locator('#code').input_value()}</body>", etree.HTMLParser())
        assert code.xpath("//osce-feed/@count") == ["3"]
        assert violations(page) == []
        assert visit.said == []


def test_builder_works_without_scripts(site: Site) -> None:
    with site.visit(f"{site.base}/en/embed/?snippet=ssi", java_script_enabled=False) as visit:
        page = visit.page
        page.locator("#count").select_option("7")
        page.get_by_role("button", name="Show").click()
        assert page.url == f"{site.base}/en/embed/?count=7&snippet=ssi"
        assert "fragment.html?count=7" in page.locator("#code").input_value()
        assert page.frames[1].locator(".osce-feed-item").count() == 7
