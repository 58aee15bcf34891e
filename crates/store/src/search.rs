//! The index of the search beside the plans. It is operating: nothing is judged by it, and what is missing is made anew.

use crate::people::next_id;
use crate::row::{MAX_BOUND, Row, cells, insert};
use crate::{Result, Store};
use search::{Hit, Item, Kinds, Query};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;
use std::ops::Range;

/// Changes with what is kept of an item or how; every index of another form is made anew.
const FORM: &str = "2";

/// Places of a bucket, one for each version that may be indexed. The buckets below 512 and these fill the positive numbers
/// of four bytes, so that both databases take them for a key, and SQLite for the one by which rows are ordered on disk:
/// a bucket is then read from pages that lie side by side, not from as many pages as there are plans.
const PLACES: i64 = 1 << 22;

/// A version that pages show and whose index is missing or old.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unindexed {
    /// The plan.
    pub plan: String,
    /// The version.
    pub version: i64,
    /// What the index will be made of.
    pub mark: String,
}

/// The index of a version.
#[derive(Clone, Copy, Debug)]
pub struct Indexed<'a> {
    /// Which version, and its mark.
    pub of: &'a Unindexed,
    /// The items in the order of their kinds.
    pub items: &'a [Item],
    /// Their index.
    pub rows: &'a [search::Row],
}

/// What was found in a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Names the indexed version.
    pub id: i64,
    /// The plan.
    pub plan: String,
    /// The kinds of its items.
    pub kinds: Kinds,
    /// The items, by number.
    pub hits: Vec<Hit>,
}

/// The versions that pages show: the newest of each plan, and the newest that is published.
const SHOWN: &str = "SELECT id AS plan, version FROM plan \
     UNION SELECT plan, MAX(version) AS version FROM publication GROUP BY plan";

impl Store {
    /// Versions that pages show and whose index is missing or old, at most so many.
    pub async fn to_index(&self, most: usize) -> Result<Vec<Unindexed>> {
        let sql = format!(
            "SELECT s.plan, s.version, v.mark AS mark, COUNT(c.id) AS made, COUNT(c.withdrawn_at) AS withdrawn \
             FROM ({SHOWN}) s LEFT JOIN search_version v ON v.plan = s.plan AND v.version = s.version \
             LEFT JOIN correction c ON c.plan = s.plan GROUP BY s.plan, s.version, v.mark ORDER BY s.plan, s.version"
        );
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all(&self.pool).await?;
        let mut waiting = Vec::new();
        for row in &rows {
            let row = Row::new("search_version", row);
            let mark = format!("{FORM}-{}-{}", row.int("made")?, row.int("withdrawn")?);
            if row.maybe_text("mark")?.as_deref() != Some(&mark) {
                waiting.push(Unindexed { plan: row.text("plan")?, version: row.int("version")?, mark });
            }
            if waiting.len() >= most {
                break;
            }
        }
        Ok(waiting)
    }

    /// Keeps the index of a version in place of the one that was there, and forgets those of versions that no page shows.
    pub async fn put_index(&self, index: Indexed<'_>) -> Result<()> {
        let begin = if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" };
        let mut transaction = self.pool.begin_with(begin).await?;
        // The same lock as a write takes, so that numbers stay unique.
        sqlx::query("UPDATE generation SET value = value WHERE id = 1").execute(&mut *transaction).await?;
        let (plan, version) = (&index.of.plan, index.of.version);
        let old = format!(
            "DELETE FROM search_version WHERE plan = $1 AND (version = $2 OR version NOT IN \
             (SELECT s.version FROM ({SHOWN}) s WHERE s.plan = $1))"
        );
        sqlx::query(AssertSqlSafe(old)).bind(plan.clone()).bind(version).execute(&mut *transaction).await?;
        let id = next_id(&mut transaction, "search_version").await?;
        let kinds = Kinds::of(index.items).line();
        let head = vec![cells![id, plan, version, &index.of.mark, kinds]];
        insert(&mut transaction, "search_version", "id, plan, version, mark, kinds", head).await?;
        let items = index.items.iter().enumerate().map(|(at, item)| cells![id, at, &item.key, &item.text]);
        insert(&mut transaction, "search_item", "search_version, position, item, words", items.collect())
            .await?;
        let postings = index.rows.iter().map(|row| {
            let named = format!("{id} {}", row.pairs);
            cells![row.bucket * PLACES + id, id, named]
        });
        insert(&mut transaction, "search_posting", "place, search_version, pairs", postings.collect())
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// What a query finds in the versions that somebody sees: the newest of each plan, or the newest published one.
    pub async fn search(&self, query: &Query, published: bool) -> Result<Vec<Matched>> {
        let scope = if published {
            "SELECT v.id, v.plan, v.kinds FROM search_version v JOIN \
             (SELECT plan, MAX(version) AS version FROM publication GROUP BY plan) s \
             ON s.plan = v.plan AND s.version = v.version"
        } else {
            "SELECT v.id, v.plan, v.kinds FROM search_version v JOIN plan s \
             ON s.id = v.plan AND s.version = v.version"
        };
        let sql = format!(
            "SELECT string_agg(CAST(id AS TEXT) || ' ' || kinds || ' ' || plan, '\n') FROM ({scope}) s"
        );
        let shown: Option<String> = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&self.pool).await?;
        let shown = shown.unwrap_or_default();
        let ids = shown.lines().filter_map(|line| line.split(' ').next()?.parse::<i64>().ok());
        let middle = ids.max().unwrap_or(0) / 2;
        // Each half on a connection and a thread of its own.
        let (lower, upper) =
            tokio::try_join!(self.hits_in(query, 0..middle), self.hits_in(query, middle..PLACES))?;
        Ok(matched(&shown, lower.into_iter().chain(upper).collect()))
    }

