//! What was found in layers, for people.

use super::found::{Examined, Found};
use source::{Lang, Words};
use space::{Conflict, Layer, Member, Relation, Weight, Yields};
use std::fmt::Write;

/// How many conflicts of a pair, and findings of a layer, are listed for people before the rest is only counted.
const LISTED: usize = 20;

pub(super) fn said(lang: Lang, zh: impl Into<String>, en: impl Into<String>) -> String {
    match lang {
        Lang::Zh => zh.into(),
        Lang::En => en.into(),
    }
}

/// An area for people: m² up to a hectare, then hectares.
pub(super) fn area(square_metres: f64, lang: Lang) -> String {
    if square_metres.abs() < 1e4 {
        said(lang, format!("{square_metres:.3} 平方米"), format!("{square_metres:.3} m²"))
    } else {
        let hectares = square_metres / 1e4;
        said(lang, format!("{hectares:.4} 公顷"), format!("{hectares:.4} ha"))
    }
}

/// The whole result for people.
pub(super) fn human(found: &Found, lang: Lang) -> String {
    let mut out = String::new();
    for examined in &found.layers {
        layer(&mut out, examined, lang);
    }
    for (a, b, pairing) in &found.pairs {
        let (Some(a), Some(b)) = (found.layers.get(*a), found.layers.get(*b)) else { continue };
        let relation = match pairing.relation {
            Some(Relation::Within) => said(lang, "应在其内", "must lie within"),
            Some(Relation::Apart) => said(lang, "不得重叠", "must not overlap"),
            Some(Relation::Free) => {
                said(lang, "其一不是规划图层，不作冲突比较", "one of the two is no plan: nothing to compare")
            }
            None => {
                said(lang, "没有专门规定，列出全部重叠", "no rule names the two, every overlap is listed")
            }
        };
        let minimum = found.settings.minimum_area;
        let _ = match lang {
            Lang::Zh => writeln!(
                out,
                "\n{} × {}：{relation}；容差 {} 米，最小面积 {minimum} 平方米",
                a.layer.name, b.layer.name, pairing.tolerance
            ),
            Lang::En => writeln!(
                out,
                "\n{} × {}: {relation}; tolerance {} m, minimum area {minimum} m²",
                a.layer.name, b.layer.name, pairing.tolerance
            ),
        };
        if !pairing.in_contact {
            out.push_str(&said(
                lang,
                "  两个图层的要素互不接触；请核对是否为同一地区、同一坐标系\n",
                "  no features of the two come near each other; check that they are of one area and system\n",
            ));
        }
        if pairing.relation != Some(Relation::Free) {
            totals(&mut out, &pairing.conflicts, lang);
        }
        list(&mut out, &pairing.conflicts, [Some(&a.layer), Some(&b.layer)], lang);
        proposed(&mut out, &pairing.conflicts, [&a.layer, &b.layer], lang);
    }
    let _ = writeln!(out, "\n{}", statement(found).get(lang));
    out
}

/// What is proposed for the conflicts of a pair that are more than noise.
fn proposed(out: &mut String, conflicts: &[Conflict], [a, b]: [&Layer; 2], lang: Lang) {
    let mut serious = conflicts.iter().filter(|conflict| conflict.weight != Weight::Noise);
    if let Some(proposal) = serious.find_map(|conflict| conflict.proposal.as_ref()) {
        let yields = match proposal.yields {
            Yields::First => said(lang, format!("{} 退让", a.name), format!("{} gives way", a.name)),
            Yields::Second => said(lang, format!("{} 退让", b.name), format!("{} gives way", b.name)),
            Yields::Decide => said(lang, "由主管部门决定", "a body decides"),
        };
        let _ = match lang {
            Lang::Zh => writeln!(out, "  建议：{yields}。{}（{}）", proposal.words.zh, proposal.source),
            Lang::En => {
                writeln!(out, "  proposal: {yields}; {} ({})", proposal.words.en, proposal.source)
            }
        };
    }
}

