use super::facts::in_words;
use crate::context::Context;
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use plan::Target;
use plan::catalogue::Unit;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "I006",
    name: "coverage-against-head-count",
    family: Family::Identity,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("参保率与参保人数对不上", "Insurance coverage that does not fit the head count"),
        what: (
            "由参保人数除以参保率推算应参保人数，与常住人口相比：不足一半或超过全部人口的报告。常住人口没有给出时，由城镇人口和城镇化率推算。",
            "The number insured over the coverage gives who should be insured; less than half of all residents or more than all of them is reported. Residents are computed from urban population and urbanisation when not stated.",
        ),
        why: (
            "养老、医疗等社会保险面向绝大多数居民；对不上说明两个数的人群不同（如只算职工），却没有写明。",
            "Such insurance is for nearly everybody; a misfit means that the two figures speak of different people, such as employees only.",
        ),
        fix: ("写明参保率和参保人数各自的人群范围。", "State whom each figure covers."),
        example: Example {
            faulty: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，常住人口达到304万人。到2020年，基本养老保险参保率达到90%。到2020年，基本养老保险参保人数达到80万人。\n",
            sound: "某市国民经济和社会发展第十三个五年规划纲要\n\n第一章 目标\n\n到2020年，常住人口达到304万人。到2020年，基本养老保险参保率达到90%。到2020年，基本养老保险参保人数达到210万人。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    let facts = context.facts();
    for rate in &context.plan.targets {
        let Some(insurance) = insurance_of(&rate.subject) else { continue };
        let Some(year) = rate.year.or(rate.implied_year) else { continue };
        // Unemployment and injury insurance are for employees only.
        let universal = insurance.contains("养老") || insurance.contains("医疗");
        let residents = facts.get("resident_population", year).filter(|_| universal && rate.unit == "%");
        let heads = context.plan.targets.iter().find(|t| {
            t.subject.starts_with(insurance)
                && t.unit.ends_with('人')
                && t.value.is_some()
                && t.year.or(t.implied_year) == Some(year)
        });
        let (Some(residents), Some(heads)) = (residents, heads) else { continue };
        let Some((eligible, unit)) = eligible(rate, heads) else { continue };
        let too_few = eligible.high < 0.5 * residents.value.low;
        let too_many = eligible.low > residents.value.high;
        if !(too_few || too_many) {
            continue;
        }
        let (Some(percent), Some(people)) = (rate.value.map(plain), heads.value.map(plain)) else { continue };
        let implied = show(f64::midpoint(eligible.low, eligible.high) / unit, 1);
        let ratio = show(100.0 * eligible.high / residents.value.high, 0);
        let everybody = in_words(residents);
        let derived =
            if residents.depth > 0 { format!("（{}）", residents.working) } else { String::new() };
        found.push(
            RULE.finding()
                .message(
                    format!(
                        "{insurance}参保{people}{}，参保率{percent}%，应参保人数为{implied}{}，只合常住人口{everybody}{derived}的{ratio}%",
                        heads.unit, heads.unit
                    ),
                    format!(
                        "{insurance}: {people}{} insured at {percent}% means {implied}{} eligible, {ratio}% of {everybody} residents{derived}",
                        heads.unit, heads.unit
                    ),
                )
                .label(rate.provenance.span, format!("参保率{percent}%"), format!("{percent}%"))
                .label(heads.provenance.span, format!("参保{people}{}", heads.unit), format!("{people}{}", heads.unit))
                .label(residents.places[0], "人口", "population")
                .help("写明各自的人群范围", "state whom each figure covers"),
        );
    }
}

/// Who should be insured, in persons, and the size of the printed unit.
fn eligible(rate: &Target, heads: &Target) -> Option<(Interval, f64)> {
    let unit = Unit::parse(&heads.unit)?.factor;
    let coverage = Interval::of(rate.value?).scaled(0.01);
    (coverage.low > 0.0).then_some(())?;
    Some((Interval::of(heads.value?).scaled(unit).quotient(coverage), unit))
}

/// 基本养老保险 of 基本养老保险参保率.
fn insurance_of(subject: &str) -> Option<&str> {
    let name = ["参保率", "覆盖率", "参保覆盖率"].iter().find_map(|end| subject.strip_suffix(end))?;
    name.ends_with("保险").then_some(name)
}
