// One figure from its duty to the public and back: assigned, reminded of, handed in on a phone without a connection,
// returned, corrected, approved, published after an embargo, revised, answered for, audited.
import { CITY, LANGUAGES, accessible, expect, fits, inLanguage, test } from "./site.js";
import { PHONE, person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
// Each language tells its story with an indicator of its own, as both run on one server.
const STORIES = {
  zh: { indicator: "地区生产总值", first: "1310.5", corrected: "1311.7", revised: "1655.2" },
  en: { indicator: "常住人口城镇化率", first: "65.6", corrected: "65.8", revised: "67.4" },
};
const YEAR = "2029";

for (const lang of LANGUAGES) {
  test(`the story of one figure in ${lang}`, async ({ browser, request }) => {
    test.setTimeout(420_000);
    const { indicator, first, corrected, revised } = STORIES[lang];
    const seen = async (page, name) => {
      await fits(page, `${name} ${lang}`);
      await accessible(page, `${name} ${lang}`);
      await page.screenshot({ path: `${SCREENS}story-${name}-${lang}.png`, fullPage: true });
    };
    const planner = await person(browser, "planner", { lang });
    const reporter = await person(browser, "reporter", { lang, viewport: PHONE });
    const citizen = await person(browser, "", { lang, viewport: PHONE });

    await test.step("a duty is assigned", async () => {
      await planner.goto(`/plans/${CITY}/duties`);
      const group = planner.locator("details.group", { has: planner.getByRole("link", { name: indicator, exact: true, includeHidden: true }) }).first();
      await group.evaluate((one) => { one.open = true; });
      await group.getByRole("link", { name: indicator, exact: true }).first().click();
      await planner.locator("details.step summary").first().click();
      await planner.locator("#office").selectOption({ label: "市发展改革委" });
      await planner.locator("#cadence").selectOption("year");
      await planner.locator("button[value=add]").click();
      await planner.goto(`/plans/${CITY}/duties`);
      // The row's head may also name the leader in charge, whom another story sets.
      const row = planner.locator("tbody", { has: planner.getByRole("link", { name: indicator, exact: true, includeHidden: true }) });
      await expect(row.first()).toContainText("市发展改革委");
    });

    await test.step("its body is told, and reminded", async () => {
      await reporter.goto("/inbox");
      await expect(reporter.locator(".duty", { hasText: indicator }).first()).toBeVisible();
      await expect(reporter.locator(".duty", { hasText: lang === "zh" ? "还有7天到期" : "is due in 7 days" }).first()).toBeVisible();
      await seen(reporter, "inbox");
    });

    await test.step("it is handed in on a phone, and a lost connection loses nothing", async () => {
      await reporter.goto("/duties");
      await seen(reporter, "duties");
      await reporter.getByRole("link", { name: indicator, exact: true }).click();
      await expect(reporter.locator(".facts dd").first()).toBeVisible();
      await seen(reporter, "form");
      await reporter.context().setOffline(true);
      await reporter.locator("#value").fill(first);
      await reporter.locator("#source").fill(`澜川市${YEAR}年统计公报`);
      await reporter.locator("button[value=submit]").click();
      await expect(reporter.locator("[data-draft-state]")).toHaveText(/没有网络|No connection/);
      await expect(reporter.locator("#value")).toHaveValue(first);
      await reporter.context().setOffline(false);
      await reporter.reload();
      await expect(reporter.locator("#value")).toHaveValue(first);
      await expect(reporter.locator("#source")).toHaveValue(/统计公报/);
      await reporter.locator("button[value=submit]").click();
      await expect(reporter).toHaveURL(/\/submissions\/\d+$/);
      expect(await reporter.evaluate(() => localStorage.length), "what arrived is forgotten").toBe(0);
      await seen(reporter, "submission");
    });

    const decide = async (action, { reason, embargo } = {}) => {
      await planner.goto("/review");
      const row = planner.locator("tbody tr", { hasText: indicator });
      await row.locator("input[name=id]").check();
      if (reason) await planner.locator("#reason").fill(reason);
      if (embargo) await planner.locator("#embargo").fill(embargo);
      if (action === "return") await seen(planner, "review");
      await planner.locator(`button[value=${action}]`).click();
      await expect(planner.locator("h1")).toBeVisible();
    };
    /** The public values of the year, the oldest first. */
    const facts = async () => {
      const values = [];
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const answer = await (await request.get(`/api/v1/plans/${CITY}/observations?page=${page}`)).json();
        pages = Math.ceil(answer.total / answer.per_page);
        values.push(...answer.items.filter((one) => one.period_end === Number(YEAR) && one.subject === indicator).map((one) => one.value));
      }
      return values;
    };
    const correct = async (value, status) => {
      await reporter.goto("/submissions");
      await reporter.getByRole("link", { name: indicator, exact: true }).first().click();
      await reporter.locator("a[href*='/hand-in?']").click();
      await reporter.locator("#value").fill(value);
      await reporter.locator("#status").selectOption(status);
      await reporter.locator("#source").fill(`澜川市${YEAR}年统计公报`);
      await reporter.locator("button[value=submit]").click();
      if (await reporter.locator("input[name=anyway]").count()) {
        await seen(reporter, "caution");
        await reporter.locator("input[name=anyway]").check();
        await reporter.locator("button[value=submit]").click();
      }
      await expect(reporter).toHaveURL(/\/submissions\/\d+$/);
    };

    await test.step("it is returned with a reason, and corrected", async () => {
      await decide("return", { reason: "与公报第二页不符" });
      await reporter.goto("/inbox");
      await expect(reporter.locator(".duty", { hasText: "与公报第二页不符" }).filter({ hasText: indicator })).toBeVisible();
      await correct(corrected, "preliminary");
    });

    await test.step("it is approved and becomes public when its embargo ends, not before", async () => {
      // The demo's clock runs years ahead; the page of a submission tells its time.
      await reporter.reload();
      const shown = await reporter.locator(".history .num").first().innerText();
      const ends = new Date(`${shown.replace(" ", "T")}:00Z`).getTime() + 120_000;
      await decide("approve", { embargo: new Date(ends).toISOString().slice(0, 16) });
      expect(await facts()).not.toContain(corrected);
      await planner.goto("/review");
      await seen(planner, "embargo");
      await expect.poll(facts, { timeout: 180_000, intervals: [2_000] }).toContain(corrected);
    });

    const page = await (await request.get(`/plans/${CITY}/indicators?lang=zh`)).text();
    const address = page.match(new RegExp(`href="([^"]*/indicators/[^"?#]+)[^"]*"[^>]*>${indicator}<`))[1];
    const level = async () => {
      await citizen.goto(inLanguage(`${address}?as-of=${YEAR}`, lang));
      return (await citizen.locator("section.target h2").first().innerText()).replace(/\s+/g, " ");
    };

    await test.step("the public sees it, and its revision changes the warning", async () => {
      const before = await level();
      await expect(citizen.locator("main")).toContainText(Number(corrected).toString());
      await seen(citizen, "public");
      await correct(revised, "revised");
      await decide("approve");
      await decide("publish");
      expect(await facts()).toContain(revised);
      expect(await facts(), "what was public stays in the history").toContain(corrected);
      expect(await level()).not.toBe(before);
    });

    await test.step("its body answers the warning, and the promise is tracked", async () => {
      await reporter.goto(`${address}?as-of=${YEAR}`);
      await reporter.locator("a[href*='/reply']").first().click();
      await reporter.locator("#text").fill("年度统计口径调整");
      await reporter.locator("#measure").fill("按月调度重点项目");
      await reporter.locator("#due").fill("2030-06-30");
      await reporter.locator("main .form button[type=submit]").click();
      await expect(reporter.locator("main")).toContainText("按月调度重点项目");
      await seen(reporter, "reply");
      await planner.goto(`/plans/${CITY}/reporting`);
      await expect(planner.locator("main")).toContainText("按月调度重点项目");
      await seen(planner, "reporting");
      await planner.goto(`${address}?as-of=${YEAR}`);
      await expect(planner.locator(".reply").first()).toContainText("年度统计口径调整");
      await citizen.goto(address);
      await expect(citizen.locator(".reply")).toHaveCount(0);
    });

    await test.step("the auditor follows it from the first entry to the last", async () => {
      const auditor = await person(browser, "auditor", { lang });
      await auditor.goto(`/audit/plans/${CITY}/${address.split("/").pop()}`);
      for (const value of [corrected, revised]) await expect(auditor.locator("main")).toContainText(value);
      await seen(auditor, "history");
      await auditor.goto("/audit/verify");
      await expect(auditor.locator("main [role=status], main .ok, main").first()).toContainText(/完整|intact|whole|一致/);
      await auditor.context().close();
    });
    for (const one of [planner, reporter, citizen]) await one.context().close();
  });
}
