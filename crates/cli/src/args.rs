//! What can be typed: the arguments of every command.
//!
//! Help texts stand here in English; `help_zh` holds the Chinese ones, and a test keeps the two complete.

mod assess;
mod report;
mod space;
mod trail;
mod upkeep;

pub(crate) use assess::Assess;
pub(crate) use report::Report;
pub(crate) use space::{Layers, Space, SpaceArea, SpaceCheck, SpaceCommand, SpaceForm, length};
pub(crate) use trail::{Audit, AuditCommand};
pub(crate) use upkeep::{About as AboutProgram, Doctor};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Turn a five-year plan from a document into a running system.
#[derive(Debug, Parser)]
#[command(name = "gangyao", version, max_term_width = 100, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// Language of everything that is printed; by default that of the environment
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<LangName>,
    /// When to use colour: auto is on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// A language on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LangName {
    Zh,
    En,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read a plan document and write a plan package, or print a summary
    Compile(Compile),
    /// Check a plan document or package
    Check(Check),
    /// Hold a plan against the plan above it or before it, row by row
    Align(Align),
    /// Print a rule's page, or the whole rule reference
    Rule(Rule),
    /// Assess every target: progress, forecast, probability, warning
    Assess(Assess),
    /// Write a yearly, mid-term or final report, every number of it with its trace
    Report(Report),
    /// Score an assessed plan by group, region or body, with rank intervals
    Evaluate(Evaluate),
    /// Print the track record of the warnings, or replay past periods of a panel
    Backtest(Backtest),
    /// Forecast any yearly series with intervals, or answer how probable targets are
    Forecast(Forecast),
    /// Which targets cannot all be true, what if, and what it would take
    Scenario(Scenario),
    /// Load a plan document or package into the database
    Load(Load),
    /// Add the figures of a file to a stored plan
    Import(Import),
    /// Print what a file of figures says, figure by figure, without a plan
    Table(Table),
    /// Lay layers of plans over each other, and measure them
    Space(Space),
    /// Write a plan with all its figures as a package or in open formats
    Export(Export),
    /// Seal what is needed to make the judgement of a plan anew, and sign it
    Release(Release),
    /// Check the files, the seal and the chain of a release
    Verify(Verify),
    /// Write everything to one backup file, also while serving
    Backup(Backup),
    /// Replace everything by what a backup file holds
    Restore(Restore),
    /// Verify the audit log, export a signed head of it, or go over to another key
    Audit(Audit),
    /// Look at an installation and say what to do
    Doctor(Doctor),
    /// Manage accounts
    User(User),
    /// Serve the pages and the API
    Serve(Serve),
    /// Serve the bundled examples, and plans of your own, from a temporary folder
    Demo(Demo),
    /// Print the shell completions
    Completions(Completions),
    /// Print the manual page
    Man,
    /// Print version, licence, and what is built in
    About(AboutProgram),
}

/// Options of `compile`.
#[derive(Args, Debug)]
pub(crate) struct Compile {
    /// Plan document: txt, Markdown, HTML, docx, or PDF with a text layer
    pub(crate) doc: PathBuf,
    /// Directory to write the plan package to; without it a summary is printed
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) about: About,
}

/// What a person may know better than the document.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct About {
    /// Region of the plan, when the document does not say it
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<String>,
    /// Years of the plan (2016-2020), when the document does not say them
    #[arg(long, value_name = "YEARS", value_parser = period)]
    pub(crate) period: Option<plan::Period>,
    /// Kind of document, when it is taken for another: outline, special-plan, action-plan, annual-plan,
    /// bulletin, evaluation, division, appraisal, policy, dispatch, other
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub(crate) kind: Option<plan::DocumentKind>,
}

/// Options of `check`.
#[derive(Args, Debug)]
pub(crate) struct Check {
    /// Plan document or plan package directory
    pub(crate) plan: PathBuf,
    /// Form of the output: for people, as an array of findings, or as SARIF 2.1.0
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Human)]
    pub(crate) format: Form,
    /// Only these rules: codes, names or families, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub(crate) select: Vec<String>,
    /// Without these rules: codes, names or families, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "RULES")]
    pub(crate) ignore: Vec<String>,
    /// Without the rules on trial, whose findings are questions
    #[arg(long)]
    pub(crate) no_preview: bool,
    /// File of silenced findings, each with its reason
    #[arg(long, value_name = "FILE")]
    pub(crate) silence: Option<PathBuf>,
    /// Compare with this plan of a higher level, document or package
    #[arg(long, value_name = "PLAN")]
    pub(crate) against: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) about: About,
}

