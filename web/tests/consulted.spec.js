// The public is consulted: following until leaving, a draft from the first day to its adopted summary, a hearing until its
// transcript; in both languages, with and without script.
import { expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WIDE } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer, visitor } from "./office.js";
import { mailbox } from "./mailbox.js";

const MAIL = "qingsong@letters.test";
const DRAFT = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。

第二章 基础设施

建设滨河路照明工程。
`;
const WAYS = [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }];

const look = looking("consulted", { widths: [PHONE, WIDE] });

/** A day so many days from now, in China. */
const day = (days) => new Date(Date.now() + (8 + 24 * days) * 3_600_000).toISOString().slice(0, 10);

/** An office whose plan everybody may read: its planner, its department, the address of the plan. */
async function office(browser, server, options, mail = "") {
  const admin = await administrator(browser, server, options);
  await admin.office("zjj", "市住建局", "city");
  const links = { planner: await admin.account("planner", "王敏", "planner"), housing: await admin.account("housing", "李青", "reporter", "zjj") };
  if (mail) await admin.mail(mail);
  await admin.leave();
  const planner = await newcomer(browser, server, links.planner, "planner", options);
  const housing = await newcomer(browser, server, links.housing, "housing", options);
  const plan = await load(planner, { name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(DRAFT) });
  await planner.goto("/publication");
  await planner.locator("main form.filters button").first().click();
  return { planner, housing, plan };
}

/** Fills in the form of the page and sends it; whoever has no script waits first. Gives the address of the receipt. */
async function say(page, text, script) {
  await page.locator("#voice-text").fill(text);
  await page.locator("#voice-name").fill("欧阳青松");
  await page.locator("input[name=agreed]").check();
  if (!script) await page.waitForTimeout(9_000);
  await page.locator("main form button.main").click();
  await expect(page).toHaveURL(/\/voices\/mine\//, { timeout: 60_000 });
  return new URL(page.url()).pathname;
}

/** Shows the first of what waits to everybody. */
async function accept(planner, plan, title, body = "") {
  await planner.goto(`${plan}/voices/moderate`);
  const card = planner.locator("article.promise").first();
  await card.locator("details.step summary").first().click();
  if (body) await card.locator("select[name=office]").selectOption({ label: body });
  await card.locator("input[name=title]").fill(title);
  await card.locator("button[value=accept]").click();
  await expect(planner.locator("main .notice.done")).toBeVisible();
}

/** Opens a matter of a kind with some values; gives its address. */
async function open(planner, plan, kind, values) {
  await planner.goto(`${plan}/matters/new?kind=${kind}`);
  await fill(planner.locator("main form.row-form"), values);
  await planner.locator("main form button.main").click();
  await expect(planner).toHaveURL(/\/matters\/\d+/);
  return new URL(planner.url()).pathname;
}

async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name='${name === "file" ? "file" : `in/${name}`}']`);
    if (name === "file") await field.setInputFiles(value);
    else if (name === "sort") await field.selectOption(value);
    else await field.fill(value);
  }
}

/** Takes a step with the matter at an address. */
async function step(page, address, name, values = {}) {
  await page.goto(address);
  const form = page.locator("details.step", { has: page.locator(`button[value=${name}]`) });
  if ((await form.getAttribute("open")) === null) await form.locator("summary").click();
  await fill(form, values);
  await form.locator(`button[value=${name}]`).click();
  await expect(page.locator("main .notice.done")).toBeVisible();
}

