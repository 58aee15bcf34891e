//! The aims of a year as a list, by chapter and by body, as a page and as a file.

use super::address::{aim_of, year_of};
use crate::answer::{attached, fresh};
use crate::asked::OnPlan;
use crate::choice::{Chip, Choice};
use crate::shell::{Place, Shell};
use crate::text::{fill, text};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use duty::Right;
use duty::yearly::{Course, Said};
use source::Lang;
use std::collections::BTreeSet;
use web::visit::encode;
use web::{App, Problem, Visit};
use work::aims::{self, ItemNames, Part, Standing, course_word, said_word};
use work::view::PlanView;

#[derive(Template)]
#[template(path = "yearly/list.html")]
struct ListPage {
    s: Shell,
    year: i64,
    base: String,
    years: Vec<(String, i64, bool)>,
    views: Vec<(String, &'static str, bool)>,
    /// How the plan as a whole stands, in a sentence.
    summary: String,
    may_edit: bool,
    /// How many of the year before may go on.
    to_carry: usize,
    files: Vec<(&'static str, String)>,
    view: &'static str,
    chips: Vec<Chip>,
    course: String,
    search: String,
    offices: Vec<Choice>,
    chapters: Vec<Choice>,
    rows: Vec<Line>,
    total: usize,
    courses: Vec<&'static str>,
    parts: Vec<PartLine>,
}

struct Line {
    address: String,
    title: String,
    item: String,
    office: String,
    support: String,
    /// What was said of each quarter: a word, and the sentence.
    quarters: Vec<(&'static str, String)>,
    measures: String,
    next: String,
    course: &'static str,
    is_late: bool,
    late: Vec<String>,
}

struct PartLine {
    name: String,
    address: String,
    tasks: String,
    targets: String,
    aims: usize,
    counts: Vec<(usize, bool)>,
}

/// What the list is narrowed to.
struct Chosen {
    course: String,
    office: String,
    chapter: String,
    search: String,
}

impl Chosen {
    fn of(visit: &Visit) -> Self {
        let of = |value: Option<&str>| value.unwrap_or("").to_owned();
        Self {
            course: of(visit.get("course")),
            office: of(visit.get("office")),
            chapter: of(visit.get("chapter")),
            search: of(visit.get("q")),
        }
    }

    /// Whether a row is looked for, whatever its course.
    fn finds(&self, row: &Standing) -> bool {
        let aim = &row.aim;
        (self.office.is_empty() || self.office == aim.office)
            && (self.chapter.is_empty() || self.chapter == aim.chapter)
            && (self.search.is_empty() || aim.title.contains(&self.search))
    }

    fn holds(&self, row: &Standing) -> bool {
        self.finds(row) && (self.course.is_empty() || self.course == row.course.name())
    }
}

/// The aims of the present year, or of the year of the plan that is nearest to it.
pub(super) async fn now(on: OnPlan) -> Result<Response, Problem> {
    let (view, _) = on.view().await?;
    let this = i32::from(on.app.today().year());
    let year = view.stored.plan.period.map_or(this, |period| this.clamp(period.start, period.end));
    show(&on.app, &on.visit, &view, i64::from(year)).await
}

/// The aims of a year.
pub(super) async fn page(
    State(app): State<App>,
    Path((plan, year)): Path<(String, i64)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    show(&app, &visit, &view, year).await
}

async fn show(app: &App, visit: &Visit, view: &PlanView, year: i64) -> Result<Response, Problem> {
    if !(1950..=2100).contains(&year) {
        return Err(Problem::no_page());
    }
    let rows = aims::standings(app, view.id(), year).await?;
    let may_edit = visit.viewer().may(Right::EditPlan);
    let to_carry = if may_edit { aims::to_carry(app, view.id(), year).await?.len() } else { 0 };
    let endings = app.list_endings();
    fresh(&Made { visit, view, year, chosen: Chosen::of(visit), endings }.page(&rows, (may_edit, to_carry)))
}

struct Made<'a> {
    visit: &'a Visit,
    view: &'a PlanView,
    year: i64,
    chosen: Chosen,
    endings: &'static [&'static str],
}

impl Made<'_> {
    fn page(&self, rows: &[Standing], (may_edit, to_carry): (bool, usize)) -> ListPage {
        let (visit, lang) = (self.visit, self.visit.lang);
        let view = match visit.get("view") {
            Some("chapter") => "chapter",
            Some("office") => "office",
            _ => "",
        };
        let parts = match view {
            "chapter" => aims::by_chapter(self.view, rows),
            "office" => aims::by_body(rows),
            _ => Vec::new(),
        };
        let names = ItemNames::of(self.view);
        let shown = rows.iter().filter(|row| self.chosen.holds(row));
        let title = fill(lang, "yearly.of", &[("n", &self.year.to_string())]);
        ListPage {
            year: self.year,
            base: year_of(self.view.id(), self.year),
            years: self.years(),
            views: self.views(view),
            summary: summary(lang, &aims::whole(self.view, rows)),
            may_edit,
            to_carry,
            files: self.files(),
            chips: self.chips(rows),
            course: self.chosen.course.clone(),
            search: self.chosen.search.clone(),
            offices: self.choices(rows, &self.chosen.office, "yearly.every-office", |row| &row.aim.office),
            chapters: self
                .choices(rows, &self.chosen.chapter, "yearly.every-chapter", |row| &row.aim.chapter),
            rows: if view.is_empty() {
                shown.map(|row| line(lang, &names, row)).collect()
            } else {
                Vec::new()
            },
            total: rows.len(),
            courses: Course::ALL.map(|course| course_word(course, lang)).into(),
            parts: parts.iter().map(|part| self.part(view, part)).collect(),
            view,
            s: Shell::of(visit, self.view, None, Place::Yearly, title),
        }
    }

