use super::regimes::{Regime, proper_part};
use crate::context::Context;
use crate::language::{ends_clause, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::{Names, Words};
use source::{Diagnostic, Family, Severity, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "Z001",
    name: "building-in-prohibited-zone",
    family: Family::Zoning,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("在禁止开发区域内安排开发项目", "Development planned in a prohibited zone"),
        what: (
            "规划把某保护区、湿地、风景名胜区列为禁止开发区域，又在别处以同一名称安排度假区、集聚区、产业园、房地产等开发项目。保护、修复、监测类项目不报。",
            "A reserve, wetland or scenic area is listed as closed to development, while a resort, cluster, park of industry or housing of the same name is planned elsewhere. Protection and restoration are left alone.",
        ),
        why: (
            "依法不能审批的项目写进规划，投资和用地都会落空。",
            "A project that cannot lawfully be approved takes money and land that will never be granted.",
        ),
        fix: (
            "调整项目选址，或写明项目位于保护范围之外、属于允许的活动。",
            "Move the project, or say that it lies outside the protected area or is an activity that is allowed.",
        ),
        example: Example {
            faulty: "第一章 旅游\n\n建设新立湖国家级湿地公园休闲度假区、城东商业综合体。\n\n第二章 主体功能区\n\n禁止开发区域：包括医巫闾山国家级自然保护区、新立湖国家级湿地公园。\n",
            sound: "第一章 旅游\n\n建设新立湖国家级湿地公园保护修复工程、城东商业综合体。\n\n第二章 主体功能区\n\n禁止开发区域：包括医巫闾山国家级自然保护区、新立湖国家级湿地公园。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Kinds of development that a prohibited zone excludes; the name of the project ends so.
const DEVELOPMENT: [&str; 27] = [
    "度假区",
    "集聚区",
    "产业园",
    "工业园",
    "开发区",
    "产业区",
    "工业区",
    "度假村",
    "房地产",
    "商业综合体",
    "酒店",
    "小镇",
    "物流园",
    "高尔夫",
    "别墅",
    "游乐园",
    "主题公园",
    "产业带",
    "产业基地",
    "旅游区",
    "综合体",
    "商业街",
    "滑雪场",
    "影视基地",
    "加工区",
    "旅游综合区",
    "新城",
];
/// What stands before the name of a project in a sentence.
const VERBS: [&str; 12] =
    ["重点", "加快", "推进", "建设", "打造", "发展", "新建", "开发", "实施", "积极", "大力", "规划"];
static PROTECTION: Words = Words::new(&["保护", "修复", "恢复", "治理", "监测", "防火", "退出", "拆除"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut zones: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for zone in context.zoned().iter().filter(|zone| zone.regime == Regime::Prohibited) {
        if let Some(proper) = proper_part(zone.name, context.regions()) {
            zones.entry(proper).or_insert((zone.span, zone.piece));
        }
    }
    let names = Names::new(zones.keys().copied());
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (index, piece) in context.pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose()) {
        let text = piece.text();
        for (at, proper) in names.all(text) {
            let (zone, own) = zones[proper];
            let Some(range) = project_at(text, at).filter(|_| own != index) else { continue };
            let name = &text[range.clone()];
            // 自然保护区 in the name of the zone protects nothing by itself.
            let work = name.replace("保护区", "").replace("保护地", "");
            if PROTECTION.is_in(&work) || !seen.insert((proper, name)) {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("“{name}”位于列为禁止开发区域的{proper}"),
                        format!("“{name}” lies in {proper}, where development is prohibited"),
                    )
                    .label(piece.span(range), "开发项目", "development")
                    .label(zone, "禁止开发区域", "prohibited zone")
                    .help("调整选址，或写明在保护范围之外", "move it, or say that it lies outside"),
            );
        }
    }
}

/// The item around `at` when it ends as a development does.
fn project_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bound = |c: char| c == '、' || ends_clause(c) || matches!(c, '（' | '）' | '“' | '”' | '和');
    let mut start =
        text[..at].char_indices().rev().find(|(_, c)| bound(*c)).map_or(0, |(i, c)| i + c.len_utf8());
    while let Some(verb) = VERBS.iter().find(|verb| text[start..at].starts_with(**verb)) {
        start += verb.len();
    }
    let end = text[at..].find(bound).map_or(text.len(), |i| at + i);
    let item = text[at..end].trim_end_matches("建设").trim_end_matches("项目").trim_end_matches("开发");
    let end = at + item.len();
    let development = DEVELOPMENT.iter().any(|kind| item.ends_with(kind));
    // The proper name opens the item, or only a region or a verb stands before it.
    let before = text[start..at].chars().count();
    (development && before <= 12 && item.chars().all(is_han)).then_some(start..end)
}
