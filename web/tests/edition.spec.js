// The public edition as files, of three plans: no dead link, and what a page weighs for somebody with a weak phone, held to a budget
// of bytes, requests and layout shift. The files are served by a plain web server that packs texts, as any does.
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "./site.js";
import { PHONE } from "./people.js";

const ROOT = resolve(import.meta.dirname, "../..");
const BINARY = process.env.GANGYAO_BINARY ?? resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug/gangyao");
const THIRD = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 基础设施

建设滨河路照明工程。
`;
/** Bytes of a first load as they come over the wire, with and without charts or map; requests; the sum of layout shifts. */
const BUDGET = { plain: 100_000, drawn: 400_000, requests: 12, shift: 0.1 };
const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".json": "application/json", ".xml": "application/xml" };

function run(...parts) {
  const done = spawnSync(BINARY, parts, { encoding: "utf8", timeout: 240_000 });
  expect(done.status, `gangyao ${parts.join(" ")}: ${done.stderr}`).toBe(0);
}

/** Every file below a folder, as addresses. */
function all(folder, at = "") {
  return readdirSync(join(folder, at)).flatMap((name) => {
    const path = at ? `${at}/${name}` : name;
    return statSync(join(folder, path)).isDirectory() ? all(folder, path) : [path];
  });
}

/** The file that a plain web server gives for an address; nothing where there is none. */
function file(folder, address) {
  const path = decodeURIComponent(address.split(/[?#]/)[0]).replace(/^\/+|\/+$/g, "");
  return [path, join(path, "index.html")].map((one) => join(folder, one)).find((one) => existsSync(one) && statSync(one).isFile());
}

function serve(folder) {
  const server = createServer((request, answer) => {
    const found = file(folder, request.url);
    if (!found) { answer.writeHead(404).end(); return; }
    const kind = TYPES[extname(found)] ?? "application/octet-stream";
    const bytes = gzipSync(readFileSync(found));
    answer.writeHead(200, { "content-type": kind, "content-encoding": "gzip", "content-length": bytes.length }).end(bytes);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

test("the edition of three plans has no dead link and keeps to its budget", async ({ browser }) => {
  test.setTimeout(900_000);
  const folder = mkdtempSync(join(tmpdir(), "gangyao-"));
  let server;
  try {
    const [data, site, third] = ["data", "site", "plan.txt"].map((name) => join(folder, name));
    writeFileSync(third, THIRD);
    const lanchuan = join(ROOT, "examples/lanchuan");
    run("load", "--data", data, "--id", "lanchuan-15", "--observations", join(lanchuan, "observations.csv"), "--outlines", join(lanchuan, "counties.geojson"), join(lanchuan, "plan.md"));
    run("load", "--data", data, "--id", "jinzhou-13", join(ROOT, "examples/jinzhou-13"));
    run("load", "--data", data, "--id", "yunling-15", third);
    run("export", "--data", data, "--site", site, "--base", "https://plan.example");
    const files = all(site);
    const dead = new Set();
    for (const name of files.filter((one) => one.endsWith(".html"))) {
      const html = readFileSync(join(site, name), "utf8");
      for (const [, address] of html.matchAll(/ (?:href|src)="(\/[^"]*)"/g)) {
        if (!file(site, address.replaceAll("&amp;", "&").replaceAll("&#38;", "&"))) dead.add(`${name}: ${address}`);
      }
    }
    expect([...dead].slice(0, 20)).toEqual([]);
    server = await serve(site);
    const base = `http://127.0.0.1:${server.address().port}`;
    const lines = [];
    for (const plan of ["lanchuan-15", "jinzhou-13", "yunling-15"]) {
      const indicator = readFileSync(join(site, `plans/${plan}/indicators/index.html`), "utf8").match(/href="(\/plans\/[^"]*\/indicators\/[^"/]+)"/)[1];
      const pages = ["/", ...["", "/life", "/text", "/indicators", "/projects", "/warnings", "/voices", "/news", "/matters", "/map"].map((tail) => `/plans/${plan}${tail}`), indicator];
      for (const address of pages.filter((one) => file(site, one))) {
        const context = await browser.newContext({ viewport: PHONE, locale: "zh-CN" });
        const page = await context.newPage();
        await page.addInitScript(() => {
          globalThis.shift = 0;
          new PerformanceObserver((list) => {
            for (const one of list.getEntries()) if (!one.hadRecentInput) globalThis.shift += one.value;
          }).observe({ type: "layout-shift", buffered: true });
        });
        let [bytes, requests] = [0, 0];
        page.on("response", async (answer) => {
          requests += 1;
          bytes += Number(answer.headers()["content-length"] ?? 0);
          expect(answer.status(), answer.url()).toBeLessThan(400);
        });
        await page.goto(`${base}${address}`, { waitUntil: "networkidle" });
        await page.waitForTimeout(300);
        const shift = await page.evaluate(() => globalThis.shift);
        const isDrawn = await page.locator(".chart-area, #map, svg.chart").count() > 0;
        lines.push([address, bytes, requests, shift.toFixed(3)]);
        expect.soft(bytes, `${address}: bytes`).toBeLessThanOrEqual(isDrawn ? BUDGET.drawn : BUDGET.plain);
        expect.soft(requests, `${address}: requests`).toBeLessThanOrEqual(BUDGET.requests);
        expect.soft(shift, `${address}: layout shift`).toBeLessThanOrEqual(BUDGET.shift);
        await context.close();
      }
    }
    console.log(["address, bytes, requests, layout shift", ...lines.map((line) => line.join(", "))].join("\n"));
    console.log(`${files.length} files`);
  } finally {
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
