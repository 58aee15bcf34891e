//! Lists of lists of numbers in JSON, kept flat: a layer of a million points would not fit as a tree of values.

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use space::{Point, Polygon, Ring};
use std::fmt;

/// Lists nested at most four deep, as in the coordinates of a `MultiPolygon`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Nested {
    numbers: Vec<f64>,
    /// For each height the ends of its lists, counted in what stands below: numbers for the lowest.
    ends: [Vec<usize>; DEEPEST],
    /// How many levels there are; 0 when all is empty.
    pub(crate) height: usize,
}

const DEEPEST: usize = 4;

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut nested = Self::default();
        if let Some(height) = Element(&mut nested).deserialize(deserializer)? {
            nested.height = height;
        }
        Ok(nested)
    }
}

/// A number (height 0) or a list one higher than what it holds.
struct Element<'a>(&'a mut Nested);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    /// The height; `None` for a list without anything in it.
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Element<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        self.0.numbers.push(value);
        Ok(Some(0))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_f64(f64::NAN)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        // Some programs write NaN as a text.
        self.visit_f64(value.trim().parse().unwrap_or(f64::NAN))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let nested = self.0;
        let mut below: Option<usize> = None;
        while let Some(height) = list.next_element_seed(Element(nested))? {
            match (below, height) {
                (Some(a), Some(b)) if a != b => return Err(A::Error::custom("coordinates of mixed depth")),
                (_, Some(height)) => below = Some(height),
                _ => {}
            }
        }
        let Some(height) = below else { return Ok(None) };
        let count = if height == 0 { nested.numbers.len() } else { nested.lists(height - 1) };
        let level = nested.ends.get_mut(height).ok_or_else(|| A::Error::custom("coordinates too deep"))?;
        level.push(count);
        Ok(Some(height + 1))
    }
}

impl Nested {
    fn lists(&self, height: usize) -> usize {
        self.ends.get(height).map_or(0, Vec::len)
    }

    /// The lists of a height as ranges of what stands below.
    fn ranges(&self, height: usize) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let ends = self.ends.get(height).map(Vec::as_slice).unwrap_or_default();
        let starts = std::iter::once(0).chain(ends.iter().copied());
        starts.zip(ends.iter().copied()).map(|(start, end)| start..end)
    }

    /// The lowest lists: positions, or the arcs of rings.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[f64]> + '_ {
        self.ranges(0).map(|range| self.numbers.get(range).unwrap_or_default())
    }

    fn points(&self) -> Vec<Point> {
        // A position without two numbers is no place: it makes its feature refused, with its row.
        let point = |row: &[f64]| match row {
            [x, y, ..] => [*x, *y],
            _ => [f64::NAN, f64::NAN],
        };
        self.rows().map(point).collect()
    }

    /// All positions, however deep.
    pub(crate) fn all_points(&self) -> Vec<Point> {
        self.points()
    }

    /// Lists of positions: the rings of a polygon.
    pub(crate) fn rings(&self) -> Vec<Ring> {
        let points = self.points();
        self.ranges(1).map(|range| points.get(range).unwrap_or_default().to_vec()).collect()
    }

    /// Lists of lists of positions: the polygons of a multipolygon.
    pub(crate) fn polygons(&self) -> Vec<Polygon> {
        let rings = self.rings();
        self.ranges(2).map(|range| rings.get(range).unwrap_or_default().to_vec()).collect()
    }

    /// Lists of lists of numbers, as whole numbers: arcs of the rings of polygons.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "indexes of arcs; casts of floats saturate, and one that is not there is looked up in vain"
    )]
    pub(crate) fn groups(&self) -> Vec<Vec<Vec<i64>>> {
        let rows: Vec<Vec<i64>> =
            self.rows().map(|row| row.iter().map(|value| *value as i64).collect()).collect();
        self.ranges(1).map(|range| rows.get(range).unwrap_or_default().to_vec()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Result<Nested, serde_json::Error> {
        serde_json::from_str(text)
    }

    #[test]
    fn every_depth_is_kept() {
        assert_eq!(of("[1, 2.5, 9]").unwrap().all_points(), [[1.0, 2.5]]);
        let rings = of("[[[0,0],[1,0],[1,1]],[[2,2],[3,2],[3,3],[2,3]]]").unwrap();
        assert_eq!((rings.height, rings.rings().len(), rings.rings()[1].len()), (3, 2, 4));
        let many = of("[[[[0,0],[1,0],[1,1]]],[[[5,5],[6,5],[6,6]],[[7,7],[8,7],[8,8]]]]").unwrap();
        assert_eq!(many.polygons().iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(of("[]").unwrap().height, 0);
        assert!(of("[[[null, 1]]]").unwrap().all_points()[0][0].is_nan());
    }

    #[test]
    fn what_is_no_list_of_numbers_is_refused() {
        assert!(of("[[1,2],3]").is_err());
        assert!(of(&"[".repeat(5)).is_err());
        assert!(of(&format!("{}1{}", "[".repeat(6), "]".repeat(6))).is_err());
        assert!(of("{\"a\":1}").is_err());
    }
}
