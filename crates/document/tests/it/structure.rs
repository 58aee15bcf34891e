//! Habits of Chinese plans, each in a few lines of its own.

use crate::read;

fn outline(text: &str) -> String {
    document::outline(&read(text.as_bytes()))
}

#[test]
fn numbering_styles_nest_by_their_numbers() {
    let text = "某县规划\n\n第一篇 总论\n\n第一章 背景\n\n一、成绩\n\n（一）水\n\n1．水源\n\n水源充足。\n\n2．水质\n\n水质良好。\n\n\
        （二）土\n\n土地肥沃。\n\n二、问题\n\n问题不少。\n\n第二篇 任务\n\n第二章 工程\n\n一、水库\n\n新建水库。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn decimal_numbers_and_an_unusual_order() {
    let text = "1、总体思路\n\n（一）原则\n\n坚持原则。\n\n（二）目标\n\n明确目标。\n\n2、主要任务\n\n（一）水利\n\n兴修水利。\n\n（二）交通\n\n改善交通。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn enumerations_are_no_headings() {
    let text = "一、任务\n\n主要工程如下：\n1、水库除险加固\n2、灌区节水改造\n3、河道综合治理\n\n到2020年全部完成。\n\n\
        （1）新增供水能力5万吨；\n（2）新增灌溉面积3万亩。\n\n二、措施\n\n加强领导。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn boxes_end_where_their_items_end() {
    let text = "一、水利\n\n水利是命脉。\n\n专栏1 水利工程\n\n1．水库工程\n新建东山水库。\n2．河道工程\n治理清河。\n\n\
        二、交通\n\n1．公路\n\n公路要畅通。\n\n专栏2：交通项目\n\n——省道改造。\n——县道提升。\n\n资金由县财政和社会资本共同承担，确保按期完成。\n\n2．铁路\n\n铁路要提速。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn paragraphs_cut_by_pages_are_joined() {
    let text = "某县水利规划\n\n一、水利\n\n全县要加快重点水源工程建设，新增供\n\n— 3 —\n\n水能力5万吨，惠及12个乡镇的群众。\n\n\
        ——完善灌区配套，推广节水灌溉技术，提高\n\u{c}水的利用效率。\n\n二、交通\n\n交通要先行。\n";
    let document = read(text.as_bytes());
    assert_eq!(document.joins.len(), 2);
    insta::assert_snapshot!(document::outline(&document));
}

#[test]
fn tabs_merge_and_pages_split() {
    let text = "表 1：主要指标（单位：万吨）\n\n类别\t指标\t2015年\t2020年\t属性\n供水\t日供水\t5\t8\t预期性\n\t漏损\t1\t0.5\t约束性\n\n\
        排水\t日处理\t3\t4\t约束性\n其他\t\t\t\t\n回用\t回用量\t0.2\t0.6\t预期性\n合计\t\t9.2\t13.1\t\n\n注：初步数据。\n";
    let document = read(text.as_bytes());
    insta::assert_snapshot!(document::outline(&document));
}

#[test]
fn one_cell_to_a_line() {
    let text = "表2 项目计划\n\n单位：万元\n\n序号\n\n项目名称\n\n总投资\n\n（概算）\n\n2021年\n\n安排\n\n1\n\n东河水库\n\n500\n\n200\n\n2\n\n西河水闸\n\n300\n\n150\n\n\
        合 计\n\n800\n\n350\n\n工程由县水利局负责实施，资金按年度安排，确保完成。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn contents_lists_are_no_body() {
    let text = "目  录\n\n第一章 总则………1\n第二章 任务………3\n附件1 项目表………9\n\n某县规划\n\n第一章 总则\n\n总则如下。\n\n第二章 任务\n\n任务很重。\n\n附件1 项目表\n\n略去不列。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn lines_broken_at_a_fixed_width() {
    let text = "\u{3000}\u{3000}全县要坚持以水定城以水定地以水定人以水定产的原则，把水\n资源作为最大的刚性约束，合理规划人口、城市和产业发展，坚\n定走绿色可持续的高质量发展之路。这一原则要贯穿始终不动摇。\n各部门都要落实。\n\
        \u{3000}\u{3000}第二段从这里开始，仍然按照固定的宽度换行，每一行都有差不\n多一样的长度，直到这一段结束为止，最后一行总是比较短的一\n行文字。\n";
    insta::assert_snapshot!(outline(&text.repeat(3)));
}

