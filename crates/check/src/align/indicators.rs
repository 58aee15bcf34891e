//! The indicators of the other plan, one row each.

use super::field::{is_outline, owners};
use super::figures::{judge, said};
use super::model::{Ground, Place, Relation, Row, Thing, Verdict, place};
use super::reason::Reason;
use super::scope::{CUES, Reach, note_on, notes};
use super::terms::{core, likeness, reduced, related, root, scopes};
use crate::context::Statements;
use crate::rules::alignment::counterpart::{Counterpart, comparable, counterparts, is_binding, main_target};
use plan::catalogue::entry;
use plan::{Origin, Target};
use source::{Span, Words};
use std::collections::BTreeSet;

/// How a counterpart was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// By catalogue or name.
    Name,
    /// By the indicator whose cut it is.
    Root,
    /// By terms that stand in each other's place: in what they differ.
    Related(&'static str, &'static str),
    /// By the name without what says of which part it is.
    Core,
    /// By likeness.
    Likeness,
}

/// An indicator of this plan with its name in the forms by which it is compared.
struct Own<'p, 'a> {
    statements: &'p Statements<'a>,
    name: String,
    core: String,
    root: Option<String>,
}

pub(super) fn rows(ground: &Ground<'_>) -> Vec<Row> {
    let own: Vec<Own<'_, '_>> = ground
        .pair
        .own
        .iter()
        .filter(|one| !one.targets.is_empty())
        .map(|statements| {
            let name = reduced(&statements.indicator.name);
            Own { statements, core: core(&name), root: root(statements), name }
        })
        .collect();
    let pairs = counterparts(&ground.pair);
    let taken: BTreeSet<&str> = pairs
        .iter()
        .filter(|pair| main_target(pair.above).is_some())
        .filter_map(|pair| Some(pair.own?.indicator.id.as_str()))
        .collect();
    let said_of =
        Said { field: owners(ground.own), above: notes(ground.above.text), own: notes(ground.own.text) };
    let free: Vec<&Own<'_, '_>> =
        own.iter().filter(|one| !taken.contains(one.statements.indicator.id.as_str())).collect();
    pairs
        .iter()
        .filter(|pair| main_target(pair.above).is_some() && is_nameable(pair.above))
        .map(|pair| row(ground, &said_of, pair, &free))
        .collect()
}

