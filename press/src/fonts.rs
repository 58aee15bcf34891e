//! The fonts of a machine.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Families that the template asks for. Of a file that holds several faces, for the regions of a script, only these are taken.
const ASKED: [&str; 20] = [
    "Times New Roman",
    "Liberation Serif",
    "Tinos",
    "FangSong_GB2312",
    "FangSong",
    "STFangsong",
    "SimSun",
    "Songti SC",
    "STSong",
    "SimHei",
    "Heiti SC",
    "STHeiti",
    "KaiTi_GB2312",
    "KaiTi",
    "STKaiti",
    "LXGW WenKai",
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Source Han Serif SC",
    "Source Han Sans SC",
];

/// Where systems keep their fonts.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:\\Windows\\Fonts",
];

/// Where a person keeps fonts, below the home folder.
const OWN: [&str; 3] = [".fonts", ".local/share/fonts", "Library/Fonts"];

/// Endings of files that are read.
const ENDINGS: [&str; 4] = ["ttf", "otf", "ttc", "otc"];

/// The largest font file that is read, in bytes, and how many files.
const LARGEST: u64 = 128 << 20;
const MOST: usize = 4000;

/// The fonts that were found; their files are read when they are used.
#[derive(Default)]
pub struct Fonts {
    book: LazyHash<FontBook>,
    slots: Vec<Slot>,
}

struct Slot {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Fonts {
    /// The fonts of these folders, and behind them those of the system.
    pub fn found(folders: &[PathBuf]) -> Self {
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let own = OWN.iter().filter_map(|folder| Some(home.as_ref()?.join(folder)));
        let all = folders.iter().cloned().chain(own).chain(FOLDERS.iter().map(PathBuf::from));
        let (mut book, mut slots) = (FontBook::new(), Vec::new());
        // One buffer for all files: most of the time it takes to read them is that of fresh memory.
        let mut buffer = Vec::new();
        for folder in all {
            let mut files = Vec::new();
            collect(&folder, 0, &mut files);
            // An order that does not hang on the file system.
            files.sort();
            for path in files {
                for (index, info) in faces(&path, &mut buffer) {
                    book.push(info);
                    slots.push(Slot { path: path.clone(), index, font: OnceLock::new() });
                }
            }
        }
        Self { book: LazyHash::new(book), slots }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        let read = || Font::new(Bytes::new(fs::read(&slot.path).ok()?), slot.index);
        slot.font.get_or_init(read).clone()
    }
}

/// Font files below a folder.
fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        // Links are followed, as systems put fonts together by them; the depth ends circles.
        let Ok(about) = fs::metadata(&path) else { continue };
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
        if about.is_dir() && depth < 6 {
            collect(&path, depth + 1, files);
        } else if about.is_file()
            && about.len() <= LARGEST
            && files.len() < MOST
            && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
        {
            files.push(path);
        }
    }
}

/// The faces of a file that are taken. Faces of one collection have the same characters: those that the template does not ask
/// for would add nothing but time, so that one stands for them where it asks for none.
fn faces(path: &Path, buffer: &mut Vec<u8>) -> Vec<(u32, FontInfo)> {
    buffer.clear();
    let Ok(mut file) = fs::File::open(path) else { return Vec::new() };
    if file.read_to_end(buffer).is_err() {
        return Vec::new();
    }
    let bytes = buffer.as_slice();
    let count = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
    let asked = |index: &u32| {
        ttf_parser::Face::parse(bytes, *index).is_ok_and(|face| {
            let names = face.names().into_iter().filter(|name| name.name_id == ttf_parser::name_id::FAMILY);
            names.filter_map(|name| name.to_string()).any(|name| ASKED.contains(&name.as_str()))
        })
    };
    let mut taken: Vec<u32> = if count > 1 { (0..count).filter(asked).collect() } else { Vec::new() };
    if taken.is_empty() {
        taken.push(0);
    }
    taken.into_iter().filter_map(|index| Some((index, FontInfo::new(bytes, index)?))).collect()
}
