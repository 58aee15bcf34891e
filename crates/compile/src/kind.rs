//! What sort of document something is: by the noun its title ends with, else by what its sentences say.

use std::sync::LazyLock;

use document::Document;
use plan::DocumentKind;
use source::Words as Text;

use crate::frame::{self, compact, opening};
use crate::words::{Words, classed};

/// A kind with what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognised {
    /// The kind.
    pub kind: DocumentKind,
    /// What decided, most telling first.
    pub reasons: Vec<Text>,
}

/// The nouns that titles end with.
static NOUNS: LazyLock<Words<DocumentKind>> = LazyLock::new(|| {
    let listed = classed(include_str!("../data/zh/kinds.tsv"));
    Words::new(listed.filter_map(|(kind, word)| DocumentKind::parse(kind).map(|kind| (word, kind))))
});

/// Finds the kind of a document, without compiling it.
///
/// The title decides where it names a kind. Else the words of the text are counted: comparisons with the
/// year before, responsible bodies, marks and deductions, subsidies, progress of works.
pub fn recognise(document: &Document) -> Recognised {
    let title = title(document).unwrap_or_default();
    by_title(&title).or_else(|| by_text(&document.text)).unwrap_or_else(|| Recognised {
        kind: DocumentKind::Other,
        reasons: vec![Text::new(
            "标题和正文都没有表明文件种类",
            "neither the title nor the text tells what kind of document it is",
        )],
    })
}

/// The title: what the reader found when it names a kind, else the first line of the opening that does.
pub(crate) fn title(document: &Document) -> Option<String> {
    /// Lines of a title page, of page furniture and of an approval that may stand in front.
    const LINES: usize = 40;
    const LONGEST: usize = 80;
    let found = document.title.as_ref().map(|title| compact(title.text()));
    let opening = opening(document);
    let lines: Vec<String> = opening
        .lines()
        .map(compact)
        .filter(|line| !line.is_empty() && !is_number(line))
        .take(LINES)
        .collect();
    let named = |line: &str| {
        let length = line.chars().count();
        (4..=LONGEST).contains(&length) && !line.contains(['。', '，', '；']) && by_title(line).is_some()
    };
    // A title set on two lines may name a kind with the first of them already.
    let joined =
        |pair: &[String]| Some(pair.concat()).filter(|title| goes_on(&pair[0], &pair[1]) && named(title));
    let with_next = |first: &str| lines.windows(2).filter(|pair| pair[0] == first).find_map(joined);
    if let Some(title) = found.as_ref().filter(|title| by_title(title).is_some()) {
        return with_next(title).or_else(|| Some(title.clone()));
    }
    let whole = lines.iter().position(|line| named(line)).map(|at| {
        let line = &lines[at];
        let before = at.checked_sub(1).map(|before| &lines[before]).filter(|before| begins(before, line));
        let before = before.map(|before| format!("{before}{line}")).filter(|title| named(title));
        before.or_else(|| with_next(line)).unwrap_or_else(|| line.clone())
    });
    whole.or_else(|| lines.windows(2).map(<[String]>::concat).find(|line| named(line))).or(found)
}

/// Whether a line begins the title that the line below ends: it names the place, which the end does not.
fn begins(first: &str, end: &str) -> bool {
    let of_body =
        ["局", "委", "委员会", "办公室", "政府", "厅", "院", "会议"].iter().any(|body| first.ends_with(body));
    !of_body
        && !first.contains(['。', '，', '；', '：', '(', ')', '（', '）'])
        && frame::place_of(first).is_some()
        && frame::place_of(end).is_none()
}

/// Whether a line may go on with the title that the line above begins: no heading, no title of its own. （2026—2030年） does.
fn goes_on(first: &str, next: &str) -> bool {
    /// Letters of the place or the matter with which a title begins.
    const START: usize = 2;
    if next.starts_with(['(', '（']) && next.ends_with([')', '）']) && frame::period_in(next).is_some() {
        return !first.contains(['(', '（']);
    }
    let start: String = first.chars().take(START).collect();
    let numbered =
        next.starts_with(|c: char| c.is_ascii_digit() || "第（(〔[一二三四五六七八九十《".contains(c));
    !numbered && !next.contains(&start) && !next.contains(['。', '，', '；', '：'])
}

