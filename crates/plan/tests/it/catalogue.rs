//! The catalogue: names as plans write them, and names that must stay apart.
#![allow(clippy::disallowed_methods)]

use plan::catalogue::{Closeness, entries, lookup, relations};
use plan::{Indicator, IndicatorId, RelationKind};

fn key(name: &str, unit: &str) -> Option<&'static str> {
    lookup(name, unit).map(|found| found.entry.key)
}

#[test]
fn one_indicator_in_many_spellings() {
    let cases = [
        ("地区生产总值（GDP）", "亿元", "gdp"),
        ("ＧＤＰ", "亿元", "gdp"),
        ("地区生产总值年均增长率", "%", "gdp_growth"),
        ("人均地区生产总值", "元", "gdp_per_capita"),
        ("人均 GDP", "万元", "gdp_per_capita"),
        ("常住人口 城镇化率（%）", "%", "urbanisation"),
        ("城镇化率（常住人口）", "%", "urbanisation"),
        ("户籍人口城镇化率", "%", "registered_urbanisation"),
        ("研究与试验发展（R&D）经费投入强度", "%", "rd_intensity"),
        ("研发经费支出占GDP的比例", "%", "rd_intensity"),
        ("全社会研究与试验发展经费投入强度", "%", "rd_intensity"),
        ("R＆D经费投入强度", "%", "rd_intensity"),
        ("第三产业增加值占地区生产总值的比重", "%", "tertiary_share"),
        ("规上工业增加值", "亿元", "above_scale_industry_value_added"),
        ("规模以上工业增加值", "%", "above_scale_industry_value_added_growth"),
        ("“专精特新”中小企业数量", "家", "specialised_firms"),
        ("单位GDP能耗下降", "%", "energy_intensity_cut"),
        ("单位地区生产总值能源消耗", "吨标准煤/万元", "energy_intensity"),
        ("单位地区生产总值二氧化碳排放量降低", "%", "carbon_intensity_cut"),
        ("万元GDP用水量", "立方米", "water_intensity"),
        ("万元GDP用水量下降率", "%", "water_intensity_cut"),
        ("城市细颗粒物（PM2.5）浓度下降", "%", "pm25_cut"),
        ("细颗粒物（PM₂.₅）浓度", "微克/立方米", "pm25"),
        ("地表水达到或好于III类水体比例", "%", "good_water_share"),
        ("劣V类水体比例", "%", "bad_water_share"),
        ("空气质量优良天数比例", "%", "air_good_days"),
        ("每千常住人口执业（助理）医师数", "人", "physicians_per_1000"),
        ("城镇常住居民人均可支配收入", "元", "urban_income"),
        ("九年义务教育巩固率", "%", "compulsory_retention"),
        ("固定资产投资", "亿元", "fixed_investment"),
        ("地区生产总值增速（可比价）", "%", "gdp_growth"),
        ("服务业（第三产业）增加值比重", "%", "tertiary_share"),
        ("Growth of gross domestic product", "%", "gdp_growth"),
        ("Forest coverage", "%", "forest_coverage"),
    ];
    let missed: Vec<_> =
        cases.iter().filter(|(name, unit, expected)| key(name, unit) != Some(expected)).collect();
    assert_eq!(missed, Vec::<&(&str, &str, &str)>::new());
}

#[test]
fn near_names_differ_in_order_and_filling_words_only() {
    let near = [
        ("锦州市常住人口城镇化率", "%", "urbanisation"),
        ("云岭县森林覆盖率", "%", "forest_coverage"),
        ("高价值发明专利每万人口拥有量", "件", "high_value_patents_per_10k"),
        ("居民健康素养", "%", "health_literacy"),
        ("高新技术企业总量", "家", "high_tech_firms"),
    ];
    for (name, unit, expected) in near {
        let found = lookup(name, unit).map(|found| found.entry.key);
        assert_eq!(found, Some(expected), "{name}");
    }
    assert_eq!(lookup("锦州市森林覆盖率", "%").map(|found| found.closeness), Some(Closeness::Near));
    assert_eq!(lookup("森林覆盖率", "%").map(|found| found.closeness), Some(Closeness::Exact));
}

