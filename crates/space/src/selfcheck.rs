//! One layer on itself: ground that it covers twice, and ground that it leaves out.

use crate::conflict::{Class, Conflict, Member, Scales, Settings, id_of};
use crate::index::Index;
use crate::layer::{Layer, Zone};
use crate::overlay::{difference, dissolved, intersection};
use crate::plane::Plane;
use crate::polygon::{Polygon, Region};
use crate::touching::only_touch;
use rayon::prelude::*;

/// The tolerance of a layer with itself in metres.
fn tolerance(layer: &Layer, settings: &Settings) -> f64 {
    settings.tolerance.unwrap_or(2.0 * layer.accuracy)
}

/// The parts that two features of a layer cover.
pub fn alone(layer: &Layer, plane: &Plane, settings: &Settings) -> Vec<Conflict> {
    let scales = Scales::new(plane, tolerance(layer, settings), settings.minimum_area);
    let boxes = layer.zones.iter().enumerate().filter_map(|(at, zone)| Some((at, zone.region.bounds()?)));
    let index = Index::new(boxes);
    let of_zone = |(at, zone): (usize, &Zone)| {
        let mut found = Vec::new();
        let Some(bounds) = zone.region.bounds() else { return found };
        for other in index.meeting(&bounds).into_iter().filter(|other| *other > at) {
            let Some(second) = layer.zones.get(other) else { continue };
            if only_touch(&zone.region, &second.region) {
                continue;
            }
            for (number, part) in intersection(&zone.region, &second.region).parts().into_iter().enumerate() {
                let area = part.area();
                let share =
                    |zone: &Zone| if zone.plane_area > 0.0 { (area / zone.plane_area).min(1.0) } else { 0.0 };
                let members = [
                    Some(Member { at, share: share(zone) }),
                    Some(Member { at: other, share: share(second) }),
                ];
                let mut ids = [zone.id.as_str(), second.id.as_str()];
                ids.sort_unstable();
                let [a, b] = ids;
                let id = id_of(&[Class::SelfOverlap.name(), &layer.version, a, b, &number.to_string()]);
                found.push(scales.conflict(id, Class::SelfOverlap, part, members));
            }
        }
        found
    };
    layer.zones.par_iter().enumerate().map(of_zone).flatten_iter().collect()
}

/// The ground that a layer leaves out: the holes in all that it covers together, and what it leaves of `whole` where that is given.
pub fn voids(layer: &Layer, whole: Option<&Region>, plane: &Plane, settings: &Settings) -> Vec<Conflict> {
    let scales = Scales::new(plane, tolerance(layer, settings), settings.minimum_area);
    let covered = dissolved(layer.zones.iter().map(|zone| &zone.region));
    let left = if let Some(whole) = whole {
        difference(whole, &covered)
    } else {
        let outers = covered.polygons().iter().filter_map(|polygon| polygon.first());
        let filled: Vec<Region> =
            outers.map(|outer| Region::of_valid(vec![Polygon::from([outer.clone()])])).collect();
        difference(&dissolved(&filled), &covered)
    };
    let one = |(number, part): (usize, Region)| {
        let id = id_of(&[Class::Gap.name(), &layer.version, &number.to_string()]);
        scales.conflict(id, Class::Gap, part, [None, None])
    };
    left.parts().into_iter().enumerate().map(one).collect()
}
