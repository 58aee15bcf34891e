use crate::compiled::{commitments, page, results, review};

fn check(cases: &[(&str, &[&str])], read: fn(&str) -> Vec<String>) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

/// What a change of the past began with is dated by the text or not at all.
#[test]
fn starts_without_a_year() {
    let plan = review("细颗粒物浓度由52微克/立方米降至36微克/立方米。");
    let periods: Vec<_> =
        plan.observations.iter().map(|o| (o.value.map(|v| v.to_string()), o.period.map(|p| p.end))).collect();
    assert_eq!(periods, [(Some("52".to_owned()), None), (Some("36".to_owned()), Some(2020))]);
}

/// How firm a figure is is kept where it is said, and nowhere else.
#[test]
fn what_is_not_stated_stays_empty() {
    let plan =
        review("2020年末常住人口达到82万人，预计粮食产量达到45万吨。初步核算，服务业增加值达到120亿元。");
    let said: Vec<_> = plan
        .observations
        .iter()
        .map(|figure| (figure.value.map(|value| value.to_string()), figure.status.map(plan::Status::name)))
        .collect();
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(
        said,
        [(value("82"), None), (value("45"), Some("estimate")), (value("120"), Some("preliminary"))]
    );
}

#[test]
fn subject_measure_and_bound() {
    check(
        &[
            (
                "到2025年，地区生产总值达到500亿元，年均增长6.5%左右。",
                &["地区生产总值: level 500亿元 2025", "地区生产总值: growth_rate approx 6.5% 2025"],
            ),
            (
                "森林覆盖率稳定在45%以上，城镇登记失业率控制在4%以内。",
                &["森林覆盖率: share ge 45%", "城镇登记失业率: share le 4%"],
            ),
            ("单位地区生产总值能耗降低13.5%。", &["单位地区生产总值能耗降低: change 13.5%"]),
            ("常住人口城镇化率提高5个百分点。", &["常住人口城镇化率提高: change 5个百分点"]),
            (
                "人均预期寿命提高1岁，达到80岁。",
                &["人均预期寿命提高: change 1岁", "人均预期寿命: level 80岁"],
            ),
            ("港口货物吞吐量突破亿吨。", &["港口货物吞吐量: level gt 1亿吨"]),
            ("三次产业结构调整为8:40:52。", &["三次产业结构: ratio 8:40:52"]),
            ("三分之一的社区建立日间照料站。", &["社区建立日间照料站: share 33.33%"]),
            ("60%以上的规模企业建立研发机构。", &["规模企业建立研发机构: share ge 60%"]),
            ("实际利用外资比“十三五”期间增加1.5倍。", &["实际利用外资: multiple 1.5倍"]),
            ("五年累计完成水利投资60亿元。", &["水利投资: cumulative 60亿元"]),
            ("每千人口执业医师数达到3.2人。", &["每千人口执业医师数: level 3.2人"]),
            ("接待游客达到800万人次。", &["接待游客: count 800万人次"]),
            ("城镇人口达到90万。", &["城镇人口: count 90万人"]),
            ("新增造林面积20万亩。", &["新增造林面积: change 20万亩"]),
            ("新增3万亩高效节水灌溉面积。", &["新增高效节水灌溉面积: change 3万亩"]),
            ("重点打造50万亩优质稻米生产基地。", &["优质稻米生产基地: level 50万亩"]),
            ("综合实力提升。主要目标:粮食产量达到80万吨。", &["粮食产量: level 80万吨"]),
            ("财政投入的事业经费人均达到30元。", &["财政投入的事业经费人均: level 30元"]),
            ("雨水管网清疏不得少于2次。", &["雨水管网清疏: count ge 2次"]),
            (
                "到2025年，按2020年价格计算的地区生产总值达到800亿元。",
                &["按2020年价格计算的地区生产总值: level 800亿元 2025"],
            ),
            ("到2025年，研发经费投入强度从1.2%提高到2.5%。", &["研发经费投入强度: share 2.5% 2025"]),
        ],
        commitments,
    );
}

