//! Hollow successes: a share that rises because the rest of the whole shrinks.

use crate::commitment::Commitment;
use crate::history::{History, select};
use crate::method::Wish;
use crate::{AsOf, Config, Hollow, Point};

/// The denominator of a share or of an amount per head.
pub(crate) struct Whole<'h, 'a> {
    /// Figures of the denominator.
    pub figures: &'h History<'a>,
    /// Whether the numerator is part of the denominator, in per cent of it.
    pub share: bool,
}

impl Whole<'_, '_> {
    /// Says whether the improvement from `base` to `latest` is owed to a shrinking denominator.
    ///
    /// The test is a counterfactual: what would the share be if the rest had only stood still? When the whole fell and
    /// most of the improvement disappears, the success is hollow.
    pub(crate) fn hollow(
        &self,
        commitment: &Commitment<'_>,
        base: Option<Point>,
        latest: Option<Point>,
        as_of: AsOf,
        config: &Config,
    ) -> Option<Hollow> {
        let (base, latest) = (base?, latest?);
        if commitment.wish == Wish::Down || latest.value <= base.value {
            return None;
        }
        let wholes = select(&self.figures.levels, as_of);
        let whole = |year: i32| wholes.iter().find(|p| p.year == year).map(|p| p.value);
        let (before, now) = (whole(base.year)?, whole(latest.year)?);
        let (rest_before, rest_now, without) = if self.share {
            let rest = |share: f64, whole: f64| (1.0 - share / 100.0) * whole;
            let own = latest.value / 100.0 * now;
            let rest_before = rest(base.value, before);
            (rest_before, rest(latest.value, now), 100.0 * own / (own + rest_before))
        } else {
            (before, now, latest.value * now / before)
        };
        let fell = 1.0 - now / before;
        let own = (without - base.value) / (latest.value - base.value);
        let cuts = &config.rules.hollow;
        // Where the whole goes on growing, the part has won from the rest, as towns do from the country.
        let hollow = rest_before > 0.0 && fell >= cuts.whole_fell && own < cuts.own_part;
        let rest_change = 100.0 * (rest_now / rest_before - 1.0);
        hollow.then_some(Hollow {
            base: base.value,
            latest: latest.value,
            without,
            rest_change,
            whole_change: -100.0 * fell,
        })
    }
}
