//! Figures from a file: read, matched, and only when nothing is wrong taken in, all or nothing.

use crate::asked::{Reporting, history_of};
use crate::attachment::{Checked, Upload, checked};
use crate::caution::{bounds, of_history};
use crate::pending::Waiting;
use crate::view::PlanView;
use crate::{Fault, Service, Viewer, secret};
use intake::{Part, Preview, PreviewRow, Role, Settings};
use plan::{Dimensions, Indicator, Measure};
use rust_decimal::prelude::ToPrimitive as _;
use sha2::{Digest as _, Sha256};
use source::Words;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Change, Figure};

/// A figure with the office that hands it in, and whether a county reviews it first.
pub type HandedIn = (Figure, String, bool);

/// A file as it was understood.
#[derive(Debug)]
pub struct Understood {
    /// Rows and problems by cell.
    pub preview: Preview,
    /// The figures as they would be handed in.
    pub figures: Vec<HandedIn>,
    /// Rows that cannot be.
    pub left_out: Vec<LeftOut>,
    /// What looks odd about rows, by their place in the preview.
    pub questions: BTreeMap<usize, Vec<Words>>,
    /// Rows that say what is published already: they are not handed in again.
    pub unchanged: usize,
}

impl Understood {
    /// How many things keep the file from being taken in.
    pub fn errors(&self) -> usize {
        self.preview.errors() + self.left_out.len()
    }
}

/// A row that cannot be handed in.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// The cell, with its sheet.
    pub place: String,
    /// Name of the indicator.
    pub indicator: String,
    /// Why.
    pub why: Why,
}

/// Why a row cannot be handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It is somebody else's.
    Foreign,
    /// It has no value of the indicator itself.
    NoValue,
    /// It covers months and not the year.
    Months,
}

/// What a person said of a file besides: the source of its figures, and what columns hold, as sheet, column, name of a role.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Where the figures come from.
    pub source: String,
    /// What columns hold.
    pub roles: Vec<(usize, u32, String)>,
}

/// Reads a waiting file.
///
/// # Errors
/// The store cannot be read.
pub async fn understand(
    service: &Service,
    viewer: &Viewer,
    view: &Arc<PlanView>,
    waiting: &Waiting,
    said: Said,
) -> Result<Understood, Fault> {
    let preview = {
        let (view, waiting) = (Arc::clone(view), waiting.clone());
        let read = move || read(&view, &waiting.name, &waiting.content, said.source, &said.roles);
        // Reading keeps a core busy; other requests go on meanwhile.
        tokio::task::spawn_blocking(read).await.map_err(|error| Fault::internal(&error))?
    };
    figures(service, viewer, view, preview).await
}

/// Hands in all figures of a file that was understood without error, under the key it waited under, and forgets the file.
///
/// # Errors
/// The store cannot be written.
pub async fn take_in(
    service: &Service,
    key: &str,
    waiting: &Waiting,
    figures: &[HandedIn],
    change: &Change,
) -> Result<(), Fault> {
    let digest = secret::hex(&Sha256::digest(&waiting.content));
    service.store().hand_in_all(figures, key, &digest, change).await?;
    service.pending().drop(key);
    service.refresh().await?;
    Ok(())
}

/// As [`take_in`], with the file itself attached to every figure in the same transaction, unless it cannot be kept: then it
/// is still named as their source.
///
/// # Errors
/// The store cannot be written.
pub async fn take_in_with_file(
    service: &Service,
    key: &str,
    waiting: &Waiting,
    figures: &[HandedIn],
    change: &Change,
) -> Result<(), Fault> {
    let digest = secret::hex(&Sha256::digest(&waiting.content));
    let file = Upload { name: waiting.name.clone(), content: waiting.content.clone(), secrecy: None };
    let file = checked(&file).ok();
    let file = file.as_ref().map(Checked::to_keep);
    service.store().hand_in_all_with(figures, file, key, &digest, change).await?;
    service.pending().drop(key);
    service.refresh().await?;
    Ok(())
}

/// Reads a file; `roles` are what a person chose for columns, as sheet, column and name of a role.
fn read(
    view: &PlanView,
    name: &str,
    bytes: &[u8],
    source: String,
    roles: &[(usize, u32, String)],
) -> Preview {
    let plan = &view.stored.plan;
    let settings = Settings { source, ..Settings::default() };
    let first = intake::read(name, bytes, plan, &settings);
    if roles.is_empty() {
        return first;
    }
    let mut sheets = first.sheets;
    for (sheet, column, role) in roles {
        if let (Some(mapping), Some(role)) = (sheets.get_mut(*sheet), parse_role(role)) {
            mapping.set(*column, role);
        }
    }
    intake::read(name, bytes, plan, &Settings { sheets, ..settings })
}