#[test]
fn things_counted() {
    check(
        &[
            ("培育省级示范社20家、市级示范社80家。", &["省级示范社: count 20家", "市级示范社: count 80家"]),
            ("培育3-5家上市企业。", &["上市企业: count range 3-5家"]),
            ("关停5台机组和30台小锅炉。", &["关停机组: count 5台", "关停小锅炉: count 30台"]),
            ("建设云谷、东湖、北山3个产业园。", &["云谷、东湖、北山产业园: count 3个"]),
            (
                "建设新材料、装备制造、现代物流4大产业基地。",
                &["新材料、装备制造、现代物流产业基地: count 4个"],
            ),
            ("实施强链、补链、延链三大工程。", &["强链、补链、延链工程: count 3个"]),
            ("推动30%以上的农户实现电商经营。", &["农户实现电商经营: share ge 30%"]),
            ("新建公园8个，改扩建4个。", &["新建公园: count 8个", "改扩建公园: count 4个"]),
            ("积极争取上级支持新建冷库6座。", &["冷库: count 6座"]),
            ("争取上级支持兴建8座水闸。", &["水闸: count 8座"]),
            ("完成3至5个湖泊的生态调查。", &["湖泊的生态调查: count range 3-5个"]),
            ("充电桩达到每万人40个。", &["每万人充电桩: level 40个"]),
            ("水闸检测每2年不得少于1次。", &["水闸检测: count ge 1次"]),
            ("每个县至少建成专业市场2个。", &["专业市场: count ge 2个 [每个县]"]),
            ("培育12个年交易额亿元以上的专业市场。", &["年交易额亿元以上的专业市场: count 12个"]),
            ("营业收入10亿元以上企业达到6户。", &["营业收入10亿元以上企业: count 6户"]),
            ("新建220千伏变电站3座。", &["新建220千伏变电站: count 3座"]),
            ("全市7个县区全部通过验收。", &["县区通过验收: completion 7个 [全市]"]),
        ],
        commitments,
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of sentences and what each gives")]
fn lists_are_split() {
    check(
        &[
            (
                "养老保险、医疗保险、失业保险参保人数分别达到40万人、90万人和15万人。",
                &[
                    "养老保险参保人数: count 40万人",
                    "医疗保险参保人数: count 90万人",
                    "失业保险参保人数: count 15万人",
                ],
            ),
            (
                "农村和城镇居民人均可支配收入年均分别增长8%、7%。",
                &["农村居民人均可支配收入: growth_rate 8%", "城镇居民人均可支配收入: growth_rate 7%"],
            ),
            (
                "东湖新区和北山新区分别培育规模企业30户和20户。",
                &["规模企业: count 30户 [东湖新区]", "规模企业: count 20户 [北山新区]"],
            ),
            ("污水、垃圾处理率分别达到95%和98%。", &["污水处理率: share 95%", "垃圾处理率: share 98%"]),
            (
                "化学需氧量、氨氮排放量分别减少8%。",
                &["化学需氧量排放量减少: change 8%", "氨氮排放量减少: change 8%"],
            ),
            (
                "城镇居民收入5万元、农村居民收入3万元，年均分别增长6%和7%。",
                &[
                    "城镇居民收入: level 5万元",
                    "农村居民收入: level 3万元",
                    "城镇居民收入: growth_rate 6%",
                    "农村居民收入: growth_rate 7%",
                ],
            ),
            (
                "培育专精企业100家，其中东川县60家、北山县和古桥县各20家。",
                &[
                    "专精企业: count 100家",
                    "专精企业: count 60家 [东川县]",
                    "专精企业: count 20家 [北山县]",
                    "专精企业: count 20家 [古桥县]",
                ],
            ),
            ("供水、供气和供热普及率达到98%。", &["供水、供气和供热普及率: share 98%"]),
            (
                "骨干教师占比小学达到8%、初中达到12%。",
                &["骨干教师占比小学: share 8%", "骨干教师占比初中: share 12%"],
            ),
            ("轮岗医生不低于医生总数的15%。", &["轮岗医生占医生总数: share ge 15%"]),
            (
                "牧草面积达到6万亩，奶牛存栏达到3万头，年均分别增长5%和4%。",
                &[
                    "牧草面积: level 6万亩",
                    "奶牛存栏: count 3万头",
                    "牧草面积: growth_rate 5%",
                    "奶牛存栏: growth_rate 4%",
                ],
            ),
            (
                "推动茶叶、竹木两大产业产值分别达到30亿元和20亿元。",
                &["茶叶产值: level 30亿元", "竹木产值: level 20亿元"],
            ),
            (
                "新建标准茶园3万亩、改造提升2万亩。",
                &["新建标准茶园: cumulative 3万亩", "改造提升标准茶园: cumulative 2万亩"],
            ),
            ("改造水厂5座，惠及村民3万人。", &["改造水厂: count 5座", "改造水厂惠及村民: count 3万人"]),
        ],
        commitments,
    );
}

#[test]
fn what_a_clause_leaves_out() {
    check(
        &[
            (
                "培育农业产业化龙头企业，龙头企业达到200户，销售额达到80亿元。",
                &["农业产业化龙头企业: count 200户", "农业产业化龙头企业销售额: level 80亿元"],
            ),
            (
                "全市示范村达到300个，占行政村总数的40%。",
                &["示范村: count 300个 [全市]", "示范村占行政村总数: share 40% [全市]"],
            ),
            (
                "水利投入年均增长8%，占地区总支出的比重达到3%。",
                &["水利投入: growth_rate 8%", "水利投入占地区总支出的比重: share 3%"],
            ),
            (
                "各级投入的文化经费达到40元，其中省级达到10元。",
                &["各级投入的文化经费: level 40元", "各级投入的文化经费: level 10元 [省级]"],
            ),
            ("80%以上的规模企业，实现数字化改造。", &["规模企业数字化改造: share ge 80%"]),
        ],
        commitments,
    );
}

#[test]
fn years_govern_what_follows_them() {
    check(
        &[
            (
                "到2023年，绿化率达到40%；垃圾分类覆盖率达到90%。水质达标率达到95%。",
                &["绿化率: share 40% 2023", "垃圾分类覆盖率: share 90% 2023", "水质达标率: share 95%"],
            ),
            (
                "建成标准厂房20万平方米，2024年入驻企业达到50户。",
                &["标准厂房: level 20万平方米", "入驻企业: count 50户 2024"],
            ),
            ("“十四五”期间，完成造林15万亩。", &["造林: cumulative 15万亩"]),
        ],
        commitments,
    );
    let page = page("到2030年，非化石能源占比达到25%。");
    assert_eq!((page.targets[0].year, page.targets[0].implied_year), (Some(2030), None));
    let review = review("人均道路面积由2015年的10平方米增加到2020年的14平方米。");
    let years: Vec<_> = review.observations.iter().map(|seen| seen.year).collect();
    assert_eq!(years, [Some(2015), Some(2020)]);
}

#[test]
fn the_past_is_observed() {
    check(
        &[
            (
                "2020年，全市实现地区生产总值360.5亿元，年均增长5.2%。",
                &["地区生产总值: level 360.5亿元 2020", "地区生产总值: growth_rate 5.2% 2020"],
            ),
            ("取消12项审批事项，下放审批权限8项。", &["取消审批事项: count 12项", "下放审批权限: count 8项"]),
            ("86户国有企业完成改制。", &["国有企业完成改制: count 86户"]),
            (
                "五年累计完成水利投资60亿元，是“十二五”时期的1.8倍。",
                &["水利投资: cumulative 60亿元", "水利投资: multiple 1.8倍"],
            ),
            ("水稻产量连续五年稳定在20万吨以上。", &["水稻产量: level ge 20万吨"]),
        ],
        results,
    );
    let page = page("到2025年，研发经费投入强度从1.2%提高到2.5%。");
    assert_eq!(
        (page.observations[0].value.unwrap().to_string().as_str(), page.observations[0].year),
        ("1.2", None)
    );
    assert!(review("到2025年，全市人口达到100万人。").observations.is_empty());
}

#[test]
fn completion_without_a_number() {
    let page = page("实现农业保险全覆盖。行政村全部通达光纤。");
    let said: Vec<_> =
        page.targets.iter().map(|target| (target.subject.as_str(), target.value_text.as_str())).collect();
    assert_eq!(said, [("农业保险", "全覆盖"), ("行政村通达光纤", "全部")]);
}

#[test]
fn numbers_that_state_nothing() {
    for text in [
        "深入实施“8311”工程和“双百”计划。",
        "落实《云岭市城市总体规划（2018—2035年）》。",
        "水质达到Ⅲ类标准。",
        "重点发展千头牛场、500只羊场。",
        "优化220千伏电网结构。",
        "支持某厂研制的30万吨乙烯装置核心机组。",
        "新建生产线要安装效率不低于60%的除尘设施。",
        "处置率=（已处置数/总数）×100%。",
        "抓住一批重点项目，打造一个中心。",
        "实施百万亩造林行动。",
        "增速比全省平均水平高1.5个百分点。",
        "覆盖率超过省定目标2个百分点。",
        "低洼路段是指积水深度15厘米以上的路段。",
        "按照每万人设置2个站点的标准，配齐设备。",
        "紧紧围绕建设生态强市、文化名市的两大目标，深化改革。",
    ] {
        assert_eq!(commitments(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn values_are_kept_as_printed() {
    let page = page("战略性新兴产业产值达到１，２００亿元，增加值占比达到１８．５％。");
    assert_eq!(page.targets[0].value.unwrap().to_string(), "1200");
    assert_eq!((page.targets[0].unit.as_str(), page.targets[1].unit.as_str()), ("亿元", "%"));
    assert_eq!(page.targets[1].provenance.quote, "增加值占比达到１８．５％");
    assert_eq!(page.targets[1].subject, "战略性新兴产业增加值占比");
}

#[test]
fn one_indicator_for_one_thing() {
    let page = page("全市地区生产总值达到600亿元。地区生产总值年均增长6%。国内生产总值达到600亿元。");
    let ids: Vec<_> = page.targets.iter().map(|target| &target.indicator).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "{ids:?}");
    let indicator = page.indicator(ids[0]).unwrap();
    assert_eq!((indicator.unit.as_str(), indicator.catalogue.as_deref()), ("亿元", Some("gdp")));
}

/// A page number that sticks to a figure never makes another figure, and the reader says that it is not sure.
#[test]
fn page_numbers_are_no_digits() {
    let line = "各项工作有序推进，城乡供水、排水和污水处理能力稳步提高，群众用水条件不断改善，\n".repeat(12);
    let first = [
        "供水安全。",
        "管网延伸。",
        "46.8%，水质稳定。",
        "公园建设加快。",
        "规划实施。",
        "保障有力。",
        "社区便利。",
    ];
    let pages: Vec<String> = (1..).zip(first).map(|(nth, text)| format!("{nth}{text}\n{line}")).collect();
    let (before, behind) = pages.split_at(2);
    let pages = format!("{}到2025年，绿化覆盖率提高到\n{}", before.concat(), behind.concat());
    let plan = page(&pages);
    let said: Vec<_> = plan
        .targets
        .iter()
        .filter_map(|target| Some((target.value?.to_string(), target.provenance.doubt.is_some())))
        .collect();
    assert_eq!(said, [("46.8".to_owned(), true)]);
}