fn layer(out: &mut String, examined: &Examined, lang: Lang) {
    let (layer, opened) = (&examined.layer, &examined.opened);
    let kind = layer.kind.map_or_else(
        || said(lang, "种类未知（--kind）", "kind not known (--kind)"),
        |kind| {
            let guessed = if opened.kind_was_told {
                ""
            } else {
                match lang {
                    Lang::Zh => "（按名称识别）",
                    Lang::En => " (by its name)",
                }
            };
            format!("{}{guessed}", kind.words().get(lang))
        },
    );
    let (crs, how) = (opened.source.crs.words(), opened.how.get(lang));
    let _ = writeln!(out, "{}  {kind}  {}  {} ({how})", layer.name, opened.format, crs.get(lang));
    let (plane, ellipsoid) = (area(layer.plane_area(), lang), area(layer.ellipsoidal_area(), lang));
    let (zones, sites) = (layer.zones.len(), layer.sites.len());
    let _ = match lang {
        Lang::Zh => writeln!(
            out,
            "  面 {zones}，点 {sites}；平面面积 {plane}，椭球面积 {ellipsoid}；版本 {}",
            layer.version
        ),
        Lang::En => writeln!(
            out,
            "  {zones} polygons, {sites} points; plane area {plane}, ellipsoidal area {ellipsoid}; version {}",
            layer.version
        ),
    };
    for note in &opened.notes {
        let _ = writeln!(out, "  {}{}", said(lang, "提示：", "note: "), note.get(lang));
    }
    for (agreement, wrong) in &examined.agreements {
        let _ = writeln!(out, "  {}", agreed(agreement).get(lang));
        for measured in wrong.iter().take(LISTED) {
            let _ = writeln!(out, "  {}", mismatch(measured).get(lang));
        }
        more(out, wrong.len(), lang);
    }
    for finding in layer.findings.iter().take(LISTED) {
        let _ = writeln!(
            out,
            "  {}{}",
            row(finding.row, &finding.label, lang),
            finding.trouble.words().get(lang)
        );
    }
    more(out, layer.findings.len(), lang);
    if !examined.conflicts.is_empty() {
        totals(out, &examined.conflicts, lang);
        list(out, &examined.conflicts, [Some(layer), Some(layer)], lang);
    }
}

fn more(out: &mut String, count: usize, lang: Lang) {
    if let Some(more) = count.checked_sub(LISTED).filter(|more| *more > 0) {
        let _ =
            writeln!(out, "  {}", said(lang, format!("……另有 {more} 处"), format!("... and {more} more")));
    }
}

fn row(number: u32, label: &str, lang: Lang) -> String {
    let label = if label.is_empty() { String::new() } else { format!(" {label}") };
    said(lang, format!("第 {number} 行{label}："), format!("row {number}{label}: "))
}

/// What a field states, in words.
pub(super) fn agreed(agreement: &space::Agreement) -> Words {
    let kind = agreement.kind.words();
    let (shift_zh, shift_en) = if agreement.shifted {
        (
            "，去掉 GCJ-02 偏移之后才一致：坐标带有偏移，请用 --crs GCJ-02",
            ", but only when the offset of GCJ-02 is taken off: the coordinates carry it, say --crs GCJ-02",
        )
    } else {
        ("", "")
    };
    let (field, agree, stated, worst) =
        (&agreement.field, agreement.agree, agreement.stated, agreement.worst);
    Words::new(
        format!("{field} 写的是{}：{stated} 个中 {agree} 个一致，最大相差 {worst:.1e}{shift_zh}", kind.zh),
        format!(
            "{field} states the {}: {agree} of {stated} agree, largest difference {worst:.1e}{shift_en}",
            kind.en
        ),
    )
}

fn mismatch(measured: &space::Measured) -> Words {
    let (number, stated, found) = (measured.row, measured.stated, measured.measured);
    Words::new(
        format!("第 {number} 行图表不符：属性 {stated:.3} 平方米，图形 {found:.3} 平方米"),
        format!("row {number}: the field says {stated:.3} m², the geometry has {found:.3} m²"),
    )
}

fn totals(out: &mut String, conflicts: &[Conflict], lang: Lang) {
    let parts = Weight::ALL.iter().filter_map(|weight| {
        let these = conflicts.iter().filter(|conflict| conflict.weight == *weight);
        let (count, sum) =
            these.fold((0, 0.0), |(count, sum), conflict| (count + 1, sum + conflict.plane_area));
        let needed = count > 0 || matches!(weight, Weight::Substantial | Weight::Noise);
        let words = weight.words();
        needed.then(|| {
            said(
                lang,
                format!("{} {count} 处 {}", words.zh, area(sum, lang)),
                format!("{} {count}, {}", words.en, area(sum, lang)),
            )
        })
    });
    let _ = writeln!(out, "  {}", parts.collect::<Vec<_>>().join(&said(lang, "；", "; ")));
}

