//! Taking layers in, and out of use.

use super::drawn;
use super::held::{Held, all, current, source};
use super::one_core::on_one_core;
use super::overlay::is_large;
use super::reckon::{Reckoning, reckon, restated};
use super::said::written;
use crate::secret;
use crate::{Fault, Service, Viewer};
use cartography::Drawing;
use layers::{Raw, Wanted};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use source::Words;
use space::{Bounds, Crs, Kind, Plane, Settings};
use store::{Change, Layer, NewLayer, Secrecy, Store};

/// What a person says of a layer; what is empty is taken from the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// Name; versions of one layer share it.
    pub name: String,
    /// A key of the table of kinds, or a kind of one's own.
    pub kind: String,
    /// Where the plan speaks of it.
    pub clause: String,
    /// What people call the version.
    pub version: String,
    /// First year that it is in force.
    pub valid_from: Option<i64>,
    /// Accuracy of its lines in metres.
    pub accuracy: Option<f64>,
    /// Before whom it goes.
    pub rank: Option<i64>,
    /// Its coordinate system.
    pub crs: String,
    /// The table or layer of the file.
    pub table: String,
    /// Who may see it; `None` when nobody says.
    pub secrecy: Option<Secrecy>,
    /// It may lie beside the plan's region and its other layers.
    pub apart: bool,
}

impl Given {
    /// What is known better than the file.
    ///
    /// # Errors
    /// The coordinate system is not known.
    pub fn wanted(&self) -> Result<Wanted, Fault> {
        let crs = match self.crs.trim() {
            "" => None,
            text => Some(Crs::parse(text).ok_or_else(|| {
                let codes = layers::codes();
                Fault::bad_request(
                    format!("不认识坐标系“{text}”；请写{}。", codes.zh),
                    format!("“{text}” is no coordinate system that is known here; write one {}.", codes.en),
                )
            })?),
        };
        Ok(Wanted { crs, table: Some(self.table.trim().to_owned()).filter(|table| !table.is_empty()) })
    }
}

/// Reads a file in the child and takes the layer in.
///
/// # Errors
/// Why it cannot be read or does not fit, and what to do.
pub async fn add(
    service: &Service,
    viewer: &Viewer,
    plan: &str,
    (name, content): (&str, Vec<u8>),
    given: &Given,
    change: &Change,
) -> Result<i64, Fault> {
    service.plan(viewer, &crate::Question::now(plan)).await?;
    let read = service.reader().layer(content.clone(), &given.wanted()?).await;
    let (raw, reading) = read.map_err(|words| Fault::bad_request(words.zh, words.en))?;
    let later = Overlaid::LaterIfLarge;
    let id =
        add_read(service.store(), plan, (name, &content), (raw, reading), (given, later), change).await?;
    service.refresh().await?;
    made_ready(service, plan, id).await?;
    Ok(id)
}

/// Makes a large layer ready to be drawn before somebody asks for its first view.
async fn made_ready(service: &Service, plan: &str, id: i64) -> Result<(), Fault> {
    let layer = service.store().layer(plan, id).await?.filter(|layer| is_large(layer, &[]));
    if let Some(layer) = layer {
        let service = service.clone();
        tokio::spawn(async move { drawn::drawing(&service, &layer, None).await.map(drop) });
    }
    Ok(())
}

/// When a layer is laid over the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlaid {
    /// Before it is kept.
    AtOnce,
    /// By a job of a server when that takes more than moments.
    LaterIfLarge,
}

/// Takes in a layer that was read, with the conflicts that it brings, in one transaction.
///
/// # Errors
/// Why it does not fit, and what to do.
pub async fn add_read(
    store: &Store,
    plan: &str,
    (file, content): (&str, &[u8]),
    (raw, reading): (Raw, Vec<u8>),
    (given, overlaid): (&Given, Overlaid),
    change: &Change,
) -> Result<i64, Fault> {
    let stored = store.plan(plan, None).await?;
    let layer = described(plan, (file, content), &raw, given)?;
    let known = store.layers(plan).await?;
    if known.iter().any(|one| one.name == layer.name && one.version == layer.version) {
        return Err(Fault::bad_request(
            format!("图层“{}”已有版本“{}”。如是新版本，请写上另一个版本名。", layer.name, layer.version),
            format!(
                "The layer “{}” has a version “{}” already: name the new one otherwise.",
                layer.name, layer.version
            ),
        ));
    }
    let around = ground(store, stored.plan.region.as_deref()).await?;
    let mut others = current(known, None);
    others.retain(|one| one.name != layer.name);
    if overlaid == Overlaid::LaterIfLarge && is_large(&layer, &others) {
        return add_alone(store, (layer, content, reading), (around, given.apart), change).await;
    }
    let mut held = all(store, plan).await?;
    held.retain(|one| one.layer.name != layer.name);
    let old = store.conflicts(plan).await?;
    let figures = super::reckon::figures(&stored.plan);
    let (now, apart) = (change.at(), given.apart);
    let done = tokio::task::spawn_blocking(move || {
        let source = source(&layer, &reading)?;
        let drawing = Drawing::of(&source);
        if !apart {
            fitting(&layer.name, drawing.bounds, around)?;
        }
        let (name, mut layer, mut held) = (layer.name.clone(), layer, held);
        measured(&mut layer, &source, drawing.bounds)?;
        held.push(Held { layer, source });
        let reckoning =
            Reckoning { held: &held, changed: Some(&name), figures: &figures, old: &old, now: &now };
        let conflicts = on_one_core(|| reckon(&reckoning))?;
        let layer = held.pop().map(|one| one.layer).ok_or_else(|| Fault::internal(&"a layer was lost"))?;
        Ok::<_, Fault>((layer, reading, conflicts))
    });
    let (layer, reading, conflicts) = done.await.map_err(|error| Fault::internal(&error))??;
    let new = NewLayer { layer, content, reading: &reading, overlay_later: false };
    Ok(store.add_layer(&new, &conflicts, change).await?)
}

