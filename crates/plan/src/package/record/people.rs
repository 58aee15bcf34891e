use super::{read_provenance, write_provenance};
use crate::package::cells::{Cells, Row};
use crate::package::schema::{Record, Table};
use crate::package::tables;
use crate::{Assignment, AssignmentRole, Body, BodyKind, Item, Place, PlaceKind, Schedule};
use source::Words;

impl Record for Place {
    const TABLE: &'static Table = &tables::PLACES;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("kind", self.kind);
        cells.set_some("parent", self.parent.as_ref());
        cells.set("code", &self.code);
        cells.set("regime", &self.regime);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let kind = row.choice("kind", PlaceKind::parse);
        let provenance = read_provenance(row);
        Some(Self {
            name: row.text("name"),
            parent: row.link_or_none("parent"),
            code: row.text("code"),
            regime: row.text("regime"),
            id: id?,
            kind: kind?,
            provenance: provenance?,
        })
    }
}

impl Record for Body {
    const TABLE: &'static Table = &tables::BODIES;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("name", &self.name);
        cells.set("kind", self.kind);
        cells.set_some("parent", self.parent.as_ref());
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let kind = row.choice("kind", BodyKind::parse);
        let provenance = read_provenance(row);
        Some(Self {
            name: row.text("name"),
            parent: row.link_or_none("parent"),
            id: id?,
            kind: kind?,
            provenance: provenance?,
        })
    }
}

impl Record for Assignment {
    const TABLE: &'static Table = &tables::ASSIGNMENTS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        match &self.item {
            Item::Indicator(id) => cells.set("indicator", id),
            Item::Target(id) => cells.set("target", id),
            Item::Project(id) => cells.set("project", id),
            Item::Task(id) => cells.set("task", id),
        }
        cells.set("body", &self.body);
        cells.set("role", self.role);
        cells.set("confirmed", self.confirmed);
        write_provenance(cells, &self.provenance);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let item = read_item(row);
        let body = row.link("body");
        let role = row.choice("role", AssignmentRole::parse);
        let confirmed = row.boolean("confirmed");
        let provenance = read_provenance(row);
        Some(Self {
            id: id?,
            item: item?,
            body: body?,
            role: role?,
            confirmed: confirmed?,
            provenance: provenance?,
        })
    }
}

fn read_item(row: &mut Row<'_>) -> Option<Item> {
    let items = [
        row.link_or_none("indicator").map(Item::Indicator),
        row.link_or_none("target").map(Item::Target),
        row.link_or_none("project").map(Item::Project),
        row.link_or_none("task").map(Item::Task),
    ];
    let mut filled = items.into_iter().flatten();
    let item = filled.next();
    if item.is_none() || filled.next().is_some() {
        row.report(
            "",
            Words::new(
                "indicator、target、project、task 四列中没有填或填了多个",
                "none or several of indicator, target, project and task are filled in",
            ),
            Words::new("四列只填一个", "fill in exactly one of the four"),
        );
        return None;
    }
    item
}

impl Record for Schedule {
    const TABLE: &'static Table = &tables::SCHEDULE;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("target", &self.target);
        cells.set("year", self.year);
        cells.set("region", &self.region);
        cells.set("value", self.value);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let target = row.link("target");
        let year = row.integer("year");
        let region = row.text("region");
        let value = row.decimal("value");
        Some(Self { id: id?, target: target?, year: year?, region, value: value? })
    }
}
