//! The World Development Indicators as a panel of past forecasts, for the examples beside this folder.
#![allow(dead_code)]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use series::calibration::{Calibration, ErrorModel, HORIZONS, Trial, replay};
use series::{Bounds, Input, Kind, SHORT, Workspace};

/// Indicators that are shares of a whole: percentages that cannot leave 0 to 100.
const SHARES: [&str; 18] = [
    "AG.LND.FRST.ZS",
    "EG.ELC.RNEW.ZS",
    "EG.FEC.RNEW.ZS",
    "EG.USE.COMM.CL.ZS",
    "EG.USE.COMM.FO.ZS",
    "NV.AGR.TOTL.ZS",
    "NV.IND.TOTL.ZS",
    "SI.POV.DDAY",
    "SI.POV.GINI",
    "SL.AGR.EMPL.FE.ZS",
    "SL.EMP.TOTL.SP.ZS",
    "SL.SRV.EMPL.FE.ZS",
    "SL.UEM.TOTL.ZS",
    "SP.POP.1564.TO.ZS",
    "SP.POP.65UP.TO.ZS",
    "SP.URB.TOTL.IN.ZS",
    "ST.INT.RCPT.XP.ZS",
    "TX.VAL.TECH.MF.ZS",
];

/// Growth rates and net flows.
const CHANGES: [&str; 6] = [
    "BX.KLT.DINV.CD.WD",
    "FP.CPI.TOTL.ZG",
    "NY.GDP.DEFL.KD.ZG",
    "NY.GDP.MKTP.KD.ZG",
    "NY.GDP.PCAP.KD.ZG",
    "SP.POP.GROW",
];

/// Stocks, flows, yields and quantities per head; indicators in no list are rates and ratios.
const AMOUNTS: [&str; 27] = [
    "AG.LND.FRST.K2",
    "AG.PRD.CROP.XD",
    "AG.PRD.FOOD.XD",
    "AG.YLD.CREL.KG",
    "EG.GDP.PUSE.KO.PP.KD",
    "EG.USE.ELEC.KH.PC",
    "EG.USE.PCAP.KG.OE",
    "EN.ATM.CO2E.KT",
    "EN.ATM.CO2E.PC",
    "ER.H2O.FWTL.K3",
    "IP.PAT.RESD",
    "IS.AIR.DPRT",
    "IS.SHP.GOOD.TU",
    "IT.CEL.SETS.P2",
    "IT.NET.BBND.P2",
    "NY.GDP.MKTP.CD",
    "NY.GDP.PCAP.CD",
    "NY.GDP.PCAP.PP.CD",
    "NY.GNP.PCAP.CD",
    "SL.GDP.PCAP.EM.KD",
    "SL.TLF.TOTL.IN",
    "SP.POP.SCIE.RD.P6",
    "SP.POP.TOTL",
    "SP.RUR.TOTL",
    "SP.URB.TOTL",
    "TM.VAL.MRCH.CD.WT",
    "TX.VAL.MRCH.CD.WT",
];

/// Windows that are replayed from each unbroken run of years.
const WINDOWS: usize = 20;

/// The longest history that is replayed.
const LONGEST: usize = 30;

type Points = BTreeMap<i32, f64>;

/// Indicator, then country, then year.
pub(super) type Panel = BTreeMap<String, BTreeMap<String, Points>>;

/// Consecutive years of one country's indicator, with enough of them after `length` to judge a forecast.
pub(super) struct Window<'a> {
    pub(super) indicator: &'a str,
    pub(super) country: &'a str,
    /// The last year before the forecast.
    pub(super) year: i32,
    /// Years before the forecast.
    pub(super) length: usize,
    pub(super) values: &'a [f64],
}

