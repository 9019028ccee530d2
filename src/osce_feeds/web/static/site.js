// Copy buttons beside addresses; without this file the address stands in its field to be selected.
"use strict";
for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  const field = button && document.getElementById(button.dataset.copy);
  if (!field) return;
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    if (!document.execCommand("copy")) return;
  }
  const said = button.textContent;
  if (said === button.dataset.done) return;
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = said; }, 2000);
});
document.addEventListener("focusin", (event) => {
  if (event.target.matches(".address input")) event.target.select();
});
