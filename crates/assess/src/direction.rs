//! Which way a target wants its indicator to move, read from everything that tells.

use crate::DirectionBasis;
use crate::method::Wish;
use plan::{Comparator, Direction, Measure, Target};
use series::{Bounds, Nature};

/// The direction of a target, what told it, and what contradicts it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DirectionRead {
    /// Which way is better; `None` when nothing tells, so that the target cannot be judged.
    pub wish: Option<Wish>,
    /// What told it.
    pub basis: Option<DirectionBasis>,
    /// What says the contrary; a planner has to decide.
    pub against: Option<DirectionBasis>,
}

/// What is known of a target when its direction is read.
pub(crate) struct Signs<'t> {
    pub target: &'t Target,
    /// The direction that somebody decided for the indicator.
    pub declared: Option<Direction>,
    /// What the indicator's own direction or its name says.
    pub named: Option<Direction>,
    /// Base value as printed.
    pub base: Option<f64>,
    /// Value to reach.
    pub goal: Option<f64>,
    /// The name says that the number is a cut.
    pub cut: bool,
    /// What the values measure.
    pub nature: Nature,
}

impl DirectionRead {
    /// Weighs the signs: a direction that somebody decided ends all doubt; then what the plan says of this target (不超过, 不低于) goes before what the name says, that before the way
    /// from base to target, and that before a target at the end of the range (0 cases, 100 %).
    pub(crate) fn of(signs: &Signs<'_>) -> Self {
        if let Some(wish) = Signs::wish(signs.declared) {
            return Self { wish: Some(wish), basis: Some(DirectionBasis::Declared), against: None };
        }
        let found = [
            (DirectionBasis::Comparator, signs.comparator()),
            (DirectionBasis::Name, signs.name()),
            (DirectionBasis::Move, signs.way()),
            (DirectionBasis::Bound, signs.bound()),
        ];
        let told = || found.iter().filter_map(|(basis, wish)| Some((*basis, (*wish)?)));
        let Some((basis, wish)) = told().next() else {
            // A given level is wanted: neither way is better, and what is reached counts.
            let level = signs.named == Some(Direction::Level);
            return Self { wish: level.then_some(Wish::Up), ..Self::default() };
        };
        // A limit on the far side of the base is how plans keep a level, so a move says nothing against a comparator; nor
        // does the end of a range against anything.
        let against = told()
            .skip(1)
            .filter(|(other, _)| match other {
                DirectionBasis::Move => basis == DirectionBasis::Name,
                DirectionBasis::Bound => false,
                _ => true,
            })
            .find(|(_, other)| *other != wish)
            .map(|(other, _)| other);
        Self { wish: Some(wish), basis: Some(basis), against }
    }
}

impl Signs<'_> {
    /// Only a value that is compared with its base has a comparator that tells; of a cut or a rise, more is better.
    fn is_value(&self) -> bool {
        matches!(self.target.measure, Measure::Level | Measure::Share | Measure::Count)
    }

    fn comparator(&self) -> Option<Wish> {
        let value = self.is_value() || self.target.measure == Measure::GrowthRate;
        match self.target.comparator {
            Comparator::Le | Comparator::Lt if value => Some(Wish::Down),
            Comparator::Ge | Comparator::Gt if value => Some(Wish::Up),
            _ => None,
        }
    }

    fn name(&self) -> Option<Wish> {
        Self::wish(self.named)
    }

    fn wish(direction: Option<Direction>) -> Option<Wish> {
        match direction {
            Some(Direction::Up) => Some(Wish::Up),
            Some(Direction::Down) => Some(Wish::Down),
            Some(Direction::Level) | None => None,
        }
    }

    fn way(&self) -> Option<Wish> {
        let (base, goal) = self.base.zip(self.goal).filter(|_| self.is_value() && !self.cut)?;
        match goal.total_cmp(&base) {
            std::cmp::Ordering::Less => Some(Wish::Down),
            std::cmp::Ordering::Greater => Some(Wish::Up),
            std::cmp::Ordering::Equal => None,
        }
    }

    #[expect(
        clippy::float_cmp,
        reason = "the same figure, not one computed anew: exactly equal is what is meant"
    )]
    fn bound(&self) -> Option<Wish> {
        let goal = self.goal.filter(|_| self.is_value() && !self.cut)?;
        match self.nature {
            Nature::Bounded(Bounds { high, .. }) if goal == high => Some(Wish::Up),
            Nature::Bounded(Bounds { low, .. }) if goal == low => Some(Wish::Down),
            Nature::Amount | Nature::Rate if goal == 0.0 => Some(Wish::Down),
            _ => None,
        }
    }
}
