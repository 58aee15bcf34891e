use crate::audit::Deed;
use crate::row::{Row, bind, cells, holes};
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
        let before =
            sqlx::query(BY_NAME).bind(account.name.clone()).fetch_optional(write.connection()).await?;
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
        let mut deed = Deed::new("account.put", format!("account/{}", account.name)).after(&account.made());
        if let Some(before) = &before {
            deed = deed.before(before);
        }
        write.finish(deed).await?;
        Ok(())
    }

    /// Makes an account; `false` when its name or its identity is taken.
    pub async fn add_account(&self, account: &NewAccount, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
        if keep(&mut write, account, "DO NOTHING").await? == 0 {
            return Ok(false);
        }
        let deed = Deed::new("account.put", format!("account/{}", account.name)).after(&account.made());
        write.finish(deed).await?;
        Ok(true)
    }

    /// Gives an account without one an identity of single sign-on; `false` when it has one, or another account has it.
    pub async fn link_identity(&self, name: &str, identity: &str, change: &Change) -> Result<bool> {
        let mut write = self.write(change).await?;
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
        write.finish(Deed::new("account.identity", format!("account/{name}")).after(&identity)).await?;
        Ok(true)
    }

    /// Sets the password of an account (a PHC string) and ends its sessions.
    pub async fn set_password(&self, name: &str, password: &str, change: &Change) -> Result<()> {
        let mut write = self.write(change).await?;
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
        write.finish(Deed::new("account.password", format!("account/{name}"))).await?;
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
        let row = sqlx::query(sql).bind(value.to_owned()).fetch_optional(&self.pool).await?;
        row.as_ref().map(read).transpose()
    }

    /// All accounts, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let rows = sqlx::query("SELECT * FROM account ORDER BY name").fetch_all(&self.pool).await?;
        rows.iter().map(read).collect()
    }
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
    let query = bind(sqlx::query(sqlx::AssertSqlSafe(sql)), cells);
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
