//! Meeting mode: the state of a plan, one screen after the other in large type, and notes of what is decided at each.
//!
//! A note is a matter of a kind that keeps what was on the screen ([`matter::Opening::screen`]); the moment of the screen is
//! kept with it, so that it shows again what the meeting saw.

use crate::answer::{after, form};
use crate::asked::{OnPlan, Posted};
use crate::chart;
use crate::file::files;
use crate::matters::form::{Asked, Input, beginning, proposed, values};
use crate::matters::late_words;
use crate::page::parts::{self, RowCard, StateCount};
use crate::page::{headline, moment_words};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::response::Response;
use duty::Right;
use matter::{FieldKind, Kind};
use source::Lang;
use std::collections::{BTreeMap, BTreeSet};
use store::{Matter, MatterFilter};
use story::Block;
use web::access::{Need, Routes};
use web::visit::{address, encode};
use web::{App, Problem, Visit};
use work::matters::{self, NewMatter, Offered, Seen};
use work::view::Judged;

/// The addresses of this part with what each needs.
pub(crate) fn routes() -> Routes {
    Routes::new().get("/plans/{plan}/meeting", Need::Has(Right::ReadPlan), page).post(
        "/plans/{plan}/meeting",
        Need::Has(Right::Consult),
        note,
    )
}

/// The name of the last screen in addresses; no indicator is called so.
const DECIDED: &str = "~";
/// Notes that the last screen shows.
const NOTES: usize = 30;

#[derive(Template)]
#[template(path = "meeting.html")]
struct Meeting {
    s: Shell,
    moment: String,
    at: usize,
    previous: Option<String>,
    next: Option<String>,
    /// Where the pages of the plan go on.
    leave: String,
    screens: Vec<Link>,
    /// Only what is in trouble, or all.
    scopes: Vec<Link>,
    plan: Option<PlanScreen>,
    one: Option<Box<IndicatorScreen>>,
    decided: Option<Vec<Decided>>,
    notice: String,
    note: Option<Note>,
}

struct Link {
    address: String,
    label: String,
    here: bool,
}

/// The plan as a whole.
struct PlanScreen {
    headline: String,
    bar: story::Bar,
    counts: Vec<StateCount>,
    /// What is warned of, with the address of its screen.
    warned: Vec<(String, RowCard)>,
}

/// One indicator.
struct IndicatorScreen {
    card: RowCard,
    chart: String,
}

/// A decision that was noted.
struct Decided {
    address: String,
    number: String,
    title: String,
    owner: String,
    due: String,
    late: String,
    state: String,
}

/// The form for a note.
struct Note {
    label: String,
    action: String,
    kind: String,
    complaint: String,
    is_open: bool,
    inputs: Vec<Input>,
}

/// A screen of a meeting.
async fn page(on: OnPlan) -> Result<Response, Problem> {
    on.answer(async || shown(&on.app, &on.visit, &on.plan, None).await).await
}

/// Notes a decision and shows the screen again.
async fn note(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let given = values(&fields);
    let new =
        NewMatter { kind: fields.get("kind").to_owned(), values: given.clone(), ..NewMatter::default() };
    let change = visit.visitor.change("");
    let done = matters::open(&app, visit.viewer(), (&plan, new), &files(&fields), &change).await;
    let done = done.map(|_| visit.with(&[("saved", "open")]));
    after(&visit, done, async |complaint| {
        form(&shown(&app, &visit, &plan, Some((&given, complaint))).await?, complaint)
    })
    .await
}

/// What was typed into a note that was not kept, and why it was not.
type Refused<'a> = (&'a BTreeMap<String, String>, &'a str);

async fn shown(
    app: &App,
    visit: &Visit,
    plan: &str,
    refused: Option<Refused<'_>>,
) -> Result<Meeting, Problem> {
    let judged = app.judged(visit.viewer(), &visit.question(plan)?).await?;
    let kind = app.kinds().all().iter().find(|kind| kind.open.screen.is_some());
    let mut made = Made { visit, judged: &judged, kind, items: Vec::new() };
    let noted = made.noted(app, plan).await?;
    let writes = kind.is_some_and(|kind| kind.may_open(matters::stand(visit.viewer(), None)));
    made.items = made.screens(writes || !noted.is_empty());
    let note = match kind.filter(|_| writes) {
        Some(kind) => Some(made.note(app, kind, &noted, refused).await?),
        None => None,
    };
    let names = matters::names(app).await?;
    let decided = noted.iter().take(NOTES).map(|one| made.decided(&names, one)).collect();
    Ok(made.page(note, decided))
}