/// Options of `align`.
#[derive(Args, Debug)]
pub(crate) struct Align {
    /// Plan document or plan package directory
    pub(crate) plan: PathBuf,
    /// The plan that it follows or comes after, document or package
    pub(crate) other: PathBuf,
    /// What the other plan is: one that this plan has to follow, or one of the period before
    #[arg(long, value_enum, value_name = "RELATION", default_value_t = Relation::Upper)]
    pub(crate) relation: Relation,
    /// Rows that are nothing to take up as well
    #[arg(long)]
    pub(crate) all: bool,
    /// Form of the output
    #[arg(long, value_enum, value_name = "FORM", default_value_t = RowForm::Text)]
    pub(crate) format: RowForm,
}

/// What another plan is to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Relation {
    Upper,
    Earlier,
}

/// Form of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RowForm {
    Text,
    Json,
}

/// Form of diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Human,
    Json,
    Sarif,
}

/// Options of `rule`.
#[derive(Args, Debug)]
pub(crate) struct Rule {
    /// Code or name of the rule
    #[arg(required_unless_present = "all")]
    pub(crate) code: Option<String>,
    /// The whole reference
    #[arg(long)]
    pub(crate) all: bool,
}

/// A plan, its figures, and the moment to judge it at.
#[derive(Args, Debug)]
pub(crate) struct Moment {
    /// Plan package directory or plan document
    pub(crate) plan: PathBuf,
    /// Figures: csv or xlsx, tidy or with years as columns; may be given several times
    #[arg(long, visible_alias = "figures", value_name = "FILE")]
    pub(crate) observations: Vec<PathBuf>,
    /// Last year whose figures count; by default the last with figures
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1949..=2100))]
    pub(crate) as_of: Option<i32>,
    /// Use only what was known on this day (2019-03-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) known_at: Option<String>,
    /// Show this published method beside our own; may be given several times
    #[arg(long, value_name = "NAME")]
    pub(crate) method: Vec<String>,
    /// File of warning rules in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
}

/// Options of `evaluate`.
#[derive(Args, Debug)]
pub(crate) struct Evaluate {
    #[command(flatten)]
    pub(crate) moment: Moment,
    /// What is scored: group, region or body
    #[arg(long, value_name = "WHAT", default_value = "group")]
    pub(crate) by: String,
    /// Weights of the targets: equal, entropy, ahp, or a CSV file of target,weight
    #[arg(long, value_name = "WEIGHTS", default_value = "equal")]
    pub(crate) weights: String,
    /// Pairwise judgements for ahp: a square CSV with target ids as header and first column
    #[arg(long, value_name = "FILE")]
    pub(crate) judgements: Option<PathBuf>,
    /// How the targets are put together: arithmetic, geometric, harmonic or mazziotta-pareto
    #[arg(long, value_name = "HOW", default_value = "arithmetic")]
    pub(crate) aggregation: String,
    /// Draws with changed weights and aggregations, for the rank intervals
    #[arg(long, value_name = "NUMBER", default_value_t = 1000)]
    pub(crate) draws: usize,
    /// Seed of the draws
    #[arg(long, value_name = "NUMBER", default_value_t = 20_160_101)]
    pub(crate) seed: u64,
    /// Form of the output: a table for people, csv or json
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TableForm::Table)]
    pub(crate) format: TableForm,
}

/// Options of `backtest`.
#[derive(Args, Debug)]
pub(crate) struct Backtest {
    /// Yearly series to replay, long or wide as for forecast; without it the shipped record is printed
    pub(crate) panel: Option<PathBuf>,
    /// Id of a series that should fall; may be given several times
    #[arg(long, value_name = "ID")]
    pub(crate) falling: Vec<String>,
    /// File of warning rules in place of the built-in ones
    #[arg(long, value_name = "FILE")]
    pub(crate) rules: Option<PathBuf>,
    /// Print the whole record as CSV, by years left
    #[arg(long)]
    pub(crate) csv: bool,
}

/// Form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableForm {
    Table,
    Csv,
    Json,
}

