//! A private PostgreSQL from the system's package: own folder, unix socket only, no fsync.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A running server; dropping it stops it.
#[derive(Debug)]
pub struct Server {
    folder: tempfile::TempDir,
    bin: PathBuf,
    /// Whether it archives its log of writes, so that it can be restored to a moment.
    archives: bool,
}

#[allow(clippy::missing_panics_doc)] // a test fails when its database does
impl Server {
    /// Starts a server, or says why it cannot.
    pub fn start() -> Result<Self, String> {
        Self::started(false)
    }

    /// Starts a server that archives its log of writes, or says why it cannot.
    pub fn start_archiving() -> Result<Self, String> {
        Self::started(true)
    }

    fn started(archives: bool) -> Result<Self, String> {
        let bin = programs().ok_or("no PostgreSQL programs in /usr/lib/postgresql/*/bin")?;
        let server = Self { folder: folder()?, bin, archives };
        own(server.folder.path())?;
        std::fs::create_dir(server.archive()).map_err(|e| e.to_string())?;
        own(&server.archive())?;
        let data = server.data();
        let data = data.to_str().expect("utf-8");
        server
            .run("initdb", &["-D", data, "-U", "gangyao", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])?;
        server.launch()?;
        Ok(server)
    }

    /// URL of a database on this server.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://gangyao@localhost/{database}?host={}", self.folder.path().display())
    }

    /// Makes an empty database and gives its URL.
    pub fn database(&self, name: &str) -> String {
        let socket = self.folder.path().to_str().expect("utf-8").to_owned();
        self.run("createdb", &["-h", &socket, "-U", "gangyao", name]).expect("createdb");
        self.url(name)
    }

    /// Ends the server without giving it time to finish anything, as a failure of the machine would.
    pub fn crash(&self) {
        let data = self.data();
        let data = data.to_str().expect("utf-8");
        self.run("pg_ctl", &["-D", data, "-m", "immediate", "-w", "stop"]).expect("stop");
    }

    /// Starts the server again after [`Server::crash`].
    pub fn restart(&self) {
        self.launch().expect("start");
    }

    /// A copy of a running server, as a nightly backup makes it: not started, to be restored by [`Server::recover`].
    #[must_use]
    pub fn base_backup(&self) -> Self {
        let copy = Self { folder: folder().expect("folder"), bin: self.bin.clone(), archives: false };
        own(copy.folder.path()).expect("own");
        let (data, socket) = (copy.data(), self.folder.path().to_str().expect("utf-8"));
        let data = data.to_str().expect("utf-8");
        self.run(
            "pg_basebackup",
            &["-D", data, "-h", socket, "-U", "gangyao", "-X", "stream", "-c", "fast", "-N"],
        )
        .expect("pg_basebackup");
        copy
    }

    /// Waits until everything that was written is in the archive; ends the current file of the log for that.
    pub fn archive_all(&self) {
        let socket = self.folder.path().to_str().expect("utf-8").to_owned();
        let ask = "DO $$ DECLARE wanted text := pg_walfile_name(pg_switch_wal()); BEGIN FOR i IN 1..300 LOOP \
                   PERFORM pg_stat_clear_snapshot(); \
                   EXIT WHEN (SELECT last_archived_wal >= wanted FROM pg_stat_archiver); PERFORM pg_sleep(0.1); \
                   END LOOP; END $$";
        self.run("psql", &["-h", &socket, "-U", "gangyao", "-d", "postgres", "-q", "-c", ask])
            .expect("archived");
    }

    /// Starts a copy with what the archive of its origin has up to a moment, as the database writes moments.
    pub fn recover(&self, origin: &Self, moment: &str) {
        let settings = format!(
            "\nrestore_command = 'cp {}/%f %p'\nrecovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n",
            origin.archive().display()
        );
        let path = self.data().join("postgresql.auto.conf");
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        std::fs::write(&path, before + &settings).expect("settings");
        std::fs::write(self.data().join("recovery.signal"), "").expect("signal");
        own(&self.data().join("recovery.signal")).expect("own");
        self.launch().expect("start");
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    fn launch(&self) -> Result<(), String> {
        let (data, log) = (self.data(), self.data().join("log"));
        let socket = self.folder.path().display();
        let mut options = format!(
            "-c listen_addresses= -c unix_socket_directories={socket} -c fsync=off -c max_connections=120"
        );
        if self.archives {
            let archive = self.archive();
            let command = format!("cp %p {0}/%f.part && mv {0}/%f.part {0}/%f", archive.display());
            let _ = write!(options, " -c archive_mode=on -c archive_command='{command}'");
        }
        let (data, log) = (data.to_str().expect("utf-8"), log.to_str().expect("utf-8"));
        self.run("pg_ctl", &["-D", data, "-w", "-l", log, "-o", &options, "start"])
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Runs a program of PostgreSQL; as an ordinary user, because initdb refuses root.
    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let path = self.bin.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", unprivileged(), "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        status(command.args(arguments).current_dir(self.folder.path()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        let _ = self.run("pg_ctl", &["-D", data.to_str().expect("utf-8"), "-m", "immediate", "-w", "stop"]);
    }
}

/// Gives a file or folder to whoever runs the server.
fn own(path: &Path) -> Result<(), String> {
    if !is_root() {
        return Ok(());
    }
    status(Command::new("chown").arg(unprivileged()).arg(path))
}

fn folder() -> Result<tempfile::TempDir, String> {
    tempfile::Builder::new().prefix("gangyao-pg-").tempdir().map_err(|error| error.to_string())
}

fn status(command: &mut Command) -> Result<(), String> {
    // Into files, not pipes: the server keeps the descriptors open and a pipe would never end.
    let output = command
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .map_err(|error| error.to_string())?;
    if output.success() { Ok(()) } else { Err(format!("{command:?} failed")) }
}

fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|data| std::os::unix::fs::MetadataExt::uid(&data) == 0)
}

fn unprivileged() -> &'static str {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    if users.lines().any(|line| line.starts_with("postgres:")) && Path::new("/usr/sbin/runuser").exists() {
        "postgres"
    } else {
        "nobody"
    }
}
