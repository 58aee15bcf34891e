//! The `unpdf` library as a backend: it decodes the fonts, Chinese ones without a character map included.

use super::backend::{Page, PdfBackend, Rule, Run};
use crate::error::ReadError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use unpdf::parser::LayoutAnalyzer;
use unpdf::parser::backend::{
    ContentOp, PaintedXObject, PdfBackend as _, PdfValue, RawBackend, ResourceScope,
};

/// More pages are no plan.
const MOST_PAGES: usize = 5_000;

/// More ruled lines on a page are a drawing, not tables.
const MOST_RULES: usize = 20_000;

/// Forms painted inside forms deeper than this are not followed.
const DEEPEST_FORM: usize = 4;

/// Filled rectangles thinner than this, in points, are ruled lines.
const THIN: f32 = 2.5;

pub(crate) struct Unpdf;

impl PdfBackend for Unpdf {
    fn pages(&self, bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
        // A library that reads foreign files may meet one it cannot bear.
        catch_unwind(AssertUnwindSafe(|| pages(bytes))).unwrap_or(Err(ReadError::BrokenPdf))
    }
}

fn pages(bytes: &[u8]) -> Result<Vec<Page>, ReadError> {
    let backend = RawBackend::load_bytes(bytes).map_err(|error| match error.kind() {
        unpdf::ErrorKind::Encrypted | unpdf::ErrorKind::InvalidPassword => ReadError::Encrypted,
        _ => ReadError::BrokenPdf,
    })?;
    let ids = backend.pages();
    if ids.is_empty() {
        return Err(ReadError::BrokenPdf);
    }
    let mut pages = Vec::with_capacity(ids.len().min(MOST_PAGES));
    for (number, id) in ids.iter().take(MOST_PAGES) {
        let analyzer = LayoutAnalyzer::new(&backend).with_ocr_suppression(false);
        let spans = analyzer.extract_page_spans(*number).unwrap_or_default();
        let runs = spans
            .into_iter()
            .filter(|span| !span.is_rotated() && !span.text.trim().is_empty())
            .map(|span| Run {
                text: span.text,
                x: span.x,
                y: span.y,
                width: span.ink_width.unwrap_or(span.width).max(0.0),
                size: span.font_size.abs().max(1.0),
                bold: span.is_bold,
            })
            .filter(|run| {
                run.x.is_finite() && run.y.is_finite() && run.width.is_finite() && run.size.is_finite()
            })
            .collect();
        let mut drawing = Drawing { backend: &backend, rules: Vec::new(), pictures: false };
        if let Ok(content) = backend.page_content(*id)
            && let Ok(ops) = backend.decode_content(&content)
        {
            drawing.paint(&ops, ResourceScope::page(*id), *id, IDENTITY, 0);
        }
        pages.push(Page {
            number: *number,
            runs,
            rules: drawing.rules,
            pictures: drawing.pictures,
            unreadable: analyzer.suppressed_text_runs() > 0,
        });
    }
    Ok(pages)
}

/// A transformation of coordinates as PDF writes it.
type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

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

struct Drawing<'a> {
    backend: &'a RawBackend,
    rules: Vec<Rule>,
    pictures: bool,
}

