//! What the whole document is about: its title, region and period.

use document::Document;
use phrase::Kind;
use plan::{DocumentKind, Period};
use region::{Level, Regions};

use crate::CompileOptions;
use crate::kind;

/// Facts that hold for the whole plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// What sort of document it is.
    pub(crate) kind: DocumentKind,
    /// Title without layout spaces.
    pub(crate) title: String,
    /// The region the plan is for.
    pub(crate) region: Option<String>,
    /// The years it covers: those of a plan, the year of a bulletin, the year that an annual plan is for.
    pub(crate) period: Option<Period>,
    /// The last year that results are stated for, where it is not the year before the period.
    pub(crate) now: Option<i32>,
}

impl Default for Frame {
    fn default() -> Self {
        Self { kind: DocumentKind::Other, title: String::new(), region: None, period: None, now: None }
    }
}

impl Frame {
    /// Options first, then the title, then the opening of the text.
    pub(crate) fn of(document: &Document, options: &CompileOptions) -> Self {
        let opening = opening(document);
        let kind = options.kind.unwrap_or_else(|| kind::recognise(document).kind);
        let first =
            compact(opening.split(['。', '，', '\n']).find(|line| !line.trim().is_empty()).unwrap_or(""));
        let title = match kind::title(document) {
            Some(title) => title,
            // A text without a title page often begins with its own name.
            None if plan_like(&first) => first,
            None => String::new(),
        };
        let region = options
            .region
            .clone()
            .or_else(|| region_in(&title))
            .or_else(|| region_of_lines(&opening))
            .or_else(|| opening.split(['。', '，', '\n']).find_map(|line| region_in(&compact(line))));
        let (period, now) = match (options.period, kind) {
            (Some(period), DocumentKind::Bulletin | DocumentKind::Dispatch) => {
                (Some(period), Some(period.end))
            }
            (Some(period), _) => (Some(period), None),
            (None, DocumentKind::Bulletin | DocumentKind::Dispatch) => {
                let year = year_of_bulletin(&title, &opening);
                (year.map(|year| Period { start: year, end: year }), year)
            }
            (None, DocumentKind::AnnualPlan) => {
                let year = years(&title).into_iter().max().or_else(|| delivered(&opening));
                (year.map(|year| Period { start: year, end: year }), None)
            }
            (None, kind) => {
                // 2026年…责任分工方案 divides what is to be done in that year.
                let single = || years(&title).pop().map(|year| Period { start: year, end: year });
                let single = || single().filter(|_| kind == DocumentKind::Division);
                let period = period_in(&title).or_else(single).or_else(|| period_in(&opening));
                let evaluated = kind == DocumentKind::Evaluation;
                let now = period.filter(|_| evaluated).and_then(|period| latest(&document.text, period));
                (period, now)
            }
        };
        Self { kind, title, region, period, now }
    }

    /// The last year that results are stated for: for a plan the year before its first.
    pub(crate) fn base(&self) -> Option<i32> {
        self.now.or_else(|| self.period.map(Period::base))
    }

    /// The last year of the plan.
    pub(crate) fn end(&self) -> Option<i32> {
        self.period.map(|period| period.end)
    }

    /// Whether a year belongs to the past the plan reports on; unknown without a period.
    pub(crate) fn is_past(&self, year: i32) -> Option<bool> {
        self.base().map(|base| year <= base)
    }

    /// Whether results are those of single years, not of the five years of a plan.
    pub(crate) fn yearly(&self) -> bool {
        matches!(self.kind, DocumentKind::Bulletin | DocumentKind::AnnualPlan | DocumentKind::Dispatch)
    }

    /// The years of the five-year plan that the last results belong to, up to those results.
    pub(crate) fn five_years(&self) -> Option<Period> {
        let now = self.base()?;
        Some(Period { start: now - (now - 1).rem_euclid(5), end: now })
    }
}

/// The years that a text names, periods apart.
fn years(text: &str) -> Vec<i32> {
    phrase::scan(text)
        .into_iter()
        .filter(|mention| mention.kind == Kind::Year)
        .filter_map(|mention| mention.years)
        .map(|years| years.last)
        .collect()
}

