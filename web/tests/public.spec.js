// The public takes part: a question without an account until its answer, what is kept back and looked at again, and following a
// plan; in both languages, with and without script.
import { expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer, visitor } from "./office.js";

const DRAFT = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 基础设施

建设滨河路照明工程。
`;

const look = looking("public");

/** Fills in the form and sends it; whoever has no script waits first. */
async function ask(page, address, text, script) {
  await page.goto(address);
  await page.locator("#voice-text").fill(text);
  await page.locator("#voice-name").fill("欧阳青松");
  await page.locator("#voice-mail").fill("qingsong@letters.test");
  await page.locator("input[name=agreed]").check();
  if (!script) await page.waitForTimeout(9_000);
  await page.locator("main form button.main").click();
  await expect(page).toHaveURL(/\/voices\/mine\//, { timeout: 60_000 });
  await expect(page.locator("main .notice.done")).toBeVisible();
  return new URL(page.url()).pathname;
}

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a citizen asks, is answered and told in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("zjj", "市住建局", "city");
      const links = { planner: await admin.account("planner", "王敏", "planner"), housing: await admin.account("housing", "李青", "reporter", "zjj") };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const housing = await newcomer(browser, server, links.housing, "housing", options);
      const plan = await load(planner, { name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(DRAFT) });
      await planner.goto("/publication");
      await planner.locator("main form.filters button").first().click();
      const citizen = await visitor(browser, server, options);
      await look(citizen, options, { form: `${plan}/voices/new` });
      const mine = await ask(citizen, `${plan}/voices/new`, "滨河路的路灯夜里不亮，请问什么时候修好？", script);
      await look(citizen, options, { receipt: mine });
      const other = await visitor(browser, server, options);
      await other.goto(`${plan}/voices`);
      await expect(other.locator("main")).not.toContainText("路灯");
      // A person decides.
      await look(planner, options, { queue: `${plan}/voices/moderate` });
      const card = planner.locator("article.promise").first();
      await card.locator("details.step summary").first().click();
      await card.locator("select[name=office]").selectOption({ label: "市住建局" });
      await card.locator("input[name=title]").fill("滨河路路灯");
      await card.locator("button[value=accept]").click();
      await expect(planner.locator("main .notice.done")).toBeVisible();
      await other.reload();
      await expect(other.locator("article.promise")).toContainText("路灯夜里不亮");
      await expect(other.locator("main")).not.toContainText("欧阳青松");
      // The body answers in public.
      await other.locator("article.promise h2 a").click();
      const matter = new URL(other.url()).pathname;
      await housing.goto(matter);
      const step = housing.locator("details.step", { has: housing.locator("button[value=answer]") });
      if (!(await step.getAttribute("open"))) await step.locator("summary").click();
      await step.locator("[name='in/text']").fill("已派工，本周五前修复。");
      await step.locator("button[value=answer]").click();
      await expect(housing.locator("main .notice.done")).toBeVisible();
      await look(other, options, { list: `${plan}/voices` });
      await expect(other.locator("blockquote")).toContainText("本周五前修复");
      await citizen.goto(mine);
      await citizen.locator("main p.actions a").click();
      await expect(citizen.locator("main")).toContainText("本周五前修复");
      // What is kept back has a reason, and may be looked at once more.
      const ad = await ask(citizen, `${plan}/voices/new`, "加微信领取大礼包，名额有限", script);
      await planner.goto(`${plan}/voices/moderate`);
      const spam = planner.locator("article.promise").first();
      await spam.locator("details.step summary").nth(1).click();
      await spam.locator("select[name=reason]").selectOption("advertising");
      await spam.locator("button[value=refuse]").click();
      await expect(planner.locator("main .notice.done")).toBeVisible();
      await citizen.goto(ad);
      await citizen.locator("#voice-appeal").fill("这是社区活动");
      await citizen.locator("button[value=appeal]").click();
      await expect(citizen.locator("main .notice.done")).toBeVisible();
      await citizen.locator("button[value=erase]").click();
      await expect(citizen.locator("main .notice.done")).toBeVisible();
      await look(planner, options, { appeal: `${plan}/voices/moderate` });
      await look(other, options, { news: `${plan}/news` });
      await look(other, options, { follow: `${plan}/follow` });
    } finally {
      await server.end();
    }
  });
}
