//! How a plan takes what citizens say.

use crate::{Fault, Service, Viewer};
use duty::voice::Naming;
use duty::{Right, Scope};
use serde::{Deserialize, Serialize};
use store::Change;

/// How a plan takes what citizens say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Room {
    /// Whether anything is taken.
    pub open: bool,
    /// Under what name people speak, as [`Naming::name`].
    pub naming: String,
    /// Working days until a body answers.
    pub days: u16,
    /// Days after which a person is forgotten.
    pub keep: u16,
    /// Most characters of a text.
    pub longest: u16,
}

impl Default for Room {
    fn default() -> Self {
        // Fifteen working days: as letters to the government are answered in most places.
        Self { open: true, naming: Naming::default().name().to_owned(), days: 15, keep: 365, longest: 1000 }
    }
}

impl Room {
    /// Under what name people speak.
    pub fn naming(&self) -> Naming {
        Naming::parse(&self.naming).unwrap_or_default()
    }
}

/// The setting of a plan.
fn setting(plan: &str) -> String {
    format!("voices/{plan}")
}

/// How a plan takes what citizens say.
///
/// # Errors
/// The store cannot be read.
pub async fn room(service: &Service, plan: &str) -> Result<Room, Fault> {
    let kept = service.store().setting(&setting(plan)).await?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

/// Sets how a plan takes what citizens say.
///
/// # Errors
/// It is not the viewer's to set, or something is out of its range.
pub async fn keep_room(
    service: &Service,
    viewer: &Viewer,
    (plan, room): (&str, &Room),
    change: &Change,
) -> Result<(), Fault> {
    if viewer.scope(Right::EditPlan) != Scope::All {
        return Err(Fault::forbidden());
    }
    let fits = Naming::parse(&room.naming).is_some()
        && (1..=60).contains(&room.days)
        && (30..=1095).contains(&room.keep)
        && (100..=4000).contains(&room.longest);
    if !fits {
        return Err(Fault::bad_request(
            "数值超出范围：答复期限1至60个工作日，个人信息保留30至1095天，字数上限100至4000。",
            "A number is out of its range: answers within 1 to 60 working days, personal data kept for 30 to 1095 days, texts of at most 100 to 4000 characters.",
        ));
    }
    let text = serde_json::to_string(room).map_err(|error| Fault::internal(&error))?;
    service.store().put_setting(&setting(plan), &text, change).await?;
    service.refresh().await?;
    Ok(())
}
