//! What changed of what the public sees of a plan: figures, warnings, stages of projects, answers, the text.
//!
//! It is found by looking: what the public sees now is laid beside what it saw before. So nothing that is not public can be told,
//! whatever was written, and nothing is forgotten, whoever wrote it.

use crate::notice::{HOOK, WEBHOOK, absolute};
use crate::view::{Judged, PlanView, State};
use crate::voices::KIND;
use crate::{Fault, Question, Service, Viewer, clock, matters};
use ::matter::Kinds;
use icalendar::{Calendar, Component, Event};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use source::{Lang, Words};
use std::collections::{BTreeMap, BTreeSet};
use store::{MatterFilter, NewJob, News};

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
    /// What of the plan a question or another matter is about, by number; nothing for the plan.
    about: BTreeMap<String, String>,
    /// Other matters that everybody sees, by number; none in what was kept before they were looked at.
    matters: Option<BTreeMap<String, Matter>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Matter {
    kind: String,
    title: String,
    state: String,
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
    /// The places that it is about, by name.
    places: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Project {
    name: String,
    stage: String,
    /// The places where it lies, by name.
    places: Vec<String>,
}

/// The kinds of changes, in the order in which people ask.
pub const KINDS: [&str; 6] = ["text", "figure", "warning", "stage", "answer", "matter"];

/// How somebody is told: at once, or once a day or a week.
pub const RHYTHMS: [&str; 3] = ["each", "daily", "weekly"];

/// Looks at the plans that the public sees and that changed since the last look, keeps what changed for the public, and asks for the
/// mails to those who are told at once. Gives how much changed.
///
/// # Errors
/// The store cannot be read or written.
pub async fn look(service: &Service) -> Result<usize, Fault> {
    // The keys below must not be those of before the write that asked for this look.
    service.refresh().await?;
    let filter = store::PlanFilter { published: true, ..store::PlanFilter::default() };
    let mut count = 0;
    for plan in service.store().plans(&filter).await?.0 {
        let plan = plan.key.plan;
        let key = format!("{} {}", service.key(Some(&plan)), service.today());
        if service.has_looked(&plan, &key) {
            continue;
        }
        if let Some(changed) = look_at(service, &plan).await? {
            count += changed;
            service.note_look(&plan, key);
        }
    }
    Ok(count)
}

/// What changed of one plan; `None` when another server kept what it saw meanwhile, so that it is to be looked at again.
async fn look_at(service: &Service, plan: &str) -> Result<Option<usize>, Fault> {
    let judged = match service.judged(&Viewer::Public, &Question::now(plan)).await {
        Ok(judged) => judged,
        Err(fault) if fault.is_passing() => return Err(fault),
        // A plan that was closed meanwhile, or cannot be judged, must not silence the others.
        Err(_) => return Ok(Some(0)),
    };
    let now = seen(service, plan, &judged).await?;
    let text = serde_json::to_string(&now).map_err(|error| Fault::internal(&error))?;
    let before = service.store().news_seen(plan).await?;
    if before.as_deref() == Some(text.as_str()) {
        // A server may have been killed between what it noted and what it asked for.
        asked_for(service, plan).await?;
        return Ok(Some(0));
    }
    let known: Option<Seen> = before.as_deref().and_then(|text| serde_json::from_str(text).ok());
    // What is seen for the first time is no change.
    let news = known.map(|known| changes(service.kinds(), &known, &now)).unwrap_or_default();
    let change = service.own_change();
    if !service.store().note_news(plan, (before.as_deref(), &text), &news, &change).await? {
        return Ok(None);
    }
    if !news.is_empty() {
        asked_for(service, plan).await?;
        service.refresh().await?;
    }
    Ok(Some(news.len()))
}

/// Asks for what follows from changes: the mails to those who are told at once, and the calls of webhooks. What was asked for before is
/// not asked for again.
async fn asked_for(service: &Service, plan: &str) -> Result<(), Fault> {
    let store = service.store();
    for rhythm in [RHYTHMS[0], store::CALLED] {
        store.enqueue_follows(plan, rhythm, service.now()).await?;
    }
    let hooks = store.settings(WEBHOOK).await?.into_iter().filter(|(_, url)| !url.is_empty());
    let hooks: Vec<String> = hooks.map(|(name, _)| name).collect();
    let Ok(yesterday) = service.today().yesterday() else { return Ok(()) };
    if hooks.is_empty() {
        return Ok(());
    }
    let mut jobs = Vec::new();
    for one in list(service, (plan, ""), Some(yesterday), CALLED).await? {
        let content = serde_json::json!({
            "event": "news",
            "plan": plan,
            "subject": one.subject,
            "kind": one.kind,
            "link": absolute(service, &format!("/plans/{}{}", crate::voices::encode(plan), one.link)),
            "zh": one.zh,
            "en": one.en,
            "at": one.at,
        });
        jobs.extend(hooks.iter().map(|hook| NewJob {
            kind: HOOK.to_owned(),
            key: format!("news/{}/{hook}", one.id),
            subject: hook.clone(),
            payload: format!("news\n{content}"),
            run_at: service.now(),
        }));
    }
    // Looked at first: asking for nothing new must not hold writers up.
    let keys: Vec<String> = jobs.iter().map(|job| job.key.clone()).collect();
    let new: BTreeSet<String> = store.new_job_keys(HOOK, &keys).await?.into_iter().collect();
    jobs.retain(|job| new.contains(&job.key));
    store.enqueue_jobs(&jobs, service.now()).await?;
    Ok(())
}

/// Changes of which a webhook is told at a time.
const CALLED: i64 = 500;

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

/// What changed of a plan, or of what somebody follows of it, since a day in China, or ever, the latest first, at most so many. What
/// is about a question or another matter that was taken down since is not told any more.
///
/// # Errors
/// The store cannot be read.
pub async fn list(
    service: &Service,
    (plan, subject): (&str, &str),
    since: Option<Date>,
    most: i64,
) -> Result<Vec<News>, Fault> {
    let since = since.and_then(|day| clock::bounds(&day.to_string())).map(|(begin, _)| begin);
    let mut news = service.store().news(plan, subject, &since.unwrap_or_default(), most).await?;
    still_seen(service, plan, &mut news).await?;
    Ok(news)
}

/// Leaves what leads to a matter out that the public does not see any more.
pub(crate) async fn still_seen(service: &Service, plan: &str, news: &mut Vec<News>) -> Result<(), Fault> {
    let of_matter = |one: &News| one.link.strip_prefix("/matters/").and_then(|id| id.parse::<i64>().ok());
    let ids: BTreeSet<i64> = news.iter().filter_map(of_matter).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let filter =
        MatterFilter { plan: plan.to_owned(), ids: ids.into_iter().collect(), ..MatterFilter::default() };
    let seen = matters::list(service, &Viewer::Public, &filter).await?;
    let seen: BTreeSet<i64> = seen.iter().map(|one| one.matter.id).collect();
    news.retain(|one| of_matter(one).is_none_or(|id| seen.contains(&id)));
    Ok(())
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
            places: places(view, &row.region),
        };
        seen.targets.insert(format!("{}/{}", row.target, row.region), target);
    }
    for project in &view.stored.plan.projects {
        let (name, stage) = (project.name.clone(), project.stage.clone());
        let kept = Project { name, stage, places: places(view, &project.place) };
        seen.projects.insert(project.id.to_string(), kept);
    }
    let filter = MatterFilter { plan: plan.to_owned(), ..MatterFilter::default() };
    let mut others = BTreeMap::new();
    for one in matters::list(service, &Viewer::Public, &filter).await? {
        let matter = one.matter;
        let Some(kind) = service.kinds().get(&matter.kind) else { continue };
        let id = matter.id.to_string();
        if matter.kind == KIND {
            if matter.state == "answered" {
                let asked = service.store().voices_of_matter(matter.id).await?;
                let subject = asked.first().map(|one| one.subject.clone()).unwrap_or_default();
                seen.about.insert(id.clone(), subject);
                seen.answers.insert(id, matter.title);
            }
        } else if !kind.hosted {
            seen.about.insert(id.clone(), subject_of(view, &matter));
            let kept = Matter { kind: matter.kind, title: matter.title, state: matter.state };
            others.insert(id, kept);
        }
    }
    seen.about.retain(|_, subject| !subject.is_empty());
    seen.matters = Some(others);
    Ok(seen)
}

