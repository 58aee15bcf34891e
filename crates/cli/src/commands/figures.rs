//! Figures from files: every problem is shown by cell, and nothing is used while one is an error.

use crate::failure::Failure;
use crate::files;
use plan::{Observation, Plan};
use source::Lang;
use std::fmt::Write;
use std::path::Path;

/// How many problems are listed before the rest is only counted.
const LISTED: usize = 30;

/// The observations of a csv or xlsx file for a plan.
pub(super) fn read(path: &Path, plan: &Plan) -> Result<Vec<Observation>, Failure> {
    of(&path.display().to_string(), &files::read(path)?, plan)
}

/// The observations in the bytes of a csv or xlsx file for a plan.
pub(super) fn of(name: &str, bytes: &[u8], plan: &Plan) -> Result<Vec<Observation>, Failure> {
    let preview = intake::read(name, bytes, plan, &intake::Settings::default());
    preview.accept(plan).map_err(|errors| {
        let list = |lang| {
            let mut out = String::new();
            for problem in preview.problems.iter().take(LISTED) {
                let sheet =
                    if problem.sheet.is_empty() { String::new() } else { format!("{}!", problem.sheet) };
                let cell = problem.cell.map(|cell| cell.to_string()).unwrap_or_default();
                let _ = write!(out, "\n  {sheet}{cell} {}", problem.words.get(lang));
            }
            out
        };
        Failure::new(
            format!("“{}”有 {errors} 处错误，没有使用其中任何数据：{}", name, list(Lang::Zh)),
            format!("“{}” has {errors} errors; none of its figures was used:{}", name, list(Lang::En)),
        )
    })
}
