// One yearly aim: taken from a work report, given to a body with a measure and a day, late, said for a quarter with evidence, finished in
// part, rolled up, given out as a list and read again, carried over to the next year. In both languages, with and without script.
import { accessible, expect, fits, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WIDE } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer } from "./office.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const YEAR = new Date().getFullYear() - 1;
const PLAN = `云岭市国民经济和社会发展五年规划纲要（${YEAR}—${YEAR + 4}年）

第一章 发展目标

到${YEAR + 4}年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 民生保障

把群众关心的事办好。扩大普通高中教育资源。推进老旧小区改造。完善农村供水管网。加强食品安全监管。

第三章 产业发展

把产业链条做强。推进知识产权保护。培育高新技术企业。建设现代物流园区。
`;
const REPORT = `${YEAR}年政府工作报告

——${YEAR}年1月10日在云岭市人民代表大会上

三、${YEAR}年重点工作

${YEAR}年，森林覆盖率达到43%。改造老旧小区120个。扩大普通高中教育资源，新建高中2所。培育高新技术企业50家。举办国际马拉松赛。
`;

const WORDS = {
  zh: { over: "年度已结束", measure: "应于", behind: "滞后", known: "已有", from: `结转自${YEAR}年`, audit: "年度目标 · 报送", ago: "逾期" },
  en: { over: "the year has ended", measure: "was to be done by", behind: "behind", known: "known", from: `goes on with an aim of ${YEAR}`, audit: "aim · say", ago: "days ago" },
};

/** Fills a form below a closed or open box and sends it by the button that is asked for, or its first. */
async function send(page, form, fields, button = "button") {
  const box = form.locator("xpath=ancestor::details[1]");
  if ((await box.count()) && (await box.getAttribute("open")) === null) await box.locator("summary").first().click();
  for (const [name, value] of Object.entries(fields)) {
    const input = form.locator(`[name='${name}']`);
    const tag = await input.evaluate((node) => (node.type === "file" ? "FILE" : node.tagName));
    if (tag === "SELECT") await input.selectOption(value);
    else if (tag === "FILE") await input.setInputFiles(value);
    else await input.fill(value);
  }
  await form.locator(button).first().click();
}

