//! Layers as they are drawn: which of them a viewer sees, and their tiles.

use super::held::{current, source};
use super::named::{Named, Structured, named, structured};
use crate::drawings::Ready;
use crate::view::PlanView;
use crate::{Fault, Service, Viewer};
use cartography::{Drawing, Style};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Layer, Region};

/// A layer that a viewer sees.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What is said of it.
    pub layer: Layer,
    /// How it is drawn.
    pub style: Style,
    /// What its tiles change with.
    pub mark: String,
}

/// What the map of a plan shows.
pub struct Overview {
    /// The layers, the lowest first.
    pub layers: Vec<Shown>,
    /// Zones that the text names; for the staff.
    pub named: Vec<Named>,
    /// The structure that the text names.
    pub structured: Vec<Structured>,
    /// The regions inside the plan's own.
    pub regions: Vec<Region>,
    /// Years in which a version begins to hold, oldest first.
    pub years: Vec<i64>,
    /// All versions, for the staff.
    pub versions: Vec<Layer>,
    /// How many layers are still to be laid over the others: conflicts may be missing; for the staff.
    pub overlaying: usize,
}

/// Layers whose features are known by name on a map; larger ones are parcels, not zones.
const MOST_NAMED: i64 = 5_000;

/// What a viewer sees of the layers of a plan; with a year, as they held then.
///
/// # Errors
/// The store cannot be read.
pub async fn overview(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    year: Option<i64>,
) -> Result<Overview, Fault> {
    let all = service.store().layers(view.id()).await?;
    let is_public = viewer.sees_published_only();
    let years: BTreeSet<i64> = all
        .iter()
        .filter(|layer| layer.withdrawn_at.is_none())
        .filter_map(|layer| layer.valid_from)
        .collect();
    let mut layers: Vec<Shown> = current(all.clone(), year)
        .into_iter()
        .filter(|layer| !is_public || layer.released.is_some())
        .map(|layer| shown(layer, is_public))
        .collect();
    // What goes before others lies on top of them; maps of today's use lie below all plans.
    layers.sort_by_key(|shown| {
        (std::cmp::Reverse(shown.layer.rank.unwrap_or(i64::MAX)), shown.layer.name.clone())
    });
    let regions = match &view.stored.plan.region {
        Some(region) => service.store().regions_inside(region).await?,
        None => Vec::new(),
    };
    let open =
        if is_public { Vec::new() } else { service.store().open_jobs(store::OVERLAY, view.id()).await? };
    let names = if is_public { BTreeMap::new() } else { names(service, &layers).await? };
    Ok(Overview {
        named: named(view, &regions, &names),
        structured: structured(view, &regions, &names),
        layers,
        regions,
        years: years.into_iter().collect(),
        overlaying: open.len(),
        versions: if is_public { Vec::new() } else { all },
    })
}

fn shown(layer: Layer, is_public: bool) -> Shown {
    let grid = layer.released.as_ref().filter(|_| is_public).map_or(0.0, |released| released.grid);
    let mark: String = layer.sha256.chars().take(12).collect();
    Shown { style: Style::of(&layer.kind), mark: format!("{mark}-{grid}"), layer }
}

/// Names of layers and of their features, with the layer that holds them.
async fn names(service: &Service, layers: &[Shown]) -> Result<BTreeMap<String, (i64, String)>, Fault> {
    let mut names = BTreeMap::new();
    for one in layers {
        let own = (one.layer.id, one.layer.name.clone());
        names.entry(one.layer.name.clone()).or_insert_with(|| own.clone());
        if one.layer.features <= MOST_NAMED {
            for label in &drawing(service, &one.layer, None).await?.0.labels {
                if !label.name.is_empty() {
                    names.entry(label.name.clone()).or_insert_with(|| own.clone());
                }
            }
        }
    }
    Ok(names)
}

/// A layer ready to be drawn; with a grid, as the public may see it.
///
/// # Errors
/// The store cannot be read.
pub async fn drawing(service: &Service, layer: &Layer, grid: Option<f64>) -> Result<Arc<Ready>, Fault> {
    let key = format!("{} {} {}", layer.id, layer.sha256, grid.unwrap_or_default());
    let make = || async {
        let reading = service.store().layer_reading(layer.id).await?;
        let layer = layer.clone();
        let made = tokio::task::spawn_blocking(move || {
            let drawing = Drawing::of(&source(&layer, &reading)?);
            Ok::<_, Fault>(
                grid.map_or_else(|| Ready(drawing.clone()), |grid| Ready(drawing.generalised(grid))),
            )
        });
        made.await.map_err(|error| Fault::internal(&error))?
    };
    service.drawings().get(&key, make).await
}

/// Forgets a layer that is no longer in use.
pub(super) fn forget(service: &Service, id: i64) {
    let begins = format!("{id} ");
    service.drawings().forget(|key| key.starts_with(&begins));
}

/// The vector tile of a layer at a place: zoom, column, row.
///
/// # Errors
/// There is no such layer or tile, or not for this viewer.
pub async fn tile(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    layer: i64,
    place: [u32; 3],
) -> Result<Vec<u8>, Fault> {
    let none = || Fault::not_found("没有这个图层。", "There is no such layer.");
    let layer = service.store().layer(plan, layer).await?.ok_or_else(none)?;
    let grid = match (&layer.released, viewer.sees_published_only()) {
        (_, false) => None,
        (Some(released), true) if layer.withdrawn_at.is_none() => Some(released.grid),
        (_, true) => return Err(none()),
    };
    let drawing = drawing(service, &layer, grid).await?;
    let made = tokio::task::spawn_blocking(move || drawing.0.tile("layer", place));
    made.await.map_err(|error| Fault::internal(&error))?.ok_or_else(none)
}
