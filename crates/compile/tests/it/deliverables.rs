use crate::compiled::{TITLE, document, page};
use plan::Plan;

fn boxed(lines: &str) -> Plan {
    document(&format!("{TITLE}\n\n第一章 重点工程\n\n一、工程\n\n加快项目建设。\n\n专栏1：重点项目\n\n{lines}\n\n第二章 其他\n\n其他内容。\n")).0
}

fn names(plan: &Plan) -> Vec<&str> {
    plan.projects.iter().map(|project| project.name.as_str()).collect()
}

#[test]
fn boxes_hold_lists_of_works() {
    for (line, expected) in [
        (
            "1、物流项目：东湖物流园、北山冷链中心（一期、二期）和云岭保税物流中心等项目。",
            vec!["东湖物流园", "北山冷链中心（一期、二期）", "云岭保税物流中心"],
        ),
        (
            "1、化工项目：某公司年产20万吨聚丙烯和5万吨助剂、油页岩利用。",
            vec!["某公司年产20万吨聚丙烯和5万吨助剂", "油页岩利用"],
        ),
        ("1、铁路项目：东线铁路和西线铁路扩能、北站改造。", vec!["东线铁路和西线铁路扩能", "北站改造"]),
        (
            "1、基地建设：以资源开发为基础，重点建设精深加工、技术研发、产品集散三大基地和公共交易平台。",
            vec!["精深加工", "技术研发", "产品集散", "公共交易平台"],
        ),
        (
            "培育50家成长企业：到2025年，营业收入亿元以上企业达到5户，东湖新区和北山新区分别培育成长企业20户和10户。",
            vec!["营业收入亿元以上企业", "东湖新区", "北山新区"],
        ),
        ("1．管网改造工程。新建污水管网40公里，改造老旧管网25公里。", vec!["管网改造工程"]),
        (
            "（一）污水处理。城东污水处理厂三期、沙河镇污水处理站。",
            vec!["城东污水处理厂三期", "沙河镇污水处理站"],
        ),
        ("1．铁路。建成云岭至北山高铁，实施支线提质工程60公里。", vec!["云岭至北山高铁", "支线提质工程"]),
        ("1．机场。云岭机场扩建工程，旅客吞吐能力达到80万人次。", vec!["云岭机场扩建工程"]),
        ("1．东湖算力中心项目：总投资6亿元，建设3000机柜。", vec!["东湖算力中心项目"]),
        ("（1）安居工程：五年新增公寓2000套，建设示范社区4个。", vec!["安居工程"]),
        ("1．设备。对水泵、闸门等设施进行升级改造。", vec![]),
        ("1．重点开发区域：包括东湖区、北山县，打造临港产业基地。", vec![]),
        ("注：按2020年普查结果核定。", vec![]),
    ] {
        assert_eq!(names(&boxed(line)), expected, "{line}");
    }
}

#[test]
fn capacities_and_restored_names() {
    let plan = boxed(
        "1、热源：东湖、北山热源厂。\n\n2、产能：某厂年产30万件光学元件。\n\n3、四大基地：种苗、加工、仓储、检测四大基地。",
    );
    let full: Vec<_> = plan.projects.iter().map(|project| project.name_full.as_str()).collect();
    assert_eq!(full, ["东湖热源厂", "", "", "种苗基地", "加工基地", "仓储基地", "检测基地"]);
    let quantity = &plan.projects[2].quantities[0];
    assert_eq!(
        (quantity.value.to_string().as_str(), quantity.unit.as_str(), quantity.what.as_str()),
        ("30", "万件/年", "光学元件")
    );
    assert_eq!((plan.projects[0].box_number.as_str(), plan.projects[0].category.as_str()), ("1", "热源"));
}

