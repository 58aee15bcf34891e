//! The SDSN's SDG Index: normalisation, goals, index, dashboard colours and trend arrows.
//!
//! Source: Sachs et al., SDG Index and Dashboards Report 2018, with data in github.com/sdsna/2018GlobalIndex (CC BY 4.0).
//! The cuts of the trend arrows are those of later editions.

use super::{Case, Class, Wish};

/// A value on the scale from 0 (worst) to 100 (best), clipped.
///
/// # Example
/// China's PM2.5 in the 2018 edition: worst 87, best 6.3.
/// ```
/// let score = assess::method::sdsn::normalise(58.37659937, 87.0, 6.3).unwrap();
/// assert!((score - 35.468897930607184).abs() < 1e-9);
/// ```
pub fn normalise(value: f64, worst: f64, best: f64) -> Option<f64> {
    let score = 100.0 * (value - worst) / (best - worst);
    score.is_finite().then(|| score.clamp(0.0, 100.0))
}

/// Score of a goal: the mean of its available indicators.
pub fn goal(scores: &[f64]) -> Option<f64> {
    (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64)
}

/// The index: the mean of the goals. A goal that is wholly missing takes the mean of its region; `None` when there is none.
pub fn index(goals: &[Option<f64>], regional: &[Option<f64>]) -> Option<f64> {
    let filled: Option<Vec<f64>> =
        goals.iter().enumerate().map(|(i, g)| g.or(regional.get(i).copied().flatten())).collect();
    goal(&filled?)
}

/// The lines of a dashboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lines {
    /// Worst value (scores 0).
    pub worst: f64,
    /// Between red and orange (scores 1).
    pub red: f64,
    /// Between yellow and green (scores 2).
    pub green: f64,
    /// Best value (scores 3).
    pub best: f64,
}

impl Lines {
    /// Position of a value from 0 to 3, linear between the lines.
    pub fn position(&self, value: f64) -> f64 {
        let marks = [self.worst, self.red, self.green, self.best];
        let rising = self.best >= self.worst;
        let at = |v: f64| if rising { v } else { -v };
        let (value, marks) = (at(value), marks.map(at));
        if value <= marks[0] {
            return 0.0;
        }
        for i in 0..3 {
            if value <= marks[i + 1] {
                let width = marks[i + 1] - marks[i];
                return i as f64 + if width > 0.0 { (value - marks[i]) / width } else { 1.0 };
            }
        }
        3.0
    }
}

/// Dashboard colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Fewer than half the indicators have data.
    Grey,
    /// Major challenges.
    Red,
    /// Significant challenges.
    Orange,
    /// Challenges remain.
    Yellow,
    /// Achieved.
    Green,
}

/// Colour of one indicator by its position.
pub fn colour(position: f64) -> Colour {
    match position {
        p if p < 1.0 => Colour::Red,
        p if p < 1.5 => Colour::Orange,
        p if p < 2.0 => Colour::Yellow,
        _ => Colour::Green,
    }
}

/// Colour of a goal by its two worst indicators, `expected` being how many indicators it has.
///
/// Green only if both are green, red only if both are red; otherwise the average decides and is held at yellow and orange.
pub fn goal_colour(positions: &[f64], expected: usize) -> Colour {
    if positions.is_empty() || 2 * positions.len() < expected {
        return Colour::Grey;
    }
    let mut sorted = positions.to_vec();
    sorted.sort_by(f64::total_cmp);
    let worst = sorted[0];
    let second = sorted.get(1).copied().unwrap_or(worst);
    match colour(f64::midpoint(worst, second)) {
        Colour::Green if colour(worst) != Colour::Green => Colour::Yellow,
        Colour::Red if colour(second) != Colour::Red => Colour::Orange,
        found => found,
    }
}

/// Trend arrows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arrow {
    /// Moving away.
    Decreasing,
    /// Up to half of the needed rate.
    Stagnating,
    /// Half of the needed rate and more.
    Improving,
    /// The needed rate, or the line is reached and nothing is lost.
    OnTrack,
    /// Reached and still improving, or held at the line.
    Maintaining,
}

/// The arrow of one indicator: observed linear growth against the growth needed to reach the green line by `until`.
///
/// `first` and `last` are (year, normalised value); `green` is the green line on the same scale.
pub fn arrow(first: (f64, f64), last: (f64, f64), green: f64, until: f64) -> Option<Arrow> {
    let span = last.0 - first.0;
    if span <= 0.0 || span.is_nan() {
        return None;
    }
    let observed = (last.1 - first.1) / span;
    if last.1 >= green {
        return Some(if observed >= 0.0 { Arrow::Maintaining } else { Arrow::Decreasing });
    }
    let left = until - first.0;
    let needed = (green - first.1) / left;
    if !(left > 0.0 && needed > 0.0) {
        return Some(Arrow::Decreasing);
    }
    Some(match observed / needed {
        r if r < 0.0 => Arrow::Decreasing,
        r if r < 0.5 => Arrow::Stagnating,
        r if r < 1.0 => Arrow::Improving,
        _ => Arrow::OnTrack,
    })
}

