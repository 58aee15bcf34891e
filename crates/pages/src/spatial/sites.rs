//! Places for projects: what layers they meet, and what bodies say of them.

use crate::answer::{after, form};
use crate::asked::{OnPlan, Posted};
use crate::choice::Choice;
use crate::shell::{Place, Shell};
use crate::spatial::words::{area, kind_name};
use crate::text::text;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use duty::{Right, Scope};
use source::Lang;
use std::collections::BTreeMap;
use store::{Office, SiteCheck, Stance};
use web::visit::encode;
use web::{App, Problem, Visit};
use work::spatial::{self, Hit, Looked, read};
use work::{clock, conflicts};

#[derive(Template)]
#[template(path = "spatial/sites.html")]
struct SitesPage {
    s: Shell,
    plan: String,
    sites: Vec<SiteLine>,
    offices: Vec<Choice>,
    opinions: Vec<Choice>,
    may_look: bool,
    complaint: String,
}

struct SiteLine {
    id: i64,
    name: String,
    made: String,
    size: String,
    statement: String,
    hits: Vec<HitLine>,
    opinions: Vec<[String; 4]>,
}

struct HitLine {
    layer: String,
    kind: String,
    class: String,
    weight: String,
    labels: String,
    size: String,
    share: String,
    means: String,
    source: String,
}

fn hit_line(lang: Lang, hit: Hit) -> HitLine {
    let is_asked = !hit.class.is_empty();
    HitLine {
        layer: format!("{} {}", hit.layer, hit.version),
        kind: kind_name(lang, &hit.kind),
        class: if is_asked {
            conflicts::class_words(&hit.class).get(lang).to_owned()
        } else {
            text(lang, "sites.lies").to_owned()
        },
        weight: if is_asked {
            conflicts::weight_words(&hit.weight).get(lang).to_owned()
        } else {
            String::new()
        },
        labels: hit.labels.join("、"),
        size: if hit.plane > 0.0 { area(hit.plane) } else { String::new() },
        share: if hit.share > 0.0 { format!("{:.1}%", hit.share * 100.0) } else { String::new() },
        means: hit
            .proposal
            .as_ref()
            .map(|one| if lang == Lang::Zh { one.zh.clone() } else { one.en.clone() })
            .unwrap_or_default(),
        source: hit.proposal.map(|one| one.source).unwrap_or_default(),
    }
}

fn opinion_word(lang: Lang, opinion: Stance) -> &'static str {
    match opinion {
        Stance::Agree => text(lang, "sites.agree"),
        Stance::Conditions => text(lang, "sites.conditions"),
        Stance::Object => text(lang, "sites.object"),
    }
}

fn site_line(lang: Lang, one: SiteCheck, offices: &BTreeMap<String, Office>) -> SiteLine {
    let looked: Looked = read(&one.result);
    let opinions = one.opinions.into_iter().map(|said| {
        let office = offices.get(&said.office).map_or(said.office, |office| office.name.clone());
        [office, opinion_word(lang, said.opinion).to_owned(), said.text, clock::shown(&said.at)]
    });
    SiteLine {
        id: one.id,
        name: one.name,
        made: format!("{} {}", one.made_by, clock::shown(&one.made_at)),
        size: if looked.plane > 0.0 { area(looked.plane) } else { String::new() },
        statement: if lang == Lang::Zh { looked.statement.0 } else { looked.statement.1 },
        hits: looked.hits.into_iter().map(|hit| hit_line(lang, hit)).collect(),
        opinions: opinions.collect(),
    }
}

/// The places that were looked at, newest first, and the form to look at one.
pub(crate) async fn page(on: OnPlan) -> Result<Response, Problem> {
    show(&on.app, &on.visit, &on.plan, "").await
}

/// The offices that a viewer may speak for: its own, or any for those who may for all.
fn choices(visit: &Visit, offices: &BTreeMap<String, Office>) -> Vec<Choice> {
    let viewer = visit.viewer();
    let is_own = viewer.scope(Right::Consult) == Scope::Own;
    let own = viewer.office().unwrap_or_default();
    let speaks =
        |office: &&Office| viewer.reaches_office(Right::Consult, &office.id) && (!is_own || office.id == own);
    offices
        .values()
        .filter(speaks)
        .map(|office| Choice::new(office.id.clone(), office.name.clone(), ""))
        .collect()
}

async fn show(app: &App, visit: &Visit, plan: &str, complaint: &str) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(plan)?).await?;
    let lang = visit.lang;
    let offices = work::offices::offices(app).await?;
    let choices = choices(visit, &offices);
    let sites = app.store().site_checks(plan).await?;
    let page = SitesPage {
        s: Shell::of(visit, &view, None, Place::Work, text(lang, "sites.title")),
        plan: encode(plan),
        sites: sites.into_iter().map(|one| site_line(lang, one, &offices)).collect(),
        offices: choices,
        opinions: Stance::ALL.map(|one| Choice::new(one.name(), opinion_word(lang, one), "")).into(),
        may_look: visit.viewer().may(Right::EditPlan),
        complaint: complaint.to_owned(),
    };
    form(&page, complaint)
}

/// Looks at a place.
pub(crate) async fn look(Posted { app, place: plan, visit, fields }: Posted) -> Result<Response, Problem> {
    let typed = || spatial::place_of(&fields.text("place", 200_000));
    let content = fields.file("file").map_or_else(typed, |file| Ok(file.content.to_vec()));
    let name = fields.text("name", 120);
    let change = visit.visitor.change(name.clone());
    let done = match content {
        Ok(content) => {
            let place = spatial::Place { name, content, crs: fields.text("crs", 40) };
            spatial::look(&app, visit.viewer(), &plan, place, &change).await
        }
        Err(fault) => Err(fault),
    };
    after(&visit, done.map(|id| address(&plan, id)), async |words| show(&app, &visit, &plan, words).await)
        .await
}

/// Keeps what a body says of a place.
pub(crate) async fn opinion(
    Posted { app, place: (plan, site), visit, fields }: Posted<(String, i64)>,
) -> Result<Response, Problem> {
    let (office, said) = (fields.text("office", 120), fields.text("text", 2000));
    let opinion =
        Stance::parse(fields.get("opinion")).ok_or_else(|| Problem::of_status(StatusCode::BAD_REQUEST))?;
    let change = visit.visitor.change("");
    let done =
        spatial::opinion(&app, visit.viewer(), (&plan, site), (&office, opinion, &said), &change).await;
    after(&visit, done.map(|()| address(&plan, site)), async |words| show(&app, &visit, &plan, words).await)
        .await
}

/// The place of a site in the list.
fn address(plan: &str, id: i64) -> String {
    format!("/plans/{}/sites#site-{id}", encode(plan))
}