/// Reads the two tables; aggregates of countries are left out.
pub(super) fn read(panel: &str, countries: &str) -> Result<Panel, Box<dyn Error>> {
    let aggregates: BTreeSet<&str> =
        countries.lines().filter(|l| l.ends_with(",1")).filter_map(|l| l.split(',').next()).collect();
    let mut indicators: Panel = BTreeMap::new();
    for line in panel.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let &[indicator, country, year, value] = cells.as_slice() else { continue };
        if !aggregates.contains(country) {
            let points =
                indicators.entry(indicator.to_owned()).or_default().entry(country.to_owned()).or_default();
            points.insert(year.parse()?, value.parse()?);
        }
    }
    Ok(indicators)
}

/// The mean over amounts and countries of yearly log growth, without the wildest tenth at either end.
pub(super) fn mean_growth(indicators: &Panel) -> f64 {
    let mut rates: Vec<f64> = indicators
        .iter()
        .filter(|(indicator, _)| AMOUNTS.contains(&indicator.as_str()))
        .flat_map(|(_, countries)| countries.values())
        .filter_map(|points| {
            let ((from, a), (to, b)) = (points.first_key_value()?, points.last_key_value()?);
            (from < to && *a > 0.0 && *b > 0.0).then(|| libm::log(b / a) / f64::from(to - from))
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    let kept = &rates[rates.len() / 10..rates.len() - rates.len() / 10];
    kept.iter().sum::<f64>() / kept.len() as f64
}

/// Windows of each unbroken run of years, their lengths spread evenly from 5 to 30 and their places over the run; with each
/// goes one of the very short ones.
pub(super) fn windows(panel: &Panel, mut each: impl FnMut(&Window<'_>)) {
    let mut turn = 0;
    for (indicator, countries) in panel {
        for (country, points) in countries {
            for (first, run) in runs(points) {
                let Some(latest) = run.len().checked_sub(HORIZONS).filter(|l| *l >= SHORT) else { continue };
                for _ in 0..WINDOWS {
                    turn += 1;
                    let long = (SHORT + 7 * turn % (LONGEST - SHORT + 1)).min(latest);
                    let origin = long + 37 * turn % (latest - long + 1);
                    for length in [long, 1 + turn % (SHORT - 1)] {
                        each(&Window {
                            indicator,
                            country,
                            year: first + origin as i32 - 1,
                            length,
                            values: &run[origin - length..origin + HORIZONS],
                        });
                    }
                }
            }
        }
    }
}

/// The series as they stood in `base`, with up to twenty years of history, and what came in the five years after.
pub(super) fn plan_period(panel: &Panel, base: i32, mut each: impl FnMut(&Window<'_>)) {
    for (indicator, countries) in panel {
        for (country, points) in countries {
            for (first, run) in runs(points) {
                let length = (base - first + 1).clamp(0, run.len() as i32) as usize;
                let from = length.saturating_sub(20);
                if length >= SHORT && run.len() >= length + 5 {
                    let values = &run[from..length + 5];
                    each(&Window { indicator, country, year: base, length: length - from, values });
                }
            }
        }
    }
}

impl<'a> Window<'a> {
    /// The values as the indicator's nature wants them; nothing when they contradict it.
    pub(super) fn input(&self) -> Option<Input<'a>> {
        let input = Input::new(self.values).ok()?;
        if SHARES.contains(&self.indicator) {
            input.bounded(Bounds::PERCENT).ok()
        } else if AMOUNTS.contains(&self.indicator) {
            Some(input)
        } else if CHANGES.contains(&self.indicator) {
            Some(input.change())
        } else {
            Some(input.rate())
        }
    }
}

/// The first year and the values of each run of consecutive years, oldest first.
fn runs(points: &Points) -> Vec<(i32, Vec<f64>)> {
    let mut runs: Vec<(i32, Vec<f64>)> = Vec::new();
    for (year, value) in points {
        match runs.last_mut() {
            Some((first, run)) if *first + run.len() as i32 == *year => run.push(*value),
            _ => runs.push((*year, vec![*value])),
        }
    }
    runs
}

/// Things that spread from nothing to everybody: their years of zero are followed by growth without end, which is not how
/// counts that come down to zero go on.
const SPREADING: [&str; 2] = ["IT.CEL.SETS.P2", "IT.NET.BBND.P2"];

/// The indicator that counts people.
const PEOPLE: &str = "SP.POP.TOTL";

/// Past forecasts by kind, gathered window by window.
#[derive(Clone)]
pub(super) struct Gathered {
    by_indicator: BTreeMap<String, Vec<Trial>>,
    /// How much the forecasts of a country count.
    countries: BTreeMap<String, f64>,
    work: Workspace,
}

impl Gathered {
    /// Nothing yet. A country counts with the square root of its people, between one for each country, which gives a third
    /// of the say to islands and city states whose figures jump, and one for each head, which leaves two countries.
    pub(super) fn new(panel: &Panel) -> Self {
        let people = panel.get(PEOPLE).into_iter().flatten();
        let countries = people.filter_map(|(country, points)| {
            let latest = points.last_key_value()?.1;
            Some((country.clone(), latest.max(1.0).sqrt()))
        });
        Self { by_indicator: BTreeMap::new(), countries: countries.collect(), work: Workspace::default() }
    }

    /// Replays a window.
    pub(super) fn add(&mut self, window: &Window<'_>, growth: f64) {
        if let Some(input) = window.input() {
            let trials = self.by_indicator.entry(window.indicator.to_owned()).or_default();
            let before = trials.len();
            replay(&input, window.length, growth, &mut self.work, trials);
            let weight = self.countries.get(window.country).copied().unwrap_or(1.0);
            for trial in &mut trials[before..] {
                trial.weight = weight;
            }
        }
    }

    /// Forecasts gathered.
    pub(super) fn len(&self) -> usize {
        self.by_indicator.values().map(Vec::len).sum()
    }

    /// The error models; every indicator weighs the same within a kind.
    pub(super) fn calibration(&self, growth: f64) -> Calibration {
        let by_kind = self.by_kind();
        let of = |kind: Kind| by_kind[kind as usize].as_slice();
        let positive: Vec<Trial> = [of(Kind::Positive), of(Kind::Rate)].concat();
        let models = Kind::ALL.map(|kind| match kind {
            Kind::Positive | Kind::Rate => ErrorModel::fit(&positive, of(kind)),
            // Few series come down to zero and go on; their errors lean on those of rates.
            Kind::NonNegative => {
                let both = [of(kind), of(Kind::Rate)].concat();
                ErrorModel::fit(&both, &both)
            }
            _ => ErrorModel::fit(of(kind), of(kind)),
        });
        Calibration { growth, models }
    }
}

impl Gathered {
    /// All forecasts by kind, weighed.
    pub(super) fn by_kind(&self) -> [Vec<Trial>; Kind::ALL.len()] {
        let mut by_kind: [Vec<Trial>; Kind::ALL.len()] = Default::default();
        for (indicator, trials) in &self.by_indicator {
            let mut trials = trials.clone();
            weigh(&mut trials);
            let spreading = SPREADING.contains(&indicator.as_str());
            for trial in trials.into_iter().filter(|t| !(spreading && t.kind == Kind::NonNegative)) {
                by_kind[trial.kind as usize].push(trial);
            }
        }
        by_kind
    }

    /// With the forecasts of another.
    pub(super) fn and(mut self, other: Self) -> Self {
        for (indicator, trials) in other.by_indicator {
            self.by_indicator.entry(indicator).or_default().extend(trials);
        }
        self
    }
}

/// Forecasts from which on an indicator has full weight within a kind.
const FULL_WEIGHT: f64 = 2000.0;

/// Brings the weights of each kind to the same sum, less where forecasts are few.
fn weigh(trials: &mut [Trial]) {
    for kind in Kind::ALL {
        let of_kind = || trials.iter().filter(|t| t.kind == kind);
        let (count, sum) = (of_kind().count() as f64, of_kind().map(|t| t.weight).sum::<f64>());
        for trial in trials.iter_mut().filter(|t| t.kind == kind) {
            trial.weight *= count.min(FULL_WEIGHT) / sum;
        }
    }
}
