use crate::chart::Lines;
use crate::html;
use crate::page::parts;
use crate::page::parts::RowCard;
use crate::replies::{ReplyLine, shown_replies};
use crate::shell::{Place, Shell};
use crate::text::{fill, join, text};
use crate::{chart, living};
use askama::Template;
use assess::{Method, MethodRow, Pace, Row};
use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use axum::response::Response;
use duty::Right;
use plan::{Indicator, Item, Target};
use source::Lang;
use store::TargetRevision;
use web::{App, Problem, Visit};
use work::compare::shown_value;
use work::number;
use work::view::{Judged, State};

#[derive(Template)]
#[template(path = "indicator.html")]
struct IndicatorPage {
    s: Shell,
    name: String,
    subtitle: Vec<String>,
    aliases: String,
    bodies: String,
    targets: Vec<TargetPart>,
    regions: Vec<RowCard>,
    sentences: Vec<Sentence>,
    relations: Vec<RelationLine>,
    data: Vec<String>,
    data_json: String,
    can_reply: bool,
    names_shown: bool,
}

/// One target of the indicator with everything that is known of it.
struct TargetPart {
    id: String,
    title: String,
    card: Option<RowCard>,
    state: &'static str,
    state_word: &'static str,
    mark: String,
    svg: String,
    description: String,
    facts: Vec<Fact>,
    methods: Vec<MethodLine>,
    disagree: String,
    actuals: Vec<ActualLine>,
    fan: Vec<FanLine>,
    notes: Vec<String>,
    history: Vec<HistoryLine>,
    quote: String,
    quote_address: String,
    replies: Vec<ReplyLine>,
}

struct Fact {
    name: &'static str,
    value: String,
    remark: String,
}

struct MethodLine {
    name: &'static str,
    value: String,
    class: String,
    on_course: bool,
}

struct ActualLine {
    year: i32,
    value: String,
    status: &'static str,
    known: String,
    source: String,
    used: bool,
}

struct FanLine {
    year: i32,
    path: String,
    median: String,
    wide: String,
    narrow: String,
}

struct HistoryLine {
    at: String,
    /// The account; none for the public.
    who: Option<String>,
    why: String,
    value: String,
}

struct Sentence {
    heading: String,
    quote: String,
    address: String,
    past: bool,
    line: u32,
}

struct RelationLine {
    words: String,
    links: Vec<(String, String)>,
    note: String,
}

/// Everything about one indicator.
pub(crate) async fn get(
    Shared(app): Shared<App>,
    Path((id, indicator)): Path<(String, String)>,
    visit: Visit,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    crate::answer::answer(&app, &visit, &headers, async || {
        let judged = app.judged(visit.viewer(), &visit.question(&id)?).await?;
        let Some(found) = judged.view.indicator(&indicator) else {
            return Err(Problem::not_found(
                format!("本规划没有指标 {indicator}。"),
                format!("This plan has no indicator {indicator}."),
            ));
        };
        let past = visit.question(&id)?.past();
        let mut history = Vec::new();
        for target in judged.view.stored.plan.targets_of(&found.id) {
            let mut said = app.store().target_history(&id, target.id.as_str()).await?;
            said.retain(|one| past.holds(&one.at));
            history.push(said);
        }
        let mut made = page(&visit, &judged, found, history);
        let replies = shown_replies(&app, &visit, &id).await?;
        for target in &mut made.targets {
            target.replies = replies.iter().filter(|reply| reply.target == target.id).cloned().collect();
        }
        Ok(made)
    })
    .await
}