/// The conflicts that are more than noise, the largest first.
fn list(out: &mut String, conflicts: &[Conflict], layers: [Option<&Layer>; 2], lang: Lang) {
    let mut heavy: Vec<&Conflict> =
        conflicts.iter().filter(|conflict| conflict.weight != Weight::Noise).collect();
    heavy.sort_by(|a, b| {
        a.weight.cmp(&b.weight).then(b.plane_area.total_cmp(&a.plane_area)).then(a.id.cmp(&b.id))
    });
    for conflict in heavy.iter().take(LISTED) {
        let members = [conflict.first, conflict.second].into_iter().zip(layers);
        let who: Vec<String> = members
            .filter_map(|(member, layer)| {
                let member = member?;
                let (number, label) = place(layer?, &member, conflict);
                let share = if conflict.plane_area > 0.0 {
                    format!(" {:.1}%", member.share * 100.0)
                } else {
                    String::new()
                };
                Some(said(
                    lang,
                    format!("第 {number} 行 {label}{share}"),
                    format!("row {number} {label}{share}"),
                ))
            })
            .collect();
        let [x, y] = conflict.at;
        let size = if conflict.plane_area > 0.0 {
            said(
                lang,
                format!(
                    "{}（椭球 {}），平均宽 {:.2} 米",
                    area(conflict.plane_area, lang),
                    area(conflict.ellipsoidal_area, lang),
                    conflict.width
                ),
                format!(
                    "{} (ellipsoid {}), mean width {:.2} m",
                    area(conflict.plane_area, lang),
                    area(conflict.ellipsoidal_area, lang),
                    conflict.width
                ),
            )
        } else {
            String::new()
        };
        let (weight, class) = (conflict.weight.words(), conflict.class.words());
        let _ = writeln!(
            out,
            "  {} {}  {size}  {}  ({x:.6}, {y:.6})  {}",
            weight.get(lang),
            class.get(lang),
            who.join(" × "),
            conflict.id
        );
    }
    more(out, heavy.len(), lang);
}

/// Row and name of the feature that takes part: a point has a share of one and no ground.
pub(super) fn place(layer: &Layer, member: &Member, conflict: &Conflict) -> (u32, String) {
    let is_point = conflict.region.is_empty() && member.share >= 1.0;
    if is_point && let Some(site) = layer.sites.get(member.at) {
        return (site.row, site.label.clone());
    }
    layer.zones.get(member.at).map_or_else(|| (0, String::new()), |zone| (zone.row, zone.label.clone()))
}

/// What may be said at most: never that a plan complies.
pub(super) fn statement(found: &Found) -> Words {
    let names: Vec<String> = found
        .layers
        .iter()
        .map(|examined| format!("{}@{}", examined.layer.name, examined.layer.version))
        .collect();
    let names = names.join(", ");
    let tolerances: Vec<String> =
        found.pairs.iter().map(|(.., pairing)| format!("{} m", pairing.tolerance)).collect();
    let mut tolerances = if tolerances.is_empty() { vec!["-".to_owned()] } else { tolerances };
    tolerances.dedup();
    let (tolerances, minimum, plane) =
        (tolerances.join(", "), found.settings.minimum_area, found.plane.crs().words());
    let heavy = found
        .conflicts()
        .filter(|(.., conflict)| matches!(conflict.weight, Weight::Substantial | Weight::Unmeasured))
        .count();
    let (zh, en) = if heavy == 0 {
        ("未发现实质冲突".to_owned(), "no substantial conflict found".to_owned())
    } else {
        (format!("发现 {heavy} 处实质冲突"), format!("{heavy} substantial conflicts found"))
    };
    Words::new(
        format!(
            "{zh}（依据图层和版本：{names}；容差：{tolerances}；最小面积：{minimum} 平方米；叠加平面：{}）。供主管部门核对，不代表结论。",
            plane.zh
        ),
        format!(
            "{en} (layers and versions: {names}; tolerance: {tolerances}; minimum area: {minimum} m²; plane: {}); for the bodies in charge to check, no verdict",
            plane.en
        ),
    )
}
