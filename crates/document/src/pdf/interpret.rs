//! What the operators of a page show: characters with their places, ruled lines, pictures
//! (ISO 32000-1, 8 and 9).

use super::backend::{Glyph, Rule, Run};
use super::content::{self, Item, Operand};
use std::collections::HashMap;
use std::rc::Rc;

/// More ruled lines on a page are a drawing, not tables.
const MOST_RULES: usize = 20_000;

/// Forms painted inside forms deeper than this are not followed.
const DEEPEST_FORM: usize = 6;

/// Painting an external object costs as much as so many operators.
const EXTERNAL: usize = 100;

/// Saved graphics states beyond so many are not kept.
const MOST_SAVED: usize = 512;

/// Filled rectangles thinner than this, in points, are ruled lines.
const THIN: f32 = 2.5;

/// Spaces at least this wide, in ems, inside a string part it: layout by spaces.
const WIDE_SPACE: f32 = 0.8;

/// Pages with more characters than this are no pages.
const MOST_CHARACTERS: usize = 400_000;

/// A string shown with one font.
pub(super) struct Shown {
    /// Its characters, in order; empty when the font does not say which they are.
    pub(super) glyphs: Vec<Glyph>,
    /// Whether the text was left out because it is not known.
    pub(super) unreadable: bool,
}

/// What a name of an external object stands for.
#[derive(Clone)]
pub(super) enum External {
    Image,
    /// A form: its content, its matrix, and the number of its own resources.
    Form {
        content: Rc<[u8]>,
        matrix: Matrix,
        id: (u32, u16),
    },
    Other,
}

/// Resources of a page, looked up by the form whose content names them.
pub(super) trait Resources {
    fn show(&self, form: Option<(u32, u16)>, font: &[u8], bytes: &[u8]) -> Shown;
    fn is_bold(&self, form: Option<(u32, u16)>, font: &[u8]) -> bool;
    fn is_vertical(&self, form: Option<(u32, u16)>, font: &[u8]) -> bool;
    fn external(&self, form: Option<(u32, u16)>, name: &[u8]) -> External;
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Shows {
    /// Runs with the direction in which they read.
    pub(super) runs: Vec<(Run, Direction)>,
    pub(super) rules: Vec<Rule>,
    pub(super) pictures: bool,
    pub(super) unreadable: bool,
    /// Whether a limit was met and the rest of the page left out.
    pub(super) cut: bool,
    /// Characters, and those of them that are not painted (text behind a scan).
    pub(super) characters: usize,
    pub(super) invisible: usize,
}

/// The way a line of text reads on the page, in quarter turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Direction {
    Right,
    Up,
    Left,
    Down,
}

/// A transformation of coordinates as PDF writes it.
pub(super) type Matrix = [f32; 6];
pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn multiply(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

fn apply(matrix: Matrix, (x, y): (f32, f32)) -> (f32, f32) {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

/// A rectangle: left, bottom, right, top.
pub(super) type Area = (f32, f32, f32, f32);

fn meet(a: Area, b: Area) -> Area {
    (a.0.max(b.0), a.1.max(b.1), a.2.min(b.2), a.3.min(b.3))
}

/// The graphics state that `q` saves.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    clip: Area,
    font: Vec<u8>,
    bold: bool,
    vertical: bool,
    size: f32,
    character_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
    invisible: bool,
}

pub(super) struct Interpreter<'a, R: Resources> {
    resources: &'a R,
    /// Operators and content bytes that may still be followed, on this page and in the file.
    budget: &'a mut usize,
    pub(super) shows: Shows,
    /// Characters drawn so far, by character and place: a bold effect draws them twice.
    drawn: HashMap<(char, i32, i32), (f32, f32)>,
}

/// The text matrices.
struct Text {
    matrix: Matrix,
    line: Matrix,
}

impl<'a, R: Resources> Interpreter<'a, R> {
    pub(super) fn new(resources: &'a R, budget: &'a mut usize) -> Self {
        Self { resources, budget, shows: Shows::default(), drawn: HashMap::new() }
    }

