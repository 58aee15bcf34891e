//! What `doctor` finds in installations that something is wrong with, one fault at a time.

use crate::server::within;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use store::{Change, Location, NewAccount, Store};

/// A sound installation in a folder of its own, with what the doctor is to be asked.
struct Installation {
    folder: tempfile::TempDir,
    arguments: Vec<String>,
    variables: Vec<(&'static str, String)>,
}

/// What the doctor said.
struct Said {
    code: Option<i32>,
    findings: Vec<Value>,
}

impl Said {
    fn of(&self, id: &str) -> Option<&Value> {
        self.findings.iter().find(|finding| finding["id"] == id)
    }

    /// What is to be done something about; what depends on this machine is left out.
    fn to_do(&self) -> Vec<&str> {
        let is_bad = |finding: &&Value| ["warning", "fault"].contains(&finding["state"].as_str().unwrap());
        let ids = self.findings.iter().filter(is_bad).filter_map(|finding| finding["id"].as_str());
        ids.filter(|id| !["limits.files", "fonts.chinese"].contains(id)).collect()
    }
}

fn account(name: &str, role: duty::Role) -> NewAccount {
    NewAccount {
        name: name.into(),
        full_name: name.into(),
        email: String::new(),
        role,
        office: None,
        active: true,
        identity: Some(format!("https://login.example {name}")),
    }
}

impl Installation {
    fn sound() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder, arguments: vec!["--offline".into()], variables: Vec::new() };
        within(async {
            let store = Store::open(&Location::File(this.database())).await.unwrap();
            for name in ["root", "deputy"] {
                store.put_account(&account(name, duty::Role::Administrator), &change()).await.unwrap();
            }
            fs::create_dir(this.path("backups")).unwrap();
            store.backup(&this.path("backups/today.db")).await.unwrap();
            store.close().await;
        });
        let backups = this.path("backups").to_str().unwrap().to_owned();
        this.give(&["--backups", &backups])
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn database(&self) -> PathBuf {
        self.path("gangyao.db")
    }

    fn give(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|one| (*one).to_owned()));
        self
    }

    fn online(mut self) -> Self {
        self.arguments.retain(|one| one != "--offline");
        self
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Gives a file of heads that our key signed, each with its number and moment; the hash is that of no entry.
    fn anchored(self, heads: &[(u64, &str)], change: fn(String) -> String) -> Self {
        let key = audit::SecretKey::from_bytes([7; 32]);
        let line = |(number, at): &(u64, &str)| {
            let head = audit::Head { number: *number, hash: audit::GENESIS };
            change(audit::SignedHead::sign(head, audit::Sm3Chain::EMPTY, at, &key).to_string())
        };
        let path = self.path("heads");
        write(&path, &heads.iter().map(line).collect::<Vec<_>>().join("\n"));
        self.give(&["--audit-anchor", path.to_str().unwrap()])
    }

    /// Changes the database past the program.
    fn sql(self, statements: &[&str]) -> Self {
        within(async {
            sqlx::any::install_default_drivers();
            let url = format!("sqlite://{}", self.database().display());
            let pool = sqlx::any::AnyPoolOptions::new().max_connections(1).connect(&url).await.unwrap();
            for sql in statements {
                sqlx::query(AssertSqlSafe((*sql).to_owned())).execute(&pool).await.unwrap();
            }
            pool.close().await;
        });
        self
    }

    /// Changes it by the program.
    fn set(self, settings: &[(&str, &str)]) -> Self {
        within(async {
            let store = Store::open(&Location::File(self.database())).await.unwrap();
            for (name, value) in settings {
                store.put_setting(name, value, &change()).await.unwrap();
            }
            store.close().await;
        });
        self
    }

    fn ask(&self) -> Said {
        let database = self.database();
        let mut command = Command::new(env!("CARGO_BIN_EXE_gangyao"));
        command.args(["doctor", "--json"]).args(&self.arguments).envs(self.variables.clone());
        if !self.arguments.iter().any(|one| one == "--database") {
            command.arg("--database").arg(database);
        }
        let output = command.output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let said: Value = serde_json::from_str(&text)
            .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)));
        Said { code: output.status.code(), findings: said["findings"].as_array().unwrap().clone() }
    }
}

