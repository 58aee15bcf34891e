//! The files of a release before they are sealed.

use crate::{SCRIPT, inputs, results};
use assess::{AsOf, Assessment, Basis, Config};
use plan::{Observation, Plan};
use std::collections::BTreeMap;

/// What a release is made of.
pub struct Asked<'a> {
    /// The plan as it holds.
    pub plan: &'a Plan,
    /// Figures that came after it.
    pub figures: &'a [Observation],
    /// The moment of the judgement.
    pub as_of: AsOf,
    /// The rules in force.
    pub config: &'a Config,
    /// Weights by target id for the scores; a target that is not listed weighs one.
    pub weights: &'a BTreeMap<String, f64>,
}

/// The files by their path: data package, inputs, results, scores, script, and a word on how to use them.
pub fn contents(asked: &Asked<'_>) -> BTreeMap<String, Vec<u8>> {
    let config = Config { methods: Vec::new(), evidence: false, ..asked.config.clone() };
    let assessment: Assessment = assess::assess(asked.plan, asked.figures, &asked.as_of, &config);
    let bases: Vec<Basis> = assess::bases(asked.plan, asked.figures, &asked.as_of, &config);
    let mut whole = asked.plan.clone();
    whole.observations.extend(asked.figures.iter().cloned());
    let mut files: BTreeMap<String, Vec<u8>> = plan::package::write(&whole)
        .into_iter()
        .map(|(name, bytes)| (format!("data/{name}"), bytes))
        .collect();
    let mut put = |name: &str, text: String| files.insert(name.to_owned(), text.into_bytes());
    put("inputs.json", inputs::inputs(&assessment, &bases, asked.weights, &config.rules));
    put("results.csv", results::rows(&assessment));
    put("scores.csv", results::scores(&assessment, asked.weights));
    put("recompute.py", SCRIPT.to_owned());
    put("README.md", readme(asked.plan, asked.as_of));
    files
}

fn readme(plan: &Plan, as_of: AsOf) -> String {
    let (title, year) = (&plan.title, as_of.year);
    format!(
        "# {title}（{year}）\n\n\
         `python3 recompute.py` 用本目录的输入重算每个目标的进度、判定、预警、得分和位次，并与公布的 results.csv、scores.csv 比较。\
         只需 Python 3.8，不需要任何其他软件。预测的中位数和概率是封存的输入，不重算。\n\n\
         `gangyao verify .` 核对 manifest.json 中每个文件的摘要、与上一次发布的链接和签名（seal.txt）。\n\n\
         `python3 recompute.py` makes progress, verdict, warning, score and rank of every target anew and compares them with what was \
         published in results.csv and scores.csv. It needs Python 3.8 and nothing else. Medians and probabilities of forecasts are sealed \
         inputs and are taken as they stand.\n\n\
         `gangyao verify .` checks the hash of every file in manifest.json, the link to the release before, and the signature (seal.txt).\n"
    )
}
