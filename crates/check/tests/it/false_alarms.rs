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

/// A lake that gives water and carries sport is found like a reservoir; 湖 inside other names is none.
#[test]
fn a_lake_is_a_water_like_a_reservoir() {
    let settings = Settings::new("Z003", "").expect("a rule");
    let text = |supply: &str, sport: &str| format!("第一章 供水\n\n{supply}。\n\n第二章 体育\n\n{sport}。\n");
    let found = codes(&text("保护碧螺湖饮用水水源地", "建设碧螺湖皮划艇水上训练基地"), &settings);
    assert_eq!(found, ["Z003"]);
    for (supply, sport) in [
        ("保护碧螺湖饮用水水源地", "建设凌河皮划艇水上训练基地"),
        ("完善东湖路供水管网", "建设东湖路旅游集散中心"),
        ("实施河湖供水调度", "发展河湖休闲旅游"),
    ] {
        assert!(codes(&text(supply, sport), &settings).is_empty(), "{supply}, {sport}");
    }
}
