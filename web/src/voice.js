// The small piece of work that a form asks for against floods: a number that makes the SHA-256 of ticket and number begin with
// enough zero bits. It begins when somebody types and is done, for most, before they have finished.
const K = new Uint32Array(64);
const START = new Uint32Array(8);
{
  // Fractional parts of cube and square roots of the first primes (FIPS 180-4).
  let count = 0;
  for (let n = 2; count < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    if (!prime) continue;
    if (count < 8) START[count] = ((n ** 0.5) % 1) * 2 ** 32;
    K[count++] = ((n ** (1 / 3)) % 1) * 2 ** 32;
  }
}

const turned = (x, n) => (x >>> n) | (x << (32 - n));

/** The SHA-256 of ASCII text, as eight words. */
export function sha256(text) {
  const length = text.length;
  const blocks = ((length + 8) >> 6) + 1;
  const words = new Uint32Array(blocks * 16);
  for (let at = 0; at < length; at++) words[at >> 2] |= text.charCodeAt(at) << (24 - (at & 3) * 8);
  words[length >> 2] |= 0x80 << (24 - (length & 3) * 8);
  words[blocks * 16 - 1] = length * 8;
  const state = Uint32Array.from(START);
  const w = new Uint32Array(64);
  for (let block = 0; block < words.length; block += 16) {
    for (let t = 0; t < 64; t++) {
      if (t < 16) { w[t] = words[block + t]; continue; }
      const a = w[t - 15], b = w[t - 2];
      w[t] = w[t - 16] + (turned(a, 7) ^ turned(a, 18) ^ (a >>> 3)) + w[t - 7] + (turned(b, 17) ^ turned(b, 19) ^ (b >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let t = 0; t < 64; t++) {
      const one = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
      const two = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, at) => { state[at] += value; });
  }
  return state;
}

const zeros = (state) => {
  let count = 0;
  for (const word of state) {
    count += Math.clz32(word);
    if (word !== 0) break;
  }
  return count;
};

/** Finds the number, a little at a time so that typing stays quick. */
function worked(ticket, bits) {
  return new Promise((found) => {
    let number = 0;
    const some = () => {
      const until = performance.now() + 25;
      while (performance.now() < until) {
        for (let n = 0; n < 50; n++, number++) {
          if (zeros(sha256(`${ticket}.${number}`)) >= bits) { found(String(number)); return; }
        }
      }
      setTimeout(some);
    };
    some();
  });
}

for (const form of document.querySelectorAll("form[data-work]")) if (form instanceof HTMLFormElement) watch(form);

/** Does the work once somebody begins to write, and sends the form when it is done. */
function watch(form) {
  const ticket = form.elements.namedItem("ticket");
  const work = form.elements.namedItem("work");
  const status = form.querySelector("[data-status]");
  if (!(ticket instanceof HTMLInputElement) || !(work instanceof HTMLInputElement)) return;
  let doing;
  const begin = () => { doing ??= worked(ticket.value, Number(form.dataset.work)).then((number) => { work.value = number; }); return doing; };
  form.addEventListener("input", begin, { once: true });
  form.addEventListener("submit", (event) => {
    if (work.value !== "") return;
    event.preventDefault();
    if (status) status.textContent = form.dataset.busy ?? "";
    begin().then(() => form.requestSubmit(event.submitter));
  });
}
