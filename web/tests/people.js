// The people of the demo: each with a browser of their own, signed in with an account that the demo printed.
import { expect } from "@playwright/test";

export const DESK = { width: 1280, height: 850 };
export const PHONE = { width: 390, height: 844 };

/** Opens a browser for an account of the demo, or for the public when none is named. */
export async function person(browser, account, { viewport = DESK, lang = "zh", script = true } = {}) {
  const baseURL = process.env.GANGYAO_ADDRESS;
  const context = await browser.newContext({ baseURL, viewport, locale: lang === "zh" ? "zh-CN" : "en-GB", javaScriptEnabled: script });
  await context.addCookies([{ name: "lang", value: lang, url: baseURL }]);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  if (account) await signIn(page, account);
  return page;
}

async function signIn(page, account) {
  await page.goto("/sign-in");
  await page.locator("input[name=account]").fill(account);
  await page.locator("input[name=password]").fill(JSON.parse(process.env.GANGYAO_ACCOUNTS)[account]);
  await page.locator("main button[type=submit]").click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
  await expect(page.locator("header .leave")).toBeVisible();
}
