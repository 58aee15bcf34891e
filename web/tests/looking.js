// Looks at pages in several widths: each has one heading and fits, is accessible where scripts run, and leaves a picture.
import { accessible, expect, fits } from "./site.js";
import { DESK, PHONE } from "./people.js";

const SCREENS = new URL("../test-results/screens/", import.meta.url).pathname;
export const WIDE = { width: 1440, height: 900 };
export const WALL = { width: 2560, height: 1440 };

/** How the pages of a story are looked at: in which widths, and with what unfolded. A wall is only held to its width. */
export function looking(story, { widths = [PHONE, DESK], unfold = "" } = {}) {
  return async (page, { lang, script }, pages) => {
    for (const [name, address] of Object.entries(pages)) {
      for (const viewport of widths) {
        await page.setViewportSize(viewport);
        await page.goto(address);
        const at = `${name} ${lang} ${viewport.width}`;
        await expect(page.locator("h1"), at).toHaveCount(1);
        const folded = unfold ? await page.locator(unfold).all() : [];
        for (const box of folded) await box.evaluate((node) => { node.open = true; }).catch(() => {});
        await fits(page, at);
        if (viewport === WALL) continue;
        if (script) await accessible(page, at);
        await page.screenshot({ path: `${SCREENS}${story}-${name}-${lang}-${viewport.width}.png`, fullPage: true });
      }
    }
    await page.setViewportSize(DESK);
  };
}
