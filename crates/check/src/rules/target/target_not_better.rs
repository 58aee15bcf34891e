use super::base_of_previous_period::is_reduction;
use crate::context::{Context, Statements};
use crate::figures::is_settled;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use plan::figure::{Figure, series_apart};
use plan::{Comparator, Direction, IndicatorKind, Measure, Observation, Target};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T003",
    name: "target-not-better",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("目标没有好于基数", "A target that is no better than its base"),
        what: (
            "目标值等于或差于基数。时期降幅（能耗、污染物减少）、红线与总量控制、逐年安排的工作量不报：这些指标的两个数不能直接比较，或本来就以保持为目标。",
            "The target equals the base or is worse. Reductions over a period, ceilings and red lines, and yearly workloads are left alone: their two figures do not compare, or keeping the level is the aim.",
        ),
        why: (
            "什么都不做也能“完成”，或者规划了倒退。",
            "It is reached by doing nothing, or a step back is planned.",
        ),
        fix: (
            "核对基数和目标；确为保持的，写“不低于”。",
            "Check both figures; when keeping the level is meant, write 不低于.",
        ),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n劳动年龄人口平均受教育年限（年）\t14\t14\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n表1：主要指标\n\n指标\t2015年基数\t2020年目标\t指标属性\n劳动年龄人口平均受教育年限（年）\t10\t11\t约束性\n森林覆盖率（%）\t19\t21\t约束性\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Levels that are to be kept or held down, so that an equal or looser figure is no step back.
static KEPT: Words = Words::new(&[
    "保有量",
    "保护面积",
    "保护区面积",
    "红线",
    "总量",
    "规模",
    "控制",
    "稳定",
    "储备",
    "消费量",
    "失业率",
    "涨幅",
    "增速",
]);
/// Work done within a year: less of it may be all that is left to do.
static WORKLOADS: Words = Words::new(&[
    "新增", "改造", "脱贫", "建成", "新建", "完成", "治理", "转移", "培训", "搬迁", "年均", "累计", "造林",
    "增长", "筹集", "改建", "加固",
]);

/// A name that begins with a verb is work to be done, not a state.
static DOING: Words = Words::new(&[
    "建设",
    "清淤",
    "提标",
    "整治",
    "增加",
    "实施",
    "开展",
    "培育",
    "创建",
    "引进",
    "修复",
    "更新",
    "雨污分流",
    "检测",
    "疏浚",
    "种植",
]);

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for statements in &context.statements {
        let mut judged = false;
        for target in &statements.targets {
            let Some(base) = base_of(statements, target).filter(|base| is_before(context, base)) else {
                continue;
            };
            // In the plan of one year a number of things is the work of that year.
            let yearly = context.plan.period.is_some_and(|period| period.start == period.end);
            let counted =
                !matches!(target.unit.as_str(), "%" | "％" | "‰" | "岁" | "年") && !target.unit.contains('/');
            if judged || yearly && counted || !comparable(statements, target, base) {
                continue;
            }
            let (Some(from), Some(to), Some(direction)) =
                (base.value, target.value, statements.indicator.direction)
            else {
                continue;
            };
            let worse = match direction {
                Direction::Up => to < from,
                Direction::Down => to > from,
                Direction::Level => false,
            };
            // Nothing is better than no case, or than all of them: to keep that is an aim.
            let full = matches!(target.unit.as_str(), "%" | "％") && to == Decimal::ONE_HUNDRED;
            let best = direction == Direction::Down && to.is_zero() || direction == Direction::Up && full;
            if !(worse || to == from && direction != Direction::Level && !best) {
                continue;
            }
            // Asked last, as it looks at the words around both.
            let settled = is_settled(context, &target.provenance, target.year.is_some())
                && (is_settled(context, &base.provenance, base.year.is_some())
                    || reached_in_review(context, base));
            if !settled {
                continue;
            }
            judged = true;
            let (from, to, unit) = (plain(from), plain(to), &target.unit);
            let name = &statements.indicator.name;
            let (zh, en) = if worse { ("差于", "is worse than") } else { ("等于", "equals") };
            let is_about = target.comparator == Comparator::Approx;
            let (around, about) = if is_about { ("左右", "about ") } else { ("", "") };
            let mut finding = RULE
                .finding()
                .message(
                    format!("{name}的目标{to}{unit}{around}{zh}基数{from}{unit}"),
                    format!("the target of {name}, {about}{to}{unit}, {en} its base {from}{unit}"),
                )
                .label(target.provenance.span, format!("{from}→{to}"), format!("{from} to {to}"))
                .help("核对基数和目标；确为保持的，写“不低于”", "check both; to keep a level, write 不低于");
            if base.provenance.span != target.provenance.span {
                finding = finding.label(base.provenance.span, "基数", "base");
            }
            found.push(finding);
        }
    }
}

