//! From the specification of a chart to shapes on a plane.

use crate::chart::{Chart, Meaning, Series, Values};
use std::fmt::Write as _;

/// The size of a picture and the room around its plane, in units of the picture.
#[derive(Clone, Copy)]
pub(crate) struct Format {
    pub(crate) name: &'static str,
    width: f64,
    height: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    /// How many years get a label at most.
    labels: f64,
}

/// For screens wider than a phone, and for paper.
pub(crate) const WIDE: Format = Format {
    name: "wide",
    width: 900.0,
    height: 330.0,
    left: 64.0,
    right: 70.0,
    top: 20.0,
    bottom: 34.0,
    labels: 16.0,
};

/// For phones: the letters stay as large as those around the picture.
pub(crate) const NARROW: Format = Format {
    name: "slim",
    width: 380.0,
    height: 300.0,
    left: 48.0,
    right: 58.0,
    top: 20.0,
    bottom: 32.0,
    labels: 5.0,
};

/// For a picture as wide as the text of a page of paper.
pub(crate) const PAPER: Format = Format {
    name: "paper",
    width: 620.0,
    height: 260.0,
    left: 60.0,
    right: 72.0,
    top: 20.0,
    bottom: 34.0,
    labels: 10.0,
};

const SPARK: Format =
    Format { name: "", width: 96.0, height: 28.0, left: 3.0, right: 3.0, top: 3.0, bottom: 3.0, labels: 0.0 };

/// A chart as shapes.
pub(crate) struct Drawing {
    pub(crate) name: &'static str,
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) years: (f64, f64),
    pub(crate) grid: Vec<Tick>,
    pub(crate) axis: Vec<Tick>,
    pub(crate) paths: Vec<Path>,
    pub(crate) dots: Vec<Dot>,
    pub(crate) tags: Vec<Tag>,
}

pub(crate) struct Tick {
    pub(crate) at: String,
    pub(crate) label: String,
}

pub(crate) struct Path {
    pub(crate) class: &'static str,
    pub(crate) d: String,
}

pub(crate) struct Dot {
    pub(crate) class: &'static str,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) r: f64,
}

pub(crate) struct Tag {
    pub(crate) y: f64,
    pub(crate) word: String,
    pub(crate) value: String,
}

impl Tag {
    /// Where the word stands.
    pub(crate) fn upper(&self) -> String {
        short(self.y - 2.0)
    }

    /// Where the value stands.
    pub(crate) fn lower(&self) -> String {
        short(self.y + 13.0)
    }
}

/// How a meaning is drawn.
pub(crate) enum Shape {
    Band,
    Line,
    /// A line with a dot at each value.
    DottedLine,
    Dots,
    Diamond,
}

impl Meaning {
    pub(crate) fn shape(self) -> Shape {
        match self {
            Self::Wide | Self::Middle | Self::Narrow => Shape::Band,
            Self::Path | Self::Required | Self::Median => Shape::Line,
            Self::Actual | Self::Part(_) => Shape::DottedLine,
            Self::Superseded => Shape::Dots,
            Self::Goal => Shape::Diamond,
        }
    }

    /// The class that gives colour and pattern.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Wide => "b-wide",
            Self::Middle => "b-mid",
            Self::Narrow => "b-narrow",
            Self::Path => "l-path",
            Self::Required => "l-required",
            Self::Median => "l-median",
            Self::Actual => "l-actual",
            Self::Part(0) => "l-part-1",
            Self::Part(1) => "l-part-2",
            Self::Part(2) => "l-part-3",
            Self::Part(3) => "l-part-4",
            Self::Part(4) => "l-part-5",
            Self::Part(_) => "l-part-6",
            Self::Superseded => "d-superseded",
            Self::Goal => "d-goal",
        }
    }
}

impl Meaning {
    /// The class of the dots on a line.
    fn dot_class(self) -> &'static str {
        match self {
            Self::Part(0) => "d-part-1",
            Self::Part(1) => "d-part-2",
            Self::Part(2) => "d-part-3",
            Self::Part(3) => "d-part-4",
            Self::Part(4) => "d-part-5",
            Self::Part(_) => "d-part-6",
            _ => "d-actual",
        }
    }
}

/// Coordinates of a drawing.
struct Plane {
    years: (f64, f64),
    values: (f64, f64),
    format: Format,
}