const look = looking("yearly", { widths: [PHONE, WIDE], unfold: "main details" });

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a yearly aim goes from a work report to the next year in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const said = WORDS[lang];
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("jyj", "市教育局", "city");
      await admin.office("jtj", "市交通局", "city");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        school: await admin.account("school", "李青", "reporter", "jyj"),
        traffic: await admin.account("traffic", "陈立", "reporter", "jtj"),
      };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const school = await newcomer(browser, server, links.school, "school", options);
      const traffic = await newcomer(browser, server, links.traffic, "traffic", options);
      const plan = await load(planner, { name: "纲要.txt", mimeType: "text/plain", buffer: Buffer.from(PLAN) });
      await planner.goto(`${plan}/steps`);
      await planner.locator("button[value=publish]").click();
      const year = `${plan}/yearly/${YEAR}`;

      // A work report: what is to be done, tied to the task of the plan that it resembles; the race is tied to nothing.
      await planner.goto(`${year}/import`);
      await planner.locator("#file").setInputFiles({ name: "工作报告.txt", mimeType: "text/plain", buffer: Buffer.from(REPORT) });
      await planner.locator("main form button.main").click();
      const row = planner.locator("tbody tr", { hasText: "老旧小区120个" });
      await expect(row.locator("select option:checked")).toContainText("推进老旧小区改造");
      await expect(row.locator("input[type=checkbox]")).toBeChecked();
      await expect(planner.locator("tbody tr", { hasText: "森林覆盖率" }).locator("select option:checked")).toContainText("45%");
      const race = planner.locator("tbody tr", { hasText: "马拉松" });
      await expect(race.locator("select option")).toHaveCount(1);
      await expect(race.locator("input[type=checkbox]")).not.toBeChecked();
      if (script) await accessible(planner, `preview ${lang}`);
      await fits(planner, `preview ${lang}`);
      await planner.screenshot({ path: `${SCREENS}yearly-preview-${lang}.png`, fullPage: true });
      const high = planner.locator("tbody tr", { hasText: /高中/ }).first();
      await high.locator("input[name^='office/']").fill("教育局");
      await planner.locator("main form button.main").click();
      await expect(planner).toHaveURL(new RegExp(`/yearly/${YEAR}$`));

      // The body in the lead by its own name; two measures with owner and day, one of them long ago.
      await planner.locator("tbody th a", { hasText: "高中" }).first().click();
      const aim = new URL(planner.url()).pathname;
      await expect(planner.locator("dl.facts")).toContainText("市教育局");
      await expect(planner.locator("#item")).toContainText("普通高中");
      await expect(planner.locator("dl.facts")).toContainText("政府工作报告");
      const add = (page) => page.locator(`form[action$='/measures']`, { has: page.locator("#m-text") });
      await send(planner, add(planner), { text: "完成选址", due: `${YEAR}-06-30` });
      await send(planner, add(planner), { text: "主体开工", office: "市交通局", due: `${YEAR}-11-30` });
      await expect(planner.locator("#late")).toContainText(said.measure);
      await expect(planner.locator("#late")).toContainText(said.over);

      // The body says how it stands, with evidence; another body has no form for it.
      await school.goto(aim);
      await send(school, school.locator("form[action$='/states']"), { quarter: "3", state: "behind", said: "征地滞后，选址已批复", file: { name: "批复.png", mimeType: "image/png", buffer: PNG } });
      await expect(school.locator("main .notice.done")).toBeVisible();
      await expect(school.locator("#quarters li").nth(2)).toContainText("征地滞后");
      await expect(school.locator("#quarters li").nth(2).locator("a")).toContainText("批复.png");
      const file = await school.request.get(await school.locator("#quarters li").nth(2).locator("a").getAttribute("href"));
      expect(file.status()).toBe(200);
      expect(file.headers()["content-type"]).toContain("image/png");
      await traffic.goto(aim);
      await expect(traffic.locator("form[action$='/states']")).toHaveCount(0);

      // A sentence without words, or a day that has not come, is refused with words.
      await send(school, school.locator("form[action$='/states']"), { quarter: "4", said: " " });
      await expect(school.locator("main [role=alert]")).toBeVisible();

      // The measure is done by the body, the other by the body that does it.
      await school.goto(aim);
      await send(school, school.locator("#measures li", { hasText: "完成选址" }).locator("form"), { done: `${YEAR}-07-15` });
      await expect(school.locator("#measures li", { hasText: "完成选址" })).toContainText(`${YEAR}-07-15`);
      await traffic.goto(aim);
      await expect(traffic.locator("#measures form")).toHaveCount(1);

      // The list, by chapter and by body.
      await planner.goto(year);
      const listed = planner.locator("tbody tr", { hasText: "高中" }).first();
      await expect(listed).toContainText("1 / 2");
      await expect(listed).toContainText("征地滞后");
      await planner.goto(`${year}?view=chapter`);
      await expect(planner.locator("tbody tr", { hasText: "民生保障" })).toContainText(/[12] \/ \d/);
      await planner.goto(`${year}?view=office`);
      await expect(planner.locator("tbody")).toContainText("市教育局");

      // The list out, and in again: nothing new in it, until somebody adds a measure.
      for (const [ending, kind] of [["xlsx", "spreadsheetml"], ["docx", "wordprocessingml"]]) {
        const out = await planner.request.get(`${year}/list/${ending}`);
        expect(out.headers()["content-type"]).toContain(kind);
        await planner.goto(`${year}/import`);
        await planner.locator("#file").setInputFiles({ name: `分解表.${ending}`, mimeType: "application/octet-stream", buffer: await out.body() });
        await planner.locator("main form button.main").click();
        const again = planner.locator("tbody tr", { hasText: "高中" }).first();
        await expect(again.locator(".chip"), ending).toContainText(said.known);
        await expect(again.locator("input[type=checkbox]"), ending).not.toBeChecked();
        await expect(again.locator("select option:checked"), ending).toContainText("普通高中");
        await expect(again, ending).toContainText("主体开工");
      }
      const sheet = `年度目标,牵头单位,措施,完成时限\n公交线路优化10条,市交通局,编制方案,6月底\n,,上线运行,年底\n`;
      await planner.goto(`${year}/import`);
      await planner.locator("#file").setInputFiles({ name: "分工.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await planner.locator("main form button.main").click();
      await expect(planner.locator("tbody tr")).toContainText(`${YEAR}-06-30`);
      await planner.locator("main form button.main").click();
      await expect(planner.locator("tbody")).toContainText("公交线路优化10条");

      // An aim set by hand: what it belongs to is looked for; one without words is refused.
      await planner.goto(`${year}/new`);
      await planner.locator("main input[name=q]").fill("食品安全");
      await planner.locator("main form.filters button").click();
      await expect(planner.locator("#a-tie option:checked")).toContainText("食品安全监管");
      await planner.locator("#a-title").fill("食品抽检4000批次");
      await planner.locator("#a-office").fill("市教育局");
      await planner.locator("main form.form button.main").click();
      await expect(planner.locator("#item")).toContainText("食品安全监管");
      const byHand = new URL(planner.url()).pathname;
      await send(planner, planner.locator("form[action$='/drop']"), { reason: "重复" });
      await expect(planner.locator("main .notice").last()).toContainText("重复");
      await planner.goto(year);
      await expect(planner.locator("tbody")).not.toContainText("食品抽检");
      await planner.goto(byHand);
      await send(planner, planner.locator("form[action$='/drop']"), {});

      // What was not reached goes on: proposed, ticked, with its open measure, which has no day yet.
      await planner.goto(`${plan}/yearly/${YEAR + 1}`);
      await planner.locator("main .actions a[href$='/carry']").click();
      await planner.locator("main li", { hasText: "高中" }).first().locator("input[type=checkbox]").check();
      if (script) await accessible(planner, `carry ${lang}`);
      await planner.locator("main form button.main").click();
      await planner.locator("tbody th a", { hasText: "高中" }).click();
      await expect(planner.locator("#others")).toContainText(said.from);
      await expect(planner.locator("#measures li")).toHaveCount(1);
      await expect(planner.locator("#measures li")).toContainText("主体开工");
      const next = new URL(planner.url()).pathname;

      // Who said what stands in the audit log.
      await planner.goto("/audit");
      await expect(planner.locator("main")).toContainText(said.audit);
      await look(planner, { lang, script }, {
        list: year, chapter: `${year}?view=chapter`, office: `${year}?view=office`, aim, next, new: `${year}/new?q=${encodeURIComponent("高中")}`, import: `${year}/import`, carry: `${plan}/yearly/${YEAR + 1}/carry`,
      });
    } finally {
      await server.end();
    }
  });
}
