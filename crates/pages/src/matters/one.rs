//! One matter: what it says, what may be done with it, and what happened to it.

use crate::answer::fresh;
use crate::asked::Posted;
use crate::file::files;
use crate::matters::form::{Asked, Input, beginning, proposed, values};
use crate::matters::outcome::{Outcome, kind_below, outcome, say};
use crate::matters::stood::{Standing, standing};
use crate::office::download;
use crate::shell::{Place, Shell};
use crate::text::{fill, secrecy_mark, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use matter::{FieldKind, Kind};
use source::Lang;
use std::collections::BTreeMap;
use store::{Matter, MatterEntry};
use web::fields::Fields;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters::{self, Doing, Names, Offered, Seen};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "matters/one.html")]
struct MatterPage {
    s: Shell,
    plan: String,
    action: String,
    title: String,
    kind: String,
    kind_address: String,
    state: String,
    late: String,
    notice: String,
    complaint: String,
    above: Option<(String, String)>,
    facts: Vec<(String, String)>,
    /// Pages of the plan that it points to: what they are to it, and their addresses.
    pages: Vec<(String, String)>,
    /// Longer texts, one paragraph each.
    texts: Vec<(String, String)>,
    /// Things of the plan and other matters that it names: the word of the field, and each with where it stands.
    things: Vec<(String, Vec<(String, String)>)>,
    revision: i64,
    steps: Vec<StepForm>,
    may_remark: bool,
    parts: Vec<Part>,
    /// Where one says something about it: address and word.
    say: Option<(String, &'static str)>,
    /// What was said about it, where it takes that.
    outcome: Option<Outcome>,
    /// How far it is proven that it stood open, where it is laid open for everybody.
    standing: Option<Standing>,
    /// Kinds that the viewer may open below it: name and address.
    openings: Vec<(String, String)>,
    history: Vec<Entry>,
}

struct StepForm {
    name: String,
    label: String,
    is_open: bool,
    inputs: Vec<Input>,
}

struct Part {
    address: String,
    number: String,
    title: String,
    kind: String,
    state: String,
    due: String,
    late: String,
}

struct Entry {
    who: String,
    at: String,
    step: String,
    state: String,
    text: String,
    changes: Vec<String>,
    /// Address, name, and who may see it where that is not everybody who sees the step.
    files: Vec<(String, String, &'static str)>,
}

/// The matter as a visitor may see it.
pub(crate) async fn page(
    State(app): State<App>,
    Path((plan, id)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    fresh(&shown(&app, &visit, (&plan, id), None).await?)
}

/// What was given with a step that was not taken, and why it was not.
type Refused<'a> = (&'a str, &'a BTreeMap<String, String>, &'a str);

async fn shown(
    app: &App,
    visit: &Visit,
    (plan, id): (&str, i64),
    refused: Option<Refused<'_>>,
) -> Result<MatterPage, Problem> {
    let (lang, viewer) = (visit.lang, visit.viewer());
    let view = app.plan(viewer, &work::Question::now(plan)).await?;
    let (seen, entries) = matters::one(app, viewer, (plan, id)).await?;
    let kind = app.kinds().get(&seen.matter.kind).ok_or_else(Problem::no_page)?;
    let names = matters::names(app).await?;
    let below = matters::below(app, viewer, &seen.matter).await?;
    let list = format!("/plans/{}/matters", encode(plan));
    let above = match seen.matter.parent {
        Some(above) => matters::one(app, viewer, (plan, above)).await.ok(),
        None => None,
    };
    let parties = if seen.is_public { Vec::new() } else { matters::parties(app).await? };
    let offered = Offered::of(app, viewer, &view, kind, lang).await?;
    let told = Told { lang, kind, names: &names, offered: &offered, list: &list };
    let stand = matters::stand(viewer, None);
    let openings =
        kind.parts.iter().filter_map(|part| app.kinds().get(part)).filter(|part| part.may_open(stand));
    let openings = openings.map(|part| {
        let label = fill(lang, "matter.new", &[("n", part.said.get(lang))]);
        (label, format!("{list}/new?kind={}&item={id}", part.name))
    });
    let (facts, texts) = told.facts(&seen.matter);
    let pages = told.pages(&seen.matter);
    let said = kind_below(app, kind).map(|part| part.name.as_str());
    let parts = below.iter().filter(|one| Some(one.matter.kind.as_str()) != said);
    Ok(MatterPage {
        s: Shell::of(visit, &view, None, Place::Matters, seen.matter.title.clone()),
        plan: encode(plan),
        action: format!("{list}/{id}"),
        title: seen.matter.title.clone(),
        kind: kind.said.get(lang).to_owned(),
        kind_address: format!("{list}?kind={}", encode(&kind.name)),
        state: kind.state_word(&seen.matter.state, lang),
        late: late_words(lang, seen.late),
        notice: saved(visit, kind, &seen.matter),
        complaint: refused.map_or("", |(_, _, words)| words).to_owned(),
        above: above.map(|(above, _)| (format!("{list}/{}", above.matter.id), above.matter.title)),
        facts,
        pages,
        texts,
        things: told.things(&view, &seen.matter),
        revision: seen.matter.revision,
        steps: told.steps(app, &seen, &parties, refused),
        may_remark: !seen.is_public && (seen.stand.takes_part() || seen.stand.leads) && seen.stand.speaks,
        parts: parts.map(|one| part(app, lang, &list, one)).collect(),
        say: say(app, lang, (&seen.matter, kind)),
        standing: proven(app, lang, (&seen.matter, kind)).await?,
        outcome: outcome(app, (lang, &view), (&seen.matter, kind), &below),
        openings: if seen.is_public { Vec::new() } else { openings.collect() },
        history: entries.iter().rev().map(|entry| told.entry(id, entry)).collect(),
    })
}

/// How far it is proven that a matter stood open for everybody; nothing for what is not laid open.
async fn proven(app: &App, lang: Lang, (of, kind): (&Matter, &Kind)) -> Result<Option<Standing>, Problem> {
    if kind.voices.is_none() || !kind.state(&of.state).is_some_and(|state| state.public) {
        return Ok(None);
    }
    Ok(standing(lang, &work::voices::proof(app, of).await?))
}

/// What was done last, in words; nothing when nothing was.
fn saved(visit: &Visit, kind: &Kind, one: &Matter) -> String {
    let Some(step) = visit.get("saved") else { return String::new() };
    let (step, state) = (kind.step_word(step, visit.lang), kind.state_word(&one.state, visit.lang));
    fill(visit.lang, "matter.saved", &[("step", &step), ("state", &state)])
}

/// How late something is, in words; nothing when it is not.
pub(crate) fn late_words(lang: Lang, late: i32) -> String {
    if late > 0 { fill(lang, "matter.late", &[("n", &late.to_string())]) } else { String::new() }
}

fn part(app: &App, lang: Lang, list: &str, one: &Seen) -> Part {
    let kind = app.kinds().get(&one.matter.kind);
    Part {
        address: format!("{list}/{}", one.matter.id),
        number: one.matter.number.clone(),
        title: one.matter.title.clone(),
        kind: kind.map_or_else(String::new, |kind| kind.said.get(lang).to_owned()),
        state: kind.map_or_else(String::new, |kind| kind.state_word(&one.matter.state, lang)),
        due: one.matter.due.clone(),
        late: late_words(lang, one.late),
    }
}

/// Whether a field names things of the plan or other matters.
fn names_others(field: &matter::Field) -> bool {
    matches!(field.kind, FieldKind::Items | FieldKind::Matter)
}

/// Where a thing of the plan stands on its pages; empty for one that is not there any more.
fn place_of(view: &PlanView, name: &str) -> String {
    let plan = &view.stored.plan;
    let base = format!("/plans/{}", encode(view.id()));
    match name.split_once('/') {
        Some(("target", id)) => view.target(id).map_or_else(String::new, |target| {
            format!("{base}/indicators/{}#{}", encode(target.indicator.as_str()), target.id)
        }),
        Some(("project", id)) if plan.projects.iter().any(|one| one.id.as_str() == id) => {
            format!("{base}/projects?kind=all#{id}")
        }
        Some(("task", id)) if plan.tasks.iter().any(|one| one.id.as_str() == id) => {
            format!("{base}/projects?kind=task#{id}")
        }
        _ => String::new(),
    }
}

/// What the words of a page are made from.
struct Told<'a> {
    lang: Lang,
    kind: &'a Kind,
    names: &'a Names,
    offered: &'a Offered,
    list: &'a str,
}

impl Told<'_> {
    /// A value in words.
    fn value(&self, name: &str, value: &str) -> String {
        match (name, self.kind.field(name)) {
            ("owner" | "support", _) => self.names.all(value.lines(), self.lang),
            (_, Some(field)) if names_others(field) => {
                let named = value.lines().map(|one| self.offered.name(one)).collect::<Vec<_>>();
                named.join(if self.lang == Lang::Zh { "；" } else { "; " })
            }
            (_, Some(field)) => field.shown(value, self.lang),
            _ => value.to_owned(),
        }
    }