/// Options of `forecast`.
#[derive(Args, Debug)]
pub(crate) struct Forecast {
    /// CSV of yearly series: long (id,period,value) or wide (id, then values oldest first; a header line)
    pub(crate) series: PathBuf,
    /// Years ahead
    #[arg(short = 'H', long, value_name = "YEARS", default_value_t = 6)]
    pub(crate) horizon: usize,
    /// Levels of the intervals in per cent, separated by commas
    #[arg(long, value_delimiter = ',', value_name = "LEVELS", default_value = "95,80", value_parser = clap::value_parser!(u8).range(1..=99))]
    pub(crate) levels: Vec<u8>,
    /// Questions: CSV with unique_id,k,h,target; the answer is the probability that the value is at or above the target
    #[arg(long, value_name = "FILE")]
    pub(crate) ask: Option<PathBuf>,
    /// Calibrate on the past of the series in this file in place of the shipped table
    #[arg(long, value_name = "FILE")]
    pub(crate) panel: Option<PathBuf>,
    /// Write to this file in place of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// Options of `scenario`.
#[derive(Args, Debug)]
pub(crate) struct Scenario {
    #[command(subcommand)]
    pub(crate) command: ScenarioCommand,
}

/// What to do with a plan's identities.
#[derive(Debug, Subcommand)]
pub(crate) enum ScenarioCommand {
    /// List the numbers that cannot all be true, with their smallest repairs, and what follows from the rest
    Check {
        /// Plan package directory or plan document
        plan: PathBuf,
        /// Scenario file, for its values and identities
        #[arg(long, value_name = "FILE")]
        scenario: Option<PathBuf>,
        /// Form of the output
        #[arg(long, value_enum, value_name = "FORM", default_value_t = TextForm::Text)]
        format: TextForm,
    },
    /// Set the levers of a scenario file and show what moves, why, and how likely the targets are
    Run {
        #[command(flatten)]
        moment: Moment,
        /// Scenario file (toml)
        #[arg(long, value_name = "FILE")]
        scenario: PathBuf,
        /// Correlations of forecast errors in place of the shipped ones: a, b, rho, n, separated by tabs
        #[arg(long, value_name = "FILE")]
        correlations: Option<PathBuf>,
        /// Form of the output
        #[arg(long, value_enum, value_name = "FORM", default_value_t = TextForm::Text)]
        format: TextForm,
    },
    /// Run a model of system dynamics (XMILE): its curves, or beside the past and the forecasts of a plan
    Model {
        /// Model file (.xmile, .stmx)
        model: PathBuf,
        /// Mapping file (toml): which variable is which indicator
        #[arg(long, value_name = "FILE", requires = "plan")]
        map: Option<PathBuf>,
        /// Plan package directory or plan document
        #[arg(long, value_name = "PLAN", requires = "map")]
        plan: Option<PathBuf>,
        /// Figures: csv or xlsx, tidy or with years as columns; may be given several times
        #[arg(long, value_name = "FILE")]
        observations: Vec<PathBuf>,
        /// Last year whose figures count; by default the last with figures
        #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1949..=2100))]
        as_of: Option<i32>,
        /// Use only what was known on this day (2019-03-31)
        #[arg(long, value_name = "DATE")]
        known_at: Option<String>,
        /// Only these variables; may be given several times
        #[arg(long, value_name = "NAME")]
        variable: Vec<String>,
        /// Which loops drive the model, when, in place of its curves
        #[arg(long, conflicts_with_all = ["map", "variable"])]
        loops: bool,
        /// Form of the output: csv of the curves or json; beside a plan text or json
        #[arg(long, value_enum, value_name = "FORM", default_value_t = TextForm::Text)]
        format: TextForm,
    },
    /// Learn from a panel of one's own how forecast errors move together: a table for --correlations
    Correlate {
        /// Panel (csv): region, year, indicator (catalogue key), value
        panel: PathBuf,
        /// Years ahead
        #[arg(long, value_name = "YEARS", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=20))]
        ahead: u16,
        /// Cases that a pair needs
        #[arg(long, value_name = "COUNT", default_value_t = 60)]
        least: usize,
    },
    /// Estimate on a panel what a change of one quantity does to another: an [[effect]] with its interval, or why there is none
    Effect {
        /// Panel (csv): region, year, indicator (catalogue key), value
        panel: PathBuf,
        /// What moves
        #[arg(long, value_name = "KEY")]
        of: String,
        /// What follows
        #[arg(long, value_name = "KEY")]
        on: String,
        /// Plan package directory or plan document, for its identities
        #[arg(long, value_name = "PLAN")]
        plan: Option<PathBuf>,
    },
    /// Say what each target would take from now on, and what is sought in a scenario file
    Seek {
        #[command(flatten)]
        moment: Moment,
        /// Only this target: its id, or the id, key or name of its indicator; may be given several times
        #[arg(long, value_name = "NAME")]
        target: Vec<String>,
        /// Scenario file with what is sought
        #[arg(long, value_name = "FILE")]
        scenario: Option<PathBuf>,
        /// Form of the output
        #[arg(long, value_enum, value_name = "FORM", default_value_t = TextForm::Text)]
        format: TextForm,
    },
}

/// Form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextForm {
    Text,
    Json,
}

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub(crate) struct Database {
    /// Directory of the database file
    #[arg(long, value_name = "DIR", default_value = "gangyao-data", env = "GANGYAO_DATA")]
    pub(crate) data: PathBuf,
    /// Database in place of the directory: an SQLite file or postgres://user@host/name
    #[arg(long, value_name = "URL", env = "GANGYAO_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

/// Options of `load`.
#[derive(Args, Debug)]
pub(crate) struct Load {
    /// Plan document or plan package directory
    pub(crate) plan: PathBuf,
    /// Id the plan shall have; without one it gets a number
    #[arg(long, value_name = "ID")]
    pub(crate) id: Option<String>,
    /// Figures to load with it: a workbook, csv or document; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) observations: Vec<PathBuf>,
    /// Outlines of the regions below it: GeoJSON with the properties name and code
    #[arg(long, value_name = "FILE")]
    pub(crate) outlines: Option<PathBuf>,
    /// Layers of the plan: zipped Shapefile, GeoPackage, GeoJSON, KML; the name of a file says what it is; may be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) layers: Vec<PathBuf>,
    /// Keep it from the public until a planner opens it
    #[arg(long)]
    pub(crate) draft: bool,
    /// Why this version is loaded; shown in its history
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[command(flatten)]
    pub(crate) about: About,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Options of `import`.
#[derive(Args, Debug)]
pub(crate) struct Import {
    /// Figures: xlsx, xlsb, xls, ods, csv, or the tables of a docx, PDF or HTML file
    pub(crate) file: PathBuf,
    /// Id of the plan they belong to; may be left out with --dry-run
    #[arg(long, value_name = "ID")]
    pub(crate) plan: Option<String>,
    /// Show what is understood and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Name in the file and the id of its indicator (总量=i0001), or nothing behind = to leave it out; may be given several times
    #[arg(long, value_name = "NAME=ID", value_parser = named)]
    pub(crate) name: Vec<(String, String)>,
    /// Region of tables that name none
    #[arg(long, value_name = "NAME")]
    pub(crate) region: Option<String>,
    /// File of confirmed layouts: what was decided about a layout is kept there and applied to the next file of it
    #[arg(long, value_name = "FILE")]
    pub(crate) layouts: Option<PathBuf>,
    /// Cell to take although a question was asked about it (表1!B5); may be given several times
    #[arg(long, value_name = "CELL")]
    pub(crate) confirm: Vec<String>,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// NAME=ID.
fn named(text: &str) -> Result<(String, String), String> {
    let (name, id) = text.split_once('=').ok_or("write it as NAME=ID / 请写成 名称=编号")?;
    Ok((name.to_owned(), id.to_owned()))
}

/// Options of `table`.
#[derive(Args, Debug)]
pub(crate) struct Table {
    /// Figures: xlsx, xlsb, xls, ods, csv, or the tables of a docx, PDF or HTML file
    pub(crate) file: PathBuf,
    /// Form of the output
    #[arg(long, value_enum, value_name = "FORM", default_value_t = TableForm::Table)]
    pub(crate) format: TableForm,
}

/// Options of `release`.
#[derive(Args, Debug)]
pub(crate) struct Release {
    /// Id of a stored plan, or a plan document or package directory
    pub(crate) plan: String,
    /// Directory to write the release to; it must not hold one already
    #[arg(short, long, value_name = "DIR")]
    pub(crate) output: PathBuf,
    /// File of the signing key; made when it is not there
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Directory of the release before this one, whose chain goes on
    #[arg(long, value_name = "DIR")]
    pub(crate) after: Option<PathBuf>,
    /// Last year whose figures count
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1949..=2100))]
    pub(crate) as_of: i32,
    /// Use only what was known on this day (2019-03-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) known_at: Option<String>,
    /// Weights of the scores: csv with target and weight; a target that is not listed weighs one
    #[arg(long, value_name = "FILE")]
    pub(crate) weights: Option<PathBuf>,
    /// Further figures: a workbook, csv or document; may be given several times
    #[arg(long, visible_alias = "figures", value_name = "FILE")]
    pub(crate) observations: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Options of `verify`.
#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// Directory of a release
    pub(crate) release: PathBuf,
    /// The public key that must have signed it, as the installation publishes it
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Option<String>,
}

