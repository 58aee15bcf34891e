use super::{read_doubt, read_provenance, write_doubt, write_provenance};
use crate::package::cells::{Cells, Row};
use crate::package::schema::{Record, Table};
use crate::package::tables;
use crate::{Project, ProjectId, Provenance, Quantity, Task};

impl Record for Project {
    const TABLE: &'static Table = &tables::PROJECTS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("name_full", &self.name_full);
        cells.set("box", &self.box_number);
        cells.set("category", &self.category);
        cells.set("place", &self.place);
        if let Some(first) = self.quantities.first() {
            cells.set("quantity_value", first.value);
            cells.set("quantity_unit", &first.unit);
            cells.set("quantity_what", &first.what);
        }
        cells.set("stage", &self.stage);
        cells.set("work", &self.work);
        cells.set("phase", &self.phase);
        cells.set_some("part_of", self.part_of.as_ref());
        write_money(cells, "investment_value", "investment_unit", self.investment.as_ref());
        let period = self.period_investment.as_ref();
        write_money(cells, "period_investment_value", "period_investment_unit", period);
        cells.set_some("start_year", self.start_year);
        cells.set_some("end_year", self.end_year);
        write_provenance(cells, &self.provenance);
        write_doubt(cells, self.provenance.doubt.as_ref());
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let doubt = read_doubt(row);
        let provenance = read_provenance(row).map(|provenance| Provenance { doubt, ..provenance });
        let unit = row.text("quantity_unit");
        let what = row.text("quantity_what");
        let first = row.decimal_or_none("quantity_value").map(|value| Quantity { value, unit, what });
        Some(Self {
            name: row.text("name"),
            name_full: row.text("name_full"),
            box_number: row.text("box"),
            category: row.text("category"),
            place: row.text("place"),
            quantities: first.into_iter().collect(),
            stage: row.text("stage"),
            work: row.text("work"),
            phase: row.text("phase"),
            part_of: Some(row.text("part_of")).filter(|id| !id.is_empty()).map(ProjectId),
            investment: read_money(row, "investment_value", "investment_unit"),
            period_investment: read_money(row, "period_investment_value", "period_investment_unit"),
            start_year: row.integer_or_none("start_year"),
            end_year: row.integer_or_none("end_year"),
            id: id?,
            provenance: provenance?,
        })
    }
}

fn write_money(cells: &mut Cells, value: &str, unit: &str, money: Option<&Quantity>) {
    if let Some(money) = money {
        cells.set(value, money.value);
        cells.set(unit, &money.unit);
    }
}

/// An amount of money; what it is said of is the column's meaning.
fn read_money(row: &mut Row<'_>, value: &str, unit: &str) -> Option<Quantity> {
    let unit = row.text(unit);
    row.decimal_or_none(value).map(|value| Quantity { value, unit, what: String::new() })
}

/// A row of `quantities`: what a project has beyond its first quantity.
pub(in crate::package) struct FurtherQuantity {
    pub(in crate::package) project: ProjectId,
    /// From 2.
    pub(in crate::package) position: usize,
    pub(in crate::package) quantity: Quantity,
}

impl Record for FurtherQuantity {
    const TABLE: &'static Table = &tables::QUANTITIES;

    fn write(&self, cells: &mut Cells) {
        cells.set("project", &self.project);
        cells.set("position", self.position);
        cells.set("value", self.quantity.value);
        cells.set("unit", &self.quantity.unit);
        cells.set("what", &self.quantity.what);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let project = row.link("project");
        let position = row.integer("position");
        let value = row.decimal("value");
        let unit = row.text("unit");
        let what = row.text("what");
        Some(Self {
            project: project?,
            position: position?,
            quantity: Quantity { value: value?, unit, what },
        })
    }
}

impl Record for Task {
    const TABLE: &'static Table = &tables::TASKS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("lead", &self.lead);
        cells.set("verb", &self.verb);
        cells.set("object", &self.object);
        cells.set("quantified", self.quantified);
        cells.set_some("deadline", self.deadline);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let quantified = row.boolean("quantified");
        let provenance = read_provenance(row);
        Some(Self {
            lead: row.text("lead"),
            verb: row.text("verb"),
            object: row.text("object"),
            deadline: row.integer_or_none("deadline"),
            id: id?,
            quantified: quantified?,
            provenance: provenance?,
        })
    }
}
