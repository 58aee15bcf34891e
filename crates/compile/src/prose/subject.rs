//! What a number is said of: markers and verbs are taken off the words around it.

use std::ops::Range;

use crate::words::{LEXICON, Verb};

/// A word for a change directly in front of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shift {
    /// 增长: a rate of growth when the number is a percentage.
    Growth,
    /// 提高, 增加.
    Rise,
    /// 降低, 减少.
    Fall,
    /// 新增, 净增.
    Added,
}

/// Markers between a subject and its number; they are no part of the subject.
const MARKERS: &[&str] = &[
    "达到了",
    "达到",
    "达",
    "为",
    "是",
    "超过",
    "突破",
    "超",
    "控制在",
    "控制到",
    "保持在",
    "稳定在",
    "维持在",
    "压缩到",
    "压减到",
    "降至",
    "降到",
    "降低到",
    "降低至",
    "下降到",
    "下降至",
    "减少到",
    "减少至",
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "增加到",
    "增加至",
    "增长到",
    "增长至",
    "扩大到",
    "扩大至",
    "上升到",
    "上升至",
    "增至",
    "升至",
    "升到",
    "发展到",
    "发展至",
    "缩小到",
    "缩小至",
    "缩短到",
    "缩短至",
    "延长到",
    "延长至",
    "增加为",
    "提高为",
    "调整为",
    "调整到",
    "优化为",
    "优化到",
    "变为",
    "转变为",
    "完成",
    "实现",
    "不少于",
    "不低于",
    "不超过",
    "不高于",
    "不小于",
    "不大于",
    "不得低于",
    "不得超过",
    "低于",
    "高于",
    "小于",
    "大于",
    "少于",
    "多于",
    "至少",
    "最少",
    "最多",
    "仅为",
    "仅",
    "约为",
    "大约",
    "约",
    "接近",
    "近",
    "将近",
    "力争",
    "累计",
    "累计达",
    "共",
    "共计",
    "总计",
    "合计",
    "分别",
    "均",
    "都",
    "已",
    "只有",
    "各",
    "也",
    "还",
    "再",
    "年均",
    "平均",
    "每年",
    "年",
    "到",
    "至",
    "由",
    "从",
    "占",
    "占到",
    "保持",
    "稳定",
    "稳步",
    "了",
    "全部",
    "总体",
    "基本",
    "进一步",
    "逐步",
    "将",
    "可",
    "平均每年",
    "≥",
    "≤",
];

/// Words for changes.
const SHIFTS: &[(&str, Shift)] = &[
    ("增长", Shift::Growth),
    ("递增", Shift::Growth),
    ("增速", Shift::Growth),
    ("增幅", Shift::Growth),
    ("增长率", Shift::Growth),
    ("提高", Shift::Rise),
    ("提升", Shift::Rise),
    ("增加", Shift::Rise),
    ("上升", Shift::Rise),
    ("扩大", Shift::Rise),
    ("延长", Shift::Rise),
    ("增", Shift::Rise),
    ("降低", Shift::Fall),
    ("下降", Shift::Fall),
    ("减少", Shift::Fall),
    ("缩小", Shift::Fall),
    ("缩短", Shift::Fall),
    ("压减", Shift::Fall),
    ("削减", Shift::Fall),
    ("压缩", Shift::Fall),
    ("下调", Shift::Fall),
    ("回落", Shift::Fall),
    ("减", Shift::Fall),
    ("降", Shift::Fall),
    ("节约", Shift::Fall),
    ("新增", Shift::Added),
    ("净增", Shift::Added),
    ("年新增", Shift::Added),
    ("新增加", Shift::Added),
    ("增设", Shift::Added),
    ("累计新增", Shift::Added),
];

/// Words in front of a subject that say how firmly or from when, not what.
const MODALS: &[&str] = &[
    "力争", "争取", "确保", "努力", "力求", "预计", "其中", "同时", "并且", "并", "且", "以及", "基本",
    "使得", "使", "将", "累计", "共", "已经", "已", "要", "则", "也", "均", "都", "到", "至", "截至", "截止",
    "逐步", "实现", "完成", "达到", "继续", "至少",
];

/// Words for the whole of the plan's region.
const SCOPES: &[&str] = &[
    "全市",
    "全省",
    "全国",
    "全县",
    "全区",
    "全州",
    "全旗",
    "全盟",
    "全镇",
    "全域",
    "我市",
    "我省",
    "我县",
    "我区",
    "我国",
    "我州",
    "市域",
    "市区",
    "全市城区",
    "每个县（市）",
    "每个县(市)",
    "每个县（市、区）",
    "各县（市）区",
    "各县（市、区）",
    "各县(市)区",
    "每个县",
    "每个乡镇",
    "各乡镇",
    "每个社区",
    "每个行政村",
    "县（市）区",
    "县（市、区）",
    "县(市)区",
    "县市区",
    "主城区",
    "中心城区",
    "建成区",
    "全市域",
    "市本级",
    "各县（市）",
];

