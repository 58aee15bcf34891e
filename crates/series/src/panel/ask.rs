use std::borrow::Cow;

use super::csv::{self, Records};
use super::number::push_number;
use super::{Panel, TableError, TableErrorKind};
use crate::Forecast;

/// Questions to the forecasts: how probable is it that a series is at or above a target?
#[derive(Clone, Debug)]
pub struct Questions<'t>(Vec<Question<'t>>);

#[derive(Clone, Debug)]
struct Question<'t> {
    line: usize,
    id: Cow<'t, str>,
    k: Cow<'t, str>,
    h: usize,
    target: f64,
}

impl<'t> Questions<'t> {
    /// Reads a CSV text with the columns unique_id, k, h, target; further columns are passed over.
    pub fn parse(text: &'t str) -> Result<Self, TableError> {
        let mut records = Records::new(text);
        let mut cells = Vec::new();
        let header = records.next(&mut cells).unwrap_or(0);
        let find = |name: &'static str| {
            let place = cells.iter().position(|c| c.eq_ignore_ascii_case(name));
            place.ok_or(TableError { line: header, kind: TableErrorKind::NoColumn(name) })
        };
        let columns = [find("unique_id")?, find("k")?, find("h")?, find("target")?];
        let needed = columns.into_iter().max().unwrap_or(0);
        let mut questions = Vec::new();
        while let Some(line) = records.next(&mut cells) {
            let at = |kind| TableError { line, kind };
            if cells.len() <= needed {
                return Err(at(TableErrorKind::Cells));
            }
            let [id, k, h, target] = columns.map(|c| cells[c].clone());
            let years = h.parse().ok().filter(|h| *h > 0);
            questions.push(Question {
                line,
                id,
                k,
                h: years.ok_or_else(|| at(TableErrorKind::Number(h.to_string())))?,
                target: target
                    .parse()
                    .ok()
                    .filter(|t: &f64| t.is_finite())
                    .ok_or_else(|| at(TableErrorKind::Number(target.to_string())))?,
            });
        }
        Ok(Self(questions))
    }

    /// The furthest year ahead that is asked for.
    pub fn horizon(&self) -> usize {
        self.0.iter().map(|q| q.h).max().unwrap_or(0)
    }

    /// The table `unique_id,k,p` with p = P(value >= target), in the order of the questions.
    ///
    /// `forecasts` are those of the panel's rows, to [`Questions::horizon`] or beyond.
    pub fn answer(&self, panel: &Panel<'_>, forecasts: &[Forecast]) -> Result<String, TableError> {
        let mut out = String::from("unique_id,k,p\n");
        for q in &self.0 {
            let forecast = panel.find(&q.id).and_then(|i| forecasts.get(i));
            let forecast = forecast.ok_or_else(|| TableError {
                line: q.line,
                kind: TableErrorKind::UnknownSeries(q.id.to_string()),
            })?;
            csv::push_cell(&mut out, &q.id);
            out.push(',');
            csv::push_cell(&mut out, &q.k);
            out.push(',');
            push_number(&mut out, forecast.prob_ge(q.h, q.target));
            out.push('\n');
        }
        Ok(out)
    }
}
