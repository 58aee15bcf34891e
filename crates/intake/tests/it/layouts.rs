//! The layouts, languages and encodings that are read.

use intake::{Layout, Recognised, Role, Settings, read, template};
use plan::{Indicator, Measure, Place, PlaceId, PlaceKind, Plan, Provenance, Status};
use rust_xlsxwriter::Workbook;

pub(crate) fn indicator(id: &str, name: &str, unit: &str) -> Indicator {
    Indicator { id: id.into(), name: name.to_owned(), unit: unit.to_owned(), ..Indicator::default() }
}

pub(crate) fn plan() -> Plan {
    let mut income = indicator("i0003", "城镇居民人均可支配收入", "元");
    income.aliases.push("城镇居民收入".to_owned());
    Plan {
        region: Some("锦州市".to_owned()),
        indicators: vec![
            indicator("i0001", "地区生产总值", "亿元"),
            indicator("i0002", "服务业增加值比重", "%"),
            income,
            indicator("i0004", "三次产业结构", ""),
            indicator("i0005", "研究与试验发展(R&D)经费投入强度", "%"),
        ],
        places: vec![Place {
            id: PlaceId::of(1),
            name: "凌海市".to_owned(),
            kind: PlaceKind::Region,
            parent: None,
            code: "210781".to_owned(),
            regime: String::new(),
            provenance: Provenance::outside(),
        }],
        ..Plan::default()
    }
}

