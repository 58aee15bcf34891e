//! What the columns of a row say besides its figures.

use crate::Cell;
use crate::grid::{Content, Row};
use crate::header::without_brackets;
use crate::mapping::Role;
use crate::problem::Problems;
use crate::rows::Sheet;
use crate::value::{day, status, truth};
use crate::word;
use plan::{Dimensions, Status};

/// What the columns of one row say besides the figures.
#[derive(Clone, Default)]
pub(crate) struct Context {
    pub region: String,
    pub unit: String,
    pub status: Option<Status>,
    pub source: String,
    pub known_at: Option<String>,
    pub assumed: bool,
    pub note: String,
    pub dimensions: Dimensions,
}

impl Sheet<'_> {
    /// `None` when something in it is wrong, so that its figures cannot be used.
    #[expect(
        clippy::too_many_lines,
        reason = "one row asked for all that places a figure, in the order of its columns"
    )]
    pub(crate) fn context(&self, row: &Row, problems: &mut Problems<'_>) -> Option<Context> {
        let settings = self.settings;
        let cell = |role: &Role| {
            let column = self.mapping.column(role)?;
            let text = self.text(row, column);
            (!text.is_empty()).then_some((Cell::new(row.index, column), text))
        };
        let mut context = Context {
            region: settings.region.clone(),
            unit: self.mapping.unit.clone(),
            status: settings.status,
            source: if settings.source.is_empty() { self.file.to_owned() } else { settings.source.clone() },
            known_at: settings.known_at.clone(),
            assumed: false,
            note: cell(&Role::Note).map(|(_, text)| text).unwrap_or_default(),
            dimensions: self.dimensions(row),
        };
        let mut sound = true;
        if let Some((at, region)) = cell(&Role::Region) {
            context.region = self.region(at, region, problems);
        }
        if let Some((_, unit)) = cell(&Role::Unit) {
            context.unit = unit;
        }
        if let Some((_, source)) = cell(&Role::Source) {
            context.source = source;
        }
        if let Some((at, text)) = cell(&Role::Status) {
            context.status = status(&text);
            if context.status.is_none() {
                sound = false;
                problems.error(
                    at,
                    format!("状态“{text}”无法识别；请填预计、初步、最终或修订"),
                    format!("status {text:?} is not known: use estimate, preliminary, final or revised"),
                );
            }
        }
        if let Some((at, text)) = cell(&Role::KnownAt) {
            let content = row.get(at.column).cloned().unwrap_or_else(|| Content::Text(text.as_str().into()));
            if let Some(day) = day(&content) {
                context.known_at = Some(day.to_string());
            } else {
                sound = false;
                problems.error(
                    at,
                    format!("日期“{text}”无法识别；请写成2017-03-31"),
                    format!("{text:?} is not a day: write it as 2017-03-31"),
                );
            }
        }
        if let Some((at, text)) = cell(&Role::KnownAtAssumed) {
            context.assumed = truth(&text).unwrap_or_else(|| {
                problems.warning(
                    at,
                    format!("“{text}”应为是或否，按否处理"),
                    format!("{text:?} is neither yes nor no; taken for no"),
                );
                false
            });
        }
        sound.then_some(context)
    }

    /// What narrows the figures of a row: the cells of its columns of dimensions. 合计 is no part.
    fn dimensions(&self, row: &Row) -> Dimensions {
        let columns = self.mapping.columns.iter().filter(|column| column.role == Role::Dimension);
        let mut pairs = Vec::new();
        for column in columns {
            let text = self.text(row, column.index);
            match Dimensions::parse(&text) {
                Some(several) => {
                    pairs.extend(several.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
                }
                None if word::is("total", &text) => {}
                None => pairs.push((without_brackets(&column.header).0.to_owned(), text)),
            }
        }
        Dimensions::new(pairs)
    }

    fn region(&self, at: Cell, region: String, problems: &mut Problems<'_>) -> String {
        if self.own_regions.contains(region.as_str()) {
            return String::new();
        }
        if !self.known_regions.is_empty() && !self.known_regions.contains(region.as_str()) {
            problems.warning(
                at,
                format!("规划中没有地区“{region}”，数据将按该名称单独保存"),
                format!("the plan names no region {region:?}; its figures are kept under this name"),
            );
        }
        let place = self.plan.places.iter().find(|p| !p.code.is_empty() && p.code == region);
        place.map_or(region, |p| p.name.clone())
    }
}
