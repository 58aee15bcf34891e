//! `numbering.xml`: the labels that Word writes before paragraphs without storing them in the text.

use super::label;
use crate::xml::{Token, Xml};
use std::collections::BTreeMap;

/// Levels of a list in Word.
const LEVELS: usize = 9;

#[derive(Debug, Default)]
pub(crate) struct Numbering {
    lists: BTreeMap<String, List>,
    /// Numbering instances: which list, and what they override.
    instances: BTreeMap<String, Instance>,
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
}

/// An abstract numbering.
#[derive(Debug, Default)]
struct List {
    levels: BTreeMap<usize, Level>,
    /// A list that takes its levels from a numbering style, and the list that defines that style.
    style_link: Option<String>,
    defines_style: Option<String>,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: String,
    text: String,
    /// All numbers of the label in decimals (1.1 under 第一章).
    legal: bool,
    /// The level whose number restarts this one; `Some(0)` never restarts.
    restart: Option<usize>,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: "decimal".to_owned(),
            text: String::new(),
            legal: false,
            restart: None,
            style: None,
        }
    }
}

#[derive(Debug, Default)]
struct Instance {
    list: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
    begun: bool,
}

/// The label of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) text: String,
    /// A sign without a number.
    pub(crate) bullet: bool,
}

impl Numbering {
    /// The lists of a part.
    ///
    /// # Errors
    /// The byte at which the part is not well formed.
    pub(crate) fn of(part: &str) -> Result<Self, usize> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(part);
        while let Some(token) = xml.next() {
            let Token::Open(tag) = token else { continue };
            match tag.name.as_str() {
                "abstractNum" => {
                    let id = tag.attribute("abstractNumId").unwrap_or_default().to_owned();
                    numbering.lists.insert(id, list(&mut xml));
                }
                "num" => {
                    let id = tag.attribute("numId").unwrap_or_default().to_owned();
                    numbering.instances.insert(id, instance(&mut xml));
                }
                _ => {}
            }
        }
        xml.finish()?;
        numbering.resolve_style_links();
        Ok(numbering)
    }

    fn resolve_style_links(&mut self) {
        let defined: BTreeMap<String, BTreeMap<usize, Level>> = self
            .lists
            .values()
            .filter_map(|list| Some((list.defines_style.clone()?, list.levels.clone())))
            .collect();
        for list in self.lists.values_mut() {
            if let Some(levels) = list.style_link.as_ref().and_then(|link| defined.get(link))
                && list.levels.is_empty()
            {
                list.levels.clone_from(levels);
            }
        }
    }

    /// The level of a list that belongs to a paragraph style.
    pub(crate) fn level_of_style(&self, instance: &str, style: &str) -> Option<usize> {
        let instance = self.instances.get(instance)?;
        let list = self.lists.get(&instance.list)?;
        list.levels.iter().find(|(_, level)| level.style.as_deref() == Some(style)).map(|(at, _)| *at)
    }

    /// Counts a paragraph and gives its label; `None` when there is no such numbering.
    pub(crate) fn next(&mut self, id: &str, level: usize) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get_mut(id)?;
        let list = self.lists.get(&instance.list)?;
        let of = |at: usize| {
            instance.levels.get(&at).or_else(|| list.levels.get(&at)).cloned().unwrap_or_default()
        };
        let own = of(level);
        let counters = self.counters.entry(instance.list.clone()).or_default();
        if !instance.begun {
            // Instances of one list count on together unless one says where it starts.
            for at in instance.starts.keys() {
                counters[*at] = None;
            }
        }
        let start = |at: usize| instance.starts.get(&at).copied().unwrap_or_else(|| of(at).start);
        counters[level] =
            Some(counters[level].map_or_else(|| start(level), |number| number.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let goes_on = of(deeper).restart.is_some_and(|after| after == 0 || level + 1 > after);
            if !goes_on {
                *counter = None;
            }
        }
        let bullet = own.format == "bullet";
        let mut text = String::new();
        let mut chars = own.text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars
                .peek()
                .and_then(|digit| digit.to_digit(10))
                .filter(|digit| c == '%' && (1..=9).contains(digit))
            {
                Some(digit) => {
                    chars.next();
                    let at = digit as usize - 1;
                    let number = counters[at].unwrap_or_else(|| start(at));
                    let format = if own.legal { "decimal".to_owned() } else { of(at).format };
                    text.push_str(&label::format(number, &format));
                }
                // Symbol fonts put their signs into the private use area.
                None if bullet && ('\u{e000}'..='\u{f8ff}').contains(&c) => text.push('•'),
                None => text.push(c),
            }
        }
        instance.begun = true;
        Some(Label { text, bullet })
    }
}

