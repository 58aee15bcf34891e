//! The list of matters of a plan, narrowed by chips with counts, as a page and as a file; and what is one's own in all plans.

use crate::answer::{attached, fresh};
use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::matters::one::late_words;
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use matter::Kinds;
use std::collections::BTreeMap;
use store::{MatterFilter, PlanFilter};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::matters::{self, Names, Seen};

#[derive(Template)]
#[template(path = "matters/list.html")]
struct ListPage {
    s: Shell,
    title: &'static str,
    searched: String,
    kinds: Vec<Chip>,
    views: Vec<Chip>,
    states: Vec<Choice>,
    bodies: Vec<Choice>,
    kind: String,
    only: String,
    /// Kinds that the viewer may open, and what the chosen kind covers of the plan: name and address.
    openings: Vec<(String, String)>,
    /// Addresses of the list as files, by ending.
    files: Vec<(&'static str, String)>,
    late: Vec<BodyLine>,
    rows: Vec<Line>,
    shown: usize,
    total: usize,
    previous: Option<String>,
    next: Option<String>,
}

struct BodyLine {
    name: String,
    address: String,
    open: usize,
    late: usize,
    longest: i32,
}

struct Line {
    address: String,
    plan: String,
    number: String,
    title: String,
    kind: String,
    owner: String,
    due: String,
    late: String,
    state: String,
    is_mine: bool,
}

/// Rows on a page.
const PAGE: usize = 100;

/// What waits, for homes and overviews.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) open: usize,
    pub(crate) late: usize,
    pub(crate) mine: usize,
    /// All that may be seen, whatever its state.
    pub(crate) total: usize,
}

impl Waiting {
    /// What waits among the matters of a plan that a viewer may see.
    pub(crate) async fn of(app: &App, visit: &Visit, plan: &str) -> Result<Self, Problem> {
        let filter = MatterFilter { plan: plan.to_owned(), narrow: true, ..MatterFilter::default() };
        let all = matters::list(app, visit.viewer(), &filter).await?;
        let count = |holds: &dyn Fn(&Seen) -> bool| all.iter().filter(|one| holds(one)).count();
        Ok(Self {
            open: count(&|one| one.matter.is_open),
            late: count(&|one| one.late > 0),
            mine: count(&|one| is_mine(app.kinds(), one)),
            total: all.len(),
        })
    }
}

/// Whether a matter waits for whoever looks.
fn is_mine(kinds: &Kinds, one: &Seen) -> bool {
    kinds.get(&one.matter.kind).is_some_and(|kind| kind.waits_for(&one.matter.state, one.stand))
}

/// What a list is narrowed to.
struct Chosen {
    kind: String,
    state: String,
    body: String,
    only: String,
    words: String,
}

impl Chosen {
    fn of(visit: &Visit) -> Self {
        let chosen = |name: &str| visit.get(name).unwrap_or_default().to_owned();
        Self {
            kind: chosen("kind"),
            // What everybody may see has mostly come to its end.
            state: visit
                .get("state")
                .unwrap_or(if visit.viewer().sees_published_only() { "all" } else { "open" })
                .to_owned(),
            body: chosen("body"),
            only: chosen("only"),
            words: chosen("q"),
        }
    }

    fn is_of_kind(&self, one: &Seen) -> bool {
        self.kind.is_empty() || self.kind == one.matter.kind
    }

    fn is_in_state(&self, one: &Seen) -> bool {
        match self.state.as_str() {
            "all" => true,
            "open" => one.matter.is_open,
            "ended" => !one.matter.is_open,
            state => one.matter.state == state,
        }
    }

    fn is_only(kinds: &Kinds, one: &Seen, only: &str) -> bool {
        match only {
            "late" => one.late > 0,
            "mine" => is_mine(kinds, one),
            _ => true,
        }
    }