impl Plane {
    /// The plane around everything, with a little air above and below; none when there is nothing.
    fn around<'s>(format: Format, series: impl Iterator<Item = &'s Series<'s>>) -> Option<Self> {
        let (mut years, mut values) = ((f64::MAX, f64::MIN), (f64::MAX, f64::MIN));
        for (year, low, high) in series.flat_map(|series| series.values.ranges()) {
            if is_finite((year, low, high)) {
                years = (years.0.min(year), years.1.max(year));
                values = (values.0.min(low), values.1.max(high));
            }
        }
        let air = ((values.1 - values.0) * 0.06).max(values.1.abs() * 0.01).max(1e-9);
        (years.0 <= years.1).then_some(Self { years, values: (values.0 - air, values.1 + air), format })
    }

    fn x(&self, year: f64) -> f64 {
        let span = (self.years.1 - self.years.0).max(1.0);
        self.format.left
            + (year - self.years.0) / span * (self.format.width - self.format.left - self.format.right)
    }

    fn y(&self, value: f64) -> f64 {
        let span = self.values.1 - self.values.0;
        let share = if span > 0.0 && span.is_finite() { (value - self.values.0) / span } else { 0.5 };
        let height = self.format.height - self.format.top - self.format.bottom;
        self.format.top + height - share * height
    }

    fn line(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let mut path = String::new();
        for (year, value) in points.filter(|(year, value)| year.is_finite() && value.is_finite()) {
            let letter = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{letter}{:.1} {:.1}", self.x(year), self.y(value));
        }
        path
    }

    fn diamond(&self, (year, value): (f64, f64), size: f64) -> Path {
        let (x, y) = (self.x(year), self.y(value));
        Path {
            class: Meaning::Goal.class(),
            d: format!("M{x:.1} {:.1}l{size} {size}l-{size} {size}l-{size} -{size}z", y - size),
        }
    }

    fn dot(&self, class: &'static str, (year, value): (f64, f64), r: f64) -> Dot {
        Dot { class, x: short(self.x(year)), y: short(self.y(value)), r }
    }
}

/// The points that have a place on a plane.
fn finite(points: &[(f64, f64)]) -> impl Iterator<Item = &(f64, f64)> {
    points.iter().filter(|(year, value)| is_finite((*year, *value, *value)))
}

fn is_finite((year, low, high): (f64, f64, f64)) -> bool {
    [year, low, high].iter().all(|one| one.is_finite())
}

fn short(length: f64) -> String {
    format!("{length:.1}")
}

/// A small picture for lists: what was, what should be, and where it should end. None without values that were.
pub(crate) fn spark(chart: &Chart<'_>) -> Option<Drawing> {
    let shown = || {
        let small =
            |series: &&Series<'_>| matches!(series.meaning, Meaning::Path | Meaning::Actual | Meaning::Goal);
        chart.series.iter().filter(small)
    };
    let plane = Plane::around(SPARK, shown())?;
    let points = |meaning| {
        shown().find_map(move |series| match &series.values {
            Values::Points(points) if series.meaning == meaning && !points.is_empty() => Some(points),
            _ => None,
        })
    };
    let actual = points(Meaning::Actual)?;
    let mut drawing = Drawing::empty(&plane);
    if let Some(path) = points(Meaning::Path).filter(|path| path.len() > 1) {
        drawing.paths.push(Path { class: Meaning::Path.class(), d: plane.line(path.iter().copied()) });
    }
    drawing.paths.push(Path { class: Meaning::Actual.class(), d: plane.line(actual.iter().copied()) });
    drawing.dots.extend(finite(actual).last().map(|last| plane.dot("d-actual", *last, 2.2)));
    drawing.paths.extend(
        points(Meaning::Goal).and_then(|goal| finite(goal).last()).map(|goal| plane.diamond(*goal, 2.6)),
    );
    Some(drawing)
}

