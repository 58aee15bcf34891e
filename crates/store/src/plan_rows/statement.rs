use super::{Table, provenance_cells, read_provenance};
use crate::Result;
use crate::row::{Cell, Row, cells};
use plan::{
    Averaging, Comparator, Dimensions, Doubt, IndicatorId, Measure, Months, Nature, Observation,
    ObservationId, Period, Provenance, RateBasis, Status, Target, TargetId,
};

macro_rules! cell {
    ($value:expr, link($id:ident)) => {
        $value.as_str()
    };
    ($value:expr, text) => {
        &$value
    };
    // Words that few rows have are NULL where there are none, so that rows from before the column keep their seal.
    ($value:expr, words) => {
        Some($value.clone()).filter(|words| !words.is_empty())
    };
    ($value:expr, choice($word:ident)) => {
        $value.name()
    };
    ($value:expr, maybe_choice($word:ident)) => {
        $value.map($word::name)
    };
    ($value:expr, $plain:ident) => {
        $value
    };
}

macro_rules! value {
    ($row:ident, $column:expr, link($id:ident)) => {
        $id($row.text($column)?)
    };
    ($row:ident, $column:expr, text) => {
        $row.text($column)?
    };
    ($row:ident, $column:expr, words) => {
        $row.maybe_text($column)?.unwrap_or_default()
    };
    ($row:ident, $column:expr, choice($word:ident)) => {
        $row.word($column, $word::parse)?
    };
    ($row:ident, $column:expr, maybe_choice($word:ident)) => {
        $row.maybe_word($column, $word::parse)?
    };
    ($row:ident, $column:expr, decimal) => {
        $row.decimal($column)?
    };
    ($row:ident, $column:expr, year) => {
        $row.maybe_year($column)?
    };
}

macro_rules! target_table {
    ($($field:ident: $kind:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt;)*) => {
        /// The columns of a target between its id and its place in the source.
        pub(crate) const TARGET_COLUMNS: &[&str] = &[$(stringify!($field)),*];

        /// A target as the document states it; revisions are written by `revise`.
        impl Table for Target {
            const NAME: &'static str = "target";
            const COLUMNS: &'static str = concat!(
                "id, ", $(stringify!($field), ", ",)*
                "origin, section, line, span_start, span_end, quote, confidence, doubt"
            );

            fn cells(&self) -> Vec<Cell> {
                let mut all = cells![self.id.as_str(), $(cell!(self.$field, $kind $(($word))?)),*];
                all.extend(provenance_cells(&self.provenance));
                all.extend(doubt_cells(&self.provenance));
                all
            }

            fn read(row: Row<'_>) -> Result<Self> {
                Ok(Self {
                    id: TargetId(row.text("id")?),
                    $($field: value!(row, stringify!($field), $kind $(($word))?),)*
                    provenance: read_doubtful(row)?,
                })
            }
        }
    };
}

plan::target_fields!(target_table);

/// The columns that an observation has in both of its tables.
pub(crate) const OBSERVATION_COLUMNS: &str = "id, indicator, subject, region, measure, comparator, value, \
    value_high, value_text, unit, period_start, period_end, year, averaging, rate, status, source, \
    vintage, month_first, month_last, dimensions";

/// The values of [`OBSERVATION_COLUMNS`]; `indicator` is an id or a name, as the table keeps it.
pub(crate) fn observation_cells(observation: &Observation, indicator: &str) -> Vec<Cell> {
    cells![
        observation.id.as_str(),
        indicator,
        &observation.subject,
        &observation.region,
        observation.measure.name(),
        observation.comparator.name(),
        observation.value,
        observation.value_high,
        &observation.value_text,
        &observation.unit,
        observation.period.map(|period| period.start),
        observation.period.map(|period| period.end),
        observation.year,
        observation.averaging.map(Averaging::name),
        observation.rate,
        observation.status.map(Status::name),
        &observation.source,
        &observation.vintage,
        observation.months.map(|months| i64::from(months.first())),
        observation.months.map(|months| i64::from(months.last())),
        // NULL for the whole, so that rows from before the column keep their seal.
        Some(observation.dimensions.to_string()).filter(|dimensions| !dimensions.is_empty()),
    ]
}