/// Whether a figure is what a plan begins with: what was reached in the middle of its years is no base.
fn is_before(context: &Context<'_>, base: &Observation) -> bool {
    let within = context.plan.period.filter(|plan| plan.start < plan.end);
    within.is_none_or(|plan| base.period.is_none_or(|base| base.end < plan.start))
}

/// The latest earlier yearly figure of the same measure and unit.
pub(crate) fn base_of<'a>(statements: &Statements<'a>, target: &Target) -> Option<&'a Observation> {
    let year = target.year.or(target.implied_year)?;
    let aim = Figure::of_target(target, statements.indicator, None);
    statements
        .observations
        .iter()
        .filter(|o| {
            o.measure == target.measure
                && o.unit == target.unit
                && o.value.is_some()
                && o.averaging == target.averaging
                && o.period.is_some_and(|p| p.start == p.end)
                && series_apart(&Figure::of_observation(o, statements.indicator), &aim).is_none()
                && o.period.is_some_and(|p| p.end < year)
        })
        .max_by_key(|o| (o.period, o.provenance.origin == target.provenance.origin))
        .copied()
}

fn comparable(statements: &Statements<'_>, target: &Target, base: &Observation) -> bool {
    let name = &statements.indicator.name;
    let flow = statements.indicator.kind == Some(IndicatorKind::Flow);
    let bounded =
        matches!(target.comparator, Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt);
    matches!(target.measure, Measure::Level | Measure::Share | Measure::Count)
        && target.value_high.is_none()
        && target.scope.is_empty()
        && base.comparator == Comparator::Eq
        && !is_reduction(&statements.indicator.name, &statements.indicator.parent, target.measure)
        && !KEPT.is_in(name)
        && !WORKLOADS.is_in(name)
        && DOING.opening(name).is_none()
        && !(flow && bounded)
        && !(bounded && base.value == target.value)
        && !kept_about(target, base)
}

/// Whether a floor lies just under the base: 93%以上 behind 93.4% keeps what there is.
fn kept_about(target: &Target, base: &Observation) -> bool {
    let (Some(to), Some(from)) = (target.value, base.value) else { return false };
    let loose =
        matches!(target.comparator, Comparator::Ge | Comparator::Gt | Comparator::Le | Comparator::Lt);
    // One in fifty: what a floor under a level that varies from year to year leaves open.
    let near = (to - from).abs().checked_mul(Decimal::from(50)).is_some_and(|apart| apart <= from.abs());
    loose && near
}

/// Whether a section that looks back reports a share as reached: it is that of the last year of the period.
fn reached_in_review(context: &Context<'_>, base: &Observation) -> bool {
    let setting = context.setting(&base.provenance);
    let share = base.measure == Measure::Share && base.averaging.is_none();
    let last = context.plan.period.map(plan::Period::base);
    let now = base.period.is_some_and(|period| period.start == period.end && Some(period.end) == last);
    let said = ["达到", "提高到", "提升到", "提升至", "稳定在"]
        .iter()
        .any(|word| base.provenance.quote.contains(word));
    share && now && said && setting.looks_back && !setting.local && !setting.looks_ahead
}
