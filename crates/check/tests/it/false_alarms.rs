//! Texts on which a naive rule would fire: each must stay silent on them.

use crate::reading::codes;
use check::Settings;

#[test]
fn rules_stay_silent() {
    const HEAD: &str = "云岭市国民经济和社会发展第十四个五年规划纲要\n\n第一章 发展基础\n\n一、成就\n\n";
    for (code, text) in [
        // The average growth of five years beside the growth of the last one.
        (
            "C001",
            "2020年，地区生产总值达到400亿元，五年年均增长6.1%。\n\n表1：主要指标\n\n指标\t2020年\t2025年\t属性\n\
             地区生产总值增长（%）\t3.2\t6\t预期性\n城镇化率（%）\t50\t55\t预期性\n",
        ),
        // The noun that is counted stands a few words behind the number.
        ("T008", "7.4万易地搬迁和库区安置人口住进新居。\n"),
        // What is a rate itself has its value in the growth column.
        (
            "T011",
            "表1：主要指标\n\n指标\t2020年\t2025年\t年均增长（%）\t属性\n地区生产总值增长（%）\t3.2\t—\t6\t预期性\n\
             粮食产量（万吨）\t30\t33\t2\t预期性\n",
        ),
    ] {
        let found = codes(&format!("{HEAD}{text}"), &Settings::new(code, "").expect("a rule"));
        assert!(found.is_empty(), "{code}: {text}");
    }
}