/// What stands in front of a number, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Front<'t> {
    /// Whose figure it is, empty when not said.
    pub(crate) scope: &'t str,
    /// The words that name the subject; empty when the clause leaves it out.
    pub(crate) noun: &'t str,
    /// The word for a change that governs the number.
    pub(crate) shift: Option<(Shift, &'t str)>,
    /// Whether a marker or a change word stands between subject and number.
    pub(crate) marked: bool,
    /// Whether 累计 or 共 stands there.
    pub(crate) total: bool,
    /// Whether 至少 stands there.
    pub(crate) least: bool,
    /// Whether 完成 governs the subject.
    pub(crate) done: bool,
}

impl<'t> Front<'t> {
    /// Takes apart the text of a clause in front of a number.
    pub(crate) fn of(text: &'t str) -> Self {
        let mut front = Self { done: text.contains("完成"), ..Self::default() };
        let mut noun = text.trim_matches([' ', '，', '、', '　']);
        noun = front.strip_end(noun);
        noun = front.strip_start(noun);
        front.noun = noun.trim_matches([' ', '的', '、']);
        if front.noun.is_empty() {
            front.noun = "";
        }
        front
    }

    fn strip_end(&mut self, mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_end();
            if let Some(at) = comparison(text) {
                self.marked = true;
                text = &text[..at];
                continue;
            }
            let shift = SHIFTS
                .iter()
                .filter(|(word, _)| text.ends_with(word))
                .max_by_key(|(word, _)| word.len())
                .filter(|_| self.shift.is_none());
            let marker = MARKERS.iter().filter(|word| text.ends_with(**word)).max_by_key(|word| word.len());
            let marker_len = marker.map_or(0, |word| word.len());
            if let Some((word, shift)) = shift.filter(|(word, _)| word.len() >= marker_len) {
                let at = text.len() - word.len();
                self.shift = Some((*shift, &text[at..]));
                self.marked = true;
                text = &text[..at];
                continue;
            }
            if let Some(word) = marker {
                self.total |= word.contains("累计") || word.contains('共') || word.contains("总计");
                self.least |= *word == "至少";
                self.marked |= !matches!(*word, "年" | "了" | "可" | "将" | "的");
                text = &text[..text.len() - word.len()];
                continue;
            }
            return text;
        }
    }

    fn strip_start(&mut self, mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_start_matches([' ', '，', '、', '　']);
            if let Some(rest) = behind_span(text) {
                text = rest;
                continue;
            }
            let modal = MODALS.iter().filter(|word| text.starts_with(**word)).max_by_key(|word| word.len());
            if let Some(word) = modal {
                let rest = &text[word.len()..];
                self.total |= matches!(*word, "累计" | "共");
                self.least |= *word == "至少";
                // 达到国家标准的…, 到位资金, 共同富裕: the word belongs to the noun.
                if rest.is_empty() || !joins(word, rest) {
                    text = rest;
                    continue;
                }
            }
            if self.scope.is_empty()
                && let Some(word) =
                    SCOPES.iter().filter(|word| text.starts_with(**word)).max_by_key(|word| word.len())
            {
                self.scope = &text[..word.len()];
                text = &text[word.len()..];
                continue;
            }
            if self.scope.is_empty()
                && let Some(end) = distributive(text)
            {
                self.scope = &text[..end];
                text = &text[end..];
                continue;
            }
            return text;
        }
    }
}

/// Behind a stretch of time that says no year: 五年间, 未来五年, 规划期内.
fn behind_span(text: &str) -> Option<&str> {
    const SPANS: &[&str] = &[
        "规划期内",
        "规划期间",
        "规划期末",
        "期内",
        "期间",
        "五年间",
        "五年来",
        "未来五年",
        "今后五年",
        "过去五年",
        "近年来",
        "目前",
        "到期末",
    ];
    SPANS
        .iter()
        .find_map(|span| text.strip_prefix(span))
        .map(|rest| rest.trim_start_matches(['，', '内', '间']))
}

/// Whether a word that looks like a modal is the beginning of a longer word.
fn joins(word: &str, rest: &str) -> bool {
    let next: &[&str] = match word {
        "共" => &["同", "享", "建", "有", "青", "产"],
        "要" => &["素", "求"],
        "到" => &["位", "期", "达"],
        "至" => &["少"],
        "并" => &["购", "网", "联", "轨"],
        "基本" => {
            &["公共", "养老", "医疗", "农田", "药物", "建设", "生活", "民生", "单元", "草原", "保险", "社会"]
        }
        "均" => &["衡", "等"],
        "使" => &["用"],
        "实现" | "完成" => &["率", "情况"],
        "达到" => &["国家", "省级", "一级", "二级", "优良", "标准", "规定", "要求", "良好", "好于", "或"],
        "将" => &["军"],
        "已" => &["建", "有"],
        "都" => &["市"],
        _ => &[],
    };
    next.iter().any(|next| rest.starts_with(next))
}

