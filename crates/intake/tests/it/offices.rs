//! Sheets made at random from a second grammar, of yearbooks, monthly letters and exports, written without regard to how
//! they are read: two and three header rows, blocks one below and beside the other, months as dates of the 1904 system,
//! shares in percent cells, pages saved under the name of a workbook, notes, marks and dimensions.

use encoding_rs::GB18030;
use intake::{Kind, Outcome, Settings, understand};
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Workbook};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};

/// Lehmer's generator with the multiplier of Park and Miller, "Random number generators: good ones are hard to find" (1988).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        (self.0 >> 3) as usize % most
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// Name, unit, decimals.
type What = (&'static str, &'static str, u32);

const CITY: &str = "岚州市";
const PLACES: [&str; 7] = ["望川区", "石埠区", "清泽县", "云坪县", "柳河县", "双桥县", "丹霞县"];
const AMOUNTS: [What; 8] = [
    ("工业增加值", "亿元", 2),
    ("固定资产投资额", "万元", 0),
    ("社会消费品零售总额", "亿元", 2),
    ("一般公共预算支出", "万元", 0),
    ("年末常住人口", "万人", 2),
    ("实际利用外资", "万美元", 0),
    ("全社会用电量", "亿千瓦时", 2),
    ("旅游总收入", "亿元", 2),
];
const SHARES: [What; 4] = [
    ("城镇化率", "%", 2),
    ("空气质量优良天数比率", "%", 1),
    ("森林覆盖率", "%", 2),
    ("研发经费投入强度", "%", 2),
];
const FLOWS: [usize; 5] = [0, 2, 3, 6, 7];

#[derive(Clone)]
enum Filled {
    Words(String),
    Number(Decimal),
    /// Stored as a share, shown in per cent.
    Share(Decimal),
    /// The first day of a month: year, month, number format.
    Day(i32, u32, &'static str),
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Key {
    indicator: String,
    region: String,
    period: String,
    kind: Kind,
    dimension: String,
}

#[derive(Default)]
struct Page {
    cells: BTreeMap<(u32, u16), Filled>,
    merged: Vec<(u32, u16, u32, u16)>,
    wanted: BTreeMap<Key, (Decimal, String)>,
    row: u32,
}

impl Page {
    fn put(&mut self, row: u32, column: usize, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.cells.insert((row, column as u16), Filled::Words(text));
        }
    }

    fn merge(&mut self, from: (u32, usize), to: (u32, usize)) {
        if from != to {
            self.merged.push((from.0, from.1 as u16, to.0, to.1 as u16));
        }
    }
}

/// How a file is kept.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Book,
    BookOf1904,
    Gbk,
    Tabs,
    Web,
}

struct Clerk {
    dice: Dice,
    form: Form,
    percent: bool,
    typed: bool,
    /// The least amount of a sheet; the greatest is twice as much.
    size: i64,
}

impl Clerk {
    fn is_book(&self) -> bool {
        matches!(self.form, Form::Book | Form::BookOf1904)
    }

    /// A figure in a cell, now and then a missing one.
    fn figure(&mut self, page: &mut Page, at: (u32, usize), what: What, mut key: Key) {
        let (name, mut unit, mut decimals) = what;
        if self.dice.often(5) {
            let gap = self.dice.pick(&["…", "－", "-", "", "／", "..."]);
            page.put(at.0, at.1, gap);
            return;
        }
        let mut value = if unit == "%" {
            Decimal::new(1_000 + self.dice.below(8_000) as i64, 2).round_dp(decimals)
        } else {
            let whole = self.size + self.dice.below(self.size as usize) as i64;
            Decimal::new(
                whole * 10_i64.pow(decimals) + self.dice.below(10_usize.pow(decimals)) as i64,
                decimals,
            )
        };
        if key.kind == Kind::Growth {
            (unit, decimals) = ("%", 1);
            value = Decimal::new(self.dice.below(400) as i64 - 150, decimals);
        }
        value = value.normalize();
        key.indicator = if key.indicator.is_empty() { name.to_owned() } else { key.indicator };
        let filled = if self.percent && unit == "%" && self.is_book() && key.kind != Kind::Growth {
            Filled::Share(value)
        } else if self.typed || !self.is_book() {
            Filled::Words(self.typed(value))
        } else {
            Filled::Number(value)
        };
        page.cells.insert((at.0, at.1 as u16), filled);
        page.wanted.insert(key, (value, unit.to_owned()));
    }