/// The year of a bulletin: that of its title, of a line of its own, else of its first sentence.
fn year_of_bulletin(title: &str, opening: &str) -> Option<i32> {
    let alone = || {
        opening.lines().map(compact).find(|line| line.ends_with("年度")).and_then(|line| years(&line).pop())
    };
    let first = || {
        opening
            .lines()
            .map(compact)
            // Lines such as 2024年5月7日 say when it was published.
            .filter(|line| !line.ends_with('日'))
            .find_map(|line| years(&line).into_iter().next())
    };
    years(title).into_iter().max().or_else(alone).or_else(first)
}

/// The year that a report was delivered in: of the line that names the congress, else of the first date.
fn delivered(opening: &str) -> Option<i32> {
    let lines = || opening.lines().map(compact).take(40);
    let congress = lines().find(|line| line.contains("人民代表大会") && !years(line).is_empty());
    let dated = congress.or_else(|| lines().find(|line| line.ends_with('日') && !years(line).is_empty()));
    dated.and_then(|line| years(&line).into_iter().next())
}

/// The last year of `period` that the text gives results for: the one named most often before its end.
fn latest(text: &str, period: Period) -> Option<i32> {
    // 2024年5月 dates the report itself.
    let dates =
        |at: usize| text[at..].starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let named = |year: i32| {
        let word = format!("{year}年");
        text.match_indices(&word).filter(|(at, _)| !dates(at + word.len())).count()
    };
    let counts: Vec<(usize, i32)> = (period.start..period.end).map(|year| (named(year), year)).collect();
    counts.into_iter().filter(|(count, _)| *count > 0).max().map(|(_, year)| year)
}

/// The region of a line of the opening that names who issues the document: 云岭市统计局, 云岭省第十四届人民代表大会.
fn region_of_lines(opening: &str) -> Option<String> {
    const ISSUERS: [&str; 6] =
        ["统计局", "人民代表大会", "人民政府", "发展和改革委员会", "生态环境局", "发展改革委"];
    let lines: Vec<String> = opening.lines().map(compact).filter(|line| !line.is_empty()).take(40).collect();
    let alone = lines.iter().take(6).find_map(|line| {
        let end = region_end(line)?;
        (end == line.len() && line.chars().count() >= 3).then(|| line.clone())
    });
    alone.or_else(|| {
        lines.iter().filter(|line| line.chars().count() <= 60).find_map(|line| {
            let (at, _) = ISSUERS.iter().filter_map(|issuer| line.match_indices(issuer).next()).min()?;
            let front = &line[..at];
            let front = front.rsplit(['在', '，', '日', '—', '：', '向', '(', '（']).next().unwrap_or(front);
            let end = region_end(front)?;
            (2..=12).contains(&front[..end].chars().count()).then(|| front[..end].to_owned())
        })
    })
}

/// The beginning of the text, where a document says what it is: enough for a title page and a preamble.
pub(crate) fn opening(document: &Document) -> String {
    const OPENING: usize = 6000;
    let mut end = document.text.len().min(OPENING);
    while !document.text.is_char_boundary(end) {
        end -= 1;
    }
    let from = document.contents.as_ref().map_or(0, |contents| contents.span.end);
    let mut to = (from + OPENING).min(document.text.len());
    while !document.text.is_char_boundary(to) {
        to -= 1;
    }
    let mut opening = document.text[..end].to_owned();
    if let Some(body) = document.text.get(from..to) {
        opening.push('\n');
        opening.push_str(body);
    }
    opening
}

/// The text without white space and with half-width digits.
pub(crate) fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').map(fold).collect()
}

/// Full-width digits, letters and signs as half-width ones.
pub(crate) fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// The region a title begins with: 锦州市 of 锦州市国民经济….
fn region_in(title: &str) -> Option<String> {
    let title = title.trim_start_matches(['《', '“', '"']);
    // 关于云岭市2025年…, 2023年云岭市…: what stands in front of the name.
    let title = title.trim_start_matches("关于").trim_start_matches("印发").trim_start_matches('《');
    let title = behind_year(title);
    if plan_like(title) && (title.starts_with("我国") || title.starts_with("中国")) {
        return Some("全国".to_owned());
    }
    if title.starts_with("中华人民共和国") || title.starts_with("国家") || title.starts_with("全国")
    {
        return plan_like(title).then(|| "全国".to_owned());
    }
    if !plan_like(title) {
        return None;
    }
    let head: String = title.chars().take(18).collect();
    let Some(end) = region_end(&head) else { return region_in_short(title) };
    let mut region = head[..end].to_owned();
    // 江东省云岭市…: the plan is for the last region of the chain.
    let mut rest = &head[end..];
    while let Some(end) = region_end(rest).filter(|end| (6..=18).contains(end)) {
        rest[..end].clone_into(&mut region);
        rest = &rest[end..];
    }
    let chars = region.chars().count();
    (2..=12).contains(&chars).then_some(region)
}

