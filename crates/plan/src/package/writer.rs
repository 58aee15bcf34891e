use super::DESCRIPTOR;
use super::cells::Cells;
use super::descriptor::Descriptor;
use super::record::FurtherQuantity;
use super::schema::{Record, Table};
use super::tables;
use crate::{Plan, Project};
use std::collections::BTreeMap;

/// Writes a plan as the files of a package, by file name.
///
/// # Example
/// ```
/// let plan = plan::Plan { title: "云岭市规划纲要".into(), ..Default::default() };
/// let files = plan::package::write(&plan);
/// assert!(files.contains_key("datapackage.json"));
/// assert_eq!(plan::package::read(&files).unwrap(), plan);
/// ```
pub fn write(plan: &Plan) -> BTreeMap<String, Vec<u8>> {
    let further: Vec<FurtherQuantity> = plan.projects.iter().flat_map(further_quantities).collect();
    let mut files = BTreeMap::new();
    put(&mut files, &plan.sections);
    put(&mut files, &plan.indicators);
    put(&mut files, &plan.targets);
    put(&mut files, &plan.observations);
    put(&mut files, &plan.projects);
    put(&mut files, &further);
    put(&mut files, &plan.tasks);
    put(&mut files, &plan.places);
    put(&mut files, &plan.bodies);
    put(&mut files, &plan.assignments);
    put(&mut files, &plan.schedule);
    put(&mut files, &plan.relations);
    files.insert(DESCRIPTOR.to_owned(), describe(plan));
    files
}

fn describe(plan: &Plan) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(&Descriptor::of(plan, &tables::ALL)).unwrap_or_default();
    json.push(b'\n');
    json
}

fn put<R: Record>(files: &mut BTreeMap<String, Vec<u8>>, records: &[R]) {
    files.insert(R::TABLE.file(), table(R::TABLE, records));
}

fn table<R: Record>(table: &'static Table, records: &[R]) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory cannot fail, and every record has as many cells as the table has columns.
    let _ = writer.write_record(table.columns().map(|column| column.name));
    for record in records {
        let mut cells = Cells::of(table);
        record.write(&mut cells);
        let _ = writer.write_record(cells.finish());
    }
    writer.into_inner().unwrap_or_default()
}

fn further_quantities(project: &Project) -> impl Iterator<Item = FurtherQuantity> {
    project.quantities.iter().enumerate().skip(1).map(|(index, quantity)| FurtherQuantity {
        project: project.id.clone(),
        position: index + 1,
        quantity: quantity.clone(),
    })
}
