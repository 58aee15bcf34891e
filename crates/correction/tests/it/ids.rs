//! Ids of rows over versions of a plan: what is tied to a row stays with it, and nothing else gets its id.

use crate::kept::{FIRST, SECOND, read};
use correction::{Kind, keep_ids};
use plan::Plan;
use std::collections::{BTreeMap, BTreeSet};

fn used(plans: &[&Plan]) -> BTreeMap<Kind, BTreeSet<String>> {
    let of = |ids: &dyn Fn(&Plan) -> Vec<String>| plans.iter().flat_map(|plan| ids(plan)).collect();
    BTreeMap::from([
        (Kind::Indicator, of(&|plan| plan.indicators.iter().map(|row| row.id.to_string()).collect())),
        (Kind::Target, of(&|plan| plan.targets.iter().map(|row| row.id.to_string()).collect())),
        (Kind::Project, of(&|plan| plan.projects.iter().map(|row| row.id.to_string()).collect())),
        (Kind::Task, of(&|plan| plan.tasks.iter().map(|row| row.id.to_string()).collect())),
    ])
}

/// A further version with the ids of the one before.
fn next(before: (&Plan, &str), text: &str, earlier: &[&Plan]) -> Plan {
    let mut plan = read(text);
    keep_ids(before, (&plan, text), &used(earlier)).rename(&mut plan);
    plan
}

/// Tasks by what they say.
fn tasks(plan: &Plan) -> BTreeMap<String, String> {
    plan.tasks.iter().map(|row| (format!("{}{}", row.verb, row.object), row.id.to_string())).collect()
}

fn targets(plan: &Plan) -> BTreeMap<String, String> {
    plan.targets.iter().map(|row| (row.subject.clone(), row.id.to_string())).collect()
}

#[test]
fn a_reading_of_the_same_text_keeps_every_id() {
    let first = read(FIRST);
    assert_eq!(next((&first, FIRST), FIRST, &[&first]), first);
}

#[test]
fn rows_behind_a_new_sentence_keep_their_ids_and_the_new_ones_get_fresh_ones() {
    let first = read(FIRST);
    let text = FIRST.replace(
        "到2030年，地区生产总值",
        "到2030年，研发经费投入强度达到3%，开展老旧小区改造，完善养老服务体系。到2030年，地区生产总值",
    );
    let plain = read(&text);
    let second = next((&first, FIRST), &text, &[&first]);
    // The reading alone has other rows under the same numbers.
    let renumbered = |before: &BTreeMap<String, String>, after: &BTreeMap<String, String>| {
        before.iter().any(|(name, id)| after.get(name) != Some(id))
    };
    assert!(renumbered(&targets(&first), &targets(&plain)));
    assert!(renumbered(&tasks(&first), &tasks(&plain)));
    for (before, after) in [(targets(&first), targets(&second)), (tasks(&first), tasks(&second))] {
        assert!(!before.is_empty());
        for (name, id) in &before {
            assert_eq!(after.get(name), Some(id), "{name}");
        }
        let old: BTreeSet<&String> = before.values().collect();
        let new: Vec<&String> =
            after.iter().filter(|(name, _)| !before.contains_key(*name)).map(|(_, id)| id).collect();
        assert!(!new.is_empty() && new.iter().all(|id| !old.contains(id)), "{new:?}");
    }
    // What points at a row follows it.
    let spending = second.targets.iter().find(|row| row.subject.contains("研发")).unwrap();
    let indicator = second.indicator(&spending.indicator).unwrap();
    assert!(indicator.name.contains("研发") && first.indicator(&indicator.id).is_none(), "{indicator:?}");
    for target in &second.targets {
        assert!(second.indicator(&target.indicator).is_some_and(|row| row.name == target.subject));
    }
}

#[test]
fn what_is_changed_a_little_is_the_same_and_what_is_gone_gives_its_id_to_nobody() {
    let first = read(FIRST);
    let second = next((&first, FIRST), SECOND, &[&first]);
    let (before, after) = (targets(&first), targets(&second));
    assert_eq!(before["森林覆盖率"], after["森林覆盖率"]);
    assert_eq!(before["地区生产总值"], after["地区生产总值"], "about 1900 is still that target");
    let gone = &before["常住人口城镇化率"];
    assert!(!after.values().any(|id| id == gone), "{after:?}");
    // In a third version a target stands there that neither had: not even the id that came free is its own.
    let text = SECOND.replace("森林覆盖率达到45%以上", "森林覆盖率达到45%以上，高新技术企业达到90家");
    let third = next((&second, SECOND), &text, &[&first, &second]);
    let fresh: Vec<String> =
        targets(&third).into_iter().filter(|(name, _)| !after.contains_key(name)).map(|(_, id)| id).collect();
    assert_eq!(fresh.len(), 1);
    assert!(fresh[0] != *gone && !after.values().any(|id| *id == fresh[0]), "{fresh:?}");
}

#[test]
fn a_target_of_another_year_is_another_target() {
    let first = read(FIRST);
    let text = FIRST.replace("到2030年，", "到2027年，");
    let second = next((&first, FIRST), &text, &[&first]);
    let (before, after) = (targets(&first), targets(&second));
    assert_ne!(before["森林覆盖率"], after["森林覆盖率"]);
    let of = |plan: &Plan| plan.indicators.iter().find(|row| row.name == "森林覆盖率").unwrap().id.clone();
    assert_eq!(of(&first), of(&second), "the indicator is the same");
}
