//! The stretches of a line between spaces, and what each could be.

use crate::clean;
use crate::piece::Flow;
use source::Span;

/// What a stretch of a line could be, from its signs alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A number that may count rows.
    Integer(u32),
    /// A value: digits with the signs and words that values have.
    Number,
    /// Years from and to.
    Years,
    /// A dash or a stroke.
    Dash,
    /// 约束性, 预期性.
    Nature,
    /// A unit or a piece of one.
    Unit,
    Word,
}

/// A stretch of a line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) span: Span,
    /// Place across the page, in half-width columns.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Width of the space before it on its line.
    pub(crate) gap: usize,
    pub(crate) kind: Kind,
}

/// How places across the page are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Metric {
    /// A Chinese character is as wide as two digits.
    Widths,
    /// Every character counts one, as some converters pad their lines.
    Characters,
}

/// A line with its pieces.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// First and last piece.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) tokens: Vec<Token>,
    pub(crate) page_break: bool,
}

impl Line {
    /// Whether a value or a nature stands in it.
    pub(crate) fn is_strong(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| matches!(token.kind, Kind::Number | Kind::Dash | Kind::Nature | Kind::Years))
            || self.tokens.len() > 1 && self.tokens.iter().any(|token| matches!(token.kind, Kind::Integer(_)))
    }
}

/// The line that begins with the piece `at`; `None` where no text stands.
pub(crate) fn line(flow: &Flow, at: usize, metric: Metric) -> Option<Line> {
    let head = flow.pieces.get(at).filter(|piece| piece.is_text())?;
    let mut last = at;
    while flow.pieces.get(last + 1).is_some_and(|piece| piece.glued && piece.is_text()) {
        last += 1;
    }
    let span = head.span.cover(flow.pieces[last].span);
    let tokens = tokens(&flow.text, span, usize::from(head.indent), metric);
    Some(Line { first: at, last, tokens, page_break: head.page_break })
}

fn tokens(text: &str, line: Span, indent: usize, metric: Metric) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut column = indent;
    let mut open: Option<(usize, usize)> = None;
    let mut gap = 0;
    for (at, c) in line.of(text).char_indices().chain([(line.len(), ' ')]) {
        let at = line.start + at;
        let wide = c == '\u{3000}' || clean::is_wide(c);
        let width = if wide && metric == Metric::Widths { 2 } else { 1 };
        if c.is_whitespace() {
            if let Some((start, from)) = open.take() {
                push(
                    text,
                    line.end,
                    &mut out,
                    Token { span: Span::new(start, at), from, to: column, gap, kind: Kind::Word },
                );
                gap = 0;
            }
            gap += width;
        } else {
            open.get_or_insert((at, column));
        }
        column += width;
    }
    out
}

/// Adds a token; 36 左右, 2025 年 and [累计 20] are one each.
fn push(text: &str, line_end: usize, out: &mut Vec<Token>, mut token: Token) {
    const BEHIND: [&str; 6] = ["左右", "以上", "以下", "以内", "上下", "个百分点"];
    token.kind = kind(token.span.of(text));
    if let Some(last) = out.last_mut()
        && (token.gap == 1 || token.gap <= 8 && is_total(last.span.of(text), token.span.of(text)))
    {
        let (before, word) = (last.span.of(text), token.span.of(text));
        let number = matches!(last.kind, Kind::Number | Kind::Integer(_));
        let year = word.starts_with('年') && before.len() == 4 && before.starts_with(['1', '2']) && number;
        let spaced = is_total(before, word)
            || word.chars().count() == 1 && before.chars().count() == 1 && is_spaced_word(before, word);
        // A bracket that this line does not close goes on in the next one, not in the next cell.
        let inside =
            unclosed(before) && before.len() < 40 && text.get(token.span.start..line_end).is_some_and(closes);
        if (number && BEHIND.contains(&word)) || year || spaced || inside {
            last.span = last.span.cover(token.span);
            last.to = token.to;
            last.kind = kind(last.span.of(text));
            return;
        }
    }
    out.push(token);
}

/// 小 计, 合　　计: the name of a row of sums with its letters set apart.
fn is_total(a: &str, b: &str) -> bool {
    matches!((a, b), ("小" | "合" | "总" | "共", "计"))
}

/// 指 标, 单 位: a head of two letters set apart.
fn is_spaced_word(a: &str, b: &str) -> bool {
    ["指标", "单位", "属性", "序号", "类别", "领域", "备注", "性质"]
        .iter()
        .any(|word| word.strip_prefix(a).is_some_and(|rest| rest == b))
}

/// Whether a text closes a bracket that it does not open.
pub(super) fn closes(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().any(|c| {
        depth += i32::from(OPENING.contains(&c)) - i32::from(CLOSING.contains(&c));
        depth < 0
    })
}

/// Signs that open a bracket.
pub(crate) const OPENING: [char; 5] = ['（', '(', '[', '〔', '【'];

/// Signs that close a bracket.
pub(crate) const CLOSING: [char; 5] = ['）', ')', ']', '〕', '】'];

