//! All about one target of an indicator.

use crate::page::blocks::{fold, head, line, paragraph};
use crate::page::{course, hindsight, parts};
use crate::replies::ReplyLine;
use crate::row::traces;
use crate::shell::Shell;
use crate::text::{fill, text};
use crate::{chart, living};
use assess::{Method, MethodRow, Pace, Row, TargetKind};
use plan::Target;
use source::Lang;
use std::borrow::Cow;
use store::TargetRevision;
use story::{
    Block, Cell, CellKind, Evidence, Fact, Frame, FrameKind, Heading, Inline, Item, List, ListKind, Role,
    Section, SectionKind, Style, Table,
};
use web::Visit;
use work::compare::shown_value;
use work::correct::Kind;
use work::number;
use work::view::{Judged, State};

/// What is known of a target besides the plan and its figures.
pub(crate) struct Known<'a> {
    /// Its former versions, each with what it did to the verdict.
    pub(crate) history: Vec<(TargetRevision, String)>,
    /// What offices said to its warnings.
    pub(crate) replies: Vec<&'a ReplyLine>,
    /// Whether the viewer may speak for it.
    pub(crate) may_reply: bool,
}

/// The section of a target.
pub(crate) fn section<'a>(
    visit: &Visit,
    judged: &'a Judged,
    target: &'a Target,
    known: Known<'a>,
    s: &Shell,
) -> Section<'a> {
    let lang = visit.lang;
    let row = judged.of_target(target.id.as_str()).find(|row| row.region.is_empty());
    let mut blocks = Vec::new();
    if let Some(row) = row {
        let driver = row.driver.as_ref().map_or("", |words| words.get(lang));
        let words = [(Role::Lede, row.reason.get(lang)), (Role::Plain, driver)];
        let words = words.into_iter().filter(|(_, words)| !words.is_empty());
        blocks.extend(words.map(|(role, words)| paragraph(role, vec![Inline::text(words)])));
        blocks.extend(course::so_far(lang, row));
        blocks.extend(course::causes(lang, row));
        let decide = visit.viewer().may(duty::Right::EditPlan);
        let decide = decide.then(|| s.to(format!("/correct?kind=indicator&row={}", row.indicator)));
        let asked = |warning: &assess::DataWarning| {
            warning.kind == assess::DataWarningKind::Direction && warning.indicator == row.indicator
        };
        if judged.assessment.data.iter().any(asked) {
            blocks.extend(course::direction(lang, row, decide));
        }
    }
    if !target.definition.is_empty() {
        let words = format!("{}{}", text(lang, "target.definition"), target.definition);
        blocks.push(paragraph(Role::Soft, vec![Inline::text(words)]));
    }
    if known.may_reply {
        let address = s.to(format!("/targets/{}/reply", target.id));
        blocks.push(paragraph(Role::Plain, vec![Inline::link(address, text(lang, "reply.link"))]));
    }
    blocks.extend(corrected(visit, judged, Kind::Target, target.id.as_str()));
    if visit.viewer().may(duty::Right::EditPlan) {
        let address = s.to(format!("/correct?kind=target&row={}", target.id));
        blocks.push(paragraph(Role::Plain, vec![Inline::link(address, text(lang, "correct.target"))]));
    }
    blocks.extend(known.replies.into_iter().map(|reply| Block::Frame(said(lang, reply))));
    if let Some(row) = row {
        blocks.push(Block::Chart(Box::new(chart::of(lang, row))));
        blocks.extend(figures(lang, row));
        blocks.extend(hindsight::of_target(lang, judged, row.target.as_str()));
        blocks.extend(notes(lang, row));
    }
    let shown_names = !visit.viewer().sees_published_only();
    let who = |one: &TargetRevision| visit.viewer().told(one.who.clone());
    blocks.extend(folded(text(lang, "indicator.history"), history(lang, known.history, shown_names, who)));
    if !target.provenance.quote.is_empty() {
        blocks.push(Block::Evidence(Evidence {
            quote: Cow::Borrowed(&target.provenance.quote),
            address: sentence_address(judged, target.provenance.span, s).into(),
            place: Vec::new(),
        }));
    }
    blocks.extend(said_again(lang, judged, target, s));
    Section {
        kind: SectionKind::Target,
        id: Cow::Borrowed(target.id.as_str()),
        heading: heading(lang, target, row),
        blocks,
    }
}

