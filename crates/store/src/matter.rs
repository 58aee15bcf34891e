//! Matters: whatever somebody has to do by a day, with what happened to each. What kinds there are is not known here.

use crate::audit::Deed;
use crate::finding_work;
use crate::load::plan_is_there;
use crate::people::{attachment, next_id};
use crate::row::{Row, cells, insert, query};
use crate::{Change, NewAttachment, Result, Secrecy, Store, StoreError, Write};
use serde::Serialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// A matter as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Matter {
    /// Number in the store; 0 for one that is not kept yet.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// Its kind.
    pub kind: String,
    /// Names what of the plan it is about, of which there is one matter of its kind; empty for nothing in particular.
    pub subject: String,
    /// The matter above it.
    pub parent: Option<i64>,
    /// As people number it.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Its state.
    pub state: String,
    /// Whether somebody still has to do something.
    pub is_open: bool,
    /// Who has it: `office/ID` or `account/NAME`; empty for nobody.
    pub owner: String,
    /// Who helps, named in the same way.
    pub support: Vec<String>,
    /// The day by which it is to be done, as YYYY-MM-DD; empty for none.
    pub due: String,
    /// What else its kind holds.
    pub fields: BTreeMap<String, String>,
    /// Counts its steps; who takes one names the count they saw.
    pub revision: i64,
    /// Who opened it.
    pub opened_by: String,
    /// When, in UTC.
    pub opened_at: String,
    /// Who took the last step.
    pub changed_by: String,
    /// When, in UTC.
    pub changed_at: String,
}

/// A step that is taken with a matter.
#[derive(Clone, Debug, Default)]
pub struct MatterStep<'a> {
    /// The matter as it stands behind the step, with the revision that was seen before it; new where its number is 0.
    pub matter: Matter,
    /// What stands before and behind the next number, for a new matter that is numbered here.
    pub numbering: Option<(String, String)>,
    /// The step.
    pub step: String,
    /// What was said.
    pub text: String,
    /// What changed: field, value before, value since.
    pub changes: BTreeMap<String, [String; 2]>,
    /// For which office whoever takes it speaks.
    pub office: String,
    /// Whether everybody may read it who sees the matter.
    pub is_public: bool,
    /// Files given with it.
    pub files: Vec<NewAttachment<'a>>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatterEntry {
    /// Number.
    pub id: i64,
    /// The matter.
    pub matter: i64,
    /// The step.
    pub step: String,
    /// The state behind it.
    pub state: String,
    /// What was said.
    pub text: String,
    /// What changed: field, value before, value since.
    pub changes: BTreeMap<String, [String; 2]>,
    /// For which office whoever took it spoke.
    pub office: String,
    /// Whether everybody may read it who sees the matter.
    pub is_public: bool,
    /// Who.
    pub who: String,
    /// When, in UTC.
    pub at: String,
    /// Files given with it.
    pub files: Vec<EntryFile>,
}

/// A file that was given with a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntryFile {
    /// Number.
    pub id: i64,
    /// File name.
    pub name: String,
    /// Media type found from the content.
    pub media_type: String,
    /// Who may see it; `None` when nobody has said: then it is seen where the step is.
    pub secrecy: Option<Secrecy>,
}

/// Which matters are asked for; an empty text asks for all.
#[derive(Clone, Debug, Default)]
pub struct MatterFilter {
    /// Of this plan.
    pub plan: String,
    /// Of this kind.
    pub kind: String,
    /// Only those that are to be done.
    pub open: bool,
    /// Only those whose number, title or fields have these words, whatever the case of Latin letters.
    pub words: String,
    /// Only those below this one.
    pub parent: Option<i64>,
    /// Only these; all where it is empty.
    pub ids: Vec<i64>,
    /// Only those that one of these parties has, helps with, or opened; and those in `states`. All without parties.
    pub parties: Option<Vec<String>>,
    /// With parties: kinds and states in which a matter is given to everybody.
    pub states: Vec<(String, String)>,
    /// At most so many, the latest; all for 0.
    pub limit: i64,
    /// Without title, number and fields, for counting.
    pub narrow: bool,
}

/// How many matters of a plan are to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatterCount {
    /// To be done.
    pub open: i64,
    /// Of these, those whose day has passed.
    pub late: i64,
}

const COLUMNS: &str = "id, plan, kind, subject, parent, number, title, state, is_open, owner, support, due, fields, \
                       revision, opened_by, opened_at, changed_by, changed_at";

/// The columns that counting needs; the others are empty.
const NARROW: &str = "id, plan, kind, subject, parent, '' AS number, '' AS title, state, is_open, owner, support, due, \
                      '{}' AS fields, revision, opened_by, opened_at, changed_by, changed_at";

