use crate::context::{Context, Piece};
use crate::language::enumeration;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::BoxBlock;
use phrase::Kind;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "T014",
    name: "box-without-attributes",
    family: Family::Target,
    severity: Severity::Warning,
    grade: Grade::Stable,
    page: Page {
        title: ("重点项目没有投资、年限和责任单位", "Key projects without money, years or bodies"),
        what: (
            "项目专栏列出了许多项目，却没有一个写明投资、起止年份或责任单位。全文合并成一条；附有带投资的项目表的不报。",
            "Boxes of projects in which not one project has a sum, a year or a responsible body; one finding for the text. Silent when a table lists projects with their money.",
        ),
        why: (
            "到期无法判断项目是否按期按量完成，也不知道找谁。",
            "At the end nobody can say whether a project was done in time and in full, nor whom to ask.",
        ),
        fix: (
            "把专栏改成项目表，至少加上投资、年限、责任单位三列；或注明另有项目清单。",
            "Turn the boxes into tables with money, years and bodies, or name the list that has them.",
        ),
        example: Example {
            faulty: "第一章 基础设施\n\n加快建设。\n\n专栏1：基础设施重点建设项目\n\n1、交通项目：龙湾疏港铁路、城市外环路、农村公路提升工程、南站客运中心。\n\n2、供水项目：锦湖供水工程、海堤工程、中小河流治理工程、水土保持项目。\n",
            sound: "第一章 基础设施\n\n加快建设。\n\n专栏1：基础设施重点建设项目\n\n1、交通项目：龙湾疏港铁路（2016-2018年，投资12亿元，市交通局）、城市外环路、农村公路提升工程、南站客运中心。\n\n2、供水项目：锦湖供水工程、海堤工程、中小河流治理工程、水土保持项目。\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

/// Fewer projects than this make no list.
const ENOUGH: usize = 6;

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    // An annex that lists projects with their money answers for the boxes.
    let annexed = context.tables.iter().any(|table| {
        let head =
            |word: &str| table.cells.iter().any(|c| c.row < table.head && c.text.text().contains(word));
        head("投资") && (head("项目") || head("工程"))
    });
    if annexed {
        return;
    }
    let mut bare = Vec::new();
    let mut projects = 0;
    for (boxed, pieces) in &context.boxes {
        let title = boxed.title.text();
        if !title.contains("项目") && !title.contains("工程") {
            continue;
        }
        // （牵头单位：…） below a box answers for the whole of it.
        if context.pieces.get(pieces.end).is_some_and(|below| is_note_of_bodies(below.text())) {
            continue;
        }
        let Some(count) = listed_without_attributes(&context.pieces[pieces.clone()], boxed) else { continue };
        projects += count;
        bare.push(*boxed);
    }
    if projects < ENOUGH {
        return;
    }
    let numbers = bare.iter().map(|boxed| boxed.number.as_str()).collect::<Vec<_>>().join("、");
    let mut finding = RULE
        .finding()
        .message(
            format!("专栏{numbers}约{projects}个项目都没有投资、年限和责任单位"),
            format!("about {projects} projects of the boxes {numbers} have no money, years or bodies"),
        )
        .help(
            "加上投资、年限、责任单位，或注明另有清单",
            "add money, years and bodies, or name the list that has them",
        );
    for boxed in bare.into_iter().take(6) {
        finding =
            finding.label(boxed.title.full_span(), "没有投资、年限、责任单位", "no money, years, bodies");
    }
    found.push(finding);
}

/// Words with which a body is made responsible.
const ASSIGNED: [&str; 5] = ["牵头", "负责", "责任单位", "责任部门", "实施主体"];

/// Whether a paragraph is nothing but a note that names the responsible bodies.
fn is_note_of_bodies(text: &str) -> bool {
    let text = text.trim();
    let bracketed = text.starts_with(['（', '(']) && text.trim_end_matches('。').ends_with(['）', ')']);
    let named = ["责任单位", "责任部门", "牵头单位"].iter().any(|word| text.starts_with(word));
    (bracketed || named) && ASSIGNED.iter().any(|word| text.contains(word))
}

/// The number of listed items when none has money, a year or a body.
fn listed_without_attributes(pieces: &[Piece<'_>], boxed: &BoxBlock) -> Option<usize> {
    let mut count = 0;
    for piece in pieces.iter().filter(|p| p.frame.is_some_and(|f| std::ptr::eq(f, boxed))) {
        let text = piece.text();
        let dated = piece.mentions.iter().any(|m| m.kind.is_calendar() || m.kind == Kind::Duration);
        let funded = piece.mentions.iter().any(|m| m.printed.unit.ends_with('元')) || text.contains("投资");
        let assigned = ASSIGNED.iter().any(|word| text.contains(word));
        if dated || funded || assigned {
            return None;
        }
        if piece.is_prose() {
            let list = text.rsplit('：').next().unwrap_or(text);
            count += enumeration(list).len();
        }
    }
    Some(count)
}
