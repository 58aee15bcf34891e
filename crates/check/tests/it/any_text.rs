//! No text makes the checker panic, and every finding points into the text.

use crate::reading::findings;
use check::Settings;
use proptest::prelude::*;

/// Pieces of plans, whole and broken, that rules look for.
const PIECES: [&str; 64] = [
    "第一章 ",
    "一、",
    "（一）",
    "1、",
    "表1：",
    "专栏1：重点项目",
    "图1：",
    "目 录\n",
    "\t",
    "\n",
    "\n\n",
    "，",
    "。",
    "：",
    "、",
    "；",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "到2020年",
    "2015年",
    "“十三五”",
    "（2016-2021年）",
    "达到",
    "年均增长",
    "%",
    "亿元",
    "万",
    "3-5个",
    "50-30家",
    "适时",
    "力争",
    "争取",
    "有关部门",
    "负责",
    "及时报送规划实施情况",
    "其中",
    "合计",
    "小计",
    "每个县（市）",
    "四县（市）",
    "三大产业",
    "16.6:47.6:35.8",
    "禁止开发区域：包括",
    "国家级湿地公园",
    "度假区",
    "水库",
    "供水",
    "LXB",
    "6921工程",
    "六横五纵一环",
    "续建",
    "新建",
    "铁路",
    "至",
    "等新兴产业",
    "等传统产业",
    "全覆盖",
    "约束性",
    "—",
    "<!-- gangyao: allow T004",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(PIECES.as_slice()).prop_map(str::to_owned),
        2 => "[甲乙丙市县区园港路a-zA-Z0-9 .,()-]{1,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_lie_in_the_text(text in text()) {
        if text.trim().is_empty() || document::read(text.as_bytes(), &document::ReadOptions::default()).is_err() {
            return Ok(());
        }
        let (document, found) = findings(&text, &Settings::default());
        for diagnostic in found {
            prop_assert!(!diagnostic.message.zh.is_empty() && !diagnostic.message.en.is_empty());
            for label in &diagnostic.labels {
                prop_assert!(document.text.get(label.span.range()).is_some(), "{} {:?}", diagnostic.code, label.span);
            }
        }
    }
}
