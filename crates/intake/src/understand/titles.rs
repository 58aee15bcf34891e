//! Titles, heads and labels of a block: what stands above and beside its figures.

#[allow(clippy::wildcard_imports)] // one reading in several files
use super::*;

impl Reader<'_, '_> {
    /// What stands above the block, in the name of the sheet and in that of the file.
    #[expect(clippy::too_many_lines, reason = "the lines of a title, each with what it says")]
    pub(super) fn title(&mut self) -> Title {
        let mut title = Title::default();
        let file = self.file.rsplit(['/', '\\']).next().unwrap_or(self.file);
        let file = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let corner =
            self.block.columns.first().and_then(|column| column.path.last()).cloned().unwrap_or_default();
        let mut sources: Vec<(String, bool)> =
            self.block.lines.iter().rev().map(|line| (line.clone(), false)).collect();
        if corner.contains([':', '：']) {
            sources.insert(0, (corner, false));
        }
        sources.push((self.grid.sheet.clone(), false));
        sources.push((file.to_owned(), true));
        for (line, from_file) in sources {
            let text = clean(&line);
            // Who printed it and when, and how it is to be kept, says nothing of the figures.
            let of_file = from_file || line == self.grid.sheet;
            if !of_file && word::of("imprint").iter().any(|word| text.contains(word)) {
                continue;
            }
            if let Some(units) = units_of(&text) {
                if title.units.is_empty() {
                    title.units = units;
                }
                if text.starts_with("单位") || text.starts_with("计量单位") || text.starts_with(['(', '（'])
                {
                    continue;
                }
            }
            let said = text.split_once([':', '：']).filter(|(head, _)| {
                matches!(*head, "指标" | "指标名称" | "统计指标" | "时间" | "数据库" | "地区")
            });
            let (head, body) = said.unwrap_or(("", text.as_str()));
            if matches!(head, "数据库") {
                continue;
            }
            let body =
                ["单位:", "单位："].iter().fold(body, |body, word| body.split(word).next().unwrap_or(body));
            let mut one = title_label(body, self.gazetteer);
            // 云岭市各县（区）2025年主要指标: the year stands within.
            if one.when.year.is_none()
                && let Some((when, name)) = year_within(&one.name)
            {
                (one.when, one.name) = (one.when.or(when), name);
            }
            if title.when.year.is_none() && one.when.year.is_some() && !several_years(body) {
                title.when.year = one.when.year;
                title.when.part = title.when.part.or(one.when.part);
            }
            if title.when.part.is_none() {
                title.when.part = one.when.part;
            }
            title.kind = title.kind.or(one.when.kind).or_else(|| kind_of(&text));
            title.status = title.status.or(one.status);
            title.plan |= one.plan;
            title.fitted |= one.fitted;
            if matches!(head, "时间" | "地区") {
                continue;
            }
            if title.name.is_empty() && is_name(&one.name) {
                title.name.clone_from(&one.name);
                title.name_unit.clone_from(&one.unit);
                title.growth = one.growth;
                title.from_file = from_file;
            }
        }
        if title.when.year.is_none() {
            title.when.year = self.settings.year;
        }
        // Two places that name units which do not agree.
        if let [unit] = title.units.as_slice()
            && !title.name_unit.is_empty()
            && title.name_unit != *unit
            && same_dimension(&title.name_unit, unit)
        {
            self.problems.add(
                Severity::Warning,
                None,
                format!("标题写“{}”，单位栏写“{unit}”，两处矛盾；暂按单位栏，请确认", title.name_unit),
                format!(
                    "the title says {}, the unit line {unit}; the unit line is followed, please confirm",
                    title.name_unit
                ),
            );
        }
        title
    }

    pub(super) fn heads(&self, columns: &[&Column]) -> Vec<Head> {
        let paths: Vec<Vec<Label>> = columns.iter().map(|column| labels(&column.path)).collect();
        let place = |label: &Label, gazetteer: &Gazetteer| gazetteer.place(&label.name);
        let regions = paths
            .iter()
            .filter(|path| path.iter().any(|label| matches!(place(label, self.gazetteer), Place::Region(_))))
            .count();
        let across = regions * 2 > columns.len();
        let mut heads: Vec<Head> = Vec::new();
        for (column, path) in columns.iter().zip(&paths) {
            let mut meaning = Meaning::default();
            for label in path {
                let found = place(label, self.gazetteer);
                if across && (found != Place::Other || label.total) {
                    let found = if label.total { Place::Own } else { found };
                    meaning.place = Some(found);
                    meaning.add(&Label { name: String::new(), ..label.clone() });
                } else {
                    meaning.add(label);
                }
            }
            let mut name = meaning.names.last().cloned().unwrap_or_default();
            let parent = meaning.names.iter().rev().nth(1).cloned().unwrap_or_default();
            let mut noun = word::is("noun", &name);
            if noun && !parent.is_empty() {
                name = joined(&parent, &name);
                noun = false;
            }
            // 比上年增长 without a name is the growth of what stands left of it.
            if name.is_empty() && meaning.growth {
                let left = heads.iter().rev().find(|head| !head.meaning.growth);
                if let Some(left) = left {
                    (name, noun) = (left.name.clone(), left.noun);
                    if meaning.dimensions.is_empty() {
                        meaning.dimensions.clone_from(&left.meaning.dimensions);
                    }
                    if meaning.place.is_none() {
                        meaning.place.clone_from(&left.meaning.place);
                    }
                    meaning.when = meaning.when.or(left.meaning.when);
                    meaning.status = meaning.status.or(left.meaning.status);
                }
            }
            heads.push(Head { index: column.index, meaning, name, noun });
        }
        heads
    }

