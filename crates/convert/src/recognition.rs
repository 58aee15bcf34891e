//! Scans through tesseract: each page is drawn by pdftoppm and read with the Chinese model.

use crate::failure::Failure;
use crate::program::Program;
use document::{ReadError, ScannedPage, ScannedWord};

const PACKAGES: &str = "tesseract-ocr tesseract-ocr-chi-sim poppler-utils";

const DRAW: Program = Program { name: "pdftoppm", seconds: 60, packages: PACKAGES };
const READ: Program = Program { name: "tesseract", seconds: 120, packages: PACKAGES };

/// Longer scans are refused: hours of work behind one upload.
const MOST_PAGES: usize = 200;

/// Dots per inch at which small print of tables is still read.
const RESOLUTION: u32 = 300;

/// The words on the pages of a scanned PDF with their places and confidence.
///
/// # Errors
/// When tesseract, its Chinese model or pdftoppm is not installed, a limit is met, or there are too many pages.
pub fn recognise(bytes: &[u8], pages: usize) -> Result<Vec<ScannedPage>, Failure> {
    let error = ReadError::Scanned { pages };
    let missing = || Failure::Missing { error: error.clone(), packages: PACKAGES };
    if !DRAW.is_installed() || !READ.is_installed() {
        return Err(missing());
    }
    let folder = tempfile::tempdir().map_err(|error| Failure::Io(error.to_string()))?;
    let languages = READ.run(folder.path(), &["--list-langs"], &error)?;
    if !String::from_utf8_lossy(&languages).lines().any(|line| line.trim() == "chi_sim") {
        return Err(missing());
    }
    if pages > MOST_PAGES {
        return Err(Failure::Failed { program: READ.name, error });
    }
    std::fs::write(folder.path().join("scan.pdf"), bytes).map_err(|error| Failure::Io(error.to_string()))?;
    let resolution = RESOLUTION.to_string();
    let mut out = Vec::new();
    for number in 1..=u32::try_from(pages).unwrap_or(0) {
        let page = number.to_string();
        let draw =
            ["-r", &resolution, "-gray", "-png", "-singlefile", "-f", &page, "-l", &page, "scan.pdf", "page"];
        DRAW.run(folder.path(), &draw, &error)?;
        let read = ["page.png", "stdout", "-l", "chi_sim", "--dpi", &resolution, "--psm", "3", "tsv"];
        let table = READ.run(folder.path(), &read, &error)?;
        out.push(ScannedPage { number, words: words(&String::from_utf8_lossy(&table)) });
    }
    Ok(out)
}

/// The words of a table as tesseract writes it: level, page, block, paragraph, line, word, left, top, width,
/// height, confidence, text.
fn words(table: &str) -> Vec<ScannedWord> {
    let points = 72.0 / RESOLUTION as f32;
    table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [level, _, _, _, _, _, left, top, width, height, confidence, text] = cells.as_slice() else {
                return None;
            };
            let length = |cell: &str| cell.parse::<f32>().ok().map(|pixels| pixels * points);
            (*level == "5" && !text.trim().is_empty()).then_some(ScannedWord {
                text: text.trim().to_owned(),
                left: length(left)?,
                top: length(top)?,
                width: length(width)?,
                height: length(height)?,
                confidence: confidence.parse().ok()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_tesseract_become_words() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t300\t600\t900\t50\t-1\t\n\
            5\t1\t1\t1\t1\t1\t300\t600\t150\t50\t96.5\t供水\n\
            5\t1\t1\t1\t1\t2\t450\t600\t75\t50\t61.2\t52\n";
        let words = words(table);
        assert_eq!(words.len(), 2);
        assert_eq!((words[0].text.as_str(), words[0].left, words[0].width), ("供水", 72.0, 36.0));
        assert_eq!((words[1].text.as_str(), words[1].confidence), ("52", 61.2));
    }
}
