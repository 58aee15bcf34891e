//! The evidence of a row in one sentence, in Chinese and English.

use crate::commitment::Commitment;
use crate::print::{number, percent, probability, trimmed};
use crate::record::LevelRecord;
use crate::track::Track;
use crate::unit::is_percent;
use crate::verdict::Verdict;
use crate::warning::over_best;
use crate::{Alert, BreakChoice, Pace, PaceBasis, Status, TargetKind, Trend};
use source::Words;

/// Clauses in both languages that become one sentence.
#[derive(Default)]
struct Sentence {
    zh: Vec<String>,
    en: Vec<String>,
}

impl Sentence {
    fn say(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.zh.push(zh.into());
        self.en.push(en.into());
    }

    fn finish(self) -> Words {
        let en = self.en.join("; ");
        let mut letters = en.chars();
        let en = letters
            .next()
            .map_or(String::new(), |first| first.to_uppercase().collect::<String>() + letters.as_str());
        Words::new(self.zh.join("；") + "。", en + ".")
    }
}

/// The sentence of a row.
pub(crate) fn reason(
    commitment: &Commitment<'_>,
    verdict: &Verdict,
    track: &Track,
    since: Option<i32>,
    record: Option<&LevelRecord>,
) -> Words {
    let mut sentence = Sentence::default();
    match verdict.status {
        Status::Open => {
            sentence.say(
                format!("目标值“{}”有待下达，下达后方可考核", commitment.target.value_text),
                format!(
                    "the value has yet to be set (“{}”); an open obligation until then",
                    commitment.target.value_text
                ),
            );
            return sentence.finish();
        }
        Status::Undecidable if commitment.undirected() => {
            sentence.say(
                "看不出该指标宜升还是宜降，请指明方向后再评判",
                "nothing tells whether more or less is better; state the direction, then it is judged",
            );
            return sentence.finish();
        }
        Status::Undecidable => {
            sentence.say("目标没有可判定的数值", "the target has no value that could be decided");
            return sentence.finish();
        }
        _ => {}
    }
    let from_base = matches!(commitment.kind, TargetKind::Level | TargetKind::GrowthPath);
    if commitment.goal.is_none() && from_base {
        let year = commitment.base_year;
        sentence.say(
            format!("目标以{year}年为基础，而该年数值未知，无法推算目标值"),
            format!("the target counts from {year}, for which no value is known"),
        );
        return sentence.finish();
    }
    if verdict.latest.is_none() && verdict.progress.is_none() {
        no_figure(&mut sentence, commitment, track);
    }
    standing(&mut sentence, commitment, verdict);
    pace(&mut sentence, commitment, verdict);
    outlook(&mut sentence, commitment, verdict);
    hollow(&mut sentence, verdict);
    breaks(&mut sentence, commitment, track);
    if let (Some(since), true) = (since, verdict.alert > Alert::None) {
        let level = verdict.alert.words();
        let (worse_zh, worse_en) =
            if verdict.alert == Alert::Red { ("", "") } else { ("或以上", " or worse") };
        sentence.say(
            format!("自{since}年起为{}{worse_zh}预警", level.zh),
            format!("{}{worse_en} since {since}", level.en),
        );
    }
    if let (Some(record), true) = (record, verdict.alert > Alert::None) {
        let words = record.words();
        sentence.say(words.zh, words.en);
    }
    sentence.finish()
}

fn no_figure(sentence: &mut Sentence, commitment: &Commitment<'_>, track: &Track) {
    if track.needs_growth {
        sentence.say(
            "增速目标按可比价计算，尚无可比价增速或指数，不能用现价水平推算",
            "a growth target at comparable prices: no real growth rate or index is known, and printed levels cannot stand in",
        );
    } else if track.incomplete {
        sentence.say(
            "基期以来的年度数据有缺失，无法累计",
            "a year since the base is missing, so nothing can be added up",
        );
    } else {
        let year = commitment.base_year;
        sentence.say(format!("{year}年以后没有数据"), format!("no figure after {year} is known"));
    }
}

/// Where the value stands and how far it should be.
fn standing(sentence: &mut Sentence, commitment: &Commitment<'_>, verdict: &Verdict) {
    let unit = commitment.target.unit.as_str();
    if let Some(latest) = verdict.latest {
        let value = number(latest.value);
        let (year, kind) = (latest.year, commitment.kind);
        let (zh, en) = match kind {
            TargetKind::AverageGrowth => ("年均增长", "average growth "),
            TargetKind::CumulativeReduction => ("累计降低", "cumulative reduction "),
            TargetKind::CumulativeSum => ("累计", "total "),
            _ => ("为", ""),
        };
        sentence.say(format!("{year}年{zh}{value}{unit}"), format!("{year}: {en}{value} {unit}").trim_end());
    }
    if let (Some(progress), Some(expected)) = (verdict.progress, verdict.expected) {
        let (done, due) = (percent(progress), percent(expected));
        let (zh, en) = match commitment.kind {
            TargetKind::Floor | TargetKind::Ceiling => {
                (format!("{done}的年份达标"), format!("{done} of the years complied"))
            }
            TargetKind::AverageGrowth => {
                (format!("为目标速度的{done}"), format!("{done} of the promised rate"))
            }
            TargetKind::Keep | TargetKind::Interval => {
                (format!("达标程度{done}"), format!("degree of compliance {done}"))
            }
            _ => (format!("完成进度{done}，应完成{due}"), format!("{done} of the way done, {due} due")),
        };
        sentence.say(zh, en);
    }
    if let Some(distance) = verdict.distance {
        let years = trimmed(distance.abs(), 1);
        let plural = if years == "1" { "" } else { "s" };
        if years == "0" {
            sentence.say("与预期路径持平", "on the expected path");
        } else if distance < 0.0 {
            sentence.say(format!("落后{years}年"), format!("{years} year{plural} behind"));
        } else {
            sentence.say(format!("超前{years}年"), format!("{years} year{plural} ahead"));
        }
    }
    match verdict.trend {
        Some(Trend::Away) => sentence.say("近年走势偏离目标", "recent years move away from the target"),
        Some(Trend::Stalled) => sentence.say("近年停滞", "recent years stand still"),
        _ => {}
    }
}

