//! What the members of a list leave to the last one to say: 甲、乙产业园, 甲、乙等风电场项目.

use std::ops::Range;

use super::identity::{placed, proper};
use super::names::{self, Name};
use super::words::NAMES;

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
    let sorted = names::head(kind).is_some_and(|(head, sort)| {
        // 新虹桥、枫林等医学园区: two signs say of what sort they all are.
        let named = before.first().is_some_and(|name| proper(&text[name.range.clone()]));
        named && matches!(sort, "park" | "base") && head.start <= 6 && kind.len() - head.start >= 6
    });
    let Some(own) = list.strip_suffix('等').filter(|_| sorted || names::only_heads(kind)) else { return };
    let start = own.rfind(['、', '和', '与']).map(|at| clause.start + at + '、'.len_utf8());
    // 新虹桥 ends in a sign that heads a name only where nothing longer does.
    let ends = |name: &Name| {
        let words = &text[name.range.clone()];
        name.full.is_empty() && names::head(words).is_some_and(|(head, _)| words[head].chars().count() == 1)
    };
    let plain = before.iter().filter(|name| bare(name)).count();
    let all = plain * 2 > before.len() && before.iter().all(|name| bare(name) || ends(name));
    let Some(start) = start.filter(|_| all) else { return };
    last.full = format!("{}{kind}", &text[start..clause.start + own.len()]);
    last.range = start..clause.start + own.len();
    for name in before {
        name.full = format!("{}{kind}", &text[name.range.clone()]);
    }
}

/// 钛系、锰系和钼系金属冶炼基地: a list of what one thing is of belongs to its name.
pub(super) fn spanning(text: &str, names: &mut Vec<Name>) {
    let Some((last, before)) = names.split_last() else { return };
    let whole = &text[last.range.clone()];
    let Some((head, kind)) = names::head(whole) else { return };
    let stem = &whole[..head.start];
    // A longer head, 生产基地, is left out in front by a list of several.
    let one = matches!(kind, "base" | "platform" | "zone") && whole[head].chars().count() <= 2;
    let joined = stem.find(['和', '及', '与']).is_some_and(|at| at > 0 && names::head(&stem[..at]).is_none());
    let bare = before.iter().enumerate().all(|(at, name)| {
        let words = &text[name.range.clone()];
        let next = names.get(at + 1).map_or(name.range.end, |next| next.range.start);
        text.get(name.range.end..next) == Some("、")
            && names::head(words).is_none()
            && name.full.is_empty()
            && words.chars().count() <= 6
            && !placed(words)
    });
    let start = before.first().map(|name| name.range.start);
    let Some(start) = start.filter(|_| one && joined && bare && last.full.is_empty()) else { return };
    let range = start..last.range.end;
    *names = vec![Name { range, full: String::new() }];
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

/// 甲遗址、乙寺等一批重点维修工程: what is done to the members of a list is the work, not what they are.
///
/// So is what a figure or a thing in its name tells from a mere sort of works: 甲铁路、乙铁路等220千伏供电项目.
pub(super) fn done_to(text: &str, clause: &Range<usize>, names: &mut [Name]) {
    let closes = names.iter().find_map(|name| {
        let behind = text.get(name.range.end..clause.end)?.strip_prefix('等')?;
        Some((name.range.end, behind))
    });
    let Some((last, mut rest)) = closes else { return };
    while let Some(shorter) = NAMES.generic.strip_prefix(rest).filter(|shorter| !shorter.is_empty()) {
        rest = shorter;
    }
    let works = |words: &str| ["工程", "项目"].into_iter().find(|kind| words.starts_with(kind));
    let renewal = NAMES.renews.prefix(rest).and_then(|(done, ())| {
        works(&rest[done.len()..]).map(|kind| rest[..done.len() + kind.len()].to_owned())
    });
    let figured = || {
        let whole = names::cut_after(rest);
        let figure = whole.find(|c: char| c.is_ascii_digit()).is_some_and(|at| at > 0);
        let thing = ["工程", "项目"].iter().find_map(|kind| whole.strip_suffix(kind));
        // 甲线、乙港等航道整治工程: what is done is named with what it is done to.
        let done =
            thing.is_some_and(|thing| NAMES.renews.suffix(thing).is_some() && thing.chars().count() <= 6);
        (thing.is_some() && (figure || done)).then(|| whole.to_owned())
    };
    let Some(work) = renewal.or_else(figured) else { return };
    for name in names.iter_mut().filter(|name| name.range.end <= last) {
        let words = &text[name.range.clone()];
        if name.full.is_empty() && works_of(words) {
            name.full = format!("{words}{work}");
        }
    }
}

/// Whether a name is that of a thing, not of a work at it.
fn works_of(name: &str) -> bool {
    names::head(name).is_none_or(|(_, kind)| kind != "programme") && !name.ends_with("项目")
}

/// Whether a restored name ends with a head that names no kind of its own: 百亿级产业集群.
pub(super) fn general_head(full: &str) -> bool {
    const GENERAL: [&str; 7] =
        ["亿级产业集群", "亿级集群", "亿元级产业集群", "重点工程", "重大工程", "重点项目", "重大项目"];
    GENERAL.iter().any(|end| full.ends_with(end))
}