    /// What a matter says: short values, and longer texts.
    #[expect(clippy::type_complexity, reason = "two lists of pairs that are taken apart at once")]
    fn facts(&self, one: &Matter) -> (Vec<(String, String)>, Vec<(String, String)>) {
        let values = matters::values(one);
        let common = ["number", "owner", "support", "due"].map(str::to_owned);
        let own =
            self.kind.field.iter().filter(|field| field.kind != FieldKind::Page && !names_others(field));
        let own = own.map(|field| field.name.clone());
        let named = common.into_iter().chain(own).filter_map(|name| {
            let value = self.value(&name, values.get(&name)?);
            let is_long = self.kind.field(&name).is_some_and(|field| field.kind == FieldKind::Long);
            Some((is_long, (self.kind.label(&name, self.lang), value)))
        });
        let (long, short): (Vec<_>, Vec<_>) = named.partition(|(is_long, _)| *is_long);
        let bare = |all: Vec<(bool, (String, String))>| all.into_iter().map(|(_, pair)| pair).collect();
        (bare(short), bare(long))
    }

    /// What a matter names of the plan and of other matters: the word of the field, and what it names with where that stands.
    fn things(&self, view: &PlanView, one: &Matter) -> Vec<(String, Vec<(String, String)>)> {
        let fields = self.kind.field.iter().filter(|field| names_others(field));
        let named = fields.filter_map(|field| {
            let value = one.fields.get(&field.name).filter(|value| !value.is_empty())?;
            let all = value.lines().map(|name| {
                let address = match field.kind {
                    FieldKind::Matter => format!("{}/{name}", self.list),
                    _ => place_of(view, name),
                };
                (self.offered.name(name).to_owned(), address)
            });
            Some((field.said.get(self.lang).to_owned(), all.collect()))
        });
        named.collect()
    }

