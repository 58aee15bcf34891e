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
fn what_is_said_of_places_and_words_is_no_work() {
    for text in [
        // What a place is to become, or what part it plays among others.
        "把全市建成全国重要的竹制品生产基地。",
        "大力发展林果业，成为全省最大的苹果生产基地。",
        "全面打造区域性医疗中心，建成全省区域性文化产业中心。",
        "打造以水产为主的中国北方最大的水产品交易集散地。",
        // What a word means, what is held in bounds, what is leant on for its sights.
        "“两翼齐飞”是指依托东湖产业园、北山科技城，实施“暖心”工程。",
        "在湖库流域实施总氮总量控制，包括：云岭县北山水库，东湖县南山水库。",
        "依托东湖公园、北山度假区等重点景区，加强宣传。",
        // What a list holds that is no list of works.
        "推进东湖经济带、北山经济带等区域发展。",
        "重点解决东湖控制系统、北山监测系统等关键技术。",
        "形成以东湖街、北山路为代表的云岭特色餐饮街。",
        // Kinds beside kinds, and heads whose front stands in other members.
        "打造优势农产品生产基地、加工基地和物流基地。",
        "建设覆盖市、县电商基地。",
        "开展汽车制造、生物医药等行业供应链示范试点。",
        "推进龙头企业和项目建设。",
        "创建清洁生产示范园区。",
        "加强城市再生水系统建设，深化新时代文明实践中心建设。",
        "提升东湖度假区、北山度假区功能。",
        "引进“千人计划”、“万人计划”人才。",
        "积极融入“云岭经济走廊”建设。",
    ] {
        assert_eq!(names(&page(text)), Vec::<&str>::new(), "{text}");
    }
    for (text, expected) in [
        ("推进“云岭太阳能电池研发中心”建设。", vec!["云岭太阳能电池研发中心"]),
        ("实施“6921工程”。", vec!["6921工程"]),
        ("建设钛系、锰系和钼系特种金属冶炼基地。", vec!["钛系、锰系和钼系特种金属冶炼基地"]),
        ("打造以水产为主的东湖水产城。", vec!["东湖水产城"]),
        ("推进东湖水库、云岭港等一批强基础的重大项目建设。", vec!["东湖水库", "云岭港"]),
        ("以云岭食品生产项目为依托，打造健康食品产业基地。", vec!["云岭食品生产项目", "健康食品产业基地"]),
        ("建设成为国家级现代农业科技示范区。", vec!["国家级现代农业科技示范区"]),
    ] {
        assert_eq!(names(&page(text)), expected, "{text}");
    }
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

/// Names with the beginning of the reason why a person is asked about them; empty where nobody is.
fn asked(sentences: &str) -> Vec<(String, String)> {
    let plan = document(&format!("{TITLE}\n\n第一章 发展\n\n第一节 建设\n\n{sentences}\n")).0;
    let of = |project: &plan::Project| {
        let name = if project.name_full.is_empty() { &project.name } else { &project.name_full };
        let reason = project.provenance.doubt.as_ref().map_or("", |doubt| doubt.reason.as_str());
        (name.clone(), reason.chars().take(6).collect())
    };
    plan.projects.iter().map(of).collect()
}

#[test]
fn what_may_be_no_project_waits_to_be_confirmed() {
    for (sentence, expected) in [
        ("建设东山产业园。", vec![("东山产业园", "")]),
        ("依托北湖产业园，壮大冶金产业。", vec![("北湖产业园", "文中只说依托")]),
        ("深化东山示范区建设。", vec![("东山示范区", "文中只说做强")]),
        ("打造健康食品产业基地。", vec![("健康食品产业基地", "可能是地方或")]),
        ("新组建省实验室、产业创新研究院等10家以上。", vec![("省实验室", "没有自己的名")]),
        ("实施产业创新工程。", vec![("产业创新工程", "可能是政策性")]),
        ("实施东山供水工程。", vec![("东山供水工程", "")]),
        // What a city builds is one thing; what somebody else is helped to build, or a place is to be among others, is asked about.
        ("高标准建设产学研转化基地。", vec![("产学研转化基地", "")]),
        ("建设特色文化旅游休闲服务集聚区。", vec![("特色文化旅游休闲服务集聚区", "")]),
        ("支持东山粮油有限公司建设优质稻订单基地。", vec![("优质稻订单基地", "可能是地方或")]),
        (
            "建设沿江先进材料制造基地、南部科技创新节点、山水文化旅游目的地。",
            vec![("沿江先进材料制造基地", "可能是地方或")],
        ),
        (
            "打造智能装备、绿色食品两大先进制造业集群。",
            vec![("智能装备先进制造业集群", "可能是产业或"), ("绿色食品先进制造业集群", "可能是产业或")],
        ),
        ("开展生态补偿机制改革试点。", vec![("生态补偿机制改革试点", "可能是政策试")]),
        ("开展退耕还湿试点。", vec![("退耕还湿试点", "")]),
        ("实施青年人才培育行动。", vec![("青年人才培育行动", "可能是政策性")]),
        ("实施农村人居环境整治提升行动。", vec![("农村人居环境整治提升行动", "")]),
        ("制定和实施青年人才培育行动计划。", vec![]),
        ("设立东山产业投资基金。", vec![("东山产业投资基金", "可能是资金安")]),
        ("设立东山产业投资基金，总投资5亿元。", vec![("东山产业投资基金", "")]),
    ] {
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(name, why): (&str, &str)| (name.into(), why.into())).collect();
        assert_eq!(asked(sentence), expected, "{sentence}");
    }
    // What the plan builds elsewhere is not only leant on.
    let twice = asked("依托东山县北湖产业园，壮大冶金产业。\n\n加快北湖产业园建设。");
    assert!(twice.iter().all(|(_, why)| why.is_empty()), "{twice:?}");
}

#[test]
fn lists_give_their_members_what_stands_behind_them() {
    for (sentence, expected) in [
        ("完成东山遗址、西岭石窟等一批重点维修工程。", vec!["东山遗址维修工程", "西岭石窟维修工程"]),
        (
            "形成东山、西岭两个物流基地和北湖、南港两处货运站。",
            vec!["东山物流基地", "西岭物流基地", "北湖货运站", "南港货运站"],
        ),
        ("推进东墩港等水利片外围泵闸建设。", vec![]),
        ("建设通边国道主干线。", vec![]),
    ] {
        let names: Vec<String> = asked(sentence).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, expected, "{sentence}");
    }
}
