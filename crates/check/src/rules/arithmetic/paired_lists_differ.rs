use crate::context::{Context, Piece};
use crate::language::{clauses, enumeration, is_han};
use crate::rule::{Example, Grade, Page, Rule, Search};
use crate::words::Words;
use phrase::Mention;
use source::{Diagnostic, Family, Severity};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "A013",
    name: "paired-lists-differ",
    family: Family::Arithmetic,
    severity: Severity::Warning,
    grade: Grade::Preview,
    page: Page {
        title: ("“分别”前后个数不等", "分别 with lists of different lengths"),
        what: (
            "“甲、乙、丙分别达到1、2”：前面列出的对象与后面列出的数值个数不同。并列词可切可不切时取合得上的数；数值是对象个数的倍数时不报。",
            "甲、乙、丙分别达到1、2: the things named and the values given differ in number. Where a conjunction may or may not cut the list, the fitting count is taken; twice as many values are two lists.",
        ),
        why: ("缺的那个数不知道是谁的，考核时无从对应。", "Nobody can tell whose value is missing."),
        fix: ("补上缺少的对象或数值。", "Add what is missing."),
        example: Example {
            faulty: "到2025年，进口、出口和服务贸易额分别年均增长6%、8%以上。",
            sound: "到2025年，进口、出口分别年均增长6%、8%以上。",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

const MARK: &str = "分别";

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for sentence in &context.sentences {
        let piece = &context.pieces[sentence.piece];
        let text = &piece.text()[sentence.range.clone()];
        for (at, _) in text.match_indices(MARK) {
            let Some(values) = values(piece, sentence.range.start, text, at) else { continue };
            let Some((list, least, most)) = things(text, at) else { continue };
            let n = values.len();
            let fits = (least..=most).contains(&n) || (least..=most).any(|m| n.is_multiple_of(m));
            if fits || least < 2 {
                continue;
            }
            let things = if least == most { least.to_string() } else { format!("{least}或{most}") };
            let shift =
                |range: Range<usize>| range.start + sentence.range.start..range.end + sentence.range.start;
            let span = values[0].span.start..values[n - 1].span.end;
            found.push(
                RULE.finding()
                    .message(
                        format!("“分别”前面列出{things}项，后面给出{n}个数值"),
                        format!("分别 follows a list of {things} and is followed by {n} values"),
                    )
                    .label(piece.span(span), format!("{n}个数值"), format!("{n} values"))
                    .label(piece.span(shift(list)), format!("{things}项"), format!("a list of {things}"))
                    .help("补上缺少的对象或数值", "add what is missing"),
            );
        }
    }
}

/// The values of one list behind the mark: joined by 、 or 和, two or more.
fn values<'p>(piece: &'p Piece<'_>, start: usize, text: &str, at: usize) -> Option<Vec<&'p Mention>> {
    let from = start + at + MARK.len();
    let behind = &text[at + MARK.len()..];
    let end = from + behind.find(['，', '。', '；', '：', ',', ';']).unwrap_or(behind.len());
    let mut out: Vec<&Mention> = Vec::new();
    for mention in piece.mentions.iter().filter(|m| (from..end).contains(&m.span.start)) {
        if mention.kind.is_calendar() || mention.value.is_none() {
            continue;
        }
        if let Some(last) = out.last() {
            let between = &piece.text()[last.span.end.min(mention.span.start)..mention.span.start];
            let joined = between.chars().all(|c| "、和及与 以上下左右内超过约达到为".contains(c));
            if !joined || last.kind != mention.kind {
                return None;
            }
        } else if piece.text()[from..mention.span.start].chars().count() > 16 {
            return None;
        }
        out.push(mention);
    }
    // A number that the grammar does not know would be missed in the count.
    let rest = &piece.text()[from..end];
    let numbers = digit_runs(rest);
    let calendar =
        piece.mentions.iter().filter(|m| (from..end).contains(&m.span.start) && m.kind.is_calendar()).count();
    (out.len() >= 2 && numbers <= out.len() + calendar).then_some(out)
}

/// How many numbers in digits there are.
fn digit_runs(text: &str) -> usize {
    let mut inside = false;
    let mut count = 0;
    for c in text.chars() {
        let digit = c.is_ascii_digit() || (inside && matches!(c, '.' | ','));
        count += usize::from(digit && !inside);
        inside = digit;
    }
    count
}

/// The list of things before the mark, with the least and the most it may count: in the clause of the mark,
/// or, when that names one thing only (镇区人口), in the clause before.
fn things(text: &str, at: usize) -> Option<(Range<usize>, usize, usize)> {
    let all: Vec<Range<usize>> = clauses(text).collect();
    let own = all.iter().position(|clause| (clause.start..=clause.end).contains(&at))?;
    let here = all[own].start..at;
    if text[here.clone()].contains('、') {
        return list_of(text, here);
    }
    // Two things joined by 和 may be one name; what is here has to be a plain noun for the list before it.
    if text[here.clone()].contains(['和', '与', '及']) {
        return None;
    }
    let before = all.get(own.checked_sub(1)?)?.clone();
    let other =
        text[before.clone()].contains(MARK) || text[before.clone()].contains(|c: char| c.is_ascii_digit());
    if other { None } else { list_of(text, before) }
}

fn list_of(text: &str, range: Range<usize>) -> Option<(Range<usize>, usize, usize)> {
    static ENDS: Words = Words::new(&[
        "建设", "发展", "打造", "推进", "实现", "完成", "达到", "形成", "培育", "增长", "提高", "下降",
        "降低", "控制",
    ]);
    let words = &text[range.clone()];
    let items = enumeration(words);
    let last = items.len().checked_sub(1)?;
    let mut joints = 0;
    for (index, item) in items.iter().enumerate() {
        let item = words[item.clone()].trim();
        let length = item.chars().count();
        let longest = if index == last { 24 } else { 12 };
        // Figures, brackets and verbs inside make it something else than a list of names.
        let name = length >= 1
            && length <= longest
            && item.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric())
            && !(index < last && ENDS.is_in(item));
        let dated = item.contains('年') && item.chars().any(|c| c.is_ascii_digit());
        if !name || (index > 0 && index < last && dated) || item.contains("等") {
            return None;
        }
        joints += item.chars().filter(|c| matches!(c, '和' | '及' | '与')).count();
    }
    // 进口、出口和服务贸易额: what stands before 和 is of the kind of the items before it, so 和 cuts the list.
    let kind = |item: &Range<usize>| words[item.clone()].trim().chars().next_back();
    let cut = last.checked_sub(1).is_some_and(|before| {
        let tail = &words[items[last].clone()];
        tail.find(['和', '及', '与']).is_some_and(|at| tail[..at].chars().next_back() == kind(&items[before]))
    });
    let least = items.len() + usize::from(cut);
    (items.len() >= 2).then_some((range, least, items.len() + joints))
}
