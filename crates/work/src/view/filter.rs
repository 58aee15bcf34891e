use super::{Judged, State};
use assess::Row;
use plan::Indicator;

/// Which indicators are asked for, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of a name.
    pub search: String,
    /// Name of a state.
    pub state: String,
    /// The indicator's group.
    pub group: String,
    /// Name of a responsible body.
    pub body: String,
    /// `binding` or `anticipated`.
    pub nature: String,
    /// `state`, `distance`, `probability`, `name`; the order of the plan otherwise.
    pub sort: String,
    /// `main` for the targets of the tables, `text` for the promises of the text; both otherwise.
    pub of: String,
}

impl Filter {
    /// The filter that parameters ask for; `get` gives the value of one by its name.
    pub fn of<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let get = |name| get(name).unwrap_or("").to_owned();
        Self {
            search: get("q"),
            state: get("state"),
            group: get("group"),
            body: get("body"),
            nature: get("nature"),
            sort: get("sort"),
            of: get("of"),
        }
    }

    /// The indicators that pass, with their leading rows, in the order asked for.
    pub fn apply<'a>(&self, judged: &'a Judged) -> Vec<(&'a Indicator, Option<&'a Row>)> {
        let indicators = judged.view.stored.plan.indicators.iter();
        let with_row = indicators.map(|indicator| (indicator, judged.leading_row(indicator.id.as_str())));
        // An indicator that only the past is told of promises nothing.
        let promised = with_row.filter(|(_, row)| row.is_some());
        let mut rows: Vec<_> = promised.filter(|(indicator, row)| self.passes(indicator, *row)).collect();
        self.put_in_order(&mut rows);
        rows
    }

    /// The commitments that pass, one for each target that is no restatement, with their indicators: the main targets
    /// first, then the promises of the text, in the order asked for. Their numbers are those of [`Judged::count`].
    pub fn commitments<'a>(&self, judged: &'a Judged) -> Vec<(&'a Indicator, &'a Row)> {
        let of_part = |row: &&Row| match self.of.as_str() {
            "main" => judged.is_main(row),
            "text" => !judged.is_main(row),
            _ => true,
        };
        let rows = judged.own().filter(of_part);
        let mut rows: Vec<_> = rows
            .filter_map(|row| Some((judged.view.indicator(row.indicator.as_str())?, Some(row))))
            .filter(|(indicator, row)| self.passes(indicator, *row))
            .collect();
        rows.sort_by_key(|(_, row)| row.is_some_and(|row| !judged.is_main(row)));
        self.put_in_order(&mut rows);
        rows.into_iter().filter_map(|(indicator, row)| Some((indicator, row?))).collect()
    }

    fn put_in_order(&self, rows: &mut [(&Indicator, Option<&Row>)]) {
        match self.sort.as_str() {
            "state" => rows.sort_by_key(|(_, row)| std::cmp::Reverse(state(*row).gravity())),
            "distance" => rows.sort_by(|a, b| {
                order(a.1.and_then(|row| row.time_distance), b.1.and_then(|row| row.time_distance))
            }),
            "probability" => rows.sort_by(|a, b| order(attain(a.1), attain(b.1))),
            "name" => rows.sort_by(|a, b| a.0.name.cmp(&b.0.name)),
            _ => {}
        }
    }

    fn passes(&self, indicator: &Indicator, row: Option<&Row>) -> bool {
        let search = self.search.to_lowercase();
        let named = |name: &String| name.to_lowercase().contains(&search);
        let binding = indicator.nature == Some(plan::Nature::Binding);
        (search.is_empty() || named(&indicator.name) || indicator.aliases.iter().any(named))
            && (self.state.is_empty() || state(row).name() == self.state)
            && (self.group.is_empty() || indicator.group == self.group)
            && (self.body.is_empty() || row.is_some_and(|row| row.bodies.contains(&self.body)))
            && match self.nature.as_str() {
                "binding" => binding,
                "anticipated" => indicator.nature == Some(plan::Nature::Anticipated),
                _ => true,
            }
    }
}

fn state(row: Option<&Row>) -> State {
    row.map_or(State::Unknown, State::of)
}

fn attain(row: Option<&Row>) -> Option<f64> {
    Some(row?.outlook.as_ref()?.attain)
}

/// Known before unknown, smaller first.
fn order(a: Option<f64>, b: Option<f64>) -> std::cmp::Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    }
}
