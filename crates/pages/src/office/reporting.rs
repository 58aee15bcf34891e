//! The health of reporting: who reports, how late, and which items nobody alive answers for.

use crate::answer::fresh;
use crate::asked::OnPlan;
use crate::replies::{ReplyLine, replies_of};
use crate::shell::{Place, Shell};
use crate::text::text;
use askama::Template;
use axum::response::Response;
use source::Lang;
use web::Problem;
use work::assign::Gap;
use work::reporting::{OfficeHealth, Orphan as Unled, health};

#[derive(Template)]
#[template(path = "handin/reporting.html")]
struct Reporting {
    s: Shell,
    lines: Vec<Line>,
    orphans: Vec<Orphan>,
    measures: Vec<ReplyLine>,
}

struct Line {
    office: String,
    accounts: usize,
    duties: usize,
    handed_in: usize,
    late_now: usize,
    /// Average days after the deadline of what came; negative means ahead.
    days: String,
    returned: usize,
}

impl From<OfficeHealth> for Line {
    fn from(office: OfficeHealth) -> Self {
        Self {
            office: office.office,
            accounts: office.accounts,
            duties: office.duties,
            handed_in: office.handed_in,
            late_now: office.late,
            days: office.days.map(|days| work::number::fixed(days, 1)).unwrap_or_default(),
            returned: office.returned,
        }
    }
}

struct Orphan {
    name: String,
    why: &'static str,
}

impl Orphan {
    fn of(lang: Lang, one: Unled) -> Self {
        let why = match one.why {
            Gap::NoLead => text(lang, "reporting.no-lead"),
            Gap::Unconfirmed => text(lang, "reporting.unconfirmed"),
            Gap::NoAccount => text(lang, "reporting.no-account"),
        };
        Self { name: one.name, why }
    }
}

/// The page: all offices for those who may see all, one's own otherwise.
pub(crate) async fn page(OnPlan { app, plan, visit, .. }: OnPlan) -> Result<Response, Problem> {
    let view = app.plan(visit.viewer(), &visit.question(&plan)?).await?;
    let health = health(&app, visit.viewer(), &view).await?;
    let mut measures = replies_of(&app, &visit, &plan).await?;
    measures.retain(|measure| measure.is_open && !measure.measure.is_empty());
    fresh(&Reporting {
        s: Shell::of(&visit, &view, None, Place::Reporting, text(visit.lang, "reporting.title")),
        lines: health.offices.into_iter().map(Line::from).collect(),
        orphans: health.orphans.into_iter().map(|one| Orphan::of(visit.lang, one)).collect(),
        measures,
    })
}
