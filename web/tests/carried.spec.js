// What carries the plan: a policy from its entry to the review after the repeal of what it rests on, and a system that hands in by a
// token until its figure waits for review; in both languages, with and without script. A silent system stands in the demo.
import { CITY, expect, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";
import { looking, WIDE } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer } from "./office.js";

const PLAN = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 基础设施

第一节 建设

到2028年建成云岭大桥。由市林业局牵头，开展低效林改造。
`;
const WORDS = {
  zh: { forest: "森林覆盖率", bare: "没有政策文件对应的目标：2项", less: "没有政策文件对应的目标：1项", review: "评估中", repealed: "已废止", gone: "依据的文件失效", silent: "久未报送", told: "没有报送", ago: "今天", refused: "不能换算", waits: "森林覆盖率" },
  en: { forest: "森林覆盖率", bare: "targets without a policy: 2 of 2", less: "targets without a policy: 1 of 2", review: "under review", repealed: "repealed", gone: "no longer in force", silent: "silent", told: "nothing came", ago: "today", refused: "does not convert", waits: "森林覆盖率" },
};

const look = looking("carried", { widths: [PHONE, WIDE], unfold: "main > details, details.step" });

/** Fills the fields of a form; of a list of several things those whose words are told. */
async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name='in/${name}']:not([type=hidden])`);
    if ((await field.evaluate((node) => node.tagName)) !== "SELECT") await field.fill(value);
    else if (!Array.isArray(value)) await field.selectOption(value);
    else {
      const all = await field.locator("option").evaluateAll((options) => options.map((one) => [one.value, one.label]));
      await field.selectOption(value.map((words) => all.find(([, label]) => label.includes(words))[0]));
    }
  }
}

/** Sends the form for a new matter that the page shows; gives its address. */
async function open(page, values) {
  await fill(page.locator("main form.row-form"), values);
  await page.locator("main form button.main").click();
  await expect(page.locator("main .notice.done[role=status]")).toBeVisible();
  return new URL(page.url()).pathname;
}

/** Takes a step with the matter at an address. */
async function step(page, address, name, values = {}) {
  await page.goto(address);
  const form = page.locator("details.step", { has: page.locator(`button[value='${name}']`) });
  if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
  await fill(form, values);
  await form.locator(`button[value='${name}']`).click();
  await expect(page.locator("main .notice.done[role=status]")).toBeVisible();
}

