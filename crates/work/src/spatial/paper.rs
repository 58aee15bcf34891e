//! The map of a plan as a sheet of paper.

use super::held::{current, source};
use super::one_core::on_one_core;
use super::said::{Extent, Side, read};
use crate::view::PlanView;
use crate::{Fault, Service, Viewer, conflicts};
use cartography::{Drawn, Mark, Outline, Sheet, Style};
use source::{Lang, Words};
use space::{Bounds, Crs, Datum, Geometry, Plane, Source};
use store::{Conflict, Layer, Secrecy};

/// Conflicts with a number on a sheet; the others stand in the ledger.
const MOST_MARKS: usize = 40;

/// The layers of a plan that hold, with the conflicts that wait, as SVG.
///
/// # Errors
/// There is nothing to draw, or a public map has no approval.
pub async fn sheet(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    year: Option<i64>,
    lang: Lang,
) -> Result<String, Fault> {
    let store = service.store();
    let is_public = viewer.sees_published_only();
    let mut layers = current(store.layers(view.id()).await?, year);
    layers.retain(|layer| !is_public || layer.released.is_some());
    layers.sort_by_key(|layer| (std::cmp::Reverse(layer.rank.unwrap_or(i64::MAX)), layer.name.clone()));
    if layers.is_empty() {
        return Err(if is_public {
            Fault::not_found(
                "没有公开的图层：地图在取得审图号、由规划部门公开之后才能看到。",
                "No layer is public: a map is shown when it is approved and the planning office has released it.",
            )
        } else {
            Fault::not_found("本规划还没有图层。", "The plan has no layers yet.")
        });
    }
    let mut sources = Vec::new();
    for layer in layers {
        let reading = store.layer_reading(layer.id).await?;
        sources.push((layer, reading));
    }
    let waiting = if is_public { Vec::new() } else { store.conflicts(view.id()).await? };
    let (title, day) = (view.title().to_owned(), service.today().to_string());
    let drawn = tokio::task::spawn_blocking(move || {
        on_one_core(|| draw(&title, &day, sources, waiting, is_public, lang))
    });
    drawn.await.map_err(|error| Fault::internal(&error))?
}

fn draw(
    title: &str,
    day: &str,
    kept: Vec<(Layer, Vec<u8>)>,
    waiting: Vec<Conflict>,
    is_public: bool,
    lang: Lang,
) -> Result<String, Fault> {
    let mut layers: Vec<(Layer, Source)> = Vec::new();
    for (layer, reading) in kept {
        let source = source(&layer, &reading)?;
        layers.push((layer, source));
    }
    let plane =
        Plane::of(&layers.iter().map(|(_, source)| source).collect::<Vec<_>>()).map_err(|unplaced| {
            let words = unplaced.words();
            Fault::bad_request(words.zh, words.en)
        })?;
    let drawn = layers.iter().map(|(layer, source)| {
        let grid = layer.released.as_ref().filter(|_| is_public).map(|released| released.grid);
        let mut one = in_plane(source, &plane, grid);
        one.name.clone_from(&layer.name);
        one.style = Style::of(&layer.kind);
        one
    });
    let sheet = Sheet {
        title: title.to_owned(),
        notes: notes(&layers, &plane, day, is_public, lang),
        layers: drawn.collect(),
        marks: marks(waiting, &plane, lang),
        words: [
            Words::new("图例", "Legend"),
            Words::new("待处置的冲突", "Conflicts that wait"),
            Words::new("北", "N"),
        ],
        lang,
    };
    Ok(sheet.svg())
}

/// The conflicts that wait, the heavier first, with their numbers.
fn marks(waiting: Vec<Conflict>, plane: &Plane, lang: Lang) -> Vec<Mark> {
    let mut waiting: Vec<Conflict> =
        waiting.into_iter().filter(|one| conflicts::waits(one) && one.weight != "noise").collect();
    waiting.sort_by_cached_key(conflicts::order);
    let into = plane.from(&Crs::Geographic(Datum::Cgcs2000));
    let located = waiting.iter().filter_map(|one| Some((one, read::<Extent>(&one.extent).at?)));
    let mark = |(at, (one, place)): (usize, (&Conflict, [f64; 2]))| {
        let sides: [Side; 2] = [read(&one.first), read(&one.second)];
        let sides = sides.map(|side| if side.label.is_empty() { side.name } else { side.label });
        let sides: Vec<&str> = sides.iter().map(String::as_str).filter(|side| !side.is_empty()).collect();
        let class = conflicts::class_words(&one.class);
        Mark { number: at + 1, at: into(place), text: format!("{} {}", class.get(lang), sides.join(" × ")) }
    };
    located.take(MOST_MARKS).enumerate().map(mark).collect()
}

/// What the sheet says of itself: coordinate system, versions, day, and whether it may leave the house.
fn notes(layers: &[(Layer, Source)], plane: &Plane, day: &str, is_public: bool, lang: Lang) -> Vec<String> {
    let said = |zh: String, en: String| Words::new(zh, en).get(lang).to_owned();
    let versions: Vec<String> =
        layers.iter().map(|(layer, _)| format!("{} {}", layer.name, layer.version)).collect();
    let system = plane.crs().words();
    let last = if is_public {
        let mut approvals: Vec<&str> =
            layers.iter().filter_map(|(layer, _)| Some(layer.released.as_ref()?.approval.as_str())).collect();
        approvals.dedup();
        said(format!("审图号 {}", approvals.join("、")), format!("approval {}", approvals.join(", ")))
    } else {
        let is_secret = layers.iter().any(|(layer, _)| layer.secrecy == Some(Secrecy::WorkSecret));
        let (zh, en) =
            if is_secret { ("工作秘密", "work secret") } else { ("内部使用", "for internal use") };
        said(format!("{zh}；供核对，不代表结论"), format!("{en}; to be checked, no verdict"))
    };
    vec![
        said(format!("坐标系 {}", system.zh), format!("coordinate system {}", system.en)),
        said(format!("图层版本 {}", versions.join("；")), format!("versions {}", versions.join("; "))),
        said(format!("制图日期 {day}"), format!("drawn on {day}")),
        last,
    ]
}

/// A layer in the plane; with a grid in metres, its vertices moved to it.
fn in_plane(source: &Source, plane: &Plane, grid: Option<f64>) -> Drawn {
    let into = plane.from(&source.crs);
    let place = |point: &[f64; 2]| {
        let point = into(*point);
        grid.map_or(point, |grid| point.map(|value| (value / grid).round() * grid))
    };
    let mut drawn =
        Drawn { name: String::new(), style: Style::of("other"), areas: Vec::new(), points: Vec::new() };
    for (feature, one) in source.features.iter().enumerate() {
        match &one.geometry {
            Geometry::Points(points) => drawn.points.extend(points.iter().map(place)),
            Geometry::Areas(shape) => {
                let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(place).collect::<Vec<_>>();
                let polygons: Vec<Vec<Vec<[f64; 2]>>> =
                    shape.polygons.iter().map(|polygon| polygon.iter().map(ring).collect()).collect();
                let bounds = Bounds::of(polygons.iter().flatten().flatten());
                drawn.areas.extend(bounds.map(|bounds| Outline { feature, polygons, bounds }));
            }
            _ => {}
        }
    }
    drawn.points.retain(|point| point.iter().all(|value| value.is_finite()));
    drawn
}
