//! The queue of those who decide whether others see what citizens said.

use crate::answer::{after, form};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use crate::voices::address::{kind_word, voices_of};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use duty::voice::{Naming, reasons};
use source::Lang;
use web::{App, Problem, Visit};
use work::voices::{self, Decision, Room};

#[derive(Template)]
#[template(path = "voices/moderate.html")]
struct QueuePage {
    s: Shell,
    here: String,
    list: String,
    complaint: String,
    notice: String,
    waiting: String,
    appeals: Vec<Card>,
    groups: Vec<Card>,
    reasons: Vec<Choice>,
    room: Room,
    room_action: String,
    ways: Vec<Choice>,
    may_set: bool,
}

struct Card {
    id: String,
    kind: &'static str,
    subject: String,
    said: String,
    name: String,
    at: String,
    count: i64,
    alike: String,
    lane: &'static str,
    listed: String,
    appeal: String,
    decided_by: String,
    needs_owner: bool,
    offices: Vec<Choice>,
}

/// What waits for a decision.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    shown(&app, &visit, &plan, "").await
}

async fn shown(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    form(&made(app, visit, plan, complaint).await?, complaint)
}

async fn made(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<QueuePage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let queue = voices::queue(app, visit.viewer(), plan).await?;
    let offices = app.store().offices().await?;
    let offices: Vec<(String, String)> =
        offices.into_iter().map(|office| (format!("office/{}", office.id), office.name)).collect();
    let room = voices::room(app, plan).await?;
    let cards = |all: Vec<voices::Group>| all.into_iter().map(|one| card(lang, one, &offices)).collect();
    Ok(QueuePage {
        s: Shell::of(visit, &view, None, Place::Voices, text(lang, "voice.queue")),
        here: format!("{}/moderate", voices_of(plan)),
        list: voices_of(plan),
        complaint: complaint.to_owned(),
        notice: match visit.get("saved") {
            Some("room") => text(lang, "voice.room-saved").to_owned(),
            Some(count) => fill(lang, "voice.decided", &[("n", count)]),
            None => String::new(),
        },
        waiting: fill(lang, "voice.count-waiting", &[("n", &queue.waiting.to_string())]),
        appeals: cards(queue.appeals),
        groups: cards(queue.groups),
        reasons: reasons().iter().map(|one| Choice::new(one.name, one.words.get(lang), "")).collect(),
        room_action: format!("{}/room", voices_of(plan)),
        ways: Naming::ALL.map(|way| Choice::new(way.name(), way.words().get(lang), &room.naming)).into(),
        room,
        may_set: visit.viewer().may(Right::EditPlan),
    })
}

fn card(lang: Lang, group: voices::Group, offices: &[(String, String)]) -> Card {
    let lane = match group.first.lane.as_str() {
        "listed" => text(lang, "voice.lane-listed"),
        "unproved" => text(lang, "voice.lane-unproved"),
        _ => "",
    };
    Card {
        kind: kind_word(lang, &group.first.kind),
        subject: group.about.title,
        name: group.name,
        at: work::clock::shown(&group.first.made_at),
        count: group.count,
        alike: fill(lang, "voice.alike", &[("n", &group.count.to_string())]),
        lane,
        listed: crate::text::join(lang, &group.listed.into_iter().collect::<Vec<_>>()),
        appeal: group.first.appeal,
        decided_by: group.decided_by,
        needs_owner: group.needs_owner,
        offices: offices.iter().map(|(id, name)| Choice::new(id, name, &group.owner)).collect(),
        said: group.first.said,
        id: group.first.id,
    }
}

/// Decides about one, or about all that say nearly the same.
pub(crate) async fn decide(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let decision = Decision {
        voice: fields.text("id", 40),
        with_alike: !fields.get("alike").is_empty(),
        accept: fields.get("action") == "accept",
        reason: fields.text("reason", 40),
        words: fields.text("text", 1000),
        owner: fields.text("office", 200),
        title: fields.text("title", 100),
    };
    let change = visit.visitor.change("");
    let done = voices::decide(&app, visit.viewer(), (&plan, &decision), &change).await;
    let done = done.map(|count| format!("{}/moderate?saved={count}", voices_of(&plan)));
    after(&visit, done, async |words| shown(&app, &visit, &plan, words).await).await
}

/// Sets how the plan takes what citizens say.
pub(crate) async fn keep(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let typed = |name: &str| fields.get(name).parse().unwrap_or(0);
    let room = Room {
        open: !fields.get("open").is_empty(),
        naming: fields.text("naming", 20),
        days: typed("days"),
        keep: typed("keep"),
        longest: typed("longest"),
    };
    let change = visit.visitor.change("");
    let done = voices::keep_room(&app, visit.viewer(), (&plan, &room), &change).await;
    let done = done.map(|()| format!("{}/moderate?saved=room", voices_of(&plan)));
    after(&visit, done, async |words| shown(&app, &visit, &plan, words).await).await
}
