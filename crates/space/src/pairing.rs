//! Two layers laid over each other.

use crate::conflict::{Class, Conflict, Member, Scales, Settings, Weight, id_of};
use crate::index::Index;
use crate::kind::{Proposal, Relation, rule_of};
use crate::layer::{Layer, Site, Zone};
use crate::overlay::{difference, dissolved, intersection};
use crate::plane::Plane;
use crate::polygon::{Bounds, Region};
use crate::touching::only_touch;
use rayon::prelude::*;
use source::Words;

/// Two layers and what they disagree about.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The tolerance in metres.
    pub tolerance: f64,
    /// What is asked of the two; `None` when no rule names their kinds and every overlap is counted.
    pub relation: Option<Relation>,
    /// Whether anything of the two covers the same ground; without it they may not belong together.
    pub in_contact: bool,
    /// All contiguous parts, in the order of the features of the first layer.
    pub conflicts: Vec<Conflict>,
}

impl Pairing {
    /// Number and plane area in m² of the conflicts of a weight.
    pub fn total(&self, weight: Weight) -> (usize, f64) {
        let these = self.conflicts.iter().filter(|conflict| conflict.weight == weight);
        these.fold((0, 0.0), |(count, area), conflict| (count + 1, area + conflict.plane_area))
    }
}

/// The two layers do not lie in the same area.
#[derive(Clone, Debug, PartialEq)]
pub struct Apart {
    /// Distance between the rectangles around them in metres.
    pub distance: f64,
    /// Names of the two.
    pub names: [String; 2],
}

impl Apart {
    /// What to tell a person.
    pub fn words(&self) -> Words {
        let [a, b] = &self.names;
        let kilometres = self.distance / 1000.0;
        Words::new(
            format!(
                "两个图层不在同一地区：“{a}”与“{b}”的范围相距 {kilometres:.1} 公里。没有重叠不等于没有冲突；请检查坐标系（--crs）或文件是否拿错，确实相邻的请加 --apart。"
            ),
            format!(
                "the two layers are not in the same area: “{a}” and “{b}” are {kilometres:.1} km apart. That nothing overlaps does not mean that nothing conflicts; check the coordinate system (--crs) or the files, or say --apart when they really lie side by side"
            ),
        )
    }
}

/// Lays two layers of one plane over each other.
///
/// # Errors
/// [`Apart`] when the rectangles around them do not meet: an overlay that finds nothing would say nothing.
pub fn pair(a: &Layer, b: &Layer, plane: &Plane, settings: &Settings) -> Result<Pairing, Apart> {
    if let (Some(of_a), Some(of_b), false) = (a.bounds(), b.bounds(), settings.apart)
        && !of_a.meets(&of_b)
    {
        let names = [a.name.clone(), b.name.clone()];
        return Err(Apart { distance: of_a.distance(&of_b), names });
    }
    let tolerance = settings.tolerance.unwrap_or(a.accuracy + b.accuracy);
    let scales = Scales::new(plane, tolerance, settings.minimum_area);
    let rule = a.kind.zip(b.kind).and_then(|(a, b)| rule_of(a, b));
    let claims_nothing = [a.kind, b.kind].into_iter().flatten().any(|kind| kind.rank.is_none());
    let relation = rule.map(|(rule, _)| rule.relation).or(claims_nothing.then_some(Relation::Free));
    if relation == Some(Relation::Free) {
        return Ok(Pairing { tolerance, relation, in_contact: touches(a, b), conflicts: Vec::new() });
    }
    let proposal = rule
        .map(|(rule, turned)| Proposal::of_rule(rule, turned))
        .or_else(|| a.kind.zip(b.kind).and_then(|(a, b)| Proposal::of_ranks(a, b)));
    let mut conflicts = match rule {
        Some((rule, turned)) if rule.relation == Relation::Within => {
            let (inner, outer) = if turned { (b, a) } else { (a, b) };
            beyond(inner, outer, &scales, turned)
        }
        _ => common(a, b, &scales, class_of(a, b)),
    };
    conflicts.extend(points(a, b, &scales, false));
    conflicts.extend(points(b, a, &scales, true));
    for conflict in &mut conflicts {
        conflict.proposal.clone_from(&proposal);
    }
    let in_contact = match relation {
        Some(Relation::Within) => touches(a, b),
        _ => !conflicts.is_empty() || touches(a, b),
    };
    Ok(Pairing { tolerance, relation, in_contact, conflicts })
}

/// A site or block in a line that it may not enter is out of bounds; two lines on the same ground overlap.
fn class_of(a: &Layer, b: &Layer) -> Class {
    let plans =
        |layer: &Layer| layer.kind.is_some_and(|kind| ["project-site", "detailed-plan"].contains(&kind.key));
    if plans(a) == plans(b) { Class::Overlap } else { Class::OutOfBounds }
}

fn index_of(layer: &Layer) -> Index {
    let boxes = layer.zones.iter().enumerate().filter_map(|(at, zone)| Some((at, zone.region.bounds()?)));
    Index::new(boxes)
}

