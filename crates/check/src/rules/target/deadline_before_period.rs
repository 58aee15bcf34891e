use crate::context::Context;
use crate::language::clause_at;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T017",
    name: "deadline-before-period",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("期限早于规划期", "A deadline before the plan begins"),
        what: (
            "任务章节里“某年底前完成”的年份早于规划期第一年。回顾过去的章节不报。",
            "A duty is due (某年底前) in a year before the plan's first one. Chapters that look back are left alone.",
        ),
        why: (
            "多半抄自上一个规划，到期时间已经过去。",
            "Most likely copied from the plan before; the date has passed.",
        ),
        fix: ("更正年份，或删去已经完成的任务。", "Correct the year, or delete what is already done."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 重点任务\n\n加快管网建设，2014年底前完成老城区雨污分流改造。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 重点任务\n\n加快管网建设，2018年底前完成老城区雨污分流改造。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static DUE: Words = Words::new(&["年底前", "年末前", "年前", "年年底前", "年年末前", "年6月底前"]);
static DUTIES: Words =
    Words::new(&["完成", "建成", "实现", "达到", "建立", "淘汰", "关闭", "开工", "出台", "全面"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let Some(period) = context.plan.period else { return };
    for piece in context.prose().filter(|piece| !context.is_review(piece)) {
        let text = piece.text();
        for (at, _) in text.match_indices('年') {
            let head = text[..at].trim_end_matches(' ');
            let Some(year) =
                head.len().checked_sub(4).and_then(|i| head.get(i..)).and_then(|y| y.parse::<i32>().ok())
            else {
                continue;
            };
            let due = DUE.opening(&text[at..]).is_some();
            let clause = clause_at(text, at);
            let words = &text[clause.clone()];
            // 2005年前建成的小区 describes; a duty is what comes behind the date.
            let duty = DUTIES.is_in(&text[at..clause.end]) && !text[at..clause.end].contains('的');
            let left_out = ["不含", "不包括", "除", "已"].iter().any(|word| words.contains(word));
            if !due || !duty || left_out || !(1949..period.start).contains(&year) {
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("“{}”的期限早于规划期（{}—{}年）", words.trim(), period.start, period.end),
                        format!(
                            "“{}” is due before the plan ({}-{}) begins",
                            words.trim(),
                            period.start,
                            period.end
                        ),
                    )
                    .label(piece.span(clause), format!("{year}年已经过去"), format!("{year} has passed"))
                    .help("更正年份，或删去已经完成的任务", "correct the year, or delete what is done"),
            );
        }
    }
}
