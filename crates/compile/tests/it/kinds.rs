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

#[test]
fn an_evaluation_tells_what_was_reached_and_what_is_proposed() {
    let plan = read(
        "云岭县国民经济和社会发展“十四五”规划\n实施情况中期评估报告\n\n（2024年5月）\n\n现将2021—2023年实施情况报告如下。\n\n\
         一、总体评价\n\n《纲要》部署的工程中，已完工21项、在建48项。\n\n\
         二、主要任务和重大工程进展\n\n（一）产业转型。竹木加工产值达到46亿元。\n\n\
         三、指标调整建议\n\n（一）社会消费品零售总额。建议2025年目标由100亿元调整为95亿元。\n",
    );
    assert_eq!(plan.kind, Some(DocumentKind::Evaluation));
    assert_eq!(plan.title, "云岭县国民经济和社会发展“十四五”规划实施情况中期评估报告");
    let reached = results(&plan);
    assert!(reached.contains(&result("竹木加工产值", "46", 2023)), "{reached:?}");
    assert_eq!(reached.len(), 3, "{reached:?}");
    let aims: Vec<_> = plan
        .targets
        .iter()
        .map(|one| (one.subject.as_str(), one.value.map(|value| value.to_string())))
        .collect();
    let of = |value: &str| ("社会消费品零售总额", Some(value.to_owned()));
    assert_eq!(aims, [of("100"), of("95")], "the old aim and the proposed one");
}

#[test]
fn the_cells_of_a_division_say_what_is_to_be_done() {
    let plan = read(
        "2026年云岭市重点任务分工方案\n\n一、推进科技创新\n\n序号\t重点任务\t牵头单位\t配合单位\t完成时限\n\
         1\t净增高新技术企业50家，组建创新联合体\t市科技局\t市税务局、市财政局\t12月底\n\
         2\t新建充电桩2000个\t市发展改革委\t市供电公司\t10月底\n\
         3\t建成市中试服务平台\t市科技局\t市财政局\t10月底\n",
    );
    assert_eq!(plan.kind, Some(DocumentKind::Division));
    let aims: Vec<_> = plan.targets.iter().map(|one| (one.unit.as_str(), one.implied_year)).collect();
    assert_eq!(aims, [("家", Some(2026)), ("个", Some(2026))], "{:?}", plan.targets);
    let leads = plan.assignments.iter().filter(|one| one.role == plan::AssignmentRole::Lead).count();
    assert!(leads >= 3 && plan.assignments.len() > leads, "{:?}", plan.assignments);
    assert!(
        plan.projects.iter().all(|one| one.provenance.origin != plan::Origin::Table),
        "tasks are no works"
    );
}

#[test]
fn what_a_monthly_note_aims_at_is_no_result() {
    let plan = read(
        "云岭市2026年7月经济运行情况\n\n一、总体情况\n\n1—7月，规模以上工业增加值同比增长6.9%。\n\n\
         二、下步工作建议\n\n全年新增规模以上工业企业40家。\n",
    );
    assert_eq!(plan.kind, Some(DocumentKind::Bulletin));
    assert_eq!((plan.observations.len(), plan.targets.len()), (1, 1), "{:?}", plan.targets);
}

#[test]
fn the_tables_of_a_bulletin_hold_results() {
    let plan = read(
        "云岭市2024年国民经济和社会发展统计公报\n\n一、农业\n\n表1 2024年主要农产品产量及其增长速度\n\n\
         产品名称\t产量（万吨）\t比上年增长（%）\n粮食\t129.1\t0.5\n#稻谷\t88.4\t-1.2\n水产品\t17.2\t4.4\n\n\
         表2 2024年居民消费价格比上年涨跌幅度\n\n指标\t全市\t城市\t农村\n居民消费价格\t0.1\t0.2\t-0.1\n食品烟酒\t-0.6\t-0.5\t-0.8\n\n\
         表3 2024年学生情况\n\n指标\t学校数（所）\t在校生数（万人）\n普通小学\t312\t21.4\n幼儿园\t508\t7.3\n",
    );
    let told: Vec<_> = plan
        .observations
        .iter()
        .map(|one| {
            let value = one.value.map(|value| value.to_string()).unwrap_or_default();
            format!("{}{}: {} {value}{}", one.region, one.subject, one.measure.name(), one.unit)
        })
        .collect();
    assert_eq!(
        told,
        [
            "粮食: level 129.1万吨",
            "粮食: growth_rate 0.5%",
            "稻谷: level 88.4万吨",
            "稻谷: growth_rate -1.2%",
            "水产品: level 17.2万吨",
            "水产品: growth_rate 4.4%",
            "居民消费价格: growth_rate 0.1%",
            "城市居民消费价格: growth_rate 0.2%",
            "农村居民消费价格: growth_rate -0.1%",
            "食品烟酒: growth_rate -0.6%",
            "城市食品烟酒: growth_rate -0.5%",
            "农村食品烟酒: growth_rate -0.8%",
            "普通小学学校数: count 312所",
            "普通小学在校生数: level 21.4万人",
            "幼儿园学校数: count 508所",
            "幼儿园在校生数: level 7.3万人",
        ]
    );
    assert!(plan.observations.iter().all(|one| one.period.is_some_and(|period| period.end == 2024)));
}
