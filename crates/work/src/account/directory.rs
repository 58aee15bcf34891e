//! People and bodies from a sheet that a directory gave: who is new, who changed, who has left.
//!
//! [`read`] compares the sheet with what is there and changes nothing; [`apply`] does what it found, when there is no problem.

use crate::account::line::{is_mail_address, line};
use crate::account::link::is_name;
use audit::Digest;
use duty::Role;
use plan::BodyKind;
use source::Words;
use std::collections::{BTreeMap, BTreeSet};
use store::{Account, Change, NewAccount, Office, OfficeLevel, Store, StoreError};

/// Each line: sort of word, what it means, and the words.
const WORDS: &str = include_str!("directory.tsv");

/// What a sheet asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Bodies that there are not yet, parents first.
    pub offices: Vec<Office>,
    /// Accounts that there are not yet.
    pub new: Vec<NewAccount>,
    /// Accounts that change.
    pub changed: Vec<NewAccount>,
    /// Accounts of those who have left, to be closed.
    pub closed: Vec<NewAccount>,
    /// How many accounts are as the sheet says.
    pub unchanged: usize,
    /// What cannot be taken, each with its row; while there is any, nothing is done.
    pub problems: Vec<Words>,
}

impl Directory {
    /// Refuses what would change the role of an account or close it: whoever takes a sheet over stays who they are.
    #[must_use]
    pub fn sparing(mut self, own: &Account) -> Self {
        let hits = |one: &NewAccount| one.name == own.name && (one.role != own.role || !one.active);
        if self.changed.iter().chain(&self.closed).any(hits) {
            self.problems.push(Words::new(
                format!("表中改动了您自己的账号“{}”的角色或状态，请另一位管理员操作", own.name),
                format!(
                    "the sheet changes the role or state of your own account “{}”; ask another administrator",
                    own.name
                ),
            ));
        }
        self
    }

    /// Whether anything is to be done, and may be.
    pub fn is_ready(&self) -> bool {
        let asked = [&self.new, &self.changed, &self.closed].iter().any(|all| !all.is_empty());
        self.problems.is_empty() && (asked || !self.offices.is_empty())
    }

    /// Names what is asked for: the same sheet asks for something else when accounts changed meanwhile.
    pub fn digest(&self) -> String {
        let mut digest = Digest::default();
        digest.text(&format!("{self:?}"));
        digest.finish().to_string()
    }
}

/// What becomes of active accounts that a sheet does not name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absent {
    /// They stay.
    Kept,
    /// They are closed, as the sheet names everybody. Accounts of administrators stay: the program may have some that no
    /// directory knows.
    Closed,
}

/// What a word of a sort means.
fn meaning(sort: &str, word: &str) -> Option<&'static str> {
    let plain: String = word.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    WORDS.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
        let mut fields = line.split('\t');
        let (of, means, words) = (fields.next()?, fields.next()?, fields.next()?);
        (of == sort && words.split('|').any(|one| one == plain)).then_some(means)
    })
}

/// The row of heads, and which column has what. It is the first with an account and one more known head.
fn heads(rows: &[Vec<String>]) -> Option<(usize, BTreeMap<&'static str, usize>)> {
    rows.iter().enumerate().find_map(|(at, row)| {
        let mut columns = BTreeMap::new();
        for (column, word) in row.iter().enumerate() {
            if let Some(means) = meaning("head", word) {
                columns.entry(means).or_insert(column);
            }
        }
        (columns.contains_key("name") && columns.len() > 1).then_some((at, columns))
    })
}

/// Compares a sheet with the accounts and bodies that there are. Cells that are empty, and columns that are missing, leave an
/// account as it is.
pub fn read(rows: &[Vec<String>], accounts: &[Account], offices: &[Office], absent: Absent) -> Directory {
    let mut found = Directory::default();
    let Some((at, columns)) = heads(rows) else {
        found.problems.push(Words::new(
            "找不到表头：至少要有“账号”一列，另有姓名、单位、角色、邮箱、状态等列",
            "there is no row of heads: a column “account” is needed, beside name, office, role, email, state",
        ));
        return found;
    };
    let mut named = BTreeSet::new();
    let mut owners: BTreeMap<String, String> =
        accounts.iter().filter_map(|one| Some((one.identity.clone()?, one.name.clone()))).collect();
    for (number, row) in rows.iter().enumerate().skip(at + 1) {
        let cell = |head: &str| columns.get(head).and_then(|at| row.get(*at)).map_or("", |text| text.trim());
        if row.iter().all(|text| text.trim().is_empty()) {
            continue;
        }
        match person(&cell, accounts, offices, &mut found.offices) {
            Err(words) => found.problems.push(in_row(number + 1, &words)),
            Ok(person) if !named.insert(person.name.clone()) => {
                let twice = Words::new(
                    format!("账号“{}”出现了两次", person.name),
                    format!("the account “{}” stands here twice", person.name),
                );
                found.problems.push(in_row(number + 1, &twice));
            }
            Ok(person) => match anothers(&person, &mut owners) {
                Some(words) => found.problems.push(in_row(number + 1, &words)),
                None => sort_in(person, accounts, &mut found),
            },
        }
    }
    if absent == Absent::Closed {
        let gone = accounts
            .iter()
            .filter(|one| one.active && one.role != Role::Administrator && !named.contains(&one.name));
        found.closed.extend(gone.map(|one| NewAccount { active: false, ..as_it_is(one) }));
    }
    keep_an_administrator(accounts, &mut found);
    found
}

