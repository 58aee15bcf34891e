//! What a value says of its subject: an amount, a share, a count, a change.

use phrase::Kind;
use plan::{Averaging, Measure};

use super::subject::Front;
use super::value::Value;
use super::words::FRAMES;
use crate::words::Shift;

/// What a value says, over what time, and the change word that belongs to the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Meaning<'f> {
    pub(super) measure: Measure,
    pub(super) averaging: Option<Averaging>,
    pub(super) word: &'f str,
}

impl<'f> Meaning<'f> {
    fn of(measure: Measure, averaging: Option<Averaging>, word: &'f str) -> Self {
        Self { measure, averaging, word }
    }
}

/// The meaning of `value` behind `front`, said of `subject` in `unit`.
#[expect(clippy::too_many_lines, reason = "the signs of a measure, tried from the most telling to the least")]
pub(super) fn meaning<'f>(value: &Value, front: &Front<'f>, subject: &str, unit: &str) -> Meaning<'f> {
    let percent = matches!(value.kind, Kind::Percent | Kind::Fraction);
    let total = value.cumulative || front.total;
    let annual = value.annual.then_some(Averaging::AnnualAvg);
    let over = Some(annual.unwrap_or(Averaging::Cumulative));
    let word = front.shift.map_or("", |(_, word)| word);
    match value.kind {
        Kind::Ratio => return Meaning::of(Measure::Ratio, None, ""),
        Kind::Multiple => return Meaning::of(Measure::Multiple, Some(Averaging::Cumulative), ""),
        // 低于全省平均水平0.7个百分点: how far a state lies from another.
        Kind::Points if subject.contains("平均") && stands_apart(subject) => {
            return Meaning::of(Measure::Level, None, word);
        }
        Kind::Points => return Meaning::of(Measure::Change, over, word),
        _ => {}
    }
    // 年产 names a capacity: an amount even where things are counted.
    let capacity = ["年产", "日产", "年处理", "日处理"].iter().find_map(|word| front.noun.strip_suffix(word));
    if let Some(owner) = capacity {
        let measure = if owner.ends_with("新增") { Measure::Change } else { Measure::Level };
        return Meaning::of(measure, None, "");
    }
    // 自然增长率-1.69‰: so many per thousand, no growth of something.
    if unit == "‰" {
        return Meaning::of(Measure::Level, None, word);
    }
    match front.shift {
        Some((Shift::Growth, _)) if percent => return Meaning::of(Measure::GrowthRate, annual, ""),
        Some((Shift::Rate, _)) if percent => return Meaning::of(Measure::GrowthRate, annual, word),
        Some(_) => {
            // 新增5万亩灌溉面积: the word leads the subject already.
            let word = if subject.contains(word) { "" } else { word };
            return Meaning::of(Measure::Change, over, word);
        }
        None => {}
    }
    // 城乡居民收入比 is a ratio of two amounts.
    if unit.is_empty()
        && ["收入比", "之比", "比值", "性别比", "师生比"].iter().any(|end| subject.ends_with(end))
    {
        return Meaning::of(Measure::Ratio, None, "");
    }
    if unit.starts_with('/') {
        // 22/10万: so many per hundred thousand.
        return Meaning::of(Measure::Level, None, "");
    }
    if percent {
        let growth = ["增速", "增幅", "涨幅", "增长率", "增长速度"].iter().any(|end| subject.ends_with(end));
        return if growth {
            Meaning::of(Measure::GrowthRate, annual, "")
        } else {
            Meaning::of(Measure::Share, None, "")
        };
    }
    // 新增X 30万亩 adds to what is there; 新增X规模控制在30万亩 names an indicator.
    let added = ["新增", "净增"].iter().any(|added| subject.starts_with(added));
    if added && (!front.marked || (value.annual && value.counter)) {
        return Meaning::of(Measure::Change, over, "");
    }
    let plain = unit.trim_start_matches(['万', '千', '百', '亿']);
    let persons = matches!(plain, "人" | "名");
    // 快递业务量2.86亿件: an amount, though things make it up.
    let volume = ["业务量", "产量", "销量", "发电量", "投递量"].iter().any(|end| subject.ends_with(end));
    let counts = !volume
        && (value.counter || persons || plain == "人次")
        && FRAMES.flows.get(plain).is_none()
        && !FRAMES.per.within(subject);
    if counts {
        return Meaning::of(Measure::Count, annual.or(total.then_some(Averaging::Cumulative)), "");
    }
    // 新建绿道1000公里, 管网更新改造2000公里: what is made adds up.
    let made = !front.marked && (front.is_made() || FRAMES.makes.suffix(subject).is_some());
    if !value.counter && (total || made || (front.done && FRAMES.works.within(subject))) {
        return Meaning::of(Measure::Cumulative, Some(Averaging::Cumulative), "");
    }
    Meaning::of(Measure::Level, None, "")
}

/// Whether a subject ends with what it is compared with: 研发投入强度低于全省平均水平.
fn stands_apart(subject: &str) -> bool {
    ["高于", "低于"]
        .iter()
        .filter_map(|word| subject.split_once(word))
        .any(|(_, other)| other.ends_with("水平"))
}
