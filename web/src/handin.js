// Keeps what is typed into a figure's form on this device until it is sent, so that a lost connection loses nothing.

const form = document.querySelector("form[data-draft]");
if (form) keep(form, `draft/${form.dataset.draft}`);

/** Restores a draft, saves on every change, and forgets it once the form was answered. */
function keep(form, name) {
  const fields = ["value", "status", "source", "comment", "client-key"];
  const state = form.querySelector("[data-draft-state]");
  const draft = JSON.parse(localStorage.getItem(name) ?? "null");
  // What the server already has is newer than what was kept here.
  if (draft && !form.elements.value.value) {
    for (const field of fields) if (draft[field]) form.elements[field].value = draft[field];
    state.textContent = form.dataset.saved;
  }
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((field) => [field, form.elements[field].value]));
    localStorage.setItem(name, JSON.stringify(typed));
    state.textContent = form.dataset.saved;
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return sessionStorage.setItem("sent", name);
    event.preventDefault();
    state.textContent = form.dataset.saved;
  });
}

// The server has answered with another page: the figure arrived.
const sent = sessionStorage.getItem("sent");
if (sent && !form) {
  localStorage.removeItem(sent);
  sessionStorage.removeItem("sent");
}
