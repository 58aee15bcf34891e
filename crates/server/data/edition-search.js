// @ts-check
// The search of the edition that is served as files: every page that holds all words, those that have them in their title first.
const lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";
const asked = (new URL(location.href).searchParams.get("q") ?? "").trim();
const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
const main = document.getElementById("main");
/** @type {NodeListOf<HTMLInputElement>} */
const fields = document.querySelectorAll("input[name=q]");
fields.forEach((field) => { field.value = asked; });

if (words.length && main) {
  const answer = await fetch(`/search-${lang}.json`);
  /** @type {{a: string, t: string, x: string}[]} */
  const pages = answer.ok ? await answer.json() : [];
  const found = pages
    .map((page) => ({ page, title: page.t.toLowerCase(), text: page.x.toLowerCase() }))
    .filter(({ title, text }) => words.every((word) => title.includes(word) || text.includes(word)))
    .sort((a, b) => Number(words.some((word) => b.title.includes(word))) - Number(words.some((word) => a.title.includes(word))));
  const list = document.createElement("ol");
  list.id = "found";
  for (const { page, text } of found.slice(0, 200)) {
    const line = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: page.a, textContent: page.t });
    const at = Math.max(0, text.indexOf(words[0]) - 30);
    const excerpt = Object.assign(document.createElement("p"), { className: "soft small", textContent: page.x.slice(at, at + 120) });
    line.append(link, excerpt);
    list.append(line);
  }
  const count = Object.assign(document.createElement("p"), { textContent: lang === "zh" ? `“${asked}”：${found.length} 页` : `“${asked}”: ${found.length} pages` });
  count.setAttribute("role", "status");
  main.append(count, list);
}
