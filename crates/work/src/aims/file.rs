//! The list of a year's aims as a file (年度工作目标分解表): one row for each measure, so that it can be filled in and read again.

use super::{ItemNames, Part, Standing, by_body, by_chapter};
use crate::view::PlanView;
use crate::{Fault, Service, printed};
use duty::yearly::{Course, Said};
use source::Lang;
use std::borrow::Cow;
use std::collections::BTreeMap;
use store::AimMeasure;
use story::{Cell, Row, Table};

/// How an aim stands, in words.
pub fn course_word(course: Course, lang: Lang) -> &'static str {
    let (zh, en) = match course {
        Course::Done => ("已完成", "done"),
        Course::OnTrack => ("按序时推进", "on track"),
        Course::Unsaid => ("未到报送期", "nothing due yet"),
        Course::Behind => ("滞后", "behind"),
        Course::Late => ("逾期", "late"),
        Course::Stopped => ("停止推进", "given up"),
    };
    if lang == Lang::Zh { zh } else { en }
}

/// What a body says of a quarter, in words.
pub fn said_word(said: Said, lang: Lang) -> &'static str {
    match said {
        Said::OnTrack => course_word(Course::OnTrack, lang),
        Said::Behind => course_word(Course::Behind, lang),
        Said::Done => course_word(Course::Done, lang),
        Said::Stopped => course_word(Course::Stopped, lang),
    }
}

/// Aims of a year as a file: `docx`, `xlsx`, `html`, `md`. Gives its bytes and media type.
///
/// # Errors
/// No such ending, or the file cannot be written.
pub async fn file(
    service: &Service,
    (view, year): (&PlanView, i64),
    rows: &[Standing],
    ending: &str,
    lang: Lang,
) -> Result<(Vec<u8>, &'static str), Fault> {
    let medium = printed::medium(ending)?;
    let made = Made { view, lang, names: ItemNames::of(view) }.report(year, rows);
    printed::printed(service, made, medium, view.mark()).await
}

struct Made<'v> {
    view: &'v PlanView,
    lang: Lang,
    names: ItemNames,
}

impl Made<'_> {
    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn report(&self, year: i64, rows: &[Standing]) -> report::Report {
        let plan = self.view.title();
        let title = match self.lang {
            Lang::Zh => format!("{plan}{year}年度工作目标分解表"),
            Lang::En => format!("{plan}: aims of {year}"),
        };
        let chapters = by_chapter(self.view, rows);
        let tables = [
            self.list(rows),
            self.parts(self.word("按篇章", "By chapter"), &chapters),
            self.parts(self.word("按牵头单位", "By lead body"), &by_body(rows)),
        ];
        report::Report::of_tables(title, tables)
    }

    fn list(&self, rows: &[Standing]) -> Table<'static> {
        let head = [
            self.word("序号", "no."),
            self.word("年度目标", "aim of the year"),
            self.word("对应规划内容", "item of the plan"),
            self.word("牵头单位", "lead body"),
            self.word("配合单位", "helping bodies"),
            self.word("措施", "measure"),
            self.word("措施责任单位", "who does it"),
            self.word("完成时限", "by when"),
            self.word("完成情况", "done on"),
            self.word("一季度", "Q1"),
            self.word("二季度", "Q2"),
            self.word("三季度", "Q3"),
            self.word("四季度", "Q4"),
            self.word("目前状态", "now"),
        ];
        let lines = rows.iter().enumerate().flat_map(|(at, row)| self.lines(at + 1, row));
        Table {
            caption: Cow::Borrowed(self.word("年度工作目标", "Aims of the year")),
            head: vec![Row { superseded: false, cells: head.map(Cell::head).to_vec() }],
            rows: lines.collect(),
            ..Table::default()
        }
    }

    /// A row for each measure; those below the first say the measure alone.
    fn lines(&self, number: usize, one: &Standing) -> Vec<Row<'static>> {
        let words = |text: &str| Cell::words(text.to_owned());
        let said: BTreeMap<i64, String> = one
            .states
            .iter()
            .map(|state| {
                let word = Said::parse(&state.state).map_or("", |said| said_word(said, self.lang));
                (state.quarter, format!("{word}{}{}", self.word("：", ": "), state.said))
            })
            .collect();
        let none = AimMeasure::default();
        let measures: Vec<&AimMeasure> =
            if one.measures.is_empty() { vec![&none] } else { one.measures.iter().collect() };
        let row = |(at, measure): (usize, &AimMeasure)| {
            let first = at == 0;
            let of_aim = |text: &str| words(if first { text } else { "" });
            let mut cells = vec![
                Cell::figure(if first { number.to_string() } else { String::new() }),
                of_aim(&one.aim.title),
                of_aim(self.names.said(&one.aim, self.lang)),
                of_aim(&one.aim.office),
                of_aim(&one.aim.support.join("、")),
                words(&measure.text),
                words(&measure.office),
                words(&measure.due),
                words(&measure.done),
            ];
            let quarters = (1..=4).map(|quarter| said.get(&quarter).map_or("", String::as_str));
            cells.extend(quarters.map(&of_aim));
            cells.push(of_aim(course_word(one.course, self.lang)));
            Row { superseded: one.is_over(), cells }
        };
        measures.into_iter().enumerate().map(row).collect()
    }

    fn parts(&self, caption: &'static str, parts: &[Part]) -> Table<'static> {
        let is_body = parts.iter().all(|part| part.tasks + part.targets == 0);
        let mut head = vec![caption];
        if !is_body {
            head.push(self.word("有目标的任务", "tasks with an aim"));
            head.push(self.word("有目标的指标任务值", "targets with an aim"));
        }
        head.push(self.word("年度目标数", "aims"));
        head.extend(Course::ALL.map(|course| course_word(course, self.lang)));
        let none = self.word("未归入", "none");
        let line = |part: &Part| {
            let name = if part.name.is_empty() { none.to_owned() } else { part.name.clone() };
            let mut cells = vec![Cell::words(name)];
            if !is_body {
                cells.push(Cell::figure(format!("{} / {}", part.tasks_with, part.tasks)));
                cells.push(Cell::figure(format!("{} / {}", part.targets_with, part.targets)));
            }
            cells.push(Cell::figure(part.aims().to_string()));
            cells.extend(Course::ALL.map(|course| Cell::figure(part.count(course).to_string())));
            Row { superseded: false, cells }
        };
        Table {
            caption: Cow::Borrowed(caption),
            head: vec![Row { superseded: false, cells: head.into_iter().map(Cell::head).collect() }],
            rows: parts.iter().map(line).collect(),
            ..Table::default()
        }
    }
}
