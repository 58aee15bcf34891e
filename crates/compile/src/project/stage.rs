//! How far a work is, what kind of building it is and which phase, in the words of the text.

use std::sync::LazyLock;

use super::words::NAMES;
use crate::words::{Words, classed};

const FILE: &str = include_str!("../../data/zh/stages.tsv");

/// The lists of `data/zh/stages.tsv`, each with the stage that its words say.
pub(super) struct Stages {
    heading: Words<&'static str>,
    past: Words<&'static str>,
    future: Words<&'static str>,
    work: Words<&'static str>,
    /// What begins in a year that is named.
    pub(super) begin: Words<&'static str>,
    /// What is over in it.
    pub(super) finish: Words<&'static str>,
    /// What is said of all members of a list.
    pub(super) both: Words<&'static str>,
}

pub(super) static STAGES: LazyLock<Stages> = LazyLock::new(|| {
    let under = |group: &'static str| {
        Words::new(classed(FILE).filter_map(move |(class, word)| {
            let (first, stage) = class.split_once('.').unwrap_or((class, class));
            (first == group).then_some((word, stage))
        }))
    };
    Stages {
        heading: under("heading"),
        past: under("past"),
        future: under("future"),
        work: under("work"),
        begin: under("begin"),
        finish: under("finish"),
        both: under("both"),
    }
});

/// The words of a list that stand in a text, first to last, none inside another.
fn all<'t>(
    words: &'t Words<&'static str>,
    text: &'t str,
) -> impl Iterator<Item = (usize, &'static str, &'static str)> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let (at, (word, meaning)) =
            rest.char_indices().find_map(|(at, _)| words.prefix(&rest[at..]).map(|found| (at, found)))?;
        let start = from + at;
        from = start + word.len();
        Some((start, word, meaning))
    })
}

/// What a heading says of the works under it (二、续建项目); empty when it says nothing.
///
/// Only words at its beginning or its end count: 储备 in the middle of 粮食储备设施 says what is built.
pub(super) fn of_heading(heading: &str) -> &'static str {
    let heading = heading.trim_matches(|c: char| c.is_whitespace() || "：:（）()".contains(c));
    let named = |word: &str| word.ends_with('类') || word.ends_with("项目") || word.len() == heading.len();
    [STAGES.heading.suffix(heading), STAGES.heading.prefix(heading)]
        .into_iter()
        .flatten()
        .find(|(word, _)| named(word))
        .map_or("", |(_, stage)| stage)
}

/// What the cell of a column of stages or kinds of building says (续建, 前期, 已开工).
pub(crate) fn of_cell(cell: &str) -> &'static str {
    STAGES.heading.get(cell).or_else(|| STAGES.heading.prefix(cell).map(|(_, stage)| stage)).unwrap_or("")
}

/// What a part of a description says that is nothing but a word of the stage.
pub(super) fn of_part(part: &str) -> &'static str {
    STAGES.heading.get(part).unwrap_or("")
}

/// What a clause that reports says; the last word counts (完成前期工作并开工).
pub(super) fn of_report(clause: &str) -> &'static str {
    all(&STAGES.past, clause).last().map_or("completed", |(.., stage)| stage)
}

/// What a clause that sets out says, beyond that something is to be built.
pub(super) fn of_plan(clause: &str) -> Option<&'static str> {
    all(&STAGES.future, clause).next().map(|(.., stage)| stage)
}

/// What a name says by its kind of building: 续建 goes on, 新建 has not begun.
pub(super) fn of_work(work: &str) -> &'static str {
    if work.contains("续建") {
        "ongoing"
    } else if work.contains("新建") {
        "planned"
    } else {
        ""
    }
}

/// What the words in front of a list say of its members: 继续实施, 谋划, 适时建设, 建设; empty when they say nothing.
pub(super) fn led(lead: &str) -> &'static str {
    of_plan(lead)
        .or_else(|| NAMES.conditional.prefix(lead).map(|_| "conditional"))
        .or_else(|| NAMES.building.within(lead).then_some("planned"))
        .unwrap_or("")
}

/// The kind of building that the words in front of a name end with: 续建A.
pub(super) fn of_lead(lead: &str) -> String {
    STAGES.work.suffix(lead.trim_end()).map_or_else(String::new, |(word, _)| word.to_owned())
}

/// The kinds of building in a name, as written and joined by 、.
pub(crate) fn work(name: &str) -> String {
    let mut kinds: Vec<&str> = Vec::new();
    for (_, word, _) in all(&STAGES.work, name) {
        if !kinds.contains(&word) {
            kinds.push(word);
        }
    }
    kinds.join("、")
}

/// The phase in a name, as written: 三期, 一、二期; empty when there is none.
pub(crate) fn phase(name: &str) -> String {
    const NUMERALS: &str = "一二三四五六七八九十1234567890ⅠⅡⅢⅣ";
    const JOINTS: &str = "、和至-—~期";
    for (at, _) in name.match_indices('期') {
        let (before, behind) = (&name[..at], &name[at + '期'.len_utf8()..]);
        // 十四五期间, 二期末 speak of time.
        if !before.ends_with(|c| NUMERALS.contains(c)) || behind.starts_with(['间', '内', '末', '初', '货'])
        {
            continue;
        }
        // 一期、二期: the last one of a chain ends it.
        let further = behind.trim_start_matches(|c| JOINTS.contains(c) || NUMERALS.contains(c));
        let chained = behind[..behind.len() - further.len()].rfind('期').map_or(0, |at| at + '期'.len_utf8());
        let start = before
            .char_indices()
            .rev()
            .take_while(|(_, c)| NUMERALS.contains(*c) || JOINTS.contains(*c))
            .last()
            .map_or(at, |(start, _)| start);
        let found = &name[start..at + '期'.len_utf8() + chained];
        return found.trim_start_matches(|c| JOINTS.contains(c)).to_owned();
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phases() {
        for (name, expected) in [
            ("东山污水处理厂三期", "三期"),
            ("云岭大道（一、二期）", "一、二期"),
            ("北山物流园（一期、二期）", "一期、二期"),
            ("东湖泵站二期配套工程", "二期"),
            ("十四五期间", ""),
            ("学校近期建设", ""),
            ("中期评估", ""),
        ] {
            assert_eq!(phase(name), expected, "{name}");
        }
    }

    #[test]
    fn kinds_of_building() {
        assert_eq!(work("东山至西岭公路改扩建工程"), "改扩建");
        assert_eq!(work("北湖路续建新建工程"), "续建、新建");
        assert_eq!(work("北湖路"), "");
    }

    #[test]
    fn what_headings_cells_and_clauses_say() {
        for (heading, stage) in [
            ("续建项目", "ongoing"),
            ("前期项目", "preparation"),
            ("粮食储备", ""),
            ("储备", "reserve"),
            ("交通项目", ""),
            ("停缓建项目", "suspended"),
        ] {
            assert_eq!(of_heading(heading), stage, "{heading}");
        }
        assert_eq!(of_cell("续建"), "ongoing");
        assert_eq!(of_cell("新建"), "planned");
        assert_eq!(of_report("东山大桥竣工通车"), "operating");
        assert_eq!(of_report("东山电厂主体完工"), "ongoing");
        assert_eq!(of_report("北港区开工建设"), "started");
        assert_eq!(of_plan("继续实施水网工程"), Some("ongoing"));
        assert_eq!(of_plan("建设水网工程"), None);
    }
}