/// Trend of a goal: the mean of its arrows on a scale from 0 to 4.
pub fn goal_trend(arrows: &[Arrow]) -> Option<f64> {
    let marks: Vec<f64> = arrows.iter().map(|a| f64::from(*a as u8)).collect();
    goal(&marks)
}

/// With base and target as the goalposts: 0 at the base, 100 at the target.
pub(super) fn rate(case: &Case) -> Option<(f64, Class)> {
    let target = case.target?;
    let score = normalise(case.value, case.base, target)?;
    let first = (case.base_year, 0.0);
    // The clipped score would hide a retreat behind the base.
    let last = (case.year, 100.0 * (case.value - case.base) / (target - case.base));
    let class = match arrow(first, last, 100.0, case.target_year)? {
        Arrow::Decreasing => Class::new("decreasing", "下降", "decreasing"),
        Arrow::Stagnating => Class::new("stagnating", "停滞", "stagnating"),
        Arrow::Improving => Class::new("moderately_improving", "适度改善", "moderately improving"),
        Arrow::OnTrack => Class::on_course("on_track", "步入正轨", "on track"),
        Arrow::Maintaining => {
            Class::on_course("maintaining", "保持达标", "on track or maintaining achievement")
        }
    };
    // A target on the wrong side of its base has no scale from worst to best.
    let rising = target > case.base;
    (rising == (case.wish == Wish::Up)).then_some((score, class))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// China's goals of the 2018 edition, index rank 54.
    const CHINA: [f64; 17] = [
        99.6667, 71.5425, 79.9659, 73.802, 75.6122, 89.9416, 69.1366, 83.0592, 58.6548, 59.634, 69.2107,
        73.153, 69.322, 33.4959, 58.5949, 72.4682, 53.6453,
    ];

    #[test]
    fn china_2018() {
        let found = index(&CHINA.map(Some), &[]).expect("no goal is missing");
        // The goals are printed with four decimals, the index with all.
        assert!((found - 70.05326561191632).abs() < 5e-5, "{found}");
        let carbon = normalise(7.543907641, 23.6826, 0.0).expect("scale");
        // The worst value is printed with four decimals.
        assert!((carbon - 68.14574467).abs() < 1e-4);
        assert!((normalise(58.37659937, 87.0, 6.3).expect("scale") - 35.468897930607184).abs() < 1e-12);
    }

    #[test]
    fn a_missing_goal_takes_the_regional_mean() {
        assert_eq!(index(&[Some(10.0), None], &[None, Some(30.0)]), Some(20.0));
        assert_eq!(index(&[Some(10.0), None], &[]), None);
    }

    #[test]
    fn two_worst_indicators_decide_the_colour() {
        assert_eq!(goal_colour(&[2.5, 2.6, 3.0], 3), Colour::Green);
        assert_eq!(goal_colour(&[1.9, 2.9, 3.0], 3), Colour::Yellow);
        assert_eq!(goal_colour(&[0.0, 1.2, 3.0], 3), Colour::Orange);
        assert_eq!(goal_colour(&[0.0, 0.9, 3.0], 3), Colour::Red);
        assert_eq!(goal_colour(&[3.0], 3), Colour::Grey);
    }

    #[test]
    fn positions_between_lines_also_downwards() {
        let lines = Lines { worst: 87.0, red: 25.0, green: 10.0, best: 6.3 };
        assert_eq!(lines.position(100.0), 0.0);
        assert_eq!(lines.position(25.0), 1.0);
        assert_eq!(lines.position(10.0), 2.0);
        assert_eq!(lines.position(17.5), 1.5);
        assert_eq!(lines.position(0.0), 3.0);
    }

    #[test]
    fn arrows_compare_with_the_needed_rate() {
        let from = (2015.0, 40.0);
        assert_eq!(arrow(from, (2018.0, 39.0), 70.0, 2030.0), Some(Arrow::Decreasing));
        assert_eq!(arrow(from, (2018.0, 42.0), 70.0, 2030.0), Some(Arrow::Stagnating));
        assert_eq!(arrow(from, (2018.0, 44.0), 70.0, 2030.0), Some(Arrow::Improving));
        assert_eq!(arrow(from, (2018.0, 46.0), 70.0, 2030.0), Some(Arrow::OnTrack));
        assert_eq!(arrow(from, (2018.0, 71.0), 70.0, 2030.0), Some(Arrow::Maintaining));
    }
}
