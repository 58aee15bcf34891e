use crate::compiled::{TITLE, document, target};
use plan::{Nature, Plan};

fn with(table: &str) -> Plan {
    document(&format!("{TITLE}\n\n第一章 发展目标\n\n{table}\n\n第二章 其他\n\n其他内容。\n")).0
}

#[test]
fn roles_groups_units_and_natures() {
    let plan = with(
        "表1：“十四五”主要指标\n\n指标\t\t2020年\t2025年\t年均增长(%)\t属性\n经济发展\t\t\t\t\t\n\
         地区生产总值（亿元）\t\t360.5\t500\t6.5\t预期性\n\
         城镇化率\t常住人口城镇化率（%）\t58\t63\t—\t预期性\n\t户籍人口城镇化率（%）\t40\t46\t—\t约束性\n\
         生态文明\t\t\t\t\t\n单位地区生产总值能耗降低（%）\t\t—\t13.5\t—\t约束性\n新增建设用地（万亩）\t\t—\t按省下达任务完成\t—\t\n",
    );
    let rows: Vec<_> = plan
        .indicators
        .iter()
        .map(|row| {
            (row.name.as_str(), row.unit.as_str(), row.group.as_str(), row.parent.as_str(), row.nature)
        })
        .collect();
    let (open, bound) = (Some(Nature::Anticipated), Some(Nature::Binding));
    assert_eq!(
        rows,
        [
            ("地区生产总值", "亿元", "经济发展", "", open),
            ("常住人口城镇化率", "%", "经济发展", "城镇化率", open),
            ("户籍人口城镇化率", "%", "经济发展", "城镇化率", bound),
            ("单位地区生产总值能耗降低", "%", "生态文明", "", bound),
            ("新增建设用地", "万亩", "生态文明", "", bound),
        ]
    );
    let targets: Vec<_> = plan.targets.iter().map(target).collect();
    assert_eq!(
        targets,
        [
            "地区生产总值: level 500亿元 2025",
            "常住人口城镇化率: share 63% 2025",
            "户籍人口城镇化率: share 46% 2025",
            "单位地区生产总值能耗降低: change 13.5% 2025",
            "新增建设用地: level 按省下达任务完成万亩 2025",
        ]
    );
    assert_eq!(plan.targets[0].rate.unwrap().to_string(), "6.5");
    assert_eq!(plan.observations[0].value.unwrap().to_string(), "360.5");
}

/// Of a rate the growth column holds the value where the year's own cell is a dash.
#[test]
fn rates_aimed_at_in_the_growth_column() {
    let plan = with(
        "表1：“十四五”主要指标\n\n指标\t2020年\t2025年\t年均增长\t属性\n\
         地区生产总值增长（%）\t4.1\t—\t6左右\t预期性\n城镇登记失业率（%）\t3.6\t—\t＜4\t预期性\n\
         单位地区生产总值能耗降低（%）\t—\t—\t〔14〕\t约束性\n粮食产量（万吨）\t30\t—\t2\t预期性\n",
    );
    let targets: Vec<_> = plan.targets.iter().map(target).collect();
    assert_eq!(
        targets,
        [
            "地区生产总值增长: growth_rate approx 6% 2025",
            "城镇登记失业率: share lt 4% 2025",
            "单位地区生产总值能耗降低: change 14% 2025",
            "粮食产量: level —万吨 2025",
        ]
    );
}

/// Rows of regions speak of the indicator that the caption names.
#[test]
fn one_indicator_by_region() {
    let plan = with(
        "表2：各县（区）绿化覆盖率目标\n\n县（区）\t2020年\t2025年\n东川县\t38.2%\t40%\n西山区\t45%\t46%\n合计\t41%\t42%\n",
    );
    let targets: Vec<_> = plan.targets.iter().map(target).collect();
    assert_eq!(
        targets,
        [
            "绿化覆盖率: share 40% 2025 [东川县]",
            "绿化覆盖率: share 46% 2025 [西山区]",
            "绿化覆盖率: share 42% 2025",
        ]
    );
    let regions: Vec<_> = plan.observations.iter().map(|seen| seen.region.as_str()).collect();
    assert_eq!((plan.indicators.len(), regions), (1, vec!["东川县", "西山区", ""]));
}

