//! Parties of matters by name.

use crate::{Fault, Service};
use source::Lang;
use std::collections::BTreeMap;

/// What offices and accounts are called.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<String, String>);

impl Names {
    /// What a party is called, `office/ID` or `account/NAME`; its own name when it is not known any more.
    pub fn of<'a>(&'a self, party: &'a str) -> &'a str {
        let bare = party.split_once('/').map_or(party, |(_, name)| name);
        self.0.get(party).map_or(bare, String::as_str)
    }

    /// What several parties are called, as the language lists them.
    pub fn all<'a>(&'a self, parties: impl IntoIterator<Item = &'a str>, lang: Lang) -> String {
        let names: Vec<&str> = parties.into_iter().map(|party| self.of(party)).collect();
        names.join(if lang == Lang::Zh { "、" } else { ", " })
    }
}

/// What offices and accounts are called.
///
/// # Errors
/// The store cannot be read.
pub async fn names(service: &Service) -> Result<Names, Fault> {
    let offices = service.store().offices().await?.into_iter();
    let offices = offices.map(|office| (format!("office/{}", office.id), office.name));
    let accounts = service.store().accounts().await?.into_iter().map(|account| {
        let shown = if account.full_name.is_empty() { account.name.clone() } else { account.full_name };
        (format!("account/{}", account.name), shown)
    });
    Ok(Names(offices.chain(accounts).collect()))
}

/// Whom a matter may be given: offices, then accounts that work, each with its name.
///
/// # Errors
/// The store cannot be read.
pub async fn parties(service: &Service) -> Result<Vec<(String, String)>, Fault> {
    let names = names(service).await?;
    let offices = service.store().offices().await?.into_iter().map(|office| format!("office/{}", office.id));
    let accounts = service.store().accounts().await?.into_iter().filter(|account| account.active);
    let all = offices.chain(accounts.map(|account| format!("account/{}", account.name)));
    Ok(all.map(|party| (party.clone(), names.of(&party).to_owned())).collect())
}