#[test]
fn names_in_prose() {
    for (text, expected) in [
        ("推进东湖湿地公园和北山森林公园建设。", vec!["东湖湿地公园", "北山森林公园"]),
        (
            "依托云岭经济开发区，打造省内最大的竹制品加工基地。",
            vec!["云岭经济开发区", "省内最大的竹制品加工基地"],
        ),
        ("实施“暖心”工程、农村电网改造工程。", vec!["“暖心”工程", "农村电网改造工程"]),
        ("建设光电、医药、食品3个产业园。", vec!["光电", "医药", "食品"]),
        ("建设以水产交易为主的滨湖水产城。", vec!["滨湖水产城"]),
        ("推进云岭、北山等风电场项目。", vec!["云岭", "北山"]),
        ("建设东山北坡、西河南岸等6项110千伏输变电工程。", vec!["东山北坡", "西河南岸"]),
        ("建设城东、城西热源厂。", vec!["城东", "城西热源厂"]),
        ("加快入户改造和开展数字乡村工程。", vec!["数字乡村工程"]),
        ("建设好东湖教育资源服务平台。", vec!["东湖教育资源服务平台"]),
        ("开工建设云岭天然气管道工程建设。", vec!["云岭天然气管道工程"]),
        ("加强各类园区管理，开拓国内外市场。", vec![]),
        ("严格控制新建地下取水工程。", vec![]),
        ("推进云岭机场与城际铁路衔接。", vec![]),
        ("发展公办幼儿园，建设现代化园区。", vec![]),
        ("落实关于“一带一路”的部署，推进“一带一路”建设。", vec![]),
    ] {
        assert_eq!(names(&page(text)), expected, "{text}");
    }
    let plan = crate::compiled::review("云岭立交桥、北山路、东湖大道东延路竣工通车。");
    assert_eq!(names(&plan), ["云岭立交桥", "北山路", "东湖大道东延路"]);
    let plan = page("适时启动北山机场建设。");
    assert_eq!(plan.projects[0].stage, "conditional");
}

#[test]
fn kinds_are_no_works() {
    for text in [
        "建设工业园区、加油站和智慧回收站。",
        "完善城市燃气管网、天然气储气库、调峰站等基础设施。",
        "建设一批收益稳定的“造血”项目。",
        "新建50座左右中型水库。",
        "实施市级重点项目268个。",
        "加快培育数据要素市场，健全劳动力市场。",
        "在云岭老街、北山老城等地区开展更新。",
        "鼓励企业建设研发服务平台。",
        "有序开展污染场地治理工程。",
        "发挥东湖大学、北山学院等高校的集聚作用。",
    ] {
        assert_eq!(names(&page(text)), Vec::<&str>::new(), "{text}");
    }
    for (text, expected) in [
        ("支持北山港设立保税物流中心。", vec!["保税物流中心"]),
        ("实施文化惠民工程、污染治理工程。", vec!["文化惠民工程"]),
        ("完成东山路和北环西路地下综合管廊建设。", vec!["东山路", "北环西路地下综合管廊"]),
        ("打造健康食品产业基地。", vec!["健康食品产业基地"]),
    ] {
        assert_eq!(names(&page(text)), expected, "{text}");
    }
    // What a city builds once, the nation builds everywhere.
    let nation = |text: &str| {
        let plan =
            document(&format!("全国健康产业发展第十三个五年规划\n\n第一章 任务\n\n一、任务\n\n{text}\n")).0;
        plan.projects.len()
    };
    assert_eq!(nation("打造健康食品产业基地。"), 0);
    assert_eq!(nation("建设国家健康食品检测中心。"), 1);
}

#[test]
fn a_preamble_sets_no_tasks() {
    let (plan, _) = document(&format!(
        "{TITLE}\n\n本纲要是推动云岭发展的行动指南。推进各项建设。\n\n第一章 任务\n\n积极推进电网改造，根据《云岭市旅游发展规划》等文件要求，完善制度。\n"
    ));
    let tasks: Vec<_> = plan.tasks.iter().map(|task| task.object.as_str()).collect();
    assert_eq!(tasks, ["电网改造", "制度"]);
}

#[test]
fn clauses_led_by_a_verb_are_tasks() {
    let plan = page(
        "产业创新。大力培育和发展新兴产业，打造集研发、孵化于一体，面向全省的创新平台。依托高校，组建产业联盟。到2024年，引进人才100名。",
    );
    let tasks: Vec<_> = plan
        .tasks
        .iter()
        .map(|task| {
            (task.lead.as_str(), task.verb.as_str(), task.object.as_str(), task.quantified, task.deadline)
        })
        .collect();
    assert_eq!(
        tasks,
        [
            ("产业创新", "培育和发展", "新兴产业", false, None),
            ("产业创新", "打造", "集研发、孵化于一体，面向全省的创新平台", false, None),
            ("产业创新", "组建", "产业联盟", false, None),
            ("产业创新", "引进", "人才100名", true, Some(2024)),
        ]
    );
}

