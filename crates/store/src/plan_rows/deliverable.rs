use super::{Table, provenance_cells, read_provenance};
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{Doubt, Project, ProjectId, Provenance, Quantity, Task, TaskId};
use serde::{Deserialize, Serialize};

/// What is stated of some projects only, kept as one cell of JSON.
#[derive(Default, Serialize, Deserialize)]
struct Facts {
    /// Value and unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    investment: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period_investment: Option<(String, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start_year: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end_year: Option<i32>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    work: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    phase: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part_of: Option<String>,
    /// Confidence in percent and reason, where it waits to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    doubt: Option<(u8, String)>,
}

impl Facts {
    fn of(project: &Project) -> Self {
        let money = |money: &Option<Quantity>| {
            money.as_ref().map(|money| (money.value.to_string(), money.unit.clone()))
        };
        Self {
            investment: money(&project.investment),
            period_investment: money(&project.period_investment),
            start_year: project.start_year,
            end_year: project.end_year,
            work: project.work.clone(),
            phase: project.phase.clone(),
            part_of: project.part_of.as_ref().map(ToString::to_string),
            doubt: project.provenance.doubt.as_ref().map(|doubt| (doubt.confidence, doubt.reason.clone())),
        }
    }

    fn money(
        &self,
        row: Row<'_>,
        which: impl Fn(&Self) -> Option<&(String, String)>,
    ) -> Result<Option<Quantity>> {
        let Some((value, unit)) = which(self) else { return Ok(None) };
        let value = value.parse().map_err(|_| row.damaged("facts"))?;
        Ok(Some(Quantity { value, unit: unit.clone(), what: String::new() }))
    }
}

impl std::fmt::Display for Facts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::json!(self).to_string())
    }
}

impl Table for Project {
    const NAME: &'static str = "project";
    const COLUMNS: &'static str = "id, name, name_full, box_number, category, place, quantities, stage, facts, \
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
            Facts::of(self).to_string(),
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
        let mut facts: Facts = row.json("facts")?;
        let doubt = facts.doubt.take().map(|(confidence, reason)| Doubt { confidence, reason });
        Ok(Self {
            id: ProjectId(row.text("id")?),
            name: row.text("name")?,
            name_full: row.text("name_full")?,
            box_number: row.text("box_number")?,
            category: row.text("category")?,
            place: row.text("place")?,
            quantities,
            stage: row.text("stage")?,
            investment: facts.money(row, |facts| facts.investment.as_ref())?,
            period_investment: facts.money(row, |facts| facts.period_investment.as_ref())?,
            start_year: facts.start_year,
            end_year: facts.end_year,
            work: facts.work,
            phase: facts.phase,
            part_of: facts.part_of.map(ProjectId),
            provenance: Provenance { doubt, ..read_provenance(row)? },
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
