use super::{identities, is_sound, stated};
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use scenario::report::{self, Checked};
use scenario::{Conflict, Slack};
use source::{Diagnostic, Family, Lang, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "F002",
    name: "target-implied-by-others",
    family: Family::Feasibility,
    severity: Severity::Note,
    grade: Grade::Stable,
    page: Page {
        title: ("目标已被其他目标包含", "A target that others already imply"),
        what: (
            "其余目标都实现时，由恒等式（和一项写明出处的假定）推出的数已明显好于这个目标：它没有提出新的要求，或单位、口径写错（例如把年均写成累计）。",
            "When the other targets are met, identities, and an assumption whose source is given, leave this quantity clearly better than its target: it asks for nothing, or its unit or definition is wrong (a yearly rate printed as that of the period).",
        ),
        why: (
            "不增加要求的目标不能引导工作；作为约束性指标考核时必然完成。",
            "A target that asks for nothing guides nobody, and as a binding one it is met by itself.",
        ),
        fix: (
            "核对单位和口径；口径无误时，把目标提高到其余目标所意味的水平，或说明理由。",
            "Check unit and definition; where they are right, raise the target to what the others imply, or say why not.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n地区生产总值（亿元）\t1200\t1700\t预期性\n单位地区生产总值能源消耗降低（%）\t—\t14\t约束性\n非化石能源占一次能源消费比重（%）\t12.0\t20.0\t约束性\n单位地区生产总值二氧化碳排放量降低（%）\t—\t4\t约束性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n地区生产总值（亿元）\t1200\t1700\t预期性\n单位地区生产总值能源消耗降低（%）\t—\t14\t约束性\n非化石能源占一次能源消费比重（%）\t12.0\t20.0\t约束性\n单位地区生产总值二氧化碳排放量降低（%）\t—\t22\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let checked = context.feasibility();
    for conflict in checked.knots.iter().flat_map(|knot| &knot.conflicts) {
        // Without an assumption it is a contradiction, and told as one.
        if !conflict.assumed || !is_sound(context, checked, conflict) {
            continue;
        }
        // Of several that could be read so, none can be named.
        if let [slack] = conflict.slack.as_slice() {
            found.extend(finding(checked, conflict, slack));
        }
    }
}

fn finding(checked: &Checked, conflict: &Conflict, slack: &Slack) -> Option<Diagnostic> {
    let network = &checked.network;
    let own = network.statements.get(slack.statement)?;
    let variable = network.variables.get(own.variable)?;
    let implied = |lang: Lang| match slack.exactly {
        Some(value) => report::shown(variable, value, lang),
        None => format!(
            "{} – {}",
            report::shown(variable, slack.implied.low, lang),
            report::shown(variable, slack.implied.high, lang)
        ),
    };
    let assumption = conflict
        .statements
        .iter()
        .filter_map(|at| network.statements.get(*at))
        .find(|one| one.assumed)
        .map(|one| match &one.origin {
            scenario::Origin::Declared { who, place } => {
                (format!("{}（{who}）", one.quote), format!("{place} ({who})"))
            }
            _ => (one.quote.clone(), one.quote.clone()),
        })
        .unwrap_or_default();
    let mut finding = RULE
        .finding()
        .message(
            format!(
                "目标“{}”没有提出新的要求：其余目标实现时已是 {}（{}）",
                report::said(network, own, Lang::Zh),
                implied(Lang::Zh),
                identities(checked, conflict, |words| &words.zh)
            ),
            format!(
                "the target “{}” asks for nothing: with the others met it is {} already ({})",
                report::said(network, own, Lang::En),
                implied(Lang::En),
                identities(checked, conflict, |words| &words.en)
            ),
        )
        .help(
            format!("核对单位和口径（是否为年均数）。假定：{}", assumption.0),
            format!("check unit and definition (is it a rate a year?). Assumed: {}", assumption.1),
        )
        .label(own.span, "这个目标", "this target");
    for one in stated(checked, conflict).into_iter().filter(|one| one.span != own.span) {
        let name = network.variables.get(one.variable).map(|variable| &variable.name);
        let (zh, en) = name.map(|name| (name.zh.clone(), name.en.clone())).unwrap_or_default();
        finding = finding.label(one.span, zh, en);
    }
    Some(finding)
}
