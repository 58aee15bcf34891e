//! Which texts name regions, and what other rows of a region column are.

use crate::label::clean;
use crate::word;
use ::region::{Answer, Context, Level, Region, Regions};
use std::collections::{BTreeMap, BTreeSet};

/// What a text in the place of a region is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A region by its full name.
    Region(String),
    /// The region of the table itself (全市, 合计).
    Own,
    /// A subtotal or an average of several regions.
    Several,
    /// A development zone or the like, whose figures are part of a region's.
    Zone,
    /// Nothing of the kind.
    Other,
}

/// Full names that the file or the plan use, for short forms of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gazetteer {
    full: BTreeSet<String>,
    short: BTreeMap<String, String>,
    /// Code of the region that the plan or the file is about, when the registry knows it.
    within: Option<String>,
}

impl Gazetteer {
    pub(crate) fn add(&mut self, full: &str) {
        if full.is_empty() {
            return;
        }
        self.full.insert(full.to_owned());
        if self.within.is_none() {
            let found = Regions::standard().resolve(full, Context::default());
            self.within = found.known().map(|region| region.code.to_string());
        }
        if let Some(short) = ::region::short(full) {
            self.short.insert(short.to_owned(), full.to_owned());
        }
    }

    /// The full name of a region.
    pub(crate) fn full(&self, name: &str) -> Option<String> {
        if self.full.contains(name) {
            return Some(name.to_owned());
        }
        if let Some(full) = self.short.get(name) {
            return Some(full.clone());
        }
        if name == "全国" {
            return Some(name.to_owned());
        }
        self.registered(name).map(|region| region.name.to_string())
    }

    /// The region of the registry that a text names. Sheets write provinces and cities in short; a county in short is one
    /// only in a table of the region that it lies in, as many counties are called like common words (新建, 资源).
    fn registered(&self, name: &str) -> Option<&'static Region> {
        let regions = Regions::standard();
        // No name is longer than 25 characters of three bytes; the length of a long text is known without walking it.
        if name.len() > 75 || regions.called(name).next().is_none() && !name.ends_with(SIGNS) {
            return None;
        }
        let context = Context { within: self.within.as_deref(), ..Context::default() };
        let of_level = |level| match regions.resolve(name, Context { level: Some(level), ..context }) {
            Answer::Known(region) if region.level == level => Some(region),
            _ => None,
        };
        let found = match regions.resolve(name, context) {
            Answer::Known(region) => Some(region),
            // 大同 is the city before it is a district of another city.
            Answer::Doubtful(_) => of_level(Level::Prefecture),
            Answer::Unknown => None,
        }?;
        let inside = || {
            let within = self.within.as_deref().and_then(|code| regions.of_code(code));
            within.is_some_and(|within| regions.above(found).any(|outer| outer.code == within.code))
        };
        // 仙桃 and 济源 lie in no prefecture.
        let alone = found.code.get(2..4) == Some("90");
        let taken = name.ends_with(found.name.as_ref())
            || found.level != Level::County
            || alone
            || (inside() && !word::is("plain", name));
        taken.then_some(found)
    }

    /// What a text in a column of regions is.
    pub(crate) fn place(&self, text: &str) -> Place {
        let text = clean(text);
        let name = text.trim();
        if name.is_empty() {
            return Place::Other;
        }
        if let Some(full) = self.full(name) {
            return Place::Region(full);
        }
        if word::is("own", name) || word::is("total", name) {
            return Place::Own;
        }
        let zone = word::of("zone").iter().any(|zone| name.ends_with(zone));
        if zone {
            return Place::Zone;
        }
        let short = name.chars().count() <= 12;
        if short
            && (["小计", "平均", "均值", "合计", "总计"].iter().any(|word| name.ends_with(word))
                || word::is("subtotal", name))
        {
            return Place::Several;
        }
        if is_full(name) { Place::Region(name.to_owned()) } else { Place::Other }
    }
}

/// The last characters of full names.
const SIGNS: [char; 7] = ['市', '县', '区', '省', '旗', '州', '盟'];

/// Whether a text has the form of a region's full name.
pub(crate) fn is_full(name: &str) -> bool {
    const WORDS: [&str; 24] = [
        "城市", "县市", "各县", "各市", "各区", "市县", "市区", "城区", "郊区", "山区", "地区", "社区",
        "园区", "灾区", "景区", "林区", "牧区", "矿区", "县区", "分县", "超市", "上市", "门市", "街区",
    ];
    let count = name.chars().count();
    if !(2..=15).contains(&count) || !name.chars().all(|c| ('\u{3400}'..='\u{9fff}').contains(&c)) {
        return false;
    }
    if WORDS.iter().any(|word| name.ends_with(word))
        || ["各", "全", "本", "分", "其"].iter().any(|lead| name.starts_with(lead))
    {
        return false;
    }
    name.ends_with(['市', '县', '区', '省', '旗', '盟'])
        || Regions::standard().is_full(name)
        || name.ends_with("自治州")
        || name.ends_with('镇')
        || name.ends_with('乡')
        || name.ends_with("街道")
}

/// A region that a title begins with: its full name, and the words of the title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Titled {
    /// 辽宁省.
    pub(crate) name: String,
    /// 辽宁.
    pub(crate) words: String,
}

