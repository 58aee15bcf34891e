//! Data sets for exchange: SDMX-CSV, JSON-stat, PX, and what is wrong with them.

use crate::layouts::plan;
use intake::{Outcome, Part, Preview, Settings, read, understand};
use plan::Status;
use source::Severity;

fn of(name: &str, text: &str) -> Preview {
    read(name, text.as_bytes(), &plan(), &Settings::default())
}

/// Indicator, region, year, value, unit of the rows.
fn rows(preview: &Preview) -> Vec<String> {
    let one = |row: &intake::PreviewRow| {
        format!(
            "{} {} {}{:?} {} {}",
            row.indicator,
            row.region,
            row.year,
            row.part,
            row.value.unwrap_or_default(),
            row.unit
        )
    };
    preview.rows.iter().map(one).collect()
}

fn said(preview: &Preview, severity: Severity) -> Vec<String> {
    preview.problems.iter().filter(|one| one.severity == severity).map(|one| one.words.zh.clone()).collect()
}

const SDMX: &str = "DATAFLOW,FREQ,REF_AREA,INDICATOR,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT,OBS_STATUS,KNOWN_AT\r\n\
    云:DF(1.0),A,_T,地区生产总值,2023,1260.50,亿元,0,P,2024-03-15\r\n\
    云:DF(1.0),A,210781,地区生产总值,2023,310,元,8,A,\r\n\
    云:DF(1.0),Q,_T,地区生产总值,2024-Q1,290.1,亿元,0,E,\r\n\
    云:DF(1.0),A,_T,服务业增加值比重,2023,51.2,PT,0,A,\r\n\
    云:DF(1.0),A,_T,地区生产总值,2022,,亿元,0,M,\r\n";

#[test]
fn sdmx_csv_says_by_its_codes_what_a_value_is_of() {
    let preview = of("a.csv", SDMX);
    assert_eq!(said(&preview, Severity::Error), Vec::<String>::new());
    assert_eq!(
        rows(&preview),
        [
            "i0001  2023Year 1260.50 亿元",
            "i0001 凌海市 2023Year 310 亿元",
            "i0001  2024Quarter(1) 290.1 亿元",
            "i0002  2023Year 51.2 %",
        ]
    );
    let first = &preview.rows[0];
    assert_eq!(
        (first.status, first.known_at.as_str(), first.known_at_assumed),
        (Some(Status::Preliminary), "2024-03-15", false)
    );
    assert_eq!((first.cell.to_string().as_str(), first.printed.as_str()), ("F2", "1260.50"));
    assert!(preview.rows[1].known_at_assumed);
    assert_eq!(preview.rows[2].part, Part::Quarter(1));
    assert_eq!(understand("a.csv", SDMX.as_bytes(), None, &Settings::default()).count("missing"), 1);
}

#[test]
fn labels_are_read_in_both_of_their_forms() {
    let both = "STRUCTURE,STRUCTURE_ID,ACTION,REF_AREA: 地区,INDICATOR: 指标,TIME_PERIOD: 时间,OBS_VALUE,UNIT: 单位\n\
        dataflow,X:Y(1.0),I,_T: 全域,GDP01: 地区生产总值,2023: 2023年,1260.5,RMB8: 亿元\n";
    let names = "STRUCTURE;STRUCTURE_ID;STRUCTURE_NAME;ACTION;REF_AREA;地区;INDICATOR;指标;TIME_PERIOD;时间;OBS_VALUE;数值;UNIT;单位名\n\
        dataflow;X:Y(1.0);数据;I;_T;全域;GDP01;地区生产总值;2023;2023年;1260.5;;RMB8;亿元\n";
    for text in [both, names] {
        let preview = of("a.csv", text);
        assert_eq!(rows(&preview), ["i0001  2023Year 1260.5 亿元"], "{:?}", preview.problems);
    }
}

