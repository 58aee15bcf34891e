use matter::Kinds;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use work::account::Provider;
use work::press::Press;
use work::reader::Reader;

/// How the server shall run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Longest time a request may take before it is answered with 503.
    pub timeout: Duration,
    /// Time for the headers of a request, and for a connection on which nothing is asked.
    pub header_timeout: Duration,
    /// Time for a body; more for each part that comes.
    pub body_timeout: Duration,
    /// Connections that may be open at a time; the longest silent one makes room.
    pub connections: usize,
    /// How many requests are worked on at a time; more wait for their turn.
    pub concurrency: usize,
    /// Largest request body in bytes.
    pub body_limit: usize,
    /// Largest body with files from somebody signed in, in bytes.
    pub upload_limit: usize,
    /// The address that people use, as `https://plan.example`; with https, cookies are for https only.
    pub base_url: Option<String>,
    /// Whether all requests come through a proxy of ours, whose last `X-Forwarded-For` is to be believed.
    pub behind_proxy: bool,
    /// The key that signs exported heads of the audit log.
    pub audit_key: Option<Arc<audit::SecretKey>>,
    /// The file outside the database to which the head of the audit log is appended every day; needs the key.
    pub anchor_file: Option<PathBuf>,
    /// The mail address to which it is sent every day; needs the key.
    pub anchor_mail: Option<String>,
    /// Where people sign in besides here; without it, what an administrator has set up in the store holds.
    pub oidc: Option<Provider>,
    /// How often to look whether another process changed the store.
    pub watch: Duration,
    /// The day on which the server starts, by the clock of the work with the plan: it decides what is due and dates what is
    /// recorded. The machine's day when not set; another for a demonstration or test.
    pub today: Option<jiff::civil::Date>,
    /// How long after a failed try a job, as sending a mail, is tried again; twice as long after each further one.
    pub retry: Duration,
    /// How long a job stays with a server that vanished before another on the same database takes it over.
    pub job_lease: Duration,
    /// Where the files of people are read; in this process when not set.
    pub reader: Reader,
    /// Where PDF files are set; none are offered when not set.
    pub press: Option<Press>,
    /// A request that takes longer is told in the log.
    pub slow_request: Duration,
    /// The kinds of matters; those that come with the program when not set.
    pub kinds: Option<Kinds>,
    /// Whether followers may name addresses inside the own network for webhooks, as in a closed one.
    pub calls_inside: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            connections: 4096,
            concurrency: 512,
            body_limit: 1 << 20,
            upload_limit: 20 << 20,
            base_url: None,
            behind_proxy: false,
            audit_key: None,
            anchor_file: None,
            anchor_mail: None,
            oidc: None,
            watch: Duration::from_millis(300),
            today: None,
            retry: Duration::from_mins(1),
            job_lease: Duration::from_mins(1),
            reader: Reader::Here,
            press: None,
            slow_request: Duration::from_secs(2),
            kinds: None,
            calls_inside: false,
        }
    }
}

impl Settings {
    /// Whether people reach the server by https.
    pub fn is_https(&self) -> bool {
        self.base_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}
