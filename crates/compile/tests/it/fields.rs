//! Fields of labelled projects of the reference plan, scored against `labels/reference-projects.tsv`.

use std::fmt::Write;

use compile::{CompileOptions, compile};
use document::ReadOptions;
use plan::{Project, Quantity};

const LABELS: &str = include_str!("../labels/reference-projects.tsv");

/// An amount as the labels write it.
fn amount(quantity: &Quantity) -> String {
    format!("{}{}", quantity.value, quantity.unit)
}

fn or_none(text: String) -> String {
    if text.is_empty() { "-".to_owned() } else { text }
}

/// The fields of a project in the order of the columns behind the name.
fn fields(project: &Project) -> [String; 8] {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let amounts: Vec<String> = project.quantities.iter().map(amount).collect();
    [
        project.place.clone(),
        amounts.join(";"),
        year(project.start_year),
        year(project.end_year),
        project.investment.as_ref().map(amount).unwrap_or_default(),
        project.stage.clone(),
        project.work.clone(),
        project.phase.clone(),
    ]
    .map(or_none)
}

#[test]
fn fields_of_the_labelled_projects() {
    let Some(shared) = crate::scores::shared() else {
        println!("skipped: GANGYAO_SHARED names no folder with labels");
        return;
    };
    let bytes = std::fs::read(shared.join("plans/jinzhou-13.txt")).expect("the reference plan");
    let document = document::read(&bytes, &ReadOptions::default()).expect("text");
    let (plan, _) = compile(&document, &CompileOptions::default());
    let lines: Vec<&str> = document.text.split('\n').collect();
    let mut wrong = String::new();
    let (mut labelled, mut right, mut stated, mut missing, mut invented) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for label in LABELS.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = label.split('\t').collect();
        let [_, line, from, length, wanted @ ..] = cells.as_slice() else { panic!("{label}") };
        let number = |cell: &str| cell.parse::<usize>().expect("a number");
        let (line, from, length) = (number(line), number(from), number(length));
        let begin: usize = lines[..line - 1].iter().map(|line| line.len() + 1).sum();
        let before: String = lines[line - 1].chars().take(from).collect();
        let name: String = lines[line - 1].chars().skip(from).take(length).collect();
        let at = begin + before.len();
        let Some(project) = plan.projects.iter().find(|project| project.provenance.span.start == at) else {
            missing += 1;
            writeln!(wrong, "{name}: not found").expect("a string");
            continue;
        };
        for (wanted, found) in wanted.iter().zip(fields(project)).filter(|(wanted, _)| **wanted != "*") {
            labelled += 1;
            let wanted = wanted.replace(' ', "");
            stated += u32::from(wanted != "-");
            if wanted == found {
                right += 1;
            } else {
                invented += u32::from(wanted == "-");
                writeln!(wrong, "{name}: {wanted} read as {found}").expect("a string");
            }
        }
    }
    println!(
        "fields {right} of {labelled}, {stated} of them stated; {missing} names not found; {invented} invented\n{wrong}"
    );
    assert!(f64::from(right) >= 0.95 * f64::from(labelled), "{right} of {labelled}\n{wrong}");
    assert!(missing <= 2 && invented == 0, "{wrong}");
}

/// The tables of works of a plan for eleven cities come to the sums that it prints, and every city has works.
#[test]
fn works_of_eleven_cities_add_up_to_the_printed_sums() {
    let Some(shared) = crate::scores::shared() else {
        println!("skipped: GANGYAO_SHARED names no folder with plans");
        return;
    };
    let bytes = std::fs::read(shared.join("plans/zhejiang-14-waterlogging.txt")).expect("the plan");
    let document = document::read(&bytes, &ReadOptions::default()).expect("text");
    let (plan, _) = compile(&document, &CompileOptions::default());
    let tables = document.text.find("附表4").expect("the list of works");
    // A part lies in the whole that it belongs to; so does its money.
    let works: Vec<&Project> = plan
        .projects
        .iter()
        .filter(|one| one.provenance.span.start > tables && one.part_of.is_none())
        .collect();
    let sum = |of: fn(&Project) -> Option<&Quantity>| -> String {
        let found = works.iter().filter_map(|one| of(one)).inspect(|money| assert_eq!(money.unit, "万元"));
        found.map(|money| money.value).sum::<rust_decimal::Decimal>().to_string()
    };
    assert_eq!(
        (sum(|one| one.investment.as_ref()), sum(|one| one.period_investment.as_ref())),
        ("25209775".into(), "14753822".into())
    );
    let mut cities = Vec::new();
    for city in ["杭州", "宁波", "温州", "湖州", "嘉兴", "绍兴", "金华", "衢州", "舟山", "台州", "丽水"]
    {
        let heading = format!("\n{city}市\n");
        cities.push(tables + document.text.get(tables..).and_then(|rest| rest.find(&heading)).expect(city));
    }
    cities.push(document.text.len());
    for (at, range) in cities.windows(2).enumerate() {
        let [from, to] = range else { panic!("two ends") };
        let found = works.iter().filter(|one| (*from..*to).contains(&one.provenance.span.start)).count();
        assert!(found > 5, "{found} works of city {at}");
    }
}
