//! Charts drawn by the server: readable without script, printable, and free for the reader.

use crate::html::escape;
use crate::text::text;
use assess::Row;
use source::Lang;
use std::fmt::Write as _;
use work::number;

/// Coordinates of a drawing.
struct Plane {
    years: (f64, f64),
    values: (f64, f64),
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

impl Plane {
    fn x(&self, year: f64) -> f64 {
        let span = (self.years.1 - self.years.0).max(1.0);
        self.left + (year - self.years.0) / span * self.width
    }

    fn y(&self, value: f64) -> f64 {
        let span = self.values.1 - self.values.0;
        let share = if span > 0.0 { (value - self.values.0) / span } else { 0.5 };
        self.top + self.height - share * self.height
    }

    fn line(&self, points: &[(f64, f64)]) -> String {
        let mut path = String::new();
        for (at, (year, value)) in points.iter().enumerate() {
            let _ =
                write!(path, "{}{:.1} {:.1}", if at == 0 { 'M' } else { 'L' }, self.x(*year), self.y(*value));
        }
        path
    }
}

/// What the chart of a row shows.
pub(crate) struct Lines {
    pub(crate) actual: Vec<(f64, f64)>,
    pub(crate) superseded: Vec<(f64, f64)>,
    pub(crate) path: Vec<(f64, f64)>,
    pub(crate) required: Vec<(f64, f64)>,
    pub(crate) fan: Vec<(f64, [f64; 7])>,
    pub(crate) goal: Option<(f64, f64)>,
}

impl Lines {
    pub(crate) fn of(row: &Row) -> Self {
        let point = |point: &assess::Point| (f64::from(point.year), point.value);
        let actual: Vec<_> = row.evidence.judged.iter().map(point).collect();
        let superseded = row.evidence.actuals.iter().filter(|one| !one.used);
        let required = match (row.latest, row.goal) {
            (Some(latest), Some(goal)) if goal.year > latest.year => required(&latest, &goal, row.required),
            _ => Vec::new(),
        };
        Self {
            actual,
            superseded: superseded.map(|one| (f64::from(one.year), one.value)).collect(),
            path: row.evidence.path.iter().map(point).collect(),
            required,
            fan: row
                .outlook
                .iter()
                .flat_map(|outlook| outlook.fan.iter().map(|year| (f64::from(year.year), year.quantiles)))
                .collect(),
            goal: row.goal.as_ref().map(point),
        }
    }

    fn is_empty(&self) -> bool {
        self.actual.is_empty() && self.path.is_empty() && self.goal.is_none()
    }

