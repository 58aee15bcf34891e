//! PX, file format 2013 (Statistics Sweden): dense tables, one file for each frequency.

use super::About;
use crate::cube::{Cell, Code, Cube, Dimension, Role};
use source::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The files of a cube: `figures_A.px`, `figures_Q.px`, ...
pub(super) fn files(cube: &Cube, about: &About) -> BTreeMap<String, Vec<u8>> {
    let Some(frequencies) = cube.dimensions.first() else { return BTreeMap::new() };
    let one = |(at, frequency): (usize, &Code)| {
        let name = format!("{}_{}.px", cube.id.to_ascii_lowercase(), frequency.id.trim_start_matches('_'));
        (name, text(cube, about, at, frequency).into_bytes())
    };
    frequencies.codes.iter().enumerate().map(one).collect()
}

/// A text without what ends or opens one in PX; lines are broken with `#`.
fn plain(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    text.replace('"', "'").replace([';', '='], " ").trim().to_owned()
}

fn quoted<'t>(texts: impl Iterator<Item = &'t str>) -> String {
    texts.map(|text| format!("\"{}\"", plain(text))).collect::<Vec<_>>().join(",")
}

/// A dimension with the codes that the file has.
struct Axis<'a> {
    dimension: &'a Dimension,
    /// Place in the key of cells.
    at: usize,
    codes: Vec<usize>,
    /// Names, made different where two codes have the same.
    names: Vec<String>,
}

impl<'a> Axis<'a> {
    fn new(dimension: &'a Dimension, at: usize, cells: &[&Cell], lang: Lang) -> Self {
        let mut codes: Vec<usize> = cells.iter().filter_map(|cell| cell.key.get(at).copied()).collect();
        codes.sort_unstable();
        codes.dedup();
        let found = |place: &usize| dimension.codes.get(*place);
        let mut names: Vec<String> =
            codes.iter().filter_map(found).map(|code| plain(code.name.get(lang))).collect();
        let twice: Vec<bool> =
            names.iter().map(|name| names.iter().filter(|other| *other == name).count() > 1).collect();
        for ((name, twice), code) in names.iter_mut().zip(twice).zip(codes.iter().filter_map(found)) {
            if twice || name.is_empty() {
                *name = format!("{name} ({})", plain(&code.id));
            }
        }
        Self { dimension, at, codes, names }
    }

    fn ids(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().filter_map(|place| self.dimension.codes.get(*place)).map(|code| code.id.as_str())
    }

    fn name(&self, lang: Lang) -> &str {
        self.dimension.name.get(lang)
    }
}

fn text(cube: &Cube, about: &About, frequency: usize, code: &Code) -> String {
    let lang = about.lang;
    let cells: Vec<&Cell> = cube.cells.iter().filter(|cell| cell.key.first() == Some(&frequency)).collect();
    let axes: Vec<Axis<'_>> = cube
        .dimensions
        .iter()
        .enumerate()
        .skip(1)
        .map(|(at, one)| Axis::new(one, at, &cells, lang))
        .collect();
    let decimals = cells.iter().filter_map(|cell| cell.decimals()).max().unwrap_or(0).min(6);
    let mut out = head(cube, about, decimals, &axes);
    for axis in &axes {
        let name = plain(axis.name(lang));
        let _ = writeln!(out, "VALUES(\"{name}\")={};", quoted(axis.names.iter().map(String::as_str)));
    }
    for axis in &axes {
        let name = plain(axis.name(lang));
        if axis.dimension.role == Role::Time && code.id != "_O" {
            let _ = writeln!(
                out,
                "TIMEVAL(\"{name}\")=TLIST({}1),{};",
                if code.id == "S" { "H" } else { &code.id },
                quoted(axis.ids())
            );
        }
        let _ = writeln!(out, "CODES(\"{name}\")={};", quoted(axis.ids()));
    }
    for axis in axes.iter().filter(|axis| axis.dimension.role == Role::Measured) {
        for (name, place) in axis.names.iter().zip(&axis.codes) {
            let unit = axis.dimension.codes.get(*place).map_or("", |code| code.unit.as_str());
            let of_it = cells.iter().filter(|cell| cell.key.get(axis.at) == Some(place));
            let own = of_it.filter_map(|cell| cell.decimals()).max().unwrap_or(0);
            let _ = writeln!(
                out,
                "UNITS(\"{name}\")=\"{}\";",
                if unit.is_empty() { "-".to_owned() } else { plain(unit) }
            );
            if own > 0 {
                let _ = writeln!(out, "PRECISION(\"{}\",\"{name}\")={own};", plain(axis.name(lang)));
            }
        }
    }
    cell_notes(&mut out, &axes, &cells);
    out.push_str("DATA=\n");
    data(&mut out, &axes, &cells);
    out.push_str(";\n");
    out
}

