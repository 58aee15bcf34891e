//! Laws that hold for every text and every number.

use phrase::{
    Kind, arabic, chinese, fold, numbers, numeral, ordinal, ordinals, parse_cell, parse_unit, scan,
};
use proptest::prelude::*;
use rust_decimal::Decimal;

/// Pieces that occur in plans, so that random texts reach deep into the grammar.
const PIECES: [&str; 64] = [
    "到",
    "2020年",
    "末",
    "“",
    "”",
    "十三五",
    "期间",
    "1,357.5",
    "亿元",
    "万",
    "千",
    "百",
    "十",
    "一",
    "二",
    "三",
    "两",
    "零",
    "五",
    "个百分点",
    "%",
    "％",
    "１２",
    "．",
    "，",
    "、",
    "-",
    "—",
    "至",
    "和",
    "比",
    "由",
    "提高到",
    "达到",
    "以上",
    "以内",
    "左右",
    "年均",
    "增长",
    "累计",
    "力争",
    "每",
    "人",
    "户",
    "平方公里",
    "千瓦",
    "/",
    "吨",
    ":",
    "：",
    "分之",
    "成",
    "翻",
    "番",
    "半",
    "第",
    "位",
    "Ⅳ",
    "类",
    "《",
    "》",
    " ",
    "余",
    "几",
];

fn planning_text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![planning_text(), "\\PC{0,40}", any::<String>()]
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..9).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale))
}

proptest! {
    #[test]
    fn spans_lie_in_the_text_in_order(text in any_text()) {
        let mut end = 0;
        for mention in scan(&text) {
            prop_assert!(mention.span.start >= end, "{mention:?}");
            prop_assert!(!mention.span.is_empty());
            end = mention.span.end;
            prop_assert!(text.get(mention.span.clone()).is_some());
            prop_assert!(text.get(mention.number_span.clone()).is_some());
            prop_assert!(mention.span.start <= mention.number_span.start && mention.number_span.end <= end);
            let markers = [
                mention.comparator.as_ref().map(|m| m.span.clone()),
                mention.change.as_ref().map(|m| m.span.clone()),
                mention.modality.as_ref().map(|m| m.span.clone()),
            ];
            for marker in markers.into_iter().flatten() {
                prop_assert!(text.get(marker).is_some());
            }
        }
    }

    #[test]
    fn ranges_ascend_and_printed_numbers_agree(text in any_text()) {
        for mention in scan(&text) {
            if let (Some(low), Some(high)) = (mention.value, mention.value_high) {
                prop_assert!(low < high, "{mention:?}");
            }
            prop_assert_eq!(mention.value.is_none(), mention.kind == Kind::Ratio, "{:?}", mention);
            prop_assert_eq!(mention.years.is_some(), mention.kind.is_calendar());
        }
    }

    #[test]
    fn sentences_do_not_share_context(left in any_text(), right in any_text()) {
        let joined = scan(&format!("{left}。{right}"));
        let shift = left.len() + "。".len();
        let mut apart = scan(&left);
        apart.extend(scan(&right).into_iter().map(|mut mention| {
            let moved = |span: &mut std::ops::Range<usize>| *span = span.start + shift..span.end + shift;
            moved(&mut mention.span);
            moved(&mut mention.number_span);
            mention.comparator.iter_mut().for_each(|m| moved(&mut m.span));
            mention.change.iter_mut().for_each(|m| moved(&mut m.span));
            mention.modality.iter_mut().for_each(|m| moved(&mut m.span));
            mention
        }));
        prop_assert_eq!(joined, apart);
    }

    #[test]
    fn a_printed_number_reads_back(value in decimal()) {
        prop_assert_eq!(numeral(&chinese(value)), Some(value.normalize()), "{}", chinese(value));
        prop_assert_eq!(numeral(&arabic(value)), Some(value.normalize()), "{}", arabic(value));
    }

    #[test]
    fn nothing_makes_the_small_readers_panic(text in any_text()) {
        let _ = (numbers(&text), ordinals(&text), numeral(&text), ordinal(&text), parse_unit(&text), parse_cell(&text));
        let _ = phrase::read_all(&text);
        let folded = fold(&text);
        prop_assert_eq!(folded.original(folded.text().len()), text.len());
        prop_assert_eq!(folded.text().chars().count(), text.chars().count());
    }

    #[test]
    fn an_amount_is_read_as_printed(value in 1_u32..1_000_000, scale in 0_u32..3, multiplier in 0_usize..3, unit in 0_usize..5) {
        let number = Decimal::new(i64::from(value), scale).normalize();
        let multiplier = ["", "万", "亿"][multiplier];
        let unit = ["元", "吨", "个", "平方公里", "千瓦"][unit];
        let text = format!("规模{number}{multiplier}{unit}。");
        let found = scan(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].printed.number, Some(number));
        prop_assert_eq!(&found[0].printed.unit, &format!("{multiplier}{unit}"));
        let printed = parse_unit(&found[0].printed.unit).unwrap();
        let plain = found[0].unit.clone().unwrap();
        prop_assert_eq!(phrase::convert(number, &printed, &plain).unwrap(), found[0].value.unwrap().normalize());
    }
}
