//! Charts as specifications: what is shown, not how it is drawn.

use serde::Serialize;
use std::borrow::Cow;

/// A chart over years.
#[derive(Clone, Debug)]
pub struct Chart<'a> {
    /// What stands above it on a page; empty where a heading names it.
    pub title: Cow<'a, str>,
    /// What it shows, in a sentence; read out instead of the picture.
    pub description: Cow<'a, str>,
    /// How its years are read one by one: a hint for the keyboard.
    pub hint: Cow<'a, str>,
    /// Unit of all values.
    pub unit: Cow<'a, str>,
    /// What is shown.
    pub series: Vec<Series<'a>>,
    /// How a value is written.
    pub written: fn(f64) -> String,
}

impl PartialEq for Chart<'_> {
    /// Two charts are the same when they show the same; how values are written is not compared.
    fn eq(&self, other: &Self) -> bool {
        self.description == other.description && self.unit == other.unit && self.series == other.series
    }
}

/// Values of one meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Series<'a> {
    /// What they are; it decides how they are drawn, on every chart alike.
    pub meaning: Meaning,
    /// The name in the legend.
    pub name: Cow<'a, str>,
    /// The word beside the last value; empty for none.
    pub tag: Cow<'a, str>,
    /// The values.
    pub values: Values,
}

/// What values are. The order is that of drawing: what comes later lies above.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// The widest interval of a forecast.
    Wide,
    /// An interval between the two others.
    Middle,
    /// The interval that half of all outcomes fall into.
    Narrow,
    /// Where the values should be.
    Path,
    /// The way from the latest value to the goal.
    Required,
    /// The middle of a forecast.
    Median,
    /// A part beside its whole, by its place among the parts: from the sixth on they look alike.
    Part(u8),
    /// What was.
    Actual,
    /// What was published first and revised later.
    Superseded,
    /// Where it should end.
    Goal,
}

/// Values over years.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Year and value.
    Points(Vec<(f64, f64)>),
    /// Year, lower and upper end.
    Band(Vec<(f64, f64, f64)>),
}

impl Values {
    /// The years with the lowest and highest value in them, equal for points.
    pub(crate) fn ranges(&self) -> Box<dyn Iterator<Item = (f64, f64, f64)> + '_> {
        match self {
            Self::Points(points) => Box::new(points.iter().map(|(year, value)| (*year, *value, *value))),
            Self::Band(band) => Box::new(band.iter().copied()),
        }
    }

    /// Whether nothing is there to be drawn.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Points(points) => points.is_empty(),
            Self::Band(band) => band.is_empty(),
        }
    }
}

/// All that a chart says of one year, as written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reading<'a> {
    /// The year.
    pub at: f64,
    /// Name and value of each series that has one.
    pub lines: Vec<(&'a str, String)>,
}

impl Chart<'_> {
    /// Whether nothing is there to be drawn.
    pub fn is_empty(&self) -> bool {
        self.series.iter().all(|series| series.values.is_empty())
    }

    /// What the chart says of each year, in the order of the years; the latest meaning first, as it lies above.
    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    pub fn readings(&self) -> Vec<Reading<'_>> {
        let all =
            || self.series.iter().flat_map(|series| series.values.ranges().map(move |one| (series, one)));
        let mut years: Vec<f64> = all().map(|(_, (year, ..))| year).filter(|year| year.is_finite()).collect();
        years.sort_by(f64::total_cmp);
        years.dedup();
        let mut series: Vec<&Series<'_>> = self.series.iter().collect();
        series.sort_by_key(|series| std::cmp::Reverse(series.meaning));
        let of_year = |at: f64| {
            let lines = series.iter().flat_map(|series| {
                let here = series.values.ranges().filter(move |(year, ..)| *year == at);
                here.map(|(_, low, high)| (&*series.name, self.range(low, high)))
            });
            Reading { at, lines: lines.collect() }
        };
        years.into_iter().map(of_year).collect()
    }

    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    fn range(&self, low: f64, high: f64) -> String {
        let written = (self.written)(low);
        let value = if low == high { written } else { format!("{written} – {}", (self.written)(high)) };
        if self.unit.is_empty() { value } else { format!("{value} {}", self.unit) }
    }
}

/// Shares of a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares<'a> {
    /// What it shows, in words; read out instead of the picture.
    pub description: Cow<'a, str>,
    /// Stable name and count of each part.
    pub parts: Vec<(&'static str, usize)>,
}