struct Made<'a> {
    visit: &'a Visit,
    judged: &'a Judged,
    /// What is noted.
    kind: Option<&'a Kind>,
    /// The screens by name, in their order; the plan itself has none.
    items: Vec<String>,
}

impl Made<'_> {
    fn item(&self) -> &str {
        self.visit.get("item").unwrap_or_default()
    }

    fn lang(&self) -> Lang {
        self.visit.lang
    }

    /// The notes that the visitor may see, the latest first.
    async fn noted(&self, app: &App, plan: &str) -> Result<Vec<Seen>, Problem> {
        let Some(kind) = self.kind else { return Ok(Vec::new()) };
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        Ok(matters::list(app, self.visit.viewer(), &filter).await?)
    }

    /// Indicators that are warned of, or all that are judged when the visitor asks for them, or looks at one of the others.
    fn screens(&self, has_notes: bool) -> Vec<String> {
        let judged = self.judged;
        let mut seen = BTreeSet::new();
        let warned = judged.assessment.warned().into_iter().filter(|row| row.region.is_empty());
        let mut items: Vec<String> =
            warned.map(|row| row.indicator.to_string()).filter(|item| seen.insert(item.clone())).collect();
        let is_other = !matches!(self.item(), "" | DECIDED) && !seen.contains(self.item());
        if is_other || self.visit.get("only") == Some("all") || items.is_empty() {
            let all = judged.view.stored.plan.indicators.iter().map(|one| one.id.to_string());
            items = all.filter(|item| judged.leading_row(item).is_some()).collect();
        }
        items.insert(0, String::new());
        items.extend(has_notes.then(|| DECIDED.to_owned()));
        items
    }

    fn to(&self, item: &str) -> String {
        self.visit.with(&[("item", item), ("saved", "")])
    }

    /// The screen as it is kept with a note: at the year and as known on the day on which it is looked at.
    fn kept(&self, today: jiff::civil::Date) -> String {
        let moment = &self.judged.moment;
        let known = moment.asked.known_at.unwrap_or(today).to_string();
        let year = moment.as_of.year.to_string();
        let query = [("item", self.item()), ("as-of", &year), ("known-at", &known)];
        address("/meeting", query.into_iter().filter(|(_, value)| !value.is_empty()))
    }

    /// The form for a note. What the visitor said of the meeting in their last note of the day is proposed again.
    async fn note(
        &self,
        app: &App,
        kind: &Kind,
        noted: &[Seen],
        refused: Option<Refused<'_>>,
    ) -> Result<Note, Problem> {
        let (lang, today) = (self.lang(), app.today());
        let own = self.visit.viewer().account().map(|account| account.name.as_str());
        let last = noted.iter().map(|one| &one.matter).find(|one| own == Some(one.opened_by.as_str()));
        let days = || kind.field.iter().filter(|field| field.kind == FieldKind::Day);
        let is_today =
            |one: &&Matter| days().any(|day| one.fields.get(&day.name) == Some(&today.to_string()));
        let last = last.filter(is_today);
        let mut begun = BTreeMap::new();
        for field in &kind.field {
            let before = last.and_then(|last| last.fields.get(&field.name)).cloned();
            let value = match field.kind {
                FieldKind::Page if kind.open.screen.as_ref() == Some(&field.name) => Some(self.kept(today)),
                FieldKind::Page | FieldKind::Long | FieldKind::Items | FieldKind::Matter => None,
                FieldKind::Day => before.or_else(|| Some(today.to_string())),
                FieldKind::Text | FieldKind::Choice | FieldKind::Amount => before,
            };
            begun.extend(value.map(|value| (field.name.clone(), value)));
        }
        let mut values = beginning(&begun, proposed(today, kind.open.days));
        if let Some((typed, _)) = refused {
            values.extend(typed.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        let parties = matters::parties(app).await?;
        let offered = Offered::of(app, self.visit.viewer(), &self.judged.view, kind, lang).await?;
        let asked = Asked { lang, kind, parties: &parties, offered: &offered, values: &values, form: "new" };
        let mut asks = vec!["title".to_owned()];
        asks.extend(kind.open.asks.iter().cloned());
        let mut needs = kind.open.needs.clone();
        needs.insert("title".to_owned());
        Ok(Note {
            label: fill(lang, "meeting.note", &[("n", kind.said.get(lang))]),
            action: self.visit.with(&[("saved", "")]),
            kind: kind.name.clone(),
            complaint: refused.map_or("", |(_, words)| words).to_owned(),
            is_open: refused.is_some(),
            inputs: asked.inputs(&asks, &needs),
        })
    }

    fn decided(&self, names: &matters::Names, one: &Seen) -> Decided {
        let (lang, matter) = (self.lang(), &one.matter);
        Decided {
            address: format!("/plans/{}/matters/{}", encode(&matter.plan), matter.id),
            number: matter.number.clone(),
            title: matter.title.clone(),
            owner: if matter.owner.is_empty() { String::new() } else { names.of(&matter.owner).to_owned() },
            due: matter.due.clone(),
            late: late_words(lang, one.late),
            state: self.kind.map_or_else(String::new, |kind| kind.state_word(&matter.state, lang)),
        }
    }

    fn plan_screen(&self) -> PlanScreen {
        let (lang, judged) = (self.lang(), self.judged);
        let count = judged.count_main();
        let rows = judged.assessment.warned().into_iter().filter(|row| row.region.is_empty());
        let warned =
            rows.take(6).map(|row| (self.to(row.indicator.as_str()), RowCard::of(lang, judged, row)));
        PlanScreen {
            headline: headline(lang, judged),
            bar: parts::bar(lang, &count),
            counts: parts::counts(lang, &count),
            warned: warned.collect(),
        }
    }

    fn indicator_screen(&self) -> Option<Box<IndicatorScreen>> {
        let row = self.judged.leading_row(self.item())?;
        let chart = chart::of(self.lang(), row);
        let chart =
            if chart.is_empty() { String::new() } else { story::html(&[Block::Chart(Box::new(chart))]) };
        Some(Box::new(IndicatorScreen { card: RowCard::of(self.lang(), self.judged, row), chart }))
    }

    fn label(&self, item: &str) -> String {
        match item {
            "" => text(self.lang(), "nav.overview").to_owned(),
            DECIDED => text(self.lang(), "meeting.decided").to_owned(),
            _ => self.judged.view.indicator(item).map_or_else(|| item.to_owned(), |one| one.name.clone()),
        }
    }

    fn page(&self, note: Option<Note>, decided: Vec<Decided>) -> Meeting {
        let (lang, visit) = (self.lang(), self.visit);
        let at = self.items.iter().position(|item| item == self.item()).unwrap_or(0);
        let here = self.items.get(at).map_or("", String::as_str);
        let beside = |place: Option<usize>| Some(self.to(self.items.get(place?)?));
        let one = self.indicator_screen();
        let title = format!("{} · {}", self.label(here), text(lang, "meeting.title"));
        let s = Shell::of(visit, &self.judged.view, Some(&self.judged.moment), Place::Work, title);
        let all = visit.get("only") == Some("all");
        let scopes = [("", text(lang, "meeting.troubled")), ("all", text(lang, "filter.all"))];
        let scopes = scopes.map(|(only, label)| Link {
            address: visit.with(&[("only", only), ("item", ""), ("saved", "")]),
            label: label.to_owned(),
            here: all != only.is_empty(),
        });
        let screens = self.items.iter().map(|item| Link {
            address: self.to(item),
            label: self.label(item),
            here: item == here,
        });
        Meeting {
            moment: moment_words(lang, self.judged),
            at: at + 1,
            previous: beside(at.checked_sub(1)),
            next: beside(at.checked_add(1)),
            leave: if one.is_some() { s.to(format!("/indicators/{here}")) } else { s.to("") },
            screens: screens.collect(),
            scopes: scopes.into(),
            plan: here.is_empty().then(|| self.plan_screen()),
            one,
            decided: (here == DECIDED).then_some(decided),
            notice: match visit.get("saved") {
                Some(_) => text(lang, "meeting.noted").to_owned(),
                None => String::new(),
            },
            note,
            s: s.with_bundle("readings"),
        }
    }
}
