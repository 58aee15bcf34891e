//! Years, periods, dates and lengths of time.

use phrase::{Comparator, Edge, Kind, Mention, Years, scan};

fn one(text: &str) -> Mention {
    let mut found = scan(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

fn years(text: &str) -> Years {
    one(text).years.unwrap_or_else(|| panic!("{text}"))
}

fn span(text: &str) -> (i32, i32) {
    let years = years(text);
    (years.first, years.last)
}

#[test]
fn one_year_in_every_spelling() {
    for text in
        ["2020年", "２０２０年", "2020 年", "二〇二〇年", "二○二○年", "二零二零年", "二0二0年", "2020年度"]
    {
        assert_eq!(span(text), (2020, 2020), "{text}");
    }
    assert_eq!(years("2020年末").edge, Some(Edge::End));
    assert_eq!(years("2020年底前").edge, Some(Edge::End));
    assert_eq!(years("2016年初").edge, Some(Edge::Start));
    assert_eq!(years("2016年初步建立").edge, None);
    let date = years("2017年6月30日前");
    assert_eq!((date.month, date.day), (Some(6), Some(30)));
    assert_eq!((years("2020年十二月底").month, years("2020年十二月底").edge), (Some(12), Some(Edge::End)));
    for text in ["1990年代", "3500年", "2020版", "6月底前完成", "5月1日"] {
        assert!(scan(text).iter().all(|m| !m.kind.is_calendar()), "{text}");
    }
}

#[test]
fn periods_by_years_and_by_plan() {
    for text in
        ["2016-2020年", "2016—2020 年", "2016年—2020年", "2016年至2020年", "2016～2020年", "（2016-2020）"]
    {
        assert_eq!(span(text), (2016, 2020), "{text}");
    }
    assert_eq!(span("“十五”期间"), (2001, 2005));
    assert_eq!(span("“十四五”期末"), (2021, 2025));
    assert_eq!(years("“十四五”期末").edge, Some(Edge::End));
    assert_eq!(years("到“十三五”末").edge, Some(Edge::End));
    assert_eq!(span("十二五时期"), (2011, 2015));
    assert_eq!(span("“二五”计划"), (1958, 1962));
    assert_eq!(span("“三五”时期"), (1966, 1970));
    for text in ["十五个项目", "三五成群", "四五级台风", "2020-2016年的倒序"] {
        assert!(scan(text).iter().all(|m| m.kind != Kind::Period), "{text}");
    }
}

#[test]
fn deadlines_origins_and_lengths() {
    let comparator = |text: &str| scan(text)[0].comparator();
    for text in [
        "到2020年",
        "至2020年",
        "截至2020年底",
        "截止2020年",
        "2020年底前",
        "2020年以前",
        "力争到2020年",
        "到“十三五”末",
    ] {
        assert_eq!(comparator(text), Some(Comparator::By), "{text}");
    }
    for text in [
        "比2015年增长",
        "较“十二五”末提高",
        "自2016年起",
        "2016年以来",
        "与2015年相比",
        "在2015年基础上",
        "以2015年为基期",
    ] {
        assert_eq!(comparator(text), Some(Comparator::From), "{text}");
    }
    for text in ["5年内", "3个月以内", "30分钟之内"] {
        assert_eq!((one(text).kind, comparator(text)), (Kind::Duration, Some(Comparator::Le)), "{text}");
    }
    assert_eq!(comparator("每两年评估一次"), Some(Comparator::Per));
    assert_eq!(one("两年半时间").value.unwrap().to_string(), "2.5");
    for text in ["近五年", "未来五年", "五年间", "十余年"] {
        assert_eq!(one(text).kind, Kind::Duration, "{text}");
    }
    for text in
        ["五年规划", "三年行动计划", "九年义务教育", "学前三年", "百年大计", "三年级", "每年", "上半年"]
    {
        assert!(scan(text).is_empty(), "{text}");
    }
}