    /// Follows the content of a page whose visible area is `visible`.
    pub(super) fn page(&mut self, content: &[u8], visible: Area) {
        let state = State {
            matrix: IDENTITY,
            clip: visible,
            font: Vec::new(),
            bold: false,
            vertical: false,
            size: 12.0,
            character_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
        };
        self.content(content, state, None, 0);
    }

    fn content(&mut self, content: &[u8], mut state: State, form: Option<(u32, u16)>, depth: usize) {
        let mut saved: Vec<State> = Vec::new();
        let mut text = Text { matrix: IDENTITY, line: IDENTITY };
        let mut path = Path::default();
        // Forms are painted when the operators of this stream are known: no reader is held open.
        content::operators(content, |operator, operands| {
            if *self.budget == 0 || self.shows.characters > MOST_CHARACTERS {
                self.shows.cut = true;
                return false;
            }
            *self.budget -= 1;
            match operator {
                b"q" => {
                    if saved.len() < MOST_SAVED {
                        saved.push(state.clone());
                    }
                }
                b"Q" => state = saved.pop().unwrap_or_else(|| state.clone()),
                b"cm" => {
                    if let Some(matrix) = six(operands) {
                        state.matrix = multiply(matrix, state.matrix);
                    }
                }
                b"Do" => {
                    if let Some(Operand::Name(name)) = operands.first() {
                        self.external(name, &state, form, depth);
                    }
                }
                b"BI" => self.shows.pictures = true,
                b"sh" => {}
                _ => {
                    if !self.text(operator, operands, &mut state, &mut text, form) {
                        self.path(operator, operands, &mut state, &mut path);
                    }
                }
            }
            true
        });
    }

    fn external(&mut self, name: &[u8], state: &State, form: Option<(u32, u16)>, depth: usize) {
        *self.budget = self.budget.saturating_sub(EXTERNAL);
        match self.resources.external(form, name) {
            External::Image => self.shows.pictures = true,
            External::Form { content, matrix, id } if depth < DEEPEST_FORM => {
                *self.budget = self.budget.saturating_sub(content.len() / 8);
                let state = State { matrix: multiply(matrix, state.matrix), ..state.clone() };
                self.content(&content, state, Some(id), depth + 1);
            }
            External::Form { .. } => self.shows.cut = true,
            External::Other => {}
        }
    }

