// @ts-check
// Tells while somebody types a proposal what does not fit: the same answer that the button asks for, beside the same rows. Without script
// the button does it, and what is sent is held against the same rules.

/** How long nobody types before the server is asked, in milliseconds. */
const QUIET = 600;

/** @type {HTMLFormElement | null} */
const proposing = document.querySelector("form[data-check]");
const verdict = document.querySelector("[data-checked]");
if (proposing && verdict instanceof HTMLElement) watch(proposing, verdict);

/** Asks a while after the last key. */
function watch(form, status) {
  let waiting = 0;
  let asking = new AbortController();
  for (const field of form.elements) {
    if (!(field instanceof HTMLInputElement) || !field.name.startsWith("value/")) continue;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      // What was asked about an earlier text is no answer to this one.
      asking.abort();
      asking = new AbortController();
      waiting = setTimeout(() => check(form, status, asking.signal), QUIET);
    });
  }
}

/** Asks what does not fit, and writes it beside the rows. */
async function check(form, status, signal) {
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === "string") sent.append(name, value);
  sent.set("action", "check");
  // Buttons are named `action` as well: the property of the form would be them.
  const address = form.getAttribute("action") ?? "";
  try {
    const answer = await fetch(address, { method: "POST", body: sent, signal, headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (signal.aborted) return;
    let odd = 0;
    for (const row of document.querySelectorAll("[data-odd]")) {
      if (!(row instanceof HTMLElement)) continue;
      const found = page.querySelector(`[data-odd="${CSS.escape(row.dataset.odd ?? "")}"]`);
      row.replaceChildren(...[...(found?.childNodes ?? [])].map((node) => document.importNode(node, true)));
      if (row.children.length) odd += 1;
    }
    status.textContent = odd ? (form.dataset.misfits ?? "").replace("{n}", String(odd)) : form.dataset.fits ?? "";
  } catch (fault) {
    if (!(fault instanceof DOMException && fault.name === "AbortError")) status.textContent = form.dataset.failed ?? "";
  }
}
