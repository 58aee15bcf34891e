//! A second plan in every form: what was written is read, and nothing else.
#![allow(
    clippy::format_push_string,
    clippy::format_collect,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    clippy::struct_field_names,
    reason = "papers of a few pages that the test makes itself"
)]

mod city;
mod print;
mod word;

use city::{BOXED, MAIN, PLAN, SAID, TABLED, Work};
use compile::{CompileOptions, compile};
use document::ReadOptions;
use plan::{Nature, Plan, Project, Quantity};
use print::{Pages, Rules};

/// The plan in each form, and the least share of indicator rows, projects and statements that is right there.
///
/// The list of works with all its cells around the middle is not read from text with places kept yet.
fn forms() -> Vec<(&'static str, Vec<u8>, [f64; 3])> {
    let cells = Pages::of(PLAN, Rules::Cells);
    let three = Pages::of(PLAN, Rules::Three);
    vec![
        ("docx", word::docx(PLAN), [0.97, 0.97, 0.93]),
        ("ruled.pdf", cells.pdf(), [0.97, 0.97, 0.93]),
        ("three-line.pdf", three.pdf(), [0.92, 0.97, 0.93]),
        ("layout.txt", cells.layout(false).into_bytes(), [0.90, 0.45, 0.85]),
        ("raw.txt", cells.raw().into_bytes(), [0.90, 0.85, 0.85]),
        ("three-line.layout.txt", three.layout(true).into_bytes(), [0.90, 0.45, 0.85]),
    ]
}

fn read(name: &str, bytes: &[u8]) -> Plan {
    let options = ReadOptions { name: Some(name.to_owned()) };
    let document = document::read(bytes, &options).expect("a readable document");
    compile(&document, &CompileOptions::default()).0
}

fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The figure that a cell states, without comparator and brackets.
fn number(cell: &str) -> Option<String> {
    let bare = cell.trim_matches(['≤', '≥', '[', ']', '—']);
    (!bare.is_empty()).then(|| decimal(bare))
}

fn decimal(text: &str) -> String {
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text.to_owned()
    }
}

/// What is wrong with each row of the main table.
fn rows(plan: &Plan) -> Vec<String> {
    let mut wrong = Vec::new();
    for [group, name, unit, base, target, rate, nature] in MAIN {
        let Some(found) = plan.indicators.iter().find(|one| plain(&one.name) == plain(name)) else {
            wrong.push(format!("{name}: not found"));
            continue;
        };
        let shown = |value: rust_decimal::Decimal| value.normalize().to_string();
        let aims: Vec<_> =
            plan.targets.iter().filter(|one| one.indicator == found.id && one.year == Some(2030)).collect();
        let aim = aims.iter().any(|one| {
            one.value.map(shown) == number(target)
                && (number(rate).is_none() || one.rate.map(shown) == number(rate))
        });
        let seen = plan.observations.iter().any(|one| {
            one.indicator == found.id && one.year == Some(2025) && one.value.map(shown) == number(base)
        });
        let binds = if *nature == "约束性" { Nature::Binding } else { Nature::Anticipated };
        let fields = [
            ("group", plain(&found.group) == *group),
            ("unit", found.unit == *unit),
            ("target or rate", aim),
            ("base", seen),
            ("nature", found.nature == Some(binds)),
        ];
        let bad: Vec<&str> = fields.iter().filter(|(_, fits)| !fits).map(|(field, _)| *field).collect();
        if !bad.is_empty() {
            let values: Vec<_> = aims.iter().map(|one| (one.value, one.rate)).collect();
            wrong.push(format!("{name}: {bad:?} of {found:?} {values:?}"));
        }
    }
    wrong
}

fn amount(quantity: Option<&Quantity>) -> (String, &str) {
    quantity.map_or_else(Default::default, |one| (one.value.normalize().to_string(), one.unit.as_str()))
}

