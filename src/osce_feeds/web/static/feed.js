/*! <osce-feed>: the newest articles of a newsroom on your page. OSCE Feeds, version 1, MIT. No dependencies, no cookies, no storage.
 *
 * <osce-feed src="https://.../feed.json?limit=5" count="5" heading="2" theme="auto"><a href="...">All news</a></osce-feed>
 */
(() => {
  "use strict";
  if (customElements.get("osce-feed")) return;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
:host { display: block; min-height: var(--osce-feed-min-height, 0); padding: var(--osce-feed-padding, 0); font: var(--osce-feed-font, inherit); color: var(--osce-feed-color, inherit); background: var(--osce-feed-background, transparent); box-sizing: border-box; }
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; color: var(--osce-feed-color, #1d1c1a); background: var(--osce-feed-background, #ffffff); }
:host([theme="dark"]) { color-scheme: dark; color: var(--osce-feed-color, #e9e6df); background: var(--osce-feed-background, #15171a); }
.osce-feed { text-align: start; overflow-wrap: anywhere; }
.osce-feed-heading { margin: 0 0 .6em; font-size: 1.2em; line-height: 1.3; }
.osce-feed-heading-link { color: inherit; text-decoration: none; }
.osce-feed-list { list-style: none; margin: 0; padding: 0; }
.osce-feed-item { padding: .55em 0; border-block-start: 1px solid var(--osce-feed-line, light-dark(#dcd7cc, #3b3e41)); }
.osce-feed-date { display: block; text-align: -webkit-match-parent; text-align: match-parent; font-size: .85em; }
.osce-feed-link { display: inline-block; min-height: 24px; font-weight: 600; line-height: 1.35; color: var(--osce-feed-link, light-dark(#0b5761, #84cbd3)); text-decoration: none; }
.osce-feed-heading-link { display: inline-block; min-height: 24px; }
a:hover { text-decoration: underline; }
a:focus-visible { outline: 3px solid var(--osce-feed-link, light-dark(#0b5761, #84cbd3)); outline-offset: 2px; }
.osce-feed-date, .osce-feed-empty, .osce-feed-notice, .osce-feed-rights { color: var(--osce-feed-soft, light-dark(#5b5852, #b0aca3)); }
.osce-feed-summary { margin: .25em 0 0; }
.osce-feed-note { margin: .3em 0 0; padding-inline-start: .6em; border-inline-start: 3px solid var(--osce-feed-link, light-dark(#0b5761, #84cbd3)); font-size: .9em; }
.osce-feed-gone .osce-feed-link { font-weight: 400; font-style: italic; }
.osce-feed-notice, .osce-feed-rights { margin: .6em 0 0; font-size: .85em; }
@media (forced-colors: active) { .osce-feed-link, .osce-feed-heading-link { text-decoration: underline; } }
@media print { .osce-feed-link[href]::after { content: " <" attr(href) ">"; font-weight: 400; } }
`);

  const element = (name, part, ...children) => {
    const made = document.createElement(name);
    if (part) {
      made.className = part === "box" ? "osce-feed" : `osce-feed-${part}`;
      made.setAttribute("part", part);
    }
    made.append(...children);
    return made;
  };

  const spoken = (made, language, direction) => {
    if (language) made.lang = language;
    made.dir = direction || (language ? "ltr" : "auto");
    return made;
  };

  // What a feed says is text, and an address leads somewhere only if it is one of the web.
  const link = (part, text, url) => {
    let target = "";
    try {
      target = new URL(url).protocol;
    } catch {
      // no address at all
    }
    const made = element(/^https?:$/.test(target) ? "a" : "span", part, String(text || ""));
    if (made.localName === "a") made.href = url;
    return made;
  };

  const whole = (text, usual, most) => (/^[1-9]\d?$/.test(text) ? Math.min(Number(text), most) : usual);

  const row = (item, feed, more) => {
    const ours = item._osce_feeds || {};
    const made = element("li", "item");
    if (ours.status === "canceled") {
      made.classList.add("osce-feed-gone");
      made.part.add("gone");
    }
    const day = ours.date || String(item.date_published || "").slice(0, 10);
    if (day) {
      const time = spoken(element("time", "date", ours.date_text || day), feed.language, more.direction);
      time.dateTime = day;
      made.append(time);
    }
    made.append(link("link", item.title, item.url));
    if (ours.change) {
      const note = spoken(element("p", "note", ours.change), feed.language, more.direction);
      if (ours.note) {
        const words = element("span", "", ours.note);
        words.lang = "en";
        words.dir = "auto";
        note.append(" \u00b7 ", words);
      }
      made.append(note);
    }
    return spoken(made, item.language || feed.language, item.language ? ours.direction : ours.direction || more.direction);
  };

  const box = (feed, count, level) => {
    const more = feed._osce_feeds || {};
    const heading = element(`h${level}`, "heading", link("heading-link", feed.title, feed.home_page_url));
    heading.id = "osce-feed-heading";
    const made = spoken(element("section", "box", heading), feed.language, more.direction);
    made.setAttribute("aria-labelledby", heading.id);
    const items = feed.items.slice(0, count);
    if (items.length) {
      const list = element("ul", "list", ...items.map((item) => row(item, feed, more)));
      list.setAttribute("role", "list");
      made.append(list);
    } else if (more.empty) {
      made.append(element("p", "empty", more.empty));
    }
    if (more.notice) made.append(element("p", "notice", more.notice));
    if (more.rights) made.append(element("p", "rights", more.rights));
    return made;
  };

  class OsceFeed extends HTMLElement {
    static observedAttributes = ["src", "count", "heading"];
    #feed = null;
    #asked = "";
    #request = null;
    #near = null;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [sheet];
      root.append(document.createElement("slot")); // what stands in the element stays until there is something better
    }

    connectedCallback() {
      if (this.#feed && this.#asked === this.getAttribute("src")) return;
      this.#near?.disconnect(); // an upgrade comes by two ways: with the attribute, and with the element
      this.#near = new IntersectionObserver(
        (entries) => {
          if (entries.some((entry) => entry.isIntersecting)) this.#load();
        },
        { rootMargin: "300px" },
      );
      this.#near.observe(this);
    }

    disconnectedCallback() {
      this.#near?.disconnect();
      this.#request?.abort();
      this.#request = null;
      this.removeAttribute("aria-busy");
    }

    attributeChangedCallback(name) {
      if (!this.isConnected) return;
      if (name !== "src") return this.#show();
      this.disconnectedCallback();
      this.connectedCallback();
    }

    async #load() {
      this.#near.disconnect();
      const request = (this.#request = new AbortController());
      const src = (this.#asked = this.getAttribute("src"));
      this.setAttribute("aria-busy", "true");
      let failure = null;
      try {
        const options = { credentials: "omit", referrerPolicy: "no-referrer", signal: request.signal };
        const answer = await fetch(new URL(src || "", document.baseURI), options);
        if (!answer.ok) throw new Error(`${src} answers ${answer.status}`);
        const feed = await answer.json();
        if (!Array.isArray(feed?.items)) throw new Error(`${src} is no JSON Feed`);
        if (request !== this.#request) return;
        this.#feed = feed;
        this.#show();
      } catch (error) {
        failure = error;
      }
      if (request !== this.#request) return;
      this.#request = null;
      this.removeAttribute("aria-busy");
      const detail = failure ? { error: failure } : { items: this.#feed.items.length };
      const name = failure ? "osce-feed:error" : "osce-feed:load";
      this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
    }

    #show() {
      if (!this.#feed) return;
      const held = this.matches(":focus-within");
      const count = whole(this.getAttribute("count"), 5, 20);
      const level = whole(this.getAttribute("heading"), 2, 6);
      this.shadowRoot.replaceChildren(box(this.#feed, count, level));
      if (held) this.shadowRoot.querySelector("a")?.focus();
    }
  }

  customElements.define("osce-feed", OsceFeed);
})();