/// Where the plan says the same again.
fn said_again<'a>(lang: Lang, judged: &'a Judged, target: &Target, s: &Shell) -> Vec<Block<'a>> {
    let restated = judged.assessment.restated.iter().filter(|(_, judged)| **judged == target.id);
    let again = restated.filter_map(|(said, _)| judged.view.target(said.as_str()));
    let again = again.filter(|one| !one.provenance.quote.is_empty()).map(|one| Evidence {
        quote: Cow::Borrowed(&*one.provenance.quote),
        address: sentence_address(judged, one.provenance.span, s).into(),
        place: vec![judged.view.section_name(one.provenance.section.as_ref()).into()],
    });
    let again: Vec<Evidence<'a>> = again.collect();
    if again.is_empty() {
        return Vec::new();
    }
    vec![paragraph(Role::Soft, vec![Inline::text(text(lang, "target.again"))]), Block::Sources(again)]
}

/// The tables of a target: values by year and vintage, methods, the forecast year by year; none without figures.
pub(crate) fn tables<'a>(lang: Lang, judged: &'a Judged, target: &'a Target) -> Option<Section<'a>> {
    let row = judged.of_target(target.id.as_str()).find(|row| row.region.is_empty())?;
    let tables = [actuals(lang, row), fan(lang, row), methods(lang, &row.methods)];
    let shown = tables.into_iter().filter(|table| !table.rows.is_empty());
    let blocks: Vec<Block<'a>> = shown
        .flat_map(|table| {
            let title =
                Heading { level: 3, text: vec![Inline::Text(table.caption.clone())], ..Heading::default() };
            [Block::Heading(title), Block::Table(table)]
        })
        .collect();
    (!blocks.is_empty()).then(|| Section {
        kind: SectionKind::Target,
        id: Cow::Borrowed(target.id.as_str()),
        heading: heading(lang, target, Some(row)),
        blocks,
    })
}

/// What people put right in a row.
pub(crate) fn corrected(visit: &Visit, judged: &Judged, kind: Kind, row: &str) -> Vec<Block<'static>> {
    let names = !visit.viewer().sees_published_only();
    let told = traces(visit.lang, &judged.view, kind, row, names);
    let line = |words: String| {
        let chip = Inline::styled(Style::Chip, text(visit.lang, "correct.corrected"));
        paragraph(Role::Soft, vec![chip, Inline::text(" "), Inline::text(words)])
    };
    told.into_iter().map(line).collect()
}

/// The address of the sentence that holds a span; empty for a plan without its document.
pub(crate) fn sentence_address(judged: &Judged, span: source::Span, s: &Shell) -> String {
    match &judged.view.stored.document {
        Some(document) if !span.is_empty() => s.to(living::sentence_link(document, span)),
        _ => String::new(),
    }
}

/// Year and value, state and warning level.
fn heading(lang: Lang, target: &Target, row: Option<&Row>) -> Heading<'static> {
    let state = row.map_or(State::Unknown, State::of);
    let value = shown_value(target);
    // An average growth is one of all years from the base on, not of the last.
    let mean = row.filter(|row| row.kind == TargetKind::AverageGrowth);
    let first = mean.and_then(|row| row.evidence.path.first()).map(|base| (base.year + 1).to_string());
    let title = match target.year.or(target.implied_year) {
        Some(year) if first.is_some() => {
            let years = [("from", first.as_deref().unwrap_or_default()), ("year", &*year.to_string())];
            fill(lang, "indicator.mean-title", &[years[0], years[1], ("value", &value)])
        }
        Some(year) => fill(lang, "indicator.target-title", &[("year", &year.to_string()), ("value", &value)]),
        None => value,
    };
    let mut heading = Heading::new(2, title);
    heading.text.push(Inline::text(" "));
    heading.text.push(Inline::State(state.name(), crate::text::state_word(lang, state)));
    if let Some(alert) = row.map(|row| row.alert).filter(|alert| *alert != assess::Alert::None) {
        heading.text.push(Inline::text(" "));
        heading.text.push(Inline::Level(alert.name(), crate::text::alert_word(lang, alert).into()));
    }
    heading
}

