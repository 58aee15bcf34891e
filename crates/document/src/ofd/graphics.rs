//! Numbers, matrices and paths of OFD (GB/T 33190-2016, 8 and 9). Lengths are millimetres and y falls; here
//! they become points and y rises.

use crate::pdf::backend::Rule;
use crate::xml::Tag;

/// A transformation of coordinates: x' = ax + cy + e, y' = bx + dy + f.
pub(super) type Matrix = [f32; 6];

const POINTS: f32 = 72.0 / 25.4;

/// Filled shapes thinner than this, in points, are ruled lines.
const THIN: f32 = 2.5;

/// Distances beyond so many are left out.
const MOST_DELTAS: usize = 100_000;

pub(super) fn number(tag: &Tag, name: &str) -> Option<f32> {
    tag.attribute(name)?.trim().parse().ok().filter(|value: &f32| value.is_finite())
}

pub(super) fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace()
        .filter_map(|word| word.parse().ok())
        .filter(|value: &f32| value.is_finite())
        .collect()
}

/// From the coordinates of an object to points on the page: its own matrix, then the place of its boundary.
pub(super) fn placed(tag: &Tag) -> Matrix {
    let boundary = numbers(tag.attribute("Boundary").unwrap_or_default());
    let (left, top) = match boundary.as_slice() {
        [left, top, ..] => (*left, *top),
        _ => (0.0, 0.0),
    };
    let own = numbers(tag.attribute("CTM").unwrap_or_default());
    let [a, b, c, d, e, f] = match own.as_slice() {
        [a, b, c, d, e, f] => [*a, *b, *c, *d, *e, *f],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    };
    [a * POINTS, -b * POINTS, c * POINTS, -d * POINTS, (e + left) * POINTS, -(f + top) * POINTS]
}

pub(super) fn apply(matrix: Matrix, (x, y): (f32, f32)) -> (f32, f32) {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

/// The distances between characters: `3 2.5 g 4 3.0` is 3, 2.5 and four times 3.
pub(super) fn deltas(text: &str) -> Vec<f32> {
    let mut out = Vec::new();
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        if word == "g" {
            let count = words.next().and_then(|count| count.parse::<usize>().ok()).unwrap_or(0);
            let value = words.next().and_then(|value| value.parse::<f32>().ok()).unwrap_or(0.0);
            let room = MOST_DELTAS.saturating_sub(out.len());
            out.extend(std::iter::repeat_n(value, count.min(room)));
        } else if out.len() < MOST_DELTAS {
            out.extend(word.parse::<f32>().ok());
        }
    }
    out
}

/// The straight lines along the axes of a path.
#[expect(clippy::too_many_lines, reason = "one arm for each operator of the format")]
pub(super) fn rules(data: &str, matrix: Matrix, stroked: bool, filled: bool) -> Vec<Rule> {
    const SLANT: f32 = 1.0;
    let mut lines: Vec<((f32, f32), (f32, f32))> = Vec::new();
    let (mut point, mut first) = ((0.0, 0.0), (0.0, 0.0));
    let mut bounds: Option<(f32, f32, f32, f32)> = None;
    let mut words = data.split_whitespace();
    while let Some(word) = words.next() {
        let mut next = || words.next().and_then(|word| word.parse::<f32>().ok()).unwrap_or(0.0);
        let count = match word {
            "S" | "M" | "L" => 1,
            "Q" => 2,
            "B" => 3,
            "A" => {
                for _ in 0..5 {
                    next();
                }
                1
            }
            "C" => {
                lines.push((point, first));
                point = first;
                continue;
            }
            _ => continue,
        };
        let mut last = point;
        for _ in 0..count {
            last = apply(matrix, (next(), next()));
        }
        match word {
            "S" | "M" => first = last,
            "L" => lines.push((point, last)),
            _ => {}
        }
        point = last;
        let (a, b, c, d) = bounds.unwrap_or((last.0, last.1, last.0, last.1));
        bounds = Some((a.min(last.0), b.min(last.1), c.max(last.0), d.max(last.1)));
    }
    let rule = |(x0, y0): (f32, f32), (x1, y1): (f32, f32)| {
        let (dx, dy) = ((x0 - x1).abs(), (y0 - y1).abs());
        if dy <= SLANT && dx > THIN {
            Some(Rule { horizontal: true, at: f32::midpoint(y0, y1), from: x0.min(x1), to: x0.max(x1) })
        } else if dx <= SLANT && dy > THIN {
            Some(Rule { horizontal: false, at: f32::midpoint(x0, x1), from: y0.min(y1), to: y0.max(y1) })
        } else {
            None
        }
    };
    if stroked {
        return lines.into_iter().filter_map(|(from, to)| rule(from, to)).collect();
    }
    match bounds {
        Some((left, bottom, right, top)) if filled && right - left < THIN => {
            let middle = f32::midpoint(left, right);
            rule((middle, bottom), (middle, top)).into_iter().collect()
        }
        Some((left, bottom, right, top)) if filled && top - bottom < THIN => {
            let middle = f32::midpoint(bottom, top);
            rule((left, middle), (right, middle)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_paths() {
        assert_eq!(deltas("3 2.5 g 3 4"), [3.0, 2.5, 4.0, 4.0, 4.0]);
        assert_eq!(deltas("g 99999999999 1 g").len(), MOST_DELTAS);
        let flip: Matrix = [1.0, 0.0, 0.0, -1.0, 0.0, 0.0];
        let found = rules("M 0 10 L 100 10 L 100 40 C", flip, true, false);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0], Rule { horizontal: true, at: -10.0, from: 0.0, to: 100.0 });
        assert_eq!(rules("M 0 10 L 100 10 L 100 11 L 0 11 C", flip, false, true).len(), 1);
    }
}
