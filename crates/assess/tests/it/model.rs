//! Small plans for tests.

use plan::{
    Averaging, Comparator, Indicator, IndicatorId, Measure, Nature, Observation, Origin, Period, Plan,
    Provenance, Status, Target, TargetId,
};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

/// Builds a plan table by table.
pub(crate) struct Builder {
    plan: Plan,
}

impl Builder {
    pub(crate) fn new(region: &str, start: i32, end: i32) -> Self {
        let plan =
            Plan { region: Some(region.to_owned()), period: Some(Period { start, end }), ..Plan::default() };
        Self { plan }
    }

    /// Adds an indicator whose id is its name.
    pub(crate) fn indicator(&mut self, name: &str, unit: &str) -> IndicatorId {
        let id = IndicatorId::from(name);
        self.plan.indicators.push(Indicator {
            id: id.clone(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            ..Indicator::default()
        });
        id
    }

    /// Changes the indicator added last.
    pub(crate) fn last(&mut self) -> &mut Indicator {
        self.plan.indicators.last_mut().expect("an indicator")
    }

    /// Adds what the plan's table says of the base year.
    pub(crate) fn base(&mut self, indicator: &IndicatorId, value: f64) {
        let year = self.plan.period.expect("a period").base();
        let unit = self.plan.indicator(indicator).expect("added before").unit.clone();
        let mut observation = observation(indicator.as_str(), Measure::Level, year, value, &unit).0;
        observation.provenance = Provenance { origin: Origin::Table, ..Provenance::outside() };
        self.plan.observations.push(observation);
    }

    pub(crate) fn target(&mut self, target: TargetBuilder) {
        let mut target = target.0;
        target.id = TargetId::of(self.plan.targets.len() + 1);
        target.implied_year = target.year.is_none().then_some(self.plan.period.expect("a period").end);
        self.plan.targets.push(target);
    }

    pub(crate) fn finish(self) -> Plan {
        self.plan
    }
}

/// A target under construction.
pub(crate) struct TargetBuilder(Target);

/// A target of the table in the plan's last year; a value that is no number stays empty.
pub(crate) fn target(indicator: &IndicatorId, measure: Measure, value: f64, unit: &str) -> TargetBuilder {
    TargetBuilder(Target {
        id: TargetId::default(),
        indicator: indicator.clone(),
        subject: indicator.as_str().to_owned(),
        measure,
        comparator: Comparator::Eq,
        value: Decimal::from_f64(value),
        value_high: None,
        value_text: String::new(),
        unit: unit.to_owned(),
        year: None,
        implied_year: None,
        averaging: None,
        scope: String::new(),
        nature: None,
        rate: None,
        provenance: Provenance { origin: Origin::Table, ..Provenance::outside() },
        ..Target::default()
    })
}

impl TargetBuilder {
    pub(crate) fn annual(mut self) -> Self {
        self.0.averaging = Some(Averaging::AnnualAvg);
        self
    }

    pub(crate) fn cumulative(mut self) -> Self {
        self.0.averaging = Some(Averaging::Cumulative);
        self
    }

    pub(crate) fn comparator(mut self, comparator: Comparator) -> Self {
        self.0.comparator = comparator;
        self
    }

    pub(crate) fn nature(mut self, nature: Nature) -> Self {
        self.0.nature = Some(nature);
        self
    }

    pub(crate) fn rate(&mut self, rate: f64) {
        self.0.rate = Decimal::from_f64(rate);
    }

    pub(crate) fn high(&mut self, value: f64) {
        self.0.value_high = Decimal::from_f64(value);
    }

    pub(crate) fn scope(mut self, scope: &str) -> Self {
        scope.clone_into(&mut self.0.scope);
        self
    }

    pub(crate) fn words(mut self, text: &str) -> Self {
        text.clone_into(&mut self.0.value_text);
        self
    }
}

/// An observation under construction.
pub(crate) struct ObservationBuilder(pub(crate) Observation);

/// A yearly figure that came after the plan.
pub(crate) fn observation(
    indicator: &str,
    measure: Measure,
    year: i32,
    value: f64,
    unit: &str,
) -> ObservationBuilder {
    ObservationBuilder(Observation {
        indicator: IndicatorId::from(indicator),
        subject: indicator.to_owned(),
        measure,
        value: Decimal::from_f64(value),
        unit: unit.to_owned(),
        period: Some(Period { start: year, end: year }),
        year: Some(year),
        ..Observation::default()
    })
}

impl ObservationBuilder {
    /// With status, day and source.
    pub(crate) fn known(self, status: Status, day: &str, source: &str) -> Observation {
        Observation { status: Some(status), vintage: day.to_owned(), source: source.to_owned(), ..self.0 }
    }

    /// Of some months of its year.
    pub(crate) fn months(mut self, months: plan::Months, day: &str) -> Observation {
        self.0.months = Some(months);
        day.clone_into(&mut self.0.vintage);
        self.0
    }

    /// Of a region.
    pub(crate) fn region(mut self, region: &str) -> Self {
        region.clone_into(&mut self.0.region);
        self
    }

    /// Without any of them.
    pub(crate) fn plain(self) -> Observation {
        self.0
    }
}
