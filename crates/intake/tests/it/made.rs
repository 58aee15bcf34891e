//! Sheets made at random from a grammar of what offices send: every value must come back, and none may come back wrong.
//!
//! The grammar varies orientation, header rows, where units and indicators stand, notes, blocks, formats of numbers,
//! kinds of files, encodings, months and quarters, statuses and missing marks. A sheet is made from its seed alone.

use encoding_rs::GB18030;
use intake::{Kind, Outcome, Settings, understand};
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook};
use std::collections::BTreeMap;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        // SplitMix64 (Steele, Lea and Flood 2014).
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        let at = self.below(of.len());
        &of[at]
    }
}

const OWN: &str = "云岭市";
const COUNTIES: [&str; 6] = ["青溪县", "白石县", "南屏区", "北塘区", "望江县", "龙泉镇"];
const CITIES: [&str; 6] = ["昆明", "贵阳", "南宁", "成都", "长沙", "兰州"];
const INDICATORS: [(&str, &str, u32); 10] = [
    ("地区生产总值", "亿元", 2),
    ("一般公共预算收入", "万元", 0),
    ("常住人口", "万人", 2),
    ("粮食产量", "万吨", 2),
    ("城镇居民人均可支配收入", "元", 0),
    ("森林覆盖率", "%", 1),
    ("规模以上工业增加值", "亿元", 2),
    ("进出口总额", "万美元", 0),
    ("研发经费投入强度", "%", 2),
    ("社会消费品零售总额", "亿元", 2),
];

/// What stands in a cell of a made sheet.
#[derive(Clone, Debug)]
enum Made {
    Text(String),
    Number(Decimal),
    /// A number stored as a share and shown in per cent.
    Percent(Decimal),
}

#[derive(Default)]
struct Sheet {
    cells: BTreeMap<(u32, u16), Made>,
    merged: Vec<(u32, u16, u32, u16)>,
    /// Indicator, region, period, kind, value, unit.
    expected: Vec<(String, String, String, Kind, Decimal, String)>,
    next: u32,
}

impl Sheet {
    fn text(&mut self, row: u32, column: usize, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.cells.insert((row, column as u16), Made::Text(text));
        }
    }
}

struct Maker {
    random: Random,
    percent_cells: bool,
    typed: bool,
    workbook: bool,
}

impl Maker {
    fn value(&mut self, decimals: u32, unit: &str) -> Decimal {
        let whole = if unit == "%" { 10 + self.random.below(80) } else { 3000 + self.random.below(6000) };
        let scale = 10_u64.pow(decimals);
        Decimal::new((whole as u64 * scale + self.random.below(scale as usize) as u64) as i64, decimals)
            .normalize()
    }

    /// Writes a figure, or a missing mark; only figures are expected back.
    #[allow(clippy::too_many_arguments, reason = "all that a cell is about")]
    fn figure(
        &mut self,
        sheet: &mut Sheet,
        row: u32,
        column: usize,
        what: (&str, &str, u32),
        region: &str,
        period: &str,
        kind: Kind,
        per_head_unit: bool,
    ) {
        let (indicator, unit, decimals) = what;
        if self.random.chance(6) {
            let mark = *self.random.one(&["…", "-", "..", "—", ""]);
            sheet.text(row, column, mark);
            return;
        }
        let mut value = self.value(decimals, unit);
        if kind == Kind::Growth {
            value = Decimal::new(self.random.below(300) as i64 - 120, 1);
        }
        let made = if self.percent_cells && unit == "%" && !per_head_unit {
            Made::Percent(value)
        } else if self.typed || !self.workbook {
            Made::Text(self.print(value))
        } else {
            Made::Number(value)
        };
        sheet.cells.insert((row, column as u16), made);
        let unit = if kind == Kind::Growth { "%" } else { unit };
        sheet.expected.push((
            indicator.to_owned(),
            region.to_owned(),
            period.to_owned(),
            kind,
            value,
            unit.to_owned(),
        ));
    }

