//! What the terminal can show: colour and width, two columns for a Chinese character.

use crate::args::When;
use std::io::IsTerminal;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// The screen that output goes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Screen {
    /// Colour on standard output.
    pub(crate) color: bool,
    color_err: bool,
    /// Columns; 100 when standard output is not a terminal.
    pub(crate) width: usize,
}

impl Screen {
    /// Looks at the terminal and at NO_COLOR (no-color.org).
    pub(crate) fn new(when: When) -> Self {
        let allowed = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let color = |terminal: bool| match when {
            When::Always => true,
            When::Never => false,
            When::Auto => terminal && allowed,
        };
        let width = terminal_size::terminal_size()
            .map_or(100, |(terminal_size::Width(columns), _)| usize::from(columns));
        Self {
            color: color(std::io::stdout().is_terminal()),
            color_err: color(std::io::stderr().is_terminal()),
            width: width.clamp(40, 160),
        }
    }

    /// `text` in bold.
    pub(crate) fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// `text` dimmed.
    pub(crate) fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// `text` in a colour, given by its SGR number.
    pub(crate) fn paint(self, code: &str, text: &str) -> String {
        self.wrap(code, text)
    }

    /// `text` in the colour of a failure, for standard error.
    pub(crate) fn paint_err(self, text: &str) -> String {
        if self.color_err { format!("\x1b[1;31m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn wrap(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Columns that `text` takes on a terminal.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// `text` filled up with spaces to `width` columns, or cut with … when it is longer.
pub(crate) fn fit(text: &str, width: usize) -> String {
    let has = columns(text);
    if has <= width {
        return format!("{text}{}", " ".repeat(width - has));
    }
    let mut out = String::new();
    let mut used = 0;
    for character in text.chars() {
        let wide = unicode_width::UnicodeWidthChar::width(character).unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        out.push(character);
        used += wide;
    }
    out.push('…');
    out.push_str(&" ".repeat(width.saturating_sub(used + 1)));
    out
}

/// `text` at the right end of `width` columns, or cut when it is longer.
fn right(text: &str, width: usize) -> String {
    let has = columns(text);
    if has >= width { fit(text, width) } else { format!("{}{text}", " ".repeat(width - has)) }
}

/// Rows under their heads, one a line, two spaces between the columns. A column is as wide as its widest cell but not
/// wider than `most` says of its place; the columns of `numbers` stand to the right.
pub(crate) fn table<const N: usize>(
    screen: Screen,
    heads: [&str; N],
    rows: &[[String; N]],
    numbers: Range<usize>,
    most: impl Fn(usize) -> usize,
) -> String {
    let widths: [usize; N] = std::array::from_fn(|at| {
        let widest = rows.iter().map(|row| columns(&row[at])).max().unwrap_or(0);
        widest.max(columns(heads[at])).min(most(at))
    });
    let draw = |cells: [&str; N]| {
        let place = |at: usize| if numbers.contains(&at) { right } else { fit };
        let parts: [String; N] = std::array::from_fn(|at| place(at)(cells[at], widths[at]));
        parts.join("  ").trim_end().to_owned()
    };
    let mut out = screen.dim(&draw(heads)) + "\n";
    for row in rows {
        out.push_str(&draw(row.each_ref().map(String::as_str)));
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("GDP 总量"), 8);
        assert_eq!(fit("总量", 6), "总量  ");
        assert_eq!(fit("地区生产总值", 6), "地区… ");
        assert_eq!(columns(&fit("地区生产总值", 7)), 7);
    }
    #[test]
    fn names_stand_left_and_numbers_right_in_their_columns() {
        let screen = Screen { color: false, color_err: false, width: 100 };
        let rows = [["总量", "7", ""], ["地区生产总值", "12.5", "x"]].map(|row| row.map(str::to_owned));
        let most = |at| if at == 0 { 8 } else { 20 };
        let drawn = table(screen, ["名称", "值", "注"], &rows, 1..2, most);
        assert_eq!(drawn, "名称        值  注\n总量         7\n地区生…   12.5  x\n");
    }
}
