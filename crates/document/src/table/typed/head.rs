//! The head: from words on one line or several to columns of a meaning.

use super::token::{Kind, Line, Token, unclosed};
use source::Span;
use std::sync::LazyLock;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Ordinal,
    Group,
    Name,
    Unit,
    Value,
    Rate,
    Nature,
    Body,
    Note,
    /// Years from and to: 2026—2029.
    Years,
    /// Words of any length: place, nature and content of a work.
    Text,
}

/// A column with the pieces of its head.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub(crate) column: Column,
    pub(crate) spans: Vec<Span>,
    /// Place across the page.
    pub(crate) from: usize,
    pub(crate) to: usize,
    label: String,
}

/// The columns and how many lines their heads take.
#[derive(Clone, Debug)]
pub(crate) struct Heads {
    pub(crate) columns: Vec<Head>,
    pub(crate) lines: usize,
}

/// More lines are no head.
const MOST_LINES: usize = 24;

struct Words {
    whole: Vec<(Column, Vec<&'static str>)>,
    tail: Vec<&'static str>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { whole: Vec::new(), tail: Vec::new() };
    for line in include_str!("../../../data/heads.tsv").lines() {
        let Some((class, list)) = line.split_once('\t') else { continue };
        let list: Vec<&str> = list.split(' ').collect();
        let column = match class {
            "ordinal" => Column::Ordinal,
            "name" => Column::Name,
            "group" => Column::Group,
            "unit" => Column::Unit,
            "nature" => Column::Nature,
            "body" => Column::Body,
            "note" => Column::Note,
            "years" => Column::Years,
            "text" => Column::Text,
            "value" => Column::Value,
            "rate" => Column::Rate,
            _ => {
                words.tail = list;
                continue;
            }
        };
        words.whole.push((column, list));
    }
    words
});

/// All words that head a column by themselves.
pub(in crate::table) fn words_of() -> impl Iterator<Item = (Column, &'static str)> {
    WORDS.whole.iter().flat_map(|(column, list)| list.iter().map(|word| (*column, *word)))
}

/// What a head means; `None` for words that head no column.
pub(in crate::table) fn meaning(label: &str) -> Option<Column> {
    let bare = label.trim_matches(['[', ']', '〔', '〕', '(', ')', '（', '）', '【', '】']);
    let known = WORDS.whole.iter().find(|(_, list)| list.contains(&label) || list.contains(&bare));
    if let Some((column, _)) = known {
        return Some(*column);
    }
    if is_content(label) {
        return Some(Column::Text);
    }
    // “十五五”投资, its quote perhaps on the line above.
    if label.chars().count() <= 12 && label.contains(['“', '”', '"']) && label.contains('投') {
        return Some(Column::Value);
    }
    // With a unit or a remark in brackets.
    let front = label.split(['（', '(', '[', '〔']).next().unwrap_or("");
    if !front.is_empty() && front != label {
        return meaning(front);
    }
    let year = label.get(..4).is_some_and(|digits| {
        digits.bytes().all(|b| b.is_ascii_digit()) && (digits.starts_with("19") || digits.starts_with("20"))
    });
    let short = label.chars().nth(16).is_none();
    if year && short {
        let rest = label.get(4..).unwrap_or("").trim_start_matches('年');
        let grows = ["年均", "增长", "增速", "累计", "变化"].iter().any(|word| rest.contains(word));
        return Some(if grows { Column::Rate } else { Column::Value });
    }
    let growth = ["年均", "增速", "增长率", "累计"].iter().any(|word| label.contains(word));
    (growth && short && !label.contains(|c: char| c.is_ascii_digit())).then_some(Column::Rate)
}

/// 建设规模及主要内容: what a work consists of, in any order of these words.
fn is_content(label: &str) -> bool {
    const WORDS: [&str; 9] = ["内容", "规模", "主要", "建设", "项目", "工程", "及", "和", "与"];
    let mut rest = label;
    while let Some(word) = WORDS.iter().find(|word| rest.starts_with(**word)) {
        rest = &rest[word.len()..];
    }
    rest.is_empty() && (label.contains("内容") || label.contains("规模"))
}

/// “十五五”目标 above its years.
fn spans_years(label: &str) -> bool {
    label.starts_with(['“', '"'])
        && label.contains('五')
        && label.chars().count() <= 12
        && !label.contains('投')
}

fn compact(text: &str, token: &Token) -> String {
    token.span.of(text).chars().filter(|c| !c.is_whitespace()).map(fold).collect()
}

fn fold(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        _ => c,
    }
}