#[test]
fn tables_go_on_behind_repeated_captions_and_heads() {
    let text = "表1 水利项目\n\n项目\t2021年\t2022年\n水库\t1\t2\n\n续表1 水利项目\n\n项目\t2021年\t2022年\n水闸\t3\t4\n\n\
        表2\n\n灌区项目\n\n灌区\t2021年\t2022年\n东灌区\t5\t6\n\n灌区\t2021年\t2022年\n西灌区\t7\t8\n\n说明文字到此为止。\n\n\
        各县任务\n\n县\t2021年\t2022年\n甲县\t1\t1\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn decimal_chapters_and_bold_lines() {
    let text = "# 某县规划\n\n1 总则\n\n1.1 目的\n\n为了发展。\n\n1.2 依据\n\n依据法律。\n\n2 任务\n\n2.1 水利\n\n**水源工程**\n\n建设水库。\n\n**节水工程**\n\n推广滴灌，2.5亿元投资到位。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn chapter_titles_may_take_two_lines() {
    let text = "某县规划\n\n第一章  加快水利建设\n全面提升保障能力\n\n水利建设要加快。\n\n第二章  发展交通\n\n交通要先行，道路要畅通。\n\n第三章  保护生态\n\n生态要保护。\n";
    insta::assert_snapshot!(outline(text));
}

#[test]
fn a_frame_below_a_box_caption_is_the_box() {
    let page = "<html><body><h1>某县规划</h1><h2>一、水利</h2><p>水利要加快。</p><p>专栏1 水利工程</p>\
        <table><tr><td><p>水库工程：东河水库、西河水库。</p><p>一、河道工程</p><p>治理清河。</p></td></tr></table>\
        <p>以上工程三年内完成。</p><h2>二、交通</h2><p>交通要先行。</p><table><tr><td colspan=2>专栏2 交通项目</td></tr>\
        <tr><td>名称</td><td>里程</td></tr><tr><td>省道</td><td>25</td></tr></table></body></html>";
    insta::assert_snapshot!(outline(page));
}

#[test]
fn items_of_a_box_count_on_through_its_groups() {
    let boxed = |groups: [&str; 2], items: [&str; 3]| {
        let text = format!(
            "第一章 水利\n\n一、工程\n\n水利是命脉。\n\n专栏1 水利工程\n{}\n{}\n{}\n{}\n{}\n\n第二章 交通\n\n一、公路\n\n公路要畅通。\n",
            groups[0], items[0], items[1], groups[1], items[2]
        );
        let document = read(text.as_bytes());
        let found = document.blocks.iter().find_map(|block| match block {
            document::Block::Box(found) => Some(found.blocks.len()),
            _ => None,
        });
        found.unwrap_or(0)
    };
    let works = ["东山水库。总投资3亿元。", "清河治理工程。总投资2亿元。", "城北水厂。总投资1亿元。"];
    for (groups, marks) in [
        (["（一）防洪", "（二）供水"], ["1．", "2．", "3．"]),
        (["1．防洪", "2．供水"], ["（1）", "（2）", "（3）"]),
    ] {
        let items = [0, 1, 2].map(|nth| format!("{}{}", marks[nth], works[nth]));
        let count = boxed(groups, [&items[0], &items[1], &items[2]]);
        assert!(count >= 5, "{groups:?}: {count}");
    }
}
