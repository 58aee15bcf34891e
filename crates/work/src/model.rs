//! A model of one's own beside a judged plan: read and run with limits, never kept.

use crate::Fault;
use crate::view::Judged;
use scenario::{Beside, Mapping, Origin};
use sha2::{Digest, Sha256};
use source::Words;
use std::fmt::Write;
use std::sync::Arc;

/// What a model says beside a plan.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Each indicator that it has.
    pub beside: Vec<Beside>,
    /// The loops that matter most, the first first.
    pub loops: Vec<LoopShare>,
    /// What a reader should know.
    pub said: Vec<Words>,
}

/// A loop with its mean relative score in each third of the run.
#[derive(Clone, Debug, PartialEq)]
pub struct LoopShare {
    /// The variables that it goes through.
    pub through: String,
    /// The means, positive where it reinforces.
    pub thirds: [f64; 3],
}

/// Loops that are shown.
const MOST_LOOPS: usize = 8;

/// Reads and runs a model (name and bytes) and lays it beside a plan by a mapping.
///
/// # Errors
/// No file, what is no model or no mapping, and names that one of the two does not have.
pub async fn beside(
    judged: &Arc<Judged>,
    (name, bytes): (String, Vec<u8>),
    map: &str,
) -> Result<Found, Fault> {
    if bytes.is_empty() {
        return Err(Fault::bad_request("请选择模型文件（XMILE）。", "Choose a model file (XMILE)."));
    }
    let mapping = Mapping::parse(map).map_err(refused)?;
    let judged = Arc::clone(judged);
    // A model may keep a core busy for seconds; other requests go on meanwhile.
    tokio::task::spawn_blocking(move || found(&judged, name, &bytes, &mapping))
        .await
        .map_err(|error| Fault::internal(&error))?
}

fn refused(words: Words) -> Fault {
    Fault::bad_request(words.zh, words.en)
}

fn found(judged: &Judged, file: String, bytes: &[u8], mapping: &Mapping) -> Result<Found, Fault> {
    let model = xmile::Model::read(bytes).map_err(|error| refused(error.message()))?;
    let curves = model.run().map_err(|error| refused(error.message()))?;
    let loops = model.loops().map_err(|error| refused(error.message()))?;
    let hash = Sha256::digest(bytes).iter().fold(String::new(), |mut all, byte| {
        // Writing to a string cannot fail.
        let _ = write!(all, "{byte:02x}");
        all
    });
    let mut said = vec![Words::new(
        format!("来源：模型“{file}”（SHA-256 {hash}）"),
        format!("origin: model “{file}” (SHA-256 {hash})"),
    )];
    said.extend(model.warnings().iter().map(|(line, words)| {
        Words::new(format!("第 {line} 行：{}", words.zh), format!("line {line}: {}", words.en))
    }));
    said.extend(curves.warnings.iter().cloned());
    let origin = Origin::Model { file, hash };
    let plan = &judged.view.stored.plan;
    let curve = |name: &str, time: f64| curves.at(name, time);
    let beside = scenario::beside(plan, judged.foresights(), mapping, &origin, curve).map_err(refused)?;
    Ok(Found { beside, loops: shares(&loops), said })
}

fn shares(loops: &xmile::Loops) -> Vec<LoopShare> {
    let third = |scores: &[f64], at: usize| {
        let (from, to) = (at * scores.len() / 3, (at + 1) * scores.len() / 3);
        let part = scores.get(from..to).unwrap_or_default();
        part.iter().sum::<f64>() / part.len().max(1) as f64
    };
    let of = |one: &xmile::Loop| LoopShare {
        through: one.variables.join(" → "),
        thirds: [0, 1, 2].map(|at| third(&one.scores, at)),
    };
    loops.loops.iter().take(MOST_LOOPS).map(of).collect()
}
