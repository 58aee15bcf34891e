//! Five hundred names as documents and sheets write them: resolved right, or announced as doubtful.

use region::{Answer, Context, Regions};

#[test]
fn five_hundred_names() {
    let regions = Regions::standard();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("names.tsv").lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [name, within, year, expected] = cells[..] else { panic!("four columns: {line}") };
        let context = Context {
            within: Some(within).filter(|code| !code.is_empty()),
            level: None,
            year: year.parse().ok(),
        };
        let said = match regions.resolve(name, context) {
            Answer::Known(region) => region.code.to_string(),
            Answer::Unknown => String::new(),
            Answer::Doubtful(several) => {
                let mut codes: Vec<&str> = several.iter().map(|region| region.code.as_ref()).collect();
                codes.sort_unstable();
                format!("?{}", codes.join(","))
            }
        };
        count += 1;
        if said != expected {
            wrong.push(format!("{name} ({within}{year}): {said}, not {expected}"));
        }
    }
    assert!(count >= 500, "{count}");
    assert!(wrong.is_empty(), "{} of {count}\n{}", wrong.len(), wrong.join("\n"));
}
