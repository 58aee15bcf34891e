//! The scanner against an independent reading of plain amounts by a regular expression.

use phrase::scan;
use proptest::prelude::*;
use regex::Regex;
use std::sync::LazyLock;

/// Amounts that leave no room for judgement: Arabic digits, at most one multiplier, a common unit.
static PLAIN: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(\d+(?:\.\d+)?)(万|亿)?(元|吨|户|家|公里|平方米|千瓦|人次|%)").unwrap());

/// Words that neither hold digits nor change how a number beside them is read.
const WORDS: [&str; 12] =
    ["实现", "项目", "投资", "完成", "规模", "，", "；", "生态", "道路", "质量", "水平", "其中"];
const UNITS: [&str; 9] = ["元", "吨", "户", "家", "公里", "平方米", "千瓦", "人次", "%"];
const MULTIPLIERS: [&str; 3] = ["", "万", "亿"];

fn amount() -> impl Strategy<Value = String> {
    (1_u32..100_000, 0_u32..4, 0..MULTIPLIERS.len(), 0..UNITS.len()).prop_map(
        |(value, scale, multiplier, unit)| {
            let number = rust_decimal::Decimal::new(i64::from(value), scale);
            let multiplier = if UNITS[unit] == "%" { "" } else { MULTIPLIERS[multiplier] };
            format!("{number}{multiplier}{}", UNITS[unit])
        },
    )
}

proptest! {
    #[test]
    fn plain_amounts_are_read_like_the_oracle(
        parts in prop::collection::vec((prop::sample::select(WORDS.to_vec()), amount()), 1..8)
    ) {
        let text = parts.iter().flat_map(|(word, amount)| [*word, amount.as_str()]).collect::<String>();
        let found: Vec<(usize, usize, String, String)> = scan(&text)
            .into_iter()
            .map(|m| (m.span.start, m.span.end, m.printed.number.unwrap().normalize().to_string(), m.printed.unit))
            .collect();
        let expected: Vec<(usize, usize, String, String)> = PLAIN
            .captures_iter(&text)
            .map(|c| {
                let whole = c.get(0).unwrap();
                let number: rust_decimal::Decimal = c[1].parse().unwrap();
                let unit = format!("{}{}", c.get(2).map_or("", |m| m.as_str()), &c[3]);
                (whole.start(), whole.end(), number.normalize().to_string(), unit)
            })
            .collect();
        prop_assert_eq!(found, expected, "{}", text);
    }
}
