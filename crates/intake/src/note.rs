//! Lines of notes under a table: what they say of status, of marks and of comparability.

use crate::label::{self, clean};
use crate::word;
use plan::Status;

/// What the notes of a table say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Notes {
    pub lines: Vec<String>,
    statuses: Vec<Rule>,
    /// Marks that a note explains.
    marks: Vec<(String, String)>,
}

/// A status for years, perhaps only of some indicators or figures with a mark.
#[derive(Clone, Debug)]
struct Rule {
    from: i32,
    to: i32,
    status: (Status, &'static str),
    /// What stands between the years and the status, for finding indicators it is about.
    about: String,
    mark: String,
}

/// Whether a line is a note and no row or title.
pub(crate) fn begins(text: &str) -> bool {
    const LEADS: [&str; 21] = [
        "注",
        "说明:",
        "说明：",
        "备注:",
        "备注：",
        "附注",
        "资料来源",
        "数据来源",
        "来源:",
        "来源：",
        "数据说明",
        "制表",
        "填表",
        "审核",
        "单位负责人",
        "Note",
        "note",
        "Source",
        "source",
        "编制单位",
        "填报",
    ];
    let end = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
    let text = clean(text.get(..end).unwrap_or(text));
    let text = text.trim();
    LEADS.iter().any(|lead| text.starts_with(lead))
        || matches!(text, "备注" | "说明" | "附注")
        || text.chars().next().is_some_and(label::is_mark)
        || text.starts_with("[1]")
        || numbered(text)
}

/// 2.2018年及以后为修订数: a note goes on.
fn numbered(text: &str) -> bool {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && text.get(digits..).is_some_and(|rest| {
            rest.starts_with(['.', '、', '．', ')', '）'])
                && rest.chars().count() > 8
                && rest.chars().nth(1).is_some_and(|c| !c.is_ascii_digit() || rest.contains('年'))
        })
}

impl Notes {
    pub(crate) fn add(&mut self, line: &str) {
        let text = clean(line);
        // A mark in front says which figures are meant.
        let body = text.trim_start_matches(['注', ':', '：', ' ']);
        let mark = leading_mark(body);
        if !mark.is_empty() {
            self.marks.push((mark.clone(), text.clone()));
        }
        for sentence in body.split(['。', '；', ';']) {
            self.sentence(sentence, &mark);
        }
        self.lines.push(text);
    }

    fn sentence(&mut self, sentence: &str, mark: &str) {
        let mut years: Option<(i32, i32)> = None;
        for clause in sentence.split(['，', ',']) {
            if let Some(found) = years_of(clause) {
                years = Some(found);
            }
            let Some((status, at)) = status_of(clause) else { continue };
            let about = clause.get(..at).unwrap_or("").to_owned();
            let own = sentence.contains("本公报") || sentence.contains("本表") || !mark.is_empty();
            let (from, to) = match years {
                Some(years) => years,
                None if own => (i32::MIN, i32::MAX),
                None => continue,
            };
            let general = own && years.is_none();
            let about = if general { String::new() } else { subject(&about) };
            self.statuses.push(Rule { from, to, status, about, mark: mark.to_owned() });
        }
    }

    /// The status of a figure by year, indicator name and marks.
    pub(crate) fn status(&self, year: i32, name: &str, marks: &[&str]) -> Option<(Status, &'static str)> {
        let of_mark = |rule: &&Rule| {
            rule.mark.is_empty() || marks.contains(&rule.mark.as_str()) || is_document_mark(&rule.mark)
        };
        let mut fitting: Vec<&Rule> = self
            .statuses
            .iter()
            .filter(|rule| (rule.from..=rule.to).contains(&year))
            .filter(of_mark)
            .filter(|rule| rule.about.is_empty() || parts(&rule.about).any(|part| name.contains(part)))
            .collect();
        // What names a year closely says more than what covers many.
        fitting.sort_by_key(|rule| i64::from(rule.to) - i64::from(rule.from));
        fitting.first().map(|rule| rule.status)
    }

    /// Whether a note explains a mark.
    pub(crate) fn explains(&self, mark: &str) -> bool {
        mark.chars().all(|c| self.marks.iter().any(|(known, _)| known.contains(c)))
            || self.marks.iter().any(|(known, _)| known == mark)
            || self.lines.iter().any(|line| line.contains(mark) && line.contains('带'))
    }

    /// Notes on breaks of comparability.
    pub(crate) fn breaks(&self) -> impl Iterator<Item = &String> {
        const WORDS: [&str; 9] =
            ["不可比", "口径", "断点", "不能直接比较", "不具可比性", "新的分类", "分类标准", "抽样", "样本"];
        self.lines.iter().filter(|line| WORDS.iter().any(|word| line.contains(word)))
    }
}

/// [1] of a document stands in its text and is about the document.
fn is_document_mark(mark: &str) -> bool {
    mark.chars().all(|c| c.is_ascii_digit())
}

fn parts(about: &str) -> impl Iterator<Item = &str> {
    about.split(['、', '及', '和', '与']).map(str::trim).filter(|part| part.chars().count() >= 2)
}

fn leading_mark(text: &str) -> String {
    let marks: String = text.chars().take_while(|c| label::is_mark(*c)).collect();
    if !marks.is_empty() {
        return marks;
    }
    if let Some(inner) = text.strip_prefix(['[', '［'])
        && let Some((number, _)) = inner.split_once([']', '］'])
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit())
    {
        return number.to_owned();
    }
    // 带*号的 ..., 带“※”的.
    let Some((_, behind)) = text.split_once('带') else { return String::new() };
    behind.trim_start_matches(['“', '"', '有']).chars().take_while(|c| label::is_mark(*c)).collect()
}

