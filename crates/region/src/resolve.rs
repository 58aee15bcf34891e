//! From a name to a region.

use crate::registry::{Level, Region, Regions};

/// Where a name stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Context<'a> {
    /// Code of the region that the plan, sheet or sentence is about.
    pub within: Option<&'a str>,
    /// The level that is asked for, as in a column of cities.
    pub level: Option<Level>,
    /// The year that is spoken of: names of that year go before those of today.
    pub year: Option<u16>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<'a> {
    /// One region.
    Known(&'a Region),
    /// Several bear the name, and nothing tells which is meant.
    Doubtful(Vec<&'a Region>),
    /// No region bears the name.
    Unknown,
}

impl<'a> Answer<'a> {
    /// The region, when there is one.
    pub const fn known(&self) -> Option<&'a Region> {
        match self {
            Self::Known(region) => Some(region),
            Self::Doubtful(_) | Self::Unknown => None,
        }
    }
}

impl Regions {
    /// What a name means where it stands: full (锦州市), short (锦州), old (襄樊市), or behind the regions it lies in
    /// (辽宁省锦州市, 河北石家庄).
    ///
    /// Of several regions of one name, in this order: those of the level and the year that the context asks for; those
    /// that bear it as their full name; the context itself, then what lies in it, what it lies in, what lies beside it; a
    /// region before those inside it (长沙市 before 长沙县) and a province before all others. What is still more than one is
    /// doubtful.
    pub fn resolve(&self, name: &str, context: Context<'_>) -> Answer<'_> {
        let name: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let mut found = self.called_in(&name);
        if found.is_empty() {
            found = self.path(&name);
        }
        self.choose(&name, found, context)
    }

    fn called_in(&self, name: &str) -> Vec<&Region> {
        let all: Vec<&Region> = self.called(name).collect();
        let exact: Vec<&Region> = all.iter().copied().filter(|region| region.name == name).collect();
        if exact.is_empty() { all } else { exact }
    }

    /// 辽宁省锦州市凌海市: the regions of the last name that lie in one of the names before.
    fn path(&self, name: &str) -> Vec<&Region> {
        let mut inside: Vec<&Region> = Vec::new();
        let mut rest = name;
        for step in 0..4 {
            let Some(end) = self.step(rest) else { return Vec::new() };
            let (Some(part), Some(behind)) = (rest.get(..end), rest.get(end..)) else { return Vec::new() };
            let mut here = self.called_in(part);
            if step > 0 {
                here.retain(|region| inside.iter().any(|outer| self.lies_in(region, outer)));
            }
            if here.is_empty() {
                return Vec::new();
            }
            inside = here;
            rest = behind;
            if rest.is_empty() {
                return inside;
            }
        }
        Vec::new()
    }

    /// The longest name at the start; what is left must be empty or a name again.
    fn step(&self, text: &str) -> Option<usize> {
        let mut end = self.at_start(text, false)?;
        loop {
            let rest = text.get(end..)?;
            if rest.is_empty() || self.at_start(rest, false).is_some() {
                return Some(end);
            }
            let shorter = text.get(..end)?.char_indices().next_back()?.0;
            end = self.at_start(text.get(..shorter)?, false)?;
        }
    }

    fn lies_in(&self, region: &Region, outer: &Region) -> bool {
        region.parent == outer.code || self.above(region).any(|above| above.code == outer.code)
    }

    fn choose<'a>(&'a self, name: &str, mut found: Vec<&'a Region>, context: Context<'_>) -> Answer<'a> {
        let age = |region: &Region| region.last.unwrap_or(u16::MAX);
        narrow(&mut found, |region| context.level.is_none_or(|level| region.level == level));
        narrow(&mut found, |region| {
            context.year.map_or_else(|| region.stands(), |year| region.stood_in(year))
        });
        // A name that only old editions have: the youngest of each code.
        let all = found.clone();
        found.retain(|region| all.iter().all(|other| other.code != region.code || age(other) <= age(region)));
        if let Some(within) = context.within.and_then(|code| self.of_code(code)) {
            let nearest = found.iter().map(|region| self.distance(region, within)).min().unwrap_or(0);
            found.retain(|region| self.distance(region, within) == nearest);
        }
        if !found.iter().any(|region| region.name == name) {
            // 长沙 is the city, whose county of the name lies in it.
            let all = found.clone();
            found.retain(|region| all.iter().all(|outer| !self.lies_in(region, outer)));
            if let Some(province) = found.iter().copied().find(|region| region.level == Level::Province) {
                return Answer::Known(province);
            }
        }
        // A region that only old editions have under several codes is the one of the last of them.
        if found.len() > 1 && found.iter().all(|region| !region.stands()) && context.year.is_none() {
            let last = found.iter().filter_map(|region| region.last).max();
            let mut same = found.iter().copied().filter(|region| region.last == last);
            let home = |region: &Region| region.code.get(..2).map(str::to_owned);
            if let (Some(one), None) = (same.next(), same.next())
                && found.iter().all(|region| home(region) == home(one))
            {
                return Answer::Known(one);
            }
        }
        match found.as_slice() {
            [] => Answer::Unknown,
            [one] => Answer::Known(one),
            _ => Answer::Doubtful(found),
        }
    }

    /// How far a region is from the one that is spoken of: itself, inside, outside, beside, in the same province, elsewhere.
    fn distance(&self, region: &Region, within: &Region) -> u8 {
        if region.code == within.code {
            0
        } else if self.lies_in(region, within) {
            1
        } else if self.lies_in(within, region) {
            2
        } else if region.parent == within.parent && !region.parent.is_empty() {
            3
        } else if self.above(region).any(|outer| self.lies_in(within, outer)) {
            4
        } else {
            5
        }
    }
}