fn page(
    visit: &Visit,
    judged: &Judged,
    indicator: &Indicator,
    history: Vec<Vec<TargetRevision>>,
) -> IndicatorPage {
    let lang = visit.lang;
    let view = &judged.view;
    let s = Shell::of(visit, view, Some(&judged.moment), Place::Indicators, indicator.name.clone());
    let mut targets: Vec<TargetPart> = view
        .stored
        .plan
        .targets_of(&indicator.id)
        .zip(history)
        .map(|(target, history)| target_part(visit, judged, target, history, &s))
        .collect();
    // The target that speaks for the indicator first.
    if let Some(leading) = judged.leading_row(indicator.id.as_str()) {
        targets.sort_by_key(|part| part.id != leading.target.as_str());
    }
    let charted =
        judged.leading_row(indicator.id.as_str()).filter(|_| targets.iter().any(|part| !part.svg.is_empty()));
    let data_json = charted.map_or_else(String::new, |row| chart_data(lang, row));
    let direction = match indicator.direction {
        Some(plan::Direction::Up) => text(lang, "direction.up"),
        Some(plan::Direction::Down) => text(lang, "direction.down"),
        Some(plan::Direction::Level) => text(lang, "direction.level"),
        None => "",
    };
    let nature = match indicator.nature {
        Some(plan::Nature::Binding) => text(lang, "nature.binding"),
        Some(plan::Nature::Anticipated) => text(lang, "nature.anticipated"),
        None => "",
    };
    let mut subtitle =
        vec![indicator.group.clone(), nature.to_owned(), direction.to_owned(), indicator.unit.clone()];
    subtitle.retain(|part| !part.is_empty());
    let regions = judged
        .of_indicator(indicator.id.as_str())
        .filter(|row| !row.region.is_empty())
        .map(|row| RowCard::of(lang, judged, row))
        .collect();
    let data = judged.assessment.data.iter().filter(|warning| warning.indicator == indicator.id);
    IndicatorPage {
        can_reply: visit.viewer().may(Right::Reply),
        names_shown: !visit.viewer().sees_published_only(),
        name: indicator.name.clone(),
        subtitle,
        aliases: join(lang, &indicator.aliases),
        bodies: join(lang, &view.bodies_of(&Item::Indicator(indicator.id.clone()))),
        sentences: sentences(judged, indicator, &s),
        relations: relations(lang, judged, indicator, &s),
        data: data.map(|warning| warning.words.get(lang).to_owned()).collect(),
        s: if data_json.is_empty() { s } else { s.with_bundle("chart") },
        targets,
        regions,
        data_json,
    }
}

fn target_part(
    visit: &Visit,
    judged: &Judged,
    target: &Target,
    history: Vec<TargetRevision>,
    s: &Shell,
) -> TargetPart {
    let lang = visit.lang;
    let row = judged.of_target(target.id.as_str()).find(|row| row.region.is_empty());
    let state = row.map_or(State::Unknown, State::of);
    let description = row.map_or_else(String::new, |row| row.reason.get(lang).to_owned());
    let value = shown_value(target);
    let year = target.year.or(target.implied_year);
    let title = match year {
        Some(year) => fill(lang, "indicator.target-title", &[("year", &year.to_string()), ("value", &value)]),
        None => value,
    };
    let address = view_sentence(judged, target.provenance.span, s);
    TargetPart {
        id: target.id.to_string(),
        title,
        card: row.map(|row| RowCard::of(lang, judged, row)),
        state: state.name(),
        state_word: crate::text::state_word(lang, state),
        mark: html::mark(state),
        svg: row.map_or_else(String::new, |row| chart::full(lang, row, &description)),
        facts: row.map_or_else(Vec::new, |row| facts(lang, row)),
        methods: row.map_or_else(Vec::new, |row| {
            row.methods.iter().map(|method| method_line(lang, method)).collect()
        }),
        disagree: row.map_or_else(String::new, |row| disagreement(lang, &row.methods)),
        actuals: row.map_or_else(Vec::new, |row| actuals(lang, row)),
        fan: row.map_or_else(Vec::new, fan),
        notes: row.map_or_else(Vec::new, |row| {
            row.evidence.notes.iter().map(|words| words.get(lang).to_owned()).collect()
        }),
        history: history
            .into_iter()
            .map(|one| HistoryLine {
                at: work::clock::shown(&one.at),
                who: visit.viewer().told(one.who),
                why: one.why,
                value: shown_value(&one.target),
            })
            .collect(),
        quote: target.provenance.quote.clone(),
        quote_address: address,
        replies: Vec::new(),
        description,
    }
}

fn view_sentence(judged: &Judged, span: source::Span, s: &Shell) -> String {
    match &judged.view.stored.document {
        Some(document) if !span.is_empty() => s.to(living::sentence_link(document, span)),
        _ => String::new(),
    }
}

