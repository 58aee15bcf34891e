// @ts-check
// Draws the regions of a plan with MapLibre GL; the table beside the map says the same in words.
import { drawLayers, thin } from "./layers.js";
import { Map as Chart, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const holder = document.getElementById("map");

/** The smallest box around all coordinates of a geometry collection. */
function bounds(features) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (part) => {
    if (typeof part[0] === "number") {
      box[0] = Math.min(box[0], part[0]);
      box[1] = Math.min(box[1], part[1]);
      box[2] = Math.max(box[2], part[0]);
      box[3] = Math.max(box[3], part[1]);
    } else {
      part.forEach(walk);
    }
  };
  features.forEach((feature) => walk(feature.geometry.coordinates));
  return /** @type {[number, number, number, number]} */ (box);
}

/** A point well inside most outlines: the middle of the largest ring's box. */
function middle(geometry) {
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
  const largest = rings.reduce((a, b) => (b.length > a.length ? b : a));
  let x = 0, y = 0, area = 0;
  for (let i = 0, j = largest.length - 1; i < largest.length; j = i++) {
    const cross = largest[j][0] * largest[i][1] - largest[i][0] * largest[j][1];
    area += cross;
    x += (largest[j][0] + largest[i][0]) * cross;
    y += (largest[j][1] + largest[i][1]) * cross;
  }
  return area ? [x / (3 * area), y / (3 * area)] : largest[0];
}

async function start() {
  const answer = await fetch(holder.dataset.source);
  if (!answer.ok) return;
  const shapes = await answer.json();
  if (!shapes.features.length) return;
  setWorkerUrl(holder.dataset.worker);
  const map = new Chart({
    container: holder,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": style("--paper-sunk") } }] },
    bounds: bounds(shapes.features),
    fitBoundsOptions: { padding: 28 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    cooperativeGestures: true,
    locale: JSON.parse(holder.dataset.locale),
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.on("load", () => {
    map.addSource("regions", { type: "geojson", data: shapes, promoteId: "id" });
    map.addLayer({
      id: "fill", type: "fill", source: "regions",
      paint: {
        "fill-color": ["match", ["get", "state"], "on-track", style("--state-ok"), "at-risk", style("--state-risk"), "out-of-reach", style("--state-out"), "hollow", style("--state-hollow"), "unknown", style("--state-unknown"), style("--accent")],
        "fill-opacity": ["case", ["has", "state"], 0.5, ["has", "rank"], ["interpolate", ["linear"], ["get", "rank"], 0, 0.25, 1, 0.75], 0.06],
      },
    });
    map.addLayer({ id: "edge", type: "line", source: "regions", paint: { "line-color": style("--paper"), "line-width": 1.5 } });
    const labels = shapes.features.map((feature) => {
      const label = document.createElement("a");
      label.className = "map-label";
      // On the page of an indicator no row of a table bears the name.
      const row = `region-${feature.properties.id}`;
      if (document.getElementById(row)) label.href = `#${row}`;
      label.textContent = feature.properties.name;
      // Colour is never alone.
      const sign = { "on-track": "✓", "at-risk": "▲", "out-of-reach": "■", hollow: "◇", unknown: "○" }[feature.properties.state];
      if (sign) label.textContent = `${sign} ${feature.properties.name}`;
      if (feature.properties.value) {
        const value = document.createElement("b");
        value.textContent = feature.properties.value;
        label.append(value);
      }
      new Marker({ element: label }).setLngLat(middle(feature.geometry)).addTo(map);
      return label;
    });
    thin(labels);
    map.on("moveend", () => thin(labels));
    map.on("resize", () => thin(labels));
    holder.classList.add("ready");
  });
}

if (holder?.dataset.layers) drawLayers(holder);
else if (holder) start();
