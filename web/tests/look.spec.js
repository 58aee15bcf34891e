// Every page in both languages on a phone, a desk and a wall: accessible, not wider than the screen, in order.
// The pictures land in test-results/screens for people to look at.
import { CITY, GENERAL, LANGUAGES, REFERENCE, accessible, chartedIndicators, drawn, expect, fits, inLanguage, ofPlan, test } from "./site.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const SIZES = [{ width: 1440, height: 900 }, { width: 2560, height: 1440 }, { width: 390, height: 844 }];
// A picture of the whole of a long page shows little and takes long.
const TALLEST = 5000;

async function look(page, name, address, lang) {
  await page.setViewportSize(SIZES[0]);
  const answer = await page.goto(inLanguage(address, lang));
  expect(answer.status(), address).toBeLessThan(400);
  await expect(page.locator("html")).toHaveAttribute("lang", lang === "zh" ? "zh-CN" : "en");
  await expect(page.locator("h1")).toHaveCount(1);
  for (const size of SIZES) {
    if (size.width < 1000) {
      await page.setViewportSize(size);
      await page.reload();
    } else {
      await page.setViewportSize(size);
    }
    await drawn(page);
    const at = `${name} ${lang} ${size.width}`;
    await fits(page, at);
    // The two languages share their markup: each is examined on one kind of screen.
    if (size.width === (lang === "zh" ? 390 : 1440)) await accessible(page, at);
    if (lang === "en" && size.width !== 390) continue;
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({ path: `${SCREENS}${name}-${lang}-${size.width}.png`, fullPage: height < TALLEST });
  }
}

for (const [plan, other] of [[CITY, REFERENCE], [REFERENCE, CITY]]) {
  for (const lang of LANGUAGES) {
    for (const [name, address] of Object.entries(ofPlan(plan, other))) {
      test(`${plan} ${name} in ${lang}`, async ({ page }) => look(page, `${plan}-${name}`, address, lang));
    }
    test(`${plan} an indicator in ${lang}`, async ({ page, request }) => {
      const [address] = await chartedIndicators(request, plan);
      await look(page, `${plan}-indicator`, address, lang);
    });
  }
}

for (const lang of LANGUAGES) {
  test(`pages that belong to no plan in ${lang}`, async ({ page, request }) => {
    const [, rule] = (await (await request.get("/rules")).text()).match(/href="(\/rules\/[^"]+)"/);
    for (const [name, address] of Object.entries({ ...GENERAL, rule })) await look(page, name, address, lang);
  });
}

test("dark pages are accessible too", async ({ page, request }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  const [indicator] = await chartedIndicators(request, REFERENCE);
  const pages = ofPlan(REFERENCE, CITY);
  const chosen = { overview: pages.overview, text: `/plans/${CITY}/text`, indicators: pages.indicators, indicator, regions: pages.regions, warnings: pages.warnings, timeline: pages["projects-timeline"], diagnostics: pages.diagnostics };
  for (const [name, address] of Object.entries(chosen)) {
    await page.goto(address);
    await drawn(page);
    await accessible(page, `${name} dark`);
    await page.screenshot({ path: `${SCREENS}dark-${name}.png` });
  }
});
