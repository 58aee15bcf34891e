//! What other extractors get wrong, each as a test of its own.

use phrase::{Comparator, Kind, Mention, scan};
use std::time::{Duration, Instant};

fn texts(text: &str) -> Vec<String> {
    scan(text).iter().map(|m| m.text(text).to_owned()).collect()
}

fn one(text: &str) -> Mention {
    let mut found = scan(text);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    found.remove(0)
}

fn value_and_unit(text: &str) -> (String, String) {
    let mention = one(text);
    let unit = mention.unit.map_or_else(String::new, |unit| unit.name.into_owned());
    (mention.value.map_or_else(String::new, |value| value.normalize().to_string()), unit)
}

fn is(text: &str, value: &str, unit: &str) {
    assert_eq!(value_and_unit(text), (value.to_owned(), unit.to_owned()), "{text}");
}

#[test]
fn a_unit_prefix_is_no_multiplier() {
    is("500千伏输变电工程", "500", "千伏");
    is("66万千瓦供热机组", "660000", "千瓦");
    is("年发电量3.5亿千瓦时", "350000000", "千瓦时");
    is("提高2百分点", "2", "百分点");
    is("路基宽12千米", "12", "千米");
    is("三千克样品", "3", "千克");
}

#[test]
fn a_multiplier_without_digit_is_a_number() {
    is("吞吐量突破亿吨", "100000000", "吨");
    is("产值达到千亿元", "100000000000", "元");
    is("各类组织达到千家以上", "1000", "家");
    is("每千人拥有床位数", "1000", "人");
    is("万元地区生产总值能耗", "10000", "元");
    is("建设百万亩节水工程", "1000000", "亩");
    let scale = one("打造百亿级产业集群");
    assert_eq!((scale.kind, scale.bare), (Kind::Scale, true));
    assert_eq!(one("农产品加工规模千万吨").printed.number, Some(1000.into()));
}

#[test]
fn a_plan_number_is_a_period() {
    let period = one("“十三五”期间");
    let years = period.years.unwrap();
    assert_eq!((years.first, years.last, years.plan), (2016, 2020, Some(13)));
    assert_eq!(one("“一五”时期").years.unwrap().first, 1953);
    assert_eq!(one("比“九五”末增长").years.unwrap().last, 2000);
    assert!(texts("深入开展“七五”普法").is_empty());
    assert!(texts("第十三个五年规划").is_empty());
    assert!(texts("二〇一五年至今共十五处").iter().any(|t| t == "十五处"));
}

#[test]
fn a_ratio_is_no_clock_and_a_clock_no_ratio() {
    assert_eq!(one("三次产业比重为16.6:47.6:35.8").parts.len(), 3);
    assert_eq!(one("城乡居民收入比缩小到1.8∶1").parts.len(), 2);
    assert!(texts("每日8:30开门，20:00关门").is_empty());
    assert!(texts("专栏2：6921工程").is_empty());
    assert_eq!(texts("目标一：100个项目"), ["100个"]);
}

#[test]
fn years_and_counts_stay_apart() {
    assert_eq!(texts("2020 年，培育 10 家企业"), ["2020 年", "10 家"]);
    let years = one("劳动年龄人口平均受教育年限达到 14 年");
    assert_eq!((years.kind, years.value), (Kind::Duration, Some(14.into())));
    assert_eq!(texts("5G基站、2G/3G网络、PM2.5、R2、2+26城市、A级"), [""; 0]);
    assert_eq!(texts("“中国制造2025”、世界500强、5A级景区、4S店"), [""; 0]);
}

#[test]
fn a_dash_between_two_counts_is_a_range() {
    let range = one("培育2-3个园区");
    assert_eq!((range.value, range.value_high), (Some(2.into()), Some(3.into())));
    let money = one("总投资80—100亿元");
    assert_eq!(money.printed.number, Some(80.into()));
    assert_eq!(money.value, Some(8_000_000_000_i64.into()));
    let shared = one("一百二十到一百五十万元");
    assert_eq!((shared.value, shared.value_high), (Some(1_200_000.into()), Some(1_500_000.into())));
    let percent = one("占比20%—25%");
    assert_eq!((percent.value, percent.value_high), (Some(20.into()), Some(25.into())));
}

#[test]
fn a_pair_of_ends_is_a_range() {
    let range = one("增速保持在6%和7%之间");
    assert_eq!((range.value, range.value_high), (Some(6.into()), Some(7.into())));
    assert_eq!(texts("分别建设15户和13户"), ["15户", "13户"]);
    let years = one("滚动计划（2016-2020）");
    assert_eq!((years.kind, years.value_high), (Kind::Period, Some(2020.into())));
    let pair = scan("从2016年到2020年");
    assert_eq!(pair[0].comparator(), Some(Comparator::From));
    assert_eq!(pair[1].comparator(), Some(Comparator::To));
}

#[test]
fn groups_are_counted_apart() {
    let values = |text: &str| phrase::groups(text).iter().map(|n| n.value.to_string()).collect::<Vec<_>>();
    assert_eq!(values("打造四大基地、5大工程和 10 大产业链"), ["4", "5", "10"]);
    assert!(values("党的十八大以来，十九大精神，第五大城市，百大企业，很大").is_empty());
    assert!(texts("打造四大基地").is_empty());
}

