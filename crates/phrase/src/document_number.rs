//! Numbers of official documents: 锦政发〔2026〕12号.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

/// The number of an official document (发文字号): the short form of who issued it, the year, the running number
/// (GB/T 9704-2012, 7.2.5).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentNumber {
    /// Short form of the issuer with the kind of paper (锦政发, 国办函).
    pub issuer: String,
    /// Year.
    pub year: u16,
    /// Running number within the year.
    pub number: u32,
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.issuer, self.year, self.number)
    }
}

/// A text is no number of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDocumentNumber;

impl fmt::Display for NoDocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("发文字号应如“锦政发〔2026〕12号” / a document number is written like 锦政发〔2026〕12号")
    }
}

impl std::error::Error for NoDocumentNumber {}

impl FromStr for DocumentNumber {
    type Err = NoDocumentNumber;

    fn from_str(text: &str) -> Result<Self, NoDocumentNumber> {
        let text = text.trim();
        match document_numbers(text).as_slice() {
            [one] if one.range == (0..text.len()) => Ok(one.number.clone()),
            _ => Err(NoDocumentNumber),
        }
    }
}

/// A document number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedNumber {
    /// Its bytes.
    pub range: Range<usize>,
    /// The number.
    pub number: DocumentNumber,
    /// Whether it is written as the standard has it: 〔〕 around the year, no 第, no leading zero, no space.
    pub standard: bool,
}

/// Words that stand before an issuer, and the last characters of issuers.
static WORDS: LazyLock<(Vec<&'static str>, Vec<char>)> = LazyLock::new(|| {
    let mut words = (Vec::new(), Vec::new());
    for line in include_str!("../data/zh/document_numbers.tsv").lines() {
        match line.split_once('\t') {
            Some(("before", list)) => words.0.extend(list.split_whitespace()),
            Some(("last", list)) => words.1.extend(list.chars().filter(|c| !c.is_whitespace())),
            _ => {}
        }
    }
    words
});

/// All document numbers of a text, in order, with every kind of bracket and digit that people use: 国发〔2021〕4号,
/// 辽政发[2022] 3 号, 锦政办发（2025）第08号.
pub fn document_numbers(text: &str) -> Vec<CitedNumber> {
    const BRACKETS: [(char, char); 7] =
        [('〔', '〕'), ('[', ']'), ('［', '］'), ('（', '）'), ('(', ')'), ('【', '】'), ('〈', '〉')];
    let mut found: Vec<CitedNumber> = Vec::new();
    for (at, open) in text.char_indices() {
        let Some((_, close)) = BRACKETS.iter().find(|(known, _)| *known == open) else { continue };
        let from = found.last().map_or(0, |one| one.range.end);
        let Some(number) = behind(text, at + open.len_utf8(), *close) else { continue };
        let Some(start) = issuer(text, from, at) else { continue };
        let (Some(name), Some(printed)) = (text.get(start..at), text.get(start..number.end)) else {
            continue;
        };
        let document =
            DocumentNumber { issuer: name.trim_end().to_owned(), year: number.year, number: number.number };
        let standard = printed == document.to_string();
        found.push(CitedNumber { range: start..number.end, number: document, standard });
    }
    found
}

struct Behind {
    year: u16,
    number: u32,
    end: usize,
}

/// 2026〕12号 behind the opening bracket.
fn behind(text: &str, at: usize, close: char) -> Option<Behind> {
    let (year, at) = digits(text, spaces(text, at), 4)?;
    let at = spaces(text, at);
    let at = at + text.get(at..)?.strip_prefix(close).map(|_| close.len_utf8())?;
    let mut at = spaces(text, at);
    if text.get(at..)?.starts_with('第') {
        at = spaces(text, at + '第'.len_utf8());
    }
    let (number, at) = digits(text, at, 5)?;
    let at = spaces(text, at);
    let end = at + text.get(at..)?.strip_prefix('号').map(|_| '号'.len_utf8())?;
    let year = u16::try_from(year).ok().filter(|year| (1949..=2100).contains(year))?;
    Some(Behind { year, number, end })
}

fn spaces(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + (rest.len() - rest.trim_start_matches([' ', '\u{3000}', '\u{a0}']).len())
}

/// A number of at most `most` digits, half or full width, and where it ends.
fn digits(text: &str, at: usize, most: usize) -> Option<(u32, usize)> {
    let mut value = None;
    let mut end = at;
    for c in text.get(at..)?.chars() {
        let Some(digit) = crate::fold_char(c).to_digit(10) else { break };
        value = Some(value.unwrap_or(0_u32).checked_mul(10)?.checked_add(digit)?);
        end += c.len_utf8();
    }
    let count = text.get(at..end)?.chars().count();
    value.filter(|_| count <= most).map(|value| (value, end))
}

/// Where the issuer before the bracket at `end` begins.
fn issuer(text: &str, from: usize, end: usize) -> Option<usize> {
    const LONGEST: usize = 12;
    let front = text.get(from..end)?.trim_end_matches([' ', '\u{3000}']);
    if !front.ends_with(WORDS.1.as_slice()) {
        return None;
    }
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let run = front.chars().rev().take_while(han).take(LONGEST).map(char::len_utf8).sum::<usize>();
    let name = front.get(front.len() - run..)?;
    // 根据国发: what stands before the issuer ends with the last such word.
    let cut = WORDS.0.iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max().unwrap_or(0);
    let name = name.get(cut..)?;
    (name.chars().count() >= 2).then(|| from + front.len() - name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_one_number() {
        for (text, standard) in [
            ("锦政发〔2026〕12号", true),
            ("锦政发[2026]12号", false),
            ("锦政发［2026］12号", false),
            ("锦政发（2026）12号", false),
            ("锦政发(2026)第12号", false),
            ("锦政发【2026】12号", false),
            ("锦政发〔2026〕012号", false),
            ("锦政发 〔２０２６〕 １２ 号", false),
        ] {
            let found = document_numbers(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].range.clone(), found[0].standard), (0..text.len(), standard), "{text}");
            assert_eq!(found[0].number.to_string(), "锦政发〔2026〕12号", "{text}");
            assert_eq!(text.parse(), Ok(found[0].number.clone()));
        }
    }

    #[test]
    fn issuers_in_running_text() {
        let text =
            "根据国发〔2021〕4号和《云岭市规划》（云政办发〔2022〕31号），参照发改投资规〔2021〕891号执行。";
        let found: Vec<String> = document_numbers(text).iter().map(|one| one.number.to_string()).collect();
        assert_eq!(found, ["国发〔2021〕4号", "云政办发〔2022〕31号", "发改投资规〔2021〕891号"]);
    }

    #[test]
    fn what_is_no_number_of_a_document() {
        for text in [
            "森林覆盖率〔2025〕12%",
            "建成路灯（2025）12号楼",
            "第〔2026〕12号",
            "国发〔26〕4号",
            "发〔2026〕3号",
            "〔2026〕号",
            "",
        ] {
            assert_eq!(document_numbers(text), [], "{text}");
        }
        assert_eq!("见国发〔2021〕4号".parse::<DocumentNumber>(), Err(NoDocumentNumber));
    }
}