/// 每个X, 各X: the end of a distributive scope at the start of `text`.
fn distributive(text: &str) -> Option<usize> {
    let rest =
        text.strip_prefix("每个").or_else(|| text.strip_prefix('各')).or_else(|| text.strip_prefix('每'))?;
    let ends = [
        "（市、区）",
        "（市）区",
        "（市）",
        "(市)区",
        "(市)",
        "县市区",
        "县区",
        "乡镇",
        "街道",
        "行政村",
        "社区",
        "县",
        "区",
        "村",
        "镇",
        "城市",
    ];
    let end = ends.iter().filter(|end| {
        rest.starts_with(**end) || rest.starts_with('县') && rest['县'.len_utf8()..].starts_with(**end)
    });
    let end = end.max_by_key(|end| end.len())?;
    let at = text.len() - rest.len() + rest.find(end)? + end.len();
    Some(at)
}

/// The start of a comparison at the end of `text`: 比2015年, 较上年, 比“十二五”期间.
fn comparison(text: &str) -> Option<usize> {
    let at = text.rfind(['比', '较'])?;
    let word = text[at..].chars().next()?.len_utf8();
    let base = &text[at + word..];
    let noun =
        text[..at].ends_with(['占', '同', '环', '对']) || base.starts_with(['重', '例', '率', '值', '较']);
    let named = base.ends_with(['年', '末', '底', '初', '期', '”'])
        || base.ends_with("期间")
        || base.ends_with("平均水平");
    if base.is_empty() && text[..at].ends_with(['同', '环']) {
        return Some(at - '同'.len_utf8());
    }
    (!noun && named && base.chars().count() <= 16).then_some(at)
}

/// The words that name a counted thing: verbs that only bring it into being are dropped, others stay.
///
/// Returns the subject and whether a verb led it.
pub(crate) fn counted(noun: &str) -> (&str, bool) {
    let mut rest = noun;
    let mut led = false;
    while let Some((length, class)) = verb(rest) {
        led = true;
        match class {
            Verb::Create | Verb::Become => {
                rest = rest[length..].trim_start_matches(['和', '、', '了', ' ', '并']);
            }
            Verb::Alter | Verb::Do => break,
        }
    }
    (strip_article(rest), led)
}

/// The length of the adverbs and the verb that `text` begins with, and what the verb does.
pub(crate) fn verb(text: &str) -> Option<(usize, Verb)> {
    verb_at(text).map(|(range, class)| (range.end, class))
}

/// The verb that `text` begins with behind its adverbs: its place and what it does.
pub(crate) fn verb_at(text: &str) -> Option<(Range<usize>, Verb)> {
    let lexicon = &*LEXICON;
    // Adverbs pile up, never more than a few; the bound keeps the look-ahead constant.
    let mut starts = vec![text.len() - text.trim_start().len()];
    let mut best = None;
    while let Some(at) = starts.pop() {
        let rest = &text[at..];
        let verb = lexicon.verbs.prefix(rest);
        if let Some((adverb, ())) = lexicon.adverbs.prefix(rest) {
            let behind = at + adverb.len();
            let behind = behind + text[behind..].len() - text[behind..].trim_start().len();
            // 加快 and 重点 are adverbs in front of a verb and verbs or nouns elsewhere.
            if verb.is_none_or(|(verb, _)| verb.len() <= adverb.len()) {
                best = best.or(verb.map(|(verb, class)| (at..at + verb.len(), class)));
                starts.push(behind);
                continue;
            }
        }
        if let Some((verb, class)) = verb {
            return Some((at..at + verb.len(), class));
        }
    }
    best
}

/// Without 一批, 一个, 各类 and the like in front.
fn strip_article(text: &str) -> &str {
    ["一批", "一系列", "一个", "一些"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fronts() {
        for (text, scope, noun, shift) in [
            ("全市实现地区生产总值", "全市", "地区生产总值", None),
            ("集中供热率达到", "", "集中供热率", None),
            ("年均增长", "", "", Some(Shift::Growth)),
            ("单位产值能耗比2015年降低", "", "单位产值能耗", Some(Shift::Fall)),
            ("每个县（市）至少培育企业", "每个县（市）", "培育企业", None),
            ("房地产投资累计完成", "", "房地产投资", None),
            ("力争销售额突破", "", "销售额", None),
            ("基本养老保险参保率达到", "", "基本养老保险参保率", None),
            ("外资比“十一五”期间增加", "", "外资", Some(Shift::Rise)),
        ] {
            let front = Front::of(text);
            assert_eq!(
                (front.scope, front.noun, front.shift.map(|(shift, _)| shift)),
                (scope, noun, shift),
                "{text}"
            );
        }
    }

    #[test]
    fn counted_things() {
        assert_eq!(counted("重点培育省级示范社"), ("省级示范社", true));
        assert_eq!(counted("拆除锅炉"), ("拆除锅炉", true));
        assert_eq!(counted("国有企业"), ("国有企业", false));
    }
}
