//! Characters that no font has.

use source::Words;
use std::collections::BTreeSet;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

/// So many are named.
const NAMED: usize = 40;

/// The characters of a document that are set as an empty box.
pub(crate) fn characters(document: &PagedDocument) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for page in document.pages() {
        look(&page.frame, &mut found);
    }
    found
}

fn look(frame: &Frame, found: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => look(&group.frame, found),
            FrameItem::Text(text) => {
                let missing = text.glyphs.iter().filter(|glyph| glyph.id == 0);
                let texts = missing.filter_map(|glyph| text.text.get(glyph.range()));
                found.extend(texts.flat_map(str::chars));
            }
            _ => {}
        }
    }
}

/// What has to be told of them.
pub(crate) fn finding(found: &BTreeSet<char>) -> Option<Words> {
    if found.is_empty() {
        return None;
    }
    let named = |one: &char| {
        if is_shown(*one) {
            format!("{one} (U+{:04X})", *one as u32)
        } else {
            format!("U+{:04X}", *one as u32)
        }
    };
    let mut shown: Vec<String> = found.iter().take(NAMED).map(named).collect();
    if found.len() > NAMED {
        shown.push("…".to_owned());
    }
    let shown = shown.join(", ");
    Some(Words::new(
        format!(
            "{} 个字在已装字体中都没有，印成空框：{shown}。因此这份 PDF 不是 PDF/A；请安装含这些字的字体（如 fonts-noto-cjk），或用 --fonts（服务器：GANGYAO_FONTS）指定字体文件夹后重做。",
            found.len()
        ),
        format!(
            "no font has {} of the characters, which are set as boxes: {shown}; so this PDF is no PDF/A: install a font that has them (as fonts-noto-cjk), or name a folder of fonts with --fonts (server: GANGYAO_FONTS), and make it again",
            found.len()
        ),
    ))
}

/// Whether it does no harm on a terminal.
fn is_shown(one: char) -> bool {
    one.is_alphanumeric()
}
