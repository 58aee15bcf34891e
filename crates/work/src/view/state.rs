use assess::{Alert, Row, Status};

/// Where a commitment stands, in the five words of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Reached, ahead, or on its path.
    OnTrack,
    /// In doubt.
    AtRisk,
    /// Missed, or out of reach as things go.
    OutOfReach,
    /// Reached in figures only.
    Hollow,
    /// Nothing is known yet, or nothing can be decided.
    Unknown,
}

impl State {
    /// All states, in the order of the first page.
    pub const ALL: [Self; 5] = [Self::OnTrack, Self::AtRisk, Self::OutOfReach, Self::Hollow, Self::Unknown];

    /// The state of a judged row.
    pub fn of(row: &Row) -> Self {
        match (row.status, row.alert) {
            (Status::Hollow, _) => Self::Hollow,
            (Status::Open | Status::NoData | Status::Undecidable, _) => Self::Unknown,
            (Status::Missed, _) | (_, Alert::Red) => Self::OutOfReach,
            (Status::Behind, _) | (_, Alert::Yellow | Alert::Orange) => Self::AtRisk,
            (Status::Met | Status::Ahead | Status::OnTrack, Alert::None | Alert::Blue) => Self::OnTrack,
        }
    }

    /// The stable name: class in pages, value in addresses and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::OutOfReach => "out-of-reach",
            Self::Hollow => "hollow",
            Self::Unknown => "unknown",
        }
    }

    /// The state with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// How much attention it asks for; several on one sentence show the highest.
    pub fn gravity(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::OnTrack => 1,
            Self::Hollow => 2,
            Self::AtRisk => 3,
            Self::OutOfReach => 4,
        }
    }
}

/// How many commitments stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count([usize; 5]);

impl Count {
    /// Counts one more.
    pub fn add(&mut self, state: State) {
        self.0[state as usize] += 1;
    }

    /// How many are in a state.
    pub fn get(&self, state: State) -> usize {
        self.0[state as usize]
    }

    /// How many there are.
    pub fn total(&self) -> usize {
        self.0.iter().sum()
    }

    /// Those of which something is known.
    pub fn known(&self) -> usize {
        self.total() - self.get(State::Unknown)
    }
}

impl FromIterator<State> for Count {
    fn from_iter<I: IntoIterator<Item = State>>(states: I) -> Self {
        let mut count = Self::default();
        for state in states {
            count.add(state);
        }
        count
    }
}
