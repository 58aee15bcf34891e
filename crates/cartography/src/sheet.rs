//! A sheet of paper with a map: SVG, A4 lying, with what a printed map has to say of itself.

use crate::fit::{Outline, Window, fit};
use crate::scale::{round_length, written};
use crate::style::Style;
use source::Words;
use space::{Bounds, Point};
use std::fmt::Write as _;

/// A layer on a sheet.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// What the legend says.
    pub name: String,
    /// How it is drawn.
    pub style: Style,
    /// Its areas, in the plane.
    pub areas: Vec<Outline>,
    /// Its points, in the plane.
    pub points: Vec<Point>,
}

/// A numbered mark on the map: a conflict.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its number.
    pub number: usize,
    /// Where, in the plane.
    pub at: Point,
    /// What the list says.
    pub text: String,
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// Lines below the title: coordinate system, versions, day, approval.
    pub notes: Vec<String>,
    /// The layers, the lowest first.
    pub layers: Vec<Drawn>,
    /// The marks.
    pub marks: Vec<Mark>,
    /// Heading of the legend and of the list of marks, and the word for north.
    pub words: [Words; 3],
    /// Which language is printed.
    pub lang: source::Lang,
}

/// Tenths of a millimetre: 297 × 210 mm, the frame of the map, the column beside it.
const PAGE: [f64; 2] = [2970.0, 2100.0];
const FRAME: [f64; 4] = [100.0, 190.0, 1980.0, 1740.0];
const COLUMN: f64 = 2130.0;
/// Units of the drawing in one of the page.
const FINE: i32 = 4;
/// Width of the column in widths of a Chinese character.
const WIDE: usize = 24;

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // SVG is XML, which has no place for control characters.
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}