for (const options of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  const { lang, script } = options;
  test(`a policy and a system carry the plan in ${lang}, ${script ? "with" : "without"} script`, async ({ browser, request }) => {
    test.setTimeout(420_000);
    const said = WORDS[lang];
    const server = await emptyServer();
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("lyj", "市林业局", "city");
      const links = { planner: await admin.account("planner", "王敏", "planner"), forest: await admin.account("forest", "李青", "reporter", "lyj") };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const forest = await newcomer(browser, server, links.forest, "forest", options);
      const plan = await load(planner, { name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(PLAN) });

      // The upper one first; then, from the target that none carries, the one that rests on it.
      await planner.goto(`${plan}/matters/coverage?kind=policy`);
      await expect(planner.locator("main")).toContainText(said.bare);
      await look(planner, options, { bare: `${plan}/matters/coverage?kind=policy` });
      await planner.goto(`${plan}/matters/new?kind=policy`);
      const upper = await open(planner, { title: "省林业条例", number: "省令第8号", issuer: "省人民政府", day: "2021-03-01", until: "2029-12-31", owner: "office/lyj" });
      await planner.goto(`${plan}/matters/coverage?kind=policy`);
      const targets = planner.locator("details", { has: planner.locator("a[href*='for=target']") });
      if ((await targets.getAttribute("open")) === null) await targets.locator("summary").click();
      await targets.locator("a", { hasText: said.forest }).click();
      await look(planner, options, { form: planner.url() });
      const lower = await open(planner, {
        title: "林长制实施办法", number: "云政发〔2026〕3号", issuer: "市人民政府", day: "2026-02-01", until: "2030-12-31", owner: "office/lyj",
        "rests-on": ["省林业条例"], for: [said.forest, "云岭大桥", "低效林改造"], effect: "林地不减少", money: "1200",
      });
      await look(planner, options, { policy: lower });
      await expect(planner.locator("main")).toContainText("省林业条例");

      // It stands with what it is for: the indicator, the task, the project, who answers for the task.
      await planner.goto(`${plan}/matters/coverage?kind=policy`);
      await expect(planner.locator("main")).toContainText(said.less);
      await look(planner, options, { coverage: `${plan}/matters/coverage?kind=policy` });
      await planner.goto(`${plan}/indicators`);
      await planner.locator("tbody th a", { hasText: said.forest }).click();
      const indicator = planner.url();
      await expect(planner.locator("#carried li")).toContainText("林长制实施办法");
      await planner.goto(`${plan}/projects?kind=all`);
      await expect(planner.locator(".d-task", { hasText: "低效林改造" }).locator("ul.carried")).toContainText("云政发〔2026〕3号");
      await expect(planner.locator(".d-project", { hasText: "云岭大桥" }).locator("ul.carried")).toContainText("云政发〔2026〕3号");
      await planner.goto(`${plan}/register`);
      await planner.locator(`form[action='${plan}/register'][method=post] button`).click();
      await planner.locator("tbody th a", { hasText: "云岭大桥" }).click();
      const project = planner.url();
      await expect(planner.locator("#carried li")).toContainText("林长制实施办法");
      const tasks = (await (await planner.request.get(`/api/v1${plan}/tasks`)).json()).items;
      const task = `${plan}/duties/item?item=task%1F${tasks.find((one) => one.object.includes("低效林改造")).id}`;
      await planner.goto(task);
      await expect(planner.locator("#carried li")).toContainText("林长制实施办法");
      await look(planner, options, { indicator, tasks: `${plan}/projects?kind=all`, project, task });

      // The upper one is repealed: what rests on it comes under review by itself, and its body is told.
      await step(planner, upper, "repeal", { text: "省人大废止", document: "省人大公告第12号" });
      await planner.goto(lower);
      await expect(planner.locator("h1 .chip")).toHaveText(said.review);
      await expect(planner.locator("ol.history")).toContainText(said.gone);
      await look(planner, options, { reviewed: lower, repealed: upper });
      await forest.goto("/inbox");
      await expect(forest.locator("main")).toContainText("林长制实施办法");
      await step(forest, lower, "continue", { text: "另有上位依据" });

      // A system is entered and connected; the account that it hands in by makes a token.
      await planner.goto(`${plan}/feeds`);
      await look(planner, options, { "feeds-none": `${plan}/feeds` });
      await planner.locator("main a[href*='/new?kind=system']").click();
      const system = await open(planner, { title: "林业资源监测系统", owner: "office/lyj", account: "forest", days: "30", for: [said.forest] });
      await step(planner, system, "connect");
      await planner.goto(`${plan}/duties/item?item=indicator%1F${encodeURIComponent(said.forest)}`);
      await planner.locator("details.step summary").first().click();
      await planner.locator("#office").selectOption("lyj");
      await planner.locator("button[value=add]").click();
      await forest.goto(`${plan}/feeds`);
      await forest.locator("main a[href^='/account']").click();
      await forest.locator("form[action='/account/tokens'] input[name=label]").fill("监测系统");
      await forest.locator("input[name=hand_in]").check();
      await forest.locator("form[action='/account/tokens'] button").click();
      const token = (await forest.locator(".shown-once code").innerText()).trim();
      const push = (key, with_) => request.post(`${server.address}/api/v1${plan}/pushes/observations`, {
        headers: { authorization: `Bearer ${token}`, "idempotency-key": key },
        data: { observations: [{ indicator: said.forest, year: 2025, value: "42.3", ...with_ }] },
      });
      const taken = await push("2025-1", {});
      expect(taken.status(), await taken.text()).toBe(200);
      expect(await taken.json()).toMatchObject({ kept: 1, system: "林业资源监测系统", repeated: false });
      expect(await (await push("2025-1", {})).json()).toMatchObject({ repeated: true });
      expect((await push("2025-2", { unit: "亿元" })).status()).toBe(422);

      // It is seen, with what was refused; the figure waits for review and is published by nobody yet.
      await planner.goto(`${plan}/feeds`);
      const line = planner.locator("tbody tr", { hasText: "林业资源监测系统" });
      await expect(line).toContainText(said.ago);
      await expect(line).toContainText(said.refused);
      await expect(line.locator(".chip.late")).toHaveCount(0);
      await look(planner, options, { feeds: `${plan}/feeds` });
      await planner.goto("/review");
      await expect(planner.locator("main")).toContainText(said.waits);
      await expect(planner.locator("main")).toContainText("42.3");
      const figures = await (await planner.request.get(`/api/v1${plan}/observations?per_page=500`)).json();
      expect(figures.items.map((one) => one.value)).not.toContain("42.3");
      await look(planner, options, { system });
    } finally {
      await server.end();
    }
  });

  test(`a silent system is seen and its owner told in ${lang}`, async ({ browser }) => {
    const said = WORDS[lang];
    const planner = await person(browser, "planner", options);
    await planner.goto(`/plans/${CITY}/feeds`);
    await expect(planner.locator("tbody tr", { hasText: "统计数据采集系统" }).locator(".chip.late")).toHaveText(said.silent);
    await expect(planner.locator("tbody tr", { hasText: "经济运行监测系统" }).locator(".chip.late")).toHaveCount(0);
    await look(planner, options, { silent: `/plans/${CITY}/feeds` });
    await planner.goto("/inbox?all=1");
    await expect(planner.locator("main")).toContainText(said.told);
  });
}
