//! From the layers of a plan to the rows of the ledger: what is new, what goes on, what is found no more.

use super::held::Held;
use super::progress::Progress;
use super::said::{Extent, Proposed, Side, read, written};
use crate::Fault;
use plan::{Comparator, Plan};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use space::repair::region_in;
use space::{
    Class, Conflict as Part, Crs, Datum, Examined, Figure, Kind, Layer, Member, Plane, Proposal, Region,
    Settings, Weight, examine, matched, pair, rule_of,
};
use std::collections::{BTreeMap, BTreeSet};
use store::{Conflict, ConflictKind, ConflictState, Settlement};

/// What is reckoned.
pub(super) struct Reckoning<'a> {
    /// The layers that hold.
    pub(super) held: &'a [Held],
    /// The layer that is new or gone; all where it is `None`.
    pub(super) changed: Option<&'a str>,
    /// What the plan's text says of areas.
    pub(super) figures: &'a [TextFigure],
    /// The ledger as it stands.
    pub(super) old: &'a [Conflict],
    /// The moment, as it is stored.
    pub(super) now: &'a str,
}

/// An area that the text of the plan states of a kind of layer.
pub(super) struct TextFigure {
    pub(super) kind: &'static Kind,
    /// The indicator.
    pub(super) name: String,
    /// As printed: 524.5万亩.
    pub(super) printed: String,
    pub(super) figure: Figure,
    /// Which way it binds.
    pub(super) comparator: Comparator,
    pub(super) line: u32,
    pub(super) quote: String,
}

/// What the text of a plan says of the areas of kinds of layers, the latest figure of each indicator.
pub(super) fn figures(plan: &Plan) -> Vec<TextFigure> {
    let mut found: BTreeMap<&str, (i32, TextFigure)> = BTreeMap::new();
    for target in &plan.targets {
        let indicator = plan.indicators.iter().find(|one| one.id == target.indicator);
        let kind = indicator.and_then(|one| Kind::recognised(&one.name));
        let (Some(indicator), Some(kind), Some(value)) = (indicator, kind, target.value) else { continue };
        // A part of the region, or a change, is no area of the layer.
        if !target.scope.is_empty() || target.measure != plan::Measure::Level {
            continue;
        }
        let printed = format!("{value}{}", target.unit);
        let Some(figure) = Figure::parse(&printed) else { continue };
        let year = target.year.or(target.implied_year).unwrap_or_default();
        let one = TextFigure {
            kind,
            name: indicator.name.clone(),
            printed,
            figure,
            comparator: target.comparator,
            line: target.provenance.line,
            quote: target.provenance.quote.clone(),
        };
        if found.get(indicator.name.as_str()).is_none_or(|(known, _)| year >= *known) {
            found.insert(&indicator.name, (year, one));
        }
    }
    found.into_values().map(|(_, one)| one).collect()
}

/// A row with its ground, to be held against those that stand.
struct Fresh {
    row: Conflict,
    class: Option<Class>,
    region: Region,
    at: [f64; 2],
}

/// What was found, with the plane that it was found in; no plane where there is no layer.
pub(super) struct Found {
    fresh: Vec<Fresh>,
    plane: Option<Plane>,
}

/// The rows of the ledger that are new or changed.
pub(super) fn reckon(asked: &Reckoning<'_>) -> Result<Vec<Conflict>, Fault> {
    let found = found(asked.held, asked.changed, asked.figures, &Progress::default())?;
    Ok(merged(asked, found))
}

