// @ts-check
// What script adds to pages that work without it: cards over commitments, forms that submit themselves, an
// outline that follows the reader.

// A select or date submits its form as soon as it is changed by choice; typing in a date field does not.
/** @type {NodeListOf<HTMLInputElement | HTMLSelectElement>} */
const controls = document.querySelectorAll("[data-submit]");
for (const control of controls) {
  if (control.type === "range") slide(control);
  else control.addEventListener("change", () => control.form.requestSubmit());
}

/** A slider says its value while it moves, and submits when the pointer lets go; with keys the button does it. */
function slide(control) {
  const output = control.form.querySelector("output");
  const before = control.value;
  control.addEventListener("input", () => { if (output) output.textContent = control.value; });
  control.addEventListener("pointerup", () => { if (control.value !== before) control.form.requestSubmit(); });
}
// Empty fields stay out of the address.
for (const form of document.querySelectorAll("form[method=get]")) {
  form.addEventListener("formdata", (/** @type {FormDataEvent} */ event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

// Where a menu is wider than the window, the page one is on stays in sight.
for (const here of document.querySelectorAll("nav [aria-current=page]")) {
  if (!(here instanceof HTMLElement)) continue;
  for (let strip = here.parentElement; strip && strip.tagName !== "BODY"; strip = strip.parentElement) {
    if (strip.scrollWidth <= strip.clientWidth || getComputedStyle(strip).overflowX !== "auto") continue;
    const [inside, around] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
    break;
  }
}

// "/" and Ctrl-K lead to the search from wherever nothing is being typed.
addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
  const asked = (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey)
    || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (!asked) return;
  event.preventDefault();
  const field = document.querySelector(".find input");
  if (field instanceof HTMLElement && field.offsetParent) field.focus();
  else location.assign("/search");
});

// At a meeting the arrow keys turn to the next screen, and Escape leaves; a chart that is being read keeps them. The keys of
// a hand-held presenter are those of whole pages, which scroll where a screen is taller than the window.
if (document.querySelector("main.meeting")) addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, .chart-area");
  if (typing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const scrolls = document.documentElement.scrollHeight > innerHeight + 4;
  const way = { ArrowRight: "[rel=next]", ArrowLeft: "[rel=prev]", Home: ".screen-list ol a", Escape: "[data-leave]" }[event.key]
    ?? (scrolls ? undefined : { PageDown: "[rel=next]", PageUp: "[rel=prev]" }[event.key]);
  const link = way && document.querySelector(way);
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  location.assign(link.href);
});

// A picture of a chart is an SVG; the browser, which has the letters, makes a PNG of it.
for (const link of document.querySelectorAll("a[data-picture]")) {
  if (!(link instanceof HTMLAnchorElement)) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "PNG";
  button.addEventListener("click", () => paint(link.href));
  link.after(" ", button);
}

/** Paints an SVG at twice its size and offers it as a file. */
async function paint(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth * 2, image.naturalHeight * 2];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!blob) return;
  const file = document.createElement("a");
  file.href = URL.createObjectURL(blob);
  file.download = new URL(address).pathname.split("/").pop()?.replace(/svg$/, "png") ?? "chart.png";
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 10_000);
}

// A printed page says when it was printed and where it is to be found.
addEventListener("beforeprint", () => {
  for (const line of document.querySelectorAll("[data-printed]")) {
    if (!(line instanceof HTMLElement)) continue;
    const when = new Date().toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    line.textContent = ` · ${line.dataset.printed} ${when} · ${location.host}${location.pathname}${location.search}`;
  }
});

cards(document.getElementById("card"));
outline(document.querySelector(".toc"));
openTarget();
addEventListener("hashchange", openTarget);

/** Opens what the address points into. */
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  target?.closest("details")?.setAttribute("open", "");
}

