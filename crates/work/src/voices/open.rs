//! What is laid open for everybody: consultations, notices, hearings; and the proof that it stood from day to day.

use crate::matters::{self, Seen};
use crate::{Fault, Service, Viewer, clock};
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use store::{Change, Matter, MatterFilter};

/// The action in the audit log that says of a day that a matter stood open for everybody.
const STOOD: &str = "matter.stand";
/// What the reason of such an entry begins with; behind it stands the digest.
const DIGEST: &str = "SHA-256 ";

/// Something that is laid open.
#[derive(Clone, Debug, PartialEq)]
pub struct Laid {
    /// The matter, as everybody sees it.
    pub seen: Seen,
    /// Whether anybody may say something about it today.
    pub takes: bool,
    /// How far it is proven that it stood.
    pub proof: Proof,
    /// What was said about it and is shown.
    pub said: usize,
}

/// How far it is proven that something stood open from day to day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// The days on which it stood, as the audit log says, in their order.
    pub days: Vec<Stood>,
    /// First and last day of each time for which the log says nothing, of those between its two days that have passed.
    pub gaps: Vec<(Date, Date)>,
}

/// An entry of the audit log that says of a day that something stood open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stood {
    /// The day in China.
    pub day: Date,
    /// When it was noted, in UTC.
    pub at: String,
    /// The number of the entry.
    pub entry: u64,
    /// The hash of the entry in the chain, hexadecimal.
    pub hash: String,
    /// SHA-256 of what everybody saw, hexadecimal.
    pub digest: String,
}

/// What is laid open of a plan, the latest first.
///
/// # Errors
/// The store cannot be read.
pub async fn laid(service: &Service, plan: &str) -> Result<Vec<Laid>, Fault> {
    let today = service.today().to_string();
    let mut all = Vec::new();
    for kind in service.kinds().all().iter().filter(|kind| kind.voices.is_some()) {
        let filter =
            MatterFilter { plan: plan.to_owned(), kind: kind.name.clone(), ..MatterFilter::default() };
        for seen in matters::list(service, &Viewer::Public, &filter).await? {
            let values = matters::values(&seen.matter);
            let takes = kind.takes_on(&seen.matter.state, &values, &today);
            let proof = proof(service, &seen.matter).await?;
            let said = matters::below(service, &Viewer::Public, &seen.matter).await?.len();
            all.push(Laid { seen, takes, proof, said });
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.seen.matter.id));
    Ok(all)
}

/// How far it is proven that a matter stood open between its first and its last day. The day of today is no gap: it may still be
/// noted.
///
/// # Errors
/// The store cannot be read.
pub async fn proof(service: &Service, matter: &Matter) -> Result<Proof, Fault> {
    let days = stood(service, &matter.plan, matter.id).await?;
    let day = |name: &str| matter.fields.get(name).and_then(|day| day.parse::<Date>().ok());
    let first = day("first_day").or_else(|| days.first_key_value().map(|(day, _)| *day));
    let last = day("last_day").or_else(|| days.last_key_value().map(|(day, _)| *day));
    let passed = service.today().yesterday().ok();
    let gaps = match (first, last.zip(passed)) {
        (Some(first), Some((last, passed))) => gaps(first, last.min(passed), |day| days.contains_key(&day)),
        _ => Vec::new(),
    };
    Ok(Proof { days: days.into_values().collect(), gaps })
}