/// Whether a bracket is open at the end of `text`.
pub(crate) fn unclosed(text: &str) -> bool {
    let count = |signs: [char; 5]| text.chars().filter(|c| signs.contains(c)).count();
    count(OPENING) > count(CLOSING)
}

/// What a text could be.
pub(super) fn kind(text: &str) -> Kind {
    const NATURES: [&str; 10] = [
        "约束性",
        "预期性",
        "约束",
        "预期",
        "指导性",
        "预测性",
        "约束性指标",
        "预期性指标",
        "导向性",
        "引导性",
    ];
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if NATURES.contains(&plain.as_str()) {
        return Kind::Nature;
    }
    if plain.chars().all(|c| matches!(c, '—' | '-' | '–' | '－' | '―' | '─' | '/')) {
        return Kind::Dash;
    }
    if plain.len() <= 3
        && !plain.starts_with('0')
        && let Ok(number) = plain.parse()
    {
        return Kind::Integer(number);
    }
    if is_years(&plain) {
        return Kind::Years;
    }
    if is_value(&plain) {
        return Kind::Number;
    }
    if is_unit(&plain) { Kind::Unit } else { Kind::Word }
}

/// 2026-2030, 2026—2030年.
fn is_years(text: &str) -> bool {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let rest = |c: char| matches!(c, '-' | '—' | '–' | '－' | '―' | '～' | '~' | '至' | '年');
    digits.len() == 8
        && text.get(..4).is_some_and(|first| digits.starts_with(first))
        && text.chars().all(|c| c.is_ascii_digit() || rest(c))
        && [digits.get(..2), digits.get(4..6)].iter().all(|century| matches!(century, Some("19" | "20")))
}

/// Whether all that stands beside the digits is what values are printed with.
#[expect(clippy::too_many_lines, reason = "the letters a value may hold, one arm for each kind")]
fn is_value(text: &str) -> bool {
    const WORDS: [&str; 30] = [
        "个百分点",
        "不低于",
        "不少于",
        "不超过",
        "不高于",
        "控制在",
        "保持在",
        "稳定在",
        "五年累计",
        "累计",
        "新增",
        "达到",
        "提高",
        "下降",
        "高于",
        "低于",
        "大于",
        "小于",
        "优于",
        "超过",
        "以上",
        "以下",
        "以内",
        "左右",
        "年均",
        "力争",
        "降低",
        "增加",
        "约",
        "倍",
    ];
    // 2025年 heads a column, 3岁以下 begins a name.
    if text.contains(['年', '岁']) && !text.contains("年均") && !text.starts_with("五年") {
        return false;
    }
    let mut rest = text.to_owned();
    if !rest.contains(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c)) {
        return false;
    }
    for word in WORDS {
        rest = rest.replace(word, "");
    }
    // A letter taken for a digit leaves one foreign sign: 10.l.
    rest.chars().all(|c| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || ('①'..='⑳').contains(&c)
            || matches!(
                c,
                '.' | ','
                    | ':'
                    | '：'
                    | '．'
                    | '-'
                    | '—'
                    | '–'
                    | '～'
                    | '~'
                    | '－'
                    | '%'
                    | '％'
                    | '‰'
                    | '*'
                    | '+'
            )
            || matches!(
                c,
                '≥' | '≤'
                    | '＞'
                    | '＜'
                    | '>'
                    | '<'
                    | '〔'
                    | '〕'
                    | '['
                    | ']'
                    | '（'
                    | '）'
                    | '('
                    | ')'
                    | '【'
                    | '】'
                    | '±'
                    | '≈'
            )
    })
}

/// Whether a text is made of what units are made of.
pub(crate) fn is_unit(text: &str) -> bool {
    const SIGNS: &str = "%‰％亿万千百十元美人户个家件套辆吨米立方平公里亩顷克升微毫度时天日年岁张所座处分钟床位次项条标准煤/／（）()名艘台部篇只头株枚倍点瓦小每㎡³²m";
    const LONGEST: usize = 9;
    !text.is_empty()
        && text.chars().nth(LONGEST).is_none()
        && text.chars().all(|c| SIGNS.contains(c) || c.is_ascii_digit())
        && text.starts_with(|c: char| !c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_stretches() {
        for (text, expected) in [
            ("约束性", Kind::Nature),
            ("—", Kind::Dash),
            ("12", Kind::Integer(12)),
            ("36左右", Kind::Number),
            ("＞80", Kind::Number),
            ("〔累计新增1.38〕", Kind::Number),
            ("6.9—8.5", Kind::Number),
            ("万元/人", Kind::Unit),
            ("方米", Kind::Unit),
            ("2025年", Kind::Word),
            ("2026—2030", Kind::Years),
            ("2026-2030年", Kind::Years),
            ("6000-8000", Kind::Number),
            ("3岁以下入托率", Kind::Word),
            ("5G基站", Kind::Word),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn spaces_inside_cells() {
        let text = "36 左右 2025 年 [累计达到 1000] 指 标";
        let tokens = tokens(text, Span::new(0, text.len()), 0, Metric::Widths);
        let texts: Vec<&str> = tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(texts, ["36 左右", "2025 年", "[累计达到 1000]", "指 标"]);
    }
}
