//! What the members of a list leave to the last one to say: 甲、乙产业园, 甲、乙等风电场项目.

use std::ops::Range;

use super::names::{self, Name};

/// 甲、乙、丙生产基地: members without a head take that of the last one.
pub(super) fn elliptical(text: &str, names: &mut [Name], built: bool) {
    let Some((last, before)) = names.split_last_mut() else { return };
    let whole = &text[last.range.clone()];
    let Some((range, kind)) = names::head(whole) else { return };
    // 城南、城北热源厂: as short as what the last member has of its own.
    let stem = whole[..range.start].chars().count();
    let short = kind == "project"
        && (2..=4).contains(&stem)
        && before.iter().all(|name| text[name.range.clone()].chars().count() == stem);
    let kinds = matches!(kind, "base" | "park" | "cluster");
    if !built || !(kinds || short) || whole.starts_with('“') {
        return;
    }
    let head = &whole[range];
    let bare = |name: &Name| names::head(&text[name.range.clone()]).is_none();
    if before.iter().all(bare)
        && before.iter().all(|name| text[name.range.clone()].chars().count() <= 10)
        && head.chars().count() >= 3
    {
        for name in before {
            if name.full.is_empty() {
                name.full = format!("{}{head}", &text[name.range.clone()]);
            }
        }
    }
}

/// 甲、乙等风电场项目: the head behind 等 only says what all members are.
pub(super) fn kept_apart(text: &str, clause: &Range<usize>, names: &mut [Name]) {
    let Some((last, before)) = names.split_last_mut() else { return };
    let kind = &text[last.range.clone()];
    let list = &text[clause.start..last.range.start];
    let bare = |name: &Name| names::head(&text[name.range.clone()]).is_none() && name.full.is_empty();
    let Some(own) = list.strip_suffix('等').filter(|_| names::only_heads(kind)) else { return };
    let start = own.rfind(['、', '和', '与']).map(|at| clause.start + at + '、'.len_utf8());
    let Some(start) = start.filter(|_| !before.is_empty() && before.iter().all(bare)) else { return };
    last.full = format!("{}{kind}", &text[start..clause.start + own.len()]);
    last.range = start..clause.start + own.len();
    for name in before {
        name.full = format!("{}{kind}", &text[name.range.clone()]);
    }
}

/// 东山路、西河街和北环路地下管廊: what lies along the last street lies along the others.
pub(super) fn along_streets(text: &str, names: &mut [Name]) {
    let Some((last, before)) = names.split_last_mut() else { return };
    let Some(thing) = behind_street(&text[last.range.clone()]) else { return };
    for name in before {
        let street = &text[name.range.clone()];
        if name.full.is_empty() && street.ends_with(['路', '街']) && names::head(street).is_some() {
            name.full = format!("{street}{thing}");
        }
    }
}

/// What a name says behind a street in it: 北环路|地下管廊.
fn behind_street(name: &str) -> Option<&str> {
    let (at, sign) = name.char_indices().rfind(|(_, c)| matches!(c, '路' | '街'))?;
    let thing = &name[at + sign.len_utf8()..];
    let street = at >= 6 && !name[..at].ends_with(['公', '铁', '道', '线', '网', '电', '水', '油', '气']);
    (street && names::head(thing).is_some()).then_some(thing)
}

/// Whether a restored name ends with a head that names no kind of its own: 百亿级产业集群.
pub(super) fn general_head(full: &str) -> bool {
    const GENERAL: [&str; 7] =
        ["亿级产业集群", "亿级集群", "亿元级产业集群", "重点工程", "重大工程", "重点项目", "重大项目"];
    GENERAL.iter().any(|end| full.ends_with(end))
}
