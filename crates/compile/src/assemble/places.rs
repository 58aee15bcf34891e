//! Places and zones.

use std::collections::BTreeSet;

use plan::{Origin, Place, PlaceId};

use super::Assembly;
use crate::outline::Unit;
use crate::place;

impl Assembly<'_> {
    /// The places the plan names, with what is allowed in its zones.
    pub(super) fn places(&mut self, units: &[Unit<'_>], zones: Vec<place::Found>) {
        let gazetteer = std::mem::take(&mut self.gazetteer);
        let known: Vec<Option<usize>> = zones.iter().map(|zone| gazetteer.number(&zone.name)).collect();
        let mut found = gazetteer.into_places();
        let mut added: BTreeSet<String> = BTreeSet::new();
        for (zone, known) in zones.into_iter().zip(known) {
            match known {
                Some(index) if found[index].regime.is_empty() => found[index].regime = zone.regime,
                Some(_) => {}
                None if added.insert(zone.name.clone()) => found.push(zone),
                None => {}
            }
        }
        for place in found {
            let unit = units.get(place.unit);
            let origin =
                if unit.is_some_and(|unit| unit.boxed.is_some()) { Origin::Box } else { Origin::Prose };
            let span = place::span(units, &place);
            let provenance =
                self.provenance(span, span.start, origin, unit.and_then(|unit| unit.section.clone()));
            self.plan.places.push(Place {
                id: PlaceId::of(self.plan.places.len() + 1),
                name: place.name,
                kind: place.kind,
                parent: None,
                code: place.code.to_owned(),
                regime: place.regime.to_owned(),
                provenance,
            });
        }
    }
}