/// The places of a plan that a name stands for; the whole of the plan for none.
fn places(view: &PlanView, name: &str) -> Vec<String> {
    let plan = &view.stored.plan;
    let whole = plan.region.as_deref().unwrap_or_default();
    let name = if name.is_empty() { whole } else { name };
    let named = plan.places.iter().map(|place| place.name.as_str()).chain([whole, name]);
    let of_name = named.filter(|place| !place.is_empty() && region::same(place, name));
    let all: BTreeSet<&str> = of_name.collect();
    all.into_iter().map(str::to_owned).collect()
}

/// What of a plan a matter points to: an indicator, by the address of its page.
fn subject_of(view: &PlanView, matter: &store::Matter) -> String {
    let is_page = |id: &str| {
        let page = format!("/indicators/{}", crate::voices::encode(id));
        matter.fields.values().any(|value| *value == page)
    };
    let found = view.stored.plan.indicators.iter().find(|one| is_page(one.id.as_str()));
    found.map_or_else(String::new, |one| format!("indicator/{}", one.id))
}

/// What changed between two looks, in the order in which people ask: text, figures, warnings, stages, answers.
fn changes(kinds: &Kinds, before: &Seen, now: &Seen) -> Vec<News> {
    let mut all = Vec::new();
    let mut add_at = |places: &[String], kind: &str, subject: String, link: String, words: Words| {
        let (zh, en) = (words.zh, words.en);
        let about = places.iter().map(|place| format!("place/{place}")).collect();
        all.push(News { kind: kind.to_owned(), subject, link, zh, en, about, ..News::default() });
    };
    if before.version != now.version {
        let words = Words::new("规划有新的公开版本", "a new version of the plan is public");
        add_at(&[], "text", String::new(), "/text".to_owned(), words);
    }
    for (key, target) in &now.targets {
        let (subject, link) =
            (format!("indicator/{}", target.indicator), format!("/indicators/{}", target.indicator));
        let known = before.targets.get(key);
        let [year, value] = &target.figure;
        if known.is_some_and(|known| known.figure != target.figure) && !value.is_empty() {
            let name = &target.name;
            let words = Words::new(format!("{name}：{year}年{value}"), format!("{name}: {value} in {year}"));
            add_at(&target.places, "figure", subject.clone(), link.clone(), words);
        }
        if let Some(known) = known.filter(|known| known.state != target.state) {
            let (was, is) = (state(&known.state), state(&target.state));
            let name = &target.name;
            let words = Words::new(
                format!("{name}：由“{}”变为“{}”", was.zh, is.zh),
                format!("{name}: from “{}” to “{}”", was.en, is.en),
            );
            add_at(&target.places, "warning", subject, link, words);
        }
    }
    for (id, project) in &now.projects {
        let known = before.projects.get(id).filter(|known| known.stage != project.stage);
        if known.is_some() && !project.stage.is_empty() {
            let (name, stage) = (&project.name, stage(&project.stage));
            let words = Words::new(format!("{name}：{}", stage.zh), format!("{name}: {}", stage.en));
            add_at(&project.places, "stage", format!("project/{id}"), "/projects".to_owned(), words);
        }
    }
    for (id, title) in now.answers.iter().filter(|(id, _)| !before.answers.contains_key(*id)) {
        let words = Words::new(format!("“{title}”已有答复"), format!("“{title}” was answered"));
        let subject = now.about.get(id).cloned().unwrap_or_default();
        // A question about a place is told to those who follow the place.
        let place = subject.strip_prefix("place/").map(str::to_owned);
        add_at(place.as_slice(), "answer", subject, format!("/matters/{id}"), words);
    }
    all.extend(changed_matters(kinds, before, now));
    all
}

