//! What an organisation asks of accounts beyond the defaults: separation of administrators, passwords, lockout, idle time,
//! second factor. Nothing of it holds until somebody sets it; [`Policy::dengbao`] is the profile of 等保三级.

use duty::{Right, Role};
use jiff::SignedDuration;
use source::Words;
use std::collections::BTreeSet;
use store::{Store, StoreError};

/// What the settings of the policy begin with.
pub const SETTINGS: &str = "policy/";

/// The idle time without a policy (NIST SP 800-63B, 4.2.3), and the longest that one may set.
pub const IDLE_MINUTES: u32 = 30;

/// For whom a second factor is required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FactorFor {
    /// For nobody; whoever wants one has one.
    #[default]
    Nobody,
    /// For administrators and auditors.
    Administrators,
    /// For everybody with a password.
    All,
}

impl FactorFor {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Administrators => "administrators",
            Self::All => "all",
        }
    }

    /// Reads a stable name; what is none asks nobody.
    pub fn parse(text: &str) -> Self {
        [Self::Administrators, Self::All].into_iter().find(|one| one.name() == text).unwrap_or_default()
    }
}

/// What is asked of accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// Whether system, security and audit administrator are three people (三员分立).
    pub separates: bool,
    /// The administrators who manage accounts and security; all others manage the system.
    pub security: BTreeSet<String>,
    /// Of how many kinds of characters a password is: small, capital, digits, others; 0 asks for none.
    pub kinds: u8,
    /// After how many days a password must be changed; 0 for never.
    pub days: u32,
    /// After how many failures in a row an account is closed; 0 for the limits that hold anyway.
    pub tries: u32,
    /// For how many minutes it is closed then.
    pub lock_minutes: u32,
    /// After how many idle minutes a session ends; 0 for [`IDLE_MINUTES`].
    pub idle_minutes: u32,
    /// Who needs a second factor.
    pub factor: FactorFor,
}

/// Why a policy cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PolicyError {
    /// A number is out of its range.
    Range,
    /// With separation there must be a security administrator, another administrator, and an auditor.
    Three,
}

impl PolicyError {
    /// What to tell a person.
    pub fn words(self) -> Words {
        match self {
            Self::Range => Words::new(
                "有数值超出范围：字符种类 0—4，天数 0—365，失败次数 0 或 3—20，锁定 1—1440 分钟，空闲 0—30 分钟。",
                "A number is out of its range: kinds 0 to 4, days 0 to 365, failures 0 or 3 to 20, closed 1 to 1440 minutes, idle 0 to 30 minutes.",
            ),
            Self::Three => Words::new(
                "三员分立需要三个不同的账号：至少一名安全管理员、一名其他管理员（系统管理员）和一名审计员；请先新增账号。",
                "Separation needs three accounts: a security administrator, another administrator, and an auditor; add accounts first.",
            ),
        }
    }
}

impl Policy {
    /// The profile of 等保三级 (GB/T 22239-2019, 8.1.4.1 to 8.1.5.3), with the numbers that assessors ask for.
    #[must_use]
    pub fn dengbao(security: BTreeSet<String>) -> Self {
        Self {
            separates: true,
            security,
            kinds: 3,
            days: 90,
            tries: 5,
            lock_minutes: 30,
            idle_minutes: 15,
            factor: FactorFor::Administrators,
        }
    }

    /// The policy of the settings.
    pub async fn of_store(store: &Store) -> Result<Self, StoreError> {
        let settings = store.settings(SETTINGS).await?;
        let text = |name: &str| {
            let found = settings.iter().find(|(full, _)| full.strip_prefix(SETTINGS) == Some(name));
            found.map_or("", |(_, value)| value.as_str())
        };
        let number = |name: &str| text(name).parse::<u32>().unwrap_or(0);
        Ok(Self {
            separates: text("separation") == "yes",
            security: text("security")
                .split(' ')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
            kinds: u8::try_from(number("password-kinds")).unwrap_or(0),
            days: number("password-days"),
            tries: number("lock-tries"),
            lock_minutes: number("lock-minutes"),
            idle_minutes: number("idle-minutes"),
            factor: FactorFor::parse(text("second-factor")),
        })
    }

