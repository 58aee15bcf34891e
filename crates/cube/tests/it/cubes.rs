use crate::{figure, figures, plan};
use assess::{AsOf, Config};
use cube::Cube;
use plan::Status;

fn keyed(cube: &Cube) -> Vec<(String, String)> {
    let key = |cell| cube.codes(cell).map(|(_, code)| code.id.as_str()).collect::<Vec<_>>().join(" ");
    cube.cells.iter().map(|cell| (key(cell), cell.statement.clone())).collect()
}

#[test]
fn a_key_has_one_value_and_the_firmest_known_one() {
    let cube = cube::figures(&plan(), &figures(), &AsOf::year(cube::LAST_YEAR), &Config::default());
    let keys = keyed(&cube);
    assert!(keys.contains(&("A _T i0001 2021".to_owned(), "x1".to_owned())), "{keys:?}");
    assert_eq!(cube.superseded, 1);
    let mut once: Vec<_> = cube.cells.iter().map(|cell| &cell.key).collect();
    once.dedup();
    assert_eq!(once.len(), cube.cells.len());
    assert_eq!(cube.cells.len(), figures().len() - 1);
}

#[test]
fn what_was_not_known_yet_is_not_there() {
    let then = AsOf::known(cube::LAST_YEAR, "2022-02-28").unwrap();
    let cube = cube::figures(&plan(), &figures(), &then, &Config::default());
    let keys = keyed(&cube);
    assert!(keys.contains(&("A _T i0001 2021".to_owned(), "x3".to_owned())), "{keys:?}");
    assert!(!keys.iter().any(|(_, id)| id == "x2"), "{keys:?}");
}

#[test]
fn of_two_equally_firm_figures_the_later_counts() {
    let mut late = figure("x20", 2021, "305");
    late.vintage = "2023-01-01".to_owned();
    for order in [[late.clone(), figure("x1", 2021, "301")], [figure("x1", 2021, "301"), late]] {
        let cube = cube::figures(&plan(), &order, &AsOf::year(2030), &Config::default());
        assert_eq!(keyed(&cube), [("A _T i0001 2021".to_owned(), "x20".to_owned())]);
    }
}

#[test]
fn codes_do_not_change_when_other_figures_come() {
    let few = cube::figures(&plan(), &figures()[5..6], &AsOf::year(2030), &Config::default());
    let all = cube::figures(&plan(), &figures(), &AsOf::year(2030), &Config::default());
    let few = keyed(&few);
    assert_eq!(few.len(), 1);
    assert!(keyed(&all).contains(&few[0]));
}

#[test]
fn targets_have_their_kind_and_nothing_without_time_is_lost_in_silence() {
    let mut plan = plan();
    let keys = keyed(&cube::targets(&plan));
    let expected = ["A _T t0001 GOAL 2025", "A _T t0001 RATE 2025"];
    assert_eq!(keys.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), expected);
    plan.period = None;
    plan.targets[0].year = None;
    let cube = cube::targets(&plan);
    assert_eq!((cube.cells.len(), cube.timeless), (0, 1));
}

#[test]
fn a_planned_figure_says_that_it_is_one() {
    let mut planned = figure("x1", 2024, "1");
    planned.status = Some(Status::Planned);
    let cube = cube::figures(&plan(), &[planned], &AsOf::year(2030), &Config::default());
    assert_eq!(cube.cells[0].status, "F");
}
