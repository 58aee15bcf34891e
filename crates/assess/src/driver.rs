//! What moved a value, where an identity tells: GDP per head fell because the population was recounted.

use crate::history::{History, counting, select};
use crate::inputs::Inputs;
use crate::print::trimmed;
use crate::{AsOf, Point};
use plan::{RelationKind, Status};
use series::{AnomalyKind, anomalies};
use source::Words;

/// Says how the parts of an identity moved between two years, and whether one of them was recounted.
pub(crate) fn words(
    inputs: &Inputs<'_>,
    at: usize,
    region: &str,
    base: Option<Point>,
    latest: Option<Point>,
    as_of: AsOf,
) -> Option<Words> {
    let (base, latest) = (base?, latest?);
    let id = &inputs.plan.indicators[at].id;
    let mut sentences =
        inputs.relations.iter().filter(|r| r.result.as_ref() == Some(id)).filter_map(|relation| {
            let parts: Option<Vec<Part>> = relation
                .parts
                .iter()
                .map(|id| {
                    let at = *inputs.places.get(id.as_str())?;
                    let name = inputs.plan.indicators[at].name.as_str();
                    Part::of(name, inputs.history(at, region), base.year, latest.year, as_of)
                })
                .collect();
            let parts = parts?;
            match relation.kind {
                RelationKind::Quotient | RelationKind::Product => factors(&parts, base, latest),
                RelationKind::Sum => terms(&parts, base, latest),
                _ => None,
            }
        });
    sentences.next()
}

/// A part of an identity in two years.
struct Part<'n> {
    name: &'n str,
    before: f64,
    after: f64,
    recounted: bool,
}

impl<'n> Part<'n> {
    fn of(name: &'n str, history: &History<'_>, from: i32, to: i32, as_of: AsOf) -> Option<Self> {
        let points = select(&history.levels, as_of);
        let at = |year: i32| points.iter().find(|p| p.year == year).map(|p| p.value);
        let revised = counting(&history.levels, as_of)
            .iter()
            .any(|f| f.year > from && f.year <= to && f.observation.status == Some(Status::Revised));
        let values: Vec<f64> = points.iter().map(|p| p.value).collect();
        let jumped = anomalies(&values)
            .iter()
            .any(|a| a.kind != AnomalyKind::Outlier && (from + 1..=to).contains(&points[a.index].year));
        Some(Self { name, before: at(from)?, after: at(to)?, recounted: revised || jumped })
    }

    fn change(&self) -> f64 {
        100.0 * (self.after / self.before - 1.0)
    }
}

/// Quotients and products: each factor's own change, the largest first.
fn factors(parts: &[Part<'_>], base: Point, latest: Point) -> Option<Words> {
    let mut sorted: Vec<&Part<'_>> = parts.iter().collect();
    sorted.sort_by(|a, b| b.change().abs().total_cmp(&a.change().abs()));
    let show = |part: &&Part<'_>| {
        let (zh, en) = if part.recounted { ("（重新核定）", " (recounted)") } else { ("", "") };
        let size = signed(part.change());
        (format!("{}{size}%{zh}", part.name), format!("{} {size}%{en}", part.name))
    };
    finish(sorted.iter().map(show), base, latest)
}

/// Sums: what each term adds to the change of the whole, in points.
fn terms(parts: &[Part<'_>], base: Point, latest: Point) -> Option<Words> {
    let whole: f64 = parts.iter().map(|p| p.before).sum();
    let mut points: Vec<(&Part<'_>, f64)> =
        parts.iter().map(|p| (p, 100.0 * (p.after - p.before) / whole)).collect();
    points.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    let show = |(part, points): &(&Part<'_>, f64)| {
        let size = signed(*points);
        (format!("{}贡献{size}个百分点", part.name), format!("{} contributes {size} points", part.name))
    };
    finish(points.iter().map(show), base, latest)
}

fn finish(parts: impl Iterator<Item = (String, String)>, base: Point, latest: Point) -> Option<Words> {
    let change = 100.0 * (latest.value / base.value - 1.0);
    let (zh, en): (Vec<String>, Vec<String>) = parts.unzip();
    change.is_finite().then(|| {
        let size = signed(change);
        Words::new(
            format!("{}至{}年变化{size}%：{}", base.year, latest.year, zh.join("，")),
            format!("{size}% from {} to {}: {}", base.year, latest.year, en.join(", ")),
        )
    })
}

fn signed(value: f64) -> String {
    let text = trimmed(value, 1);
    if value > 0.0 && text != "0" { format!("+{text}") } else { text }
}