/// The first and last year that a clause is about: 2016—2023年, 2018年及以后, 2025年.
fn years_of(clause: &str) -> Option<(i32, i32)> {
    let chars: Vec<char> = clause.chars().collect();
    let mut years = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let digits: String = chars.iter().skip(at).take_while(|c| c.is_ascii_digit()).collect();
        if digits.len() == 4
            && let Ok(year) = digits.parse::<i32>()
            && (1949..=2100).contains(&year)
        {
            let rest: String = chars.iter().skip(at + 4).take(6).collect();
            years.push((year, rest));
        }
        at += digits.len().max(1);
    }
    match years.as_slice() {
        [] => None,
        [(year, rest), ..] if rest.contains("以后") || rest.contains("以来") || rest.contains('起') => {
            Some((*year, i32::MAX))
        }
        [(year, rest), ..] if rest.contains("以前") || rest.contains("之前") => Some((i32::MIN, *year)),
        [(first, rest), (last, _), ..]
            if rest
                .trim_start_matches('年')
                .starts_with(['-', '—', '–', '~', '至', '～', '、', '和', '－', '─']) =>
        {
            Some((*first, *last))
        }
        [(year, _), ..] => Some((*year, *year)),
    }
}

/// The status word of a clause and where it begins.
fn status_of(clause: &str) -> Option<((Status, &'static str), usize)> {
    for class in ["estimate", "flash", "preliminary", "revised"] {
        for word in word::of(class) {
            let Some(at) = clause.find(word) else { continue };
            let before = clause.get(..at).unwrap_or("");
            // 未修订 and 修订前 say the contrary; 修订制度 is a rule.
            let behind = clause.get(at + word.len()..).unwrap_or("");
            if before.ends_with(['未', '不', '没']) || behind.starts_with(['前', '制']) {
                continue;
            }
            if let Some(found) = label::status(word) {
                return Some((found, at));
            }
        }
    }
    None
}

/// The indicators that a clause restricts a status to: 2025年各季度地区生产总值及产业增加值为.
fn subject(text: &str) -> String {
    let mut rest: String = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    for word in [
        "年各季度",
        "年各月",
        "年及以后",
        "及以后",
        "年度",
        "年",
        "数据",
        "数字",
        "指标",
        "根据",
        "为",
        "是",
        "系",
        "均",
        "按",
        "绝对数",
        "各",
        "—",
        "-",
        "的",
        "对",
        "全部",
        "所有",
        "本表",
        "本公报",
        "最终",
        "其中",
        "进行了",
        "系统",
        "*",
        "统计",
    ] {
        rest = rest.replace(word, "");
    }
    // 根据第五次全国经济普查结果进行了 names no indicator.
    if rest.contains("普查") || rest.contains("核算") || rest.contains("制度") || rest.contains("调查")
    {
        return String::new();
    }
    rest.chars().filter(|c| ('\u{3400}'..='\u{9fff}').contains(c) || *c == '、').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(lines: &[&str]) -> Notes {
        let mut notes = Notes::default();
        for line in lines {
            notes.add(line);
        }
        notes
    }

    #[test]
    fn statuses_by_year_mark_and_indicator() {
        let word = |notes: &Notes, year, name: &str, marks: &[&str]| {
            notes.status(year, name, marks).map(|(_, word)| word)
        };
        let yearbook =
            notes(&["* 2025年为初步核算数。", "注：2016—2023年数据根据第五次全国经济普查结果进行了修订。"]);
        assert_eq!(word(&yearbook, 2025, "工业", &["*"]), Some("初步"));
        assert_eq!(word(&yearbook, 2020, "工业", &[]), Some("修订"));
        assert_eq!(word(&yearbook, 2024, "工业", &[]), None);
        let cities = notes(&[
            "　　2.2018年及以后为普查后的修订数；2017年及以前未修订，与2018年及以后不可比。",
            "　　3.2025年为快报数，某市尚未公布。",
        ]);
        assert_eq!(word(&cities, 2024, "x", &[]), Some("修订"));
        assert_eq!(word(&cities, 2025, "x", &[]), Some("快报"));
        assert_eq!(word(&cities, 2017, "x", &[]), None);
        assert_eq!(cities.breaks().count(), 1);
        let quarters = notes(&["注：2025年各季度地区生产总值及产业增加值为初步核算数；增速按不变价格计算。"]);
        assert_eq!(word(&quarters, 2025, "第一产业增加值", &[]), Some("初步"));
        assert_eq!(word(&quarters, 2025, "进出口总额", &[]), None);
    }

    #[test]
    fn notes_and_other_lines() {
        for line in [
            "注：1.本表按当年价格计算。",
            "* 2025年为初步核算数。",
            "资料来源：各市统计公报。",
            "　　2.城镇单位数据不含私营单位。",
        ] {
            assert!(begins(line), "{line}");
        }
        for line in ["地区生产总值", "2025年", "2.5", "第一产业"] {
            assert!(!begins(line), "{line}");
        }
    }
}