fn head(cube: &Cube, about: &About, decimals: u32, axes: &[Axis<'_>]) -> String {
    let lang = about.lang;
    let time = axes.iter().filter(|axis| axis.dimension.role == Role::Time).map(|axis| axis.name(lang));
    let stub = axes.iter().filter(|axis| axis.dimension.role != Role::Time).map(|axis| axis.name(lang));
    let measured =
        axes.iter().find(|axis| axis.dimension.role == Role::Measured).map_or("", |axis| axis.name(lang));
    let (language, note) = match lang {
        Lang::Zh => ("zh", "来源、编号和知晓日见同名的 CSV 文件。缺数记为 ..。"),
        Lang::En => (
            "en",
            "Sources, ids and the days when values became known stand in the CSV file of the same name. Missing values are .. .",
        ),
    };
    let source = if about.publisher.is_empty() { &about.title } else { &about.publisher };
    format!(
        "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2013\";\nCODEPAGE=\"utf-8\";\nLANGUAGE=\"{language}\";\nCREATION-DATE=\"{day} 00:00\";\nDECIMALS={decimals};\nSHOWDECIMALS={decimals};\nMATRIX=\"{id}\";\nSUBJECT-CODE=\"{id}\";\nSUBJECT-AREA=\"{area}\";\nTITLE=\"{title}\";\nCONTENTS=\"{contents}\";\nUNITS=\"-\";\nSTUB={stub};\nHEADING={heading};\nCONTVARIABLE=\"{measured}\";\nLAST-UPDATED=\"{day} 00:00\";\nSOURCE=\"{source}\";\nNOTE=\"{note}\";\n",
        day = about.day.strftime("%Y%m%d"),
        id = cube.id,
        area = plain(if about.area.is_empty() { &about.title } else { &about.area }),
        title = plain(&about.title_of(cube)),
        contents = plain(cube.name.get(lang)),
        stub = quoted(stub),
        heading = quoted(time),
        measured = plain(measured),
        source = plain(source),
    )
}

/// What a number alone would not tell: a status that is not the normal one, a comparison, words in place of a number.
fn cell_notes(out: &mut String, axes: &[Axis<'_>], cells: &[&Cell]) {
    for cell in cells {
        let mut said: Vec<String> = Vec::new();
        if cell.status != "A" {
            said.push(format!("OBS_STATUS {}", cell.status));
        }
        if !cell.comparator.is_empty() {
            said.push(format!("COMPARATOR {}", cell.comparator));
        }
        if let Some(upper) = cell.upper {
            said.push(format!("UPPER {upper}"));
        }
        if !cell.printed.is_empty() {
            said.push(plain(&cell.printed));
        }
        if said.is_empty() {
            continue;
        }
        let names = axes.iter().filter_map(|axis| {
            let place = axis.codes.binary_search(cell.key.get(axis.at)?).ok()?;
            axis.names.get(place).map(String::as_str)
        });
        let _ = writeln!(out, "CELLNOTE({})=\"{}\";", quoted(names), said.join(", "));
    }
}

/// The values, the last axis (time) along the lines.
fn data(out: &mut String, axes: &[Axis<'_>], cells: &[&Cell]) {
    let by_key: BTreeMap<&[usize], &Cell> =
        cells.iter().filter_map(|cell| Some((cell.key.get(1..)?, *cell))).collect();
    let total: usize = axes.iter().map(|axis| axis.codes.len()).product();
    let width = axes.last().map_or(1, |axis| axis.codes.len()).max(1);
    for at in 0..total {
        let mut rest = at;
        let mut key = vec![0; axes.len()];
        for (slot, axis) in key.iter_mut().zip(axes).rev() {
            let size = axis.codes.len().max(1);
            *slot = axis.codes.get(rest % size).copied().unwrap_or_default();
            rest /= size;
        }
        match by_key.get(key.as_slice()).and_then(|cell| cell.value) {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str("\"..\""),
        }
        out.push(if (at + 1) % width == 0 { '\n' } else { ' ' });
    }
}