/// What the layers disagree about as far as one of them concerns it; all where it is `None`.
///
/// # Errors
/// They cannot be brought into one plane, or the end was asked for.
pub(super) fn found(
    all: &[Held],
    changed: Option<&str>,
    figures: &[TextFigure],
    progress: &Progress,
) -> Result<Found, Fault> {
    // One order, whichever layer came last: a pair is the same pair in the next version.
    let mut held: Vec<&Held> = all.iter().collect();
    held.sort_by(|a, b| a.layer.name.cmp(&b.layer.name));
    let sources: Vec<&space::Source> = held.iter().map(|held| &held.source).collect();
    if sources.is_empty() {
        return Ok(Found { fresh: Vec::new(), plane: None });
    }
    let plane = Plane::of(&sources).map_err(|unplaced| {
        let words = unplaced.words();
        Fault::bad_request(words.zh, words.en)
    })?;
    let settings = Settings { apart: true, ..Settings::default() };
    let is_changed = |name: &str| changed.is_none_or(|changed| changed == name);
    let size = |held: &Held| held.source.features.len();
    let pairs = |held: &&&Held| {
        all.iter().filter(|other| is_changed(&held.layer.name) || is_changed(&other.layer.name)).count()
    };
    progress.begin(held.iter().map(|one| size(one) * (1 + pairs(&one))).sum());
    let go_on = |done: usize| if progress.step(done) { Ok(()) } else { Err(Fault::internal(&"stopped")) };
    let examined: Vec<(&Held, Examined)> =
        held.into_iter().map(|held| (held, examine(&held.source, None, &plane, &settings))).collect();
    let mut fresh = Vec::new();
    for (at, (held, one)) in examined.iter().enumerate() {
        if is_changed(&held.layer.name) {
            alone(&mut fresh, held, one, &plane, &settings);
        }
        for (other, second) in examined.iter().skip(at + 1) {
            if is_changed(&held.layer.name) || is_changed(&other.layer.name) {
                let both = [(*held, &one.layer), (*other, &second.layer)];
                together(&mut fresh, both, &plane, &settings);
                go_on(size(held) + size(other))?;
            }
        }
    }
    let layers = all.iter().map(|held| &held.layer).filter(|layer| is_changed(&layer.name));
    fresh.extend(layers.flat_map(|layer| figures.iter().filter_map(move |figure| stated(figure, layer))));
    Ok(Found { fresh, plane: Some(plane) })
}

/// What is wrong in a layer by itself.
fn alone(fresh: &mut Vec<Fresh>, held: &Held, one: &Examined, plane: &Plane, settings: &Settings) {
    let tolerance = 2.0 * held.layer.accuracy;
    let (noise, heavy): (Vec<&Part>, Vec<&Part>) =
        one.conflicts.iter().partition(|part| part.weight == Weight::Noise);
    for part in heavy {
        let sides = [part.first.as_ref(), part.second.as_ref()];
        let sides = sides.map(|member| member.map(|member| side(held, &one.layer, member, part)));
        let [first, second] = sides;
        let first = first.unwrap_or_else(|| whole(held));
        fresh.push(row(part, [first, second.unwrap_or_default()], (tolerance, settings.minimum_area), plane));
    }
    fresh.extend(gathered(&noise, [held, held], tolerance, settings));
    for (agreement, wrong) in &one.agreements {
        for measured in wrong {
            let field = &agreement.field;
            let mut first = whole(held);
            let zone = one.layer.zones.iter().find(|zone| zone.row == measured.row);
            first.row = Some(measured.row);
            first.label = zone.map(|zone| zone.label.clone()).unwrap_or_default();
            first.said = format!("{field} = {:.3} m²", measured.stated);
            let name = if first.label.is_empty() { measured.row.to_string() } else { first.label.clone() };
            let id = digest(&[&held.layer.name, field, &name, "table"]);
            let at = zone.and_then(|zone| zone.region.polygons().iter().flatten().flatten().next());
            let at = at.map(|point| plane.to_degrees(*point));
            let extent = Extent {
                plane: (measured.stated - measured.measured).abs(),
                count: 1,
                at,
                message: Some((
                    format!("属性 {:.3} 平方米，图形 {:.3} 平方米", measured.stated, measured.measured),
                    format!(
                        "the field says {:.3} m², the geometry has {:.3} m²",
                        measured.stated, measured.measured
                    ),
                )),
                ..Extent::default()
            };
            let basis = digest(&[&measured.stated.to_string(), &measured.measured.to_string()]);
            fresh.push(Fresh {
                row: new(
                    &held.layer.plan,
                    id,
                    Class::TableMismatch.name(),
                    Weight::Substantial.name(),
                    &first,
                    None,
                    &extent,
                    basis,
                ),
                class: None,
                region: Region::default(),
                at: at.unwrap_or_default(),
            });
        }
    }
}

/// What two layers disagree about.
fn together(fresh: &mut Vec<Fresh>, both: [(&Held, &Layer); 2], plane: &Plane, settings: &Settings) {
    let [(first, one), (second, other)] = both;
    let Ok(pairing) = pair(one, other, plane, settings) else { return };
    let (noise, heavy): (Vec<&Part>, Vec<&Part>) =
        pairing.conflicts.iter().partition(|part| part.weight == Weight::Noise);
    for part in heavy {
        let sides = [
            part.first.as_ref().map_or_else(|| whole(first), |member| side(first, one, member, part)),
            part.second.as_ref().map_or_else(|| whole(second), |member| side(second, other, member, part)),
        ];
        let mut row = row(part, sides, (pairing.tolerance, settings.minimum_area), plane);
        if let Some(proposed) = by_own_ranks(first, second) {
            row.row.proposal = written(&proposed);
        }
        fresh.push(row);
    }
    fresh.extend(gathered(&noise, [first, second], pairing.tolerance, settings));
}