    /// The settings that keep it.
    pub fn settings(&self) -> Vec<(String, String)> {
        let names: Vec<&str> = self.security.iter().map(String::as_str).collect();
        [
            ("separation", if self.separates { "yes" } else { "no" }.to_owned()),
            ("security", names.join(" ")),
            ("password-kinds", self.kinds.to_string()),
            ("password-days", self.days.to_string()),
            ("lock-tries", self.tries.to_string()),
            ("lock-minutes", self.lock_minutes.to_string()),
            ("idle-minutes", self.idle_minutes.to_string()),
            ("second-factor", self.factor.name().to_owned()),
        ]
        .map(|(name, value)| (format!("{SETTINGS}{name}"), value))
        .to_vec()
    }

    /// Whether it can be set with these accounts: role, name and whether it is active.
    ///
    /// # Errors
    /// [`PolicyError`] with what stands against it.
    pub fn check<'a>(
        &self,
        mut accounts: impl Iterator<Item = (Role, &'a str)> + Clone,
    ) -> Result<(), PolicyError> {
        let in_range = self.kinds <= 4
            && self.days <= 365
            && (self.tries == 0 || (3..=20).contains(&self.tries))
            && (self.tries == 0 || (1..=1440).contains(&self.lock_minutes))
            && self.idle_minutes <= IDLE_MINUTES;
        if !in_range {
            return Err(PolicyError::Range);
        }
        let has = |role: Role, security: bool| {
            accounts.clone().any(|(one, name)| one == role && self.security.contains(name) == security)
        };
        let are_two = has(Role::Administrator, true) && has(Role::Administrator, false);
        let are_three = are_two && accounts.any(|(role, _)| role == Role::Auditor);
        if self.separates && !are_three { Err(PolicyError::Three) } else { Ok(()) }
    }

    /// The rights that an account has of those of its role; `None` for all of them.
    ///
    /// The audit administrator is the role auditor, which manages nothing; administrators then read no log.
    pub fn rights(&self, name: &str, role: Role) -> Option<BTreeSet<Right>> {
        if !self.separates || role != Role::Administrator {
            return None;
        }
        let other = if self.security.contains(name) { Right::ManageSystem } else { Right::ManageAccounts };
        let taken = [other, Right::ReadAudit, Right::SignAudit];
        Some(Right::ALL.into_iter().filter(|right| !taken.contains(right)).collect())
    }

