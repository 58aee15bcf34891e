//! `space check`: every layer by itself, and each two of them.

use super::found::{Examined, Found};
use super::opened::{self, Opened};
use super::{output, program};
use crate::args::{SpaceCheck, SpaceForm};
use crate::commands::reader;
use crate::failure::Failure;
use crate::files;
use layers::Wanted;
use source::Lang;
use space::{Plane, Region, Settings, examine as examine_alone, overlay, pair, prepare};
use std::path::Path;
use std::process::ExitCode;

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
    let space::Examined { layer, agreements, conflicts } =
        examine_alone(&opened.source, whole, plane, settings);
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
