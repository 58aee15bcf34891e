// @ts-check
// Keeps what is typed into a figure's form on this device until the server has it, so that a lost connection loses
// nothing.

const SENT = "sent";
/** @type {HTMLFormElement | null} */
const form = document.querySelector("form[data-draft]");
/** @type {HTMLElement | null} */
const received = document.querySelector("[data-received]");
if (form) keep(form, `draft/${form.dataset.draft}`);
if (received) forget(received.dataset.received);
for (const all of document.querySelectorAll("[data-check-all]")) offer(all);

/** What is kept under a name; what is no JSON any more is as good as nothing. */
function stored(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

/** Restores a draft, and saves it on every change. */
function keep(form, name) {
  const fields = ["value", "status", "source", "comment", "client-key"];
  const state = form.querySelector("[data-draft-state]");
  const say = (words) => { state.textContent = words; };
  // Whatever was sent before was not taken: otherwise another page would have followed.
  sessionStorage.removeItem(SENT);
  const draft = stored(name);
  // A draft that reached the server is forgotten: what is still here was typed later than what the server knows,
  // except in the answer to a form, which repeats what was sent.
  if (draft && !form.hasAttribute("data-answer")) {
    for (const field of fields) form.elements[field].value = draft[field] ?? "";
    say(form.dataset.saved);
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((field) => [field, form.elements[field].value]));
    localStorage.setItem(name, JSON.stringify(typed));
    say(form.dataset.saved);
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) {
      sessionStorage.setItem(SENT, JSON.stringify([form.elements["client-key"].value, name]));
    } else {
      event.preventDefault();
      say(form.dataset.offline);
    }
  });
  addEventListener("offline", () => say(form.dataset.offline));
  addEventListener("online", () => say(form.dataset.online));
}

/** Forgets the draft that was just sent, once the server shows what it received. */
function forget(key) {
  const [sent, name] = JSON.parse(sessionStorage.getItem(SENT) ?? "[]");
  if (sent !== key) return;
  localStorage.removeItem(name);
  sessionStorage.removeItem(SENT);
}

/** Offers one box that ticks all boxes of its form; without script each is ticked by hand. */
function offer(all) {
  const box = all.querySelector("input");
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const one of all.closest("form").querySelectorAll("table input[type=checkbox]")) one.checked = box.checked;
  });
}
