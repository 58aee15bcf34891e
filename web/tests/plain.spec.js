// The pages without script, and on paper.
import { CITY, GENERAL, REFERENCE, LANGUAGES, chartedIndicators, expect, fits, inLanguage, ofPlan, spot, test } from "./site.js";

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false });

  for (const lang of LANGUAGES) {
    test(`every page says what it has to say in ${lang}`, async ({ page, request }) => {
      const [indicator] = await chartedIndicators(request, REFERENCE);
      for (const [plan, other] of [[CITY, REFERENCE], [REFERENCE, CITY]]) {
        const pages = { ...GENERAL, ...ofPlan(plan, other), indicator };
        for (const [name, address] of Object.entries(pages)) {
          await page.setViewportSize({ width: 390, height: 844 });
          await page.goto(inLanguage(address, lang));
          await expect(page.locator("h1"), name).toBeVisible();
          expect((await page.locator("main").innerText()).length, name).toBeGreaterThan(20);
          await fits(page, `${plan} ${name} ${lang}`);
        }
      }
    });
  }

  test("charts are drawn by the server", async ({ page, request }) => {
    const [indicator] = await chartedIndicators(request, REFERENCE);
    await page.goto(indicator);
    const chart = page.locator("svg.chart").first();
    await expect(chart).toBeVisible();
    expect((await chart.boundingBox()).height).toBeGreaterThan(150);
    await expect(chart).toHaveAttribute("aria-label", /\S{5,}/);
  });

  test("regions are a table", async ({ page }) => {
    await page.goto(`/plans/${REFERENCE}/regions`);
    expect(await page.locator(".regions-grid tbody tr").count()).toBeGreaterThan(3);
    await expect(page.locator("noscript, .map .empty").first()).toBeAttached();
  });

  test("the moment, filters and commitments work by ordinary forms and links", async ({ page }) => {
    await page.goto(`/plans/${REFERENCE}/indicators`);
    await page.locator("select[name=as-of]").selectOption("2018");
    await page.locator(".moment button").click();
    await expect(page).toHaveURL(/as-of=2018/);
    await page.locator("select[name=state]").selectOption("unknown");
    await page.locator(".filters button").click();
    await expect(page).toHaveURL(/state=unknown/);
    await expect(page).toHaveURL(/as-of=2018/);
    await page.goto(`/plans/${CITY}/text`);
    await page.mouse.click(...await spot(page.locator(".doc a.c:not(.project)").first()));
    await expect(page).toHaveURL(/\/indicators\//);
    await expect(page.locator("#card")).toHaveCount(0);
  });
});

test.describe("on paper", () => {
  const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;

  test("print leaves out what cannot be used on paper and keeps the whole text", async ({ page, request }) => {
    const [indicator] = await chartedIndicators(request, REFERENCE);
    const pages = { ...ofPlan(CITY, REFERENCE), indicator };
    for (const [name, address] of Object.entries(pages)) {
      await page.emulateMedia({ media: "screen" });
      await page.setViewportSize({ width: 794, height: 1123 });
      await page.goto(address);
      await page.emulateMedia({ media: "print" });
      for (const gone of [".top-nav nav", ".lang", ".filters", ".contents", ".modes", ".exports", ".foot"]) {
        for (const one of await page.locator(gone).all()) await expect(one, `${name} ${gone}`).toBeHidden();
      }
      await expect(page.locator("h1")).toBeVisible();
      await fits(page, `${name} on paper`);
      await page.screenshot({ path: `${SCREENS}print-${name}.png` });
    }
    await page.emulateMedia({ media: "print" });
    await page.goto(`/plans/${CITY}/text`);
    const hidden = await page.locator(".doc section").evaluateAll((sections) =>
      sections.filter((one) => getComputedStyle(one).contentVisibility !== "visible" || one.getBoundingClientRect().height < 10).length);
    expect(hidden).toBe(0);
    const whole = await page.locator(".doc").evaluate((doc) => {
      const shown = doc.innerText.replace(/\s/g, "");
      return [...doc.querySelectorAll("p > span[id]")].map((one) => one.innerText.replace(/\s/g, "")).filter((one) => !shown.includes(one));
    });
    expect(whole).toEqual([]);
    // A book of many pages, not the first screen.
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    expect((pdf.match(/\/Type \/Page\b/g) ?? []).length).toBeGreaterThan(8);
  });

  test("a chart on paper is the wide one, without what the pointer shows", async ({ page, request }) => {
    const [indicator] = await chartedIndicators(request, REFERENCE);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(indicator);
    await page.locator(".chart-area").first().focus();
    await page.keyboard.press("End");
    await expect(page.locator(".reading").first()).toBeVisible();
    await page.emulateMedia({ media: "print" });
    await expect(page.locator(".reading").first()).toBeHidden();
    await expect(page.locator("svg.chart.wide").first()).toBeVisible();
    await expect(page.locator("svg.chart.slim").first()).toBeHidden();
  });
});
