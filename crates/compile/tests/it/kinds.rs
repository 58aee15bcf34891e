//! Kinds of documents, and what each makes of its sentences.

use plan::{DocumentKind, Plan};

fn read(text: &str) -> Plan {
    read_as(text, None)
}

fn read_as(text: &str, kind: Option<DocumentKind>) -> Plan {
    let document = document::read(text.as_bytes(), &document::ReadOptions::default()).expect("text");
    let options = compile::CompileOptions { kind, ..compile::CompileOptions::default() };
    compile::compile(&document, &options).0
}

/// Subject, value and the last year of every observation.
fn results(plan: &Plan) -> Vec<(String, String, i32)> {
    plan.observations
        .iter()
        .map(|one| {
            let value = one.value.map(|value| value.to_string()).unwrap_or_default();
            (one.subject.clone(), value, one.period.map_or(0, |period| period.end))
        })
        .collect()
}

fn result(subject: &str, value: &str, year: i32) -> (String, String, i32) {
    (subject.to_owned(), value.to_owned(), year)
}

const BULLETIN: &str = "云岭市2024年国民经济和社会发展统计公报\n\n云岭市统计局\n\n2025年3月20日\n\n一、综合\n\n\
    全年粮食产量32.5万吨，比上年下降1.2%。年末常住人口210万人。\n";

#[test]
fn a_bulletin_gives_observations_of_its_year() {
    let plan = read(BULLETIN);
    assert_eq!(plan.kind, Some(DocumentKind::Bulletin));
    assert_eq!(plan.region.as_deref(), Some("云岭市"));
    assert_eq!(plan.period.map(|period| (period.start, period.end)), Some((2024, 2024)));
    assert!(plan.targets.is_empty(), "{:?}", plan.targets);
    assert_eq!(
        results(&plan),
        [result("粮食产量", "32.5", 2024), result("粮食产量", "-1.2", 2024), result("常住人口", "210", 2024)]
    );
}

#[test]
fn a_given_kind_goes_before_the_title() {
    let plan = read_as(BULLETIN, Some(DocumentKind::Other));
    assert_eq!(plan.kind, Some(DocumentKind::Other));
}

#[test]
fn a_work_report_gives_results_sums_and_aims() {
    let plan = read(
        "2026年云岭省政府工作报告\n\n——2026年1月20日在云岭省第十四届人民代表大会第四次会议上\n\n一、2025年工作回顾\n\n\
         全省生产总值增长5.4%，新增企业320家。\n\n二、“十四五”时期主要成就\n\n五年来，新建水库12座，森林覆盖率达到46%。\n\n\
         三、2026年重点工作\n\n生产总值增长5%左右，建设水库3座。\n",
    );
    assert_eq!(plan.kind, Some(DocumentKind::AnnualPlan));
    assert_eq!(plan.period.map(|period| (period.start, period.end)), Some((2026, 2026)));
    let spans: Vec<_> = plan
        .observations
        .iter()
        .map(|one| (one.subject.as_str(), one.period.map(|period| (period.start, period.end))))
        .collect();
    assert_eq!(
        spans,
        [
            ("生产总值", Some((2025, 2025))),
            ("新增企业", Some((2025, 2025))),
            ("新建水库", Some((2021, 2025))),
            ("森林覆盖率", Some((2025, 2025))),
        ]
    );
    let aims: Vec<_> = plan.targets.iter().map(|one| (one.subject.as_str(), one.implied_year)).collect();
    assert_eq!(aims, [("生产总值", Some(2026)), ("水库", Some(2026))]);
}

#[test]
fn thresholds_of_a_policy_are_no_targets() {
    let plan = read(
        "云岭市支持工业发展的若干政策\n\n一、支持范围\n\n年产值达到2亿元的企业，给予50万元奖励，租金补贴最高不超过30%。\n",
    );
    assert_eq!(plan.kind, Some(DocumentKind::Policy));
    assert!(plan.targets.is_empty(), "{:?}", plan.targets);
}

#[test]
fn what_belongs_to_one_work_is_a_field_of_it() {
    let plan = read(
        "云岭市国民经济和社会发展第十五个五年规划纲要\n\n第一章 基础设施\n\n专栏1 水利工程\n\n\
         1．东溪水库：位于东溪县，总库容1.2亿立方米，总投资9.5亿元，建设期2026—2029年。\n\
         2．南山灌区：位于南山县，灌溉面积8万亩，总投资3.1亿元，建设期2027—2030年。\n\n第二章 保障\n\n加强领导。\n",
    );
    let works: Vec<_> = plan
        .projects
        .iter()
        .map(|work| {
            let money = work.investment.as_ref().map(|money| format!("{}{}", money.value, money.unit));
            (
                work.name.as_str(),
                money.unwrap_or_default(),
                work.start_year,
                work.end_year,
                work.place.as_str(),
            )
        })
        .collect();
    assert_eq!(
        works,
        [
            ("东溪水库", "9.5亿元".to_owned(), Some(2026), Some(2029), "东溪县"),
            ("南山灌区", "3.1亿元".to_owned(), Some(2027), Some(2030), "南山县"),
        ]
    );
    assert!(plan.targets.is_empty(), "{:?}", plan.targets);
}
