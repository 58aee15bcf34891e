//! A step that was taken: what a matter says behind it, and who is told.

use crate::attachment::Checked;
use crate::notice::tell;
use crate::{Fault, Service, Viewer, asker};
use ::matter::{Kind, Part, Taken};
use duty::Role;
use source::{Lang, Words};
use std::collections::{BTreeMap, BTreeSet};
use store::{Account, Change, Matter, MatterStep, NewNotice, Office};

/// The values of a matter by field, those of the common fields too.
pub fn values(matter: &Matter) -> BTreeMap<String, String> {
    let support = matter.support.join("\n");
    let common = [
        ("title", &matter.title),
        ("number", &matter.number),
        ("owner", &matter.owner),
        ("support", &support),
        ("due", &matter.due),
    ];
    let common = common.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
    let own = matter.fields.iter().map(|(name, value)| (name.clone(), value.clone()));
    common.chain(own).filter(|(_, value)| !value.is_empty()).collect()
}

/// A matter with other values.
pub(crate) fn with_values(matter: Matter, mut values: BTreeMap<String, String>) -> Matter {
    let mut take = |name: &str| values.remove(name).unwrap_or_default();
    let (title, number, owner, due) = (take("title"), take("number"), take("owner"), take("due"));
    let support = take("support").lines().map(str::trim).map(str::to_owned).collect::<Vec<_>>();
    let support = support.into_iter().filter(|party| !party.is_empty()).collect();
    Matter { title, number, owner, support, due, fields: values, ..matter }
}

/// A step as the store takes it.
pub(crate) fn prepared<'a>(
    kind: &Kind,
    viewer: &Viewer,
    matter: Matter,
    (step, taken): (&str, Taken),
    files: &'a [Checked<'a>],
) -> MatterStep<'a> {
    MatterStep {
        matter: Matter {
            is_open: kind.is_open(&taken.state),
            state: taken.state,
            ..with_values(matter, taken.values)
        },
        numbering: None,
        step: step.to_owned(),
        text: taken.text,
        changes: taken.changes,
        office: viewer.office().unwrap_or_default().to_owned(),
        is_public: taken.public,
        files: files.iter().map(Checked::to_keep).collect(),
    }
}

/// Tells those whom a step concerns, but for the one who took it.
pub(super) async fn told(
    service: &Service,
    kind: &Kind,
    (plan, id): (&str, i64),
    (step, tells): (&str, &BTreeSet<Part>),
    change: &Change,
) -> Result<(), Fault> {
    if tells.is_empty() {
        return Ok(());
    }
    let matter = service.store().matter(plan, id).await?;
    let (accounts, offices) = (service.store().accounts().await?, service.store().offices().await?);
    let word = |lang| kind.step_word(step, lang);
    let words = Words::new(
        format!("{}“{}”：{}{}", kind.said.zh, matter.title, word(Lang::Zh), until(&matter, Lang::Zh)),
        format!("{} “{}”: {}{}", kind.said.en, matter.title, word(Lang::En), until(&matter, Lang::En)),
    );
    let told = holders(&matter, tells, &accounts, &offices);
    let notices: Vec<NewNotice> = told
        .into_iter()
        .filter(|account| account.name != change.who)
        .map(|account| notice(&matter, account, &format!("{}/{step}", matter.revision), &words))
        .collect();
    tell(service, &notices, service.now()).await?;
    if tells.contains(&Part::Asker) {
        asker::stepped(service, &matter, (step, &words)).await?;
    }
    Ok(())
}

fn until(matter: &Matter, lang: Lang) -> String {
    match (matter.due.as_str(), lang) {
        ("", _) => String::new(),
        (due, Lang::Zh) => format!("（期限{due}）"),
        (due, Lang::En) => format!(" (due {due})"),
    }
}

pub(super) fn notice(matter: &Matter, account: &Account, key: &str, words: &Words) -> NewNotice {
    NewNotice {
        account: account.name.clone(),
        key: format!("matter/{}/{key}", matter.id),
        kind: "matter".to_owned(),
        link: format!("/plans/{}/matters/{}", matter.plan, matter.id),
        words: words.clone(),
    }
}

/// The accounts that have some parts in a matter.
pub(crate) fn holders<'a>(
    matter: &Matter,
    parts: &BTreeSet<Part>,
    accounts: &'a [Account],
    offices: &[Office],
) -> Vec<&'a Account> {
    let of_party = |account: &Account, party: &str| match party.split_once('/') {
        Some(("office", id)) => {
            account.office.as_ref().is_some_and(|own| own == id || store::below(offices, id).contains(own))
        }
        Some(("account", name)) => account.name == name,
        _ => false,
    };
    let is = |account: &Account, part: Part| match part {
        Part::Manager => account.role == Role::Planner,
        Part::Leader => account.role == Role::Leader,
        Part::Owner => of_party(account, &matter.owner),
        Part::Support => matter.support.iter().any(|party| of_party(account, party)),
        Part::Author => account.name == matter.opened_by,
        Part::Staff | Part::Asker => false,
    };
    let active = accounts.iter().filter(|account| account.active);
    active.filter(|account| parts.iter().any(|part| is(account, *part))).collect()
}
