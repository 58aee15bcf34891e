//! People and their work: accounts, offices, duties, submissions, consultations, replies, notices.
//!
//! Rules of who may do what stand in `duty`; this module keeps what was decided. Every change is recorded in the
//! audit log with the thing before and after. Sessions, throttling and what was read in the inbox are not
//! changes of the plan and leave no entry of their own; signing in does.

// `serialize_with` of serde hands over references.
#![allow(clippy::trivially_copy_pass_by_ref, clippy::ref_option)]

mod account;
pub(crate) mod attachment;
mod charge;
mod consultation;
mod delegation;
mod duty;
mod evaluator;
mod follow;
mod hand_in;
mod hidden;
mod notice;
mod office;
mod pushed;
mod reply;
mod saved_view;
mod scenario;
mod second_factor;
mod session;
mod setting;
mod share;
mod step;
pub(crate) mod submission;
mod voice;

pub use account::{Account, NewAccount};
pub use attachment::{Attachment, NewAttachment};
pub use charge::Charge;
pub use consultation::{Consultation, Remark};
pub use delegation::Delegation;
pub use duty::Duty;
pub use evaluator::Evaluator;
pub use follow::{CALLED, Follow, News};
pub use hand_in::HandIn;
pub use notice::{NewNotice, Notice};
pub use office::{Office, OfficeLevel, below};
pub(crate) use pushed::pushed;
pub use reply::{NewReply, Reply};
pub use saved_view::SavedView;
pub use scenario::{KeptScenario, NewScenario};
pub use second_factor::SecondFactor;
pub use session::{Session, Token};
pub use setting::shown_address;
pub use share::Share;
pub use submission::{Figure, SubmissionFilter, Submitted};
pub use voice::{NewVoiceDecision, Voice, VoiceDecision, VoiceGroup};

use crate::Result;
use sqlx::{AnyConnection, AssertSqlSafe};

/// The next free number of a table; the caller holds the write lock, so that nobody else takes it.
pub(crate) async fn next_id(connection: &mut AnyConnection, table: &str) -> Result<i64> {
    let sql = format!("SELECT COALESCE(MAX(id), 0) + 1 FROM {table}");
    Ok(sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(connection).await?)
}