fn facts(lang: Lang, row: &Row) -> Vec<Fact> {
    let pace = |pace: Pace| format!("{} {}", number::value(pace.value), pace.basis.words().get(lang));
    let mut facts = Vec::new();
    let mut add = |name, value: Option<String>, remark: String| {
        facts.extend(value.map(|value| Fact { name, value, remark }));
    };
    let year = |point: Option<assess::Point>| point.map(|point| point.year.to_string()).unwrap_or_default();
    add(text(lang, "fact.base"), row.base.map(|point| number::value(point.value)), year(row.base));
    add(text(lang, "fact.latest"), row.latest.map(|point| number::value(point.value)), year(row.latest));
    add(text(lang, "fact.goal"), row.goal.map(|point| number::value(point.value)), year(row.goal));
    let expected = row.expected.map(|share| fill(lang, "fact.expected", &[("n", &number::percent(share))]));
    add(text(lang, "fact.progress"), row.progress.map(number::percent), expected.unwrap_or_default());
    add(
        text(lang, "fact.distance"),
        row.time_distance.map(|years| parts::distance(lang, years)),
        String::new(),
    );
    add(text(lang, "fact.required"), row.required.map(pace), String::new());
    add(text(lang, "fact.achieved"), row.achieved.map(pace), String::new());
    add(text(lang, "fact.best"), row.best.map(pace), String::new());
    if let Some(outlook) = row.outlook.as_ref().filter(|outlook| !outlook.fan.is_empty()) {
        let interval = format!("{} – {}", number::value(outlook.low), number::value(outlook.high));
        let remark = fill(lang, "fact.interval", &[("n", &interval)]);
        add(text(lang, "fact.forecast"), Some(number::value(outlook.median)), remark);
        let remark = if outlook.short { text(lang, "fact.short") } else { "" };
        add(text(lang, "fact.probability"), Some(number::probability(outlook.attain)), remark.to_owned());
    }
    facts
}

fn method_line(lang: Lang, method: &MethodRow) -> MethodLine {
    MethodLine {
        name: method_name(lang, method.method),
        value: number::value(method.value),
        class: method.class.words.get(lang).to_owned(),
        on_course: method.class.is_on_course,
    }
}

pub(crate) fn method_name(lang: Lang, method: Method) -> &'static str {
    match method {
        Method::Schedule => text(lang, "method.schedule"),
        Method::Reduction => text(lang, "method.reduction"),
        Method::TimeDistance => text(lang, "method.time-distance"),
        Method::Statcan => text(lang, "method.statcan"),
        Method::UnChart => text(lang, "method.un-chart"),
        Method::Escap => text(lang, "method.escap"),
        Method::Sdsn => text(lang, "method.sdsn"),
        Method::Eurostat => text(lang, "method.eurostat"),
    }
}

/// Says whether the methods disagree; silent with fewer than two.
fn disagreement(lang: Lang, methods: &[MethodRow]) -> String {
    let yes = methods.iter().filter(|method| method.class.is_on_course).count();
    let no = methods.len() - yes;
    if methods.len() < 2 {
        return String::new();
    }
    match (yes, no) {
        (_, 0) => text(lang, "methods.all-on-course").to_owned(),
        (0, _) => text(lang, "methods.none-on-course").to_owned(),
        _ => fill(lang, "methods.disagree", &[("yes", &yes.to_string()), ("no", &no.to_string())]),
    }
}

pub(crate) fn status_word(lang: Lang, status: Option<plan::Status>) -> &'static str {
    match status {
        None => "",
        Some(plan::Status::Planned) => text(lang, "status.planned"),
        Some(plan::Status::Estimate) => text(lang, "status.estimate"),
        Some(plan::Status::Preliminary) => text(lang, "status.preliminary"),
        Some(plan::Status::Final) => text(lang, "status.final"),
        Some(plan::Status::Revised) => text(lang, "status.revised"),
    }
}

fn actuals(lang: Lang, row: &Row) -> Vec<ActualLine> {
    let lines = row.evidence.actuals.iter().map(|actual| ActualLine {
        year: actual.year,
        value: number::value(actual.value),
        status: status_word(lang, actual.status),
        known: match actual.known_at {
            None => text(lang, "actual.from-plan").to_owned(),
            Some(day) if actual.assumed => fill(lang, "actual.assumed", &[("day", &day.to_string())]),
            Some(day) => day.to_string(),
        },
        source: actual.source.clone(),
        used: actual.used,
    });
    let mut lines: Vec<_> = lines.collect();
    lines.reverse();
    lines
}

fn fan(row: &Row) -> Vec<FanLine> {
    let path = |year| {
        row.evidence.path.iter().find(|point| point.year == year).map(|point| number::value(point.value))
    };
    let years = row.outlook.iter().flat_map(|outlook| &outlook.fan);
    years
        .map(|year| FanLine {
            year: year.year,
            path: path(year.year).unwrap_or_default(),
            median: number::value(year.quantiles[3]),
            wide: format!("{} – {}", number::value(year.quantiles[0]), number::value(year.quantiles[6])),
            narrow: format!("{} – {}", number::value(year.quantiles[1]), number::value(year.quantiles[5])),
        })
        .collect()
}

