//! What two layers, or one with itself, disagree about.

use crate::area::Surveyed;
use crate::gauss_kruger::Ellipsoid;
use crate::kind::Proposal;
use crate::plane::Plane;
use crate::polygon::{Point, Region};
use crate::width;
use sha2::{Digest, Sha256};
use source::Words;

/// What sort of conflict it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Two layers claim the same ground (重叠冲突).
    Overlap,
    /// Something lies where it may not (越界).
    OutOfBounds,
    /// Ground that no feature covers (缺口).
    Gap,
    /// A layer covers ground twice (自相重叠).
    SelfOverlap,
    /// A stated area and the geometry differ (图表不符).
    TableMismatch,
}

impl Class {
    /// All.
    pub const ALL: [Self; 5] =
        [Self::Overlap, Self::OutOfBounds, Self::Gap, Self::SelfOverlap, Self::TableMismatch];

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == text)
    }

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Overlap => "overlap",
            Self::OutOfBounds => "out-of-bounds",
            Self::Gap => "gap",
            Self::SelfOverlap => "self-overlap",
            Self::TableMismatch => "table-mismatch",
        }
    }

    /// Its name for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Overlap => ("重叠冲突", "overlap"),
            Self::OutOfBounds => ("越界", "out of bounds"),
            Self::Gap => ("缺口", "gap"),
            Self::SelfOverlap => ("自相重叠", "self-overlap"),
            Self::TableMismatch => ("图表不符", "stated area differs"),
        };
        Words::new(zh, en)
    }
}

/// How much a conflict weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Wider than the tolerance and at least as large as the minimum (实质).
    Substantial,
    /// A point: nothing says how much (面积未知).
    Unmeasured,
    /// Within the accuracy of the lines: to be looked at (待核).
    Doubtful,
    /// Wider than the tolerance, smaller than the minimum (零星).
    Sporadic,
    /// Narrower than the tolerance: the noise of two digitisations (噪声).
    Noise,
}

impl Weight {
    /// All, the heaviest first.
    pub const ALL: [Self; 5] =
        [Self::Substantial, Self::Unmeasured, Self::Doubtful, Self::Sporadic, Self::Noise];

    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Substantial => "substantial",
            Self::Unmeasured => "unmeasured",
            Self::Doubtful => "doubtful",
            Self::Sporadic => "sporadic",
            Self::Noise => "noise",
        }
    }

    /// Its name for people.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::Substantial => ("实质", "substantial"),
            Self::Unmeasured => ("面积未知", "area unknown"),
            Self::Doubtful => ("待核", "to be verified"),
            Self::Sporadic => ("零星", "sporadic"),
            Self::Noise => ("噪声", "noise"),
        };
        Words::new(zh, en)
    }
}

/// What a person may set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// Tolerance of every pair in metres; without it the sum of the accuracies of the two layers.
    pub tolerance: Option<f64>,
    /// Area in m² from which a part is no longer sporadic.
    pub minimum_area: f64,
    /// Layers whose rectangles do not meet are compared all the same.
    pub apart: bool,
}

impl Settings {
    /// Accuracy in metres of a layer of which nothing is known: half the default tolerance of 1 m for 1:2,000 surveys.
    pub const ACCURACY: f64 = 0.5;
    /// Smallest mapped area of building land in m²; attributed to TD/T 1055, to be confirmed (出处待核).
    pub const MINIMUM_AREA: f64 = 200.0;
}

impl Default for Settings {
    fn default() -> Self {
        Self { tolerance: None, minimum_area: Self::MINIMUM_AREA, apart: false }
    }
}

/// A feature that takes part in a conflict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Its place among the zones of its layer (among the sites, for a point).
    pub at: usize,
    /// Share of the feature's plane area that is in conflict, 0 to 1.
    pub share: f64,
}

/// A contiguous part of ground that is in conflict, or a point.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The same for the same features, class and versions, whatever the order of rows.
    pub id: String,
    /// What sort it is.
    pub class: Class,
    /// How much it weighs.
    pub weight: Weight,
    /// The feature of the first layer; `None` for gaps.
    pub first: Option<Member>,
    /// The feature of the second layer.
    pub second: Option<Member>,
    /// The ground, in the plane; empty for points.
    pub region: Region,
    /// A point of it, in degrees.
    pub at: Point,
    /// Plane area in m² (平面面积).
    pub plane_area: f64,
    /// Ellipsoidal area in m² (椭球面积).
    pub ellipsoidal_area: f64,
    /// Mean width 2A/P in metres.
    pub width: f64,
    /// Thinness 4πA/P², 1 for a circle.
    pub thinness: f64,
    /// What the program proposes.
    pub proposal: Option<Proposal>,
}

impl Conflict {
    /// A conflict that was kept, as far as [`crate::matched`] looks at it.
    pub fn kept(class: Class, region: Region, at: Point) -> Self {
        Self {
            id: String::new(),
            class,
            weight: Weight::Doubtful,
            first: None,
            second: None,
            region,
            at,
            plane_area: 0.0,
            ellipsoidal_area: 0.0,
            width: 0.0,
            thinness: 0.0,
            proposal: None,
        }
    }
}

/// What measures parts: the plane they lie in, the tolerance and the minimum.
#[derive(Debug)]
pub(crate) struct Scales<'a> {
    pub(crate) plane: &'a Plane,
    pub(crate) surveyed: Surveyed,
    pub(crate) tolerance: f64,
    pub(crate) minimum_area: f64,
}

impl<'a> Scales<'a> {
    pub(crate) fn new(plane: &'a Plane, tolerance: f64, minimum_area: f64) -> Self {
        Self { plane, surveyed: Surveyed::new(Ellipsoid::CGCS2000), tolerance, minimum_area }
    }

    /// How much a part of ground weighs.
    fn weight(&self, region: &Region, area: f64) -> Weight {
        if !width::reaches(region, self.tolerance) {
            Weight::Noise
        } else if area < self.minimum_area {
            Weight::Sporadic
        } else {
            Weight::Substantial
        }
    }

    /// A contiguous part as a conflict.
    pub(crate) fn conflict(
        &self,
        id: String,
        class: Class,
        region: Region,
        members: [Option<Member>; 2],
    ) -> Conflict {
        let plane_area = region.area();
        let corner = region.polygons().iter().flatten().flatten().next().copied().unwrap_or_default();
        let on_ellipsoid = region.projected(|point| self.plane.to_degrees(point));
        let [first, second] = members;
        Conflict {
            id,
            class,
            weight: self.weight(&region, plane_area),
            first,
            second,
            at: self.plane.to_degrees(corner),
            plane_area,
            ellipsoidal_area: self.surveyed.region(&on_ellipsoid),
            width: width::mean(&region),
            thinness: width::thinness(&region),
            proposal: None,
            region,
        }
    }
}

/// An id of what is given: versions of layers, ids of features, class, number of the part.
pub(crate) fn id_of(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).fold(String::with_capacity(16), |text, byte| text + &format!("{byte:02x}"))
}
