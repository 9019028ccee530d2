/* Tells the page around an embed how high it is, so that the frame can fit: in words of our own, and in WordPress'. */
(() => {
  "use strict";
  if (window.parent === window) return;
  const tell = (message) => window.parent.postMessage(message, "*");
  let secret = (/[#&?]secret=([A-Za-z0-9]{1,64})$/.exec(location.hash) || [])[1];

  const measure = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    tell({ type: "osce-feed:height", height });
    if (secret) tell({ message: "height", value: height, secret });
  };

  // WordPress puts embeds into a sandbox without a way out, and follows links to the same host only: to our page of an article.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!secret || !link) return;
    event.preventDefault();
    tell({ message: "link", value: link.dataset.here || link.href, secret });
  });

  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || !data || data.message !== "ready" || !/^[A-Za-z0-9]{1,64}$/.test(data.secret)) return;
    secret = data.secret;
    measure();
  });

  new ResizeObserver(measure).observe(document.body);
})();