/// The times between two days, both of them included, in which a day is not known.
fn gaps(first: Date, last: Date, is_known: impl Fn(Date) -> bool) -> Vec<(Date, Date)> {
    let mut found: Vec<(Date, Date)> = Vec::new();
    let mut day = first;
    while day <= last {
        if !is_known(day) {
            match found.last_mut().filter(|(_, end)| end.tomorrow().ok() == Some(day)) {
                Some((_, end)) => *end = day,
                None => found.push((day, day)),
            }
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    found
}

/// The days on which a matter stood open, as the audit log says; of a day the entry that came first.
async fn stood(service: &Service, plan: &str, id: i64) -> Result<BTreeMap<Date, Stood>, Fault> {
    let entries = service.store().audit_of_itself(&standing(plan, id), 2000).await?;
    let days = entries.into_iter().filter(|entry| entry.act.action == STOOD);
    let days = days.filter_map(|entry| {
        let day = clock::day(clock::moment(&entry.act.at)?);
        let digest = entry.act.reason.trim_start_matches(DIGEST).to_owned();
        let (hash, entry, at) = (entry.hash.to_string(), entry.number, entry.act.at);
        Some((day, Stood { day, at, entry, hash, digest }))
    });
    Ok(days.collect())
}

fn standing(plan: &str, id: i64) -> String {
    format!("{plan}/matter/{id}/standing")
}

/// SHA-256 of what everybody sees of a matter: what it says, and its documents by their own SHA-256.
async fn digest(service: &Service, matter: &Matter) -> Result<String, Fault> {
    let mut shown = serde_json::to_string(matter).map_err(|error| Fault::internal(&error))?;
    let (_, entries) = matters::one(service, &Viewer::Public, (&matter.plan, matter.id)).await?;
    for file in entries.iter().flat_map(|entry| &entry.files) {
        let (_, content) = service.store().attachment(file.id).await?;
        shown.push('\n');
        shown.push_str(&crate::secret::hex(&Sha256::digest(&content)));
    }
    Ok(crate::secret::hex(&Sha256::digest(shown.as_bytes())))
}

/// Says in the audit log, once for each day, of everything that takes what people say that it stood open, with the hash of what
/// everybody saw. Gives of how many.
///
/// # Errors
/// The store cannot be read or written.
pub async fn note_standing(service: &Service) -> Result<usize, Fault> {
    let day = service.today();
    let today = day.to_string();
    let mut count = 0;
    for kind in service.kinds().all().iter().filter(|kind| kind.voices.is_some()) {
        let filter = MatterFilter { kind: kind.name.clone(), ..MatterFilter::default() };
        for seen in matters::list(service, &Viewer::Public, &filter).await? {
            let matter = &seen.matter;
            let is_open = kind.takes_on(&matter.state, &matters::values(matter), &today);
            if !is_open
                || !service.is_public(&matter.plan)
                || stood(service, &matter.plan, matter.id).await?.contains_key(&day)
            {
                continue;
            }
            let digest = digest(service, matter).await?;
            let change = Change { why: format!("{DIGEST}{digest}"), ..service.own_change() };
            service.store().note(STOOD, &standing(&matter.plan, matter.id), &change).await?;
            count += 1;
        }
    }
    Ok(count)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::service::Options;
    use jiff::civil::date;
    use store::{LoadPlan, Location, MatterStep, Store};

    /// A plan that everybody sees, with a notice from the first to the fifth of March that is laid open.
    async fn laid_open(store: &Store) {
        let change = Change::now("test", "");
        let plan = plan::Plan { title: "规划".into(), ..plan::Plan::default() };
        let load = LoadPlan { id: Some("p"), plan: &plan, document: None, findings: &[] };
        store.load_plan(load, &change).await.unwrap();
        store.set_public("p", true, &change).await.unwrap();
        let fields = [("first_day", "2027-03-01"), ("last_day", "2027-03-05"), ("what", "拟作的调整")];
        let matter = Matter {
            kind: "consultation".into(),
            title: "调整方案公示".into(),
            state: "open".into(),
            is_open: true,
            fields: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            ..Matter::default()
        };
        let step = MatterStep { matter, step: "publish".into(), is_public: true, ..MatterStep::default() };
        store.put_matters("p", &[step], &change).await.unwrap();
    }

    async fn on(store: &Store, day: Date) -> Service {
        let options = Options { today: Some(day), ..Options::default() };
        Service::new(store.clone(), options, Vec::new()).await.unwrap()
    }

    /// A notice looked at on some days, and how far it is proven on another.
    async fn seen_on(looked: &[i8], asked: Date) -> (Proof, Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&Location::File(folder.path().join("gangyao.db"))).await.unwrap();
        laid_open(&store).await;
        for day in looked {
            let service = on(&store, date(2027, 3, *day)).await;
            let within = usize::from((1..=5).contains(day));
            assert_eq!(note_standing(&service).await.unwrap(), within, "day {day}");
            assert_eq!(note_standing(&service).await.unwrap(), 0, "once a day");
        }
        let laid = laid(&on(&store, asked).await, "p").await.unwrap();
        (laid[0].proof.clone(), store, folder)
    }

    #[tokio::test]
    async fn a_notice_of_five_days_is_proven_day_by_day() {
        // The program looks before, on each day, and after.
        let (proof, store, _folder) = seen_on(&[1, 2, 3, 4, 5, 6], date(2027, 3, 6)).await;
        let days: Vec<Date> = proof.days.iter().map(|one| one.day).collect();
        assert_eq!(days, [1, 2, 3, 4, 5].map(|day| date(2027, 3, day)));
        assert_eq!(proof.gaps, []);
        let digests: BTreeMap<&str, usize> = proof.days.iter().fold(BTreeMap::new(), |mut all, one| {
            *all.entry(one.digest.as_str()).or_default() += 1;
            all
        });
        assert_eq!(digests.into_values().collect::<Vec<_>>(), [5], "it said the same on every day");
        for one in &proof.days {
            assert_eq!((one.digest.len(), one.hash.len()), (64, 64));
        }
        assert!(store.verify_audit().await.unwrap().is_ok());
    }

    #[tokio::test]
    async fn a_day_without_an_entry_is_a_gap() {
        let (proof, ..) = seen_on(&[2, 5], date(2027, 3, 6)).await;
        let gaps = [(1, 1), (3, 4)].map(|(from, to)| (date(2027, 3, from), date(2027, 3, to)));
        assert_eq!(proof.gaps, gaps);
        let (proof, ..) = seen_on(&[1], date(2027, 3, 3)).await;
        assert_eq!(
            proof.gaps,
            [(date(2027, 3, 2), date(2027, 3, 2))],
            "today is not over, tomorrow not come"
        );
        let (proof, ..) = seen_on(&[], date(2027, 3, 9)).await;
        assert_eq!(proof.gaps, [(date(2027, 3, 1), date(2027, 3, 5))], "nothing is proven of any day");
    }
}
