//! The form for a question or a proposal.

use crate::answer::{after, form};
use crate::asked::Posted;
use crate::choice::Choice;
use crate::sender::sender;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use crate::voices::address::voices_of;
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::voice::Naming;
use source::Lang;
use web::fields::Fields;
use web::{App, Problem, Visit};
use work::ticket::{Ticket, ticket};
use work::view::{PlanView, heading};
use work::voices::{self, Room, Said};

#[derive(Template)]
#[template(path = "voices/new.html")]
struct NewPage {
    s: Shell,
    list: String,
    complaint: String,
    is_open: bool,
    ticket: Ticket,
    kinds: Vec<Choice>,
    subjects: Vec<Group>,
    said: Said,
    longest: u16,
    asks_name: bool,
    naming: String,
    about_name: String,
    keep: String,
    days: String,
}

/// Entries of the choice of what is spoken about, under a heading.
struct Group {
    label: &'static str,
    entries: Vec<Choice>,
}

/// The form, about what the address names.
pub(crate) async fn page(
    State(app): State<App>,
    Path(plan): Path<String>,
    visit: Visit,
) -> Result<Response, Problem> {
    let subject = visit.get("subject").unwrap_or_default().to_owned();
    let said = Said { kind: voices::KINDS[0].to_owned(), subject, ..Said::default() };
    let ticket = ticket(&app, "").await?;
    form(&shown(&app, &visit, (&plan, said, ticket), "").await?, "")
}

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, said, ticket): (&str, Said, Ticket),
    complaint: &str,
) -> Result<NewPage, Problem> {
    let lang = visit.lang;
    let view = app.plan(visit.viewer(), &work::Question::now(plan)).await?;
    let Room { open, naming, days, keep, longest } = voices::room(app, plan).await?;
    let way = Naming::parse(&naming).unwrap_or_default();
    let kinds = [("question", "voice.question"), ("proposal", "voice.proposal")];
    let about_name = match way {
        Naming::Real => "voice.name-shown",
        Naming::Hidden => "voice.name-hidden",
        Naming::Nameless => "voice.name-none",
    };
    Ok(NewPage {
        s: Shell::of(visit, &view, None, Place::Voices, text(lang, "voice.new")).with_bundle("voice"),
        list: voices_of(plan),
        complaint: complaint.to_owned(),
        is_open: open,
        ticket,
        kinds: kinds.map(|(name, key)| Choice::new(name, text(lang, key), &said.kind)).into(),
        subjects: subjects(app, lang, &view, &said.subject).await,
        longest,
        asks_name: way.asks_name(),
        naming: way.words().get(lang).to_owned(),
        about_name: text(lang, about_name).to_owned(),
        keep: fill(lang, "voice.keep", &[("n", &keep.to_string())]),
        days: fill(lang, "voice.lede", &[("n", &days.to_string())]),
        said,
    })
}

/// What may be spoken about: what the address names, the plan, its chapters and its places; of what was laid open, it and its
/// sections.
async fn subjects(app: &App, lang: Lang, view: &PlanView, now: &str) -> Vec<Group> {
    let plan = &view.stored.plan;
    let about = voices::about_any(app, view, now).await;
    let open = about.as_ref().filter(|about| about.kind == "matter");
    let before = open.map(|about| {
        let id = about.id.split('/').next().unwrap_or_default();
        format!("matter/{id}/")
    });
    let sections = plan.sections.iter().filter(|section| section.level <= 2);
    let clause = |section: &plan::Section| {
        let value = format!("{}clause/{}", before.as_deref().unwrap_or_default(), section.id);
        Choice::new(value, heading(section), now)
    };
    let clauses = Group { label: text(lang, "voice.clauses"), entries: sections.map(clause).collect() };
    let mut groups = if before.is_some() {
        vec![Group { label: text(lang, "voice.laid"), entries: Vec::new() }, clauses]
    } else {
        let whole = Choice::new("", text(lang, "voice.whole"), now);
        let places = plan.places.iter().filter(|place| place.kind == plan::PlaceKind::Region);
        let place = |place: &plan::Place| Choice::new(format!("place/{}", place.name), &place.name, now);
        vec![
            Group { label: text(lang, "voice.plan"), entries: vec![whole] },
            clauses,
            Group { label: text(lang, "voice.places"), entries: places.map(place).collect() },
        ]
    };
    let is_listed = groups.iter().any(|group| group.entries.iter().any(|entry| entry.chosen));
    if let (Some(about), Some(first)) = (about.filter(|_| !is_listed), groups.first_mut()) {
        first.entries.insert(0, Choice::new(now, about.title, now));
    }
    groups.retain(|group| !group.entries.is_empty());
    groups
}

fn typed(fields: &Fields) -> Said {
    Said {
        kind: fields.text("kind", 20),
        subject: fields.text("subject", 200),
        text: fields.text("text", 10_000),
        name: fields.text("name", 200),
        mail: fields.text("mail", 200),
        phone: fields.text("phone", 200),
        trap: fields.text("website", 200),
        agreed: !fields.get("agreed").is_empty(),
    }
}

/// Hands in what was typed; the page behind it is the receipt.
pub(crate) async fn send(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let said = typed(&fields);
    let from = sender(&visit, &fields);
    let done = voices::hand_in(&app, visit.viewer(), (&plan, &said, &from)).await;
    let done = done.map(|secret| format!("{}/mine/{secret}?saved=sent", voices_of(&plan)));
    after(&visit, done, async |words| {
        let ticket = ticket(&app, &from.ticket).await?;
        form(&shown(&app, &visit, (&plan, said, ticket), words).await?, words)
    })
    .await
}
