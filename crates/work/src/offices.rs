//! The offices of an administration: by id, and as a plan names them.

use crate::propose::department;
use crate::{Fault, Service};
use plan::{BodyKind, PlaceKind};
use std::collections::BTreeMap;
use store::{Office, OfficeLevel};

/// The offices by id.
///
/// # Errors
/// The store cannot be read.
pub async fn offices(service: &Service) -> Result<BTreeMap<String, Office>, Fault> {
    Ok(service.store().offices().await?.into_iter().map(|office| (office.id.clone(), office)).collect())
}

/// The bodies of a plan, and the owners that the catalogue names for its indicators, as offices.
#[derive(Debug, Default, PartialEq)]
pub struct Taken {
    /// Those that there are not yet. Their ids are the names themselves, which are stable from plan to plan.
    pub new: Vec<Office>,
    /// Names that mean an office that goes by another name, with that.
    pub same: Vec<(String, String)>,
}

impl Taken {
    /// What a plan's bodies and usual owners add to the offices known.
    pub fn from(plan: &plan::Plan, known: &[Office]) -> Self {
        let named = plan.bodies.iter().map(|body| (body.name.trim(), body.kind));
        let usual = plan.indicators.iter().filter_map(|indicator| {
            let entry = indicator.catalogue.as_deref().and_then(plan::catalogue::entry)?;
            Some((entry.owner.trim(), BodyKind::Department))
        });
        let mut taken = Self::default();
        for (name, kind) in named.chain(usual).filter(|(name, _)| !name.is_empty()) {
            let region = if kind == BodyKind::Enterprise { "" } else { region_of(name, plan) };
            let is_same = |office: &&Office| {
                let own = plan.region.as_deref() == Some(office.region.as_str());
                let reports_for = if own { "" } else { office.region.as_str() };
                office.name == name
                    || (office.level != OfficeLevel::Town
                        && reports_for == region
                        && department(&office.name) == department(name))
            };
            match known.iter().chain(&taken.new).find(is_same) {
                None => taken.new.push(Office {
                    id: name.to_owned(),
                    name: name.to_owned(),
                    kind,
                    level: if region.is_empty() { OfficeLevel::City } else { OfficeLevel::County },
                    parent: None,
                    region: region.to_owned(),
                }),
                Some(office) => {
                    let pair = (name.to_owned(), office.name.clone());
                    if office.name != name && !taken.same.contains(&pair) {
                        taken.same.push(pair);
                    }
                }
            }
        }
        taken
    }
}

/// The part of the plan's region that a body's name begins with: 东港市教育局 reports for 东港市. Empty for the plan's own
/// region and those above it.
fn region_of<'a>(name: &str, plan: &'a plan::Plan) -> &'a str {
    let regions = plan.places.iter().filter(|place| place.kind == PlaceKind::Region);
    let below = regions.map(|place| place.name.as_str()).filter(|region| {
        plan.region.as_deref() != Some(*region)
            && !region.ends_with(['省', '国'])
            && !region.ends_with("自治区")
    });
    let begun = below.filter(|region| {
        !region.is_empty() && name.strip_prefix(region).is_some_and(|rest| !rest.is_empty())
    });
    begun.max_by_key(|region| region.len()).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{Body, Place, Plan, Provenance};

    fn plan(bodies: &[&str]) -> Plan {
        let body = |name: &&str| Body {
            id: (*name).into(),
            name: (*name).to_owned(),
            kind: BodyKind::Department,
            parent: None,
            provenance: Provenance::outside(),
        };
        let place = |name: &str| Place {
            id: name.into(),
            name: name.to_owned(),
            kind: PlaceKind::Region,
            parent: None,
            code: String::new(),
            regime: String::new(),
            provenance: Provenance::outside(),
        };
        Plan {
            region: Some("云岭市".into()),
            bodies: bodies.iter().map(body).collect(),
            places: vec![place("云岭市"), place("东港市"), place("南湖省")],
            ..Plan::default()
        }
    }

    #[test]
    fn a_level_or_the_own_region_before_a_name_makes_no_other_office() {
        let taken = Taken::from(&plan(&["市教育局", "教育局", "云岭市教育局", "市体育局"]), &[]);
        let names: Vec<_> = taken.new.iter().map(|office| office.name.as_str()).collect();
        assert_eq!(names, ["市教育局", "市体育局"]);
        let same = |name: &str| (name.to_owned(), "市教育局".to_owned());
        assert_eq!(taken.same, [same("教育局"), same("云岭市教育局")]);
        // Taken over once, whichever spelling comes later.
        let again = Taken::from(&plan(&["教育局"]), &taken.new);
        assert_eq!((again.new, again.same), (Vec::new(), vec![same("教育局")]));
    }

    #[test]
    fn the_department_of_a_county_is_another_office() {
        let taken = Taken::from(&plan(&["市教育局", "东港市教育局", "东港市人民政府", "南湖省教育厅"]), &[]);
        let told: Vec<_> =
            taken.new.iter().map(|one| (one.name.as_str(), one.level, one.region.as_str())).collect();
        let county = OfficeLevel::County;
        assert_eq!(
            told,
            [
                ("市教育局", OfficeLevel::City, ""),
                ("东港市教育局", county, "东港市"),
                ("东港市人民政府", county, "东港市"),
                ("南湖省教育厅", OfficeLevel::City, ""),
            ]
        );
        assert_eq!(taken.same, []);
    }
}