    fn typed(&mut self, value: Decimal) -> String {
        let text = value.to_string();
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let rest = if rest.is_empty() { String::new() } else { format!(".{rest}") };
        if whole.len() > 3 && !whole.starts_with('-') && self.dice.often(30) {
            let (mut head, mut tail) = (whole, String::new());
            while head.len() > 3 {
                let (left, right) = head.split_at(head.len() - 3);
                tail = format!(",{right}{tail}");
                head = left;
            }
            return format!("{head}{tail}{rest}");
        }
        let blank = if self.dice.often(15) { " " } else { "" };
        format!("{whole}{rest}{blank}")
    }

    fn key(region: &str, period: impl Into<String>, kind: Kind) -> Key {
        Key {
            indicator: String::new(),
            region: region.to_owned(),
            period: period.into(),
            kind,
            dimension: String::new(),
        }
    }

    fn chosen(&mut self, count: usize) -> Vec<What> {
        let first = self.dice.below(AMOUNTS.len());
        let mut all: Vec<What> = (0..count).map(|k| AMOUNTS[(first + k) % AMOUNTS.len()]).collect();
        if self.dice.often(50) {
            all.push(self.dice.pick(&SHARES));
        }
        all
    }

    fn head(&mut self, page: &mut Page, title: &str) {
        let lead = self.dice.pick(&["", "表2-7  ", "3—4 ", "附表3："]);
        page.put(page.row, 0, format!("{lead}{title}"));
        page.row += 1;
        if self.dice.often(20) {
            page.put(
                page.row,
                0,
                self.dice.pick(&[
                    "岚州市统计局编印",
                    "内部资料  注意保存",
                    "岚州市统计局",
                    "制表日期：2025年3月8日",
                ]),
            );
            page.row += 1;
        }
    }

    /// Own region first or last, by one of its usual names.
    fn places(&mut self, count: usize) -> Vec<(String, String)> {
        let own = self.dice.pick(&["全市", "全市合计", "岚州市", "合  计", "总计"]);
        let mut all: Vec<(String, String)> =
            PLACES.iter().take(count).map(|place| ((*place).to_owned(), (*place).to_owned())).collect();
        let at = if self.dice.often(70) { 0 } else { all.len() };
        all.insert(at, (own.to_owned(), CITY.to_owned()));
        all
    }

    /// Indicators over years, both in the head: two rows, or three with the units between.
    fn two_heads(&mut self, page: &mut Page) {
        let what = self.chosen(2);
        self.head(page, &format!("{CITY}分县（区）主要指标"));
        let years: Vec<i32> = (0..2 + self.dice.below(2) as i32).map(|k| 2022 + k).collect();
        let (top, three) = (page.row, self.dice.often(40));
        let years_row = top + if three { 2 } else { 1 };
        page.put(top, 0, self.dice.pick(&["地　区", "县（区）", "地区"]));
        page.merge((top, 0), (years_row, 0));
        for (k, one) in what.iter().enumerate() {
            let column = 1 + k * years.len();
            let last = column + years.len() - 1;
            page.put(top, column, if three { one.0.to_owned() } else { format!("{}（{}）", one.0, one.1) });
            page.merge((top, column), (top, last));
            if three {
                page.put(top + 1, column, format!("（{}）", one.1));
                page.merge((top + 1, column), (top + 1, last));
            }
            for (y, year) in years.iter().enumerate() {
                page.put(years_row, column + y, format!("{year}年"));
            }
        }
        for (r, (printed, region)) in self.places(5).iter().enumerate() {
            let row = years_row + 1 + r as u32;
            page.put(row, 0, printed.clone());
            for (k, one) in what.iter().enumerate() {
                for (y, year) in years.iter().enumerate() {
                    let key = Self::key(region, year.to_string(), Kind::Current);
                    self.figure(page, (row, 1 + k * years.len() + y), *one, key);
                }
            }
            page.row = row + 1;
        }
    }