/// Why a person cannot have their identity of single sign-on: another account has it.
fn anothers(person: &NewAccount, owners: &mut BTreeMap<String, String>) -> Option<Words> {
    let identity = person.identity.clone()?;
    let owner = owners.entry(identity).or_insert_with(|| person.name.clone());
    (*owner != person.name).then(|| {
        Words::new(
            format!("统一认证标识已属于账号“{owner}”"),
            format!("the identity of single sign-on belongs to the account “{owner}”"),
        )
    })
}

fn in_row(number: usize, words: &Words) -> Words {
    Words::new(format!("第 {number} 行：{}", words.zh), format!("row {number}: {}", words.en))
}

fn as_it_is(account: &Account) -> NewAccount {
    NewAccount {
        name: account.name.clone(),
        full_name: account.full_name.clone(),
        email: account.email.clone(),
        role: account.role,
        office: account.office.clone(),
        active: account.active,
        identity: account.identity.clone(),
    }
}

/// The account that a row describes.
fn person<'r>(
    cell: &impl Fn(&str) -> &'r str,
    accounts: &[Account],
    offices: &[Office],
    new_offices: &mut Vec<Office>,
) -> Result<NewAccount, Words> {
    let name = cell("name");
    if !is_name(name) {
        return Err(Words::new(
            format!("“{name}”不能作账号名：应为 2 到 60 个字母、数字或 . _ - @"),
            format!("“{name}” cannot name an account: 2 to 60 letters, digits or . _ - @"),
        ));
    }
    let known = accounts.iter().find(|one| one.name == name).map(as_it_is);
    let role = match (cell("role"), &known) {
        ("", Some(known)) => known.role,
        ("", None) => Role::Reporter,
        (word, _) => meaning("role", word).and_then(Role::parse).ok_or_else(|| {
            Words::new(
                format!("没有“{word}”这个角色；可用：规划、填报、领导、审计、管理员"),
                format!(
                    "there is no role “{word}”; known are planner, reporter, leader, auditor, administrator"
                ),
            )
        })?,
    };
    let email = cell("email");
    if !email.is_empty() && !is_mail_address(email) {
        return Err(Words::new(format!("“{email}”不是邮件地址"), format!("“{email}” is no mail address")));
    }
    let active = match cell("state") {
        "" => known.as_ref().is_none_or(|known| known.active),
        word if meaning("gone", word).is_some() => false,
        word if meaning("here", word).is_some() => true,
        word => {
            return Err(Words::new(
                format!("看不懂状态“{word}”；请写在职或离职"),
                format!("the state “{word}” is not known; write active or left"),
            ));
        }
    };
    let of_old = |pick: fn(&NewAccount) -> String| known.as_ref().map(pick).unwrap_or_default();
    let or_old = |text: &str, pick: fn(&NewAccount) -> String| {
        if text.is_empty() { of_old(pick) } else { line(text) }
    };
    let full_name = or_old(cell("full-name"), |known| known.full_name.clone());
    // Whoever has left needs no body; one that only they named is not made.
    let office = match cell("office") {
        "" => known.as_ref().and_then(|known| known.office.clone()),
        _ if !active => known.as_ref().and_then(|known| known.office.clone()),
        text => Some(office(&line(text), cell, offices, new_offices)?),
    };
    let identity = match cell("identity") {
        "" => known.as_ref().and_then(|known| known.identity.clone()),
        text => Some(text.to_owned()),
    };
    Ok(NewAccount {
        full_name: if full_name.is_empty() { name.to_owned() } else { full_name },
        email: or_old(email, |known| known.email.clone()),
        name: name.to_owned(),
        role,
        office,
        active,
        identity,
    })
}