    fn holds(&self, kinds: &Kinds, one: &Seen) -> bool {
        self.is_of_kind(one)
            && self.is_in_state(one)
            && Self::is_only(kinds, one, &self.only)
            && (self.body.is_empty() || self.body == one.matter.owner)
    }
}

/// What a visitor may see of a plan, searched, and what is left of it when it is narrowed; the next due first. For counting
/// alone it has no titles.
async fn found(
    app: &App,
    visit: &Visit,
    plan: &str,
    (chosen, narrow): (&Chosen, bool),
) -> Result<(Vec<Seen>, Vec<Seen>), Problem> {
    let (plan, words) = (plan.to_owned(), chosen.words.clone());
    let filter = MatterFilter { plan, words, narrow, ..MatterFilter::default() };
    let all = matters::list(app, visit.viewer(), &filter).await?;
    let mut left: Vec<Seen> = all.iter().filter(|one| chosen.holds(app.kinds(), one)).cloned().collect();
    left.sort_by_key(|one| {
        let due = one.matter.due.clone();
        (!one.matter.is_open, due.is_empty(), due, std::cmp::Reverse(one.matter.id))
    });
    Ok((all, left))
}

/// Those of a page whole, in their order.
async fn whole(app: &App, visit: &Visit, left: &[Seen]) -> Result<Vec<Seen>, Problem> {
    let ids: Vec<i64> = left.iter().skip(first(visit)).take(PAGE).map(|one| one.matter.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let filter = MatterFilter { ids: ids.clone(), ..MatterFilter::default() };
    let mut rows = matters::list(app, visit.viewer(), &filter).await?;
    rows.sort_by_key(|one| ids.iter().position(|id| *id == one.matter.id));
    Ok(rows)
}

/// How many rows stand on the pages before.
fn first(visit: &Visit) -> usize {
    let page = visit.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).clamp(1, 100_000);
    (page - 1) * PAGE
}

/// The matters of a plan.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    let OnPlan { app, visit, plan, .. } = &on;
    let (view, _) = on.view().await?;
    let chosen = Chosen::of(visit);
    let (all, left) = found(app, visit, plan, (&chosen, true)).await?;
    let rows = whole(app, visit, &left).await?;
    let names = matters::names(app).await?;
    let s = Shell::of(visit, &view, None, Place::Matters, text(visit.lang, "matter.all"));
    let made = Made { app, visit, chosen: &chosen, names: &names, titles: BTreeMap::new() };
    fresh(&made.page(s, plan, (&all, left.len()), &rows))
}

/// What waits for whoever looks, in all plans.
pub(crate) async fn mine(State(app): State<App>, visit: Visit) -> Result<Response, Problem> {
    let mut chosen = Chosen::of(&visit);
    if visit.get("only").is_none() {
        "mine".clone_into(&mut chosen.only);
    }
    let (all, left) = found(&app, &visit, "", (&chosen, true)).await?;
    let rows = whole(&app, &visit, &left).await?;
    let names = matters::names(&app).await?;
    let plans = app.store().plans(&PlanFilter::default()).await?.0;
    let titles = plans.into_iter().map(|plan| (plan.key.plan, plan.title)).collect();
    let s = Shell::bare(&visit, text(visit.lang, "matter.mine"));
    let made = Made { app: &app, visit: &visit, chosen: &chosen, names: &names, titles };
    fresh(&made.page(s, "", (&all, left.len()), &rows))
}

struct Made<'a> {
    app: &'a App,
    visit: &'a Visit,
    chosen: &'a Chosen,
    names: &'a Names,
    /// Titles of plans, where there is more than one.
    titles: BTreeMap<String, String>,
}

