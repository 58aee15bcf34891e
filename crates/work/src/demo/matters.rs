//! Matters of the demonstration: one that is late, decisions of a meeting, an answer that everybody can read.
//!
//! They go the way that their kinds say, as if people had taken the steps.

use crate::matters::with_values;
use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use matter::{Given, Kind, Kinds, Now, Stand, Taken};
use std::collections::BTreeMap;
use store::{Change, Matter, MatterStep, Store, StoreError};

/// Somebody who may do everything.
const ANYBODY: Stand =
    Stand { manages: true, leads: true, owns: true, supports: true, authored: true, speaks: true };

/// What the matters are about.
pub(super) struct About<'a> {
    /// The plan.
    pub(super) plan: &'a str,
    /// The day on which the demonstration begins.
    pub(super) day: Date,
    /// An indicator of it: number and name.
    pub(super) indicator: (&'a str, &'a str),
    /// The body that has most of the matters.
    pub(super) lead: &'a str,
    /// Another one.
    pub(super) other: &'a str,
}

/// Values by field.
type Values<'a> = &'a [(&'a str, &'a str)];

/// Opens the matters and takes their steps.
pub(super) async fn open(store: &Store, about: &About<'_>, change: &Change) -> Result<(), StoreError> {
    let (lead, other) = (format!("office/{}", about.lead), format!("office/{}", about.other));
    let (id, name) = about.indicator;
    let day = |span: Span| about.day.checked_add(span).unwrap_or(about.day).to_string();
    let by = |who: &str| Change { who: who.to_owned(), why: String::new(), ..change.clone() };
    let (leader, planner, reporter) = (by("leader"), by("planner"), by("reporter"));
    let desk = Desk { store, plan: about.plan, year: about.day.year() };

    let late = format!("扭转“{name}”落后局面");
    let said = [
        ("title", &*late),
        ("origin", "instruction"),
        ("leader", "分管领导"),
        ("said", "请查明原因，提出措施。"),
    ];
    let (from, due) = (day(-40.days()), day(-10.days()));
    let said: Vec<_> = said.into_iter().chain([("day", &*from)]).collect();
    let item = desk.open("supervision", &said, &leader).await?;
    desk.step(item, "assign", &[("owner", &lead), ("support", &other), ("due", &due)], &planner).await?;
    desk.step(item, "sign", &[], &reporter).await?;

    let (held, soon, later) = (day(-6.days()), day(9.days()), day(60.days()));
    let screen = format!("/meeting?item={id}&as-of={}", about.day.year() - 1);
    for (title, owner, due) in [("按月调度，报送措施清单", &lead, &soon), ("核实基数和口径", &other, &later)]
    {
        let noted = [
            ("title", title),
            ("meeting", "规划实施调度会"),
            ("day", &*held),
            ("owner", &**owner),
            ("due", &**due),
            ("screen", &*screen),
        ];
        desk.open("decision", &noted, &leader).await?;
    }

    let answer = day(30.days());
    let asked = [
        ("title", "关于公开规划实施进展的建议"),
        ("number", "第1号"),
        ("sort", "suggestion"),
        ("by", "一名代表"),
        ("asked", "请每年公布各项目标的完成情况。"),
    ];
    let proposal = desk.open("proposal", &asked, &planner).await?;
    desk.step(proposal, "assign", &[("owner", &lead), ("due", &answer)], &planner).await?;
    let answered = [("class", "A"), ("text", "进展已在网上公布，每年更新。")];
    desk.step(proposal, "answer", &answered, &reporter).await?;
    desk.step(proposal, "publish", &[], &planner).await
}

/// Enters two systems that hand in: one does, from the other nothing has come for longer than it should.
pub(super) async fn systems(
    store: &Store,
    (plan, year): (&str, i16),
    (lead, other): (&str, &str),
    change: &Change,
) -> Result<(), StoreError> {
    let desk = Desk { store, plan, year };
    let made = [("经济运行监测系统", lead, "reporter", "30"), ("统计数据采集系统", other, "planner", "10")];
    for (title, owner, account, days) in made {
        let owner = format!("office/{owner}");
        let entered = [("title", title), ("owner", &*owner), ("account", account), ("days", days)];
        let system = desk.open("system", &entered, change).await?;
        desk.step(system, "connect", &[("account", account), ("days", days)], change).await?;
    }
    Ok(())
}

struct Desk<'a> {
    store: &'a Store,
    plan: &'a str,
    /// The year that stands in the numbers of matters.
    year: i16,
}

impl Desk<'_> {
    /// Opens a matter of a kind; nothing where the kind is not known or asks for something else.
    async fn open(&self, kind: &str, values: Values<'_>, change: &Change) -> Result<Option<i64>, StoreError> {
        let Some(kind) = Kinds::official().get(kind) else { return Ok(None) };
        let Ok(taken) = kind.open(ANYBODY, &given(values)) else { return Ok(None) };
        let matter = Matter { kind: kind.name.clone(), ..Matter::default() };
        let numbering = kind.numbering(self.year);
        let step = MatterStep { numbering, ..prepared(kind, matter, Kind::OPENING, taken) };
        Ok(self.store.put_matters(self.plan, &[step], change).await?.first().copied())
    }

    /// Takes a step with a matter; nothing where it cannot be taken.
    async fn step(
        &self,
        matter: Option<i64>,
        step: &str,
        values: Values<'_>,
        change: &Change,
    ) -> Result<(), StoreError> {
        let Some(id) = matter else { return Ok(()) };
        let found = self.store.matter(self.plan, id).await?;
        let Some(kind) = Kinds::official().get(&found.kind) else { return Ok(()) };
        let held = crate::matters::values(&found);
        let now = Now { state: &found.state, values: &held, has_open_parts: false };
        let Ok(taken) = kind.take(now, step, ANYBODY, &given(values)) else { return Ok(()) };
        let step = prepared(kind, found, step, taken);
        self.store.put_matters(self.plan, &[step], change).await.map(|_| ())
    }
}

fn given(values: Values<'_>) -> Given {
    let values: BTreeMap<_, _> =
        values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Given { values, files: 0 }
}

fn prepared(kind: &Kind, matter: Matter, step: &str, taken: Taken) -> MatterStep<'static> {
    MatterStep {
        matter: Matter {
            is_open: kind.is_open(&taken.state),
            state: taken.state,
            ..with_values(matter, taken.values)
        },
        step: step.to_owned(),
        text: taken.text,
        changes: taken.changes,
        is_public: taken.public,
        ..MatterStep::default()
    }
}