    fn print(&mut self, value: Decimal) -> String {
        let text = value.to_string();
        let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(a, b)| (a, Some(b)));
        let digits = whole.trim_start_matches('-');
        let grouped = if digits.len() > 3 && self.random.chance(40) {
            let (head, tail) = digits.split_at(digits.len() - 3);
            let separator = *self.random.one(&[",", " ", "，"]);
            format!("{head}{separator}{tail}")
        } else {
            digits.to_owned()
        };
        let sign = if value.is_sign_negative() { *self.random.one(&["-", "−"]) } else { "" };
        let text = match rest {
            Some(rest) => format!("{sign}{grouped}.{rest}"),
            None => format!("{sign}{grouped}"),
        };
        if self.random.chance(10) {
            text.chars()
                .map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
                .collect()
        } else {
            text
        }
    }

    fn title(&mut self, sheet: &mut Sheet, text: &str) {
        let number = *self.random.one(&["", "表1 ", "3-2  "]);
        sheet.text(sheet.next, 0, format!("{number}{text}"));
        sheet.next += 1;
    }

    fn year(&mut self, year: i32) -> String {
        match self.random.below(3) {
            0 => year.to_string(),
            1 => format!("{year}年"),
            _ => format!("{year} 年"),
        }
    }

    fn spaced(&mut self, text: &str) -> String {
        if self.random.chance(25) && text.chars().count() == 3 {
            text.chars().map(String::from).collect::<Vec<_>>().join("　")
        } else {
            text.to_owned()
        }
    }

    /// Regions as rows, years across, the indicator in the title.
    fn panel(&mut self, sheet: &mut Sheet) {
        let what = *self.random.one(&INDICATORS);
        let cities = self.random.chance(30);
        let names: Vec<(String, String)> = if cities {
            CITIES.iter().map(|city| ((*city).to_owned(), format!("{city}市"))).collect()
        } else {
            let mut names =
                vec![((*self.random.one(&["全市", "全  市", "合计", "云岭市"])).to_owned(), OWN.to_owned())];
            names.extend(COUNTIES.iter().take(5).map(|name| ((*name).to_owned(), (*name).to_owned())));
            names
        };
        let place = if cities { "主要城市" } else { OWN };
        match self.random.below(3) {
            0 => self.title(sheet, &format!("{place}{}（{}）", what.0, what.1)),
            1 => {
                self.title(sheet, &format!("{place}{}", what.0));
                let column = if self.random.chance(50) { 3 } else { 0 };
                sheet.text(sheet.next, column, format!("单位：{}", what.1));
                sheet.next += 1;
            }
            _ => {
                sheet.text(sheet.next, 0, "数据库：分地区年度数据");
                sheet.text(sheet.next + 1, 0, format!("指标：{}({})", what.0, what.1));
                sheet.text(sheet.next + 2, 0, "时间：最近5年");
                sheet.next += 3;
                if !cities {
                    sheet.text(sheet.next, 0, "地区：云岭市");
                    sheet.next += 1;
                }
            }
        }
        let head = sheet.next;
        let corner = *self.random.one(&["地区", "地  区", "县（区）", "区域"]);
        sheet.text(head, 0, corner);
        let mut years: Vec<i32> = (2019..2025).collect();
        if self.random.chance(40) {
            years.reverse();
        }
        for (column, year) in years.iter().enumerate() {
            let text = self.year(*year);
            sheet.text(head, column + 1, text);
        }
        for (at, (printed, full)) in names.iter().enumerate() {
            let row = head + 1 + at as u32;
            let printed = self.spaced(printed);
            sheet.text(row, 0, printed);
            for (column, year) in years.iter().enumerate() {
                self.figure(sheet, row, column + 1, what, full, &year.to_string(), Kind::Current, false);
            }
        }
        sheet.next = head + 1 + names.len() as u32;
    }

    /// Indicators as rows with their units, years across, perhaps with growth beside each.
    fn indicators(&mut self, sheet: &mut Sheet) {
        self.title(sheet, &format!("{OWN}主要经济指标"));
        let growth = self.workbook && self.random.chance(40);
        let head = sheet.next;
        sheet.text(head, 0, *self.random.one(&["指标", "指标名称", "项  目"]));
        sheet.text(head, 1, *self.random.one(&["单位", "计量单位", "单 位"]));
        let years = [2022, 2023, 2024, 2025];
        let mut status = Vec::new();
        for (at, year) in years.iter().enumerate() {
            let last = *year == 2025 && self.random.chance(40);
            let mut text = self.year(*year);
            if last {
                text += *self.random.one(&["（快报）", "(预计)", "（初步核算数）"]);
            }
            status.push(last);
            let column = 2 + at * if growth { 2 } else { 1 };
            sheet.text(head, column, text);
            if growth {
                sheet.merged.push((head, column as u16, head, column as u16 + 1));
                sheet.text(head + 1, column, *self.random.one(&["绝对数", "总量", "实际值"]));
                sheet.text(
                    head + 1,
                    column + 1,
                    *self.random.one(&["增速（%）", "比上年增长（%）", "同比增长%", "增长"]),
                );
            }
        }
        if growth {
            sheet.merged.push((head, 0, head + 1, 0));
            sheet.merged.push((head, 1, head + 1, 1));
        }
        let first = head + 1 + u32::from(growth);
        let count = 4 + self.random.below(5);
        for (at, what) in INDICATORS.iter().take(count).enumerate() {
            let row = first + at as u32;
            let lead = if self.random.chance(15) { format!("{}.", at + 1) } else { String::new() };
            let mark = if self.random.chance(10) { "①" } else { "" };
            sheet.text(row, 0, format!("{lead}{}{mark}", what.0));
            sheet.text(row, 1, what.1);
            for (place, year) in years.iter().enumerate() {
                let column = 2 + place * if growth { 2 } else { 1 };
                self.figure(sheet, row, column, *what, OWN, &year.to_string(), Kind::Current, true);
                if growth && what.1 != "%" {
                    self.figure(sheet, row, column + 1, *what, OWN, &year.to_string(), Kind::Growth, true);
                }
            }
        }
        sheet.next = first + count as u32;
    }

    /// Regions as rows, indicators across, the year in the title; units in brackets or in a row of their own.
    fn across(&mut self, sheet: &mut Sheet) {
        let year = 2020 + self.random.below(6) as i32;
        let flash = self.random.chance(20);
        self.title(sheet, &format!("{year}年{OWN}分县（区）主要指标{}", if flash { "（快报）" } else { "" }));
        let count = 3 + self.random.below(4);
        let chosen: Vec<_> = INDICATORS.iter().skip(self.random.below(4)).take(count).copied().collect();
        let head = sheet.next;
        sheet.text(head, 0, "地区");
        let own_row = self.workbook && self.random.chance(40);
        for (at, what) in chosen.iter().enumerate() {
            if own_row {
                sheet.text(head, at + 1, what.0);
                sheet.text(head + 1, at + 1, format!("（{}）", what.1));
            } else {
                let break_ = if self.workbook && self.random.chance(30) { "\n" } else { "" };
                sheet.text(head, at + 1, format!("{}{break_}（{}）", what.0, what.1));
            }
        }
        if own_row {
            sheet.merged.push((head, 0, head + 1, 0));
        }
        let first = head + 1 + u32::from(own_row);
        let names: Vec<&str> = std::iter::once("全市").chain(COUNTIES).take(5).collect();
        for (at, name) in names.iter().enumerate() {
            let row = first + at as u32;
            let printed = self.spaced(name);
            sheet.text(row, 0, printed);
            let region = if *name == "全市" { OWN } else { name };
            for (column, what) in chosen.iter().enumerate() {
                self.figure(sheet, row, column + 1, *what, region, &year.to_string(), Kind::Current, false);
            }
        }
        sheet.next = first + names.len() as u32;
    }

    /// Years as rows, indicators across.
    fn history(&mut self, sheet: &mut Sheet) {
        self.title(sheet, &format!("{OWN}历年主要指标"));
        let chosen: Vec<_> = INDICATORS.iter().skip(self.random.below(4)).take(4).copied().collect();
        let head = sheet.next;
        sheet.text(head, 0, *self.random.one(&["年份", "年  份", "年度"]));
        for (at, what) in chosen.iter().enumerate() {
            sheet.text(head, at + 1, format!("{}（{}）", what.0, what.1));
        }
        for (at, year) in (2016..2025).enumerate() {
            let row = head + 1 + at as u32;
            if self.workbook && !self.typed && self.random.chance(60) {
                sheet.cells.insert((row, 0), Made::Number(year.into()));
            } else {
                let text = self.year(year);
                sheet.text(row, 0, text);
            }
            for (column, what) in chosen.iter().enumerate() {
                self.figure(sheet, row, column + 1, *what, OWN, &year.to_string(), Kind::Current, false);
            }
        }
        sheet.next = head + 10;
    }

    /// One figure a row.
    fn tidy(&mut self, sheet: &mut Sheet) {
        let head = sheet.next;
        for (column, text) in ["地区", "年份", "指标", "数值", "单位", "备注"].iter().enumerate()
        {
            sheet.text(head, column, *text);
        }
        let mut row = head + 1;
        for region in [OWN, "青溪县", "南屏区"] {
            for what in INDICATORS.iter().take(4) {
                for year in [2023, 2024] {
                    sheet.text(row, 0, region);
                    let text = self.year(year);
                    sheet.text(row, 1, text);
                    sheet.text(row, 2, what.0);
                    sheet.text(row, 4, what.1);
                    self.figure(sheet, row, 3, *what, region, &year.to_string(), Kind::Current, true);
                    row += 1;
                }
            }
        }
        sheet.next = row;
    }

    /// Months, quarters or cumulated months across.
    fn months(&mut self, sheet: &mut Sheet) {
        let year = 2024 + self.random.below(2) as i32;
        let forms: [&[(&str, &str, Kind)]; 4] = [
            &[
                ("一季度", "Q1", Kind::Current),
                ("二季度", "Q2", Kind::Current),
                ("三季度", "Q3", Kind::Current),
                ("四季度", "Q4", Kind::Current),
            ],
            &[
                ("1-3月", "-01..03", Kind::Cumulated),
                ("1—6月", "-01..06", Kind::Cumulated),
                ("1-9月累计", "-01..09", Kind::Cumulated),
            ],
            &[
                ("1月", "-01", Kind::Current),
                ("2月", "-02", Kind::Current),
                ("10月份", "-10", Kind::Current),
                ("12月", "-12", Kind::Current),
            ],
            &[
                ("上半年", "H1", Kind::Cumulated),
                ("前三季度", "-01..09", Kind::Cumulated),
                ("全年", "", Kind::Current),
            ],
        ];
        let form = *self.random.one(&forms);
        let in_title = self.random.chance(50);
        let title = if in_title {
            format!("{year}年{OWN}主要指标")
        } else {
            format!("{OWN}分时期主要指标")
        };
        self.title(sheet, &title);
        let head = sheet.next;
        sheet.text(head, 0, "指标");
        sheet.text(head, 1, "单位");
        for (at, (printed, _, _)) in form.iter().enumerate() {
            sheet.text(
                head,
                at + 2,
                if in_title { (*printed).to_owned() } else { format!("{year}年{printed}") },
            );
        }
        let chosen: Vec<_> = INDICATORS
            .iter()
            .take(2)
            .chain(INDICATORS.iter().skip(6))
            .take(4)
            .copied()
            .filter(|what| what.1 != "%")
            .collect();
        for (at, what) in chosen.iter().enumerate() {
            let row = head + 1 + at as u32;
            sheet.text(row, 0, what.0);
            sheet.text(row, 1, what.1);
            for (column, (_, period, kind)) in form.iter().enumerate() {
                self.figure(sheet, row, column + 2, *what, OWN, &format!("{year}{period}"), *kind, true);
            }
        }
        sheet.next = head + 1 + chosen.len() as u32;
    }

    fn sheet(&mut self) -> Sheet {
        let mut sheet = Sheet::default();
        let form = self.random.below(7);
        match form {
            0 => self.panel(&mut sheet),
            1 => self.indicators(&mut sheet),
            2 => self.across(&mut sheet),
            3 => self.history(&mut sheet),
            4 => self.tidy(&mut sheet),
            5 => self.months(&mut sheet),
            _ => {
                self.panel(&mut sheet);
                sheet.next += 1;
                let before = sheet.expected.len();
                self.panel(&mut sheet);
                // Two blocks of one indicator would contradict each other.
                let first: Vec<_> = sheet
                    .expected
                    .iter()
                    .take(before)
                    .map(|e| (e.0.clone(), e.1.clone(), e.2.clone()))
                    .collect();
                if sheet
                    .expected
                    .iter()
                    .skip(before)
                    .any(|e| first.contains(&(e.0.clone(), e.1.clone(), e.2.clone())))
                {
                    return self.sheet();
                }
            }
        }
        if form != 4 && self.random.chance(60) {
            for note in [
                "注：本表按当年价格计算。",
                "　　2.部分数据因四舍五入，合计与分项之和略有误差。",
                "资料来源：市统计局",
            ]
            .iter()
            .take(1 + self.random.below(3))
            {
                sheet.text(sheet.next, 0, *note);
                sheet.next += 1;
            }
        }
        sheet
    }
}