    /// The monthly letter: 本月, 1—n月 and growth of each.
    fn monthly(&mut self, page: &mut Page) {
        let (year, month) = (2023 + self.dice.below(3) as i32, 2 + self.dice.below(10));
        self.head(page, &format!("{year}年{month}月{CITY}主要经济指标完成情况"));
        let units = self.dice.often(50);
        let first = 1 + usize::from(units);
        let top = page.row;
        page.put(top, 0, self.dice.pick(&["指标名称", "指 标"]));
        if units {
            page.put(top, 1, "单位");
        }
        let own = self.dice.pick(&["本月", "当月", "month"]);
        let own = if own == "month" { format!("{month}月") } else { own.to_owned() };
        let sum = match self.dice.below(3) {
            0 => format!("1-{month}月累计"),
            1 => format!("1—{month}月"),
            _ => "本月止累计".to_owned(),
        };
        let growth = self.dice.pick(&["累计同比增长（%）", "累计增长（%）", "同比增长%"]);
        for (k, text) in [own, sum, growth.to_owned()].iter().enumerate() {
            page.put(top, first + k, text.clone());
        }
        for (r, at) in FLOWS.iter().enumerate() {
            let (row, what) = (top + 1 + r as u32, AMOUNTS[*at]);
            page.put(row, 0, if units { what.0.to_owned() } else { format!("{}（{}）", what.0, what.1) });
            if units {
                page.put(row, 1, what.1);
            }
            let single = Self::key(CITY, format!("{year}-{month:02}"), Kind::Current);
            self.figure(page, (row, first), what, single);
            let through = format!("{year}-01..{month:02}");
            self.figure(page, (row, first + 1), what, Self::key(CITY, through.clone(), Kind::Cumulated));
            self.figure(page, (row, first + 2), what, Self::key(CITY, through, Kind::Growth));
        }
        page.row = top + 1 + FLOWS.len() as u32;
    }

    /// Two blocks beside each other: the list of places goes on to the right.
    fn beside(&mut self, page: &mut Page) {
        let what = self.dice.pick(&AMOUNTS);
        let year = 2021 + self.dice.below(4) as i32;
        self.head(page, &format!("{CITY}各县（区）{}（{}）", what.0, what.1));
        let (top, years) = (page.row, [year, year + 1]);
        let places = self.places(7);
        let half = places.len().div_ceil(2);
        for (b, block) in places.chunks(half).enumerate() {
            let left = b * (years.len() + 1);
            page.put(top, left, "地区");
            for (y, year) in years.iter().enumerate() {
                page.put(top, left + 1 + y, format!("{year}年"));
            }
            for (r, (printed, region)) in block.iter().enumerate() {
                let row = top + 1 + r as u32;
                page.put(row, left, printed.clone());
                for (y, year) in years.iter().enumerate() {
                    let key = Self::key(region, year.to_string(), Kind::Current);
                    self.figure(page, (row, left + 1 + y), what, key);
                }
            }
        }
        page.row = top + 1 + half as u32;
    }

