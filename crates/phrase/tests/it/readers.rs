//! Cells, units, conversion, ordinals, numerals.

use phrase::{Cell, CellValue, Comparator, OrdinalStyle, convert, numeral, ordinal, parse_cell, parse_unit};
use rust_decimal::Decimal;

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn number(cell: &str) -> (Decimal, Option<Comparator>, String) {
    match parse_cell(cell) {
        Cell { value: CellValue::Number(value), comparator, unit, .. } => (value, comparator, unit),
        other => panic!("{cell}: {other:?}"),
    }
}

#[test]
fn cells_of_indicator_tables() {
    assert_eq!(number("1357.5").0, dec("1357.5"));
    assert_eq!(number(" 27 040 ").0, dec("27040"));
    assert_eq!(number("1,250.30").0, dec("1250.30"));
    assert_eq!(number("-0.6").0, dec("-0.6"));
    assert_eq!(number("７８．２").0, dec("78.2"));
    assert_eq!(number("[62.5]").0, dec("62.5"));
    assert_eq!(parse_cell("〔1.8〕").note.as_deref(), Some("〔〕"));
    assert_eq!(number("85%"), (dec("85"), None, "%".into()));
    assert_eq!(number("≥80"), (dec("80"), Some(Comparator::Ge), String::new()));
    assert_eq!(number("<15"), (dec("15"), Some(Comparator::Lt), String::new()));
    assert_eq!(number("90%以上"), (dec("90"), Some(Comparator::Ge), "%".into()));
    assert_eq!(number("7左右"), (dec("7"), Some(Comparator::Approx), String::new()));
    assert_eq!(number("提高5个百分点").2, "个百分点");
    assert_eq!(parse_cell("91.3 (累计)").note.as_deref(), Some("累计"));
    assert_eq!(parse_cell("34（2020年）").note.as_deref(), Some("2020年"));
    assert_eq!(parse_cell("").value, CellValue::Empty);
    for dash in ["—", "-", "——", "－", "/"] {
        assert_eq!(parse_cell(dash).value, CellValue::Missing, "{dash}");
    }
    assert_eq!(parse_cell("2-3").value, CellValue::Range(dec("2"), dec("3")));
    assert_eq!(parse_cell("6.5%～7%").value, CellValue::Range(dec("6.5"), dec("7")));
    assert_eq!(
        parse_cell("16.6:47.6:35.8").value,
        CellValue::Ratio(vec![dec("16.6"), dec("47.6"), dec("35.8")])
    );
    assert_eq!(parse_cell("12∶44∶44").value, CellValue::Ratio(vec![dec("12"), dec("44"), dec("44")]));
    for text in ["完成省下达目标", "预期性", "比“十一五”期间增加2.1倍", "2020年", "第3位", "（亿元）"]
    {
        assert_eq!(parse_cell(text).value, CellValue::Text(text.into()), "{text}");
    }
}

#[test]
fn units_of_headers() {
    let dimension = |name: &str| parse_unit(name).unwrap_or_else(|| panic!("{name}")).dimension.to_string();
    assert_eq!(dimension("亿元"), "money:CNY");
    assert_eq!(dimension("万元/人"), "money:CNY/person");
    assert_eq!(dimension("微克/立方米"), "mass/volume");
    assert_eq!(dimension("立方米/万元"), "volume/money:CNY");
    assert_eq!(dimension("吨标准煤/万元"), "coal/money:CNY");
    assert_eq!(dimension("张/千人"), "张/person");
    assert_eq!(dimension("件/万人"), "件/person");
    assert_eq!(dimension("万吨/日"), "mass/second");
    assert_eq!(dimension("（万亩）"), "area");
    assert_eq!(dimension("个百分点"), "points");
    for name in [
        "%",
        "‰",
        "岁",
        "年",
        "万人次",
        "万标箱",
        "千公顷",
        "亿千瓦时",
        "万千瓦",
        "平方米/人",
        "人/平方公里",
        "mg/L",
        "km²",
        "m³/s",
    ] {
        dimension(name);
    }
    for name in ["", "预期性", "2020年", "亿元。", "指标"] {
        assert_eq!(parse_unit(name), None, "{name}");
    }
}

