// What if, from the question to the proposal: a leader moves a lever, sees what moves and why, asks what it would take, keeps the scenario
// and prints it; the planner turns it into a proposal to adjust the plan, and into a revision of its targets.
import { LANGUAGES, REFERENCE, accessible, expect, fits, inLanguage, test } from "./site.js";
import { person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const MOMENT = "as-of=2016&known-at=2017-12-31";
const WIDTHS = [390, 768, 1280, 2560];
const NAMES = { zh: "经济增长放缓", en: "Slower growth" };

/** The pages of a scenario, at every width, both for eyes and for axe. */
async function looks(page, name) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await fits(page, `${name} ${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await accessible(page, name);
  await page.screenshot({ path: `${SCREENS}${name}.png`, fullPage: true });
}

for (const lang of LANGUAGES) {
  test(`what if, from the question to the proposal in ${lang}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const leader = await person(browser, "leader", { lang });
    let scenario;

    await test.step("a lever is moved by its slider, and the answer comes without a button", async () => {
      await leader.goto(`/plans/${REFERENCE}/what-if?${MOMENT}`);
      await leader.locator("select[name=i1]").selectOption("gdp");
      const slider = leader.locator("fieldset").first().locator("input[type=range]");
      await slider.focus();
      await leader.keyboard.press("ArrowLeft");
      await leader.keyboard.press("ArrowLeft");
      await expect(leader.locator("input[name=v1]")).toHaveValue("-1");
      await expect(leader.locator("#answer[data-settled=yes]")).toBeVisible();
      expect(new URL(leader.url()).searchParams.get("v1"), "the address is the scenario").toBe("-1");
    });

    await test.step("what moves is listed with its why, and the lever says where it ends", async () => {
      const moved = leader.locator("#answer table").first();
      await expect(moved.locator("tbody tr")).not.toHaveCount(0);
      await expect(moved).toContainText(lang === "zh" ? "地区生产总值" : "Gross domestic product");
      await expect(moved).toContainText("-1.00%");
      await expect(leader.locator("[data-mark='1']")).toContainText("2020");
      await looks(leader, `what-if-${lang}`);
    });

    await test.step("it is asked what it would take", async () => {
      await leader.locator("#answer a.button").click();
      await expect(leader.locator("#answer")).toContainText("1900");
      await expect(leader.locator("#answer")).toContainText(lang === "zh" ? "要怎样才能达到" : "would take");
      await leader.goBack();
    });

    await test.step("everything behind it is on the analyst's page", async () => {
      await leader.locator(".tabs a").first().click();
      await expect(leader.locator(".net svg")).toBeVisible();
      await expect(leader.locator("main")).toContainText("World Development Indicators");
      await looks(leader, `what-if-table-${lang}`);
      await leader.goBack();
    });

    await test.step("it is kept, and replays to the same bytes", async () => {
      await leader.locator("#title").fill(NAMES[lang]);
      await leader.locator("form[method=post] button", { hasText: lang === "zh" ? "保存情景" : "Keep this scenario" }).click();
      await expect(leader).toHaveURL(/\/scenarios\/\d+/);
      scenario = new URL(leader.url()).pathname;
      await expect(leader.locator("main")).toContainText(lang === "zh" ? "逐字节相同" : "byte for byte");
      const bytes = async () => (await (await leader.request.get(`${scenario}/answer.json`)).body()).toString();
      expect(await bytes()).toBe(await bytes());
      await looks(leader, `scenario-${lang}`);
    });

    await test.step("it prints on one page, as it is set and as it is kept", async () => {
      await leader.emulateMedia({ media: "print" });
      for (const address of [`/plans/${REFERENCE}/what-if?${MOMENT}&i1=gdp&k1=change&v1=-1`, scenario]) {
        await leader.goto(inLanguage(address, lang));
        await leader.screenshot({ path: `${SCREENS}print-${address === scenario ? "kept" : "set"}-${lang}.png`, fullPage: true });
        const pages = ((await leader.pdf({ format: "A4" })).toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
        expect(pages, address).toBe(1);
      }
      await leader.emulateMedia({ media: "screen" });
    });

    await test.step("a lever that is reset is as if it had never been set, byte for byte", async () => {
      const answer = async (address) => {
        await leader.goto(inLanguage(address, lang));
        return leader.locator("#answer").innerHTML();
      };
      const base = `/plans/${REFERENCE}/what-if?${MOMENT}`;
      const never = await answer(base);
      expect(await answer(`${base}&i1=gdp&k1=change&v1=-1`)).not.toBe(never);
      await leader.locator("fieldset").first().locator("a").click();
      await expect(leader.locator("input[name=v1]")).toHaveValue("");
      const keyless = (html) => html.replace(/name="form-key" value="[^"]*"/g, "");
      expect(keyless(await leader.locator("#answer").innerHTML())).toBe(keyless(never));
    });

    await test.step("as known at the end of 2018 it says what the planned output would take", async () => {
      await leader.goto(inLanguage(`/plans/${REFERENCE}/what-if?as-of=2018&known-at=2018-12-31`, lang));
      // Measured on what was published, and on growth at comparable prices: 1357.5 × 0.9345 × 1.05 at the end of 2017, three years left.
      const rows = leader.locator("#answer tr", { hasText: "1900" });
      await expect(rows.filter({ hasText: "+20.81%" })).toHaveCount(1);
      await expect(rows.filter({ hasText: "+12.57%" })).toHaveCount(1);
    });

    await test.step("the planner opens it by its link, proposes it, and draws up a revision of the plan from it", async () => {
      const planner = await person(browser, "planner", { lang });
      await planner.goto(scenario);
      await expect(planner.locator("h1")).toHaveText(NAMES[lang]);
      await planner.locator("#reason").fill(lang === "zh" ? "经济增速低于规划" : "Growth stays below the plan");
      await planner.locator("button.main").click();
      const link = planner.locator("a", { hasText: "Word" });
      await expect(link).toBeVisible();
      const file = await planner.request.get(await link.getAttribute("href"));
      expect(file.status()).toBe(200);
      expect((await file.body()).subarray(0, 2).toString()).toBe("PK");
      await planner.goto(inLanguage(scenario, lang));
      await planner.locator("a.button", { hasText: lang === "zh" ? "据此提出中期调整" : "Draw up a revision" }).click();
      await expect(planner.locator("input[name=title]")).toHaveValue(NAMES[lang]);
      const first = planner.locator("tbody tr").first();
      await expect(first.locator("input").first()).toHaveValue(/^\d/);
      const value = await first.locator("input").first().inputValue();
      await looks(planner, `revision-form-${lang}`);
      await planner.locator("form.row-form button.main").click();
      await expect(planner).toHaveURL(/\/revisions\/\d+/);
      await expect(planner.locator("main")).toContainText(value);
      await looks(planner, `revision-${lang}`);
      await planner.goto(inLanguage(`/plans/${REFERENCE}/scenarios`, lang));
      await expect(planner.locator("tbody tr", { hasText: NAMES[lang] }).first()).toContainText(lang === "zh" ? "调整建议" : "proposed");
      await looks(planner, `scenarios-${lang}`);
    });
  });
}

