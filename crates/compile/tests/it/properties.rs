use crate::compiled::{TITLE, document};

const PIECES: &[&str] = &[
    "到2025年，",
    "年均增长",
    "达到",
    "12.5亿元",
    "8%",
    "以上",
    "、",
    "和",
    "分别",
    "。",
    "，",
    "；",
    "：",
    "（",
    "）",
    "“",
    "”",
    "《",
    "》",
    "培育",
    "建设",
    "产业园",
    "全市",
    "全部",
    "全覆盖",
    "由",
    "提高到",
    "5大",
    "千家",
    "1/3的",
    "居民收入",
    "12:44:44",
    "\n\n",
    "专栏1：",
    "一、",
    "占",
    "比2020年",
    "的",
    "等",
    "3-5个",
    "牵头",
    "责任单位：",
    "市水利局",
    "\t",
    "表1：",
    "指标",
    "禁止开发区域：",
    "东川县",
    "每个县（市）",
];

/// A small generator with a fixed seed: the same texts on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn any_text_compiles_and_every_quote_is_the_source() {
    let mut dice = Dice(7);
    for _ in 0..120 {
        let mut text = format!("{TITLE}\n\n第一章 目标\n\n");
        for _ in 0..dice.roll(60) {
            text.push_str(PIECES[dice.roll(PIECES.len())]);
        }
        let (plan, _) = document(&text);
        let places = plan
            .targets
            .iter()
            .map(|row| &row.provenance)
            .chain(plan.observations.iter().map(|row| &row.provenance))
            .chain(plan.projects.iter().map(|row| &row.provenance))
            .chain(plan.tasks.iter().map(|row| &row.provenance))
            .chain(plan.places.iter().map(|row| &row.provenance))
            .chain(plan.bodies.iter().map(|row| &row.provenance));
        for place in places {
            assert!(!place.quote.is_empty() && place.quote == place.span.of(&text), "{text}");
            assert!(place.line >= 1);
        }
        for target in &plan.targets {
            assert!(plan.indicator(&target.indicator).is_some());
            assert!(target.year.is_some() != target.implied_year.is_some(), "{text}");
            assert!(target.value.is_some() || !target.value_text.is_empty(), "{text}");
        }
        assert_eq!(document(&text).0, plan);
    }
}

#[test]
fn long_clauses_stay_linear() {
    let mut text = format!("{TITLE}\n\n第一章 目标\n\n建设");
    for number in 0..1500 {
        text.extend(["甲", &number.to_string(), "产业园和"]);
    }
    text.push_str("。\n\n");
    for number in 0..1500 {
        text.extend(["乙达到", &number.to_string(), "个、"]);
    }
    text.push_str("。\n");
    let (plan, _) = document(&text);
    assert!(plan.targets.len() > 1000, "{}", plan.targets.len());
}
