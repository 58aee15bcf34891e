use crate::cache::Weigh;
use crate::view::{Count, Moment, PlanView, State};
use assess::hindsight::{Foretold, hindsight};
use assess::{Assessment, Config, Foresight, MainTargets, Method, Row};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A plan judged at a moment.
pub struct Judged {
    /// The plan.
    pub view: Arc<PlanView>,
    /// The moment it is judged at.
    pub moment: Moment,
    /// The judgement.
    pub assessment: Assessment,
    by_indicator: BTreeMap<String, Vec<usize>>,
    by_target: BTreeMap<String, Vec<usize>>,
    /// The rules it was judged by.
    rules: Config,
    foresights: OnceLock<Vec<Foresight>>,
    checked: OnceLock<scenario::report::Checked>,
    main: MainTargets,
    foretold: OnceLock<Vec<Foretold>>,
}

impl Judged {
    /// Judges a plan by rules; keeps a core busy for a while.
    pub fn new(view: Arc<PlanView>, moment: Moment, rules: Config) -> Self {
        let config = Config { methods: Method::ALL.to_vec(), ..rules };
        let stored = &view.stored;
        let assessment = assess::assess(&stored.plan, &stored.figures, &moment.as_of, &config);
        let mut by_indicator: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_target: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in assessment.rows.iter().enumerate() {
            by_indicator.entry(row.indicator.to_string()).or_default().push(at);
            by_target.entry(row.target.to_string()).or_default().push(at);
        }
        // What only says again what another target says stands where that one stands.
        for (said, judged) in &assessment.restated {
            if let Some(rows) = by_target.get(judged.as_str()).cloned() {
                by_target.insert(said.to_string(), rows);
            }
        }
        let own = assessment.rows.iter().filter(|row| row.region.is_empty());
        let main = MainTargets::of(&stored.plan, own);
        Self {
            view,
            moment,
            assessment,
            by_indicator,
            by_target,
            rules: config,
            foresights: OnceLock::new(),
            checked: OnceLock::new(),
            main,
            foretold: OnceLock::new(),
        }
    }

    /// The rules it was judged by.
    pub const fn config(&self) -> &Config {
        &self.rules
    }

    /// The distributions behind the outlooks; made when they are first asked for, which keeps a core busy for a while.
    pub fn foresights(&self) -> &[Foresight] {
        self.foresights.get_or_init(|| {
            let stored = &self.view.stored;
            let engine = series::Engine::default();
            assess::foresee(&stored.plan, &stored.figures, &self.moment.as_of, &self.rules, &engine)
        })
    }

    /// What was forecast in earlier years of the plan, beside what happened; made when it is first asked for, which keeps a
    /// core busy for a while.
    pub fn foretold(&self) -> &[Foretold] {
        self.foretold.get_or_init(|| {
            let stored = &self.view.stored;
            let engine = series::Engine::default();
            hindsight(&stored.plan, &stored.figures, &self.moment.as_of, &self.rules, &engine)
        })
    }

    /// What the plan's numbers say together; made when it is first asked for.
    pub fn checked(&self) -> &scenario::report::Checked {
        self.checked.get_or_init(|| {
            let additions = scenario::Additions::default();
            scenario::report::check(scenario::Network::of(&self.view.stored.plan, &additions))
        })
    }

    /// The rows for the plan's own region, one for each target.
    pub fn own(&self) -> impl Iterator<Item = &Row> {
        self.assessment.rows.iter().filter(|row| row.region.is_empty())
    }

    /// The rows of an indicator, all regions.
    pub fn of_indicator(&self, id: &str) -> impl Iterator<Item = &Row> {
        self.pick(&self.by_indicator, id)
    }

    /// The rows of a target, all regions.
    pub fn of_target(&self, id: &str) -> impl Iterator<Item = &Row> {
        self.pick(&self.by_target, id)
    }

    fn pick<'a>(
        &'a self,
        index: &'a BTreeMap<String, Vec<usize>>,
        id: &str,
    ) -> impl Iterator<Item = &'a Row> {
        index.get(id).into_iter().flatten().map(|&at| &self.assessment.rows[at])
    }

    /// The row that speaks for an indicator: the plan's own region, binding before anticipated, numbers before words.
    pub fn leading_row(&self, indicator: &str) -> Option<&Row> {
        self.of_indicator(indicator).filter(|row| row.region.is_empty()).min_by_key(|row| {
            (
                row.outlook.is_none(),
                row.latest.is_none(),
                row.goal.is_none(),
                row.nature != Some(plan::Nature::Binding),
            )
        })
    }

    /// The state of a target in the plan's own region.
    pub fn state_of_target(&self, target: &str) -> State {
        self.of_target(target).find(|row| row.region.is_empty()).map_or(State::Unknown, State::of)
    }

    /// How many commitments stand where, in the plan's own region.
    pub fn count(&self) -> Count {
        self.own().map(State::of).collect()
    }

    /// Whether the plan has main targets: some of its targets stand in a table.
    pub fn has_main(&self) -> bool {
        self.main.stand_in_a_table()
    }

    /// Whether a row is a main target: it stands in a table, or no target of the plan does.
    pub fn is_main(&self, row: &Row) -> bool {
        self.main.holds(row)
    }

    /// The main targets in the plan's own region; the others are promises of the text.
    pub fn main(&self) -> impl Iterator<Item = &Row> {
        self.own().filter(|row| self.is_main(row))
    }

    /// How many main targets stand where.
    pub fn count_main(&self) -> Count {
        self.main().map(State::of).collect()
    }

    /// How many promises of the text stand where.
    pub fn count_promised(&self) -> Count {
        self.own().filter(|row| !self.is_main(row)).map(State::of).collect()
    }
}

impl Weigh for Judged {
    fn weight(&self) -> usize {
        // A row with fan, path, figures and sentences, its distribution and what binds its numbers.
        self.assessment.rows.len() * 6000 + 4096
    }
}