/// Keeps those that meet a condition, when any does.
fn narrow(found: &mut Vec<&Region>, meets: impl Fn(&Region) -> bool) {
    if found.iter().any(|region| meets(region)) {
        found.retain(|region| meets(region));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str, context: Context<'_>) -> Option<String> {
        Regions::standard().resolve(name, context).known().map(|region| region.code.to_string())
    }

    #[test]
    fn the_level_of_a_column_tells() {
        let cities = Context { level: Some(Level::Prefecture), ..Context::default() };
        assert_eq!(code("朝阳", cities).as_deref(), Some("211300"));
        assert_eq!(code("吉林", cities).as_deref(), Some("220200"));
        let districts = Context { level: Some(Level::County), within: Some("320100"), year: None };
        assert_eq!(code("鼓楼", districts).as_deref(), Some("320106"));
        assert_eq!(code("鼓楼", Context { within: None, ..districts }), None);
    }

    #[test]
    fn added_regions_are_found_by_every_way_of_writing() {
        let own = Regions::with("990100\t澜川市\t\n990121\t云浦市\t990100\n990122\t鼓楼区\t990100\n")
            .expect("rows");
        for name in ["云浦市", "云浦", "澜川市云浦市", "澜川云浦"] {
            let found = own.resolve(name, Context::default());
            assert_eq!(found.known().map(|region| region.code.as_ref()), Some("990121"), "{name}");
        }
        let here = Context { within: Some("990100"), ..Context::default() };
        assert_eq!(own.resolve("鼓楼", here).known().map(|region| region.code.as_ref()), Some("990122"));
        assert!(matches!(own.resolve("鼓楼", Context::default()), Answer::Doubtful(_)));
    }

    #[test]
    fn no_text_is_too_long() {
        let long = "吉林".repeat(10_000);
        assert_eq!(Regions::standard().resolve(&long, Context::default()), Answer::Unknown);
        assert_eq!(Regions::standard().resolve("", Context::default()), Answer::Unknown);
    }
}
