// @ts-check
// Reads a chart year by year: a line follows the pointer or the arrow keys, and what the chart says of that year stands
// beside it. Picture and readings come from the server, both from one specification.

const SVG = "http://www.w3.org/2000/svg";

/** @param {HTMLElement} area */
function follow(area) {
  /** @type {{ at: number, lines: [string, string][] }[]} */
  const readings = JSON.parse(area.querySelector("script")?.textContent ?? "[]");
  const charts = [...area.querySelectorAll("svg")].map((svg) => new Chart(svg));
  const box = document.createElement("div");
  box.className = "reading";
  box.setAttribute("role", "status");
  box.hidden = true;
  area.append(box);
  area.tabIndex = 0;
  area.setAttribute("role", "group");
  area.setAttribute("aria-label", area.dataset.hint ?? "");
  let shown = -1;

  const shownChart = () => charts.find((chart) => chart.svg.getClientRects().length > 0);
  const hide = () => {
    shown = -1;
    box.hidden = true;
    for (const chart of charts) chart.mark(null);
  };
  const show = (/** @type {number} */ index) => {
    const chart = shownChart();
    if (!chart || index === shown || !readings[index]) return;
    shown = index;
    chart.mark(readings[index].at);
    box.replaceChildren(...words(readings[index]));
    box.hidden = false;
    const at = chart.left(readings[index].at) - area.getBoundingClientRect().left;
    const before = at > area.clientWidth / 2;
    box.style.left = before ? "auto" : `${at + 12}px`;
    box.style.right = before ? `${area.clientWidth - at + 12}px` : "auto";
  };
  const point = (/** @type {PointerEvent} */ event) => {
    const year = shownChart()?.year(event.clientX);
    if (year === undefined) return;
    const far = readings.map((one) => Math.abs(one.at - year));
    show(far.indexOf(Math.min(...far)));
  };
  area.addEventListener("pointermove", point);
  area.addEventListener("pointerdown", point);
  area.addEventListener("pointerleave", hide);
  area.addEventListener("blur", hide);
  area.addEventListener("keydown", (event) => {
    const last = readings.length - 1;
    const next = { ArrowLeft: shown < 0 ? last : Math.max(0, shown - 1), ArrowRight: Math.min(last, shown + 1), Home: 0, End: last }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      show(next);
    } else if (event.key === "Escape") {
      hide();
    }
  });
}

/** What a chart says of a year, as elements. */
function words(/** @type {{ at: number, lines: [string, string][] }} */ reading) {
  const year = document.createElement("b");
  year.textContent = String(reading.at);
  const list = document.createElement("dl");
  for (const [name, value] of reading.lines) {
    const term = document.createElement("dt"), said = document.createElement("dd");
    term.textContent = name;
    said.textContent = value;
    list.append(term, said);
  }
  return [year, list];
}

/** A drawn chart and the plane on it. */
class Chart {
  constructor(/** @type {SVGSVGElement} */ svg) {
    this.svg = svg;
    // Edges of the plane in units of the picture, then the years at its left and right edge.
    const [from, to, top, bottom, first, last] = svg.dataset.plane.split(" ").map(Number);
    this.from = from;
    this.to = to;
    this.top = top;
    this.bottom = bottom;
    this.first = first;
    this.last = last;
    this.line = svg.appendChild(document.createElementNS(SVG, "path"));
    this.line.setAttribute("class", "cross");
  }

  /** Where a year stands, in units of the picture. */
  place(/** @type {number} */ year) {
    return this.from + (year - this.first) / Math.max(1, this.last - this.first) * (this.to - this.from);
  }

  /** Where a year stands on the screen. */
  left(/** @type {number} */ year) {
    return new DOMPoint(this.place(year), 0).matrixTransform(this.svg.getScreenCTM()).x;
  }

  /** The year at a place on the screen. */
  year(/** @type {number} */ left) {
    const x = new DOMPoint(left, 0).matrixTransform(this.svg.getScreenCTM().inverse()).x;
    return this.first + (x - this.from) / (this.to - this.from) * Math.max(1, this.last - this.first);
  }

  /** Draws the line at a year, or takes it away. */
  mark(/** @type {number | null} */ year) {
    this.line.setAttribute("d", year === null ? "" : `M${this.place(year)} ${this.top}V${this.bottom}`);
  }
}

/** @type {NodeListOf<HTMLElement>} */
const areas = document.querySelectorAll(".chart-area");
for (const area of areas) follow(area);