/// Keeps a large layer by itself; a job lays it over the others.
async fn add_alone(
    store: &Store,
    (mut layer, content, reading): (Layer, &[u8], Vec<u8>),
    (around, apart): (Option<Bounds>, bool),
    change: &Change,
) -> Result<i64, Fault> {
    let done = tokio::task::spawn_blocking(move || {
        let source = source(&layer, &reading)?;
        let bounds = Drawing::of(&source).bounds;
        if !apart {
            fitting(&layer.name, bounds, around)?;
        }
        measured(&mut layer, &source, bounds)?;
        Ok::<_, Fault>((layer, reading))
    });
    let (layer, reading) = done.await.map_err(|error| Fault::internal(&error))??;
    let new = NewLayer { layer, content, reading: &reading, overlay_later: true };
    Ok(store.add_layer(&new, &[], change).await?)
}

/// Takes a layer out of use; its conflicts are found no more.
///
/// # Errors
/// There is no such layer in use.
pub async fn withdraw(service: &Service, plan: &str, id: i64, change: &Change) -> Result<(), Fault> {
    let store = service.store();
    let layers = store.layers(plan).await?;
    let name = layers.iter().find(|layer| layer.id == id).map(|layer| layer.name.clone());
    let name = name.ok_or_else(|| Fault::not_found("没有这个图层。", "There is no such layer."))?;
    let mut held = all(store, plan).await?;
    let was_held = held.iter().any(|one| one.layer.id == id);
    held.retain(|one| one.layer.id != id);
    // An older version that was not withdrawn holds again.
    if was_held && let Some(layer) = earlier(layers, &name, id) {
        let reading = store.layer_reading(layer.id).await?;
        held.push(Held { source: source(&layer, &reading)?, layer });
    }
    let old = store.conflicts(plan).await?;
    let figures = super::reckon::figures(&store.plan(plan, None).await?.plan);
    let now = change.at();
    let done = tokio::task::spawn_blocking(move || {
        let reckoning =
            Reckoning { held: &held, changed: Some(&name), figures: &figures, old: &old, now: &now };
        on_one_core(|| reckon(&reckoning))
    });
    let conflicts = done.await.map_err(|error| Fault::internal(&error))??;
    store.withdraw_layer(plan, id, &conflicts, change).await?;
    drawn::forget(service, id);
    service.refresh().await?;
    Ok(())
}

/// Holds what the text of a plan says now against the areas of its layers.
///
/// # Errors
/// The store cannot be read or written.
pub async fn restate(service: &Service, plan: &str, change: &Change) -> Result<(), Fault> {
    let store = service.store();
    let layers = current(store.layers(plan).await?, None);
    if layers.is_empty() {
        return Ok(());
    }
    let figures = super::reckon::figures(&store.plan(plan, None).await?.plan);
    let rows = restated(&layers, &figures, &store.conflicts(plan).await?, &change.at());
    if !rows.is_empty() {
        store.put_conflicts(plan, &rows, change).await?;
    }
    Ok(())
}

fn earlier(layers: Vec<Layer>, name: &str, id: i64) -> Option<Layer> {
    layers
        .into_iter()
        .filter(|layer| layer.name == name && layer.id != id && layer.withdrawn_at.is_none())
        .max_by_key(|layer| layer.id)
}

