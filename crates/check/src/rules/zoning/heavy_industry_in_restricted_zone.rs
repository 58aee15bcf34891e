use super::regimes::{Regime, Zoned};
use crate::context::Context;
use crate::language::ends_clause;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::{Names, Words};
use source::{Diagnostic, Family, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "Z002",
    name: "heavy-industry-in-restricted-zone",
    family: Family::Zoning,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("在限制开发区域内布局重污染产业", "Polluting industry in a restricted zone"),
        what: (
            "规划把某县（市）列为限制开发区域（农产品主产区、生态功能区），又在该县安排石化、化工、冶金、钢铁、水泥等产业基地。每个地方一条。",
            "A county is listed as restricted (farming, ecology), while a base of petrochemicals, chemicals, metallurgy, steel or cement is planned there; one finding for each place.",
        ),
        why: (
            "限制开发区域对大规模高强度的工业有准入限制，需要说明如何衔接。",
            "Restricted zones limit large-scale industry; the plan should say how the two go together.",
        ),
        fix: (
            "写明园区是点状开发并符合准入清单，或调整布局。",
            "Say that it is a spot development within the permitted list, or move it.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 工业\n\n依托北镇市石化精细化工基地，延长产品链。\n\n第二章 主体功能区\n\n限制开发区域：主要包括黑山、北镇、义县，是全市重要的粮食种植区。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 工业\n\n依托滨海新区石化精细化工基地，延长产品链。\n\n第二章 主体功能区\n\n限制开发区域：主要包括黑山、北镇、义县，是全市重要的粮食种植区。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static INDUSTRIES: Words = Words::new(&[
    "石化",
    "化工",
    "冶金",
    "钢铁",
    "水泥",
    "造纸",
    "印染",
    "电镀",
    "焦化",
    "炼油",
    "炼化",
    "电解铝",
    "氟化工",
    "煤化工",
    "有色金属",
    "火电",
    "制革",
]);
static SITES: Words =
    Words::new(&["基地", "园区", "产业园", "工业园", "产业区", "产业集群", "工业区", "集聚区"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let known = context.regions();
    let of = |regime: Regime| context.zoned().iter().filter(move |zone| zone.regime == regime);
    // Only whole counties; 大部分 or a reserve inside one says less.
    let mut zones: BTreeMap<&str, &Zoned<'_>> = BTreeMap::new();
    for zone in of(Regime::Restricted) {
        // 义县 is 义县 everywhere, 北镇市 is 北镇 too.
        let bare = region::short(zone.name).unwrap_or(zone.name);
        let whole = zone.name.chars().count() <= 4
            && (known.contains(&bare) || zone.name.len() > bare.len() || bare.chars().count() == 2);
        if whole {
            zones.entry(bare).or_insert(zone);
        }
    }
    // A county that also has a key zone can hold industry there.
    let names = Names::new(zones.keys().copied());
    let elsewhere: BTreeSet<&str> =
        of(Regime::Key).flat_map(|zone| names.all(zone.name)).map(|(_, name)| name).collect();
    zones.retain(|bare, _| !elsewhere.contains(bare));
    for (index, piece) in context.pieces.iter().enumerate().filter(|(_, piece)| piece.is_prose()) {
        let text = piece.text();
        for (at, bare) in names.all(text) {
            let Some(&zone) = zones.get(bare).filter(|zone| zone.piece != index) else { continue };
            let Some(range) = site_at(text, at) else { continue };
            zones.remove(bare);
            let name = &text[range.clone()];
            found.push(
                RULE.finding()
                    .message(
                        format!("{}是限制开发区域，却布局“{name}”", zone.name),
                        format!("{} is a restricted zone, but “{name}” is planned there", zone.name),
                    )
                    .label(piece.span(range), "重污染产业", "polluting industry")
                    .label(zone.span, "限制开发区域", "restricted zone")
                    .help("写明符合准入清单，或调整布局", "say that it is permitted there, or move it"),
            );
        }
    }
}

/// The site of a polluting industry whose name the county at `at` opens.
fn site_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bound = |c: char| c == '、' || ends_clause(c);
    let end = text[at..].find(bound).map_or(text.len(), |i| at + i);
    let item = &text[at..end];
    let (industry, _) = INDUSTRIES.find(item)?;
    let site = SITES.last_end(item)?;
    (industry < site && item[..industry].chars().count() <= 8).then_some(at..at + site)
}
