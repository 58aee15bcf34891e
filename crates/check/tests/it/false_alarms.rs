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
        // What a bracket behind a figure holds is no whole and no part beside it.
        ("A010", "全年收到建议40件（含主办12件），其中东部27件（含主办9件）、西部13件（含主办3件）。\n"),
        // A rate kept every year in the column of rates is no growth.
        (
            "A001",
            "2020年，城镇调查失业率为5.1%。\n\n表1：主要指标\n\n序号\t指标\t单位\t属性\t2025年\t年均\n\
             1\t城镇调查失业率\t%\t预期性\t-\t<5.5\n2\t粮食产量\t万吨\t预期性\t33\t-\n3\t城镇化率\t%\t预期性\t55\t-\n",
        ),
        // Changes do not add up, and where no sum fits the rows were misread.
        (
            "A011",
            "表1：各县情况\n\n县\t比上年增长（%）\n合计\t1.2\n东县\t3.1\n西县\t-0.8\n南县\t2.2\n\n\
             表2：各县项目\n\n县\t项目（个）\t投资（亿元）\n东县\t3\t5.5\n西县\t4\t6\n合计\t19\t28\n",
        ),
        // The unit of a column that was taken for words is no whole.
        ("A010", "固定资产投资 亿元 — — — 4.8 其中：工业投资 亿元 2.1 房地产开发投资 9亿元 15.3。\n"),
        // A note of one sentence has nothing under it.
        (
            "S005",
            "全年进出口平稳。\n\n一、注释\n\n①增速按不变价计算。\n②进出口数据来源于海关，为快报数。\n③研发经费为快报数。\n",
        ),
        // Work of the period: less of it is no step back.
        (
            "T003",
            "表1：主要指标\n\n指标\t2020年\t2025年\t属性\n筹集保障性租赁住房（套）\t3600\t2800\t预期性\n\
             病险水库除险加固（座）\t31\t18\t预期性\n",
        ),
        // What is left out makes it another figure.
        (
            "C001",
            "扣除房地产开发，2020年固定资产投资增长8.1%。\n\n表1：主要指标\n\n指标\t2020年\t2025年\t属性\n\
             固定资产投资增长（%）\t3.6\t4\t预期性\n城镇化率（%）\t50\t55\t预期性\n",
        ),
    ] {
        let found = codes(&format!("{HEAD}{text}"), &Settings::new(code, "").expect("a rule"));
        assert!(found.is_empty(), "{code}: {text}");
    }
}

/// A total that fits once a wrong subtotal is put right is right: the subtotal alone is told.
#[test]
fn a_wrong_subtotal_is_not_blamed_on_the_total() {
    let text = "第一章 项目\n\n表1：重点项目\n\n县\t项目\t投资（亿元）\n东县\t渠首工程\t10\n东县\t物流园\t20\n\t小计\t38\n\
                西县\t风电场\t15\n西县\t医院\t5\n\t小计\t20\n\t合计\t50\n";
    let found = codes(text, &Settings::new("A011", "").expect("a rule"));
    assert_eq!(found, ["A011"]);
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
