use super::outline::cite;
use crate::context::Context;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::{Block, Heading};
use source::{Diagnostic, Family, Severity, Span};

pub(crate) static RULE: Rule = Rule {
    code: "S006",
    name: "numbering-gap",
    family: Family::Structure,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("编号不连续", "A gap in the numbering"),
        what: (
            "核对同一上级之下各级标题、以及表、图、专栏的编号是否连续，找出跳号和重号。",
            "Checks that headings under one parent, tables, figures and boxes are numbered without gaps or repeats.",
        ),
        why: (
            "跳号说明有一节被删或丢失；重号使引用无法定位。",
            "A gap means that a part was cut or lost; a repeat makes references ambiguous.",
        ),
        fix: ("恢复缺失的部分，或重新编号。", "Restore what is missing, or number again."),
        example: Example {
            faulty: "某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第四章 保障措施\n\n加强领导。\n",
            sound: "某市发展规划\n\n第一章 发展基础\n\n基础良好。\n\n第二章 重点任务\n\n推进融合。\n\n第三章 保障措施\n\n加强领导。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    if context.trust().holds() {
        found.extend(gaps(context).0);
    }
}

/// The gaps, and the places where the missing number is there and was only not taken for one.
pub(crate) fn gaps(context: &Context<'_>) -> (Vec<Diagnostic>, Vec<Span>) {
    let text = context.document.text.as_str();
    let mut out = (Vec::new(), Vec::new());
    headings(text, &context.document.blocks, &mut out);
    for (boxed, _) in &context.boxes {
        headings(text, &boxed.blocks, &mut out);
    }
    captions(context, &mut out);
    out
}

/// The last number seen on each level; a heading of a higher level starts the lower ones anew.
///
/// A plan may number a level on through its chapters (第一节 to 第四十节), so a number that goes on from
/// the last one of the level is as good as a fresh start.
fn headings(text: &str, blocks: &[Block], (found, slips): &mut (Vec<Diagnostic>, Vec<Span>)) {
    let mut open: Vec<&Heading> = Vec::new();
    let mut last: [Option<&Heading>; 256] = [None; 256];
    for block in blocks {
        let Block::Heading(heading) = block else { continue };
        let level = usize::from(heading.level);
        open.retain(|above| above.level <= heading.level);
        let before = open.pop_if(|above| above.level == heading.level);
        open.push(heading);
        let Some(ordinal) = heading.ordinal else { continue };
        let goes_on = |from: Option<&Heading>| {
            from.filter(|h| same_style(h, heading)).and_then(|h| h.ordinal).is_some_and(|n| n + 1 == ordinal)
        };
        let expected = before.filter(|h| same_style(h, heading)).and_then(|h| h.ordinal).map_or(1, |n| n + 1);
        let sound = ordinal == expected || goes_on(last[level]) || (before.is_some() && ordinal == 1);
        last[level] = Some(heading);
        // Under a new parent a list may start at a number that belongs to another series.
        if sound || before.is_none_or(|h| !same_style(h, heading)) {
            continue;
        }
        // The number is there, inside a paragraph or a table.
        let between = before.and_then(|before| text.get(before.span.end..heading.span.start));
        if between.is_some_and(|between| stands_in(between, heading, expected)) {
            slips.push(heading.span);
            continue;
        }
        let title = cite(&heading.number, heading.title.text());
        let (zh, en) = if ordinal < expected {
            (format!("“{title}”与前面的编号重复"), format!("the number of “{title}” was used before"))
        } else {
            (
                format!("“{title}”之前缺少第{expected}项"),
                format!("number {expected} is missing before “{title}”"),
            )
        };
        let mut finding = RULE
            .finding()
            .message(zh, en)
            .label(heading.span, format!("应为第{expected}项"), format!("{expected} was expected"))
            .help("恢复缺失的部分，或重新编号", "restore what is missing, or number again");
        if let Some(before) = before {
            finding = finding.label(before.span, "前一项", "the one before");
        }
        found.push(finding);
    }
}

