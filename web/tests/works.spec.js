// One project of the reference plan from its sentence through dispatch, delay, decision and completion into its indicator, with
// every figure typed once only; a sheet of dispatches; the views of the register. In both languages, with and without script.
import { existsSync, readFileSync } from "node:fs";
import { accessible, expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer } from "./office.js";

const SHARED = process.env.GANGYAO_SHARED ?? new URL("../../../shared", import.meta.url).pathname;
const PLAN = `${SHARED}/plans/jinzhou-13.txt`;
const NAME = "锦州港基础设施";
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

const WORDS = {
  zh: {
    late: "计划2018-12完工，尚未完工", odd: "37.5%（填报60%）", few: "少于30个，不给概率", future: "已经到来的月份",
    byCode: "按项目代码对应", sum: "合计0.29与各项之和0.28不符", later: "建成后2", done: "已建成，2", target: "35 个 (2020)", expected: "预计完工", internal: "内部",
  },
  en: {
    late: "was to be done by 2018-12 and is not", odd: "37.5%", few: "fewer than 30", future: "a month that has come",
    byCode: "by its code", sum: "0.28", later: "When it is done 2", done: "Done: 2", target: "35 个 (2020)", expected: "expected end", internal: "internal",
  },
};

/** Fills the fields of a form in a closed or open box and sends it. */
async function send(page, action, fields) {
  const form = page.locator(`form[action$='${action}']`);
  const box = page.locator("details", { has: form });
  if ((await box.count()) && (await box.getAttribute("open")) === null) await box.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) {
    const input = form.locator(`[name='${name}']`);
    if ((await input.evaluate((node) => node.tagName)) === "SELECT") await input.selectOption(value);
    else await input.fill(value);
  }
  await form.locator("button").click();
}