    fn years(&self) -> Vec<(String, i64, bool)> {
        let period = self.view.stored.plan.period;
        let years = period.map_or(self.year..=self.year, |period| {
            i64::from(period.start).min(self.year)..=i64::from(period.end).max(self.year)
        });
        years.map(|year| (year_of(self.view.id(), year), year, year == self.year)).collect()
    }

    fn views(&self, here: &str) -> Vec<(String, &'static str, bool)> {
        let base = year_of(self.view.id(), self.year);
        let known =
            [("", "yearly.view-list"), ("chapter", "yearly.view-chapter"), ("office", "yearly.view-office")];
        let to = |view: &str| if view.is_empty() { base.clone() } else { format!("{base}?view={view}") };
        known.map(|(view, key)| (to(view), text(self.visit.lang, key), view == here)).into()
    }

    fn files(&self) -> Vec<(&'static str, String)> {
        let query = self.visit.with(&[("saved", "")]);
        let query = query.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
        let base = year_of(self.view.id(), self.year);
        self.endings.iter().map(|ending| (*ending, format!("{base}/list/{ending}{query}"))).collect()
    }

    fn chips(&self, rows: &[Standing]) -> Vec<Chip> {
        let lang = self.visit.lang;
        let found: Vec<&Standing> = rows.iter().filter(|row| self.chosen.finds(row)).collect();
        let chip = |name: &str, label: &str, count: usize| Chip {
            address: self.visit.with(&[("course", name), ("saved", "")]),
            label: label.to_owned(),
            count,
            here: self.chosen.course == name,
        };
        let all = chip("", text(lang, "filter.all"), found.len());
        let of = Course::ALL.map(|course| {
            let count = found.iter().filter(|row| row.course == course).count();
            chip(course.name(), course_word(course, lang), count)
        });
        std::iter::once(all).chain(of.into_iter().filter(|one| one.count > 0 || one.here)).collect()
    }

    fn choices(
        &self,
        rows: &[Standing],
        now: &str,
        every: &'static str,
        of: impl Fn(&Standing) -> &String,
    ) -> Vec<Choice> {
        let names: BTreeSet<&String> = rows.iter().map(of).filter(|name| !name.is_empty()).collect();
        let every = Choice::new("", text(self.visit.lang, every), now);
        std::iter::once(every)
            .chain(names.into_iter().map(|name| Choice::new(name.clone(), name.clone(), now)))
            .collect()
    }

    fn part(&self, view: &str, part: &Part) -> PartLine {
        let base = year_of(self.view.id(), self.year);
        let none = text(self.visit.lang, "yearly.none-of-these");
        PartLine {
            address: if part.name.is_empty() || part.aims() == 0 {
                String::new()
            } else {
                format!("{base}?{view}={}", encode(&part.name))
            },
            name: if part.name.is_empty() { none.to_owned() } else { part.name.clone() },
            tasks: format!("{} / {}", part.tasks_with, part.tasks),
            targets: format!("{} / {}", part.targets_with, part.targets),
            aims: part.aims(),
            counts: Course::ALL
                .map(|course| {
                    let count = part.count(course);
                    (count, count > 0 && matches!(course, Course::Late | Course::Behind))
                })
                .into(),
        }
    }
}

fn summary(lang: Lang, all: &Part) -> String {
    let n = |value: usize| value.to_string();
    fill(
        lang,
        "yearly.summary",
        &[
            ("aims", &n(all.aims())),
            ("tasks", &n(all.tasks)),
            ("with", &n(all.tasks_with)),
            ("targets", &n(all.targets)),
            ("held", &n(all.targets_with)),
            ("done", &n(all.count(Course::Done))),
            ("on", &n(all.count(Course::OnTrack))),
            ("behind", &n(all.count(Course::Behind))),
            ("late", &n(all.count(Course::Late))),
        ],
    )
}

fn line(lang: Lang, names: &ItemNames, row: &Standing) -> Line {
    let aim = &row.aim;
    let said = |quarter: i64| {
        let state = row.states.iter().find(|state| state.quarter == quarter);
        let word = state.and_then(|state| Said::parse(&state.state)).map_or("", |said| said_word(said, lang));
        (word, state.map(|state| state.said.clone()).unwrap_or_default())
    };
    let done = row.measures.iter().filter(|one| !one.done.is_empty()).count();
    let open = row.measures.iter().filter(|one| one.done.is_empty() && !one.due.is_empty());
    Line {
        address: aim_of(&aim.plan, aim.id),
        title: aim.title.clone(),
        item: names.said(aim, lang).to_owned(),
        office: aim.office.clone(),
        support: crate::text::join(lang, &aim.support),
        quarters: (1..=4).map(said).collect(),
        measures: if row.measures.is_empty() {
            String::new()
        } else {
            format!("{done} / {}", row.measures.len())
        },
        next: open.map(|one| one.due.clone()).min().unwrap_or_default(),
        course: course_word(row.course, lang),
        is_late: matches!(row.course, Course::Late | Course::Behind),
        late: row.late.iter().map(|words| words.get(lang).to_owned()).collect(),
    }
}

/// The list as a file, narrowed as in the address.
pub(super) async fn file(
    State(app): State<App>,
    Path((plan, year, ending)): Path<(String, i64, String)>,
    visit: Visit,
) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let chosen = Chosen::of(&visit);
    let mut rows = aims::standings(&app, &plan, year).await?;
    rows.retain(|row| chosen.holds(row));
    let (bytes, kind) = aims::file(&app, (&view, year), &rows, &ending, visit.lang).await?;
    let title = fill(visit.lang, "yearly.of", &[("n", &year.to_string())]);
    Ok(attached(bytes, kind, (&format!("aims-{year}"), &ending), &title))
}
