use crate::compiled::document;
use plan::Period;
use plan::SectionKind::{Chapter, Section, Subsection};

#[test]
fn sections_nest_and_reach_to_their_last_line() {
    let text = "云岭市水利发展“十三五”规划\n\n第一章 目标\n\n一、总体目标\n\n水源充足。\n\n1、供水\n\n城乡供水。\n\n二、其他\n\n其他。\n\n第二章 保障\n\n一、组织\n\n加强领导。\n";
    let (plan, _) = document(text);
    let rows: Vec<_> = plan
        .sections
        .iter()
        .map(|row| (row.number.as_str(), row.title.as_str(), row.level, row.kind, row.line, row.line_end))
        .collect();
    assert_eq!(
        rows,
        [
            ("第一章", "目标", 1, Chapter, 3, 15),
            ("一", "总体目标", 2, Section, 5, 11),
            ("1", "供水", 3, Subsection, 9, 11),
            ("二", "其他", 2, Section, 13, 15),
            ("第二章", "保障", 1, Chapter, 17, 21),
            ("一", "组织", 2, Section, 19, 21),
        ]
    );
    assert_eq!(plan.sections[2].parent, Some(plan.sections[1].id.clone()));
    assert_eq!(plan.region.as_deref(), Some("云岭市"));
    assert_eq!(plan.period, Some(Period { start: 2016, end: 2020 }));
}