    /// What speaks against a password besides the rules that always hold.
    pub fn objection(&self, password: &str) -> Option<Words> {
        let kinds = [
            password.chars().any(char::is_lowercase),
            password.chars().any(char::is_uppercase),
            password.chars().any(|character| character.is_ascii_digit()),
            password.chars().any(|character| !character.is_alphanumeric()),
        ];
        // Characters without case, as Chinese ones, are a kind of their own among the others.
        let has_caseless =
            password.chars().any(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
        let count = kinds.into_iter().filter(|kind| *kind).count() + usize::from(has_caseless && !kinds[3]);
        (count < usize::from(self.kinds)).then(|| {
            Words::new(
                format!("密码应含大写、小写、数字、其他字符中的 {} 种", self.kinds),
                format!("a password has {} of these kinds: capital, small, digits, others", self.kinds),
            )
        })
    }

    /// Whether somebody of this role needs a second factor.
    pub fn needs_factor(&self, role: Role) -> bool {
        match self.factor {
            FactorFor::Nobody => false,
            FactorFor::Administrators => matches!(role, Role::Administrator | Role::Auditor),
            FactorFor::All => role != Role::Public,
        }
    }

    /// After which idle time a session ends.
    pub fn idle(&self) -> SignedDuration {
        let minutes = if self.idle_minutes == 0 { IDLE_MINUTES } else { self.idle_minutes.min(IDLE_MINUTES) };
        SignedDuration::from_mins(i64::from(minutes))
    }

    /// After how many failures within which time an account is closed.
    pub fn lockout(&self) -> Option<(i64, SignedDuration)> {
        let within = SignedDuration::from_mins(i64::from(self.lock_minutes.max(1)));
        (self.tries > 0).then(|| (i64::from(self.tries), within))
    }

    /// Whether a password of this age must be changed.
    pub fn is_stale(&self, set_at: Option<&str>, now: jiff::Timestamp) -> bool {
        if self.days == 0 {
            return false;
        }
        let most = SignedDuration::from_hours(24 * i64::from(self.days));
        let set = set_at.and_then(|text| text.parse::<jiff::Timestamp>().ok());
        // Of an old password nobody knows how old it is.
        set.is_none_or(|set| now.duration_since(set) > most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> [(Role, &'static str); 3] {
        [(Role::Administrator, "safe"), (Role::Administrator, "root"), (Role::Auditor, "audit")]
    }

    #[test]
    fn three_administrators_are_three_people() {
        let policy = Policy::dengbao(["safe".to_owned()].into());
        assert_eq!(policy.check(three().into_iter()), Ok(()));
        assert_eq!(policy.check(three()[..2].iter().copied()), Err(PolicyError::Three));
        let of_all = Policy::dengbao(["safe".to_owned(), "root".to_owned()].into());
        assert_eq!(of_all.check(three().into_iter()), Err(PolicyError::Three));
        let may = |name: &str, right: Right| {
            policy.rights(name, Role::Administrator).is_none_or(|all| all.contains(&right))
        };
        assert!(may("safe", Right::ManageAccounts) && !may("safe", Right::ManageSystem));
        assert!(may("root", Right::ManageSystem) && !may("root", Right::ManageAccounts));
        for name in ["safe", "root"] {
            assert!(!may(name, Right::ReadAudit) && !may(name, Right::SignAudit));
        }
        assert_eq!(policy.rights("audit", Role::Auditor), None);
        assert_eq!(Policy::default().rights("root", Role::Administrator), None);
    }

    #[test]
    fn kinds_of_characters_are_counted() {
        let policy = Policy { kinds: 3, ..Policy::default() };
        for (password, is_taken) in [
            ("tarmac velvet gorse", false),
            ("Tarmac velvet gorse", true),
            ("tarmac7velvetgorse", false),
            ("tarmac7 velvet gorse", true),
            ("竹影扫阶尘不动a7", true),
            ("竹影扫阶尘不动月轮穿沼", false),
        ] {
            assert_eq!(policy.objection(password).is_none(), is_taken, "{password}");
        }
        assert!(Policy::default().objection("tarmac velvet gorse").is_none());
    }

    #[test]
    fn numbers_have_ranges_and_nothing_holds_by_itself() {
        let now = "2026-05-01T00:00:00Z".parse().expect("a moment");
        let policy = Policy { days: 90, ..Policy::default() };
        assert!(!policy.is_stale(Some("2026-03-01T00:00:00Z"), now));
        assert!(policy.is_stale(Some("2026-01-01T00:00:00Z"), now) && policy.is_stale(None, now));
        assert!(!Policy::default().is_stale(None, now));
        assert_eq!(Policy::default().idle(), SignedDuration::from_mins(30));
        for bad in [
            Policy { kinds: 5, ..Policy::default() },
            Policy { tries: 1, lock_minutes: 5, ..Policy::default() },
            Policy { idle_minutes: 600, ..Policy::default() },
        ] {
            assert_eq!(bad.check(three().into_iter()), Err(PolicyError::Range));
        }
    }
}