#[test]
fn what_is_no_figure_is_left_out_with_words() {
    let head = "DATAFLOW,REF_AREA,INDICATOR,SEX,TIME_PERIOD,OBS_VALUE,COMPARATOR\n";
    let line = |rest: &str| format!("X,_T,地区生产总值,{rest}\n");
    let text = format!(
        "{head}{}{}{}{}{}{}",
        line("_T,2023,1260,"),
        line("F,2023,600,"),
        line("_T,2024-W05,25,"),
        line("_T,2024,many,"),
        line("_T,2025,1400,ge"),
        "X,_T,地区生产总值,_T,2021\n"
    );
    let preview = of("a.csv", &text);
    // A part stands beside its whole and does not take its place.
    assert_eq!(rows(&preview), ["i0001  2023Year 1260 亿元", "i0001  2023Year 600 亿元"]);
    assert!(preview.rows[0].dimensions.is_empty());
    assert!(format!("{:?}", preview.rows[1].dimensions).contains("SEX"));
    let warned = said(&preview, Severity::Warning).join("|");
    for wanted in ["时期“2024-W05”", "“many”不是数字", "界限或区间"] {
        assert!(warned.contains(wanted), "{wanted}: {warned}");
    }
    assert!(said(&preview, Severity::Error).join("|").contains("这一行有5列，表头有7列"));
    assert!(preview.accept(&plan()).is_err());
    let deleted = "STRUCTURE,STRUCTURE_ID,ACTION,INDICATOR,TIME_PERIOD,OBS_VALUE\ndataflow,X,D,地区生产总值,2023,1\ndataflow,X,A,地区生产总值,2023,2\n";
    let preview = of("a.csv", deleted);
    assert_eq!(rows(&preview), ["i0001  2023Year 2 亿元"]);
    assert!(said(&preview, Severity::Warning).join("|").contains("不删除"));
}

const JSON: &str = r#"{"version":"2.0","class":"dataset","label":"主要指标","source":"云岭年鉴",
    "id":["area","indicator","time"],"size":[2,2,2],"role":{"time":["time"],"geo":["area"],"metric":["indicator"]},
    "dimension":{
      "area":{"label":"地区","category":{"index":["_T","210781"],"label":{"_T":"全域","210781":"凌海市"}}},
      "indicator":{"label":"指标","category":{"index":{"B":1,"A":0},"label":{"A":"地区生产总值","B":"服务业增加值比重"},
        "unit":{"A":{"label":"亿元","decimals":2},"B":{"label":"%"}}}},
      "time":{"category":{"index":["2022","2023"]}}},
    "value":[1200.10,1260.50,null,51.2,300,310,"..",40.0],"status":{"1":"P"}}"#;

#[test]
fn json_stat_keeps_the_digits_and_the_order_of_its_index() {
    let preview = of("a.json", JSON);
    assert_eq!(said(&preview, Severity::Error), Vec::<String>::new());
    assert_eq!(
        rows(&preview),
        [
            "i0001  2022Year 1200.10 亿元",
            "i0001  2023Year 1260.50 亿元",
            "i0002  2023Year 51.2 %",
            "i0001 凌海市 2022Year 300 亿元",
            "i0001 凌海市 2023Year 310 亿元",
            "i0002 凌海市 2023Year 40.0 %",
        ]
    );
    assert_eq!(
        (preview.rows[1].status, preview.rows[1].source.as_str()),
        (Some(Status::Preliminary), "云岭年鉴")
    );
    assert_eq!(preview.rows[1].cell.of_sheet(&preview.rows[1].sheet), "value!B1");
    let sparse =
        JSON.replace("[1200.10,1260.50,null,51.2,300,310,\"..\",40.0]", "{\"7\":40.0,\"0\":1200.10}");
    assert_eq!(
        rows(&of("a.json", &sparse)),
        ["i0001  2022Year 1200.10 亿元", "i0002 凌海市 2023Year 40.0 %"]
    );
}

#[test]
fn a_json_stat_file_that_contradicts_itself_is_refused_whole() {
    for (from, to, wanted) in [
        ("\"size\":[2,2,2]", "\"size\":[2,2,3]", "两者不符"),
        ("40.0]", "40.0,1]", "value有9个值"),
        ("\"class\":\"dataset\"", "\"class\":\"collection\"", "不是JSON-stat"),
        ("\"id\":[", "\"id\":[[", "不是有效的JSON-stat"),
        ("\"value\":[", "\"values\":[", "没有value"),
        ("\"role\":{\"time\":[\"time\"],", "\"role\":{", ""),
    ] {
        let preview = of("a.json", &JSON.replace(from, to));
        let errors = said(&preview, Severity::Error).join("|");
        if wanted.is_empty() {
            assert_eq!(preview.rows.len(), 6, "time is known by its name: {errors}");
            continue;
        }
        assert!(errors.contains(wanted), "{wanted}: {errors}");
        assert!(preview.rows.is_empty() && preview.accept(&plan()).is_err());
    }
    let huge = JSON.replace("[2,2,2]", "[4000000000,4000000000,4000000000]");
    assert!(!said(&of("a.json", &huge), Severity::Error).is_empty());
}

