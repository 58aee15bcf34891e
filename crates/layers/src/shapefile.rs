//! The shapes of a Shapefile (ESRI Shapefile Technical Description, 1998).
//!
//! Own code: the kept crate gives a hole to the last outer ring before it, and trusts the counts of the file.

use crate::dbf;
use crate::delivered::{Declared, Delivered, Unread};
use crate::prj;
use crate::rings::polygons;
use source::Words;
use space::{Feature, Geometry, Point, Shape};

/// The files of one Shapefile.
#[derive(Debug, Default)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) shp: Vec<u8>,
    pub(crate) dbf: Option<Vec<u8>>,
    pub(crate) prj: Option<String>,
    pub(crate) cpg: Option<String>,
}

fn damaged(what: &str) -> Unread {
    Unread::Damaged(format!(".shp: {what}"))
}

/// A cursor that never reads past the end.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn big(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.array()?))
    }

    fn little(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.array()?))
    }

    fn point(&mut self) -> Option<Point> {
        Some([f64::from_le_bytes(self.array()?), f64::from_le_bytes(self.array()?)])
    }

    /// A count of things of a size, held against what is left.
    fn count(&mut self, size: usize) -> Option<usize> {
        let count = self.little()? as usize;
        (count.checked_mul(size)? <= self.0.len()).then_some(count)
    }
}

pub(crate) fn read(set: Set) -> Result<Delivered, Unread> {
    let (shapes, raised) = shapes(&set.shp)?;
    let mut notes = Vec::new();
    let mut rows = Vec::new();
    if let Some(bytes) = &set.dbf {
        let table = dbf::read(bytes, set.cpg.as_deref())?;
        notes.extend(table.note);
        rows = table.rows;
    } else {
        notes.push(Words::new("没有 .dbf，要素没有属性", "there is no .dbf, so features have no fields"));
    }
    if raised {
        notes.push(Words::new("高程和测量值没有读取", "heights and measures were not read"));
    }
    if !rows.is_empty() && rows.len() != shapes.len() {
        return Err(damaged(&format!("{} shapes, {} rows", shapes.len(), rows.len())));
    }
    rows.resize_with(shapes.len(), || Some(std::collections::BTreeMap::default()));
    let deleted = rows.iter().filter(|row| row.is_none()).count();
    if deleted > 0 {
        notes.push(Words::new(
            format!("{deleted} 个要素在属性表中标为已删除，没有读取"),
            format!("{deleted} features are marked as deleted in the table and were not read"),
        ));
    }
    let features = (1..).zip(shapes.into_iter().zip(rows));
    let features =
        features.filter_map(|(row, (geometry, fields))| Some(Feature { row, attributes: fields?, geometry }));
    Ok(Delivered {
        title: set.name,
        declared: set.prj.as_deref().map_or(Declared::Nothing, prj::declared),
        features: features.collect(),
        notes,
    })
}

/// The shapes in order, and whether any has heights or measures.
fn shapes(bytes: &[u8]) -> Result<(Vec<Geometry>, bool), Unread> {
    let mut input = Bytes(bytes);
    if input.big() != Some(9994) || input.take(96).is_none() {
        return Err(damaged("no header"));
    }
    let (mut shapes, mut raised) = (Vec::new(), false);
    while !input.0.is_empty() {
        let number = shapes.len() + 1;
        let incomplete = || damaged(&format!("record {number} is incomplete"));
        input.big().ok_or_else(incomplete)?;
        let words = input.big().ok_or_else(incomplete)? as usize;
        let content = words.checked_mul(2).and_then(|length| input.take(length)).ok_or_else(incomplete)?;
        let (geometry, more) = shape(Bytes(content)).ok_or_else(incomplete)?;
        let geometry = geometry.ok_or_else(|| damaged("surfaces (MultiPatch) are not read"))?;
        raised |= more;
        shapes.push(geometry);
    }
    Ok((shapes, raised))
}

/// One shape, and whether it has heights or measures; the inner `None` is a kind that is not read.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn shape(mut input: Bytes<'_>) -> Option<(Option<Geometry>, bool)> {
    let kind = input.little()?;
    let geometry = match kind {
        0 => Geometry::Null,
        1 | 11 | 21 => Geometry::Points(vec![input.point()?]),
        3 | 13 | 23 => Geometry::Lines(1),
        8 | 18 | 28 => {
            input.take(32)?;
            let count = input.count(16)?;
            Geometry::Points((0..count).map(|_| input.point()).collect::<Option<_>>()?)
        }
        5 | 15 | 25 => {
            input.take(32)?;
            let parts = input.count(4)?;
            let total = input.little()? as usize;
            let starts = (0..parts).map(|_| input.little()).collect::<Option<Vec<u32>>>()?;
            if total.checked_mul(16)? > input.0.len() {
                return None;
            }
            let points = (0..total).map(|_| input.point()).collect::<Option<Vec<Point>>>()?;
            let ends = starts.iter().skip(1).copied().chain([total as u32]);
            let ring = |(start, end): (&u32, u32)| Some(points.get(*start as usize..end as usize)?.to_vec());
            let rings = starts.iter().zip(ends).map(ring).collect::<Option<Vec<_>>>()?;
            Geometry::Areas(Shape { polygons: polygons(rings) })
        }
        _ => return Some((None, false)),
    };
    Some((Some(geometry), kind > 10))
}
