// What all tests share: the pages of the demo, and a browser page that remembers everything that went wrong on it.
import { test as plain, expect } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export { expect };

export const CITY = "lanchuan-15";
export const REFERENCE = "jinzhou-13";
export const LANGUAGES = ["zh", "en"];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The pages of a plan by name. An indicator's page is found by following the first link of the list. */
export const ofPlan = (plan, other) => ({
  overview: `/plans/${plan}`,
  text: `/plans/${plan}/text`,
  indicators: `/plans/${plan}/indicators`,
  "projects-list": `/plans/${plan}/projects?view=list`,
  "projects-board": `/plans/${plan}/projects?view=board`,
  "projects-timeline": `/plans/${plan}/projects?view=timeline`,
  regions: `/plans/${plan}/regions`,
  map: `/plans/${plan}/map`,
  warnings: `/plans/${plan}/warnings`,
  "what-if": `/plans/${plan}/what-if`,
  "what-if-set": `/plans/${plan}/what-if?i1=gdp&k1=change&v1=-5`,
  "what-if-table": `/plans/${plan}/what-if/table?i1=gdp&k1=change&v1=-5`,
  "what-if-model": `/plans/${plan}/what-if/model`,
  reports: `/plans/${plan}/reports`,
  report: `/plans/${plan}/reports/midterm`,
  diagnostics: `/plans/${plan}/diagnostics`,
  "compare-choice": `/plans/${plan}/compare`,
  compare: `/plans/${plan}/compare?with=${other}`,
});

export const GENERAL = { home: "/?all", api: "/api", rules: "/rules", help: "/help", "help-administration": "/help/administration", "sign-in": "/sign-in", search: "/search?q=%E5%B0%B1%E4%B8%9A", "search-none": "/search?q=%E6%97%A0%E6%AD%A4%E8%AF%8D" };

export function inLanguage(address, lang) {
  const [page, place] = address.split("#");
  return `${page}${page.includes("?") ? "&" : "?"}lang=${lang}${place ? `#${place}` : ""}`;
}

/** The addresses of the indicators that have a chart, in the order of the list. */
export async function chartedIndicators(request, plan) {
  const list = await (await request.get(`/plans/${plan}/indicators`)).text();
  const rows = list.split("<tr>").filter((row) => row.includes('class="spark"'));
  return rows.map((row) => row.match(/href="([^"]*\/indicators\/[^"]*)"/)[1].replaceAll("&#38;", "&").replaceAll("&amp;", "&"));
}

export const test = plain.extend({
  baseURL: async ({}, use) => { await use(process.env.GANGYAO_ADDRESS); },
  // Console errors, exceptions, failed answers and requests to other hosts fail the test that saw them.
  faults: [async ({ context, baseURL }, use) => {
    const faults = [];
    context.on("console", (message) => {
      if (message.type() === "error") faults.push(`console: ${message.text()} (${message.page()?.url()})`);
    });
    context.on("weberror", (error) => faults.push(`exception: ${error.error()}`));
    context.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(`${baseURL}/`) && !/^(data|blob):/.test(url)) faults.push(`foreign request: ${url}`);
    });
    context.on("response", (response) => {
      if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
    });
    await use(faults);
    expect(faults, "no console error, exception, failed answer or request to another host").toEqual([]);
  }, { auto: true }],
});

/** Asserts that axe-core finds nothing against WCAG 2.2 A and AA. */
export async function accessible(page, name) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    // What is far from the screen has not been laid out yet; axe would measure boxes that nobody sees.
    for (const node of document.querySelectorAll("main *")) {
      if (getComputedStyle(node).contentVisibility === "auto") node.style.contentVisibility = "visible";
    }
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
    return found.violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} | ${node.failureSummary.split("\n").slice(1, 3).join(" ").trim()}`));
  });
  expect.soft(violations, `${name}: axe`).toEqual([]);
}

/** Asserts that the page as a whole does not scroll sideways. */
export async function fits(page, name) {
  const { inner, scroll, wide } = await page.evaluate(() => {
    const inner = document.documentElement.clientWidth;
    const clipped = (node) => {
      for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== "visible") return true;
      }
      return false;
    };
    const wide = [...document.body.querySelectorAll("*")]
      .filter((node) => node.getBoundingClientRect().right > inner + 1 && !clipped(node)).slice(0, 3)
      .map((node) => `${node.tagName}.${node.className}`);
    return { inner, scroll: document.documentElement.scrollWidth, wide };
  });
  expect.soft(scroll, `${name}: wider than the screen ${wide.join(", ")}`).toBeLessThanOrEqual(inner);
}

/** Waits until the map has been drawn and charts can be read. */
export async function drawn(page) {
  if (await page.locator(".chart-area").count()) await expect(page.locator(".chart-area[tabindex]").first()).toBeVisible();
  if (await page.locator("#map").count()) await expect(page.locator("#map.ready")).toBeVisible({ timeout: 20_000 });
}

/**
 * A point on the first line of a link, which may run over several lines. Sections that come into view get their real
 * height only then and move what stands below, so the point is asked for until it stays on the link.
 */
export async function spot(link) {
  let point;
  await expect(async () => {
    await link.scrollIntoViewIfNeeded();
    point = await onto(link);
    await link.page().waitForTimeout(100);
    expect(await onto(link)).toEqual(point);
  }).toPass();
  return point;
}

/** The point now; none while something else lies there. */
async function onto(link) {
  const point = await link.evaluate((node) => {
    const line = node.getClientRects()[0];
    const [x, y] = [line.x + Math.min(5, line.width / 2), line.y + line.height / 2];
    return node.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
  });
  expect(point).not.toBeNull();
  return point;
}
