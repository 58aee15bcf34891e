//! Who looks: the one question that decides what of a plan is seen, whether a browser, a program or nobody asks.

use duty::{Right, Role, Scope, scope};
use std::collections::BTreeSet;
use std::sync::Arc;
use store::{Account, Store, StoreError};

/// Who looks at a plan or works with it.
#[derive(Clone, Debug, Default)]
pub enum Viewer {
    /// Anybody; sees what is published.
    #[default]
    Public,
    /// Somebody with an account.
    Person(Arc<Person>),
    /// The program itself, at what it does without anybody asking: it sees every plan.
    System,
}

/// Somebody with an account.
#[derive(Debug)]
pub struct Person {
    /// The account itself.
    pub account: Account,
    /// The only rights that hold, when somebody comes by a token with scopes; all of the role's otherwise.
    only: Option<BTreeSet<Right>>,
    /// The account's office with all offices below it.
    offices: BTreeSet<String>,
    /// The regions that these offices report for.
    regions: BTreeSet<String>,
}

impl Viewer {
    /// The owner of an account, with the rights of its role, or of these only those in `only`.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn person(
        store: &Store,
        account: Account,
        only: Option<BTreeSet<Right>>,
    ) -> Result<Self, StoreError> {
        let (all, offices) = match &account.office {
            Some(office) => {
                let all = store.offices().await?;
                let own = store::below(&all, office);
                (all, own)
            }
            None => (Vec::new(), BTreeSet::new()),
        };
        let own = all.into_iter().filter(|office| offices.contains(&office.id));
        let regions = own.map(|office| office.region).collect();
        Ok(Self::Person(Arc::new(Person { account, only, offices, regions })))
    }

    /// The account of a person.
    pub fn account(&self) -> Option<&Account> {
        match self {
            Self::Person(person) => Some(&person.account),
            Self::Public | Self::System => None,
        }
    }

    /// The id of a person's own office.
    pub fn office(&self) -> Option<&str> {
        self.account().and_then(|account| account.office.as_deref())
    }

    /// Whether an office is a person's own or stands below it.
    pub fn is_of_office(&self, office: &str) -> bool {
        matches!(self, Self::Person(person) if person.offices.contains(office))
    }

    /// Whether it is somebody with an account.
    pub fn is_known(&self) -> bool {
        self.account().is_some()
    }

    /// How far a right reaches: for a person as the role says, within what the token allows.
    pub fn scope(&self, right: Right) -> Scope {
        match self {
            Self::Public => scope(Role::Public, right),
            Self::System => Scope::All,
            Self::Person(person) if person.only.as_ref().is_some_and(|only| !only.contains(&right)) => {
                Scope::Nothing
            }
            Self::Person(person) => scope(person.account.role, right),
        }
    }

    /// Whether a right reaches anything at all.
    pub fn may(&self, right: Right) -> bool {
        self.scope(right) != Scope::Nothing
    }

    /// Whether a right reaches what belongs to an office.
    pub fn reaches_office(&self, right: Right, office: &str) -> bool {
        self.reaches(right, |person| person.offices.contains(office))
    }

    /// Whether a right reaches the figures of an office for a region: with `Own`, both must be its own.
    pub fn reaches_figure(&self, right: Right, office: &str, region: &str) -> bool {
        self.reaches(right, |person| person.offices.contains(office) && person.regions.contains(region))
    }

    fn reaches(&self, right: Right, own: impl FnOnce(&Person) -> bool) -> bool {
        match (self.scope(right), self) {
            (Scope::All, _) => true,
            (Scope::Own, Self::Person(person)) => own(person),
            _ => false,
        }
    }

    /// Whether only what is published is seen.
    pub fn sees_published_only(&self) -> bool {
        self.scope(Right::ReadPlan) != Scope::All
    }

    /// A name of somebody of the staff, for those who are told who changed something: not the public.
    pub fn told(&self, name: String) -> Option<String> {
        (!self.sees_published_only()).then_some(name)
    }
}