fn change() -> Change {
    Change::now("test", "")
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Overwrites the page that an index begins on.
fn spoil_an_index(at: Installation) -> Installation {
    let page: i64 = within(async {
        sqlx::any::install_default_drivers();
        let pool = sqlx::AnyPool::connect(&format!("sqlite://{}", at.database().display())).await.unwrap();
        let sql = "SELECT rootpage FROM sqlite_master WHERE name = 'audit_subject'";
        let page = sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap();
        pool.close().await;
        page
    });
    let mut bytes = fs::read(at.database()).unwrap();
    let from = (page as usize - 1) * 4096;
    bytes[from..from + 4096].fill(0);
    fs::write(at.database(), bytes).unwrap();
    at
}

const REGION_AND_PLAN: [&str; 2] = [
    "INSERT INTO region (id, name) VALUES ('1', '云州市')",
    "INSERT INTO plan (id, region, title, version, position) VALUES ('p', '1', '纲要', 1, 1)",
];

/// Plants a fault in a sound installation.
type Plant = fn(Installation) -> Installation;

#[cfg(unix)]
#[expect(clippy::too_many_lines, reason = "one line for each fault: it is read as a table")]
fn plants() -> Vec<(&'static str, Plant)> {
    vec![
        ("database.missing", |at| {
            fs::remove_file(at.database()).unwrap();
            at
        }),
        ("database.unreadable", |at| {
            write(&at.database(), &"not a database at all ".repeat(500));
            at
        }),
        ("database.damaged", spoil_an_index),
        ("database.risk", |at| at.sql(&["PRAGMA journal_mode = DELETE"])),
        ("database.unreadable", |at| at.give(&["--database", "postgres://nobody@127.0.0.1:1/nothing"])),
        ("secrets.arguments", |at| at.give(&["--database", "postgres://u:hush@127.0.0.1:1/nothing"])),
        ("schema.newer", |at| {
            at.sql(&["INSERT INTO _sqlx_migrations SELECT 9000, 'later', installed_on, success, checksum, execution_time \
                 FROM _sqlx_migrations WHERE version = 1"])
        }),
        ("schema.pending", |at| {
            at.sql(&[
                "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)",
            ])
        }),
        ("schema.altered", |at| at.sql(&["UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 3"])),
        ("schema.broken", |at| at.sql(&["UPDATE _sqlx_migrations SET success = 0 WHERE version = 3"])),
        ("clock.ahead", |at| {
            within(async {
                let store = Store::open(&Location::File(at.database())).await.unwrap();
                let when = "2090-01-01T00:00:00Z".parse().unwrap();
                store.put_setting("note", "1", &Change { when, ..change() }).await.unwrap();
                store.close().await;
            });
            at
        }),
        ("audit.chain", |at| at.sql(&["UPDATE audit SET reason = 'x' WHERE number = 1"])),
        ("audit.content", |at| at.sql(&["UPDATE account SET role = 'planner' WHERE name = 'deputy'"])),
        ("audit.content", |at| at.sql(&["CREATE VIEW shown_to_all AS SELECT * FROM account"])),
        ("rows.dangling", |at| {
            at.sql(&[
                "PRAGMA foreign_keys = OFF",
                "INSERT INTO link (secret, account, expires_at) VALUES ('x', 'nobody', '2026-01-01T00:00:00Z')",
            ])
        }),
        ("rows.attachment", |at| {
            at.sql(&["INSERT INTO attachment VALUES (1, 'a.txt', 'text/plain', 0, '', '', 'root', '2026-01-01T00:00:00Z', NULL)"])
        }),
        ("rows.duty", |at| {
            at.sql(&REGION_AND_PLAN).sql(&[
                "INSERT INTO office (id, name, kind, level) VALUES ('o', '统计局', 'department', 'city')",
                "INSERT INTO duty VALUES ('p', 'indicator', '粮食产量', 'o', 'lead', 'year', 31, 0, '')",
            ])
        }),
        ("rows.office", |at| {
            at.sql(&REGION_AND_PLAN).sql(&[
                "INSERT INTO office (id, name, kind, level) VALUES ('o', '统计局', 'department', 'city')",
                "INSERT INTO duty VALUES ('p', 'project', 'p0001', 'o', 'lead', 'year', 31, 1, '')",
            ])
        }),
        ("rows.share", |at| {
            at.sql(&REGION_AND_PLAN).sql(&["INSERT INTO share VALUES ('p', 't0009', '甲县', 2025, '1')"])
        }),
        ("rows.assignee", |at| {
            at.sql(&REGION_AND_PLAN).sql(&[
                "INSERT INTO matter VALUES (1, 'p', 'finding', 'f', NULL, '', '', 'open', 1, 'account/gone', '', '', '{}', 1, \
                 'root', '2026-01-01T00:00:00Z', 'root', '2026-01-01T00:00:00Z')",
            ])
        }),
        ("rows.session", |at| {
            at.sql(&[
                "UPDATE account SET active = 0 WHERE name = 'deputy'",
                "INSERT INTO session VALUES ('s', 'deputy', 'k', '', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')",
            ])
        }),
        ("rows.token", |at| {
            at.sql(&[
                "UPDATE account SET active = 0 WHERE name = 'deputy'",
                "INSERT INTO token VALUES ('t', 'deputy', '', 'x', 'read', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', NULL)",
            ])
        }),
        ("rows.reporter", |at| at.sql(&["UPDATE account SET role = 'reporter' WHERE name = 'deputy'"])),
        ("accounts.administrator", |at| at.sql(&["UPDATE account SET active = 0"])),
        ("accounts.policy", |at| at.set(&[("policy/separation", "yes"), ("policy/security", "root")])),
        ("jobs.failed", |at| {
            at.sql(&["INSERT INTO job VALUES (1, 'mail', 'k', '', '', '', 'failed', 9, '2026-01-01T00:00:00Z', '', NULL, 'no', \
                 '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 0)"])
        }),
        ("jobs.late", |at| {
            at.sql(&["INSERT INTO job VALUES (1, 'mail', 'k', '', '', '', 'waiting', 0, '2020-01-01T00:00:00Z', '', NULL, '', \
                 '2020-01-01T00:00:00Z', NULL, 0)"])
        }),
        ("mail.from", |at| at.set(&[("secret/mail-server", "smtp://127.0.0.1:1"), ("mail-from", "nobody")])),
        ("mail.server", |at| {
            at.online()
                .set(&[("secret/mail-server", "smtp://127.0.0.1:1"), ("mail-from", "plan@plan.example")])
        }),
        ("webhook", |at| at.set(&[("webhook/1", "https://hook.example/x")])),
        ("sign-on.settings", |at| {
            at.set(&[("oidc/issuer", "http://login.example"), ("oidc/client-id", "g")])
        }),
        ("sign-on.reach", |at| {
            at.online().set(&[("oidc/issuer", "https://127.0.0.1:1"), ("oidc/client-id", "g")])
        }),
        ("settings.rules", |at| at.set(&[("warning-rules", "[not toml")])),
        ("disk.space", |at| at.give(&["--least-space", "99999999999"])),
        ("files.left", |at| {
            write(&at.path("gangyao.db.restoring"), "");
            at
        }),
        ("files.open", |at| {
            mode(at.folder.path(), 0o755);
            mode(&at.database(), 0o644);
            at
        }),
        ("files.log", |at| {
            fs::File::create(at.path("gangyao.db-wal")).unwrap().set_len(300 << 20).unwrap();
            at
        }),
        ("files.write", |at| at.give(&["--database", "/proc/self/gangyao.db"])),
        ("secrets.key", |at| {
            let key = at.path("none.key").to_str().unwrap().to_owned();
            at.give(&["--audit-key", &key])
        }),
        ("secrets.key", |at| {
            let path = at.path("open.key");
            write(&path, &"0".repeat(64));
            mode(&path, 0o644);
            at.give(&["--audit-key", path.to_str().unwrap()])
        }),
        ("anchor.file", |at| {
            let path = at.path("nowhere/heads").to_str().unwrap().to_owned();
            at.give(&["--audit-anchor", &path])
        }),
        ("anchor.damaged", |at| {
            at.anchored(&[(1, "2027-01-01T00:00:00Z")], |line| line.replace("2027", "2028"))
        }),
        ("anchor.old", |at| at.anchored(&[(0, "2021-01-01T00:00:00Z")], |line| line)),
        ("anchor.broken", |at| at.anchored(&[(2, "2027-01-01T00:00:00Z")], |line| line)),
        ("backup.none", |at| {
            fs::remove_file(at.path("backups/today.db")).unwrap();
            at
        }),
        ("backup.old", |at| {
            let then = std::time::SystemTime::now() - std::time::Duration::from_hours(20 * 24);
            fs::File::options()
                .append(true)
                .open(at.path("backups/today.db"))
                .unwrap()
                .set_modified(then)
                .unwrap();
            at
        }),
        ("backup.damaged", |at| {
            let bytes = fs::read(at.path("backups/today.db")).unwrap();
            fs::write(at.path("backups/today.db"), &bytes[..bytes.len() / 2]).unwrap();
            at
        }),
        ("limits.reader", |at| at.with("GANGYAO_READ_MEMORY", "1")),
        ("settings.environment", |at| at.with("GANGYAO_READ_SECONDS", "soon")),
        ("programs.press", |at| at.with("GANGYAO_PRESS", "/nowhere/gangyao-press")),
        ("programs.press", |at| {
            let fake = at.path("gangyao-press");
            write(&fake, "#!/bin/sh\nexit 3\n");
            mode(&fake, 0o755);
            let path = fake.to_str().unwrap().to_owned();
            at.with("GANGYAO_PRESS", &path)
        }),
        ("temporary.write", |at| at.with("TMPDIR", "/proc/self")),
        ("fonts.chinese", |at| {
            let fake = at.path("fc-list");
            write(&fake, "#!/bin/sh\n");
            mode(&fake, 0o755);
            let folder = at.folder.path().to_str().unwrap().to_owned();
            at.with("PATH", folder)
        }),
    ]
}

#[cfg(unix)]
#[test]
fn every_planted_fault_is_found_with_what_to_do() {
    let plants = plants();
    let kinds: std::collections::BTreeSet<&str> = plants.iter().map(|(id, _)| *id).collect();
    assert!(kinds.len() >= 40, "{}", kinds.len());
    for (number, (id, plant)) in plants.into_iter().enumerate() {
        let sound = Installation::sound();
        mode(sound.folder.path(), 0o700);
        let planted = plant(sound);
        let said = planted.ask();
        let shown: Vec<_> =
            said.findings.iter().map(|one| (&one["id"], &one["state"], &one["words"]["en"])).collect();
        let found = said.of(id).unwrap_or_else(|| panic!("{number} {id} is not among {shown:#?}"));
        assert!(said.to_do().contains(&id) || id == "fonts.chinese", "{number} {id}: {found}");
        assert_eq!(said.code, Some(1), "{number} {id}");
        for text in ["/words/zh", "/words/en", "/remedy/zh", "/remedy/en"] {
            let text = found.pointer(text).and_then(Value::as_str).unwrap();
            assert!(text.chars().count() > 5, "{number} {id}: {found}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_sound_installation_has_nothing_to_do() {
    let sound = Installation::sound();
    mode(sound.folder.path(), 0o700);
    let before = fs::read(sound.database()).unwrap();
    let said = sound.ask();
    assert_eq!(said.to_do(), Vec::<&str>::new());
    assert!(said.of("audit.chain").is_some_and(|found| found["state"] == "sound"));
    assert!(said.of("limits.reader").is_some_and(|found| found["state"] == "sound"));
    assert!(said.of("backup.newest").is_some_and(|found| found["state"] == "sound"));
    assert_eq!(fs::read(sound.database()).unwrap(), before, "looking changes nothing");
}

#[test]
fn a_person_reads_it_in_both_languages() {
    let at = Installation::sound().give(&["--least-space", "99999999999"]);
    for (lang, words) in
        [("zh", ["故障", "→ 腾出空间", "需要处理"]), ("en", ["fault", "→ free some space", "need something"])]
    {
        let output = Command::new(env!("CARGO_BIN_EXE_gangyao"))
            .args(["--lang", lang, "doctor", "--database", at.database().to_str().unwrap()])
            .args(&at.arguments)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        for word in words {
            assert!(text.contains(word), "{word} is not in {text}");
        }
        assert!(text.starts_with(words[0]), "the worst comes first: {text}");
    }
}

#[test]
fn postgres_is_looked_at_as_well() {
    let Some(server) = testbed::postgres() else { return };
    let url = server.database("doctor");
    within(async { Store::open(&Location::Postgres(url.clone())).await.unwrap().close().await });
    let at = Installation::sound().give(&["--database", &url]);
    let said = at.ask();
    // The test's server runs without fsync, to be quick.
    assert!(said.to_do().contains(&"database.risk"), "{:?}", said.to_do());
    assert!(said.of("database.lacks").is_some_and(|found| found["state"] == "sound"));
    assert!(said.of("schema").is_some() && said.of("audit.chain").is_some());
}

/// A server of this version over a database to which a later one has added.
#[test]
fn a_server_runs_over_a_database_that_a_later_one_has_added_to() {
    let at = Installation::sound().sql(&[
        "CREATE TABLE later (id BIGINT PRIMARY KEY)",
        "ALTER TABLE plan ADD COLUMN later TEXT",
        "INSERT INTO _sqlx_migrations SELECT 9000, 'expand: later', installed_on, success, checksum, execution_time \
         FROM _sqlx_migrations WHERE version = 1",
    ]);
    let said = at.ask();
    assert!(said.of("schema.ahead").is_some_and(|found| found["state"] == "note"), "{:?}", said.to_do());
    let address = crate::server::free_address();
    let _server = crate::server::Server::start(at.database().to_str().unwrap(), address, &[]);
    let begun = std::time::Instant::now();
    loop {
        if let Ok(text) = crate::server::get(address, "/readyz")
            && text.starts_with("HTTP/1.1 200")
        {
            break;
        }
        assert!(begun.elapsed().as_secs() < 60, "the server does not answer");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}