/// The pace needed against the best one of the past.
fn pace(sentence: &mut Sentence, commitment: &Commitment<'_>, verdict: &Verdict) {
    let open = !matches!(verdict.status, Status::Met | Status::Missed | Status::Hollow);
    let (Some(required), true) = (verdict.required, open) else { return };
    let unit = commitment.target.unit.as_str();
    let show = |pace: Pace| {
        let amount = number(pace.value);
        match pace.basis {
            PaceBasis::Percent => {
                let rate = trimmed(pace.value, 1);
                (format!("{rate}%"), format!("{rate}%"))
            }
            // A share moves by points, not by per cent of itself.
            PaceBasis::Amount if is_percent(unit) => {
                (format!("{amount}个百分点"), format!("{amount} points"))
            }
            PaceBasis::Amount => (format!("{amount}{unit}"), format!("{amount} {unit}")),
        }
    };
    let needed = show(required);
    let mut zh = format!("今后年均需{}", needed.0);
    let mut en = format!("{} a year needed from now on", needed.1);
    if let Some(best) = verdict.best {
        let harder = over_best(verdict.required, verdict.best).is_some_and(|r| r > 1.0);
        let (less_zh, less_en) = if harder { ("仅", "only ") } else { ("", "") };
        let best = show(best);
        zh = format!("{zh}，过去同样年数最好为{less_zh}{}", best.0);
        en = format!("{en}, {less_en}{} in the best years of the past", best.1);
    }
    if let Some(achieved) = verdict.achieved {
        let achieved = show(achieved);
        zh = format!("{zh}，基期以来为{}", achieved.0);
        en = format!("{en}, {} since the base year", achieved.1);
    }
    sentence.say(zh, en);
}

fn outlook(sentence: &mut Sentence, commitment: &Commitment<'_>, verdict: &Verdict) {
    let Some(outlook) = &verdict.outlook else { return };
    let (unit, year) = (&commitment.target.unit, commitment.year);
    match verdict.status {
        Status::Missed => {
            let goal = verdict.goal.map_or(String::new(), |g| number(g.value));
            sentence
                .say(format!("目标{goal}{unit}未完成"), format!("the target of {goal} {unit} was missed"));
            return;
        }
        Status::Met if verdict.latest.is_some_and(|l| l.year >= year) => {
            sentence.say("目标完成", "the target was met");
            return;
        }
        // The outcome is known; nothing is left to forecast.
        _ if verdict.latest.is_some_and(|l| l.year >= year) => return,
        _ => {}
    }
    let (median, low, high) = (number(outlook.median), number(outlook.low), number(outlook.high));
    let p = probability(outlook.attain);
    let (short_zh, short_en) = if outlook.short {
        ("（数据不足五年，仅供参考）", " (fewer than five values, a rough guide only)")
    } else {
        ("", "")
    };
    sentence.say(
        format!("按现有走势{year}年预计{median}{unit}（95%区间{low}至{high}），实现概率{p}{short_zh}"),
        format!("{median} {unit} expected in {year} (95% interval {low} to {high}), probability of attainment {p}{short_en}"),
    );
}

fn hollow(sentence: &mut Sentence, verdict: &Verdict) {
    let Some(hollow) = &verdict.hollow else { return };
    let (base, latest, without) = (number(hollow.base), number(hollow.latest), number(hollow.without));
    let show = |change: f64| trimmed(change.abs(), 0);
    let (rest, whole) = (show(hollow.rest_change), show(hollow.whole_change));
    sentence.say(
        format!(
            "空心达标：由{base}升至{latest}，主要因为分母缩减{whole}%（其余部分缩减{rest}%），其余部分若不变仅为{without}"
        ),
        format!(
            "hollow success: the rise from {base} to {latest} is owed to a denominator that shrank by {whole}% \
             (the rest of it by {rest}%); had the rest stood still it would be {without}"
        ),
    );
}

fn breaks(sentence: &mut Sentence, commitment: &Commitment<'_>, track: &Track) {
    for found in track.breaks.iter().filter(|b| b.year > commitment.base_year) {
        let size = trimmed(100.0 * (found.factor - 1.0), 1);
        let (year, choice) = (found.year, found.choice.words());
        let (zh, en) = match found.choice {
            BreakChoice::Keep => ("尚未决定是否换算目标".to_owned(), "the printed target is kept".to_owned()),
            _ => (format!("已选择{}", choice.zh), format!("decided: {}", choice.en)),
        };
        sentence.say(
            format!("{year}年水平断裂（口径变化约{size}%），{zh}"),
            format!("the level breaks in {year} (about {size}% from the change of basis), {en}"),
        );
    }
}
