//! Archives: zipped Shapefiles, and KMZ.

use crate::delivered::{Delivered, Format, Unread, chosen};
use crate::{kml, shapefile, text};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that an archive may unpack to, in bytes, and the most files in it.
const LARGEST: u64 = 256 << 20;
const MOST_FILES: usize = 4096;

/// What an archive is: a Shapefile or KMZ.
pub(crate) fn read(bytes: &[u8], table: Option<&str>) -> Result<(Format, Delivered), Unread> {
    within(bytes, table, LARGEST)
}

/// The same with another limit on what is unpacked.
fn within(bytes: &[u8], table: Option<&str>, largest: u64) -> Result<(Format, Delivered), Unread> {
    let damaged = |error: zip::result::ZipError| Unread::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > MOST_FILES {
        return Err(Unread::TooLarge);
    }
    let mut files: BTreeMap<String, usize> = BTreeMap::new();
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(damaged)?;
        // Chinese systems write names in GBK without saying so.
        let name = text::decoded(file.name_raw()).0.replace('\\', "/");
        if !name.starts_with("__MACOSX/") && !name.ends_with('/') {
            files.insert(name, at);
        }
    }
    let mut left = largest;
    let mut unpacked = |at: usize| -> Result<Vec<u8>, Unread> {
        let file = archive.by_index(at).map_err(damaged)?;
        let mut out = Vec::new();
        file.take(left + 1).read_to_end(&mut out).map_err(|error| Unread::Damaged(error.to_string()))?;
        left = left.checked_sub(out.len() as u64).ok_or(Unread::TooLarge)?;
        Ok(out)
    };
    let with = |ending: &str| -> Vec<(String, usize)> {
        let named = files.iter().filter(|(name, _)| ends(name, ending));
        named.map(|(name, at)| (name.clone(), *at)).collect()
    };
    let shapes = with(".shp");
    if shapes.is_empty() {
        let documents = with(".kml");
        let document = documents.iter().find(|(name, _)| name == "doc.kml").or(documents.first());
        let Some((_, at)) = document else { return Err(Unread::NoLayer) };
        return Ok((Format::Kmz, kml::read(&unpacked(*at)?)?));
    }
    let names: Vec<String> = shapes.iter().map(|(name, _)| stem(name).to_owned()).collect();
    let Some((path, at)) = shapes.get(chosen(&names, table)?) else { return Err(Unread::NoLayer) };
    let base = path.get(..path.len() - 4).unwrap_or_default();
    let beside = |ending: &str| {
        let same = |name: &&String| ends(name, ending) && name.get(..name.len() - 4) == Some(base);
        files.iter().find(|(name, _)| same(name)).map(|(_, at)| *at)
    };
    let mut set =
        shapefile::Set { name: stem(path).to_owned(), shp: unpacked(*at)?, ..shapefile::Set::default() };
    set.dbf = beside(".dbf").map(&mut unpacked).transpose()?;
    let text_of = |bytes: Vec<u8>| text::decoded(&bytes).0.into_owned();
    set.prj = beside(".prj").map(&mut unpacked).transpose()?.map(text_of);
    set.cpg = beside(".cpg").map(&mut unpacked).transpose()?.map(text_of);
    Ok((Format::Shapefile, shapefile::read(set)?))
}

fn ends(name: &str, ending: &str) -> bool {
    name.len()
        .checked_sub(ending.len())
        .and_then(|at| name.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.get(..name.len().saturating_sub(4)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn an_archive_that_unpacks_without_end_is_refused() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["l.shp", "l.dbf"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![0; 1 << 19]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 13);
        assert_eq!(within(&bytes, None, (1 << 20) - 1).unwrap_err(), Unread::TooLarge);
        // With enough room it is read, and is no Shapefile.
        assert!(matches!(within(&bytes, None, 1 << 20), Err(Unread::Damaged(_))));
    }
}
