// @ts-check
// The layers of a plan: drawn from vector tiles, asked by pointer or keys, measured. Legend and lists say the same in words.
import { Map as Chart, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const EARTH = 6371008.8;
const REGIMES = { prohibited: "#8e1b3a", restricted: "#8d6e00", key: "#7b3fa0", optimised: "#7b3fa0", structure: "#546e7a" };
const radians = (degrees) => (degrees * Math.PI) / 180;

/** Great-circle length in metres. */
function length(points) {
  let sum = 0;
  for (let at = 1; at < points.length; at++) {
    const [[x1, y1], [x2, y2]] = [points[at - 1], points[at]].map(([x, y]) => [radians(x), radians(y)]);
    const h = Math.sin((y2 - y1) / 2) ** 2 + Math.cos(y1) * Math.cos(y2) * Math.sin((x2 - x1) / 2) ** 2;
    sum += 2 * EARTH * Math.asin(Math.sqrt(h));
  }
  return sum;
}

/** Area on the sphere in square metres. A reading on the screen; figures to be cited come from the overlay. */
function area(points) {
  let sum = 0;
  points.forEach(([x1, y1], at) => {
    const [x2, y2] = points[(at + 1) % points.length];
    sum += radians(x2 - x1) * (2 + Math.sin(radians(y1)) + Math.sin(radians(y2)));
  });
  return Math.abs((sum * EARTH * EARTH) / 2);
}

const metres = (value) => (value >= 1000 ? `${(value / 1000).toFixed(2)} km` : `${value.toFixed(1)} m`);
const squares = (value) => (value >= 1e6 ? `${(value / 1e6).toFixed(3)} km²` : value >= 1e4 ? `${(value / 1e4).toFixed(2)} ha` : `${value.toFixed(0)} m²`);

/** A pattern as an image of 16 by 16. */
function hatch(name, colour) {
  const side = 16;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [side, side];
  const pen = canvas.getContext("2d");
  pen.globalAlpha = 0.14;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, side, side);
  pen.globalAlpha = 1;
  pen.strokeStyle = colour;
  pen.lineWidth = 1.6;
  const line = (x1, y1, x2, y2) => { pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke(); };
  if (name === "rising" || name === "cross") [-side, 0, side].forEach((x) => line(x, side, x + side, 0));
  if (name === "falling" || name === "cross") [-side, 0, side].forEach((x) => line(x, 0, x + side, side));
  if (name === "horizontal") line(0, side / 2, side, side / 2);
  if (name === "vertical") line(side / 2, 0, side / 2, side);
  if (name === "dots") [[4, 4], [12, 12]].forEach(([x, y]) => { pen.fillStyle = colour; pen.beginPath(); pen.arc(x, y, 1.7, 0, 7); pen.fill(); });
  return pen.getImageData(0, 0, side, side);
}

/** The smallest box around the boxes of layers, west south east north. */
function around(layers) {
  const boxes = layers.map((one) => one.bounds).filter(Boolean);
  if (!boxes.length) return undefined;
  const low = [0, 1].map((axis) => Math.min(...boxes.map((box) => box[0][axis])));
  const high = [0, 1].map((axis) => Math.max(...boxes.map((box) => box[1][axis])));
  return /** @type {[number, number, number, number]} */ ([...low, ...high]);
}

/** Hides labels that would lie on others; zooming in brings them back, and the lists have them all. */
export function thin(labels) {
  const kept = [];
  for (const label of labels) {
    const { left, right, top, bottom } = label.getBoundingClientRect();
    const free = kept.every((one) => left > one.right || right < one.left || top > one.bottom || bottom < one.top);
    label.style.visibility = free ? "" : "hidden";
    if (free) kept.push({ left, right, top, bottom });
  }
}

