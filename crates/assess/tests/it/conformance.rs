//! Published results, read from the shared material when it is there.

use assess::method::{Case, Wish, statcan};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A file of the shared material, or `None` with a word about skipping.
pub(crate) fn shared(path: &str) -> Option<String> {
    let root =
        std::env::var_os("GANGYAO_SHARED").map_or_else(|| PathBuf::from("../../../shared"), PathBuf::from);
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        println!("skipped: {path} is not there");
    }
    text
}

/// One series of the published file.
#[derive(Default)]
struct Series {
    name: String,
    fields: BTreeMap<String, String>,
}

impl Series {
    fn number(&self, field: &str) -> Option<f64> {
        self.fields.get(field)?.parse().ok()
    }
}

/// The file is two levels of plain keys; reading it takes no YAML library.
fn read(text: &str) -> BTreeMap<String, (BTreeMap<String, String>, Vec<Series>)> {
    let mut indicators: BTreeMap<String, (BTreeMap<String, String>, Vec<Series>)> = BTreeMap::new();
    let mut indicator = String::new();
    let mut joined = String::new();
    for line in text.lines() {
        // A long key is written `? first part` and goes on in the next line before `:`.
        let depth = line.len() - line.trim_start().len();
        let body = line.trim();
        if let Some(key) = body.strip_prefix("? ") {
            key.clone_into(&mut joined);
            continue;
        }
        if !joined.is_empty() && !body.starts_with(": ") {
            joined = format!("{joined} {body}");
            continue;
        }
        let (depth, body) = match body.strip_prefix(": ") {
            Some(rest) if !joined.is_empty() => {
                let series = Series { name: std::mem::take(&mut joined), ..Series::default() };
                indicators.get_mut(&indicator).expect("known").1.push(series);
                (4, rest)
            }
            _ => (depth, body),
        };
        let Some((key, value)) = body.rsplit_once(':').map(|(k, v)| (k.trim_matches(['\'', '"']), v.trim()))
        else {
            continue;
        };
        match depth {
            0 => {
                key.clone_into(&mut indicator);
                indicators.entry(indicator.clone()).or_default();
            }
            2 if value.is_empty() => {
                let series = Series { name: key.to_owned(), ..Series::default() };
                indicators.get_mut(&indicator).expect("known").1.push(series);
            }
            2 => {
                indicators.get_mut(&indicator).expect("known").0.insert(key.to_owned(), value.to_owned());
            }
            _ => {
                if let Some(series) = indicators.get_mut(&indicator).and_then(|i| i.1.last_mut()) {
                    series.fields.insert(key.to_owned(), value.trim_matches('\'').to_owned());
                }
            }
        }
    }
    indicators
}

fn case(series: &Series) -> Option<Case> {
    Some(Case {
        base_year: series.number("base_year")?,
        base: series.number("base_value")?,
        year: series.number("current_year")?,
        value: series.number("current_value")?,
        target_year: series.number("target_year")?,
        target: series.number("target"),
        wish: if series.number("direction")? < 0.0 { Wish::Down } else { Wish::Up },
        limit: series.number("limit"),
    })
}

#[test]
fn statistics_canada_every_series() {
    let Some(text) = shared("conformance/statcan_sdg_progress.yml") else { return };
    let indicators = read(&text);
    let (mut values, mut scores) = (0, 0);
    for series in indicators.values().flat_map(|(_, series)| series) {
        let published = (series.number("progress_value"), series.number("score"));
        let Some(case) = case(series) else {
            assert_eq!(published, (None, None), "{}", series.name);
            continue;
        };
        let found = statcan::progress(&case);
        if let Some(value) = published.0 {
            let ours = found.and_then(|f| f.value).expect(&series.name);
            assert!((ours - value).abs() <= 1e-9, "{}: {ours} for {value}", series.name);
            values += 1;
        }
        let Some(score) = published.1 else {
            assert_eq!(found, None, "{}", series.name);
            continue;
        };
        let ours = found.expect(&series.name);
        assert!((ours.score - score).abs() <= 1e-6, "{}: {} for {score}", series.name, ours.score);
        assert_eq!(
            Some(ours.status.name()),
            series.fields.get("status").map(String::as_str),
            "{}",
            series.name
        );
        scores += 1;
    }
    assert_eq!(values, 175);
    assert!(scores >= values);
}

#[test]
fn statistics_canada_indicator_means() {
    let Some(text) = shared("conformance/statcan_sdg_progress.yml") else { return };
    let mut checked = 0;
    let mut different = Vec::new();
    for (name, (published, series)) in read(&text) {
        let Some(score) = published.get("score").and_then(|s| s.parse::<f64>().ok()) else { continue };
        // Names cut short fall together in the file, so that series are missing from it.
        if series.iter().any(|s| s.name.contains("...")) {
            continue;
        }
        // Series of one group share the second part of the name.
        let mut groups: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        let mut achieved = true;
        for series in &series {
            let Some(found) = case(series).as_ref().and_then(statcan::progress) else { continue };
            achieved &= found.status == statcan::Status::Achieved;
            let parts: Vec<&str> = series.name.split(" / ").collect();
            let group = parts.get(1).copied().unwrap_or(parts[0]).to_owned();
            groups.entry(group).or_default().push(found.score);
        }
        let ours = statcan::indicator_score(groups.values().map(Vec::as_slice)).expect(&name);
        if (ours - score).abs() > 1e-6 {
            different.push(name);
            continue;
        }
        let status = statcan::indicator_status(ours, achieved);
        assert_eq!(Some(status.name()), published.get("progress_status").map(String::as_str), "{name}");
        checked += 1;
    }
    // 9-c-1 puts two generations of mobile networks into one group that its names do not show.
    assert_eq!(different, ["9-c-1"]);
    assert!(checked > 100, "{checked}");
}
