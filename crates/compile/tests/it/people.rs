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

#[test]
fn regions_stand_before_figures_and_in_lists_of_sites() {
    let plan = page(
        "培育企业120家，其中望岭区45家、云浦市25家，石桥县、安渡县各10家。沿江产业带以云浦市、东川县为支点。北山县和西山县人均财力偏低。",
    );
    let places: Vec<_> = plan.places.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(places, ["望岭区", "云浦市", "石桥县", "安渡县", "东川县", "北山县", "西山县"]);
    assert!(plan.places.iter().all(|place| place.code.is_empty() && place.parent.is_none()));
}

#[test]
fn the_registry_knows_the_divisions_of_a_plan() {
    let text = "锦州市国民经济和社会发展第十五个五年规划纲要\n\n第一章 任务\n\n加大对北镇市沟帮子的支持力度，推动锦州市与辽宁省各市合作。\n\n\
                全市包括凌海市、义县和太和区。";
    let plan = crate::compiled::document(text).0;
    assert_eq!(plan.region.as_deref(), Some("锦州市"));
    let code = |name: &str| {
        plan.places
            .iter()
            .find(|place| place.name == name)
            .map(|place| (place.code.as_str(), place.parent.is_some()))
    };
    assert_eq!(code("北镇市"), Some(("210782", false)));
    assert_eq!(code("义县"), Some(("210727", false)));
    assert_eq!(code("太和区"), Some(("210711", false)));
}

#[test]
fn a_title_may_name_its_region_in_short() {
    for (title, region) in [
        ("辽宁“十五五”生态环境保护规划", Some("辽宁省")),
        ("洛阳市城市更新规划", Some("洛阳市")),
        ("湖南省益阳市水利发展规划", Some("益阳市")),
        ("海南橡胶产业规划", None),
    ] {
        let plan = crate::compiled::document(&format!("{title}\n\n第一章 任务\n\n推进水系连通。\n")).0;
        assert_eq!(plan.region.as_deref(), region, "{title}");
    }
}
