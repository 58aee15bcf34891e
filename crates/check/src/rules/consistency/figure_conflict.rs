use crate::context::{Context, Statements};
use crate::figures::settled;
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::figure::{Figure, apart, factor};
use plan::{Comparator, Origin};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "C001",
    name: "figure-conflict",
    family: Family::Consistency,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("同一指标同一年份数值不同", "Two figures for one indicator and year"),
        what: (
            "同一指标、同一年份、同一口径在两处（正文、表格、专栏）给出不同的数值；单位可以换算的先换算。四舍五入后相同的、“以上”“左右”容得下的不报。",
            "One indicator, year and measure with different figures in two places. Figures that agree after rounding, or that a bound (以上, 左右) allows for, are left alone.",
        ),
        why: (
            "以哪个为基数、哪个为目标，考核时必有争议；由它推算的增速和规模也有两套。",
            "Which of them is the base or the target will be disputed, and everything drawn from it exists twice.",
        ),
        fix: (
            "核实后统一，并检查由该数推算的其他数。",
            "Settle on one figure and check what was drawn from it.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，固定资产投资740亿元。\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\n固定资产投资\t亿元\t498.4\t782.1\n一般公共预算收入\t亿元\t65.8\t75.5\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 发展基础\n\n到2015年末，固定资产投资782亿元。\n\n表1：“十二五”完成情况\n\n指标\t单位\t2010年\t2015年\n固定资产投资\t亿元\t498.4\t782.1\n一般公共预算收入\t亿元\t65.8\t75.5\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in context.statements.iter().filter(|statements| is_anchored(statements)) {
        let figures: Vec<Figure<'_>> =
            settled(context, statements).into_iter().filter(|figure| figure.number().is_some()).collect();
        let mut reported: Vec<Decimal> = Vec::new();
        for (at, figure) in figures.iter().enumerate() {
            let other = figures[..at].iter().find(|other| may_conflict(statements, figure, other));
            let Some(other) = other else { continue };
            let value = figure.value.unwrap_or_default();
            if agree(figure, other) || reported.contains(&value) {
                continue;
            }
            reported.push(value);
            found.push(conflict(statements, other, figure));
        }
    }
}

/// What is only told in prose is often told anew of every district or firm: the same words are not the same
/// thing there. A row of a table or a standard indicator is one thing.
fn is_anchored(statements: &Statements<'_>) -> bool {
    statements.observations.iter().any(|o| o.provenance.origin == Origin::Table)
        || statements.targets.iter().any(|t| t.provenance.origin == Origin::Table)
        || statements.indicator.catalogue.is_some()
}

fn may_conflict(statements: &Statements<'_>, a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let tabled = |f: &Figure<'_>| f.provenance.origin == Origin::Table;
    let both_tabled = tabled(a) && tabled(b);
    apart(a, b).is_none()
        // Lists of works for several places repeat their rows (小计, 雨水管网工程) with other figures; a
        // standard indicator is the same in every table.
        && (!both_tabled || statements.indicator.catalogue.is_some())
        // Two sentences that leave the year to the reader may mean two years.
        && (tabled(a) || tabled(b) || a.dated && b.dated)
        // What stands in a box belongs to its project.
        && ![a, b].iter().any(|f| f.provenance.origin == Origin::Box && statements.indicator.catalogue.is_none())
        && a.provenance.span != b.provenance.span
        // 由100亿元调整为95亿元: what is proposed instead of an aim is no contradiction to it.
        && ![a, b].iter().any(|f| f.provenance.quote.contains("调整为") || f.provenance.quote.contains("调整到"))
        // One sentence that gives two figures gives them for two things.
        && (a.provenance.line != b.provenance.line || a.provenance.origin != b.provenance.origin)
}

/// How many units of `a` one unit of `b` is, when they differ and convert into each other.
fn factor_between(a: &Figure<'_>, b: &Figure<'_>) -> Option<f64> {
    if a.unit == b.unit { None } else { factor(a, b) }
}

/// Whether both can be true: equal after rounding, or one lies within the bound of the other.
fn agree(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let (Some(first), Some(second)) = (a.value, b.value) else { return true };
    let near = |share: f64| {
        let (x, y) = (first.to_f64().unwrap_or(f64::NAN), second.to_f64().unwrap_or(f64::NAN));
        (x - y).abs() <= share * x.abs().max(y.abs())
    };
    let coarser = |x: Decimal, y: Decimal| {
        let places = x.scale().min(y.scale());
        x.round_dp(places) == y.round_dp(places)
    };
    if let Some(factor) = factor_between(a, b) {
        // Converted figures were rounded in another place: a share of the value is allowed for.
        let converted = Interval::of(second).scaled(factor).widened(0.005);
        return Interval::of(first).widened(0.005).meets(converted);
    }
    if Interval::of(first).meets(Interval::of(second)) && coarser(first, second) {
        return true;
    }
    let allows = |bound: Comparator, limit: Decimal, value: Decimal| match bound {
        Comparator::Ge => value >= limit,
        Comparator::Gt => value > limit,
        Comparator::Le => value <= limit,
        Comparator::Lt => value < limit,
        Comparator::Approx => near(0.05),
        Comparator::Eq | Comparator::Range => false,
    };
    allows(a.comparator, first, second) || allows(b.comparator, second, first)
}

fn conflict(statements: &Statements<'_>, a: &Figure<'_>, b: &Figure<'_>) -> Diagnostic {
    let name = &statements.indicator.name;
    let (zh_place, en_place) = (|f: &Figure<'_>| place(f).0, |f: &Figure<'_>| place(f).1);
    let (first, second) = (a.value.unwrap_or_default(), b.value.unwrap_or_default());
    let other = factor_between(a, b).map_or(second.to_f64(), |factor| second.to_f64().map(|v| v * factor));
    let (x, y) = (first.to_f64().unwrap_or(f64::NAN), other.unwrap_or(f64::NAN));
    let gap = show((x - y).abs(), 4);
    let share = 100.0 * (x - y).abs() / x.abs().max(y.abs());
    let (first, second) = (plain(first), plain(second));
    let (unit, other_unit) = (a.unit, b.unit);
    let year = match a.period {
        Some(period) if period.start == period.end => period.end.to_string(),
        Some(period) => format!("{}—{}", period.start, period.end),
        None => String::new(),
    };
    RULE.finding()
        .message(
            format!(
                "{year}年{name}在{}为{first}{unit}，在{}为{second}{other_unit}，相差{gap}{unit}（{}%）",
                zh_place(a),
                zh_place(b),
                show(share, 1)
            ),
            format!(
                "{name} in {year} is {first}{unit} in the {}, {second}{other_unit} in the {}, {gap}{unit} apart ({}%)",
                en_place(a),
                en_place(b),
                show(share, 1)
            ),
        )
        .label(b.provenance.span, format!("{second}{other_unit}"), format!("{second}{other_unit}"))
        .label(a.provenance.span, format!("{first}{unit}"), format!("{first}{unit}"))
        .help("核实后统一", "settle on one figure")
}

fn place(figure: &Figure<'_>) -> (&'static str, &'static str) {
    match figure.provenance.origin {
        Origin::Table => ("表格", "table"),
        Origin::Box => ("专栏", "box"),
        _ => ("正文", "text"),
    }
}
