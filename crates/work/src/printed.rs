//! Lists that are taken along as files.

use crate::{Fault, Service, press};
use report::{Medium, Report};
use std::sync::Arc;
use story::Block;

/// A list with more rows takes longer to be set than a request may wait.
const ROWS_OF_A_PDF: usize = 800;

/// The kind of file that an ending names: `docx`, `pdf`, `xlsx`, `html`, `md`.
///
/// # Errors
/// There is none of this ending.
pub(crate) fn medium(ending: &str) -> Result<Medium, Fault> {
    let medium = Medium::parse(ending).filter(|medium| *medium != Medium::Traces);
    medium.ok_or_else(|| Fault::not_found("没有这种格式。", "There is no such format."))
}

/// A list as a file of today with a mark on its pages. Gives its bytes and media type.
///
/// # Errors
/// A list that is too long for a PDF; the file cannot be written.
pub(crate) async fn printed(
    service: &Service,
    list: Report,
    medium: Medium,
    mark: &'static str,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let rows = rows(&list.blocks);
    if medium == Medium::Pdf && rows > ROWS_OF_A_PDF {
        return Err(Fault::bad_request(
            format!(
                "这份清单有{rows}行，超过 PDF 的上限（{ROWS_OF_A_PDF}行）。请下载 xlsx 或 docx，或先筛选。"
            ),
            format!(
                "This list has {rows} rows, more than the {ROWS_OF_A_PDF} of a PDF; take the xlsx or docx, or filter first."
            ),
        ));
    }
    let day = service.today();
    Ok((press::written(service.press(), Arc::new(list), medium, day, mark).await?, medium.media_type()))
}

/// The rows of all tables.
fn rows(blocks: &[Block<'_>]) -> usize {
    let of = |block: &Block<'_>| match block {
        Block::Table(table) => table.rows.len(),
        Block::Section(section) => rows(&section.blocks),
        _ => 0,
    };
    blocks.iter().map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::rows;
    use std::borrow::Cow;
    use story::{Block, Cell, Heading, Row, Section, SectionKind, Table};

    #[test]
    fn rows_are_counted_in_sections_too() {
        let row = || Row { superseded: false, cells: vec![Cell::words("x")] };
        let table = |count: usize| {
            Block::Table(Table { rows: (0..count).map(|_| row()).collect(), ..Table::default() })
        };
        let section = Section {
            kind: SectionKind::Part,
            id: Cow::Borrowed("part"),
            heading: Heading::new(2, "part"),
            blocks: vec![table(3)],
        };
        assert_eq!(rows(&[table(2), Block::Section(section)]), 5);
    }
}
