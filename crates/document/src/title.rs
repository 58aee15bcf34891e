//! The document's title: an unnumbered line before the body that is named like a plan.

use crate::clean::{self, Spaces};
use crate::piece::Flow;
use crate::roles::Role;
use crate::wording::ends_sentence;
use source::Passage;
use std::ops::Range;

/// What documents of this kind call themselves; a title ends with one of these.
const KINDS: [&str; 13] = [
    "规划纲要",
    "纲要",
    "规划",
    "计划",
    "方案",
    "意见",
    "建议",
    "办法",
    "报告",
    "要点",
    "Plan",
    "Outline",
    "Programme",
];

/// Longest title, in characters.
const LONGEST: usize = 60;

/// Finds the title among the pieces before the first heading and marks its pieces.
pub(crate) fn find(flow: &Flow, roles: &mut [Role]) -> Option<Passage> {
    let range = pick(flow, roles)?;
    let spans: Vec<_> = flow.pieces[range.clone()].iter().map(|piece| piece.span).collect();
    for role in &mut roles[range] {
        *role = Role::Title;
    }
    Some(clean::passage(&flow.text, &spans, Spaces::Keep))
}

fn pick(flow: &Flow, roles: &[Role]) -> Option<Range<usize>> {
    let text = |at: usize| flow.pieces[at].span.of(&flow.text);
    let first_heading = roles
        .iter()
        .position(|role| matches!(role, Role::Heading { marker: Some(_), .. }))
        .unwrap_or(roles.len());
    let candidate = |at: usize| {
        let plain = matches!(roles[at], Role::Text | Role::Heading { marker: None, .. });
        plain
            && text(at).chars().nth(LONGEST).is_none()
            && !ends_sentence(text(at))
            && !text(at).contains('。')
    };
    let named = |at: &usize| {
        let bare = text(*at).trim_end_matches(['》', '*', ' ']);
        candidate(*at) && KINDS.iter().any(|kind| bare.ends_with(kind))
    };
    let styled = |at: &usize| {
        flow.pieces[*at].looks.heading == Some(1) && matches!(roles[*at], Role::Heading { marker: None, .. })
    };
    let end = (0..first_heading)
        .find(named)
        .or_else(|| (0..first_heading).find(styled))
        .or_else(|| (first_heading > 0 && candidate(0) && !text(0).contains('，')).then_some(0))?;
    // A title set on two lines: the first half ends in the middle of a phrase, or the second begins there.
    let mut start = end;
    while start > 0
        && candidate(start - 1)
        && (text(start - 1).ends_with(['的', '和', '与', '“', '、']) || text(start).starts_with('第'))
    {
        start -= 1;
    }
    Some(start..end + 1)
}
