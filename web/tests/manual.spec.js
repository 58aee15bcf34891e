// The pictures of the manual: made from the demonstration, and held against it so that they stay true. A page that no longer
// looks like its picture fails here; `npx playwright test manual.spec.js --update-snapshots` makes all anew.
import { CITY, LANGUAGES, drawn, expect, test } from "./site.js";
import { person } from "./people.js";

const PLAN = `/plans/${CITY}`;
/** By name: who looks, and at what. */
const PICTURES = {
  steps: ["planner", `${PLAN}/steps`],
  overview: ["", PLAN],
  indicators: ["", `${PLAN}/indicators`],
  duties: ["reporter", "/duties"],
  conflicts: ["planner", `${PLAN}/conflicts?state=`],
  "what-if": ["", `${PLAN}/what-if?i1=gdp&k1=change&v1=-5`],
  users: ["manager", "/admin/users"],
};

for (const lang of LANGUAGES) {
  for (const [name, [account, address]] of Object.entries(PICTURES)) {
    test(`the picture ${name} of the manual in ${lang} shows the page as it is`, async ({ browser }) => {
      const page = await person(browser, account, { lang, viewport: { width: 1120, height: 700 } });
      const answer = await page.goto(address);
      expect(answer.status()).toBe(200);
      await drawn(page);
      await page.evaluate(() => document.fonts.ready);
      // Fonts of another machine draw the same page a little otherwise; another page differs in more than this.
      await expect(page).toHaveScreenshot(`${name}-${lang}.png`, { maxDiffPixelRatio: 0.06, animations: "disabled" });
      await page.context().close();
    });
  }
}