/// A text whose signs stand for themselves in a pattern, where % and _ stand for others.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// What a list with one name on each line looks like that has a name.
fn pattern_of(name: &str) -> String {
    format!("%\n{}\n%", escaped(name))
}

/// The condition for a filter, and the texts that are bound to it. Numbers stand in it as they are.
fn condition(filter: &MatterFilter, is_postgres: bool) -> (String, Vec<String>) {
    let mut all = vec!["1 = 1".to_owned()];
    let mut texts: Vec<String> = Vec::new();
    let mut bound = |text: String| {
        texts.push(text);
        format!("${}", texts.len())
    };
    if !filter.plan.is_empty() {
        all.push(format!("plan = {}", bound(filter.plan.clone())));
    }
    if !filter.kind.is_empty() {
        all.push(format!("kind = {}", bound(filter.kind.clone())));
    }
    if filter.open {
        all.push("is_open = 1".to_owned());
    }
    if !filter.words.is_empty() {
        // Both databases lower Latin letters alone in this way.
        let words = escaped(&filter.words.to_ascii_lowercase());
        let collation = if is_postgres { " COLLATE \"C\"" } else { "" };
        let pattern = bound(format!("%{words}%"));
        all.push(format!(
            "lower((number || ' ' || title || ' ' || fields){collation}) LIKE {pattern} ESCAPE '\\'"
        ));
    }
    if let Some(parent) = filter.parent {
        all.push(format!("parent = {parent}"));
    }
    if !filter.ids.is_empty() {
        let ids: Vec<String> = filter.ids.iter().map(i64::to_string).collect();
        all.push(format!("id IN ({})", ids.join(", ")));
    }
    if let Some(parties) = &filter.parties {
        let mut ways = vec!["1 = 0".to_owned()];
        for party in parties {
            let name = bound(party.clone());
            // Those that help stand one on each line.
            ways.push(format!("owner = {name}"));
            let line = bound(pattern_of(party));
            ways.push(format!("('\n' || support || '\n') LIKE {line} ESCAPE '\\'"));
            if let Some(account) = party.strip_prefix("account/") {
                ways.push(format!("opened_by = {}", bound(account.to_owned())));
            }
        }
        for (kind, state) in &filter.states {
            ways.push(format!("(kind = {} AND state = {})", bound(kind.clone()), bound(state.clone())));
        }
        all.push(format!("({})", ways.join(" OR ")));
    }
    (all.join(" AND "), texts)
}

impl Store {
    /// Takes steps with matters of a plan, all or none; gives their numbers in the same order.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan or matter, [`StoreError::Stale`] when somebody took another step
    /// since it was looked at, or opened a matter about the same subject.
    pub async fn put_matters(
        &self,
        plan: &str,
        steps: &[MatterStep<'_>],
        change: &Change,
    ) -> Result<Vec<i64>> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let mut ids = Vec::new();
        for step in steps {
            ids.push(put(&mut write, plan, step).await?);
        }
        write.commit("matter.steps", &format!("{plan}/matter"), &steps.len().to_string()).await?;
        Ok(ids)
    }

    /// Matters, the latest first.
    pub async fn matters(&self, filter: &MatterFilter) -> Result<Vec<Matter>> {
        let (condition, texts) = condition(filter, self.is_postgres());
        let columns = if filter.narrow { NARROW } else { COLUMNS };
        let limit = if filter.limit > 0 { format!(" LIMIT {}", filter.limit) } else { String::new() };
        let sql = format!("SELECT {columns} FROM matter WHERE {condition} ORDER BY id DESC{limit}");
        let mut asked = sqlx::query(AssertSqlSafe(sql));
        for text in texts {
            asked = asked.bind(text);
        }
        asked.fetch_all(&self.pool).await?.iter().map(matter).collect()
    }