test("levers work without script", async ({ browser }) => {
  const context = await browser.newContext({ baseURL: process.env.GANGYAO_ADDRESS, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`/plans/${REFERENCE}/what-if?${MOMENT}`);
  await page.locator("select[name=i1]").selectOption("gdp");
  await page.locator("select[name=k1]").selectOption("change");
  await page.locator("input[name=v1]").fill("-5");
  await page.locator("form.levers button[type=submit]").click();
  await expect(page.locator("#answer table").first()).toContainText("-5.00%");
});

test("a model of one's own shows its misfit first", async ({ browser }) => {
  const planner = await person(browser, "planner", { lang: "en" });
  await planner.goto(`/plans/${REFERENCE}/what-if/model?${MOMENT}`);
  const model = `<xmile xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0" version="1.0"><sim_specs><start>2005</start><stop>2020</stop><dt>1</dt></sim_specs><model><variables><stock name="GDP"><eqn>500</eqn><inflow>growth</inflow></stock><flow name="growth"><eqn>GDP * 0.07</eqn></flow></variables></model></xmile>`;
  await planner.locator("#model").setInputFiles({ name: "city.xmile", mimeType: "text/xml", buffer: Buffer.from(model) });
  await planner.locator("#map").fill('year = 2005\ntime = 2005\n[[map]]\nvariable = "GDP"\nindicator = "gdp"\n');
  await planner.locator("button.main").click();
  const heads = planner.locator("main h2");
  await expect(heads.first()).toHaveText("How far off it was");
  await expect(planner.locator("main")).toContainText("GDP → growth");
  await looks(planner, "what-if-model");
});