/// What is kept of a layer, without what is measured.
fn described(plan: &str, (file, content): (&str, &[u8]), raw: &Raw, given: &Given) -> Result<Layer, Fault> {
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = [given.name.trim(), raw.title.trim(), stem]
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or("图层");
    let kind = match given.kind.trim() {
        "" => Kind::recognised(&raw.title)
            .or_else(|| Kind::recognised(name))
            .map_or("other", |kind| kind.key)
            .to_owned(),
        kind => Kind::parse(kind).map_or(kind, |kind| kind.key).to_owned(),
    };
    let accuracy = given.accuracy.unwrap_or(Settings::ACCURACY);
    if !(accuracy.is_finite() && (0.0..=10_000.0).contains(&accuracy)) {
        return Err(Fault::bad_request(
            "精度应为 0 到 10000 米。",
            "The accuracy is a number of metres from 0 to 10000.",
        ));
    }
    let sha256 = secret::hex(&Sha256::digest(content));
    let version: String = match given.version.trim() {
        "" => sha256.chars().take(12).collect(),
        version => version.to_owned(),
    };
    let (system, how) = (raw.crs.words(), &raw.how);
    let crs = json!({"zh": system.zh, "en": system.en, "how_zh": how.zh, "how_en": how.en});
    let notes: Vec<_> = raw.notes.iter().map(|note| (&note.zh, &note.en)).collect();
    Ok(Layer {
        id: 0,
        plan: plan.to_owned(),
        name: name.chars().take(80).collect(),
        kind: kind.chars().take(60).collect(),
        clause: given.clause.clone(),
        version: version.chars().take(60).collect(),
        valid_from: given.valid_from,
        accuracy,
        rank: given.rank.or_else(|| Kind::parse(&kind).and_then(|kind| kind.rank).map(i64::from)),
        crs: crs.to_string(),
        notes: written(&notes),
        features: i64::try_from(raw.features.len()).unwrap_or(i64::MAX),
        plane_area: 0.0,
        surveyed_area: 0.0,
        bounds: String::new(),
        file: file.to_owned(),
        format: raw.format.name().to_owned(),
        sha256,
        added_by: String::new(),
        added_at: String::new(),
        withdrawn_at: None,
        released: None,
        secrecy: given.secrecy,
    })
}

/// Adds areas, rectangle, and what is to be said of single features.
fn measured(layer: &mut Layer, source: &space::Source, bounds: Option<Bounds>) -> Result<(), Fault> {
    let plane = Plane::of(&[source]).map_err(|unplaced| refused(unplaced.words()))?;
    let prepared = on_one_core(|| space::prepare(source, &plane));
    (layer.plane_area, layer.surveyed_area) = (prepared.plane_area(), prepared.ellipsoidal_area());
    layer.bounds = bounds.map(|around| written(&[around.low, around.high])).unwrap_or_default();
    let mut notes: Vec<(String, String)> = super::said::read(&layer.notes);
    let count = prepared.findings.len();
    for finding in prepared.findings.iter().take(MOST_NOTES) {
        let words = finding.trouble.words();
        let (row, label) = (finding.row, &finding.label);
        notes
            .push((format!("第 {row} 行 {label}：{}", words.zh), format!("row {row} {label}: {}", words.en)));
    }
    if count > MOST_NOTES {
        let more = count - MOST_NOTES;
        notes.push((format!("……另有 {more} 处"), format!("... and {more} more")));
    }
    layer.notes = written(&notes);
    Ok(())
}

/// Findings of single features that are kept with a layer.
const MOST_NOTES: usize = 200;

fn refused(words: Words) -> Fault {
    Fault::bad_request(words.zh, words.en)
}

/// The rectangle around the outlines of the plan's region and those inside it, in degrees; `None` where none is known.
pub(super) async fn ground(store: &Store, region: Option<&str>) -> Result<Option<Bounds>, Fault> {
    let Some(region) = region else { return Ok(None) };
    let inside = store.regions_inside(region).await?;
    let boxes = inside.iter().filter_map(|one| {
        let shape = super::named::shape(one.outline.as_deref()?)?;
        Bounds::of(shape.points())
    });
    Ok(boxes.reduce(Bounds::joined))
}

/// Refuses a layer that does not lie where the plan's region lies.
///
/// # Errors
/// It lies elsewhere: both rectangles and what to do.
pub fn fitting(name: &str, layer: Option<Bounds>, region: Option<Bounds>) -> Result<(), Fault> {
    let (Some(layer), Some(region)) = (layer, region) else { return Ok(()) };
    if layer.meets(&region) {
        return Ok(());
    }
    let shown = |bounds: &Bounds| {
        let ([west, south], [east, north]) = (bounds.low, bounds.high);
        format!("{west:.3}–{east:.3}°E {south:.3}–{north:.3}°N")
    };
    let (here, there) = (shown(&layer), shown(&region));
    Err(Fault::bad_request(
        format!(
            "图层“{name}”不在本规划的地区：图层 {here}，地区 {there}。请检查坐标系或文件；确在界外的，勾选“允许在地区之外”。"
        ),
        format!(
            "The layer “{name}” does not lie in the region of the plan: layer {here}, region {there}. Check the coordinate system or the file, or allow it to lie outside."
        ),
    ))
}
