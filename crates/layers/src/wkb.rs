//! Geometries of GeoPackages: a header, then well-known binary (OGC 12-128r18, section 2.1.3; ISO 13249-3).

use crate::delivered::Unread;
use crate::geojson::Parts;
use space::{Geometry, Point, Ring};

/// Reads the geometry of a cell.
///
/// # Errors
/// [`Unread::Curves`] for arcs of circles, [`Unread::Damaged`] for what is no geometry.
pub fn geopackage(bytes: &[u8]) -> Result<Geometry, Unread> {
    let damaged = || Unread::Damaged("a geometry is incomplete".to_owned());
    let (head, rest) = bytes.split_at_checked(8).ok_or_else(damaged)?;
    let flags = match head {
        [b'G', b'P', _, flags, ..] => *flags,
        _ => return Err(Unread::Damaged("a geometry has no header".to_owned())),
    };
    let envelope = match flags >> 1 & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(damaged()),
    };
    let body = rest.get(envelope..).ok_or_else(damaged)?;
    if flags >> 4 & 1 == 1 {
        return Ok(Geometry::Null);
    }
    well_known(body)
}

/// Reads well-known binary, with or without heights and measures, which are left away.
///
/// # Errors
/// As [`geopackage`].
pub fn well_known(bytes: &[u8]) -> Result<Geometry, Unread> {
    let mut input = Input { bytes, little: true };
    let mut parts = Parts::default();
    // Geometries that are still to come: collections add theirs, so that depth costs no stack.
    let mut left = 1_usize;
    while left > 0 {
        left -= 1;
        let more = input.geometry(&mut parts)?;
        // Each geometry has at least five bytes.
        if more > input.bytes.len() / 5 {
            return Err(Unread::Damaged("a geometry is incomplete".to_owned()));
        }
        left += more;
    }
    Ok(parts.geometry())
}

struct Input<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Input<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Unread> {
        let taken = self.bytes.split_at_checked(N);
        let (taken, rest) = taken.ok_or_else(|| Unread::Damaged("a geometry is incomplete".to_owned()))?;
        self.bytes = rest;
        Ok(taken.try_into().unwrap_or([0; N]))
    }

    fn number(&mut self) -> Result<u32, Unread> {
        let bytes = self.array()?;
        Ok(if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn real(&mut self) -> Result<f64, Unread> {
        let bytes = self.array()?;
        Ok(if self.little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    fn point(&mut self, dimensions: usize) -> Result<Point, Unread> {
        let point = [self.real()?, self.real()?];
        for _ in 2..dimensions {
            self.real()?;
        }
        Ok(point)
    }

    fn points(&mut self, dimensions: usize) -> Result<Ring, Unread> {
        let count = self.number()? as usize;
        if count > self.bytes.len() / (8 * dimensions) {
            return Err(Unread::Damaged("a geometry is incomplete".to_owned()));
        }
        (0..count).map(|_| self.point(dimensions)).collect()
    }

    /// One geometry; gives how many of a collection follow.
    fn geometry(&mut self, parts: &mut Parts) -> Result<usize, Unread> {
        let [order] = self.array()?;
        self.little = order == 1;
        let code = self.number()?;
        // ISO adds thousands; the extended form of PostGIS sets high bits.
        let (base, iso) = ((code & 0xffff) % 1000, (code & 0xffff) / 1000);
        let extra = usize::from(iso == 1 || iso == 3 || code & 0x8000_0000 != 0)
            + usize::from(iso == 2 || iso == 3 || code & 0x4000_0000 != 0);
        if code & 0x2000_0000 != 0 {
            self.number()?;
        }
        let dimensions = 2 + extra;
        match base {
            1 => {
                let point = self.point(dimensions)?;
                // An empty point is written as two that are no numbers.
                if point.iter().any(|value| !value.is_nan()) {
                    parts.points.push(point);
                }
            }
            2 => {
                self.points(dimensions)?;
                parts.lines += 1;
            }
            3 => {
                let count = self.number()? as usize;
                if count > self.bytes.len() / 4 {
                    return Err(Unread::Damaged("a geometry is incomplete".to_owned()));
                }
                let rings = (0..count).map(|_| self.points(dimensions)).collect::<Result<Vec<_>, _>>()?;
                if !rings.is_empty() {
                    parts.polygons.push(rings);
                }
            }
            4..=7 => return Ok(self.number()? as usize),
            8..=14 => return Err(Unread::Curves),
            _ => return Err(Unread::Damaged(format!("a geometry of unknown kind {code}"))),
        }
        Ok(0)
    }
}
