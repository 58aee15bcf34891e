//! The table in which the work on findings was kept before it was a matter like others, kept in step with the matters, so
//! that a server of an older program works on beside this one: what an older one writes there becomes matters and their
//! steps, each with who said it and when, and every step of such a matter is written there too.
//!
//! Whoever writes matters writes both in one transaction. A row that does not say what its matter says was therefore
//! written by an older program, and after the matter; no clock is asked. A step that removes the table (contract) may come
//! when no program before 0.2.0 runs beside others any more.

use crate::matter::{self, Matter, MatterStep};
use crate::row::{Row, cells};
use crate::{Change, Result, Store, StoreError, Write};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::BTreeMap;

/// The kind of the matters that the table holds.
const KIND: &str = "finding";
/// The states that an older program knows.
const STATES: [&str; 3] = ["open", "ignored", "done"];

/// Rows that may say something else than their matters.
const CANDIDATES: &str = "SELECT f.plan, f.finding, f.code, f.words, f.state, f.assignee, f.reason, f.changed_by, \
     f.changed_at, COALESCE(m.id, 0) AS matter FROM finding_work f \
     LEFT JOIN matter m ON m.plan = f.plan AND m.kind = 'finding' AND m.subject = f.finding AND m.subject <> '' \
     WHERE (m.id IS NULL OR m.changed_at <> f.changed_at OR m.changed_by <> f.changed_by OR m.state <> f.state \
     OR m.owner <> CASE f.assignee WHEN '' THEN '' ELSE 'account/' || f.assignee END)";

/// What a row of the table says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Work {
    plan: String,
    finding: String,
    code: String,
    words: String,
    state: String,
    assignee: String,
    reason: String,
    by: String,
    at: String,
}

impl Work {
    fn read(row: &AnyRow) -> Result<Self> {
        let row = Row::new("finding_work", row);
        Ok(Self {
            plan: row.text("plan")?,
            finding: row.text("finding")?,
            code: row.text("code")?,
            words: row.text("words")?,
            state: row.text("state")?,
            assignee: row.text("assignee")?,
            reason: row.text("reason")?,
            by: row.text("changed_by")?,
            at: row.text("changed_at")?,
        })
    }

    /// What an older program is told of a matter.
    fn of(matter: &Matter) -> Self {
        let field = |name: &str| matter.fields.get(name).cloned().unwrap_or_default();
        let state = match matter.state.as_str() {
            known if STATES.contains(&known) => known,
            _ if matter.is_open => "open",
            _ => "done",
        };
        Self {
            plan: matter.plan.clone(),
            finding: matter.subject.clone(),
            code: field("code"),
            words: matter.title.clone(),
            state: state.to_owned(),
            assignee: matter.owner.strip_prefix("account/").unwrap_or_default().to_owned(),
            reason: field("reason"),
            by: matter.changed_by.clone(),
            at: matter.changed_at.clone(),
        }
    }

    /// Whether this says of the work what `other` says; the words of the finding are no part of the work.
    fn says(&self, other: &Self) -> bool {
        (&self.state, &self.assignee, &self.reason, &self.by, &self.at)
            == (&other.state, &other.assignee, &other.reason, &other.by, &other.at)
    }

    /// A matter as this leaves it, with what changed.
    fn apply(&self, before: &Matter) -> (Matter, BTreeMap<String, [String; 2]>) {
        let owner =
            if self.assignee.is_empty() { String::new() } else { format!("account/{}", self.assignee) };
        let mut now = Matter { is_open: self.state == "open", owner, ..before.clone() };
        now.state.clone_from(&self.state);
        (now.changed_by, now.changed_at) = (self.by.clone(), self.at.clone());
        for (name, value) in [("code", &self.code), ("reason", &self.reason)] {
            if value.is_empty() {
                now.fields.remove(name);
            } else {
                now.fields.insert(name.to_owned(), value.clone());
            }
        }
        let reason = |matter: &Matter| matter.fields.get("reason").cloned().unwrap_or_default();
        let changes = [
            ("owner", [before.owner.clone(), now.owner.clone()]),
            ("reason", [reason(before), reason(&now)]),
        ];
        let changes = changes.into_iter().filter(|(_, [before, now])| before != now);
        (now, changes.map(|(name, change)| (name.to_owned(), change)).collect())
    }

    /// The step that leads to this from a matter, as the kind names it.
    fn step(&self, before: &Matter) -> &'static str {
        match self.state.as_str() {
            _ if before.id == 0 => "open",
            "ignored" => "ignore",
            "done" => "done",
            _ if self.assignee == Self::of(before).assignee => "reopen",
            _ => "assign",
        }
    }
}