impl Drawing<'_> {
    /// Follows the path operators; only straight lines along the axes matter.
    fn paint(
        &mut self,
        ops: &[ContentOp],
        scope: ResourceScope,
        page: (u32, u16),
        start: Matrix,
        depth: usize,
    ) {
        let mut matrix = start;
        let mut saved: Vec<Matrix> = Vec::new();
        let mut path: Vec<((f32, f32), (f32, f32))> = Vec::new();
        let mut boxes: Vec<(f32, f32, f32, f32)> = Vec::new();
        let (mut point, mut first) = ((0.0, 0.0), (0.0, 0.0));
        for op in ops {
            if self.rules.len() > MOST_RULES {
                return;
            }
            let n: Vec<f32> = op.operands.iter().filter_map(number).collect();
            match (op.operator.as_str(), n.as_slice()) {
                ("q", _) if saved.len() < 512 => saved.push(matrix),
                ("Q", _) => matrix = saved.pop().unwrap_or(matrix),
                ("cm", [a, b, c, d, e, f]) => matrix = multiply([*a, *b, *c, *d, *e, *f], matrix),
                ("m", [x, y]) => {
                    point = apply(matrix, (*x, *y));
                    first = point;
                }
                ("l", [x, y]) => {
                    let next = apply(matrix, (*x, *y));
                    path.push((point, next));
                    point = next;
                }
                ("c" | "v" | "y", [.., x, y]) => point = apply(matrix, (*x, *y)),
                ("h", _) => {
                    path.push((point, first));
                    point = first;
                }
                ("re", [x, y, w, h]) => {
                    let (x0, y0) = apply(matrix, (*x, *y));
                    let (x1, y1) = apply(matrix, (x + w, y + h));
                    boxes.push((x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)));
                }
                ("S" | "s" | "B" | "B*" | "b" | "b*", _) => {
                    for (from, to) in path.drain(..) {
                        self.line(from, to);
                    }
                    for (x0, y0, x1, y1) in boxes.drain(..) {
                        self.frame(x0, y0, x1, y1);
                    }
                }
                ("f" | "F" | "f*", _) => {
                    path.clear();
                    for (x0, y0, x1, y1) in boxes.drain(..) {
                        if x1 - x0 < THIN || y1 - y0 < THIN {
                            self.frame(x0, y0, x1, y1);
                        }
                    }
                }
                ("n", _) => {
                    path.clear();
                    boxes.clear();
                }
                ("Do", _) => self.object(op, scope, page, matrix, depth),
                ("BI" | "EI", _) => self.pictures = true,
                _ => {}
            }
        }
    }

    fn object(
        &mut self,
        op: &ContentOp,
        scope: ResourceScope,
        page: (u32, u16),
        matrix: Matrix,
        depth: usize,
    ) {
        let Some(PdfValue::Name(name)) = op.operands.first() else { return };
        match self.backend.xobject(scope, name) {
            Some(PaintedXObject::Image) => self.pictures = true,
            Some(PaintedXObject::Form(form)) if depth < DEEPEST_FORM => {
                if let Some(ops) = form.content.and_then(|content| self.backend.decode_content(&content).ok())
                {
                    let inside = ResourceScope::form(page, form.id);
                    self.paint(&ops, inside, page, multiply(form.matrix, matrix), depth + 1);
                }
            }
            _ => {}
        }
    }

    fn line(&mut self, (x0, y0): (f32, f32), (x1, y1): (f32, f32)) {
        const SLANT: f32 = 1.0;
        if (y0 - y1).abs() <= SLANT && (x0 - x1).abs() > THIN {
            self.rule(true, y0.midpoint(y1), x0.min(x1), x0.max(x1));
        } else if (x0 - x1).abs() <= SLANT && (y0 - y1).abs() > THIN {
            self.rule(false, x0.midpoint(x1), y0.min(y1), y0.max(y1));
        }
    }

    /// The four sides of a rectangle; of a thin one its middle line.
    fn frame(&mut self, x0: f32, y0: f32, x1: f32, y1: f32) {
        if y1 - y0 < THIN && x1 - x0 < THIN {
            return;
        }
        if y1 - y0 < THIN {
            self.rule(true, y0.midpoint(y1), x0, x1);
        } else if x1 - x0 < THIN {
            self.rule(false, x0.midpoint(x1), y0, y1);
        } else {
            self.rule(true, y0, x0, x1);
            self.rule(true, y1, x0, x1);
            self.rule(false, x0, y0, y1);
            self.rule(false, x1, y0, y1);
        }
    }

    fn rule(&mut self, horizontal: bool, at: f32, from: f32, to: f32) {
        if at.is_finite() && from.is_finite() && to.is_finite() {
            self.rules.push(Rule { horizontal, at, from, to });
        }
    }
}

fn number(value: &PdfValue) -> Option<f32> {
    match value {
        PdfValue::Integer(n) => Some(*n as f32),
        PdfValue::Real(n) => Some(*n),
        _ => None,
    }
}
