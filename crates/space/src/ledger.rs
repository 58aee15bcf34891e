//! From the conflicts of one version of a layer to those of the next, so that decisions survive.

use crate::conflict::Conflict;
use crate::index::Index;
use crate::overlay::intersection;
use crate::polygon::Region;

/// Share of the ground that two regions have in common: area of the intersection over that of the union.
pub fn share_in_common(a: &Region, b: &Region) -> f64 {
    let common = intersection(a, b).area();
    let all = a.area() + b.area() - common;
    if all > 0.0 { common / all } else { 0.0 }
}

/// A point that is entered again, in another system perhaps, is within 1e-5 degrees (1 m) of where it was.
fn is_at([ax, ay]: [f64; 2], [bx, by]: [f64; 2]) -> bool {
    (ax - bx).abs() <= 1e-5 && (ay - by).abs() <= 1e-5
}

/// Which old conflict each new one continues: of the same class and with at least half of the ground in common, the best first.
///
/// Gives `(old, new)` places; each is used once.
pub fn matched(old: &[Conflict], new: &[Conflict]) -> Vec<(usize, usize)> {
    let boxes = old.iter().enumerate().filter_map(|(at, row)| Some((at, row.region.bounds()?)));
    let index = Index::new(boxes);
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (at, row) in new.iter().enumerate() {
        // A point has no ground: it continues the point of its class that lies where it does.
        let Some(bounds) = row.region.bounds() else {
            let same = old.iter().position(|before| {
                before.region.is_empty() && before.class == row.class && is_at(before.at, row.at)
            });
            pairs.extend(same.map(|before| (1.0, before, at)));
            continue;
        };
        for before in index.meeting(&bounds) {
            let Some(candidate) = old.get(before).filter(|candidate| candidate.class == row.class) else {
                continue;
            };
            let share = share_in_common(&candidate.region, &row.region);
            if share >= 0.5 {
                pairs.push((share, before, at));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    let (mut used_old, mut used_new) = (vec![false; old.len()], vec![false; new.len()]);
    let mut out = Vec::new();
    for (_, before, at) in pairs {
        if let (Some(a @ false), Some(b @ false)) = (used_old.get_mut(before), used_new.get_mut(at)) {
            (*a, *b) = (true, true);
            out.push((before, at));
        }
    }
    out.sort_unstable();
    out
}
