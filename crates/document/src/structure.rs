//! The structure pass: from the flow of any format to a document.

use crate::assemble::Assembly;
use crate::contents;
use crate::model::{Document, Format};
use crate::piece::{Content, Flow};
use crate::{lowered, roles, running, table, title};
use source::Lines;
use std::collections::BTreeSet;

/// Builds the document of a flow.
pub(crate) fn document(format: Format, mut flow: Flow) -> Document {
    let mut unsure = Vec::new();
    if format == Format::Text {
        lowered::remove(&mut flow);
        unsure = running::part(&mut flow);
    }
    // The other formats keep heads and page numbers apart from the text.
    if matches!(format, Format::Text | Format::Markdown | Format::Pdf | Format::Ofd) {
        running::remove(&mut flow);
    }
    flatten_frames(&mut flow);
    let contents = contents::find(&flow).map(|(range, contents)| {
        flow.pieces.drain(range);
        contents
    });
    table::rows::mend(&mut flow);
    let mut diagnostics = table::typed::recognise(&mut flow);
    table::aligned::recognise(&mut flow);
    table::spaced::recognise(&mut flow);
    table::recognise(&mut flow);
    let (unread, lost) = table::lost::find(&flow);
    diagnostics.extend(lost);
    let titles: BTreeSet<String> = contents
        .iter()
        .flat_map(|contents| &contents.entries)
        .map(|entry| entry.title.text().chars().filter(|c| !c.is_whitespace()).collect())
        .collect();
    let mut roles = roles::assign(&flow, titles);
    let title = title::find(&flow, &mut roles.roles);
    let mut assembly = Assembly::new(format, &flow, &roles);
    let blocks = assembly.blocks(0..flow.pieces.len());
    let joins = std::mem::take(&mut assembly.joins);
    let lines = Lines::of(&flow.text);
    Document {
        format,
        lines,
        title,
        contents,
        blocks,
        origins: Vec::new(),
        joins,
        notes: Vec::new(),
        unsure,
        unread,
        diagnostics,
        text: flow.text,
    }
}

/// Frames inside frames deeper than this are no boxes: their marks go, their content stays.
const DEEPEST_FRAME: usize = 8;

fn flatten_frames(flow: &mut Flow) {
    let mut depth = 0usize;
    flow.pieces.retain(|piece| match piece.content {
        Content::Open => {
            depth += 1;
            depth <= DEEPEST_FRAME
        }
        Content::Close => {
            depth = depth.saturating_sub(1);
            depth < DEEPEST_FRAME
        }
        _ => true,
    });
}