/// Options of `export`.
#[derive(Args, Debug)]
pub(crate) struct Export {
    /// Id of a stored plan, or a plan document or package directory
    #[arg(required_unless_present = "site")]
    pub(crate) plan: Option<String>,
    /// Directory to write to
    #[arg(short, long, value_name = "DIR", required_unless_present = "site")]
    pub(crate) output: Option<PathBuf>,
    /// Write the whole public edition of the database as files for any web server to this directory
    #[arg(long, value_name = "DIR", conflicts_with_all = ["plan", "output"])]
    pub(crate) site: Option<PathBuf>,
    /// Formats, separated by commas: package, or sdmx-ml, sdmx-csv, json-stat, csvw, px, data-package, dcat, schema-org, atom, csv, or all of these
    #[arg(long, value_delimiter = ',', value_name = "FORMATS", default_value = "package")]
    pub(crate) format: Vec<String>,
    /// Further figures: a workbook, csv or document; may be given several times
    #[arg(long, visible_alias = "figures", value_name = "FILE")]
    pub(crate) observations: Vec<PathBuf>,
    /// Last year whose figures count; all by default
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i32).range(1949..=2100))]
    pub(crate) as_of: Option<i32>,
    /// Use only what was known on this day (2019-03-31)
    #[arg(long, value_name = "DATE")]
    pub(crate) known_at: Option<String>,
    /// Who publishes the data
    #[arg(long, value_name = "NAME")]
    pub(crate) publisher: Option<String>,
    /// Address of the licence of the data; without it none is stated
    #[arg(long, value_name = "URL")]
    pub(crate) licence: Option<String>,
    /// Address under which the files will be published
    #[arg(long, value_name = "URL")]
    pub(crate) base: Option<String>,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Options of `backup`.
