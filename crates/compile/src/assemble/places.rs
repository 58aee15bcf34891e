//! Places and zones.

use std::collections::{BTreeMap, BTreeSet};

use plan::{Origin, Place, PlaceId};
use region::Regions;

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
                code: place.code,
                regime: place.regime.to_owned(),
                provenance,
            });
        }
        self.outer_places();
    }

    /// The place that a place lies in, as the registry has it: 锦州市 of 北镇市 where the plan names both.
    fn outer_places(&mut self) {
        let regions = Regions::standard();
        let ids: BTreeMap<String, PlaceId> = self
            .plan
            .places
            .iter()
            .filter(|place| !place.code.is_empty())
            .map(|place| (place.code.clone(), place.id.clone()))
            .collect();
        for place in self.plan.places.iter_mut().filter(|place| !place.code.is_empty()) {
            let Some(region) = regions.of_code(&place.code) else { continue };
            place.parent = regions.above(region).find_map(|outer| ids.get(outer.code.as_ref()).cloned());
        }
    }
}
