//! Layers of a plan that hold, with their features.

use crate::Fault;
use space::{Kind, Source};
use std::collections::BTreeMap;
use store::{Layer, Store};

/// A layer that holds, with its features.
pub(super) struct Held {
    pub(super) layer: Layer,
    pub(super) source: Source,
}

/// The versions that hold: of each name the last that is not withdrawn. With a year, the last of those in force by then.
pub(super) fn current(all: Vec<Layer>, year: Option<i64>) -> Vec<Layer> {
    let mut by_name: BTreeMap<String, Layer> = BTreeMap::new();
    for layer in all.into_iter().filter(|layer| layer.withdrawn_at.is_none()) {
        if year.zip(layer.valid_from).is_some_and(|(year, from)| from > year) {
            continue;
        }
        let later = |known: &Layer| year.is_none() || layer.valid_from >= known.valid_from;
        if by_name.get(&layer.name).is_none_or(later) {
            by_name.insert(layer.name.clone(), layer);
        }
    }
    by_name.into_values().collect()
}

/// A layer with what its reader gave.
pub(super) fn source(layer: &Layer, reading: &[u8]) -> Result<Source, Fault> {
    let raw = layers::wire::layer(reading).map_err(|words| Fault::internal(&words.en))?;
    Ok(Source {
        name: layer.name.clone(),
        kind: Kind::parse(&layer.kind),
        version: layer.version.clone(),
        accuracy: layer.accuracy,
        crs: raw.crs,
        features: raw.features,
    })
}

/// All layers of a plan that hold, with their features.
pub(super) async fn all(store: &Store, plan: &str) -> Result<Vec<Held>, Fault> {
    let mut held = Vec::new();
    for layer in current(store.layers(plan).await?, None) {
        let reading = store.layer_reading(layer.id).await?;
        let (layer, source) = tokio::task::spawn_blocking(move || {
            let source = source(&layer, &reading);
            (layer, source)
        })
        .await
        .map_err(|error| Fault::internal(&error))?;
        held.push(Held { source: source?, layer });
    }
    Ok(held)
}