/// Numbers of one series are written alike: 第一章 and 第二章, but not 一 and 1.
fn same_style(a: &Heading, b: &Heading) -> bool {
    let style = |heading: &Heading| {
        let bare: String = heading
            .number
            .chars()
            .map(|c| match c {
                _ if c.is_ascii_digit() => '0',
                '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '百' => '一',
                _ => c,
            })
            .collect();
        let mut chars: Vec<char> = bare.chars().collect();
        chars.dedup();
        chars
    };
    style(a) == style(b)
}

/// Whether the number `expected` is written in `text` in the style of the heading.
fn stands_in(text: &str, heading: &Heading, expected: u32) -> bool {
    let number = heading.number.as_str();
    let numeral = |c: char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(c);
    let Some(end) = number.char_indices().rev().find(|(_, c)| numeral(*c)).map(|(at, c)| at + c.len_utf8())
    else {
        return false;
    };
    let start =
        number[..end].char_indices().rev().take_while(|(_, c)| numeral(*c)).last().map_or(end, |(at, _)| at);
    let written = if number[start..end].starts_with(|c: char| c.is_ascii_digit()) {
        expected.to_string()
    } else {
        in_chinese(expected)
    };
    let wanted = format!("{}{written}{}", &number[..start], &number[end..]);
    let bare = |c: char| !c.is_whitespace();
    let text: String = text.chars().filter(|c| bare(*c)).collect();
    let closed = number.starts_with(['第', '（', '(']);
    text.match_indices(&wanted).any(|(at, _)| {
        let after = &text[at + wanted.len()..];
        closed || after.starts_with(['、', '．', '.', '，', ' ', '）', ')', '是'])
    })
}

/// 1 to 99 in Chinese numerals.
fn in_chinese(number: u32) -> String {
    let digit = |n: u32| "〇一二三四五六七八九".chars().nth(n as usize).unwrap_or('〇').to_string();
    match number {
        0..10 => digit(number),
        10 => "十".to_owned(),
        11..20 => format!("十{}", digit(number - 10)),
        _ if number.is_multiple_of(10) => format!("{}十", digit(number / 10 % 10)),
        _ => format!("{}十{}", digit(number / 10 % 10), digit(number % 10)),
    }
}

fn captions(context: &Context<'_>, (found, slips): &mut (Vec<Diagnostic>, Vec<Span>)) {
    let mut series: [Vec<(u32, Span)>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    for block in &context.document.blocks {
        let (kind, number, span) = match block {
            Block::Table(table) => (0, &table.number, table.title.full_span()),
            Block::Box(boxed) => (1, &boxed.number, boxed.title.full_span()),
            Block::Figure(figure) => (2, &figure.number, figure.span),
            _ => continue,
        };
        if let Ok(number) = number.parse() {
            series[kind].push((number, span));
        }
    }
    for ((zh, en), captions) in [("表", "table"), ("专栏", "box"), ("图", "figure")].into_iter().zip(series)
    {
        for pair in captions.windows(2) {
            let [(before, place), (number, span)] = pair else { continue };
            if *number == before + 1 || *number == 1 {
                continue;
            }
            let expected = before + 1;
            let text = &context.document.text;
            let full: String = expected.to_string().chars().map(full_width).collect();
            if text.contains(&format!("{zh}{expected}")) || text.contains(&format!("{zh}{full}")) {
                slips.push(*span);
                continue;
            }
            found.push(
                RULE.finding()
                    .message(
                        format!("{zh}{before}之后是{zh}{number}，应为{zh}{expected}"),
                        format!("{en} {before} is followed by {en} {number}, not {expected}"),
                    )
                    .label(*span, format!("{zh}{number}"), format!("{en} {number}"))
                    .label(*place, format!("{zh}{before}"), format!("{en} {before}"))
                    .help("恢复缺失的部分，或重新编号", "restore what is missing, or number again"),
            );
        }
    }
}

/// ２ for 2.
fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_digit()).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_headings() {
        for (number, written) in [(3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (34, "三十四")]
        {
            assert_eq!(in_chinese(number), written);
        }
        assert_eq!(full_width('2'), '２');
    }
}
