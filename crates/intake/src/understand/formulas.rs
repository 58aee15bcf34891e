//! Figures that formulas give: recomputed, compared with what is kept, and models announced.

#[allow(clippy::wildcard_imports)] // one reading in several files
use super::*;

impl Reader<'_, '_> {
    #[expect(
        clippy::too_many_lines,
        reason = "a formula is followed to its end or to the first thing that is not understood"
    )]
    pub(super) fn check_formula(&mut self, at: Cell, formula: &str, stated: &mut Stated) {
        let references = formula::references(formula);
        let here =
            |reference: &formula::Reference| reference.sheet.is_empty() || reference.sheet == self.grid.sheet;
        let heads: HashSet<u32> = self
            .block
            .heads
            .iter()
            .filter_map(|head| self.grid.rows.get(*head))
            .map(|row| row.index)
            .collect();
        let periods: HashSet<u32> =
            self.block.columns.iter().filter(|c| c.role == ColumnRole::Period).map(|c| c.index).collect();
        let coefficients: HashSet<u32> =
            self.block.columns.iter().filter(|c| c.role == ColumnRole::Model).map(|c| c.index).collect();
        let single = |r: &&formula::Reference| here(r) && r.from == r.to;
        let of_period = references
            .iter()
            .filter(single)
            .any(|r| heads.contains(&r.from.row) || periods.contains(&r.from.column));
        let of_model = references.iter().filter(single).any(|r| coefficients.contains(&r.from.column));
        let tainted =
            !self.models.is_empty() && references.iter().filter(|r| here(r)).any(|r| self.uses_model(r));
        let fitted = formula::fits(formula) || (of_period || of_model) && formula::multiplies(formula);
        if fitted || tainted {
            self.models.insert(at);
            let words = if fitted {
                Words::new(
                    format!("由公式推算（拟合）得出（={formula}），不是统计数"),
                    format!("computed by a fitted formula (={formula}) and not observed"),
                )
            } else {
                Words::new(
                    format!("公式引用了推算（拟合）值（={formula}），不是统计数"),
                    format!("its formula uses fitted values (={formula}) and is not observed"),
                )
            };
            stated.outcome = Outcome::Refused(words);
            return;
        }
        // 上年数×1.05 is an extrapolation.
        let same_row = references.len() == 1
            && references
                .iter()
                .all(|r| here(r) && r.from == r.to && r.from.row == at.row && r.from.column != at.column);
        if same_row && formula::multiplies(formula) && formula::has_factor(formula) {
            stated.outcome = Outcome::Asked(Words::new(
                format!("由相邻数乘以系数推算（={formula}），请确认是否为统计数"),
                format!(
                    "computed from its neighbour and a factor (={formula}); confirm that it is a statistic"
                ),
            ));
        }
        let shown = self.grid.shown.get(&at).copied().unwrap_or_default();
        let computed = self
            .book
            .compute(&self.grid.sheet, at, self.memory, 0)
            .and_then(|value| file::computed(value, shown));
        let uncomputed = stated.value.is_none() && stated.printed.is_empty();
        match (computed, stated.value) {
            (Some(value), None) if uncomputed => {
                stated.value = Some(value);
                stated.printed = value.to_string();
                stated.warnings.push(Words::new(
                    "公式没有保存结果，已按公式重算；请用表格软件打开另存后核对",
                    "the formula has no saved result and was computed anew: open the file in a spreadsheet program, save it and check",
                ));
            }
            (Some(value), Some(cached)) if differs(value, cached) => {
                stated.value = Some(value);
                stated.warnings.push(Words::new(
                    format!("公式保存的结果{cached}已过时，按公式应为{value}；请重算后核对"),
                    format!("the saved result {cached} of the formula is out of date, it gives {value}: recalculate and check"),
                ));
            }
            (None, None) if uncomputed => {
                stated.outcome = Outcome::Refused(Words::new(
                    "公式没有保存结果；请用表格软件打开、重算并另存后再导入",
                    "the formula has no saved result: open the file in a spreadsheet program, recalculate, save and import again",
                ));
            }
            _ => {}
        }
    }

    /// Whether an area holds a cell whose formula fits a model.
    pub(super) fn uses_model(&self, area: &formula::Reference) -> bool {
        let rows = u64::from(area.to.row.saturating_sub(area.from.row)) + 1;
        let columns = u64::from(area.to.column.saturating_sub(area.from.column)) + 1;
        let within = |cell: &Cell| {
            (area.from.row..=area.to.row).contains(&cell.row)
                && (area.from.column..=area.to.column).contains(&cell.column)
        };
        if rows.saturating_mul(columns) > self.models.len() as u64 {
            return self.models.iter().any(within);
        }
        (area.from.row..=area.to.row).any(|row| {
            (area.from.column..=area.to.column).any(|column| self.models.contains(&Cell::new(row, column)))
        })
    }

    pub(super) fn announce_models(&mut self, figures: &[Stated]) {
        if self.models.is_empty() {
            return;
        }
        let (count, all) = (self.models.len(), figures.len());
        self.problems.add(
            Severity::Warning,
            None,
            format!("本表{all}个数中有{count}个由公式推算（拟合）得出，不是统计数，未读入"),
            format!("{count} of the {all} figures of this sheet come from a fitted formula and are no statistics; they were not read"),
        );
    }
}