fn said(lang: Lang, reply: &ReplyLine) -> Frame<'_> {
    let number = |text: &'_ str| Inline::Styled(Style::Number, vec![Inline::text(text.to_owned())]);
    let head = vec![
        Inline::styled(Style::Strong, &*reply.office),
        Inline::text(" "),
        Inline::Styled(Style::Soft, vec![number(&reply.at)]),
    ];
    let mut blocks =
        vec![paragraph(Role::Plain, head), paragraph(Role::Plain, vec![Inline::text(&*reply.text)])];
    if !reply.measure.is_empty() {
        let state = if reply.is_late {
            Inline::styled(Style::Alarm, text(lang, "measure.late"))
        } else {
            Inline::styled(Style::Chip, reply.state)
        };
        let measure = vec![
            Inline::styled(Style::Soft, text(lang, "reply.measure")),
            Inline::text(format!(" {} ", reply.measure)),
            Inline::styled(Style::Soft, text(lang, "reply.by")),
            Inline::text(" "),
            number(&reply.due),
            Inline::text(" "),
            state,
        ];
        blocks.push(paragraph(Role::Plain, measure));
    }
    Frame { kind: FrameKind::Reply, anchor: None, number: Cow::Borrowed(""), title: Vec::new(), blocks }
}

/// The figures beside the published methods.
fn figures(lang: Lang, row: &Row) -> Option<Block<'_>> {
    let mut columns = Vec::new();
    let facts = facts(lang, row);
    if !facts.is_empty() {
        columns.push(vec![
            Block::Heading(Heading::new(3, text(lang, "indicator.figures"))),
            Block::Facts(facts),
        ]);
    }
    if !row.methods.is_empty() {
        let mut column = vec![
            Block::Heading(Heading::new(3, text(lang, "indicator.methods"))),
            Block::Table(methods(lang, &row.methods)),
        ];
        let said = disagreement(lang, &row.methods);
        column.extend((!said.is_empty()).then(|| paragraph(Role::Soft, vec![Inline::text(said)])));
        columns.push(column);
    }
    (!columns.is_empty()).then_some(Block::Columns(columns))
}

/// A table that is closed until it is asked for, with the number of its rows; none without rows.
fn folded<'a>(title: &'static str, table: Table<'a>) -> Option<Block<'a>> {
    if table.rows.is_empty() {
        return None;
    }
    let count = Inline::styled(Style::Soft, table.rows.len().to_string());
    let heading = Heading { text: vec![Inline::text(title), Inline::text(" "), count], ..Heading::default() };
    Some(fold(heading, vec![Block::Table(table)]))
}

fn methods(lang: Lang, methods: &[MethodRow]) -> Table<'_> {
    let row = |method: &MethodRow| {
        let class = method.class.words.get(lang).to_owned();
        line(vec![
            Cell::new(CellKind::RowHead, vec![Inline::text(method_name(lang, method.method))]),
            Cell::figure(number::value(method.value)),
            Cell::new(CellKind::Data, vec![Inline::Tick(method.class.is_on_course), Inline::text(class)]),
        ])
    };
    Table {
        caption: Cow::Borrowed(text(lang, "indicator.methods")),
        head: head(lang, &[("column.method", false), ("column.measure", true), ("column.class", false)]),
        rows: methods.iter().map(row).collect(),
        ..Table::default()
    }
}

fn facts(lang: Lang, row: &Row) -> Vec<Fact<'static>> {
    let pace = |pace: Pace| parts::pace(lang, pace, &row.unit);
    let value = |point: assess::Point| parts::with_unit(number::value(point.value), &row.unit);
    let mut facts = Vec::new();
    let mut add = |name: &'static str, value: Option<String>, remark: String| {
        facts.extend(value.map(|value| Fact {
            name: Cow::Borrowed(name),
            value: value.into(),
            remark: remark.into(),
        }));
    };
    let year = |point: Option<assess::Point>| point.map(|point| point.year.to_string()).unwrap_or_default();
    add(text(lang, "fact.base"), row.base.map(value), year(row.base));
    add(text(lang, "fact.latest"), row.latest.map(value), year(row.latest));
    add(text(lang, "fact.goal"), row.goal.map(value), year(row.goal));
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
        let median = parts::with_unit(number::value(outlook.median), &row.unit);
        add(text(lang, "fact.forecast"), Some(median), remark);
        let remark = if outlook.short { text(lang, "fact.short") } else { "" };
        add(text(lang, "fact.probability"), Some(number::probability(outlook.attain)), remark.to_owned());
    }
    facts
}

fn method_name(lang: Lang, method: Method) -> &'static str {
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

fn status_word(lang: Lang, status: Option<plan::Status>) -> &'static str {
    match status {
        None => "",
        Some(plan::Status::Planned) => text(lang, "status.planned"),
        Some(plan::Status::Estimate) => text(lang, "status.estimate"),
        Some(plan::Status::Preliminary) => text(lang, "status.preliminary"),
        Some(plan::Status::Final) => text(lang, "status.final"),
        Some(plan::Status::Revised) => text(lang, "status.revised"),
    }
}

