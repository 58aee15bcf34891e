// Layers of the example city: eight planted conflicts and two fields of slivers on the map and in the ledger; a planner decides
// one and prints the sheet; a site is looked at; the public sees nothing.
import { CITY, LANGUAGES, accessible, drawn, expect, fits, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const PLAN = `/plans/${CITY}`;

test("the planted conflicts are found, and none more", async ({ browser }) => {
  const page = await person(browser, "planner");
  await page.goto(`${PLAN}/conflicts?kind=space`);
  await expect(page.locator("article.finding")).toHaveCount(8);
  const text = await page.locator("main").innerText();
  for (const one of ["中心城区", "玉屏山", "南湾片", "湿地东片", "山麓酒店", "西郊物流园", "南湾泵站", "土地利用现状", "图表不符", "缺口", "面积未知"]) {
    expect(text).toContain(one);
  }
  await page.goto(`${PLAN}/conflicts?kind=space&state=noise`);
  await expect(page.locator("article.finding")).toHaveCount(2);
  await page.context().close();
});

for (const lang of LANGUAGES) {
  test(`layers are drawn, asked by keys and measured in ${lang}`, async ({ browser }) => {
    for (const viewport of [DESK, PHONE]) {
      const page = await person(browser, "leader", { lang, viewport });
      await page.goto(`${PLAN}/map`);
      await drawn(page);
      const at = `map ${lang} ${viewport.width}`;
      await fits(page, at);
      await accessible(page, at);
      await page.screenshot({ path: `${SCREENS}map-${lang}-${viewport.width}.png`, fullPage: true });
      await expect(page.locator(".legend-list li")).toHaveCount(5);
      await page.locator(".maplibregl-canvas").focus();
      await page.keyboard.press("Enter");
      await expect(page.locator("#map-said")).toContainText(/11\d\.\d+, 2\d\.\d+/);
      await page.locator("#measure").click();
      await page.locator(".maplibregl-canvas").focus();
      await page.keyboard.press("Enter");
      await page.keyboard.press("ArrowRight");
      await page.waitForTimeout(600);
      await page.keyboard.press("Enter");
      await expect(page.locator("#map-said")).toContainText(/[1-9][\d.]* k?m/);
      await page.keyboard.press("Escape");
      await page.locator(".legend-list input").first().uncheck();
      await page.locator(".conflict-list a").first().click();
      await expect(page.locator("#map-said a")).toBeVisible();
      await page.context().close();
    }
  });

  test(`ledger, layers and sites fit and are accessible in ${lang}`, async ({ browser }) => {
    for (const viewport of [DESK, PHONE]) {
      const page = await person(browser, "planner", { lang, viewport });
      for (const name of ["conflicts", "layers", "sites"]) {
        await page.goto(`${PLAN}/${name}`);
        await page.locator("details").evaluateAll((all) => all.slice(0, 2).forEach((one) => { one.open = true; }));
        const at = `${name} ${lang} ${viewport.width}`;
        await fits(page, at);
        await accessible(page, at);
        await page.screenshot({ path: `${SCREENS}${name}-${lang}-${viewport.width}.png`, fullPage: true });
      }
      await page.context().close();
    }
  });
}

test("years slide with and without script, and places say how they stand", async ({ browser }) => {
  for (const script of [true, false]) {
    const page = await person(browser, "planner", { script });
    await page.goto(`${PLAN}/map`);
    const places = page.locator("section", { hasText: "各地进展、预警与项目" });
    const whole = places.locator("tbody tr").first();
    await expect(whole).toContainText("全域");
    const slider = page.locator("input[type=range][name=year]");
    await expect(slider).toHaveAttribute("min", "2025");
    await slider.focus();
    await slider.press("Home");
    await page.locator(".timeline button").click();
    await expect(page).toHaveURL(/year=2025/);
    await expect(page.locator(".years a[aria-current]")).toHaveText("2025");
    if (script) {
      await drawn(page);
      await expect(page.locator(".map-label b").first()).toContainText(/按期|预警|项目/);
      await accessible(page, "map of a year");
    }
    await page.locator(".years a", { hasText: "现行" }).click();
    await expect(page).not.toHaveURL(/year=/);
    await page.context().close();
  }
});

test("a planner decides a conflict and prints the sheet", async ({ browser }) => {
  const page = await person(browser, "planner");
  await page.goto(`${PLAN}/map`);
  const before = Number(await page.locator("h2:has-text('待处置的冲突') .num").innerText());
  await page.goto(`${PLAN}/conflicts?kind=space`);
  const row = page.locator("article.finding", { hasText: "山麓酒店" });
  await row.locator("summary").click();
  await row.locator("select[name=state]").selectOption("decided");
  await row.locator("select[name=resolution]").selectOption("second");
  await row.locator("input[name=office]").fill("自然资源局");
  await row.locator("input[name=document]").fill("澜自然资函〔2030〕8号");
  await row.locator("textarea[name=reason]").fill("酒店另行选址，退出生态保护红线");
  await row.locator("button.main").click();
  await expect(page.locator("main")).toContainText("已记录");
  await page.goto(`${PLAN}/conflicts?kind=space&state=decided`);
  await expect(page.locator("article.finding", { hasText: "山麓酒店" })).toContainText("澜自然资函〔2030〕8号");
  for (const ending of ["docx", "xlsx"]) {
    const file = await page.request.get(`${PLAN}/conflicts/file/${ending}`);
    expect((await file.body()).subarray(0, 2).toString()).toBe("PK");
  }
  await page.goto(`${PLAN}/map`);
  await expect(page.locator("h2:has-text('待处置的冲突') .num")).toHaveText(String(before - 1));
  const answer = await page.goto(await page.getByRole("link", { name: "打印图幅" }).getAttribute("href"));
  expect(answer.headers()["content-type"]).toContain("image/svg+xml");
  const sheet = await page.content();
  for (const one of ["图例", "1 : ", "坐标系", "图层版本", "制图日期 2030-", "生态保护红线", "内部使用"]) expect(sheet).toContain(one);
  expect(sheet).not.toContain("山麓酒店");
  await page.screenshot({ path: `${SCREENS}sheet.png` });
  await page.context().close();
});

test("a site is told what it meets", async ({ browser }) => {
  const page = await person(browser, "planner");
  await page.goto(`${PLAN}/sites`);
  await page.locator("input[name=name]").fill("玉屏山观景台");
  await page.locator("textarea[name=place]").fill("38556000 3114000\n38556100 3114000\n38556100 3114100\n38556000 3114100");
  await page.locator("button.main").click();
  const site = page.locator("article.finding", { hasText: "玉屏山观景台" }).first();
  await expect(site).toContainText("1.00 ha");
  await expect(site).toContainText("项目避让生态保护红线");
  await expect(site).toContainText("不代表结论");
  await site.locator("summary").click();
  await site.locator("select[name=opinion]").selectOption("object");
  await site.locator("textarea[name=text]").fill("位于生态保护红线内");
  await site.locator("form button").click();
  await expect(page.locator("main")).toContainText("位于生态保护红线内");
  await accessible(page, "sites with a site");
  await page.context().close();
});

test("the public sees no layer that nobody released", async ({ browser }) => {
  const page = await person(browser, null);
  await page.goto(`${PLAN}/map`);
  await expect(page.locator("main")).toContainText("没有公开的图层");
  await expect(page.locator("#map")).toHaveCount(0);
  await accessible(page, "map of the public");
  await page.context().close();
});
