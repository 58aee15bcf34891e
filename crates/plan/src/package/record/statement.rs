use super::{read_doubt, read_provenance, write_doubt, write_provenance};
use crate::package::cells::{Cells, Row};
use crate::package::schema::{Record, Table};
use crate::package::tables;
use crate::{
    Averaging, Comparator, Dimensions, Measure, Months, Nature, Observation, Period, Provenance, RateBasis,
    Status, Target,
};
use source::Words;

macro_rules! write_cell {
    ($cells:ident, $value:expr, $name:tt, link) => {
        $cells.set($name, &$value)
    };
    ($cells:ident, $value:expr, $name:tt, text) => {
        $cells.set($name, &$value)
    };
    ($cells:ident, $value:expr, $name:tt, words) => {
        $cells.set($name, &$value)
    };
    ($cells:ident, $value:expr, $name:tt, choice) => {
        $cells.set($name, $value)
    };
    ($cells:ident, $value:expr, $name:tt, $some:ident) => {
        $cells.set_some($name, $value)
    };
}

macro_rules! read_cell {
    ($row:ident, $name:tt, link($id:ident)) => {
        $row.link($name)
    };
    ($row:ident, $name:tt, text) => {
        Some($row.text($name))
    };
    ($row:ident, $name:tt, words) => {
        Some($row.text($name))
    };
    ($row:ident, $name:tt, choice($word:ident)) => {
        $row.choice($name, $word::parse)
    };
    ($row:ident, $name:tt, maybe_choice($word:ident)) => {
        Some($row.choice_or_none($name, $word::parse))
    };
    ($row:ident, $name:tt, decimal) => {
        Some($row.decimal_or_none($name))
    };
    ($row:ident, $name:tt, year) => {
        Some($row.integer_or_none($name))
    };
}

macro_rules! target_record {
    ($($field:ident: $kind:ident $(($word:ident))?, $name:tt, $zh:tt, $en:tt;)*) => {
        impl Record for Target {
            const TABLE: &'static Table = &tables::TARGETS;

            fn write(&self, cells: &mut Cells) {
                cells.set("id", &self.id);
                $(write_cell!(cells, self.$field, $name, $kind);)*
                write_provenance(cells, &self.provenance);
                write_doubt(cells, self.provenance.doubt.as_ref());
            }

            fn read(row: &mut Row<'_>) -> Option<Self> {
                let id = row.id("id");
                // All cells are read before the first that is missing ends the row, so that all problems are told.
                $(let $field = read_cell!(row, $name, $kind $(($word))?);)*
                let doubt = read_doubt(row);
                let provenance = read_provenance(row).map(|provenance| Provenance { doubt, ..provenance });
                Some(Self { id: id?, $($field: $field?,)* provenance: provenance? })
            }
        }
    };
}

crate::target_fields!(target_record);

impl Record for Observation {
    const TABLE: &'static Table = &tables::OBSERVATIONS;

    fn write(&self, cells: &mut Cells) {
        cells.set("id", &self.id);
        cells.set("indicator", &self.indicator);
        cells.set("subject", &self.subject);
        cells.set("region", &self.region);
        cells.set("measure", self.measure);
        cells.set("comparator", self.comparator);
        cells.set_some("value", self.value);
        cells.set_some("value_high", self.value_high);
        cells.set("value_text", &self.value_text);
        cells.set("unit", &self.unit);
        cells.set_some("period_start", self.period.map(|period| period.start));
        cells.set_some("period_end", self.period.map(|period| period.end));
        cells.set_some("year", self.year);
        cells.set_some("period", self.averaging);
        cells.set_some("rate", self.rate);
        cells.set_some("status", self.status);
        cells.set("source", &self.source);
        cells.set("vintage", &self.vintage);
        cells.set_some("month_start", self.months.map(Months::first));
        cells.set_some("month_end", self.months.map(Months::last));
        write_provenance(cells, &self.provenance);
        write_doubt(cells, self.provenance.doubt.as_ref());
        cells.set("dimensions", &self.dimensions);
    }

    fn read(row: &mut Row<'_>) -> Option<Self> {
        let id = row.id("id");
        let indicator = row.link("indicator");
        let measure = row.choice("measure", Measure::parse);
        let comparator = row.choice("comparator", Comparator::parse);
        let doubt = read_doubt(row);
        let provenance = read_provenance(row).map(|provenance| Provenance { doubt, ..provenance });
        Some(Self {
            subject: row.text("subject"),
            region: row.text("region"),
            dimensions: read_dimensions(row),
            value: row.decimal_or_none("value"),
            value_high: row.decimal_or_none("value_high"),
            value_text: row.text("value_text"),
            unit: row.text("unit"),
            period: read_period(row),
            months: read_months(row),
            year: row.integer_or_none("year"),
            averaging: row.choice_or_none("period", Averaging::parse),
            rate: row.decimal_or_none("rate"),
            status: row.choice_or_none("status", Status::parse),
            source: row.text("source"),
            vintage: row.date("vintage"),
            id: id?,
            indicator: indicator?,
            measure: measure?,
            comparator: comparator?,
            provenance: provenance?,
        })
    }
}

fn read_dimensions(row: &mut Row<'_>) -> Dimensions {
    let text = row.text("dimensions");
    Dimensions::parse(&text).unwrap_or_else(|| {
        row.report(
            "dimensions",
            Words::new("维度不成“名称=值”", "the dimensions are no pairs of name and value"),
            Words::new(
                "写成“城乡=城镇”，几个维度用分号隔开，名称不能重复；没有维度就留空",
                "write 城乡=城镇, several parted by semicolons, no name twice; leave it empty for the whole",
            ),
        );
        Dimensions::default()
    })
}

fn read_period(row: &mut Row<'_>) -> Option<Period> {
    let start = row.integer_or_none("period_start");
    let end = row.integer_or_none("period_end");
    if start.is_some() != end.is_some() {
        row.report(
            if start.is_none() { "period_start" } else { "period_end" },
            Words::new("起始年和终止年只填了一个", "only one of first and last year is filled in"),
            Words::new("两列都填，年度数据填同一年", "fill in both, the same year twice for a yearly figure"),
        );
    }
    Some(Period { start: start?, end: end? })
}

fn read_months(row: &mut Row<'_>) -> Option<Months> {
    let first: Option<u8> = row.integer_or_none("month_start");
    let last: Option<u8> = row.integer_or_none("month_end");
    let months = first.zip(last).and_then(|(first, last)| Months::new(first, last));
    if months.is_none() && (first.is_some() || last.is_some()) {
        row.report(
            "month_start",
            Words::new("起止月不成一段", "first and last month make no span"),
            Words::new(
                "两列都填1至12，首月不晚于末月；年度数据两列都留空",
                "fill in both from 1 to 12, the first not after the last; leave both empty for a yearly figure",
            ),
        );
    }
    months
}
