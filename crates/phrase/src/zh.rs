//! The readers with the compiled-in Chinese tables.

use crate::cell::{self, Cell};
use crate::language::CHINESE;
use crate::mention::Mention;
use crate::numbers::{self, Number};
use crate::ordinal::{self, Ordinal};
use crate::scan::Scanner;
use crate::unit::{self, Unit};
use rust_decimal::Decimal;
use std::sync::LazyLock;

static DEFAULT: LazyLock<Scanner> = LazyLock::new(|| Scanner::new(&CHINESE));

/// Reads every mention of a piece of Chinese text, in order.
///
/// The text may be a sentence or a paragraph; sentences end at 。；！？ and at line ends and never share
/// context. Text inside 《》 is a title and yields nothing.
///
/// # Example
/// ```
/// let text = "到2020年，新增城镇就业25—30万人，三次产业比为12:44:44。";
/// let found: Vec<&str> = phrase::scan(text).iter().map(|m| m.text(text)).collect();
/// assert_eq!(found, ["2020年", "25—30万人", "12:44:44"]);
/// ```
pub fn scan(text: &str) -> Vec<Mention> {
    DEFAULT.scan(text)
}

/// Reads a unit name as headers print it: `亿元`, `万元/人`, `%`, `微克/立方米`, `（万吨）`.
///
/// The multiplier is part of name and factor; `None` when the text is not one known unit.
///
/// # Example
/// ```
/// let unit = phrase::parse_unit("吨标准煤/万元").unwrap();
/// assert_eq!(unit.dimension.to_string(), "coal/money:CNY");
/// assert_eq!(unit.factor.to_string(), "0.0001");
/// ```
pub fn parse_unit(name: &str) -> Option<Unit> {
    unit::parse(&DEFAULT.lexicon, name)
}

/// Every number written in a text, whatever it means: digits, Chinese numerals, fractions.
///
/// Made for comparing numbers one by one; [`scan`] decides what counts something. Percentages with
/// 百分之 and ordinals are left out, and so are words that merely hold a numeral (一切, 十足).
///
/// # Example
/// ```
/// let values: Vec<String> = phrase::numbers("这是五，那是二分之一").iter().map(|n| n.value.to_string()).collect();
/// assert_eq!(values, ["5", "0.5"]);
/// ```
pub fn numbers(text: &str) -> Vec<Number> {
    numbers::all(&DEFAULT.lexicon, text)
}

/// Every count of a group: the `四大` of `四大基地`, with the number as value.
///
/// Such a count is a label as often as an amount, so [`scan`] leaves it out and the reader decides.
///
/// # Example
/// ```
/// let text = "打造四大基地，深入贯彻党的十八大精神";
/// let found = phrase::groups(text);
/// assert_eq!((&text[found[0].span.clone()], found.len()), ("四大", 1));
/// ```
pub fn groups(text: &str) -> Vec<Number> {
    numbers::groups(&DEFAULT.lexicon, text)
}

/// Runs every reader over a text and counts what they find: one call for a fuzzer.
///
/// # Panics
/// Only through a fault of this crate, which is what a fuzzer looks for.
pub fn read_all(text: &str) -> usize {
    let mentions = scan(text);
    debug_assert!(mentions.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    debug_assert!(mentions.iter().all(|mention| text.get(mention.span.clone()).is_some()));
    let cell = parse_cell(text);
    let whole =
        [numeral(text).is_some(), ordinal(text).is_some(), parse_unit(text).is_some(), cell.note.is_some()];
    mentions.len()
        + numbers(text).len()
        + ordinals(text).len()
        + groups(text).len()
        + crate::fold(text).text().len()
        + whole.into_iter().filter(|found| *found).count()
}

/// Every ordinal written with 第 in a text: `第十四`, `第250`; the counted word is not part of it.
pub fn ordinals(text: &str) -> Vec<Number> {
    numbers::ordinals(&DEFAULT.lexicon, text)
}

/// Reads the label a heading begins with.
///
/// # Example
/// ```
/// use phrase::{ordinal, OrdinalStyle};
/// assert_eq!(ordinal("第十四章 保障措施").map(|o| (o.value, o.style)), Some((14, OrdinalStyle::Named('章'))));
/// assert_eq!(ordinal("（三）完善政策").map(|o| (o.value, o.style)), Some((3, OrdinalStyle::ChineseBrackets)));
/// assert_eq!(ordinal("到2020年"), None);
/// ```
pub fn ordinal(text: &str) -> Option<Ordinal> {
    ordinal::label(&DEFAULT.lexicon, text)
}

/// The value of a text that is one whole numeral, Arabic or Chinese.
///
/// # Example
/// ```
/// assert_eq!(phrase::numeral("二十五").unwrap().to_string(), "25");
/// assert_eq!(phrase::numeral("1,357.5").unwrap().to_string(), "1357.5");
/// assert_eq!(phrase::numeral("负三点五万").unwrap().to_string(), "-35000");
/// assert_eq!(phrase::numeral("十三五"), None);
/// ```
pub fn numeral(text: &str) -> Option<Decimal> {
    ordinal::whole(&DEFAULT.lexicon, text)
}

/// Reads one table cell as a whole.
///
/// Percent signs and units go to `unit`, the number stays as printed; blanks and line ends that layout
/// left inside do not matter. Whatever is not a value is text.
///
/// # Example
/// ```
/// use phrase::{parse_cell, CellValue};
/// let cell = parse_cell("91.3 (累计)");
/// assert_eq!(cell.value, CellValue::Number("91.3".parse().unwrap()));
/// assert_eq!(cell.note.as_deref(), Some("累计"));
/// assert_eq!(parse_cell("—").value, CellValue::Missing);
/// assert_eq!(parse_cell("完成省下\n达目标").value, CellValue::Text("完成省下达目标".into()));
/// ```
pub fn parse_cell(cell: &str) -> Cell {
    cell::parse(&DEFAULT, cell)
}
