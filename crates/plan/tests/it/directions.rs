//! Names of indicators as plans, reports and bulletins print them, with the direction a reader gives them.

use plan::Direction;
use plan::catalogue::{direction_of, lookup};

const NAMES: &str = include_str!("../data/directions.tsv");

fn rows() -> impl Iterator<Item = (&'static str, Direction)> {
    NAMES.lines().skip(1).map(|line| {
        let (name, direction) = line.split_once('\t').expect("name and direction");
        (name, Direction::parse(direction).expect("a direction"))
    })
}

#[test]
fn two_hundred_printed_names_are_given_their_direction() {
    let count = rows().count();
    assert!(count >= 200, "{count}");
    let wrong: Vec<_> = rows().filter(|(name, wanted)| direction_of(name) != Some(*wanted)).collect();
    println!("{} of {count} names right, others: {wrong:?}", count - wrong.len());
    assert!(wrong.len() * 50 <= count, "{wrong:?}");
}

#[test]
fn what_no_word_tells_is_left_open() {
    for name in ["某项特色指标", "年末常住人口", "65岁及以上人口占比", "先导值", ""] {
        assert_eq!(direction_of(name), None, "{name}");
    }
}

#[test]
fn names_and_catalogue_agree_where_both_tell() {
    let told = plan::catalogue::entries().iter().filter_map(|entry| Some((entry, direction_of(entry.name)?)));
    let against: Vec<_> = told
        .filter(|(entry, told)| *told != entry.direction && entry.direction != Direction::Level)
        .map(|(entry, _)| entry.name)
        .collect();
    println!("{against:?}");
    assert!(against.len() * 50 <= plan::catalogue::entries().len(), "{against:?}");
    assert_eq!(lookup("居民吸烟率", "%"), None, "the list is not the catalogue's");
}
