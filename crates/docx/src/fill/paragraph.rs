//! The placeholders of a paragraph, over the runs that Word cut it into.

use super::Edit;
use super::scan::Paragraph;
use crate::xml::escape;
use std::ops::Range;

/// A placeholder with its place in the joined text.
pub(super) struct Place {
    pub(super) name: String,
    pub(super) range: Range<usize>,
}

/// The placeholders of a text, and what is opened and not closed.
pub(super) fn placeholders(text: &str) -> (Vec<Place>, Option<String>) {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
        let inside = start + 2;
        let Some(end) = text.get(inside..).and_then(|rest| rest.find("}}")).map(|found| inside + found)
        else {
            let open: String = text.get(start..).unwrap_or_default().chars().take(40).collect();
            return (found, Some(open));
        };
        let name = text.get(inside..end).unwrap_or_default().trim().to_owned();
        found.push(Place { name, range: start..end + 2 });
        at = end + 2;
    }
    (found, None)
}

/// The name of the one placeholder that is all a text says.
pub(super) fn alone(text: &str) -> Option<String> {
    let text = text.trim();
    let (found, open) = placeholders(text);
    match found.as_slice() {
        [one] if open.is_none() && one.range == (0..text.len()) => Some(one.name.clone()),
        _ => None,
    }
}

/// The list that a text asks to repeat its row for.
pub(super) fn list(text: &str) -> Option<String> {
    placeholders(text)
        .0
        .into_iter()
        .find_map(|one| one.name.strip_prefix('#').map(|list| list.trim().to_owned()))
}

/// Text elements; lines become breaks.
pub(super) fn texts(prefix: &str, text: &str) -> String {
    let one = |line: &str| format!("<{prefix}:t xml:space=\"preserve\">{}</{prefix}:t>", escape(line));
    text.lines().map(one).collect::<Vec<_>>().join(&format!("<{prefix}:br/>"))
}

/// The pieces of a paragraph with values in place of placeholders: each stands where its placeholder begins.
pub(super) fn replaced(prefix: &str, paragraph: &Paragraph, values: &[(Range<usize>, String)]) -> Vec<Edit> {
    if values.is_empty() {
        return Vec::new();
    }
    let mut edits = Vec::new();
    let mut start = 0;
    for piece in &paragraph.pieces {
        let end = start + piece.text.len();
        let own = start..end;
        if values.iter().any(|(range, _)| range.start < own.end && own.start < range.end) {
            edits.push((piece.all.clone(), texts(prefix, &of_piece(&piece.text, &own, values))));
        }
        start = end;
    }
    edits
}

/// What stands in a piece afterwards.
fn of_piece(text: &str, own: &Range<usize>, values: &[(Range<usize>, String)]) -> String {
    let mut out = String::new();
    let mut at = own.start;
    for (range, value) in values.iter().filter(|(range, _)| range.start < own.end && own.start < range.end) {
        let before = at.saturating_sub(own.start)..range.start.max(own.start) - own.start;
        out.push_str(text.get(before).unwrap_or_default());
        if range.start >= own.start {
            out.push_str(value);
        }
        at = range.end.min(own.end);
    }
    out.push_str(text.get(at - own.start..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_found_and_what_is_open_is_told() {
        let (found, open) = placeholders("在{{ plan }}中，{{year}}年 {{never");
        assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["plan", "year"]);
        assert_eq!(open.as_deref(), Some("{{never"));
        assert_eq!(alone(" {{table:targets}} ").as_deref(), Some("table:targets"));
        assert_eq!(alone("见{{table:targets}}"), None);
        assert_eq!(list("{{# targets }}{{name}}").as_deref(), Some("targets"));
    }
}
