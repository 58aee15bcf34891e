// The views of an indicator and what is taken along, in both languages, with and without script, phone and desk.
import { CITY, LANGUAGES, accessible, chartedIndicators, drawn, expect, fits, inLanguage, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;

for (const lang of LANGUAGES) {
  test(`the views of an indicator in ${lang}`, async ({ page, request }) => {
    const [address] = await chartedIndicators(request, CITY);
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      await page.goto(inLanguage(address, lang));
      const tabs = page.locator("main nav.modes a");
      const count = await tabs.count();
      expect(count).toBeGreaterThanOrEqual(3);
      for (let at = 0; at < count; at++) {
        await tabs.nth(at).click();
        await expect(tabs.nth(at)).toHaveAttribute("aria-current", "page");
        await drawn(page);
        await page.locator("#share > summary").click();
        const name = `${new URL(page.url()).searchParams.get("view") ?? "chart"} ${lang} ${viewport.width}`;
        await fits(page, name);
        await accessible(page, name);
        await page.screenshot({ path: `${SCREENS}indicator-${name.replaceAll(" ", "-")}.png`, fullPage: true });
      }
    }
  });
}

test("a chart is taken along as picture and as data", async ({ page, request }) => {
  const [address] = await chartedIndicators(request, CITY);
  await page.goto(address);
  await page.locator("#share > summary").click();
  const link = page.locator("#share a[data-picture]").first();
  const [svg] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(svg.suggestedFilename()).toMatch(/\.svg$/);
  const [png] = await Promise.all([page.waitForEvent("download"), page.locator("#share button", { hasText: "PNG" }).first().click()]);
  expect(png.suggestedFilename()).toMatch(/\.png$/);
  const bytes = await (await png.createReadStream()).toArray();
  const whole = Buffer.concat(bytes);
  expect(whole.subarray(1, 4).toString()).toBe("PNG");
  expect(whole.readUInt32BE(16)).toBe(1800);
  // The permanent link shows the same heading, year and day.
  const heading = await page.locator("h1").innerText();
  await page.goto(await page.locator("#share-link").inputValue());
  await expect(page.locator("h1")).toHaveText(heading);
  await expect(page.locator("input[name=known-at]")).toHaveValue(/\d{4}-\d\d-\d\d/);
});

test("without script every view is a link away", async ({ browser }) => {
  const reader = await person(browser, "", { script: false, viewport: PHONE });
  await reader.goto(`/plans/${CITY}/indicators`);
  await reader.locator(".list tbody th a").first().click();
  for (const view of ["table", "definition"]) {
    await reader.locator(`main nav.modes a[href*='view=${view}']`).click();
    await expect(reader.locator("main h1")).toBeVisible();
    await fits(reader, `${view} without script`);
  }
  await reader.context().close();
});
