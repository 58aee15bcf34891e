use super::{identities, is_sound, is_told, stated};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use scenario::report::{self, Checked};
use scenario::{Conflict, Knot};
use source::{Diagnostic, Family, Lang, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "F001",
    name: "numbers-cannot-all-be-true",
    family: Family::Feasibility,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("这些数不能同时成立", "Numbers that cannot all be true"),
        what: (
            "几处写明的数由统计恒等式连在一起（例如由地区生产总值和人均地区生产总值可推出人口，由城镇人口和城镇化率也可推出人口）。\
             按四舍五入的范围推算，没有一组数能同时满足，才报；每组都是最小的：去掉其中任何一个，其余就能成立。\
             若把其中一个目标理解为“达到或更好”就能成立，只作提示。只涉及一个等式、其他规则已经指出的不再重复；文中对同一指标有两种说法的不报。",
            "Stated numbers are tied by identities (GDP and GDP per head give the population, and so do urban population and urban share). Reported when no values within the rounding of all of them satisfy the identities; each set is smallest: without any one of its numbers the rest can be true. A note only, where reading one target as “at least” would do. What a simpler rule says is not said again, and nothing is said of a quantity of which the text says two things.",
        ),
        why: (
            "其中至少有一个数是错的，或口径不同而没有说明；规划实施后必然有一个达不到。",
            "At least one of them is wrong, or their definitions differ without saying so; one of the targets must be missed.",
        ),
        fix: (
            "按所列的最小修正改动其中一个数，或说明口径。修正只是建议，同样好的修正可能不止一种。",
            "Change one number as the smallest repair says, or state the definitions. A repair is a proposal, and several may be equally good.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，地区生产总值达到1900亿元。到2020年，人均地区生产总值达到62500元。到2020年，城镇人口达到150万人。到2020年，常住人口城镇化率达到62.5%。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，地区生产总值达到1900亿元。到2020年，人均地区生产总值达到62500元。到2020年，城镇人口达到190万人。到2020年，常住人口城镇化率达到62.5%。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let checked = context.feasibility();
    for knot in &checked.knots {
        let sound = |conflict: &Conflict| !conflict.assumed && is_sound(context, checked, conflict);
        // Which of them is told rests on the repairs, which take long to find.
        if !knot.conflicts.iter().any(sound) {
            continue;
        }
        for conflict in told(checked, knot).into_iter().filter(|conflict| sound(conflict)) {
            if !is_told(found, &stated(checked, conflict)) {
                found.push(finding(checked, knot, conflict));
            }
        }
    }
}

/// One conflict for each number that the smallest repair changes: the smallest that this change ends and no other.
fn told<'k>(checked: &Checked, knot: &'k Knot) -> Vec<&'k Conflict> {
    let Some(repair) = knot.repairs(&checked.network).first() else {
        return knot.conflicts.first().into_iter().collect();
    };
    let changed: Vec<usize> = repair.changes.iter().map(|change| change.statement).collect();
    let ended_by = |one: &usize| {
        knot.conflicts.iter().find(|conflict| {
            let hit: Vec<&usize> = changed.iter().filter(|at| conflict.statements.contains(at)).collect();
            hit == [one]
        })
    };
    changed.iter().filter_map(ended_by).collect()
}

fn finding(checked: &Checked, knot: &Knot, conflict: &Conflict) -> Diagnostic {
    let network = &checked.network;
    let statements = stated(checked, conflict);
    let list = |lang: Lang, between: &str| {
        statements.iter().map(|one| report::stated(network, one, lang)).collect::<Vec<_>>().join(between)
    };
    let mut finding = RULE.finding().message(
        format!(
            "{} 个数不能同时成立：{}（{}）",
            statements.len(),
            list(Lang::Zh, "；"),
            identities(checked, conflict, |words| &words.zh)
        ),
        format!(
            "{} numbers cannot all be true: {} ({})",
            statements.len(),
            list(Lang::En, "; "),
            identities(checked, conflict, |words| &words.en)
        ),
    );
    if let Some(repair) = knot.repairs(network).first() {
        let more = knot.ties(network).saturating_sub(1);
        let also = |zh: bool| match (more, zh) {
            (0, _) => String::new(),
            (_, true) => format!("；另有 {more} 种同样好"),
            (_, false) => format!("; {more} more are equally good"),
        };
        finding = finding.help(
            format!("改动最少的修正（建议）：{}{}", report::of_repair(network, repair, Lang::Zh), also(true)),
            format!(
                "the smallest repair, a proposal: {}{}",
                report::of_repair(network, repair, Lang::En),
                also(false)
            ),
        );
    }
    if !conflict.slack.is_empty() {
        finding.severity = Severity::Note;
    }
    for one in statements {
        let name = network.variables.get(one.variable).map(|variable| &variable.name);
        let (zh, en) = name.map(|name| (name.zh.clone(), name.en.clone())).unwrap_or_default();
        finding = finding.label(one.span, zh, en);
    }
    finding
}
