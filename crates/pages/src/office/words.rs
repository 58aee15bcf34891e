//! The words of daily work.

use crate::text::text;
use duty::Stage;
use plan::AssignmentRole;
use source::Lang;

/// The word for a stage.
pub(super) fn stage_word(lang: Lang, stage: Stage) -> &'static str {
    match stage {
        Stage::Draft => text(lang, "stage.draft"),
        Stage::AtCounty => text(lang, "stage.at-county"),
        Stage::AtCity => text(lang, "stage.at-city"),
        Stage::Returned => text(lang, "stage.returned"),
        Stage::Approved => text(lang, "stage.approved"),
        Stage::Published => text(lang, "stage.published"),
        Stage::Withdrawn => text(lang, "stage.withdrawn"),
    }
}

/// The word for lead or support.
pub(super) fn role_word(lang: Lang, role: AssignmentRole) -> &'static str {
    match role {
        AssignmentRole::Lead => text(lang, "duty.lead"),
        AssignmentRole::Support => text(lang, "duty.support"),
    }
}