#[derive(Args, Debug)]
pub(crate) struct Backup {
    /// File to write; it must not exist
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Options of `restore`.
#[derive(Args, Debug)]
pub(crate) struct Restore {
    /// Backup file
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Options of `user`.
#[derive(Args, Debug)]
pub(crate) struct User {
    #[command(subcommand)]
    pub(crate) command: UserCommand,
}

/// What to do with accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// List the accounts
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Add an account and print a one-time link to set its password
    Add {
        /// Name to sign in with
        name: String,
        /// Role: planner, reporter, leader, auditor, evaluator or administrator
        #[arg(long, value_name = "ROLE")]
        role: String,
        /// Name as people write it
        #[arg(long, value_name = "NAME")]
        full_name: Option<String>,
        /// Mail address
        #[arg(long, value_name = "ADDRESS")]
        email: Option<String>,
        /// Id of the body it belongs to
        #[arg(long, value_name = "ID")]
        office: Option<String>,
        /// Address under which people reach the server, for the link
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
        base_url: String,
        #[command(flatten)]
        database: Database,
    },
    /// Take people and bodies over from a sheet (xlsx, csv), and close the accounts of those who have left
    Import {
        /// Sheet with the columns account, name, office, role, email, state; others are left out
        file: PathBuf,
        /// Close every account that the sheet does not name, besides those of administrators
        #[arg(long)]
        close_absent: bool,
        /// Show what would be done and write nothing
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        database: Database,
    },
    /// Print a new one-time link for an account
    Link {
        /// Name of the account
        name: String,
        /// Address under which people reach the server, for the link
        #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
        base_url: String,
        #[command(flatten)]
        database: Database,
    },
    /// Erase what is personal in an account (name, mail address, password, identity, inbox) and turn it off
    Erase {
        /// Name of the account
        name: String,
        #[command(flatten)]
        database: Database,
    },
    /// Set the password of an account, read from standard input
    Passwd {
        /// Name of the account
        name: String,
        #[command(flatten)]
        database: Database,
    },
}

/// Options of `serve`.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "GANGYAO_LISTEN")]
    pub(crate) listen: String,
    /// Address under which people reach it, for links (https://plan.example.org)
    #[arg(long, value_name = "URL", env = "GANGYAO_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// Trust the client address that a proxy in front reports
    #[arg(long, env = "GANGYAO_BEHIND_PROXY")]
    pub(crate) behind_proxy: bool,
    /// Let followers name addresses inside this network for webhooks, as in a closed network
    #[arg(long, env = "GANGYAO_CALLS_INSIDE")]
    pub(crate) calls_inside: bool,
    /// File of the key that signs exported heads of the audit log; made when it is not there
    #[arg(long, value_name = "FILE", env = "GANGYAO_AUDIT_KEY")]
    pub(crate) audit_key: Option<PathBuf>,
    /// File outside the database, best on another machine, to which a signed head of the audit log is appended every day
    #[arg(long, value_name = "FILE", env = "GANGYAO_AUDIT_ANCHOR", requires = "audit_key")]
    pub(crate) audit_anchor: Option<PathBuf>,
    /// Mail address to which a signed head of the audit log is sent every day
    #[arg(long, value_name = "ADDRESS", env = "GANGYAO_AUDIT_ANCHOR_MAIL", requires = "audit_key")]
    pub(crate) audit_anchor_mail: Option<String>,
    /// Seconds after which a server takes over the jobs of another on the same database that vanished
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(4..=3600))]
    pub(crate) job_lease: u64,
    /// File of a further kind of matters (docs/matters.md); may be given more than once
    #[arg(long = "kind", value_name = "FILE")]
    pub(crate) kinds: Vec<PathBuf>,
    /// Write the log as JSON lines
    #[arg(long, env = "GANGYAO_LOG_JSON")]
    pub(crate) log_json: bool,
    /// Log every request, not only those that fail or are slow
    #[arg(long, env = "GANGYAO_LOG_REQUESTS")]
    pub(crate) log_requests: bool,
    /// Milliseconds after which a request is logged as slow
    #[arg(long, value_name = "MS", default_value_t = 2000, env = "GANGYAO_SLOW_REQUEST")]
    pub(crate) slow_request: u64,
    /// Milliseconds after which a statement to the database is logged as slow
    #[arg(long, value_name = "MS", default_value_t = 500, env = "GANGYAO_SLOW_QUERY")]
    pub(crate) slow_query: u64,
    #[command(flatten)]
    pub(crate) sign_on: SignOn,
    #[command(flatten)]
    pub(crate) database: Database,
}

