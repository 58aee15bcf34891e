//! What changed of what the public sees of a plan: figures, warnings, stages of projects, answers, the text.
//!
//! It is found by looking: what the public sees now is laid beside what it saw before. So nothing that is not public can be told,
//! whatever was written, and nothing is forgotten, whoever wrote it.

use crate::view::{Judged, State};
use crate::voices::KIND;
use crate::{Fault, Question, Service, Viewer, matters};
use icalendar::{Calendar, Component, Event};
use serde::{Deserialize, Serialize};
use source::{Lang, Words};
use std::collections::BTreeMap;
use store::{MatterFilter, News};

/// What the public sees of a plan, as far as changes of it are told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Seen {
    version: i64,
    /// By target and region.
    targets: BTreeMap<String, Target>,
    /// By id.
    projects: BTreeMap<String, Project>,
    /// Questions that were answered, by number.
    answers: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Target {
    indicator: String,
    name: String,
    /// Where it stands, as `State::name`.
    state: String,
    /// The latest figure in words: year, value and unit.
    figure: [String; 2],
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Project {
    name: String,
    stage: String,
}

/// How somebody is told: at once, or once a day or a week.
pub const RHYTHMS: [&str; 3] = ["each", "daily", "weekly"];

/// Looks at all plans that the public sees, keeps what changed since, and asks for the mails to those who are told at once. Gives how
/// much changed.
///
/// # Errors
/// The store cannot be read or written.
pub async fn look(service: &Service) -> Result<usize, Fault> {
    let filter = store::PlanFilter { published: true, ..store::PlanFilter::default() };
    let mut count = 0;
    for plan in service.store().plans(&filter).await?.0 {
        count += look_at(service, &plan.key.plan).await?;
    }
    Ok(count)
}

async fn look_at(service: &Service, plan: &str) -> Result<usize, Fault> {
    let judged = match service.judged(&Viewer::Public, &Question::now(plan)).await {
        Ok(judged) => judged,
        Err(fault) if fault.is_passing() => return Err(fault),
        // A plan that was closed meanwhile, or cannot be judged, must not silence the others.
        Err(_) => return Ok(0),
    };
    let now = seen(service, plan, &judged).await?;
    let text = serde_json::to_string(&now).map_err(|error| Fault::internal(&error))?;
    let before = service.store().news_seen(plan).await?;
    if before.as_deref() == Some(text.as_str()) {
        return Ok(0);
    }
    let known: Option<Seen> = before.as_deref().and_then(|text| serde_json::from_str(text).ok());
    // What is seen for the first time is no change.
    let news = known.map(|known| changes(&known, &now)).unwrap_or_default();
    let change = service.own_change();
    if service.store().note_news(plan, (before.as_deref(), &text), &news, &change).await? && !news.is_empty()
    {
        service.store().enqueue_follows(plan, RHYTHMS[0], service.now()).await?;
        service.refresh().await?;
    }
    Ok(news.len())
}

/// Asks for the mails to those who are told once a day or a week. Gives how many.
///
/// # Errors
/// The store cannot be written.
pub async fn tell(service: &Service, rhythm: &str) -> Result<u64, Fault> {
    let filter = store::PlanFilter { published: true, ..store::PlanFilter::default() };
    let mut count = 0;
    for plan in service.store().plans(&filter).await?.0 {
        count += service.store().enqueue_follows(&plan.key.plan, rhythm, service.now()).await?;
    }
    Ok(count)
}

async fn seen(service: &Service, plan: &str, judged: &Judged) -> Result<Seen, Fault> {
    let view = &judged.view;
    let mut seen = Seen { version: view.stored.key.version, ..Seen::default() };
    for row in &judged.assessment.rows {
        let unit = &row.unit;
        let figure = row.latest.as_ref().map_or_else(Default::default, |latest| {
            [latest.year.to_string(), format!("{}{unit}", crate::number::value(latest.value))]
        });
        let region = if row.region.is_empty() { String::new() } else { format!("（{}）", row.region) };
        let target = Target {
            indicator: row.indicator.to_string(),
            name: format!("{}{region}", row.name),
            state: State::of(row).name().to_owned(),
            figure,
        };
        seen.targets.insert(format!("{}/{}", row.target, row.region), target);
    }
    for project in &view.stored.plan.projects {
        let kept = Project { name: project.name.clone(), stage: project.stage.clone() };
        seen.projects.insert(project.id.to_string(), kept);
    }
    let filter = MatterFilter { plan: plan.to_owned(), kind: KIND.to_owned(), ..MatterFilter::default() };
    for one in matters::list(service, &Viewer::Public, &filter).await? {
        if one.matter.state == "answered" {
            seen.answers.insert(one.matter.id.to_string(), one.matter.title);
        }
    }
    Ok(seen)
}

/// What changed between two looks, in the order in which people ask: text, figures, warnings, stages, answers.
fn changes(before: &Seen, now: &Seen) -> Vec<News> {
    let mut all = Vec::new();
    let mut add = |kind: &str, subject: String, link: String, words: Words| {
        let (zh, en) = (words.zh, words.en);
        all.push(News { kind: kind.to_owned(), subject, link, zh, en, ..News::default() });
    };
    if before.version != now.version {
        let words = Words::new("规划有新的公开版本", "a new version of the plan is public");
        add("text", String::new(), "/text".to_owned(), words);
    }
    for (key, target) in &now.targets {
        let (subject, link) =
            (format!("indicator/{}", target.indicator), format!("/indicators/{}", target.indicator));
        let known = before.targets.get(key);
        let [year, value] = &target.figure;
        if known.is_some_and(|known| known.figure != target.figure) && !value.is_empty() {
            let name = &target.name;
            let words = Words::new(format!("{name}：{year}年{value}"), format!("{name}: {value} in {year}"));
            add("figure", subject.clone(), link.clone(), words);
        }
        if let Some(known) = known.filter(|known| known.state != target.state) {
            let (was, is) = (state(&known.state), state(&target.state));
            let name = &target.name;
            let words = Words::new(
                format!("{name}：由“{}”变为“{}”", was.zh, is.zh),
                format!("{name}: from “{}” to “{}”", was.en, is.en),
            );
            add("warning", subject, link, words);
        }
    }
    for (id, project) in &now.projects {
        let known = before.projects.get(id).filter(|known| known.stage != project.stage);
        if known.is_some() && !project.stage.is_empty() {
            let (name, stage) = (&project.name, stage(&project.stage));
            let words = Words::new(format!("{name}：{}", stage.zh), format!("{name}: {}", stage.en));
            add("stage", format!("project/{id}"), "/projects".to_owned(), words);
        }
    }
    for (id, title) in now.answers.iter().filter(|(id, _)| !before.answers.contains_key(*id)) {
        let words = Words::new(format!("“{title}”已有答复"), format!("“{title}” was answered"));
        add("answer", String::new(), format!("/matters/{id}"), words);
    }
    all
}

/// Where a commitment stands, in words.
fn state(name: &str) -> Words {
    match State::parse(name) {
        Some(State::OnTrack) => Words::new("符合预期", "on track"),
        Some(State::AtRisk) => Words::new("有风险", "at risk"),
        Some(State::OutOfReach) => Words::new("难以完成", "out of reach"),
        Some(State::Hollow) => Words::new("空心达标", "hollow"),
        Some(State::Unknown) | None => Words::new("尚不能判断", "unknown"),
    }
}

/// How far a project is, in words.
fn stage(name: &str) -> Words {
    match name {
        "planned" => Words::new("计划", "planned"),
        "conditional" => Words::new("争取", "conditional"),
        "ongoing" => Words::new("在建", "ongoing"),
        "completed" => Words::new("已完成", "completed"),
        "existing" => Words::new("已有", "existing"),
        "reserve" => Words::new("储备", "in reserve"),
        "preparation" => Words::new("前期", "in preparation"),
        "started" => Words::new("开工", "begun"),
        "operating" => Words::new("投产（投用）", "in operation"),
        "suspended" => Words::new("停缓建", "suspended or put off"),
        "cancelled" => Words::new("取消", "cancelled"),
        other => Words::new(other, other),
    }
}

/// The promises of a plan as an iCalendar feed (RFC 5545): the last day of the year by which each is to be reached, where it stands
/// beside it. `link` makes the address of an indicator.
pub fn calendar(judged: &Judged, lang: Lang, link: impl Fn(&str) -> String) -> String {
    let mut calendar = Calendar::new();
    calendar.name(judged.view.title());
    for row in judged.own() {
        let Some(goal) = row.goal else { continue };
        let day = format!("{}1231", goal.year);
        let stands = state(State::of(row).name());
        let goal = format!("{}{}", crate::number::value(goal.value), row.unit);
        let mut event = Event::new();
        event
            .uid(&format!("{}-{}@gangyao", judged.view.id(), row.target))
            .summary(&format!("{} {goal} · {}", row.name, stands.get(lang)))
            .url(&link(row.indicator.as_str()))
            .add_property("DTSTART;VALUE=DATE", &day)
            // A fixed stamp: a feed that says the same is the same, byte for byte.
            .add_property("DTSTAMP", format!("{day}T000000Z"))
            .add_property("TRANSP", "TRANSPARENT");
        calendar.push(event.done());
    }
    calendar.done().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(state: &str, year: &str, value: &str) -> Target {
        Target {
            indicator: "i0001".into(),
            name: "粮食产量".into(),
            state: state.into(),
            figure: [year.into(), value.into()],
        }
    }

    fn one(target: Target, stage: &str) -> Seen {
        Seen {
            version: 1,
            targets: [("t0001/".to_owned(), target)].into(),
            projects: [("p1".to_owned(), Project { name: "大桥".into(), stage: stage.into() })].into(),
            answers: BTreeMap::new(),
        }
    }

    #[test]
    fn what_changed_is_told_with_what_it_is_about() {
        let before = one(target("on-track", "2026", "12万吨"), "planned");
        assert_eq!(changes(&before, &before), []);
        let mut now = one(target("at-risk", "2027", "11万吨"), "started");
        now.version = 2;
        now.answers.insert("7".into(), "路灯".into());
        let told: Vec<(String, String, String)> =
            changes(&before, &now).into_iter().map(|one| (one.kind, one.subject, one.zh)).collect();
        let expected = [
            ("text", "", "规划有新的公开版本"),
            ("figure", "indicator/i0001", "粮食产量：2027年11万吨"),
            ("warning", "indicator/i0001", "粮食产量：由“符合预期”变为“有风险”"),
            ("stage", "project/p1", "大桥：开工"),
            ("answer", "", "“路灯”已有答复"),
        ];
        assert_eq!(told, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }

    #[test]
    fn what_is_new_altogether_is_no_change_of_what_was_there() {
        let now = one(target("at-risk", "2027", "11万吨"), "started");
        assert_eq!(changes(&Seen { version: 1, ..Seen::default() }, &now), []);
    }

    #[test]
    fn every_stage_has_words() {
        for name in plan::STAGES {
            assert_ne!(stage(name).zh, name);
        }
    }
}