for (const options of WAYS) {
  const { lang, script } = options;
  const way = `in ${lang}, ${script ? "with" : "without"} script`;

  test(`a citizen follows a plan, is told by mail and leaves by its link ${way}`, async ({ browser }) => {
    test.setTimeout(420_000);
    const [server, mails] = [await emptyServer(), await mailbox()];
    try {
      const { planner, housing, plan } = await office(browser, server, options, mails.address);
      const citizen = await visitor(browser, server, options);
      await citizen.goto(`${plan}/voices/new`);
      await say(citizen, "滨河路的路灯夜里不亮，请问什么时候修好？", script);
      await accept(planner, plan, "滨河路路灯", "市住建局");
      await citizen.goto(`${plan}/news`);
      await citizen.locator(`main a[href='${plan}/follow']`).click();
      await look(citizen, options, { follow: `${plan}/follow` });
      await citizen.locator("#follow-mail").fill(MAIL);
      await citizen.locator("#follow-rhythm").selectOption("each");
      if (!script) await citizen.waitForTimeout(9_000);
      await citizen.locator("main form button.main").click();
      await expect(citizen.locator("main .notice.done")).toBeVisible({ timeout: 60_000 });
      // Nobody is told who did not agree.
      const asked = await mails.next(MAIL, /\/follow\//);
      const link = asked.text.match(/http:\S+\/follow\/\S+/)[0];
      await look(citizen, options, { confirm: link });
      await citizen.locator("button[value=confirm]").click();
      await expect(citizen.locator("button[value=confirm]")).toHaveCount(0);
      // What the public saw first is no news.
      await citizen.waitForTimeout(25_000);
      await citizen.goto(`${plan}/voices`);
      await citizen.locator("article.promise h2 a").click();
      const matter = new URL(citizen.url()).pathname;
      await step(housing, matter, "answer", { text: "已派工，本周五前修复。" });
      const told = await mails.next(MAIL, /滨河路路灯/);
      expect(told.text).toContain(link);
      expect(told.text).toMatch(/^list-unsubscribe-post: List-Unsubscribe=One-Click/im);
      await look(citizen, options, { news: `${plan}/news` });
      await expect(citizen.locator("ol.history")).toContainText("滨河路路灯");
      await citizen.goto(told.text.match(/http:\S+\/follow\/\S+/g).at(-1));
      await citizen.locator("button[value=leave]").click();
      await expect(citizen.locator("main form")).toHaveCount(0);
      const gone = await citizen.context().request.get(link);
      expect(gone.status()).toBe(404);
      expect(mails.count()).toBe(0);
    } finally {
      await server.end();
      await mails.end();
    }
  });

  test(`a draft is laid open until its adopted summary ${way}`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    try {
      const { planner, plan } = await office(browser, server, options);
      const draft = await open(planner, plan, "consultation", {
        title: "规划纲要修订稿", sort: "draft", first_day: day(0), last_day: day(30), what: "修订森林和道路两章，请提意见。",
      });
      const citizen = await visitor(browser, server, options);
      await citizen.goto(`${plan}/voices`);
      await expect(citizen.locator("main")).not.toContainText("修订稿");
      const file = { name: "修订稿.txt", mimeType: "text/plain", buffer: Buffer.from(DRAFT) };
      await step(planner, draft, "publish", { file });
      await look(citizen, options, { open: `${plan}/voices` });
      await look(citizen, options, { draft: draft });
      await expect(citizen.locator("main")).toContainText("修订稿.txt");
      const receipts = [];
      for (const [at, text] of ["建议把森林覆盖率提高到四成七以上", "滨河路照明请改用太阳能路灯", "希望每一章都附一张图"].entries()) {
        await citizen.goto(draft);
        await citizen.locator("main a[href*='/voices/new']").click();
        // By clause: the first and the second chapter, then the whole.
        const options = await citizen.locator("#voice-subject option").evaluateAll((all) => all.map((one) => one.value));
        const clauses = options.filter((value) => value.includes("/clause/"));
        await citizen.locator("#voice-subject").selectOption(at < 2 ? clauses[at] : options.find((value) => !value.includes("/clause/")));
        if (at === 0) await look(citizen, { lang, script }, { say: citizen.url() });
        if (at === 0) await citizen.locator("#voice-subject").selectOption(clauses[0]);
        receipts.push(await say(citizen, text, script));
        await accept(planner, plan, text.slice(0, 12));
      }
      await step(planner, draft, "close");
      await planner.goto(draft);
      const opinions = await planner.locator("main section ul.history li > p > a").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      expect(opinions).toHaveLength(3);
      const ends = [["decline", "与上位规划不一致"], ["adopt", "改用太阳能路灯"], ["part", "重点章节附图"]];
      // In the order of the plan: what is about the whole stands first.
      const order = await planner.locator("main section ul.history li").allInnerTexts();
      for (const [at, address] of opinions.entries()) {
        const of = ["森林", "滨河路", "附一张图"].findIndex((words) => order[at].includes(words));
        await step(planner, address, ends[of][0], { reason: ends[of][1] });
      }
      await step(planner, draft, "conclude", { text: "共收到三条意见，采纳一条，部分采纳一条。" });
      await look(citizen, options, { summary: draft });
      for (const words of ["与上位规划不一致", "改用太阳能路灯", "重点章节附图", "共收到三条意见", "第二章"]) {
        await expect(citizen.locator("main")).toContainText(words);
      }
      await expect(citizen.locator("main")).not.toContainText("欧阳青松");
      await expect(citizen.locator("main a[href*='/voices/new']")).toHaveCount(0);
      const said = lang === "zh" ? ["未采纳", "采纳", "部分采纳"] : ["not taken up", "taken up", "taken up in part"];
      for (const [at, receipt] of receipts.entries()) {
        await citizen.goto(receipt);
        await expect(citizen.locator("h1 .chip")).toHaveText(said[at]);
      }
      const paper = await citizen.context().request.get(await citizen.goto(draft).then(() => citizen.locator("main a[href*='/list/docx']").getAttribute("href")));
      expect(paper.status()).toBe(200);
      await look(planner, options, { concluded: draft });
    } finally {
      await server.end();
    }
  });

  test(`a hearing is announced, registered for, held and its transcript shown ${way}`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    try {
      const { planner, plan } = await office(browser, server, options);
      const hearing = await open(planner, plan, "hearing", {
        title: "水价调整听证会", last_day: day(7), held: `${day(10)} 9:00`, place: "市政务中心三楼", agenda: "一、说明方案\n二、代表发言\n三、小结",
      });
      await step(planner, hearing, "announce");
      const citizen = await visitor(browser, server, options);
      await look(citizen, options, { hearing: hearing });
      await expect(citizen.locator("main")).toContainText("二、代表发言");
      await citizen.locator("main a[href*='/voices/new']").click();
      const mine = await say(citizen, "我住在河东小区，愿意代表居民发言。", script);
      await accept(planner, plan, "河东小区居民");
      await planner.goto(hearing);
      const registration = await planner.locator("main section ul.history li > p > a").first().getAttribute("href");
      await step(planner, registration, "admit", { text: "请提前二十分钟到场。" });
      await look(planner, options, { registered: hearing });
      await look(citizen, options, { admitted: mine });
      await expect(citizen.locator("h1 .chip")).toHaveText(lang === "zh" ? "参加" : "admitted");
      await expect(citizen.locator("main")).toContainText("提前二十分钟");
      // Who registered is for the office alone.
      expect((await citizen.context().request.get(registration)).status()).toBe(404);
      await citizen.goto(hearing);
      await expect(citizen.locator("main")).not.toContainText("河东小区");
      await step(planner, hearing, "hold");
      const record = { name: "笔录.txt", mimeType: "text/plain", buffer: Buffer.from("听证会笔录") };
      await step(planner, hearing, "record", { text: "十二名代表发言，九名赞成。", file: record });
      await look(citizen, options, { transcript: hearing });
      await expect(citizen.locator("main")).toContainText("九名赞成");
      await expect(citizen.locator("main")).toContainText("笔录.txt");
      await expect(citizen.locator("main a[href*='/voices/new']")).toHaveCount(0);
    } finally {
      await server.end();
    }
  });
}