fn list(xml: &mut Xml<'_>) -> List {
    let mut list = List::default();
    xml.children(|xml, tag| match tag.name.as_str() {
        "lvl" => {
            let at = tag.number("ilvl").unwrap_or(0).min(LEVELS - 1);
            list.levels.insert(at, level(xml));
            true
        }
        "numStyleLink" => {
            list.style_link = tag.val().map(str::to_owned);
            false
        }
        "styleLink" => {
            list.defines_style = tag.val().map(str::to_owned);
            false
        }
        _ => false,
    });
    list
}

fn level(xml: &mut Xml<'_>) -> Level {
    let mut level = Level::default();
    xml.children(|xml, tag| {
        set(&mut level, tag);
        // Newer number formats come with a choice; the first one is what Word shows.
        if tag.name == "AlternateContent" {
            xml.children(|xml, tag| {
                let choice = tag.name == "Choice";
                if choice {
                    xml.children(|_, tag| {
                        set(&mut level, tag);
                        false
                    });
                }
                choice
            });
            return true;
        }
        false
    });
    level
}

fn set(level: &mut Level, tag: &crate::xml::Tag) {
    match tag.name.as_str() {
        "start" => level.start = tag.number("val").map_or(1, |n| u32::try_from(n).unwrap_or(1)),
        "numFmt" => tag.val().unwrap_or("decimal").clone_into(&mut level.format),
        "lvlText" => tag.val().unwrap_or("").clone_into(&mut level.text),
        "isLgl" => level.legal = tag.is_on(),
        "lvlRestart" => level.restart = tag.number("val"),
        "pStyle" => level.style = tag.val().map(str::to_owned),
        _ => {}
    }
}

fn instance(xml: &mut Xml<'_>) -> Instance {
    let mut instance = Instance::default();
    xml.children(|xml, tag| match tag.name.as_str() {
        "abstractNumId" => {
            tag.val().unwrap_or_default().clone_into(&mut instance.list);
            false
        }
        "lvlOverride" => {
            let at = tag.number("ilvl").unwrap_or(0).min(LEVELS - 1);
            xml.children(|xml, tag| match tag.name.as_str() {
                "startOverride" => {
                    if let Some(start) = tag.number("val").and_then(|n| u32::try_from(n).ok()) {
                        instance.starts.insert(at, start);
                    }
                    false
                }
                "lvl" => {
                    instance.levels.insert(at, level(xml));
                    true
                }
                _ => false,
            });
            true
        }
        _ => false,
    });
    instance
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
        <w:lvl w:ilvl="3"><w:lvlRestart w:val="0"/><w:numFmt w:val="decimal"/><w:lvlText w:val="表%4"/></w:lvl>
        </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>
        <w:num w:numId="8"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="1"><w:startOverride w:val="3"/></w:lvlOverride></w:num>
        </w:numbering>"#;

    #[test]
    fn labels_count_restart_and_nest() {
        let mut numbering = Numbering::of(PART).expect("well formed");
        let mut next =
            |id: &str, level| numbering.next(id, level).map(|label| label.text).unwrap_or_default();
        assert_eq!(next("7", 0), "第一章");
        assert_eq!(next("7", 1), "（一）");
        assert_eq!(next("7", 1), "（二）");
        assert_eq!(next("7", 2), "1.2.1");
        assert_eq!(next("7", 3), "表1");
        assert_eq!(next("7", 0), "第二章");
        assert_eq!(next("7", 1), "（一）");
        assert_eq!(next("7", 3), "表2");
        assert_eq!(next("8", 1), "（三）");
        assert_eq!(next("8", 1), "（四）");
        assert_eq!(next("9", 0), "");
    }
}