#[test]
fn yearly_columns_are_a_schedule() {
    let plan = with(
        "表2：节能目标分解\n\n指标\t单位\t2021年\t2022年\t2023年\t2025年\t责任单位\n\
         能源消费总量\t万吨标准煤\t100\t110\t120\t140\t市发展改革委\n煤炭消费量\t万吨\t50\t48\t46\t40\t市发展改革委、市生态环境局\n",
    );
    let schedule: Vec<_> = plan.schedule.iter().map(|part| (part.year, part.value.to_string())).collect();
    assert_eq!(schedule[..3], [(2021, "100".into()), (2022, "110".into()), (2023, "120".into())]);
    assert_eq!(plan.targets.len(), 2);
    let bodies: Vec<_> = plan.bodies.iter().map(|body| body.name.as_str()).collect();
    assert_eq!(bodies, ["市发展改革委", "市生态环境局"]);
    assert_eq!(plan.assignments.len(), 3);
}

#[test]
fn tables_of_projects() {
    let plan = with(
        "表3：重点项目\n\n序号\t项目名称\t建设内容\t总投资（亿元）\t牵头单位\n1\t云岭水库\t新建大坝\t12.5\t市水利局\n2\t东湖大桥\t新建桥梁\t3\t市交通运输局\n",
    );
    let projects: Vec<_> = plan
        .projects
        .iter()
        .map(|project| {
            (
                project.name.as_str(),
                project.quantities[0].value.to_string(),
                project.quantities[0].unit.as_str(),
            )
        })
        .collect();
    assert_eq!(projects, [("云岭水库", "12.5".to_owned(), "亿元"), ("东湖大桥", "3".to_owned(), "亿元")]);
    assert_eq!(plan.assignments.len(), 2);
}

#[test]
fn tables_of_duties() {
    let plan = with(
        "表1：主要指标\n\n指标\t2020年\t2025年\n森林覆盖率（%）\t40\t45\n耕地保有量（万亩）\t300\t300\n\n\
         表2：责任分工\n\n指标\t牵头单位\t配合单位\n森林覆盖率\t市林业局\t市财政局\n耕地保有量\t市自然资源局\t市农业农村局\n",
    );
    let roles: Vec<_> = plan.assignments.iter().map(|one| (one.item.clone(), one.role.name())).collect();
    let of = |index: usize| plan::Item::Indicator(plan.indicators[index].id.clone());
    assert_eq!(roles, [(of(0), "lead"), (of(0), "support"), (of(1), "lead"), (of(1), "support")]);
    assert!(plan.projects.is_empty());
}

#[test]
fn a_head_that_says_nothing_is_told() {
    let text = format!(
        "{TITLE}\n\n第一章 目标\n\n表4：对照\n\n甲\t乙\t丙\n1\t2\t3\n4\t5\t6\n\n第二章 其他\n\n其他内容。\n"
    );
    let (plan, diagnostics) = document(&text);
    assert!(plan.targets.is_empty());
    assert!(diagnostics.iter().any(|found| found.rule == "table-not-understood"), "{diagnostics:?}");
}

/// What became of the last plan is of the past, and what had been planned is no commitment of this one.
#[test]
fn completion_of_the_last_plan() {
    let plan = with(
        "表1 “十三五”主要指标完成情况\n\n序号\t指标\t单位\t规划目标\t2020年实际\t完成率（%）\n\
         1\t用水总量①\t亿吨\t1.9\t1.8\t105.6\n2\t新增就业\t万人\t〔3〕\t〔3.2〕\t106.7\n",
    );
    assert!(plan.targets.is_empty());
    let figures: Vec<_> = plan
        .observations
        .iter()
        .map(|o| (o.subject.as_str(), o.value.unwrap().to_string(), o.year, o.status.unwrap()))
        .collect();
    let (year, planned, actual) = (Some(2020), plan::Status::Planned, plan::Status::Preliminary);
    assert_eq!(
        figures,
        [
            ("用水总量", "1.9".to_owned(), year, planned),
            ("用水总量", "1.8".to_owned(), year, actual),
            ("新增就业", "3".to_owned(), year, planned),
            ("新增就业", "3.2".to_owned(), year, actual),
        ]
    );
}

