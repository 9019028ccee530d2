// What pages can do with a script that they cannot do without: copy addresses, and follow a form while it is filled in.
// Everything works without it; nothing is asked of any other host.
"use strict";

const WAIT = 250; // milliseconds after the last key

function showButtons(root) {
  for (const button of root.querySelectorAll("button[data-copy]")) button.hidden = false;
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return; // plain HTTP: the address is selected at least
  }
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  announce(button.dataset.copied);
  setTimeout(() => { button.textContent = before; }, 2000);
}

function announce(text) {
  const status = document.getElementById("status");
  if (!status) return;
  const before = status.textContent;
  status.textContent = text;
  setTimeout(() => { if (status.textContent === text) status.textContent = before; }, 2000);
}

// The address that the browser would open for the form, without the fields that say nothing.
function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) query.append(name, value);
  const address = new URL(form.action || location.href);
  address.search = query;
  address.hash = "";
  return address;
}

function take(fresh) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.getElementById(part.id);
    if (!other || part.innerHTML === other.innerHTML) continue;
    part.replaceChildren(...other.childNodes);
  }
  const languages = fresh.querySelectorAll("a[hreflang]");
  document.querySelectorAll("a[hreflang]").forEach((link, number) => {
    if (languages[number]) link.href = languages[number].getAttribute("href");
  });
  document.title = fresh.title;
  showButtons(document);
}

function follow(form) {
  let asked = null, timer = 0;
  async function ask() {
    clearTimeout(timer);
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(addressOf(form), { signal: mine.signal, credentials: "omit" });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !fresh.querySelector("form[data-live]")) throw new Error(answer.status);
      take(fresh);
      history.replaceState(null, "", answer.url);
    } catch {
      if (!mine.signal.aborted) form.submit(); // the browser shows what is wrong
    } finally {
      if (asked === mine) form.removeAttribute("aria-busy");
    }
  }
  form.addEventListener("change", ask);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
});
showButtons(document);
for (const form of document.querySelectorAll("form[data-live]")) follow(form);