/// What the script needs to draw the chart, as JSON that is safe inside a script element.
fn chart_data(lang: Lang, row: &Row) -> String {
    let lines = Lines::of(row);
    let pairs = |points: &[(f64, f64)]| {
        points.iter().map(|(x, y)| serde_json::json!([x, round(*y)])).collect::<Vec<_>>()
    };
    // The fan opens at the last actual value, where nothing is uncertain.
    let last =
        lines.actual.last().filter(|_| !lines.fan.is_empty()).map(|(year, value)| (*year, [*value; 7]));
    let fan: Vec<Vec<f64>> = last
        .iter()
        .chain(&lines.fan)
        .map(|(year, band)| std::iter::once(*year).chain(band.iter().map(|value| round(*value))).collect())
        .collect();
    let all = lines.actual.iter().chain(&lines.path).chain(&lines.goal).map(|(year, _)| *year);
    let all: Vec<f64> = all.chain(lines.fan.iter().map(|(year, _)| *year)).collect();
    let years = [all.iter().copied().fold(f64::MAX, f64::min), all.iter().copied().fold(f64::MIN, f64::max)];
    let data = serde_json::json!({
        "unit": row.unit,
        "description": row.reason.get(lang),
        "years": years,
        "actual": pairs(&lines.actual),
        "superseded": pairs(&lines.superseded),
        "path": pairs(&lines.path),
        "required": pairs(&lines.required),
        "target": pairs(&lines.goal.into_iter().collect::<Vec<_>>()),
        "fan": fan,
        "words": {
            "actual": text(lang, "chart.actual"),
            "superseded": text(lang, "chart.superseded"),
            "path": text(lang, "chart.path"),
            "required": text(lang, "chart.required"),
            "forecast": text(lang, "chart.forecast"),
            "target": text(lang, "chart.goal"),
            "wide": text(lang, "chart.wide"),
            "narrow": text(lang, "chart.narrow"),
        },
    });
    data.to_string().replace("</", "<\\/")
}

/// Four decimals, because nobody reads more on a chart.
fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

fn sentences(judged: &Judged, indicator: &Indicator, s: &Shell) -> Vec<Sentence> {
    let plan = &judged.view.stored.plan;
    let promises = plan.targets_of(&indicator.id).map(|target| (&target.provenance, false));
    let past = plan.observations_of(&indicator.id).map(|observation| (&observation.provenance, true));
    let mut all: Vec<_> =
        promises.chain(past).filter(|(provenance, _)| !provenance.quote.is_empty()).collect();
    all.sort_by_key(|(provenance, _)| provenance.span);
    all.dedup_by_key(|(provenance, _)| provenance.span);
    all.into_iter()
        .map(|(provenance, past)| Sentence {
            heading: judged.view.section_path(provenance.section.as_ref()),
            quote: provenance.quote.split_whitespace().collect::<Vec<_>>().join(" "),
            address: view_sentence(judged, provenance.span, s),
            past,
            line: provenance.line,
        })
        .collect()
}

fn relations(lang: Lang, judged: &Judged, indicator: &Indicator, s: &Shell) -> Vec<RelationLine> {
    let plan = &judged.view.stored.plan;
    let involved = plan.relations.iter().filter(|relation| {
        relation.result.as_ref() == Some(&indicator.id) || relation.parts.contains(&indicator.id)
    });
    involved
        .map(|relation| {
            let name = |id: &plan::IndicatorId| {
                judged.view.indicator(id.as_str()).map_or_else(|| id.to_string(), |one| one.name.clone())
            };
            let parts: Vec<String> = relation.parts.iter().map(name).collect();
            let result = relation.result.as_ref().map(name).unwrap_or_default();
            let right = match relation.kind {
                plan::RelationKind::Sum => parts.join(" + "),
                plan::RelationKind::Quotient => parts.join(" ÷ "),
                plan::RelationKind::Product => parts.join(" × "),
                plan::RelationKind::SharesOf => format!("{} = {}", parts.join(" + "), relation.factor),
                plan::RelationKind::PartOf => format!("{} ≤ {result}", join(lang, &parts)),
            };
            let equation = matches!(
                relation.kind,
                plan::RelationKind::Sum | plan::RelationKind::Quotient | plan::RelationKind::Product
            );
            let words = if equation { format!("{result} = {right}") } else { right };
            let ids = relation.result.iter().chain(&relation.parts).filter(|id| **id != indicator.id);
            let links = ids.map(|id| (s.to(format!("/indicators/{id}")), name(id))).collect();
            RelationLine { words, links, note: relation.note.clone() }
        })
        .collect()
}
