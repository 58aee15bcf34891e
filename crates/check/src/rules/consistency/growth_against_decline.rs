use crate::context::Context;
use crate::language::clause_at;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::{Names, Words};
use plan::Measure;
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity, Span};
use std::collections::BTreeMap;

pub(crate) static RULE: Rule = Rule {
    code: "C003",
    name: "growth-against-decline",
    family: Family::Consistency,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("一处说增长、一处说下降", "Growth in one place, decline in another"),
        what: (
            "某指标在过去一个时期有正的年均增速，文中另一处又说它“下降”“下滑”而不给数字。说增速、增幅、占比下降的不报。",
            "An indicator has a positive yearly growth for the past, and another place says without a figure that it fell. Falls of growth rates and shares are left alone.",
        ),
        why: (
            "读者不知道形势究竟如何，问题分析与目标失去依据。",
            "Readers cannot tell how things stand, and the targets lose their ground.",
        ),
        fix: (
            "写明下降的年份和幅度，或更正其中一处。",
            "Say in which year and by how much it fell, or correct one of the two.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，固定资产投资782.1亿元，年均增长9.5%。但固定资产投资下降明显，缺少重大项目。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，固定资产投资782.1亿元，年均增长9.5%。但固定资产投资增速下降明显，缺少重大项目。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

static DECLINES: Words = Words::new(&["下降", "下滑", "减少", "萎缩", "负增长", "回落", "大幅下跌", "缩减"]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let mut growing: BTreeMap<&str, (Decimal, Span)> = BTreeMap::new();
    for statements in &context.statements {
        let growth: Option<(Decimal, Span)> = statements.observations.iter().find_map(|o| {
            let rate = if o.measure == Measure::GrowthRate { o.value } else { o.rate };
            rate.filter(|rate| *rate > Decimal::ZERO).map(|rate| (rate, o.provenance.span))
        });
        let Some(growth) = growth else { continue };
        let name = statements.indicator.name.as_str();
        // 降低率 falls when it does well.
        if name.chars().count() < 4 || name.contains(['降', '减']) {
            continue;
        }
        growing.entry(name).or_insert(growth);
    }
    let names = Names::new(growing.keys().copied());
    for piece in context.prose() {
        let text = piece.text();
        for (at, name) in names.all(text) {
            let (rate, place) = growing[name];
            let clause = clause_at(text, at);
            let rest = &text[at + name.len()..clause.end];
            let Some((fall, word)) = DECLINES.find(rest) else { continue };
            // 固定资产投资下降明显, but not 固定资产投资增速下降 or …占比….
            let near = rest[..fall].chars().count() <= 3
                && !rest[..fall].contains(['率', '速', '幅', '比', '占', '的']);
            if !near || rest.chars().any(|c| c.is_ascii_digit()) {
                continue;
            }
            let rate = plain(rate);
            found.push(
                RULE.finding()
                    .message(
                        format!("{name}年均增长{rate}%，这里却说“{word}”"),
                        format!("{name} grew by {rate}% a year, but here it is said to have fallen ({word})"),
                    )
                    .label(piece.span(at..clause.end), "说下降，没有数字", "said to fall, no figure")
                    .label(place, format!("年均增长{rate}%"), format!("{rate}% a year"))
                    .help("写明下降的年份和幅度，或更正其中一处", "say when and by how much, or correct one"),
            );
        }
    }
}