/// What ranks that people gave propose, where no rule names the two kinds.
fn by_own_ranks(first: &Held, second: &Held) -> Option<Proposed> {
    let named = first.source.kind.zip(second.source.kind).and_then(|(a, b)| rule_of(a, b));
    let own = |held: &Held| held.layer.rank != held.source.kind.and_then(|kind| kind.rank).map(i64::from);
    if named.is_some() || !(own(first) || own(second)) {
        return None;
    }
    let (a, b) = (first.layer.rank?, second.layer.rank?);
    let (yields, lower, upper) = match a.cmp(&b) {
        std::cmp::Ordering::Less => ("second", &second.layer.name, &first.layer.name),
        std::cmp::Ordering::Greater => ("first", &first.layer.name, &second.layer.name),
        std::cmp::Ordering::Equal => return None,
    };
    Some(Proposed {
        yields: yields.to_owned(),
        zh: format!("按登记的层级，“{lower}”服从“{upper}”，请核对"),
        en: format!("by the ranks that were entered, “{lower}” follows “{upper}”: please check"),
        source: String::new(),
    })
}

/// The area of a layer against what the text says of its kind.
fn stated(figure: &TextFigure, layer: &store::Layer) -> Option<Fresh> {
    let areas = [layer.plane_area, layer.surveyed_area];
    if Kind::parse(&layer.kind)? != figure.kind || areas[0] <= 0.0 {
        return None;
    }
    let agrees = areas.iter().any(|area| figure.figure.agrees(*area));
    let (least, most) = (areas[0].min(areas[1]), areas[0].max(areas[1]));
    let bound = match figure.comparator {
        Comparator::Ge | Comparator::Gt => most >= figure.figure.value - figure.figure.half,
        Comparator::Le | Comparator::Lt => least <= figure.figure.value + figure.figure.half,
        _ => false,
    };
    if agrees || bound {
        return None;
    }
    let unit = &figure.figure.unit_name;
    let [plane, surveyed] = areas.map(|area| format!("{:.4}{unit}", area / figure.figure.unit));
    let first = Side { said: format!("Σ {plane}"), ..of_layer(layer) };
    let second = Side {
        name: figure.name.clone(),
        said: if figure.quote.is_empty() { figure.printed.clone() } else { figure.quote.clone() },
        line: Some(figure.line),
        ..Side::default()
    };
    let extent = Extent {
        plane: (areas[0] - figure.figure.value).abs(),
        surveyed: (areas[1] - figure.figure.value).abs(),
        count: 1,
        message: Some((
            format!("文本 {}，图层平面面积 {plane}，椭球面积 {surveyed}", figure.printed),
            format!(
                "the text says {}, the layer has {plane} in the plane, {surveyed} on the ellipsoid",
                figure.printed
            ),
        )),
        ..Extent::default()
    };
    let id = digest(&[&layer.name, &figure.name, "figure"]);
    let basis = digest(&[&figure.printed, &plane, &surveyed]);
    let weight = Weight::Substantial.name();
    let row = new(&layer.plan, id, FIGURE_CLASS, weight, &first, Some(&second), &extent, basis);
    Some(Fresh { row, class: None, region: Region::default(), at: [0.0, 0.0] })
}

/// Rows about figures of the text that a new reading of the plan adds or changes; the layers are as they were.
pub(super) fn restated(
    layers: &[store::Layer],
    figures: &[TextFigure],
    old: &[Conflict],
    now: &str,
) -> Vec<Conflict> {
    let fresh =
        layers.iter().flat_map(|layer| figures.iter().filter_map(move |figure| stated(figure, layer)));
    let mut rows: Vec<Conflict> = Vec::new();
    let mut found: BTreeSet<String> = BTreeSet::new();
    for mut row in fresh.map(|one| one.row) {
        let before = old.iter().find(|old| old.id == row.id);
        now.clone_into(&mut row.found_at);
        if let Some(old) = before {
            row.found_at.clone_from(&old.found_at);
            row.settlement = old.settlement.clone();
        }
        found.insert(row.id.clone());
        if before != Some(&row) {
            rows.push(row);
        }
    }
    let gone = old.iter().filter(|old| old.class == FIGURE_CLASS && old.lost_at.is_none());
    let gone = gone.filter(|old| !found.contains(&old.id));
    rows.extend(gone.map(|old| Conflict { lost_at: Some(now.to_owned()), ..old.clone() }));
    rows
}

/// 图数不符: the area of a layer and a figure of the text differ.
const FIGURE_CLASS: &str = "figure-mismatch";

