// An office on an empty server: an administrator who makes offices and accounts, and people who come by their links.
import { expect } from "./site.js";
import { DESK } from "./people.js";

const PASSWORD = "tarmac velvet gorse";

/** A browser of its own, with or without script. */
export async function visitor(browser, server, { lang = "zh", viewport = DESK, script = true } = {}) {
  const locale = lang === "zh" ? "zh-CN" : "en-GB";
  const context = await browser.newContext({ baseURL: server.address, viewport, locale, javaScriptEnabled: script });
  await context.addCookies([{ name: "lang", value: lang, url: server.address }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

async function password(page) {
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=again]").fill(PASSWORD);
  await page.locator("main button.main").click();
}

/** The administrator; `office` makes an office, `account` an account and gives its link. */
export async function administrator(browser, server, options) {
  const page = await visitor(browser, server, options);
  await page.goto(server.link);
  await password(page);
  await expect(page.locator("header .leave")).toBeVisible();
  return {
    office: async (id, name, level) => {
      await page.goto("/admin/offices");
      await page.locator("#put input[name=id]").fill(id);
      await page.locator("#put input[name=name]").fill(name);
      await page.locator("#put select[name=level]").selectOption(level);
      await page.locator("#put button[type=submit]").click();
    },
    account: async (name, full, role, office = "") => {
      await page.goto("/admin/users");
      await page.locator("input[name=name]").fill(name);
      await page.locator("input[name=full_name]").fill(full);
      await page.locator("select[name=role]").selectOption(role);
      if (office) await page.locator("select[name=office]").selectOption(office);
      await page.locator("form[action='/admin/users'] button").click();
      await expect(page.locator("main")).toContainText("/link/");
      return (await page.locator("main").innerText()).match(/http\S+\/link\/[\w-]+|\/link\/[\w-]+/)[0];
    },
    /** Sets the server that mails are sent by. */
    mail: async (server) => {
      await page.goto("/admin/system");
      const form = page.locator("form[action='/admin/system/mail']");
      await form.locator("input[name=server]").fill(server);
      await form.locator("input[name=from]").fill("纲要 <plan@plan.test>");
      const kept = page.waitForResponse((answer) => answer.url().endsWith("/admin/system/mail"));
      await form.locator("button").click();
      expect((await kept).status()).toBeLessThan(400);
    },
    /** Opens the first plan to an evaluator. */
    open: async (name, { last_day, reason }) => {
      await page.goto(`/admin/users/${name}`);
      const form = page.locator("#evaluator form");
      await form.locator("input[name=last_day]").fill(last_day);
      await form.locator("input[name=reason]").fill(reason);
      await form.locator("button").click();
      await expect(page.locator("#evaluator")).toContainText(last_day);
    },
    page,
    leave: () => page.context().close(),
  };
}

/** Somebody who comes by a link for the first time. */
export async function newcomer(browser, server, link, name, options) {
  const page = await visitor(browser, server, options);
  await page.goto(link);
  await password(page);
  if (await page.locator("input[name=account]:not([type=hidden])").count()) {
    await page.locator("input[name=account]:not([type=hidden])").fill(name);
    await page.locator("input[name=password]").fill(PASSWORD);
    await page.locator("main button[type=submit]").click();
  }
  await expect(page.locator("header .leave")).toBeVisible();
  return page;
}

/** Loads a file as a draft and gives the address of its plan. */
export async function load(page, file, address = "/load") {
  await page.goto(address);
  await page.locator("#file").setInputFiles(file);
  await page.locator("main form button.main").click();
  await page.locator("button[value=keep]").click({ timeout: 90_000 });
  await expect(page).toHaveURL(/\/plans\/[^/]+\/steps/);
  return page.url().match(/(\/plans\/[^/]+)\/steps/)[1];
}
