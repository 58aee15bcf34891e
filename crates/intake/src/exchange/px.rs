//! PX files, as PxWeb and PC-Axis write them.
//!
//! Source: PX file format specification, version 2013 (Statistics Sweden): keywords with subkeys in brackets, texts in quotes,
//! statements ended by `;`, and DATA with the values of STUB and HEADING, the last one fastest.

use super::{Code, DataSet, Dimension, Says, Value, cell, key, refuse, says, total};
use crate::Settings;
use crate::problem::Problems;
use encoding_rs::{Encoding, GB18030, UTF_8};
use source::Severity;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Keywords that a file begins with.
const FIRST: [&str; 9] = [
    "CHARSET",
    "AXIS-VERSION",
    "CODEPAGE",
    "LANGUAGE",
    "LANGUAGES",
    "CREATION-DATE",
    "MATRIX",
    "SUBJECT-AREA",
    "DECIMALS",
];

/// Whether a file begins with a keyword of PX.
pub(super) fn is(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let line = head.split(|b| *b == b'=').next().unwrap_or_default();
    std::str::from_utf8(line).is_ok_and(|word| FIRST.contains(&word.trim()))
}

/// A statement: `VALUES("地区")="全市","青溪县";`.
struct Statement<'t> {
    word: &'t str,
    /// What stands in brackets behind the keyword.
    keys: Vec<String>,
    /// What stands behind the equals sign.
    body: &'t str,
}

#[expect(clippy::too_many_lines, reason = "one file from its keywords to its values")]
pub(super) fn read(bytes: &[u8], settings: &Settings, problems: &mut Problems<'_>) -> Option<DataSet> {
    let text = decode(bytes, problems);
    let statements = statements(&text);
    let texts = |word: &str, key: Option<&str>| -> Option<Vec<String>> {
        let found =
            statements.iter().find(|one| one.word == word && one.keys.first().map(String::as_str) == key)?;
        Some(quoted(found.body))
    };
    let one = |word: &str| texts(word, None).and_then(|all| all.into_iter().next()).unwrap_or_default();
    let mut names = texts("STUB", None).unwrap_or_default();
    let stubs = names.len();
    names.extend(texts("HEADING", None).unwrap_or_default());
    let Some(data) = statements.iter().find(|one| one.word == "DATA") else {
        refuse(problems, "PX文件没有DATA", "the PX file has no DATA");
        return None;
    };
    if names.is_empty() {
        refuse(problems, "PX文件没有STUB和HEADING", "the PX file has neither STUB nor HEADING");
        return None;
    }
    if statements.iter().any(|one| one.word == "KEYS") {
        refuse(
            problems,
            "PX文件是稀疏格式（KEYS），请在导出时选择完整的数据矩阵",
            "the PX file is sparse (KEYS): export it with the full matrix of values",
        );
        return None;
    }
    let measured = one("CONTVARIABLE");
    let dimensions: Vec<Dimension> = names
        .iter()
        .map(|name| {
            let values = texts("VALUES", Some(name)).unwrap_or_default();
            let codes = texts("CODES", Some(name)).unwrap_or_default();
            let times = statements.iter().find(|one| one.word == "TIMEVAL" && one.keys.first() == Some(name));
            let says = match () {
                () if times.is_some() => Says::Time,
                () if !measured.is_empty() && *name == measured => Says::Measured,
                () => says("", name),
            };
            let times = times.map(|one| timed(one.body)).unwrap_or_default();
            let code = |(at, value): (usize, String)| {
                let id = times.get(at).or_else(|| codes.get(at)).cloned().unwrap_or_else(|| value.clone());
                let unit =
                    texts("UNITS", Some(&value)).and_then(|all| all.into_iter().next()).unwrap_or_default();
                Code { id, name: value, unit }
            };
            Dimension {
                id: name.clone(),
                name: name.clone(),
                says,
                codes: values.into_iter().enumerate().map(code).collect(),
            }
        })
        .collect();
    let sizes: Vec<usize> = dimensions.iter().map(|one| one.codes.len()).collect();
    let Some(all) = total(&sizes, settings) else {
        crate::file::too_large(settings, problems);
        return None;
    };
    let printed = numbers(data.body);
    if printed.len() != all {
        refuse(
            problems,
            format!("DATA有{}个值，各维度相乘应有{all}个", printed.len()),
            format!("DATA has {} values where the dimensions ask for {all}", printed.len()),
        );
        return None;
    }
    let notes = notes(&statements, &dimensions);
    let width = sizes.iter().skip(stubs).product::<usize>();
    let value = |(place, printed): (usize, String)| {
        let key = key(place, &sizes);
        let said = notes.get(&key).map(|text| said(text)).unwrap_or_default();
        Value { cell: cell(place, width), key, printed, said }
    };
    let values = printed.into_iter().enumerate().map(value).collect();
    for note in
        statements.iter().filter(|one| matches!(one.word, "NOTE" | "NOTEX" | "VALUENOTE" | "VALUENOTEX"))
    {
        let text = quoted(note.body).concat();
        problems.add(Severity::Note, None, format!("文件注：{text}"), format!("note of the file: {text}"));
    }
    let measured = Some(one("CONTENTS")).filter(|text| !text.is_empty()).unwrap_or_else(|| one("TITLE"));
    Some(DataSet { sheet: "DATA", measured, unit: one("UNITS"), source: one("SOURCE"), dimensions, values })
}

