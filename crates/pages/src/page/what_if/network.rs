//! Identities as a picture: quantities on the left, identities on the right, a line for each that takes part; what is broken is red.

use crate::text::text;
use scenario::{Run, Time, report::Checked};
use source::Lang;
use std::collections::BTreeSet;
use std::fmt::Write;

const ROW: usize = 26;
const LEFT: usize = 300;
const RIGHT: usize = 420;
const WIDTH: usize = 900;

/// The identities of the year that is looked at, as SVG with its words in a list for those who cannot see it; empty without any.
#[expect(clippy::too_many_lines, reason = "a picture, its parts in the order in which they are drawn")]
pub(super) fn svg(lang: Lang, run: &Run, checked: &Checked) -> String {
    let network = &run.network;
    let now = |at: &usize| network.variables.get(*at).is_some_and(|one| one.time == Time::Year(run.year));
    let chosen: Vec<usize> = (0..network.constraints.len())
        .filter(|at| {
            let form = network.constraints.get(*at).filter(|one| !one.source.is_empty()).map(|one| &one.form);
            form.is_some_and(|form| form.variables().iter().all(now))
        })
        .collect();
    if chosen.is_empty() {
        return String::new();
    }
    let broken = broken(run, checked);
    let moved: BTreeSet<usize> = run.found.moves.iter().map(|one| one.variable).collect();
    let mut variables: Vec<usize> = Vec::new();
    for form in chosen.iter().filter_map(|at| network.constraints.get(*at)).map(|one| &one.form) {
        for variable in form.variables() {
            if !variables.contains(&variable) {
                variables.push(variable);
            }
        }
    }
    let rows = variables.len().max(chosen.len());
    let spread = |at: usize, count: usize| ROW / 2 + (at * rows * ROW) / count.max(1);
    let mut out = format!(
        "<figure class=\"net\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\"><svg viewBox=\"0 0 {WIDTH} {1}\" width=\"{WIDTH}\" height=\"{1}\" role=\"img\" aria-label=\"{0}\">",
        text(lang, "whatif.network"),
        rows * ROW
    );
    // Writing to a string cannot fail.
    for (place, at) in chosen.iter().enumerate() {
        let Some(constraint) = network.constraints.get(*at) else { continue };
        let y = spread(place, chosen.len());
        let class = if broken.contains(at) { "bad" } else { "" };
        for variable in constraint.form.variables() {
            let from = variables.iter().position(|one| *one == variable).unwrap_or(0);
            let live = if moved.contains(&variable) { " live" } else { "" };
            let _ = write!(
                out,
                "<path class=\"{class}{live}\" d=\"M{LEFT} {0} C{1} {0} {1} {y} {RIGHT} {y}\"/>",
                spread(from, variables.len()),
                LEFT.midpoint(RIGHT)
            );
        }
        let mut words = escaped(constraint.words.get(lang));
        if broken.contains(at) {
            words = format!("✗ {words}");
        }
        let _ = write!(out, "<text class=\"{class}\" x=\"{}\" y=\"{}\">{words}</text>", RIGHT + 8, y + 4);
    }
    for (place, at) in variables.iter().enumerate() {
        let Some(variable) = network.variables.get(*at) else { continue };
        let y = spread(place, variables.len());
        let live = if moved.contains(at) { "live" } else { "" };
        let arrow = if moved.contains(at) { "● " } else { "" };
        let _ = write!(
            out,
            "<text class=\"{live}\" text-anchor=\"end\" x=\"{}\" y=\"{}\">{arrow}{}</text>",
            LEFT - 8,
            y + 4,
            escaped(variable.name.get(lang))
        );
    }
    let _ = write!(
        out,
        "</svg></div><figcaption class=\"soft\">{}</figcaption></figure>",
        text(lang, "whatif.network-key")
    );
    out
}

/// The identities that no longer hold, and those that take part in a contradiction of the plan's own numbers.
fn broken(run: &Run, checked: &Checked) -> BTreeSet<usize> {
    let mut found: BTreeSet<usize> = run.found.broken.iter().copied().collect();
    let conflicts = checked.knots.iter().flat_map(|knot| &knot.conflicts).filter(|one| !one.assumed);
    for constraint in conflicts.flat_map(|one| &one.constraints) {
        let Some(of) = checked.network.constraints.get(*constraint) else { continue };
        let same = |at: &usize| run.network.constraints.get(*at).is_some_and(|one| one.words == of.words);
        found.extend((0..run.network.constraints.len()).filter(same));
    }
    found
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
