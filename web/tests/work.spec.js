// The pages of daily work in both languages on a phone and a desk: accessible, not wider than the screen.
import { CITY, LANGUAGES, accessible, expect, fits, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const PLAN = `/plans/${CITY}`;
const FORM = `${PLAN}/hand-in?indicator=${encodeURIComponent("单位地区生产总值能源消耗降低")}&year=2029`;

const PAGES = {
  reporter: { home: "/?all", mine: "/duties", figures: `${PLAN}/hand-in/all`, figure: FORM, import: `${PLAN}/import`, submissions: "/submissions", inbox: "/inbox", "stand-in": "/account/stand-in", consultations: `${PLAN}/consultations`, review: "/review" },
  planner: { "planner-home": "/?all", duties: `${PLAN}/duties`, charge: `${PLAN}/duties/item?item=${encodeURIComponent("indicator\u001f地区生产总值")}`, "kept-filter": `${PLAN}/indicators?nature=binding`, without: `${PLAN}/duties?only=without`, division: `${PLAN}/duties/import`, "split-list": `${PLAN}/split`, review: "/review", reporting: `${PLAN}/reporting`, publication: "/publication", map: `${PLAN}/map`, layers: `${PLAN}/layers`, conflicts: `${PLAN}/conflicts?state=`, sites: `${PLAN}/sites` },
  county: { "county-review": "/review" },
  auditor: { audit: "/audit", verify: "/audit/verify" },
  manager: { admin: "/admin", users: "/admin/users", offices: "/admin/offices", system: "/admin/system", jobs: "/admin/jobs", "warning-rules": "/admin/warning-rules" },
};

for (const lang of LANGUAGES) {
  for (const [account, pages] of Object.entries(PAGES)) {
    test(`pages of the ${account} in ${lang}`, async ({ browser }) => {
      for (const viewport of [DESK, PHONE]) {
        const page = await person(browser, account, { lang, viewport });
        for (const [name, address] of Object.entries(pages)) {
          const answer = await page.goto(address);
          expect(answer.status(), name).toBe(200);
          await expect(page.locator("h1")).toHaveCount(1);
          const at = `${account} ${name} ${lang} ${viewport.width}`;
          await fits(page, at);
          if (viewport === (lang === "zh" ? PHONE : DESK)) await accessible(page, at);
          await page.screenshot({ path: `${SCREENS}work-${name}-${lang}-${viewport.width}.png` });
        }
        await page.context().close();
      }
    });
  }

  test(`a table is previewed by cell in ${lang}`, async ({ browser }) => {
    for (const viewport of [DESK, PHONE]) {
      const page = await person(browser, "reporter", { lang, viewport });
      await page.goto(`${PLAN}/import`);
      const table = "指标,2028,2029\n地区生产总值（亿元）,1268.9,约一千三\n森林覆盖率（%）,43.1,43.4\n";
      await page.locator("#table").setInputFiles({ name: "台账.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
      await page.locator("#table-source").fill("统计台账");
      await page.locator("form[action$='/import'] button").click();
      await expect(page.locator("main")).toContainText("C2");
      await expect(page.locator("button[value=confirm]")).toHaveCount(0);
      await fits(page, `preview ${lang} ${viewport.width}`);
      await accessible(page, `preview ${lang} ${viewport.width}`);
      await page.screenshot({ path: `${SCREENS}work-preview-${lang}-${viewport.width}.png`, fullPage: true });
      await page.context().close();
    }
  });

  test(`a bulletin proposes figures in ${lang}`, async ({ browser }) => {
    for (const viewport of [DESK, PHONE]) {
      const page = await person(browser, "planner", { lang, viewport });
      await page.goto(`${PLAN}/import`);
      const text = "澜川市2029年国民经济和社会发展统计公报\n\n一、综合\n初步核算，2029年全市地区生产总值1321.6亿元，比上年增长4.2%。年末常住人口城镇化率为60.2%。\n";
      await page.locator("#bulletin").setInputFiles({ name: "公报.txt", mimeType: "text/plain", buffer: Buffer.from(text) });
      await page.locator("form[action$='/bulletin'] button").click();
      await expect(page.locator("blockquote").first()).toContainText("地区生产总值");
      await fits(page, `bulletin ${lang} ${viewport.width}`);
      await accessible(page, `bulletin ${lang} ${viewport.width}`);
      await page.screenshot({ path: `${SCREENS}work-bulletin-${lang}-${viewport.width}.png` });
      await page.context().close();
    }
  });

  test(`a target is split and the parts add up in ${lang}`, async ({ browser }) => {
    const page = await person(browser, "planner", { lang });
    await page.goto(`${PLAN}/split`);
    await page.locator("main a", { hasText: "地区生产总值" }).first().click();
    await page.locator("select[name=method]").selectOption("by-base");
    await page.locator("button[value=propose]").click();
    await accessible(page, `split ${lang}`);
    await page.screenshot({ path: `${SCREENS}work-split-${lang}.png` });
    const last = await page.locator("tbody tr td:last-child input").evaluateAll((all) => all.map((one) => Number(one.value)));
    const [whole, ...parts] = last;
    expect(parts.length).toBeGreaterThan(2);
    expect(Math.abs(parts.reduce((sum, one) => sum + one, 0) - whole)).toBeLessThan(1e-6);
    await page.context().close();
  });
}