    /// Blocks one below the other, each with its own title and unit.
    fn stacked(&mut self, page: &mut Page) {
        let first = self.dice.below(AMOUNTS.len());
        for k in 0..2 + self.dice.below(2) {
            let what = AMOUNTS[(first + k) % AMOUNTS.len()];
            self.head(page, &format!("{CITY}历年各县（区）{}", what.0));
            page.put(page.row, self.dice.below(3), format!("计量单位：{}", what.1));
            let top = page.row + 1;
            page.put(top, 0, "年 份");
            let places = self.places(4);
            for (c, (printed, _)) in places.iter().enumerate() {
                page.put(top, c + 1, printed.clone());
            }
            for (r, year) in (2019..2024).enumerate() {
                let row = top + 1 + r as u32;
                page.put(row, 0, year.to_string());
                for (c, (_, region)) in places.iter().enumerate() {
                    let key = Self::key(region, year.to_string(), Kind::Current);
                    self.figure(page, (row, c + 1), what, key);
                }
            }
            page.row = top + 6 + u32::from(self.dice.often(70));
        }
    }

    /// Months as dates of the workbook across.
    fn dated(&mut self, page: &mut Page) {
        let year = 2022 + self.dice.below(3) as i32;
        self.head(page, &format!("{CITY}分月数据"));
        let shown = self.dice.pick(&["yyyy\"年\"m\"月\"", "yyyy-mm", "yyyy/m"]);
        let top = page.row;
        page.put(top, 0, "指标");
        page.put(top, 1, "单位");
        let months = [1_u32, 4, 7, 10, 12];
        for (k, month) in months.iter().enumerate() {
            if self.is_book() {
                page.cells.insert((top, k as u16 + 2), Filled::Day(year, *month, shown));
            } else {
                page.put(top, k + 2, format!("{year}年{month}月"));
            }
        }
        for (r, at) in FLOWS.iter().enumerate() {
            let (row, what) = (top + 1 + r as u32, AMOUNTS[*at]);
            page.put(row, 0, what.0);
            page.put(row, 1, what.1);
            for (k, month) in months.iter().enumerate() {
                let key = Self::key(CITY, format!("{year}-{month:02}"), Kind::Current);
                self.figure(page, (row, k + 2), what, key);
            }
        }
        page.row = top + 1 + FLOWS.len() as u32;
    }

    /// Indicators down, places across, marks of notes behind some names.
    fn across(&mut self, page: &mut Page) {
        let year = 2020 + self.dice.below(5) as i32;
        let status = self.dice.pick(&["", "", "（初步统计）", "快报"]);
        self.head(page, &format!("{CITY}各县（区）{year}年主要指标{status}"));
        let top = page.row;
        page.put(top, 0, self.dice.pick(&["指标", "指标名称"]));
        page.put(top, 1, self.dice.pick(&["单位", "计量单位"]));
        let places = self.places(4);
        for (c, (printed, _)) in places.iter().enumerate() {
            page.put(top, c + 2, printed.clone());
        }
        let what = self.chosen(5);
        let (lead, marked) = (self.dice.below(3), self.dice.often(30));
        for (r, one) in what.iter().enumerate() {
            let row = top + 1 + r as u32;
            let lead = match lead {
                0 => String::new(),
                1 => format!("{}、", ["一", "二", "三", "四", "五", "六"][r]),
                _ => format!("{}．", r + 1),
            };
            page.put(row, 0, format!("{lead}{}{}", one.0, if marked && r == 1 { "①" } else { "" }));
            page.put(row, 1, one.1);
            for (c, (_, region)) in places.iter().enumerate() {
                self.figure(page, (row, c + 2), *one, Self::key(region, year.to_string(), Kind::Current));
            }
        }
        page.row = top + 1 + what.len() as u32;
        if marked {
            page.put(page.row, 0, "注：①按年末数计算。");
            page.row += 1;
        }
    }

