use std::fmt::Write as _;

use super::number::push_number;
use super::{Panel, Row, csv, in_parts};
use crate::{Forecast, normal};

/// The forecast table: `unique_id,h,mean,lo95,hi95,lo80,hi80` for `levels` 95 and 80 (percent), rows in the order of the
/// panel, written on `threads` threads.
///
/// `forecasts` are those of the panel's rows, in their order. Numbers have ten significant digits.
pub fn write(panel: &Panel<'_>, forecasts: &[Forecast], levels: &[u8], threads: usize) -> String {
    let mut out = String::from("unique_id,h,mean");
    for level in levels {
        let _ = write!(out, ",lo{level},hi{level}");
    }
    out.push('\n');
    let scores: Vec<f64> =
        levels.iter().map(|level| normal::score(0.5 + f64::from(*level) / 200.0)).collect();
    let pairs: Vec<(&Row<'_>, &Forecast)> = panel.rows().iter().zip(forecasts).collect();
    for part in in_parts(&pairs, threads, |pairs| rows(pairs, &scores)) {
        out.push_str(&part);
    }
    out
}

fn rows(pairs: &[(&Row<'_>, &Forecast)], scores: &[f64]) -> String {
    let mut out = String::with_capacity(pairs.len() * 512);
    let mut id = String::new();
    for (row, forecast) in pairs {
        id.clear();
        csv::push_cell(&mut id, &row.id);
        for h in 1..=forecast.horizon() {
            out.push_str(&id);
            let _ = write!(out, ",{h},");
            push_number(&mut out, forecast.mean(h));
            if let Some(distribution) = forecast.at(h) {
                for z in scores.iter().flat_map(|z| [-z, *z]) {
                    out.push(',');
                    push_number(&mut out, distribution.quantile_at(z));
                }
            }
            out.push('\n');
        }
    }
    out
}
