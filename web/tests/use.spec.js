// What people do with the pages: follow, find, filter, choose a moment, download.
import { CITY, REFERENCE, chartedIndicators, expect, ofPlan, spot, test } from "./site.js";

test("a link to a sentence scrolls to it and marks it", async ({ page, request }) => {
  const text = await (await request.get(`/plans/${CITY}/text`)).text();
  const sentences = [...text.matchAll(/<span id=(b\d+)>[^<]{20,}/g)].map((match) => match[1]);
  const chosen = sentences[Math.floor(sentences.length * 0.8)];
  await page.goto(`/plans/${CITY}/text#${chosen}`);
  const sentence = page.locator(`#${chosen}`);
  await expect(sentence).toBeInViewport();
  const marked = await sentence.evaluate((node) => getComputedStyle(node).backgroundColor);
  const around = await sentence.evaluate((node) => getComputedStyle(node.parentElement).backgroundColor);
  expect(marked).not.toBe(around);
  expect(marked).not.toBe("rgba(0, 0, 0, 0)");
});

test("a sentence of an indicator leads to its place in the text", async ({ page, request }) => {
  const text = await (await request.get(`/plans/${CITY}/text?lang=zh`)).text();
  const indicator = text.match(/class="c (?!project)[^"]*" href="([^"]+)"/)[1].replaceAll("&amp;", "&");
  await page.goto(indicator);
  const source = page.locator(".quote a, .sentences a").first();
  await source.click();
  await expect(page).toHaveURL(/\/text.*#b\d+$/);
  await expect(page.locator(":target")).toBeInViewport();
});

test("finding a word in the text marks every place", async ({ page }) => {
  await page.goto(`/plans/${CITY}/text?lang=en`);
  const field = page.getByRole("main").getByRole("searchbox");
  await field.fill("生产总值");
  await field.press("Enter");
  await expect(page).toHaveURL(/q=/);
  // The address changes before the page is there.
  await page.waitForLoadState();
  const places = page.locator(".found li");
  const marks = page.locator(".doc mark");
  expect(await places.count()).toBeGreaterThan(1);
  expect(await marks.count()).toBeGreaterThanOrEqual(await places.count());
  await expect(page.getByRole("status")).toContainText(String(await places.count()));
  await places.nth(1).getByRole("link").click();
  await expect(page.locator(":target")).toBeInViewport();
});

test("a word that the text does not have finds nothing", async ({ page }) => {
  await page.goto(`/plans/${CITY}/text?lang=en&q=xyzzy`);
  await expect(page.getByRole("status")).toContainText("0");
  await expect(page.locator(".doc mark")).toHaveCount(0);
});

test("choosing another year changes what is judged, and the links keep the year", async ({ page }) => {
  await page.goto(`/plans/${REFERENCE}`);
  const years = page.locator("select[name=as-of]");
  const offered = await years.locator("option").allTextContents();
  const other = offered.at(0); // the default is the other one
  const before = await page.locator("main").innerText();
  await years.selectOption(other);
  await expect(page).toHaveURL(new RegExp(`as-of=${other}`));
  await expect(page.locator("select[name=as-of]")).toHaveValue(other);
  expect(await page.locator("main").innerText()).not.toBe(before);
  await page.locator(".top-nav nav a[href*='/indicators']").click();
  await expect(page).toHaveURL(new RegExp(`indicators.*as-of=${other}`));
});

test("what was known on an earlier day differs from what is known today", async ({ page }) => {
  await page.goto(`/plans/${REFERENCE}/indicators?as-of=2018`);
  const before = await page.locator("main").innerText();
  await page.locator("input[name=known-at]").fill("2017-01-31");
  await page.locator(".moment button").click();
  await expect(page).toHaveURL(/known-at=2017-01-31/);
  await expect(page).toHaveURL(/as-of=2018/);
  expect(await page.locator("main").innerText()).not.toBe(before);
});

test("a day that is none is refused in words", async ({ request }) => {
  const answer = await request.get(`/plans/${REFERENCE}?known-at=yesterday&lang=en`);
  expect(answer.status()).toBe(400);
  expect(await answer.text()).toContain("known-at");
});

test("filters of the indicators narrow the list, sorting orders it", async ({ page }) => {
  await page.goto(`/plans/${REFERENCE}/indicators?as-of=2018&lang=en`);
  const names = () => page.locator(".list tbody th a").allTextContents();
  const all = await names();
  await page.locator("select[name=state]").selectOption("unknown");
  await expect(page).toHaveURL(/state=unknown/);
  await expect(page).toHaveURL(/as-of=2018/);
  const some = await names();
  expect(some.length).toBeLessThan(all.length);
  for (const word of await page.locator(".list tbody td.nowrap[class*=s-]").allTextContents()) expect(word.trim()).toBe("unknown");

  await page.locator("select[name=state]").selectOption("");
  await expect(page).not.toHaveURL(/state=/);
  await page.locator("select[name=sort]").selectOption("name");
  await expect(page).toHaveURL(/sort=name/);
  const sorted = await names();
  expect([...sorted].sort()).toEqual([...all].sort());
  expect(sorted).not.toEqual(all);

  await page.getByRole("main").getByRole("searchbox").fill("xyzzy");
  await page.keyboard.press("Enter");
  await expect(page.locator(".empty")).toBeVisible();
});

test("projects can be searched in every view", async ({ page }) => {
  const pages = ofPlan(CITY, REFERENCE);
  const shown = async () => Number((await page.locator("main [role=status]").innerText()).match(/\d+/)[0]);
  for (const view of ["projects-list", "projects-board", "projects-timeline"]) {
    await page.goto(`${pages[view]}&lang=en`);
    const all = await shown();
    await page.locator("main input[type=search]").fill("铁路");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/q=/);
    await expect(page).toHaveURL(new RegExp(`view=${view.split("-")[1]}`));
    const some = await shown();
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(all);
  }
});

test("text checks are filtered by severity and lead to their rule", async ({ page }) => {
  await page.goto(`/plans/${CITY}/diagnostics?lang=en`);
  const all = await page.locator(".finding").count();
  await page.locator("select[name=severity]").selectOption("error");
  await expect(page).toHaveURL(/severity=error/);
  const errors = await page.locator(".finding").count();
  expect(errors).toBeGreaterThan(0);
  expect(errors).toBeLessThan(all);
  await expect(page.locator(".finding:not(.sev-error)")).toHaveCount(0);
  const code = page.locator(".finding .code").first();
  const name = await code.innerText();
  await code.click();
  await expect(page).toHaveURL(new RegExp(`/rules/${name}`));
  await expect(page.locator("h1")).toContainText(name);
});

/** What a file is sent as, by the end of its name. */
const MEDIA = {
  atom: "application/atom+xml",
  csv: "text/csv",
  docx: "wordprocessingml",
  html: "text/html",
  json: "json",
  jsonld: "application/ld+json",
  md: "text/markdown",
  px: "text/",
  xlsx: "spreadsheetml",
  xml: "xml",
  zip: "application/zip",
};

test("every download that a page offers answers with its kind of file", async ({ page, request }) => {
  const offered = new Set();
  for (const plan of [CITY, REFERENCE]) {
    for (const address of Object.values(ofPlan(plan, CITY))) {
      await page.goto(address, { waitUntil: "domcontentloaded" });
      for (const link of await page.locator("a[data-file]").evaluateAll((links) => links.map((one) => one.href))) offered.add(link);
    }
  }
  expect(offered.size).toBeGreaterThanOrEqual(20);
  for (const address of offered) {
    // What takes longer than a moment is made beside the request: 202 until it is done.
    let answer = await request.get(address);
    for (let again = 0; answer.status() === 202 && again < 60; again++) {
      await new Promise((done) => setTimeout(done, 500));
      answer = await request.get(address);
    }
    expect(answer.status(), address).toBe(200);
    const bytes = await answer.body();
    const end = new URL(address).pathname.match(/\.([a-z]+)$/)?.[1];
    expect(answer.headers()["content-type"], address).toContain(MEDIA[end]);
    if (["docx", "xlsx", "zip"].includes(end)) expect(bytes.subarray(0, 2).toString(), address).toBe("PK");
    if (end === "csv") expect(bytes.toString().split("\n")[0].split(",").length, address).toBeGreaterThan(2);
  }
});

test("the search is a key away, finds sentences of all plans and leads to them", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/plans/${CITY}`);
  await page.keyboard.press("/");
  await page.keyboard.type("生产总值");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(page.locator(".hits mark").first()).toHaveText("生产总值");
  const sentence = page.locator('.hits a[href*="/text#"]').first();
  await sentence.click();
  await expect(page.locator(":target")).toBeInViewport();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/plans/${CITY}`);
  await page.getByRole("link", { name: "搜索" }).click();
  await expect(page.getByRole("main").getByRole("searchbox")).toBeFocused();
});

