//! Faults of the kinds that plans seen for the first time had: each must be found, and its sound twin left alone.

use crate::reading::codes;
use check::Settings;

#[test]
fn faults_are_found_and_their_twins_are_not() {
    const HEAD: &str = "云岭市国民经济和社会发展第十五个五年规划纲要\n\n第一章 发展目标\n\n一、目标\n\n";
    for (code, faulty, sound) in [
        (
            "C007",
            "适时启动云溪会展中心建设。\n\n第二章 城市\n\n2028年建成云溪会展中心，提升城市功能。\n",
            "适时启动云溪会展中心建设。\n\n第二章 城市\n\n2028年建成云溪体育中心，提升城市功能。\n",
        ),
        (
            "C011",
            "支持华远新材料有限公司扩能。\n\n第二章 创新\n\n引进远华新材料公司研发团队。\n",
            "支持华远新材料有限公司扩能。\n\n第二章 创新\n\n引进华远新材料公司研发团队。\n",
        ),
        (
            "A005",
            "新建水库5座，分别为东溪水库、南山水库、北岭水库、西河水库。\n",
            "新建水库4座，分别为东溪水库、南山水库、北岭水库、西河水库。\n",
        ),
    ] {
        let settings = Settings::new(code, "").expect("the rule exists");
        let of = |text: &str| codes(&format!("{HEAD}{text}"), &settings);
        assert_eq!(of(faulty), [code], "{faulty}");
        assert!(of(sound).is_empty(), "{sound}");
    }
}

#[test]
fn a_share_reached_in_the_review_is_the_base_of_its_aim() {
    let settings = Settings::new("T003", "").expect("the rule exists");
    let plan = |aim: &str| {
        format!(
            "云岭市国民经济和社会发展第十五个五年规划纲要\n\n第一章 发展基础\n\n“十四五”时期，森林覆盖率达到46.5%。\n\n\
             第二章 主要目标\n\n到2030年，森林覆盖率达到{aim}%。\n"
        )
    };
    assert_eq!(codes(&plan("45"), &settings), ["T003"]);
    assert!(codes(&plan("47"), &settings).is_empty());
}

#[test]
fn halves_that_frames_have_parted_are_a_pair() {
    let settings = Settings::new("X006", "").expect("the rule exists");
    let lines = |ends: &str| {
        format!(
            "云岭市环境状况\n\n制定《云岭市水环境{ends}\n\n全年优良天数。\n\n雨水。\n\n河流。\n\n湖泊。\n\n湿地。\n\n治理方案》并实施。\n"
        )
    };
    assert!(codes(&lines(""), &settings).is_empty());
    assert_eq!(codes(&lines("。"), &settings), ["X006", "X006"]);
}

#[test]
fn the_far_aim_of_a_heading_is_held_against_the_near_one() {
    let settings = Settings::new("C018", "").expect("the rule exists");
    let plan = |far: &str| {
        format!(
            "云岭市国民经济和社会发展第十五个五年规划纲要\n\n第一章 主要目标\n\n到2030年，人均预期寿命达到81.5岁。\n\n\
             第二章 二〇三五年远景目标\n\n人均预期寿命达到{far}岁。\n"
        )
    };
    assert_eq!(codes(&plan("81.2"), &settings), ["C018"]);
    assert!(codes(&plan("82"), &settings).is_empty());
}
