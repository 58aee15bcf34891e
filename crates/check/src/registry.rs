use crate::rule::{Rule, family_name, severity_name};
use crate::rules::TABLE;
use source::{Family, Lang};
use std::fmt::Write;

/// All rules, by family and code.
pub fn rules() -> &'static [&'static Rule] {
    TABLE
}

/// The rule with this code or name.
///
/// # Example
/// ```
/// let rule = check::rule("T002").expect("known");
/// assert_eq!(check::rule(rule.name).map(|r| r.code), Some("T002"));
/// ```
pub fn rule(key: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.code.eq_ignore_ascii_case(key) || rule.name == key).copied()
}

/// The rule reference: file names relative to its folder, with their Markdown.
///
/// `README.md` is the index in both languages; `zh/CODE.md` and `en/CODE.md` are the pages.
pub fn reference() -> Vec<(String, String)> {
    let mut out = vec![("README.md".to_owned(), index())];
    for (lang, folder) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        out.extend(rules().iter().map(|rule| (format!("{folder}/{}.md", rule.code), rule.page(lang))));
    }
    out
}

fn index() -> String {
    let mut out = String::from(
        "# 规则目录 · Rule reference\n\n\
         本目录由规则源文件生成。 Generated from the rules' source files.\n\n\
         stable（稳定）：在 docs/corpus.tsv 所列文件上没有发现误报。preview（试用）：只作疑问提出，`--no-preview` 或 `--ignore preview` 关闭。\n\
         stable: no false finding is known in the documents of docs/corpus.tsv. preview: asked as a question; `--no-preview` or `--ignore preview` leaves it out.\n",
    );
    for family in Family::ALL {
        let (zh, en) = (family_name(family, Lang::Zh), family_name(family, Lang::En));
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\n## {zh} · {en}\n\n| 代码 code | 名称 name | 级别 severity | 成熟度 grade | 检查 finds |\n|---|---|---|---|---|"
        );
        for rule in rules().iter().filter(|rule| rule.family == family) {
            let _ = writeln!(
                out,
                "| [{code}](zh/{code}.md) · [en](en/{code}.md) | `{}` | {} {} | {} | {}<br>{} |",
                rule.name,
                severity_name(rule.severity, Lang::Zh),
                rule.severity,
                rule.grade.name(),
                rule.title(Lang::Zh),
                rule.title(Lang::En),
                code = rule.code,
            );
        }
    }
    out
}
