//! `space check`: every layer by itself, and each two of them.

use super::opened::{self, Opened};
use super::{output, program};
use crate::args::{SpaceCheck, SpaceForm};
use crate::commands::reader;
use crate::failure::Failure;
use crate::files;
use layers::Wanted;
use source::Lang;
use space::{
    Agreement, Conflict, Layer, Measured, Pairing, Plane, Region, Settings, Trouble, Weight, agreement,
    alone, attribute_conflicts, overlay, pair, prepare, voids,
};
use std::path::Path;
use std::process::ExitCode;

/// A layer, and what was found in it alone.
#[derive(Debug)]
pub(super) struct Examined {
    pub(super) opened: Opened,
    pub(super) layer: Layer,
    pub(super) agreements: Vec<(Agreement, Vec<Measured>)>,
    /// Ground that it covers twice, and ground that it leaves out.
    pub(super) conflicts: Vec<Conflict>,
}

/// All that was found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) plane: Plane,
    pub(super) settings: Settings,
    pub(super) layers: Vec<Examined>,
    /// Places of the two layers, and what they disagree about.
    pub(super) pairs: Vec<(usize, usize, Pairing)>,
}

impl Found {
    /// Every conflict, with the places of its layers: once for a layer alone.
    pub(super) fn conflicts(&self) -> impl Iterator<Item = (usize, Option<usize>, f64, &Conflict)> {
        let alone = self.layers.iter().enumerate().flat_map(|(at, examined)| {
            let tolerance = self.settings.tolerance.unwrap_or(2.0 * examined.layer.accuracy);
            examined.conflicts.iter().map(move |conflict| (at, None, tolerance, conflict))
        });
        let pairs = self.pairs.iter().flat_map(|(a, b, pairing)| {
            pairing.conflicts.iter().map(move |conflict| (*a, Some(*b), pairing.tolerance, conflict))
        });
        alone.chain(pairs)
    }

    /// Whether anything was found that somebody has to decide.
    pub(super) fn is_serious(&self) -> bool {
        let heavy = |conflict: &Conflict| matches!(conflict.weight, Weight::Substantial | Weight::Unmeasured);
        // What does not show in three digits of a square metre is told, and no reason for alarm.
        let doubled = |layer: &Layer| {
            layer
                .findings
                .iter()
                .any(|finding| matches!(finding.trouble, Trouble::Doubled(area) if area >= 5e-4))
        };
        self.conflicts().any(|(.., conflict)| heavy(conflict))
            || self.layers.iter().any(|examined| {
                doubled(&examined.layer) || examined.agreements.iter().any(|(_, wrong)| !wrong.is_empty())
            })
    }
}

/// `space check`.
pub(super) fn run(options: &SpaceCheck, lang: Lang) -> Result<ExitCode, Failure> {
    let found = examine(options)?;
    let text = match options.layers.format {
        SpaceForm::Human => output::human(&found, lang),
        SpaceForm::Json => program::json(&found, lang),
        SpaceForm::Geojson => program::geojson(&found, lang),
    };
    match &options.layers.output {
        Some(path) => files::write(path, text.as_bytes())?,
        None => files::print(&text)?,
    }
    Ok(ExitCode::from(u8::from(found.is_serious())))
}

fn examine(options: &SpaceCheck) -> Result<Found, Failure> {
    let opened = opened::open(&options.layers)?;
    let plane = opened::plane(&opened)?;
    let settings =
        Settings { tolerance: options.tolerance, minimum_area: options.minimum_area, apart: options.apart };
    let closed = opened.iter().find(|one| opened.len() > 1 && !one.source.crs.datum().is_open());
    if let Some(one) = closed {
        let datum = one.source.crs.datum().name();
        return Err(Failure::new(
            format!(
                "“{}”是 {datum} 坐标，转换参数不公开，不能叠加。请先在测绘部门转换到 CGCS2000。",
                one.source.name
            ),
            format!(
                "“{}” is in {datum}, whose parameters are not public: it cannot be overlaid; have it converted to CGCS2000 by the surveying office",
                one.source.name
            ),
        ));
    }
    let whole = options.region.as_deref().map(|path| region(path, &plane)).transpose()?;
    let layers: Vec<Examined> =
        opened.into_iter().map(|opened| alone_with(opened, whole.as_ref(), &plane, &settings)).collect();
    let mut pairs = Vec::new();
    for (at, a) in layers.iter().enumerate() {
        for (other, b) in layers.iter().enumerate().skip(at + 1) {
            let pairing = pair(&a.layer, &b.layer, &plane, &settings);
            pairs.push((at, other, pairing.map_err(|apart| Failure::from_words(apart.words()))?));
        }
    }
    Ok(Found { plane, settings, layers, pairs })
}

fn alone_with(opened: Opened, whole: Option<&Region>, plane: &Plane, settings: &Settings) -> Examined {
    let layer = prepare(&opened.source, plane);
    let agreements = agreement(&opened.source).into_iter().map(|found| {
        let wrong = attribute_conflicts(&opened.source, &found);
        (found, wrong)
    });
    let agreements = agreements.collect();
    let mut conflicts = alone(&layer, plane, settings);
    if layer.kind.is_some_and(|kind| kind.seamless) {
        conflicts.extend(voids(&layer, whole, plane, settings));
    }
    Examined { opened, layer, agreements, conflicts }
}

/// The ground of a whole layer.
fn region(path: &Path, plane: &Plane) -> Result<Region, Failure> {
    let opened = opened::read(path, "", &Wanted::default(), None, None)?;
    let layer = prepare(&opened.source, plane);
    if layer.zones.is_empty() {
        let words =
            source::Words::new("没有面，不能作为地区范围。", "it holds no polygons and outlines no area");
        return Err(reader::cannot(path, &words));
    }
    Ok(overlay::dissolved(layer.zones.iter().map(|zone| &zone.region)))
}
