// Matters: a supervision item from the instruction of a leader until it is taken off the list, a visit with what has to be
// mended, and a proposal of representatives until its answer is public; in both languages, with and without script.
import { expect, test } from "./site.js";
import { DESK, PHONE } from "./people.js";
import { looking, WALL } from "./looking.js";
import { emptyServer } from "./empty.js";
import { administrator, load, newcomer, visitor } from "./office.js";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");
const DRAFT = `云岭市国民经济和社会发展第十五个五年规划纲要

第一章 发展目标

到2030年，地区生产总值达到1900亿元，森林覆盖率达到45%以上。
`;

/** Takes a step with a matter and reads the status line behind it. */
async function step(page, name, fill = {}, files) {
  const form = page.locator("details.step", { has: page.locator(`button[value='${name}']`) });
  if (!(await form.getAttribute("open"))) await form.locator("summary").click();
  for (const [field, value] of Object.entries(fill)) {
    const input = form.locator(`[name='in/${field}']:not([type=hidden])`);
    if ((await input.evaluate((node) => node.tagName)) === "SELECT") await input.selectOption(value);
    else await input.fill(value);
  }
  if (files) await form.locator("input[type=file]").setInputFiles(files);
  await form.locator(`button[value='${name}']`).click();
  await expect(page.locator("main .notice.done[role=status]")).toBeVisible();
}

async function open(page, plan, kind, fill, files) {
  await page.goto(`${plan}/matters/new?kind=${kind}`);
  for (const [field, value] of Object.entries(fill)) {
    const input = page.locator(`[name='in/${field}']:not([type=hidden])`);
    if ((await input.evaluate((node) => node.tagName)) === "SELECT") await input.selectOption(value);
    else await input.fill(value);
  }
  if (files) await page.locator("input[type=file]").setInputFiles(files);
  await page.locator("main form button.main").click();
  await expect(page.locator("main .notice.done[role=status]")).toBeVisible();
  return new URL(page.url()).pathname;
}

const look = looking("matters", { widths: [PHONE, DESK, WALL], unfold: "details.step" });

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`matters go their way in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    test.setTimeout(420_000);
    const server = await emptyServer();
    const options = { lang, script, viewport };
    try {
      const admin = await administrator(browser, server, options);
      await admin.office("jtj", "市交通局", "city");
      await admin.office("gjj", "市公交公司", "city");
      const links = {
        planner: await admin.account("planner", "王敏", "planner"),
        leader: await admin.account("leader", "赵明", "leader"),
        traffic: await admin.account("traffic", "李青", "reporter", "jtj"),
      };
      await admin.leave();
      const planner = await newcomer(browser, server, links.planner, "planner", options);
      const leader = await newcomer(browser, server, links.leader, "leader", options);
      const traffic = await newcomer(browser, server, links.traffic, "traffic", options);
      const plan = await load(planner, { name: "规划.txt", mimeType: "text/plain", buffer: Buffer.from(DRAFT) });
      await planner.goto(`${plan}/steps`);
      await planner.locator("button[value=publish]").click();

      // Supervision.
      const scan = { name: "批示.png", mimeType: "image/png", buffer: PNG };
      const said = { title: "云岭大桥年内通车", origin: "instruction", leader: "赵市长", said: "请交通局抓紧。", day: "2027-03-29", document: "云政督〔2027〕3号" };
      const item = await open(leader, plan, "supervision", said, scan);
      await planner.goto(item);
      await step(planner, "assign", { owner: "office/jtj", support: "office/gjj", due: "2027-03-31" });
      await traffic.goto("/matters");
      await traffic.locator(`a[href='${item}']`).click();
      await step(traffic, "sign");
      await step(traffic, "report", { text: "桥墩完成", progress: "slow" }, { name: "桥墩.png", mimeType: "image/png", buffer: PNG });
      await leader.goto(item);
      await step(leader, "urge", { text: "请加快" });
      await traffic.goto(item);
      await step(traffic, "ask-longer", { asked: "2099-06-30", text: "汛期" });
      await planner.goto(item);
      await step(planner, "grant", { due: "2099-06-30" });
      await traffic.goto(item);
      await step(traffic, "finish", { text: "已通车" });
      await planner.goto(item);
      await step(planner, "close");
      await expect(planner.locator("main .history")).toContainText("2027-03-31 → 2099-06-30");

      // A visit with two photos, and what has to be mended.
      const photos = ["一.png", "二.png"].map((name) => ({ name, mimeType: "image/png", buffer: PNG }));
      const visit = await open(planner, plan, "visit", { title: "在建项目", day: "2027-03-28", place: "云岭港", people: "王、李" }, photos);
      await expect(planner.locator("main .history a[download]")).toHaveCount(2);
      await step(planner, "send", { owner: "office/jtj", found: "堆场未硬化" });
      await planner.locator("main .actions a[href*='kind=rectification']").click();
      await planner.locator("[name='in/title']").fill("硬化堆场");
      await planner.locator("[name='in/owner']").selectOption("office/jtj");
      await planner.locator("[name='in/due']").fill("2020-04-15");
      await planner.locator("main form button.main").click();
      const mend = new URL(planner.url()).pathname;

      // A proposal whose answer everybody can read in the end.
      const asked = { title: "关于增加公交线路的建议", number: "第12号", sort: "suggestion", by: "钱代表", asked: "增开两条线路" };
      const proposal = await open(planner, plan, "proposal", asked);
      await step(planner, "assign", { owner: "office/jtj", support: "office/gjj", due: "2099-06-28" });
      await traffic.goto(proposal);
      await step(traffic, "answer", { class: "A", text: "已开通两条线路" });
      await planner.goto(proposal);
      await step(planner, "judge", { contentment: "content" });
      await step(planner, "publish");
      const public_ = await visitor(browser, server, options);
      await public_.goto(`${plan}/matters`);
      await public_.locator(`a[href='${proposal}']`).click();
      await expect(public_.locator("main")).toContainText("已开通两条线路");
      await expect(public_.locator("main")).not.toContainText("钱代表");
      await look(public_, { lang, script }, { public: `${plan}/matters`, "public-one": proposal });

      // Late things by body, the list as files, and how it all looks.
      await planner.goto(`${plan}/matters`);
      await expect(planner.locator("main .chip.late").first()).toBeVisible();
      for (const ending of ["docx", "xlsx"]) {
        const [file] = await Promise.all([planner.waitForEvent("download"), planner.locator(`.exports a[href*='/list/${ending}']`).click()]);
        expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
      }
      await look(planner, { lang, script }, { list: `${plan}/matters`, late: `${plan}/matters?only=late`, visit, mend, supervision: item, new: `${plan}/matters/new?kind=supervision`, mine: "/matters" });
      await traffic.goto(mend);
      await step(traffic, "mend", { text: "已硬化" });
      await planner.goto(mend);
      await step(planner, "close");
      await planner.goto(visit);
      await step(planner, "close");
    } finally {
      await server.end();
    }
  });
}
