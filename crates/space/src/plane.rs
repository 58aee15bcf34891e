//! The plane in which layers are laid over each other.

use crate::crs::{Crs, Datum};
use crate::gauss_kruger::{Projector, Transverse};
use crate::gcj02;
use crate::layer::Source;
use crate::polygon::{Bounds, Point};
use source::Words;

/// A plane in metres, with the way from it to the ellipsoid.
#[derive(Clone, Debug)]
pub struct Plane {
    crs: Crs,
    projector: Projector,
}

/// Why layers cannot be taken into one plane.
#[derive(Clone, Debug, PartialEq)]
pub enum Unplaced {
    /// There is nothing with coordinates.
    Empty,
    /// The shift between two datums is not public.
    Datums(Datum, Datum),
    /// Coordinates lie outside of what degrees can be.
    NoDegrees(Point),
}

impl Unplaced {
    /// What to tell a person, with what to do.
    pub fn words(&self) -> Words {
        match self {
            Self::Empty => Words::new(
                "图层中没有任何坐标。请检查导出时是否选中了要素。",
                "the layers hold no coordinates; see whether anything was selected when they were exported",
            ),
            Self::Datums(a, b) => Words::new(
                format!(
                    "{}和{}之间的转换参数不公开，不能叠加。请先在测绘部门把图层转换到 CGCS2000。",
                    a.name(),
                    b.name()
                ),
                format!(
                    "the parameters between {} and {} are not public, so they cannot be laid over each other; have the layer converted to CGCS2000 by the surveying office",
                    a.name(),
                    b.name()
                ),
            ),
            Self::NoDegrees([x, y]) => Words::new(
                format!("坐标（{x}，{y}）不是经纬度。请用 --crs 指明坐标系，或检查横纵坐标是否颠倒。"),
                format!(
                    "the coordinates {x}, {y} are no longitude and latitude; name the system with --crs, or see whether the axes are swapped"
                ),
            ),
        }
    }
}

/// Radius of the sphere of web maps.
const SPHERE: f64 = 6_378_137.0;

/// Longitude and latitude in degrees of a point in some system.
pub fn degrees(crs: &Crs) -> Box<dyn Fn(Point) -> Point + Send + Sync> {
    let opened: fn(Point) -> Point = match crs.datum() {
        Datum::Gcj02 => gcj02::to_wgs84,
        Datum::Bd09 => |point| gcj02::to_wgs84(gcj02::from_bd09(point)),
        _ => |point| point,
    };
    match crs {
        Crs::Geographic(_) => Box::new(opened),
        Crs::Projected(_, projection) => {
            let projector = projection.ready();
            Box::new(move |point| opened(projector.inverse(point)))
        }
        Crs::WebMercator(_) => Box::new(move |[x, y]| {
            let latitude = 2.0 * libm::atan(libm::exp(y / SPHERE)) - std::f64::consts::FRAC_PI_2;
            opened([(x / SPHERE).to_degrees(), latitude.to_degrees()])
        }),
    }
}

impl Plane {
    /// The plane for layers that are to be laid over each other.
    ///
    /// When all come in one projected system, that system: no coordinate is changed. Else Gauss-Krüger on CGCS2000, in the
    /// 3 degree zone around the middle of all.
    ///
    /// # Errors
    /// [`Unplaced`] says what does not go together.
    pub fn of(sources: &[&Source]) -> Result<Self, Unplaced> {
        let Some(first) = sources.first() else { return Err(Unplaced::Empty) };
        let apart = sources.iter().map(|source| source.crs.datum()).find(|datum| {
            let other = first.crs.datum();
            *datum != other && !(datum.is_open() && other.is_open())
        });
        if let Some(datum) = apart {
            return Err(Unplaced::Datums(first.crs.datum(), datum));
        }
        if let (Crs::Projected(_, projection), true) =
            (first.crs, sources.iter().all(|source| source.crs == first.crs))
        {
            return Ok(Self { crs: first.crs, projector: projection.ready() });
        }
        let mut around: Option<Bounds> = None;
        for source in sources {
            let Some(bounds) = source.bounds() else { continue };
            let to_degrees = degrees(&source.crs);
            let corners = [to_degrees(bounds.low), to_degrees(bounds.high)];
            let outside = |[x, y]: &Point| !(x.abs() <= 360.0 && y.abs() <= 90.0);
            if let Some(point) = corners.iter().find(|point| outside(point)) {
                return Err(Unplaced::NoDegrees(*point));
            }
            let here = Bounds::of(&corners);
            around = around.zip(here).map(|(a, b)| a.joined(b)).or(around).or(here);
        }
        let [longitude, _] = around.ok_or(Unplaced::Empty)?.centre();
        let projection = Transverse::zone(Transverse::meridian_of(longitude));
        Ok(Self { crs: Crs::Projected(Datum::Cgcs2000, projection), projector: projection.ready() })
    }

    /// The plane of a Gauss-Krüger zone.
    pub fn zone(meridian: f64) -> Self {
        let projection = Transverse::zone(meridian);
        Self { crs: Crs::zone(meridian), projector: projection.ready() }
    }

    /// Its coordinate system.
    pub fn crs(&self) -> &Crs {
        &self.crs
    }

    /// From a system into the plane; a function that leaves points as they are when it is the same.
    pub fn from(&self, crs: &Crs) -> Box<dyn Fn(Point) -> Point + Send + Sync + '_> {
        if *crs == self.crs {
            return Box::new(|point| point);
        }
        let to_degrees = degrees(crs);
        Box::new(move |point| self.projector.forward(to_degrees(point)))
    }

    /// Longitude and latitude in degrees of a point of the plane.
    pub fn to_degrees(&self, point: Point) -> Point {
        self.projector.inverse(point)
    }

    /// How far from the central meridian a longitude lies, in degrees.
    pub fn off_meridian(&self, longitude: f64) -> f64 {
        match self.crs {
            Crs::Projected(_, projection) => (longitude - projection.meridian).abs(),
            _ => 0.0,
        }
    }
}
