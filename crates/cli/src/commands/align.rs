//! `align`: what became of everything that an upper or earlier plan says.

use super::open;
use crate::args::{About, Align, Relation, RowForm};
use crate::failure::Failure;
use crate::files;
use crate::progress::Progress;
use crate::terminal::Screen;
use check::{Alignment, Place, Row, Side, Verdict};
use serde_json::{Value, json};
use source::Lang;
use std::fmt::Write as _;
use std::process::ExitCode;

/// Holds a plan against another one.
pub(crate) fn run(options: &Align, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let mut progress = Progress::start();
    let own = open::open(&options.plan, &About::default(), None, lang, &mut progress)?;
    let other = open::open(&options.other, &About::default(), None, lang, &mut progress)?;
    drop(progress);
    let relation = match options.relation {
        Relation::Upper => check::Relation::Upper,
        Relation::Earlier => check::Relation::Earlier,
    };
    let found = check::align(side(&own), side(&other), relation);
    let out = match options.format {
        RowForm::Text => text(&found, options.all, lang, screen),
        RowForm::Json => format!("{:#}\n", object(&found, options.all)),
    };
    files::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn side(opened: &open::Opened) -> Side<'_> {
    Side { plan: &opened.plan, text: &opened.document.text }
}

/// The rows that are shown: all of them, or those that are something to take up.
fn shown(found: &Alignment, all: bool) -> impl Iterator<Item = &Row> {
    found.rows.iter().filter(move |row| all || row.verdict != Verdict::NotComparable)
}

fn text(found: &Alignment, all: bool, lang: Lang, screen: Screen) -> String {
    if let Some(apart) = found.apart {
        return format!("{}\n", apart.words().get(lang));
    }
    let mut out = String::new();
    for row in shown(found, all) {
        let (verdict, thing) = (row.verdict.words(), row.thing.words());
        let head = screen.bold(verdict.get(lang));
        let _ = writeln!(out, "{head}  {} {}\n    {}", thing.get(lang), row.name, row.words.get(lang));
        let line = |place: &Place| if place.line == 0 { String::new() } else { format!("{}: ", place.line) };
        for place in
            [Some(&row.above), row.own.as_ref()].into_iter().flatten().filter(|one| !one.quote.is_empty())
        {
            out += &screen.dim(&format!("    {}{}\n", line(place), place.quote));
        }
    }
    let counts = Verdict::ALL.iter().map(|verdict| (verdict.words(), found.count(*verdict)));
    let counts =
        counts.filter(|(_, count)| *count > 0).map(|(words, count)| format!("{} {count}", words.get(lang)));
    out + &screen.bold(&counts.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " })) + "\n"
}

fn object(found: &Alignment, all: bool) -> Value {
    let place = |place: &Place| json!({"id": place.id, "name": place.name, "said": place.said, "line": place.line, "section": place.section, "quote": place.quote});
    let row = |row: &Row| {
        json!({
            "key": row.key(),
            "thing": row.thing.name(),
            "name": row.name,
            "verdict": row.verdict.name(),
            "reason": row.reason.name(),
            "zh": row.words.zh,
            "en": row.words.en,
            "binding": row.is_binding,
            "other": place(&row.above),
            "own": row.own.as_ref().map(place),
        })
    };
    let counts: serde_json::Map<String, Value> = Verdict::ALL
        .iter()
        .map(|verdict| (verdict.name().to_owned(), found.count(*verdict).into()))
        .collect();
    json!({
        "apart": found.apart.map(check::Apart::name),
        "counts": counts,
        "rows": shown(found, all).map(row).collect::<Vec<_>>(),
    })
}
