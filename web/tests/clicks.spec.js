// How many clicks the usual errands take, from the page that a person lands on after signing in. Fields that are filled are
// counted as well; the figure behind each errand is what may be needed at most.
import { expect, test } from "./site.js";
import { person } from "./people.js";

const PLAN = "/plans/lanchuan-15";

/** Counts every click and every field. */
function hand(page) {
  let count = 0;
  const one = (what) => (typeof what === "string" ? page.locator(what) : what).first();
  return {
    count: () => count,
    click: async (what) => { count += 1; await one(what).click(); },
    fill: async (what, text) => { count += 1; await one(what).fill(text); },
    file: async (what, file) => { count += 1; await one(what).setInputFiles(file); },
  };
}

/** The errands of each account: what is done, and how many clicks and fields it may take. */
const ERRANDS = {
  leader: [
    ["see how all plans stand", 0, async (page) => {
      await expect(page.locator("main")).toContainText(/项难以完成/);
    }],
    ["see the evidence of a warning", 2, async (page, by) => {
      await by.click(`main a[href='${PLAN}/warnings']`);
      await by.click("main article a[href*='/indicators/'], main .warning a[href*='/indicators/']");
      await expect(page.locator("h1")).toBeVisible();
      await expect(page).toHaveURL(/indicators/);
    }],
  ],
  planner: [
    ["split a target by county", 4, async (page, by) => {
      await by.click(`main a[href='${PLAN}']`);
      await by.click(page.locator("main a", { hasText: "地区生产总值" }));
      await by.click("#threads a[href*='/split/']");
      await by.click("main form button");
      await expect(page).toHaveURL(/split/);
    }],
    ["see who answers for an indicator", 3, async (page, by) => {
      await by.click(`main a[href='${PLAN}']`);
      await by.click(page.locator("main a", { hasText: "地区生产总值" }));
      await by.click("#threads a[href*='/duties/item']");
      await expect(page.locator("main form")).not.toHaveCount(0);
    }],
    ["come to what waits for a decision", 1, async (page, by) => {
      await by.click("header a[href='/review'], main a[href='/review']");
      await expect(page.locator("h1")).toBeVisible();
    }],
  ],
  reporter: [
    ["hand in one figure", 4, async (page, by) => {
      await by.click(`main a[href='${PLAN}/hand-in/all']`);
      await by.fill("main input[inputmode=decimal]", "97.3");
      await by.click("main button[type=submit], main form button");
      await expect(page.locator("main")).toBeVisible();
    }],
  ],
  auditor: [
    ["see the values of a figure with their sources", 3, async (page, by) => {
      await by.click(`main a[href='${PLAN}']`);
      await by.click(page.locator("main a", { hasText: "地区生产总值" }));
      await by.click("nav.modes a[href*='view=table']");
      await expect(page.locator("table")).not.toHaveCount(0);
    }],
    ["see whether the audit log holds", 1, async (page, by) => {
      await by.click("main a[href='/audit/verify']");
      await expect(page.locator("main")).toContainText(/校验|完整|哈希|没有发现/);
    }],
  ],
  public: [
    ["read the text of a plan", 2, async (page, by) => {
      await by.click(`main a[href='${PLAN}']`);
      await by.click(`a[href='${PLAN}/text']`);
      await expect(page.locator(".doc")).toBeVisible();
    }],
    ["take the data of an indicator along", 3, async (page, by) => {
      await by.click(`main a[href='${PLAN}']`);
      await by.click(page.locator("main a", { hasText: "地区生产总值" }));
      await by.click("#share summary");
      await expect(page.locator("#share a[download]").first()).toBeVisible();
    }],
  ],
};

for (const [account, errands] of Object.entries(ERRANDS)) {
  test(`the errands of the ${account} take few clicks`, async ({ browser }) => {
    test.setTimeout(180_000);
    const page = await person(browser, account === "public" ? null : account);
    for (const [what, most, errand] of errands) {
      await page.goto("/");
      const by = hand(page);
      await errand(page, by);
      expect(by.count(), `${account}: ${what}`).toBeLessThanOrEqual(most);
      console.log(`${account}: ${what}: ${by.count()}`);
    }
    await page.context().close();
  });
}