/// An observation back from a row that has [`OBSERVATION_COLUMNS`].
pub(crate) fn read_observation(row: Row<'_>, provenance: Provenance) -> Result<Observation> {
    let start = row.maybe_year("period_start")?;
    let end = row.maybe_year("period_end")?;
    Ok(Observation {
        id: ObservationId(row.text("id")?),
        indicator: IndicatorId(row.text("indicator")?),
        subject: row.text("subject")?,
        region: row.text("region")?,
        dimensions: read_dimensions(row)?,
        measure: row.word("measure", Measure::parse)?,
        comparator: row.word("comparator", Comparator::parse)?,
        value: row.decimal("value")?,
        value_high: row.decimal("value_high")?,
        value_text: row.text("value_text")?,
        unit: row.text("unit")?,
        period: start.zip(end).map(|(start, end)| Period { start, end }),
        months: read_months(row)?,
        year: row.maybe_year("year")?,
        averaging: row.maybe_word("averaging", Averaging::parse)?,
        rate: row.decimal("rate")?,
        status: row.maybe_word("status", Status::parse)?,
        source: row.text("source")?,
        vintage: row.text("vintage")?,
        provenance,
    })
}

/// The dimensions of a figure; none where the column is empty.
pub(crate) fn read_dimensions(row: Row<'_>) -> Result<Dimensions> {
    let text = row.maybe_text("dimensions")?.unwrap_or_default();
    // What does not parse was written past the program; the audit tells, and the figure must not pass for the whole.
    Ok(Dimensions::parse(&text).unwrap_or_else(|| Dimensions::new([("?", text.as_str())])))
}

/// The months of a year that an observation covers.
fn read_months(row: Row<'_>) -> Result<Option<Months>> {
    let month = |column: &str| -> Result<Option<u8>> {
        let number = row.maybe_year(column)?;
        Ok(number.and_then(|number| u8::try_from(number).ok()))
    };
    let (first, last) = (month("month_first")?, month("month_last")?);
    Ok(first.zip(last).and_then(|(first, last)| Months::new(first, last)))
}

/// An observation that the document itself states.
impl Table for Observation {
    const NAME: &'static str = "statement";
    const COLUMNS: &'static str = "id, indicator, subject, region, measure, comparator, value, value_high, \
        value_text, unit, period_start, period_end, year, averaging, rate, status, source, vintage, \
        month_first, month_last, dimensions, origin, section, line, span_start, span_end, quote, confidence, doubt";

    fn cells(&self) -> Vec<Cell> {
        let mut all = observation_cells(self, self.indicator.as_str());
        all.extend(provenance_cells(&self.provenance));
        all.extend(doubt_cells(&self.provenance));
        all
    }

    fn read(row: Row<'_>) -> Result<Self> {
        read_observation(row, read_doubtful(row)?)
    }
}

/// How sure the reader was; empty where it was certain.
fn doubt_cells(provenance: &Provenance) -> Vec<Cell> {
    let doubt = provenance.doubt.as_ref();
    cells![doubt.map(|doubt| i64::from(doubt.confidence)), doubt.map(|doubt| doubt.reason.clone())]
}

/// A place in the source with what the reader was not certain of.
fn read_doubtful(row: Row<'_>) -> Result<Provenance> {
    let confidence = row.maybe_int("confidence")?.and_then(|percent| u8::try_from(percent).ok());
    let doubt = confidence.zip(row.maybe_text("doubt")?);
    let doubt = doubt.map(|(confidence, reason)| Doubt { confidence, reason });
    Ok(Provenance { doubt, ..read_provenance(row)? })
}
