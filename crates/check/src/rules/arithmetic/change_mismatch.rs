use crate::context::Context;
use crate::printed::{Interval, plain, show};
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::{Comparator, Kind, Mention};
use rust_decimal::prelude::ToPrimitive;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A007",
    name: "change-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("“由甲到乙”与变动幅度不符", "A change that does not fit its two ends"),
        what: (
            "同一句里写了“由54.5%提高到62.5%”又写了“提高7个百分点”，核对差额。只比较单位相同或百分点与百分比。",
            "When one sentence gives both ends (由54.5%提高到62.5%) and the change in points, checks the difference.",
        ),
        why: ("三个数中至少有一个是错的。", "At least one of the three figures is wrong."),
        fix: ("核对三个数。", "Check the three figures."),
        example: Example {
            faulty: "城镇化率由54.5%提高到62.5%，提高7个百分点。",
            sound: "城镇化率由54.5%提高到62.5%，提高8个百分点。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let piece = &context.pieces[sentence.piece];
        let inside: Vec<&Mention> = piece
            .mentions
            .iter()
            .filter(|m| sentence.range.contains(&m.span.start) && !m.kind.is_calendar())
            .collect();
        for three in inside.windows(3) {
            let [from, to, change] = three else { continue };
            let pair = from.comparator() == Some(Comparator::From)
                && to.comparator() == Some(Comparator::To)
                && from.kind == Kind::Percent
                && to.kind == Kind::Percent;
            // Points of the next clause, and no other subject in between.
            let between = &piece.text()[to.span.end..change.span.start];
            let near = between.chars().count() <= 10 && !between.contains(['；', '。']) && !change.annual;
            if !pair || change.kind != Kind::Points || !near || change.open.is_some() {
                continue;
            }
            let (Some(a), Some(b), Some(d)) = (from.value, to.value, change.value) else { continue };
            let difference = Interval {
                low: Interval::of(b).low - Interval::of(a).high,
                high: Interval::of(b).high - Interval::of(a).low,
            };
            let falling = Interval { low: -difference.high, high: -difference.low };
            let stated = Interval::of(d);
            if stated.meets(difference) || stated.meets(falling) {
                continue;
            }
            let real = show((b - a).abs().to_f64().unwrap_or(f64::NAN), 4);
            found.push(
                RULE.finding()
                    .message(
                        format!("由{}%到{}%相差{real}个百分点，文中是{}个", plain(a), plain(b), plain(d)),
                        format!(
                            "{}% to {}% is {real} points, the text says {}",
                            plain(a),
                            plain(b),
                            plain(d)
                        ),
                    )
                    .label(piece.span(change.span.clone()), format!("应为{real}"), format!("{real} expected"))
                    .label(piece.span(from.span.start..to.span.end), "两端", "both ends")
                    .help("核对三个数", "check the three figures"),
            );
        }
    }
}