/// What is asked of every row.
struct Said<'a> {
    field: Vec<&'static str>,
    above: Vec<(usize, &'a str)>,
    own: Vec<(usize, &'a str)>,
}

/// Whether the name of an indicator says by itself what is measured.
fn is_nameable(of: &Statements<'_>) -> bool {
    let is_row = of.targets.iter().any(|target| target.provenance.origin == Origin::Table);
    let name = reduced(&of.indicator.name);
    if CUES.iter().any(|cue| name.contains(cue)) {
        return false;
    }
    if is_row || root(of).is_some() {
        return true;
    }
    let kept = core(&name).replace("比重", "").chars().count();
    (5..=30).contains(&name.chars().count())
        && kept >= 4
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && !name.ends_with("地区")
        && !name.ends_with("区域")
        && !name.contains(['，', '。', '；'])
}

fn row(ground: &Ground<'_>, said_of: &Said<'_>, pair: &Counterpart<'_, '_>, free: &[&Own<'_, '_>]) -> Row {
    let above = pair.above;
    let found = pair.own.filter(|own| !own.targets.is_empty()).map(|own| (own, By::Name));
    let found = found.or_else(|| search(above, free));
    let Some((own, by)) = found else { return unmatched(ground, said_of, above) };
    let Some(judged) = judge(ground, above, own) else { return unmatched(ground, said_of, above) };
    let names = (reduced(&above.indicator.name), reduced(&own.indicator.name));
    let note = note(said_of, (above, own));
    let scope = judged.own.map_or("", |target| target.scope.as_str());
    let is_whole = scope.is_empty() || main_target(own).is_some();
    let own_name =
        if is_whole { own.indicator.name.clone() } else { format!("{}（{scope}）", own.indicator.name) };
    let own_name = Words::new(&own_name, &own_name);
    let is_plain = matches!(judged.verdict, Verdict::TakenUp);
    let (verdict, reason, more) = match by {
        _ if judged.verdict == Verdict::NotComparable => (judged.verdict, judged.reason, Words::default()),
        By::Related(zh, en) => (Verdict::Question, Reason::Definition, Words::new(zh, en)),
        _ if note.is_some() => (Verdict::Question, Reason::ScopeNote, note.unwrap_or_default()),
        By::Core if scopes(&names.0) != scopes(&names.1) => (Verdict::Question, Reason::ScopeWord, own_name),
        By::Core | By::Likeness if is_plain => (Verdict::Renamed, Reason::OtherName, own_name),
        By::Core | By::Likeness => (Verdict::Question, Reason::ScopeWord, own_name),
        By::Name
            if !is_plain && judged.verdict != Verdict::Question && scopes(&names.0) != scopes(&names.1) =>
        {
            (Verdict::Question, Reason::ScopeWord, own_name)
        }
        _ if judged.reason == Reason::ScopeWord => (judged.verdict, judged.reason, own_name),
        _ => (judged.verdict, judged.reason, Words::default()),
    };
    let below = judged.own.map(|target| of_target(ground.own.plan, own, target));
    made(ground, above, (verdict, reason, &more), below)
}

/// The counterpart of an indicator that no name gives, and how it was found.
fn search<'p, 'a>(above: &Statements<'_>, free: &[&Own<'p, 'a>]) -> Option<(&'p Statements<'a>, By)> {
    let name = reduced(&above.indicator.name);
    if let Some(root) = root(above)
        && let Some(one) = free.iter().find(|one| one.root.as_ref() == Some(&root))
    {
        return Some((one.statements, By::Root));
    }
    let other = free.iter().find_map(|one| Some((one.statements, related(&name, &one.name)?)));
    if let Some((one, (zh, en))) = other {
        return Some((one, By::Related(zh, en)));
    }
    let bare = core(&name);
    let same = |one: &&&Own<'_, '_>| bare.chars().count() >= 4 && one.core == bare;
    if let Some(one) = free.iter().find(same) {
        return Some((one.statements, By::Core));
    }
    let unit = main_target(above).map_or("", |target| target.unit.as_str());
    let alike = free.iter().filter(|one| one.statements.targets.iter().any(|target| target.unit == unit));
    let best = alike.map(|one| (likeness(&name, &one.name), one)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness >= 0.75).map(|(_, one)| (one.statements, By::Likeness))
}

/// What the notes say of an indicator, where they do not say the same in both plans.
fn note(said_of: &Said<'_>, (above, own): (&Statements<'_>, &Statements<'_>)) -> Option<Words> {
    let theirs = note_on(&said_of.above, &above.indicator.name).map(|(_, note)| note);
    let ours = note_on(&said_of.own, &own.indicator.name).map(|(_, note)| note);
    if theirs.map(reduced) == ours.map(reduced) {
        return None;
    }
    let short = |note: &str| {
        note.chars().filter(|c| !c.is_whitespace() && !"“”".contains(*c)).take(80).collect::<String>()
    };
    let told = |who: &str, note: Option<&str>| note.map(|note| format!("{who}“{}”", short(note)));
    let both =
        |there, here| [told(there, theirs), told(here, ours)].into_iter().flatten().collect::<Vec<_>>();
    Some(Words::new(
        both("对方注", "本规划注").join("，"),
        both("the other notes ", "this one notes ").join(", "),
    ))
}

/// A row for what this plan has no indicator of.
fn unmatched(ground: &Ground<'_>, said_of: &Said<'_>, above: &Statements<'_>) -> Row {
    if is_outside(ground, said_of, above) {
        return made(ground, above, (Verdict::NotComparable, Reason::OutsideField, &Words::default()), None);
    }
    let mut named = [&above.indicator.name].into_iter().chain(&above.indicator.aliases);
    let known = above.indicator.catalogue.as_deref().and_then(entry);
    let mut listed = known.iter().flat_map(|entry| entry.names()).filter(|name| !name.is_ascii());
    let find = |name: &str| ground.own_text.find(name);
    let span = named.find_map(|name| find(name)).or_else(|| listed.find_map(find));
    if let Some(span) = span {
        let below = in_text(ground, span);
        return made(ground, above, (Verdict::Question, Reason::NoFigure, &Words::default()), Some(below));
    }
    let (verdict, reason) = absent(ground, above);
    made(ground, above, (verdict, reason, &Words::default()), None)
}

/// Whether an indicator is outside the field of a special plan that has to follow a wider one.
fn is_outside(ground: &Ground<'_>, said_of: &Said<'_>, above: &Statements<'_>) -> bool {
    let known = above.indicator.catalogue.as_deref().and_then(entry);
    let is_row = above.targets.iter().any(|target| target.provenance.origin == Origin::Table);
    let in_field = is_outline(ground.own)
        || known.is_some_and(|entry| said_of.field.contains(&entry.owner))
        || is_row && !is_outline(ground.above);
    ground.relation == Relation::Upper && !in_field
}

/// Why something is not here.
fn absent(ground: &Ground<'_>, above: &Statements<'_>) -> (Verdict, Reason) {
    let known = above.indicator.catalogue.as_deref().and_then(entry);
    let is_row = above.targets.iter().any(|target| target.provenance.origin == Origin::Table);
    let is_listed = is_row || is_binding(above);
    let is_headline = is_listed || known.is_some();
    if ground.relation == Relation::Earlier {
        return if is_headline {
            (Verdict::Missing, Reason::NotContinued)
        } else {
            (Verdict::Question, Reason::Unfinished)
        };
    }
    let name = reduced(&above.indicator.name);
    let parts = ["重点地区", "重点区域", "重点行业", "重点流域", "重点功能区", "重点生态功能区"];
    let unit = main_target(above).map_or("", |target| target.unit.as_str());
    match ground.reach {
        Reach::Within | Reach::Unknown if parts.iter().any(|part| name.contains(part)) => {
            (Verdict::Question, Reason::PartsOnly)
        }
        Reach::Within | Reach::Unknown if !is_listed && !comparable(&ground.pair, above, unit) => {
            (Verdict::NotComparable, Reason::Total)
        }
        Reach::Within | Reach::Unknown if !is_headline => (Verdict::NotComparable, Reason::TextOnly),
        _ if is_binding(above) => (Verdict::Missing, Reason::BindingMissing),
        _ => (Verdict::Missing, Reason::NotNamed),
    }
}

fn of_target(plan: &plan::Plan, of: &Statements<'_>, target: &Target) -> Place {
    let about = (of.indicator.id.to_string(), of.indicator.name.as_str(), said(target));
    place(plan, about, &target.provenance)
}

/// Words of this plan's text as a place.
pub(super) fn in_text(ground: &Ground<'_>, span: Span) -> Place {
    let text = ground.own.text;
    let said = text.get(span.range()).unwrap_or_default().split_whitespace().collect::<String>();
    let line = text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1);
    let ends = ['。', '；', '\n', '，'];
    let from = text.get(..span.start).and_then(|before| before.rfind(ends)).unwrap_or(0);
    let to = text.get(span.end..).and_then(|after| after.find(ends)).map_or(text.len(), |at| span.end + at);
    let quote = text.get(from..to).unwrap_or_default().trim_start_matches(ends);
    Place {
        name: said.clone(),
        said,
        line: u32::try_from(line).unwrap_or_default(),
        quote: quote.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect(),
        span,
        ..Place::default()
    }
}

fn made(
    ground: &Ground<'_>,
    above: &Statements<'_>,
    (verdict, reason, more): (Verdict, Reason, &Words),
    own: Option<Place>,
) -> Row {
    let upper =
        main_target(above).map(|target| of_target(ground.above.plan, above, target)).unwrap_or_default();
    let told = own.as_ref().map_or("", |own| own.said.as_str());
    Row {
        thing: Thing::Indicator,
        name: above.indicator.name.clone(),
        verdict,
        reason,
        words: reason.words(&upper.said, told, more),
        is_binding: is_binding(above),
        above: upper,
        own,
    }
}