/// Whether a line is the number of the document, which stands above its title: 云政发〔2026〕12号.
fn is_number(line: &str) -> bool {
    line.parse::<phrase::DocumentNumber>().is_ok()
}

/// Without what may stand behind the noun of a title: （草案）, ［1］, ①, 》.
fn bare(title: &str) -> &str {
    let mut rest = title;
    loop {
        let before = rest.len();
        rest = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || c.is_ascii_digit() || ('①'..='⑳').contains(&c) || "*》”\"稿".contains(c)
        });
        for (open, close) in [('（', '）'), ('(', ')'), ('[', ']'), ('〔', '〕'), ('［', '］')] {
            if rest.ends_with(close)
                && let Some(at) = rest.rfind(open)
            {
                rest = &rest[..at];
            }
        }
        if rest.len() == before {
            return rest;
        }
    }
}

pub(crate) fn by_title(title: &str) -> Option<Recognised> {
    // 关于印发《甲行动计划》的通知: the thing itself stands in the marks.
    let inner = title.rsplit_once('》').filter(|(_, rest)| bare(rest).ends_with("通知"));
    if let Some(name) = inner.and_then(|(front, _)| front.split_once('《')).map(|(_, name)| name)
        && let Some(found) = by_title(name)
    {
        return Some(found);
    }
    let name = bare(title);
    let (noun, kind) = NOUNS.suffix(name)?;
    let economy = name.contains("国民经济和社会发展") || name.contains("国民经济与社会发展");
    let five = name.contains("五年");
    let kind = match kind {
        DocumentKind::SpecialPlan if economy => DocumentKind::Outline,
        DocumentKind::Outline if !economy && !five => DocumentKind::SpecialPlan,
        // 发展计划 of five years is an outline, of one year an annual plan, of a field an action plan.
        DocumentKind::AnnualPlan if noun == "发展计划" && (five || !economy) => {
            if five {
                DocumentKind::Outline
            } else {
                DocumentKind::ActionPlan
            }
        }
        kind => kind,
    };
    let (zh, en) = kind.words();
    let because = if economy && matches!(kind, DocumentKind::Outline) {
        format!("国民经济和社会发展…{noun}")
    } else {
        noun.to_owned()
    };
    Some(Recognised {
        kind,
        reasons: vec![Text::new(
            format!("标题以“{because}”结尾：{zh}"),
            format!("the title ends with “{because}”: {en}"),
        )],
    })
}

/// Words that are frequent in one kind of text, with how many in a thousand characters are enough.
const MARKS: &[(DocumentKind, f64, &[&str])] = &[
    (DocumentKind::Bulletin, 4.0, &["比上年", "同比", "上年末", "初步核算", "上年同期", "年末", "全年"]),
    (DocumentKind::Division, 3.0, &["责任单位", "牵头单位", "配合单位", "责任部门", "牵头部门"]),
    (DocumentKind::Appraisal, 4.0, &["扣分", "加分", "得分", "分值", "考核", "扣0", "扣1", "扣2"]),
    (DocumentKind::Policy, 4.0, &["给予", "奖励", "补助", "补贴", "资助", "申请"]),
    (
        DocumentKind::Dispatch,
        3.0,
        &["形象进度", "累计完成投资", "序时进度", "开工率", "完成年度投资", "调度"],
    ),
    (DocumentKind::Evaluation, 3.0, &["评估", "进度", "预期目标", "完成率", "实施情况"]),
    (DocumentKind::SpecialPlan, 3.0, &["规划期", "到2025年", "到2030年", "到2035年", "建设", "推进", "完善"]),
];