    pub(super) fn row(
        &mut self,
        row: &crate::grid::Row,
        columns: &[&Column],
        above: &mut [String],
        section: Option<&str>,
    ) -> Meaning {
        let mut meaning = Meaning::default();
        if let Some(section) = section {
            let label = self.label(section);
            let mut label = (*label).clone();
            match self.gazetteer.place(&label.name) {
                Place::Other => {}
                place => {
                    meaning.place = Some(place);
                    label.name.clear();
                }
            }
            meaning.add(&label);
        }
        for (place, column) in columns.iter().enumerate() {
            let cell = Cell::new(row.index, column.index);
            let mut text = row.text(column.index);
            if text.is_empty() {
                let first = self.merged.first(cell);
                if first != cell {
                    text = self.grid.get(first).map(Content::text).unwrap_or_default();
                } else if !self.merged.covers(cell)
                    && matches!(column.role, ColumnRole::Period | ColumnRole::Region)
                    && let Some(known) = above.get(place)
                {
                    // A label that is not repeated goes on from the row above.
                    text.clone_from(known);
                }
            }
            if let Some(known) = above.get_mut(place) {
                known.clone_from(&text);
            }
            if let Some(mark) = self.grid.marks.get(&cell) {
                meaning.marks.push(mark.to_string());
            }
            if text.is_empty() {
                continue;
            }
            self.part(column, &text, &mut meaning);
        }
        self.of_parent(&mut meaning);
        meaning
    }

    /// 其中：城镇 below 居民人均可支配收入 is of that; 其中：税收收入 below 一般公共预算收入 may be.
    fn of_parent(&mut self, meaning: &mut Meaning) {
        let by_indicator = self.block.columns.iter().any(|column| column.role == ColumnRole::Indicator);
        if !by_indicator {
            return;
        }
        match (meaning.names.last(), &self.parent) {
            (None, Some((name, unit))) if !meaning.dimensions.is_empty() => {
                meaning.names.push(name.clone());
                if meaning.unit.is_empty() {
                    meaning.unit.clone_from(unit);
                }
            }
            (Some(_), Some((name, _))) if meaning.part => meaning.part_of.clone_from(name),
            (Some(name), _) if !meaning.part => self.parent = Some((name.clone(), meaning.unit.clone())),
            _ => {}
        }
    }

    #[expect(clippy::too_many_lines, reason = "the kinds of parts of a title, each with what it says")]
    pub(super) fn part(&mut self, column: &Column, text: &str, meaning: &mut Meaning) {
        match &column.role {
            ColumnRole::Region => {
                let label = self.label(text);
                let mut place = self.gazetteer.place(&label.name);
                if place == Place::Other && label.total {
                    place = Place::Own;
                }
                if place == Place::Other {
                    place = self.gazetteer.place(&clean(text));
                }
                let count = label.name.chars().count();
                if place == Place::Other && self.block.short_cities && (2..=4).contains(&count) {
                    place = Place::Region(format!("{}市", label.name));
                }
                // 全市三产占比 in a column of regions names an indicator of the whole.
                let behind = word::beginning("own", &label.name).map(|(_, behind)| behind.to_owned());
                if place == Place::Other
                    && let Some(name) = behind.filter(|name| !name.is_empty())
                {
                    meaning.place = Some(Place::Own);
                    meaning.names.push(name);
                } else {
                    if matches!(place, Place::Other | Place::Several | Place::Zone) && !label.name.is_empty()
                    {
                        meaning.names.push(label.name.clone());
                    }
                    meaning.place = Some(place);
                }
                meaning.add(&Label { name: String::new(), total: false, ..(*label).clone() });
            }
            ColumnRole::Indicator => {
                let label = self.label(text);
                meaning.add(&label);
            }
            ColumnRole::Period => {
                let label = self.label(text);
                let head = column.path.last().map(|head| clean(head)).unwrap_or_default();
                let number: Option<u8> = clean(text).trim_end_matches(['月', '季']).parse().ok();
                match number {
                    Some(month @ 1..=12) if head.contains('月') => {
                        meaning.when.part = Some(Part::Month(month));
                    }
                    Some(quarter @ 1..=4) if head.contains('季') => {
                        meaning.when.part = Some(Part::Quarter(quarter));
                    }
                    _ => {
                        let when = date(text).unwrap_or(label.when);
                        meaning.add(&Label {
                            when,
                            name: String::new(),
                            unit: String::new(),
                            ..(*label).clone()
                        });
                    }
                }
            }
            ColumnRole::Unit => meaning.unit = clean(text),
            ColumnRole::Status => meaning.status = label::status(&clean(text)).or(meaning.status),
            ColumnRole::Note => {
                meaning.status = label::status(&clean(text)).or(meaning.status);
            }
            ColumnRole::Dimension(name) => {
                let value = clean(text);
                if !word::is("total", &value)
                    && number::read(&Content::Text(Arc::from(value.as_str()))) != Read::Missing
                {
                    meaning.dimensions.push((name.clone(), value));
                }
            }
            ColumnRole::Source | ColumnRole::Figures | ColumnRole::Ignored | ColumnRole::Model => {}
        }
    }
}
