use crate::audit::{self, Deed};
use crate::row::{Cell, Row, cells};
use crate::sealed::Touched;
use crate::shown::{self, Reach};
use crate::{Result, Store, StoreError, stamp, told};
use ::audit::{Entry, Head};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};
use std::collections::BTreeSet;

/// Who changes something, when, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Account or program.
    pub who: String,
    /// From where: address of the client, `cli`, or empty for the program itself.
    pub origin: String,
    /// When; the store reads no clock of its own, so that a test is repeatable.
    pub when: Timestamp,
    /// Why; shown in the history.
    pub why: String,
}

impl Change {
    /// A change by `who` at this moment.
    pub fn now(who: impl Into<String>, why: impl Into<String>) -> Self {
        Self { who: who.into(), origin: String::new(), when: Timestamp::now(), why: why.into() }
    }

    /// The same change, made from `origin`.
    #[must_use]
    pub fn from(self, origin: impl Into<String>) -> Self {
        Self { origin: origin.into(), ..self }
    }

    /// When, as it is stored: whole seconds are enough for a history.
    pub fn at(&self) -> String {
        stamp(self.when)
    }

    /// The day in China, whose time is the same everywhere and all the year: the one on which a figure becomes known.
    pub(crate) fn day(&self) -> String {
        TimeZone::fixed(Offset::constant(8)).to_datetime(self.when).date().to_string()
    }
}

/// A transaction that writes. All writes of the store go through it, one at a time.
///
/// Dropping it undoes everything. [`Write::commit`] is the only way to keep the work, and it takes the
/// words for the audit log.
#[derive(Debug)]
pub struct Write<'a> {
    transaction: Transaction<'a, Any>,
    change: Change,
    /// The number of this write among all.
    generation: i64,
    /// The head of the audit log, this write's entries included.
    head: Head,
    reaches: BTreeSet<Reach>,
    touched: Touched,
    /// Whether this write begins the log.
    is_first: bool,
    /// Whether the database tells others of it.
    tells: bool,
}

impl Store {
    /// Begins to write in the name of `change`; waits for another writer to finish.
    pub async fn write(&self, change: &Change) -> Result<Write<'_>> {
        // SQLite decides at BEGIN whether a transaction may write; PostgreSQL by the row lock below.
        let begin = if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" };
        let mut transaction = self.pool.begin_with(begin).await?;
        let row = sqlx::query(
            "UPDATE generation SET value = value + 1 WHERE id = 1 RETURNING value, head_number, head_hash",
        )
        .fetch_one(&mut *transaction)
        .await?;
        let row = Row::new("generation", &row);
        let (generation, head) = (row.int("value")?, audit::head_of(row)?);
        let is_first = head.number == 0;
        Ok(Write {
            transaction,
            change: change.clone(),
            generation,
            head,
            reaches: BTreeSet::new(),
            touched: Touched::default(),
            is_first,
            tells: self.tells,
        })
    }
}

impl Write<'_> {
    /// The change in whose name this is written.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// The connection to write with.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Appends a deed to the audit log; a transaction that does several things records each.
    pub async fn record(&mut self, deed: Deed) -> Result<Entry> {
        let entry = self.chain(deed, None);
        audit::append(&mut self.transaction, std::slice::from_ref(&entry)).await?;
        Ok(entry)
    }

    /// Appends a deed that holds seals of its own.
    pub(crate) async fn record_sealed(&mut self, deed: Deed, seals: Option<String>) -> Result<()> {
        let entry = self.chain(deed, seals);
        audit::append(&mut self.transaction, std::slice::from_ref(&entry)).await
    }

    /// Appends deeds to the audit log, in their order.
    pub(crate) async fn record_all(&mut self, deeds: Vec<Deed>) -> Result<()> {
        let mut deeds = deeds.into_iter();
        loop {
            // Some at a time: the entries of a large file need not be in memory together.
            let entries: Vec<Entry> = deeds.by_ref().take(2000).map(|deed| self.chain(deed, None)).collect();
            if entries.is_empty() {
                return Ok(());
            }
            audit::append(&mut self.transaction, &entries).await?;
        }
    }

    /// Says that this write is about to add, change or remove a row whose table is sealed row by row: the last entry then
    /// holds a digest of what the row says afterwards. Must be said before the row is changed.
    pub(crate) async fn touch(&mut self, table: &'static str, key: Vec<Cell>) -> Result<()> {
        self.touched.before(&mut self.transaction, table, key).await
    }

    /// The same of many rows of a table.
    pub(crate) async fn touch_all(&mut self, table: &'static str, keys: Vec<Vec<Cell>>) -> Result<()> {
        self.touched.before_all(&mut self.transaction, table, keys).await
    }

    fn chain(&mut self, deed: Deed, seals: Option<String>) -> Entry {
        self.reaches.insert(Reach::of(&deed.action, &deed.subject));
        let entry = audit::chain(self.head, &self.change, deed, seals);
        self.head = Head { number: entry.number, hash: entry.hash };
        entry
    }

    /// Says of a row of a plan that it holds no more, by whom and since when: it stays and is passed over. `kind` names it.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such row that holds.
    pub(crate) async fn withdraw(
        &mut self,
        (table, kind): (&'static str, &'static str),
        (plan, id): (&str, i64),
        change: &Change,
    ) -> Result<()> {
        self.touch(table, cells![id]).await?;
        let sql = format!(
            "UPDATE {table} SET withdrawn_by = $1, withdrawn_at = $2 \
             WHERE id = $3 AND plan = $4 AND withdrawn_at IS NULL"
        );
        let connection = self.connection();
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(change.who.clone())
            .bind(change.at())
            .bind(id)
            .bind(plan.to_owned())
            .execute(connection)
            .await?;
        if done.rows_affected() == 0 {
            return Err(StoreError::Missing { kind, id: id.to_string() });
        }
        Ok(())
    }

    /// Goes on behind another log, which this write has put in the place of its own.
    pub(crate) async fn continue_log(&mut self) -> Result<()> {
        self.head = audit::kept_head(&mut self.transaction).await?;
        Ok(())
    }

    /// Appends to the audit log what was done (`action`, as `plan.load`) to what (`subject`), and keeps everything.
    ///
    /// `detail` are counts and names that help a reader of the log; they become the entry's `after`.
    pub async fn commit(self, action: &str, subject: &str, detail: &str) -> Result<Entry> {
        let deed = Deed::new(action, subject);
        self.finish(if detail.is_empty() { deed } else { deed.after(&detail) }).await
    }

    /// Appends the last deed to the audit log and keeps everything.
    pub async fn finish(mut self, deed: Deed) -> Result<Entry> {
        let seals = self.touched.after(&mut self.transaction).await?;
        // A log that begins with seals needs none for what was there before.
        let seals = seals.or_else(|| self.is_first.then(|| "[]".to_owned()));
        let entry = self.chain(deed, seals);
        audit::append(&mut self.transaction, std::slice::from_ref(&entry)).await?;
        for reach in &self.reaches {
            shown::note(&mut self.transaction, reach, self.generation).await?;
        }
        audit::keep_head(&mut self.transaction, self.head).await?;
        if self.tells {
            told::tell(&mut self.transaction, &self.reaches).await?;
        }
        self.transaction.commit().await?;
        Ok(entry)
    }
}
