use super::repetition::{Clause, Pair, clauses_of, near_pairs};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeSet;

pub(crate) static RULE: Rule = Rule {
    code: "S012",
    name: "near-duplicate",
    family: Family::Structure,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("任务写了两遍", "A duty stated twice"),
        what: (
            "找出两处几乎相同的任务：去掉动词后宾语相同或只多几个字。不同章节之间要十个字以上，或连续两个短句都相同。",
            "Finds duties stated twice: what the verbs govern is the same but for a few characters. In different sections it must be ten characters long, or two clauses in a row.",
        ),
        why: (
            "同一任务分在两处，责任单位和期限往往不一致；有一处带日期、一处不带时尤其如此。",
            "Stated twice, a duty gets two bodies and two dates, above all when only one of the two has a date.",
        ),
        fix: ("合并到一处，另一处改为引用。", "Keep one and refer to it from the other."),
        example: Example {
            faulty: "第一章 卫生\n\n一、医疗\n\n强化基层医疗服务体系建设。2020年建立覆盖城乡居民的基本医疗卫生制度。\n\n加强全科医生队伍建设，建立覆盖城乡的基本医疗卫生制度。\n",
            sound: "第一章 卫生\n\n一、医疗\n\n强化基层医疗服务体系建设。2020年建立覆盖城乡居民的基本医疗卫生制度。\n\n加强全科医生队伍建设，推进分级诊疗。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let clauses = clauses_of(context);
    let pairs = near_pairs(context, &clauses);
    let places: BTreeSet<(usize, usize)> = pairs.iter().map(|pair| (pair.first, pair.second)).collect();
    let mut reported: BTreeSet<usize> = BTreeSet::new();
    for pair in &pairs {
        if !is_repetition(context, &clauses, &places, pair) || reported.contains(&pair.second) {
            continue;
        }
        reported.insert(pair.second);
        // The clause that follows in a repeated pair belongs to the same finding.
        if places.contains(&(pair.first + 1, pair.second + 1)) {
            reported.insert(pair.second + 1);
        }
        let (first, second) = (&clauses[pair.first], &clauses[pair.second]);
        let (repeated, original) = (second.text(context).trim(), first.text(context).trim());
        found.push(
            RULE.finding()
                .message(
                    format!("“{repeated}”与“{original}”几乎相同"),
                    format!("“{repeated}” and “{original}” say nearly the same"),
                )
                .label(second.span(context), "再次出现", "again")
                .label(first.span(context), "首次出现", "first")
                .help("合并到一处，另一处改为引用", "keep one and refer to it from the other"),
        );
    }
}

/// Whether two like clauses are one duty stated twice.
fn is_repetition(
    context: &Context<'_>,
    clauses: &[Clause],
    places: &BTreeSet<(usize, usize)>,
    pair: &Pair,
) -> bool {
    let (first, second) = (&clauses[pair.first], &clauses[pair.second]);
    // A figure may be stated in the goals and again with its task, and a watchword anywhere.
    if !first.is_duty || !second.is_duty {
        return false;
    }
    let length = first.object.len().min(second.object.len());
    if first.heading(context) == second.heading(context) {
        return true;
    }
    // Two clauses in a row, the second of them close behind the first.
    let follows = (1..=2).flat_map(|i| (1..=2).map(move |j| (pair.first + i, pair.second + j))).any(|next| {
        places.contains(&next)
            && clauses[next.0].sentence == first.sentence
            && clauses[next.1].sentence == second.sentence
    });
    (length >= 10 && pair.likeness >= 0.85) || follows
}