test("the language stays chosen on the next page", async ({ page }) => {
  await page.goto(`/plans/${CITY}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await page.locator(".lang").click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.locator(".top-nav nav a[href*='/text']").first().click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  // The plan itself stays Chinese, and says so.
  await expect(page.locator("article.doc")).toHaveAttribute("lang", "zh-CN");
});

test("every indicator's page opens without a fault", async ({ page, request }) => {
  const addresses = (await Promise.all([CITY, REFERENCE].map((plan) => chartedIndicators(request, plan)))).flat();
  expect(addresses.length).toBeGreaterThan(20);
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.locator("h1")).toHaveCount(1);
    await expect(page.locator("svg.chart").first()).toBeVisible();
  }
});

test("a chart is read year by year, with the pointer and with the keys", async ({ page, request }) => {
  const [indicator] = await chartedIndicators(request, REFERENCE);
  await page.goto(indicator);
  const area = page.locator(".chart-area").first();
  const reading = area.locator(".reading");
  await expect(reading).toBeHidden();
  const plane = (await area.locator("svg.wide").getAttribute("data-plane")).split(" ").map(Number);
  const box = await area.locator("svg.wide").boundingBox();
  // The first year stands at the left edge of the plane; the picture is drawn to scale and in the middle.
  const [, , width, height] = (await area.locator("svg.wide").getAttribute("viewBox")).split(" ").map(Number);
  const scale = Math.min(box.width / width, box.height / height);
  await page.mouse.move(box.x + (box.width - width * scale) / 2 + plane[0] * scale, box.y + box.height / 2);
  await expect(reading).toBeVisible();
  await expect(reading.locator("b")).toHaveText(String(plane[4]));
  await expect(reading.locator("dd").first()).toHaveText(/\d/);
  await page.mouse.move(box.x, box.y - 200);
  await expect(reading).toBeHidden();
  await area.focus();
  await page.keyboard.press("End");
  await expect(reading.locator("b")).toHaveText(String(plane[5]));
  await page.keyboard.press("ArrowLeft");
  await expect(reading).not.toHaveText(String(plane[5]));
  await page.keyboard.press("Escape");
  await expect(reading).toBeHidden();
});

test("a phone has a chart of its own with letters large enough to read", async ({ page, request }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const [indicator] = await chartedIndicators(request, REFERENCE);
  await page.goto(indicator);
  await expect(page.locator("svg.chart.wide").first()).toBeHidden();
  const chart = page.locator("svg.chart.slim").first();
  await expect(chart).toBeVisible();
  expect((await chart.locator("text.tick").first().boundingBox()).height).toBeGreaterThan(10);
});

test("the map names the regions and agrees with the table", async ({ page }) => {
  await page.goto(`/plans/${REFERENCE}/regions`);
  await expect(page.locator("#map.ready")).toBeVisible({ timeout: 20_000 });
  const labels = page.locator(".map-label");
  const seen = await labels.evaluateAll((all) => all.filter((one) => getComputedStyle(one).visibility === "visible").length);
  expect(seen).toBeGreaterThan(3);
  expect(await labels.count()).toBe(await page.locator(".regions-grid tbody tr").count());
  const target = await labels.first().getAttribute("href");
  await page.evaluate((hash) => { location.hash = hash; }, target);
  await expect(page.locator(`tr${target}`)).toBeInViewport();
});

test("an unknown address is answered with a page that leads back", async ({ request }) => {
  for (const address of ["/nowhere", "/plans/none", `/plans/${CITY}/indicators/none`]) {
    const answer = await request.get(`${address}`, { headers: { "accept-language": "en" } });
    expect(answer.status(), address).toBe(404);
    expect(await answer.text(), address).toContain('href="/');
  }
});

test("hover opens the card of a commitment, leaving closes it", async ({ page }) => {
  await page.goto(`/plans/${CITY}/text?lang=en`);
  const commitment = page.locator(".doc a.c:not(.project)").first();
  await page.mouse.move(...await spot(commitment));
  await expect(page.locator("#card")).toBeVisible();
  await expect(page.locator("#card a").first()).toHaveAttribute("href", /\/indicators\//);
  await page.mouse.move(5, 5);
  await expect(page.locator("#card")).toBeHidden();
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, viewport: { width: 390, height: 844 } });

  test("a tap opens the card of a commitment instead of leaving the page", async ({ page }) => {
    await page.goto(`/plans/${CITY}/text`);
    const commitment = page.locator(".doc a.c:not(.project)").first();
    await page.touchscreen.tap(...await spot(commitment));
    const card = page.locator("#card");
    await expect(card).toBeVisible();
    const box = await card.boundingBox();
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(390);
    expect(new URL(page.url()).pathname).toBe(`/plans/${CITY}/text`);
  });
});

test("the first page of a plan is small", async ({ page }) => {
  const sizes = [];
  page.on("requestfinished", (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
  await page.goto(`/plans/${CITY}`, { waitUntil: "networkidle" });
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(1000);
  expect(total).toBeLessThan(100 * 1024);
});
