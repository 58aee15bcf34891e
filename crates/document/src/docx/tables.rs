//! Tables: rows and cells with their spans, and cells that go on from the one above or to the left.

use super::body::{Body, descends};
use crate::grid::MOST_COLUMNS;
use crate::notice::UnreadKind;
use crate::transcript::{CellNode, Node, TableNode};
use crate::xml::Xml;

impl Body {
    pub(super) fn table(&mut self, xml: &mut Xml<'_>) -> Option<Node> {
        let mut rows = Rows::default();
        self.rows(xml, &mut rows);
        self.leave_out(UnreadKind::Cells, rows.too_wide);
        let table = rows.finish();
        (!table.cells.is_empty()).then_some(Node::Table(table))
    }

    fn rows(&mut self, xml: &mut Xml<'_>, rows: &mut Rows) {
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "tr" => {
                    let mut row = RowDraft::default();
                    self.cells(xml, &mut row);
                    if !row.deleted {
                        rows.push(row);
                    }
                }
                _ => {
                    if descends(&tag, xml) {
                        self.rows(xml, rows);
                    }
                }
            }
        }
    }

    fn cells(&mut self, xml: &mut Xml<'_>, row: &mut RowDraft) {
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "trPr" => xml.children(|_, tag| {
                    match tag.name.as_str() {
                        "tblHeader" => row.head = tag.is_on(),
                        "gridBefore" => row.before = tag.number("val").unwrap_or(0),
                        "del" => row.deleted = true,
                        "hidden" => row.deleted |= tag.is_on(),
                        _ => {}
                    }
                    false
                }),
                "tc" => {
                    let mut cell = CellDraft { column_span: 1, ..CellDraft::default() };
                    self.cell(xml, &mut cell);
                    if !cell.deleted {
                        row.cells.push(cell);
                    }
                }
                _ => {
                    if descends(&tag, xml) {
                        self.cells(xml, row);
                    }
                }
            }
        }
    }

    fn cell(&mut self, xml: &mut Xml<'_>, cell: &mut CellDraft) {
        while let Some(tag) = xml.child() {
            match tag.name.as_str() {
                "tcPr" => xml.children(|_, tag| {
                    match tag.name.as_str() {
                        "gridSpan" => cell.column_span = tag.number("val").unwrap_or(1).max(1),
                        "vMerge" => cell.continues_above = tag.val() != Some("restart"),
                        "cellDel" => cell.deleted = true,
                        "hMerge" => cell.continues_left = tag.val() != Some("restart"),
                        _ => {}
                    }
                    false
                }),
                "p" => {
                    self.paragraph(xml, &mut cell.content);
                }
                "tbl" => {
                    self.release(&mut cell.content);
                    cell.content.extend(self.table(xml));
                }
                _ => {
                    if descends(&tag, xml) {
                        let mut content = self.blocks(xml);
                        cell.content.append(&mut content);
                    }
                }
            }
        }
        self.release(&mut cell.content);
    }
}

#[derive(Default)]
struct RowDraft {
    head: bool,
    deleted: bool,
    before: usize,
    cells: Vec<CellDraft>,
}

#[derive(Default)]
struct CellDraft {
    column_span: usize,
    continues_above: bool,
    continues_left: bool,
    deleted: bool,
    content: Vec<Node>,
}

/// Rows put into a grid: a cell that continues the one above makes that one higher.
#[derive(Default)]
struct Rows {
    cells: Vec<CellNode>,
    count: usize,
    columns: usize,
    head: usize,
    /// The cell that covers each column at the moment, as an index.
    above: Vec<Option<usize>>,
    /// Cells beyond the widest table.
    too_wide: usize,
}

impl Rows {
    fn push(&mut self, row: RowDraft) {
        let at = self.count;
        self.count += 1;
        if row.head && self.head == at {
            self.head += 1;
        }
        let mut column = row.before.min(MOST_COLUMNS);
        let mut covering: Vec<Option<usize>> = vec![None; column];
        for cell in row.cells {
            let span = cell.column_span.min(MOST_COLUMNS.saturating_sub(column));
            if span == 0 {
                self.too_wide += 1;
                continue;
            }
            let owner = self.owner(at, column, span, cell, &covering);
            covering.extend(std::iter::repeat_n(Some(owner), span));
            column += span;
        }
        self.columns = self.columns.max(column);
        self.above = covering;
    }

    fn owner(
        &mut self,
        row: usize,
        column: usize,
        span: usize,
        cell: CellDraft,
        covering: &[Option<usize>],
    ) -> usize {
        let above = self.above.get(column).copied().flatten().filter(|_| cell.continues_above);
        if let Some(owner) = above {
            self.cells[owner].row_span = row + 1 - self.cells[owner].row;
            return owner;
        }
        if cell.continues_left
            && let Some(owner) = covering.last().copied().flatten()
        {
            self.cells[owner].column_span = column + span - self.cells[owner].column;
            return owner;
        }
        self.cells.push(CellNode { row, column, row_span: 1, column_span: span, content: cell.content });
        self.cells.len() - 1
    }

    fn finish(self) -> TableNode {
        TableNode {
            rows: self.count,
            columns: self.columns,
            head: if self.head < self.count { self.head } else { 0 },
            cells: self.cells,
            caption: String::new(),
            breaks: Vec::new(),
        }
    }
}
