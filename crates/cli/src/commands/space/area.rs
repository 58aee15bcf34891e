//! `space area`: how large layers are, in both kinds of area.

use super::opened::{self, Opened};
use super::output::{agreed, area, said};
use super::program::agreement_json;
use crate::args::{SpaceArea, SpaceForm};
use crate::failure::Failure;
use crate::files;
use serde_json::{Value, json};
use source::{Lang, Words};
use space::{Agreement, Figure, Layer, Plane, agreement, prepare};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::process::ExitCode;

/// A layer that was measured.
struct Sized {
    opened: Opened,
    plane: Plane,
    layer: Layer,
    agreements: Vec<Agreement>,
    /// Plane and ellipsoidal area by value of a field, with the number of features.
    groups: BTreeMap<String, (usize, f64, f64)>,
}

/// `space area`.
pub(super) fn run(options: &SpaceArea, lang: Lang) -> Result<ExitCode, Failure> {
    let figure = options.stated.as_deref().map(figure).transpose()?;
    let sized =
        opened::open(&options.layers)?.into_iter().map(|opened| measure(opened, options.by.as_deref()));
    let sized = sized.collect::<Result<Vec<_>, _>>()?;
    let text = match options.layers.format {
        SpaceForm::Human => {
            human(&sized, figure.as_ref(), options.stated.as_deref().unwrap_or_default(), lang)
        }
        SpaceForm::Json => pretty(
            &json!({"layers": sized.iter().map(|one| json_of(one, figure.as_ref(), lang)).collect::<Vec<_>>()}),
        ),
        SpaceForm::Geojson => geojson(&sized),
    };
    match &options.layers.output {
        Some(path) => files::write(path, text.as_bytes())?,
        None => files::print(&text)?,
    }
    let misses = figure.is_some_and(|figure| {
        let (plane, ellipsoid) = totals(&sized);
        !figure.agrees(plane) && !figure.agrees(ellipsoid)
    });
    Ok(ExitCode::from(u8::from(misses)))
}

fn figure(text: &str) -> Result<Figure, Failure> {
    Figure::parse(text).ok_or_else(|| {
        Failure::new(
            format!("“{text}”不是面积。请写成 524.5万亩、30公顷、12.6平方公里。"),
            format!("“{text}” is no area; write it as 524.5万亩, 30公顷 or 12.6平方公里"),
        )
    })
}

fn measure(opened: Opened, by: Option<&str>) -> Result<Sized, Failure> {
    let plane = opened::plane(std::slice::from_ref(&opened))?;
    let layer = prepare(&opened.source, &plane);
    let mut groups = BTreeMap::new();
    if let Some(field) = by {
        let values: BTreeMap<u32, String> = opened
            .source
            .features
            .iter()
            .filter_map(|feature| Some((feature.row, feature.attributes.get(field)?.to_string())))
            .collect();
        if values.is_empty() {
            let fields: Vec<&String> =
                opened.source.features.iter().flat_map(|feature| feature.attributes.keys()).collect();
            let mut fields: Vec<&str> = fields.into_iter().map(String::as_str).collect();
            fields.sort_unstable();
            fields.dedup();
            return Err(Failure::new(
                format!("“{}”没有字段“{field}”；有：{}。", opened.source.name, fields.join("、")),
                format!("“{}” has no field “{field}”; it has: {}", opened.source.name, fields.join(", ")),
            ));
        }
        for zone in &layer.zones {
            let value = values.get(&zone.row).cloned().unwrap_or_default();
            let group: &mut (usize, f64, f64) = groups.entry(value).or_default();
            *group = (group.0 + 1, group.1 + zone.plane_area, group.2 + zone.ellipsoidal_area);
        }
    }
    let agreements = agreement(&opened.source);
    Ok(Sized { opened, plane, layer, agreements, groups })
}

fn totals(sized: &[Sized]) -> (f64, f64) {
    let each = sized.iter().map(|one| (one.layer.plane_area(), one.layer.ellipsoidal_area()));
    each.fold((0.0, 0.0), |(plane, ellipsoid), (a, b)| (plane + a, ellipsoid + b))
}

/// How a figure of a text compares with the two areas.
fn compared(figure: &Figure, text: &str, plane: f64, ellipsoid: f64) -> Words {
    let in_unit = |area: f64| area / figure.unit;
    let (zh, en) = match (figure.agrees(plane), figure.agrees(ellipsoid)) {
        (true, true) => ("与平面面积、椭球面积都一致", "agrees with both plane and ellipsoidal area"),
        (true, false) => {
            ("与平面面积一致，与椭球面积不一致", "agrees with the plane area, not with the ellipsoidal area")
        }
        (false, true) => {
            ("与椭球面积一致，与平面面积不一致", "agrees with the ellipsoidal area, not with the plane area")
        }
        (false, false) => ("图数不符", "differs from both areas"),
    };
    let unit = &figure.unit_name;
    let half = figure.half / figure.unit;
    let (plane, ellipsoid) = (in_unit(plane), in_unit(ellipsoid));
    Words::new(
        format!("文字 {text}（±{half:.6}{unit}）{zh}：平面 {plane:.6}{unit}，椭球 {ellipsoid:.6}{unit}"),
        format!(
            "the text's {text} (±{half:.6}{unit}) {en}: plane {plane:.6}{unit}, ellipsoid {ellipsoid:.6}{unit}"
        ),
    )
}

