// Follows a form while it is filled in: what the page would show after "Show" is shown at once. Without this file
// the button does it; nothing is asked of any other host.
"use strict";
const WAIT = 300; // milliseconds after the last key

// The address of what is chosen, spelt as the service spells it: without the fields that say nothing, and sorted.
function addressOf(form) {
  const pairs = [...new FormData(form)].filter(([, value]) => value.trim());
  const written = pairs.map((pair) => pair.map(encodeURIComponent));
  written.sort(([name, value], [other, another]) => (name === other ? value < another : name < other) ? -1 : 1);
  const address = new URL(form.action);
  address.search = written.map((pair) => pair.join("=")).join("&");
  return address;
}

function take(fresh) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
  }
  const switches = fresh.querySelectorAll(".languages a");
  document.querySelectorAll(".languages a").forEach((link, number) => { link.href = switches[number].getAttribute("href"); });
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
  document.title = fresh.title;
}

function follow(form) {
  let asked = null, timer = 0;
  async function ask() {
    clearTimeout(timer);
    asked?.abort();
    const mine = asked = new AbortController();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(addressOf(form), { signal: mine.signal, credentials: "omit" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok) throw new Error(answer.status);
      take(fresh);
      history.replaceState(null, "", answer.url);
    } catch {
      if (!mine.signal.aborted) form.submit(); // the browser shows what is wrong
    }
    if (asked === mine) form.removeAttribute("aria-busy");
  }
  form.addEventListener("change", ask);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
}

for (const form of document.querySelectorAll("form[data-live]")) follow(form);
