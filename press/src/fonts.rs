//! The fonts of a machine.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom};
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
        for folder in all {
            let mut files = Vec::new();
            collect(&folder, 0, &mut files);
            // An order that does not hang on the file system.
            files.sort();
            for path in files {
                for (index, info) in faces(&path) {
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

/// Tables that tell what a face is called, how it looks and which characters it has.
const TELLING: [&[u8; 4]; 9] =
    [b"head", b"hhea", b"maxp", b"name", b"OS/2", b"cmap", b"post", b"fvar", b"MATH"];

/// A font file with what tells its faces at its place and zeros elsewhere: outlines, most of a file of Chinese, are read when
/// they are used.
fn outline(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = fs::File::open(path)?;
    let length = usize::try_from(file.metadata()?.len().min(LARGEST)).unwrap_or(0);
    let mut bytes = vec![0; length];
    let mut read = HashSet::new();
    let mut take = |bytes: &mut Vec<u8>, from: usize, count: usize| {
        let end = from.saturating_add(count).min(length);
        if from < end && read.insert((from, end)) {
            file.seek(SeekFrom::Start(from as u64))?;
            file.read_exact(&mut bytes[from..end])?;
        }
        io::Result::Ok(())
    };
    // Of a collection: the sign, a version, how many faces, and where each begins.
    take(&mut bytes, 0, 12)?;
    let begins = if bytes.starts_with(b"ttcf") {
        let count = number(&bytes, 8, 4).min(MOST);
        take(&mut bytes, 12, 4 * count)?;
        (0..count).map(|face| number(&bytes, 12 + 4 * face, 4)).collect()
    } else {
        vec![0]
    };
    for begin in begins {
        // The directory of a face: its version, how many tables, and for each its name, sum, place and length.
        take(&mut bytes, begin, 12)?;
        let count = number(&bytes, begin.saturating_add(4), 2);
        let records = begin.saturating_add(12);
        take(&mut bytes, records, 16 * count)?;
        for record in (0..count).map(|table| records.saturating_add(16 * table)) {
            let name = bytes.get(record..record.saturating_add(4));
            if name.is_some_and(|name| TELLING.iter().any(|telling| telling.as_slice() == name)) {
                let (from, count) = (number(&bytes, record + 8, 4), number(&bytes, record + 12, 4));
                take(&mut bytes, from, count)?;
            }
        }
    }
    Ok(bytes)
}

/// A number of so many bytes, the highest first; 0 behind the end.
fn number(bytes: &[u8], from: usize, count: usize) -> usize {
    let digits = bytes.get(from..from.saturating_add(count)).unwrap_or_default();
    digits.iter().fold(0, |sum, digit| sum << 8 | usize::from(*digit))
}

/// The faces of a file that are taken. Faces of one collection have the same characters: those that the template does not ask
/// for would add nothing but time, so that one stands for them where it asks for none.
fn faces(path: &Path) -> Vec<(u32, FontInfo)> {
    let Ok(bytes) = outline(path) else { return Vec::new() };
    let bytes = bytes.as_slice();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_of_a_face_is_what_the_whole_file_tells() {
        let mut files = Vec::new();
        FOLDERS.iter().for_each(|folder| collect(Path::new(folder), 0, &mut files));
        for path in files {
            let whole = fs::read(&path).expect("a font of the system");
            for (index, info) in faces(&path) {
                let asked = FontInfo::new(&whole, index).expect("a face");
                assert_eq!(format!("{info:?}"), format!("{asked:?}"), "{} {index}", path.display());
            }
        }
    }

    #[test]
    fn a_font_that_says_it_is_longer_than_its_file_ends_in_nothing() {
        let folder = std::env::temp_dir().join(format!("gangyao-press-fonts-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let cases: [&[u8]; 5] = [
            b"",
            b"ttcf",
            b"ttcf\0\x01\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\0\x01\0\0\xff\xff\0\0\0\0\0\0cmap\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff",
            b"OTTO\0\x02\0\0\0\0\0\0name\0\0\0\0\0\0\0\x0c\xff\xff\xff\xffhead",
        ];
        for (at, case) in cases.iter().enumerate() {
            let path = folder.join(format!("{at}.ttf"));
            fs::write(&path, case).expect("a file");
            assert!(faces(&path).is_empty(), "{at}");
        }
        fs::remove_dir_all(&folder).expect("the folder");
    }
}
