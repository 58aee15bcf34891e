//! The regions that somebody may know of.

use crate::{Fault, Service, Viewer};
use std::collections::{BTreeMap, BTreeSet};
use store::{PlanFilter, RegionNode};

impl Service {
    /// The tree of regions, by id. Whoever sees only what is published learns of the regions of published plans, of those
    /// around and of those inside: another one may stand there for a plan that is not public yet.
    ///
    /// # Errors
    /// What the store says.
    pub async fn regions(&self, viewer: &Viewer) -> Result<Vec<RegionNode>, Fault> {
        let all = self.store().region_tree().await?;
        if !viewer.sees_published_only() {
            return Ok(all);
        }
        let filter = PlanFilter { published: true, ..PlanFilter::default() };
        let (plans, _) = self.store().plans(&filter).await?;
        let published: BTreeSet<String> = plans.into_iter().filter_map(|plan| plan.region_id).collect();
        let known = reached(&all, &published);
        Ok(all.into_iter().filter(|region| known.contains(&region.id)).collect())
    }
}

/// These regions, those that they lie in, and those that lie in them.
fn reached(all: &[RegionNode], named: &BTreeSet<String>) -> BTreeSet<String> {
    let parents: BTreeMap<&str, &str> =
        all.iter().filter_map(|region| Some((region.id.as_str(), region.parent.as_deref()?))).collect();
    // From a region upwards; a damaged tree with a circle ends where it began.
    let upwards = |from: &str| {
        let mut path = vec![from.to_owned()];
        while let Some(above) = path.last().and_then(|last| parents.get(last.as_str())) {
            if path.iter().any(|seen| seen == above) {
                break;
            }
            path.push((*above).to_owned());
        }
        path
    };
    let mut known: BTreeSet<String> = named.iter().flat_map(|id| upwards(id)).collect();
    let inside: Vec<String> = all
        .iter()
        .filter(|region| upwards(&region.id).iter().any(|above| named.contains(above)))
        .map(|region| region.id.clone())
        .collect();
    known.extend(inside);
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn around_and_inside_but_not_beside() {
        let region = |id: &str, parent: Option<&str>| RegionNode {
            id: id.into(),
            parent: parent.map(Into::into),
            ..RegionNode::default()
        };
        let all = [
            region("省", None),
            region("市", Some("省")),
            region("县", Some("市")),
            region("邻市", Some("省")),
            region("草案区", None),
            region("甲", Some("乙")),
            region("乙", Some("甲")),
        ];
        let known = reached(&all, &["市".to_owned()].into());
        assert_eq!(known.into_iter().collect::<Vec<_>>(), ["县", "市", "省"]);
        assert_eq!(reached(&all, &["甲".to_owned()].into()).len(), 2);
    }
}
