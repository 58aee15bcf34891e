// Who works from outside: an evaluator to whom one plan is open until a day, and programs that are called when something changes;
// in both languages, with and without script.
import { createServer } from "node:http";
import { expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WIDE } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer, visitor } from "./office.js";

const GDP = "地区生产总值";
const PLAN = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。
`;
const WORDS = {
  zh: { open: "为止", over: "结束", risk: "有风险", active: "订阅有效" },
  en: { open: "until", over: "ended", risk: "at risk", active: "You are told" },
};

const look = looking("outside", { widths: [PHONE, WIDE], unfold: "details.step" });

/** A day so many days from now, in China. */
const day = (days) => new Date(Date.now() + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10);

/** A program that is called: its address, what it was sent, and what ends it. It says back the text that it is asked with. */
async function receiver() {
  const calls = [];
  const server = createServer((asked, answer) => {
    let body = "";
    asked.on("data", (bytes) => { body += bytes; });
    asked.on("end", () => {
      calls.push({ headers: asked.headers, body: JSON.parse(body) });
      answer.end(calls.at(-1).body.challenge ?? "ok");
    });
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/hook`, calls, end: () => new Promise((done) => server.close(done)) };
}

/** Takes a step with the matter that the page shows. */
async function step(page, address, name, values = {}) {
  await page.goto(address);
  const form = page.locator("details.step", { has: page.locator(`button[value='${name}']`) });
  if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
  for (const [field, value] of Object.entries(values)) {
    const input = form.locator(`[name='in/${field}']:not([type=hidden])`);
    if ((await input.evaluate((node) => node.tagName)) === "SELECT") await input.selectOption(value);
    else await input.fill(value);
  }
  await form.locator(`button[value='${name}']`).click();
  await expect(page.locator("main .notice.done[role=status]")).toBeVisible();
}

