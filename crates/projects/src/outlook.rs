//! When a project will be done, from what became of like projects that stood where it stands.
//!
//! Reference-class forecasting (Flyvbjerg, *European Planning Studies* 16, 2008) with censored projects counted as far as they were
//! seen (Kaplan and Meier, *JASA* 53, 1958): of the like projects that were still being built at the same share of their planned time,
//! the nearest by share of money are taken; the lengths they reached, as multiples of the planned length, are the distribution.
//! No curve of spending and no family of distributions is assumed.

use source::Words;

/// Like projects without which no probability is given.
pub const LIKE: usize = 30;

/// The course of a like project, in months since its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Months that were planned from start to end.
    pub planned: u32,
    /// Months it took; `None` while it is being built.
    pub ended: Option<u32>,
    /// Months for which something is known of it; at least `ended`.
    pub seen: u32,
    /// Share of the total money spent at the end of each month, 0 to 1 or above.
    pub money: Vec<f64>,
}

/// Where a project stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Months that were planned from start to end.
    pub planned: u32,
    /// Months since its start.
    pub elapsed: u32,
    /// Share of the total money spent.
    pub money: f64,
    /// Months from its start to the end of the plan period.
    pub horizon: u32,
}

/// When it will be done. Months since its start.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlook {
    /// As likely earlier as later; `None` when fewer than half of the like projects were seen to end.
    pub likely: Option<f64>,
    /// One in ten is done before.
    pub low: f64,
    /// Nine in ten are done before; `None` when that was not seen.
    pub high: Option<f64>,
    /// Probability of being done within the horizon; `None` with too few like projects.
    pub probability: Option<f64>,
    /// Like projects it rests on.
    pub like: usize,
    /// What it rests on, or why there is only a range.
    pub reason: Words,
}

/// When a project will be done, from like projects.
///
/// With fewer than [`LIKE`] of them still being built at the same share of their planned time there is no probability, only the range
/// between its plan and its own pace.
pub fn outlook<'a>(now: Now, like: impl IntoIterator<Item = &'a Course>) -> Outlook {
    let planned = f64::from(now.planned.max(1));
    let at = f64::from(now.elapsed) / planned;
    let mut near: Vec<(f64, f64, bool)> = like
        .into_iter()
        .filter_map(|course| {
            let own = f64::from(course.planned.max(1));
            let month = at * own;
            // Done before: it never stood there. Not seen so far: nothing is known of it there.
            let last = f64::from(course.ended.unwrap_or(course.seen));
            if last <= month {
                return None;
            }
            let gap = (share(&course.money, month) - now.money).abs();
            Some((gap, last / own, course.ended.is_some()))
        })
        .collect();
    if near.len() < LIKE {
        return own_pace(now, near.len());
    }
    let standing = near.len();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.truncate(nearest(standing));
    let lengths = Lengths::of(&near);
    let months = |ratio: f64| ratio * planned;
    let floor = f64::from(now.elapsed);
    Outlook {
        likely: lengths.quantile(0.5).map(months),
        low: lengths.quantile(0.1).map_or(floor, months).max(floor),
        high: lengths.quantile(0.9).map(months),
        probability: Some(lengths.reached(f64::from(now.horizon) / planned)),
        like: near.len(),
        reason: Words::new(
            format!("依据{standing}个走到同一时间进度仍在建的同类项目中投资进度最接近的{}个", near.len()),
            format!(
                "from the {} nearest by money of {standing} like projects still being built at the same share of their time",
                near.len()
            ),
        ),
    }
}

/// How many of the projects standing at the same time are taken for near: one in twenty, at least [`LIKE`]; more would make the
/// interval wider than what like money tells.
fn nearest(standing: usize) -> usize {
    (standing / 20).max(LIKE).min(standing)
}

/// The share spent at a month that need not be whole.
fn share(money: &[f64], month: f64) -> f64 {
    if month <= 0.0 || money.is_empty() {
        return 0.0;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "months are few and not negative"
    )]
    let whole = month.floor() as usize;
    let at = |index: usize| {
        if index == 0 { 0.0 } else { money.get(index - 1).or(money.last()).copied().unwrap_or(0.0) }
    };
    at(whole) + (at(whole + 1) - at(whole)) * (month - month.floor())
}

/// The distribution of lengths, with those not seen to end counted as far as they were seen.
struct Lengths {
    /// Length, and the share not done at it, rising lengths.
    steps: Vec<(f64, f64)>,
}

