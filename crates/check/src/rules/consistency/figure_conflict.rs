use crate::context::{Context, Statements};
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::catalogue::Unit;
use plan::{Averaging, Comparator, Measure, Origin, Provenance};
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

/// A figure as one place states it.
struct Figure<'a> {
    year: i32,
    past: bool,
    measure: Measure,
    scope: &'a str,
    unit: &'a str,
    comparator: Comparator,
    averaging: Option<Averaging>,
    value: Decimal,
    provenance: &'a Provenance,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in &context.statements {
        let figures = figures(statements);
        let mut reported: Vec<Decimal> = Vec::new();
        for (at, figure) in figures.iter().enumerate() {
            let other = figures[..at]
                .iter()
                .find(|other| same_thing(figure, other) && tables_compare(statements, figure, other));
            let Some(other) = other else { continue };
            if agree(figure, other) || reported.contains(&figure.value) {
                continue;
            }
            reported.push(figure.value);
            found.push(conflict(statements, other, figure));
        }
    }
}

fn figures<'a>(statements: &Statements<'a>) -> Vec<Figure<'a>> {
    let results = statements.observations.iter().filter_map(|o| {
        let period = o.period?;
        Some(Figure {
            year: period.end,
            past: true,
            measure: o.measure,
            scope: &o.region,
            unit: &o.unit,
            comparator: o.comparator,
            averaging: o.averaging,
            value: o.value.filter(|_| o.value_high.is_none())?,
            provenance: &o.provenance,
        })
    });
    let aims = statements.targets.iter().filter_map(|t| {
        Some(Figure {
            year: t.year.or(t.implied_year)?,
            past: false,
            measure: t.measure,
            scope: &t.scope,
            unit: &t.unit,
            comparator: t.comparator,
            averaging: t.averaging,
            value: t.value.filter(|_| t.value_high.is_none())?,
            provenance: &t.provenance,
        })
    });
    // What is only counted in prose is often counted anew for every district; the same words are not
    // the same thing there.
    let anchored = statements.observations.iter().any(|o| o.provenance.origin == Origin::Table)
        || statements.targets.iter().any(|t| t.provenance.origin == Origin::Table)
        || statements.indicator.catalogue.is_some();
    results
        .chain(aims)
        .filter(|f| anchored || !matches!(f.measure, Measure::Count | Measure::Completion))
        .collect()
}

/// Whether two rows of tables may be held against each other. Lists of works for several places repeat
/// their rows (小计, 雨水管网工程) with other figures; a standard indicator is the same in every table.
fn tables_compare(statements: &Statements<'_>, a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let tabled = |f: &Figure<'_>| f.provenance.origin == Origin::Table;
    !(tabled(a) && tabled(b)) || statements.indicator.catalogue.is_some()
}

fn same_thing(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let whole = |scope: &str| matches!(scope, "" | "全市" | "全省" | "全县" | "全区" | "全国" | "全州");
    a.year == b.year
        && a.past == b.past
        && a.measure == b.measure
        // The growth of one year is not the average growth of five.
        && (a.measure != Measure::GrowthRate || a.averaging == b.averaging)
        && (a.unit == b.unit || factor_between(a, b).is_some())
        && !matches!(a.measure, Measure::Multiple | Measure::Change | Measure::Ratio)
        && (a.scope == b.scope || whole(a.scope) && whole(b.scope))
        && a.provenance.span != b.provenance.span
        // One sentence that gives two figures gives them for two things.
        && (a.provenance.line != b.provenance.line || a.provenance.origin != b.provenance.origin)
}

/// How many units of `a` one unit of `b` is, when they differ and convert into each other.
fn factor_between(a: &Figure<'_>, b: &Figure<'_>) -> Option<f64> {
    if a.unit == b.unit {
        return None;
    }
    let (left, right) = (Unit::parse(a.unit)?, Unit::parse(b.unit)?);
    let plain = matches!(a.comparator, Comparator::Eq) && matches!(b.comparator, Comparator::Eq);
    (left.agrees_with(&right) && plain).then(|| right.factor / left.factor)
}

/// Whether both can be true: equal after rounding, or one lies within the bound of the other.
fn agree(a: &Figure<'_>, b: &Figure<'_>) -> bool {
    let near = |share: f64| {
        let (x, y) = (a.value.to_f64().unwrap_or(f64::NAN), b.value.to_f64().unwrap_or(f64::NAN));
        (x - y).abs() <= share * x.abs().max(y.abs())
    };
    let coarser = |x: Decimal, y: Decimal| {
        let places = x.scale().min(y.scale());
        x.round_dp(places) == y.round_dp(places)
    };
    if let Some(factor) = factor_between(a, b) {
        // Converted figures were rounded in another place: a share of the value is allowed for.
        let converted = Interval::of(b.value).scaled(factor).widened(0.005);
        return Interval::of(a.value).widened(0.005).meets(converted);
    }
    if Interval::of(a.value).meets(Interval::of(b.value)) && coarser(a.value, b.value) {
        return true;
    }
    let allows = |bound: &Figure<'_>, value: Decimal| match bound.comparator {
        Comparator::Ge => value >= bound.value,
        Comparator::Gt => value > bound.value,
        Comparator::Le => value <= bound.value,
        Comparator::Lt => value < bound.value,
        Comparator::Approx => near(0.05),
        Comparator::Eq | Comparator::Range => false,
    };
    allows(a, b.value) || allows(b, a.value)
}

fn conflict(statements: &Statements<'_>, a: &Figure<'_>, b: &Figure<'_>) -> Diagnostic {
    let name = &statements.indicator.name;
    let (zh_place, en_place) = (|f: &Figure<'_>| place(f).0, |f: &Figure<'_>| place(f).1);
    let other = factor_between(a, b).map_or(b.value.to_f64(), |factor| b.value.to_f64().map(|v| v * factor));
    let (x, y) = (a.value.to_f64().unwrap_or(f64::NAN), other.unwrap_or(f64::NAN));
    let gap = show((x - y).abs(), 4);
    let share = 100.0 * (x - y).abs() / x.abs().max(y.abs());
    let (first, second) = (plain(a.value), plain(b.value));
    let (unit, other_unit, year) = (a.unit, b.unit, a.year);
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
