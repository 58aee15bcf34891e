//! The register of projects.

use crate::databases::Bench;
use crate::sample::{self, by};
use store::{Asked, Change, Dispatch, Funding, Milestone, ProjectFacts, ProjectItem, Store};

fn item(name: &str) -> ProjectItem {
    ProjectItem {
        name: name.into(),
        stage: "started".into(),
        investment: Some("7.6".parse().unwrap()),
        start_month: "2026".into(),
        end_month: "2028-12".into(),
        ..ProjectItem::default()
    }
}

fn month(month: &str, done: &str) -> Dispatch {
    Dispatch {
        month: month.into(),
        done: Some(done.parse().unwrap()),
        progress: "主墩".into(),
        ..Dispatch::default()
    }
}

fn facts(item: ProjectItem, dispatches: Vec<Dispatch>) -> ProjectFacts {
    ProjectFacts { dispatches, ..item.into() }
}

fn land() -> Milestone {
    Milestone {
        kind: "land".into(),
        reached: "2026-02-03".into(),
        result: "同意".into(),
        ..Milestone::default()
    }
}

fn bond() -> Funding {
    Funding {
        year: 2026,
        source: "bond".into(),
        granted: Some("0.80".parse().unwrap()),
        ..Funding::default()
    }
}

/// A project with a dispatch, for tests of what is sealed.
pub(crate) async fn one_of_each(store: &Store, change: &Change) {
    let mut one = facts(item("云岭大桥"), vec![month("2026-02", "0.2")]);
    (one.milestones, one.funds) = (vec![land()], vec![bond()]);
    store.keep_projects("1", &[one], change).await.unwrap();
}

pub(crate) async fn projects_are_kept_with_their_dispatches(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let change = by("li", "2026-04-01T08:00:00Z");
    let first = facts(item("云岭大桥"), vec![month("2026-02", "0.2"), month("2026-03", "0.5")]);
    let ids = store.keep_projects("1", &[first, item("东湖泵站").into()], &change).await.unwrap();
    assert_eq!(ids, [1, 2]);
    // The same name is the same project, a later word for the same month goes before the earlier.
    let later = by("wang", "2026-04-02T08:00:00Z");
    let mut again = item("云岭大桥");
    again.stage = "ongoing".into();
    let mut again = facts(again, vec![month("2026-03", "0.6")]);
    (again.milestones, again.funds) = (vec![land()], vec![bond()]);
    assert_eq!(store.keep_projects("1", &[again], &later).await.unwrap(), [1]);
    let known = store.dispatches(&[1]).await.unwrap();
    let shown: Vec<_> = known
        .iter()
        .map(|one| (one.month.as_str(), one.done.unwrap().to_string(), one.made_by.as_str()))
        .collect();
    assert_eq!(shown, [("2026-02", "0.2".into(), "li"), ("2026-03", "0.6".into(), "wang")]);
    let figures: Vec<store::DispatchFigures> = known.iter().map(Into::into).collect();
    assert_eq!(store.dispatch_figures("1").await.unwrap(), figures);
    let reached = store.milestones(&[1]).await.unwrap();
    assert_eq!((reached[0].kind.as_str(), reached[0].reached.as_str()), ("land", "2026-02-03"));
    let funds = store.funds("1").await.unwrap();
    assert_eq!((funds[0].year, funds[0].granted.unwrap().to_string()), (2026, "0.80".into()));
    let strange = ProjectItem { id: 9, ..item("甲") };
    assert!(store.keep_projects("1", &[strange.into()], &later).await.is_err());
    assert!(store.project_item("2", 1).await.is_err());
    assert!(store.verify_content().await.unwrap().is_ok());
}

pub(crate) async fn a_register_is_asked_page_by_page(bench: Bench) {
    sample::loaded(&bench.store).await;
    let store = &bench.store;
    let change = by("li", "2026-04-01T08:00:00Z");
    let made: Vec<ProjectFacts> = (0..700)
        .map(|number| {
            let mut one = item(&format!("第{number}号泵站"));
            one.stage = if number % 2 == 0 { "ongoing" } else { "" }.into();
            one.county = if number % 7 == 0 { "安渡县" } else { "" }.into();
            one.refused = if number == 3 { "不是项目" } else { "" }.into();
            facts(one, vec![month("2026-02", "0.2")])
        })
        .collect();
    // Two words for one project in one go: the later counts, and nothing breaks off.
    let again = facts(item("第0号泵站"), vec![month("2026-02", "0.3")]);
    let ids = store.keep_projects("1", &[made, vec![again]].concat(), &change).await.unwrap();
    assert_eq!((ids.len(), ids[700]), (701, 1));
    assert_eq!(store.dispatches(&[1]).await.unwrap()[0].done.unwrap().to_string(), "0.3");
    let asked = Asked { county: "安渡县".into(), count: 60, ..Asked::default() };
    assert_eq!(store.project_count("1", &asked).await.unwrap(), 100 - 1);
    let first = store.project_items("1", &asked).await.unwrap();
    let asked = Asked { after: first.last().unwrap().id, ..asked };
    let second = store.project_items("1", &asked).await.unwrap();
    assert_eq!((first.len(), second.len()), (60, 39));
    assert!(second.iter().all(|one| one.id > asked.after));
    let of = |change: &dyn Fn(&mut Asked)| {
        let mut asked = Asked::default();
        change(&mut asked);
        asked
    };
    let count = async |asked: Asked| store.project_count("1", &asked).await.unwrap();
    assert_eq!(count(of(&|asked| asked.search = "9号".into())).await, 70);
    assert_eq!(count(of(&|asked| asked.stage = "ongoing".into())).await, 349);
    assert_eq!(count(of(&|asked| asked.refused = true)).await, 1);
    assert_eq!(store.dispatch_figures("1").await.unwrap().len(), 700);
    assert!(store.verify_content().await.unwrap().is_ok());
}
