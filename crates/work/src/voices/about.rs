//! What of a plan somebody speaks about: a clause, an indicator, a project, a place, or the plan.

use crate::matters;
use crate::view::{PlanView, heading};
use crate::{Service, Viewer};
use ::matter::Kind;
use store::Matter;

/// What of a plan somebody speaks about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// `indicator`, `project`, `clause` or `place`; empty for the plan.
    pub kind: String,
    /// Its id, or the name of a place.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its page, behind the address of the plan.
    pub page: String,
}

impl About {
    /// As the store keeps it.
    pub fn subject(&self) -> String {
        if self.kind.is_empty() { String::new() } else { format!("{}/{}", self.kind, self.id) }
    }
}

/// What a subject (`indicator/ID`, `project/ID`, `clause/ID`, `place/NAME`; empty for the plan) stands for; `None` when the plan has
/// nothing of the kind.
pub fn about(view: &PlanView, subject: &str) -> Option<About> {
    let plan = &view.stored.plan;
    let Some((kind, id)) = subject.split_once('/') else {
        return subject.is_empty().then(|| About {
            title: view.title().to_owned(),
            page: "/life".to_owned(),
            ..About::default()
        });
    };
    let (title, page) = match kind {
        "indicator" => (view.indicator(id)?.name.clone(), format!("/indicators/{}", encode(id))),
        "project" => {
            let project = plan.projects.iter().find(|project| project.id.as_str() == id)?;
            (project.name.clone(), format!("/projects?q={}", encode(&project.name)))
        }
        "clause" => {
            let section = view.section(id)?;
            (heading(section).replace('\u{2002}', " "), format!("/text#b{}", section.span.start))
        }
        "place" => {
            let is_named =
                plan.places.iter().any(|place| place.name == id) || plan.region.as_deref() == Some(id);
            is_named.then(|| (id.to_owned(), format!("/life?place={}", encode(id))))?
        }
        _ => return None,
    };
    Some(About { kind: kind.to_owned(), id: id.to_owned(), title, page })
}

/// What a subject stands for, one that was laid open for everybody (`matter/ID`, `matter/ID/clause/ID`) too; `None` when there is nothing
/// of the kind for the public.
pub async fn about_any(service: &Service, view: &PlanView, subject: &str) -> Option<About> {
    let Some(rest) = subject.strip_prefix("matter/") else { return about(view, subject) };
    let (id, clause) = rest.split_once('/').map_or((rest, None), |(id, clause)| (id, Some(clause)));
    let (matter, _) = laid_open(service, view.id(), id.parse().ok()?).await?;
    let under = match clause {
        Some(clause) => format!("{} · {}", matter.title, about(view, clause)?.title),
        None => matter.title.clone(),
    };
    let page = format!("/matters/{}", matter.id);
    Some(About { kind: "matter".to_owned(), id: rest.to_owned(), title: under, page })
}

/// A matter that was laid open for everybody, of a kind that takes what people say, with its kind.
pub(super) async fn laid_open<'a>(service: &'a Service, plan: &str, id: i64) -> Option<(Matter, &'a Kind)> {
    let (seen, _) = matters::one(service, &Viewer::Public, (plan, id)).await.ok()?;
    let kind = service.kinds().get(&seen.matter.kind).filter(|kind| kind.voices.is_some())?;
    Some((seen.matter, kind))
}

/// The number of the matter that a subject is about.
pub(super) fn matter_of(subject: &str) -> Option<i64> {
    subject.strip_prefix("matter/")?.split('/').next()?.parse().ok()
}

/// Percent-encodes what may not stand in an address.
pub(crate) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
}
