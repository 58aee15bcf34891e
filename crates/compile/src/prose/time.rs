//! The year that governs a statement: the lead-in of its sentence, or a year beside the value.

use std::ops::Range;

use phrase::{Comparator, Kind, Mention};

use crate::frame::Frame;

/// What a sentence has said about time so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Time {
    /// Year stated.
    pub(crate) year: Option<i32>,
    /// Whether the stretch of time named lies in the past, when one is named.
    pub(crate) past: Option<bool>,
}

/// What a year means for the clause it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It governs the rest of the sentence.
    Lead,
    /// It governs what follows in the clause.
    Clause,
    /// It governs only the value directly behind it.
    Value,
}

/// A year or period of a clause that says when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) span: Range<usize>,
    pub(crate) time: Time,
    pub(crate) role: Role,
}

/// The years and periods of `clause` that say when something holds.
#[expect(
    clippy::too_many_lines,
    reason = "the signs of what a year means, tried from the most telling to the least"
)]
pub(crate) fn whens(text: &str, clause: &Range<usize>, mentions: &[Mention], frame: &Frame) -> Vec<When> {
    let mut found = Vec::new();
    for mention in mentions {
        if mention.span.start < clause.start || mention.span.end > clause.end {
            continue;
        }
        let Some(years) = mention.years.filter(|_| matches!(mention.kind, Kind::Year | Kind::Period)) else {
            continue;
        };
        let before = &text[clause.start..mention.span.start];
        let behind = &text[mention.span.end..clause.end];
        let named = unbalanced(before);
        // 按2000年价格计算 dates the prices, not the value.
        let since = [
            "以来",
            "起",
            "开始",
            "代",
            "版",
            "修订",
            "印发",
            "出台",
            "注册",
            "计划",
            "行动",
            "价格",
            "不变价",
            "可比价",
        ];
        if named || since.iter().any(|word| behind.starts_with(word)) {
            continue;
        }
        let compared = mention.comparator() == Some(Comparator::From)
            && before.trim_end().ends_with(['比', '较', '于'])
            || ["比", "较", "同比"].iter().any(|word| before.trim_end_matches(['“', '"']).ends_with(word));
        // 在2018年基础上翻番: what it starts from.
        let based = behind.trim_start_matches(['的', '末', '底', '”', ' ']).starts_with("基础上");
        // 较2025年的18万个增长1.5倍: the base is a figure of that year.
        let figure = behind
            .trim_start_matches(['末', '底'])
            .strip_prefix('的')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && !multiplied(behind));
        if (compared && !figure) || based || multiplied(behind) {
            continue;
        }
        // “十四五”规划实施以来, said in the middle of those years, is neither before nor behind now.
        let now =
            frame.base().is_some_and(|base| years.plan.is_some() && years.first <= base && base < years.last);
        let past = frame.is_past(years.last).filter(|_| !now);
        // A period named by the number of its plan states no year of its own; in a report of one year a coming
        // period is another time than that year.
        let coming = frame.yearly() && frame.end().is_some_and(|end| years.last > end);
        let year = if years.plan.is_some() && !coming { None } else { Some(years.last) };
        let time = Time { year, past };
        let lead = before
            .trim_matches(['到', '至', '在', '截', '止', '自', '从', '“', '”', '"', '，', ' '])
            .trim_start_matches("其中")
            .trim_start_matches("展望")
            .trim_start_matches("力争")
            .trim_start_matches("争取")
            .trim_start_matches("预计")
            .trim_start_matches("确保")
            .trim_matches(['到', '至', '在'])
            .is_empty();
        // 从2015年53微克下降至32微克: where a change begins is dated, not where it ends.
        let origin = before.ends_with(['从', '由', '自']) && mention.comparator() == Some(Comparator::From);
        let number = behind.trim_start_matches(['末', '底', '的', ' ']);
        let begins = origin && number.starts_with(|c: char| c.is_ascii_digit());
        let role = if behind.trim_start_matches(['末', '底', '年']).starts_with('的') || begins {
            Role::Value
        } else if lead {
            Role::Lead
        } else {
            Role::Clause
        };
        found.push(When { span: mention.span.clone(), time, role });
    }
    found
}

/// Whether a time is what the value is a multiple of: “十三五”时期|的1.4倍.
fn multiplied(behind: &str) -> bool {
    let rest = behind.trim_start_matches(['”', '"']);
    let rest = ["时期", "期间", "同期", "全年", "末", "底", "年"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let Some(rest) = rest.strip_prefix('的') else { return false };
    let number =
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '约' | '近'));
    number.len() < rest.len() && number.starts_with('倍')
}

/// Whether a quotation mark or the sign of a document's title is open at the end of `before`; the quotation
/// marks around the name of a five-year plan do not count.
fn unbalanced(before: &str) -> bool {
    let open = before.matches('《').count() > before.matches('》').count();
    let bracket = before.matches(['（', '(']).count() > before.matches(['）', ')']).count();
    let quoted = before.matches('“').count() > before.matches('”').count();
    open || bracket || (quoted && !before.ends_with('“'))
}
