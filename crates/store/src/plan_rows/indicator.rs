use super::Table;
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{Direction, Indicator, IndicatorId, IndicatorKind, Nature, Relation, RelationId, RelationKind};

impl Table for Indicator {
    const NAME: &'static str = "indicator";
    // `group` is a word of SQL, so the column is called grouping.
    const COLUMNS: &'static str =
        "id, name, aliases, unit, grouping, parent, direction, kind, nature, catalogue";

    fn cells(&self) -> Vec<Cell> {
        cells![
            self.id.as_str(),
            &self.name,
            serde_json::json!(self.aliases).to_string(),
            &self.unit,
            &self.group,
            &self.parent,
            self.direction.map(Direction::name),
            self.kind.map(IndicatorKind::name),
            self.nature.map(Nature::name),
            self.catalogue.clone(),
        ]
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: IndicatorId(row.text("id")?),
            name: row.text("name")?,
            aliases: row.json("aliases")?,
            unit: row.text("unit")?,
            group: row.text("grouping")?,
            parent: row.text("parent")?,
            direction: row.maybe_word("direction", Direction::parse)?,
            kind: row.maybe_word("kind", IndicatorKind::parse)?,
            nature: row.maybe_word("nature", Nature::parse)?,
            catalogue: row.maybe_text("catalogue")?,
        })
    }
}

impl Table for Relation {
    const NAME: &'static str = "relation";
    const COLUMNS: &'static str = "id, kind, result, parts, factor, note";

    fn cells(&self) -> Vec<Cell> {
        let parts: Vec<&str> = self.parts.iter().map(IndicatorId::as_str).collect();
        cells![
            self.id.as_str(),
            self.kind.name(),
            self.result.as_ref().map(ToString::to_string),
            serde_json::json!(parts).to_string(),
            self.factor.to_string(),
            &self.note,
        ]
    }

    fn read(row: Row<'_>) -> Result<Self> {
        let parts: Vec<String> = row.json("parts")?;
        Ok(Self {
            id: RelationId(row.text("id")?),
            kind: row.word("kind", RelationKind::parse)?,
            result: row.maybe_text("result")?.map(IndicatorId),
            parts: parts.into_iter().map(IndicatorId).collect(),
            // f64 prints the shortest text that reads back to the same number.
            factor: row.text("factor")?.parse().map_err(|_| row.damaged("factor"))?,
            note: row.text("note")?,
        })
    }
}