fn human(sized: &[Sized], figure: Option<&Figure>, text: &str, lang: Lang) -> String {
    let mut out = String::new();
    for one in sized {
        let (layer, source) = (&one.layer, &one.opened.source);
        let crs = source.crs.words();
        let _ = writeln!(
            out,
            "{}  {}  {} ({})",
            layer.name,
            one.opened.format,
            crs.get(lang),
            one.opened.how.get(lang)
        );
        let (plane, ellipsoid) = (layer.plane_area(), layer.ellipsoidal_area());
        let system = one.plane.crs().words();
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "  面 {}；平面面积 {plane:.3} 平方米（{}）\n  椭球面积 {ellipsoid:.3} 平方米（2008 年公式）；平面比椭球多 {:.2e}",
                layer.zones.len(),
                system.zh,
                plane / ellipsoid - 1.0
            ),
            Lang::En => writeln!(
                out,
                "  {} polygons; plane area {plane:.3} m² ({})\n  ellipsoidal area {ellipsoid:.3} m² (formula of 2008); the plane exceeds it by {:.2e}",
                layer.zones.len(),
                system.en,
                plane / ellipsoid - 1.0
            ),
        };
        for note in &one.opened.notes {
            let _ = writeln!(out, "  {}{}", said(lang, "提示：", "note: "), note.get(lang));
        }
        for agreement in &one.agreements {
            let _ = writeln!(out, "  {}", agreed(agreement).get(lang));
        }
        for finding in &layer.findings {
            let words = finding.trouble.words();
            let _ = writeln!(
                out,
                "  {}",
                said(
                    lang,
                    format!("第 {} 行 {}：{}", finding.row, finding.label, words.zh),
                    format!("row {} {}: {}", finding.row, finding.label, words.en)
                )
            );
        }
        for (value, (count, plane, ellipsoid)) in &one.groups {
            let value = if value.is_empty() { said(lang, "（空）", "(blank)") } else { value.clone() };
            let _ = writeln!(out, "  {value}  {count}  {}  {}", area(*plane, lang), area(*ellipsoid, lang));
        }
    }
    if let Some(figure) = figure {
        let (plane, ellipsoid) = totals(sized);
        let _ = writeln!(out, "{}", compared(figure, text, plane, ellipsoid).get(lang));
    }
    out
}

fn json_of(one: &Sized, figure: Option<&Figure>, lang: Lang) -> Value {
    let (layer, source) = (&one.layer, &one.opened.source);
    let zones = layer.zones.iter().map(|zone| {
        json!({"row": zone.row, "id": zone.id, "label": zone.label, "plane_area": zone.plane_area, "ellipsoidal_area": zone.ellipsoidal_area})
    });
    let groups = one.groups.iter().map(|(value, (count, plane, ellipsoid))| {
        json!({"value": value, "count": count, "plane_area": plane, "ellipsoidal_area": ellipsoid})
    });
    let stated = figure.map(|figure| {
        json!({"square_metres": figure.value, "half": figure.half, "agrees_plane": figure.agrees(layer.plane_area()),
               "agrees_ellipsoidal": figure.agrees(layer.ellipsoidal_area())})
    });
    let findings = layer.findings.iter().map(|finding| {
        json!({"row": finding.row, "label": finding.label, "trouble": finding.trouble.name(), "message": finding.trouble.words().get(lang), "at": finding.at})
    });
    json!({
        "name": layer.name,
        "version": layer.version,
        "crs": source.crs.words().get(lang),
        "epsg": source.crs.epsg(),
        "plane": {"crs": one.plane.crs().words().get(lang), "epsg": one.plane.crs().epsg()},
        "plane_area": layer.plane_area(),
        "ellipsoidal_area": layer.ellipsoidal_area(),
        "agreements": one.agreements.iter().map(|agreement| agreement_json(agreement, lang)).collect::<Vec<_>>(),
        "notes": one.opened.notes.iter().map(|note| note.get(lang)).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
        "groups": groups.collect::<Vec<_>>(),
        "stated": stated,
        "polygons": zones.collect::<Vec<_>>(),
    })
}

/// The polygons as they are after repair, with both areas.
fn geojson(sized: &[Sized]) -> String {
    let mut features = Vec::new();
    for one in sized {
        for zone in &one.layer.zones {
            let ring = |ring: &Vec<[f64; 2]>| {
                let closed = ring.iter().chain(ring.first());
                closed.map(|point| one.plane.to_degrees(*point)).collect::<Vec<_>>()
            };
            let polygons: Vec<Vec<Vec<[f64; 2]>>> =
                zone.region.polygons().iter().map(|polygon| polygon.iter().map(ring).collect()).collect();
            features.push(json!({
                "type": "Feature", "id": zone.id,
                "properties": {"layer": one.layer.name, "row": zone.row, "label": zone.label, "plane_area": zone.plane_area, "ellipsoidal_area": zone.ellipsoidal_area},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            }));
        }
    }
    json!({"type": "FeatureCollection", "features": features}).to_string() + "\n"
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
