use crate::context::{Context, Piece};
use crate::language::clause_at;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use phrase::{Comparator, Kind, Mention};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A006",
    name: "breakdown-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("分项之和不等于总数", "A breakdown that does not add up"),
        what: (
            "“壮大20家龙头企业：甲类3户，乙类5户”这样先写总数、冒号后分解的句子，各分项之和应等于总数。\
             “每个县（市）12户”按文中写明的县（市）个数相乘；带“至少”的分解不足总数时降为警告；“其中”引出的部分不算分解。",
            "When a total is followed by a colon and its parts (20家…：3户，5户), the parts must sum to it. A figure for each county is multiplied by the number of counties that the text states. A breakdown with 至少 that falls short is a warning; parts led in by 其中 are no breakdown.",
        ),
        why: (
            "对不上的差额没有落到任何单位头上，任务分解时必然扯皮。",
            "The difference falls on nobody, and will be argued about when duties are assigned.",
        ),
        fix: ("补上缺少的分项，或更正总数。", "Add the missing part, or correct the total."),
        example: Example {
            faulty: "壮大20家龙头企业：到2020年，销售收入100亿元以上企业达到3户，50亿元以上企业达到5户。",
            sound: "壮大8家龙头企业：到2020年，销售收入100亿元以上企业达到3户，50亿元以上企业达到5户。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Measure words that count the same things.
const COUNTERS: [&str; 9] = ["家", "户", "个", "处", "座", "所", "项", "条", "名"];

struct Term<'a> {
    mention: &'a Mention,
    factor: u32,
    at_least: bool,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for piece in context.prose() {
        let text = piece.text();
        for (colon, mark) in text.char_indices().filter(|(_, c)| *c == '：') {
            let end = text[colon..].find('。').map_or(text.len(), |i| colon + i);
            let label = clause_at(text, colon);
            let counts = |range: std::ops::Range<usize>| {
                piece.mentions.iter().filter(move |m| range.contains(&m.span.start) && is_count(m))
            };
            let (Some(total), None) = (counts(label.clone()).next(), counts(label.clone()).nth(1)) else {
                continue;
            };
            let body = colon + mark.len_utf8()..end;
            let Some(finding) = judge(context, piece, total, body) else { continue };
            found.push(finding);
        }
    }
}

fn is_count(mention: &Mention) -> bool {
    mention.kind == Kind::Quantity
        && mention.value.is_some()
        && mention.value_high.is_none()
        && mention.open.is_none()
        && COUNTERS.contains(&mention.printed.unit.as_str())
}

#[expect(clippy::too_many_lines, reason = "one finding with all its words in both languages")]
fn judge(
    context: &Context<'_>,
    piece: &Piece<'_>,
    total: &Mention,
    body: std::ops::Range<usize>,
) -> Option<Diagnostic> {
    let text = piece.text();
    if ["其中", "包括", "左右", "约"].iter().any(|word| text[body.clone()].contains(word)) {
        return None;
    }
    // The noun that is counted comes back with every part.
    let noun = head_noun(&text[total.span.end..body.start - '：'.len_utf8()])?;
    let mut terms = Vec::new();
    for mention in piece.mentions.iter().filter(|m| body.contains(&m.span.start) && is_count(m)) {
        let clause = clause_at(text, mention.span.start);
        let words = &text[clause.clone()];
        if !words.contains(noun) {
            return None;
        }
        let factor = match words.find('每') {
            Some(at) if words[at..].starts_with("每个") || words[at..].starts_with("每") => {
                context.stated_number_of(unit_after(&words[at..])?)?
            }
            _ => 1,
        };
        let marked = mention.comparator().is_some_and(Comparator::is_bound);
        let at_least = marked || words.contains("至少") || words.contains("不少于") || words.contains("以上");
        terms.push(Term { mention, factor, at_least });
    }
    if terms.len() < 2 {
        return None;
    }
    let stated = total.value?;
    let mut sum = Decimal::ZERO;
    for term in &terms {
        sum += term.mention.value? * Decimal::from(term.factor);
    }
    if sum == stated {
        return None;
    }
    // “…以上企业达到3户” bounds the firm, not the number of firms: only a bound on the count leaves it open.
    let open = terms.iter().any(|term| term.factor > 1 && term.at_least)
        || terms.iter().any(|term| term.mention.comparator().is_some_and(Comparator::is_bound));
    let arithmetic = terms
        .iter()
        .filter_map(|term| {
            let value = plain(term.mention.printed.number?);
            Some(if term.factor > 1 { format!("{}×{value}", term.factor) } else { value })
        })
        .collect::<Vec<_>>()
        .join("+");
    let shown = plain(stated);
    let (least, at_least) = if open { ("至少", "at least ") } else { ("", "") };
    let mut finding = RULE
        .finding()
        .message(
            format!(
                "总数{shown}，分项{least}{arithmetic}={}，相差{}",
                plain(sum),
                plain((stated - sum).abs())
            ),
            format!(
                "the total is {shown}, the parts {arithmetic} sum to {at_least}{}, off by {}",
                plain(sum),
                plain((stated - sum).abs())
            ),
        )
        .label(piece.span(total.span.clone()), "总数", "total")
        .help("补上缺少的分项，或更正总数", "add the missing part, or correct the total");
    if open {
        if sum > stated {
            return Some(label_terms(finding, piece, &terms));
        }
        finding.severity = Severity::Warning;
    }
    Some(label_terms(finding, piece, &terms))
}

fn label_terms(mut finding: Diagnostic, piece: &Piece<'_>, terms: &[Term<'_>]) -> Diagnostic {
    for term in terms {
        let (zh, en) = if term.factor > 1 {
            (format!("×{}", term.factor), format!("times {}", term.factor))
        } else {
            ("分项".to_owned(), "part".to_owned())
        };
        finding = finding.label(piece.span(term.mention.span.clone()), zh, en);
    }
    finding
}

/// The last two characters of what is counted: 企业 of 龙头企业.
fn head_noun(text: &str) -> Option<&str> {
    let text = text.trim();
    let start = text.char_indices().rev().nth(1)?.0;
    text.get(start..)
}

/// 县（市） of 每个县（市）至少….
fn unit_after(text: &str) -> Option<&'static str> {
    const UNITS: [&str; 10] =
        ["县（市）区", "县（市、区）", "县（市）", "县(市)区", "县(市)", "县区", "乡镇", "街道", "县", "区"];
    let rest = text.trim_start_matches(['每', '个', '一']);
    UNITS.into_iter().find(|unit| rest.starts_with(unit))
}