/// The id of the body that a row names, by id or name; one that is not there yet is made, with its parent.
fn office<'r>(
    name: &str,
    cell: &impl Fn(&str) -> &'r str,
    offices: &[Office],
    new: &mut Vec<Office>,
) -> Result<String, Words> {
    let find = |name: &str, new: &[Office]| {
        let mut all = offices.iter().chain(new);
        all.find(|one| one.id == name || one.name == name).map(|one| one.id.clone())
    };
    if let Some(id) = find(name, new) {
        return Ok(id);
    }
    let level = match cell("level") {
        "" => OfficeLevel::City,
        word => meaning("level", word).and_then(OfficeLevel::parse).ok_or_else(|| {
            Words::new(
                format!("看不懂层级“{word}”；请写市级、县级或乡镇"),
                format!("the level “{word}” is not known; write city, county or town"),
            )
        })?,
    };
    let plain = |name: &str, parent: Option<String>, level: OfficeLevel, region: &str| Office {
        id: name.to_owned(),
        name: name.to_owned(),
        kind: if name.ends_with("政府") { BodyKind::Government } else { BodyKind::Department },
        level,
        parent,
        region: region.to_owned(),
    };
    let parent = match line(cell("parent")).as_str() {
        "" => None,
        above if above == name => None,
        above => Some(find(above, new).unwrap_or_else(|| {
            new.push(plain(above, None, level, cell("region")));
            above.to_owned()
        })),
    };
    new.push(plain(name, parent, level, cell("region")));
    Ok(name.to_owned())
}

fn sort_in(person: NewAccount, accounts: &[Account], found: &mut Directory) {
    match accounts.iter().find(|one| one.name == person.name).map(as_it_is) {
        // Somebody who has left and never had an account needs none.
        None if !person.active => found.unchanged += 1,
        None => found.new.push(person),
        Some(old) if old == person => found.unchanged += 1,
        Some(old) if old.active && !person.active => found.closed.push(person),
        Some(_) => found.changed.push(person),
    }
}

/// A sheet never takes the last administrator away.
fn keep_an_administrator(accounts: &[Account], found: &mut Directory) {
    let is_one = |role: Role, active: bool| role == Role::Administrator && active;
    let told: BTreeMap<&str, bool> = (found.new.iter().chain(&found.changed).chain(&found.closed))
        .map(|one| (one.name.as_str(), is_one(one.role, one.active)))
        .collect();
    let stays = accounts
        .iter()
        .any(|one| told.get(one.name.as_str()).copied().unwrap_or_else(|| is_one(one.role, one.active)));
    let was = accounts.iter().any(|one| is_one(one.role, one.active));
    if was && !stays && !told.values().any(|is_one| *is_one) {
        found.problems.push(Words::new(
            "照此表将没有任何在用的管理员账号",
            "after this sheet no active account of an administrator would be left",
        ));
    }
}

