use crate::context::Context;
use crate::printed::plain;
use crate::rule::{Example, Page, Rule, Search};
use document::Table;
use rust_decimal::Decimal;
use source::{Diagnostic, Family, Severity};

pub(crate) static RULE: Rule = Rule {
    code: "A011",
    name: "table-total-mismatch",
    family: Family::Arithmetic,
    severity: Severity::Error,
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
    Plain,
    Subtotal,
    Total,
}

fn search(context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for table in context.tables.iter().filter(|table| table.rows > table.head + 2) {
        let roles: Vec<Role> = (0..table.rows).map(|row| role(table, row)).collect();
        if roles.iter().all(|role| *role == Role::Plain) {
            continue;
        }
        let grid = Grid::of(table);
        for column in 1..table.columns {
            column_totals(table, &roles, &grid, column, found);
        }
    }
}

fn role(table: &Table, row: usize) -> Role {
    if row < table.head {
        return Role::Plain;
    }
    let label = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    for cell in table.row(row).take(3) {
        match label(cell.text.text()).as_str() {
            "合计" | "总计" | "共计" | "总和" => return Role::Total,
            "小计" => return Role::Subtotal,
            _ => {}
        }
    }
    Role::Plain
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
        for cell in &table.cells {
            let text: String = cell.text.text().chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
            let at = cell.row * table.columns + cell.column;
            if at >= cells.len() {
                continue;
            }
            cells[at] = text.parse().ok();
            words[at] = cells[at].is_none()
                && !text.is_empty()
                && !matches!(text.as_str(), "—" | "-" | "/" | "－" | "--");
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

fn column_totals(table: &Table, roles: &[Role], grid: &Grid, column: usize, found: &mut Vec<Diagnostic>) {
    let body = table.head..table.rows;
    // A column with words among its numbers cannot be summed.
    if body.clone().any(|row| grid.is_words(row, column)) {
        return;
    }
    for row in body.clone().filter(|row| roles[*row] != Role::Plain) {
        let Some(stated) = grid.number(row, column) else { continue };
        let sums = candidates(roles, grid, column, row, body.clone());
        let Some(nearest) = sums.iter().min_by_key(|(sum, _)| (*sum - stated).abs()) else { continue };
        // Half a unit of the last printed place for each term.
        let slack = |count: usize| Decimal::new(5, stated.scale() + 1) * Decimal::from(count as u64);
        if sums.iter().any(|(sum, count)| (*sum - stated).abs() <= slack(*count)) {
            continue;
        }
        let Some(cell) = table.cell(row, column) else { continue };
        let (sum, _) = nearest;
        found.push(
            RULE.finding()
                .message(
                    format!(
                        "表{}第{}行的合计为{}，各行之和为{}",
                        table.number,
                        row + 1,
                        plain(stated),
                        plain(*sum)
                    ),
                    format!(
                        "table {}, row {}: the total is {}, the rows sum to {}",
                        table.number,
                        row + 1,
                        plain(stated),
                        plain(*sum)
                    ),
                )
                .label(
                    cell.text.full_span(),
                    format!("各行之和为{}", plain(*sum)),
                    format!("rows sum to {}", plain(*sum)),
                )
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
    body: std::ops::Range<usize>,
) -> Vec<(Decimal, usize)> {
    let sum = |rows: &mut dyn Iterator<Item = usize>| {
        let terms: Vec<Decimal> = rows.filter_map(|r| grid.number(r, column)).collect();
        (terms.len() >= 2).then(|| (terms.iter().copied().sum::<Decimal>(), terms.len()))
    };
    let above = (body.start..row).rev().take_while(|r| roles[*r] == Role::Plain);
    let below = (row + 1..body.end).take_while(|r| roles[*r] == Role::Plain);
    let mut out = Vec::new();
    match roles[row] {
        Role::Subtotal => {
            out.extend(sum(&mut above.into_iter()));
            out.extend(sum(&mut below.into_iter()));
        }
        Role::Total => {
            out.extend(sum(&mut body.clone().filter(|r| roles[*r] == Role::Plain)));
            out.extend(sum(&mut body.clone().filter(|r| roles[*r] == Role::Subtotal)));
            out.extend(sum(&mut above.into_iter()));
            out.extend(sum(&mut below.into_iter()));
        }
        Role::Plain => {}
    }
    out
}
