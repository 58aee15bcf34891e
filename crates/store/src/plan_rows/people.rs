use super::{Table, provenance_cells, read_provenance};
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{
    Assignment, AssignmentId, AssignmentRole, Body, BodyId, BodyKind, IndicatorId, Item, Place, PlaceId,
    PlaceKind, ProjectId, Schedule, ScheduleId, TargetId, TaskId,
};

impl Table for Place {
    const NAME: &'static str = "place";
    const COLUMNS: &'static str =
        "id, name, kind, parent, code, regime, origin, section, line, span_start, span_end, quote";

    fn cells(&self) -> Vec<Cell> {
        let mut all = cells![
            self.id.as_str(),
            &self.name,
            self.kind.name(),
            self.parent.as_ref().map(ToString::to_string),
            &self.code,
            &self.regime,
        ];
        all.extend(provenance_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: PlaceId(row.text("id")?),
            name: row.text("name")?,
            kind: row.word("kind", PlaceKind::parse)?,
            parent: row.maybe_text("parent")?.map(PlaceId),
            code: row.text("code")?,
            regime: row.text("regime")?,
            provenance: read_provenance(row)?,
        })
    }
}

impl Table for Body {
    const NAME: &'static str = "body";
    const COLUMNS: &'static str =
        "id, name, kind, parent, origin, section, line, span_start, span_end, quote";

    fn cells(&self) -> Vec<Cell> {
        let mut all = cells![
            self.id.as_str(),
            &self.name,
            self.kind.name(),
            self.parent.as_ref().map(ToString::to_string),
        ];
        all.extend(provenance_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: BodyId(row.text("id")?),
            name: row.text("name")?,
            kind: row.word("kind", BodyKind::parse)?,
            parent: row.maybe_text("parent")?.map(BodyId),
            provenance: read_provenance(row)?,
        })
    }
}

impl Table for Assignment {
    const NAME: &'static str = "assignment";
    const COLUMNS: &'static str =
        "id, item_kind, item, body, role, confirmed, origin, section, line, span_start, span_end, quote";

    fn cells(&self) -> Vec<Cell> {
        let (kind, item) = match &self.item {
            Item::Indicator(id) => ("indicator", id.as_str()),
            Item::Target(id) => ("target", id.as_str()),
            Item::Project(id) => ("project", id.as_str()),
            Item::Task(id) => ("task", id.as_str()),
        };
        let mut all =
            cells![self.id.as_str(), kind, item, self.body.as_str(), self.role.name(), self.confirmed];
        all.extend(provenance_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        let item = row.text("item")?;
        let item = match row.text("item_kind")?.as_str() {
            "indicator" => Item::Indicator(IndicatorId(item)),
            "target" => Item::Target(TargetId(item)),
            "project" => Item::Project(ProjectId(item)),
            "task" => Item::Task(TaskId(item)),
            _ => return Err(row.damaged("item_kind")),
        };
        Ok(Self {
            id: AssignmentId(row.text("id")?),
            item,
            body: BodyId(row.text("body")?),
            role: row.word("role", AssignmentRole::parse)?,
            confirmed: row.flag("confirmed")?,
            provenance: read_provenance(row)?,
        })
    }
}

impl Table for Schedule {
    const NAME: &'static str = "schedule";
    const COLUMNS: &'static str = "id, target, year, region, value";

    fn cells(&self) -> Vec<Cell> {
        cells![
            self.id.as_str(),
            self.target.as_str(),
            i64::from(self.year),
            &self.region,
            self.value.to_string(),
        ]
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: ScheduleId(row.text("id")?),
            target: TargetId(row.text("target")?),
            year: row.maybe_year("year")?.ok_or_else(|| row.damaged("year"))?,
            region: row.text("region")?,
            value: row.decimal("value")?.ok_or_else(|| row.damaged("value"))?,
        })
    }
}
