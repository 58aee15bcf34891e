use crate::compiled::page;
use plan::{AssignmentRole, Item, PlaceKind};

#[test]
fn who_answers_for_a_duty() {
    let plan = page("推进水系连通，改善河湖水质（市水利局牵头，市生态环境局配合）。");
    let bodies: Vec<_> = plan.bodies.iter().map(|body| body.name.as_str()).collect();
    assert_eq!(bodies, ["市水利局", "市生态环境局"]);
    let roles: Vec<_> = plan.assignments.iter().map(|one| one.role).collect();
    assert!(roles.contains(&AssignmentRole::Lead) && roles.contains(&AssignmentRole::Support));
    assert!(plan.assignments.iter().all(|one| matches!(one.item, Item::Task(_)) && !one.confirmed));
}

#[test]
fn a_paragraph_of_bodies_answers_for_the_duties_before_it() {
    let plan = page(
        "推进水系连通，改善河湖水质。\n\n责任单位：市水利局、市财政局。\n\n二、其他\n\n加强宣传。\n\n责任单位：市文化和旅游局。",
    );
    let pairs: Vec<_> = plan
        .assignments
        .iter()
        .map(|one| {
            let Item::Task(task) = &one.item else { panic!("a task") };
            let task = plan.tasks.iter().find(|row| row.id == *task).expect("its row");
            let body = plan.bodies.iter().find(|row| row.id == one.body).expect("its row");
            (task.object.as_str(), body.name.as_str())
        })
        .collect();
    assert_eq!(
        pairs,
        [
            ("水系连通", "市水利局"),
            ("河湖水质", "市水利局"),
            ("水系连通", "市财政局"),
            ("河湖水质", "市财政局"),
            ("宣传", "市文化和旅游局"),
        ]
    );
}

#[test]
fn places_and_zones() {
    let plan = page(
        "全市包括东川县、北山县、古桥区和太和区。东川县重点发展旅游业。\n\n禁止开发区域：包括云岭国家森林公园、东湖湿地自然保护区。",
    );
    let places: Vec<_> =
        plan.places.iter().map(|place| (place.name.as_str(), place.kind, place.regime.as_str())).collect();
    assert_eq!(
        places,
        [
            ("东川县", PlaceKind::Region, ""),
            ("北山县", PlaceKind::Region, ""),
            ("古桥区", PlaceKind::Region, ""),
            ("太和区", PlaceKind::Region, ""),
            ("云岭国家森林公园", PlaceKind::Zone, "prohibited"),
            ("东湖湿地自然保护区", PlaceKind::Zone, "prohibited"),
        ]
    );
}