/// All values by year and vintage, the newest first.
fn actuals(lang: Lang, row: &Row) -> Table<'_> {
    let columns = [
        ("column.year", true),
        ("column.value", true),
        ("column.status", false),
        ("column.known", false),
        ("column.source", false),
        ("column.used", false),
    ];
    let row_of = |actual: &'_ assess::Actual| {
        let known = match actual.known_at {
            None => text(lang, "actual.from-plan").to_owned(),
            Some(day) if actual.assumed => fill(lang, "actual.assumed", &[("day", &day.to_string())]),
            Some(day) => day.to_string(),
        };
        story::Row {
            superseded: !actual.used,
            cells: vec![
                Cell::figure(actual.year.to_string()),
                Cell::figure(number::value(actual.value)),
                Cell::words(status_word(lang, actual.status)),
                Cell::new(CellKind::Data, vec![Inline::styled(Style::Number, known)]),
                Cell::words(actual.source.clone()),
                Cell::words(text(lang, if actual.used { "used.yes" } else { "used.no" })),
            ],
        }
    };
    Table {
        caption: Cow::Borrowed(text(lang, "indicator.actuals")),
        head: head(lang, &columns),
        rows: row.evidence.actuals.iter().rev().map(row_of).collect(),
        ..Table::default()
    }
}

/// The forecast year by year, beside the expected path.
fn fan(lang: Lang, row: &Row) -> Table<'_> {
    let path = |year| {
        row.evidence.path.iter().find(|point| point.year == year).map(|point| number::value(point.value))
    };
    let range = |low: f64, high: f64| format!("{} – {}", number::value(low), number::value(high));
    let years = row.outlook.iter().flat_map(|outlook| &outlook.fan);
    let rows: Vec<_> = years
        .map(|year| {
            let [lowest, low, _, median, _, high, highest] = year.quantiles;
            line(vec![
                Cell::figure(year.year.to_string()),
                Cell::figure(path(year.year).unwrap_or_default()),
                Cell::figure(number::value(median)),
                Cell::figure(range(low, high)),
                Cell::figure(range(lowest, highest)),
            ])
        })
        .collect();
    let columns = ["column.year", "chart.path", "chart.forecast", "chart.narrow", "chart.wide"];
    Table {
        caption: Cow::Borrowed(text(lang, "indicator.fan")),
        head: head(lang, &columns.map(|key| (key, true))),
        rows,
        ..Table::default()
    }
}

fn notes(lang: Lang, row: &Row) -> Option<Block<'_>> {
    let notes = row.evidence.notes.iter();
    let items: Vec<_> =
        notes.map(|words| Item { text: vec![Inline::text(words.get(lang))], ..Item::default() }).collect();
    let list = Block::List(List { kind: ListKind::Points, items });
    let any = !row.evidence.notes.is_empty();
    any.then(|| fold(Heading::new(3, text(lang, "indicator.notes")), vec![list]))
}

/// The former versions of the target; who made them is for those who are told.
fn history(
    lang: Lang,
    history: Vec<(TargetRevision, String)>,
    shown_names: bool,
    who: impl Fn(&TargetRevision) -> Option<String>,
) -> Table<'static> {
    let has_verdicts = history.iter().any(|(_, verdict)| !verdict.is_empty());
    let columns = [
        ("column.when", false),
        ("column.who", false),
        ("column.value", false),
        ("column.why", false),
        ("column.verdict", false),
    ];
    let is_shown = |key: &str| match key {
        "column.who" => shown_names,
        "column.verdict" => has_verdicts,
        _ => true,
    };
    let columns: Vec<_> = columns.into_iter().filter(|(key, _)| is_shown(key)).collect();
    let row = |(one, verdict): (TargetRevision, String)| {
        let mut cells =
            vec![Cell::new(CellKind::Data, vec![Inline::styled(Style::Number, work::clock::shown(&one.at))])];
        cells.extend(who(&one).map(Cell::words));
        cells.push(Cell::words(shown_value(&one.target)));
        cells.push(Cell::words(one.why));
        cells.extend(has_verdicts.then(|| Cell::words(verdict)));
        line(cells)
    };
    Table {
        caption: Cow::Borrowed(text(lang, "indicator.history")),
        head: head(lang, &columns),
        rows: history.into_iter().map(row).collect(),
        ..Table::default()
    }
}