fn is_right(work: &Work, found: &Project, origin: plan::Origin) -> Vec<&'static str> {
    let (value, unit) = amount(found.investment.as_ref());
    let within = amount(found.period_investment.as_ref()).0;
    let (want, in_unit) = work.money;
    let sized = work.sizes.iter().all(|(value, unit)| {
        found.quantities.iter().any(|one| {
            one.value.normalize().to_string() == decimal(value) && one.unit.trim_end_matches("/年") == *unit
        })
    });
    let fields = [
        ("money", (value.as_str(), unit) == (decimal(want).as_str(), in_unit)),
        ("period money", work.within.is_empty() || within == work.within),
        ("years", (found.start_year, found.end_year) == (Some(work.years.0), Some(work.years.1))),
        ("place", plain(&found.place) == work.place),
        ("sizes", sized),
        ("origin", found.provenance.origin == origin),
    ];
    fields.into_iter().filter(|(_, fits)| !fits).map(|(field, _)| field).collect()
}

/// What is wrong with the projects of frames and of the table; names that nobody wrote are wrong too.
fn projects(plan: &Plan) -> Vec<String> {
    let mut wrong = Vec::new();
    for (works, origin) in [(BOXED, plan::Origin::Box), (TABLED, plan::Origin::Table)] {
        for work in works {
            let same = |one: &&Project| plain(&one.name) == work.name && one.provenance.origin == origin;
            match plan.projects.iter().find(same) {
                None => wrong.push(format!("{}: not found", work.name)),
                Some(found) => {
                    let bad = is_right(work, found, origin);
                    if !bad.is_empty() {
                        wrong.push(format!("{}: {bad:?} of {found:?}", work.name));
                    }
                }
            }
        }
        let others = plan.projects.iter().filter(|one| {
            one.provenance.origin == origin && works.iter().all(|work| work.name != plain(&one.name))
        });
        wrong.extend(others.map(|one| format!("nobody wrote {}", one.name)));
    }
    wrong
}

/// What is missing of the statements of the sentences.
fn statements(plan: &Plan) -> Vec<String> {
    let mut wrong = Vec::new();
    for (subject, value, unit, year, past) in SAID {
        let fits = |about: &str, number: Option<rust_decimal::Decimal>, in_unit: &str, at: Option<i32>| {
            let number = number.map(|number| number.normalize().to_string()).unwrap_or_default();
            plain(about).contains(subject)
                && (value.is_empty() || number == decimal(value))
                && in_unit == *unit
                && (*year == 0 || at == Some(*year))
        };
        let prose = |origin: plan::Origin| origin == plan::Origin::Prose;
        let found = if *past {
            plan.observations
                .iter()
                .any(|one| prose(one.provenance.origin) && fits(&one.subject, one.value, &one.unit, one.year))
        } else {
            plan.targets
                .iter()
                .any(|one| prose(one.provenance.origin) && fits(&one.subject, one.value, &one.unit, one.year))
        };
        if !found {
            wrong.push(format!("{subject} {value}{unit} {year} past {past}"));
        }
    }
    wrong
}

#[test]
fn what_was_written_is_read_in_every_form() {
    let mut below = Vec::new();
    for (name, bytes, bars) in forms() {
        if let Some(folder) = std::env::var_os("GANGYAO_KEEP") {
            std::fs::write(std::path::Path::new(&folder).join(format!("second.{name}")), &bytes)
                .expect("a folder");
        }
        let plan = read(name, &bytes);
        let found = [rows(&plan), projects(&plan), statements(&plan)];
        let counts = [MAIN.len(), BOXED.len() + TABLED.len(), SAID.len()];
        for (((what, wrong), count), bar) in
            ["indicator rows", "projects", "statements"].iter().zip(&found).zip(counts).zip(bars)
        {
            let share = 1.0 - wrong.len() as f64 / count as f64;
            println!("{name}: {what} {share:.3} of {count}");
            for line in wrong {
                println!("   {line}");
            }
            if share < bar {
                below.push(format!("{name}: {what} {share:.3} is below {bar}: {wrong:#?}"));
            }
        }
    }
    assert!(below.is_empty(), "{}", below.join("\n"));
}