impl Lengths {
    fn of(near: &[(f64, f64, bool)]) -> Self {
        let mut lengths: Vec<(f64, bool)> = near.iter().map(|(_, length, ended)| (*length, *ended)).collect();
        // Of equal lengths, the ended first: who is seen up to a length was at risk at it.
        lengths.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let mut steps = Vec::new();
        let mut left = 1.0;
        let mut risk = count(lengths.len());
        for (length, ended) in lengths {
            if ended {
                left *= 1.0 - 1.0 / risk;
                steps.push((length, left));
            }
            risk -= 1.0;
        }
        Self { steps }
    }

    /// The length at which the share `p` is done.
    fn quantile(&self, p: f64) -> Option<f64> {
        self.steps.iter().find(|(_, left)| *left <= 1.0 - p + 1e-12).map(|(length, _)| *length)
    }

    /// The share done at a length.
    fn reached(&self, length: f64) -> f64 {
        1.0 - self
            .steps
            .iter()
            .take_while(|(step, _)| *step <= length + 1e-12)
            .last()
            .map_or(1.0, |(_, left)| *left)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of projects are far below 2^52")]
fn count(number: usize) -> f64 {
    number as f64
}

/// The range between plan and own pace, where too few like projects are known.
fn own_pace(now: Now, like: usize) -> Outlook {
    let (planned, elapsed) = (f64::from(now.planned), f64::from(now.elapsed));
    let floor = planned.max(elapsed);
    // At its pace so far the rest of the money takes as long as it says.
    let pace = if now.money > 0.0 { Some(elapsed / now.money.min(1.0)) } else { None };
    let high = pace.map(|pace| pace.max(floor));
    let low = pace.map_or(floor, |pace| pace.min(floor)).max(elapsed);
    let why_zh = if pace.is_some() {
        "区间介于计划工期与自身投资进度推算之间"
    } else {
        "尚无投资，只有计划工期"
    };
    let why_en = if pace.is_some() {
        "the range lies between its plan and its own pace"
    } else {
        "nothing is spent, only the plan is known"
    };
    Outlook {
        likely: None,
        low,
        high,
        probability: None,
        like,
        reason: Words::new(
            format!("走到同一时间进度的同类项目只有{like}个，少于{LIKE}个，不给概率；{why_zh}"),
            format!(
                "only {like} like projects stood at the same share of their time, fewer than {LIKE}: no probability; {why_en}"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The remission times of the 6-MP group of Freireich and others (1963), the textbook case of Kaplan and Meier:
    /// S(6) = .857, S(10) = .753, S(13) = .690, S(22) = .538, S(23) = .448.
    #[test]
    fn the_published_survival_curve() {
        let times = [
            (6, true),
            (6, true),
            (6, true),
            (6, false),
            (7, true),
            (9, false),
            (10, true),
            (10, false),
            (11, false),
            (13, true),
            (16, true),
            (17, false),
            (19, false),
            (20, false),
            (22, true),
            (23, true),
            (25, false),
            (32, false),
            (32, false),
            (34, false),
            (35, false),
        ];
        let near: Vec<(f64, f64, bool)> =
            times.into_iter().map(|(time, ended)| (0.0, f64::from(time), ended)).collect();
        let lengths = Lengths::of(&near);
        for (time, left) in
            [(6.0, 0.857), (10.0, 0.753), (13.0, 0.690), (16.0, 0.627), (22.0, 0.538), (23.0, 0.448)]
        {
            let found = 1.0 - lengths.reached(time);
            assert!((found - left).abs() < 0.0005, "S({time}) = {found}");
        }
        assert_eq!(lengths.quantile(0.5), Some(23.0));
        assert_eq!(lengths.quantile(0.9), None);
    }

    #[test]
    fn few_like_projects_give_a_range_only() {
        let now = Now { planned: 24, elapsed: 12, money: 0.25, horizon: 36 };
        let found = outlook(now, &[]);
        assert_eq!((found.probability, found.likely, found.like), (None, None, 0));
        assert_eq!((found.low, found.high), (24.0, Some(48.0)));
        let idle = outlook(Now { money: 0.0, ..now }, &[]);
        assert_eq!((idle.low, idle.high), (24.0, None));
        let course = Course { planned: 24, ended: Some(30), seen: 30, money: vec![0.0; 30] };
        assert_eq!(outlook(now, &vec![course.clone(); LIKE - 1]).probability, None);
        let found = outlook(now, &vec![course; LIKE]);
        assert_eq!((found.probability, found.likely), (Some(1.0), Some(30.0)));
    }
}
