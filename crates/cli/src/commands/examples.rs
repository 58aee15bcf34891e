//! The bundled examples, inside the program.

use super::open::Opened;
use super::{database, figures, open};
use crate::failure::Failure;
use plan::{Observation, Plan};
use rust_embed::RustEmbed;
use source::Lang;
use std::collections::BTreeMap;
use std::path::Path;
use store::Region;

#[derive(RustEmbed)]
#[folder = "../../examples"]
#[include = "lanchuan/plan.docx"]
#[include = "lanchuan/observations.csv"]
#[include = "*/counties.geojson"]
#[include = "lanchuan/layers/*.geojson"]
#[include = "jinzhou-13/*.csv"]
#[include = "jinzhou-13/datapackage.json"]
struct Files;

/// The id of the example city.
pub(super) const CITY: &str = "lanchuan-15";

/// An example with what belongs to it.
#[derive(Debug)]
pub(super) struct Example {
    /// Id it is stored under.
    pub(super) id: &'static str,
    /// The plan.
    pub(super) opened: Opened,
    /// Later figures that are not in its package.
    pub(super) observations: Vec<Observation>,
    /// The regions below it.
    pub(super) outlines: Vec<Region>,
    /// Its layers, by file name.
    pub(super) layers: Vec<(String, Vec<u8>)>,
}

/// The example city and the reference case.
pub(super) fn all(lang: Lang) -> Result<Vec<Example>, Failure> {
    let city = {
        let opened =
            open::bundled("plan.docx", bytes("lanchuan/plan.docx"), Path::new("lanchuan/plan.docx"))?;
        let observations =
            figures::of("observations.csv", &bytes("lanchuan/observations.csv"), &opened.plan, lang)?;
        let outlines = outlines("lanchuan/counties.geojson", &opened.plan)?;
        let layers = folder("lanchuan/layers/").into_iter().collect();
        Example { id: CITY, opened, observations, outlines, layers }
    };
    let reference = {
        let opened = open::bundled_package(&folder("jinzhou-13/"), Path::new("jinzhou-13"))?;
        let outlines = outlines("jinzhou-13/counties.geojson", &opened.plan)?;
        Example { id: "jinzhou-13", opened, observations: Vec::new(), outlines, layers: Vec::new() }
    };
    Ok(vec![city, reference])
}

/// Real outcomes that are bundled for a plan of this region and these years, by file name.
pub(super) fn figures_for(plan: &Plan) -> Vec<(String, Vec<u8>)> {
    let bundled = plan::package::read(&folder("jinzhou-13/")).ok();
    let fits = bundled.is_some_and(|known| known.region == plan.region && known.period == plan.period);
    if fits { vec![("outcomes.csv".to_owned(), bytes("jinzhou-13/outcomes.csv"))] } else { Vec::new() }
}

fn outlines(file: &str, plan: &Plan) -> Result<Vec<Region>, Failure> {
    database::outlines(&bytes(file), Path::new(file), plan.region.as_deref())
}

fn folder(prefix: &str) -> BTreeMap<String, Vec<u8>> {
    Files::iter()
        .filter_map(|name| name.strip_prefix(prefix).map(|inside| (inside.to_owned(), bytes(&name))))
        .collect()
}

/// The bytes of a bundled file; a name that is not bundled gives nothing, which the readers report.
fn bytes(name: &str) -> Vec<u8> {
    Files::get(name).map(|file| file.data.into_owned()).unwrap_or_default()
}
