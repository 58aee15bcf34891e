//! What a number is said of: markers and modal words are taken off the words in front of it.

use super::noun::{verb, verb_at};
use super::words::FRAMES;
use crate::words::{LEXICON, Shift};

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
        let noun = text.trim_matches([' ', '，', '、', '　']);
        let noun = front.strip_end(noun);
        let noun = front.strip_start(noun);
        front.noun = noun.trim_matches([' ', '的', '、']);
        front
    }

    /// Whether a verb of making leads the subject, so that amounts add up: 新建, 改造.
    pub(crate) fn is_made(&self) -> bool {
        verb_at(self.noun).is_some_and(|(verb, _)| FRAMES.makes.get(&self.noun[verb]).is_some())
    }

    fn strip_end(&mut self, mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_end();
            if let Some(at) = comparison(text) {
                self.marked = true;
                text = &text[..at];
                continue;
            }
            if let Some(at) = upon(text) {
                self.marked = true;
                text = &text[..at];
                continue;
            }
            if let Some(at) = interval(text).or_else(|| in_a_row(text)) {
                text = &text[..at];
                continue;
            }
            // 改造提升 as a whole is a verb; its end says nothing of a change.
            let word =
                |word: &str| LEXICON.verbs.get(text.trim()).is_none() || text.trim().len() == word.len();
            let shift = FRAMES.shifts.suffix(text).filter(|(shift, _)| self.shift.is_none() && word(shift));
            // 国有, 所有: 有 belongs to the noun.
            let bound = |word: &str| {
                word == "有"
                    && text[..text.len() - word.len()]
                        .ends_with(['国', '所', '公', '私', '特', '专', '自', '享'])
            };
            let hard = FRAMES.markers.suffix(text).map(|(word, ())| word).filter(|word| !bound(word));
            // 经费人均达到: the word belongs to 人均.
            let per = |word: &str| {
                word == "均"
                    && text[..text.len() - word.len()]
                        .ends_with(['人', '户', '亩', '地', '村', '校', '县', '班'])
            };
            let soft = FRAMES.soft.suffix(text).map(|(word, ())| word).filter(|word| !per(word));
            let marker = [hard, soft].into_iter().flatten().max_by_key(|word| word.len());
            if let Some((word, shift)) = shift.filter(|(word, _)| word.len() >= marker.map_or(0, str::len)) {
                let at = text.len() - word.len();
                self.shift = Some((shift, &text[at..]));
                self.marked = true;
                text = &text[..at];
            } else if let Some(word) = marker {
                self.total |= word.contains("累计") || word.contains('共') || word == "总计";
                self.least |= word == "至少";
                self.marked |= marker == hard;
                text = &text[..text.len() - word.len()];
            } else {
                return text;
            }
        }
    }

    fn strip_start(&mut self, mut text: &'t str) -> &'t str {
        loop {
            text = text.trim_start_matches([' ', '，', '、', '　']);
            if let Some(rest) = FRAMES.spans.strip_prefix(text) {
                text = rest.trim_start_matches(['，', '内', '间']);
                continue;
            }
            // 五年新建道路; but 五年规划 is a noun.
            let years = text
                .strip_prefix("五年")
                .filter(|rest| !rest.starts_with(['规', '计', '内', '期', '级', '制']));
            if let Some(rest) = years {
                // 五年新增就业13万人 adds up over them; 五年…达到 is where they lead to.
                self.total |= !self.marked;
                text = rest;
                continue;
            }
            if let Some((word, ())) = FRAMES.modals.prefix(text) {
                let rest = &text[word.len()..];
                // 达到国家标准的…, 到位资金, 共同富裕: the word belongs to the noun.
                if rest.is_empty() || !joins(word, rest) {
                    self.total |= word.contains("累计") || word.ends_with('共');
                    self.least |= word == "至少";
                    text = rest;
                    continue;
                }
            }
            // 每个县 is a scope, and so is 每个县（区）.
            let scope = FRAMES.scopes.prefix(text).map(|(word, ())| word.len()).max(distributive(text));
            match scope {
                Some(end) if self.scope.is_empty() => {
                    self.scope = &text[..end];
                    text = &text[end..];
                }
                _ => return text,
            }
        }
    }
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
    const KINDS: &[&str] =
        &["乡镇", "街道", "行政村", "社区", "县区", "县市区", "县", "区", "村", "镇", "城市", "市"];
    const BRACKETS: &[&str] = &["（市、区）", "（市）区", "（市）", "(市)区", "(市)", "（区）"];
    // 每个组团建设…, 每个县至少建成…: the scope ends where the verb or the word before it begins.
    if let Some(rest) = text.strip_prefix("每个") {
        let ends = |text: &str| verb(text).is_some() || text.starts_with("至少");
        let led = rest.char_indices().skip(1).take(6).find(|(at, _)| ends(&rest[*at..]));
        if let Some((at, _)) = led {
            return Some(text.len() - rest.len() + at);
        }
    }
    let rest =
        text.strip_prefix("每个").or_else(|| text.strip_prefix('各')).or_else(|| text.strip_prefix('每'))?;
    let kind = KINDS.iter().filter(|kind| rest.starts_with(**kind)).max_by_key(|kind| kind.len())?;
    let rest = &rest[kind.len()..];
    let bracket = BRACKETS.iter().filter(|end| rest.starts_with(**end)).map(|end| end.len()).max();
    Some(text.len() - rest.len() + bracket.unwrap_or(0))
}

