//! A release makes the judgement that the server shows anew, by its script alone.

use crate::client::Bench;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn write(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The rows of a table by the names of its columns; no cell of results has a line end.
fn table(bytes: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = std::str::from_utf8(bytes).unwrap();
    let cells = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                c => cells.last_mut().unwrap().push(c),
            }
        }
        cells
    };
    let mut lines = text.lines();
    let head = cells(lines.next().unwrap());
    lines.map(|line| head.iter().cloned().zip(cells(line)).collect()).collect()
}

#[tokio::test]
async fn the_script_makes_the_judgement_of_the_server_anew() {
    let Some(python) = testbed::program("python3") else { return };
    let bench = Bench::full().await;
    for (plan, years) in [("jinzhou", [2016, 2018, 2020]), ("lanchuan", [2026, 2028, 2030])] {
        let stored = bench.store.plan(plan, None).await.unwrap();
        for year in years {
            let weights =
                stored.plan.targets.iter().take(3).map(|target| (target.id.to_string(), 2.5)).collect();
            let mut files = release::contents(&release::Asked {
                plan: &stored.plan,
                figures: &stored.figures,
                as_of: assess::AsOf::year(year),
                config: &assess::Config::default(),
                weights: &weights,
            });
            let folder = tempfile::tempdir().unwrap();
            write(folder.path(), &files);
            let run = || Command::new(&python).arg(folder.path().join("recompute.py")).output().unwrap();
            let output = run();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(
                output.status.success(),
                "{plan} {year}: {said}{}",
                String::from_utf8_lossy(&output.stderr)
            );

            // What is in the tables is what the server says.
            let rows = table(&files["results.csv"]);
            let address = format!("/api/v1/plans/{plan}/assessment?as-of={year}&per_page=1000");
            let answer = bench.get(&address).await.json();
            let served = answer["items"].as_array().expect("items").clone();
            assert_eq!(rows.len(), served.len(), "{plan} {year}");
            for (row, served) in rows.iter().zip(&served) {
                assert_eq!(row["target"], served["target"].as_str().unwrap());
                assert_eq!(row["status"], served["status"].as_str().unwrap(), "{row:?}");
                assert_eq!(row["alert"], served["warning"].as_str().unwrap(), "{row:?}");
                assert_eq!(row["progress"].parse::<f64>().ok(), served["progress"].as_f64(), "{row:?}");
            }

            // A result that was changed is found by the script.
            let judged = rows.iter().find(|row| row["status"] != "no_data" && !row["progress"].is_empty());
            let Some(judged) = judged else { continue };
            let text = String::from_utf8(files["results.csv"].clone()).unwrap();
            let line = text.lines().find(|line| line.starts_with(&format!("{},", judged["target"]))).unwrap();
            let changed = line.replace(&judged["progress"], "0.123456");
            files.insert("results.csv".to_owned(), text.replace(line, &changed).into_bytes());
            write(folder.path(), &files);
            assert!(!run().status.success(), "{plan} {year}: a changed progress");
        }
    }
}