#[test]
fn what_sounds_alike_stays_apart() {
    let groups: [&[(&str, &str)]; 12] = [
        &[("常住人口城镇化率", "%"), ("户籍人口城镇化率", "%")],
        &[("城镇居民人均可支配收入", "元"), ("农村居民人均可支配收入", "元"), ("居民人均可支配收入", "元")],
        &[("服务业增加值", "亿元"), ("服务业增加值比重", "%"), ("服务业增加值增速", "%")],
        &[("地区生产总值", "亿元"), ("地区生产总值", "%"), ("人均地区生产总值", "元")],
        &[("城镇调查失业率", "%"), ("城镇登记失业率", "%")],
        &[("每万人口发明专利拥有量", "件"), ("每万人口高价值发明专利拥有量", "件"), ("发明专利拥有量", "件")],
        &[("PM2.5浓度", "微克/立方米"), ("PM2.5浓度下降", "%")],
        &[("空气质量优良天数", "天"), ("空气质量优良天数比率", "%")],
        &[("用水总量", "亿立方米"), ("万元GDP用水量", "立方米"), ("万元工业增加值用水量", "立方米")],
        &[("城市污水处理率", "%"), ("农村生活污水处理率", "%"), ("城市生活污水集中收集率", "%")],
        &[("出口总额", "亿美元"), ("进口总额", "亿美元"), ("进出口总额", "亿美元")],
        &[
            ("粮食产量", "万吨"),
            ("粮食综合生产能力", "万吨"),
            ("粮食播种面积", "万亩"),
            ("粮食单产", "公斤/亩"),
        ],
    ];
    for group in groups {
        let mut keys: Vec<&str> = Vec::new();
        for (name, unit) in group {
            keys.push(key(name, unit).unwrap_or_else(|| panic!("{name} is in the catalogue")));
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count, "{group:?}");
    }
}

#[test]
fn what_is_not_listed_is_not_guessed() {
    let strangers = [
        ("高新技术产业产值", "亿元"),
        ("工业总产值", "亿元"),
        ("城镇居民人均消费支出", "元"),
        ("农村地区互联网普及率", "%"),
        ("园区地区生产总值", "亿元"),
        ("森林覆盖率", "万亩"),
        ("地区生产总值", "万人"),
        ("服务业从业人员工资", "元"),
        ("市区居民", "万人"),
        ("农产品加工企业销售额", "亿元"),
        ("人口", ""),
        ("", ""),
        ("（）", "%"),
        ("((((", "%"),
    ];
    for (name, unit) in strangers {
        assert_eq!(key(name, unit), None, "{name} {unit}");
    }
}

#[test]
fn relations_bind_the_indicators_of_a_plan() {
    let rows = [
        ("地区生产总值", "亿元"),
        ("第二产业增加值", "亿元"),
        ("规模以上工业增加值", "亿元"),
        ("第一产业比重", "%"),
        ("第二产业比重", "%"),
        ("服务业增加值比重", "%"),
        ("常住人口", "万人"),
        ("城镇化率", "%"),
    ];
    let indicators: Vec<Indicator> = rows
        .iter()
        .enumerate()
        .map(|(row, (name, unit))| Indicator {
            id: IndicatorId::of(row + 1),
            unit: (*unit).to_owned(),
            catalogue: key(name, unit).map(str::to_owned),
            ..Default::default()
        })
        .collect();
    let found = relations(&indicators);
    let has = |kind, result: usize, parts: &[usize], factor: f64| {
        let parts: Vec<IndicatorId> = parts.iter().map(|part| IndicatorId::of(*part)).collect();
        found.iter().any(|relation| {
            relation.kind == kind
                && relation.result == Some(IndicatorId::of(result))
                && relation.parts == parts
                && relation.factor == factor
        })
    };
    assert!(has(RelationKind::PartOf, 2, &[3], 1.0), "{found:?}");
    assert!(has(RelationKind::Product, 2, &[1, 5], 0.01), "{found:?}");
    assert!(has(RelationKind::SharesOf, 1, &[4, 5, 6], 100.0), "{found:?}");
    assert!(
        !found.iter().any(|relation| relation.parts.contains(&IndicatorId::of(8))),
        "urban population is absent"
    );
}

/// The folder with shared test material, when there is one.
fn shared(file: &str) -> Option<String> {
    let folder = std::env::var("GANGYAO_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    std::fs::read_to_string(std::path::Path::new(&folder).join(file)).ok()
}

#[test]
fn world_bank_codes_exist() {
    let Some(list) = shared("data/wdi_indicators.csv") else {
        println!("skipped: no list of World Bank series in GANGYAO_SHARED");
        return;
    };
    let codes: Vec<&str> = list.lines().filter_map(|line| line.split(',').next()).collect();
    for entry in entries() {
        assert!(entry.world_bank.is_empty() || codes.contains(&entry.world_bank), "{}", entry.world_bank);
    }
}
