//! Aims of a year (年度工作目标): what of a plan is to be reached within a year, with measures and the word of each quarter.

use crate::audit::Deed;
use crate::load::plan_is_there;
use crate::people::{attachment, next_id};
use crate::row::{Cell, Row, bind, cells, holes, insert, query, replace};
use crate::{Change, NewAttachment, Result, Store, StoreError, Write};
use serde::Serialize;
use sqlx::any::AnyRow;
use std::collections::BTreeMap;

/// An aim of a year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Aim {
    /// Number; 0 for one that is not kept yet.
    pub id: i64,
    /// Id of the plan.
    pub plan: String,
    /// Its year.
    pub year: i64,
    /// `task`, `target`, `indicator` or `project`; empty for an aim that the plan does not name.
    pub item_kind: String,
    /// The item of the plan, as duties name it.
    pub item: String,
    /// Heading of the chapter that its item stands in; empty for none.
    pub chapter: String,
    /// What is to be reached.
    pub title: String,
    /// The body in the lead, by name; empty for nobody yet.
    pub office: String,
    /// Bodies that help, by name.
    pub support: Vec<String>,
    /// Document and place it was taken from; empty for one that a person set.
    pub source: String,
    /// The aim of the year before that it goes on with.
    pub carried_from: Option<i64>,
    /// Why it is no aim any more; empty for one that is.
    pub dropped: String,
    /// Who set it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
    /// Who changed it last.
    pub changed_by: String,
    /// When, in UTC.
    pub changed_at: String,
}

/// What is done to reach an aim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AimMeasure {
    /// Number of the aim.
    pub aim: i64,
    /// Number within the aim, from 1; 0 for one that is not kept yet.
    pub number: i64,
    /// What is done; empty for one that is taken away.
    pub text: String,
    /// Who does it, by name.
    pub office: String,
    /// The day by which it is to be done, as YYYY-MM-DD; empty for no day.
    pub due: String,
    /// Day on which it was done; empty for not yet.
    pub done: String,
    /// Who wrote it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
}

/// How an aim stood at the end of a quarter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AimState {
    /// Number of the aim.
    pub aim: i64,
    /// The quarter, 1 to 4.
    pub quarter: i64,
    /// `on-track`, `behind`, `done` or `stopped`.
    pub state: String,
    /// One sentence.
    pub said: String,
    /// Who said it.
    pub made_by: String,
    /// When, in UTC.
    pub made_at: String,
    /// Evidence: number, name, media type.
    pub files: Vec<(i64, String, String)>,
}

/// An aim with measures to be kept; a measure without words is taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AimFacts {
    /// The aim.
    pub aim: Aim,
    /// Measures, added where their number is 0.
    pub measures: Vec<AimMeasure>,
}

const AIM_COLUMNS: &str = "id, plan, year, item_kind, item, chapter, title, office, support, source, carried_from, dropped, \
                           made_by, made_at, changed_by, changed_at";
const MEASURE_COLUMNS: &str = "aim, number, text, office, due, done, made_by, made_at";
const STATE_COLUMNS: &str = "aim, quarter, state, said, made_by, made_at";

/// Aims that are told in the log one by one; of more, their number and the first of them.
const TOLD: usize = 20;

impl Store {
    /// Keeps aims with their measures, all or nothing; gives their numbers. An aim with number 0 is added.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such plan or no aim of a number.
    pub async fn keep_aims(&self, plan: &str, facts: &[AimFacts], change: &Change) -> Result<Vec<i64>> {
        let mut write = self.write(change).await?;
        plan_is_there(write.connection(), plan).await?;
        let mut kept = Vec::with_capacity(facts.len());
        for one in facts {
            kept.push(keep(&mut write, plan, one, change).await?);
        }
        let subject = match kept.as_slice() {
            [one] => format!("{plan}/aim/{one}"),
            _ => format!("{plan}/aims"),
        };
        let told: Vec<&AimFacts> = facts.iter().take(TOLD).collect();
        write.finish(Deed::new("aim.keep", subject).after(&(facts.len(), told))).await?;
        Ok(kept)
    }

