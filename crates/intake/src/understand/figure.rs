//! One figure: its name, period, unit and number put together, and whether it may be taken.

#[allow(clippy::wildcard_imports)] // one reading in several files
use super::*;

impl Reader<'_, '_> {
    #[expect(
        clippy::too_many_lines,
        reason = "what can be wrong with a cell, in the order in which one fault hides the next"
    )]
    pub(super) fn figure(
        &mut self,
        at: Cell,
        content: &Content,
        head: &Head,
        row: &Meaning,
        title: &Title,
    ) -> Stated {
        let read = number::read(content);
        let formula = self.grid.formulas.get(&at).cloned();
        let when = head.meaning.when.or(row.when);
        let year = when.year.or(title.when.year).map(|year| year - when.before.unwrap_or(0));
        let own_part = when.part;
        let part = own_part.or(title.when.part).unwrap_or_default();
        let (indicator, mut dimensions, doubtful_name) = Self::name(head, row, title);
        let of_title = head.name.is_empty() && row.names.is_empty() || indicator == title.name;
        let growth = head.meaning.growth || row.growth || title.growth && of_title;
        let kind = if growth { Kind::Growth } else { kind(part, when.kind, title.kind) };
        let part = match (part, when.kind) {
            // 本月止累计 under a title of September is January to September.
            (Part::Month(month), _) if when.kind == Some(Kind::Cumulated) => Part::Through(month),
            (part, _) => part,
        };
        let covered = year.map(|year| Covered { year, part });
        let place = head.meaning.place.clone().or_else(|| row.place.clone());
        let version =
            if head.meaning.version.is_empty() { row.version.clone() } else { head.meaning.version.clone() };
        if !version.is_empty() {
            dimensions.push(("版本".to_owned(), version.clone()));
        }
        let region = match &place {
            Some(Place::Region(name)) => name.clone(),
            Some(Place::Several | Place::Zone | Place::Other) => {
                row.names.first().cloned().unwrap_or_default()
            }
            Some(Place::Own) | None => self.own.to_owned(),
        };
        let mut marks: Vec<&str> = head.meaning.marks.iter().chain(&row.marks).map(String::as_str).collect();
        let mut stated = Stated {
            sheet: self.grid.sheet.clone(),
            cell: at,
            indicator,
            region,
            covered,
            kind,
            dimensions,
            part_of: row.part_of.clone(),
            value: None,
            printed: content.text(),
            unit: String::new(),
            status: None,
            status_word: String::new(),
            source: String::new(),
            known_at: String::new(),
            note: String::new(),
            whole: matches!(place, Some(Place::Own)),
            outcome: Outcome::Taken,
            warnings: Vec::new(),
        };
        let mut in_cell = String::new();
        let mut own_mark = String::new();
        match read {
            Read::Missing => stated.outcome = Outcome::Missing,
            Read::Number(number) => {
                stated.value = Some(number.value);
                in_cell = number.unit;
                own_mark = number.mark;
                if number.bracketed {
                    stated.warnings.push(Words::new(
                        "括号按会计习惯读作负数，请核对",
                        "brackets were read as a minus, as accountants write it; please check",
                    ));
                }
                if number.scientific {
                    stated.warnings.push(Words::new(
                        "科学计数法的文本，末位数字可能已丢失，请核对",
                        "text in scientific notation may have lost digits; please check",
                    ));
                }
                if number.vague {
                    stated.outcome = Outcome::Asked(Words::new("不是一个确切的数", "not an exact figure"));
                }
            }
            Read::Structure(text) => {
                stated.outcome = Outcome::Asked(Words::new(
                    format!("“{text}”是结构比例"),
                    format!("{text:?} is a structure"),
                ));
            }
            Read::Fault(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("单元格是公式错误{text}；请改正公式或填入数值"),
                    format!("the cell holds the error {text}: correct the formula or type the figure"),
                ));
            }
            Read::Uncomputed => {}
            Read::Range(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("“{text}”是一个区间；请填一个数"),
                    format!("{text:?} is a range: give one figure"),
                ));
            }
            Read::Date(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("单元格是日期（{text}）而不是数字；请检查单元格格式"),
                    format!("the cell holds a date ({text}) instead of a number: check its format"),
                ));
            }
            Read::Words(text) => {
                stated.outcome = Outcome::Refused(Words::new(
                    format!("“{text}”不是数字；没有数据请留空"),
                    format!("{text:?} is not a number: leave the cell empty when there is no figure"),
                ));
            }
        }
        if let Some(formula) = &formula {
            self.check_formula(at, formula, &mut stated);
        }
        if let Some(mark) = self.grid.marks.get(&at) {
            own_mark = mark.to_string();
        }
        if !own_mark.is_empty() {
            marks.push(&own_mark);
            if !self.block.notes.explains(&own_mark) {
                stated.warnings.push(Words::new(
                    format!("数字后有“{own_mark}”而表下没有对应的注，请核对"),
                    format!("the mark {own_mark:?} behind the figure has no note; please check"),
                ));
            }
        }
        stated.unit = Self::unit(&in_cell, head, row, title, growth, &stated.indicator);
        let own_status = head.meaning.status.or(row.status);
        let noted =
            covered.and_then(|covered| self.block.notes.status(covered.year, &stated.indicator, &marks));
        if let Some((status, word)) = own_status.or(noted).or(title.status) {
            stated.status = Some(status);
            word.clone_into(&mut stated.status_word);
        }
        self.judge(&mut stated, head, row, title, place.as_ref(), &version, doubtful_name);
        stated
    }

    /// What keeps a figure from being taken as it stands.
    #[allow(clippy::too_many_arguments, reason = "the parts of one decision")]
    #[expect(clippy::too_many_lines, reason = "what makes a figure doubtful, one question after the other")]
    pub(super) fn judge(
        &mut self,
        stated: &mut Stated,
        head: &Head,
        row: &Meaning,
        title: &Title,
        place: Option<&Place>,
        version: &str,
        doubtful: bool,
    ) {
        let ask = |zh: String, en: String| Outcome::Asked(Words::new(zh, en));
        if stated.outcome == Outcome::Taken {
            let region = &stated.region;
            if head.meaning.plan || row.plan || title.plan {
                stated.outcome = Outcome::Refused(Words::new(
                    "计划、目标或预算数，不是完成数",
                    "a plan or budget and no outcome",
                ));
            } else if head.meaning.fitted || row.fitted {
                stated.outcome = Outcome::Refused(Words::new(
                    "拟合或预测值，不是统计数",
                    "fitted or forecast and not observed",
                ));
            } else if title.fitted {
                stated.outcome = ask("标题或文件名写明是拟合或预测，请确认这是统计数".to_owned(), "the title or the file speaks of fitted or forecast values; confirm that this is a statistic".to_owned());
            } else if !version.is_empty() {
                stated.outcome = ask(
                    format!("旧版本（{version}），不覆盖现行数"),
                    format!("an older version ({version}) that must not replace the current one"),
                );
            } else if matches!(place, Some(Place::Several)) {
                stated.outcome = ask(
                    format!("“{region}”是小计或平均，不是行政区"),
                    format!("{region:?} is a subtotal or an average and no region"),
                );
            } else if matches!(place, Some(Place::Zone)) {
                stated.outcome = ask(
                    format!("“{region}”是功能区，其数可能已含在所在县区内"),
                    format!("{region:?} is a development zone whose figures may be part of a region's"),
                );
            } else if matches!(place, Some(Place::Other)) {
                stated.outcome =
                    ask(format!("“{region}”不是已知地区"), format!("{region:?} is no known region"));
            } else if stated.indicator.is_empty() {
                stated.outcome = ask(
                    "表中没有写明指标名称".to_owned(),
                    "the table does not name the indicator".to_owned(),
                );
            } else if doubtful {
                stated.outcome = ask(
                    format!("指标名“{}”只见于文件名，单位也未写明，请确认", stated.indicator),
                    format!(
                        "the indicator {:?} is named only by the file; please confirm it and its unit",
                        stated.indicator
                    ),
                );
            } else if stated.covered.is_none() {
                stated.outcome = ask("没有写明年份".to_owned(), "no year is stated".to_owned());
            } else if head.meaning.span || row.span {
                stated.outcome = ask(
                    "年均或多年的数，不是一年的数".to_owned(),
                    "an average or a figure over several years, not of one".to_owned(),
                );
            } else if self.grid.hidden_columns.contains(&stated.cell.column)
                || self.grid.hidden_rows.contains(&stated.cell.row)
            {
                stated.outcome = ask(
                    "所在的行或列是隐藏的，请确认是否读入".to_owned(),
                    "its row or column is hidden; confirm whether to take it".to_owned(),
                );
            }
        }
        let at = stated.cell;
        if let Outcome::Asked(_) = &stated.outcome
            && stated.value.is_some()
            && self.settings.confirmed.contains(&at.of_sheet(&stated.sheet))
        {
            stated.outcome = Outcome::Taken;
        }
        match &stated.outcome {
            // What cannot be read at all keeps the file from being used; what is no statistic is only left out.
            Outcome::Refused(words) if stated.value.is_none() => {
                self.problems.error(at, words.zh.clone(), words.en.clone());
            }
            Outcome::Refused(words) => self.problems.warning(at, words.zh.clone(), words.en.clone()),
            Outcome::Asked(words) => self.problems.warning(at, words.zh.clone(), words.en.clone()),
            Outcome::Taken | Outcome::Missing => {}
        }
        for words in &stated.warnings {
            self.problems.warning(at, words.zh.clone(), words.en.clone());
        }
    }

    /// The name of a figure, its dimensions, and whether the name is only that of the file.
    pub(super) fn name(head: &Head, row: &Meaning, title: &Title) -> (String, Vec<(String, String)>, bool) {
        let mut dimensions = row.dimensions.clone();
        for dimension in &head.meaning.dimensions {
            if !dimensions.contains(dimension) {
                dimensions.push(dimension.clone());
            }
        }
        let named_place = matches!(row.place, Some(Place::Several | Place::Zone | Place::Other));
        let row_names: &[String] = if named_place { row.names.get(1..).unwrap_or(&[]) } else { &row.names };
        let mut of_row = row_names.last().cloned().unwrap_or_default();
        if word::is("noun", &of_row)
            && let Some(parent) = row_names.iter().rev().nth(1)
        {
            of_row = joined(parent, &of_row);
        }
        let of_head = &head.name;
        let name = match (of_row.is_empty(), of_head.is_empty()) {
            (false, true) => of_row,
            (true, false) => {
                if head.noun
                    && !title.name.is_empty()
                    && !title.from_file
                    && title.name.chars().count() <= 12
                    && !title.name.ends_with(of_head.as_str())
                {
                    joined(&title.name, of_head)
                } else {
                    of_head.clone()
                }
            }
            (false, false) if of_row == *of_head => of_row,
            (false, false) if head.noun => joined(&of_row, of_head),
            (false, false) => {
                let known = |name: &str| plan::catalogue::lookup(name, "").is_some();
                if known(&of_row) && !known(of_head) {
                    dimensions.push(("项目".to_owned(), of_head.clone()));
                    of_row
                } else if word::ending("ratio", &of_row).is_some_and(|(whose, _)| !whose.is_empty()) {
                    // 三产占比 in a row of its own under a table of amounts is a figure of its own.
                    of_row
                } else {
                    dimensions.push(("分组".to_owned(), of_row));
                    of_head.clone()
                }
            }
            (true, true) => {
                return (title.name.clone(), dimensions, title.from_file && !title.name.is_empty());
            }
        };
        (name, dimensions, false)
    }

    pub(super) fn unit(
        in_cell: &str,
        head: &Head,
        row: &Meaning,
        title: &Title,
        growth: bool,
        name: &str,
    ) -> String {
        let near = [in_cell, &head.meaning.unit, &row.unit];
        if let Some(unit) = near.into_iter().find(|unit| !unit.is_empty()) {
            // A growth column keeps its per cent beside a column of units.
            if growth && in_cell.is_empty() && head.meaning.growth {
                return if label::is_index(unit)
                    || unit == "‰"
                    || !is_percent(unit) && !head.meaning.unit.is_empty()
                {
                    head.meaning.unit.clone()
                } else {
                    "%".to_owned()
                };
            }
            return unit.replace('％', "%");
        }
        if growth {
            return "%".to_owned();
        }
        if !title.name_unit.is_empty() && title.name == name && title.units.is_empty() {
            return title.name_unit.clone();
        }
        match title.units.as_slice() {
            [] => title.name_unit.clone(),
            [unit] => unit.clone(),
            units => of_several(units, name),
        }
    }
}