/// What was read of the first work: years, money within the plan and in all, stage, kind of building, phase.
fn told(plan: &Plan) -> String {
    let project = &plan.projects[0];
    let year = |year: Option<i32>| year.map_or("-".to_owned(), |year| year.to_string());
    let money = |money: &Option<plan::Quantity>| {
        money.as_ref().map_or("-".to_owned(), |money| format!("{}{}", money.value, money.unit))
    };
    [
        project.name.clone(),
        year(project.start_year),
        year(project.end_year),
        money(&project.investment),
        money(&project.period_investment),
        project.stage.clone(),
        project.work.clone(),
        project.phase.clone(),
    ]
    .join(" ")
}

#[test]
fn what_a_sentence_says_of_one_work() {
    for (text, expected) in [
        ("到2028年建成云岭大桥。", "云岭大桥 - 2028 - - planned  "),
        ("到2028年，建成云岭大桥。", "云岭大桥 - 2028 - - planned  "),
        ("2026年开工建设云岭大桥，力争2029年建成通车。", "云岭大桥 2026 2029 - - planned  "),
        ("建设云岭抽水蓄能电站，总投资76亿元，2031年投产。", "云岭抽水蓄能电站 - 2031 76亿元 - planned  "),
        ("推进总投资7.6亿元的云岭物流园建设。", "云岭物流园 - - 7.6亿元 - planned  "),
        ("建设云岭物流园（2026—2028年，计划总投资约7.6亿元）。", "云岭物流园 2026 2028 7.6亿元 - planned  "),
        ("建设云岭物流园，总投资9亿元，“十四五”期间完成投资6亿元。", "云岭物流园 - - 9亿元 6亿元 planned  "),
        ("续建云岭物流园二期工程。", "云岭物流园二期工程 - - - - ongoing 续建 二期"),
        ("继续实施云岭灌区改造工程。", "云岭灌区改造工程 - - - - ongoing 改造 "),
        ("开展云岭机场前期工作。", "云岭机场 - - - - preparation  "),
        ("谋划建设云岭机场。", "云岭机场 - - - - reserve  "),
        // Money and years of a list are of no one work.
        ("建设云岭大桥、北山物流园，总投资20亿元。", "云岭大桥 - - - - planned  "),
        ("完成固定资产投资76亿元，建设云岭大桥。", "云岭大桥 - - - - planned  "),
        ("到2028年，城镇化率达到65%，建设云岭大桥。", "云岭大桥 - - - - planned  "),
    ] {
        assert_eq!(told(&page(text)), expected, "{text}");
    }
    for (text, stage) in [
        ("云岭大桥竣工通车。", "operating"),
        ("云岭大桥开工建设。", "started"),
        ("云岭热源厂主体完工。", "ongoing"),
        ("云岭大桥竣工。", "completed"),
    ] {
        assert_eq!(crate::compiled::review(text).projects[0].stage, stage, "{text}");
    }
}

#[test]
fn what_a_box_says_of_its_works() {
    let plan = boxed("1、续建项目：东湖物流园、北山大道三期。\n\n2、交通项目：云岭大道新建工程、云岭环路。");
    let told: Vec<_> =
        plan.projects.iter().map(|one| (one.stage.as_str(), one.work.as_str(), one.phase.as_str())).collect();
    assert_eq!(told, [("ongoing", "", ""), ("ongoing", "", "三期"), ("planned", "新建", ""), ("", "", "")]);
}

#[test]
fn renewals_of_named_things_are_works() {
    for (text, expected) in [
        (
            "建设东山至西岭铁路扩能改造、云岭至北山铁路电气化改造项目。",
            vec!["东山至西岭铁路扩能改造", "云岭至北山铁路电气化改造项目"],
        ),
        ("推进东湖区、西湖区城中村改造。", vec!["东湖区", "西湖区城中村改造"]),
        ("推进城中村和危旧房改造。", vec![]),
        ("建设云岭音乐厅、市美术馆。", vec!["云岭音乐厅", "市美术馆"]),
        ("推进云岭生活垃圾填埋场的建设步伐。", vec!["云岭生活垃圾填埋场"]),
        ("加强东部产业带建设。", vec!["东部产业带"]),
        ("推进二期工程，制定任务计划。", vec![]),
    ] {
        assert_eq!(names(&page(text)), expected, "{text}");
    }
}
