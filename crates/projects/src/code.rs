//! The unified code of an investment project: 24 characters, 20 digits in groups of 4, 6, 2, 2 and 6.
//!
//! The first group is the year for projects entered before 2020 and year and month since (2105: May 2021); then come the
//! division (GB/T 2260), the industry (GB/T 4754 division), the kind of procedure and a running number, as laid down with
//! the national online platform for the approval of investment projects (全国投资项目在线审批监管平台).

use source::Words;

/// A code that has the right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Year in which it was given.
    pub year: i32,
    /// Month, for codes since 2020.
    pub month: Option<u32>,
    /// Division, six digits; 000000 for the national level.
    pub division: String,
    /// Division of the industry, two digits.
    pub industry: String,
    /// Kind of procedure.
    pub procedure: Procedure,
    /// The code with half-width digits and hyphens.
    pub text: String,
}

/// By which procedure a project is admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Procedure {
    /// 审批.
    Approval,
    /// 核准.
    Verification,
    /// 备案.
    Filing,
    /// Another of the platform's kinds.
    Other,
}

const YEARS_ALONE: std::ops::RangeInclusive<i32> = 2013..=2019;

/// Reads a code; full-width signs and other dashes are taken for what they stand for.
///
/// # Errors
/// What is wrong with it and how it should be written.
pub fn parse(text: &str) -> Result<Code, Words> {
    let text: String = text
        .trim()
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            '－' | '—' | '–' | '‐' | '‑' | '−' => '-',
            other => other,
        })
        .collect();
    let groups: Vec<&str> = text.split('-').collect();
    let [first, division, industry, procedure, serial] = groups.as_slice() else {
        return Err(form(&text));
    };
    let sized = [(first, 4), (division, 6), (industry, 2), (procedure, 2), (serial, 6)]
        .into_iter()
        .all(|(group, length)| group.len() == length && group.bytes().all(|byte| byte.is_ascii_digit()));
    if !sized {
        return Err(form(&text));
    }
    let number = |group: &str| group.parse::<i32>().unwrap_or(0);
    let (year, month) = date(number(first)).ok_or_else(|| {
        Words::new(
            format!("项目代码“{text}”前四位“{first}”既不是 2013—2019 的年份，也不是 2020 年以来的年月（如 2105 为 2021 年 5 月）"),
            format!(
                "the first group {first} of the project code {text} is neither a year from 2013 to 2019 nor year and \
                 month since 2020 (2105 is May 2021)"
            ),
        )
    })?;
    Ok(Code {
        year,
        month,
        division: (*division).to_owned(),
        industry: (*industry).to_owned(),
        procedure: match *procedure {
            "01" => Procedure::Approval,
            "02" => Procedure::Verification,
            "03" => Procedure::Filing,
            _ => Procedure::Other,
        },
        text: text.clone(),
    })
}

/// Year and month of a first group.
fn date(group: i32) -> Option<(i32, Option<u32>)> {
    if YEARS_ALONE.contains(&group) {
        return Some((group, None));
    }
    let (year, month) = (group / 100, u32::try_from(group % 100).ok()?);
    (year >= 20 && (1..=12).contains(&month)).then_some((2000 + year, Some(month)))
}

fn form(text: &str) -> Words {
    Words::new(
        format!(
            "项目代码“{text}”应为 20 位数字，分 4-6-2-2-6 五组，用短横线隔开（如 2105-000000-48-01-123456）"
        ),
        format!(
            "the project code {text} must be 20 digits in groups of 4-6-2-2-6 with hyphens, like 2105-000000-48-01-123456"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_ages() {
        let old = parse("2017-000000-77-01-123456").expect("a code");
        assert_eq!((old.year, old.month, old.procedure), (2017, None, Procedure::Approval));
        let new = parse("２１０５－000000—48–03-000001").expect("a code");
        assert_eq!((new.year, new.month, new.procedure), (2021, Some(5), Procedure::Filing));
        assert_eq!(new.text, "2105-000000-48-03-000001");
        assert_eq!(parse("2012-000000-48-01-000001").expect("December 2020").month, Some(12));
    }

    #[test]
    fn what_is_no_code() {
        for text in [
            "",
            "2105-000000-48-03-00001",
            "2113-000000-48-03-000001",
            "2100-000000-48-03-000001",
            "1912-000000-48-03-000001",
            "2105000000480300000",
            "2105-00000a-48-03-000001",
            "2105-000000-48-03-000001-1",
        ] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