#[test]
fn amounts_convert_within_a_dimension() {
    let to = |value: &str, from: &str, into: &str| {
        convert(dec(value), &parse_unit(from).unwrap(), &parse_unit(into).unwrap()).map(|v| v.to_string())
    };
    assert_eq!(to("13575000", "万元", "亿元").as_deref(), Ok("1357.5"));
    assert_eq!(to("1900000", "人", "万人").as_deref(), Ok("190"));
    assert_eq!(to("15", "亩", "公顷").as_deref(), Ok("1"));
    assert_eq!(to("60", "亿斤", "万吨").as_deref(), Ok("300"));
    assert_eq!(to("1", "公里", "米").as_deref(), Ok("1000"));
    assert_eq!(to("8.2", "%", "‰").as_deref(), Ok("82"));
    assert_eq!(to("7.6", "万元/人", "元/人").as_deref(), Ok("76000"));
    assert_eq!(to("5", "张/千人", "张/万人").as_deref(), Ok("50"));
    assert_eq!(to("66", "万千瓦", "兆瓦").as_deref(), Ok("660"));
    assert!(to("1", "家", "户").is_err());
    assert!(to("1", "亿元", "亿美元").is_err());
    assert!(to("1", "%", "个百分点").is_err());
}

#[test]
fn labels_of_headings() {
    let label = |text: &str| ordinal(text).map(|o| (o.value, o.style, text[..o.len].to_owned()));
    assert_eq!(label("第十四章 保障措施"), Some((14, OrdinalStyle::Named('章'), "第十四章".into())));
    assert_eq!(label("第 3 节 水利"), Some((3, OrdinalStyle::Named('节'), "第 3 节".into())));
    assert_eq!(label("一、发展基础"), Some((1, OrdinalStyle::Chinese, "一、".into())));
    assert_eq!(label("（二十三）加强管理"), Some((23, OrdinalStyle::ChineseBrackets, "（二十三）".into())));
    assert_eq!(label("12．改造"), Some((12, OrdinalStyle::Arabic, "12．".into())));
    assert_eq!(label("(3)其他"), Some((3, OrdinalStyle::ArabicBrackets, "(3)".into())));
    assert_eq!(label("③改造"), Some((3, OrdinalStyle::Circled, "③".into())));
    for text in ["2020年", "一批项目", "3.5%以上", "第一产业", "十三五", "（锦州）", "百、", ""]
    {
        assert_eq!(label(text), None, "{text}");
    }
}

#[test]
fn whole_numerals() {
    for (text, value) in [
        ("二十五", "25"),
        ("一百零三", "103"),
        ("二〇二五", "2025"),
        ("两千四百五", "2450"),
        ("三万四千", "34000"),
        ("3万4千", "34000"),
        ("1.2亿", "120000000"),
        ("一万五千亿", "1500000000000"),
        ("千亿", "100000000000"),
        ("十点二五", "10.25"),
        ("壹佰伍拾", "150"),
        ("１２", "12"),
        ("负三", "-3"),
    ] {
        assert_eq!(numeral(text), Some(dec(value)), "{text}");
    }
    for text in ["", "十三五", "规划", "二十余", "三五百", "1.2.3", "12345678901234567890123456789012345"]
    {
        assert_eq!(numeral(text), None, "{text}");
    }
}

#[test]
fn the_tables_are_sound() {
    let scanner = phrase::Scanner::new(&phrase::CHINESE);
    assert!(scanner.problems().is_empty(), "{:?}", scanner.problems());
    assert!(scanner.unit_count() >= 350, "{}", scanner.unit_count());
}

/// A few rows of another language: nothing but tables is needed.
static FRAGMENT: phrase::Language = phrase::Language {
    code: "en",
    units: "km kilometres\tlength\t1000\ntonnes | t\tmass\t1000",
    counters: "schools\nhouseholds",
    markers: "at least\tbefore\tcomparator\tge\nor more\tafter\tcomparator\tge\nby\tbefore\tchange\tincrease",
    guards: "",
    lists: "",
};

#[test]
fn another_language_is_another_set_of_tables() {
    let scanner = phrase::Scanner::new(&FRAGMENT);
    assert!(scanner.problems().is_empty(), "{:?}", scanner.problems());
    let text = "build at least 12 schools and 1,250 km or more of road";
    let found: Vec<_> =
        scanner.scan(text).iter().map(|m| (m.text(text).to_owned(), m.comparator())).collect();
    assert_eq!(
        found,
        [("12 schools".to_owned(), Some(Comparator::Ge)), ("1,250 km".to_owned(), Some(Comparator::Ge))]
    );
    assert_eq!(phrase::Scanner::new(&phrase::Language { units: "bad row", ..FRAGMENT }).problems().len(), 1);
}
