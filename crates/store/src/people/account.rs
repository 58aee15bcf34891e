use crate::audit::Deed;
use crate::row::{Row, bind, cells, holes, query};
use crate::sealed;
use crate::{Change, Result, Store, StoreError, Write};
use ::duty::Role;
use serde::{Serialize, Serializer};

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Stable name, used to sign in and in the audit log.
    pub name: String,
    /// Name as people write it.
    pub full_name: String,
    /// Address for mail; may be empty.
    pub email: String,
    /// What the account is for.
    #[serde(serialize_with = "role_name")]
    pub role: Role,
    /// The office it belongs to.
    pub office: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// PHC string of the password; never leaves the store in an audit entry.
    #[serde(skip)]
    pub password: Option<String>,
    /// Issuer and subject of single sign-on.
    pub identity: Option<String>,
}

/// What is needed to make or change an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// Stable name.
    pub name: String,
    /// Name as people write it.
    pub full_name: String,
    /// Address for mail; may be empty.
    pub email: String,
    /// What the account is for.
    pub role: Role,
    /// The office it belongs to.
    pub office: Option<String>,
    /// Whether it may sign in.
    pub active: bool,
    /// Issuer and subject of single sign-on.
    pub identity: Option<String>,
}

impl NewAccount {
    /// The account as it stands in the log.
    fn made(&self) -> Account {
        Account {
            name: self.name.clone(),
            full_name: self.full_name.clone(),
            email: self.email.clone(),
            role: self.role,
            office: self.office.clone(),
            active: self.active,
            password: None,
            identity: self.identity.clone(),
        }
    }
}

fn role_name<S: Serializer>(role: &Role, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_str(role.name())
}

const BY_NAME: &str = "SELECT * FROM account WHERE name = $1";

impl Store {
    /// Makes an account, or changes the one with the same name; its password stays as it is.
    ///
    /// Turning an account off or changing its role ends its sessions in the same transaction.
    pub async fn put_account(&self, account: &NewAccount, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("account", cells![&account.name]).await?;
        let before = query(BY_NAME).bind(account.name.clone()).fetch_optional(write.connection()).await?;
        let before = before.as_ref().map(read).transpose()?;
        let changed = "(name) DO UPDATE SET full_name = excluded.full_name, email = excluded.email, \
                       role = excluded.role, office = excluded.office, active = excluded.active, \
                       identity = excluded.identity";
        keep(&mut write, account, changed).await?;
        if before.as_ref().is_some_and(|before| !account.active || before.role != account.role) {
            sqlx::query("DELETE FROM session WHERE account = $1")
                .bind(account.name.clone())
                .execute(write.connection())
                .await?;
        }
        let mut deed = Deed::new("account.put", format!("account/{}", account.name))
            .after(&logged(&mut write, &account.made()).await?);
        if let Some(before) = &before {
            deed = deed.before(&logged(&mut write, before).await?);
        }
        write.finish(deed).await?;
        Ok(())
    }

    /// Makes an account; `false` when its name or its identity is taken.
    pub async fn add_account(&self, account: &NewAccount, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        write.touch("account", cells![&account.name]).await?;
        if keep(&mut write, account, "DO NOTHING").await? == 0 {
            return Ok(false);
        }
        let told = logged(&mut write, &account.made()).await?;
        let deed = Deed::new("account.put", format!("account/{}", account.name)).after(&told);
        write.finish(deed).await?;
        Ok(true)
    }

