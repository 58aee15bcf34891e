//! Charts as the office programs draw them themselves, with their data in a workbook beside them.

use crate::WriteError;
use crate::xml::{HEAD, escape, ordered};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::fmt::Write as _;
use story::{Chart, Meaning, Values};

/// A chart and its data.
pub(crate) struct ChartPart {
    pub(crate) xml: String,
    pub(crate) workbook: Vec<u8>,
}

/// A line of a chart: name, colour, dash, marker, and a value for some years.
struct Line {
    name: String,
    colour: &'static str,
    dash: &'static str,
    marker: &'static str,
    values: Vec<(f64, f64)>,
}

/// The lines of a chart. A band is its two edges, as a band is nothing that all programs draw.
fn lines(chart: &Chart<'_>) -> Vec<Line> {
    let mut all: Vec<_> = chart.series.iter().filter(|series| !series.values.is_empty()).collect();
    all.sort_by_key(|series| std::cmp::Reverse(series.meaning));
    let mut lines = Vec::new();
    for series in all {
        let (colour, dash, marker) = look(series.meaning);
        let line = |name: String, values| Line { name, colour, dash, marker, values };
        match &series.values {
            Values::Points(points) => lines.push(line(series.name.clone().into_owned(), points.clone())),
            Values::Band(band) => {
                let edge =
                    |pick: fn(&(f64, f64, f64)) -> f64| band.iter().map(|one| (one.0, pick(one))).collect();
                lines.push(line(format!("{} ↓", series.name), edge(|one| one.1)));
                lines.push(line(format!("{} ↑", series.name), edge(|one| one.2)));
            }
        }
    }
    lines
}

/// Colour, dash and marker of a meaning; they are told apart without colour as well.
fn look(meaning: Meaning) -> (&'static str, &'static str, &'static str) {
    match meaning {
        Meaning::Actual => ("1F4E79", "solid", "circle"),
        Meaning::Part(0) => ("2E75B6", "solid", "square"),
        Meaning::Part(1) => ("BF9000", "dash", "triangle"),
        Meaning::Part(2) => ("548235", "sysDash", "diamond"),
        Meaning::Part(3) => ("7030A0", "sysDot", "star"),
        Meaning::Part(4) => ("C55A11", "dashDot", "plus"),
        Meaning::Part(_) => ("7F7F7F", "sysDot", "none"),
        Meaning::Goal => ("C00000", "solid", "diamond"),
        Meaning::Path => ("7F7F7F", "dash", "none"),
        Meaning::Required => ("BF9000", "sysDot", "none"),
        Meaning::Median => ("2E75B6", "sysDash", "none"),
        Meaning::Superseded => ("A6A6A6", "sysDot", "x"),
        Meaning::Wide => ("9DC3E6", "sysDot", "none"),
        Meaning::Middle => ("9DC3E6", "sysDash", "none"),
        Meaning::Narrow => ("9DC3E6", "dash", "none"),
    }
}

/// The chart part and its workbook.
pub(crate) fn part(chart: &Chart<'_>) -> Result<ChartPart, WriteError> {
    let lines = lines(chart);
    let mut years: Vec<f64> = lines.iter().flat_map(|line| &line.values).map(|(year, _)| *year).collect();
    years.retain(|year| year.is_finite());
    years.sort_by(f64::total_cmp);
    years.dedup();
    Ok(ChartPart { xml: xml(chart, &lines, &years), workbook: workbook(&lines, &years)? })
}

/// The value of a line in a year, when it is a number.
#[expect(
    clippy::float_cmp,
    reason = "the same figure, not one computed anew: exactly equal is what is meant"
)]
fn value(line: &Line, year: f64) -> Option<f64> {
    line.values.iter().find(|(at, _)| *at == year).map(|(_, value)| *value).filter(|value| value.is_finite())
}

