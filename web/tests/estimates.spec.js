// What targets are to bring in a year: proposals that do not fit together are told before anything is kept, rounds, a decision with its
// reason, the workbook out and in again; and the document with which a body carries the plan out: read, tied to tasks, confirmed, with what
// it leaves out. In both languages, with and without script.
import { accessible, expect, fits, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WIDE } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer } from "./office.js";

const YEAR = new Date().getFullYear() - 1;
const PLAN = `云岭市国民经济和社会发展五年规划纲要（${YEAR}—${YEAR + 4}年）

第一章 发展目标

到${YEAR + 4}年，地区生产总值达到1900亿元，第一产业增加值达到300亿元，第二产业增加值达到700亿元，第三产业增加值达到900亿元。

第二章 民生保障

把群众关心的事办好。扩大普通高中教育资源。发展特殊教育。推进老旧小区改造。完善农村供水管网。加强食品安全监管。
`;
const DOCUMENT = `云岭市教育局落实“十五五”规划实施方案

一、主要任务

增加普通高中教育资源供给，新建高中2所。举办全市读书节。
`;
const DIVISION = "重点任务,牵头单位\n扩大普通高中教育资源,市教育局\n发展特殊教育,市教育局\n";

const WORDS = {
  zh: { odd: "不能同时成立", fits: "未发现不符", some: "有不符之处", number: "不是数", why: "理由", unchanged: "未变", own: "本单位承担", audit: "实施方案" },
  en: { odd: "cannot all be true", fits: "everything fits", some: "does not fit", number: "is no number", why: "why", unchanged: "already", own: "own task", audit: "body" },
};

const look = looking("estimates", { widths: [PHONE, WIDE] });

