//! How a plan stands in each place of its map: in a table for everybody, and as points for the script.

use crate::shell::Shell;
use crate::text::{alert_word, fill, text};
use serde_json::{Value, json};
use source::Lang;
use work::spatial::Standing;
use work::view::State;

/// A place of the map with what happens there.
pub(crate) struct StandingLine {
    pub(crate) name: String,
    /// Targets on their way, of those whose state is known; empty where none is.
    pub(crate) attained: String,
    pub(crate) warned: Vec<WarnedLink>,
    pub(crate) projects: Vec<String>,
}

/// A warning that leads to its indicator.
pub(crate) struct WarnedLink {
    pub(crate) level: &'static str,
    pub(crate) word: String,
    pub(crate) name: String,
    pub(crate) address: String,
}

/// Targets on their way, of those whose state is known.
fn attained(one: &Standing<'_>) -> Option<(usize, usize)> {
    let (good, known) = (one.count.get(State::OnTrack), one.count.known());
    (known > 0).then_some((good, known))
}

fn share((good, known): (usize, usize)) -> String {
    format!("{good}/{known}")
}

/// The places in which something happens, in their order.
pub(crate) fn standing_lines(lang: Lang, s: &Shell, standing: &[Standing<'_>]) -> Vec<StandingLine> {
    let line = |one: &Standing<'_>| StandingLine {
        name: shown_name(lang, one),
        attained: attained(one).map(share).unwrap_or_default(),
        warned: one
            .warned
            .iter()
            .map(|row| WarnedLink {
                level: row.alert.name(),
                word: alert_word(lang, row.alert),
                name: row.name.clone(),
                address: s.to(format!("/indicators/{}#{}", row.indicator, row.target)),
            })
            .collect(),
        projects: one.projects.iter().map(|project| project_line(lang, project)).collect(),
    };
    standing.iter().map(line).collect()
}

/// A name with the years that are stated.
fn project_line(lang: Lang, project: &plan::Project) -> String {
    let name = if project.name_full.is_empty() { &project.name } else { &project.name_full };
    match (project.start_year, project.end_year) {
        (None, None) => name.clone(),
        (from, to) => {
            let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
            let years = format!("{}–{}", year(from), year(to));
            fill(lang, "map.project-years", &[("name", name), ("years", &years)])
        }
    }
}

fn shown_name(lang: Lang, one: &Standing<'_>) -> String {
    if one.is_whole { fill(lang, "map.whole", &[("n", &one.name)]) } else { one.name.clone() }
}

/// The places as points with their figures, for the staff on the outlines of the regions, darker where more targets are on
/// their way.
pub(crate) fn standing_features(lang: Lang, standing: &[Standing<'_>], is_staff: bool) -> Vec<Value> {
    let point = |(number, one): (usize, &Standing<'_>)| {
        let at = one.at?;
        let value = figures(lang, one);
        let properties = json!({"name": shown_name(lang, one), "value": value, "extent": value, "regime": "standing",
                                "href": format!("#place-{}", number + 1)});
        (!value.is_empty()).then(|| json!({"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": at}}))
    };
    let ground = |one: &Standing<'_>| {
        let geometry = one.outline.clone().filter(|_| is_staff)?;
        let mut properties = json!({"name": one.name, "extent": figures(lang, one), "regime": "ground"});
        if let Some((good, known)) = attained(one) {
            #[expect(clippy::cast_precision_loss, reason = "counts of targets are small")]
            let share = good as f64 / known as f64;
            properties["share"] = share.into();
        }
        Some(json!({"type": "Feature", "properties": properties, "geometry": geometry}))
    };
    standing.iter().filter_map(ground).chain(standing.iter().enumerate().filter_map(point)).collect()
}

/// What a point on the map says: targets on their way, warnings, projects; what there is none of is left out.
fn figures(lang: Lang, one: &Standing<'_>) -> String {
    let attained = attained(one).map(|share_of| fill(lang, "map.value-attained", &[("n", &share(share_of))]));
    let count = |key, count: usize| (count > 0).then(|| fill(lang, key, &[("n", &count.to_string())]));
    let warned = count("map.value-warnings", one.warned.len());
    let projects = count("map.value-projects", one.projects.len());
    let all: Vec<String> = [attained, warned, projects].into_iter().flatten().collect();
    all.join(text(lang, "map.value-between"))
}
