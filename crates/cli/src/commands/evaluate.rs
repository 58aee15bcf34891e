//! `evaluate`: composite scores by group, region or body, and how far ranks move under other choices.

use super::assess::{self as judging, amount};
use super::open::say;
use crate::args::{Evaluate, TableForm};
use crate::failure::Failure;
use crate::files;
use crate::terminal::{self, Screen};
use ::assess::Assessment;
use ::assess::evaluate::{
    Aggregation, By, Score, WeightError, Weighting, ahp, attainments, of_plan, weights,
};
use serde_json::json;
use source::Lang;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;

/// Scores an assessed plan.
pub(crate) fn run(options: &Evaluate, lang: Lang, screen: Screen) -> Result<ExitCode, Failure> {
    let assessment = judging::judge(&options.moment, lang)?;
    let by = By::parse(&options.by)
        .ok_or_else(|| unknown("by", &options.by, By::ALL.iter().map(|by| by.name())))?;
    let how = Aggregation::parse(&options.aggregation).ok_or_else(|| {
        unknown("aggregation", &options.aggregation, Aggregation::ALL.iter().map(|a| a.name()))
    })?;
    let (weights, note) = weights_of(options, &assessment, lang)?;
    let scores = of_plan(&assessment, by, &weights, how, options.draws, options.seed);
    let out = match options.format {
        TableForm::Table => table(&assessment, &scores, options, &note, lang, screen),
        TableForm::Csv => csv(&scores),
        TableForm::Json => json(&scores),
    };
    files::print(&out)?;
    Ok(ExitCode::SUCCESS)
}

fn unknown<'a>(option: &str, value: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known = known.collect::<Vec<_>>().join(", ");
    Failure::new(
        format!("--{option} 的取值“{value}”不对；可用：{known}。"),
        format!("--{option} does not know “{value}”; known are: {known}"),
    )
}

/// Weights by target id, and a line about how they were made.
fn weights_of(
    options: &Evaluate,
    assessment: &Assessment,
    lang: Lang,
) -> Result<(BTreeMap<String, f64>, String), Failure> {
    let named = |ids: Vec<String>, values: Vec<f64>| ids.into_iter().zip(values).collect::<BTreeMap<_, _>>();
    match options.weights.as_str() {
        "equal" => Ok((BTreeMap::new(), say(lang, "权重：相等", "weights: equal").to_owned())),
        "entropy" => {
            let matrix = attainments(assessment);
            let ids = matrix.indicators.iter().map(|criterion| criterion.name.clone()).collect();
            let found = weights(&matrix, &Weighting::Entropy)
                .map_err(|error| refused(Path::new("entropy"), &error))?;
            let note = say(
                lang,
                "权重：熵权（随所比较的地区而变）",
                "weights: entropy (they change with the regions compared)",
            );
            Ok((named(ids, found), note.to_owned()))
        }
        "ahp" => {
            let path = options.judgements.as_ref().ok_or_else(|| {
                Failure::new(
                    "ahp 需要 --judgements 给出两两判断。",
                    "ahp needs the pairwise judgements: --judgements FILE",
                )
            })?;
            let (ids, rows) = square(path)?;
            let found = ahp(&rows).map_err(|error| refused(path, &error))?;
            if found.ratio >= 0.10 {
                return Err(refused(path, &WeightError::Inconsistent { ratio: found.ratio }));
            }
            let note = match lang {
                Lang::Zh => format!("权重：层次分析法，一致性比率 {:.3}", found.ratio),
                Lang::En => format!("weights: AHP, consistency ratio {:.3}", found.ratio),
            };
            Ok((named(ids, found.weights), note))
        }
        file => {
            let path = Path::new(file);
            let mut found = BTreeMap::new();
            for record in records(path)? {
                let (Some(id), Some(weight)) =
                    (record.get(0), record.get(1).and_then(|cell| cell.trim().parse().ok()))
                else {
                    return Err(wrong_line(path, &record));
                };
                found.insert(id.trim().to_owned(), weight);
            }
            Ok((found, format!("{}{file}", say(lang, "权重：", "weights: "))))
        }
    }
}

fn refused(path: &Path, error: &WeightError) -> Failure {
    let zh = match error {
        WeightError::Number { indicators, given } => {
            format!("{indicators} 项指标给了 {given} 个权重，应各给一个")
        }
        WeightError::Negative => "权重应为正数，可以有零".to_owned(),
        WeightError::NotReciprocal { row, column } => {
            format!("第 {} 行第 {} 列应为其对称格的倒数，且都为正", row + 1, column + 1)
        }
        WeightError::Inconsistent { ratio } => format!("判断前后矛盾：一致性比率 {ratio:.3}，应小于 0.10"),
    };
    Failure::new(format!("“{}”：{zh}。", path.display()), format!("“{}”: {error}", path.display()))
}

