//! Which account somebody is whom the provider names.

use crate::people::oidc::claims::Person;
use duty::Role;
use source::Words;
use store::{Account, Change, NewAccount};
use web::{App, Problem};
use work::account::line::{is_mail_address, line};
use work::account::link::is_name;
use work::account::notice;
use work::account::notice::Done;
use work::account::provider::Provider;

const WHY: &str = "OpenID Connect";

/// The account of a person: the one with this identity; else, when the settings say so, the only one with this verified
/// mail address, or a new one.
pub(super) async fn of(
    app: &App,
    provider: &Provider,
    person: &Person,
    address: &str,
) -> Result<Account, Problem> {
    let store = app.store();
    if let Some(known) = store.account_of_identity(&person.identity).await? {
        return if known.active { Ok(known) } else { Err(unknown(person)) };
    }
    let change = |who: &str| Change::now(who, WHY).from(address);
    if provider.links_by_email()
        && let Some(name) = by_email(&store.accounts().await?, person)
    {
        if store.link_identity(&name, &person.identity, &change(&name)).await?
            && let Some(account) = store.account(&name).await?
        {
            notice::of(app, &name, Done::Joined, address).await?;
            return Ok(account);
        }
        return Err(unknown(person));
    }
    let Some(role) = provider.role() else { return Err(unknown(person)) };
    for name in names(person) {
        let new = NewAccount {
            full_name: person
                .full_name
                .as_deref()
                .map(line)
                .filter(|full| !full.is_empty())
                .unwrap_or_else(|| name.clone()),
            email: person.email.clone().filter(|email| is_mail_address(email)).unwrap_or_default(),
            role,
            office: None,
            active: true,
            identity: Some(person.identity.clone()),
            name,
        };
        if store.add_account(&new, &change(&new.name)).await?
            && let Some(account) = store.account(&new.name).await?
        {
            return Ok(account);
        }
    }
    Err(unknown(person))
}

/// The only active account with the person's address that belongs to no identity yet.
///
/// Never an administrator's: whoever can write addresses at the provider must not get hold of the system by that.
fn by_email(accounts: &[Account], person: &Person) -> Option<String> {
    let email = person.email.as_deref()?;
    let mut fitting = accounts.iter().filter(|account| account.email.trim().eq_ignore_ascii_case(email));
    let one = fitting.next().filter(|_| fitting.next().is_none())?;
    let is_free = one.active && one.identity.is_none() && one.role != Role::Administrator;
    is_free.then(|| one.name.clone())
}

/// Names that a new account may have, the best first.
fn names(person: &Person) -> Vec<String> {
    let from_mail = person.email.as_deref().and_then(|email| email.split('@').next());
    let wanted = person.short_name.as_deref().into_iter().chain(from_mail);
    let base = wanted.map(str::trim).find(|name| is_name(name)).unwrap_or("member").to_owned();
    let numbered = (2..=50).map(|number| format!("{base}-{number}"));
    std::iter::once(base.clone()).chain(numbered).filter(|name| is_name(name)).collect()
}

fn unknown(person: &Person) -> Problem {
    let identity = &person.identity;
    tracing::warn!(identity, "no account has this identity");
    Problem {
        detail: Words::new(
            format!("没有账号对应这个身份；请把下面这行文字告诉管理员：{identity}"),
            format!("No account belongs to this identity; give this line to an administrator: {identity}"),
        ),
        ..Problem::forbidden()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, email: &str, role: Role) -> Account {
        Account {
            name: name.into(),
            full_name: name.into(),
            email: email.into(),
            role,
            office: None,
            active: true,
            password: None,
            identity: None,
        }
    }

    fn person(email: Option<&str>) -> Person {
        Person {
            token: String::new(),
            identity: "https://login.example 42".into(),
            email: email.map(Into::into),
            short_name: Some("li wei".into()),
            full_name: None,
        }
    }

    #[test]
    fn an_address_names_one_free_account_or_none() {
        let li = account("li", "Li@plan.example", Role::Reporter);
        let boss = account("boss", "boss@plan.example", Role::Administrator);
        let all = [li.clone(), boss, account("a", "both@plan.example", Role::Leader)];
        let twice = [all.to_vec(), vec![account("b", "both@plan.example", Role::Leader)]].concat();
        assert_eq!(by_email(&all, &person(Some("li@plan.example"))).as_deref(), Some("li"));
        for none in
            [None, Some(""), Some("x@plan.example"), Some("boss@plan.example"), Some("both@plan.example")]
        {
            assert_eq!(by_email(&twice, &person(none)), None, "{none:?}");
        }
        let taken = Account { identity: Some("other".into()), ..li.clone() };
        let closed = Account { active: false, ..li };
        assert_eq!(by_email(&[taken], &person(Some("li@plan.example"))), None);
        assert_eq!(by_email(&[closed], &person(Some("li@plan.example"))), None);
    }

    #[test]
    fn a_new_account_gets_a_name_that_accounts_may_have() {
        assert_eq!(names(&person(Some("li@plan.example")))[..2], ["li", "li-2"]);
        assert_eq!(names(&person(None))[0], "member");
        let evil = Person { short_name: Some("public".into()), ..person(None) };
        assert_eq!(names(&evil)[0], "member", "names of the program itself are no names of accounts");
    }
}