#[test]
fn doublings_ranks_and_names() {
    is("总量翻一番", "2", "倍");
    is("收入翻了两番", "4", "倍");
    let rank = one("位居全国第3位");
    assert_eq!((rank.kind, rank.value), (Kind::Ordinal, Some(3.into())));
    assert!(texts("推行“一照一码”和三证合一").is_empty());
    assert!(texts("坚持“三个代表”，落实“四个全面”，统筹三次产业").is_empty());
    assert!(texts("实施“千人计划”，走千家万户，百年大计").is_empty());
    assert!(texts("《规划纲要（2015—2025年）》").is_empty());
}

#[test]
fn separators_and_layout_blanks_are_read_through() {
    is("外贸进出口总额1,250亿元", "125000000000", "元");
    is("销售产值 115 亿元", "11500000000", "元");
    is("旅客吞吐量 80 万 人次", "800000", "人次");
    is("建筑面积１２，０００平方米", "12000", "平方米");
    assert_eq!(texts("投资100亿元，200个项目"), ["100亿元", "200个"]);
}

#[test]
fn amounts_stand_without_unit_or_with_two() {
    is("花费六百多万", "6000000", "");
    is("城镇人口达到一百九十万", "1900000", "");
    is("城镇人口达到190万", "1900000", "");
    assert_eq!(texts("储能100MW/200MWh"), ["100MW", "200MWh"]);
    is("每天处理15吨/日", "15", "吨/日");
    is("发病率58/10万", "58", "/10万");
    is("传染病发病率150例/10万人", "150", "例/10万人");
}

#[test]
fn bounds_include_what_the_law_includes() {
    assert_eq!(one("50万元（含）以上").comparator(), Some(Comparator::Ge));
    assert_eq!(one("失业率控制在4.5%以内").comparator(), Some(Comparator::Le));
    assert_eq!(one("增速不低于7%").comparator(), Some(Comparator::Ge));
    assert_eq!(one("覆盖率突破九成").comparator(), Some(Comparator::Gt));
    assert_eq!(one("占比不足30%").comparator(), Some(Comparator::Lt));
    assert_eq!(one("节约100万吨标准煤").comparator(), None);
    assert_eq!(one("来自15个国家").comparator(), None);
    assert_eq!(one("由5个部门组成").comparator(), None);
}

#[test]
fn nothing_takes_more_than_linear_time() {
    let nasty = [
        "1元",
        "〇",
        "0,000",
        "1:",
        "《",
        "“",
        "2020年",
        "一万",
        "约",
        "提高到",
        "亿",
        "零",
        "9/",
        "%20",
        "由1%",
        "第",
        "的",
        "翻",
        "半",
        "达到",
        "十三五",
        "1-",
        "百分之",
        "每",
        "、1个",
    ];
    for piece in nasty {
        let (parts, whole) = (time_of(piece, 10_000, 8), time_of(piece, 80_000, 1));
        // As long as its eight parts when the time is linear, eight times as long when it is quadratic. The system counts
        // in ticks of some milliseconds.
        assert!(
            whole < parts * 3 + Duration::from_millis(15),
            "{piece}: {parts:?} in parts, {whole:?} at once"
        );
    }
}

/// The shortest of several times that scanning a piece repeated over so many bytes takes, so many times over.
fn time_of(piece: &str, bytes: usize, times: usize) -> Duration {
    let text = piece.repeat(bytes / piece.len());
    let once = || {
        let begun = spent();
        for _ in 0..times {
            let _ = scan(&text);
        }
        spent().saturating_sub(begun)
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}

/// What this thread has spent on a processor, which is the same on a busy machine; the time of day where the system does
/// not tell it.
#[allow(clippy::disallowed_methods, reason = "the test measures")]
fn spent() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

#[test]
fn each_currency_is_its_own() {
    for (text, currency) in [
        ("利用外资3亿澳元", "money:AUD"),
        ("利用外资3亿澳大利亚元", "money:AUD"),
        ("利用外资3亿澳门元", "money:MOP"),
        ("利用外资3亿港元", "money:HKD"),
        ("利用外资3亿加元", "money:CAD"),
    ] {
        let unit = one(text).unit.expect("a unit");
        assert_eq!(unit.dimension.of, currency, "{text}");
    }
}

#[test]
fn a_multiplier_that_has_lost_its_number_is_no_amount() {
    for text in [
        "增加值达到XX亿元",
        "总额达到__亿元",
        "收入达到12O亿元",
        "产值达到1680①亿元",
        "零售额达到700[2]亿元",
        "投资达到900（现价）亿元",
    ] {
        let found = phrase::scan(text);
        assert!(found.iter().all(|mention| mention.unit.is_none()), "{text}: {found:?}");
    }
    assert!(phrase::scan("打造千亿元产业").iter().any(|mention| mention.unit.is_some()));
}

#[test]
fn a_comma_of_the_other_width_groups_digits() {
    let value =
        |text: &str| phrase::scan(text).first().and_then(|mention| mention.value).map(|v| v.to_string());
    assert_eq!(value("产量达到98，000吨").as_deref(), Some("98000"));
    assert_eq!(value("总值达到1，680亿元").as_deref(), Some("168000000000"));
}

#[test]
fn letters_and_rings_typed_for_zero() {
    for text in ["二Ｏ二五年", "二O二五年", "二О二五年", "二◯二五年", "二○二五年", "二0二五年"]
    {
        let years = phrase::scan(text).first().and_then(|mention| mention.years);
        assert_eq!(years.map(|years| years.last), Some(2025), "{text}");
    }
}