    /// One matter of a plan.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such matter.
    pub async fn matter(&self, plan: &str, id: i64) -> Result<Matter> {
        let row = query("SELECT * FROM matter WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map(matter).transpose()?.ok_or_else(|| missing(id))
    }

    /// What happened to the matters of a plan, or to one of them, in the order in which it happened.
    pub async fn matter_entries(&self, plan: &str, only: Option<i64>) -> Result<Vec<MatterEntry>> {
        let files = sqlx::query(
            "SELECT f.entry, f.attachment, a.name, a.type, a.secrecy FROM matter_file f \
             JOIN matter_entry e ON e.id = f.entry JOIN matter m ON m.id = e.matter \
             JOIN attachment a ON a.id = f.attachment WHERE m.plan = $1 AND ($2 = 0 OR m.id = $3) \
             ORDER BY f.entry, f.attachment",
        )
        .bind(plan.to_owned())
        .bind(only.unwrap_or(0))
        .bind(only.unwrap_or(0))
        .fetch_all(&self.pool)
        .await?;
        let mut by_entry: BTreeMap<i64, Vec<EntryFile>> = BTreeMap::new();
        for row in files.iter().map(|row| Row::new("matter_file", row)) {
            let file = EntryFile {
                id: row.int("attachment")?,
                name: row.text("name")?,
                media_type: row.text("type")?,
                secrecy: row.maybe_word("secrecy", Secrecy::parse)?,
            };
            by_entry.entry(row.int("entry")?).or_default().push(file);
        }
        let rows = query(
            "SELECT e.* FROM matter_entry e JOIN matter m ON m.id = e.matter \
             WHERE m.plan = $1 AND ($2 = 0 OR m.id = $3) ORDER BY e.id",
        )
        .bind(plan.to_owned())
        .bind(only.unwrap_or(0))
        .bind(only.unwrap_or(0))
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("matter_entry", row);
                let id = row.int("id")?;
                Ok(MatterEntry {
                    id,
                    matter: row.int("matter")?,
                    step: row.text("step")?,
                    state: row.text("state")?,
                    text: row.text("text")?,
                    changes: row.json("changes")?,
                    office: row.text("office")?,
                    is_public: row.flag("is_public")?,
                    who: row.text("made_by")?,
                    at: row.text("made_at")?,
                    files: by_entry.remove(&id).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// How many matters of each plan are to be done, and how many of them are late on a day (YYYY-MM-DD).
    pub async fn matter_counts(&self, today: &str) -> Result<BTreeMap<String, MatterCount>> {
        let rows = sqlx::query(
            "SELECT plan, COUNT(*) AS waiting, COUNT(CASE WHEN due <> '' AND due < $1 THEN 1 END) AS late \
             FROM matter WHERE is_open = 1 GROUP BY plan",
        )
        .bind(today.to_owned())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let row = Row::new("matter", row);
                Ok((row.text("plan")?, MatterCount { open: row.int("waiting")?, late: row.int("late")? }))
            })
            .collect()
    }
}

/// Takes a step inside a write; gives the number of the matter.
pub(crate) async fn put(write: &mut Write<'_>, plan: &str, step: &MatterStep<'_>) -> Result<i64> {
    let (by, at) = (write.change().who.clone(), write.change().at());
    let mut step = step.clone();
    plan.clone_into(&mut step.matter.plan);
    finding_work::is_in_step(write, &step.matter).await?;
    keep(write, &step, (&by, &at)).await
}

/// Keeps a step that somebody took at a moment; gives the number of the matter.
pub(crate) async fn keep(
    write: &mut Write<'_>,
    step: &MatterStep<'_>,
    (by, at): (&str, &str),
) -> Result<i64> {
    let mut now = step.matter.clone();
    (now.changed_by, now.changed_at) = (by.to_owned(), at.to_owned());
    let is_new = now.id == 0;
    if is_new {
        (now.opened_by, now.opened_at) = (by.to_owned(), at.to_owned());
        if let Some((before, behind)) = step.numbering.as_ref().filter(|_| now.number.is_empty()) {
            now.number = next_number(write.connection(), &now, before, behind).await?;
        }
        now.id = add(write, &now).await?;
    } else {
        replace(write, &mut now).await?;
    }
    finding_work::mirror(write, &now).await?;
    let entry = next_id(write.connection(), "matter_entry").await?;
    write.touch("matter_entry", cells![entry]).await?;
    let row = cells![
        entry,
        now.id,
        &step.step,
        &now.state,
        &step.text,
        json(&step.changes)?,
        &step.office,
        step.is_public,
        by,
        at,
    ];
    let columns = "id, matter, step, state, text, changes, office, is_public, made_by, made_at";
    insert(write.connection(), "matter_entry", columns, vec![row]).await?;
    for file in &step.files {
        let kept = attachment::insert(write, *file).await?;
        write.record(attachment::added(&kept)).await?;
        write.touch("matter_file", cells![entry, kept.id]).await?;
        insert(write.connection(), "matter_file", "entry, attachment", vec![cells![entry, kept.id]]).await?;
    }
    let action = if is_new { "matter.open" } else { "matter.step" };
    let told = (&step.step, &step.text, &now);
    write.record(Deed::new(action, format!("{}/matter/{}", now.plan, now.id)).after(&told)).await?;
    Ok(now.id)
}

/// Adds a row that says who and when by itself; gives its number.
async fn add(write: &mut Write<'_>, one: &Matter) -> Result<i64> {
    let known: i64 = sqlx::query_scalar(
        "SELECT COUNT(*) FROM matter WHERE plan = $1 AND kind = $2 AND subject = $3 AND subject <> ''",
    )
    .bind(one.plan.clone())
    .bind(one.kind.clone())
    .bind(one.subject.clone())
    .fetch_one(write.connection())
    .await?;
    if known > 0 {
        return Err(StoreError::Stale { kind: "matter", id: one.subject.clone() });
    }
    let id = next_id(write.connection(), "matter").await?;
    write.touch("matter", cells![id]).await?;
    let row = cells![
        id,
        &one.plan,
        &one.kind,
        &one.subject,
        one.parent,
        &one.number,
        &one.title,
        &one.state,
        one.is_open,
        &one.owner,
        one.support.join("\n"),
        &one.due,
        json(&one.fields)?,
        1_i64,
        &one.opened_by,
        &one.opened_at,
        &one.changed_by,
        &one.changed_at,
    ];
    insert(write.connection(), "matter", COLUMNS, vec![row]).await?;
    Ok(id)
}

/// Writes what a matter says behind a step, when it still stands as it was seen.
async fn replace(write: &mut Write<'_>, now: &mut Matter) -> Result<()> {
    write.touch("matter", cells![now.id]).await?;
    let done = sqlx::query(
        "UPDATE matter SET number = $1, title = $2, state = $3, is_open = $4, owner = $5, support = $6, due = $7, \
         fields = $8, revision = revision + 1, changed_by = $9, changed_at = $10 \
         WHERE id = $11 AND plan = $12 AND revision = $13",
    )
    .bind(now.number.clone())
    .bind(now.title.clone())
    .bind(now.state.clone())
    .bind(i64::from(now.is_open))
    .bind(now.owner.clone())
    .bind(now.support.join("\n"))
    .bind(now.due.clone())
    .bind(json(&now.fields)?)
    .bind(now.changed_by.clone())
    .bind(now.changed_at.clone())
    .bind(now.id)
    .bind(now.plan.clone())
    .bind(now.revision)
    .execute(write.connection())
    .await?;
    if done.rows_affected() == 1 {
        return Ok(());
    }
    let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM matter WHERE id = $1 AND plan = $2")
        .bind(now.id)
        .bind(now.plan.clone())
        .fetch_one(write.connection())
        .await?;
    Err(if known == 0 {
        missing(now.id)
    } else {
        StoreError::Stale { kind: "matter", id: now.id.to_string() }
    })
}

/// One more than the highest number of the kind between these words.
async fn next_number(
    connection: &mut AnyConnection,
    of: &Matter,
    before: &str,
    behind: &str,
) -> Result<String> {
    let all: Vec<String> = sqlx::query_scalar("SELECT number FROM matter WHERE plan = $1 AND kind = $2")
        .bind(of.plan.clone())
        .bind(of.kind.clone())
        .fetch_all(connection)
        .await?;
    let counter =
        |number: &String| -> Option<u64> { number.strip_prefix(before)?.strip_suffix(behind)?.parse().ok() };
    let last = all.iter().filter_map(counter).max().unwrap_or(0);
    Ok(format!("{before}{}{behind}", last.saturating_add(1)))
}

/// A matter by its number, inside a transaction.
pub(crate) async fn by_id(connection: &mut AnyConnection, id: i64) -> Result<Matter> {
    let row = query("SELECT * FROM matter WHERE id = $1").bind(id).fetch_optional(connection).await?;
    row.as_ref().map(matter).transpose()?.ok_or_else(|| missing(id))
}

fn missing(id: i64) -> StoreError {
    StoreError::Missing { kind: "matter", id: id.to_string() }
}

fn json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Damaged { table: "matter", what: error.to_string() })
}

fn matter(row: &AnyRow) -> Result<Matter> {
    let row = Row::new("matter", row);
    Ok(Matter {
        id: row.int("id")?,
        plan: row.text("plan")?,
        kind: row.text("kind")?,
        subject: row.text("subject")?,
        parent: row.maybe_int("parent")?,
        number: row.text("number")?,
        title: row.text("title")?,
        state: row.text("state")?,
        is_open: row.flag("is_open")?,
        owner: row.text("owner")?,
        support: row.text("support")?.lines().map(str::to_owned).collect(),
        due: row.text("due")?,
        fields: row.json("fields")?,
        revision: row.int("revision")?,
        opened_by: row.text("opened_by")?,
        opened_at: row.text("opened_at")?,
        changed_by: row.text("changed_by")?,
        changed_at: row.text("changed_at")?,
    })
}