fn workbook(sheet: &Sheet) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let (plain, percent) = (Format::new(), Format::new().set_num_format("0.00%"));
    for (r0, c0, r1, c1) in &sheet.merged {
        if let Some(Made::Text(text)) = sheet.cells.get(&(*r0, *c0)) {
            page.merge_range(*r0, *c0, *r1, *c1, text, &plain).expect("an area");
        }
    }
    for ((row, column), made) in &sheet.cells {
        if sheet.merged.iter().any(|(r, c, ..)| (r, c) == (row, column)) {
            continue;
        }
        let number = |value: &Decimal| value.to_string().parse::<f64>().expect("a number");
        match made {
            Made::Text(text) => page.write_string(*row, *column, text).expect("a cell"),
            Made::Number(value) => page.write_number(*row, *column, number(value)).expect("a cell"),
            Made::Percent(value) => {
                page.write_number_with_format(*row, *column, number(value) / 100.0, &percent).expect("a cell")
            }
        };
    }
    book.save_to_buffer().expect("a workbook")
}

fn delimited(sheet: &Sheet, delimiter: char) -> String {
    let last = sheet.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let width = sheet.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
    let mut out = String::new();
    for row in 0..=last {
        let cells: Vec<String> = (0..=width)
            .map(|column| match sheet.cells.get(&(row, column)) {
                Some(Made::Text(text)) if text.contains([delimiter, '"', '\n']) => {
                    format!("\"{}\"", text.replace('"', "\"\""))
                }
                Some(Made::Text(text)) => text.clone(),
                Some(Made::Number(value) | Made::Percent(value)) => value.to_string(),
                None => String::new(),
            })
            .collect();
        out += &cells.join(&delimiter.to_string());
        out += "\r\n";
    }
    out
}