/// The region that a line begins with, whatever else it names.
pub(crate) fn place_of(line: &str) -> Option<&str> {
    let line = behind_year(line);
    let end = region_end(line)?;
    (2..=12).contains(&line[..end].chars().count()).then_some(&line[..end])
}

/// The full name of a province or city that a title begins with in short: 辽宁 of 辽宁国民经济和社会发展….
fn region_in_short(title: &str) -> Option<String> {
    const BEHIND: [&str; 8] = ["“", "第", "十", "国民经济", "经济社会", "经济和社会", "统计", "国土空间"];
    let regions = Regions::standard();
    let (words, behind) = title.split_at_checked(regions.at_start(title, false)?)?;
    let region = regions.resolve(words, region::Context::default()).known()?;
    let ends = BEHIND.iter().any(|word| behind.starts_with(word))
        || behind.starts_with(|c: char| c.is_ascii_digit());
    (ends && region.level != Level::County).then(|| region.name.to_string())
}

/// `title` behind the year that it begins with.
fn behind_year(title: &str) -> &str {
    let digits =
        title.trim_start_matches(|c: char| c.is_ascii_digit() || "〇○零一二三四五六七八九".contains(c));
    match digits.strip_prefix('年') {
        Some(rest) if digits.len() < title.len() => rest.trim_start_matches('度'),
        _ => title,
    }
}

/// Where the name of a region at the start of `text` ends: 云岭市|国民经济….
fn region_end(text: &str) -> Option<usize> {
    const ENDS: [&str; 12] = [
        "特别行政区",
        "自治区",
        "自治州",
        "自治县",
        "自治旗",
        "新区",
        "开发区",
        "省",
        "市",
        "州",
        "县",
        "区",
    ];
    // These begin with the sign of a region and name none: 城市, 区域, 市政.
    const OTHER: [&str; 8] = ["城市", "市政", "市场", "区域", "县域", "市域", "国民", "省级"];
    // Small words that stand in no name that the registry does not know: 已享受同类市级政策, 我市, 各县.
    const NO_NAME: [char; 18] = [
        '的', '已', '在', '对', '为', '各', '本', '该', '我', '类', '等', '跨', '全', '将', '与', '或', '由',
        '（',
    ];
    let registered = Regions::standard().at_start(text, true).filter(|end| text[..*end].chars().count() >= 3);
    if let Some(end) = registered.filter(|end| !OTHER.iter().any(|word| text[..*end].contains(word))) {
        return Some(end);
    }
    let mut found = text.char_indices().skip(1).filter_map(|(at, _)| {
        let end = ENDS.iter().filter(|end| text[at..].starts_with(**end)).max_by_key(|end| end.len())?;
        Some((at, at + end.len()))
    });
    let (_, end) = found.find(|(at, end)| {
        // 锦州|市: a sign directly followed by another is part of the name.
        let next = ["市", "县", "区", "省"].iter().any(|sign| text[*end..].starts_with(sign));
        let city = text[*end..].starts_with('市') && !OTHER.iter().any(|word| text[*end..].starts_with(word));
        let part = next && (city || text[*at..].starts_with('州'));
        !part
    })?;
    let is_name = !text[..end].contains(NO_NAME) && !OTHER.iter().any(|word| text[..end].contains(word));
    is_name.then_some(end)
}

