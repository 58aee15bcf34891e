// What people set up for themselves: filters that they keep, who stands in, who is in charge of an item; by keyboard too.
import { CITY, expect, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";

const PLAN = `/plans/${CITY}`;

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a filter is kept by name in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    const planner = await person(browser, "planner", { lang, script, viewport });
    await planner.goto(`${PLAN}/indicators`);
    // A chip narrows the list by one click and says how many there are; the two languages are tried at the same time by one
    // person, each with a filter of its own.
    const chip = planner.locator("main nav.chips a").nth(lang === "zh" ? 1 : 2);
    const count = Number(await chip.locator(".num").innerText());
    await chip.click();
    await expect(planner.locator("main [role=status]").first()).toContainText(String(count));
    const chosen = [...new URL(planner.url()).searchParams].filter(([key]) => key !== "lang");
    expect(chosen.length).toBeGreaterThan(0);
    const name = `mine ${lang}`;
    await planner.locator(".keep-view input[name=name]").fill(name);
    await planner.locator(".keep-view input[name=name]").press("Enter");
    await expect(planner.locator("main .notice.done")).toBeVisible();
    await planner.goto("/plans/jinzhou-13/indicators");
    await planner.locator("nav.views a", { hasText: name }).click();
    await expect(planner).toHaveURL(/jinzhou-13\/indicators\?/);
    const kept = new URL(planner.url()).searchParams;
    for (const [key, value] of chosen) expect(kept.get(key), key).toBe(value);
    await planner.locator(`nav.views button[aria-label*="${name}"]`).click();
    await expect(planner.locator("nav.views a", { hasText: name })).toHaveCount(0);
    await planner.context().close();
  });

  test(`who is in charge and what is due by quarter in ${lang}`, async ({ browser }) => {
    const planner = await person(browser, "planner", { lang, script, viewport });
    await planner.goto(`${PLAN}/duties`);
    await planner.locator("main input[type=search]").fill("地区生产总值");
    await planner.locator("main input[type=search]").press("Enter");
    await planner.locator("main tbody th a").first().click();
    await planner.locator("#leader").fill("王副市长");
    await planner.locator("#person").fill("李雷");
    await planner.locator("textarea").first().fill("完成年度投资的四分之一");
    await planner.locator("main .row-form button.main").click();
    await expect(planner.locator("main .notice.done[role=status]")).toBeVisible();
    const reporter = await person(browser, "reporter", { lang, script, viewport });
    await reporter.goto(planner.url());
    await expect(reporter.locator("main")).toContainText("王副市长");
    await expect(reporter.locator("main")).toContainText("完成年度投资的四分之一");
    await expect(reporter.locator("main textarea")).toHaveCount(0);
    await reporter.context().close();
    await planner.context().close();
  });
}

test("a colleague stands in and takes over the queue", async ({ browser }) => {
  const county = await person(browser, "county", {});
  await county.goto("/account");
  await county.locator("main a[href='/account/stand-in']").click();
  await county.locator("select[name=taker]").selectOption("reporter");
  await county.locator("input[name=last]").fill("2030-04-10");
  await county.locator("main button.main").click();
  await expect(county.locator("main .notice.done[role=status]")).toBeVisible();
  const reporter = await person(browser, "reporter", {});
  await reporter.goto("/inbox");
  await expect(reporter.locator("main")).toContainText("委托给您代办");
  await reporter.context().close();
  await county.locator("main .plan-list button").first().click();
  await expect(county.locator("main .notice.done[role=status]")).toBeVisible();
  await county.context().close();
});
