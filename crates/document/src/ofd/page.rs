//! The content of a page: text objects become runs, straight paths become rules.

use super::each;
use super::graphics::{self, Matrix};
use crate::error::ReadError;
use crate::pdf::backend::{Rule, Run};
use crate::xml::{Tag, Xml};
use std::collections::BTreeMap;

/// Characters and rules beyond so many are left out.
const MOST_CHARACTERS: usize = 400_000;
const MOST_RULES: usize = 20_000;

/// A gap wider than this, in ems, parts a text into runs.
const RUN_GAP: f32 = 0.8;

/// What a page or a template shows.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub(super) runs: Vec<Run>,
    pub(super) rules: Vec<Rule>,
    pub(super) pictures: bool,
    /// Ids of the templates that the page is printed on.
    pub(super) templates: Vec<String>,
    pub(super) cut: bool,
    characters: usize,
}

impl Content {
    /// Reads the part `name`.
    pub(super) fn of(name: &str, text: &str, bold: &BTreeMap<String, bool>) -> Result<Self, ReadError> {
        let mut content = Self::default();
        each(text, name, |tag, xml| match tag.name.as_str() {
            "Template" => content.templates.extend(tag.attribute("TemplateID").map(str::to_owned)),
            "TextObject" if is_visible(tag) => content.text(tag, xml, bold),
            "PathObject" if is_visible(tag) => content.path(tag, xml),
            "ImageObject" => content.pictures = true,
            "TextObject" | "PathObject" => xml.skip(),
            _ => {}
        })?;
        Ok(content)
    }

    fn text(&mut self, tag: &Tag, xml: &mut Xml<'_>, bold: &BTreeMap<String, bool>) {
        let matrix = graphics::placed(tag);
        let size = graphics::number(tag, "Size").unwrap_or(4.0);
        let weight = graphics::number(tag, "Weight").is_some_and(|weight| weight >= 600.0);
        let stretch = graphics::number(tag, "HScale").unwrap_or(1.0);
        let font = tag.attribute("Font").and_then(|font| bold.get(font)).copied().unwrap_or(false);
        let look = Look { matrix, size, stretch, bold: weight || font };
        let (mut x, mut y) = (0.0, 0.0);
        while let Some(child) = xml.child() {
            if child.name != "TextCode" {
                xml.skip();
                continue;
            }
            x = graphics::number(&child, "X").unwrap_or(x);
            y = graphics::number(&child, "Y").unwrap_or(y);
            let right = graphics::deltas(child.attribute("DeltaX").unwrap_or_default());
            let down = graphics::deltas(child.attribute("DeltaY").unwrap_or_default());
            let text = xml.text();
            self.characters += text.chars().count();
            if self.characters > MOST_CHARACTERS {
                self.cut = true;
                return;
            }
            self.code(&text, (x, y), &right, &down, &look);
        }
    }

    /// Characters with their distances: neighbours become one run.
    fn code(&mut self, text: &str, start: (f32, f32), right: &[f32], down: &[f32], look: &Look) {
        let text = text.trim_end_matches(['\n', '\r']);
        let em = look.em();
        let (mut x, mut y) = start;
        let mut open: Option<Run> = None;
        for (nth, c) in text.chars().enumerate() {
            let (at_x, at_y) = graphics::apply(look.matrix, (x, y));
            let natural = look.size * look.stretch * if crate::clean::is_wide(c) { 1.0 } else { 0.5 };
            let step = right.get(nth).copied();
            let width = natural.min(step.filter(|step| *step > 0.0).unwrap_or(natural));
            let end = graphics::apply(look.matrix, (x + width, y)).0;
            let goes_on = open.as_ref().is_some_and(|run| {
                (run.y - at_y).abs() < em * 0.1 && (-0.3..RUN_GAP).contains(&((at_x - run.end()) / em))
            });
            if !c.is_whitespace() {
                if let Some(run) = open.as_mut().filter(|_| goes_on) {
                    // A space is only seen as a gap.
                    let gap = (at_x - run.end()) / em > 0.2;
                    let narrow = |c: Option<char>| c.is_some_and(|c| !crate::clean::is_wide(c));
                    if gap && text.contains(' ') && narrow(run.text.chars().last()) && narrow(Some(c)) {
                        run.text.push(' ');
                    }
                    run.text.push(c);
                    run.width = (end - run.x).max(0.0);
                } else {
                    self.runs.extend(open.take());
                    open = Some(Run {
                        text: c.to_string(),
                        x: at_x,
                        y: at_y,
                        width: (end - at_x).max(0.0),
                        size: em,
                        bold: look.bold,
                        invisible: false,
                    });
                }
            }
            x += step.unwrap_or(if down.is_empty() { natural } else { 0.0 });
            y += down.get(nth).copied().unwrap_or(0.0);
        }
        self.runs.extend(open);
        let finite = |run: &Run| [run.x, run.y, run.width, run.size].iter().all(|value| value.is_finite());
        self.runs.retain(finite);
    }

    fn path(&mut self, tag: &Tag, xml: &mut Xml<'_>) {
        let matrix = graphics::placed(tag);
        let stroked = tag.attribute("Stroke") != Some("false");
        let filled = tag.attribute("Fill") == Some("true");
        let mut data = String::new();
        while let Some(child) = xml.child() {
            if child.name == "AbbreviatedData" {
                data = xml.text();
            } else {
                xml.skip();
            }
        }
        let rules = graphics::rules(&data, matrix, stroked, filled);
        let room = MOST_RULES.saturating_sub(self.rules.len());
        self.rules.extend(rules.into_iter().take(room));
    }
}

/// How a text object is set.
struct Look {
    matrix: Matrix,
    size: f32,
    stretch: f32,
    bold: bool,
}

impl Look {
    /// Size of the font in points.
    fn em(&self) -> f32 {
        (self.matrix[2].hypot(self.matrix[3]) * self.size).abs().max(1.0)
    }
}

fn is_visible(tag: &Tag) -> bool {
    tag.attribute("Visible") != Some("false") && tag.attribute("Alpha") != Some("0")
}
