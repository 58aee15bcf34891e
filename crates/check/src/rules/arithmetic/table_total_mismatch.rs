use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Grade, Page, Rule, Search};
use document::{Cell, Table};
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};
use std::collections::BTreeMap;
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    code: "A011",
    name: "table-total-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
    grade: Grade::Stable,
    page: Page {
        title: ("表格合计与各行之和不等", "A table total that does not add up"),
        what: (
            "核对“合计”“小计”行与各行之和。小计可以在组前或组后，合计可以由各行或各小计相加；都对不上才报，允许四舍五入误差。",
            "Checks total and subtotal rows. A subtotal may stand before or behind its group, a total may sum rows or subtotals; reported only when none fits, rounding allowed for.",
        ),
        why: (
            "有一行写错或漏列，投资和任务的总盘子就不可信。",
            "A row is wrong or missing, and the sum of money or duties cannot be trusted.",
        ),
        fix: ("核对各行与合计。", "Check the rows and the total."),
        example: Example {
            faulty: "表1：投资计划\n\n项目\t投资（亿元）\t长度（公里）\n河道整治\t10\t20\n管网建设\t15\t30\n泵站建设\t5\t1\n合计\t35\t51\n",
            sound: "表1：投资计划\n\n项目\t投资（亿元）\t长度（公里）\n河道整治\t10\t20\n管网建设\t15\t30\n泵站建设\t5\t1\n合计\t30\t51\n",
            upper: "",
        },
    },
    search: Search::Plan(search),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A row numbered 1, 2, 3, or not at all.
    Main,
    /// A row numbered （1）, （2）: part of the main row above it.
    Part,
    Subtotal,
    Total,
    /// A row that is one cell: the heading of a group.
    Heading,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in context.tables.iter().filter(|table| table.rows > table.head + 2) {
        let rows = rows(table);
        let roles: Vec<Role> = rows.iter().enumerate().map(|(row, cells)| role(table, row, cells)).collect();
        if !roles.iter().any(|role| matches!(role, Role::Subtotal | Role::Total)) {
            continue;
        }
        let grid = Grid::of(table);
        let mut compared: BTreeMap<usize, (usize, Vec<Diagnostic>)> = BTreeMap::new();
        for column in 1..table.columns {
            column_totals(table, &rows, &roles, &grid, column, &mut compared);
        }
        // A row whose totals are all wrong is more likely a row whose terms were misread.
        let kept = compared.into_values().filter(|(sums, off)| *sums < 2 || off.len() < *sums);
        found.extend(kept.flat_map(|(_, off)| off));
    }
}

/// The cells of each row.
fn rows(table: &Table) -> Vec<Vec<&Cell>> {
    let mut out = vec![Vec::new(); table.rows];
    for cell in &table.cells {
        if let Some(row) = out.get_mut(cell.row) {
            row.push(cell);
        }
    }
    out
}

fn role(table: &Table, row: usize, cells: &[&Cell]) -> Role {
    if row < table.head {
        return Role::Heading;
    }
    let label = |cell: &Cell| cell.text.text().chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for cell in cells.iter().take(3) {
        match label(cell).as_str() {
            "合计" | "总计" | "共计" | "总和" => return Role::Total,
            "小计" => return Role::Subtotal,
            _ => {}
        }
    }
    let filled = cells.iter().filter(|cell| !cell.text.is_empty()).count();
    match cells.first() {
        Some(only) if filled == 1 && (cells.len() == 1 || only.column_span + 1 >= table.columns) => {
            Role::Heading
        }
        Some(first) if label(first).starts_with(['（', '(']) => Role::Part,
        _ => Role::Main,
    }
}

/// The numbers of the table by row and column; `None` for words and empty cells.
struct Grid {
    columns: usize,
    cells: Vec<Option<Decimal>>,
    /// Whether something that is no number stands there.
    words: Vec<bool>,
}

impl Grid {
    fn of(table: &Table) -> Self {
        let mut cells = vec![None; table.rows * table.columns];
        let mut words = vec![false; table.rows * table.columns];
        for cell in table.cells.iter().filter(|cell| cell.column_span == 1) {
            let text: String = cell.text.text().chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            let at = cell.row * table.columns + cell.column;
            if at >= cells.len() {
                continue;
            }
            cells[at] = text.parse().ok();
            let blank = matches!(text.as_str(), "" | "—" | "-" | "/" | "－" | "--" | "——");
            words[at] = cells[at].is_none() && !blank;
        }
        Self { columns: table.columns, cells, words }
    }

    fn number(&self, row: usize, column: usize) -> Option<Decimal> {
        self.cells[row * self.columns + column]
    }

