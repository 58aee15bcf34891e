//! Tables that lost all their cell borders: caption, head and rows in one line of text.
//!
//! `表1：主要指标序号指标2010年2015年1用水量（万吨）25.323.6-8%2…` still tells its cells apart: a name
//! ends with its unit in parentheses, figures follow, and the running number starts the next row. Figures
//! that stick together are cut so that all columns can be filled, with alike decimals side by side.

use crate::clean;
use crate::numeral;
use source::Span;

/// A table found in a line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Flattened {
    pub(crate) caption: Span,
    /// Head first; each row has the same number of cells.
    pub(crate) rows: Vec<Vec<Span>>,
    /// Where the text behind the table begins.
    pub(crate) end: usize,
}

/// The head begins within so many bytes of the caption's start.
const LONGEST_CAPTION: usize = 150;

/// Fewer rows prove nothing.
const LEAST_ROWS: usize = 3;

/// Finds a flattened table at the start of `line`.
pub(crate) fn find(text: &str, line: Span) -> Option<Flattened> {
    let body = line.of(text);
    if !body.starts_with(['表', '专', '附']) {
        return None;
    }
    let years = body.char_indices().map(|(at, _)| at).take_while(|at| *at < 2 * LONGEST_CAPTION);
    let year = years.into_iter().find(|at| starts_with_year(&body[*at..]))?;
    // Of two 指标 (主要指标指标2010年) the second is the head.
    let head = body[..year]
        .find("序号")
        .or_else(|| body[..year].rfind("指标"))
        .filter(|at| (1..LONGEST_CAPTION).contains(at))?;
    let mut scan = Scan { body, at: head };
    let head_cells = scan.head()?;
    let counted = head_cells.first().is_some_and(|cell| flat(&body[cell.range()]) == "序号");
    let figures = head_cells.iter().filter(|cell| starts_with_year(&body[cell.range()])).count();
    let words = head_cells.len() - figures;
    if figures < 2 || words != 1 + usize::from(counted) {
        return None;
    }
    let mut rows = vec![head_cells];
    let mut number = 1;
    while let Some((next, row)) = scan.row(number, counted, figures) {
        number = next;
        rows.push(row);
    }
    let caption = Span::new(0, body[..head].trim_end().len());
    (rows.len() > LEAST_ROWS).then(|| {
        let shift = |span: &Span| Span::new(line.start + span.start, line.start + span.end);
        let rows = rows.iter().map(|row| row.iter().map(shift).collect()).collect();
        Flattened { caption: shift(&caption), rows, end: line.start + scan.at }
    })
}

struct Scan<'a> {
    body: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn rest(&self) -> &str {
        &self.body[self.at..]
    }

    fn skip_space(&mut self) {
        self.at = self.body.len() - self.rest().trim_start().len();
    }

    /// The head: words, then columns that begin with a year (2015年, 2015年比2010年增长).
    fn head(&mut self) -> Option<Vec<Span>> {
        let mut cells = Vec::new();
        let start = self.at;
        if self.rest().starts_with("序号") {
            cells.push(Span::new(start, start + "序号".len()));
            self.at += "序号".len();
        }
        let name = self.at;
        while !starts_with_year(self.rest()) {
            self.at += self.rest().chars().next()?.len_utf8();
            if self.at > name + 40 {
                return None;
            }
        }
        cells.push(Span::new(name, self.at));
        while starts_with_year(self.rest()) {
            let from = self.at;
            self.at += year_length(self.rest());
            // 比2010年增长 belongs to the same column; a digit that starts no year begins the first row.
            while let Some(c) = self.rest().chars().next() {
                let compared = self.body[..self.at].ends_with(['比', '较', '至', '到', '—', '-']);
                if starts_with_year(self.rest()) && compared {
                    self.at += year_length(self.rest());
                } else if numeral::digit(c).is_some() || (!compared && c.is_whitespace()) {
                    break;
                } else {
                    self.at += c.len_utf8();
                }
            }
            cells.push(Span::new(from, self.at));
        }
        Some(cells)
    }

    /// A row: its number if it has one, the name with its unit, the figures. Gives the next number.
    fn row(&mut self, number: u32, counted: bool, figures: usize) -> Option<(u32, Vec<Span>)> {
        let mut scan = Scan { body: self.body, at: self.at };
        scan.skip_space();
        let mut cells = Vec::new();
        let start = scan.at;
        let digits = number.to_string();
        let numbered = scan.rest().starts_with(&digits)
            && scan.rest()[digits.len()..]
                .chars()
                .find(|c| !c.is_whitespace())
                .is_some_and(char::is_alphabetic);
        if numbered {
            scan.at += digits.len();
        }
        if counted {
            cells.push(Span::new(start, scan.at));
        }
        let next = if numbered { number + 1 } else { number };
        scan.skip_space();
        let name = scan.at;
        if !scan.rest().starts_with(char::is_alphabetic) {
            return None;
        }
        let open = scan.rest().find(['（', '('])?;
        let close = open + scan.rest()[open..].find(['）', ')'])?;
        // A name is one phrase: a stop inside means that running text has begun.
        if close > 180 || scan.rest()[..close].contains(['。', '；', '：']) {
            return None;
        }
        scan.at += close + scan.rest()[close..].chars().next()?.len_utf8();
        cells.push(Span::new(name, scan.at));
        let run = figures_length(scan.rest());
        let mut end = scan.at + run;
        // The number of the next row sticks to the last figure.
        let following = next.to_string();
        let named = self.body[end..].trim_start().starts_with(char::is_alphabetic);
        if named && self.body[scan.at..end].ends_with(&following) && !self.body[scan.at..end].ends_with("点")
        {
            end -= following.len();
        }
        let body = self.body[scan.at..end].trim_end();
        let cuts = cut(body, figures)?;
        cells.extend(cuts.iter().map(|span| Span::new(scan.at + span.start, scan.at + span.end)));
        self.at = end;
        Some((next, cells))
    }
}