/// Whether a line may begin a head, from its first words.
pub(crate) fn may_begin(text: &str, line: &Line) -> bool {
    let Some(first) = line.tokens.first() else { return false };
    let label = compact(text, first);
    let more = || line.tokens.iter().filter(|token| meaning(&compact(text, token)).is_some()).count() >= 3;
    matches!(meaning(&label), Some(Column::Ordinal | Column::Group | Column::Name | Column::Unit))
        && label.chars().count() <= 6
        || (spans_years(&label) || label.starts_with('“') && meaning(&label) == Some(Column::Value))
            && line.tokens.len() <= 3
        || more()
        // Heads of two lines begin above those of one.
        || line.tokens.len() >= 2
            && line.tokens.iter().all(|token| meaning(&compact(text, token)) == Some(Column::Value))
}

/// How many stretches of a line head a column.
pub(crate) fn heads(text: &str, line: &Line) -> usize {
    line.tokens.iter().filter(|token| meaning(&compact(text, token)).is_some()).count()
}

/// Reads a head whose cells are set around the middle of its height: what stands above each other is one cell.
pub(crate) fn stacked(text: &str, lines: &[Line]) -> Option<Heads> {
    const MOST: usize = 6;
    let words = |line: &&Line| line.tokens.iter().all(|token| matches!(token.kind, Kind::Word | Kind::Unit));
    let most = lines.iter().take(MOST).take_while(words).count();
    (2..=most).rev().find_map(|used| {
        let mut columns: Vec<Head> = Vec::new();
        for token in lines[..used].iter().flat_map(|line| &line.tokens) {
            let label = compact(text, token);
            let mut over = columns.iter_mut().filter(|head| token.from < head.to && head.from < token.to);
            match (over.next(), over.next()) {
                (Some(head), None) => {
                    head.label.push_str(&label);
                    head.spans.push(token.span);
                    (head.from, head.to) = (head.from.min(token.from), head.to.max(token.to));
                }
                (None, _) => columns.push(Head {
                    column: Column::Note,
                    spans: vec![token.span],
                    from: token.from,
                    to: token.to,
                    label,
                }),
                (Some(_), Some(_)) => return None,
            }
        }
        for head in &mut columns {
            head.column = meaning(&head.label)?;
        }
        columns.sort_by_key(|head| head.from);
        plausible(&columns).then_some(Heads { columns, lines: used })
    })
}

/// Whether columns are those of a table of indicators or works.
fn plausible(columns: &[Head]) -> bool {
    let count = |column: Column| columns.iter().filter(|head| head.column == column).count();
    let values = count(Column::Value) + count(Column::Rate);
    count(Column::Name) == 1 && values > 0 && (3..=14).contains(&columns.len())
}

/// Reads the head that begins with the first of `lines`.
///
/// `aligned` says that places across the page tell the columns.
pub(crate) fn read(text: &str, lines: &[Line], aligned: bool) -> Option<Heads> {
    let mut columns: Vec<Head> = Vec::new();
    let mut used = 0;
    'lines: for (nth, line) in lines.iter().take(MOST_LINES).enumerate() {
        let known = columns.clone();
        let below = lines.get(nth + 1).map_or(&[][..], |line| &line.tokens);
        for token in &line.tokens {
            if !take(text, &mut columns, token, below, aligned) {
                columns = known;
                break 'lines;
            }
        }
        used += 1;
    }
    if aligned {
        columns.sort_by_key(|head| head.from);
    } else if let Some(first) = columns.iter().position(|head| head.column == Column::Ordinal)
        && columns[..first].iter().all(|head| head.column == Column::Value)
    {
        // The heads of several lines began above: they stand behind the others.
        columns.rotate_left(first);
    }
    plausible(&columns).then_some(Heads { columns, lines: used })
}

