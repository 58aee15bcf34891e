//! A city that does not exist, with a plan of eight targets and figures of three years.

use assess::{AsOf, Assessment, Config};
use plan::{
    Assignment, AssignmentRole, Body, BodyKind, Comparator, Indicator, Item, Measure, Nature, Observation,
    ObservationId, Origin, Period, Plan, Project, Provenance, Quantity, Status, Target, Task,
};
use report::{Finding, Inputs, Outline, Reply, Report};

/// A plan, its figures and what was said about it.
pub(crate) struct City {
    pub(crate) plan: Plan,
    pub(crate) figures: Vec<Observation>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) replies: Vec<Reply>,
}

fn of_plan() -> Provenance {
    Provenance { origin: Origin::Table, ..Provenance::outside() }
}

/// Id, name, unit, base, goal, nature, figures of 2021 to 2023.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, Nature, [&'static str; 3]);

const ROWS: [Row; 8] = [
    ("0001", "地区生产总值", "亿元", "300.5", "420.0", Nature::Anticipated, ["318.2", "340.10", "355.0"]),
    ("0002", "森林覆盖率", "%", "40.2", "42.0", Nature::Binding, ["40.9", "41.60", "42.3"]),
    ("0003", "PM2.5年均浓度", "微克/立方米", "36", "30", Nature::Binding, ["36.5", "37.1", "37.4"]),
    ("0004", "城镇化率", "%", "60.1", "65.1", Nature::Anticipated, ["61.1", "62.1", "63.1"]),
    ("0005", "每千人口医师数", "人", "2.80", "3.30", Nature::Anticipated, ["2.9", "3.1", "3.25"]),
    ("0006", "研发投入强度", "%", "1.5", "2.5", Nature::Anticipated, ["1.6", "1.65", "1.7"]),
    ("0007", "名称有符号<&\"=1+1", "件", "5", "9", Nature::Anticipated, ["6", "7", "7.5"]),
    ("0008", "数字经济比重", "%", "8", "12", Nature::Anticipated, ["", "", ""]),
];

fn observation(id: &str, indicator: &str, year: i32, value: &str, unit: &str, outside: bool) -> Observation {
    Observation {
        id: ObservationId(id.to_owned()),
        indicator: indicator.into(),
        value: value.parse().ok(),
        value_text: value.to_owned(),
        unit: unit.to_owned(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        status: Some(Status::Preliminary),
        source: if outside { "南坪统计公报".to_owned() } else { String::new() },
        vintage: if outside { format!("{}-03-15", year + 1) } else { String::new() },
        provenance: if outside { Provenance::outside() } else { of_plan() },
        ..Observation::default()
    }
}

fn target(row: &Row) -> Target {
    Target {
        id: format!("t{}", row.0).as_str().into(),
        indicator: format!("i{}", row.0).as_str().into(),
        subject: String::new(),
        measure: Measure::Level,
        comparator: if row.0 == "0003" { Comparator::Le } else { Comparator::Ge },
        value: row.4.parse().ok(),
        value_high: None,
        value_text: row.4.to_owned(),
        unit: row.2.to_owned(),
        year: Some(2025),
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: Some(row.5),
        rate: None,
        provenance: of_plan(),
        ..Target::default()
    }
}

#[expect(clippy::too_many_lines, reason = "a plan is written from its head to its tasks")]
pub(crate) fn city() -> City {
    let mut plan = Plan {
        title: "南坪市国民经济和社会发展第14个五年规划".to_owned(),
        region: Some("南坪市".to_owned()),
        period: Some(Period { start: 2021, end: 2025 }),
        ..Plan::default()
    };
    let mut figures = Vec::new();
    for row in &ROWS {
        plan.indicators.push(Indicator {
            id: format!("i{}", row.0).as_str().into(),
            name: row.1.to_owned(),
            unit: row.2.to_owned(),
            group: if row.5 == Nature::Binding { "生态" } else { "发展" }.to_owned(),
            direction: (row.0 == "0003").then_some(plan::Direction::Down).or(Some(plan::Direction::Up)),
            nature: Some(row.5),
            ..Indicator::default()
        });
        plan.targets.push(target(row));
        let indicator = format!("i{}", row.0);
        plan.observations.push(observation(&format!("o{}", row.0), &indicator, 2020, row.3, row.2, false));
        for (at, value) in row.6.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
            let year = 2021 + at as i32;
            figures.push(observation(&format!("x{}{year}", row.0), &indicator, year, value, row.2, true));
        }
    }
    let price = |value: &str, unit: &str| {
        Some(Quantity { value: value.parse().unwrap(), unit: unit.to_owned(), what: String::new() })
    };
    for (id, name, investment) in [
        ("p0001", "南坪2号水厂", price("12.50", "亿元")),
        ("p0002", "环城路", price("8000", "万元")),
        ("p0003", "图书馆", None),
    ] {
        plan.projects.push(Project {
            id: id.into(),
            name: name.to_owned(),
            name_full: name.to_owned(),
            box_number: String::new(),
            category: "基础设施".to_owned(),
            place: String::new(),
            quantities: Vec::new(),
            investment,
            period_investment: None,
            start_year: Some(2021),
            end_year: Some(2024),
            stage: String::new(),
            work: String::new(),
            phase: String::new(),
            part_of: None,
            provenance: of_plan(),
        });
    }
    plan.tasks.push(Task {
        id: "k0001".into(),
        lead: String::new(),
        verb: "建成".to_owned(),
        object: "3个产业园".to_owned(),
        quantified: true,
        deadline: Some(2024),
        provenance: of_plan(),
    });
    plan.bodies.push(Body {
        id: "b0001".into(),
        name: "市生态环境局".to_owned(),
        kind: BodyKind::Department,
        parent: None,
        provenance: of_plan(),
    });
    plan.assignments.push(Assignment {
        id: "a0001".into(),
        item: Item::Target("t0003".into()),
        body: "b0001".into(),
        role: AssignmentRole::Lead,
        confirmed: true,
        provenance: of_plan(),
    });
    City {
        plan,
        figures,
        findings: vec![Finding {
            weight: "警告".to_owned(), message: "第3章与第5章目标不一致".to_owned()
        }],
        replies: vec![Reply {
            target: "t0003".into(),
            body: "市生态环境局".to_owned(),
            said: "已增加监测点4个，年内完成锅炉改造。".to_owned(),
            day: None,
        }],
    }
}

impl City {
    pub(crate) fn judged(&self, as_of: &AsOf) -> Assessment {
        assess::assess(&self.plan, &self.figures, as_of, &Config::default())
    }

    pub(crate) fn inputs<'a>(&'a self, assessment: &'a Assessment) -> Inputs<'a> {
        Inputs {
            plan: &self.plan,
            figures: &self.figures,
            assessment,
            findings: &self.findings,
            replies: &self.replies,
            proposals: &[],
            written: &[],
        }
    }
}

/// The end of 2023, as known in April 2024.
pub(crate) fn moment() -> AsOf {
    AsOf::known(2023, "2024-04-30").unwrap()
}

pub(crate) fn outline(kind: &str) -> Outline {
    Outline::parse(report::shipped(kind).unwrap()).unwrap()
}

pub(crate) fn made(city: &City, kind: &str) -> Report {
    let assessment = city.judged(&moment());
    report::make(&outline(kind), city.inputs(&assessment), &|_| String::new())
}