fn flat(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn year_length(text: &str) -> usize {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    if digits == 4 && text[4..].starts_with('年') { 4 + '年'.len_utf8() } else { 0 }
}

fn starts_with_year(text: &str) -> bool {
    year_length(text) > 0 && text.starts_with(['1', '2'])
}

const POINTS: &str = "个百分点";

/// Length of the figures at the start of `text`: digits, signs, per cent and 个百分点.
fn figures_length(text: &str) -> usize {
    let mut end = 0;
    while let Some(c) = text[end..].chars().next() {
        if text[end..].starts_with(POINTS) {
            end += POINTS.len();
        } else if c.is_ascii_digit() || matches!(c, '.' | '%' | '％' | '‰') || is_sign(c) || c.is_whitespace()
        {
            end += c.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn is_sign(c: char) -> bool {
    matches!(c, '<' | '>' | '＜' | '＞' | '≥' | '≤' | '-' | '—' | '－' | '+' | '±')
}

/// Cuts glued figures into exactly `count`: the cut with the most alike neighbours.
fn cut(body: &str, count: usize) -> Option<Vec<Span>> {
    // Each part that signs and suffixes already set apart is cut on its own.
    let mut best: Option<(usize, Vec<Span>)> = None;
    let mut stack: Vec<Vec<Span>> = vec![Vec::new()];
    let mut tried = 0;
    while let Some(cells) = stack.pop() {
        tried += 1;
        if tried > 20_000 {
            return None;
        }
        let from = cells.last().map_or(0, |cell: &Span| cell.end);
        let start = from + (body[from..].len() - body[from..].trim_start().len());
        if start == body.len() {
            if cells.len() == count {
                let unlike =
                    cells.windows(2).map(|pair| unlikeness(pair[0].of(body), pair[1].of(body))).sum();
                if best.as_ref().is_none_or(|(least, _)| unlike < *least) {
                    best = Some((unlike, cells));
                }
            }
            continue;
        }
        if cells.len() == count {
            continue;
        }
        for end in figure_ends(&body[start..]) {
            let mut more = cells.clone();
            more.push(Span::new(start, start + end));
            stack.push(more);
        }
    }
    best.map(|(_, cells)| cells)
}

/// Where a figure that starts `text` may end.
fn figure_ends(text: &str) -> Vec<usize> {
    let sign = text.find(|c| !is_sign(c)).unwrap_or(text.len());
    let mut ends = Vec::new();
    if sign > 0 && sign == text.len() || text[..sign].starts_with('—') {
        ends.push(sign);
    }
    let digits = &text[sign..];
    let (mut dots, mut last_digit) = (0, false);
    for (at, c) in digits.char_indices() {
        if c == '.' && last_digit && dots == 0 {
            dots = 1;
            last_digit = false;
        } else if c.is_ascii_digit() {
            // 05 is no figure, 0 and 0.5 are.
            if at == 1 && digits.starts_with('0') {
                break;
            }
            last_digit = true;
            let behind = sign + at + 1;
            let suffix = ["%", "％", "‰", POINTS].iter().find(|suffix| text[behind..].starts_with(**suffix));
            ends.push(behind + suffix.map_or(0, |suffix| suffix.len()));
        } else {
            break;
        }
    }
    ends
}

/// How little two figures side by side look like values of one series: decimals first, then size.
fn unlikeness(a: &str, b: &str) -> usize {
    let number = |text: &str| -> (usize, usize) {
        let digits = text.trim_start_matches(is_sign);
        let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
        let (whole, decimals) = digits[..end].split_once('.').unwrap_or((&digits[..end], ""));
        (whole.len(), decimals.len())
    };
    let suffixed = |text: &str| text.ends_with(|c: char| !c.is_ascii_digit());
    if suffixed(a) != suffixed(b) || clean::is_wide(a.chars().next().unwrap_or(' ')) {
        return 0;
    }
    let ((wa, da), (wb, db)) = (number(a), number(b));
    da.abs_diff(db) * 4 + wa.abs_diff(wb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_out_of_one_line() {
        let text = "表1：用水指标序号指  标2010年2015年2015年比2010年增长1用水总量（万吨）2551.72347.6-8%2回用率（%）55>605个百分点泵站达标率（%）72≥808个百分点3管网（公里）10012525%\u{3000}注：略。";
        let found = find(text, Span::new(0, text.len())).expect("a table");
        let rows: Vec<Vec<&str>> =
            found.rows.iter().map(|row| row.iter().map(|c| c.of(text)).collect()).collect();
        assert_eq!(rows[0], ["序号", "指  标", "2010年", "2015年", "2015年比2010年增长"]);
        assert_eq!(rows[1], ["1", "用水总量（万吨）", "2551.7", "2347.6", "-8%"]);
        assert_eq!(rows[2], ["2", "回用率（%）", "55", ">60", "5个百分点"]);
        assert_eq!(rows[3], ["", "泵站达标率（%）", "72", "≥80", "8个百分点"]);
        assert_eq!(rows[4], ["3", "管网（公里）", "100", "125", "25%"]);
        assert_eq!(found.caption.of(text), "表1：用水指标");
        assert_eq!(text[found.end..].trim(), "注：略。");
    }

    #[test]
    fn sentences_stay_sentences() {
        let text = "表1列出主要指标，2010年2015年均有增长（见附件）。";
        assert_eq!(find(text, Span::new(0, text.len())), None);
    }
}
