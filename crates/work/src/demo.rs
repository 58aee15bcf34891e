//! An office at work, prepared in a store that is there to be tried out: bodies, duties, accounts, a figure under review.

mod matters;

use crate::account::link::{PasswordError, set_password};
use crate::offices::Taken;
use crate::propose::{BY_HAND, DUE_DAYS, office_called, propose};
use crate::secret;
use duty::{Cadence, Role, Step};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use plan::{AssignmentRole, BodyKind, Plan, Status};
use source::Words;
use store::{Change, Duty, Evaluator, Figure, NewAccount, Office, OfficeLevel, Store, StoreError};

/// The day on which the demonstration begins: a week before the figures of the year before are due, since the ninetieth day
/// of 2030 is a Sunday.
pub const DAY: Date = date(2030, 3, 25);

/// The indicator whose body the reporter belongs to.
const INDICATOR: &str = "地区生产总值";

/// The account of the evaluator from outside.
const EVALUATOR: &str = "evaluator";

/// An account made to try the program with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoAccount {
    /// Its name.
    pub name: String,
    /// Its password.
    pub password: String,
    /// What it is for.
    pub words: Words,
}

/// Prepares the work with a plan that is in the store, and gives the accounts to sign in with.
///
/// The bodies that the plan and the catalogue name become offices and lead what is theirs; one county with a bureau of
/// its own reports as well, so that both steps of review can be seen. Passwords are random.
///
/// # Errors
/// What the store says, or a password that cannot be hashed.
pub async fn prepare(store: &Store, plan: &str) -> Result<Vec<DemoAccount>, PasswordError> {
    let morning = TimeZone::UTC.to_timestamp(DAY.at(0, 0, 0, 0)).unwrap_or_else(|_| crate::clock::now());
    let change = Change { when: morning, ..Change::now("gangyao", "demo") };
    let stored = store.plan(plan, None).await?;
    let county = stored.plan.places.first().map(|place| place.name.clone()).unwrap_or_default();
    let offices = offices(&stored.plan, &county, &store.offices().await?);
    let duties = duties(&stored.plan, plan, &offices, &county);
    let lead = duties.iter().find(|duty| duty.item == INDICATOR).or(duties.first());
    let lead = lead.map(|duty| duty.office.clone());
    systems(store, plan, (lead.as_deref(), &duties), &change).await?;
    store.put_offices(&offices, &change).await?;
    store.put_duties(&duties, &change).await?;
    let accounts = accounts(lead, &county);
    let mut made = Vec::with_capacity(accounts.len());
    for (account, words) in accounts {
        store.put_account(&account, &change).await?;
        let random = secret::fresh().map_err(|error| PasswordError::Hash(error.to_string()))?;
        let password: String = random.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        set_password(store, &account.name, &password, &change).await?;
        made.push(DemoAccount { name: account.name, password, words });
    }
    open_to_evaluator(store, plan, &change).await?;
    hand_in(store, &duties, &county, &change).await?;
    let led = duties.iter().find(|duty| duty.confirmed && duty.item == INDICATOR);
    let led = led.or_else(|| duties.iter().find(|duty| duty.confirmed));
    let indicator = led.and_then(|led| stored.plan.indicators.iter().find(|one| one.name == led.item));
    if let (Some(led), Some(indicator)) = (led, indicator) {
        let other = duties.iter().find(|duty| duty.office != led.office).unwrap_or(led);
        let about = matters::About {
            plan,
            day: DAY,
            indicator: (indicator.id.as_str(), &indicator.name),
            lead: &led.office,
            other: &other.office,
        };
        matters::open(store, &about, &change).await?;
    }
    Ok(made)
}

/// The systems that hand in, connected three weeks before the first day.
async fn systems(
    store: &Store,
    plan: &str,
    (lead, duties): (Option<&str>, &[Duty]),
    change: &Change,
) -> Result<(), StoreError> {
    let Some(lead) = lead else { return Ok(()) };
    let other = duties.iter().find(|duty| duty.office != lead).map_or(lead, |duty| &duty.office);
    let when = change.when.saturating_sub((21 * 24).hours()).unwrap_or(change.when);
    let before = Change { when, who: "planner".to_owned(), why: String::new(), ..change.clone() };
    matters::systems(store, (plan, DAY.year()), (lead, other), &before).await
}

fn bureau(county: &str) -> String {
    format!("{county}统计局")
}

fn government(county: &str) -> String {
    format!("{county}人民政府")
}

fn offices(plan: &Plan, county: &str, known: &[Office]) -> Vec<Office> {
    let mut offices = known.to_vec();
    offices.extend(Taken::from(plan, known).new);
    // The plan may name it 市统计局.
    let has_bureau = office_called(&offices, "统计局").is_some();
    let mut add = |name: String, kind: BodyKind, level: OfficeLevel, parent: Option<String>| {
        if !offices.iter().any(|office| office.name == name) {
            let region = if level == OfficeLevel::City { String::new() } else { county.to_owned() };
            offices.push(Office { id: name.clone(), name, kind, level, parent, region });
        }
    };
    if !has_bureau {
        add("统计局".to_owned(), BodyKind::Department, OfficeLevel::City, None);
    }
    if !county.is_empty() {
        add(government(county), BodyKind::Government, OfficeLevel::County, None);
        add(bureau(county), BodyKind::Department, OfficeLevel::Town, Some(government(county)));
    }
    offices
}

