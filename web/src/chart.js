// @ts-check
// Draws the chart of an indicator with ECharts over the picture that the server has drawn.
import * as echarts from "echarts/core";
import { LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

echarts.use([LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The options of a chart from the data the server wrote into the page. */
function options(data, narrow) {
  const ink = style("--ink"), soft = style("--ink-soft"), rule = style("--rule"), accent = style("--accent");
  const line = (name, points, extra) => ({ name, type: "line", data: points, symbol: "none", ...extra });
  const band = (name, low, high, opacity) => [
    line(name, low, { stack: name, lineStyle: { opacity: 0 }, tooltip: { show: false }, silent: true }),
    line(name, high.map(([x, y], i) => [x, y - low[i][1]]), {
      stack: name, stackStrategy: "all", lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false },
      areaStyle: { color: accent, opacity },
    }),
  ];
  const words = data.words;
  // The fan opens at the last actual value, where nothing is uncertain.
  const last = data.actual.at(-1);
  const fan = last && data.fan.length ? [[last[0], ...Array(7).fill(last[1])], ...data.fan] : data.fan;
  const fontSize = 0.78 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const series = [
    ...(fan.length ? band(words.wide, fan.map((y) => [y[0], y[1]]), fan.map((y) => [y[0], y[7]]), 0.1) : []),
    ...(fan.length ? band(words.narrow, fan.map((y) => [y[0], y[2]]), fan.map((y) => [y[0], y[6]]), 0.14) : []),
    ...(fan.length ? band("50", fan.map((y) => [y[0], y[3]]), fan.map((y) => [y[0], y[5]]), 0.2) : []),
    ...(fan.length ? [line(words.forecast, fan.map((y) => [y[0], y[4]]), { color: accent, lineStyle: { type: [2, 4], width: 2 } })] : []),
    line(words.path, data.path, { color: soft, lineStyle: { type: "dashed", width: 1.5 } }),
    line(words.required, data.required, { color: style("--state-risk"), lineStyle: { type: [8, 3, 2, 3], width: 1.5 } }),
    line(words.actual, data.actual, { color: ink, symbol: "circle", symbolSize: 7, showSymbol: true, lineStyle: { width: 2.5 } }),
    { name: words.superseded, type: "scatter", data: data.superseded, symbol: "emptyCircle", symbolSize: 8, color: soft },
    { name: words.target, type: "scatter", data: data.target, symbol: "diamond", symbolSize: 14, color: style("--state-out") },
  ].filter((one) => one.data.length);
  // The line styles as small pictures: colour alone would not tell them apart.
  const icons = [
    [words.actual, "inherit"],
    [words.path, "path://M0 4h7v2H0zM10 4h7v2h-7zM20 4h7v2h-7z"],
    [words.required, "path://M0 4h10v2H0zM13 4h3v2h-3zM19 4h8v2h-8z"],
    [words.forecast, "path://M0 4h3v2H0zM6 4h3v2H6zM12 4h3v2h-3zM18 4h3v2h-3zM24 4h3v2h-3z"],
    [words.target, "path://M13 0l5 5l-5 5l-5-5z"],
    [words.superseded, "emptyCircle"],
  ];
  return {
    animation: false,
    aria: { enabled: true, label: { description: data.description } },
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize, color: ink },
    grid: { left: 8, right: 20, top: narrow ? 72 : 44, bottom: 8, outerBoundsMode: "same", containLabel: true },
    legend: {
      data: icons.filter(([name]) => series.some((one) => one.name === name)).map(([name, icon]) => ({ name, icon })),
      top: 0, left: 0, itemHeight: 9, itemWidth: 27, itemGap: 16, textStyle: { color: soft, fontSize },
    },
    // Text drawn on the canvas: a tooltip of HTML would carry style attributes, which the page's policy forbids.
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, valueFormatter: (v) => (Array.isArray(v) ? v[1] : v) },
    xAxis: {
      type: "value", min: data.years[0], max: data.years[1], interval: narrow && data.years[1] - data.years[0] > 6 ? 2 : 1,
      axisLabel: { formatter: (v) => String(v), color: soft, fontSize }, splitLine: { show: false },
      axisLine: { lineStyle: { color: rule } },
    },
    yAxis: {
      type: "value", scale: true, name: data.unit, nameTextStyle: { color: soft, align: "left", fontSize },
      axisLabel: { formatter: (v) => String(v), color: soft, fontSize }, splitLine: { lineStyle: { color: rule } },
    },
    series,
  };
}

/** @type {NodeListOf<HTMLElement>} */
const figures = document.querySelectorAll("[data-chart]");
for (const figure of figures) {
  const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
  const drawn = figure.querySelector("svg");
  const canvas = document.createElement("div");
  canvas.className = "chart-canvas";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", data.description);
  drawn.before(canvas);
  drawn.classList.add("print-only");
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  const draw = () => chart.setOption(options(data, canvas.clientWidth < 520), true);
  draw();
  new ResizeObserver(() => { chart.resize(); draw(); }).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
}