/** Hover, focus or tap on a commitment opens a card with its value, path, forecast, source and owner. */
function cards(card) {
  if (!card) return;
  const kept = new Map();
  const source = new URL(card.dataset.source, location.href);
  let shown = null, timer = 0, wanted = null;

  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", card.dataset.label);

  const load = (ids) => {
    if (!kept.has(ids)) {
      source.searchParams.set("ids", ids);
      kept.set(ids, fetch(source).then((answer) => (answer.ok ? answer.text() : "")).catch(() => ""));
    }
    return kept.get(ids);
  };
  const place = (link) => {
    const at = [...link.getClientRects()][0] ?? link.getBoundingClientRect();
    const width = card.offsetWidth, height = card.offsetHeight, gap = 8;
    const left = Math.max(gap, Math.min(at.left, innerWidth - width - gap));
    const below = at.bottom + gap + height <= innerHeight || at.top - gap - height < 0;
    card.style.left = `${left}px`;
    card.style.top = `${Math.max(gap, below ? Math.min(at.bottom + gap, innerHeight - height - gap) : at.top - gap - height)}px`;
  };
  const open = async (link) => {
    wanted = link;
    const html = await load(link.dataset.c);
    if (wanted !== link || !html) return;
    card.innerHTML = html;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "card-close";
    close.textContent = "✕";
    close.setAttribute("aria-label", card.dataset.close);
    close.addEventListener("click", () => { hide(); link.focus(); });
    card.prepend(close);
    card.hidden = false;
    shown = link;
    place(link);
  };
  const hide = () => {
    wanted = null;
    shown = null;
    card.hidden = true;
  };
  const later = (act, delay) => { clearTimeout(timer); timer = setTimeout(act, delay); };

  /** @type {HTMLElement} */
  const doc = document.querySelector(".doc");
  /** The part of the page around what an event happened to. */
  const around = (/** @type {Event} */ event, /** @type {string} */ part) =>
    event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest(part)) : null;
  doc.addEventListener("pointerover", (event) => {
    const link = around(event, "a[data-c]");
    if (link && event.pointerType !== "touch") later(() => open(link), 120);
  });
  doc.addEventListener("pointerout", (event) => {
    if (around(event, "a[data-c]") && event.pointerType !== "touch") later(hide, 300);
  });
  card.addEventListener("pointerover", () => clearTimeout(timer));
  card.addEventListener("pointerleave", () => { if (!card.contains(document.activeElement)) later(hide, 300); });
  doc.addEventListener("focusin", (event) => {
    const link = around(event, "a[data-c]");
    if (link) later(() => open(link), 0);
  });
  // The first tap opens the card, whose heading is the link; a mouse click follows the link at once.
  let touched = false;
  doc.addEventListener("pointerdown", (event) => { touched = event.pointerType === "touch"; });
  doc.addEventListener("click", (event) => {
    const link = around(event, "a[data-c]");
    if (link && touched && shown !== link) {
      event.preventDefault();
      open(link);
    } else if (!link) {
      hide();
      const sentence = around(event, "span[id]");
      // The address of the sentence, ready to be copied.
      if (sentence && !getSelection().toString()) history.replaceState(null, "", `#${sentence.id}`);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !card.hidden) {
      const link = shown;
      hide();
      if (card.contains(document.activeElement)) link?.focus();
    }
  });
  addEventListener("scroll", () => { if (shown && !card.matches(":hover")) hide(); }, { passive: true });
}

/** Marks the chapter being read in the outline; opens the outline where it stands beside the text and moves nothing. */
function outline(toc) {
  if (!toc) return;
  if (matchMedia("(min-width: 60.01rem)").matches) toc.setAttribute("open", "");
  const links = new Map([...toc.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  let current = null;
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const link = entry.isIntersecting && links.get(entry.target.id);
      if (!link) continue;
      current?.removeAttribute("aria-current");
      current = link;
      link.setAttribute("aria-current", "location");
      const box = toc.closest(".contents");
      const at = link.getBoundingClientRect(), around = box.getBoundingClientRect();
      if (at.top < around.top || at.bottom > around.bottom) box.scrollTop += at.top - around.top - around.height / 3;
    }
  }, { rootMargin: "0px 0px -70% 0px" });
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) watcher.observe(heading);
  }
}