export function drawLayers(holder) {
  const { layers, named, conflicts, around: regions } = JSON.parse(holder.dataset.layers);
  const words = JSON.parse(holder.dataset.locale);
  const said = document.getElementById("map-said");
  setWorkerUrl(holder.dataset.worker);
  const map = new Chart({
    container: holder,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": style("--paper-sunk") } }] },
    bounds: around(layers) ?? regions?.flat(),
    fitBoundsOptions: { padding: 28 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    locale: words,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.once("load", () => {
    for (const one of layers) addLayer(map, one);
    addNamed(map, named);
    if (conflicts) addConflicts(map, conflicts);
    map.addSource("measure", { type: "geojson", data: { type: "FeatureCollection", features: [] } });
    map.addLayer({ id: "measure", type: "line", source: "measure", paint: { "line-color": style("--accent"), "line-width": 2.5, "line-dasharray": [2, 1] } });
    map.once("idle", () => holder.classList.add("ready"));
  });
  legend(map, layers);
  asking(map, holder, said, layers, words);
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const places = document.querySelectorAll("a[data-at]");
  places.forEach((link) => link.addEventListener("click", (event) => {
    // The link leads to the ledger for whoever opens it elsewhere.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const [x, y] = link.dataset.at.split(",").map(Number);
    map.easeTo({ center: [x, y], zoom: Math.max(map.getZoom(), 14) });
    const line = document.createElement("a");
    [line.href, line.textContent] = [link.href, link.textContent];
    said.replaceChildren(line);
  }));
}

function addLayer(map, one) {
  const id = `layer-${one.id}`;
  map.addSource(id, { type: "vector", tiles: [new URL(one.tiles, location.href).href.replaceAll("%7B", "{").replaceAll("%7D", "}")], maxzoom: one.deepest, ...(one.bounds && { bounds: one.bounds.flat() }) });
  map.addImage(id, hatch(one.hatch, one.colour));
  const area = ["==", ["geometry-type"], "Polygon"];
  map.addLayer({ id: `${id}-fill`, type: "fill", source: id, "source-layer": "layer", filter: area, paint: { "fill-pattern": id } });
  map.addLayer({ id: `${id}-line`, type: "line", source: id, "source-layer": "layer", filter: ["all", area, ["!", ["has", "many"]]], paint: { "line-color": one.colour, "line-width": 1.6, ...(one.dash.length && { "line-dasharray": one.dash }) } });
  map.addLayer({ id: `${id}-point`, type: "circle", source: id, "source-layer": "layer", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": one.colour, "circle-radius": 6, "circle-stroke-color": "#fff", "circle-stroke-width": 2 } });
}

async function addNamed(map, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  const zones = await answer.json();
  map.addSource("named", { type: "geojson", data: zones });
  // Below all layers: where more targets are on their way the ground is darker.
  const first = map.getStyle().layers[1]?.id;
  const ground = ["==", ["get", "regime"], "ground"];
  map.addLayer({ id: "ground-fill", type: "fill", source: "named", filter: ["all", ground, ["has", "share"]], paint: { "fill-color": style("--accent"), "fill-opacity": ["interpolate", ["linear"], ["get", "share"], 0, 0.06, 1, 0.4] } }, first);
  map.addLayer({ id: "ground-line", type: "line", source: "named", filter: ground, paint: { "line-color": "#607d8b", "line-width": 1 } }, first);
  const colour = ["match", ["get", "regime"], ...Object.entries(REGIMES).flat(), "#455a64"];
  map.addLayer({ id: "named-line", type: "line", source: "named", filter: ["all", ["==", ["geometry-type"], "Polygon"], ["!", ground]], paint: { "line-color": colour, "line-width": 2, "line-dasharray": [6, 3] } });
  const labels = [];
  zones.features.filter((one) => one.geometry.type === "Point").forEach((one, at, all) => {
    const { name, value, href } = one.properties;
    const label = document.createElement(href ? "a" : "span");
    label.className = "map-label";
    label.textContent = name;
    if (href) label.setAttribute("href", href);
    if (value) label.append(Object.assign(document.createElement("b"), { textContent: value }));
    label.title = one.properties.extent;
    // Several at one place stand below each other.
    const before = all.slice(0, at).filter((other) => String(other.geometry.coordinates) === String(one.geometry.coordinates)).length;
    new Marker({ element: label, offset: [0, before * (value ? 40 : 22)] }).setLngLat(one.geometry.coordinates).addTo(map);
    labels.push(label);
  });
  thin(labels);
  map.on("moveend", () => thin(labels));
  map.on("resize", () => thin(labels));
}

async function addConflicts(map, address) {
  const answer = await fetch(address);
  if (!answer.ok) return;
  map.addSource("conflicts", { type: "geojson", data: await answer.json() });
  map.addLayer({ id: "conflicts-fill", type: "fill", source: "conflicts", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": "#d50000", "fill-opacity": ["case", ["get", "waits"], 0.45, 0.12] } });
  map.addLayer({ id: "conflicts-line", type: "line", source: "conflicts", filter: ["==", ["geometry-type"], "Polygon"], paint: { "line-color": "#d50000", "line-width": 2.5 } });
  map.addLayer({ id: "conflicts-point", type: "circle", source: "conflicts", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-color": "#d50000", "circle-opacity": 0, "circle-radius": 10, "circle-stroke-color": "#d50000", "circle-stroke-width": 3 } });
}

function legend(map, layers) {
  for (const one of layers) {
    /** @type {HTMLInputElement | null} */
    const box = document.querySelector(`input[name=layer][value="${one.id}"]`);
    box?.addEventListener("change", () => {
      for (const part of ["fill", "line", "point"]) {
        if (map.getLayer(`layer-${one.id}-${part}`)) map.setLayoutProperty(`layer-${one.id}-${part}`, "visibility", box.checked ? "visible" : "none");
      }
    });
  }
}

/** Asking what is somewhere, and measuring: a click, or Enter for the middle of the map. */
function asking(map, holder, said, layers, words) {
  const button = document.getElementById("measure");
  let points = null;
  const tell = (lines) => said.replaceChildren(...lines.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
  const draw = () => map.getSource("measure")?.setData({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: points ?? [] } });
  const end = () => { points = null; button?.setAttribute("aria-pressed", "false"); draw(); };
  button?.addEventListener("click", () => {
    if (points) { end(); return; }
    points = [];
    button.setAttribute("aria-pressed", "true");
    tell([`${words.length} 0 m`]);
  });
  const identify = (place, at) => {
    const names = new Map(layers.map((one) => [`layer-${one.id}`, one]));
    const found = new Set();
    for (const feature of map.queryRenderedFeatures(place)) {
      const { name, row, many, sides, size, weight, extent } = feature.properties;
      const layer = names.get(feature.source);
      if (layer) found.add(`${layer.name} ${layer.version}: ${many ? words.many : `${name ?? ""} ${words.row} ${row}`}`);
      else if (sides) found.add(`${words.conflict}: ${weight} ${feature.properties.class} ${sides} ${size}`);
      else if (name) found.add(`${name} ${extent ?? ""}`);
    }
    tell([`${words.here} ${at.lng.toFixed(6)}, ${at.lat.toFixed(6)}`, ...(found.size ? found : [words.nothing])]);
  };
  const at = (place, where) => {
    if (!points) { identify(place, where); return; }
    points.push([where.lng, where.lat]);
    draw();
    tell([`${words.length} ${metres(length(points))}`, ...(points.length > 2 ? [`${words.area} ${squares(area(points))}`] : [])]);
  };
  map.on("click", (event) => at(event.point, event.lngLat));
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest(".maplibregl-canvas")) at(map.project(map.getCenter()), map.getCenter());
    if (event.key === "Escape") { end(); tell([]); }
  });
}
