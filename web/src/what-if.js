// @ts-check
// Levers that answer while they move: a slider beside each number, and the answer fetched as soon as something changes. Without script
// the form does the same by its button.

/** Draws while something moves; when it has come to rest the page's own number is asked for. */
const QUICK = "400", REST = 700, PAUSE = 40;
/** The slider sets a change in per cent. */
const REACH = 20, STEP = 0.5;

/** @type {HTMLFormElement | null} */
const board = document.querySelector("form.levers");
if (board) levers(board);

/** @param {HTMLFormElement} form */
function levers(form) {
  let asked = 0, timer = 0, rest = 0;
  const address = (quick) => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, String(value));
    if (quick) query.set("draws", QUICK);
    return `${form.getAttribute("action").split("?")[0]}?${query}`;
  };
  const show = async (quick) => {
    const own = ++asked;
    const url = address(quick);
    const answer = await fetch(url).catch(() => null);
    if (!answer?.ok || own !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (own !== asked) return;
    const fresh = page.getElementById("answer");
    if (!fresh) return;
    document.getElementById("answer").replaceWith(document.adoptNode(fresh));
    for (const mark of form.querySelectorAll("[data-mark]")) {
      const other = page.querySelector(`[data-mark="${/** @type {HTMLElement} */ (mark).dataset.mark}"]`);
      mark.textContent = other?.textContent ?? "";
    }
    document.getElementById("answer").dataset.settled = quick ? "" : "yes";
    if (!quick) history.replaceState(null, "", url);
  };
  const changed = () => {
    clearTimeout(timer);
    clearTimeout(rest);
    timer = setTimeout(() => void show(true), PAUSE);
    rest = setTimeout(() => void show(false), REST);
  };
  for (const fieldset of form.querySelectorAll("fieldset")) {
    /** @type {HTMLSelectElement} */
    const kind = fieldset.querySelector("select[name^=k]");
    /** @type {HTMLSelectElement} */
    const what = fieldset.querySelector("select[name^=i]");
    /** @type {HTMLInputElement} */
    const number = fieldset.querySelector("input[name^=v]");
    const slider = document.createElement("input");
    Object.assign(slider, { type: "range", min: -REACH, max: REACH, step: STEP });
    slider.setAttribute("aria-label", `${fieldset.querySelector("legend").textContent}: ${form.dataset.share}`);
    const follow = () => { slider.value = kind.value === "change" ? number.value || "0" : "0"; };
    follow();
    slider.addEventListener("input", () => {
      kind.value = "change";
      number.value = slider.value;
      if (what.value) changed();
    });
    for (const control of [kind, what, number]) {
      control.addEventListener("input", () => {
        follow();
        if (what.value && number.value !== "") changed();
      });
    }
    number.closest("label").after(slider);
  }
}