#[expect(clippy::too_many_lines, reason = "the part is written from its top to its end")]
fn xml(chart: &Chart<'_>, lines: &[Line], years: &[f64]) -> String {
    let last = years.len() + 1;
    let mut categories = String::new();
    for (at, year) in years.iter().enumerate() {
        let _ = write!(categories, "<c:pt idx=\"{at}\"><c:v>{year}</c:v></c:pt>");
    }
    let count = format!("<c:ptCount val=\"{}\"/>", years.len());
    let mut series = String::new();
    for (at, line) in lines.iter().enumerate() {
        let column = column(at + 1);
        let mut points = String::new();
        for (place, year) in years.iter().enumerate() {
            if let Some(value) = value(line, *year) {
                let _ = write!(points, "<c:pt idx=\"{place}\"><c:v>{value}</c:v></c:pt>");
            }
        }
        let children = vec![
            ("c:idx", format!("<c:idx val=\"{at}\"/>")),
            ("c:order", format!("<c:order val=\"{at}\"/>")),
            (
                "c:tx",
                format!(
                    "<c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/><c:pt idx=\"0\"><c:v>{}</c:v></c:pt></c:strCache></c:strRef></c:tx>",
                    escape(&line.name)
                ),
            ),
            (
                "c:spPr",
                format!(
                    "<c:spPr><a:ln w=\"22225\"><a:solidFill><a:srgbClr val=\"{}\"/></a:solidFill><a:prstDash val=\"{}\"/></a:ln></c:spPr>",
                    line.colour, line.dash
                ),
            ),
            ("c:marker", marker(line)),
            (
                "c:cat",
                format!(
                    "<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{count}{categories}</c:strCache></c:strRef></c:cat>"
                ),
            ),
            (
                "c:val",
                format!(
                    "<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>{count}{points}</c:numCache></c:numRef></c:val>"
                ),
            ),
            ("c:smooth", "<c:smooth val=\"0\"/>".to_owned()),
        ];
        series.push_str(&ordered("c:ser", children));
    }
    let inside = ordered(
        "c:chart",
        vec![
            ("c:autoTitleDeleted", "<c:autoTitleDeleted val=\"1\"/>".to_owned()),
            ("c:plotArea", plot(chart, &series)),
            ("c:legend", "<c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>".to_owned()),
            ("c:plotVisOnly", "<c:plotVisOnly val=\"1\"/>".to_owned()),
            // A line goes on over the years without a value: a path has its two ends only.
            ("c:dispBlanksAs", "<c:dispBlanksAs val=\"span\"/>".to_owned()),
        ],
    );
    let space = ordered(
        "c:chartSpace",
        vec![
            ("c:roundedCorners", "<c:roundedCorners val=\"0\"/>".to_owned()),
            ("c:chart", inside),
            ("c:txPr", "<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"900\"/></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>".to_owned()),
            ("c:externalData", "<c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData>".to_owned()),
        ],
    );
    let space = space.trim_start_matches("<c:chartSpace>");
    format!(
        "{HEAD}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{space}"
    )
}

fn marker(line: &Line) -> String {
    if line.marker == "none" {
        return "<c:marker><c:symbol val=\"none\"/></c:marker>".to_owned();
    }
    format!(
        "<c:marker><c:symbol val=\"{}\"/><c:size val=\"6\"/><c:spPr><a:solidFill><a:srgbClr val=\"{1}\"/></a:solidFill><a:ln><a:solidFill><a:srgbClr val=\"{1}\"/></a:solidFill></a:ln></c:spPr></c:marker>",
        line.marker, line.colour
    )
}

fn plot(chart: &Chart<'_>, series: &str) -> String {
    let title = if chart.unit.is_empty() {
        String::new()
    } else {
        format!(
            "<c:title><c:tx><c:rich><a:bodyPr rot=\"0\" vert=\"horz\"/><a:p><a:pPr><a:defRPr sz=\"900\" b=\"0\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"900\" b=\"0\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>",
            escape(&chart.unit)
        )
    };
    format!(
        "<c:plotArea><c:layout/><c:lineChart><c:grouping val=\"standard\"/><c:varyColors val=\"0\"/>{series}<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>\
<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/><c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/></c:catAx>\
<c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"l\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>{title}<c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/><c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"autoZero\"/></c:valAx></c:plotArea>"
    )
}

/// The letters of a column of a sheet, from 0.
fn column(mut at: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(at % 26).unwrap_or(0)));
        if at < 26 {
            break;
        }
        at = at / 26 - 1;
    }
    letters.iter().rev().collect()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn workbook(lines: &[Line], years: &[f64]) -> Result<Vec<u8>, WriteError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let sheet = book.add_worksheet();
    sheet.set_name("Sheet1")?;
    for (at, year) in years.iter().enumerate() {
        sheet.write_string(at as u32 + 1, 0, year.to_string())?;
    }
    for (at, line) in lines.iter().enumerate() {
        let column = at as u16 + 1;
        sheet.write_string(0, column, &line.name)?;
        for (place, year) in years.iter().enumerate() {
            if let Some(value) = value(line, *year) {
                sheet.write_number(place as u32 + 1, column, value)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// The place of a chart in the text; its words are read out where it cannot be seen.
pub(crate) fn drawing(number: usize, words: &str) -> String {
    // 150 mm x 75 mm in English Metric Units.
    let (width, height) = (5_400_000, 2_700_000);
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{width}\" cy=\"{height}\"/><wp:docPr id=\"{number}\" name=\"chart {number}\" descr=\"{}\"/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart r:id=\"rChart{number}\"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        escape(words)
    )
}