/// Does what a sheet asks for; each account is one entry of the log. Done again, it goes on where it was broken off.
///
/// # Errors
/// What the store says; a sheet with problems is not to be given here and changes nothing.
pub async fn apply(store: &Store, directory: &Directory, change: &Change) -> Result<(), StoreError> {
    if !directory.problems.is_empty() {
        return Ok(());
    }
    if !directory.offices.is_empty() {
        store.put_offices(&directory.offices, change).await?;
    }
    for account in directory.new.iter().chain(&directory.changed).chain(&directory.closed) {
        store.put_account(account, change).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str, role: Role) -> Account {
        Account {
            name: name.into(),
            full_name: name.into(),
            email: String::new(),
            role,
            office: None,
            active: true,
            password: None,
            identity: None,
        }
    }

    fn there() -> Vec<Account> {
        vec![
            account("root", Role::Administrator),
            account("li", Role::Reporter),
            account("han", Role::Leader),
        ]
    }

    fn sheet(text: &str) -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
    }

    fn names(accounts: &[NewAccount]) -> Vec<&str> {
        accounts.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn a_sheet_tells_who_is_new_who_changed_and_who_has_left() {
        let rows = sheet(
            "某市人员名录,,,,,\n账 号,姓名,所属单位,上级单位,角色,在职状态\nli,李雷,统计局,市政府,填报,在职\n\
             zhao,赵敏,统计局,,规划人员,\nhan,,,,,退休\nold,老李,档案局,,,离职\n,,,,,",
        );
        let found = read(&rows, &there(), &[], Absent::Kept);
        assert_eq!(found.problems, []);
        let made: Vec<_> =
            found.offices.iter().map(|one| (one.name.as_str(), one.parent.as_deref())).collect();
        assert_eq!(made, [("市政府", None), ("统计局", Some("市政府"))], "nobody is left in 档案局");
        assert_eq!(
            (names(&found.new), names(&found.changed), names(&found.closed)),
            (vec!["zhao"], vec!["li"], vec!["han"])
        );
        assert_eq!((found.new[0].role, found.new[0].office.as_deref()), (Role::Planner, Some("统计局")));
        assert_eq!((found.changed[0].full_name.as_str(), found.changed[0].role), ("李雷", Role::Reporter));
        assert_eq!((found.closed[0].role, found.closed[0].active, found.unchanged), (Role::Leader, false, 1));
    }

    #[test]
    fn whoever_a_whole_sheet_does_not_name_has_left() {
        let rows = sheet("account,name\nli,li");
        assert_eq!(names(&read(&rows, &there(), &[], Absent::Kept).closed), Vec::<&str>::new());
        let found = read(&rows, &there(), &[], Absent::Closed);
        assert_eq!((names(&found.closed), found.unchanged), (vec!["han"], 1), "administrators stay");
    }

    #[test]
    fn what_cannot_be_taken_is_told_by_row() {
        let rows = sheet(
            "账号,邮箱,角色,状态\na b,,,\nli,nobody,,\nli2,,皇帝,\nli3,,,飞升\nli4,,,\nli4,,,\nroot,,填报,",
        );
        let found = read(&rows, &there(), &[], Absent::Kept);
        let told: Vec<&str> = found.problems.iter().map(|words| words.zh.as_str()).collect();
        assert_eq!(told.len(), 6, "{told:?}");
        for (at, begins) in
            ["第 2 行", "第 3 行", "第 4 行", "第 5 行", "第 7 行", "照此表将没有"].iter().enumerate()
        {
            assert!(told[at].starts_with(begins), "{told:?}");
        }
        assert_eq!(read(&sheet("甲,乙\n1,2"), &there(), &[], Absent::Closed).problems.len(), 1);
    }

    #[test]
    fn nobody_closes_or_changes_the_own_account_by_a_sheet() {
        let own = account("root", Role::Administrator);
        let mut all = there();
        all.push(account("second", Role::Administrator));
        for (text, is_refused) in [
            ("账号,角色\nroot,规划", true),
            ("账号,状态\nroot,离职", true),
            ("账号,姓名\nroot,管", false),
            ("账号,状态\nli,离职", false),
        ] {
            let found = read(&sheet(text), &all, &[], Absent::Kept).sparing(&own);
            assert_eq!(!found.problems.is_empty(), is_refused, "{text}: {:?}", found.problems);
            assert_eq!(found.is_ready(), !is_refused, "{text}");
        }
    }

    #[test]
    fn an_identity_is_that_of_one_account() {
        let mut all = there();
        all[1].identity = Some("urn:x 1".into());
        let rows = sheet("账号,统一认证标识\nhan,urn:x 1\nli,urn:x 1\nann,urn:x 2\nbob,urn:x 2");
        let found = read(&rows, &all, &[], Absent::Kept);
        let told: Vec<&str> = found.problems.iter().map(|words| words.en.as_str()).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("row 2") && told[0].contains("“li”"), "{told:?}");
        assert!(told[1].starts_with("row 5") && told[1].contains("“ann”"), "{told:?}");
    }

    #[test]
    fn a_sheet_that_asks_for_something_else_is_told() {
        let rows = sheet("账号,状态\nli,离职");
        let first = read(&rows, &there(), &[], Absent::Kept).digest();
        assert_eq!(first, read(&rows, &there(), &[], Absent::Kept).digest());
        assert_ne!(first, read(&rows, &there()[..1], &[], Absent::Kept).digest());
    }

    #[test]
    fn bodies_are_known_by_id_and_name() {
        let known = Office {
            id: "tj".into(),
            name: "市统计局".into(),
            kind: BodyKind::Department,
            level: OfficeLevel::City,
            parent: None,
            region: String::new(),
        };
        let rows = sheet("账号,单位,层级,地区\nann,tj,,\nbob,市统计局,,\ncat,东港市统计局,县级,东港市");
        let found = read(&rows, &[], &[known], Absent::Kept);
        let of: Vec<_> = found.new.iter().map(|one| one.office.as_deref().unwrap()).collect();
        assert_eq!(of, ["tj", "tj", "东港市统计局"]);
        assert_eq!((found.offices.len(), found.offices[0].level), (1, OfficeLevel::County));
        assert_eq!(found.offices[0].region, "东港市");
    }
}