/// The matters that everybody sees and that are new to them, or in another state. What was kept before these were looked at has none of
/// them: nothing is told of all at once.
fn changed_matters(kinds: &Kinds, before: &Seen, now: &Seen) -> Vec<News> {
    let (Some(known), Some(seen)) = (&before.matters, &now.matters) else { return Vec::new() };
    let is_new = |id: &String, matter: &Matter| known.get(id).is_none_or(|known| known.state != matter.state);
    let told = seen.iter().filter(|(id, matter)| is_new(id, matter)).filter_map(|(id, matter)| {
        let kind = kinds.get(&matter.kind)?;
        let (title, state) = (&matter.title, |lang| kind.state_word(&matter.state, lang));
        Some(News {
            kind: "matter".to_owned(),
            subject: now.about.get(id).cloned().unwrap_or_default(),
            link: format!("/matters/{id}"),
            zh: format!("{}“{title}”：{}", kind.said.zh, state(Lang::Zh)),
            en: format!("{} “{title}”: {}", kind.said.en, state(Lang::En)),
            ..News::default()
        })
    });
    told.collect()
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
            places: vec!["锦川市".into()],
        }
    }

    fn one(target: Target, stage: &str) -> Seen {
        Seen {
            version: 1,
            targets: [("t0001/".to_owned(), target)].into(),
            projects: [(
                "p1".to_owned(),
                Project { name: "大桥".into(), stage: stage.into(), places: vec!["河东县".into()] },
            )]
            .into(),
            ..Seen::default()
        }
    }

    #[test]
    fn what_changed_is_told_with_what_it_is_about() {
        let before = one(target("on-track", "2026", "12万吨"), "planned");
        let kinds = Kinds::official();
        assert_eq!(changes(kinds, &before, &before), []);
        let mut now = one(target("at-risk", "2027", "11万吨"), "started");
        now.version = 2;
        now.answers.insert("7".into(), "路灯".into());
        now.about.insert("7".into(), "project/p1".into());
        let hearing = Matter { kind: "hearing".into(), title: "水价".into(), state: "recorded".into() };
        now.matters = Some([("8".to_owned(), hearing)].into());
        assert_eq!(
            changes(kinds, &before, &now).len(),
            5,
            "matters are not told when they are looked at first"
        );
        let before = Seen { matters: Some(BTreeMap::new()), ..before };
        let about: Vec<Vec<String>> =
            changes(kinds, &before, &now).into_iter().map(|one| one.about).collect();
        let at = |place: &str| vec![format!("place/{place}")];
        assert_eq!(about, [vec![], at("锦川市"), at("锦川市"), at("河东县"), vec![], vec![]]);
        let told: Vec<(String, String, String)> =
            changes(kinds, &before, &now).into_iter().map(|one| (one.kind, one.subject, one.zh)).collect();
        let expected = [
            ("text", "", "规划有新的公开版本"),
            ("figure", "indicator/i0001", "粮食产量：2027年11万吨"),
            ("warning", "indicator/i0001", "粮食产量：由“符合预期”变为“有风险”"),
            ("stage", "project/p1", "大桥：开工"),
            ("answer", "project/p1", "“路灯”已有答复"),
            ("matter", "", "听证会“水价”：已公开笔录"),
        ];
        assert_eq!(told, expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())));
    }

    #[test]
    fn what_is_new_altogether_is_no_change_of_what_was_there() {
        let now = one(target("at-risk", "2027", "11万吨"), "started");
        assert_eq!(changes(Kinds::official(), &Seen { version: 1, ..Seen::default() }, &now), []);
    }

    #[test]
    fn every_stage_has_words() {
        for name in plan::STAGES {
            assert_ne!(stage(name).zh, name);
        }
    }
}