    /// Keeps the word of a quarter with its evidence; files of an earlier word for the quarter stay.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no such aim.
    pub async fn say_aim(
        &self,
        plan: &str,
        state: &AimState,
        files: &[NewAttachment<'_>],
        change: &Change,
    ) -> Result<()> {
        let mut write = self.write(change).await?;
        first_made(&mut write, plan, state.aim).await?;
        let key = cells![state.aim, state.quarter];
        write.touch("aim_state", key.clone()).await?;
        let row = cells![state.aim, state.quarter, &state.state, &state.said, &change.who, change.at()];
        let table = ("aim_state", STATE_COLUMNS);
        replace(write.connection(), table, &["aim", "quarter"], vec![row]).await?;
        for file in files {
            let file = attachment::insert(&mut write, *file).await?;
            write.record(attachment::added(&file)).await?;
            let row = cells![state.aim, state.quarter, file.id];
            write.touch("aim_file", row.clone()).await?;
            insert(write.connection(), "aim_file", "aim, quarter, attachment", vec![row]).await?;
        }
        let subject = format!("{plan}/aim/{}", state.aim);
        write.finish(Deed::new("aim.say", subject).after(&(state, files.len()))).await?;
        Ok(())
    }

    /// The aims of a plan, those that were dropped too, in the order in which they were set; of one year where it is given.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn aims(&self, plan: &str, year: Option<i64>) -> Result<Vec<Aim>> {
        let rows = query("SELECT * FROM aim WHERE plan = $1 AND ($2 = 0 OR year = $3) ORDER BY id")
            .bind(plan.to_owned())
            .bind(year.unwrap_or(0))
            .bind(year.unwrap_or(0))
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(aim).collect()
    }

    /// The aims of all plans from a year on, by plan and number, without those that were dropped and those of plans that were put away.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn aims_since(&self, year: i64) -> Result<Vec<Aim>> {
        let sql = "SELECT * FROM aim WHERE year >= $1 AND dropped = '' AND NOT EXISTS \
                   (SELECT 1 FROM plan_mark m WHERE m.plan = aim.plan AND m.archived_at IS NOT NULL) \
                   ORDER BY plan, id";
        let rows = bind(query(sql), cells![year]).fetch_all(&self.pool).await?;
        rows.iter().map(aim).collect()
    }

    /// One aim of a plan.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the plan has no aim of that number.
    pub async fn aim(&self, plan: &str, id: i64) -> Result<Aim> {
        let row = query("SELECT * FROM aim WHERE plan = $1 AND id = $2")
            .bind(plan.to_owned())
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        row.as_ref().map_or_else(|| Err(missing(id)), aim)
    }

    /// The measures of aims, by aim and number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn aim_measures(&self, ids: &[i64]) -> Result<Vec<AimMeasure>> {
        self.of_aims(ids, "SELECT * FROM aim_measure WHERE aim IN (", ") ORDER BY aim, number", measure).await
    }

    /// What was said of aims, by aim and quarter.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn aim_states(&self, ids: &[i64]) -> Result<Vec<AimState>> {
        let before = "SELECT f.aim, f.quarter, f.attachment, a.name, a.type FROM aim_file f \
                      JOIN attachment a ON a.id = f.attachment WHERE f.aim IN (";
        let after = ") ORDER BY f.aim, f.quarter, f.attachment";
        let files = self.of_aims(ids, before, after, file).await?;
        let mut by_state: BTreeMap<(i64, i64), Files> = BTreeMap::new();
        for (key, file) in files {
            by_state.entry(key).or_default().push(file);
        }
        let before = "SELECT * FROM aim_state WHERE aim IN (";
        let mut states = self.of_aims(ids, before, ") ORDER BY aim, quarter", state).await?;
        for one in &mut states {
            one.files = by_state.remove(&(one.aim, one.quarter)).unwrap_or_default();
        }
        Ok(states)
    }

    async fn of_aims<T>(
        &self,
        ids: &[i64],
        before: &str,
        after: &str,
        read: impl Fn(&AnyRow) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        for chunk in ids.chunks(300) {
            let sql = format!("{before}{}{after}", holes(1, chunk.len()));
            let rows = bind(query(&sql), chunk.iter().map(|id| (*id).into())).fetch_all(&self.pool).await?;
            for row in &rows {
                found.push(read(row)?);
            }
        }
        Ok(found)
    }
}

fn missing(id: i64) -> StoreError {
    StoreError::Missing { kind: "aim", id: id.to_string() }
}

