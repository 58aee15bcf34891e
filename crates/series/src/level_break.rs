use crate::anomaly::{Anomaly, AnomalyKind};

/// A change of base: from `at` on, values are `factor` times what the old base would have shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelBreak {
    /// The first value on the new base, from 0.
    pub at: usize,
    /// New base over old base.
    pub factor: f64,
}

/// What a planner does about a level break; the choice is recorded with the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Treatment {
    /// Everything on the new base: earlier values and the target are multiplied by the factor.
    Rebase,
    /// Everything on the old base: growth is chained across the break, the target stays as printed.
    ChainGrowth,
    /// Values and target as printed; the break shows as a success or a failure that it is not.
    #[default]
    Keep,
}

impl LevelBreak {
    /// From a value before and after the break and the growth rate (0.025 = 2.5 %) published for the same year.
    ///
    /// # Example
    /// ```
    /// // A census cuts the level while the published growth is 2.5 %.
    /// let cut = series::LevelBreak::from_growth(1, 200.0, 184.5, 0.025).unwrap();
    /// assert!((cut.factor - 0.9).abs() < 1e-12);
    /// ```
    pub fn from_growth(at: usize, before: f64, after: f64, growth: f64) -> Option<Self> {
        Self::new(at, after / (before * (1.0 + growth)))
    }

    /// From two vintages of the same years: the median of new over old. Years where either is not positive say nothing.
    pub fn from_vintages(at: usize, old_and_new: &[(f64, f64)]) -> Option<Self> {
        let mut ratios: Vec<f64> = old_and_new
            .iter()
            .filter(|(old, new)| *old > 0.0 && *new > 0.0)
            .map(|(old, new)| new / old)
            .collect();
        ratios.sort_by(f64::total_cmp);
        let n = ratios.len();
        if n == 0 { None } else { Self::new(at, f64::midpoint(ratios[(n - 1) / 2], ratios[n / 2])) }
    }

    /// From a jump found in a positive series; the jump beyond the usual change is taken for the change of base.
    pub fn from_anomaly(anomaly: &Anomaly) -> Option<Self> {
        if anomaly.kind == AnomalyKind::Outlier { None } else { Self::new(anomaly.index, anomaly.size) }
    }

    fn new(at: usize, factor: f64) -> Option<Self> {
        (factor.is_finite() && factor > 0.0).then_some(Self { at, factor })
    }
}

impl Treatment {
    /// The series as the forecast should see it.
    ///
    /// # Example
    /// ```
    /// use series::{LevelBreak, Treatment};
    /// let halved = [LevelBreak { at: 2, factor: 0.5 }];
    /// assert_eq!(Treatment::Rebase.values(&[100.0, 110.0, 60.0], &halved), [50.0, 55.0, 60.0]);
    /// assert_eq!(Treatment::ChainGrowth.values(&[100.0, 110.0, 60.0], &halved), [100.0, 110.0, 120.0]);
    /// assert_eq!(Treatment::Rebase.target(150.0, 0, &halved), 75.0);
    /// ```
    pub fn values(self, values: &[f64], breaks: &[LevelBreak]) -> Vec<f64> {
        values.iter().enumerate().map(|(i, v)| v * self.factor(i, breaks)).collect()
    }

    /// The target, set when the base was that of the value at `set_at`.
    pub fn target(self, target: f64, set_at: usize, breaks: &[LevelBreak]) -> f64 {
        match self {
            Self::Rebase => target * self.factor(set_at, breaks),
            Self::ChainGrowth | Self::Keep => target,
        }
    }

    fn factor(self, i: usize, breaks: &[LevelBreak]) -> f64 {
        match self {
            Self::Rebase => breaks.iter().filter(|b| i < b.at).map(|b| b.factor).product(),
            Self::ChainGrowth => 1.0 / breaks.iter().filter(|b| i >= b.at).map(|b| b.factor).product::<f64>(),
            Self::Keep => 1.0,
        }
    }
}