    /// The pages of the plan that a matter points to: what they are to it, and their addresses.
    fn pages(&self, one: &Matter) -> Vec<(String, String)> {
        let fields = self.kind.field.iter().filter(|field| field.kind == FieldKind::Page);
        let page = |field: &matter::Field| {
            let tail = one.fields.get(&field.name)?;
            Some((field.said.get(self.lang).to_owned(), format!("/plans/{}{tail}", encode(&one.plan))))
        };
        fields.filter_map(page).collect()
    }

    fn steps(
        &self,
        app: &App,
        seen: &Seen,
        parties: &[(String, String)],
        refused: Option<Refused<'_>>,
    ) -> Vec<StepForm> {
        let held = matters::values(&seen.matter);
        let steps = self.kind.steps(&seen.matter.state, seen.stand);
        let form = |step: &matter::Step| {
            let given = refused.filter(|(name, ..)| *name == step.name);
            let mut values = beginning(&held, proposed(app.today(), step.days));
            if let Some((_, typed, _)) = given {
                values.extend(typed.iter().map(|(name, value)| (name.clone(), value.clone())));
            }
            let asked = Asked {
                lang: self.lang,
                kind: self.kind,
                parties,
                offered: self.offered,
                values: &values,
                form: if given.is_some() { "new" } else { &step.name },
            };
            StepForm {
                name: step.name.clone(),
                label: step.said.get(self.lang).to_owned(),
                is_open: given.is_some(),
                inputs: asked.inputs(&step.asks, &step.needs),
            }
        };
        steps.map(form).collect()
    }