/// All noise of a pair as one row, so that it is counted and hides nothing.
fn gathered(noise: &[&Part], both: [&Held; 2], tolerance: f64, settings: &Settings) -> Option<Fresh> {
    let widest = noise.iter().max_by(|a, b| a.width.total_cmp(&b.width))?;
    let [first, second] = both;
    let sum = |of: fn(&Part) -> f64| noise.iter().map(|part| of(part)).sum::<f64>();
    let extent = Extent {
        plane: sum(|part| part.plane_area),
        surveyed: sum(|part| part.ellipsoidal_area),
        width: widest.width,
        thinness: widest.thinness,
        tolerance,
        minimum: settings.minimum_area,
        count: noise.len(),
        at: Some(widest.at),
        ..Extent::default()
    };
    let id = digest(&[&first.layer.name, &second.layer.name, widest.class.name(), "noise"]);
    let basis = digest(&[&extent.plane.to_string(), &noise.len().to_string()]);
    let other = (first.layer.name != second.layer.name).then(|| whole(second));
    let class = widest.class.name();
    let mut row = new(
        &first.layer.plan,
        id,
        class,
        Weight::Noise.name(),
        &whole(first),
        other.as_ref(),
        &extent,
        basis,
    );
    row.settlement.state = ConflictState::Noise;
    Some(Fresh { row, class: None, region: Region::default(), at: widest.at })
}

fn whole(held: &Held) -> Side {
    of_layer(&held.layer)
}

fn of_layer(layer: &store::Layer) -> Side {
    Side {
        name: layer.name.clone(),
        version: layer.version.clone(),
        kind: layer.kind.clone(),
        clause: layer.clause.clone(),
        rank: layer.rank,
        ..Side::default()
    }
}

/// A point has a share of one and no ground.
fn side(held: &Held, layer: &Layer, member: &Member, part: &Part) -> Side {
    let site = layer.sites.get(member.at).filter(|_| part.region.is_empty() && member.share >= 1.0);
    let (row, label, feature) = match (site, layer.zones.get(member.at)) {
        (Some(site), _) => (site.row, &site.label, &site.id),
        (None, Some(zone)) => (zone.row, &zone.label, &zone.id),
        (None, None) => return whole(held),
    };
    Side {
        row: Some(row),
        label: label.clone(),
        share: (part.plane_area > 0.0).then_some(member.share),
        feature: feature.clone(),
        ..whole(held)
    }
}

fn row(part: &Part, [first, second]: [Side; 2], (tolerance, minimum): (f64, f64), plane: &Plane) -> Fresh {
    let extent = Extent {
        plane: part.plane_area,
        surveyed: part.ellipsoidal_area,
        width: part.width,
        thinness: part.thinness,
        tolerance,
        minimum,
        count: 1,
        at: Some(part.at),
        geometry: (!part.region.is_empty()).then(|| geometry(&part.region, plane)),
        message: None,
    };
    let basis = digest(&[&first.feature, &second.feature, part.class.name()]);
    // Names are enough for one layer against itself.
    let second = (!second.name.is_empty()).then_some(second);
    let plan = String::new();
    let mut row = new(
        &plan,
        part.id.clone(),
        part.class.name(),
        part.weight.name(),
        &first,
        second.as_ref(),
        &extent,
        basis,
    );
    row.proposal = part.proposal.as_ref().map(|one| written(&proposed(one))).unwrap_or_default();
    Fresh { row, class: Some(part.class), region: part.region.clone(), at: part.at }
}

pub(super) fn proposed(one: &Proposal) -> Proposed {
    Proposed {
        yields: one.yields.name().to_owned(),
        zh: one.words.zh.clone(),
        en: one.words.en.clone(),
        source: one.source.clone(),
    }
}

#[expect(clippy::too_many_arguments, reason = "the columns of a row, each once")]
fn new(
    plan: &str,
    id: String,
    class: &str,
    weight: &str,
    first: &Side,
    second: Option<&Side>,
    extent: &Extent,
    basis: String,
) -> Conflict {
    Conflict {
        plan: plan.to_owned(),
        id,
        kind: ConflictKind::Space,
        class: class.to_owned(),
        weight: weight.to_owned(),
        first: written(first),
        second: second.map(written).unwrap_or_default(),
        extent: written(extent),
        proposal: String::new(),
        basis,
        found_at: String::new(),
        lost_at: None,
        settlement: Settlement::default(),
    }
}