impl Store {
    /// Makes matters and their steps of what an older program wrote since; gives how many there were.
    ///
    /// # Errors
    /// The database cannot be read or written.
    pub async fn adopt_finding_work(&self) -> Result<usize> {
        if waiting(&mut *self.pool.acquire().await?, "").await?.is_empty() {
            return Ok(0);
        }
        let mut write = self.write(&Change::now("system", "")).await?;
        // Another process may have done it meanwhile.
        let all = waiting(write.connection(), "").await?;
        for (work, before) in &all {
            let (now, changes) = work.apply(before);
            let step = MatterStep {
                matter: now,
                step: work.step(before).to_owned(),
                changes,
                ..MatterStep::default()
            };
            matter::keep(&mut write, &step, (&work.by, &work.at)).await?;
        }
        write.commit("matter.adopt", "", &all.len().to_string()).await?;
        Ok(all.len())
    }
}

/// What an older program wrote since, each with its matter before it; of a finding, or of all when `finding` is empty.
async fn waiting(connection: &mut AnyConnection, finding: &str) -> Result<Vec<(Work, Matter)>> {
    let sql = format!("{CANDIDATES} AND ($1 = '' OR f.finding = $2) ORDER BY f.plan, f.finding");
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(finding.to_owned())
        .bind(finding.to_owned())
        .fetch_all(&mut *connection)
        .await?;
    let mut all = Vec::new();
    for row in &rows {
        let work = Work::read(row)?;
        let before = match Row::new("finding_work", row).int("matter")? {
            0 => new(&work),
            id => matter::by_id(connection, id).await?,
        };
        if before.id == 0 || !Work::of(&before).says(&work) {
            all.push((work, before));
        }
    }
    Ok(all)
}

/// The matter of a finding of which nothing is kept yet.
fn new(work: &Work) -> Matter {
    Matter {
        plan: work.plan.clone(),
        kind: KIND.to_owned(),
        subject: work.finding.clone(),
        title: work.words.clone(),
        opened_by: work.by.clone(),
        opened_at: work.at.clone(),
        ..Matter::default()
    }
}

/// Says whether an older program wrote about the subject of this matter since it was looked at.
///
/// # Errors
/// [`StoreError::Stale`] when one did.
pub(crate) async fn is_in_step(write: &mut Write<'_>, matter: &Matter) -> Result<()> {
    if matter.kind != KIND || matter.subject.is_empty() {
        return Ok(());
    }
    let waiting = waiting(write.connection(), &matter.subject).await?;
    if waiting.iter().any(|(work, _)| work.plan == matter.plan) {
        return Err(StoreError::Stale { kind: "matter", id: matter.subject.clone() });
    }
    Ok(())
}

