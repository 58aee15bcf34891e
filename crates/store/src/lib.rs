//! Keeps plans, figures and their history in SQLite or PostgreSQL.
//!
//! A [`Store`] is opened on a file or a `postgres://` URL; both behave the same. A plan is loaded as a
//! whole ([`Store::load_plan`]): the document, everything compiled from it, and what the checks found
//! become one version of the plan, in one transaction. Figures that come later are appended
//! ([`Store::append_observations`]) and never changed. Every write names who, when and why, and leaves
//! an entry in the audit log: a [`Write`] cannot be committed without one.
//!
//! The crate judges nothing and renders nothing; it gives back what was put in.
#![allow(clippy::disallowed_methods)] // the store is one of the crates that touch the outside

mod aim;
mod appraisal;
mod audit;
mod backup;
mod body_plan;
mod carried;
mod choice;
mod conflict;
mod connect;
mod content;
mod correct;
mod draft;
mod error;
mod estimate;
mod expand;
mod finding;
mod finding_work;
mod health;
mod job;
mod layer;
mod load;
mod matter;
mod migrations;
mod observe;
mod people;
mod plan_rows;
mod probe;
mod project;
mod publication;
mod push;
mod read;
mod region;
mod retire;
mod revise;
mod revision;
mod round;
mod row;
mod schema;
mod seal;
mod sealed;
mod search;
mod shown;
mod site;
mod stamp;
mod tables;
mod text_change;
mod told;
mod write;

pub use aim::{Aim, AimFacts, AimMeasure, AimState};
pub use appraisal::{AppraisalMark, AppraisalScheme, AppraisalSignature};
pub use audit::{AuditFilter, Deed};
pub use backup::Restored;
pub use body_plan::{BodyPlan, BodyPlanTask};
pub use carried::Carried;
pub use choice::{ChoiceAbout, FigureChoice};
pub use conflict::{Conflict, ConflictKind, ConflictState, Resolution, Settlement};
pub use connect::{Location, Store};
pub use content::Mismatch;
pub use correct::{KeptCorrection, NewCorrection};
pub use draft::{ReportDraft, ReportIssue, ReportMaking, ReportText};
pub use error::StoreError;
pub use estimate::{Estimate, EstimateRound};
pub use finding::{Finding, FindingLabel};
pub use health::Orphans;
pub use job::{Job, JobFilter, JobState, NewJob};
pub use layer::{Layer, NewLayer, OVERLAY, Released};
pub use load::{Along, LoadPlan, PlanKey};
pub use matter::{EntryFile, Matter, MatterCount, MatterEntry, MatterFilter, MatterStep};
pub use observe::Recorded;
pub use people::{
    Account, Attachment, CALLED, Charge, Consultation, Delegation, Duty, Evaluator, Figure, Follow, HandIn,
    KeptScenario, NewAccount, NewAttachment, NewNotice, NewReply, NewScenario, NewVoiceDecision, News,
    Notice, Office, OfficeLevel, Remark, Reply, SavedView, SecondFactor, Session, Share, SubmissionFilter,
    Submitted, Token, Voice, VoiceDecision, VoiceGroup, below, shown_address,
};
pub use probe::{Ability, Probe};
pub use project::{
    Asked, Dispatch, DispatchFigures, Funding, Milestone, ProjectFacts, ProjectFile, ProjectItem,
};
pub use push::{Push, PushRefusal, PushSum};
pub use read::{Corrections, PlanFilter, PlanSummary, PlanVersion, StoredPlan};
pub use region::{Region, RegionNode};
pub use retire::{PlanMark, Secrecy};
pub use revise::TargetRevision;
pub use revision::{NewRevision, Revision, RevisionItem, RevisionState};
pub use round::{
    Answer, AnswerKind, DraftStage, NewOpinion, NewParty, NewRound, Opinion, Outcome, Party, PartyKind,
    Round, RoundKind, RoundVerdict,
};
pub use schema::Schema;
pub use sealed::RowFault;
pub use search::{Indexed, Matched, Unindexed};
pub use shown::Shown;
pub use site::{SiteCheck, SiteOpinion, Stance};
pub use stamp::stamp;
pub use tables::{Class, Declared, tables};
pub use text_change::{Cause, KeptTextChange, TextChange};
pub use told::Told;
pub use write::{Change, Write};

/// What every function of the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;
