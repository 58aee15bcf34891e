//! Files of layers, each read in a child, with what a person knows better than the file.

use crate::args::{Layers, length};
use crate::commands::reader;
use crate::failure::Failure;
use crate::files;
use layers::Wanted;
use source::Words;
use space::{Crs, Kind, Plane, Settings, Source};
use std::path::{Path, PathBuf};

/// A layer as it was read, and what is to be said about the reading.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) path: PathBuf,
    pub(super) format: &'static str,
    pub(super) how: Words,
    pub(super) kind_was_told: bool,
    pub(super) notes: Vec<Words>,
    pub(super) source: Source,
}

/// Options of the form `[LAYER=]VALUE`.
struct Told<'a>(&'a [String]);

impl Told<'_> {
    /// The value for a layer: its own, or that for all.
    fn of(&self, name: &str) -> Option<&str> {
        let own = self.0.iter().find_map(|option| {
            option.split_once('=').filter(|(layer, _)| *layer == name).map(|(_, value)| value)
        });
        own.or_else(|| self.0.iter().map(String::as_str).find(|option| !option.contains('=')))
    }

    /// Every layer that is named is there.
    fn known(&self, names: &[String]) -> Result<(), Failure> {
        let named = self.0.iter().filter_map(|option| option.split_once('=')).map(|(layer, _)| layer);
        match named.into_iter().find(|layer| !names.iter().any(|name| name == layer)) {
            None => Ok(()),
            Some(unknown) => Err(Failure::new(
                format!("没有名为“{unknown}”的图层；这里有：{}。", names.join("、")),
                format!("there is no layer “{unknown}” here; there are: {}", names.join(", ")),
            )),
        }
    }
}

/// Names of layers: the names of their files, or their paths where two names are the same.
fn names(paths: &[PathBuf]) -> Vec<String> {
    let stem = |path: &PathBuf| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let stems: Vec<String> = paths.iter().map(stem).collect();
    let is_single = |name: &String| stems.iter().filter(|other| *other == name).count() == 1;
    let named = paths.iter().zip(&stems);
    named
        .map(|(path, stem)| if is_single(stem) { stem.clone() } else { path.display().to_string() })
        .collect()
}

/// Reads all layers.
pub(super) fn open(options: &Layers) -> Result<Vec<Opened>, Failure> {
    let names = names(&options.files);
    let [systems, kinds, accuracies, tables] =
        [&options.crs, &options.kind, &options.accuracy, &options.table].map(|list| Told(list));
    for told in [&systems, &kinds, &accuracies, &tables] {
        told.known(&names)?;
    }
    let one = |(path, name): (&PathBuf, &String)| {
        let wanted = Wanted {
            crs: systems.of(name).map(system).transpose()?,
            table: tables.of(name).map(str::to_owned),
        };
        let told = kinds.of(name).map(kind).transpose()?;
        let accuracy = accuracies.of(name).map(metres).transpose()?;
        read(path, name, &wanted, told, accuracy)
    };
    options.files.iter().zip(&names).map(one).collect()
}

/// Reads one layer.
pub(super) fn read(
    path: &Path,
    name: &str,
    wanted: &Wanted,
    kind: Option<&'static Kind>,
    accuracy: Option<f64>,
) -> Result<Opened, Failure> {
    let bytes = files::read(path)?;
    let version: String = files::sha256(&bytes).chars().take(12).collect();
    let (raw, _) = reader::layer(bytes, wanted, path)?;
    let recognised = || Kind::recognised(&raw.title).or_else(|| Kind::recognised(name));
    let source = Source {
        name: name.to_owned(),
        kind: kind.or_else(recognised),
        version,
        accuracy: accuracy.unwrap_or(Settings::ACCURACY),
        crs: raw.crs,
        features: raw.features,
    };
    let mut notes = raw.notes;
    if accuracy.is_none() && is_raster(&source) {
        notes.push(Words::new(
            "有 gridcode 字段，像是由栅格转成；边线的精度约为栅格大小的一半，请用 --accuracy 指明",
            "has a field gridcode, as if made from a raster; its lines are as exact as half a cell: say so with --accuracy",
        ));
    }
    Ok(Opened {
        path: path.to_owned(),
        format: raw.format.name(),
        how: raw.how,
        kind_was_told: kind.is_some(),
        notes,
        source,
    })
}

fn is_raster(source: &Source) -> bool {
    let fields = source.features.first().map(|feature| &feature.attributes);
    fields.is_some_and(|fields| fields.keys().any(|name| name.eq_ignore_ascii_case("gridcode")))
}

/// The plane for layers.
pub(super) fn plane(layers: &[Opened]) -> Result<Plane, Failure> {
    let sources: Vec<&Source> = layers.iter().map(|opened| &opened.source).collect();
    Plane::of(&sources).map_err(|unplaced| Failure::from_words(unplaced.words()))
}

fn system(text: &str) -> Result<Crs, Failure> {
    Crs::parse(text).ok_or_else(|| {
        let codes = layers::codes();
        Failure::new(
            format!("不认识坐标系“{text}”；请写{}。", codes.zh),
            format!("“{text}” is no coordinate system that is known here; write one {}", codes.en),
        )
    })
}

fn kind(text: &str) -> Result<&'static Kind, Failure> {
    Kind::parse(text).ok_or_else(|| {
        let keys: Vec<&str> = Kind::all().iter().map(|kind| kind.key).collect();
        Failure::new(
            format!("没有“{text}”这种图层；可用：{}。", keys.join("、")),
            format!("there is no kind of layer “{text}”; there are: {}", keys.join(", ")),
        )
    })
}

fn metres(text: &str) -> Result<f64, Failure> {
    length(text).map_err(|message| Failure::new(message.clone(), message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layers_own_value_goes_before_that_for_all() {
        let list = ["EPSG:4547".to_owned(), "红线=EPSG:4490".to_owned()];
        let told = Told(&list);
        assert_eq!((told.of("红线"), told.of("边界")), (Some("EPSG:4490"), Some("EPSG:4547")));
        assert!(told.known(&["边界".to_owned()]).is_err());
        assert!(told.known(&["红线".to_owned()]).is_ok());
    }

    #[test]
    fn layers_of_one_name_are_told_apart_by_their_folder() {
        let paths = ["a/x.zip", "b/x.zip", "c/y.json"].map(PathBuf::from);
        assert_eq!(names(&paths), ["a/x.zip", "b/x.zip", "y"]);
    }
}