fn decode<'b>(bytes: &'b [u8], problems: &mut Problems<'_>) -> Cow<'b, str> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(2_000)).unwrap_or(bytes));
    let page = head.split("CODEPAGE=\"").nth(1).and_then(|rest| rest.split('"').next());
    let named = page.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let encoding = match named {
        Some(encoding) => encoding,
        None if std::str::from_utf8(bytes).is_ok() => UTF_8,
        None => GB18030,
    };
    let (text, used, faults) = encoding.decode(bytes);
    if faults {
        let name = used.name();
        refuse(
            problems,
            format!("文件中有无法识别的字符（按{name}读取）；请写明正确的CODEPAGE"),
            format!("some characters cannot be read (tried {name}): state the right CODEPAGE"),
        );
    }
    text
}

/// The statements of the file's own language; further languages repeat them.
fn statements(text: &str) -> Vec<Statement<'_>> {
    let mut found = Vec::new();
    let (mut start, mut equals, mut in_quotes) = (0, None, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            '=' if !in_quotes && equals.is_none() => equals = Some(at),
            ';' if !in_quotes => {
                if let Some(equals) = equals
                    && let (Some(head), Some(body)) = (text.get(start..equals), text.get(equals + 1..at))
                {
                    found.extend(statement(head, body));
                }
                (start, equals) = (at + 1, None);
            }
            _ => {}
        }
    }
    // The last statement may stand without its end.
    if let Some(equals) = equals
        && let (Some(head), Some(body)) = (text.get(start..equals), text.get(equals + 1..))
    {
        found.extend(statement(head, body));
    }
    found
}

fn statement<'t>(head: &'t str, body: &'t str) -> Option<Statement<'t>> {
    let head = head.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let end = head.find(['[', '(']).unwrap_or(head.len());
    let (word, rest) = head.split_at(end);
    if rest.starts_with('[') {
        return None;
    }
    Some(Statement { word: word.trim(), keys: quoted(rest), body })
}

/// The texts in quotes. Parts that stand side by side without a comma are one text, `#` is a break of the line.
fn quoted(body: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut fresh = true;
    for (at, part) in body.split('"').enumerate() {
        if at % 2 == 0 {
            fresh |= part.contains([',', '-']);
            continue;
        }
        let part = part.replace('#', " ");
        match texts.last_mut().filter(|_| !fresh) {
            Some(last) => last.push_str(&part),
            None => texts.push(part),
        }
        fresh = false;
    }
    texts
}

/// The periods of TIMEVAL: `TLIST(A1),"2022","2023"` or `TLIST(Q1,"20221"-"20234")`.
fn timed(body: &str) -> Vec<String> {
    let letter = body.split("TLIST(").nth(1).and_then(|rest| rest.chars().next()).unwrap_or('A');
    let times = quoted(body);
    let read = |text: &str| -> Option<String> {
        let year = text.get(..4)?;
        let rest = text.get(4..)?;
        // PX writes 20223 for the third quarter and 202207 for July.
        if !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()) && "HQM".contains(letter) {
            return Some(format!("{year}-{letter}{rest}"));
        }
        Some(text.to_owned())
    };
    if let [first, last] = times.as_slice()
        && body.split('"').nth(2).is_some_and(|between| between.trim() == "-")
    {
        return span(letter, first, last);
    }
    times.iter().filter_map(|text| read(text)).collect()
}

/// The periods from the first to the last.
fn span(letter: char, first: &str, last: &str) -> Vec<String> {
    let parts = match letter {
        'H' => 2_u32,
        'Q' => 4,
        'M' => 12,
        _ => 1,
    };
    let place = |text: &str| -> Option<u32> {
        let year: u32 = text.get(..4)?.parse().ok()?;
        let part: u32 =
            text.get(4..).filter(|rest| !rest.is_empty()).map_or(Some(1), |rest| rest.parse().ok())?;
        (1..=parts).contains(&part).then(|| year * parts + part - 1)
    };
    let (Some(first), Some(last)) = (place(first), place(last)) else { return Vec::new() };
    // No statistics have more periods than these.
    let last = last.min(first.saturating_add(10_000));
    let text = |at: u32| {
        let year = at / parts;
        if parts == 1 { year.to_string() } else { format!("{year}-{letter}{}", at % parts + 1) }
    };
    (first..=last).map(text).collect()
}

/// The values of DATA, numbers and what stands in quotes for a missing one.
fn numbers(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, part) in body.split('"').enumerate() {
        if at % 2 == 1 {
            found.push(part.to_owned());
        } else {
            let numbers = part.split(|c: char| c.is_whitespace() || c == ',').filter(|text| !text.is_empty());
            found.extend(numbers.map(str::to_owned));
        }
    }
    found
}

/// The notes of single values, by their keys.
fn notes(statements: &[Statement<'_>], dimensions: &[Dimension]) -> BTreeMap<Vec<usize>, String> {
    let cells = statements.iter().filter(|one| matches!(one.word, "CELLNOTE" | "CELLNOTEX"));
    let keyed = cells.filter_map(|one| {
        if one.keys.len() != dimensions.len() {
            return None;
        }
        let place = |(name, dimension): (&String, &Dimension)| {
            dimension.codes.iter().position(|code| code.name == *name)
        };
        let key: Option<Vec<usize>> = one.keys.iter().zip(dimensions).map(place).collect();
        Some((key?, quoted(one.body).concat()))
    });
    keyed.collect()
}

/// What the note of a value says: this program writes component and code (`OBS_STATUS P, COMPARATOR ge`), others write words.
fn said(note: &str) -> Vec<(Says, Arc<str>)> {
    let parts = note.split(", ").map(|part| {
        let coded = part.split_once(' ').and_then(|(id, text)| {
            let found = says(id, "");
            matches!(found, Says::Status | Says::Comparator | Says::Upper).then(|| (found, Arc::from(text)))
        });
        coded.unwrap_or_else(|| (Says::Note, Arc::from(part)))
    });
    parts.collect()
}