/// Adds a token to the columns; `false` when it is no part of a head.
#[expect(
    clippy::too_many_lines,
    reason = "the kinds of words in a head, each with what it does to the columns"
)]
fn take(text: &str, columns: &mut Vec<Head>, token: &Token, below: &[Token], aligned: bool) -> bool {
    let label = compact(text, token);
    // “十五五” above 投资（亿元）: the money of the period, a column of its own.
    let under = |rest: &&Token| !aligned || (rest.from < token.to + 2 && token.from < rest.to + 2);
    let of_money = || below.iter().filter(under).any(|rest| compact(text, rest).starts_with("投资"));
    if spans_years(&label) && label.contains(['”', '"']) && !of_money() {
        return true;
    }
    // 计量单 above 位: a head that its narrow column breaks.
    let broken = |label: &str| {
        below.iter().filter(under).find_map(|rest| meaning(&format!("{label}{}", compact(text, rest))))
    };
    let has = |columns: &[Head], column: Column| columns.iter().any(|head| head.column == column);
    // What an open bracket or a half of a word waits for.
    let near = |head: &Head| !aligned || (token.from < head.to + 2 && head.from < token.to + 2);
    let waits = |head: &Head| {
        unclosed(&head.label) || matches!(head.label.as_str(), "计量" | "序" | "指" | "单" | "属" | "是否")
    };
    let tail = WORDS.tail.contains(&label.as_str())
        || label.starts_with(['（', '(', '[', '〔', '%', '％'])
        || label.starts_with('年') && label.chars().count() <= 5
        || label.ends_with(['）', ')', ']', '〕']) && meaning(&label).is_none() && unclosed_before(columns);
    // [累计] below 年均增长 is one head with it.
    let under_rate = aligned && columns.iter().any(|head| head.column == Column::Rate && near(head));
    let opens_rate = label.starts_with(['[', '〔']) && meaning(&label) == Some(Column::Rate) && !under_rate;
    let completes = |head: &Head| {
        let whole = format!("{}{label}", head.label);
        let half = matches!(
            head.label.as_str(),
            "序" | "指" | "单" | "属" | "计量" | "是否" | "建设" | "起止" | "责任" | "牵头" | "项目"
        );
        let waits = head.label != "指标_" && !head.label.is_empty() && meaning(&head.label).is_none();
        (half || waits || head.label.ends_with('投'))
            && label.chars().count() <= 2
            && meaning(&whole) == Some(head.column)
            || head.label.starts_with('“') && !head.label.contains('”') && label.contains('”')
            || spans_years(&head.label) && head.label.ends_with('”') && label.starts_with("投资")
    };
    let join = |head: &mut Head| {
        head.label.push_str(&label);
        head.spans.push(token.span);
        head.from = head.from.min(token.from);
        head.to = head.to.max(token.to);
    };
    if let Some(head) = columns.iter_mut().find(|head| near(head) && completes(head)) {
        join(head);
        return true;
    }
    // 指标 a second time goes on with 性质 or 属性.
    if label == "指标" && has(columns, Column::Name) && !has(columns, Column::Nature) {
        columns.push(Head {
            column: Column::Nature,
            spans: vec![token.span],
            from: token.from,
            to: token.to,
            label: "指标_".to_owned(),
        });
        return true;
    }
    if matches!(label.as_str(), "性质" | "属性" | "类型")
        && let Some(head) = columns.iter_mut().find(|head| head.label == "指标_")
    {
        head.label = String::new();
        join(head);
        return true;
    }
    if tail || unclosed_before(columns) {
        let plain = |head: &Head| {
            matches!(head.column, Column::Value)
                && !head.label.contains("投资")
                && !WORDS.tail.iter().any(|word| head.label.ends_with(word) && *word != "年")
        };
        let bracket = label.starts_with(['（', '(', '[', '〔', '%', '％']);
        let place = if aligned {
            let middle = token.from + token.to;
            columns
                .iter()
                .enumerate()
                .filter(|(_, head)| {
                    near(head)
                        && !matches!(
                            head.column,
                            Column::Ordinal | Column::Name | Column::Group | Column::Unit | Column::Nature
                        )
                })
                .min_by_key(|(_, head)| (head.from + head.to).abs_diff(middle))
                .map(|(place, _)| place)
                .or_else(|| columns.iter().position(|head| near(head) && unclosed(&head.label)))
        } else if let Some(open) = columns.iter().position(|head| unclosed(&head.label)) {
            Some(open)
        } else if bracket && !opens_rate {
            let takes = |head: &Head| matches!(head.column, Column::Rate | Column::Note | Column::Value);
            let free = |head: &Head| takes(head) && !head.label.contains(['（', '(', '[', '〔']);
            columns.iter().rposition(free).or_else(|| columns.iter().rposition(takes))
        } else {
            columns.iter().position(waits).or_else(|| columns.iter().position(plain))
        };
        let own = meaning(&label);
        if let Some(place) = place
            && (own.is_none_or(|own| matches!(own, Column::Value) || has(columns, own))
                || unclosed_before(columns))
            && !opens_rate
        {
            join(&mut columns[place]);
            return true;
        }
        if own.is_none() && !(aligned && broken(&label).is_some()) {
            // 年均增速 above, （%） below on the main line: its column is not known yet.
            return false;
        }
    }
    let half_quoted = spans_years(&label).then_some(Column::Value);
    let Some(column) = meaning(&label).or(half_quoted).or_else(|| broken(&label)) else {
        return false;
    };
    // A number of rows may be taken for a head nowhere; a second 单位 or 属性 is a word of the body.
    // The 指标 that stood above 性质 was taken for the names before these came.
    if column == Column::Name
        && let Some(head) = columns.iter_mut().find(|head| head.label == "指标")
    {
        head.column = Column::Nature;
        "指标_".clone_into(&mut head.label);
    }
    let single =
        matches!(column, Column::Ordinal | Column::Name | Column::Unit | Column::Nature | Column::Group);
    if matches!(token.kind, Kind::Integer(_)) || (single && has(columns, column)) {
        return false;
    }
    columns.push(Head { column, spans: vec![token.span], from: token.from, to: token.to, label });
    true
}

fn unclosed_before(columns: &[Head]) -> bool {
    columns.iter().any(|head| unclosed(&head.label))
}