    /// One figure a row, periods as programs write them.
    fn list(&mut self, page: &mut Page) {
        let heads: &[&str] = self.dice.pick(&[
            ["指标名称", "地区名称", "时期", "指标值", "计量单位"].as_slice(),
            ["指标", "地区", "报告期", "数值", "单位"].as_slice(),
        ]);
        for (c, text) in heads.iter().enumerate() {
            page.put(page.row, c, *text);
        }
        let form = self.dice.below(5);
        let what = self.chosen(2);
        for one in what {
            for region in [CITY, "石埠区", "清泽县"] {
                for k in 0..3_i32 {
                    let year = 2021 + k;
                    let (printed, period) = match form {
                        0 => (year.to_string(), year.to_string()),
                        1 => (format!("{year}年{}季度", k + 1), format!("{year}Q{}", k + 1)),
                        2 => (format!("{year}-{:02}", k + 8), format!("{year}-{:02}", k + 8)),
                        3 => (format!("{year}年{}月", k + 5), format!("{year}-{:02}", k + 5)),
                        _ => (format!("{year}年度"), year.to_string()),
                    };
                    page.row += 1;
                    page.put(page.row, 0, one.0);
                    page.put(page.row, 1, region);
                    page.put(page.row, 2, printed);
                    page.put(page.row, 4, one.1);
                    self.figure(page, (page.row, 3), one, Self::key(region, period, Kind::Current));
                }
            }
        }
        page.row += 1;
    }

    /// Years down; under each indicator its amount and its growth.
    fn growth(&mut self, page: &mut Page) {
        let what: Vec<What> = self.chosen(3).into_iter().filter(|one| one.1 != "%").collect();
        self.head(page, &format!("{CITY}主要年份指标"));
        let top = page.row;
        page.put(top, 0, "年份");
        page.merge((top, 0), (top + 1, 0));
        let amount = self.dice.pick(&["总量", "绝对数", "绝对量"]);
        let rise = self.dice.pick(&["比上年增长（%）", "增速（%）", "同比（%）", "增长%"]);
        for (k, one) in what.iter().enumerate() {
            page.put(top, 1 + 2 * k, one.0);
            page.merge((top, 1 + 2 * k), (top, 2 + 2 * k));
            page.put(top + 1, 1 + 2 * k, format!("{amount}（{}）", one.1));
            page.put(top + 1, 2 + 2 * k, rise);
        }
        for (r, year) in (2018..2025).enumerate() {
            let row = top + 2 + r as u32;
            page.put(row, 0, if self.typed { format!("{year}年") } else { year.to_string() });
            for (k, one) in what.iter().enumerate() {
                let key = |kind| Self::key(CITY, year.to_string(), kind);
                self.figure(page, (row, 1 + 2 * k), *one, key(Kind::Current));
                self.figure(page, (row, 2 + 2 * k), *one, key(Kind::Growth));
            }
        }
        page.row = top + 9;
    }

    /// Incomes of towns and villages: a dimension in the head.
    fn incomes(&mut self, page: &mut Page) {
        let year = 2020 + self.dice.below(5) as i32;
        self.head(page, &format!("{year}年{CITY}分县（区）居民人均可支配收入"));
        page.put(page.row, 2, "单位：元");
        let top = page.row + 1;
        page.put(top, 0, "地区");
        page.merge((top, 0), (top + 1, 0));
        page.put(top, 1, "居民人均可支配收入");
        page.merge((top, 1), (top, 3));
        for (k, text) in ["合计", "城镇", "农村"].iter().enumerate() {
            page.put(top + 1, 1 + k, *text);
        }
        for (r, (printed, region)) in self.places(5).iter().enumerate() {
            let row = top + 2 + r as u32;
            page.put(row, 0, printed.clone());
            for (k, dimension) in ["", "城乡=城镇", "城乡=农村"].iter().enumerate() {
                let key = Key {
                    dimension: (*dimension).to_owned(),
                    ..Self::key(region, year.to_string(), Kind::Current)
                };
                self.figure(page, (row, 1 + k), ("居民人均可支配收入", "元", 0), key);
            }
            page.row = row + 1;
        }
    }