/// The ground of a conflict in degrees, to seven digits: a centimetre, which the stated areas are not made from.
fn geometry(region: &Region, plane: &Plane) -> Value {
    let round = |value: f64| (value * 1e7).round() / 1e7;
    let ring = |ring: &Vec<[f64; 2]>| {
        let closed = ring.iter().chain(ring.first());
        closed.map(|point| plane.to_degrees(*point).map(round)).collect::<Vec<_>>()
    };
    let polygons: Vec<Vec<Vec<[f64; 2]>>> =
        region.polygons().iter().map(|polygon| polygon.iter().map(ring).collect()).collect();
    match polygons.as_slice() {
        [only] => json!({"type": "Polygon", "coordinates": only}),
        _ => json!({"type": "MultiPolygon", "coordinates": polygons}),
    }
}

/// A short digest of texts.
pub(crate) fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    let mut text = crate::secret::hex(&hash.finalize());
    text.truncate(16);
    text
}

/// Names of the layers of a row.
fn names(row: &Conflict) -> (String, String) {
    (read::<Side>(&row.first).name, read::<Side>(&row.second).name)
}

/// Rows between two layers: those that stand, and the new ones.
type Group<'a> = (Vec<&'a Conflict>, Vec<Fresh>);

/// Lays new rows over those that stand. A row goes on when its ground is at least half the same (or its name the same): it keeps
/// its id, the day it was found, and what was decided.
pub(super) fn merged(asked: &Reckoning<'_>, found: Found) -> Vec<Conflict> {
    let Found { fresh, plane: Some(plane) } = found else { return lost(asked, &BTreeSet::new()) };
    let plan = asked.held.first().map(|held| held.layer.plan.clone()).unwrap_or_default();
    let into = plane.from(&Crs::Geographic(Datum::Cgcs2000));
    let mut groups: BTreeMap<(String, String), Group<'_>> = BTreeMap::new();
    for old in asked.old.iter().filter(|old| old.kind == ConflictKind::Space) {
        groups.entry(names(old)).or_default().0.push(old);
    }
    for one in fresh {
        groups.entry(names(&one.row)).or_default().1.push(one);
    }
    let mut out = Vec::new();
    let mut found: BTreeSet<String> = BTreeSet::new();
    for (olds, news) in groups.into_values() {
        let kept: Vec<Part> = olds.iter().map(|old| as_part(old, &into)).collect();
        let parts: Vec<Part> = news
            .iter()
            .map(|one| Part::kept(one.class.unwrap_or(Class::TableMismatch), one.region.clone(), one.at))
            .collect();
        let goes_on: BTreeMap<usize, usize> =
            matched(&kept, &parts).into_iter().map(|(old, new)| (new, old)).collect();
        for (at, one) in news.into_iter().enumerate() {
            let same_name = olds.iter().find(|old| old.id == one.row.id);
            let by_ground = goes_on.get(&at).and_then(|old| olds.get(*old)).filter(|_| one.class.is_some());
            let before = by_ground.or(same_name).filter(|old| !found.contains(&old.id));
            let mut row = one.row;
            row.plan.clone_from(&plan);
            asked.now.clone_into(&mut row.found_at);
            if let Some(old) = before {
                row.id.clone_from(&old.id);
                row.found_at.clone_from(&old.found_at);
                // What was no more and is again is looked at again.
                if old.lost_at.is_none() || old.settlement.state != ConflictState::Mapped {
                    row.settlement = old.settlement.clone();
                }
            }
            found.insert(row.id.clone());
            if before.is_none_or(|old| **old != row) {
                out.push(row);
            }
        }
    }
    out.extend(lost(asked, &found));
    out
}

/// Rows of the layer that changed which are found no more.
fn lost(asked: &Reckoning<'_>, found: &BTreeSet<String>) -> Vec<Conflict> {
    let concerns = |old: &&Conflict| {
        let (first, second) = names(old);
        asked.changed.is_none_or(|changed| changed == first || changed == second)
    };
    let old = asked.old.iter().filter(|old| old.kind == ConflictKind::Space && old.lost_at.is_none());
    old.filter(concerns)
        .filter(|old| !found.contains(&old.id))
        .map(|old| Conflict { lost_at: Some(asked.now.to_owned()), ..old.clone() })
        .collect()
}

/// A row that stands, as far as its ground and class go.
fn as_part(row: &Conflict, into: &dyn Fn([f64; 2]) -> [f64; 2]) -> Part {
    let extent: Extent = read(&row.extent);
    let shape = extent.geometry.as_ref().and_then(super::named::shape_of);
    let region =
        shape.and_then(|shape| region_in(&shape, into).ok()).map(|(region, _)| region).unwrap_or_default();
    let class = Class::parse(&row.class).unwrap_or(Class::TableMismatch);
    Part::kept(class, region, extent.at.unwrap_or_default())
}