/// Whether any two features of the layers have rectangles that meet.
fn touches(a: &Layer, b: &Layer) -> bool {
    let index = index_of(b);
    let sites = a.sites.iter().map(|site| Bounds { low: site.at, high: site.at });
    let mut all = a.zones.iter().filter_map(|zone| zone.region.bounds()).chain(sites);
    all.any(|bounds| !index.meeting(&bounds).is_empty())
}

fn share(area: f64, zone: &Zone) -> f64 {
    if zone.plane_area > 0.0 { (area / zone.plane_area).min(1.0) } else { 0.0 }
}

/// The parts that features of both layers cover.
fn common(a: &Layer, b: &Layer, scales: &Scales<'_>, class: Class) -> Vec<Conflict> {
    let index = index_of(b);
    let of_zone = |(at, zone): (usize, &Zone)| {
        let mut found = Vec::new();
        let Some(bounds) = zone.region.bounds() else { return found };
        for other in index.meeting(&bounds) {
            let Some(second) = b.zones.get(other) else { continue };
            if only_touch(&zone.region, &second.region) {
                continue;
            }
            for (number, part) in intersection(&zone.region, &second.region).parts().into_iter().enumerate() {
                let area = part.area();
                let members = [
                    Some(Member { at, share: share(area, zone) }),
                    Some(Member { at: other, share: share(area, second) }),
                ];
                let id = part_id(a, b, class, [&zone.id, &second.id], number);
                found.push(scales.conflict(id, class, part, members));
            }
        }
        found
    };
    a.zones.par_iter().enumerate().map(of_zone).flatten_iter().collect()
}

/// The id of a part: the two layers count the same in either order.
fn part_id(a: &Layer, b: &Layer, class: Class, ids: [&str; 2], number: usize) -> String {
    let [first, second] = ids;
    let mut sides = [[a.version.as_str(), first], [b.version.as_str(), second]];
    sides.sort_unstable();
    let [[v1, i1], [v2, i2]] = sides;
    id_of(&[class.name(), v1, i1, v2, i2, &number.to_string()])
}

/// The parts of the inner layer that lie beyond the outer one. `second`: the inner layer is the second of the pair.
fn beyond(inner: &Layer, outer: &Layer, scales: &Scales<'_>, second: bool) -> Vec<Conflict> {
    let index = index_of(outer);
    let of_zone = |(at, zone): (usize, &Zone)| {
        let Some(bounds) = zone.region.bounds() else { return Vec::new() };
        let near: Vec<&Region> = index
            .meeting(&bounds)
            .into_iter()
            .filter_map(|at| outer.zones.get(at))
            .map(|zone| &zone.region)
            .collect();
        let left =
            if near.is_empty() { zone.region.clone() } else { difference(&zone.region, &dissolved(near)) };
        let one = |(number, part): (usize, Region)| {
            let member = Some(Member { at, share: share(part.area(), zone) });
            let members = if second { [None, member] } else { [member, None] };
            let id = part_id(inner, outer, Class::OutOfBounds, [&zone.id, "beyond"], number);
            scales.conflict(id, Class::OutOfBounds, part, members)
        };
        left.parts().into_iter().enumerate().map(one).collect::<Vec<_>>()
    };
    inner.zones.par_iter().enumerate().map(of_zone).flatten_iter().collect()
}

/// Points of one layer in or beside the ground of the other.
fn points(of: &Layer, ground: &Layer, scales: &Scales<'_>, second: bool) -> Vec<Conflict> {
    let within = of.kind.zip(ground.kind).and_then(|(a, b)| rule_of(a, b));
    let inside_asked = within.is_some_and(|(rule, turned)| rule.relation == Relation::Within && !turned);
    let index = index_of(ground);
    let one = |(at, site): (usize, &Site)| {
        let [x, y] = site.at;
        let reach = scales.tolerance;
        let around = Bounds { low: [x - reach, y - reach], high: [x + reach, y + reach] };
        let near: Vec<(usize, &Zone)> =
            index.meeting(&around).into_iter().filter_map(|at| Some((at, ground.zones.get(at)?))).collect();
        let close = near.iter().find(|(_, zone)| zone.region.distance_to_edge(site.at) <= reach);
        let inside = near.iter().find(|(_, zone)| zone.region.contains(site.at));
        let (weight, zone) = match (close, inside, inside_asked) {
            (Some((zone, _)), ..) => (Weight::Doubtful, Some(*zone)),
            (None, Some((zone, _)), false) => (Weight::Unmeasured, Some(*zone)),
            (None, None, true) => (Weight::Unmeasured, None),
            _ => return None,
        };
        let point = Some(Member { at, share: 1.0 });
        let zone_id = zone.and_then(|at| ground.zones.get(at)).map_or("beyond", |zone| zone.id.as_str());
        let zone = zone.map(|at| Member { at, share: 0.0 });
        let [first, second] = if second { [zone, point] } else { [point, zone] };
        Some(Conflict {
            id: part_id(of, ground, Class::OutOfBounds, [&site.id, zone_id], 0),
            class: Class::OutOfBounds,
            weight,
            first,
            second,
            region: Region::default(),
            at: scales.plane.to_degrees(site.at),
            plane_area: 0.0,
            ellipsoidal_area: 0.0,
            width: 0.0,
            thinness: 0.0,
            proposal: None,
        })
    };
    of.sites.iter().enumerate().filter_map(one).collect()
}
