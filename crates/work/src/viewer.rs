//! Who looks: the one question that decides what of a plan is seen, whether a browser, a program or nobody asks.

use duty::{Right, Role, Scope, scope};
use jiff::civil::Date;
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
    /// Accounts whose duties are done as well for the time being.
    stands_in_for: BTreeSet<String>,
    /// The one plan of somebody from outside; empty for all others.
    evaluates: String,
}

impl Viewer {
    /// The owner of an account, with the rights of its role, or of these only those in `only`. Whoever stands in for others on
    /// `today` is of their offices too; the rights stay those of the own role. Somebody from outside whose day has passed is
    /// nobody in particular: the public.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn person(
        store: &Store,
        account: Account,
        only: Option<BTreeSet<Right>>,
        today: Date,
    ) -> Result<Self, StoreError> {
        let today = today.to_string();
        let mut evaluates = String::new();
        if account.role == Role::Evaluator {
            match store.evaluator(&account.name).await?.filter(|one| one.holds_on(&today)) {
                Some(one) => evaluates = one.plan,
                None => return Ok(Self::Public),
            }
        }
        let given = store.delegations(&today).await?.into_iter();
        let given = given.filter(|one| one.taker == account.name && one.holds_on(&today));
        let mut roots: BTreeSet<String> = account.office.iter().cloned().collect();
        let mut stands_in_for = BTreeSet::new();
        for one in given {
            let giver = store.account(&one.giver).await?;
            // Who changed to another role since, or left, hands nothing over.
            if let Some(giver) = giver.filter(|giver| giver.active && giver.role == account.role) {
                roots.extend(giver.office);
                stands_in_for.insert(giver.name);
            }
        }
        let all = if roots.is_empty() { Vec::new() } else { store.offices().await? };
        let offices: BTreeSet<String> = roots.iter().flat_map(|root| store::below(&all, root)).collect();
        let own = all.into_iter().filter(|office| offices.contains(&office.id));
        let regions = own.map(|office| office.region).collect();
        Ok(Self::Person(Arc::new(Person { account, only, offices, regions, stands_in_for, evaluates })))
    }

    /// The one plan whose evidence is read by somebody from outside.
    pub fn evaluates(&self) -> Option<&str> {
        match self {
            Self::Person(person) => Some(person.evaluates.as_str()).filter(|plan| !plan.is_empty()),
            Self::Public | Self::System => None,
        }
    }

    /// Whether a right holds for a plan: for somebody from outside, whose rights are those to one plan, only for that.
    pub fn may_on(&self, right: Right, plan: &str) -> bool {
        match self.evaluates() {
            Some(own) => own == plan && self.may(right),
            None => self.may(right),
        }
    }

    /// Whether a plan is seen as the staff see it, and not only what of it is published.
    pub fn sees_all_of(&self, plan: &str) -> bool {
        !self.sees_published_only() || (self.evaluates() == Some(plan) && self.may(Right::ReadPlan))
    }

    /// Whether somebody's duties are done as well for the time being.
    pub fn stands_in_for(&self, account: &str) -> bool {
        matches!(self, Self::Person(person) if person.stands_in_for.contains(account))
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

    /// All that a person is when somebody is named as `office/ID` or `account/NAME`.
    pub fn parties(&self) -> Vec<String> {
        let Self::Person(person) = self else { return Vec::new() };
        let accounts = std::iter::once(&person.account.name).chain(&person.stands_in_for);
        let offices = person.offices.iter().map(|office| format!("office/{office}"));
        accounts.map(|name| format!("account/{name}")).chain(offices).collect()
    }

    /// Whether a person has an office, or stands in for somebody who has one.
    pub fn has_offices(&self) -> bool {
        matches!(self, Self::Person(person) if !person.offices.is_empty())
    }

    /// Whether an office is a person's own or stands below it, or that of somebody for whom the person stands in.
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
