//! A chart as a picture of its own: title, legend and a line that says where it is from, in one file that needs no style
//! from elsewhere.

use crate::chart::{Chart, Meaning};
use crate::drawing::{self, Drawing, Format};
use askama::Template;

/// The room at both sides, in units of the picture.
const EDGE: f64 = 16.0;
/// From line to line of the legend and of the note.
const LINE: f64 = 20.0;
/// Size of small letters.
const SMALL: f64 = 12.5;
/// What stands before the first line of the legend.
const HEAD: f64 = 44.0;
/// The same without a title.
const BARE_HEAD: f64 = 6.0;

#[derive(Template)]
#[template(path = "picture.svg", escape = "html")]
struct Picture<'s> {
    drawing: Drawing,
    title: &'s str,
    description: &'s str,
    unit: &'s str,
    key: Vec<Entry<'s>>,
    /// Where the plane of the chart begins.
    top: f64,
    height: f64,
    /// Lines with their places.
    note: Vec<(f64, String)>,
}

/// A name of the legend with its place.
struct Entry<'s> {
    meaning: Meaning,
    name: &'s str,
    x: f64,
    y: f64,
}

/// A chart as an SVG document; `note` stands below it. None when there is nothing to be drawn.
pub fn picture(chart: &Chart<'_>, title: &str, note: &str) -> Option<String> {
    drawn(chart, drawing::WIDE, title, note)
}

/// A chart as an SVG document to stand in a text on paper, which says what it shows; its small letters are of nine points
/// where it is 156 mm wide. None when there is nothing to be drawn.
///
/// # Example
/// ```
/// use story::{Chart, Meaning, Series, Values, figure};
/// let values = Values::Points(vec![(2024.0, 5.2), (2025.0, 5.0)]);
/// let series = vec![Series { meaning: Meaning::Actual, name: "实绩".into(), tag: "".into(), values }];
/// let chart = Chart { title: "".into(), description: "增速".into(), hint: "".into(), unit: "%".into(), series, written: |value| value.to_string() };
/// assert!(figure(&chart).is_some_and(|svg| svg.starts_with("<svg ") && svg.contains("实绩")));
/// ```
pub fn figure(chart: &Chart<'_>) -> Option<String> {
    drawn(chart, drawing::PAPER, "", "")
}

fn drawn(chart: &Chart<'_>, format: Format, title: &str, note: &str) -> Option<String> {
    let drawing = drawing::full(chart, format)?;
    let room = drawing.width - 2.0 * EDGE;
    let head = if title.is_empty() { BARE_HEAD } else { HEAD };
    let (mut key, mut x, mut y) = (Vec::new(), EDGE, head);
    for series in chart.series.iter().filter(|series| !series.values.is_empty()) {
        let width = 36.0 + length(&series.name) + 20.0;
        if x > EDGE && x + width > EDGE + room {
            (x, y) = (EDGE, y + LINE);
        }
        key.push(Entry { meaning: series.meaning, name: &series.name, x, y });
        x += width;
    }
    let top = y + LINE + 6.0;
    let mut bottom = top + drawing.height + LINE;
    let note = lines(note, room).into_iter().map(|line| {
        let at = bottom;
        bottom += LINE;
        (at, line)
    });
    let note: Vec<_> = note.collect();
    let picture = Picture {
        drawing,
        title,
        description: &chart.description,
        unit: &chart.unit,
        key,
        top,
        height: bottom,
        note,
    };
    picture.render().ok()
}

/// How long a text is in small letters, roughly: an ideograph is as wide as it is high, a letter a little more than half.
fn length(text: &str) -> f64 {
    text.chars().map(|one| if one.is_ascii() { SMALL * 0.56 } else { SMALL }).sum()
}

/// A text in lines no longer than `room`.
fn lines(text: &str, room: f64) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut used = 0.0;
    for one in text.chars() {
        let width = length(one.encode_utf8(&mut [0; 4]));
        if used + width > room {
            all.push(String::new());
            used = 0.0;
        }
        used += width;
        if let Some(last) = all.last_mut() {
            last.push(one);
        }
    }
    all.retain(|line| !line.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_broken_and_nothing_is_lost() {
        let text = "规划实施评估，".repeat(40);
        let broken = lines(&text, 868.0);
        assert!(broken.len() > 2 && broken.iter().all(|line| length(line) <= 868.0));
        assert_eq!(broken.concat(), text);
        assert_eq!(lines("", 868.0), Vec::<String>::new());
    }
}