impl Made<'_> {
    fn page(&self, s: Shell, plan: &str, (all, left): (&[Seen], usize), rows: &[Seen]) -> ListPage {
        let (visit, lang) = (self.visit, self.visit.lang);
        let first = first(visit);
        let page = first / PAGE + 1;
        let at = |number: usize| visit.with(&[("page", &number.to_string())]);
        let of_kind: Vec<Seen> = all.iter().filter(|one| self.chosen.is_of_kind(one)).cloned().collect();
        let is_whole = !of_kind.iter().any(|one| one.is_public);
        ListPage {
            title: text(lang, if plan.is_empty() { "matter.mine" } else { "matter.all" }),
            searched: self.chosen.words.clone(),
            kinds: self.kinds(all),
            views: self.views(&of_kind),
            states: self.states(&of_kind),
            bodies: self.bodies(&of_kind),
            kind: self.chosen.kind.clone(),
            only: self.chosen.only.clone(),
            openings: self.openings(plan),
            files: if plan.is_empty() { Vec::new() } else { self.files(plan) },
            late: if is_whole { self.late(&of_kind) } else { Vec::new() },
            rows: rows.iter().map(|one| self.line(one)).collect(),
            shown: left,
            total: all.len(),
            previous: (page > 1).then(|| at(page - 1)),
            next: (first + PAGE < left).then(|| at(page + 1)),
            s,
        }
    }

    fn kinds(&self, all: &[Seen]) -> Vec<Chip> {
        let count = |kind: &str| {
            let of_kind = |one: &&Seen| kind.is_empty() || one.matter.kind == kind;
            all.iter().filter(of_kind).filter(|one| self.chosen.is_in_state(one)).count()
        };
        let chip = |kind: &str, label: &str| Chip {
            address: self.visit.with(&[("kind", kind), ("page", ""), ("saved", "")]),
            label: label.to_owned(),
            count: count(kind),
            here: self.chosen.kind == kind,
        };
        let lang = self.visit.lang;
        let known = self.app.kinds().all().iter();
        let known = known.filter(|kind| all.iter().any(|one| one.matter.kind == kind.name));
        let first = chip("", text(lang, "filter.all"));
        std::iter::once(first).chain(known.map(|kind| chip(&kind.name, kind.said.get(lang)))).collect()
    }

    fn views(&self, of_kind: &[Seen]) -> Vec<Chip> {
        let lang = self.visit.lang;
        let all = [
            ("all", text(lang, "filter.all")),
            ("mine", text(lang, "matter.waits-for-me")),
            ("late", text(lang, "matter.only-late")),
        ];
        let now = if self.chosen.only.is_empty() { "all" } else { &self.chosen.only };
        let chip = |(only, label): (&'static str, &str)| {
            let holds =
                |one: &&Seen| self.chosen.is_in_state(one) && Chosen::is_only(self.app.kinds(), one, only);
            Chip {
                address: self.visit.with(&[("only", only), ("page", ""), ("saved", "")]),
                label: label.to_owned(),
                count: of_kind.iter().filter(holds).count(),
                here: now == only,
            }
        };
        all.map(chip).into()
    }

    fn states(&self, of_kind: &[Seen]) -> Vec<Choice> {
        let lang = self.visit.lang;
        let count = |holds: &dyn Fn(&Seen) -> bool| of_kind.iter().filter(|one| holds(one)).count();
        let choice = |value: &str, label: &str, count: usize| {
            Choice::new(value, format!("{label} ({count})"), &self.chosen.state)
        };
        let mut all = vec![
            choice("open", text(lang, "matter.to-do"), count(&|one| one.matter.is_open)),
            choice("ended", text(lang, "matter.ended"), count(&|one| !one.matter.is_open)),
            choice("all", text(lang, "filter.all"), of_kind.len()),
        ];
        let kind = self.app.kinds().get(&self.chosen.kind);
        let own = kind.into_iter().flat_map(|kind| &kind.state);
        // A state named like a group of states is in the group.
        let own = own.filter(|state| !matches!(state.name.as_str(), "open" | "ended" | "all"));
        all.extend(own.map(|state| {
            choice(&state.name, state.said.get(lang), count(&|one| one.matter.state == state.name))
        }));
        all
    }

    fn bodies(&self, of_kind: &[Seen]) -> Vec<Choice> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for one in of_kind.iter().filter(|one| !one.matter.owner.is_empty() && self.chosen.is_in_state(one)) {
            *counts.entry(&one.matter.owner).or_default() += 1;
        }
        let choice = |(owner, count): (&str, usize)| {
            Choice::new(owner, format!("{} ({count})", self.names.of(owner)), &self.chosen.body)
        };
        counts.into_iter().map(choice).collect()
    }

    fn openings(&self, plan: &str) -> Vec<(String, String)> {
        let (lang, stand) = (self.visit.lang, matters::stand(self.visit.viewer(), None));
        if plan.is_empty() {
            return Vec::new();
        }
        let kinds = self.app.kinds().all().iter().filter(|kind| !kind.hosted && kind.may_open(stand));
        let opening = |kind: &matter::Kind| {
            let label = fill(lang, "matter.new", &[("n", kind.said.get(lang))]);
            (label, format!("/plans/{}/matters/new?kind={}", encode(plan), encode(&kind.name)))
        };
        let mut openings: Vec<(String, String)> = kinds.map(opening).collect();
        let chosen = self.app.kinds().get(&self.chosen.kind).filter(|kind| kind.covers.is_some());
        if let Some(kind) = chosen.filter(|_| self.visit.viewer().may(Right::ReadSubmission)) {
            let label = fill(lang, "matter.coverage", &[("n", kind.said.get(lang))]);
            let query = format!("kind={}", encode(&kind.name));
            openings.push((label, format!("/plans/{}/matters/coverage?{query}", encode(plan))));
        }
        openings
    }

    fn files(&self, plan: &str) -> Vec<(&'static str, String)> {
        let query = self.visit.with(&[("page", ""), ("saved", "")]);
        let query = query.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        let file = |ending| (ending, format!("/plans/{}/matters/list/{ending}{query}", encode(plan)));
        self.app.list_endings().iter().copied().map(file).collect()
    }

    fn late(&self, of_kind: &[Seen]) -> Vec<BodyLine> {
        let late = matters::by_body(of_kind).into_iter().filter(|one| one.late > 0);
        late.map(|one| BodyLine {
            name: self.names.of(&one.owner).to_owned(),
            address: self.visit.with(&[("body", &one.owner), ("only", "late"), ("page", ""), ("saved", "")]),
            open: one.open,
            late: one.late,
            longest: one.longest,
        })
        .collect()
    }

    fn line(&self, one: &Seen) -> Line {
        let (lang, matter) = (self.visit.lang, &one.matter);
        let kind = self.app.kinds().get(&matter.kind);
        let owner = if matter.owner.is_empty() { "" } else { self.names.of(&matter.owner) };
        Line {
            address: format!("/plans/{}/matters/{}", encode(&matter.plan), matter.id),
            plan: self.titles.get(&matter.plan).cloned().unwrap_or_default(),
            number: matter.number.clone(),
            title: matter.title.clone(),
            kind: kind.map_or_else(|| matter.kind.clone(), |kind| kind.said.get(lang).to_owned()),
            owner: owner.to_owned(),
            due: matter.due.clone(),
            late: late_words(lang, one.late),
            state: kind.map_or_else(|| matter.state.clone(), |kind| kind.state_word(&matter.state, lang)),
            is_mine: is_mine(self.app.kinds(), one),
        }
    }
}

/// The list as a file, narrowed as in the address.
pub(crate) async fn file(
    State(app): State<App>,
    Path((plan, ending)): Path<(String, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &work::Question::now(&plan)).await?;
    let (_, left) = found(&app, &visit, &plan, (&Chosen::of(&visit), false)).await?;
    let mark = if left.iter().any(|one| !one.is_public) { "内部使用" } else { "" };
    let of = (plan.as_str(), view.title(), mark);
    let (bytes, kind) = matters::file(&app, of, &left, &ending, visit.lang).await?;
    Ok(attached(bytes, kind, ("matters", &ending), text(visit.lang, "matter.all")))
}
