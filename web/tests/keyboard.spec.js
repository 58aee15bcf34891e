// The pages without a mouse.
import { CITY, GENERAL, REFERENCE, chartedIndicators, expect, ofPlan, test } from "./site.js";

/** What is focused: whether it comes after the stop before, can be seen, and shows that it is focused. */
const focused = (page) => page.evaluate(() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const before = window.lastStop;
  window.lastStop = node;
  // Behind the last stop some browsers stop at themselves, others begin again: both end the round.
  window.firstStop ??= node;
  if (before && before !== node && node === window.firstStop) return null;
  const style = getComputedStyle(node), box = node.getBoundingClientRect();
  return {
    what: node.outerHTML.slice(0, 120),
    // The parts of a date field are one element and several stops.
    onward: !before || node === before || Boolean(before.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
  };
});

test("every stop of the tab key is in reading order, on the screen and visibly focused", async ({ page, request }) => {
  const [indicator] = await chartedIndicators(request, REFERENCE);
  const { overview, indicators, "projects-timeline": timeline, regions, diagnostics } = ofPlan(REFERENCE, CITY);
  const addresses = { ...GENERAL, overview, indicators, timeline, regions, diagnostics, text: `/plans/${CITY}/text`, indicator };
  for (const [name, address] of Object.entries(addresses)) {
    await page.goto(address);
    let stops = 0;
    for (; stops < 24; stops += 1) {
      await page.keyboard.press("Tab");
      const at = await focused(page);
      if (!at) break;
      expect.soft(at.onward, `${name}: in reading order at ${at.what}`).toBe(true);
      expect.soft(at.ring, `${name}: focus shows on ${at.what}`).toBe(true);
      expect.soft(at.seen, `${name}: focus is on the screen at ${at.what}`).toBe(true);
    }
    // The skip link, the name, the language and something to do at least.
    expect(stops, name).toBeGreaterThanOrEqual(4);
  }
});

test("the first stop skips to the content", async ({ page }) => {
  for (const address of [`/plans/${CITY}`, `/plans/${CITY}/text`, "/?all"]) {
    await page.goto(address);
    await page.keyboard.press("Tab");
    const skip = page.locator(".skip");
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.locator("#main")).toBeFocused();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.querySelector("#main").contains(document.activeElement))).toBe(true);
  }
});

test("a commitment shows its card on focus, Escape closes it, Enter opens its page", async ({ page }) => {
  await page.goto(`/plans/${CITY}/text?lang=en`);
  const commitment = page.locator(".doc a.c:not(.project)").first();
  const before = page.locator(".doc a[href]").first();
  await before.focus();
  const card = page.getByRole("dialog");
  const last = await commitment.getAttribute("data-c");
  for (let step = 0; step < 400 && await page.evaluate(() => document.activeElement.dataset.c) !== last; step += 1) await page.keyboard.press("Tab");
  await expect(commitment).toBeFocused();
  await expect(card).toBeVisible();
  await expect(card).toContainText(/on track|at risk|out of reach|hollow|unknown/);
  await page.keyboard.press("Escape");
  await expect(card).toBeHidden();
  await expect(commitment).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/indicators\//);
  await expect(page.locator("h1")).toBeVisible();
});

test("a year is chosen and a list is searched by keys alone", async ({ page }) => {
  await page.goto(`/plans/${REFERENCE}/indicators`);
  const year = page.locator("select[name=as-of]");
  const before = await year.inputValue();
  await year.focus();
  // The last year is chosen at first, so that the way leads up.
  await page.keyboard.press("ArrowUp");
  await expect(page).toHaveURL(/as-of=/);
  expect(await page.locator("select[name=as-of]").inputValue()).not.toBe(before);
  await page.locator("main input[type=search]").focus();
  await page.keyboard.type("人均");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=/);
  for (const name of await page.locator(".list tbody th a").allTextContents()) expect(name).toContain("人均");
});