    fn entry(&self, id: i64, entry: &MatterEntry) -> Entry {
        let office = format!("office/{}", entry.office);
        let person = format!("account/{}", entry.who);
        let who = [
            if entry.office.is_empty() { "" } else { self.names.of(&office) },
            match entry.who.as_str() {
                "" => "",
                work::PROGRAM => text(self.lang, "matter.program"),
                _ => self.names.of(&person),
            },
        ];
        let none = text(self.lang, "field.none");
        let shown = |name: &str, value: &str| {
            if value.is_empty() { none.to_owned() } else { self.value(name, value) }
        };
        let changed = |(name, [before, since]): (&String, &[String; 2])| {
            let label = self.kind.label(name, self.lang);
            if before.is_empty() {
                return format!("{label}{}{}", self.colon(), shown(name, since));
            }
            format!("{label}{}{} → {}", self.colon(), shown(name, before), shown(name, since))
        };
        let is_first = entry.step == Kind::OPENING;
        Entry {
            who: who.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
            at: work::clock::shown(&entry.at),
            step: self.kind.step_word(&entry.step, self.lang),
            state: self.kind.state_word(&entry.state, self.lang),
            text: entry.text.clone(),
            // What a matter began with stands above already.
            changes: if is_first { Vec::new() } else { entry.changes.iter().map(changed).collect() },
            files: entry
                .files
                .iter()
                .map(|file| {
                    let address = format!("{}/{id}/files/{}", self.list, file.id);
                    (address, file.name.clone(), secrecy_mark(self.lang, file.secrecy))
                })
                .collect(),
        }
    }

    fn colon(&self) -> &'static str {
        if self.lang == Lang::Zh { "：" } else { ": " }
    }
}

/// Takes a step, or keeps a remark.
pub(crate) async fn act(
    Posted { app, place: (plan, id), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let given = values(&fields);
    match done(&app, &visit, (&plan, id), &fields, &given).await {
        Ok(()) => {
            let step = encode(fields.get("action"));
            let there = format!("/plans/{}/matters/{id}?saved={step}", encode(&plan));
            Ok(Redirect::to(&there).into_response())
        }
        Err(fault) if fault.kind == work::Kind::BadRequest => {
            let refused = (fields.get("action"), &given, fault.words.get(visit.lang));
            let made = shown(&app, &visit, (&plan, id), Some(refused)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, fresh(&made)?).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}

async fn done(
    app: &App,
    visit: &Visit,
    at: (&str, i64),
    fields: &Fields,
    given: &BTreeMap<String, String>,
) -> Result<(), work::Fault> {
    let doing = Doing {
        step: fields.get("action").to_owned(),
        revision: fields.get("revision").parse().ok(),
        values: given.clone(),
    };
    let files = files(fields);
    matters::act(app, visit.viewer(), at, (doing, &files), &visit.visitor.change("")).await
}

/// A file that was given with a step.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, id, file)): Path<(String, i64, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
    let (file, content) = matters::attached(&app, visit.viewer(), (&plan, id), file).await?;
    Ok(download(&file, content))
}