    /// The text operators; gives whether `operator` is one.
    #[expect(clippy::too_many_lines, reason = "the state of a line of text, moved on by each glyph")]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "casts of floats saturate, and what is far outside is no place on a page"
    )]
    fn text(
        &mut self,
        operator: &[u8],
        operands: &[Operand],
        state: &mut State,
        text: &mut Text,
        form: Option<(u32, u16)>,
    ) -> bool {
        let n = |at: usize| number(operands, at);
        match operator {
            b"BT" => *text = Text { matrix: IDENTITY, line: IDENTITY },
            b"ET" => {}
            b"Tf" => {
                if let Some(Operand::Name(font)) = operands.first() {
                    state.font.clone_from(font);
                    state.bold = self.resources.is_bold(form, font);
                    state.vertical = self.resources.is_vertical(form, font);
                }
                state.size = n(1).unwrap_or(state.size);
            }
            b"Tc" => state.character_space = n(0).unwrap_or(0.0),
            b"Tw" => state.word_space = n(0).unwrap_or(0.0),
            b"Tz" => state.stretch = n(0).map_or(1.0, |percent| percent / 100.0),
            b"TL" => state.leading = n(0).unwrap_or(0.0),
            b"Ts" => state.rise = n(0).unwrap_or(0.0),
            b"Tr" => state.invisible = matches!(n(0).unwrap_or(0.0) as i32, 3 | 7),
            b"Td" | b"TD" => {
                if let (Some(x), Some(y)) = (n(0), n(1)) {
                    if operator == b"TD" {
                        state.leading = -y;
                    }
                    text.move_by(x, y);
                }
            }
            b"Tm" => {
                if let Some(matrix) = six(operands) {
                    *text = Text { matrix, line: matrix };
                }
            }
            b"T*" => text.move_by(0.0, -state.leading),
            b"Tj" => self.show(operands.first(), state, text, form),
            b"TJ" => match operands.first() {
                Some(Operand::Array(items)) => {
                    for item in items {
                        match item {
                            Item::Text(bytes) => self.string(bytes, state, text, form),
                            Item::Number(n) => {
                                let shift = -n / 1000.0 * state.size;
                                if state.vertical {
                                    text.advance(0.0, shift);
                                } else {
                                    text.advance(shift * state.stretch, 0.0);
                                }
                            }
                        }
                    }
                }
                other => self.show(other, state, text, form),
            },
            b"'" => {
                text.move_by(0.0, -state.leading);
                self.show(operands.first(), state, text, form);
            }
            b"\"" => {
                state.word_space = n(0).unwrap_or(0.0);
                state.character_space = n(1).unwrap_or(0.0);
                text.move_by(0.0, -state.leading);
                self.show(operands.get(2), state, text, form);
            }
            _ => return false,
        }
        true
    }

    fn show(&mut self, operand: Option<&Operand>, state: &State, text: &mut Text, form: Option<(u32, u16)>) {
        if let Some(Operand::Text(bytes)) = operand {
            self.string(bytes, state, text, form);
        }
    }

    /// Shows a string: parts of it between wide spaces become runs.
    fn string(&mut self, bytes: &[u8], state: &State, text: &mut Text, form: Option<(u32, u16)>) {
        let shown = self.resources.show(form, &state.font, bytes);
        self.shows.unreadable |= shown.unreadable;
        *self.budget = self.budget.saturating_sub(shown.glyphs.len());
        let mut line = Line::default();
        for glyph in &shown.glyphs {
            let space = if glyph.word_space { state.word_space } else { 0.0 };
            let (dx, dy) = if state.vertical {
                (0.0, -(glyph.advance / 1000.0 * state.size) + state.character_space + space)
            } else {
                let width = glyph.advance / 1000.0 * state.size;
                ((width + state.character_space + space) * state.stretch, 0.0)
            };
            let blank = glyph.text.chars().all(char::is_whitespace);
            let place = multiply(text.matrix, state.matrix);
            let em = (place[2].hypot(place[3]) * state.size).abs();
            let start = apply(place, (0.0, state.rise));
            let ink = if state.vertical {
                (0.0, dy)
            } else {
                (glyph.advance / 1000.0 * state.size * state.stretch, 0.0)
            };
            let end = apply(place, (ink.0, ink.1 + state.rise));
            let width = (end.0 - start.0).hypot(end.1 - start.1);
            if blank {
                let space = (dx * place[0] + dy * place[2]).hypot(dx * place[1] + dy * place[3]);
                line.space(space / em.max(0.1));
                if line.gap >= WIDE_SPACE {
                    self.finish(&mut line, state);
                }
            } else if self.is_again(&glyph.text, start, em, width) {
                self.finish(&mut line, state);
            } else if visible(start, end, em, state.clip) {
                line.push(&glyph.text, start, end, em, direction(place, state.vertical));
                let count = glyph.text.chars().count();
                self.shows.characters += count;
                self.shows.invisible += if state.invisible { count } else { 0 };
            } else {
                self.finish(&mut line, state);
            }
            text.advance(dx, dy);
        }
        self.finish(&mut line, state);
    }

    /// Whether the same character stands at nearly the same place already.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "casts of floats saturate, and what is far outside is no place on a page"
    )]
    fn is_again(&mut self, text: &str, (x, y): (f32, f32), em: f32, width: f32) -> bool {
        let Some(c) = text.chars().next() else { return false };
        let near = (width * 0.4).min(em * 0.2).max(0.05);
        let cell = (em * 0.25).max(0.1);
        let (column, row) = ((x / cell).floor() as i32, (y / cell).floor() as i32);
        let known = |at: (i32, i32)| {
            self.drawn
                .get(&(c, at.0, at.1))
                .is_some_and(|(a, b)| (a - x).abs() < near && (b - y).abs() < near)
        };
        let again =
            (-1..=1).any(|i| (-1..=1).any(|j| known((column.saturating_add(i), row.saturating_add(j)))));
        if !again {
            self.drawn.insert((c, column, row), (x, y));
        }
        again
    }

    fn finish(&mut self, line: &mut Line, state: &State) {
        let line = std::mem::take(line);
        let Some((start, direction)) = line.start.zip(line.direction) else { return };
        if line.text.trim().is_empty() {
            return;
        }
        let (x, y) = turn(start, direction);
        let (end, _) = turn(line.end, direction);
        let run = Run {
            text: line.text,
            x,
            y,
            width: (end - x).max(0.0),
            size: line.em.max(1.0),
            bold: state.bold,
            invisible: state.invisible,
        };
        if [run.x, run.y, run.width, run.size].iter().all(|value| value.is_finite()) {
            self.shows.runs.push((run, direction));
        }
    }

    /// The path operators; only straight lines along the axes matter, and clips as rectangles.
    fn path(&mut self, operator: &[u8], operands: &[Operand], state: &mut State, path: &mut Path) {
        let n = |at: usize| number(operands, at);
        let point = |x: usize| Some(apply(state.matrix, (n(x)?, n(x + 1)?)));
        match operator {
            b"m" => {
                if let Some(point) = point(0) {
                    path.begin(point);
                }
            }
            b"l" => {
                if let Some(point) = point(0) {
                    path.line(point);
                }
            }
            b"c" => path.curve(point(4)),
            b"v" | b"y" => path.curve(point(2)),
            b"h" => path.close(),
            b"re" => {
                if let (Some(x), Some(y), Some(w), Some(h)) = (n(0), n(1), n(2), n(3)) {
                    path.rectangle(apply(state.matrix, (x, y)), apply(state.matrix, (x + w, y + h)));
                }
            }
            b"W" | b"W*" => path.clips = true,
            b"s" | b"S" | b"B" | b"B*" | b"b" | b"b*" => {
                if matches!(operator, b"s" | b"b" | b"b*") {
                    path.close();
                }
                for (from, to) in &path.lines {
                    self.stroke(*from, *to);
                }
                for frame in &path.frames {
                    self.frame(*frame, false);
                }
                path.end(state);
            }
            b"f" | b"F" | b"f*" => {
                for frame in &path.frames {
                    self.frame(*frame, true);
                }
                path.end(state);
            }
            b"n" => path.end(state),
            _ => {}
        }
    }

    fn stroke(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32)) {
        const SLANT: f32 = 1.0;
        if (y0 - y1).abs() <= SLANT && (x0 - x1).abs() > THIN {
            self.rule(true, y0.midpoint(y1), x0.min(x1), x0.max(x1));
        } else if (x0 - x1).abs() <= SLANT && (y0 - y1).abs() > THIN {
            self.rule(false, x0.midpoint(x1), y0.min(y1), y0.max(y1));
        }
    }

    /// The four sides of a rectangle; of a thin one its middle line. A filled one that is not thin is a shade.
    fn frame(&mut self, (x0, y0, x1, y1): Area, filled: bool) {
        let (low, narrow) = (y1 - y0 < THIN, x1 - x0 < THIN);
        match (low, narrow) {
            (true, true) => {}
            (true, false) => self.rule(true, y0.midpoint(y1), x0, x1),
            (false, true) => self.rule(false, x0.midpoint(x1), y0, y1),
            (false, false) if filled => {}
            (false, false) => {
                self.rule(true, y0, x0, x1);
                self.rule(true, y1, x0, x1);
                self.rule(false, x0, y0, y1);
                self.rule(false, x1, y0, y1);
            }
        }
    }

    fn rule(&mut self, horizontal: bool, at: f32, from: f32, to: f32) {
        let finite = at.is_finite() && from.is_finite() && to.is_finite();
        if finite && self.shows.rules.len() < MOST_RULES {
            self.shows.rules.push(Rule { horizontal, at, from, to });
        }
    }
}