/// Where people sign in besides account and password; without it the settings on the system page hold.
#[derive(Args, Clone, Debug)]
pub(crate) struct SignOn {
    /// Issuer of an OpenID Connect provider where people may sign in (https://login.example.org)
    #[arg(long = "oidc-issuer", value_name = "URL", env = "GANGYAO_OIDC_ISSUER", requires = "client_id")]
    pub(crate) issuer: Option<String>,
    /// Id by which the provider knows this server
    #[arg(long = "oidc-client-id", value_name = "ID", env = "GANGYAO_OIDC_CLIENT_ID")]
    pub(crate) client_id: Option<String>,
    /// File of the client's secret; the variable GANGYAO_OIDC_CLIENT_SECRET holds the secret itself
    #[arg(long = "oidc-secret-file", value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,
    /// Role of people who come from the provider and have no account; without it they are turned away
    #[arg(long = "oidc-role", value_name = "ROLE", env = "GANGYAO_OIDC_ROLE")]
    pub(crate) role: Option<String>,
    /// Take an account with the same verified mail address as that of whoever comes from the provider
    #[arg(long = "oidc-by-email", env = "GANGYAO_OIDC_BY_EMAIL")]
    pub(crate) by_email: bool,
    /// Name of the provider on the sign-in page
    #[arg(long = "oidc-label", value_name = "NAME", env = "GANGYAO_OIDC_LABEL")]
    pub(crate) label: Option<String>,
}

/// Options of `demo`.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// Plans of your own to show beside the examples
    pub(crate) plans: Vec<PathBuf>,
    /// Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: String,
}

/// Options of `completions`.
#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// Shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

/// Reads the stable name of a kind of document.
fn kind(text: &str) -> Result<plan::DocumentKind, String> {
    plan::DocumentKind::parse(text).ok_or_else(|| {
        let names = plan::DocumentKind::NAMES.join(", ");
        format!("one of {names} is expected (请写其中之一)")
    })
}

/// Reads `2016-2020`, with any of the usual dashes.
fn period(text: &str) -> Result<plan::Period, String> {
    let years: Vec<i32> = text
        .split(['-', '—', '–', '~', '～'])
        .filter_map(|year| year.trim_end_matches('年').trim().parse().ok())
        .collect();
    match years[..] {
        [start, end] if (1949..=2100).contains(&start) && start < end && end - start <= 30 => {
            Ok(plan::Period { start, end })
        }
        _ => Err("two years such as 2016-2020 are expected (请写成 2016-2020)".to_owned()),
    }
}
