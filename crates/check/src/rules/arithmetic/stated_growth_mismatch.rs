use crate::context::Context;
use crate::printed::{Interval, Reading, growth, growth_at, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::{Comparator, Kind, Mention};
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A016",
    name: "stated-growth-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Preview,
    page: Page {
        title: (
            "一句话里的增速与两端对不上",
            "Growth that does not follow from the two levels of its sentence",
        ),
        what: (
            "“由甲年的甲数增加到（乙年的）乙数，（年均）增长几”：按两端和年数核算增速。写明可比价、实际、同口径的，以及通常按可比价计算的增加值、人均收入，不报。",
            "由…增加到…，（年均）增长…: computes growth from the two levels and the years of the sentence. Growth in constant prices, and value added and incomes that are usually given so, are left alone.",
        ),
        why: ("三个数中至少有一个是错的。", "At least one of the three figures is wrong."),
        fix: ("核对两端和增速。", "Check both levels and the growth."),
        example: Example {
            faulty: "旅游总收入由2024年的286.4亿元增加到2025年的312.2亿元，增长19.0%。",
            sound: "旅游总收入由2024年的286.4亿元增加到2025年的312.2亿元，增长9.0%。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

#[expect(clippy::too_many_lines, reason = "one finding with all its words in both languages")]
fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let piece = &context.pieces[sentence.piece];
        let inside: Vec<&Mention> =
            piece.mentions.iter().filter(|m| sentence.range.contains(&m.span.start)).collect();
        let amounts: Vec<&Mention> = inside.iter().copied().filter(|m| !m.kind.is_calendar()).collect();
        for three in amounts.windows(3) {
            let [from, to, change] = three else { continue };
            let pair = from.comparator() == Some(Comparator::From)
                && to.comparator() == Some(Comparator::To)
                && from.kind == Kind::Quantity
                && to.kind == Kind::Quantity
                && from.unit == to.unit
                && change.kind == Kind::Percent;
            let words = piece.text().get(to.span.end..change.span.start).unwrap_or_default();
            let grows =
                ["增长", "年均增长", "年均递增", "增幅", "增长了"].iter().any(|end| words.ends_with(end));
            if !pair || !grows || words.chars().count() > 12 || words.contains(['；', '。', '、']) {
                continue;
            }
            let clause = &piece.text()[sentence.range.start..change.span.start];
            let year_of = |m: &Mention, low: usize| {
                let mut before = inside
                    .iter()
                    .filter(|y| y.kind == Kind::Year && (low..m.span.start).contains(&y.span.start));
                before.next_back().and_then(|y| year_in(&piece.text()[y.span.clone()]))
            };
            let first = year_of(from, sentence.range.start);
            let last = year_of(to, from.span.end).or_else(|| context.plan.period.map(plan::Period::base));
            let annual = words.contains("年均") || words.contains("递增");
            if is_deflated(clause) {
                continue;
            }
            let (Some(a), Some(b), Some(rate)) = (from.value, to.value, change.value) else { continue };
            let years = match (first, last) {
                (Some(first), Some(last)) if last > first => last - first,
                _ if !annual => 1,
                _ => continue,
            };
            let reading = if annual { Reading::Compound } else { Reading::Total };
            // One year more or less is a matter of how the years are counted.
            let fits = (years - 1..=years + 1)
                .filter(|n| *n > 0 && (annual || *n == years))
                .filter_map(|n| {
                    growth(from.printed.number.unwrap_or(a), to.printed.number.unwrap_or(b), n, reading)
                })
                .any(|interval| interval.meets(Interval::of(rate)));
            let Some(real) = growth_at(a, b, years, reading).filter(|_| !fits) else { continue };
            let same_unit = from.printed.unit == to.printed.unit;
            if !same_unit || change.open.is_some() {
                continue;
            }
            let (rate, real) = (plain(rate), show(real, 1));
            let how = if annual { "年均" } else { "" };
            found.push(
                RULE.finding()
                    .message(
                        format!("由{}到{}，{how}增长{real}%，文中是{rate}%", shown(from), shown(to)),
                        format!(
                            "{} to {} is a growth of {real}%, the text says {rate}%",
                            shown(from),
                            shown(to)
                        ),
                    )
                    .label(
                        piece.span(change.span.clone()),
                        format!("应为{real}%"),
                        format!("{real}% expected"),
                    )
                    .label(piece.span(from.span.start..to.span.end), "两端", "both levels")
                    .help("核对两端和增速", "check both levels and the growth"),
            );
        }
    }
}

fn shown(mention: &Mention) -> String {
    format!("{}{}", mention.printed.number.map(plain).unwrap_or_default(), mention.printed.unit)
}

fn year_in(text: &str) -> Option<i32> {
    let digits: String =
        text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|year| (1949..2100).contains(year))
}

/// Growth in constant prices does not follow from levels in current ones.
fn is_deflated(clause: &str) -> bool {
    const REAL: [&str; 14] = [
        "可比",
        "不变价",
        "实际增长",
        "同口径",
        "扣除",
        "生产总值",
        "增加值",
        "GDP",
        "可支配收入",
        "生产率",
        "产值",
        "人均收入",
        "纯收入",
        "剔除",
    ];
    REAL.iter().any(|word| clause.contains(word))
}
