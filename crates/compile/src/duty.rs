//! Who answers for what: 由市发展改革委牵头, 责任单位：市财政局、市教育局.

use std::ops::Range;
use std::sync::LazyLock;

use plan::{AssignmentRole, BodyKind};

use crate::prose::verb;
use crate::sentence;
use crate::words::{Words, classed};

/// A body with its part in a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) range: Range<usize>,
    pub(crate) kind: BodyKind,
    pub(crate) role: AssignmentRole,
}

/// Labels in front of a list of bodies, and verbs behind one, with the part they give.
static WORDS: LazyLock<[Words<AssignmentRole>; 2]> = LazyLock::new(|| {
    let of = |lead: &'static str, support: &'static str| {
        Words::new(classed(include_str!("../data/zh/duty.tsv")).filter_map(move |(class, word)| {
            let lead = (class == lead).then_some(AssignmentRole::Lead);
            let role = lead.or((class == support).then_some(AssignmentRole::Support))?;
            Some((word, role))
        }))
    };
    [of("label-lead", "label-support"), of("verb-lead", "verb-support")]
});

/// The bodies that `range` of a text makes responsible.
pub(crate) fn named(text: &str, range: Range<usize>) -> Vec<Named> {
    let part = &text[range.clone()];
    let [labels, verbs] = &*WORDS;
    if labels.find(part).is_none() && verbs.find(part).is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    let led = ["牵头单位", "牵头部门"].iter().any(|word| part.contains(word));
    let mut role = None;
    // Brackets are opened up: （市发展改革委牵头，市财政局配合）.
    let mut start = range.start;
    let stops = |c: char| matches!(c, '，' | '；' | '。' | '（' | '）' | '(' | ')' | '：' | ':' | ',' | ';');
    for (at, c) in part.char_indices().filter(|(_, c)| stops(*c)).chain([(part.len(), '\0')]) {
        let end = range.start + at;
        let piece = &text[start..end];
        let label = labels.suffix(piece.trim_end()).filter(|_| matches!(c, '：' | ':'));
        if let Some((word, labelled)) = label {
            // 牵头单位：甲；责任单位：乙: beside a leader the others take part.
            let beside = led && word.starts_with("责任");
            role = Some(if beside { AssignmentRole::Support } else { labelled });
        } else if let Some(role) = role {
            found.extend(bodies(text, start..end, role));
        } else if let Some((at, verb_role)) = governed(piece) {
            let led = bodies(text, start..start + at, verb_role);
            // Firms and schools take part in much that a plan tells; only offices answer for it.
            found.extend(led.into_iter().filter(|body| body.kind != BodyKind::Enterprise));
        }
        if matches!(c, '。' | '）' | ')') {
            role = None;
        }
        start = end + if c == '\0' { 0 } else { c.len_utf8() };
    }
    found
}

/// Whether a text only names who is responsible: 责任单位：….
pub(crate) fn labelled(text: &str) -> bool {
    WORDS[0].prefix(text.trim_start_matches(['（', '(', ' '])).is_some()
}

/// The bodies of a cell or list that says nothing else.
pub(crate) fn listed(text: &str) -> Vec<Named> {
    bodies(text, 0..text.len(), AssignmentRole::Lead)
}

/// Where the verb stands behind the bodies it governs, and their part.
fn governed(piece: &str) -> Option<(usize, AssignmentRole)> {
    let verbs = &WORDS[1];
    let (at, word) = verbs.find(piece).filter(|(at, _)| *at > 0)?;
    // 负责人 and 参与度 are nouns.
    let noun = piece[at + word.len()..].starts_with(['人', '度', '率', '者', '制', '的']);
    verbs.get(word).filter(|_| !noun).map(|role| (at, role))
}

fn bodies(text: &str, range: Range<usize>, role: AssignmentRole) -> Vec<Named> {
    let mut found = Vec::new();
    for item in
        sentence::split(text, range, |c| matches!(c, '、' | '，' | ',' | '；' | ';' | ' ' | '\u{3000}'))
    {
        for range in joined(text, item.range) {
            let mut range = sentence::trim(text, range);
            for word in ["由", "以", "会同", "各有关"] {
                if text[range.clone()].starts_with(word) {
                    range.start += word.len();
                }
            }
            for word in ["会同", "等", "等部门", "等单位", "共同", "分别"] {
                if text[range.clone()].ends_with(word) {
                    range.end -= word.len();
                }
            }
            if let Some(kind) = kind(&text[range.clone()]) {
                found.push(Named { range, kind, role });
            }
        }
    }
    found
}

fn joined(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let part = &text[range.clone()];
    for word in ["会同", "和", "及", "与"] {
        if let Some(at) = part.find(word)
            && kind(&part[..at]).is_some()
        {
            let mut found = vec![Range { start: range.start, end: range.start + at }];
            found.extend(joined(text, range.start + at + word.len()..range.end));
            return found;
        }
    }
    vec![range]
}

/// What sort of body a name is built like; `None` when it is none.
fn kind(name: &str) -> Option<BodyKind> {
    const OFFICES: &[&str] = &[
        "委员会",
        "办公室",
        "管委会",
        "改革委",
        "发改委",
        "经信委",
        "住建委",
        "国资委",
        "卫健委",
        "教委",
        "农委",
        "建委",
        "局",
        "厅",
        "部",
        "办",
        "委",
        "院",
        "署",
        "法院",
        "检察院",
        "海关",
        "银行",
        "支队",
        "总队",
        "中心",
        "联合会",
        "工会",
        "团委",
        "妇联",
        "残联",
        "科协",
        "工商联",
        "委办",
    ];
    const FIRMS: &[&str] = &["公司", "集团", "企业", "厂", "大学", "学院", "医院"];
    let chars = name.chars().count();
    let vague = verb(name).is_some()
        || ["有关", "相关", "各部门", "各级", "部门", "单位", "政府"]
            .iter()
            .any(|word| name.starts_with(word));
    if !(2..=22).contains(&chars) || vague || name.contains(['的', '“', '《']) {
        return None;
    }
    if name.ends_with("政府") || name.ends_with("人民政府") {
        return Some(BodyKind::Government);
    }
    if FIRMS.iter().any(|end| name.ends_with(end)) {
        return Some(BodyKind::Enterprise);
    }
    OFFICES.iter().any(|end| name.ends_with(end)).then_some(BodyKind::Department)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(&str, AssignmentRole)> {
        named(text, 0..text.len()).into_iter().map(|body| (&text[body.range], body.role)).collect()
    }

    #[test]
    fn who_leads_and_who_supports() {
        use AssignmentRole::{Lead, Support};
        assert_eq!(
            of("由市水利局牵头，市财政局、市教育局配合。"),
            [("市水利局", Lead), ("市财政局", Support), ("市教育局", Support)]
        );
        assert_eq!(
            of("推进工程建设（责任单位：市住建局、各县政府）"),
            [("市住建局", Lead), ("各县政府", Lead)]
        );
        assert_eq!(
            of("牵头单位：市发展改革委；配合单位：市统计局"),
            [("市发展改革委", Lead), ("市统计局", Support)]
        );
        assert_eq!(
            of("（牵头单位：市水利局；责任单位：市财政局、各县政府）"),
            [("市水利局", Lead), ("市财政局", Support), ("各县政府", Support)]
        );
        assert_eq!(of("市水利局会同市财政局负责"), [("市水利局", Lead), ("市财政局", Lead)]);
        assert_eq!(of("有关部门要负责落实"), []);
    }
}
