//! The index finds what a plain scan finds.

use proptest::prelude::*;
use search::{Item, Kind, Kinds, Query, contains, index};

fn found(items: &[Item], typed: &str) -> Vec<u32> {
    let rows = index(items);
    Query::parse(typed).map_or_else(Vec::new, |query| {
        let needed = query.buckets();
        let rows = rows.iter().filter(|row| needed.contains(&row.bucket));
        query.hits(rows.map(|row| (row.bucket, row.pairs.as_str()))).iter().map(|hit| hit.item).collect()
    })
}

fn scanned(items: &[Item], typed: &str) -> Vec<u32> {
    let Some(query) = Query::parse(typed) else { return Vec::new() };
    (0..).zip(items).filter(|(_, item)| contains(item, &query)).map(|(number, _)| number).collect()
}

fn items() -> Vec<Item> {
    vec![
        Item::new(Kind::Indicator, "1", "地区生产总值"),
        Item::new(Kind::Indicator, "2", "城镇调查失业率"),
        Item::new(Kind::Project, "3", "北河水质提升工程"),
        Item::new(Kind::Text, "4", "到2030年，森林覆盖率达到41.5％，ＧＤＰ年均增长5%左右。"),
        Item::new(Kind::Text, "5", "就业"),
        Item::new(Kind::Text, "6", "稳就业、稳企业，业就稳。"),
        Item::new(Kind::Text, "7", ""),
    ]
}

#[test]
fn one_character_two_and_more_are_found_where_they_stand() {
    let items = items();
    for (typed, expected) in [
        ("就业", vec![4, 5]),
        ("业就", vec![5]),
        ("稳", vec![5]),
        ("业", vec![1, 4, 5]),
        ("率", vec![1, 3]),
        ("gdp", vec![3]),
        ("41.5%", vec![3]),
        ("北河水质提升工程", vec![2]),
        ("北河水质提升工程项", vec![]),
        ("水质 北河", vec![2]),
        ("水质 就业", vec![]),
        ("，", vec![3, 5]),
        ("  ", vec![]),
    ] {
        assert_eq!(found(&items, typed), expected, "{typed}");
        assert_eq!(scanned(&items, typed), expected, "{typed}");
    }
}

#[test]
fn names_are_found_by_first_letters_and_texts_are_not() {
    let items = items();
    assert_eq!(found(&items, "dqsczz"), [0]);
    assert_eq!(found(&items, "SYL"), [1]);
    assert_eq!(found(&items, "sz"), [2]);
    assert!(found(&items, "jy").is_empty());
}

#[test]
fn the_first_place_of_the_first_word_is_told() {
    let rows = index(&items());
    let query = Query::parse("稳企业").expect("words");
    let hits = query.hits(rows.iter().map(|row| (row.bucket, row.pairs.as_str())));
    assert_eq!(hits.iter().map(|hit| (hit.item, hit.at)).collect::<Vec<_>>(), [(5, 4)]);
    assert_eq!(query.mark("稳就业、稳企业"), Some(12..21));
}

#[test]
fn an_item_knows_its_kind_by_its_number() {
    let kinds = Kinds::parse(&Kinds::of(&items()).line());
    assert_eq!(kinds.kind(1), Some(Kind::Indicator));
    assert_eq!(kinds.kind(2), Some(Kind::Project));
    assert_eq!(kinds.kind(6), Some(Kind::Text));
    assert_eq!(kinds.kind(7), None);
}

proptest! {
    #[test]
    fn any_text_is_found_as_a_scan_finds_it(
        texts in prop::collection::vec("[市县增长率a-cA1 ，İ]{0,12}", 0..12),
        typed in "[市县增长率a-c1， ]{1,5}",
    ) {
        let kinds = [Kind::Indicator, Kind::Text];
        let items: Vec<Item> =
            texts.iter().enumerate().map(|(at, text)| Item::new(kinds[at % 2], at.to_string(), text.as_str())).collect();
        prop_assert_eq!(found(&items, &typed), scanned(&items, &typed));
    }

    #[test]
    fn spoiled_rows_end_in_no_panic(row in "[ -~]{0,80}", typed in "\\PC{1,6}") {
        if let Some(query) = Query::parse(&typed) {
            for bucket in query.buckets() {
                let _ = query.hits([(bucket, row.as_str())].into_iter());
            }
        }
    }
}
