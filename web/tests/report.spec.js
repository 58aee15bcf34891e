// A mid-term report of the example city from one click on the overview to its issue, with the source of a number; the evaluation; and the
// sheet of a body, signed and changed behind it. In both languages, with and without script.
import { CITY, expect, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";
import { looking, WIDE } from "./looking.js";

const PLAN = `/plans/${CITY}`;
const WAYS = [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }];

const look = looking("report", { widths: [PHONE, WIDE] });

async function downloaded(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return file.suggestedFilename();
}

for (const way of WAYS) {
  const how = `in ${way.lang}, ${way.script ? "with" : "without"} script`;

  test(`a mid-term report goes from the overview to its issue ${how}`, async ({ browser }) => {
    test.setTimeout(420_000);
    const planner = await person(browser, "planner", way);
    const leader = await person(browser, "leader", way);
    // One click from the overview.
    await planner.goto(PLAN);
    await planner.locator(".report-list a[href*='/reports/midterm']").first().click();
    await expect(planner.locator("article.report-body")).toBeVisible();
    // A number leads to what it was read from.
    const number = planner.locator("article.report-body a[href*='/indicators/']").first();
    const said = (await number.innerText()).trim();
    expect(said).not.toBe("");
    await number.click();
    await expect(planner.locator("h1")).toHaveCount(1);
    await expect(planner).toHaveURL(/\/indicators\/.*#/);
    await expect(planner.locator("main")).toContainText(said.match(/[\d.]+/)?.[0] ?? said);
    await planner.goBack();
    // It is begun, written at, and talked about.
    await planner.locator("main form[action$='/papers'] button").click();
    await expect(planner).toHaveURL(/\/papers\/\d+$/);
    const own = new URL(planner.url()).pathname;
    const words = `评估由发展改革委会同有关部门开展（${way.lang}）。`;
    const block = planner.locator("section.paper-block", { hasText: "（待写）" }).first();
    const mark = await block.getAttribute("id");
    await block.locator("summary").first().click();
    await block.locator("form[action$='/text'] textarea").fill(words);
    await block.locator("form[action$='/text'] button").click();
    await expect(planner.locator(`#${mark}`)).toContainText(words);
    await leader.goto(own);
    await leader.locator(`#${mark} summary`).first().click();
    await leader.locator(`#${mark} form[action$='/comments'] input[name=words]`).fill("请写明第三方名称");
    await leader.locator(`#${mark} form[action$='/comments'] button`).click();
    await expect(leader.locator(`#${mark} .paper-comment`)).toContainText("请写明第三方名称");
    await look(planner, way, { draft: own });
    // Approved by somebody else, and issued.
    await planner.locator("form[action$='/approval'] button").click();
    await expect(planner.locator("[id=approval-title] ~ p a").first()).toBeVisible();
    const matter = await planner.locator("[id=approval-title] ~ p a").first().getAttribute("href");
    await leader.goto(matter);
    const approve = leader.locator("details.step", { has: leader.locator("button[value=approve]") });
    if ((await approve.getAttribute("open")) === null) await approve.locator("summary").click();
    await approve.locator("button[value=approve]").click();
    await expect(leader.locator("main .history").last()).toBeVisible();
    await planner.goto(own);
    await planner.locator("form[action$='/issue'] input[name=number]").fill("澜发改〔2028〕1号");
    await planner.locator("form[action$='/issue'] button").click();
    await expect(planner.locator("main")).toContainText("澜发改〔2028〕1号");
    await expect(planner.locator("#issued-title")).toBeVisible();
    expect(await downloaded(planner, planner.locator("#issued-title ~ p a[href$='report.docx']"))).toBe("report.docx");
    expect(await downloaded(planner, planner.locator("#issued-title ~ p a[href$='seal.txt']"))).toBe("seal.txt");
    await planner.context().close();
    await leader.context().close();
  });

  test(`the evaluation shows ranks under other choices ${how}`, async ({ browser }) => {
    const anybody = await person(browser, null, way);
    await anybody.goto(`${PLAN}/reports`);
    await anybody.locator("main a[href*='/evaluation']").click();
    await expect(anybody.locator("#sensitivity table tbody tr").first()).toBeVisible();
    await anybody.locator("select[name=by]").selectOption("body");
    await anybody.locator("select[name=weights]").selectOption("binding");
    await anybody.locator("main form.filters button").click();
    await expect(anybody).toHaveURL(/by=body.*weights=binding|weights=binding.*by=body/);
    const first = anybody.locator("main table").first().locator("tbody tr").first();
    // The interval holds the rank, or stands beside it.
    await expect(first.locator("td").nth(2)).toHaveText(/^\d+–\d+$/);
    expect(await downloaded(anybody, anybody.locator(".exports a", { hasText: "docx" }))).toMatch(/\.docx$/);
    await look(anybody, way, { evaluation: `${PLAN}/evaluation?by=body` });
    await anybody.context().close();
  });

  test(`the sheet of a body is signed and tells of a change behind it ${how}`, async ({ browser }) => {
    test.setTimeout(240_000);
    const planner = await person(browser, "planner", way);
    await planner.goto(`${PLAN}/yearly`);
    await planner.locator("main a[href*='/appraisals']").click();
    const rows = planner.locator("table.appraisals tbody tr");
    await expect(rows.first()).toBeVisible();
    // Each language takes a body of its own, so that the tests do not meet.
    const graded = rows.filter({ hasNot: planner.locator("td:nth-child(3):text-is('—')") });
    await graded.nth(way.script ? 0 : 1).locator("th a").click();
    const sheet = planner.url();
    await planner.locator("form[action*='/signature'] input[name=words]").fill("同意");
    await planner.locator("form[action*='/signature'] button").click();
    await expect(planner.locator("#signed")).toContainText("SHA-256");
    const changed = way.lang === "zh" ? "签认于变动之前" : "Signed before the change";
    await expect(planner.locator("#signed")).not.toContainText(changed);
    await planner.locator("select[name=item]").selectOption("获省级以上表彰");
    await planner.locator("input[name=points]").fill("2");
    await planner.locator("input[name=reason]").fill("省政府通报表扬");
    await planner.locator("button[value=record]").click();
    await expect(planner.locator("#signed")).toContainText(changed);
    await expect(planner.locator("#signed table")).toContainText("获省级以上表彰");
    expect(await downloaded(planner, planner.locator(".exports a", { hasText: "docx" }))).toMatch(/\.docx$/);
    await look(planner, way, { sheet: sheet });
    await look(planner, way, { sheets: `${PLAN}/appraisals` });
    await look(planner, way, { scheme: `${PLAN}/appraisals/scheme` });
    await planner.context().close();
  });
}
