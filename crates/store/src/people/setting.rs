use crate::audit::Deed;
use crate::row::cells;
use crate::{Change, Result, Store, stamp};
use jiff::Timestamp;
use sqlx::AnyConnection;

impl Store {
    /// The value of a setting.
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        Ok(sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
            .bind(name.to_owned())
            .fetch_optional(&self.pool)
            .await?)
    }

    /// The value that a setting had at a moment, as the audit log tells; none for what was not set yet, and for secrets.
    pub async fn setting_at(&self, name: &str, moment: Timestamp) -> Result<Option<String>> {
        let said: Option<Option<String>> = sqlx::query_scalar(
            "SELECT value_after FROM audit WHERE action = 'setting.put' AND subject = $1 AND at <= $2 \
             ORDER BY number DESC LIMIT 1",
        )
        .bind(format!("setting/{name}"))
        .bind(stamp(moment))
        .fetch_optional(&self.pool)
        .await?;
        Ok(said.flatten().and_then(|said| serde_json::from_str(&said).ok()))
    }

    /// The settings whose names begin with `prefix`, by name.
    pub async fn settings(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        // Not by LIKE, which tells no capitals apart on SQLite, nor by a range, which a collation orders otherwise.
        let sql = "SELECT name, value FROM setting WHERE substr(name, 1, length($1)) = $1 ORDER BY name";
        Ok(sqlx::query_as(sql).bind(prefix.to_owned()).fetch_all(&self.pool).await?)
    }

    /// Sets a setting. The audit log tells that a setting under `secret/` was set, and not to what; of an address it
    /// tells the host, since paths and queries of webhooks often hold a key.
    pub async fn put_setting(&self, name: &str, value: &str, change: &Change) -> Result<()> {
        self.put_settings(&[(name.to_owned(), value.to_owned())], change).await
    }

    /// Sets settings that belong together, all or none, as [`Store::put_setting`] does.
    pub async fn put_settings(&self, settings: &[(String, String)], change: &Change) -> Result<()> {
        let Some(((last_name, last_value), others)) = settings.split_last() else { return Ok(()) };
        let mut write = self.write(change).await?;
        for (name, _) in settings {
            write.touch("setting", cells![name.as_str()]).await?;
        }
        for (name, value) in others {
            let deed = put(write.connection(), name, value).await?;
            write.record(deed).await?;
        }
        let deed = put(write.connection(), last_name, last_value).await?;
        write.finish(deed).await?;
        Ok(())
    }
}

/// Sets one setting; gives what the audit log says of it.
async fn put(connection: &mut AnyConnection, name: &str, value: &str) -> Result<Deed> {
    let before: Option<String> = sqlx::query_scalar("SELECT value FROM setting WHERE name = $1")
        .bind(name.to_owned())
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO setting (name, value) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(name.to_owned())
    .bind(value.to_owned())
    .execute(&mut *connection)
    .await?;
    let mut deed = Deed::new("setting.put", format!("setting/{name}"));
    if !name.starts_with("secret/") {
        deed = deed.after(&shown_address(value));
        if let Some(before) = before {
            deed = deed.before(&shown_address(&before));
        }
    }
    Ok(deed)
}

/// What may be shown of a value: of an address scheme and host, as what stands before the host, in the path and in the
/// query often is a key.
pub fn shown_address(value: &str) -> String {
    let Some((scheme, rest)) = value.split_once("://") else { return value.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    // A name and password may stand before the host.
    let host = rest[..end].rsplit('@').next().unwrap_or("");
    format!("{scheme}://{host}{}", if end < rest.len() { "/…" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::shown_address;

    #[test]
    fn keys_in_addresses_are_not_told() {
        for (value, shown) in [
            ("https://hook.example/send?key=abc", "https://hook.example/…"),
            ("https://user:word@hook.example:8443", "https://hook.example:8443"),
            ("plan@example.cn", "plan@example.cn"),
            ("", ""),
        ] {
            assert_eq!(shown_address(value), shown);
        }
    }
}
