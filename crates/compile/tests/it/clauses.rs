//! Forms of clauses that plans, reports and bulletins share, on sentences made for the purpose.

use crate::compiled::{commitments, document, results};

fn check(cases: &[(&str, &[&str])], read: fn(&str) -> Vec<String>) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

/// Subject, value and unit of all that a bulletin observes, with its first and last year.
fn observed(text: &str) -> Vec<String> {
    let head = "云岭市2025年国民经济和社会发展统计公报\n\n一、综合\n\n";
    let plan = document(&format!("{head}{text}\n")).0;
    let one = |seen: &plan::Observation| {
        let value = seen.value.map(|value| value.normalize().to_string()).unwrap_or_default();
        let years = seen.period.map(|period| format!("{}-{}", period.start, period.end)).unwrap_or_default();
        let region = if seen.region.is_empty() { String::new() } else { format!(" [{}]", seen.region) };
        format!("{} {value}{} {} {years}{region}", seen.subject, seen.unit, seen.measure)
    };
    plan.observations.iter().map(one).collect()
}

#[test]
fn how_long_a_way_takes() {
    check(
        &[
            ("实现主城区45分钟可达周边县城。", &["可达周边县城: level 45分钟 [主城区]"]),
            ("实现县城1小时通达。", &["县城通达时间: level 1小时"]),
            (
                "步行15分钟有公园、骑行20分钟有绿道。",
                &["步行有公园: level 15分钟", "骑行有绿道: level 20分钟"],
            ),
            ("完善15分钟生活圈。", &[]),
            ("企业开办时间压缩至2个工作日以内。", &["企业开办时间: level le 2个工作日"]),
        ],
        commitments,
    );
}

#[test]
fn standards_of_building_are_values_where_they_are_set() {
    check(
        &[
            ("城区防洪标准提高到50年一遇。", &["城区防洪标准: level 50年一遇"]),
            ("建设50年一遇堤防12公里。", &["50年一遇堤防: level 12公里"]),
        ],
        commitments,
    );
}

#[test]
fn wholes_and_parts() {
    check(
        &[
            (
                "规划确定的20项主要指标中，18项达到预期。",
                &["规划确定主要指标: count 20项", "达到预期的主要指标: count 18项"],
            ),
            (
                "科研平台86个，其中国家级4个、省级30个。",
                &["科研平台: count 86个", "科研平台: count 4个", "科研平台: count 30个"],
            ),
            (
                "发电装机容量达到90万千瓦，其中风电20万千瓦、光伏35万千瓦。",
                &[
                    "发电装机容量: level 90万千瓦",
                    "风电装机容量: level 20万千瓦",
                    "光伏装机容量: level 35万千瓦",
                ],
            ),
        ],
        results,
    );
}

#[test]
fn sizes_inside_nouns() {
    check(
        &[
            ("营业收入超50亿元企业仅有3家。", &["营业收入超50亿元企业: count 3家"]),
            ("设立总规模20亿元的产业基金。", &["产业基金总规模: level 20亿元"]),
            ("滨河30公里岸线贯通开放。", &["滨河岸线贯通开放: level 30公里"]),
            ("建成4个以上和美乡村片区。", &["和美乡村片区: count ge 4个"]),
        ],
        commitments,
    );
}

#[test]
fn what_adds_up() {
    check(
        &[
            ("新建绿道80公里。", &["新建绿道: cumulative 80公里"]),
            ("实施管网更新改造600公里。", &["管网更新改造: cumulative 600公里"]),
            ("建设绿道80公里。", &["绿道: level 80公里"]),
            ("每年新增就业岗位不低于2万个。", &["新增就业岗位: change ge 2万个"]),
            ("地区生产总值比2020年翻一番半。", &["地区生产总值: multiple 1.5番"]),
        ],
        commitments,
    );
}

#[test]
fn where_a_change_begins_is_dated_and_its_end_is_not() {
    check(
        &[
            (
                "细颗粒物浓度从2015年53微克/立方米下降至32微克/立方米。",
                &["细颗粒物浓度: level 53微克/立方米 2015", "细颗粒物浓度: level 32微克/立方米"],
            ),
            (
                "农村公路从2015年的3100公里增加到2020年的3600公里。",
                &["农村公路: level 3100公里 2015", "农村公路: level 3600公里 2020"],
            ),
        ],
        results,
    );
}

#[test]
fn shares_parts_and_gaps_of_a_bulletin() {
    check(
        &[
            (
                "一般公共预算支出445亿元，其中民生支出350亿元，占78.7%。",
                &[
                    "一般公共预算支出 445亿元 level 2025-2025",
                    "民生支出 350亿元 level 2025-2025",
                    "民生支出占一般公共预算支出比重 78.7% share 2025-2025",
                ],
            ),
            (
                "扣除房地产开发投资，固定资产投资增长8.1%。",
                &["固定资产投资（扣除房地产开发投资） 8.1% growth_rate 2025-2025"],
            ),
            ("全面贯彻党的二十大和二十届历次全会精神。", &[]),
            (
                "发放救助资金1.2亿元、惠及5万人次。",
                &["发放救助资金 1.2亿元 level 2025-2025", "发放救助资金惠及 5万人次 count 2025-2025"],
            ),
            ("自然增长率为-1.5‰。", &["自然增长率 -1.5‰ level 2025-2025"]),
            (
                "城乡居民收入比值为1.98，比上年缩小0.03。",
                &["城乡居民收入比值 1.98 ratio 2025-2025", "城乡居民收入比值缩小 0.03 change 2025-2025"],
            ),
            (
                "改造老旧小区50个，惠及居民1.2万户。",
                &["改造老旧小区 50个 count 2025-2025", "改造老旧小区惠及居民 1.2万户 count 2025-2025"],
            ),
            (
                "采矿业增加值下降2%；分门类看，制造业增长6%。",
                &["采矿业增加值 -2% growth_rate 2025-2025", "制造业增加值 6% growth_rate 2025-2025"],
            ),
            ("粮食产量连续5年保持在40万吨以上。", &["粮食产量 40万吨 level 2021-2025"]),
            (
                "东港、西岭、南川三市生产总值分别达到90亿元、80亿元和70亿元。",
                &[
                    "生产总值 90亿元 level 2025-2025 [东港市]",
                    "生产总值 80亿元 level 2025-2025 [西岭市]",
                    "生产总值 70亿元 level 2025-2025 [南川市]",
                ],
            ),
            ("道路交通万车死亡率为1.2人/万车。", &["道路交通万车死亡率 1.2人/万车 level 2025-2025"]),
            ("年末共有1.2万人享受城市低保。", &["享受城市低保人数 1.2万人 count 2025-2025"]),
        ],
        observed,
    );
}