const look = looking("works");

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a project goes from its sentence to its indicator in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.skip(!existsSync(PLAN), "GANGYAO_SHARED holds no reference plan");
    test.setTimeout(420_000);
    const said = WORDS[lang];
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("jtj", "市交通局", "city");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        traffic: await admin.account("traffic", "李青", "reporter", "jtj"),
      };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const traffic = await newcomer(browser, server, links.traffic, "traffic", options);
      const plan = await load(planner, { name: "纲要.txt", mimeType: "text/plain", buffer: readFileSync(PLAN) });
      await planner.goto(`${plan}/steps`);
      await planner.locator("button[value=publish]").click();

      // From the text: taken over with what the sentence says, and nothing that has to be typed again.
      await planner.goto(`${plan}/register`);
      await planner.locator(`form[action='${plan}/register'][method=post] button`).click();
      await planner.locator("main input[name=q]").fill(NAME);
      await planner.locator("main form.filters button").click();
      await planner.locator("tbody th a", { hasText: NAME }).first().click();
      const project = new URL(planner.url()).pathname;
      await expect(planner.locator("main q")).toContainText(NAME);

      // What the text does not say is added once. Its capacity counts into the berths that the plan aims at.
      const berths = await planner.locator("#p-indicator option").evaluateAll((all) => all.find((one) => /泊位/.test(one.label)).value);
      await send(planner, project, { office: "市交通局", code: "2015-000000-54-01-000012", investment: "12.5", start: "2016-06", end: "2018-12", counts: "2", indicator: berths });
      await expect(planner.locator("dl.facts")).toContainText("12.5");
      await expect(planner.locator("#adds")).toContainText(said.later);
      await expect(planner.locator("#adds")).toContainText(said.target);

      // A task of its section is tied to it, and untied; an aim of the year that names it stands beside.
      const tasks = planner.locator("#tasks");
      await tasks.locator("details summary").click();
      const chosen = tasks.locator("select[name=task]");
      const task = (await chosen.locator("option").first().textContent()).trim();
      await chosen.selectOption({ index: 0 });
      await tasks.locator("details form button").click();
      await expect(tasks.locator("li a").first()).toHaveText(task);
      await expect(tasks.locator("option", { hasText: task })).toHaveCount(0);
      await tasks.locator("form.undo button").click();
      await expect(tasks.locator("li")).toHaveCount(0);

      // The body says when the land was granted, and what money came.
      await traffic.goto(project);
      await send(traffic, "/milestones", { kind: "land", planned: "2016-03", reached: "2016-04-18", result: "同意" });
      await expect(traffic.locator("#milestones")).toContainText("2016-04-18");
      await send(traffic, "/funds", { year: "2017", source: "bond", applied: "3", granted: "2.4" });
      await expect(traffic.locator("#money")).toContainText("2.4");

      // It dispatches: work begins, money comes late, a rate is not what it is stated to be.
      await send(traffic, "/dispatches", { month: "2016-07", stage: "started", done: "0.5", planned: "2", progress: "基槽开挖" });
      await expect(traffic.locator("#milestones")).toContainText("2016-07");
      await send(traffic, "/dispatches", { month: "2017-12", stage: "ongoing", done: "1.5", planned: "4", stated: "60", progress: "沉箱过半", problem: "征地滞后", need: "请明确征地责任单位" });
      await expect(traffic.locator("#dispatches tbody tr").first()).toContainText(said.odd);

      // The delay is said, with a range and why there is no probability; the register lists it.
      await expect(traffic.locator("#warnings")).toContainText(said.late);
      await expect(traffic.locator("#outlook")).toContainText(said.few);
      await planner.goto(`${plan}/register?view=warnings&kind=late`);
      await expect(planner.locator("tbody")).toContainText(NAME);

      // A photo with its words; without words none. It stays inside unless it is marked.
      const photo = traffic.locator("form[action$='/files']");
      const add = async (words) => {
        await traffic.goto(project);
        await traffic.locator("#files details summary").click();
        await photo.locator("[name=file]").setInputFiles({ name: "沉箱.png", mimeType: "image/png", buffer: PNG });
        await photo.locator("[name=words]").fill(words);
        await photo.locator("button").click();
      };
      await add(" ");
      await expect(traffic.locator("main [role=alert]")).toBeVisible();
      await add("沉箱预制过半");
      await expect(traffic.locator(".photos li")).toContainText("沉箱预制过半");
      await expect(traffic.locator(".photos .chip")).toContainText(said.internal);
      await traffic.locator(".photos img").scrollIntoViewIfNeeded();
      await expect.poll(() => traffic.locator(".photos img").evaluate((one) => one.naturalWidth)).toBe(1);
      await planner.goto(project);
      await expect(planner.locator("#contacts")).toContainText("李青");
      await planner.goto(`${plan}/register?view=money`);
      await expect(planner.locator("#funds-by-chapter")).toContainText("2.4");
      await expect(planner.locator("#funds-by-target")).toContainText("35 个 (2020)");

      // What must be decided is taken from the dispatch into a decision, with the body that answers, and nothing typed again.
      await planner.goto(project);
      await planner.locator("#matters a[href*='kind=decision']").click();
      await expect(planner.locator("[name='in/title']")).toHaveValue(`${NAME}：请明确征地责任单位`);
      await expect(planner.locator("[name='in/owner']:not([type=hidden])")).toHaveValue("office/jtj");
      await planner.locator("[name='in/meeting']").fill("第12次市政府常务会议");
      await planner.locator("[name='in/day']").fill("2018-01-10");
      await planner.locator("main form button.main").click();
      await expect(planner.locator("main .notice.done[role=status]")).toBeVisible();
      await planner.goto(project);
      await expect(planner.locator("#matters li")).toContainText("请明确征地责任单位");

      // A wrong month is refused with words.
      await traffic.goto(project);
      await send(traffic, "/dispatches", { month: "2099-01", done: "1" });
      await expect(traffic.locator("main [role=alert]")).toContainText(said.future);
      await look(planner, { lang, script }, {
        project, list: `${plan}/register`, board: `${plan}/register?view=board`, timeline: `${plan}/register?view=timeline&q=${encodeURIComponent(NAME)}`,
        office: `${plan}/register?view=office`, county: `${plan}/register?view=county`, chapter: `${plan}/register?view=chapter`, kind: `${plan}/register?view=category`,
        warnings: `${plan}/register?view=warnings`, record: `${plan}/register?view=record`, add: `${plan}/register/new`,
      });
      await planner.goto(`${plan}/register?view=timeline&q=${encodeURIComponent(NAME)}`);
      await expect(planner.locator("tbody")).toContainText(said.expected);

      // Completion: nothing but the stage and the money of the year; capacity counts into its indicator by itself.
      await traffic.goto(project);
      await send(traffic, "/dispatches", { month: "2019-10", stage: "operating", done: "6", planned: "6", progress: "通航" });
      await expect(traffic.locator("#milestones")).toContainText("2019-10");
      await expect(traffic.locator("#warnings")).toHaveCount(0);
      await expect(traffic.locator("#adds")).toContainText(said.done);
      await planner.goto(`${plan}/register?view=money`);
      await expect(planner.locator("#counted tbody tr")).toContainText("1 / 1");
      await expect(planner.locator("#counted tbody tr")).toContainText(said.target);
      await expect(planner.locator("#years")).toContainText("100%");
      await expect(planner.locator("#funds")).toContainText("2.4");

      // A sheet: the same project by its code under another name, a new one, a sum that does not add up.
      await planner.goto(`${plan}/register/import`);
      const sheet = "锦城2020年1-6月调度表,,,,单位：万元\n项目名称,项目代码,年度计划投资,累计完成投资,形象进度\n港区（收尾）,2015-000000-54-01-000012,5000,2500,绿化\n北湖泵站,,1000,300,基坑\n合计,,6000,2900,\n";
      await planner.locator("#sheet-file").setInputFiles({ name: "调度.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
      await planner.locator("main form button.main").click();
      await expect(planner.locator("main")).toContainText(said.byCode);
      await expect(planner.locator("main")).toContainText(said.sum);
      await expect(planner.locator("#sheet-month")).toHaveValue("2020-06");
      if (script) await accessible(planner, `preview ${lang}`);
      await planner.locator("main form button.main").click();
      await planner.goto(project);
      await expect(planner.locator("#dispatches tbody tr").first()).toContainText("绿化");

      // What the approval platform gives fills the steps: by code at once, by name as a question; the planned day stays.
      await planner.goto(`${plan}/register/import`);
      const approvals = `事项,项目代码,项目名称,审批结果,日期\n建设项目用地预审,2015-000000-54-01-000012,,同意,2016-04-20\n建筑工程施工许可证核发,,${NAME},准予许可,2016/6/30\n户外广告设置,2015-000000-54-01-000012,,同意,2016-05-01\n`;
      await planner.locator("#sheet-file").setInputFiles({ name: "办件.csv", mimeType: "text/csv", buffer: Buffer.from(approvals) });
      await planner.locator("main form button.main").click();
      await expect(planner.locator("main")).toContainText("户外广告设置");
      const question = planner.locator("select[name='row/1']");
      await question.selectOption({ label: NAME });
      if (script) await accessible(planner, `approvals ${lang}`);
      await planner.locator("main form button.main").click();
      await planner.goto(project);
      await expect(planner.locator("#milestones")).toContainText("2016-04-20");
      await expect(planner.locator("#milestones")).toContainText("2016-06-30");
      await expect(planner.locator("#milestones tr", { hasText: "2016-04-20" })).toContainText("2016-03");

      // A person says that something is no project, takes it in again, and adds one that the plan does not name.
      await planner.goto(`${plan}/register?q=${encodeURIComponent("北湖泵站")}`);
      await planner.locator("tbody th a").first().click();
      await send(planner, "/refuse", { reason: "属于另一项目" });
      await planner.goto(`${plan}/register?view=refused`);
      await expect(planner.locator("tbody")).toContainText("属于另一项目");
      await planner.locator("tbody th a").first().click();
      await send(planner, "/refuse", {});
      await planner.goto(`${plan}/register?view=refused`);
      await expect(planner.locator("tbody")).toHaveCount(0);
      await planner.goto(`${plan}/register/new`);
      await send(planner, "/register/new", { name: "东湖水厂", investment: "3.2", end: "2020" });
      await expect(planner.locator("h1")).toContainText("东湖水厂");
      await look(planner, { lang, script }, { money: `${plan}/register?view=money`, done: project });
    } finally {
      await server.end();
    }
  });
}
