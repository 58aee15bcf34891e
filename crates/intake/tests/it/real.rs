//! The statistics files of the shared material: what each says, as counts, sums and single values.
//!
//! The files are not part of the project; the tests look them up in GANGYAO_SHARED and say so when they skip.

use intake::{Settings, Understood, understand};
use rust_decimal::Decimal;
use std::path::PathBuf;

fn file(name: &str) -> Option<Understood> {
    let shared = std::env::var("GANGYAO_SHARED").unwrap_or_else(|_| "../../../shared".to_owned());
    let path = PathBuf::from(shared).join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there (set GANGYAO_SHARED)", path.display());
        return None;
    };
    let name = path.file_name()?.to_string_lossy().into_owned();
    let read = understand(&name, &bytes, None, &Settings::default());
    for problem in read.problems.iter().take(20) {
        println!("{problem}");
    }
    Some(read)
}

/// Figures that are taken, the sum of their values, and the number of regions and years.
fn summary(read: &Understood) -> (usize, String, usize, usize) {
    let taken: Vec<_> = read.figures.iter().filter(|figure| figure.outcome.name() == "taken").collect();
    let sum: Decimal = taken.iter().filter_map(|figure| figure.value).sum();
    let regions: std::collections::BTreeSet<_> = taken.iter().map(|figure| &figure.region).collect();
    let years: std::collections::BTreeSet<_> =
        taken.iter().filter_map(|figure| figure.covered.map(|c| c.year)).collect();
    (taken.len(), sum.normalize().to_string(), regions.len(), years.len())
}

fn value(read: &Understood, region: &str, period: &str) -> Option<String> {
    let same = |figure: &&intake::Stated| {
        figure.region == region && figure.covered.is_some_and(|covered| covered.to_string() == period)
    };
    read.figures.iter().find(same)?.value.map(|value| value.normalize().to_string())
}

fn named(read: &Understood, indicator: &str, unit: &str) -> bool {
    read.figures.iter().all(|figure| figure.indicator == indicator && figure.unit == unit)
}

#[test]
fn exports_of_the_national_database_as_csv() {
    let Some(read) = file("stats/nbs-province-csv-0.csv") else { return };
    assert_eq!(summary(&read), (589, "14206680.3".to_owned(), 31, 19));
    assert!(named(&read, "地区生产总值", "亿元"));
    assert_eq!(value(&read, "北京市", "2024").as_deref(), Some("49670.2"));
    assert_eq!(value(&read, "新疆维吾尔自治区", "2006").as_deref(), Some("2984.5"));

    let Some(read) = file("stats/nbs-province-csv-1.csv") else { return };
    assert!(named(&read, "人口数(人口抽样调查)", "人"));
    assert_eq!(summary(&read).0, 527);
    assert_eq!(value(&read, "北京市", "2015").as_deref(), Some("335775"), "kept as printed");
    assert_eq!(value(&read, "北京市", "2025"), None, "an empty cell is missing and no zero");
    let announced = read
        .problems
        .iter()
        .filter(|problem| problem.cell.is_some() && problem.words.zh.contains("2014"))
        .count();
    assert!(announced >= 25, "the census-like sample of 2015 is announced: {announced}");

    let Some(read) = file("stats/nbs-province-csv-3.csv") else { return };
    assert!(named(&read, "城镇单位就业人员", "万人"));
    assert_eq!(summary(&read).0, 527);

    let Some(read) = file("stats/nbs-province-csv-5.csv") else { return };
    assert!(named(&read, "固定资产投资(不含农户)实际到位资金", "%"));
    assert!(read.figures.iter().all(|figure| figure.kind == intake::Kind::Growth));
    assert_eq!(value(&read, "北京市", "2024").as_deref(), Some("-4.7"));
}

#[test]
fn exports_of_the_national_database_as_xls() {
    let Some(read) = file("stats/nbs-province-annual-a.xls") else { return };
    assert!(named(&read, "地区生产总值", "亿元"));
    let (count, _, regions, years) = summary(&read);
    assert_eq!((count, regions, years), (155, 31, 5));
    let Some(read) = file("stats/nbs-major-cities-annual.xls") else { return };
    assert!(named(&read, "国内生产总值", "亿元"));
    assert_eq!(value(&read, "乌鲁木齐市", "2015").as_deref(), Some("2631.64"));
    assert_eq!(value(&read, "石家庄市", "2019"), None);
}

#[test]
fn stacked_blocks_with_a_change_of_name() {
    let Some(read) = file("stats/province-budget-etc.xls") else { return };
    assert_eq!(summary(&read).0, 620);
    assert!(read.figures.iter().all(|figure| figure.unit == "亿元"));
    assert!(
        read.figures.iter().all(|f| f.indicator == "一般公共预算支出" || f.indicator == "财政支出"),
        "the stray letter is dropped"
    );
    assert!(
        read.problems
            .iter()
            .any(|problem| problem.words.zh.contains("财政支出") && problem.words.zh.contains("同一口径"))
    );
}

#[test]
fn fitted_lines_are_no_statistics() {
    let Some(read) = file("stats/rd-expenditure-provinces-processed.xlsx") else { return };
    assert_eq!((read.count("taken"), read.count("refused")), (0, 403));
    assert!(read.problems.iter().any(|problem| problem.words.zh.contains("拟合")));
}

#[test]
fn a_table_without_its_regions_is_refused() {
    let Some(read) = file("stats/rd-expenditure-provinces-raw.xlsx") else { return };
    assert!(read.figures.is_empty());
    assert!(read.problems.iter().any(|problem| problem.words.zh.contains("没有地区")));
}