    fn page(&mut self) -> Page {
        let mut page = Page::default();
        let layout = self.dice.below(9);
        match layout {
            0 => self.two_heads(&mut page),
            1 => self.monthly(&mut page),
            2 => self.beside(&mut page),
            3 => self.stacked(&mut page),
            4 => self.dated(&mut page),
            5 => self.across(&mut page),
            6 => self.list(&mut page),
            7 => self.growth(&mut page),
            _ => self.incomes(&mut page),
        }
        if layout != 6 && self.dice.often(50) {
            let note = self.dice.pick(&[
                "注：本表绝对数按现价计算，增长速度按可比价计算。",
                "资料来源：岚州市统计局、国家统计局岚州调查队。",
                "说明：因小数取舍，合计可能与分项之和不等。",
            ]);
            page.put(page.row, 0, note);
        }
        page
    }
}

fn book(page: &Page, of_1904: bool) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let share = Format::new().set_num_format("0.00%");
    let float = |value: &Decimal| value.to_string().parse::<f64>().expect("a number");
    for (r0, c0, r1, c1) in &page.merged {
        if let Some(Filled::Words(text)) = page.cells.get(&(*r0, *c0)) {
            sheet.merge_range(*r0, *c0, *r1, *c1, text, &Format::new()).expect("an area");
        }
    }
    for (&(row, column), filled) in &page.cells {
        if page.merged.iter().any(|(r, c, ..)| (*r, *c) == (row, column)) {
            continue;
        }
        match filled {
            Filled::Words(text) => sheet.write_string(row, column, text).expect("a cell"),
            Filled::Number(value) => sheet.write_number(row, column, float(value)).expect("a cell"),
            Filled::Share(value) => {
                sheet.write_number_with_format(row, column, float(value) / 100.0, &share).expect("a cell")
            }
            Filled::Day(year, month, shown) => {
                // Days since the last of 1899 (or since the first of 1904, which is its day 0).
                let first = jiff::civil::date(*year as i16, *month as i8, 1);
                let start =
                    if of_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
                let days = first.since(start).expect("days").get_days();
                let format = Format::new().set_num_format(*shown);
                sheet.write_number_with_format(row, column, f64::from(days), &format).expect("a cell")
            }
        };
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    if of_1904 { dated_from_1904(&bytes) } else { bytes }
}

/// The same workbook with days counted from 1904, as old Macintosh files have them.
fn dated_from_1904(bytes: &[u8]) -> Vec<u8> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut part = from.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = Vec::new();
        part.read_to_end(&mut text).expect("its bytes");
        if name == "xl/workbook.xml" {
            let said =
                String::from_utf8(text).expect("text").replace("<workbookPr", "<workbookPr date1904=\"1\"");
            assert!(said.contains("date1904"));
            text = said.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        to.write_all(&text).expect("its bytes");
    }
    to.finish().expect("an archive").into_inner()
}

fn lines(page: &Page, separator: char) -> String {
    let last = page.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let width = page.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
    let mut out = String::new();
    for row in 0..=last {
        for column in 0..=width {
            if column > 0 {
                out.push(separator);
            }
            let text = shown(page, row, column);
            if text.contains([separator, '"']) {
                let _ = write!(out, "\"{}\"", text.replace('"', "\"\""));
            } else {
                out.push_str(&text);
            }
        }
        out.push('\n');
    }
    out
}

fn shown(page: &Page, row: u32, column: u16) -> String {
    match page.cells.get(&(row, column)) {
        Some(Filled::Words(text)) => text.clone(),
        Some(Filled::Number(value) | Filled::Share(value)) => value.to_string(),
        Some(Filled::Day(year, month, _)) => format!("{year}年{month}月"),
        None => String::new(),
    }
}