/// A workbook of one sheet from rows of text; what reads as a number is written as one.
pub(crate) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("数据").expect("a name");
    for (row, cells) in rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).expect("a cell"),
                Err(_) => sheet.write_string(row, column, *cell).expect("a cell"),
            };
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn the_projects_own_tidy_table() {
    let text = "indicator,region,period,value,unit,status,source,known_at,known_at_assumed,note\r\n\
                地区生产总值,,2016,1260.0,亿元,preliminary,公报,2017-03-15,false,first print\r\n\
                地区生产总值,,2016,10328139,万元,final,年鉴,2017-10-31,true,\r\n";
    let preview = read("observations.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(preview.problems, []);
    assert_eq!(preview.sheets[0].layout(), Some(Layout::Tidy));
    let observations = preview.accept(&plan()).expect("no errors");
    assert_eq!(observations.len(), 2);
    assert_eq!(observations[0].status, Some(Status::Preliminary));
    assert_eq!(observations[0].vintage, "2017-03-15");
    assert_eq!(observations[1].value.map(|v| v.to_string()), Some("1032.8139".to_owned()));
    assert_eq!(observations[1].unit, "亿元");
    assert_eq!((observations[1].vintage.as_str(), preview.rows[1].known_at_assumed), ("", true));
}

#[test]
fn years_as_columns_in_a_workbook_with_a_title() {
    let bytes = workbook(&[
        &["锦州市主要指标", "", "", ""],
        &["单位：亿元"],
        &["序号", "指标名称", "2016年", "2017年"],
        &["1", "国内生产总值（GDP）", "1032.8139", "1077.5271"],
        &["2", "城镇居民收入（元）", "28483.66", "—"],
        &["", "注：2016年为修订数"],
    ]);
    let preview = read("表.xlsx", &bytes, &plan(), &Settings::default());
    assert_eq!(preview.errors(), 0, "{:?}", preview.problems);
    assert_eq!(preview.sheets[0].layout(), Some(Layout::YearsAcross));
    let read: Vec<(&str, i32, String, Recognised)> = preview
        .rows
        .iter()
        .map(|r| (r.indicator.as_str(), r.year, r.value.expect("a value").to_string(), r.recognised))
        .collect();
    assert_eq!(
        read,
        [
            ("i0001", 2016, "1032.8139".to_owned(), Recognised::Catalogue),
            ("i0001", 2017, "1077.5271".to_owned(), Recognised::Catalogue),
            ("i0003", 2016, "28483.66".to_owned(), Recognised::Alias),
        ]
    );
    assert_eq!(preview.rows[2].cell.to_string(), "C5");
}

#[test]
fn indicators_as_columns() {
    let text = "年份;地区生产总值(万元);服务业增加值比重;其他\n2016;10328139;45.2;x\n2017;10775271;46.1;y\n";
    let preview = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!(preview.errors(), 0, "{:?}", preview.problems);
    assert_eq!(preview.sheets[0].layout(), Some(Layout::IndicatorsAcross));
    assert_eq!(preview.rows.len(), 4);
    assert_eq!(preview.rows[0].value.expect("a value").to_string(), "1032.8139");
    assert_eq!(preview.rows[3].measure, Measure::Share);
}

#[test]
fn english_headers_and_regions_by_name_and_code() {
    let text = "Indicator,Region,Year,Value,Unit\nGross domestic product,凌海市,2016,200,亿元\n地区生产总值,210781,2017,210,亿元\n\
                地区生产总值,锦州市,2016,1032.8,亿元\n地区生产总值,无名县,2016,10,亿元\n";
    let preview = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
    let regions: Vec<&str> = preview.rows.iter().map(|r| r.region.as_str()).collect();
    assert_eq!(regions, ["凌海市", "凌海市", "", "无名县"]);
    assert_eq!(preview.problems.len(), 1);
    assert_eq!(preview.problems[0].cell.expect("a cell").to_string(), "B5");
}

#[test]
fn growth_rates_and_indices_are_growth_of_the_level() {
    let text = "指标,单位,2016年,2017年\n地区生产总值增速（可比价）,%,-6.55,5\n地区生产总值指数,上年=100,93.45,105\n地区生产总值,%,-6.6,5.0\n";
    let settings = Settings { source: String::new(), ..Settings::default() };
    let preview = read("a.csv", text.as_bytes(), &plan(), &settings);
    let rows: Vec<(&str, Measure, String)> = preview
        .rows
        .iter()
        .map(|r| (r.indicator.as_str(), r.measure, r.value.expect("a value").normalize().to_string()))
        .collect();
    assert_eq!(rows[0], ("i0001", Measure::GrowthRate, "-6.55".to_owned()));
    // The index says the same as the rate and counts once; a third statement contradicts both.
    assert_eq!(rows.len(), 2, "{rows:?} {:?}", preview.problems);
    assert_eq!(preview.errors(), 1);
}

#[test]
fn structures_stay_as_printed() {
    let preview =
        read("a.csv", "指标,2015年\n三次产业结构,15.6:43.4:41\n".as_bytes(), &plan(), &Settings::default());
    assert_eq!(preview.errors(), 0, "{:?}", preview.problems);
    assert_eq!(
        (preview.rows[0].measure, preview.rows[0].value_text.as_str()),
        (Measure::Ratio, "15.6:43.4:41")
    );
}

#[test]
fn brackets_that_belong_to_the_name() {
    let text =
        "指标,2016年\n研究与试验发展（R&D）经费投入强度,1.3\n研究与试验发展（R&D）经费投入强度（%）,1.3\n";
    let preview = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
    assert!(preview.rows.iter().all(|r| r.indicator.as_str() == "i0005"), "{:?}", preview.problems);
    assert_eq!(preview.rows.len(), 1);
}

#[test]
fn a_person_overrides_columns_and_names() {
    let text = "什么,哪年,多少\n总量,2016,1032.8\n别的,2016,5\n";
    let first = read("a.csv", text.as_bytes(), &plan(), &Settings::default());
    assert_eq!((first.errors(), first.sheets.len()), (1, 1));
    let headers: Vec<&str> = first.sheets[0].columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["什么", "哪年", "多少"], "what no rule understood is offered to the person");
    let mut mapping = intake::SheetMapping { unit: "亿元".to_owned(), ..first.sheets[0].clone() };
    mapping.set(0, Role::Indicator);
    mapping.set(1, Role::Period);
    mapping.set(2, Role::Value);
    let mut settings = Settings { sheets: vec![mapping], ..Settings::default() };
    settings.names.insert("总量".to_owned(), Some("i0001".into()));
    settings.names.insert("别的".to_owned(), None);
    let preview = read("a.csv", text.as_bytes(), &plan(), &settings);
    assert_eq!(preview.problems, []);
    assert_eq!((preview.rows.len(), preview.rows[0].recognised), (1, Recognised::Chosen));
}

#[test]
fn templates_come_back_empty_and_filled() {
    let plan = plan();
    let text = template::csv(&plan, 2016..=2017);
    let preview = read("t.csv", text.as_bytes(), &plan, &Settings::default());
    assert_eq!((preview.rows.len(), preview.errors()), (0, 0), "{:?}", preview.problems);
    let filled = text.replacen("2016,,亿元", "2016,1032.8,亿元", 1);
    assert_eq!(read("t.csv", filled.as_bytes(), &plan, &Settings::default()).rows.len(), 1);
    let bytes = template::xlsx(&plan, 2016..=2020).expect("a workbook");
    let preview = read("t.xlsx", &bytes, &plan, &Settings::default());
    assert_eq!((preview.rows.len(), preview.problems.len()), (0, 0), "{:?}", preview.problems);
    assert_eq!(preview.sheets[0].layout(), Some(Layout::YearsAcross));
}
