use super::{Table, provenance_cells, read_provenance};
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{Project, ProjectId, Quantity, Task, TaskId};

impl Table for Project {
    const NAME: &'static str = "project";
    const COLUMNS: &'static str = "id, name, name_full, box_number, category, place, quantities, stage, \
        origin, section, line, span_start, span_end, quote";

    fn cells(&self) -> Vec<Cell> {
        let quantities: Vec<(String, &str, &str)> = self
            .quantities
            .iter()
            .map(|quantity| (quantity.value.to_string(), quantity.unit.as_str(), quantity.what.as_str()))
            .collect();
        let mut all = cells![
            self.id.as_str(),
            &self.name,
            &self.name_full,
            &self.box_number,
            &self.category,
            &self.place,
            serde_json::json!(quantities).to_string(),
            &self.stage,
        ];
        all.extend(provenance_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        let quantities: Vec<(String, String, String)> = row.json("quantities")?;
        let quantities = quantities
            .into_iter()
            .map(|(value, unit, what)| {
                let value = value.parse().map_err(|_| row.damaged("quantities"))?;
                Ok(Quantity { value, unit, what })
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            id: ProjectId(row.text("id")?),
            name: row.text("name")?,
            name_full: row.text("name_full")?,
            box_number: row.text("box_number")?,
            category: row.text("category")?,
            place: row.text("place")?,
            quantities,
            stage: row.text("stage")?,
            provenance: read_provenance(row)?,
        })
    }
}

impl Table for Task {
    const NAME: &'static str = "task";
    const COLUMNS: &'static str = "id, lead, verb, object, quantified, deadline, \
        origin, section, line, span_start, span_end, quote";

    fn cells(&self) -> Vec<Cell> {
        let mut all =
            cells![self.id.as_str(), &self.lead, &self.verb, &self.object, self.quantified, self.deadline,];
        all.extend(provenance_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        Ok(Self {
            id: TaskId(row.text("id")?),
            lead: row.text("lead")?,
            verb: row.text("verb")?,
            object: row.text("object")?,
            quantified: row.flag("quantified")?,
            deadline: row.maybe_year("deadline")?,
            provenance: read_provenance(row)?,
        })
    }
}
