//! A proposal to adjust targets of a plan, as a document: what is proposed, why, what moves with it, and what it rests on.
//!
//! Plans are adjusted by their own procedure (the mid-term assessment proposes, the people's congress decides): this is the draft that goes
//! into it. Everything here is given by whoever makes it; nothing is computed.

use jiff::civil::Date;
use source::Words;
use story::{Block, Cell, CellKind, Heading, Inline, Paragraph, Role, Row, Section, SectionKind, Table};

/// What a proposal says, in Chinese, as plans are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Adjustment {
    /// Title of the plan.
    pub plan: String,
    /// What the proposal is called.
    pub title: String,
    /// Why.
    pub reason: String,
    /// The targets that change: indicator, target of the plan, proposed value, change, whether it binds.
    pub changes: Vec<[String; 5]>,
    /// What is likely: indicator, target, probability before and after.
    pub chances: Vec<[String; 4]>,
    /// What moves with it: indicator, before, after, why.
    pub moves: Vec<[String; 4]>,
    /// Sentences on all targets together.
    pub together: Vec<String>,
    /// Numbers of the plan that cannot all be true, to be looked at together.
    pub unfit: Vec<String>,
    /// What it rests on: moment, version, panel, hash, one line each.
    pub basis: Vec<String>,
}

/// The blocks of a proposal.
pub fn blocks(proposal: &Adjustment) -> Vec<Block<'static>> {
    let mut found = vec![
        Block::Heading(Heading::new(1, format!("关于调整《{}》有关目标的建议（草案）", proposal.plan))),
        words(&format!(
            "情景：{}。本件是建议，规划未因此改变；是否调整，按规划规定的程序决定。",
            proposal.title
        )),
    ];
    found.push(part(
        "一、建议",
        vec![table("建议调整的目标", &["指标", "规划目标", "建议值", "变动", "属性"], &proposal.changes)],
    ));
    let mut why = vec![words(&proposal.reason)];
    why.extend(proposal.together.iter().map(|said| words(said)));
    if !proposal.chances.is_empty() {
        why.push(table("目标实现概率", &["指标", "目标", "情景前", "情景后"], &proposal.chances));
    }
    found.push(part("二、理由", why));
    if !proposal.moves.is_empty() {
        let moves = table("随之变动的数", &["指标", "之前", "之后", "为何"], &proposal.moves);
        found.push(part("三、随之变动的数", vec![moves]));
    }
    if !proposal.unfit.is_empty() {
        let all = proposal.unfit.iter().map(|said| words(said)).collect();
        found.push(part("四、需一并核对的数", all));
    }
    found.push(part("附：依据", proposal.basis.iter().map(|said| words(said)).collect()));
    found
}

/// The proposal as a Word document; `day` stands for the day of making, so that the same proposal gives the same bytes;
/// `mark` says who may see it.
///
/// # Errors
/// What the writer cannot write.
pub fn docx(proposal: &Adjustment, day: Date, mark: &str) -> Result<Vec<u8>, Words> {
    let settings = docx::Settings {
        title: format!("关于调整《{}》有关目标的建议（草案）", proposal.plan),
        author: String::new(),
        day,
        contents: String::new(),
        figure: "图".to_owned(),
        mark: mark.to_owned(),
    };
    docx::write(&blocks(proposal), &settings).map_err(|error| error.words())
}

fn words(said: &str) -> Block<'static> {
    Block::Paragraph(Paragraph::new(Role::Plain, vec![Inline::text(said.to_owned())]))
}

fn part(title: &'static str, blocks: Vec<Block<'static>>) -> Block<'static> {
    let heading = Heading::new(2, title);
    Block::Section(Section { kind: SectionKind::Part, id: "".into(), heading, blocks })
}

fn table<const N: usize>(
    caption: &'static str,
    head: &[&'static str; N],
    rows: &[[String; N]],
) -> Block<'static> {
    let row = |cells: &[String; N]| {
        let cell = |(at, text): (usize, &String)| {
            let text = vec![Inline::text(text.clone())];
            Cell::new(if at == 0 { CellKind::RowHead } else { CellKind::Data }, text)
        };
        Row { superseded: false, cells: cells.iter().enumerate().map(cell).collect() }
    };
    let head = Row { superseded: false, cells: head.iter().map(|text| Cell::head(*text)).collect() };
    Block::Table(Table {
        caption: caption.into(),
        head: vec![head],
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_says_what_changes_and_gives_the_same_bytes() {
        let proposal = Adjustment {
            plan: "澜川市第十四个五年规划".into(),
            title: "工业放缓".into(),
            reason: "工业增速低于规划".into(),
            changes: vec![["地区生产总值", "1900亿元", "1780.8亿元", "-6.27%", "预期性"].map(String::from)],
            basis: vec!["数据截至2018年".into()],
            ..Adjustment::default()
        };
        let text = story::markdown(&blocks(&proposal));
        for said in ["1780.8亿元", "工业增速低于规划", "规划未因此改变", "数据截至2018年"]
        {
            assert!(text.contains(said), "{said}: {text}");
        }
        let day = Date::constant(2018, 12, 31);
        let bytes = docx(&proposal, day, "").expect("it is written");
        assert!(bytes.starts_with(b"PK") && bytes == docx(&proposal, day, "").expect("again"));
    }
}