    fn is_words(&self, row: usize, column: usize) -> bool {
        self.words[row * self.columns + column]
    }
}

fn column_totals(
    table: &Table,
    rows: &[Vec<&Cell>],
    roles: &[Role],
    grid: &Grid,
    column: usize,
    compared: &mut BTreeMap<usize, (usize, Vec<Diagnostic>)>,
) {
    let body = table.head..table.rows;
    // A column with words among its numbers cannot be summed.
    // Nor can one of changes, which are negative somewhere.
    let falls = |row| grid.number(row, column).is_some_and(|number| number < Decimal::ZERO);
    if body.clone().any(|row| grid.is_words(row, column) || falls(row)) {
        return;
    }
    // Half a unit of the last printed place for each term.
    let fits = |stated: Decimal, (sum, count): (Decimal, usize)| {
        (sum - stated).abs() <= Decimal::new(5, stated.scale() + 1) * Decimal::from(count as u64)
    };
    // What the subtotals that do not add up are off by: a total that fits without one of them, or without all, is right,
    // and they are told by themselves.
    let mut off: Vec<Decimal> = Vec::new();
    let sums_first = |row: &usize| roles[*row] == Role::Total;
    let mut judged: Vec<usize> =
        body.clone().filter(|row| matches!(roles[*row], Role::Subtotal | Role::Total)).collect();
    judged.sort_by_key(sums_first);
    for row in judged {
        let Some(stated) = grid.number(row, column) else { continue };
        let sums = candidates(roles, grid, column, row, body.clone());
        let Some((nearest, _)) = sums.iter().min_by_key(|(sum, _)| (*sum - stated).abs()) else { continue };
        let entry = compared.entry(row).or_default();
        entry.0 += 1;
        if sums.iter().any(|sum| fits(stated, *sum)) {
            continue;
        }
        let explained = |off: &[Decimal]| {
            let mut ways = off.iter().copied().chain(std::iter::once(off.iter().sum()));
            ways.any(|by| !by.is_zero() && sums.iter().any(|(sum, count)| fits(stated, (*sum - by, *count))))
        };
        match roles[row] {
            Role::Total if explained(&off) => continue,
            Role::Subtotal => off.push(stated - *nearest),
            _ => {}
        }
        let Some(cell) = rows[row].iter().find(|cell| cell.column == column) else { continue };
        let (stated, sum) = (plain(stated), plain(*nearest));
        let is_part = roles[row] == Role::Subtotal;
        let (called, named) = if is_part { ("小计", "subtotal") } else { ("合计", "total") };
        let number = if table.number.is_empty() { String::new() } else { format!("表{}", table.number) };
        entry.1.push(
            RULE.finding()
                .message(
                    format!("{number}第{}行的{called}为{stated}，各行之和为{sum}", row + 1),
                    format!("{number} row {}: the {named} is {stated}, the rows sum to {sum}", row + 1),
                )
                .label(cell.text.full_span(), format!("各行之和为{sum}"), format!("rows sum to {sum}"))
                .help("核对各行与合计", "check the rows and the total"),
        );
    }
}

/// The sums that the total in `row` may stand for, each with the number of its terms.
fn candidates(
    roles: &[Role],
    grid: &Grid,
    column: usize,
    row: usize,
    body: Range<usize>,
) -> Vec<(Decimal, usize)> {
    let mut out = Vec::new();
    let mut add = |rows: &[usize], wanted: &[Role]| {
        let terms: Vec<Decimal> = rows
            .iter()
            .filter(|r| wanted.contains(&roles[**r]))
            .filter_map(|r| grid.number(*r, column))
            .collect();
        if !terms.is_empty() {
            out.push((terms.iter().copied().sum::<Decimal>(), terms.len()));
        }
    };
    let plain = |r: &usize| matches!(roles[*r], Role::Main | Role::Part);
    let above: Vec<usize> = (body.start..row).rev().take_while(plain).collect();
    let below: Vec<usize> = (row + 1..body.end).take_while(plain).collect();
    for group in [&above, &below] {
        add(group, &[Role::Main]);
        add(group, &[Role::Part]);
        add(group, &[Role::Main, Role::Part]);
    }
    if roles[row] == Role::Total {
        let before: Vec<usize> = (body.start..row).collect();
        let after: Vec<usize> = (row + 1..body.end).collect();
        for rest in [&before, &after] {
            add(rest, &[Role::Main]);
            add(rest, &[Role::Subtotal]);
            add(rest, &[Role::Main, Role::Part]);
        }
    }
    out
}