for (const options of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  const { lang, script } = options;
  test(`an evaluator judges until its day, and a program is told what changes, in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const said = WORDS[lang];
    const [server, program] = [await emptyServer(["--calls-inside"]), await receiver()];
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("tjj", "市统计局", "city");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        figures: await admin.account("figures", "李青", "reporter", "tjj"),
        institute: await admin.account("institute", "某大学评估组", "evaluator"),
      };
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const figures = await newcomer(browser, server, links.figures, "figures", options);
      const plan = await load(planner, { name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(PLAN) });
      await planner.goto("/publication");
      await planner.locator("main form.filters button").first().click();
      const laidOpen = Date.now();

      // A program asks to be called: it is asked first, and agrees by what it answers.
      const citizen = await visitor(browser, server, options);
      await citizen.goto(`${plan}/follow`);
      await citizen.locator("#follow-url").fill(program.url);
      if (!script) await citizen.waitForTimeout(9_000);
      await citizen.locator("#webhook form button").click();
      await expect(citizen.locator("#webhook .shown-once")).toBeVisible({ timeout: 60_000 });
      await citizen.setViewportSize(PHONE);
      await citizen.screenshot({ path: new URL(`../test-results/screens/outside-called-${lang}-390.png`, import.meta.url).pathname, fullPage: true });
      const page = (await citizen.locator("#webhook .shown-once code").last().innerText()).trim();
      await expect.poll(() => program.calls.length, { timeout: 30_000 }).toBe(1);
      expect(program.calls[0].body.challenge).toBeTruthy();
      await look(citizen, options, { called: page });
      await expect(citizen.locator("main")).toContainText(said.active);

      // The plan is opened to the evaluator until a day.
      await admin.open("institute", { last_day: day(30), reason: "中期评估合同" });
      await expect(admin.page.locator("#evaluator")).toContainText(day(30));
      await look(admin.page, options, { opened: "/admin/users/institute" });
      const institute = await newcomer(browser, server, links.institute, "institute", options);

      // A figure with its evidence is handed in and published.
      await planner.goto(`${plan}/duties/item?item=indicator%1F${encodeURIComponent(GDP)}`);
      await planner.locator("details.step summary").first().click();
      await planner.locator("#office").selectOption("tjj");
      await planner.locator("button[value=add]").click();
      await figures.goto(`${plan}/hand-in?indicator=${encodeURIComponent(GDP)}&year=2025`);
      await figures.locator("#value").fill("1500");
      await figures.locator("#source").fill("统计公报");
      await figures.locator("#file").setInputFiles({ name: "台账.txt", mimeType: "text/plain", buffer: Buffer.from("统计台账") });
      await figures.locator("select[name=secrecy]").selectOption("open");
      await figures.locator("button[value=submit]").click();
      if (await figures.locator("input[name=anyway]").count()) {
        await figures.locator("input[name=anyway]").check();
        await figures.locator("button[value=submit]").click();
      }
      await expect(figures).toHaveURL(/\/submissions\/\d+/);
      const submission = new URL(figures.url()).pathname;
      for (const action of ["approve", "publish"]) {
        await planner.goto("/review");
        await planner.locator("tbody input[name=id]").first().check();
        await planner.locator(`button[value=${action}]`).click();
        await expect(planner.locator("main .notice.done[role=status]")).toBeVisible();
      }

      const shown = await (await citizen.request.get(`/api/v1${plan}/observations?per_page=100`)).json();
      expect(shown.items.map((one) => String(one.value))).toContain("1500");

      // The evaluator sees what stands behind the public figure, and is asked.
      await institute.goto("/submissions");
      await institute.locator(`a[href='${submission}']`).click();
      await expect(institute.locator("main")).toContainText("台账.txt");
      await planner.goto(`${plan}/indicators`);
      await planner.locator("tbody th a", { hasText: GDP }).click();
      const indicator = new URL(planner.url()).pathname;
      await planner.locator("#threads a[href*='kind=third-party']").click();
      await planner.locator("[name='in/evaluator']").fill("某大学");
      await planner.locator("[name='in/owner']:not([type=hidden])").selectOption("account/institute");
      await look(planner, options, { ask: planner.url() });
      await planner.locator("[name='in/evaluator']").fill("某大学");
      await planner.locator("[name='in/owner']:not([type=hidden])").selectOption("account/institute");
      await planner.locator("main form button.main").click();
      await expect(planner.locator("main .notice.done[role=status]")).toBeVisible();
      const matter = new URL(planner.url()).pathname;
      await institute.goto("/inbox");
      await expect(institute.locator("main")).toContainText(GDP);
      await look(institute, options, { evidence: submission, list: "/submissions", account: "/account", home: "/", asked: matter });
      await step(institute, matter, "judge", { verdict: "at-risk", day: day(0), basis: "增速低于序时进度" });
      // What the public saw first is no news.
      await planner.waitForTimeout(Math.max(0, laidOpen + 25_000 - Date.now()));
      await step(planner, matter, "show");

      // It stands beside ours, for everybody.
      await look(citizen, options, { beside: indicator });
      await expect(citizen.locator("p.beside .chip")).toHaveText(said.risk);
      await look(planner, options, { judged: matter });

      // The program is told, signed, with the way to leave.
      await expect.poll(() => program.calls.some((call) => JSON.stringify(call.body).includes(GDP)), { timeout: 60_000 }).toBe(true);
      const told = program.calls.at(-1);
      expect(told.headers["x-gangyao-signature"]).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
      expect(told.body.leave).toBe(`${page}/leave`);

      // Its day passes: nothing is open to it any more.
      await admin.open("institute", { last_day: day(-1), reason: "合同到期" });
      await look(admin.page, options, { closed: "/admin/users/institute" });
      expect((await institute.context().request.get(submission, { maxRedirects: 0 })).status()).toBe(303);
      await institute.goto("/submissions");
      await expect(institute).toHaveURL(/\/sign-in/);
      await institute.locator("input[name=account]:not([type=hidden])").fill("institute");
      await institute.locator("input[name=password]").fill("tarmac velvet gorse");
      await institute.locator("main button[type=submit]").click();
      await expect(institute.locator("main")).toContainText(day(-1));
      await institute.screenshot({ path: new URL(`../test-results/screens/outside-refused-${lang}.png`, import.meta.url).pathname, fullPage: true });

      // The program leaves, and is told no more.
      await citizen.goto(page);
      await citizen.locator("button[value=leave]").click();
      expect((await citizen.context().request.get(page)).status()).toBe(404);
    } finally {
      await server.end();
      await program.end();
    }
  });
}
