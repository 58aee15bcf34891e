//! What was asked, said and done, as the table that goes with a draft (意见采纳情况汇总表).

use crate::view::PlanView;
use crate::wording::file::settings;
use crate::{Fault, Service};
use store::{AnswerKind, Outcome, Party, Round, RoundKind, RoundVerdict};
use story::{Block, Cell, Heading, Inline, Paragraph, Role, Row, Table, TableKind};

/// The table of a round as a Word file.
///
/// # Errors
/// The file cannot be written.
pub fn summary(service: &Service, view: &PlanView, round: &Round) -> Result<Vec<u8>, Fault> {
    let what = match round.is.kind {
        RoundKind::Opinions | RoundKind::Public => "意见采纳情况汇总表",
        RoundKind::Experts => "专家论证意见采纳情况汇总表",
        RoundKind::Legality => "合法性审查意见采纳情况汇总表",
    };
    let whole = format!("{}{what}", view.title());
    let mut blocks = vec![
        Block::Heading(Heading::new(1, whole.clone())),
        paragraph(format!("{}（第{}版），截止日期{}。", round.is.title, round.is.version, round.is.due)),
        paragraph(counts(round)),
        Block::Table(opinions(round)),
        Block::Table(answers(round)),
    ];
    if let Some(conclusion) = round.conclusion.as_ref().filter(|text| !text.is_empty()) {
        blocks.push(paragraph(format!("结论：{conclusion}")));
    }
    docx::write(&blocks, &settings(&whole, service.today(), view.mark()))
        .map_err(|error| Fault::internal(&error))
}

fn paragraph(text: String) -> Block<'static> {
    Block::Paragraph(Paragraph::new(Role::Plain, vec![Inline::text(text)]))
}

/// Who was asked and what came back, in one sentence.
fn counts(round: &Round) -> String {
    let answered = round.parties.iter().filter(|party| party.answer.is_some()).count();
    let of = |kind| {
        round.parties.iter().filter(|party| party.answer.as_ref().is_some_and(|one| one.kind == kind)).count()
    };
    let decided = |outcome| round.opinions.iter().filter(|one| one.outcome == Some(outcome)).count();
    format!(
        "共征求{}方意见，收到{answered}方回复，其中无意见{}方；提出意见{}条，采纳{}条，部分采纳{}条，未采纳{}条。",
        round.parties.len(),
        of(AnswerKind::None),
        round.opinions.len(),
        decided(Outcome::Adopted),
        decided(Outcome::Partly),
        decided(Outcome::Rejected),
    )
}

fn row(cells: Vec<Cell<'_>>) -> Row<'_> {
    Row { superseded: false, cells }
}

fn table<'a>(caption: &'static str, head: &[&'static str], rows: Vec<Row<'a>>) -> Table<'a> {
    Table {
        kind: TableKind::Printed,
        caption: caption.into(),
        head: vec![row(head.iter().map(|name| Cell::head(*name)).collect())],
        rows,
        ..Table::default()
    }
}

/// Every opinion with what becomes of it, party by party.
fn opinions(round: &Round) -> Table<'_> {
    let mut rows = Vec::new();
    for party in &round.parties {
        for opinion in round.opinions.iter().filter(|one| one.party == party.id) {
            let clause = [&*opinion.is.clause, &*opinion.is.quote];
            let clause = clause.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("：");
            let asked = match &*opinion.is.proposed {
                "" => opinion.is.text.clone(),
                proposed => format!("{}（建议改为：{proposed}）", opinion.is.text),
            };
            rows.push(row(vec![
                Cell::figure((rows.len() + 1).to_string()),
                Cell::words(&*party.is.name),
                Cell::words(if clause.is_empty() { "全文".to_owned() } else { clause }),
                Cell::words(asked),
                Cell::words(opinion.outcome.map_or("", outcome_word)),
                Cell::words(&*opinion.reason),
            ]));
        }
    }
    table("意见采纳情况", &["序号", "单位或个人", "条款", "意见", "采纳情况", "理由"], rows)
}

/// What each party answered as a whole.
fn answers(round: &Round) -> Table<'_> {
    let rows = round.parties.iter().enumerate().map(answer).collect();
    table("回复情况", &["序号", "单位或个人", "回复", "结论或说明", "签署"], rows)
}

fn answer((at, party): (usize, &Party)) -> Row<'_> {
    let (kind, said, signed) = match &party.answer {
        None => ("未回复", String::new(), String::new()),
        Some(answer) => {
            let verdict = answer.verdict.map_or("", verdict_word);
            let said = [verdict, &answer.statement];
            let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("：");
            (answer_word(answer.kind), said, answer.signed.clone())
        }
    };
    row(vec![
        Cell::figure((at + 1).to_string()),
        Cell::words(&*party.is.name),
        Cell::words(kind),
        Cell::words(said),
        Cell::words(signed),
    ])
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Adopted => "采纳",
        Outcome::Partly => "部分采纳",
        Outcome::Rejected => "未采纳",
    }
}

fn answer_word(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::None => "无意见",
        AnswerKind::Opinions => "有意见",
        AnswerKind::Scan => "书面回复（扫描件）",
        AnswerKind::Conclusion => "出具结论",
    }
}

fn verdict_word(verdict: RoundVerdict) -> &'static str {
    match verdict {
        RoundVerdict::Pass => "通过",
        RoundVerdict::Amend => "修改后通过",
        RoundVerdict::Fail => "不通过",
    }
}