    /// The hits in the indexed versions of these numbers.
    async fn hits_in(&self, query: &Query, versions: Range<i64>) -> Result<Vec<(i64, Vec<Hit>)>> {
        let mut rows: Vec<(i64, String)> = Vec::new();
        for bucket in query.buckets() {
            let sql = "SELECT string_agg(pairs, ' ') FROM search_posting WHERE place >= $1 AND place < $2";
            let row: Option<String> = sqlx::query_scalar(sql)
                .bind(bucket * PLACES + versions.start)
                .bind(bucket * PLACES + versions.end)
                .fetch_one(&self.pool)
                .await?;
            rows.push((bucket, row.unwrap_or_default()));
        }
        let query = query.clone();
        let found = tokio::task::spawn_blocking(move || hits(&query, &rows));
        // It ends early only where the program ends.
        Ok(found.await.unwrap_or_default())
    }

    /// The names and words of items, each given by its indexed version and its number; what is gone since is left out.
    pub async fn found_items(&self, items: &[(i64, u32)]) -> Result<BTreeMap<(i64, u32), (String, String)>> {
        let mut found = BTreeMap::new();
        for chunk in items.chunks(MAX_BOUND / 2) {
            // Alternatives are looked up one by one; a list of pairs behind IN would be held against every item.
            let one =
                |at: usize| format!("(search_version = ${} AND position = ${})", at * 2 + 1, at * 2 + 2);
            let wanted: Vec<String> = (0..chunk.len()).map(one).collect();
            let sql = format!(
                "SELECT search_version, position, item, words FROM search_item WHERE {}",
                wanted.join(" OR ")
            );
            let mut asked = sqlx::query(AssertSqlSafe(sql)).persistent(false);
            for (version, number) in chunk {
                asked = asked.bind(*version).bind(i64::from(*number));
            }
            for row in &asked.fetch_all(&self.pool).await? {
                let row = Row::new("search_item", row);
                let number = u32::try_from(row.int("position")?).unwrap_or(u32::MAX);
                found.insert((row.int("search_version")?, number), (row.text("item")?, row.text("words")?));
            }
        }
        Ok(found)
    }
}

/// What a query finds in rows of buckets, each a number of a version and its pairs, again and again.
fn hits(query: &Query, rows: &[(i64, String)]) -> Vec<(i64, Vec<Hit>)> {
    let mut postings: Vec<(i64, i64, &str)> = Vec::new();
    for (bucket, row) in rows {
        let mut words = row.split(' ');
        while let (Some(id), Some(pairs)) = (words.next(), words.next()) {
            postings.extend(id.parse::<i64>().ok().map(|id| (id, *bucket, pairs)));
        }
    }
    postings.sort_unstable_by_key(|(id, bucket, _)| (*id, *bucket));
    let versions = postings.chunk_by(|(one, ..), (next, ..)| one == next);
    let found = versions.filter_map(|of| {
        let hits = query.hits(of.iter().map(|(_, bucket, pairs)| (*bucket, *pairs)));
        (!hits.is_empty()).then_some((of.first()?.0, hits))
    });
    found.collect()
}

/// The versions that are shown, a line each of number, kinds and plan, that have hits.
fn matched(shown: &str, mut hits: BTreeMap<i64, Vec<Hit>>) -> Vec<Matched> {
    let one = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let (id, kinds, plan) = (parts.next()?.parse().ok()?, parts.next()?, parts.next()?);
        Some(Matched { id, plan: plan.to_owned(), kinds: Kinds::parse(kinds), hits: hits.remove(&id)? })
    };
    let mut found: Vec<Matched> = shown.lines().filter_map(one).collect();
    found.sort_unstable_by_key(|matched| matched.id);
    found
}
