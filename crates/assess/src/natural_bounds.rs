//! What an indicator measures and the range it cannot leave, by the meaning of its name and unit.
//!
//! For indicators that the catalogue does not list. Shares of a whole lie between 0 and 100; rates that may pass 100
//! (毛入学率, 负债率, 产销率) do not, and what can be negative (增长率, 利润率, 净流入) has no floor.

use series::{Bounds, Nature};

/// Endings of names that are shares of a whole when printed in per cent.
const SHARE_ENDINGS: [&str; 11] =
    ["率", "比重", "比例", "占比", "份额", "覆盖面", "程度", "满意度", "知晓度", "盖度", "占有面"];

/// Parts of names of rates that may pass 100: gross rates, ratios of two different things, what was done of a plan.
const PAST_HUNDRED: [&str; 22] = [
    "毛入学",
    "毛入园",
    "净资产",
    "负债",
    "债务",
    "杠杆",
    "贡献",
    "产销",
    "完成率",
    "完成程度",
    "充足率",
    "拨备",
    "流动性",
    "依存",
    "存贷",
    "自给",
    "相当于",
    "收入比",
    "抚养比",
    "电话普及",
    "手机普及",
    "指数",
];

/// Parts of names of what may be negative.
const SIGNED: [&str; 14] = [
    "增长",
    "增速",
    "增幅",
    "涨幅",
    "变化",
    "变动",
    "净流入",
    "净增",
    "顺差",
    "逆差",
    "利润",
    "收益",
    "盈余",
    "结余",
];

/// What values of this name and unit measure; `None` when neither tells more than that it is an amount.
pub(crate) fn nature(name: &str, unit: &str) -> Option<Nature> {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&SIGNED) {
        return Some(Nature::Change);
    }
    let high = match unit.trim() {
        "%" | "％" => 100.0,
        "‰" => 1000.0,
        _ => return None,
    };
    let name = name.trim_end_matches(['）', ')']);
    let share = name.contains('占')
        || SHARE_ENDINGS.iter().any(|end| name.ends_with(end) || name.contains(&format!("{end}（")));
    Some(if share && !has(&PAST_HUNDRED) { Nature::Bounded(Bounds { low: 0.0, high }) } else { Nature::Rate })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_end_at_a_hundred_and_other_rates_do_not() {
        let bounded = |name: &str, unit: &str| matches!(nature(name, unit), Some(Nature::Bounded(_)));
        for share in
            ["居民吸烟率", "生活垃圾填埋比例", "行政村通硬化路率", "煤炭占能源消费比重", "群众满意度"]
        {
            assert!(bounded(share, "%"), "{share}");
        }
        for rate in ["高中阶段毛入学率", "政府负债率", "工业产品产销率", "移动电话普及率", "粮食自给率"]
        {
            assert!(!bounded(rate, "%"), "{rate}");
        }
        assert_eq!(nature("规模以上工业利润率", "%"), Some(Nature::Change));
        assert_eq!(nature("人口净流入", "万人"), Some(Nature::Change));
        assert_eq!(nature("危房数量", "户"), None);
        assert_eq!(nature("婴儿死亡率", "‰"), Some(Nature::Bounded(Bounds { low: 0.0, high: 1000.0 })));
    }
}