impl Text {
    fn move_by(&mut self, x: f32, y: f32) {
        self.line = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.matrix = self.line;
    }

    fn advance(&mut self, x: f32, y: f32) {
        self.matrix = multiply([1.0, 0.0, 0.0, 1.0, x, y], self.matrix);
    }
}

/// A run under construction.
#[derive(Default)]
struct Line {
    text: String,
    start: Option<(f32, f32)>,
    end: (f32, f32),
    em: f32,
    direction: Option<Direction>,
    /// Width of the spaces since the last character, in ems.
    gap: f32,
}

impl Line {
    fn space(&mut self, width: f32) {
        if self.start.is_some() {
            self.gap += width;
        }
    }

    fn push(
        &mut self,
        text: &str,
        start: (f32, f32),
        end: (f32, f32),
        em: f32,
        direction: Option<Direction>,
    ) {
        if self.start.is_none() {
            self.start = Some(start);
            self.direction = direction;
            self.em = em;
        } else if self.gap > 0.0 {
            self.text.push(' ');
        }
        self.gap = 0.0;
        self.text.push_str(text);
        self.end = end;
    }
}

/// A path under construction.
#[derive(Default)]
struct Path {
    lines: Vec<((f32, f32), (f32, f32))>,
    frames: Vec<Area>,
    point: (f32, f32),
    first: (f32, f32),
    bounds: Option<Area>,
    clips: bool,
}

