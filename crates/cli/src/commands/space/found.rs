//! What `space check` found, for the writers of its forms.

use super::opened::Opened;
use space::{Agreement, Conflict, Layer, Measured, Pairing, Plane, Settings, Trouble, Weight};

/// A layer, and what was found in it alone.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) opened: Opened,
    pub(super) layer: Layer,
    pub(super) agreements: Vec<(Agreement, Vec<Measured>)>,
    /// Ground that it covers twice, and ground that it leaves out.
    pub(super) conflicts: Vec<Conflict>,
}

/// All that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) plane: Plane,
    pub(super) settings: Settings,
    pub(super) layers: Vec<Examined>,
    /// Places of the two layers, and what they disagree about.
    pub(super) pairs: Vec<(usize, usize, Pairing)>,
}

impl Found {
    /// Every conflict, with the places of its layers: once for a layer alone.
    pub(super) fn conflicts(&self) -> impl Iterator<Item = (usize, Option<usize>, f64, &Conflict)> {
        let alone = self.layers.iter().enumerate().flat_map(|(at, examined)| {
            let tolerance = self.settings.tolerance.unwrap_or(2.0 * examined.layer.accuracy);
            examined.conflicts.iter().map(move |conflict| (at, None, tolerance, conflict))
        });
        let pairs = self.pairs.iter().flat_map(|(a, b, pairing)| {
            pairing.conflicts.iter().map(move |conflict| (*a, Some(*b), pairing.tolerance, conflict))
        });
        alone.chain(pairs)
    }

    /// Whether anything was found that somebody has to decide.
    pub(super) fn is_serious(&self) -> bool {
        let heavy = |conflict: &Conflict| matches!(conflict.weight, Weight::Substantial | Weight::Unmeasured);
        // What does not show in three digits of a square metre is told, and no reason for alarm.
        let doubled = |layer: &Layer| {
            layer
                .findings
                .iter()
                .any(|finding| matches!(finding.trouble, Trouble::Doubled(area) if area >= 5e-4))
        };
        self.conflicts().any(|(.., conflict)| heavy(conflict))
            || self.layers.iter().any(|examined| {
                doubled(&examined.layer) || examined.agreements.iter().any(|(_, wrong)| !wrong.is_empty())
            })
    }
}