/// The whole chart with axes and tags; none when there is nothing to be drawn.
pub(crate) fn full(chart: &Chart<'_>, format: Format) -> Option<Drawing> {
    let plane = Plane::around(format, chart.series.iter())?;
    let mut drawing = Drawing::empty(&plane);
    let tick = |value: f64| Tick { at: short(plane.y(value)), label: (chart.written)(value) };
    drawing.grid = ticks(plane.values.0, plane.values.1).into_iter().map(tick).collect();
    drawing.axis = years(&plane);
    let mut series: Vec<&Series<'_>> = chart.series.iter().collect();
    series.sort_by_key(|series| series.meaning);
    for series in series {
        drawing.add(&plane, series);
        let last =
            series.values.ranges().filter(|one| is_finite(*one)).last().filter(|_| !series.tag.is_empty());
        drawing.tags.extend(last.map(|(_, low, high)| Tag {
            y: plane.y(f64::midpoint(low, high)),
            word: series.tag.clone().into_owned(),
            value: (chart.written)(f64::midpoint(low, high)),
        }));
    }
    spread(&mut drawing.tags);
    Some(drawing)
}

impl Drawing {
    fn empty(plane: &Plane) -> Self {
        let Format { name, width, height, left, right, top, bottom, .. } = plane.format;
        Self {
            name,
            width,
            height,
            left,
            right: width - right,
            top,
            bottom: height - bottom,
            years: plane.years,
            grid: Vec::new(),
            axis: Vec::new(),
            paths: Vec::new(),
            dots: Vec::new(),
            tags: Vec::new(),
        }
    }

    fn add(&mut self, plane: &Plane, series: &Series<'_>) {
        let class = series.meaning.class();
        match (&series.values, series.meaning.shape()) {
            (Values::Band(band), _) if !band.is_empty() => {
                let upper = band.iter().map(|(year, _, high)| (*year, *high));
                let lower = band.iter().rev().map(|(year, low, _)| (*year, *low));
                self.paths.push(Path { class, d: format!("{}Z", plane.line(upper.chain(lower))) });
            }
            (Values::Band(_), _) => {}
            (Values::Points(points), Shape::Dots) => {
                self.dots.extend(finite(points).map(|point| plane.dot(class, *point, 4.0)));
            }
            (Values::Points(points), Shape::Diamond) => {
                self.paths.extend(finite(points).map(|point| plane.diamond(*point, 6.0)));
            }
            (Values::Points(points), shape) => {
                if points.len() > 1 {
                    self.paths.push(Path { class, d: plane.line(points.iter().copied()) });
                }
                if matches!(shape, Shape::DottedLine) {
                    let dots = series.meaning.dot_class();
                    self.dots.extend(finite(points).map(|point| plane.dot(dots, *point, 3.6)));
                }
            }
        }
    }
}

/// Round values between two ends, three to seven of them.
fn ticks(low: f64, high: f64) -> Vec<f64> {
    let span = high - low;
    if span.is_nan() || span <= 0.0 || span.is_infinite() {
        return Vec::new();
    }
    let rough = span / 7.0;
    let Some(step) = round_step(rough) else { return Vec::new() };
    let (first, last) = ((low / step).ceil(), (high / step).floor());
    // Counted, not added up, so that no error grows from tick to tick.
    std::iter::successors(Some(0.0), |count| Some(count + 1.0))
        .map(|count| first + count)
        .take_while(|at| *at <= last)
        .take(12)
        .map(|at| at * step)
        .collect()
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below `rough`.
fn round_step(rough: f64) -> Option<f64> {
    // Found by the shortest decimal form, which every machine writes alike.
    let power: i32 = format!("{rough:e}").split_once('e')?.1.parse().ok()?;
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().find_map(|factor| {
        let step: f64 = format!("{factor}e{power}").parse().ok()?;
        (step >= rough).then_some(step)
    })
}

/// The years with labels: the last one, and others at equal steps before it.
fn years(plane: &Plane) -> Vec<Tick> {
    let (first, last) = (plane.years.0.ceil(), plane.years.1.floor());
    let step = 1.0 + ((last - first) / plane.format.labels).floor();
    let mut ticks: Vec<Tick> = std::iter::successors(Some(last), |year| Some(year - step))
        .take_while(|year| *year >= first)
        .take(24)
        .map(|year| Tick { at: short(plane.x(year)), label: year.to_string() })
        .collect();
    ticks.reverse();
    ticks
}

/// Moves tags apart that would overlap.
fn spread(tags: &mut [Tag]) {
    tags.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut free = f64::MIN;
    for tag in tags {
        tag.y = tag.y.max(free);
        free = tag.y + 30.0;
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
        assert_eq!(ticks(0.0, f64::INFINITY), Vec::<f64>::new());
    }
}