/// Text cut into lines of a width; a Latin letter counts half.
fn wrapped(text: &str, wide: usize) -> Vec<String> {
    let (mut lines, mut line, mut width) = (Vec::new(), String::new(), 0);
    for letter in text.chars() {
        let own = if letter.is_ascii() { 1 } else { 2 };
        if width + own > 2 * wide {
            lines.push(std::mem::take(&mut line));
            width = 0;
        }
        width += own;
        line.push(letter);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

impl Sheet {
    /// What is drawn, with a border of a twentieth, in the form of the frame.
    fn window(&self) -> Option<Window> {
        let areas = self.layers.iter().flat_map(|layer| layer.areas.iter().map(|area| area.bounds));
        let points = self.layers.iter().flat_map(|layer| layer.points.iter());
        let marks = self.marks.iter().map(|mark| &mark.at);
        let points = Bounds::of(points.chain(marks));
        let around = areas.chain(points).reduce(Bounds::joined)?;
        let ([west, south], [east, north]) = (around.low, around.high);
        let [.., width, height] = FRAME;
        // A single point gets a kilometre around it.
        let (wide, tall) = ((east - west).max(1000.0) * 1.1, (north - south).max(1000.0) * 1.1);
        let unit = (wide / width).max(tall / height);
        let [x, y] = around.centre();
        let (half_wide, half_tall) = (unit * width / 2.0, unit * height / 2.0);
        let bounds = Bounds { low: [x - half_wide, y - half_tall], high: [x + half_wide, y + half_tall] };
        #[expect(clippy::cast_possible_truncation, reason = "constants of a page")]
        let (width, height) = (width as i32 * FINE, height as i32 * FINE);
        Some(Window { bounds, width, height, margin: 200, cell: 4 * FINE, grid: 1 })
    }

    /// The sheet as SVG; the words alone when nothing has a place.
    pub fn svg(&self) -> String {
        let mut out = String::new();
        let [wide, tall] = PAGE;
        let _ = write!(
            out,
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {tall}" width="297mm" height="210mm" font-family="'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',sans-serif" fill="#111"><title>{0}</title><rect width="{wide}" height="{tall}" fill="#fff"/><text x="100" y="130" font-size="64" font-weight="700">{0}</text>"##,
            escaped(&self.title)
        );
        let window = self.window();
        if let Some(window) = &window {
            self.map(&mut out, window);
        }
        self.column(&mut out, window.as_ref());
        out.push_str("</svg>\n");
        out
    }

    fn map(&self, out: &mut String, window: &Window) {
        let [left, top, width, height] = FRAME;
        out.push_str("<defs>");
        for (at, layer) in self.layers.iter().enumerate() {
            out.push_str(&layer.style.pattern(&format!("h{at}"), 3.0));
        }
        let _ = write!(
            out,
            r#"<clipPath id="frame"><rect width="{width}" height="{height}"/></clipPath></defs><g transform="translate({left} {top})"><g clip-path="url(#frame)">"#
        );
        for (at, layer) in self.layers.iter().enumerate() {
            Self::layer(out, at, layer, window);
        }
        out.push_str("</g>");
        for mark in &self.marks {
            let [x, y] = on_page(window, mark.at);
            let _ = write!(
                out,
                r##"<circle cx="{x:.1}" cy="{y:.1}" r="26" fill="#fff" stroke="#111" stroke-width="4"/><text x="{x:.1}" y="{:.1}" font-size="30" font-weight="700" text-anchor="middle">{}</text>"##,
                y + 11.0,
                mark.number
            );
        }
        let _ = write!(
            out,
            r##"<rect width="{width}" height="{height}" fill="none" stroke="#111" stroke-width="4"/></g>"##
        );
    }

    fn layer(out: &mut String, at: usize, layer: &Drawn, window: &Window) {
        let fitted = fit(&layer.areas, window);
        let fine = f64::from(FINE);
        let (colour, dashes) = (layer.style.colour, dashes(&layer.style));
        let mut path = String::new();
        for line in fitted.pieces.iter().flat_map(|piece| piece.polygons.iter().flatten()) {
            for (at, [x, y]) in line.iter().enumerate() {
                let letter = if at == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{letter}{} {}", f64::from(*x) / fine, f64::from(*y) / fine);
            }
            path.push('Z');
        }
        for [x, y, width, height] in &fitted.covered {
            let [x, y, width, height] = [x, y, width, height].map(|value| f64::from(*value) / fine);
            let _ = write!(path, "M{x} {y}h{width}v{height}h-{width}Z");
        }
        if !path.is_empty() {
            let _ = write!(
                out,
                r#"<path d="{path}" fill="url(#h{at})" fill-rule="evenodd" stroke="{colour}" stroke-width="5" stroke-dasharray="{dashes}" stroke-linejoin="round"/>"#
            );
        }
        for point in layer.points.iter().filter(|point| window.holds(**point)) {
            let [x, y] = on_page(window, *point);
            let _ = write!(
                out,
                r##"<path d="M{x:.1} {:.1}l16 16l-16 16l-16 -16Z" fill="{colour}" stroke="#fff" stroke-width="4"/>"##,
                y - 16.0
            );
        }
    }

    /// Legend, marks, scale bar, north, notes.
    fn column(&self, out: &mut String, window: Option<&Window>) {
        let [legend, list, north] = &self.words;
        let mut y = 210.0;
        heading(out, &mut y, legend.get(self.lang));
        for (at, layer) in self.layers.iter().enumerate() {
            let _ = write!(
                out,
                r#"<rect x="{COLUMN}" y="{}" width="72" height="44" fill="url(#h{at})" stroke="{}" stroke-width="5" stroke-dasharray="{}"/>"#,
                y - 34.0,
                layer.style.colour,
                dashes(&layer.style)
            );
            lines(out, &mut y, &layer.name, 90.0, WIDE - 3);
        }
        if !self.marks.is_empty() {
            y += 16.0;
            heading(out, &mut y, list.get(self.lang));
        }
        // What the column has no room for stands in the list of the page that this sheet belongs to.
        let room = 2100.0
            - 260.0
            - 40.0 * self.notes.iter().map(|note| wrapped(note, WIDE).len()).sum::<usize>() as f64;
        let mut left = self.marks.len();
        for mark in &self.marks {
            if y > room {
                lines(out, &mut y, &format!("… +{left}"), 0.0, WIDE);
                break;
            }
            lines(out, &mut y, &format!("{}  {}", mark.number, mark.text), 0.0, WIDE);
            left -= 1;
        }
        let mut y = 2100.0
            - 130.0
            - 40.0 * self.notes.iter().map(|note| wrapped(note, WIDE).len()).sum::<usize>() as f64;
        if let Some(window) = window {
            Self::bar(out, window, y);
            let _ = write!(
                out,
                r#"<path d="M2790 {}l-26 70l26 -18l26 18Z"/><text x="2790" y="{}" font-size="32" text-anchor="middle">{}</text>"#,
                y - 100.0,
                y + 12.0,
                escaped(north.get(self.lang))
            );
        }
        y += 76.0;
        for note in &self.notes {
            lines(out, &mut y, note, 0.0, WIDE);
        }
    }

    fn bar(out: &mut String, window: &Window, y: f64) {
        let ([west, _], [east, _]) = (window.bounds.low, window.bounds.high);
        let [.., width, _] = FRAME;
        let metres = (east - west) / width;
        let length = round_length(metres * 500.0);
        let long = length / metres;
        // Metres on the ground in one tenth of a millimetre of paper.
        let number = libm::round(metres * 10_000.0);
        let _ = write!(
            out,
            r##"<rect x="{COLUMN}" y="{0}" width="{1:.1}" height="14" fill="#111"/><rect x="{2:.1}" y="{0}" width="{1:.1}" height="14" fill="#fff" stroke="#111" stroke-width="3"/><text x="{COLUMN}" y="{3}" font-size="30">0</text><text x="{4:.1}" y="{3}" font-size="30">{5}</text><text x="{COLUMN}" y="{6}" font-size="30">1 : {number}</text>"##,
            y - 20.0,
            long / 2.0,
            COLUMN + long / 2.0,
            y - 32.0,
            COLUMN + long - 20.0,
            written(length),
            y + 28.0
        );
    }
}

fn on_page(window: &Window, point: Point) -> Point {
    window.place(point).map(|value| value / f64::from(FINE))
}

/// The strokes of a line at the size of paper.
fn dashes(style: &Style) -> String {
    style.dash.iter().map(|length| (u32::from(*length) * 5).to_string()).collect::<Vec<_>>().join(" ")
}

fn heading(out: &mut String, y: &mut f64, text: &str) {
    let _ = write!(
        out,
        r#"<text x="{COLUMN}" y="{y}" font-size="36" font-weight="700">{}</text>"#,
        escaped(text)
    );
    *y += 58.0;
}

fn lines(out: &mut String, y: &mut f64, text: &str, indent: f64, wide: usize) {
    for line in wrapped(text, wide) {
        let _ =
            write!(out, r#"<text x="{}" y="{y}" font-size="30">{}</text>"#, COLUMN + indent, escaped(&line));
        *y += 40.0;
    }
    *y += 8.0;
}