/// The columns of a yearly plan: what was, what had been planned, what is expected, what is planned next.
#[test]
fn yearly_plan() {
    let text = "云岭市2025年国民经济和社会发展计划\n\n表1 主要指标\n\n\
                指标\t单位\t2023年实际\t2024年计划\t2024年预计\t2025年计划\n用水总量\t亿吨\t1.9\t1.8\t1.85\t1.7\n\
                普及率\t%\t90\t92\t93\t95\n";
    let plan = document(text).0;
    let targets: Vec<_> = plan.targets.iter().map(target).collect();
    assert_eq!(targets, ["用水总量: level 1.7亿吨 2025", "普及率: share 95% 2025"]);
    let figures: Vec<_> =
        plan.observations.iter().take(3).map(|o| (o.year.unwrap(), o.status.unwrap().name())).collect();
    assert_eq!(figures, [(2023, "preliminary"), (2024, "planned"), (2024, "estimate")]);
}

#[test]
fn parts_numbers_and_marks() {
    let plan = with(
        "表1 “十四五”主要指标\n\n指标\t2020年\t2025年\t〔累计〕\n11.人均收入（元）\t30000\t40000\t-\n\
         其中：城镇人均收入（元）\t40000\t50000\t-\n12.3岁以下婴幼儿入托率（%）\t10\t20\t〔10〕\n13.发明拥有量1（件）\t2\t3\t[累计新增1]\n",
    );
    let rows: Vec<_> = plan.indicators.iter().map(|row| (row.name.as_str(), row.parent.as_str())).collect();
    assert_eq!(
        rows,
        [("人均收入", ""), ("城镇人均收入", "人均收入"), ("3岁以下婴幼儿入托率", ""), ("发明拥有量", "")]
    );
    let rates: Vec<_> = plan.targets.iter().filter_map(|t| t.rate).map(|rate| rate.to_string()).collect();
    assert_eq!(rates, ["10", "1"]);
}

/// The value of a rate stands in the column of growth; the dash in the column of the year is kept as its words.
#[test]
fn dashes_beside_a_rate_are_kept() {
    let text = format!(
        "{TITLE}\n\n第一章 发展目标\n\n表1 主要指标\n\n指标\t2020年\t2025年\t〔累计〕\t属性\n用水量下降（%）\t-\t-\t〔18〕\t约束性\n\
         供水普及率（%）\t90\t95\t-\t预期性\n"
    );
    let (plan, _) = document(&text);
    let said: Vec<_> =
        plan.targets.iter().map(|t| (t.value.map(|v| v.to_string()), t.value_text.as_str())).collect();
    assert_eq!(said, [(Some("18".to_owned()), "-"), (Some("95".to_owned()), "")]);
}

#[test]
fn works_of_a_plain_text_with_several_figures_in_a_cell() {
    let plan = with(
        "附表1 水网项目表\n序号 项目名称 建设\n性质\n建设地点 主要建设内容和规模 建设年限 总投资\n（亿元）\n“十四五”\n投资（亿元）\n\
         一、水源工程（3项）\n\
         1 青石水库 新建 北山县 总库容1.2亿立方米；年供水量6100万立方米 2021—2025 28.6 28.6\n\
         2 白沙水库扩建 扩建 南河县 新增库容3300万立方米；坝高提高8米 2021—2024 9.45 9.45\n\
         3 云岭水库 续建 北山县 总库容4500万立方米；灌溉面积8.1万亩 2018—2022 12.3 6.8\n\
         小计 50.35 44.85\n",
    );
    let works: Vec<_> = plan
        .projects
        .iter()
        .map(|work| {
            let money = |sum: &Option<plan::Quantity>| sum.as_ref().map(|sum| sum.value.to_string());
            (
                work.name.as_str(),
                work.start_year,
                work.end_year,
                money(&work.investment),
                money(&work.period_investment),
            )
        })
        .collect();
    let sum = |value: &str| Some(value.to_owned());
    assert_eq!(
        works,
        [
            ("青石水库", Some(2021), Some(2025), sum("28.6"), sum("28.6")),
            ("白沙水库扩建", Some(2021), Some(2024), sum("9.45"), sum("9.45")),
            ("云岭水库", Some(2018), Some(2022), sum("12.3"), sum("6.8")),
        ]
    );
    assert!(plan.targets.is_empty(), "a cell of a work states no target: {:?}", plan.targets);
}
