// Drafting: words changed because something was found or asked for, rounds of opinions from the draft to the table, and a
// revision while the plan runs.
import { resolve } from "node:path";
import { expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WALL } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer } from "./office.js";

const ROOT = resolve(import.meta.dirname, "../..");

const DRAFT = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 重点工程

到2030年，地区生产总值达到1950亿元。建设云岭港二期工程。
`;
const text = (content) => ({ name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(content) });

const look = looking("drafting", { widths: [PHONE, DESK, WALL] });

async function downloaded(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return file.suggestedFilename();
}

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a round goes from the draft to the table in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("lyj", "市林业局", "city");
      await admin.office("dcx", "东川县", "county");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        forestry: await admin.account("forestry", "李青", "reporter", "lyj"),
        county: await admin.account("county", "赵川", "reporter", "dcx"),
        expert: await admin.account("expert", "周教授", "reporter"),
      };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const plan = await load(planner, text(DRAFT));
      await planner.goto(`${plan}/rounds`);
      await planner.locator("select[name=stage]").selectOption("opinions");
      await planner.locator("button[value=stage]").click();
      await expect(planner.locator("main .chip").first()).toBeVisible();
      await planner.locator("input[name=title]").fill("规划纲要征求意见");
      await planner.locator("input[name=due]").fill("2099-03-10");
      for (const key of ["office/lyj", "office/dcx", "account/expert"]) await planner.locator(`input[name=party][value='${key}']`).check();
      await planner.locator("textarea[name=other]").fill("省发展改革委");
      await planner.locator("button[value=open]").click();
      await expect(planner).toHaveURL(/\/rounds\/1$/);

      // A department asks for another figure, a county has nothing to say, an expert asks for more.
      const forestry = await newcomer(browser, server, links.forestry, "forestry", options);
      await forestry.goto("/inbox");
      await forestry.locator("main a[href*='/rounds/1']").first().click();
      const say = (page) => page.locator("form", { has: page.locator("button[value=opinion]") });
      await say(forestry).locator("select[name=clause]").selectOption({ index: 1 });
      await say(forestry).locator("input[name=quote]").fill("森林覆盖率达到45%以上");
      await say(forestry).locator("textarea[name=text]").fill("指标偏低");
      await say(forestry).locator("textarea[name=proposed]").fill("森林覆盖率达到48%以上");
      await say(forestry).locator("button[value=opinion]").click();
      await expect(forestry.getByRole("status")).toBeVisible();
      await expect(forestry.locator(".corrections > li")).toHaveCount(1);
      const county = await newcomer(browser, server, links.county, "county", options);
      await county.goto(`${plan}/rounds/1`);
      await expect(county.locator("main")).not.toContainText("指标偏低");
      await county.locator("button[value=none]").click();
      await expect(county.getByRole("status")).toBeVisible();
      const expert = await newcomer(browser, server, links.expert, "expert", options);
      await expert.goto(`${plan}/rounds/1`);
      await say(expert).locator("textarea[name=text]").fill("建议增加数字经济的内容");
      await say(expert).locator("button[value=opinion]").click();
      await look(expert, { lang, script }, { "round-party": `${plan}/rounds/1` });

      // The planner decides about each, and changes the words that the department asked for.
      await planner.reload();
      await planner.locator("form", { has: planner.locator("button[value=scan]") }).locator("input[type=file]")
        .setInputFiles({ name: "复函.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 复函") });
      await planner.locator("form", { has: planner.locator("button[value=scan]") }).locator("select[name=party]").selectOption({ label: "省发展改革委" });
      await planner.locator("button[value=scan]").click();
      await expect(planner.locator("table a[download]")).toHaveCount(1);
      const decide = async (at, outcome, reason) => {
        const item = planner.locator(".corrections > li").nth(at);
        await item.locator("select[name=outcome]").selectOption(outcome);
        await item.locator("input[name=reason]").fill(reason);
        await item.locator("button[value=decide]").click();
        await expect(planner.getByRole("status")).toBeVisible();
      };
      await decide(0, "adopted", "");
      await decide(1, "partly", "并入第二章");
      await planner.locator(".corrections > li").first().locator("a[href*='/fix']").click();
      const words = planner.locator("textarea[name=words]");
      await words.fill((await words.inputValue()).replace("45%", "48%"));
      await planner.locator("input[name=reason]").fill("采纳市林业局意见");
      await planner.locator("main button.main").click();
      await expect(planner.locator("main ins")).toHaveText("48");
      expect(await downloaded(planner, planner.locator("a[href*='marked.docx']"))).toMatch(/\.docx$/);
      await planner.goto(`${plan}/rounds/1`);
      await planner.locator("textarea[name=conclusion]").fill("已修改完善");
      await planner.locator("button[value=close]").click();
      await expect(planner.locator("main")).toContainText("已修改完善");
      expect(await downloaded(planner, planner.locator("a[href*='summary.docx']"))).toMatch(/规划纲要征求意见/);

      // The next draft says which opinion changed which sentence.
      await load(planner, text(DRAFT.replace("45%", "48%")), `/load?plan=${plan.split("/").pop()}`);
      await planner.goto(`${plan}/compare?with=${plan.split("/").pop()}%401`);
      await expect(planner.locator(".text-changes")).toContainText("市林业局：指标偏低");
      await look(planner, { lang, script }, {
        rounds: `${plan}/rounds`,
        round: `${plan}/rounds/1`,
        changes: `${plan}/changes`,
        fix: `${plan}/fix?opinion=2&at=${Buffer.byteLength(DRAFT.split("到2030年")[0])}&to=${Buffer.byteLength(DRAFT.split("到2030年")[0]) + 3}`,
        revisions: `${plan}/revisions`,
        manage: `${plan}/manage`,
        "compare-text": `${plan}/compare?with=${plan.split("/").pop()}%401`,
      });
      for (const page of [planner, forestry, county, expert]) await page.context().close();
    } finally {
      await server.end();
    }
  });

  test(`a plan is marked up, revised, put away and deleted in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      const link = await admin.account("planner", "王敏", "planner");
      await admin.leave();
      const page = await newcomer(browser, server, link, "planner", options);
      const plan = await load(page, resolve(ROOT, "examples/lanchuan/plan.docx"));
      // What was found is changed in the text.
      await page.goto(`${plan}/diagnostics`);
      await page.locator("a[href*='/fix?finding=']").first().click();
      const words = page.locator("textarea[name=words]");
      await words.fill(`${await words.inputValue()}（经核实）`);
      await page.locator("input[name=reason]").fill("已核实");
      await page.locator("main button.main").click();
      await expect(page.locator("main ins").first()).toContainText("经核实");
      expect(await downloaded(page, page.locator("a[href*='marked.docx']"))).toMatch(/\.docx$/);

      // A target gets another value, and the plan says what that does.
      await page.goto(`${plan}/revisions`);
      await page.locator("input[name=title]").fill("中期调整");
      await page.locator("textarea[name=reason]").fill("形势变化");
      const value = page.locator("input[name$='/value']").first();
      await value.fill("1234");
      await page.locator("main form button.main").click();
      await expect(page).toHaveURL(/\/revisions\/1$/);
      await page.locator("input[name=document]").fill("兰政发〔2028〕12号");
      await page.locator("input[name=approved_on]").fill("2020-07-01");
      await page.locator("input[name=effective_on]").fill("2020-07-10");
      await page.locator("button[value=approve]").click();
      await expect(page.locator("a[href*='stood-at=']")).toHaveCount(2);
      await look(page, { lang, script }, { revision: `${plan}/revisions/1`, marked: `${plan}/changes` });
      for (const moment of [0, 1]) {
        await page.goto(`${plan}/revisions/1`);
        await page.locator("a[href*='stood-at=']").nth(moment).click();
        await expect(page.locator("h1")).toBeVisible();
      }

      // What is internal is no public page.
      await page.goto(`${plan}/steps`);
      await page.locator("button[value=publish]").click();
      const citizen = await browser.newContext({ baseURL: server.address });
      const seen = async () => (await citizen.request.get(plan)).status();
      expect(await seen()).toBe(200);
      await page.goto(`${plan}/manage`);
      await page.locator("select[name=secrecy]").selectOption("internal");
      await page.locator("button[value=mark]").click();
      await expect(page.locator("header .secrecy")).toBeVisible();
      expect(await seen()).toBe(404);

      // Put away, then deleted; the log stays.
      await page.locator("button[value=archive]").click();
      await page.goto("/?all");
      await expect(page.locator(`main a[href='${plan}']`)).toHaveCount(0);
      await page.goto(`${plan}/manage`);
      await page.locator("button[value=delete]").click();
      await expect(page.getByRole("alert")).toBeVisible();
      await page.locator("form input[name=title]").fill(await page.locator("form input[name=title]").getAttribute("placeholder"));
      await page.locator("input[name=exported]").check();
      await page.locator("button[value=delete]").click();
      await page.goto("/audit");
      await expect(page.locator("main")).toContainText(lang === "en" ? "plan · delete" : "规划 · 删除");
      await page.context().close();
      await citizen.close();
    } finally {
      await server.end();
    }
  });
}
