//! The one table of permissions.

/// What an account is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Nobody signed in: sees what is published.
    Public,
    /// A department or a county: hands in its own figures.
    Reporter,
    /// Reads everything.
    Leader,
    /// Reads everything, its history and the audit log.
    Auditor,
    /// Works with plan, duties, review and publication.
    Planner,
    /// Manages accounts and the system.
    Administrator,
    /// Somebody from outside (第三方评估) who reads the evidence of one plan until a day and gives a verdict.
    Evaluator,
}

impl Role {
    /// All roles, in the order of the table.
    pub const ALL: [Self; 7] = [
        Self::Public,
        Self::Reporter,
        Self::Leader,
        Self::Auditor,
        Self::Planner,
        Self::Administrator,
        Self::Evaluator,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Reporter => "reporter",
            Self::Leader => "leader",
            Self::Auditor => "auditor",
            Self::Planner => "planner",
            Self::Administrator => "administrator",
            Self::Evaluator => "evaluator",
        }
    }

    /// Reads a stable name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == text)
    }
}

/// What a route needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See plans, figures, warnings.
    ReadPlan,
    /// See drafts and submissions.
    ReadSubmission,
    /// See what stands behind figures: what was handed in for them with its files, and the matters that are one's own.
    ReadEvidence,
    /// Write and submit figures.
    HandIn,
    /// Return or approve what was submitted.
    Review,
    /// Make approved figures public, now or at a set time.
    Publish,
    /// Load plans, edit targets, confirm duties, split targets.
    EditPlan,
    /// Write in the consultation on an item.
    Consult,
    /// Take a step with a matter that is one's own.
    TakeStep,
    /// Explain a warning and promise a measure.
    Reply,
    /// See the audit log and the history of any figure.
    ReadAudit,
    /// Export a signed head of the audit log.
    SignAudit,
    /// Manage accounts and bodies.
    ManageAccounts,
    /// Configure the system, back up, restore.
    ManageSystem,
    /// Use one's own account: sign out, password, inbox, tokens.
    OwnAccount,
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Not at all.
    Nothing,
    /// What is published.
    Published,
    /// What belongs to the account's own body and region, with all below them; for an evaluator the one plan.
    Own,
    /// Everything.
    All,
}

/// How far `role` has `right`.
///
/// # Example
/// ```
/// use duty::{Right, Role, Scope, scope};
/// assert_eq!(scope(Role::Reporter, Right::HandIn), Scope::Own);
/// assert_eq!(scope(Role::Public, Right::ReadPlan), Scope::Published);
/// assert_eq!(scope(Role::Administrator, Right::Publish), Scope::Nothing);
/// ```
pub fn scope(role: Role, right: Right) -> Scope {
    use Scope::{All, Nothing, Own, Published};
    // Columns in the order of `Role::ALL`. The administrator runs the system and does not touch figures: who can
    // make accounts must not also be able to approve (separation of duties).
    let row = match right {
        Right::ReadPlan => [Published, All, All, All, All, All, Own],
        Right::ReadSubmission => [Nothing, Own, All, All, All, Nothing, Nothing],
        // Whoever comes from outside sees what stands behind public figures, and nothing that is still being worked on.
        Right::ReadEvidence => [Nothing, Own, All, All, All, Nothing, Own],
        Right::TakeStep => [Nothing, Own, All, Nothing, All, Nothing, Own],
        Right::HandIn => [Nothing, Own, Nothing, Nothing, All, Nothing, Nothing],
        // A county reviews what its towns and offices hand in before it goes up.
        Right::Review => [Nothing, Own, Nothing, Nothing, All, Nothing, Nothing],
        Right::Publish | Right::EditPlan => [Nothing, Nothing, Nothing, Nothing, All, Nothing, Nothing],
        Right::Consult => [Nothing, Own, All, Nothing, All, Nothing, Nothing],
        Right::Reply => [Nothing, Own, Nothing, Nothing, All, Nothing, Nothing],
        Right::ReadAudit => [Nothing, Nothing, Nothing, All, All, All, Nothing],
        Right::SignAudit => [Nothing, Nothing, Nothing, All, Nothing, All, Nothing],
        Right::ManageAccounts | Right::ManageSystem => {
            [Nothing, Nothing, Nothing, Nothing, Nothing, All, Nothing]
        }
        Right::OwnAccount => [Nothing, Own, Own, Own, Own, Own, Own],
    };
    row[role as usize]
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 15] = [
        Self::ReadPlan,
        Self::ReadSubmission,
        Self::ReadEvidence,
        Self::HandIn,
        Self::Review,
        Self::Publish,
        Self::EditPlan,
        Self::Consult,
        Self::TakeStep,
        Self::Reply,
        Self::ReadAudit,
        Self::SignAudit,
        Self::ManageAccounts,
        Self::ManageSystem,
        Self::OwnAccount,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_public_only_reads_what_is_published() {
        for right in Right::ALL {
            let expected = if right == Right::ReadPlan { Scope::Published } else { Scope::Nothing };
            assert_eq!(scope(Role::Public, right), expected, "{right:?}");
        }
    }

    #[test]
    fn nobody_holds_every_right() {
        for role in Role::ALL {
            assert!(Right::ALL.iter().any(|right| scope(role, *right) == Scope::Nothing), "{role:?}");
        }
    }

    #[test]
    fn names_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.name()), Some(role));
        }
        assert_eq!(Role::parse("root"), None);
    }
}