/// What the proposals say, taken as confirmed; the county's bureau reports what counties have figures of.
fn duties(plan: &Plan, id: &str, offices: &[Office], county: &str) -> Vec<Duty> {
    let mut duties = propose(plan, id, offices, &[]);
    let reporter = office_called(offices, "统计局").map(|office| office.id.clone()).unwrap_or_default();
    let has_target = |name: &str| {
        let ids: Vec<_> = plan.indicators.iter().filter(|one| one.name == name).map(|one| &one.id).collect();
        plan.targets.iter().any(|target| target.value.is_some() && ids.contains(&&target.indicator))
    };
    let led = |duties: &[Duty], item: &str| {
        duties.iter().any(|duty| duty.item == item && duty.role == AssignmentRole::Lead)
    };
    let duty = |item: &str, office: String| Duty {
        plan: id.to_owned(),
        item_kind: "indicator".to_owned(),
        item: item.to_owned(),
        office,
        role: AssignmentRole::Lead,
        cadence: Cadence::Year,
        due_days: DUE_DAYS,
        confirmed: true,
        reason: BY_HAND.to_owned(),
    };
    for indicator in &plan.indicators {
        if !led(&duties, &indicator.name) {
            duties.push(duty(&indicator.name, reporter.clone()));
        }
    }
    if !county.is_empty() {
        for indicator in plan.indicators.iter().filter(|one| COUNTY_REPORTS.contains(&one.name.as_str())) {
            duties.push(duty(&indicator.name, bureau(county)));
        }
    }
    for duty in &mut duties {
        // What has no target is left to be confirmed by a person, as are projects and tasks.
        duty.confirmed = duty.item_kind == "indicator" && has_target(&duty.item);
    }
    duties
}

const COUNTY_REPORTS: [&str; 2] = ["地区生产总值", "空气质量优良天数比率"];

#[expect(clippy::too_many_lines, reason = "a table of people")]
fn accounts(lead: Option<String>, county: &str) -> Vec<(NewAccount, Words)> {
    let account = |name: &str, full_name: &str, role: Role, office: Option<String>, zh: &str, en: &str| {
        let account = NewAccount {
            name: name.to_owned(),
            full_name: full_name.to_owned(),
            email: format!("{name}@plan.example"),
            role,
            office,
            active: true,
            identity: None,
        };
        (account, Words::new(zh, en))
    };
    let mut accounts = vec![
        account(
            "planner",
            "规划员",
            Role::Planner,
            None,
            "规划部门：分工、审核、公布",
            "planner: gives duties, reviews, publishes",
        ),
        account(
            "reporter",
            "填报员",
            Role::Reporter,
            lead,
            "填报单位：报送本单位数据，答复预警",
            "reporter: hands in the figures of one body, answers warnings",
        ),
        account(
            "leader",
            "分管领导",
            Role::Leader,
            None,
            "领导：查看全部进展和预警",
            "leader: sees progress and warnings",
        ),
        account(
            "auditor",
            "审计员",
            Role::Auditor,
            None,
            "审计：查看全部历史和审计日志",
            "auditor: sees all history and the audit log",
        ),
        account(
            EVALUATOR,
            "第三方评估员",
            Role::Evaluator,
            None,
            "第三方评估：一年内查看本规划的佐证，给出结论",
            "evaluator from outside: reads the evidence of this plan for a year, gives a verdict",
        ),
        account(
            "manager",
            "管理员",
            Role::Administrator,
            None,
            "管理员：管理账号和系统",
            "administrator: manages accounts and the system",
        ),
    ];
    if !county.is_empty() {
        accounts.push(account(
            "county",
            "县级审核员",
            Role::Reporter,
            Some(government(county)),
            "县级：审核所辖单位数据",
            "county: reviews the figures from below it",
        ));
        accounts.push(account(
            "bureau",
            "县级填报员",
            Role::Reporter,
            Some(bureau(county)),
            "县级部门：报送县级数据",
            "county bureau: hands in the county's figures",
        ));
    }
    accounts
}

/// Opens the plan to the evaluator for a year from the first day.
async fn open_to_evaluator(store: &Store, plan: &str, change: &Change) -> Result<(), StoreError> {
    let opened = Evaluator {
        account: EVALUATOR.to_owned(),
        plan: plan.to_owned(),
        last_day: DAY.saturating_add(1.year()).to_string(),
        reason: "委托评估合同".to_owned(),
        ..Evaluator::default()
    };
    store.put_evaluator(&opened, change).await
}

/// One figure on its way, so that the queues of review are not empty.
async fn hand_in(store: &Store, duties: &[Duty], county: &str, change: &Change) -> Result<(), StoreError> {
    let Some(duty) =
        duties.iter().find(|duty| duty.office == bureau(county) && duty.item == COUNTY_REPORTS[1])
    else {
        return Ok(());
    };
    let figure = Figure {
        plan: duty.plan.clone(),
        indicator: duty.item.clone(),
        region: county.to_owned(),
        year: i32::from(DAY.year()) - 1,
        value: "90.4".parse().ok(),
        unit: "%".to_owned(),
        status: Status::Preliminary,
        source: format!("{county}2029年生态环境状况公报"),
        comment: String::new(),
        attachment: None,
        dimensions: plan::Dimensions::default(),
    };
    let change = Change { who: "bureau".to_owned(), why: String::new(), ..change.clone() };
    let id = store.save_draft(&figure, "demo", (&duty.office, true), &change).await?;
    store.step_submission(id, Step::Submit, None, &change).await?;
    Ok(())
}
