use crate::context::Context;
use crate::language::{clause_at, enumeration};
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::{Comparator, Kind, Mention};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A010",
    name: "part-above-whole",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("“其中”的部分大于总数", "Parts behind 其中 that exceed the whole"),
        what: (
            "总数之后用“其中”引出的同单位各部分，单个或合计都不应超过总数；“三县各10家”按三倍计。",
            "Parts in the same unit that follow a total behind 其中 must not exceed it, alone or together; 各10家 for three counties counts three times.",
        ),
        why: (
            "总数或部分写错，投资、规模的分配随之失真。",
            "The total or a part is wrong, and so is whatever is shared out by it.",
        ),
        fix: ("核对总数与各部分。", "Check the total and the parts."),
        example: Example {
            faulty: "规划总投资100亿元，其中财政投入60亿元、社会资本50亿元。",
            sound: "规划总投资110亿元，其中财政投入60亿元、社会资本50亿元。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

#[expect(clippy::too_many_lines, reason = "one finding with all its words in both languages")]
fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let text = context.text(sentence);
        let Some(at) = text.find("其中") else { continue };
        let piece = &context.pieces[sentence.piece];
        let split = sentence.range.start + at;
        let usable = |m: &&Mention| {
            m.kind == Kind::Quantity
                && m.value.is_some()
                && m.value_high.is_none()
                && m.unit.is_some()
                && m.change.is_none()
                // 亿元 alone, the unit of a column that was taken for words, is no figure.
                && !piece.text().get(m.span.clone()).is_some_and(|words| words.starts_with(['亿', '万']))
                // Rates and averages do not add up, and 由419个增加到574个 is a change.
                && !m.printed.unit.contains('/')
                && !m.comparator().is_some_and(|c| c.is_bound() || matches!(c, Comparator::From | Comparator::To | Comparator::Per))
        };
        let inside =
            || piece.mentions.iter().filter(|m| sentence.range.contains(&m.span.start)).filter(usable);
        // 40件（含主办12件）: what a bracket behind a figure holds is neither whole nor part beside it.
        let aside = |m: &Mention, from: usize, to: usize| {
            let (front, behind) = (piece.text().get(from..m.span.start), piece.text().get(m.span.end..to));
            let opened = front.is_some_and(|text| text.rfind(['（', '(']) > text.rfind(['）', ')']));
            let closes = behind.is_some_and(|text| match (text.find(['）', ')']), text.find(['（', '('])) {
                (Some(close), Some(open)) => close < open,
                (close, _) => close.is_some(),
            });
            opened && closes
        };
        let first = sentence.range.start;
        let Some(whole) = inside().rfind(|m| m.span.end <= split && !aside(m, first, split)) else {
            continue;
        };
        // The whole stands in the clause before 其中, not somewhere earlier.
        let gap = &piece.text()[whole.span.end..split];
        if gap.chars().count() > 12 || gap.contains(['。', '；', ';']) {
            continue;
        }
        // An average may lie below those of its parts.
        let named = &piece.text()[clause_at(piece.text(), whole.span.start).start..whole.span.start];
        if ["均", "每", "率", "指数", "价格"].iter().any(|word| named.contains(word)) {
            continue;
        }
        let tail_end = text[at..].find(['；', ';']).map_or(sentence.range.end, |i| split + i);
        // （其中三级1876个） ends with its bracket.
        let opened = text[..at].matches(['（', '(']).count() > text[..at].matches(['）', ')']).count();
        let bracket = if opened { text[at..].find(['）', ')']).map(|i| split + i) } else { None };
        let tail_end = bracket.map_or(tail_end, |close| close.min(tail_end));
        let parts: Vec<&Mention> = inside()
            .filter(|m| m.span.start > split && m.span.start < tail_end)
            .filter(|m| !aside(m, split, tail_end))
            .take_while(|m| m.unit == whole.unit)
            .collect();
        let (Some(total), false) = (whole.value, parts.is_empty()) else { continue };
        let largest = parts.iter().filter_map(|m| m.value).max().unwrap_or_default();
        // The words before each part: its name, or several names with 各.
        let mut from = split + "其中".len();
        let names: Vec<&str> = parts
            .iter()
            .map(|m| {
                let words = &piece.text()[from..m.span.start];
                from = m.span.end;
                words.trim_start_matches(['、', '，', '和', '：'])
            })
            .collect();
        let sum: Decimal = parts
            .iter()
            .zip(&names)
            .filter_map(|(m, name)| Some(m.value? * Decimal::from(times(name))))
            .sum();
        // Parts joined by 、 share the whole among them, and so do regions; other clauses may cut it another way.
        let joined = parts
            .windows(2)
            .all(|pair| !piece.text()[pair[0].span.end..pair[1].span.start].contains(['，', ',', '；']));
        let listed = joined || names.iter().all(|name| are_regions(name));
        let exceeds = largest > total || (listed && parts.len() > 1 && sum > total);
        if !exceeds {
            continue;
        }
        // Shown in the unit that the whole is printed in: 40万亩, not 400000亩.
        let unit = whole.printed.unit.as_str();
        let scale = whole.printed.number.and_then(|number| total.checked_div(number));
        let shown = |value: Decimal| {
            plain(scale.and_then(|scale| value.checked_div(scale)).unwrap_or(value).normalize())
        };
        let (total, part) = (shown(total), shown(if largest > total { largest } else { sum }));
        found.push(
            RULE.finding()
                .message(
                    format!("总数{total}{unit}，其中的部分为{part}{unit}"),
                    format!("the whole is {total}{unit}, its parts are {part}{unit}"),
                )
                .label(piece.span(parts[0].span.start..parts[parts.len() - 1].span.end), "部分", "parts")
                .label(piece.span(whole.span.clone()), "总数", "whole")
                .help("核对总数与各部分", "check the total and the parts"),
        );
    }
}

/// 禾丰县、石岭县、安渡县各: three times what follows.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn times(words: &str) -> u32 {
    words.strip_suffix('各').map_or(1, |list| enumeration(list).len() as u32)
}

/// Whether the words are names of counties, districts, towns.
fn are_regions(words: &str) -> bool {
    let list = words.strip_suffix('各').unwrap_or(words);
    enumeration(list).into_iter().all(|item| {
        let name = list[item].trim();
        (2..=8).contains(&name.chars().count())
            && name.ends_with(['区', '县', '市', '镇', '乡', '州', '盟', '旗'])
    })
}