fn records(path: &Path) -> Result<Vec<csv::StringRecord>, Failure> {
    let bytes = files::read(path)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    reader.records().collect::<Result<_, _>>().map_err(|error| {
        Failure::new(
            format!("“{}”不是 CSV：{error}", path.display()),
            format!("“{}” is no CSV: {error}", path.display()),
        )
    })
}

fn wrong_line(path: &Path, record: &csv::StringRecord) -> Failure {
    let line = record.position().map_or(0, csv::Position::line);
    Failure::new(
        format!("“{}”第 {line} 行应为：编号,数值。", path.display()),
        format!("“{}” line {line}: id and number are expected", path.display()),
    )
}

/// A square table: a header of ids behind an empty cell, then one line for each id.
fn square(path: &Path) -> Result<(Vec<String>, Vec<Vec<f64>>), Failure> {
    let mut ids = Vec::new();
    let mut rows = Vec::new();
    for record in records(path)? {
        ids.push(record.get(0).unwrap_or_default().trim().to_owned());
        let row: Option<Vec<f64>> = record.iter().skip(1).map(judgement).collect();
        rows.push(row.ok_or_else(|| wrong_line(path, &record))?);
    }
    Ok((ids, rows))
}

/// A judgement as people write it: 3 or 1/3.
fn judgement(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    match cell.split_once('/') {
        Some((above, below)) => Some(above.trim().parse::<f64>().ok()? / below.trim().parse::<f64>().ok()?),
        None => cell.parse().ok(),
    }
}

fn table(
    assessment: &Assessment,
    scores: &[Score],
    options: &Evaluate,
    note: &str,
    lang: Lang,
    screen: Screen,
) -> String {
    let mut out = String::new();
    let head = match lang {
        Lang::Zh => format!("{}  {} 年末", assessment.plan, assessment.as_of.year),
        Lang::En => format!("{}  end of {}", assessment.plan, assessment.as_of.year),
    };
    let _ = writeln!(out, "{}\n{}", screen.bold(&head), screen.dim(note));
    let heads = match lang {
        Lang::Zh => ["名称", "得分", "名次", "名次区间", "已评", "未评", "橙红", "良好"],
        Lang::En => ["name", "score", "rank", "rank interval", "judged", "not judged", "serious", "good"],
    };
    let rows: Vec<[String; 8]> = scores
        .iter()
        .map(|score| {
            [
                if score.name.is_empty() { "—".to_owned() } else { score.name.clone() },
                score.score.map(amount).unwrap_or_default(),
                score.rank.map(|rank| rank.to_string()).unwrap_or_default(),
                score.ranks.map(|(low, high)| format!("{low}–{high}")).unwrap_or_default(),
                score.judged.to_string(),
                score.unjudged.to_string(),
                score.serious.to_string(),
                score.good.to_string(),
            ]
        })
        .collect();
    out.push_str(&terminal::table(screen, heads, &rows, 1..8, |_| usize::MAX));
    let _ = writeln!(out, "{}", screen.dim(&match lang {
        Lang::Zh => format!("名次区间：{} 次抽样，权重在一半到两倍之间变动、四种合成方法轮换，种子 {}", options.draws, options.seed),
        Lang::En => format!(
            "rank interval: {} draws with weights between a half and two and any of the four aggregations, seed {}",
            options.draws, options.seed
        ),
    }));
    out
}

fn csv(scores: &[Score]) -> String {
    let mut out = String::from("name,score,rank,rank_low,rank_high,judged,unjudged,serious,good\r\n");
    for score in scores {
        let name = if score.name.contains([',', '"', '\n']) {
            format!("\"{}\"", score.name.replace('"', "\"\""))
        } else {
            score.name.clone()
        };
        let number = |value: Option<usize>| value.map(|value| value.to_string()).unwrap_or_default();
        let _ = write!(
            out,
            "{name},{},{},{},{},{},{},{},{}\r\n",
            score.score.map(|value| value.to_string()).unwrap_or_default(),
            number(score.rank),
            number(score.ranks.map(|ranks| ranks.0)),
            number(score.ranks.map(|ranks| ranks.1)),
            score.judged,
            score.unjudged,
            score.serious,
            score.good
        );
    }
    out
}

fn json(scores: &[Score]) -> String {
    let all: Vec<_> = scores
        .iter()
        .map(|score| {
            json!({
                "name": score.name, "score": score.score, "rank": score.rank,
                "rank_low": score.ranks.map(|ranks| ranks.0), "rank_high": score.ranks.map(|ranks| ranks.1),
                "judged": score.judged, "unjudged": score.unjudged, "serious": score.serious, "good": score.good,
            })
        })
        .collect();
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}