/// Who set an aim of a plan, and when.
async fn first_made(write: &mut Write<'_>, plan: &str, id: i64) -> Result<(String, String)> {
    let sql = "SELECT made_by, made_at FROM aim WHERE plan = $1 AND id = $2";
    let asked = bind(query(sql), cells![plan, id]);
    let row = asked.fetch_optional(write.connection()).await?.ok_or_else(|| missing(id))?;
    let row = Row::new("aim", &row);
    Ok((row.text("made_by")?, row.text("made_at")?))
}

/// Keeps one aim with its measures; gives its number.
async fn keep(write: &mut Write<'_>, plan: &str, one: &AimFacts, change: &Change) -> Result<i64> {
    let (id, (by, at)) = match one.aim.id {
        0 => (next_id(write.connection(), "aim").await?, (change.who.clone(), change.at())),
        id => (id, first_made(write, plan, id).await?),
    };
    let given = &one.aim;
    let row = cells![
        id,
        plan,
        given.year,
        &given.item_kind,
        &given.item,
        &given.chapter,
        &given.title,
        &given.office,
        given.support.join("\n"),
        &given.source,
        given.carried_from,
        &given.dropped,
        by,
        at,
        &change.who,
        change.at(),
    ];
    write.touch("aim", cells![id]).await?;
    replace(write.connection(), ("aim", AIM_COLUMNS), &["id"], vec![row]).await?;
    let mut next = next_measure(write, id).await?;
    for measure in &one.measures {
        let number = if measure.number == 0 { next } else { measure.number };
        next = next.max(number + 1);
        keep_measure(write, (id, number), measure, change).await?;
    }
    Ok(id)
}

async fn next_measure(write: &mut Write<'_>, aim: i64) -> Result<i64> {
    let last: Option<i64> = sqlx::query_scalar("SELECT MAX(number) FROM aim_measure WHERE aim = $1")
        .bind(aim)
        .fetch_one(write.connection())
        .await?;
    Ok(last.unwrap_or(0) + 1)
}

async fn keep_measure(
    write: &mut Write<'_>,
    (aim, number): (i64, i64),
    one: &AimMeasure,
    change: &Change,
) -> Result<()> {
    let key: Vec<Cell> = cells![aim, number];
    write.touch("aim_measure", key).await?;
    if one.text.is_empty() {
        sqlx::query("DELETE FROM aim_measure WHERE aim = $1 AND number = $2")
            .bind(aim)
            .bind(number)
            .execute(write.connection())
            .await?;
        return Ok(());
    }
    let row = cells![aim, number, &one.text, &one.office, &one.due, &one.done, &change.who, change.at()];
    let table = ("aim_measure", MEASURE_COLUMNS);
    replace(write.connection(), table, &["aim", "number"], vec![row]).await
}

fn aim(row: &AnyRow) -> Result<Aim> {
    let row = Row::new("aim", row);
    Ok(Aim {
        id: row.int("id")?,
        plan: row.text("plan")?,
        year: row.int("year")?,
        item_kind: row.text("item_kind")?,
        item: row.text("item")?,
        chapter: row.text("chapter")?,
        title: row.text("title")?,
        office: row.text("office")?,
        support: row.text("support")?.lines().map(str::to_owned).collect(),
        source: row.text("source")?,
        carried_from: row.maybe_int("carried_from")?,
        dropped: row.text("dropped")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
        changed_by: row.text("changed_by")?,
        changed_at: row.text("changed_at")?,
    })
}

fn measure(row: &AnyRow) -> Result<AimMeasure> {
    let row = Row::new("aim_measure", row);
    Ok(AimMeasure {
        aim: row.int("aim")?,
        number: row.int("number")?,
        text: row.text("text")?,
        office: row.text("office")?,
        due: row.text("due")?,
        done: row.text("done")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
    })
}

fn state(row: &AnyRow) -> Result<AimState> {
    let row = Row::new("aim_state", row);
    Ok(AimState {
        aim: row.int("aim")?,
        quarter: row.int("quarter")?,
        state: row.text("state")?,
        said: row.text("said")?,
        made_by: row.text("made_by")?,
        made_at: row.text("made_at")?,
        files: Vec::new(),
    })
}

/// Files: number, name, media type.
type Files = Vec<(i64, String, String)>;

/// A file with the aim and the quarter it belongs to.
type OfState = ((i64, i64), (i64, String, String));

fn file(row: &AnyRow) -> Result<OfState> {
    let row = Row::new("aim_file", row);
    let key = (row.int("aim")?, row.int("quarter")?);
    Ok((key, (row.int("attachment")?, row.text("name")?, row.text("type")?)))
}