/// The region that a title begins with: 澄江市地区生产总值及构成, 辽宁主要经济指标.
pub(crate) fn of_title(text: &str, gazetteer: &Gazetteer) -> Option<Titled> {
    let text = clean(text);
    let said = text.strip_prefix("地区").and_then(|rest| rest.strip_prefix([':', '：']));
    let mut rest = said.unwrap_or(&text);
    // The number of the table and the period, in either order; 2025年9月 is no number.
    loop {
        let (when, behind) = crate::period::take(rest);
        if !when.is_empty() && behind.len() < rest.len() {
            rest = behind.trim_start_matches('份');
        } else if rest.starts_with(|c: char| c.is_ascii_digit() || "-._ —、《附表:：()（）年度".contains(c))
        {
            let mut chars = rest.chars();
            chars.next();
            rest = chars.as_str();
        } else {
            break;
        }
    }
    let as_written = |name: &str| Titled { name: name.to_owned(), words: name.to_owned() };
    // The longest known name, then the shortest that looks like one, then a province or city in short.
    let known = Regions::standard().at_start(rest, true).and_then(|end| rest.get(..end));
    let known = known.filter(|name| name.chars().count() >= 3 && is_full(name));
    let own = gazetteer.full.iter().filter(|name| rest.starts_with(name.as_str())).map(String::as_str);
    if let Some(name) = own.chain(known).max_by_key(|name| name.len()) {
        return Some(as_written(name));
    }
    for (at, c) in rest.char_indices().skip(1).take(7) {
        if !SIGNS.contains(&c) {
            continue;
        }
        let name = rest.get(..at + c.len_utf8())?;
        if is_full(name) && !matches!(gazetteer.place(name), Place::Zone) {
            return Some(as_written(name));
        }
    }
    let words = rest.get(..Regions::standard().at_start(rest, false)?)?;
    let behind = rest.get(words.len()..)?;
    let ends = behind.starts_with(|c: char| !c.is_alphabetic())
        || word::beginning("behind_region", behind).is_some();
    let found = gazetteer.registered(words).filter(|found| found.level != Level::County && ends)?;
    (!word::is("plain", words)).then(|| Titled { name: found.name.to_string(), words: words.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let mut gazetteer = Gazetteer::default();
        gazetteer.add("云岭市");
        let region = |name: &str| Place::Region(name.to_owned());
        for (text, expected) in [
            ("昆明", region("昆明市")),
            ("内蒙古", region("内蒙古自治区")),
            ("红河州", region("红河哈尼族彝族自治州")),
            ("云岭", region("云岭市")),
            ("青 溪 县", region("青溪县")),
            ("全  市", Place::Own),
            ("合计", Place::Own),
            ("四县小计", Place::Several),
            ("六城平均", Place::Several),
            ("高新区", Place::Zone),
            ("地区生产总值", Place::Other),
            ("主要城市", Place::Other),
            ("第一产业", Place::Other),
        ] {
            assert_eq!(gazetteer.place(text), expected, "{text}");
        }
    }

    #[test]
    fn counties_in_short_belong_to_the_table_of_their_city() {
        let mut gazetteer = Gazetteer::default();
        assert_eq!(gazetteer.place("凌海"), Place::Other);
        assert_eq!(gazetteer.place("朝阳"), Place::Region("朝阳市".into()));
        assert_eq!(gazetteer.place("鼓楼"), Place::Other);
        gazetteer.add("锦州市");
        for (text, expected) in
            [("凌海", "凌海市"), ("北镇", "北镇市"), ("义县", "义县"), ("辽宁", "辽宁省"), ("太和", "太和区")]
        {
            assert_eq!(gazetteer.place(text), Place::Region(expected.into()), "{text}");
        }
        let mut gazetteer = Gazetteer::default();
        gazetteer.add("南昌市");
        assert_eq!(gazetteer.place("新建"), Place::Other);
        let mut gazetteer = Gazetteer::default();
        gazetteer.add("北京市");
        assert_eq!(gazetteer.place("朝阳"), Place::Region("朝阳区".into()));
    }

    #[test]
    fn regions_of_titles() {
        let gazetteer = Gazetteer::default();
        for (title, expected) in [
            ("2-1  云岭市地区生产总值及构成", Some("云岭市")),
            ("2025年云岭市分县（区）主要指标", Some("云岭市")),
            ("07-云岭市财政收支2021-2025.xlsx", Some("云岭市")),
            ("附表3：2025年9月云岭市主要指标", Some("云岭市")),
            ("3—4 2025年1-9月云岭市主要指标", Some("云岭市")),
            ("主要城市年度数据", None),
            ("各县（区）一般公共预算收支", None),
            ("城市居民收入", None),
            ("洛阳市经济和社会发展统计表", Some("洛阳市")),
            ("2025年辽宁主要经济指标", Some("辽宁省")),
            ("锦州 2025年主要指标", Some("锦州市")),
            ("白银产量", None),
            ("海南橡胶产量", None),
            ("朝阳产业增加值", None),
        ] {
            let found = of_title(title, &gazetteer).map(|titled| titled.name);
            assert_eq!(found.as_deref(), expected, "{title}");
        }
    }
}
