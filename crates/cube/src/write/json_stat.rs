//! JSON-stat 2.0: a sparse data set.

use super::About;
use super::json::{array, number, object, string};
use crate::cube::{ATTRIBUTES, Cell, Cube, Dimension, Role};

/// The data set of a cube.
pub(super) fn text(cube: &Cube, about: &About) -> String {
    let ids = cube.dimensions.iter().map(|dimension| string(dimension.id));
    let sizes: Vec<usize> = cube.dimensions.iter().map(|dimension| dimension.codes.len()).collect();
    let by_role =
        |role: Role| array(cube.dimensions.iter().filter(|one| one.role == role).map(|one| string(one.id)));
    let roles = [("time", Role::Time), ("geo", Role::Area), ("metric", Role::Measured)];
    let place = |cell: &Cell| {
        cell.key
            .iter()
            .zip(&sizes)
            .fold(0_usize, |sum, (at, size)| sum.saturating_mul(*size).saturating_add(*at))
            .to_string()
    };
    let known = cube.cells.iter().filter(|cell| cell.value.is_some());
    let values = object(known.map(|cell| (place(cell), number(cell.value))));
    let status = object(cube.cells.iter().map(|cell| (place(cell), string(cell.status))));
    let said = object(cube.cells.iter().map(|cell| {
        let said = ATTRIBUTES
            .iter()
            .map(|one| (one.id.to_owned(), (one.of)(cell)))
            .filter(|(_, text)| !text.is_empty());
        (place(cell), object(said.map(|(id, text)| (id, string(&text)))))
    }));
    let dimensions =
        object(cube.dimensions.iter().map(|one| (one.id.to_owned(), dimension(cube, one, about))));
    let member = |name: &str, value: String| (name.to_owned(), value);
    let mut out = object([
        member("version", string("2.0")),
        member("class", string("dataset")),
        member("label", string(&about.title_of(cube))),
        member("source", string(if about.publisher.is_empty() { &about.title } else { &about.publisher })),
        member("updated", string(&about.moment())),
        member("id", array(ids)),
        member("size", array(sizes.iter().map(usize::to_string))),
        member("role", object(roles.map(|(name, role)| (name.to_owned(), by_role(role))))),
        member("dimension", dimensions),
        member("value", values),
        member("status", status),
        member("extension", object([member("observations", said)])),
    ]);
    out.push('\n');
    out
}

fn dimension(cube: &Cube, dimension: &Dimension, about: &About) -> String {
    let index = array(dimension.codes.iter().map(|code| string(&code.id)));
    let labels =
        object(dimension.codes.iter().map(|code| (code.id.clone(), string(code.name.get(about.lang)))));
    let mut category = vec![("index".to_owned(), index), ("label".to_owned(), labels)];
    if dimension.role == Role::Measured {
        let at = cube.dimensions.iter().position(|one| one.id == dimension.id).unwrap_or_default();
        let units = dimension.codes.iter().enumerate().filter(|(_, code)| !code.unit.is_empty()).map(
            |(place, code)| {
                let cells = cube.cells.iter().filter(|cell| cell.key.get(at) == Some(&place));
                let decimals = cells.filter_map(Cell::decimals).max().unwrap_or(0);
                let unit =
                    [("label".to_owned(), string(&code.unit)), ("decimals".to_owned(), decimals.to_string())];
                (code.id.clone(), object(unit))
            },
        );
        category.push(("unit".to_owned(), object(units)));
    }
    object([
        ("label".to_owned(), string(dimension.name.get(about.lang))),
        ("category".to_owned(), object(category)),
    ])
}