fn by_text(text: &str) -> Option<Recognised> {
    /// Enough to tell; a longer document is not counted to its end.
    const ENOUGH: usize = 60_000;
    let mut end = text.len().min(ENOUGH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let characters = text.chars().filter(|c| c.is_alphanumeric()).count();
    if characters < 100 {
        return None;
    }
    let thousands = characters as f64 / 1000.0;
    let scored = MARKS.iter().map(|(kind, enough, words)| {
        let hits: usize = words.iter().map(|word| text.matches(word).count()).sum();
        (kind, hits as f64 / thousands / enough, hits, words)
    });
    let (kind, score, hits, words) = scored.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (score >= 1.0).then(|| Recognised {
        kind: *kind,
        reasons: vec![Text::new(
            format!("标题没有表明种类；正文中“{}”等词出现 {hits} 次", words[..2].join("”“")),
            format!("the title names no kind; “{}” and the like occur {hits} times", words[..2].join("”, “")),
        )],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_title() {
        for (title, kind) in [
            ("青山市国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", "outline"),
            ("云岭省国民经济和社会发展第十个五年计划纲要", "outline"),
            ("云岭市“十三五”水利发展规划（2016—2020年）", "special-plan"),
            ("云岭市海绵城市建设规划纲要", "special-plan"),
            ("云岭市推动制造业高质量发展三年行动计划（2024—2026年）", "action-plan"),
            ("云岭市人民政府办公室关于印发《云岭市养老服务实施方案》的通知", "action-plan"),
            ("2026年云岭省政府工作报告", "annual-plan"),
            (
                "关于云岭市2025年国民经济和社会发展计划执行情况与2026年国民经济和社会发展计划草案的报告",
                "annual-plan",
            ),
            ("云岭市2025年国民经济和社会发展统计公报[1]", "bulletin"),
            ("2024年云岭市生态环境状况公报①", "bulletin"),
            ("云岭市“十四五”规划纲要实施中期评估报告", "evaluation"),
            ("云岭市“十四五”规划纲要重点任务分工方案", "division"),
            ("云岭县高质量发展综合绩效考核办法（试行）", "appraisal"),
            ("云岭市支持先进制造业发展的若干政策", "policy"),
            ("云岭市重点项目建设进展情况通报", "dispatch"),
        ] {
            let found = by_title(title).map(|found| found.kind.name());
            assert_eq!(found, Some(kind), "{title}");
        }
        assert_eq!(by_title("云岭市统计局"), None);
    }

    #[test]
    fn a_title_of_two_lines_is_read_whole() {
        let of = |text: &str| {
            let document = document::read(text.as_bytes(), &document::ReadOptions::default()).unwrap();
            (recognise(&document).kind.name(), title(&document).unwrap_or_default())
        };
        let report = "云岭县国民经济和社会发展“十四五”规划\n实施情况中期评估报告\n\n（2024年5月）\n\n按照要求，现将有关情况报告如下。\n";
        assert_eq!(
            of(report),
            ("evaluation", "云岭县国民经济和社会发展“十四五”规划实施情况中期评估报告".to_owned())
        );
        let twice = "云岭县国民经济和社会发展第十五个五年规划纲要\n云岭县国民经济和社会发展第十五个五年规划纲要\n\n第一章 发展环境\n\n　　五年来成绩显著。\n";
        assert_eq!(of(twice), ("outline", "云岭县国民经济和社会发展第十五个五年规划纲要".to_owned()));
        let years = "云岭县水网建设规划\n（2026—2030年）\n云岭县水利局\n\n一、规划基础\n\n　　“十四五”期间成绩显著。\n";
        assert_eq!(of(years), ("special-plan", "云岭县水网建设规划(2026—2030年)".to_owned()));
        let end = "云岭市支持企业高质量发展\n若干措施（试行）\n\n第一条 本措施适用于本市企业。\n";
        assert_eq!(of(end), ("policy", "云岭市支持企业高质量发展若干措施(试行)".to_owned()));
        let body = "云岭市人民政府\n若干措施\n\n第一条 本措施适用于本市企业。\n";
        assert_eq!(of(body), ("policy", "若干措施".to_owned()));
        let chapter = "云岭县水利发展规划\n\n一、编制实施方案\n\n　　加强组织领导。\n";
        assert_eq!(of(chapter), ("special-plan", "云岭县水利发展规划".to_owned()));
    }

    #[test]
    fn kinds_by_text() {
        let bulletin =
            "全年粮食产量二十万吨，比上年增长三成。年末生猪存栏六万头，比上年末增长一成。".repeat(8);
        assert_eq!(by_text(&bulletin).map(|found| found.kind), Some(DocumentKind::Bulletin));
        let policy = "对新认定的企业给予一次性奖励，对租用厂房的企业给予补贴，最高不超过百万。".repeat(8);
        assert_eq!(by_text(&policy).map(|found| found.kind), Some(DocumentKind::Policy));
        assert_eq!(by_text("一二三"), None);
    }
}