/// What a column can hold, by name.
pub const ROLES: [(&str, Role); 12] = [
    ("ignore", Role::Ignore),
    ("indicator", Role::Indicator),
    ("region", Role::Region),
    ("period", Role::Period),
    ("value", Role::Value),
    ("unit", Role::Unit),
    ("status", Role::Status),
    ("source", Role::Source),
    ("known_at", Role::KnownAt),
    ("dimension", Role::Dimension),
    ("note", Role::Note),
    ("figures", Role::Figures),
];

fn parse_role(name: &str) -> Option<Role> {
    if let Some(year) = name.strip_prefix("year-") {
        return year.parse().ok().map(Role::Year);
    }
    ROLES.into_iter().find(|(known, _)| *known == name).map(|(_, role)| role)
}

/// The name of a role.
pub fn role_name(role: &Role) -> String {
    match role {
        Role::Year(year) => format!("year-{year}"),
        role => ROLES.iter().find(|(_, known)| known == role).map_or("ignore", |(name, _)| *name).to_owned(),
    }
}

/// The figures as they would be handed in, and the cells of those that are somebody else's or of no use here.
async fn figures(
    service: &Service,
    viewer: &Viewer,
    view: &PlanView,
    preview: Preview,
) -> Result<Understood, Fault> {
    let reporting = Reporting::of(service, view.id()).await?;
    let mut known: BTreeMap<(String, String), Option<(String, bool)>> = BTreeMap::new();
    let mut published: BTreeMap<(String, String, Dimensions), Vec<(i32, f64)>> = BTreeMap::new();
    let (mut figures, mut left_out, mut questions) = (Vec::new(), Vec::new(), BTreeMap::new());
    let mut unchanged = 0;
    for (at, row) in preview.rows.iter().enumerate() {
        let Some(indicator) = view.indicator(row.indicator.as_str()) else { continue };
        let key = (indicator.name.clone(), row.region.clone());
        if !known.contains_key(&key) {
            known.insert(key.clone(), reporting.office(viewer, &indicator.name, &row.region));
        }
        let place = row.cell.of_sheet(&row.sheet);
        let is_rate = row.measure == Measure::GrowthRate && row.unit != indicator.unit;
        match known.get(&key).cloned().flatten() {
            Some((office, below_county)) if row.value.is_some() && !is_rate && row.part == Part::Year => {
                let known = published.entry((key.0, key.1, row.dimensions.clone())).or_insert_with(|| {
                    history_of(view, indicator, &row.region, &row.dimensions).into_iter().collect()
                });
                let value = row.value.and_then(|value| value.to_f64()).unwrap_or_default();
                if known.contains(&(row.year, value)) && is_kept(view, indicator, row) {
                    unchanged += 1;
                    continue;
                }
                let others: Vec<(i32, f64)> =
                    known.iter().copied().filter(|(year, _)| *year != row.year).collect();
                let odd = of_history(indicator, bounds(view, indicator), (&others, None), row.year, value);
                if !odd.is_empty() {
                    questions.insert(at, odd);
                }
                figures.push((figure_of(view, indicator, row), office, below_county));
            }
            found => left_out.push(LeftOut {
                place,
                indicator: indicator.name.clone(),
                why: match found {
                    None => Why::Foreign,
                    Some(_) if row.part != Part::Year => Why::Months,
                    Some(_) => Why::NoValue,
                },
            }),
        }
    }
    Ok(Understood { preview, figures, left_out, questions, unchanged })
}

/// A row as it would be handed in.
fn figure_of(view: &PlanView, indicator: &Indicator, row: &PreviewRow) -> Figure {
    Figure {
        plan: view.id().to_owned(),
        indicator: indicator.name.clone(),
        region: row.region.clone(),
        year: row.year,
        value: row.value,
        unit: row.unit.clone(),
        status: row.status.unwrap_or(plan::Status::Preliminary),
        source: row.source.clone(),
        comment: row.note.clone(),
        attachment: None,
        dimensions: row.dimensions.clone(),
    }
}

/// Whether a published figure says the same with the same firmness, so that a row brings nothing new.
fn is_kept(view: &PlanView, indicator: &Indicator, row: &PreviewRow) -> bool {
    view.stored.figures.iter().any(|one| {
        one.indicator == indicator.id
            && one.region == row.region
            && one.dimensions.agrees_with(&row.dimensions)
            && one.is_yearly()
            && one.period.map_or(one.year, |period| Some(period.end)) == Some(row.year)
            && one.value == row.value
            && row.status.is_none_or(|status| one.status == Some(status))
    })
}