    /// The box around everything, with a little air above and below.
    fn plane(&self, left: f64, top: f64, width: f64, height: f64) -> Plane {
        let plain = self
            .actual
            .iter()
            .chain(&self.superseded)
            .chain(&self.path)
            .chain(&self.required)
            .chain(&self.goal);
        let fan = self.fan.iter().flat_map(|(year, band)| [(*year, band[0]), (*year, band[6])]);
        let (mut years, mut values) = ((f64::MAX, f64::MIN), (f64::MAX, f64::MIN));
        for (year, value) in plain.copied().chain(fan).filter(|(_, value)| value.is_finite()) {
            years = (years.0.min(year), years.1.max(year));
            values = (values.0.min(value), values.1.max(value));
        }
        let air = ((values.1 - values.0) * 0.06).max(values.1.abs() * 0.01).max(1e-9);
        Plane { years, values: (values.0 - air, values.1 + air), left, top, width, height }
    }
}

/// From the latest value to the goal at the pace that is needed.
fn required(latest: &assess::Point, goal: &assess::Point, pace: Option<assess::Pace>) -> Vec<(f64, f64)> {
    let compound = pace.is_some_and(|pace| pace.basis == assess::PaceBasis::Percent)
        && latest.value > 0.0
        && goal.value > 0.0;
    let years = f64::from(goal.year - latest.year);
    (latest.year..=goal.year)
        .map(|year| {
            let share = f64::from(year - latest.year) / years;
            let value = if compound {
                latest.value * (goal.value / latest.value).powf(share)
            } else {
                latest.value + (goal.value - latest.value) * share
            };
            (f64::from(year), value)
        })
        .collect()
}

/// A small picture for lists: what was, what should be, and where it should end.
pub(crate) fn spark(row: &Row) -> String {
    let lines = Lines { superseded: Vec::new(), required: Vec::new(), fan: Vec::new(), ..Lines::of(row) };
    if lines.actual.is_empty() {
        return String::new();
    }
    let plane = lines.plane(3.0, 3.0, 90.0, 22.0);
    let mut svg = String::from("<svg class=\"spark\" viewBox=\"0 0 96 28\" aria-hidden=\"true\">");
    if lines.path.len() > 1 {
        let _ = write!(svg, "<path class=\"l-path\" d=\"{}\"/>", plane.line(&lines.path));
    }
    let _ = write!(svg, "<path class=\"l-actual\" d=\"{}\"/>", plane.line(&lines.actual));
    if let Some((year, value)) = lines.actual.last() {
        let _ = write!(
            svg,
            "<circle class=\"d-actual\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.2\"/>",
            plane.x(*year),
            plane.y(*value)
        );
    }
    if let Some((year, value)) = lines.goal {
        let (x, y) = (plane.x(year), plane.y(value));
        let _ = write!(
            svg,
            "<path class=\"d-goal\" d=\"M{:.1} {:.1}l2.6 2.6l-2.6 2.6l-2.6 -2.6z\"/>",
            x,
            y - 2.6
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Round values between two ends, four to seven of them.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = high - low;
    if span.is_nan() || span <= 0.0 || span.is_infinite() {
        return Vec::new();
    }
    let rough = span / 5.0;
    let size = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * size)
        .find(|step| *step >= rough)
        .unwrap_or(size * 10.0);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).map(|count| count as f64 * step).collect()
}

/// The chart of an indicator: actuals by vintage, expected and required path, forecast fan, goal.
pub(crate) fn full(lang: Lang, row: &Row, description: &str) -> String {
    let lines = Lines::of(row);
    if lines.is_empty() {
        return String::new();
    }
    let (width, height) = (760.0, 340.0);
    let plane = lines.plane(64.0, 20.0, width - 64.0 - 70.0, height - 20.0 - 34.0);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">",
        escape(description)
    );
    axes(&mut svg, &plane, &row.unit);
    band(&mut svg, &plane, &lines, 0, 6, "b-wide");
    band(&mut svg, &plane, &lines, 1, 5, "b-mid");
    band(&mut svg, &plane, &lines, 2, 4, "b-narrow");
    let median: Vec<_> = lines.fan.iter().map(|(year, band)| (*year, band[3])).collect();
    for (class, points) in [
        ("l-path", &lines.path),
        ("l-required", &lines.required),
        ("l-median", &median),
        ("l-actual", &lines.actual),
    ] {
        if points.len() > 1 {
            let _ = write!(svg, "<path class=\"{class}\" d=\"{}\"/>", plane.line(points));
        }
    }
    for (year, value) in &lines.superseded {
        let _ = write!(
            svg,
            "<circle class=\"d-superseded\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\"/>",
            plane.x(*year),
            plane.y(*value)
        );
    }
    for (year, value) in &lines.actual {
        let _ = write!(
            svg,
            "<circle class=\"d-actual\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.6\"/>",
            plane.x(*year),
            plane.y(*value)
        );
    }
    let mut labels = Vec::new();
    if let Some((year, value)) = lines.goal {
        let (x, y) = (plane.x(year), plane.y(value));
        let _ = write!(svg, "<path class=\"d-goal\" d=\"M{x:.1} {:.1}l6 6l-6 6l-6 -6z\"/>", y - 6.0);
        labels.push((y, format!("{} {}", text(lang, "chart.goal"), number::value(value))));
    }
    if let Some((_, value)) = median.last() {
        labels.push((
            plane.y(*value),
            format!("{} {}", text(lang, "chart.forecast-short"), number::value(*value)),
        ));
    }
    place_labels(&mut svg, labels, plane.left + plane.width + 10.0);
    svg.push_str("</svg>");
    svg
}

fn axes(svg: &mut String, plane: &Plane, unit: &str) {
    for tick in ticks(plane.values.0, plane.values.1) {
        let y = plane.y(tick);
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{:.1} {y:.1}H{:.1}\"/><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            plane.left,
            plane.left + plane.width,
            plane.left - 8.0,
            y + 4.0,
            number::value(tick)
        );
    }
    let (first, last) = (plane.years.0 as i64, plane.years.1 as i64);
    let step = 1 + (last - first) / 12;
    for year in (first..=last).filter(|year| (last - year) % step == 0) {
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{year}</text>",
            plane.x(year as f64),
            plane.top + plane.height + 22.0
        );
    }
    let _ = write!(
        svg,
        "<text class=\"tick\" x=\"{:.1}\" y=\"12\" text-anchor=\"end\">{}</text>",
        plane.left - 8.0,
        escape(unit)
    );
}

/// A band of the fan; it begins at the last actual value, where nothing is uncertain.
fn band(svg: &mut String, plane: &Plane, lines: &Lines, low: usize, high: usize, class: &str) {
    if lines.fan.is_empty() {
        return;
    }
    let from = lines.actual.last().copied();
    let upper = from.into_iter().chain(lines.fan.iter().map(|(year, band)| (*year, band[high])));
    let lower = lines.fan.iter().rev().map(|(year, band)| (*year, band[low]));
    let outline: Vec<_> = upper.chain(lower).collect();
    let _ = write!(svg, "<path class=\"{class}\" d=\"{}Z\"/>", plane.line(&outline));
}

/// Labels beside the chart, pushed apart when they would overlap.
fn place_labels(svg: &mut String, mut labels: Vec<(f64, String)>, x: f64) {
    labels.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = f64::MIN;
    for (y, label) in labels {
        let y = y.max(free);
        free = y + 30.0;
        let (word, value) = label.split_once(' ').unwrap_or((&label, ""));
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{x:.1}\" y=\"{:.1}\">{}</text><text class=\"tag\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
            y - 2.0,
            escape(word),
            y + 13.0,
            escape(value)
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0.0, 10.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(54.1, 62.9), [56.0, 58.0, 60.0, 62.0]);
        assert_eq!(ticks(3.0, 3.0), Vec::<f64>::new());
        assert!(ticks(-6.7, 7.2).contains(&0.0));
    }
}
