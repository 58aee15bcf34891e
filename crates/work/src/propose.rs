//! Who should answer for what: proposed from the plan and the catalogue, confirmed by a person.

use crate::item::of_assignment;
use duty::Cadence;
use plan::{AssignmentRole, Plan};
use std::collections::BTreeSet;
use store::{Duty, Office, OfficeLevel};

/// Days after the end of a year until its figure is due: statistics bulletins appear by the end of March.
pub const DUE_DAYS: u16 = 90;

/// The mark of a duty that a person gave.
pub const BY_HAND: &str = "by-hand";
/// The mark of a duty from a division of labour.
pub const FROM_TABLE: &str = "table";

/// Duties that the plan and the catalogue suggest and that nobody has yet, unconfirmed.
///
/// An assignment of the plan comes before the catalogue's usual owner; an item that has a lead gets no other.
pub fn propose(plan: &Plan, plan_id: &str, offices: &[Office], held: &[Duty]) -> Vec<Duty> {
    let mut led: BTreeSet<(String, String)> = BTreeSet::new();
    let mut taken: BTreeSet<(String, String, String)> = BTreeSet::new();
    for duty in held {
        taken.insert((duty.item_kind.clone(), duty.item.clone(), duty.office.clone()));
        if duty.role == AssignmentRole::Lead {
            led.insert((duty.item_kind.clone(), duty.item.clone()));
        }
    }
    let mut proposed = Vec::new();
    let mut add = |kind: &str, item: String, office: &Office, role: AssignmentRole, reason: &str| {
        let of_plan = office.level == OfficeLevel::City;
        let is_led = led.contains(&(kind.to_owned(), item.clone()));
        if role == AssignmentRole::Lead && is_led && of_plan {
            return;
        }
        if !taken.insert((kind.to_owned(), item.clone(), office.id.clone())) {
            return;
        }
        if role == AssignmentRole::Lead && of_plan {
            led.insert((kind.to_owned(), item.clone()));
        }
        proposed.push(Duty {
            plan: plan_id.to_owned(),
            item_kind: kind.to_owned(),
            item,
            office: office.id.clone(),
            role,
            cadence: Cadence::Year,
            due_days: DUE_DAYS,
            confirmed: false,
            reason: reason.to_owned(),
        });
    };
    for assignment in &plan.assignments {
        let body = plan.bodies.iter().find(|body| body.id == assignment.body);
        let Some(office) = body.and_then(|body| office_called(offices, &body.name)) else { continue };
        let Some((kind, item)) = of_assignment(plan, &assignment.item) else { continue };
        let reason = format!("line:{}", assignment.provenance.line);
        add(kind, item, office, assignment.role, &reason);
    }
    for indicator in &plan.indicators {
        let entry = match &indicator.catalogue {
            Some(key) => plan::catalogue::entry(key),
            None => plan::catalogue::lookup(&indicator.name, &indicator.unit).map(|found| found.entry),
        };
        let Some(owner) = entry.map(|entry| entry.owner).filter(|owner| !owner.is_empty()) else { continue };
        if let Some(office) = office_called(offices, owner) {
            add(
                "indicator",
                indicator.name.clone(),
                office,
                AssignmentRole::Lead,
                &format!("catalogue:{owner}"),
            );
        }
    }
    proposed
}

/// The office that a body's name means: the same department, whatever level stands before its name; of several, one
/// of the plan's own level.
pub fn office_called<'a>(offices: &'a [Office], name: &str) -> Option<&'a Office> {
    let exact = offices.iter().find(|office| office.name == name.trim() || office.id == name.trim());
    exact.or_else(|| {
        let wanted = department(name);
        let same = |office: &&Office| office.level == OfficeLevel::City && department(&office.name) == wanted;
        offices.iter().find(same).filter(|_| !wanted.is_empty())
    })
}

/// The short form of a department's name: 云岭市发展和改革委员会, 市发展改革委 and 发改委 give the same.
pub fn department(name: &str) -> String {
    // Short forms that drop characters from inside; the left side is what remains of the full name.
    const SHORT: [(&str, &str); 6] = [
        ("发改", "发展改革"),
        ("人社", "人力资源社会保障"),
        ("卫健", "卫生健康"),
        ("住建", "住房城乡建设"),
        ("工信", "工业信息化"),
        ("文旅", "文化旅游"),
    ];
    let mut bare: String =
        name.chars().filter(|letter| !letter.is_whitespace() && !"和与、（）()".contains(*letter)).collect();
    bare = bare.replace("委员会", "委").replace("办公室", "办");
    // What stands before the last 市, 县, 区 or 省 is the region.
    if let Some(at) = bare.rfind(['市', '县', '省']).or_else(|| bare.rfind('区')) {
        let after = bare[at..].chars().next().map_or(at, |letter| at + letter.len_utf8());
        let rest = &bare[after..];
        // 市场监督管理局 and 县域… begin with the same character as a level.
        if !rest.is_empty() && !rest.starts_with('场') && !rest.starts_with('域') {
            bare = rest.to_owned();
        } else if let Some(before) = bare[..at].rfind(['市', '县', '省']) {
            bare = bare[before..].chars().skip(1).collect();
        }
    }
    for (short, long) in SHORT {
        if bare.starts_with(short) {
            bare = bare.replacen(short, long, 1);
        }
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use plan::{BodyKind, Indicator};

    fn office(id: &str, name: &str) -> Office {
        Office {
            id: id.into(),
            name: name.into(),
            kind: BodyKind::Department,
            level: OfficeLevel::City,
            parent: None,
            region: String::new(),
        }
    }

    #[test]
    fn one_department_has_many_spellings() {
        for (a, b) in [
            ("云岭市发展和改革委员会", "发展改革委"),
            ("市发改委", "发展改革委"),
            ("市人力资源和社会保障局", "人社局"),
            ("市住房和城乡建设局", "住房城乡建设局"),
            ("云岭市市场监督管理局", "市场监督管理局"),
            ("市统计局", "统计局"),
        ] {
            assert_eq!(department(a), department(b), "{a} {b}");
        }
        assert_ne!(department("市教育局"), department("市体育局"));
    }

    #[test]
    fn the_catalogue_proposes_where_the_plan_is_silent() {
        let gdp = Indicator {
            id: "i1".into(),
            name: "地区生产总值".into(),
            unit: "亿元".into(),
            ..Indicator::default()
        };
        let plan = Plan { indicators: vec![gdp], ..Plan::default() };
        let owner = plan::catalogue::lookup("地区生产总值", "亿元").expect("listed").entry.owner;
        let offices = [office("a", &format!("市{owner}")), office("b", "市教育局")];
        let proposed = propose(&plan, "p", &offices, &[]);
        assert_eq!(proposed.iter().map(|duty| duty.office.as_str()).collect::<Vec<_>>(), ["a"]);
        assert!(!proposed[0].confirmed);
        let held = [Duty { office: "b".into(), confirmed: true, ..proposed[0].clone() }];
        assert_eq!(propose(&plan, "p", &offices, &held), []);
    }
}