/// Writes what a matter says behind a step for older programs, in the same transaction.
pub(crate) async fn mirror(write: &mut Write<'_>, matter: &Matter) -> Result<()> {
    if matter.kind != KIND || matter.subject.is_empty() {
        return Ok(());
    }
    let work = Work::of(matter);
    write.touch("finding_work", cells![&work.plan, &work.finding]).await?;
    sqlx::query(
        "INSERT INTO finding_work (plan, finding, code, words, state, assignee, reason, changed_by, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (plan, finding) DO UPDATE SET \
         code = excluded.code, words = excluded.words, state = excluded.state, assignee = excluded.assignee, \
         reason = excluded.reason, changed_by = excluded.changed_by, changed_at = excluded.changed_at",
    )
    .bind(work.plan.clone())
    .bind(work.finding.clone())
    .bind(work.code.clone())
    .bind(work.words.clone())
    .bind(work.state.clone())
    .bind(work.assignee.clone())
    .bind(work.reason.clone())
    .bind(work.by.clone())
    .bind(work.at.clone())
    .execute(write.connection())
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LoadPlan, Location, MatterFilter};
    use plan::Plan;

    fn by(who: &str, minute: u8) -> Change {
        let when = format!("2027-03-02T08:{minute:02}:00Z").parse().expect("a moment");
        Change { who: who.into(), origin: "cli".into(), when, why: String::new() }
    }

    /// What a program before 0.2.0 does: it knows this table and no matters.
    async fn old_writes(store: &Store, finding: &str, state: &str, assignee: &str, change: &Change) {
        let mut write = store.write(change).await.expect("write");
        write.touch("finding_work", cells!["1", finding]).await.expect("touched");
        sqlx::query(
            "INSERT INTO finding_work (plan, finding, code, words, state, assignee, reason, changed_by, changed_at) \
             VALUES ('1', $1, 'Q101', '目标含糊', $2, $3, $4, $5, $6) ON CONFLICT (plan, finding) DO UPDATE SET \
             state = excluded.state, assignee = excluded.assignee, reason = excluded.reason, \
             changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        )
        .bind(finding.to_owned())
        .bind(state.to_owned())
        .bind(assignee.to_owned())
        .bind(change.why.clone())
        .bind(change.who.clone())
        .bind(change.at())
        .execute(write.connection())
        .await
        .expect("written");
        write.commit("finding.done", "1/finding", "1").await.expect("kept");
    }

    /// What such a program shows: finding, state, assignee, reason, who.
    async fn old_reads(store: &Store) -> Vec<(String, String, String, String, String)> {
        sqlx::query_as(
            "SELECT finding, state, assignee, reason, changed_by FROM finding_work WHERE plan = '1' ORDER BY finding",
        )
        .fetch_all(&store.pool)
        .await
        .expect("read")
    }

    fn row(texts: [&str; 5]) -> (String, String, String, String, String) {
        let [finding, state, assignee, reason, by] = texts.map(str::to_owned);
        (finding, state, assignee, reason, by)
    }

    async fn matter_of(store: &Store, finding: &str) -> Matter {
        let filter = MatterFilter { kind: KIND.into(), plan: "1".into(), ..MatterFilter::default() };
        let all = store.matters(&filter).await.expect("matters");
        all.into_iter().find(|one| one.subject == finding).expect("the matter")
    }

    async fn side_by_side(location: Location) {
        let new = Store::open(&location).await.expect("opened");
        let load = LoadPlan { id: Some("1"), plan: &Plan::default(), document: None, findings: &[] };
        new.load_plan(load, &by("root", 0)).await.expect("a plan");
        // Another connection, as that of another server.
        let old = Store::open(&location).await.expect("opened");
        old_writes(&old, "f1", "open", "li", &by("wang", 1)).await;
        old_writes(&old, "f2", "ignored", "", &Change { why: "口径不同".into(), ..by("wang", 1) }).await;
        // A further new server starts: the old one goes on to see what it wrote.
        let before = old_reads(&old).await;
        let third = Store::open(&location).await.expect("opened");
        assert_eq!(old_reads(&old).await, before);
        assert_eq!(before.len(), 2);
        third.close().await;
        let matter = matter_of(&new, "f1").await;
        assert_eq!(
            (matter.state.as_str(), matter.owner.as_str(), matter.revision),
            ("open", "account/li", 1)
        );
        assert_eq!((matter.changed_by.as_str(), matter.opened_at.as_str()), ("wang", "2027-03-02T08:01:00Z"));
        assert_eq!(matter_of(&new, "f2").await.fields["reason"], "口径不同");
        assert_eq!(new.adopt_finding_work().await.expect("asked"), 0, "all is in step");

        // The new one takes a step: the old one sees it.
        let mut done = Matter { state: "done".into(), is_open: false, ..matter.clone() };
        done.fields.insert("reason".into(), "已改".into());
        let step = |matter: Matter| MatterStep { matter, step: "done".into(), ..MatterStep::default() };
        new.put_matters("1", &[step(done.clone())], &by("li", 2)).await.expect("kept");
        assert_eq!(old_reads(&old).await[0], row(["f1", "done", "li", "已改", "li"]));
        // The old one takes one, in the same second: the new one sees it, with its history, and whoever looked before is told.
        let again = Change { why: "仍有一处".into(), ..by("li", 2) };
        old_writes(&old, "f1", "open", "zhao", &again).await;
        let late = new.put_matters("1", &[step(Matter { revision: 2, ..done })], &by("li", 3)).await;
        assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
        assert_eq!(new.adopt_finding_work().await.expect("asked"), 1);
        let matter = matter_of(&new, "f1").await;
        assert_eq!(
            (matter.state.as_str(), matter.owner.as_str(), matter.is_open),
            ("open", "account/zhao", true)
        );
        assert_eq!(matter.fields["reason"], "仍有一处");
        let history = new.matter_entries("1", Some(matter.id)).await.expect("history");
        let steps: Vec<&str> = history.iter().map(|entry| entry.step.as_str()).collect();
        assert_eq!(steps, ["open", "done", "assign"]);
        assert_eq!(history[2].changes["reason"], ["已改", "仍有一处"]);
        // A finding that only the new one knows of.
        let opened = Matter { subject: "f3".into(), state: "ignored".into(), ..Matter { id: 0, ..matter } };
        new.put_matters("1", &[step(opened)], &by("li", 4)).await.expect("kept");
        assert_eq!(old_reads(&old).await[2], row(["f3", "ignored", "zhao", "仍有一处", "li"]));
        assert_eq!(new.adopt_finding_work().await.expect("asked"), 0);
        assert_eq!(new.verify_content().await.expect("read").err(), None);
        assert!(new.verify_audit().await.expect("read").is_ok());
    }

    #[tokio::test]
    async fn old_and_new_servers_work_on_the_same_findings() {
        let folder = tempfile::tempdir().expect("folder");
        side_by_side(Location::File(folder.path().join("gangyao.db"))).await;
        let Some(server) = testbed::postgres() else { return };
        side_by_side(Location::Postgres(server.database("findings"))).await;
    }
}