    /// Gives an account without one an identity of single sign-on; `false` when it has one, or another account has it.
    pub async fn link_identity(&self, name: &str, identity: &str, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        write.touch("account", cells![name]).await?;
        let done = sqlx::query(
            "UPDATE account SET identity = $1 WHERE name = $2 AND identity IS NULL \
             AND NOT EXISTS (SELECT 1 FROM account other WHERE other.identity = $1)",
        )
        .bind(identity.to_owned())
        .bind(name.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        let told = personal(&mut write, name, identity).await?;
        write.finish(Deed::new("account.identity", format!("account/{name}")).after(&told)).await?;
        Ok(true)
    }

    /// Sets the password of an account (a PHC string), and ends its sessions and its one-time links.
    pub async fn set_password(&self, name: &str, password: &str, change: &Change) -> Result<()> {
        self.set_password_and(name, password, false, change).await
    }

    /// As [`Store::set_password`]; ends the tokens of the account as well where that is wished.
    pub async fn set_password_and(
        &self,
        name: &str,
        password: &str,
        ends_tokens: bool,
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("account", cells![name]).await?;
        let done = sqlx::query("UPDATE account SET password = $1 WHERE name = $2")
            .bind(password.to_owned())
            .bind(name.to_owned())
            .execute(write.connection())
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "account", id: name.to_owned() });
        }
        sqlx::query("DELETE FROM session WHERE account = $1")
            .bind(name.to_owned())
            .execute(write.connection())
            .await?;
        super::session::end_links(&mut write, name).await?;
        if ends_tokens {
            super::session::end_tokens(&mut write, name).await?;
        }
        write.finish(Deed::new("account.password", format!("account/{name}"))).await?;
        Ok(())
    }

    /// Erases what is personal in an account: name, mail address, password, identity and inbox go, and with the key of
    /// their digests nobody can find out any more what the log sealed. The account stays, switched off, so that entries
    /// keep their author; its sessions, links and tokens end.
    pub async fn erase_person(&self, name: &str, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
        write.touch("account", cells![name]).await?;
        let notices: Vec<i64> = sqlx::query_scalar("SELECT id FROM notice WHERE account = $1")
            .bind(name.to_owned())
            .fetch_all(write.connection())
            .await?;
        for id in notices {
            write.touch("notice", cells![id]).await?;
        }
        super::session::end_links(&mut write, name).await?;
        super::session::end_tokens(&mut write, name).await?;
        let done = sqlx::query(
            "UPDATE account SET full_name = '', email = '', identity = NULL, password = NULL, active = 0 \
             WHERE name = $1",
        )
        .bind(name.to_owned())
        .execute(write.connection())
        .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind: "account", id: name.to_owned() });
        }
        write.touch("second_factor", cells![name]).await?;
        for statement in [
            "DELETE FROM second_factor WHERE account = $1",
            "UPDATE token SET label = '' WHERE account = $1",
            "DELETE FROM notice WHERE account = $1",
            "DELETE FROM session WHERE account = $1",
            "DELETE FROM personal_key WHERE owner = $1",
        ] {
            sqlx::query(statement).bind(name.to_owned()).execute(write.connection()).await?;
        }
        write.finish(Deed::new("account.erase", format!("account/{name}"))).await?;
        Ok(())
    }

    /// The account with this name.
    pub async fn account(&self, name: &str) -> Result<Option<Account>> {
        self.account_where(BY_NAME, name).await
    }

    /// The account with this identity of single sign-on.
    pub async fn account_of_identity(&self, identity: &str) -> Result<Option<Account>> {
        self.account_where("SELECT * FROM account WHERE identity = $1", identity).await
    }

    async fn account_where(&self, sql: &'static str, value: &str) -> Result<Option<Account>> {
        let row = query(sql).bind(value.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// All accounts, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let rows = query("SELECT * FROM account ORDER BY name").fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }
}

/// An account as the log holds it: what is personal as keyed digests, which say whether it changed and nothing more.
async fn logged(write: &mut Write<'_>, account: &Account) -> Result<Account> {
    let name = account.name.as_str();
    let identity = match &account.identity {
        Some(identity) => Some(personal(write, name, identity).await?),
        None => None,
    };
    Ok(Account {
        full_name: personal(write, name, &account.full_name).await?,
        email: personal(write, name, &account.email).await?,
        identity,
        ..account.clone()
    })
}

/// A personal text as the log holds it; nothing stays nothing.
async fn personal(write: &mut Write<'_>, owner: &str, text: &str) -> Result<String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    let sealed = sealed::keyed_text(write.connection(), owner, text).await?.to_string();
    // Enough to tell two apart.
    Ok(format!("sealed:{}", sealed.get(..16).unwrap_or_default()))
}

/// Inserts an account, or does what is said on a conflict; gives how many rows were written.
async fn keep(write: &mut Write<'_>, account: &NewAccount, on_conflict: &'static str) -> Result<u64> {
    let sql = format!(
        "INSERT INTO account (name, full_name, email, role, office, active, identity, created_at) \
         VALUES ({}) ON CONFLICT {on_conflict}",
        holes(1, 8),
    );
    let cells = cells![
        &account.name,
        &account.full_name,
        &account.email,
        account.role.name(),
        account.office.clone(),
        account.active,
        account.identity.clone(),
        write.change().at(),
    ];
    let query = bind(query(&sql), cells);
    Ok(query.execute(write.connection()).await?.rows_affected())
}

pub(super) fn read(row: &sqlx::any::AnyRow) -> Result<Account> {
    let row = Row::new("account", row);
    Ok(Account {
        name: row.text("name")?,
        full_name: row.text("full_name")?,
        email: row.text("email")?,
        role: row.word("role", Role::parse)?,
        office: row.maybe_text("office")?,
        active: row.flag("active")?,
        password: row.maybe_text("password")?,
        identity: row.maybe_text("identity")?,
    })
}