impl Path {
    /// Segments beyond so many are a drawing.
    const MOST: usize = 50_000;

    fn reach(&mut self, (x, y): (f32, f32)) {
        let (a, b, c, d) = self.bounds.unwrap_or((x, y, x, y));
        self.bounds = Some((a.min(x), b.min(y), c.max(x), d.max(y)));
    }

    fn begin(&mut self, point: (f32, f32)) {
        self.reach(point);
        (self.point, self.first) = (point, point);
    }

    fn line(&mut self, to: (f32, f32)) {
        self.reach(to);
        if self.lines.len() < Self::MOST {
            self.lines.push((self.point, to));
        }
        self.point = to;
    }

    fn curve(&mut self, to: Option<(f32, f32)>) {
        if let Some(to) = to {
            self.reach(to);
            self.point = to;
        }
    }

    fn close(&mut self) {
        if self.point != self.first {
            self.line(self.first);
        }
    }

    fn rectangle(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32)) {
        self.reach((x0, y0));
        self.reach((x1, y1));
        if self.frames.len() < Self::MOST {
            self.frames.push((x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)));
        }
        (self.point, self.first) = ((x0, y0), (x0, y0));
    }

    fn end(&mut self, state: &mut State) {
        if self.clips
            && let Some(bounds) = self.bounds
        {
            state.clip = meet(state.clip, bounds);
        }
        *self = Self::default();
    }
}

/// Whether any of a character lies inside the clip.
fn visible(start: (f32, f32), end: (f32, f32), em: f32, clip: Area) -> bool {
    const SLACK: f32 = 1.0;
    let (left, right) = (start.0.min(end.0), start.0.max(end.0));
    let (bottom, top) = (start.1.min(end.1), start.1.max(end.1));
    left <= clip.2 + SLACK
        && right + SLACK >= clip.0
        && bottom - em * 0.2 <= clip.3
        && top + em * 0.8 >= clip.1
}

/// The direction of text set with a matrix; `None` for text at a slant, which is a watermark or a drawing.
fn direction(matrix: Matrix, vertical: bool) -> Option<Direction> {
    let (x, y) = if vertical { (-matrix[2], -matrix[3]) } else { (matrix[0], matrix[1]) };
    let length = x.hypot(y);
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    let straight = |along: f32| along / length > 0.98;
    if straight(x) {
        Some(Direction::Right)
    } else if straight(y) {
        Some(Direction::Up)
    } else if straight(-x) {
        Some(Direction::Left)
    } else if straight(-y) {
        Some(Direction::Down)
    } else {
        None
    }
}

/// A place as seen with text of this direction upright.
pub(super) fn turn((x, y): (f32, f32), direction: Direction) -> (f32, f32) {
    match direction {
        Direction::Right => (x, y),
        Direction::Up => (y, -x),
        Direction::Left => (-x, -y),
        Direction::Down => (-y, x),
    }
}

fn number(operands: &[Operand], at: usize) -> Option<f32> {
    match operands.get(at) {
        Some(Operand::Number(number)) => Some(*number),
        _ => None,
    }
}

fn six(operands: &[Operand]) -> Option<Matrix> {
    let n = |at: usize| number(operands, at);
    Some([n(0)?, n(1)?, n(2)?, n(3)?, n(4)?, n(5)?])
}
