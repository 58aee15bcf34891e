//! A layer by itself: what is wrong in it, and which areas its fields state.

use crate::conflict::{Conflict, Settings};
use crate::layer::{Layer, Source, prepare};
use crate::plane::Plane;
use crate::polygon::Region;
use crate::selfcheck::{alone, voids};
use crate::stated::{Agreement, Measured, agreement, attribute_conflicts};

/// A layer, and what was found in it alone.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The layer in the plane.
    pub layer: Layer,
    /// Which areas its fields state, and the features that they state wrongly.
    pub agreements: Vec<(Agreement, Vec<Measured>)>,
    /// Ground that it covers twice, and ground that it leaves out.
    pub conflicts: Vec<Conflict>,
}

/// Examines a layer by itself; `whole` is the ground that a seamless layer has to cover, what it goes around without it.
pub fn examine(source: &Source, whole: Option<&Region>, plane: &Plane, settings: &Settings) -> Examined {
    let layer = prepare(source, plane);
    let agreements = agreement(source).into_iter().map(|found| {
        let wrong = attribute_conflicts(source, &found);
        (found, wrong)
    });
    let agreements = agreements.collect();
    let mut conflicts = alone(&layer, plane, settings);
    if layer.kind.is_some_and(|kind| kind.seamless) {
        conflicts.extend(voids(&layer, whole, plane, settings));
    }
    Examined { layer, agreements, conflicts }
}