/// Whether a line names a plan.
fn plan_like(line: &str) -> bool {
    const KINDS: [&str; 16] = [
        "规划",
        "纲要",
        "计划",
        "公报",
        "报告",
        "方案",
        "意见",
        "办法",
        "通报",
        "政策",
        "月报",
        "简报",
        "进展情况",
        "台账",
        "任务分工",
        "清单",
    ];
    line.chars().count() <= 80
        && (KINDS.iter().any(|word| line.contains(word)) || kind::by_title(line).is_some())
}

/// The period a text names first: a five-year plan by its ordinal, or a range of years of that length.
pub(crate) fn period_in(text: &str) -> Option<Period> {
    let folded: String = text.chars().map(fold).collect();
    let by_ordinal = five_year_ordinal(&folded).and_then(Period::of_five_year_plan);
    by_ordinal.or_else(|| {
        phrase::scan(&folded)
            .into_iter()
            .filter(|mention| mention.kind == phrase::Kind::Period)
            .filter_map(|mention| mention.years)
            .map(|years| Period { start: years.first, end: years.last })
            .find(|period| (2..=20).contains(&(period.end - period.start)))
    })
}

/// The ordinal of 第十三个五年 or “十三五”, whichever stands first.
fn five_year_ordinal(text: &str) -> Option<u32> {
    let long = text.find("个五年").and_then(|at| {
        let before = &text[..at];
        let start = before.rfind('第')?;
        ordinal(&before[start + '第'.len_utf8()..]).map(|n| (at, n))
    });
    let mut runs = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (numeral(c), start) {
            (Some(_), None) => start = Some(at),
            (None, Some(from)) => {
                runs.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    // 十五五 is the fifteenth: the whole run of numerals counts, and its last sign is the five years.
    let short = runs.into_iter().find_map(|run| {
        let number = text[run.clone()].strip_suffix('五').filter(|number| !number.is_empty())?;
        let opened = text[..run.start].ends_with(['“', '"', '《', '『', '「']);
        let closed = text[run.end..].starts_with(['”', '"', '规', '时', '期']);
        (opened || closed).then(|| ordinal(number).map(|n| (run.start, n))).flatten()
    });
    match (long, short) {
        (Some((a, n)), Some((b, m))) => Some(if a <= b { n } else { m }),
        (Some((_, n)), None) | (None, Some((_, n))) => Some(n),
        (None, None) => None,
    }
}

/// A Chinese or Arabic ordinal below a hundred.
fn ordinal(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let mut value = 0;
    for c in text.chars() {
        value = match numeral(c)? {
            10 if value == 0 => 10,
            10 => value * 10,
            digit => value + digit,
        };
    }
    (1..100).contains(&value).then_some(value)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a count or place in a text or table held in memory, whose size is limited on the way in"
)]
fn numeral(c: char) -> Option<u32> {
    "一二三四五六七八九十".chars().position(|n| n == c).map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_titles() {
        for (title, region) in [
            ("青山市国民经济和社会发展第十四个五年规划纲要", Some("青山市")),
            ("江东省云岭市“十三五”水利发展规划", Some("云岭市")),
            ("柳河自治州城镇体系规划", Some("柳河自治州")),
            ("国家节能“十二五”规划", Some("全国")),
            ("关于城市工作的意见", None),
            ("2026年云岭省政府工作报告", Some("云岭省")),
            ("关于云岭市2025年国民经济和社会发展计划执行情况的报告", Some("云岭市")),
            ("云岭市2025年国民经济和社会发展统计公报", Some("云岭市")),
            ("2024年我国卫生健康事业发展统计公报", Some("全国")),
            ("已享受同类市级政策的", None),
        ] {
            assert_eq!(region_in(title).as_deref(), region, "{title}");
        }
    }

    #[test]
    fn periods_of_titles() {
        for (title, start) in [
            ("青山市国民经济和社会发展第十四个五年规划纲要", 2021),
            ("云岭市“十三五”水利发展规划", 2016),
            ("云岭市十二五规划", 2011),
            ("云岭市“十五”计划纲要", 2001),
            ("云岭市“十五五”水利发展规划", 2026),
            ("云岭市十五五规划纲要", 2026),
            ("云岭市海绵城市规划（2018-2030年）", 2018),
        ] {
            assert_eq!(period_in(title).map(|period| period.start), Some(start), "{title}");
        }
        assert_eq!(period_in("关于五年工作的意见"), None);
    }
}
