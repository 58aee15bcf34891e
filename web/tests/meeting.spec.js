// Meeting mode: screens by keys and by links, a decision that leads back to its screen; both languages, desk and phone.
import { CITY, accessible, expect, fits, test } from "./site.js";
import { DESK, PHONE, person } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
const MEETING = `/plans/${CITY}/meeting`;

/** Presses a key on a page whose script is there. */
async function press(page, key) {
  await page.waitForLoadState("load");
  await page.keyboard.press(key);
}

test("arrow keys turn the screens of a meeting, Escape leaves", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(MEETING);
  const first = await page.locator("h1").innerText();
  await press(page, "ArrowRight");
  await expect(page).toHaveURL(/item=/);
  await expect(page.locator("svg.chart.wide")).toBeVisible();
  const at = page.url();
  expect(await page.locator("h1").innerText()).not.toBe(first);
  // A screen is a screen: nothing to scroll.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(4);
  // A chart that is being read keeps the keys.
  await page.locator(".chart-area").focus();
  await press(page, "ArrowRight");
  await expect(page.locator(".reading")).toBeVisible();
  expect(page.url()).toBe(at);
  await page.locator("main").focus();
  await press(page, "ArrowRight");
  await expect(page).not.toHaveURL(at);
  await page.waitForLoadState("load");
  await press(page, "ArrowLeft");
  await expect(page).toHaveURL(at);
  await press(page, "PageUp");
  await expect(page.locator("h1")).toHaveText(first);
  await press(page, "PageDown");
  await expect(page).toHaveURL(at);
  await press(page, "Escape");
  await expect(page).toHaveURL(/\/indicators\//);
});

for (const { lang, script, viewport } of [{ lang: "zh", script: true, viewport: DESK }, { lang: "en", script: false, viewport: PHONE }]) {
  test(`a decision is noted in ${lang}, ${script ? "with" : "without"} script`, async ({ browser }) => {
    const leader = await person(browser, "leader", { lang, viewport, script });
    await leader.goto(`/plans/${CITY}`);
    await leader.locator("main a[href*='/meeting']").first().click();
    await fits(leader, `meeting ${lang} ${viewport.width}`);
    if (script) await accessible(leader, `meeting ${lang} ${viewport.width}`);
    await leader.screenshot({ path: `${SCREENS}meeting-plan-${lang}-${viewport.width}.png` });
    await leader.locator("a[rel=next]").click();
    const name = await leader.locator("h1").innerText();
    await leader.screenshot({ path: `${SCREENS}meeting-one-${lang}-${viewport.width}.png` });
    await leader.locator("details.step summary").click();
    const title = `${lang} 每月报送进展`;
    await leader.locator("[name='in/title']").fill(title);
    await leader.locator("[name='in/meeting']").fill("调度会");
    await leader.locator("[name='in/owner']").selectOption({ index: 1 });
    await fits(leader, `note ${lang} ${viewport.width}`);
    if (script) await accessible(leader, `note ${lang} ${viewport.width}`);
    await leader.screenshot({ path: `${SCREENS}meeting-note-${lang}-${viewport.width}.png`, fullPage: true });
    await leader.locator("main button.main").click();
    await expect(leader.locator("main .notice.done[role=status]")).toBeVisible();
    await leader.goto(`${MEETING}?item=~`);
    await fits(leader, `decided ${lang} ${viewport.width}`);
    if (script) await accessible(leader, `decided ${lang} ${viewport.width}`);
    await leader.screenshot({ path: `${SCREENS}meeting-decided-${lang}-${viewport.width}.png` });
    await leader.locator(".meeting-list a", { hasText: title }).first().click();
    await leader.locator("main .actions a[href*='/meeting?']").click();
    await expect(leader.locator("h1")).toHaveText(name);
    await expect(leader).toHaveURL(/as-of=\d+&known-at=2030-03-25/);
    await leader.context().close();
  });
}