const PX: &str = "CHARSET=\"ANSI\";\nAXIS-VERSION=\"2013\";\nCODEPAGE=\"utf-8\";\nTITLE=\"主要指标\";\nTITLE[en]=\"main\";\nCONTENTS=\"指标数据\";\n\
    UNITS=\"-\";\nSTUB=\"地区\",\"指标\";\nHEADING=\"时期\";\nCONTVARIABLE=\"指标\";\nSOURCE=\"云岭\"\n\"年鉴\";\n\
    VALUES(\"地区\")=\"全域\",\"凌海市\";\nVALUES(\"指标\")=\"地区生产总值\",\"服务业增加值比重\";\nVALUES(\"时期\")=\"2022年\",\"2023年\";\n\
    TIMEVAL(\"时期\")=TLIST(A1),\"2022\",\"2023\";\nCODES(\"地区\")=\"_T\",\"210781\";\nUNITS(\"地区生产总值\")=\"亿元\";\nUNITS(\"服务业增加值比重\")=\"%\";\n\
    CELLNOTE(\"全域\",\"地区生产总值\",\"2023年\")=\"OBS_STATUS P\";\nNOTE=\"口径一致; 无调整\";\nDATA=\n1200.10 1260.50\n\"..\" 51.2\n300 310\n\"-\" 40.0;\n";

#[test]
fn px_is_read_with_its_units_notes_and_dots() {
    let preview = of("a.px", PX);
    assert_eq!(said(&preview, Severity::Error), Vec::<String>::new());
    assert_eq!(
        rows(&preview),
        [
            "i0001  2022Year 1200.10 亿元",
            "i0001  2023Year 1260.50 亿元",
            "i0002  2023Year 51.2 %",
            "i0001 凌海市 2022Year 300 亿元",
            "i0001 凌海市 2023Year 310 亿元",
            "i0002 凌海市 2023Year 40.0 %",
        ]
    );
    assert_eq!(
        (preview.rows[1].status, preview.rows[1].source.as_str()),
        (Some(Status::Preliminary), "云岭年鉴")
    );
    assert_eq!(preview.rows[2].cell.of_sheet(&preview.rows[2].sheet), "DATA!B2");
    assert!(said(&preview, Severity::Note).iter().any(|one| one.contains("口径一致; 无调整")));
    let short = of("a.px", &PX.replace("300 310\n", "300\n"));
    assert!(said(&short, Severity::Error).join("|").contains("DATA有7个值，各维度相乘应有8个"));
}

#[test]
fn periods_of_px_may_be_a_range_and_quarters() {
    let quarters = PX.replace("TLIST(A1),\"2022\",\"2023\"", "TLIST(Q1,\"20234\"-\"20241\")");
    assert_eq!(
        rows(&of("a.px", &quarters))[..2],
        ["i0001  2023Quarter(4) 1200.10 亿元", "i0001  2024Quarter(1) 1260.50 亿元"]
    );
}

#[test]
fn a_contradiction_within_a_set_is_asked_about() {
    let twice = format!("{SDMX}云:DF(1.0),A,_T,地区生产总值,2023,1270,亿元,0,A,\r\n");
    let found = understand("a.csv", twice.as_bytes(), None, &Settings::default());
    assert_eq!(found.count("asked"), 2);
    let preview = of("a.csv", &twice);
    assert!(rows(&preview).iter().all(|row| !row.contains("2023Year 1260.50") && !row.contains("1270")));
    assert!(matches!(found.figures[0].outcome, Outcome::Asked(_)));
}

#[test]
fn no_bytes_make_the_readers_fail() {
    for text in [SDMX, JSON, PX] {
        for end in 0..text.len() {
            let Some(part) = text.as_bytes().get(..end) else { continue };
            drop(read("a", part, &plan(), &Settings::default()));
        }
    }
}
