//! The boxes, projects and zones of the other plan, one row each.

use super::field::is_outline;
use super::indicators::in_text;
use super::model::{Ground, Place, Relation, Row, Thing, Verdict, place};
use super::reason::Reason;
use super::scope::Reach;
use super::terms::{likeness, reduced};
use crate::naming::is_proper;
use plan::{PlaceKind, Provenance, SectionKind};
use source::Words;

/// A work or box of this plan: whether it is a box, its reduced name, its id.
type Own = (bool, String, String);

/// Something of the other plan that has a name.
struct Named<'a> {
    thing: Thing,
    id: String,
    name: &'a str,
    provenance: Provenance,
}

pub(super) fn rows(ground: &Ground<'_>) -> Vec<Row> {
    let plan = ground.own.plan;
    let works = plan.projects.iter().map(|project| (false, reduced(&project.name), project.id.to_string()));
    let boxes = plan.sections.iter().filter(|section| section.kind == SectionKind::Box);
    let boxes = boxes.map(|section| (true, title(&section.title), section.id.to_string()));
    let own: Vec<Own> = works.chain(boxes).collect();
    named(ground).iter().map(|one| row(ground, one, &own)).collect()
}

/// What names of works end with; an entry of a box that says neither what it is nor ends so is a field of work.
const HEADS: [&str; 12] =
    ["工程", "项目", "基地", "平台", "中心", "网络", "计划", "行动", "试点", "园区", "电站", "水库"];

/// Boxes by title, works that are certain and have a name of their own, zones.
fn named<'a>(ground: &Ground<'a>) -> Vec<Named<'a>> {
    let plan = ground.above.plan;
    let boxes =
        plan.sections.iter().filter(|section| section.kind == SectionKind::Box).map(|section| Named {
            thing: Thing::Box,
            id: section.id.to_string(),
            name: &section.title,
            provenance: Provenance {
                section: section.parent.clone(),
                line: section.line,
                span: section.span,
                quote: section.title.clone(),
                ..Provenance::outside()
            },
        });
    let is_new = |stage: &str| !matches!(stage, "completed" | "operating" | "existing" | "cancelled");
    let works = plan
        .projects
        .iter()
        .filter(|project| project.is_certain() && is_new(&project.stage) && project.part_of.is_none())
        .filter(|project| {
            !project.category.is_empty() || HEADS.iter().any(|head| project.name.ends_with(head))
        })
        .map(|project| Named {
            thing: if project.category == "zone" { Thing::Zone } else { Thing::Project },
            id: project.id.to_string(),
            name: if project.name_full.is_empty() { &project.name } else { &project.name_full },
            provenance: project.provenance.clone(),
        });
    let zones = plan.places.iter().filter(|place| place.kind == PlaceKind::Zone).map(|place| Named {
        thing: Thing::Zone,
        id: place.id.to_string(),
        name: &place.name,
        provenance: place.provenance.clone(),
    });
    // A box of indicators is its rows.
    let is_own = |one: &Named<'_>| match one.thing {
        Thing::Box => !one.name.contains("指标") && title(one.name).chars().count() >= 4,
        _ => (4..=30).contains(&reduced(one.name).chars().count()) && is_proper(&reduced(one.name)),
    };
    boxes.chain(works).chain(zones).filter(is_own).collect()
}

/// A title without the period that it is of: “十三五”重点工程 is 重点工程.
fn title(name: &str) -> String {
    let mut text = reduced(name);
    for period in ["十一五", "十二五", "十三五", "十四五", "十五五"] {
        text = text.replace(period, "");
    }
    text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':').to_owned()
}

fn row(ground: &Ground<'_>, one: &Named<'_>, own: &[Own]) -> Row {
    let sought = if one.thing == Thing::Box { title(one.name) } else { one.name.to_owned() };
    let whole = sought.trim_start_matches("国家").trim_start_matches("全国");
    let long = whole.chars().count() >= 6;
    let found = ground.own_text.find(&sought).or_else(|| ground.own_text.find(whole).filter(|_| long));
    let found = found.map(|span| in_text(ground, span));
    let (verdict, reason, below) = if let Some(below) = found {
        (Verdict::TakenUp, Reason::Named, Some(below))
    } else if let Some(below) = alike(ground, one, own) {
        (Verdict::Renamed, Reason::OtherName, Some(below))
    } else {
        let (verdict, reason) = absent(ground);
        (verdict, reason, None)
    };
    let above = place(ground.above.plan, (one.id.clone(), one.name, one.name.to_owned()), &one.provenance);
    let told = below.as_ref().map_or("", |below| below.said.as_str());
    let name = below.as_ref().map(|below| Words::new(&below.name, &below.name)).unwrap_or_default();
    Row {
        thing: one.thing,
        name: one.name.to_owned(),
        verdict,
        reason,
        words: reason.words(&above.said, told, &name),
        is_binding: false,
        above,
        own: below,
    }
}

/// A work or box of this plan whose name is nearly the same.
fn alike(ground: &Ground<'_>, one: &Named<'_>, own: &[Own]) -> Option<Place> {
    let is_box = one.thing == Thing::Box;
    let name = if is_box { title(one.name) } else { reduced(one.name) };
    let same = own.iter().filter(|(boxed, ..)| *boxed == is_box);
    let best = same.map(|(_, own, id)| (likeness(&name, own), id)).max_by(|a, b| a.0.total_cmp(&b.0));
    let (_, id) = best.filter(|(likeness, _)| *likeness >= 0.85)?;
    let plan = ground.own.plan;
    if let Some(section) = plan.sections.iter().find(|section| is_box && section.id.as_str() == id) {
        return Some(in_text(ground, section.span)).map(|found| Place {
            id: id.clone(),
            name: section.title.clone(),
            said: section.title.clone(),
            ..found
        });
    }
    let project = plan.projects.iter().find(|project| project.id.as_str() == id)?;
    Some(place(plan, (id.clone(), &project.name, project.name.clone()), &project.provenance))
}

/// Why something with a name is not here.
fn absent(ground: &Ground<'_>) -> (Verdict, Reason) {
    match (ground.relation, ground.reach) {
        (Relation::Earlier, _) => (Verdict::Question, Reason::Unfinished),
        (_, Reach::Within | Reach::Unknown | Reach::Apart) => (Verdict::NotComparable, Reason::Elsewhere),
        (_, Reach::Same) if is_outline(ground.own) || !is_outline(ground.above) => {
            (Verdict::Missing, Reason::NotNamed)
        }
        (_, Reach::Same) => (Verdict::NotComparable, Reason::OutsideField),
    }
}
