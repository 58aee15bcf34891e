//! Figures of parts: proposed beside the indicator, never folded into its name, and held against their whole.

use crate::layouts::indicator;
use intake::{Preview, PreviewRow, Role, Settings, profile, read};
use plan::Plan;
use source::Severity;

fn plan() -> Plan {
    Plan {
        region: Some("岚川市".to_owned()),
        indicators: vec![
            indicator("i0001", "常住人口", "万人"),
            indicator("i0002", "居民人均可支配收入", "元"),
            indicator("i0003", "农村居民人均可支配收入", "元"),
            indicator("i0004", "一般公共预算收入", "亿元"),
        ],
        ..Plan::default()
    }
}

/// Indicator, part and value of each row.
fn rows(preview: &Preview) -> Vec<(String, String, String)> {
    let row = |row: &PreviewRow| {
        let value = row.value.map(|value| value.to_string()).unwrap_or_default();
        (row.indicator.to_string(), row.dimensions.to_string(), value)
    };
    preview.rows.iter().map(row).collect()
}

fn said(of: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    let owned = |(a, b, c): &(&str, &str, &str)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned());
    of.iter().map(owned).collect()
}

fn warnings(preview: &Preview) -> Vec<&str> {
    let loud = preview.problems.iter().filter(|problem| problem.severity != Severity::Note);
    loud.map(|problem| problem.words.zh.as_str()).collect()
}

#[test]
fn columns_of_dimensions_stand_beside_the_indicator() {
    let text = "指标,年份,城乡,性别,数值,单位\n\
                常住人口,2023,合计,合计,100,万人\n\
                常住人口,2023,城镇,合计,60,万人\n\
                常住人口,2023,乡村,合计,40,万人\n\
                常住人口,2023,合计,男,51,万人\n\
                常住人口,2023,合计,女,49,万人\n\
                常住人口,2023,城镇,男,31,万人\n";
    let preview = read("人口.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(
        rows(&preview),
        said(&[
            ("i0001", "", "100"),
            ("i0001", "城乡=城镇", "60"),
            ("i0001", "城乡=乡村", "40"),
            ("i0001", "性别=男", "51"),
            ("i0001", "性别=女", "49"),
            ("i0001", "城乡=城镇;性别=男", "31"),
        ])
    );
    assert_eq!(warnings(&preview), [""; 0], "the parts come out");
    let figures = preview.accept(&plan()).expect("no errors");
    assert_eq!(figures.iter().filter(|figure| figure.is_whole()).count(), 1);
    assert_eq!(figures[2].subject, "常住人口", "never folded into the name");
}

#[test]
fn an_indicator_of_the_plan_that_is_the_part_comes_first() {
    let text = "指标,年份,城乡,数值,单位\n居民人均可支配收入,2023,城镇,40000,元\n居民人均可支配收入,2023,农村,20000,元\n";
    let preview = read("收入.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(rows(&preview), said(&[("i0002", "城乡=城镇", "40000"), ("i0003", "", "20000")]));
}

#[test]
fn rows_below_a_whole_are_parts_of_it() {
    let text = "岚川市主要指标\n指标,单位,2022年,2023年\n\
                常住人口,万人,99,100\n其中：城镇,,58,60\n农村,,41,40\n\
                一般公共预算收入,亿元,50,52\n其中：税收收入,亿元,35,36\n";
    let preview = read("指标.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(
        rows(&preview),
        said(&[
            ("i0001", "", "99"),
            ("i0001", "", "100"),
            ("i0001", "城乡=城镇", "58"),
            ("i0001", "城乡=城镇", "60"),
            ("i0001", "城乡=农村", "41"),
            ("i0001", "城乡=农村", "40"),
            ("i0004", "", "50"),
            ("i0004", "", "52"),
            ("i0004", "其中=税收收入", "35"),
            ("i0004", "其中=税收收入", "36"),
        ])
    );
}

#[test]
fn parts_that_do_not_make_their_whole_are_told() {
    let sheet = |rural: &str, male: &str, income: &str| {
        let text = format!(
            "指标,年份,城乡,性别,数值,单位\n常住人口,2023,,,100,万人\n常住人口,2023,城镇,,60,万人\n\
             常住人口,2023,乡村,,{rural},万人\n常住人口,2023,,男,{male},万人\n\
             居民人均可支配收入,2023,,,{income},元\n居民人均可支配收入,2023,城镇,,40000,元\n\
             居民人均可支配收入,2023,乡村,,20000,元\n"
        );
        let preview = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
        preview
            .problems
            .iter()
            .filter(|one| one.severity == Severity::Warning)
            .map(|one| one.words.zh.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(sheet("40", "51", "30000"), [""; 0]);
    let [sum] = &sheet("45", "51", "30000")[..] else { panic!("one warning") };
    assert!(sum.contains("之和105.00与合计100.00不符"), "{sum}");
    let [above] = &sheet("40", "101", "30000")[..] else { panic!("one warning") };
    assert!(above.contains("大于合计"), "{above}");
    let [outside] = &sheet("40", "51", "41000")[..] else { panic!("one warning") };
    assert!(outside.contains("不在"), "{outside}");
}

#[test]
fn one_column_may_hold_all_dimensions() {
    let text = "indicator,period,value,unit,dimensions\n常住人口,2023,100,万人,\n常住人口,2023,60,万人,城乡=城镇\n\
                常住人口,2023,31,万人,城乡=城镇;性别=男\n";
    let preview = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(
        rows(&preview),
        said(&[("i0001", "", "100"), ("i0001", "城乡=城镇", "60"), ("i0001", "城乡=城镇;性别=男", "31")])
    );
}

#[test]
fn a_person_may_say_that_a_column_is_a_dimension() {
    let text =
        "指标,年份,片区,数值,单位\n常住人口,2023,沿海,70,万人\n常住人口,2023,山区,30,万人\n".as_bytes();
    let first = read("a.csv", text, &plan(), &Settings::default());
    let mut sheets = first.sheets.clone();
    let column = sheets[0].columns.iter().find(|column| column.header == "片区").expect("the column").index;
    sheets[0].set(column, Role::Dimension);
    let settings = Settings { sheets, ..Settings::default() };
    let again = read("a.csv", text, &plan(), &settings);
    assert_eq!(rows(&again), said(&[("i0001", "片区=沿海", "70"), ("i0001", "片区=山区", "30")]));
    // And it holds for the next file of the layout.
    let mut profiles = profile::Profiles::default();
    profiles.keep("a", profile::Decisions::of(&settings));
    let kept = profile::Profiles::parse(&profiles.text()).expect("readable");
    let next = kept.apply("a", Settings::default()).expect("known");
    assert_eq!(rows(&read("b.csv", text, &plan(), &next)), rows(&again));
}