/// A page with one table, as statistical systems save it under the name of a workbook.
fn web(page: &Page) -> String {
    let last = page.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
    let width = page.cells.keys().map(|(_, column)| *column).max().unwrap_or(0);
    let mut out = String::from("<html><head><meta charset=\"utf-8\"></head><body><table border=1>\n");
    for row in 0..=last {
        out.push_str("<tr>");
        for column in 0..=width {
            let covered = page.merged.iter().any(|&(r0, c0, r1, c1)| {
                (r0..=r1).contains(&row) && (c0..=c1).contains(&column) && (row, column) != (r0, c0)
            });
            if covered {
                continue;
            }
            let span = page.merged.iter().find(|(r, c, ..)| (*r, *c) == (row, column));
            let span = span.map_or(String::new(), |(r0, c0, r1, c1)| {
                format!(" rowspan={} colspan={}", r1 - r0 + 1, c1 - c0 + 1)
            });
            let _ = write!(out, "<td{span}>{}</td>", shown(page, row, column));
        }
        out.push_str("</tr>\n");
    }
    out + "</table></body></html>"
}

fn made(seed: u64) -> (&'static str, Vec<u8>, Page) {
    let mut dice = Dice(1 + seed * 7_919 % 2_147_483_646);
    for _ in 0..5 {
        dice.below(2);
    }
    let form = dice.pick(&[Form::Book, Form::Book, Form::BookOf1904, Form::Gbk, Form::Tabs, Form::Web]);
    let (percent, typed) = (dice.often(50), dice.often(25));
    let size = dice.pick(&[200, 3_000, 70_000]);
    let mut clerk = Clerk { dice, form, percent, typed, size };
    let mut page = clerk.page();
    if !clerk.is_book() && form != Form::Web {
        page.merged.clear();
    }
    match form {
        Form::Book => ("报表.xlsx", book(&page, false), page),
        Form::BookOf1904 => ("报表.xlsx", book(&page, true), page),
        Form::Gbk => ("报表.csv", GB18030.encode(&lines(&page, ',')).0.into_owned(), page),
        Form::Tabs => ("报表.tsv", lines(&page, '\t').into_bytes(), page),
        Form::Web => ("报表.xls", web(&page).into_bytes(), page),
    }
}

#[test]
fn a_thousand_sheets_of_other_offices_come_back() {
    let (mut back, mut wanted) = (0, 0);
    let (mut wrong, mut lost) = (Vec::new(), Vec::new());
    for seed in 0..1_000 {
        let (name, bytes, page) = made(seed);
        let read = understand(name, &bytes, None, &Settings::default());
        let mut left = page.wanted.clone();
        wanted += left.len();
        for figure in read.figures.iter().filter(|figure| figure.outcome == Outcome::Taken) {
            let Some(value) = figure.value else { continue };
            let dimensions: Vec<String> =
                figure.dimensions.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let key = Key {
                indicator: figure.indicator.clone(),
                region: figure.region.clone(),
                period: figure.covered.map(|covered| covered.to_string()).unwrap_or_default(),
                kind: figure.kind,
                dimension: dimensions.join(","),
            };
            match left.remove(&key) {
                Some((right, unit)) if right == value && unit == figure.unit => back += 1,
                other => wrong.push(format!(
                    "seed {seed} {name} {} {key:?} {value}{} for {other:?}",
                    figure.cell, figure.unit
                )),
            }
        }
        if let Some((key, value)) = left.first_key_value() {
            lost.push(format!(
                "seed {seed} {name} {} of {} lost: {key:?} {value:?}",
                left.len(),
                page.wanted.len()
            ));
            if let Ok(folder) = std::env::var("GANGYAO_KEEP") {
                std::fs::write(format!("{folder}/o{seed}-{name}"), &bytes)
                    .expect("a folder to keep what is lost");
            }
        }
    }
    println!(
        "{back} of {wanted} values came back, {} wrong, {} sheets with lost ones",
        wrong.len(),
        lost.len()
    );
    wrong.iter().take(60).chain(lost.iter().take(60)).for_each(|line| println!("{line}"));
    assert_eq!((wrong.len(), lost.len()), (0, 0), "{back} of {wanted}");
}