fn made(seed: u64) -> (String, Vec<u8>, Sheet) {
    let mut random = Random(seed);
    let form = random.below(6);
    let workbook_form = form < 3;
    let typed = random.chance(25);
    let percent_cells = workbook_form && random.chance(30);
    let mut maker = Maker { random, percent_cells, typed, workbook: workbook_form };
    let sheet = maker.sheet();
    let (name, bytes) = match form {
        0..=2 => ("数据.xlsx", workbook(&sheet)),
        3 => ("数据.csv", GB18030.encode(&delimited(&sheet, ',')).0.into_owned()),
        4 => {
            let text = delimited(&sheet, '\t');
            let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            ("数据.txt", [vec![0xff, 0xfe], wide].concat())
        }
        _ => {
            let delimiter = *maker.random.one(&[',', ';']);
            ("数据.csv", format!("\u{feff}{}", delimited(&sheet, delimiter)).into_bytes())
        }
    };
    (name.to_owned(), bytes, sheet)
}

#[test]
fn a_thousand_sheets_come_back() {
    let (mut values, mut back, mut wrong) = (0, 0, Vec::new());
    let mut lost = Vec::new();
    for seed in 0..1_000 {
        let (name, bytes, sheet) = made(seed);
        let read = understand(&name, &bytes, None, &Settings::default());
        let mut expected: BTreeMap<(String, String, String, Kind), (Decimal, String)> = BTreeMap::new();
        for (indicator, region, period, kind, value, unit) in &sheet.expected {
            expected
                .insert((indicator.clone(), region.clone(), period.clone(), *kind), (*value, unit.clone()));
        }
        values += expected.len();
        for figure in read.figures.iter().filter(|figure| figure.outcome == Outcome::Taken) {
            let Some(value) = figure.value else { continue };
            let period = figure.covered.map(|covered| covered.to_string()).unwrap_or_default();
            let key = (figure.indicator.clone(), figure.region.clone(), period, figure.kind);
            match expected.remove(&key) {
                Some((wanted, unit))
                    if wanted == value && unit == figure.unit && figure.dimensions.is_empty() =>
                {
                    back += 1;
                }
                other => wrong.push(format!(
                    "seed {seed} {name} {} {key:?} {value}{} for {other:?}",
                    figure.cell, figure.unit
                )),
            }
        }
        if !expected.is_empty()
            && let Ok(folder) = std::env::var("GANGYAO_KEEP")
        {
            std::fs::write(format!("{folder}/{seed}-{name}"), &bytes).expect("a folder to keep what is lost");
        }
        if let Some((key, value)) = expected.first_key_value() {
            lost.push(format!(
                "seed {seed} {name} {} of {} lost, as {key:?} {value:?}",
                expected.len(),
                sheet.expected.len()
            ));
        }
    }
    println!("{back} of {values} values came back, {} wrong", wrong.len());
    wrong.iter().take(12).chain(lost.iter().take(24)).for_each(|line| println!("{line}"));
    assert_eq!((wrong.len(), lost.len()), (0, 0), "{back} of {values}");
}