/** The field for a proposal in the row of an indicator. */
const row = (page, name) => page.locator("table.estimates tbody tr", { has: page.locator("th > a", { hasText: new RegExp(`^${name}$`) }) });
const value = (page, name) => row(page, name).locator("input[name^='value/']");
const words = (page, name) => row(page, name).locator("input[name^='words/']");
const odd = (page, name) => row(page, name).locator(".odd");

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`estimates and the plan of a body in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(300_000);
    const said = WORDS[lang];
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("jyj", "市教育局", "city");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        school: await admin.account("school", "李青", "reporter", "jyj"),
      };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const school = await newcomer(browser, server, links.school, "school", options);
      const plan = await load(planner, { name: "纲要.txt", mimeType: "text/plain", buffer: Buffer.from(PLAN) });
      await planner.goto(`${plan}/steps`);
      await planner.locator("button[value=publish]").click();
      const page = `${plan}/yearly/${YEAR + 1}/estimates`;

      // Three sectors that do not make the whole: told beside the rows, by the script while typing, else by the button; nothing is kept.
      await planner.goto(page);
      const typed = { 地区生产总值: "1500", 第一产业增加值: "200", 第二产业增加值: "500", 第三产业增加值: "600" };
      for (const [name, number] of Object.entries(typed)) await value(planner, name).fill(number);
      if (script) {
        await expect(planner.locator("[data-checked]")).toContainText(said.some);
        await expect(odd(planner, "地区生产总值")).toContainText(said.odd);
        await value(planner, "第三产业增加值").fill("800");
        await expect(planner.locator("[data-checked]")).toContainText(said.fits);
        await expect(odd(planner, "地区生产总值")).toHaveCount(0);
        await value(planner, "第三产业增加值").fill("600");
        await expect(odd(planner, "第三产业增加值")).toContainText(said.odd);
        await accessible(planner, `typed ${lang}`);
      }
      await planner.locator("button[name=action][value=check]").click();
      await expect(odd(planner, "地区生产总值")).toContainText(said.odd);
      await expect(value(planner, "地区生产总值")).toHaveValue("1500");
      await expect(planner.locator("ol.rounds")).toHaveCount(0);

      // What is no number is refused, what fits is kept as the first round.
      await value(planner, "第三产业增加值").fill("多一些");
      await planner.locator("button[name=action][value=propose]").click();
      await expect(planner.locator("main [role=alert]")).toContainText(said.number);
      await value(planner, "第三产业增加值").fill("800");
      await words(planner, "第三产业增加值").fill("服务业项目投产");
      await planner.locator("button[name=action][value=propose]").click();
      await expect(planner.locator("main .notice.done")).toBeVisible();
      await expect(planner.locator("ol.rounds")).toHaveCount(4);
      await expect(planner.locator("table.estimates")).toContainText("服务业项目投产");

      // The workbook out, one value more in it, and in again as the second round.
      const out = await planner.request.get(`${page}/list/xlsx`);
      expect(out.headers()["content-type"]).toContain("spreadsheetml");
      const id = (await value(planner, "地区生产总值").getAttribute("name")).slice("value/".length);
      await planner.goto(`${page}/import`);
      await planner.locator("#file").setInputFiles({ name: "测算.csv", mimeType: "text/csv", buffer: Buffer.from(`编号,建议值,建议理由\n${id},1520,上调\n`) });
      await planner.locator("main form button.main").click();
      await expect(planner.locator("tbody")).toContainText("1520");
      await fits(planner, `import ${lang}`);
      await planner.locator("main form button.main").last().click();
      const gdp = planner.locator("table.estimates tbody tr", { hasText: "地区生产总值" }).first();
      await expect(gdp.locator("ol.rounds li")).toHaveCount(2);
      await expect(odd(planner, "地区生产总值"), "a round that breaks the sum is told").toContainText(said.odd);

      // A decision says why.
      const decide = async (fields) => {
        await planner.goto(page);
        const form = gdp.locator("form[action$='" + id + "']");
        await gdp.locator("details summary").click();
        for (const [name, text] of Object.entries(fields)) await form.locator(`[name='${name}']`).fill(text);
        await form.locator("button").click();
      };
      await decide({ decided: "1500" });
      await expect(planner.locator("main [role=alert]")).toContainText(said.why);
      await decide({ decided: "1500", reason: "与三次产业相符", upper: "1550", upper_source: "省计划" });
      await expect(gdp).toContainText("与三次产业相符");
      await expect(gdp).toContainText("省计划");
      await expect(odd(planner, "地区生产总值")).toHaveCount(0);
      // The body has no duty for these: it sees the table and no field.
      await school.goto(page);
      await expect(school.locator("table.estimates")).toContainText("与三次产业相符");
      await expect(school.locator("input[name^='value/']")).toHaveCount(0);

      // Who does what, from a division of duties; then the document of the body.
      await planner.goto(`${plan}/duties/import`);
      await planner.locator("#file").setInputFiles({ name: "分工.csv", mimeType: "text/csv", buffer: Buffer.from(DIVISION) });
      await planner.locator("main form button.main").click();
      await planner.locator("form[action$='/duties/import/confirm'] button").click();
      await school.goto(`${plan}/body-plans`);
      await expect(school.locator("#b-office")).toHaveValue("市教育局");
      const hand = async (name, text) => {
        await school.goto(`${plan}/body-plans`);
        await school.locator("#file").setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
        await school.locator("main form button.main").click();
      };
      await hand("空.txt", "一二三四");
      await expect(school.locator("main [role=alert]")).toBeVisible();
      await hand("实施方案.txt", DOCUMENT);
      const row = school.locator("li.duty", { hasText: "扩大普通高中教育资源" });
      await expect(row).toContainText("增加普通高中教育资源供给");
      await expect(row).toContainText(said.own);
      await expect(school.locator("#left-out")).toContainText("发展特殊教育");
      if (script) await accessible(school, `body plan ${lang}`);
      await fits(school, `body plan ${lang}`);
      for (const box of await school.locator("li.duty input[type=checkbox]").all()) await box.uncheck();
      await row.locator("input[type=checkbox]").check();
      await school.locator("main form button.main").click();
      await expect(school).toHaveURL(/\/body-plans$/);
      await expect(school.locator("main section").first()).toContainText("扩大普通高中教育资源");
      await expect(school.locator("details.left-out")).toContainText("发展特殊教育");
      const file = await school.request.get(await school.locator("main a[href$='/file']").getAttribute("href"));
      expect((await file.body()).toString()).toContain("读书节");

      await look(planner, { lang, script }, { estimates: page, "body-plans": `${plan}/body-plans` });
      // Taken back with a reason: it is listed no more, and the log has it.
      await planner.goto(`${plan}/body-plans`);
      await planner.locator("details.step summary").click();
      await planner.locator("form[action$='/withdraw'] [name=reason]").fill("有新版");
      await planner.locator("form[action$='/withdraw'] button").click();
      await expect(planner.locator("main section")).toHaveCount(0);
      await planner.goto("/audit");
      await expect(planner.locator("main")).toContainText(said.audit);
    } finally {
      await server.end();
    }
  });
}