/// The start of 在2020年基础上 at the end of `text`.
fn upon(text: &str) -> Option<usize> {
    let front = text.strip_suffix("基础上")?.trim_end_matches(['的', ' ', '”', '"']);
    let dated = ["年", "末", "底", "期", "期间", "时期"].iter().any(|end| front.ends_with(end));
    dated.then(|| front.rfind('在')).flatten()
}

/// The start of an interval at the end of `text`: 每2年, 每三个月. 每年 is an average.
fn interval(text: &str) -> Option<usize> {
    const NUMERALS: &str = "两二三四五六七八九十半";
    let rest = ["个月", "年", "周", "天"].iter().find_map(|unit| text.strip_suffix(unit))?;
    let front = rest.trim_end_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
    let at = front.len().checked_sub('每'.len_utf8())?;
    (front.len() < rest.len() && front.ends_with('每')).then_some(at)
}

/// The start of a row of years at the end of `text`: 连续5年, 连续十二年.
fn in_a_row(text: &str) -> Option<usize> {
    const NUMERALS: &str = "两二三四五六七八九十多";
    let front = text.strip_suffix('年')?;
    let rest = front.trim_end_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c));
    (rest.len() < front.len()).then(|| rest.strip_suffix("连续").map(str::len)).flatten()
}

/// The start of a comparison at the end of `text`: 比2015年, 较上年, 比“十二五”期间.
fn comparison(text: &str) -> Option<usize> {
    /// Longest base of a comparison, in bytes.
    const LONGEST: usize = 60;
    let mut from = text.len().saturating_sub(LONGEST);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // 是“十三五”时期的 1.4倍.
    let multiple = text.strip_suffix('的').filter(|base| {
        let base = base.trim_end_matches(['”', '"']);
        ["年", "末", "底", "期", "期间", "时期"].iter().any(|end| base.ends_with(end))
    });
    if let Some(base) = multiple
        && let Some((at, _)) =
            ["是", "为", "相当于"].iter().filter_map(|word| base.rmatch_indices(word).next()).max()
    {
        return (at >= from).then_some(at);
    }
    let at = from + text[from..].rfind(['比', '较'])?;
    let word = text[at..].chars().next()?.len_utf8();
    let base = &text[at + word..];
    if base.is_empty() {
        return text[..at].ends_with(['同', '环']).then(|| at - '同'.len_utf8());
    }
    let noun =
        text[..at].ends_with(['占', '同', '环', '对']) || base.starts_with(['重', '例', '率', '值', '较']);
    let named = base.ends_with(['年', '末', '底', '初', '期', '月', '”'])
        || base.ends_with("期间")
        || base.ends_with("平均水平");
    (!noun && named).then_some(at)
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
            ("每个组团建设", "每个组团", "建设", None),
            ("每个县（区）建成", "每个县（区）", "建成", None),
            ("按可比价格计算年均增长", "", "", Some(Shift::Growth)),
            ("五年间社区首诊率达到", "", "社区首诊率", None),
            ("待遇水平平均增幅达到", "", "待遇水平", Some(Shift::Rate)),
            ("事业经费人均达到", "", "事业经费人均", None),
            ("各项指标均达到", "", "各项指标", None),
            ("管网清疏每年不得少于", "", "管网清疏", None),
            ("大型管网检测每3年不得少于", "", "大型管网检测", None),
            ("外贸总额是“十二五”时期的", "", "外贸总额", None),
            ("粮食产量连续五年稳定在", "", "粮食产量", None),
            ("改造提升", "", "改造提升", None),
            ("粮食年产量连续12年保持在", "", "粮食年产量", None),
            ("平均气温比常年偏高", "", "平均气温", Some(Shift::Rise)),
            ("全省生产总值在2020年基础上", "全省", "生产总值", None),
            ("停产企业比上月增加", "", "停产企业", Some(Shift::Rise)),
        ] {
            let front = Front::of(text);
            assert_eq!(
                (front.scope, front.noun, front.shift.map(|(shift, _)| shift)),
                (scope, noun, shift),
                "{text}"
            );
        }
    }
}
